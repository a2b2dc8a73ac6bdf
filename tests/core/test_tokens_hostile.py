"""No text makes the search for words and sentences take more than time in proportion to its length."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "desktop"
CPU_SECONDS = 40
"""Linear work takes three or so; what grows with the square of the length would take minutes for one piece alone."""
TIMEOUT = 600
"""Seconds of the clock, where the system knows no limit for the processor's."""

PIECES = [
    *(
        "a-",
        "1,",
        "A.",
        "a.",
        "1.",
        "1:",
        "a&",
        "A/",
        "a_",
        "_",
        "a'",
        "a’",
        "'s",
        "-",
        "a-1,",
        "A.A-",
        "A.-",
    ),
    *(".", "!", "...", ".!", '."', '"', "?”", ")", "Mr. ", "U.S. ", "A. ", " . ", ". A", "a.\n", "\n", " "),
    *("a", "A", "1", "漢", "ア", "ก", "ا", "\u0301", "a\u0301", "\u200d", "👍🏽", "🇷🇺", "a ", "A ", ", "),
]

WORK = """
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, ({cpu}, {cpu} + 1))
except ImportError:
    pass
from glossator.core.spans import Span
from glossator.core.tokens import *
for piece in {pieces!r}:
    for text in (piece * {times} + "x", "x" + piece * {times} + "-"):
        middle = len(text) // 2
        span = Span(middle, middle + 1)
        assert sum(1 for _ in words(text)) <= len(text)
        assert sum(1 for _ in sentences(text)) <= len(text)
        for offset in (0, 1, middle, len(text)):
            word_at(text, offset), sentence_at(text, offset), paragraph_at(text, offset)
            next_character(text, offset), previous_character(text, offset)
        snap(text, span)
        for _ in range(3):
            span = grow(text, span)
        assert grow(text, Span(0, len(text))) == grow(text, Span(1, len(text))) == Span(0, len(text))
    print(repr(piece), "done", flush=True)
"""


def work(pieces: list[str], times: int) -> None:
    code = WORK.format(pieces=pieces, times=times, cpu=CPU_SECONDS)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    reached = done.stdout.splitlines()
    assert done.returncode == 0, (
        f"{pieces[len(reached)]!r} repeated {times} times: {done.stderr or 'too slow'}"
    )
    assert len(reached) == len(pieces)


@pytest.mark.parametrize("first", range(0, len(PIECES), 12))
def test_rows_that_invite_a_search_to_go_back(first: int) -> None:
    work(PIECES[first : first + 12], 50_000)


def test_a_line_of_a_million_characters_without_a_space() -> None:
    work(["x", "漢"], 1_000_000)
