from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.documents import Document
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.scheme import Label
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.panels.documents import DocumentsPanel, model
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.ui.panels.conftest import import_documents


@pytest.fixture
def panel(qtbot: QtBot, empty: Workbench, selection: Selection, signals: ProjectSignals) -> DocumentsPanel:
    made = DocumentsPanel(empty, selection, signals, theme.light())
    qtbot.addWidget(made)
    made.resize(280, 400)
    made.show()
    return made


def names(panel: DocumentsPanel) -> list[str]:
    return [panel.model.row(place).document.name for place in range(panel.model.rowCount())]


def shown_text(panel: DocumentsPanel) -> str:
    return panel._empty.text() if panel._empty.isVisible() else ""


def test_without_a_project_it_says_what_to_do(panel: DocumentsPanel) -> None:
    panel.set_bench(None)
    assert "No project is open" in shown_text(panel)
    assert not panel._import.isEnabled()


def test_without_documents_it_says_what_to_do(panel: DocumentsPanel) -> None:
    assert "Import text files" in shown_text(panel)
    assert panel._import.isEnabled()


def test_documents_appear_as_they_come(panel: DocumentsPanel, empty: Workbench) -> None:
    import_documents(empty, "beta", "Alpha")
    assert names(panel) == ["Alpha", "beta"]
    assert shown_text(panel) == ""
    assert panel._count.text() == "2 documents"


def test_the_filter_finds_by_name_and_speaks_when_it_finds_nothing(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench
) -> None:
    import_documents(empty, "Alpha", "Beta", "Gamma")
    QTest.keyClicks(panel.filter, "bet")
    qtbot.waitUntil(lambda: names(panel) == ["Beta"])
    QTest.keyClicks(panel.filter, "x")
    qtbot.waitUntil(lambda: "“betx”" in shown_text(panel))
    panel.filter.clear()
    qtbot.waitUntil(lambda: len(names(panel)) == 3)


def test_enter_in_the_filter_opens_the_first(qtbot: QtBot, panel: DocumentsPanel, empty: Workbench) -> None:
    _, beta = import_documents(empty, "Alpha", "Beta")
    QTest.keyClicks(panel.filter, "bet")
    with qtbot.waitSignal(panel.open_requested) as asked:
        QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert asked.args == [beta.id]


def test_a_click_and_enter_ask_to_open(qtbot: QtBot, panel: DocumentsPanel, empty: Workbench) -> None:
    alpha, beta = import_documents(empty, "Alpha", "Beta")
    place = panel.list.visualRect(panel.model.index(1)).center()
    with qtbot.waitSignal(panel.open_requested) as asked:
        QTest.mouseClick(
            panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
    assert asked.args == [beta.id]
    panel.list.setCurrentIndex(panel.model.index(0))
    with qtbot.waitSignal(panel.open_requested) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked.args == [alpha.id]


def test_the_open_document_is_marked_and_not_asked_for_again(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench, selection: Selection
) -> None:
    _, beta = import_documents(empty, "Alpha", "Beta")
    selection.set(None, document=beta.id)
    assert panel.list.currentIndex().row() == 1
    with qtbot.assertNotEmitted(panel.open_requested):
        QTest.keyClick(panel.list, Qt.Key.Key_Return)


def test_mentions_are_counted_without_asking_the_file(
    panel: DocumentsPanel, empty: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alpha,) = import_documents(empty, "Alpha")
    person = empty.scheme.label("PER")
    assert person is not None
    article = empty.open_document(alpha.id)
    asked: list[object] = []
    monkeypatch.setattr(panel.model, "_next_page", lambda: asked.append(1))
    empty.do(edits.tag(article, [Span(0, 3)], person, by=empty.hand))
    assert panel.model.row(0).mentions == 1
    empty.undo()
    assert panel.model.row(0).mentions == 0
    assert asked == []


def test_a_changed_status_is_shown_in_its_row(panel: DocumentsPanel, empty: Workbench) -> None:
    (alpha,) = import_documents(empty, "Alpha")
    index = panel.model.index(0)
    assert panel.model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Alpha, new, 0 mentions"
    empty.do(edits.edit_document(alpha, replace(alpha, status="done", reliability="B"), by=empty.hand))
    assert panel.model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Alpha, done, 0 mentions"
    tip = panel.model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Alpha\nThe Wire\nDone · source graded B\n0 mentions, 0 relations, 32 characters"


def test_a_removed_document_goes_and_comes_back(panel: DocumentsPanel, empty: Workbench) -> None:
    alpha, _ = import_documents(empty, "Alpha", "Beta")
    empty.do(edits.remove_documents([empty.annotations(alpha.id)], by=empty.hand))
    assert names(panel) == ["Beta"]
    assert panel._count.text() == "1 document"
    empty.undo()
    assert names(panel) == ["Alpha", "Beta"]


def test_where_the_open_document_went_no_other_one_looks_open(
    panel: DocumentsPanel, empty: Workbench, selection: Selection
) -> None:
    import_documents(empty, "Alpha")
    (beta,) = import_documents(empty, "Beta")
    empty.open_document(beta.id)
    selection.set(None, document=beta.id)
    assert panel.list.currentIndex().row() == 1
    empty.undo()
    selection.clear(None)
    assert names(panel) == ["Alpha"]
    assert not panel.list.currentIndex().isValid()


def test_a_long_list_is_asked_for_page_by_page(
    qtbot: QtBot,
    qtmodeltester: ModelTester,
    panel: DocumentsPanel,
    empty: Workbench,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(model, "PAGE", 4)
    import_documents(empty, *(f"{number:02}" for number in range(10)))
    made = model.DocumentsModel(panel)
    made.show_documents(empty)
    assert made.rowCount() == 4
    qtmodeltester.check(made)  # type: ignore[no-untyped-call]
    while made.canFetchMore(panel.list.rootIndex()):
        made.fetchMore(panel.list.rootIndex())
    assert [made.row(place).document.name for place in range(made.rowCount())] == [
        f"{n:02}" for n in range(10)
    ]


def entries(menu: QMenu) -> dict[str, bool]:
    return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}


def test_the_menu_asks_for_everything(qtbot: QtBot, panel: DocumentsPanel, empty: Workbench) -> None:
    (alpha,) = import_documents(empty, "Alpha")
    menu = panel.menu(alpha)
    assert entries(menu) == {
        "Open": True,
        "Properties…": True,
        "Status": True,
        "Remove from the project…": True,
    }
    for text, signal in (
        ("Open", panel.open_requested),
        ("Properties…", panel.properties_requested),
        ("Remove from the project…", panel.remove_requested),
    ):
        with qtbot.waitSignal(signal) as asked:
            next(action for action in menu.actions() if action.text() == text).trigger()
        assert asked.args == [alpha.id]
    states = next(action.menu() for action in menu.actions() if action.text() == "Status")
    assert isinstance(states, QMenu)
    assert [(a.text(), a.isChecked()) for a in states.actions()] == [
        ("New", True),
        ("In work", False),
        ("Done", False),
        ("Dropped", False),
    ]
    with qtbot.waitSignal(panel.status_requested) as asked:
        states.actions()[2].trigger()
    assert asked.args == [alpha.id, "done"]


def test_the_import_button_asks(qtbot: QtBot, panel: DocumentsPanel) -> None:
    with qtbot.waitSignal(panel.import_requested):
        QTest.mouseClick(panel._import, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("look", [theme.light, theme.dark])
def test_each_status_has_a_sign_of_its_own(panel: DocumentsPanel, empty: Workbench, look: object) -> None:
    panel.set_theme(look())  # type: ignore[operator]
    made: list[Document] = import_documents(empty, "Alpha")
    pictures = []
    for status in ("new", "in work", "done", "dropped"):
        current = empty.ask.document(made[0].id)
        assert current is not None
        if status != "new":
            empty.do(edits.edit_document(current, replace(current, status=status), by=empty.hand))
        pictures.append(panel.list.viewport().grab().toImage().copy(0, 0, 30, 30))
    assert all(one != other for i, one in enumerate(pictures) for other in pictures[:i])


def test_down_leads_from_the_filter_into_the_list(panel: DocumentsPanel, empty: Workbench) -> None:
    import_documents(empty, "Alpha")
    panel.activateWindow()
    panel.filter.setFocus()
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.list.hasFocus()


def test_the_menu_of_a_row_comes_up_where_it_is_wanted(
    panel: DocumentsPanel, empty: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alpha,) = import_documents(empty, "Alpha")
    asked: list[object] = []

    def menu(document: Document) -> QMenu:
        asked.append(document.id)
        return QMenu(panel)

    monkeypatch.setattr(panel, "menu", menu)
    panel.list.customContextMenuRequested.emit(panel.list.visualRect(panel.model.index(0)).center())
    panel.list.customContextMenuRequested.emit(panel.list.viewport().rect().bottomLeft())
    assert asked == [alpha.id]
    for opened in panel.findChildren(QMenu):
        opened.close()


# --- the filter by state and label ------------------------------------------------------------------------------------


def tick(qtbot: QtBot, panel: DocumentsPanel, *names: str) -> None:
    """Open the menu and tick with the mouse; it stays open until Esc."""
    menu = panel.ticks.menu()
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    for name in names:
        (action,) = (each for each in menu.actions() if each.text() == name)
        place = menu.actionGeometry(action).center()
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert menu.isVisible(), "several can be ticked at one go"
    menu.close()


def tagged(bench: Workbench, document: Document, label: str, *, author: str = "") -> None:
    if author:
        bench.sign_as(author)
    known = bench.scheme.label(label)
    assert known is not None
    bench.do(edits.tag(bench.open_document(document.id), [Span(0, 3)], known, by=bench.hand))


def test_documents_are_listed_by_state_and_label(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench
) -> None:
    alpha, _, gamma = import_documents(empty, "Alpha", "Beta", "Gamma")
    for each in (alpha, gamma):
        empty.do(edits.edit_document(each, replace(each, status="done"), by=empty.hand))
    tagged(empty, gamma, "PER")
    tick(qtbot, panel, "Done")
    assert names(panel) == ["Alpha", "Gamma"]
    assert panel._count.text() == "2 of 3 documents"
    tick(qtbot, panel, "Person")
    assert names(panel) == ["Gamma"]
    assert (panel.ticks.text(), panel.ticks.toolTip()) == ("2", "Filter by status and label: done, Person")
    assert panel.ticks.accessibleName() == "Filter documents by status and label: done, Person"
    tick(qtbot, panel, "Done", "New")
    assert names(panel) == []
    assert shown_text(panel).startswith("No document is listed with the filter: new, Person.")
    panel.clear.click()
    assert names(panel) == ["Alpha", "Beta", "Gamma"]
    assert (panel._count.text(), panel.ticks.text()) == ("3 documents", "")
    assert not panel.clear.isVisible()


def test_the_filter_is_reached_and_ticked_by_keys(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench
) -> None:
    import_documents(empty, "Alpha")
    panel.activateWindow()
    panel.filter.setFocus()
    QTest.keyClick(panel.filter, Qt.Key.Key_Tab)
    assert panel.ticks.hasFocus()
    menu = panel.ticks.menu()  # Space on the button opens it and waits: that is Qt's own
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert panel.ticks.statuses == {"new", "in work"}
    assert names(panel) == ["Alpha"]


def test_the_filtered_list_follows_what_is_done(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench
) -> None:
    alpha, beta, gamma = import_documents(empty, "Alpha", "Beta", "Gamma")
    tick(qtbot, panel, "New")
    done = replace(beta, status="done")
    empty.do(edits.edit_document(beta, done, by=empty.hand))
    assert (names(panel), panel._count.text()) == (["Alpha", "Gamma"], "2 of 3 documents")
    empty.undo()
    assert (names(panel), panel._count.text()) == (["Alpha", "Beta", "Gamma"], "3 of 3 documents")
    tick(qtbot, panel, "Person")
    assert names(panel) == []
    tagged(empty, gamma, "PER")
    tagged(empty, alpha, "PER")
    tagged(empty, beta, "ORG")
    assert (names(panel), panel._count.text()) == (["Alpha", "Gamma"], "2 of 3 documents")
    assert panel.model.row(0).mentions == 1
    empty.undo()
    empty.undo()
    assert names(panel) == ["Gamma"]
    empty.do(edits.edit_document(gamma, replace(gamma, name="aaa"), by=empty.hand))
    assert names(panel) == ["aaa"]


def test_a_renamed_document_goes_to_its_place_in_a_filtered_list(
    qtbot: QtBot, qtmodeltester: ModelTester, panel: DocumentsPanel, empty: Workbench
) -> None:
    alpha, *_ = import_documents(empty, "Alpha", "beta", "Gamma")
    tick(qtbot, panel, "New")
    empty.do(edits.edit_document(alpha, replace(alpha, name="Betz"), by=empty.hand))
    assert names(panel) == ["beta", "Betz", "Gamma"]
    qtmodeltester.check(panel.model)  # type: ignore[no-untyped-call]


def test_numbers_in_names_count_and_a_renamed_one_goes_where_it_counts(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench
) -> None:
    first, *_ = import_documents(empty, "Text 1", "Text 10", "Text 2", "text 3")
    assert names(panel) == ["Text 1", "Text 2", "text 3", "Text 10"]
    tick(qtbot, panel, "New")
    empty.do(edits.edit_document(first, replace(first, name="Text 9"), by=empty.hand))
    assert names(panel) == ["Text 2", "text 3", "Text 9", "Text 10"]


def test_labels_of_others_do_not_show_through_a_second_reading(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench, signals: ProjectSignals
) -> None:
    alpha, beta = import_documents(empty, "Alpha", "Beta")
    tagged(empty, alpha, "PER")
    tagged(empty, beta, "PER")
    empty.sign_as("Second")
    empty.show_whose(Whose(None, {alpha.id: frozenset({"Second"})}))
    tick(qtbot, panel, "Person")
    assert (names(panel), panel._count.text()) == (["Beta"], "1 of 2 documents")
    tagged(empty, alpha, "PER")
    assert names(panel) == ["Alpha", "Beta"]
    empty.show_whose(EVERYBODY)
    panel.set_bench(empty)  # as when everything is read anew
    assert names(panel) == ["Alpha", "Beta"]
    assert panel.ticks.labels == {"PER"}, "the filter stays while the same project is open"


def test_a_label_is_ticked_with_those_below_it_and_forgotten_with_the_scheme(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench
) -> None:
    alpha, _ = import_documents(empty, "Alpha", "Beta")
    leader = Label("LEADER", "Leader", parent="PER")
    empty.do(empty.hand.change("New label", added=[leader]))
    tagged(empty, alpha, "LEADER")
    tick(qtbot, panel, "Person")
    assert names(panel) == ["Alpha"]
    tick(qtbot, panel, "Person", "Leader")
    assert names(panel) == ["Alpha"]
    empty.undo()
    empty.undo()
    assert panel.ticks.labels == frozenset()
    assert names(panel) == ["Alpha", "Beta"]


def test_another_project_is_shown_without_the_filter_of_the_last_one(
    qtbot: QtBot, panel: DocumentsPanel, empty: Workbench
) -> None:
    import_documents(empty, "Alpha")
    tick(qtbot, panel, "Done")
    panel.set_bench(None)
    panel.set_bench(empty)
    assert names(panel) == ["Alpha"]
