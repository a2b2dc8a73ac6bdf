"""An analyst brings in what others annotated, sets it right, and hands it on: in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator import exchange, projects
from glossator.formats.mapping import NO_NAMES, Target
from glossator.ui.dialogs.export_annotations import ExportAnnotationsDialog
from glossator.ui.dialogs.import_annotations import ImportAnnotationsDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message

TEXT = "Ada met Bo in Tripoli.\n"
ANN = "T1\tPerson 0 3\tAda\nT2\tTown 13 20\tTripoli\nR1\tMET Arg1:T1 Arg2:T2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "brat"
    made.mkdir()
    (made / "a.txt").write_text(TEXT, "utf-8")
    (made / "a.ann").write_text(ANN, "utf-8")
    return made


@pytest.fixture
def opened(window: MainWindow, tmp_path: Path) -> MainWindow:
    path = tmp_path / "case.gloss"
    projects.create(path, title="Case", scheme_id="news-intelligence", author="Ada").close()
    window.projects.open(path)
    return window


def shown(qtbot: QtBot, kind: type) -> object:
    """The dialog of this kind, once it is there."""

    def there() -> list[object]:
        return [
            each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(there()))
    return there()[-1]


def test_a_dropped_folder_is_looked_through_healed_and_imported(
    opened: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    opened.projects.take_files([folder])
    dialog = shown(qtbot, ImportAnnotationsDialog)
    assert isinstance(dialog, ImportAnnotationsDialog)
    qtbot.waitUntil(lambda: dialog.findings.count() == 1)
    assert dialog.format.currentData() == "brat"
    assert "the nearest place that reads so is 14–21" in dialog.findings.item(0).text()
    QTest.keyClick(dialog.findings, Qt.Key.Key_A)
    dialog.names.field("labels", "Town").setCurrentText("GPE")
    dialog.go.click()
    told = shown(qtbot, Message)
    assert isinstance(told, Message)
    told.close()
    bench = opened.desk.bench
    assert bench is not None
    (row,) = bench.ask.documents()
    held = bench.annotations(row.document.id)
    assert [(each.label, each.quote) for each in held.in_order()] == [("PER", "Ada"), ("GPE", "Tripoli")]
    assert exchange.kept_names(bench.ask, "brat", "import").labels == {"Town": Target("GPE")}
    opened.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: bench.ask.document_count() == 0)
    assert bench.scheme.relation_type("MET") is None


def test_the_losses_are_told_before_the_export_and_after_it(
    opened: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = opened.desk.bench
    assert bench is not None
    (folder / "a.ann").write_text(ANN.replace("13 20", "14 21"), "utf-8")
    exchange.import_files(bench, [folder], exchange.format_named("brat"))
    opened.actions_by_id["export_annotations"].trigger()
    dialog = shown(qtbot, ExportAnnotationsDialog)
    assert isinstance(dialog, ExportAnnotationsDialog)
    dialog.format.setCurrentIndex(dialog.format.findData("doccano"))
    qtbot.waitUntil(lambda: dialog.losses.count() > 0)
    assert dialog.verdict.text().startswith("Goes out: 1 document, 2 mentions and 1 relation or event.")
    before = [dialog.losses.item(row).text() for row in range(dialog.losses.count())]
    assert "3 authors: left out" in before
    dialog.reject()
    target = tmp_path / "out.jsonl"
    with qtbot.waitSignal(opened.exchanging.exported):
        opened.exchanging.export(bench, target, "doccano", NO_NAMES)
    told = shown(qtbot, Message)
    assert isinstance(told, Message)
    told.close()
    assert target.exists()


def test_a_file_in_no_known_format_is_told_in_the_dialog(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    odd = tmp_path / "odd.ann"
    odd.write_text("nothing", "utf-8")
    opened.exchanging.take([odd])
    dialog = shown(qtbot, ImportAnnotationsDialog)
    assert isinstance(dialog, ImportAnnotationsDialog)
    dialog.format.setCurrentIndex(dialog.format.findData("brat"))
    dialog.format.activated.emit(dialog.format.currentIndex())
    qtbot.waitUntil(lambda: dialog.faults.count() == 1)
    assert "this is no file of brat" in dialog.faults.item(0).text()
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_the_actions_ask_for_files_and_for_a_folder(opened: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QFileDialog

    for action, mode in (
        ("import_annotations", QFileDialog.FileMode.ExistingFiles),
        ("import_folder", QFileDialog.FileMode.Directory),
    ):
        opened.actions_by_id[action].trigger()
        dialog = shown(qtbot, QFileDialog)
        assert isinstance(dialog, QFileDialog)
        assert dialog.fileMode() == mode
        dialog.close()
        dialog.deleteLater()
        qtbot.wait(10)
