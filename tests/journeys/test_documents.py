"""Documents and projects in the user's words: dropped, opened again, described, cited, done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QMenu
from pytestqt.qtbot import QtBot

from glossator.ui.dialogs.properties import PropertiesDialog
from glossator.ui.main_window import MainWindow
from tests.journeys.analyst import Analyst


def drop(window: MainWindow, *files: Path) -> None:
    """Drag files over the window and let them go."""
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(each)) for each in files])
    copy, left, free = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(200, 200), copy, held, left, free)
    window.dragEnterEvent(entering)
    assert entering.isAccepted()
    window.dropEvent(QDropEvent(QPointF(200, 200), copy, held, left, free))


def test_dropped_texts_come_into_the_project(
    analyst: Analyst, window: MainWindow, texts: Path, qtbot: QtBot
) -> None:
    (texts / "one.txt").write_text("Ada met Babbage.", "utf-8")
    with qtbot.waitSignal(window.projects.documents_added):
        drop(window, texts / "one.txt")
    assert analyst.text == "Ada met Babbage."


def test_a_dropped_project_is_opened(analyst: Analyst, window: MainWindow) -> None:
    path = window.desk.need_bench().project_file.path
    window.actions_by_id["close"].trigger()
    drop(window, path)
    assert window.desk.need_bench().project_file.path == path


def test_a_recent_project_is_opened_from_the_menu(analyst: Analyst, window: MainWindow) -> None:
    path = window.desk.need_bench().project_file.path
    window.actions_by_id["close"].trigger()
    recent = next(each for each in window.menuBar().findChildren(QMenu) if "recent" in each.title())
    recent.aboutToShow.emit()
    next(each for each in recent.actions() if each.text() == path.stem).trigger()
    assert window.desk.need_bench().project_file.path == path


def test_properties_are_saved_shown_and_cited(analyst: Analyst, window: MainWindow) -> None:
    analyst.press("Alt+Return", on=window)
    (dialog,) = window.findChildren(PropertiesDialog)
    dialog.source.setText("The Daily")
    dialog.published.setText("2024-12-20")
    dialog.grade.set_grade("B")
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    document = analyst.annotations.document
    assert (document.source, document.published, document.reliability) == ("The Daily", "2024-12-20", "B")
    analyst.page.select(analyst.span("Tobruk"))
    window.actions_by_id["cite"].trigger()
    cited = QGuiApplication.clipboard().text()
    for part in ("“Tobruk”", document.name, "paragraph 11", "The Daily", "2024-12-20", "source graded B"):
        assert part in cited
    window.actions_by_id["undo"].trigger()
    assert analyst.annotations.document.source == ""


def test_a_document_is_done(analyst: Analyst, window: MainWindow) -> None:
    found = []
    for action in ("status_in_work", "done_next"):
        window.actions_by_id[action].trigger()
        found.append(analyst.annotations.document.status)
    assert found == ["in work", "done"]


def test_a_mention_is_taken_out_of_its_identity(analyst: Analyst, window: MainWindow) -> None:
    first, second = analyst.tag("Russia", "G"), analyst.tag("Moscow", "G")
    from glossator.ui.dialogs.relation_menu import choices

    same = next(
        each for each in choices(window.desk.need_bench().scheme, "GPE", "GPE") if each.type_id == "SAME_AS"
    )
    window.relating.join(same, first.id, second.id)
    mentions = analyst.annotations.mentions
    assert mentions[first.id].entity == mentions[second.id].entity is not None
    analyst.page.select_mention(second.id)
    analyst.press("U")
    assert mentions[second.id].entity is None
    assert mentions[first.id].entity is not None


def test_next_and_previous_go_along_the_list_as_it_is_filtered(
    analyst: Analyst, window: MainWindow, texts: Path, qtbot: QtBot
) -> None:
    for name in ("a", "b", "c", "d"):
        (texts / f"{name}.txt").write_text(f"Ada met Babbage in {name}.", "utf-8")
    with qtbot.waitSignal(window.projects.documents_added):
        drop(window, *sorted(texts.iterdir()))
    bench = window.desk.need_bench()
    by_name = {row.document.name: row.document.id for row in bench.ask.documents()}
    window.moving.open_document(by_name["b"])
    window.actions_by_id["done_next"].trigger()
    assert analyst.annotations.document.name == "c"
    window.documents.ticks.statuses = frozenset({"new"})
    window.documents.ticks.changed.emit()
    window.actions_by_id["previous_document"].trigger()
    assert analyst.annotations.document.name == "a", "what is done is not listed"
    window.moving.open_document(by_name["c"])
    window.actions_by_id["done_next"].trigger()
    assert analyst.annotations.document.name == "d", "although the open one is not listed any more"
    window.documents.clear.click()
    window.actions_by_id["previous_document"].trigger()
    assert analyst.annotations.document.name == "c"
