"""Every bad scheme file is refused in a sentence that names the place; none is half read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats import scheme_file
from tests.formats.bad_schemes import BAD, SOUND


def is_sentence(text: str) -> bool:
    """Somebody can read it: a capital or a quotation in front, a full stop behind, no trace of the machine's."""
    return text[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ" and text.endswith(".") and "Traceback" not in text


def refused(path: Path) -> str:
    with pytest.raises(GlossatorError) as told:
        scheme_file.read(path)
    return str(told.value)


def test_the_one_from_which_they_are_made_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps(SOUND), "utf-8")
    assert scheme_file.read(path).faults() == ()


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    written, place = BAD[name]
    path = tmp_path / "s.json"
    path.write_bytes(written)
    sentence = refused(path)
    assert place in sentence
    assert is_sentence(sentence)
    assert len(sentence) < 600, "a sentence, not the file"


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_that_ends_too_early_anywhere_is_refused(tmp_path: Path, indent: int | None) -> None:
    whole = json.dumps(SOUND, ensure_ascii=False, indent=indent).encode()
    path = tmp_path / "s.json"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert is_sentence(refused(path)), length


def test_a_shipped_scheme_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    shipped = Path(__file__).resolve().parents[2] / "resources" / "schemes" / "news-intelligence.json"
    whole = shipped.read_bytes().rstrip()
    path = tmp_path / "s.json"
    for length in range(0, len(whole), 211):
        path.write_bytes(whole[:length])
        assert is_sentence(refused(path)), length


def test_one_wrong_byte_anywhere_is_told_or_makes_a_sound_scheme(tmp_path: Path) -> None:
    whole = json.dumps(SOUND, ensure_ascii=False).encode()
    path = tmp_path / "s.json"
    said: list[str] = []
    for at in range(len(whole)):
        for wrong in (b"\0", b'"', b"\xff", b"]", b"9"):
            path.write_bytes(whole[:at] + wrong + whole[at + 1 :])
            try:
                assert scheme_file.read(path).faults() == (), (at, wrong)
            except GlossatorError as told:
                said.append(str(told))
    assert len(said) > len(whole)
    assert [each for each in said if not is_sentence(each)] == []
