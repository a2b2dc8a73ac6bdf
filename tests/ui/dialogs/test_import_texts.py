"""Texts are shown before they come in where their files leave a choice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.ui import app
from glossator.ui.dialogs.import_texts import ImportTextsDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.ui.settings import KEEP_ORIGINALS, LOOK_FIRST, WHOLE_PAGES
from glossator.workbench import Workbench
from tests.test_sampling import PAGE, RUSSIAN, two_tables


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made = app.make_window(qapp)
    sys.excepthook = sys.__excepthook__
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    for each in made.findChildren(Message):
        each.reject()
    made.close()


@pytest.fixture
def bench(window: MainWindow, tmp_path: Path) -> Workbench:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="conll-2003", author="Ada")
    window.projects.take(made)
    return made


def asked(qtbot: QtBot, window: MainWindow, *files: Path) -> ImportTextsDialog:
    window.projects.import_files(files)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportTextsDialog)))
    (dialog,) = window.findChildren(ImportTextsDialog)
    return dialog


def texts(bench: Workbench) -> list[str]:
    return [bench.ask.text_of(row.document.id) for row in bench.ask.documents()]


def test_a_page_comes_in_as_it_was_chosen(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    dialog = asked(qtbot, window, tmp_path / "a.html")
    assert dialog.title.text() == "“a.html”"
    assert dialog.form.isRowVisible(dialog.page)
    assert not dialog.form.isRowVisible(dialog.column)
    assert not dialog.form.isRowVisible(dialog.file)
    assert "Home Sport" not in dialog.preview.text.toPlainText()
    dialog.page.setCurrentIndex(1)
    dialog.page.activated.emit(1)
    qtbot.waitUntil(lambda: "Home Sport" in dialog.preview.text.toPlainText())
    assert "read as UTF-8" in dialog.preview.facts.text()
    with qtbot.waitSignal(window.projects.documents_added):
        dialog.go.click()
    assert "Home Sport" in texts(bench)[0]


def test_a_column_is_chosen_and_what_is_wrong_is_told(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("headline,text,blank\nOne,The first text.,\nTwo,The second text.,\n", "utf-8")
    dialog = asked(qtbot, window, file)
    assert dialog.column.currentText() == "text"
    assert dialog.preview.facts.text().startswith("2 texts, the first:")
    dialog.column.setCurrentText("blank")
    dialog.column.activated.emit(2)
    qtbot.waitUntil(lambda: "is blank" in dialog.preview.facts.text())
    assert not dialog.go.isEnabled()
    dialog.column.setCurrentText("headline")
    dialog.column.activated.emit(0)
    qtbot.waitUntil(dialog.go.isEnabled)
    assert dialog.preview.text.toPlainText() == "One"
    with qtbot.waitSignal(window.projects.documents_added):
        dialog.go.click()
    assert texts(bench) == ["One", "Two"]


def test_a_guessed_encoding_is_shown_and_can_be_named(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(RUSSIAN.encode("koi8-r"))
    dialog = asked(qtbot, window, file)
    assert "which was guessed" in dialog.preview.facts.text()
    dialog.encoding.setEditText("KOI8-R")
    edit = dialog.encoding.lineEdit()
    assert edit is not None
    edit.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.preview.facts.text().endswith("read as KOI8-R"))
    dialog.keeps.click()
    with qtbot.waitSignal(window.projects.documents_added) as added:
        dialog.go.click()
    document = bench.ask.document(added.args[0][0])
    assert document is not None
    assert document.encoding == "KOI8-R"
    assert texts(bench) == [RUSSIAN]
    assert bench.ask.source_bytes(document.source_digest) is None


def test_of_several_files_each_can_be_looked_at(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ann.", "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    (tmp_path / "c.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-broken")
    dialog = asked(qtbot, window, *(tmp_path / name for name in ("a.txt", "b.html", "c.txt", "d.pdf")))
    assert dialog.title.text() == "4 files, such as “a.txt”"
    assert [dialog.file.itemText(at) for at in range(dialog.file.count())] == ["a.txt", "b.html", "c.txt"]
    dialog.file.setCurrentIndex(2)
    dialog.encoding.choose("KOI8-R")
    dialog.encoding.chosen.emit("KOI8-R")
    qtbot.waitUntil(lambda: dialog.preview.text.toPlainText().startswith("Привет"))
    assert dialog.options().fallback == "KOI8-R"
    assert dialog.options().encoding == ""
    with qtbot.waitSignal(window.projects.documents_added):
        dialog.go.click()
    assert min(texts(bench)) == "Ann."
    assert RUSSIAN in texts(bench)


def test_plain_text_comes_in_at_once_unless_it_is_always_asked(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ann.", "utf-8")
    (tmp_path / "b.txt").write_text("Bob.", "utf-8")
    with qtbot.waitSignal(window.projects.documents_added):
        window.projects.import_files([tmp_path / "a.txt"])
    assert not window.findChildren(ImportTextsDialog)
    window.settings.set(LOOK_FIRST, "always")
    dialog = asked(qtbot, window, tmp_path / "b.txt")
    dialog.reject()
    assert bench.ask.document_count() == 1


def test_what_is_set_holds_for_every_import(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    window.settings.set(LOOK_FIRST, "never")
    window.settings.set(WHOLE_PAGES, True)
    window.settings.set(KEEP_ORIGINALS, False)
    with qtbot.waitSignal(window.projects.documents_added) as added:
        window.projects.import_files([tmp_path / "a.html"])
    assert "Home Sport" in texts(bench)[0]
    document = bench.ask.document(added.args[0][0])
    assert document is not None
    assert bench.ask.source_bytes(document.source_digest) is None


def test_a_folder_without_texts_says_so(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"x")
    with qtbot.waitSignal(window.desk.said) as said:
        window.projects.import_files([tmp_path / "pictures"])
    assert said.args[0] == "There is no text in it, only 1 file of another kind (.png)."
    (tmp_path / "nothing").mkdir()
    with qtbot.waitSignal(window.desk.said) as said:
        window.projects.import_files([tmp_path / "nothing"])
    assert said.args[0] == "There is no file in it that can be read."


def test_tables_with_other_headings_and_in_archives_have_columns_of_their_own(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "b.csv").write_text("title,lead,words\nA,A lead.,Some words of it.\n", "utf-8")
    dialog = asked(qtbot, window, two_tables(tmp_path / "a.zip"), tmp_path / "b.csv")
    shown = [dialog.file.itemText(row) for row in range(dialog.file.count())]
    assert shown == ["a.zip: 2024/one.csv", "a.zip: posts.jsonl", "b.csv"]
    for row, column, words in ((1, "words", "They left."), (2, "lead", "A lead."), (0, "headline", "One")):
        dialog.file.setCurrentIndex(row)
        assert dialog.form.isRowVisible(dialog.column)
        dialog.column.setCurrentText(column)
        dialog.column.activated.emit(dialog.column.currentIndex())
        qtbot.waitUntil(lambda words=words: dialog.preview.text.toPlainText() == words)  # type: ignore[misc]
        assert dialog.preview.facts.text().startswith("2 texts, the first:") is (row == 0)
    dialog.file.setCurrentIndex(1)
    assert dialog.column.currentText() == "words"  # each remembers its own
    with qtbot.waitSignal(window.projects.documents_added):
        dialog.go.click()
    assert sorted(texts(bench)) == ["A lead.", "One", "They left.", "Three", "Two"]


def test_other_columns_are_kept_and_shown(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("headline,desk,pages,text\nOne,Middle East,x,The first text.\n", "utf-8")
    dialog = asked(qtbot, window, file)
    with qtbot.waitSignal(window.projects.documents_added):
        dialog.go.click()
    form = window.inspector.document
    qtbot.waitUntil(lambda: "Middle East" in {each.text() for each in form.findChildren(QLabel)})
    said = {each.text() for each in form.findChildren(QLabel)}
    assert {"Desk", "Read as", "UTF-8"} <= said
    assert "Pages" not in said
