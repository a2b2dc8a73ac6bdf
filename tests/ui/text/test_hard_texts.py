"""Texts that break other programs: real collections of them, and random ones from all over Unicode."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.documents import settle
from glossator.core.spans import Span, normalise
from tests import builders
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

pytestmark = pytest.mark.qt_log_ignore("^OpenType support missing for", extend=True)

HARD = (
    "hard-text/UTF-8-demo.txt",
    "hard-text/blns.txt",
    "long-texts/1023_bleak_house.txt",
    "long-texts/11_alices_adventures_in_wonderland.txt",
)


@pytest.mark.parametrize("name", HARD)
def test_a_text_is_scrolled_to_its_end_and_back_to_the_same_pixel(
    name: str, corpora: Path, make_page: MakePage
) -> None:
    text = settle((corpora / name).read_bytes().decode("utf-8"))
    view = make_page(builders.annotated(""))
    view.show_article(AnnotationSet(builders.document(text, id=2), text), None)
    first = reach.picture(view)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert reach.on(view, len(text.rstrip()) - 1).y() < view.viewport().height()
    bar.setValue(0)
    assert reach.picture(view) == first


SAMPLE = 150
"""So many of the texts are tried each time; GLOSSATOR_ALL_TEXTS=1 has all of them tried."""


def texts_of(folder: Path) -> list[Path]:
    """The files that are UTF-8 text, whatever they mean to other programs; a sample of them, spread evenly."""
    found = sorted(each for each in folder.rglob("*") if each.is_file() and _is_text(each))
    if os.environ.get("GLOSSATOR_ALL_TEXTS"):
        return found
    small = [each for each in found if each.stat().st_size < 50_000]
    return small[:: max(1, len(small) // SAMPLE)]


def _is_text(path: Path) -> bool:
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(data) and b"\0" not in data[:4096]


def test_every_text_is_paged_through_to_its_end_and_back_to_the_same_pixel(
    corpora: Path, make_page: MakePage
) -> None:
    paths = texts_of(corpora)
    assert len(paths) >= SAMPLE
    view = make_page(builders.annotated(""))
    bar = view.verticalScrollBar()
    for path in paths:
        text = settle(path.read_bytes().decode("utf-8-sig"))
        if not text.strip():
            continue
        view.show_article(AnnotationSet(builders.document(text, id=2), text), None)
        first = reach.picture(view)
        step = max(bar.pageStep(), bar.maximum() // 40)
        while bar.value() < bar.maximum():
            bar.setValue(bar.value() + step)
            view.viewport().grab()
        assert reach.on(view, len(text.rstrip()) - 1).y() < view.viewport().height(), path.name
        while bar.value() > 0:
            bar.setValue(bar.value() - step)
        assert reach.picture(view) == first, path.name


def random_text(random: Random, length: int) -> str:
    """Characters of every category and script, surrogates left out, in runs of neighbours."""
    made: list[str] = []
    while len(made) < length:
        code = random.choice((random.randrange(0x300), random.randrange(0x3000), random.randrange(0x20000)))
        for step in range(random.randint(1, 6)):
            character = chr(min(code + step, sys.maxunicode))
            if unicodedata.category(character) not in {"Cs", "Cn", "Co"} and character != "\r":
                made.append(character)
        if random.random() < 0.3:
            made.append(random.choice(" \n\t\u200d\u200f\u2028😀"))
    return "".join(made)


@pytest.mark.parametrize("seed", range(12))
def test_a_random_text_with_random_mentions_is_drawn_and_every_place_can_be_pointed_at(
    seed: int, make_page: MakePage
) -> None:
    random = Random(seed)
    text = random_text(random, 600)
    labels = [label.id for label in builders.scheme().labels]
    mentions = []
    for number in range(40):
        spans = []
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            start = random.randrange(len(text) - 1)
            spans.append(Span(start, min(len(text), start + random.randint(1, 60))))
        mentions.append(Mention(number + 1, 1, random.choice(labels), normalise(spans), "x"))
    view = make_page(AnnotationSet(builders.document(text), text, mentions))
    reach.picture(view)
    page = view._canvas.page
    assert page is not None
    seen = {box.mention.id for row in range(len(page.rows)) for box in page.marks(row).boxes}
    drawn_nothing = {each.id for each in mentions} - seen
    assert all(
        not text[span.start : span.end].strip("\n\t \u2028") or is_invisible(text[span.start : span.end])
        for each in mentions
        if each.id in drawn_nothing
        for span in each.fragments
    )
    for x in range(0, 800, 37):
        for y in range(0, 600, 13):
            hit = view._canvas.hit(x, y)
            assert 0 <= hit.offset <= len(text)
    view.select(Span(0, 0))
    last, stuck = -1, 0
    for _ in range(3 * len(text)):
        if view.caret == len(text):
            break
        reach.key(view, Qt.Key.Key_Down)
        stuck = stuck + 1 if view.caret == last else 0
        assert stuck < 3, f"the caret does not get past {last}"
        last = view.caret
    assert view.caret == len(text)


def is_invisible(text: str) -> bool:
    return all(unicodedata.category(each) in {"Cf", "Mn", "Zs", "Cc", "Me", "Zl", "Zp"} for each in text)
