"""The table of formats: complete, detected by their files, and the same in the guide as in the code."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

from glossator import formats as room
from glossator import paths
from glossator.core.errors import GlossatorError
from glossator.formats import catalogue
from glossator.formats.catalogue import MODULES, detected, format_named, formats
from tests.formats.exchange import corpus


def test_every_module_of_a_format_is_in_the_catalogue() -> None:
    found = set()
    for each in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"glossator.formats.{each.name}")
        if hasattr(module, "CARRIES") and hasattr(module, "sniff"):
            found.add(each.name)
    assert found == set(MODULES)


def test_the_page_of_the_guide_is_what_the_code_says() -> None:
    """`python -m tests.formats.test_catalogue` writes it anew."""
    assert paths.resource("guide", "formats.md").read_text("utf-8") == catalogue.as_markdown()
    assert "](formats.md)" in paths.resource("guide", "guide.md").read_text("utf-8")


def test_each_row_of_the_table_has_an_answer_to_every_question() -> None:
    head, *rows = catalogue.table()
    assert [row[0] for row in rows] == list(formats())
    assert all(len(row) == len(head) and all(row) for row in rows)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("brat-examples", "brat"),
        ("nerel/dev/1563347_text.ann", "brat"),
        ("doccano/real-exports/BSNER-BW-admin.jsonl", "doccano"),
        ("doccano/data_export/pipeline/examples/relation_extraction/example.jsonl", "doccano"),
        ("label-studio/real-exports/Lue01-Uie-weapons.tasks-1-60.json", "label-studio"),
        ("label-studio/frontend-examples/named_entity/tasks.json", "label-studio"),
    ],
)
def test_a_file_is_known_by_its_beginning(path: str, name: str) -> None:
    found = detected(corpus(path))
    assert found is not None
    assert found.name == name


def test_what_is_no_format_is_not_taken_for_one(tmp_path: Path) -> None:
    for name, content in (
        ("a.txt", b"Ada met Bo."),
        ("b.json", b"{}"),
        ("c.jsonl", b'{"text": 1}\n'),
        ("d.ann", b"x"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        assert detected(file) is None, name
    assert detected(tmp_path / "nowhere.json") is None
    ours = tmp_path / "ours.jsonl"
    ours.write_bytes(
        b'{"format":"glossator-jsonl","version":1,"offset_unit":"code point","text":"A","label":[]}\n'
    )
    assert detected(ours) is None


def test_a_format_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(GlossatorError, match="There is no format “docano”") as caught:
        format_named("docano")
    assert "doccano" in caught.value.remedy


if __name__ == "__main__":
    (paths.resource("guide", "guide.md").parent / "formats.md").write_text(catalogue.as_markdown(), "utf-8")
