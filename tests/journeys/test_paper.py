"""The article leaves the window: as pages and as a picture of the selection."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from glossator.core.spans import Span
from glossator.ui.text import printing
from tests.journeys.analyst import Analyst


def choose(analyst: Analyst, target: Path) -> None:
    """Name a file in the dialog that is open."""
    (dialog,) = [each for each in analyst.window.findChildren(QFileDialog) if each.isVisible()]
    dialog.fileSelected.emit(str(target))
    dialog.reject()


def test_an_article_is_saved_as_pdf_while_the_page_stays_in_use(analyst: Analyst, tmp_path: Path) -> None:
    target = tmp_path / "page.pdf"
    analyst.window.actions_by_id["pdf"].trigger()
    with analyst.qtbot.waitSignal(analyst.window.picturing.saved):
        choose(analyst, target)
        analyst.put_caret("Russia")
    assert target.read_bytes().startswith(b"%PDF-")
    assert analyst.heard[-1].startswith("Saved ")
    assert [each.name for each in tmp_path.iterdir()] == ["page.pdf"]


def test_a_pdf_that_cannot_be_written_is_told_and_leaves_nothing(
    analyst: Analyst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "glossator.ui.actions.picturing.messages.show_error", lambda window, error: told.append(error.what)
    )
    analyst.window.picturing.save_pdf(tmp_path / "no such folder" / "page.pdf")
    analyst.qtbot.waitUntil(lambda: bool(told))
    assert "cannot be written" in told[0]


def test_an_article_is_printed(analyst: Analyst, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(printing.dots_per_inch())
    analyst.window.picturing.print_on(printer)
    analyst.qtbot.waitUntil(lambda: any(each.startswith("Printed ") for each in analyst.heard))
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_selection_is_saved_as_a_picture(analyst: Analyst, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"picture.{kind}"
    analyst.page.select(Span(0, 40))
    analyst.window.actions_by_id["picture"].trigger()
    choose(analyst, target)
    data = target.read_bytes()
    if kind == "png":
        assert QImage.fromData(data).width() > 2 * analyst.page.column_width
    else:
        assert ET.fromstring(data).tag.endswith("svg")
    assert analyst.heard[-1] == f"Saved the picture to picture.{kind}."


def test_without_a_selection_there_is_no_picture(analyst: Analyst) -> None:
    analyst.page.put_caret(3)
    analyst.window.actions_by_id["picture"].trigger()
    assert analyst.heard[-1].startswith("Nothing is selected.")
    assert not [each for each in analyst.window.findChildren(QFileDialog) if each.isVisible()]
