"""Where a document came from: newer versions told, annotations taken over, the file saved again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.core import edits
from glossator.core.review import FLAG
from glossator.core.spans import Span
from glossator.ui import app
from glossator.ui.dialogs.reread import RereadDialog
from glossator.ui.dialogs.versions import VersionsDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.ui.settings import LOOK_FIRST
from glossator.workbench import Workbench

OLD = "Russia moved air defences from Tartus to Libya.\nThe Ministry of Defence was silent.\nBob left Tripoli.\n"
NEW = "UPDATED.\n" + OLD.replace("Defence", "Defense").replace("Bob left Tripoli.", "Nobody knows more.")


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made = app.make_window(qapp)
    sys.excepthook = sys.__excepthook__
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def bench(window: MainWindow, tmp_path: Path) -> Workbench:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="conll-2003", author="Ada")
    window.projects.take(made)
    return made


def bring(qtbot: QtBot, window: MainWindow, file: Path, content: str) -> int:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode())
    window.settings.set(LOOK_FIRST, "never")
    with qtbot.waitSignal(window.projects.documents_added) as added:
        window.projects.import_files([file])
    (number,) = added.args[0]
    assert isinstance(number, int)
    return number


@pytest.fixture
def versions(qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path) -> tuple[int, int]:
    """The ids of an earlier version, tagged, and of a newer one, open."""
    old = bring(qtbot, window, tmp_path / "one" / "news.txt", OLD)
    here = bench.open_document(old)
    for words, label in (("Tartus", "LOC"), ("Ministry of Defence", "ORG"), ("Tripoli", "LOC")):
        span = Span(OLD.index(words), OLD.index(words) + len(words))
        found = bench.scheme.label(label)
        assert found is not None
        bench.do(edits.tag(here, [span], found, by=bench.hand))
    new = bring(qtbot, window, tmp_path / "two" / "news.txt", NEW)
    return old, new


def dialog_of(window: MainWindow) -> VersionsDialog:
    (found,) = window.findChildren(VersionsDialog)
    return found


def told(window: MainWindow) -> list[str]:
    return [each.text() for each in window.findChildren(Message)]


def close_messages(window: MainWindow) -> None:
    for each in window.findChildren(Message):
        each.reject()


def test_a_newer_version_is_told_when_it_comes_in(window: MainWindow, versions: tuple[int, int]) -> None:
    assert any("“news” is a newer version of “news”." in each for each in told(window))
    close_messages(window)


def test_what_stands_is_taken_over_and_what_changed_is_flagged(
    qtbot: QtBot, window: MainWindow, bench: Workbench, versions: tuple[int, int]
) -> None:
    close_messages(window)
    window.moving.open_document(versions[1])
    window.actions_by_id["take_over"].trigger()
    dialog = dialog_of(window)
    assert dialog.told.text().startswith("1 stand as they were. 1 stand where the words are others")
    model = dialog.model
    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == [
        "is not there any more",
        "other words stand there",
    ]
    assert model.data(model.index(1, 3)) == "Ministry of Defense"
    dialog.all.click()
    assert model.rowCount() == 3
    dialog.table.activated.emit(model.index(1, 0))
    assert [span.slice(NEW) for span in window.selection.spans] == ["Ministry of Defense"]
    dialog.apply.click()
    current = bench.current
    assert current is not None
    assert {each.quote: each.attributes.get(FLAG, "") for each in current.mentions.values()} == {
        "Tartus": "",
        "Ministry of Defense": "An earlier version said “Ministry of Defence” here.",
    }
    bench.undo()
    assert not current.mentions


def test_one_can_be_left_out(window: MainWindow, bench: Workbench, versions: tuple[int, int]) -> None:
    close_messages(window)
    window.moving.open_document(versions[1])
    window.projects.versioning.open()
    dialog = dialog_of(window)
    model = dialog.model
    assert not model.setData(model.index(1, 0), "x")
    assert model.setData(model.index(1, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.apply.text() == "&Take over 1 mention"
    assert model.data(model.index(1, 0), Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    model.setData(model.index(1, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.apply.text() == "&Take over 2 mentions"
    dialog.reject()


def test_without_an_earlier_version_it_says_so(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    window.moving.open_document(bring(qtbot, window, tmp_path / "x" / "alone.txt", OLD))
    with qtbot.waitSignal(window.desk.said) as said:
        window.projects.versioning.open()
    assert "No earlier version" in said.args[0]


def test_the_file_of_a_document_is_saved_as_it_came(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    window.moving.open_document(bring(qtbot, window, tmp_path / "x" / "page.html", f"<p>{OLD}</p>"))
    window.actions_by_id["save_original"].trigger()
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "saved.html"))
    dialog.close()
    assert (tmp_path / "saved.html").read_text("utf-8") == f"<p>{OLD}</p>"
    for each in window.findChildren(Message):
        each.reject()


def test_several_newer_versions_are_taken_over_as_one_step(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    label = bench.scheme.label("LOC")
    assert label is not None
    for name in "ab":
        here = bench.open_document(bring(qtbot, window, tmp_path / "one" / f"{name}.txt", name + OLD))
        start = here.text.index("Tartus")
        bench.do(edits.tag(here, [Span(start, start + 6)], label, by=bench.hand))
    files = [tmp_path / "two" / f"{name}.txt" for name in "ab"]
    files[0].parent.mkdir()
    for file in files:
        file.write_text("Late news.\n" + file.stem + OLD, "utf-8")
    with qtbot.waitSignal(window.projects.documents_added) as added:
        window.projects.import_files(files)
    (asked,) = [each for each in window.findChildren(Message) if "2 of them" in each.text()]
    button = next(each for each in asked.findChildren(QPushButton) if each.text() == "Take over…")
    button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(VersionsDialog)))
    dialog = dialog_of(window)
    assert dialog.title.text() == "Annotations of 2 documents"
    model = dialog.model
    assert {model.data(model.index(row, 4)) for row in range(model.rowCount())} == {"a", "b"}
    assert dialog.apply.text() == "&Take over 2 mentions"
    dialog.table.activated.emit(model.index(1, 0))
    assert bench.current is not None
    assert bench.current.document.id == added.args[0][1]
    assert [span.slice(bench.current.text) for span in window.selection.spans] == ["Tartus"]
    dialog.apply.click()
    assert [len(bench.annotations(each).mentions) for each in added.args[0]] == [1, 1]
    bench.undo()
    assert [len(bench.annotations(each).mentions) for each in added.args[0]] == [0, 0]
    close_messages(window)


def test_a_file_is_read_anew_with_its_annotations(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    file = tmp_path / "x" / "letter.txt"
    file.parent.mkdir()
    file.write_bytes("Привет, Москва.\nВсё тихо в городе и дома сегодня.\n".encode("koi8-r") * 3)
    window.settings.set(LOOK_FIRST, "never")
    with qtbot.waitSignal(window.projects.documents_added) as added:
        window.projects.import_files([file])
    here = bench.open_document(added.args[0][0])
    before = here.document
    label = bench.scheme.label("LOC")
    assert label is not None
    bench.do(edits.tag(here, [Span(8, 14)], label, by=bench.hand))
    wanted = "CP866" if before.encoding != "CP866" else "KOI8-R"
    window.actions_by_id["read_anew"].trigger()
    (dialog,) = window.findChildren(RereadDialog)
    qtbot.waitUntil(lambda: bool(dialog.preview.text.toPlainText()))
    assert not dialog.go.isEnabled()  # that is the text as it is now
    dialog.encoding.choose("no-such-thing")
    dialog.encoding_wanted.emit("no-such-thing")
    qtbot.waitUntil(lambda: "No text encoding" in dialog.preview.facts.text())
    dialog.encoding.choose(wanted)
    dialog.encoding_wanted.emit(wanted)
    qtbot.waitUntil(dialog.go.isEnabled)
    with qtbot.waitSignal(window.projects.documents_added) as renewed:
        dialog.go.click()
    made = bench.annotations(renewed.args[0][0])
    assert made.document.encoding == wanted
    assert [each.fragments for each in made.mentions.values()] == [(Span(8, 14),)]
    assert made.document.attributes["version_of"]
    assert bench.ask.document(before.id) == before
    close_messages(window)


def test_what_has_no_encoding_is_not_read_anew(
    qtbot: QtBot, window: MainWindow, bench: Workbench, tmp_path: Path
) -> None:
    window.moving.open_document(bring(qtbot, window, tmp_path / "x" / "mail.eml", f"Subject: A\n\n{OLD}"))
    with qtbot.waitSignal(window.desk.said) as said:
        window.projects.versioning.ask_encoding()
    assert "settles how its letters" in said.args[0]
