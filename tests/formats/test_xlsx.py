"""The workbook: sheets, cells that are only words, texts longer than a cell, control characters, traps and damage."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import GlossatorError
from glossator.formats import xlsx
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options
from tests.formats.exchange import Read, cut_everywhere, round_trip
from tests.formats.test_tables import TEXT, project, written

FORM = format_named("xlsx")


def test_the_sheets_hold_words_and_no_formula(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path, "xlsx", ".xlsx"))
    assert book.sheetnames == ["documents", "mentions", "relations", "entities", "notes"]
    assert (book["documents"]["C2"].value, book["documents"]["C2"].data_type) == (TEXT, "s")
    notes = [row[4].value for row in book["notes"].iter_rows(min_row=2)]
    assert notes == ["read\nthis", "=1+1", "hm", "who?"]
    assert book["mentions"].freeze_panes == "A2"


def test_all_of_it_comes_back(tmp_path: Path) -> None:
    path = written(tmp_path, "xlsx", ".xlsx")
    assert detected(path) == FORM
    found = Read("xlsx", path, skip_bad=False)
    assert found.counts == (1, 3, 1, 1, 4)
    assert next(iter(found.entities.values())).name == "Ada"


def test_a_text_longer_than_a_cell_goes_on_in_the_next_row(tmp_path: Path) -> None:
    long = TEXT + "😀\x00_x0041_" * 9_000
    path = tmp_path / "long.xlsx"
    assert round_trip(FORM, project(long), path) == ([], [])
    rows = list(openpyxl.load_workbook(path)["documents"].iter_rows(min_row=2, values_only=True))
    assert [row[-1] for row in rows] == [None, *(str(number) for number in range(2, len(rows) + 1))]
    assert len(rows) > 3


@given(st.text(st.characters(codec="utf-8"), max_size=20) | st.text("_x0041\x00\r", max_size=20))
def test_any_word_is_escaped_and_comes_back(words: str) -> None:
    assert "".join(map(xlsx.unescaped, xlsx.pieces(words))) == words
    assert xlsx.unescaped("_xD800_") == "_xD800_"


def test_a_number_that_somebody_typed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Mentions"
    for cells in (
        ("document", "label", "spans", "confidence"),
        ("One", "PER", "0-3", 1),
        (2, "PER", "4-5", 0.5),
    ):
        sheet.append(cells)
    book.save(path)
    one, two = FORM.read(path, Options())
    assert (one.name, one.spans[0].confidence, two.name, two.spans[0].confidence) == ("One", 1.0, "2", 0.5)
    assert not FORM.sniff(path.read_bytes(), path)  # it says so by lower-case names of its own


def test_more_rows_than_excel_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(GlossatorError, match="more mentions than the 3 rows"):
        written(tmp_path, "xlsx", ".xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_traps_and_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for parts, what in (
        ({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY a "b">]><a/>'}, "defines entities"),
        ({"xl/workbook.xml": "<a/>"}, "is not a sound Excel workbook"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        assert not FORM.sniff(path.read_bytes(), path)
        with pytest.raises(GlossatorError, match=what):
            list(FORM.read(path, Options()))
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    path.write_bytes(empty.getvalue())
    with pytest.raises(GlossatorError, match="neither documents nor mentions"):
        list(FORM.read(path, Options()))


def test_cut_off_anywhere_it_is_told(tmp_path: Path) -> None:
    content = written(tmp_path, "xlsx", ".xlsx").read_bytes()
    cut = tmp_path / "cut.xlsx"

    def work(end: bytes) -> None:
        cut.write_bytes(end)
        assert not FORM.sniff(end, cut)
        with pytest.raises(GlossatorError):
            list(FORM.read(cut, Options()))

    cut_everywhere(content, work)


def test_a_sheet_that_says_it_is_endless_is_read_as_far_as_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row and a column far away would be filled up with empty cells before anybody could look."""
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2_000)
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData></worksheet>'
    )
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    heads = "".join(
        cell.format(f"{'ABC'[at]}1", name) for at, name in enumerate(("document", "label", "spans"))
    )
    values = "".join(cell.format(f"{'ABC'[at]}2", name) for at, name in enumerate(("One", "PER", "0-3")))
    places = ("XFD1999", "A9999999999")
    far = "".join(f'<row r="{each.lstrip("XFDA")}">{cell.format(each, "far")}</row>' for each in places)
    source, path = written(tmp_path, "xlsx", ".xlsx"), tmp_path / "far.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "xl/worksheets/sheet2.xml":
                content = sheet.format(f'<row r="1">{heads}</row><row r="2">{values}</row>{far}')
            new.writestr(name, content)
    found = {each.name: each for each in FORM.read(path, Options())}
    assert [each.label for each in found["One"].spans] == ["PER"]
