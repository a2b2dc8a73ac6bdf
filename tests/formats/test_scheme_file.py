"""Label schemes as JSON files: out and in again, and a sentence with the place for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossator import projects
from glossator.core.errors import GlossatorError
from glossator.formats import scheme_file
from tests.builders import scheme


@pytest.mark.parametrize("name", projects.scheme_names())
def test_every_shipped_scheme_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    made = projects.read_scheme(name)
    scheme_file.write(tmp_path / "s.json", made)
    assert scheme_file.read(tmp_path / "s.json") == made


def test_a_file_is_not_written_over_unless_that_is_wanted(tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    target.write_text("mine")
    with pytest.raises(GlossatorError, match="already"):
        scheme_file.write(target, scheme())
    assert target.read_text() == "mine"
    scheme_file.write(target, scheme(), overwrite=True)
    assert scheme_file.read(target) == scheme()


HEAD = '"id": "x", "name": "X", "version": "1"'


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "at the top: an object is wanted"),
        ('{"id": "x", "name": "X"}', "the field 'version' is missing"),
        (f'{{{HEAD}, "lables": []}}', "the field 'lables' is not known"),
        (f'{{{HEAD}, "id": "y"}}', "'id' stands twice"),
        (f'{{{HEAD}, "labels": [{{"id": "A", "name": 3}}]}}', r"at labels\[0\].name: text is wanted"),
        (
            f'{{{HEAD}, "attributes": [{{"id": "a", "name": "a", "on": ["mention"], "kind": "colour"}}]}}',
            r"at attributes\[0\].kind: one of choice",
        ),
        (
            f'{{{HEAD}, "labels": [{{"id": "A", "name": "A"}}, {{"id": "A", "name": "B"}}]}}',
            "The label 'A' stands twice",
        ),
        (
            f'{{{HEAD}, "labels": [{{"id": "A", "name": "A", "key": "P"}}, {{"id": "B", "name": "B", "key": "p"}}]}}',
            "The label key 'P' stands twice",
        ),
        (
            (
                f'{{{HEAD}, "labels": [{{"id": "A", "name": "A", "parent": "B"}},'
                ' {"id": "B", "name": "B", "parent": "A"}]}'
            ),
            "The labels A, B stand under one another in a ring",
        ),
        (
            f'{{{HEAD}, "event_types": [{{"id": "E", "name": "E", "trigger": "Q"}}]}}',
            "Event E has the trigger 'Q'",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, written: str, place: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(GlossatorError, match=place) as caught:
        scheme_file.read(path)
    assert "bad.json" in str(caught.value)


def test_ten_thousand_labels_are_read_and_twenty_thousand_are_too_many(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    labels = [{"id": f"L{n}", "name": f"L{n}"} for n in range(20_001)]
    path.write_text(json.dumps({"id": "x", "name": "X", "version": "1", "labels": labels[:10_000]}))
    assert len(scheme_file.read(path).labels) == 10_000
    path.write_text(json.dumps({"id": "x", "name": "X", "version": "1", "labels": labels}))
    with pytest.raises(GlossatorError, match="at labels: there are 20,001, and a scheme may have 20,000"):
        scheme_file.read(path)


def test_other_files_are_told_from_schemes(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"id": "\xe4"}')
    with pytest.raises(GlossatorError, match="not JSON in UTF-8"):
        scheme_file.read(tmp_path / "latin.json")
    with pytest.raises(GlossatorError, match="cannot be read"):
        scheme_file.read(tmp_path / "none.json")
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(scheme_file.LARGEST + 1)
    with pytest.raises(GlossatorError, match="too large"):
        scheme_file.read(tmp_path / "huge.json")
