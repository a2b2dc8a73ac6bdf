"""The panel that finds in the project: results while one types, ways to look, empty states, keys, where it leads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from glossator import searches
from glossator.analysis.concordance import Line
from glossator.core import edits
from glossator.core.spans import Span
from glossator.searches import Where
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.concordance import draw_line, is_leftward
from glossator.ui.panels.search import SearchPanel
from glossator.ui.panels.search.model import LINE_ROLE
from glossator.ui.panels.search.strip import EXPRESSION, TEXT
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.ui.panels.conftest import import_documents


@pytest.fixture
def panel(qtbot: QtBot, empty: Workbench, selection: Selection, signals: ProjectSignals) -> SearchPanel:
    import_documents(empty, "one", "two", text="Ada met Bo. Ada left. " * 8)
    import_documents(empty, "three", text="Nobody met Ada.")
    made = SearchPanel(empty, selection, signals, theme.light())
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def look(qtbot: QtBot, panel: SearchPanel, typed: str) -> None:
    """Type and wait for the answer."""
    panel.strip.field.setText(typed)
    settle(qtbot, panel)


def settle(qtbot: QtBot, panel: SearchPanel) -> None:
    qtbot.waitUntil(lambda: not panel.is_searching)


def found(panel: SearchPanel) -> list[tuple[str, int, bool]]:
    return [(each.document.name, len(each.lines), each.is_all) for each in panel.model.documents]


def child(panel: SearchPanel, document: int, row: int) -> QModelIndex:
    return panel.model.index(row, 0, panel.model.index(document, 0))


def said(panel: SearchPanel) -> str:
    return panel.empty.text() if panel.empty.isVisible() else ""


def test_it_says_how_before_anything_is_typed(panel: SearchPanel) -> None:
    assert "quotation marks" in said(panel)
    panel.strip.way.setCurrentIndex(TEXT)
    assert "just as it stands" in said(panel)


def test_results_come_while_one_types(qtbot: QtBot, panel: SearchPanel) -> None:
    QTest.keyClicks(panel.strip.field, "NOBODY met")
    settle(qtbot, panel)
    assert found(panel) == [("three", 2, True)]
    assert panel.strip.count.text() == "1 document"
    assert panel.list.isVisible()
    line: Line = child(panel, 0, 0).data(LINE_ROLE)
    assert (line.left, line.hit, line.right, line.span) == ("", "Nobody", " met Ada. three", Span(0, 6))


def test_by_name_by_words_as_text_and_as_expression(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.strip.order.setCurrentText("By name")
    look(qtbot, panel, "ada")
    assert found(panel) == [("one", 10, False), ("three", 1, True), ("two", 10, False)]
    panel.strip.way.setCurrentIndex(TEXT)
    look(qtbot, panel, "met Ada.")
    assert found(panel) == [("three", 1, True)]
    panel.strip.case.setChecked(True)
    look(qtbot, panel, "met ada.")
    assert "No document has “met ada.”" in said(panel)
    panel.strip.way.setCurrentIndex(EXPRESSION)
    look(qtbot, panel, r"\bno\w+")
    assert "No document" in said(panel)
    panel.strip.case.setChecked(False)
    settle(qtbot, panel)
    assert found(panel) == [("three", 1, True)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("!!", "There is no word"),
        ("-ada", "only what to leave out"),
        ("xylophone", "xylophone*"),
        ('"met bo', "No document"),
    ],
)
def test_what_is_not_found_and_what_cannot_be_speaks(
    qtbot: QtBot, panel: SearchPanel, typed: str, sentence: str
) -> None:
    look(qtbot, panel, typed if typed != '"met bo' else '"bo met')
    assert sentence in said(panel)


def test_a_faulty_expression_is_told(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.strip.way.setCurrentIndex(EXPRESSION)
    look(qtbot, panel, "(")
    assert "not a regular expression" in said(panel)


def test_keys_go_from_the_field_to_the_hits_and_to_the_page(qtbot: QtBot, panel: SearchPanel) -> None:
    look(qtbot, panel, "nobody OR left")
    panel.strip.order.setCurrentText("By name")
    settle(qtbot, panel)
    went: list[tuple[int, Span]] = []
    panel.goto_requested.connect(lambda document, span: went.append((document, span)))
    panel.open_with()
    QTest.keyClick(panel.strip.field, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    one = panel.model.documents[0]
    assert [document for document, _ in went] == [one.document.id] * 2
    assert [span for _, span in went] == [each.span for each in one.lines[:2]]
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.list, Qt.Key.Key_Escape)


def test_enter_on_a_document_goes_to_its_first_hit(qtbot: QtBot, panel: SearchPanel) -> None:
    look(qtbot, panel, "nobody")
    panel.list.setCurrentIndex(panel.model.index(0, 0))
    with qtbot.waitSignal(panel.goto_requested) as went:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert went.args is not None
    assert went.args[1] == Span(0, 6)


def test_the_other_hits_of_a_document_come_when_wanted(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.strip.order.setCurrentText("By name")
    look(qtbot, panel, "ada")
    more = child(panel, 0, 10)
    assert more.data() == "More hits in this document…"
    panel.list.setCurrentIndex(more)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert found(panel)[0] == ("one", 16, True)
    assert child(panel, 0, 15).data(LINE_ROLE).hit == "Ada"
    assert not child(panel, 0, 16).isValid()
    assert found(panel)[2] == ("two", 10, False)


def test_pages_come_as_the_end_comes_into_view(
    qtbot: QtBot, panel: SearchPanel, empty: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "PAGE", 2)
    panel.strip.order.setCurrentText("By name")
    pages = []
    panel.model.page_wanted.connect(lambda: pages.append(len(panel.model.documents)))
    panel.strip.field.setText("ada")
    qtbot.waitUntil(
        lambda: len(panel.model.documents) >= 2
    )  # where there is room, the next page comes at once
    assert panel.strip.count.text() == "3 documents"
    panel.list.scrollToBottom()
    qtbot.waitUntil(lambda: len(panel.model.documents) == 3)
    settle(qtbot, panel)
    assert [name for name, *_ in found(panel)] == ["one", "three", "two"]
    assert pages == [2]
    assert panel.list.isExpanded(panel.model.index(2, 0))
    assert not panel.model.canFetchMore(QModelIndex())


def test_many_rows_can_be_selected(qtbot: QtBot, panel: SearchPanel) -> None:
    look(qtbot, panel, "left OR nobody")
    panel.list.selectAll()
    assert [each.hit for each in panel.selected_lines()].count("Nobody") == 1
    assert len(panel.selected_lines()) == sum(len(each.lines) for each in panel.model.documents)


def test_documents_that_come_and_go_are_followed(qtbot: QtBot, panel: SearchPanel, empty: Workbench) -> None:
    look(qtbot, panel, "nobody")
    (new,) = import_documents(empty, "four", text="Nobody came.")
    settle(qtbot, panel)
    assert sorted(name for name, *_ in found(panel)) == ["four", "three"]
    empty.do(edits.remove_documents([empty.annotations(new.id)], by=empty.hand))
    settle(qtbot, panel)
    assert [name for name, *_ in found(panel)] == ["three"]


def test_what_is_selected_on_the_page_is_looked_for(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.open_with("met  Bo")
    assert panel.strip.field.text() == '"met Bo"'
    panel.open_with("Ada")
    assert panel.strip.field.text() == "Ada"
    panel.open_with()
    assert panel.strip.field.text() == "Ada"
    assert panel.strip.field.selectedText() == "Ada"
    settle(qtbot, panel)


def test_another_project_begins_anew(qtbot: QtBot, panel: SearchPanel) -> None:
    look(qtbot, panel, "ada")
    panel.set_bench(None)
    assert panel.strip.field.text() == ""
    assert panel.model.documents == []
    panel.search()
    assert "Type words" in said(panel)


def test_a_long_search_can_be_cancelled(
    qtbot: QtBot, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.strip.way.setCurrentIndex(TEXT)
    panel.strip.field.setText("Ada")
    panel.search()
    assert panel.strip.cancel.isVisible()
    task = panel._inquiry._task
    assert task is not None
    with qtbot.waitSignal(task.finished):
        panel.strip.cancel.click()
    assert task.cancelled
    assert "cancelled" in said(panel)


def test_on_a_network_share_it_is_found_as_well(
    qtbot: QtBot, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProjectFile, "is_alone", property(lambda self: True))
    panel.strip.field.setText("nobody")
    panel.search()
    assert found(panel) == [("three", 1, True)]


def test_a_file_that_cannot_be_read_is_told(
    qtbot: QtBot, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Where(panel._bench.project_file.path.with_name("gone.gloss")) if panel._bench else None
    monkeypatch.setattr(Where, "of", lambda bench: nowhere)
    look(qtbot, panel, "ada")
    assert "gone.gloss" in said(panel)


def test_the_model_keeps_qt_s_rules(qtbot: QtBot, panel: SearchPanel, qtmodeltester: ModelTester) -> None:
    look(qtbot, panel, "ada")
    qtmodeltester.check(panel.model)  # type: ignore[no-untyped-call]
    rows = [panel.model.index(row, 0) for row in range(panel.model.rowCount())]
    spoken = [panel.model.data(row, Qt.ItemDataRole.AccessibleTextRole) for row in rows]
    assert any("more than 10 hits" in str(each) for each in spoken)
    line = panel.model.data(child(panel, 0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(line).startswith("Ada: ")


def test_what_is_read_from_right_to_left_has_its_context_so() -> None:
    assert is_leftward("القاهرة")
    assert is_leftward("«שלום»")
    assert not is_leftward("12 Cairo القاهرة")
    assert not is_leftward("12")

    def ink(line: Line, left: int, right: int) -> int:
        image = QImage(600, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_line(painter, image.rect().toRectF(), line, "#ffffff", theme.light())
        painter.end()
        return sum(image.pixelColor(x, y).lightness() < 200 for x in range(left, right) for y in range(30))

    context = Line(1, Span(3, 6), 0, "", "אבג", " דהוז")
    assert ink(context, 0, 210) > 0
    assert ink(context, 300, 600) == 0
    assert ink(context._replace(hit="abc", right=" defg"), 0, 210) == 0


def all_rows(panel: SearchPanel) -> list[str]:
    return [str(panel.model.index(row, 0).data()) for row in range(panel.model.rowCount())]


def test_filters_stand_beside_words(qtbot: QtBot, panel: SearchPanel, empty: Workbench) -> None:
    document = empty.ask.documents()[0].document.id
    empty.open_document(document)
    assert empty.current is not None
    person = empty.scheme.labels[0]
    empty.do(edits.tag(empty.current, [Span(0, 3)], person, by=empty.hand))
    look(qtbot, panel, f"label:{person.id}")
    assert [(name, count) for name, count, _ in found(panel)] == [("one", 1)]
    assert panel.model.documents[0].lines[0].record
    look(qtbot, panel, "status:new met")
    assert len(found(panel)) == 3
    look(qtbot, panel, "status:done")
    assert "Nothing is found by status:done" in said(panel)
    look(qtbot, panel, "label:NOTHING")
    assert "The scheme has no label “NOTHING”" in said(panel)
    look(qtbot, panel, "status:new")
    assert len(found(panel)) == 3
    assert panel.list.currentIndex().data() == "one"


def test_hits_are_sorted_by_what_stands_beside_them(qtbot: QtBot, panel: SearchPanel) -> None:
    look(qtbot, panel, "ada")
    total = sum(len(each.lines) for each in panel.model.documents)
    QTest.mouseClick(panel.heads.buttons["right"], Qt.MouseButton.LeftButton)
    settle(qtbot, panel)
    rows = [panel.model.index(row, 0).data(LINE_ROLE) for row in range(panel.model.rowCount())]
    assert len(rows) == 33 > total, "for an order all hits are wanted"
    contexts = [line.right.lower().replace(".", "").split() for line in rows]
    assert contexts == sorted(contexts)
    QTest.mouseClick(panel.heads.buttons["left"], Qt.MouseButton.LeftButton)
    settle(qtbot, panel)
    before = [
        panel.model.index(row, 0).data(LINE_ROLE).left.lower().replace(".", "").split()[::-1]
        for row in range(panel.model.rowCount())
    ]
    assert before == sorted(before)
    QTest.mouseClick(panel.heads.buttons["document"], Qt.MouseButton.LeftButton)
    settle(qtbot, panel)
    assert all_rows(panel) == [each.document.name for each in panel.model.documents]


def test_the_sorted_model_keeps_qt_s_rules(
    qtbot: QtBot, panel: SearchPanel, qtmodeltester: ModelTester
) -> None:
    panel.model.arrange("left")
    look(qtbot, panel, "ada")
    qtmodeltester.check(panel.model)  # type: ignore[no-untyped-call]


def test_the_key_of_a_label_asks_to_tag_the_selected_hits(qtbot: QtBot, panel: SearchPanel) -> None:
    look(qtbot, panel, "met")
    panel.list.selectAll()
    wanted = panel.selected_lines()
    assert wanted
    told: list[tuple[str, list[Line]]] = []
    panel.tag_requested.connect(lambda label, lines: told.append((label, lines)))
    QTest.keyClicks(panel.list, "p")
    assert told == [("PER", wanted)]
    menu = panel.menu()
    tagging = menu.actions()[0].menu()
    assert f"{len(wanted)} hits" in menu.actions()[0].text()
    tagging.actions()[0].trigger()  # type: ignore[attr-defined]
    assert len(told) == 2


def test_filters_are_offered_while_one_types_and_in_a_menu(qtbot: QtBot, panel: SearchPanel) -> None:
    field, completing = panel.strip.field, panel.strip.completing
    assert completing is not None
    QTest.keyClicks(field, "met lab")
    assert completing.model.stringList() == ["label:"]
    completing.take("label:")
    assert field.text() == "met label:"
    assert "PER" in completing.model.stringList()
    completing.take("PER")
    assert field.text() == "met label:PER"
    menu = panel.strip.filters.menu()
    menu.aboutToShow.emit()
    status = next(each.menu() for each in menu.actions() if each.text().startswith("Status"))
    next(each for each in status.actions() if each.text() == "In work").trigger()  # type: ignore[attr-defined]
    assert field.text() == 'met label:PER status:"in work"'
    panel.strip.way.setCurrentIndex(TEXT)
    assert panel.strip.filters.isHidden()
    assert not completing.is_on
    settle(qtbot, panel)


def tag(bench: Workbench, document: int, words: str) -> None:
    held = bench.open_document(document)
    start = held.text.index(words)
    label = next(each for each in bench.scheme.labels if each.id == "PER")
    bench.do(edits.tag(held, [Span(start, start + len(words))], label, by=bench.hand))


def test_what_was_found_by_what_is_said_follows_what_is_said_anew(
    qtbot: QtBot, panel: SearchPanel, empty: Workbench
) -> None:
    look(qtbot, panel, "label:PER")
    assert "Nothing is found" in said(panel)
    three = next(row.document.id for row in empty.ask.documents() if row.document.name == "three")
    tag(empty, three, "Ada")
    settle(qtbot, panel)
    assert found(panel) == [("three", 1, True)]
    one = next(row.document.id for row in empty.ask.documents() if row.document.name == "one")
    panel.list.setCurrentIndex(child(panel, 0, 0))
    tag(empty, one, "Bo")
    settle(qtbot, panel)
    assert sorted(found(panel)) == [("one", 1, True), ("three", 1, True)]
    current = panel.list.currentIndex().data(LINE_ROLE)
    assert (current.document, current.hit) == (three, "Ada"), "what was current is current again"


def test_words_are_not_looked_for_again_where_something_is_tagged(
    qtbot: QtBot, panel: SearchPanel, empty: Workbench
) -> None:
    look(qtbot, panel, "ada")
    three = next(row.document.id for row in empty.ask.documents() if row.document.name == "three")
    tag(empty, three, "Ada")
    assert not panel._again.isActive()
    panel.strip.field.setText("(")
    settle(qtbot, panel)
    tag(empty, three, "Nobody")
    assert not panel._again.isActive()


def test_a_hidden_panel_looks_again_when_it_is_shown(
    qtbot: QtBot, panel: SearchPanel, empty: Workbench
) -> None:
    look(qtbot, panel, "label:PER")
    panel.hide()
    three = next(row.document.id for row in empty.ask.documents() if row.document.name == "three")
    tag(empty, three, "Ada")
    assert not panel._again.isActive()
    panel.show()
    settle(qtbot, panel)
    assert found(panel) == [("three", 1, True)]


def test_pages_of_what_is_said_come_as_the_end_comes_into_view(
    qtbot: QtBot, panel: SearchPanel, empty: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for row in empty.ask.documents():
        tag(empty, row.document.id, "Ada")
    monkeypatch.setattr(searches, "MOST_SCANNED", 2)
    told: list[str] = []
    tell = panel.strip.count.setText

    def heard(words: str) -> None:
        told.append(words)
        tell(words)

    monkeypatch.setattr(panel.strip.count, "setText", heard)
    panel.strip.field.setText("label:PER")
    qtbot.waitUntil(lambda: "more than 2 documents" in told)  # on a tall list the rest follows by itself
    panel.list.scrollToBottom()
    qtbot.waitUntil(lambda: len(panel.model.documents) == 3)
    settle(qtbot, panel)
    assert panel.strip.count.text() == "3 documents"
    assert not panel.model.canFetchMore(QModelIndex())
    tag(
        empty,
        panel.model.documents[0].document.id,
        "Nobody" if "Nobody" in empty.ask.text_of(panel.model.documents[0].document.id) else "Bo",
    )
    settle(qtbot, panel)
    assert len(panel.model.documents) == 3, "as many as before stay"
