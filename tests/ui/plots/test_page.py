from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from glossator.core import deletion, edits, ids
from glossator.core.annotations import Entity, Note
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.ui import theme
from glossator.ui.actions.bars import MENUS
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.card import Card
from glossator.ui.plots.counted import PairsPlot
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.matrix import PairKey
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.touching import touched_views
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import the
from tests.ui.plots.conftest import FIRST, SECOND

LEFT = Qt.MouseButton.LeftButton
LABELS, ENTITIES, LINKS = "labels", "entities", "pairs"


def chose(page: SummaryPage, key: Hashable) -> None:
    """Take the mark with this key, as a click on it does."""
    kinds = {LabelKey: LABELS, EntityKey: ENTITIES, PairKey: LINKS}
    page.cards[kinds[type(key)]].chosen.emit(key)


def pairs(page: SummaryPage) -> QComboBox:
    """The choice of relation types."""
    plot = page.plots[LINKS]
    assert isinstance(plot, PairsPlot)
    return plot.type


def table(page: SummaryPage, name: str) -> list[tuple[str | int | float, ...]]:
    return list(page.cards[name].view.table.rows)


def lines(page: SummaryPage) -> list[tuple[str, str]]:
    model = page.sentences.model
    return [(line.hit, line.detail) for row in range(model.rowCount()) if (line := model.line(row))]


def tag(bench: Workbench, quote: str, label: str) -> None:
    said = bench.current
    assert said is not None
    start = said.text.index(quote)
    found = bench.scheme.label(label)
    assert found is not None
    span = the(said, "Bob").fragments[0]._replace(start=start, end=start + len(quote))
    bench.do(edits.tag(said, (span,), found, by=bench.hand))


def test_the_document_is_counted_and_after_a_switch_the_project(page: SummaryPage) -> None:
    assert page.bar.title.text() == "First"
    assert [row[:3] for row in table(page, LABELS)][:2] == [("PER", "Person", 3), ("ORG", "Organization", 2)]
    assert table(page, ENTITIES)[0] == ("Ada Lovelace", "PER", "yes", 2, 1)
    QTest.mouseClick(page.bar.in_project, LEFT)
    page.refresh()
    assert page.bar.title.text() == "Case  ·  2 documents"
    assert table(page, ENTITIES)[0] == ("Ada Lovelace", "PER", "yes", 3, 2)
    assert table(page, LABELS)[0][:3] == ("PER", "Person", 4)


def test_a_change_is_followed(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    tag(bench, "Libya", "LOC")
    qtbot.waitUntil(lambda: ("LOC", "Location", 1) in [row[:3] for row in table(page, LABELS)])
    bench.undo()
    qtbot.waitUntil(lambda: ("LOC", "Location", 0) in [row[:3] for row in table(page, LABELS)])


def test_a_hidden_page_asks_when_it_is_seen_again(page: SummaryPage, bench: Workbench) -> None:
    page.hide()
    tag(bench, "Libya", "LOC")
    assert not page._soon.isActive()
    assert ("LOC", "Location", 0) in [row[:3] for row in table(page, LABELS)]
    page.show()
    assert ("LOC", "Location", 1) in [row[:3] for row in table(page, LABELS)]


def test_only_the_views_that_a_change_touches_are_asked_anew(page: SummaryPage) -> None:
    def touched(*records: object) -> set[str]:
        change = Change(1, "", "", 0, added=records)  # type: ignore[arg-type]
        return {LABELS, ENTITIES, LINKS} & touched_views(change, page.plots.values())

    relation = next(iter(FIRST.relations.values()))
    assert touched(the(FIRST, "Bob")) == {LABELS, ENTITIES, LINKS}
    assert touched(relation) == {LINKS}
    assert touched(Entity(1, "Ada")) == {ENTITIES}
    assert touched(Note(1, 2, "x")) == set()
    assert touched(FIRST.document) == {LABELS, ENTITIES, LINKS}


def test_a_click_on_a_bar_lists_its_sentences_and_a_click_there_goes_to_the_page(
    page: SummaryPage, qtbot: QtBot
) -> None:
    canvas = page.cards[LABELS].canvas
    mark = next(each for each in canvas._drawing.marks if each.key == LabelKey("ORG"))  # type: ignore[union-attr]
    view = canvas._plot.viewport()
    QTest.mouseClick(view, LEFT, pos=canvas.center_of(mark))
    assert page.sentences.isVisible()
    assert [hit for hit, _ in lines(page)] == ["navy", "navy"]
    with qtbot.waitSignal(page.goto_requested) as went:
        QTest.keyClick(page.sentences.list, Qt.Key.Key_Return)
    navy = next(each for each in FIRST.mentions.values() if each.quote == "navy")
    assert went.args == [FIRST.document.id, navy.fragments[0], navy.id]


def test_arrows_and_enter_on_the_bars(page: SummaryPage, qtbot: QtBot) -> None:
    canvas = page.cards[LABELS].canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.current is not None
    assert canvas.current.key == LabelKey("PER")
    assert page.cards[LABELS].tip.text() == "PER Person: 3 mentions"
    assert "shown, 0 hidden by the filter" in page.cards[LABELS].foot.text(), "which stays"
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert page.sentences.title.text() == "ORG Organization  ·  2 sentences"
    QTest.keyClick(page.sentences.list, Qt.Key.Key_Escape)
    assert not page.sentences.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.current.row > 0


def test_the_chosen_mark_stays_in_view(page: SummaryPage) -> None:
    page.resize(700, 420)  # one column, of which little is seen
    canvas = page.cards[LINKS].canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.current is not None
    at = canvas.mapTo(page.area.viewport(), canvas.center_of(canvas.current))
    assert page.area.viewport().rect().contains(at)


def test_an_entity_lists_its_mentions_over_all_documents(page: SummaryPage) -> None:
    page.bar.in_project.click()
    page.refresh()
    chose(page, EntityKey(77, "Ada Lovelace", "PER"))
    assert [hit for hit, _ in lines(page)] == ["Ada", "Ada", "Ada"]
    assert page.sentences.model.source is not None
    assert page.sentences.model.source.with_names
    assert page.sentences.model.source.name_of(SECOND.document.id) == "Second"
    chose(page, EntityKey(None, "Libya", "GPE"))
    assert [hit for hit, _ in lines(page)] == ["Libya", "Libya"]


def test_a_level_lists_only_its_mentions(page: SummaryPage) -> None:
    chose(page, LabelKey("PER", "Name"))
    assert len(lines(page)) == 3
    chose(page, LabelKey("PER", "Pronoun"))
    assert lines(page) == []


def choose_type(page: SummaryPage, start: str) -> None:
    pairs(page).setCurrentIndex(
        next(row for row in range(pairs(page).count()) if pairs(page).itemText(row).startswith(start))
    )


def test_the_open_list_of_sentences_follows_a_change(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    chose(page, LabelKey("PER"))
    assert [hit for hit, _ in lines(page)] == ["Ada", "Ada", "Bob"]
    page.sentences.list.setCurrentIndex(page.sentences.model.index(2))
    tag(bench, "Libya", "PER")
    qtbot.waitUntil(lambda: [hit for hit, _ in lines(page)] == ["Ada", "Ada", "Libya", "Bob"])
    current = page.sentences.model.line(page.sentences.list.currentIndex().row())
    assert current is not None
    assert current.hit == "Bob", "the keyboard stays on its line"
    assert page.sentences.title.text().endswith("·  4 sentences")
    bench.undo()
    qtbot.waitUntil(lambda: [hit for hit, _ in lines(page)] == ["Ada", "Ada", "Bob"])
    assert page.sentences.isVisible()


def test_the_open_list_says_when_nothing_of_it_is_left(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    chose(page, EntityKey(None, "Bob", "PER"))
    said = bench.current
    assert said is not None
    assert [hit for hit, _ in lines(page)] == ["Bob"]
    bench.do(deletion.delete(said, [the(said, "Bob").id], by=bench.hand))
    qtbot.waitUntil(lambda: lines(page) == [])
    assert page.sentences.title.text().endswith("·  0 sentences")


def test_relations_by_type_and_their_sentences(page: SummaryPage) -> None:
    assert pairs(page).currentText() == "All relations"
    assert table(page, LINKS) == [("PER", "ORG", 1, "yes")]
    choose_type(page, "Leads")
    canvas = page.cards[LINKS].canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert lines(page) == [("Ada leads the navy", "Ada – Leads → navy")]
    assert page.sentences.title.text().startswith("Leads: Person → Organization")


def test_event_roles_are_a_choice_of_their_own_and_forbidden_ones_are_told(page: SummaryPage) -> None:
    choose_type(page, "Roles of all events")
    assert set(table(page, LINKS)) == {("ATTACK", "PER", 1, "yes"), ("ATTACK", "FAC", 1, "no")}
    assert "1 in pairs that the scheme does not permit" in page.cards[LINKS].foot.text()
    choose_type(page, "Attack")
    assert ("Agent", "FAC", 1, "no") in table(page, LINKS)
    chose(page, PairKey("ATTACK", "Agent", "FAC", is_role=True))
    assert lines(page) == [("Ships attacked", "Attack · Agent: Ships")]
    chose(page, PairKey("", "ATTACK", "PER", is_role=True))
    assert lines(page) == [("attacked Bob", "Attack · Target: Bob")]


def test_the_chosen_type_stays_when_something_changes(page: SummaryPage, bench: Workbench) -> None:
    choose_type(page, "Roles of all events")
    tag(bench, "Libya", "LOC")
    page.refresh()
    assert pairs(page).currentText() == "Roles of all events"


def test_the_table_twin_chooses_too(page: SummaryPage, qtbot: QtBot) -> None:
    card = page.cards[LABELS]
    QTest.mouseClick(card.as_table, LEFT)
    assert card.twin.isVisible()
    assert not card.canvas.isVisible()
    with qtbot.waitSignal(card.chosen) as chosen:
        card.twin.activated.emit(card.twin.numbers.index(1, 0))
    assert chosen.args == [LabelKey("ORG")]
    unused = len(card.view.table.rows) - 1
    with qtbot.assertNotEmitted(card.chosen):
        card.twin.activated.emit(card.twin.numbers.index(unused, 0))


def test_the_pointer_tells_the_numbers(page: SummaryPage) -> None:
    canvas = page.cards[ENTITIES].canvas
    mark = canvas._drawing.marks[0]  # type: ignore[union-attr]
    QTest.mouseMove(canvas._plot.viewport(), canvas.center_of(mark))
    assert page.cards[ENTITIES].tip.text() == "Ada Lovelace (Person): 2 mentions in 1 document"
    QTest.mouseMove(canvas._plot.viewport(), QPoint(canvas.width() - 2, canvas.height() - 2))
    assert "shown" in page.cards[ENTITIES].foot.text()


def test_the_selected_mention_is_pointed_out(page: SummaryPage, selection: Selection) -> None:
    before = page.cards[LABELS].canvas.grab().toImage()
    selection.set(None, records=(the(FIRST, "Bob").id,))
    is_linked = page.cards[LABELS].canvas.is_lit
    assert is_linked(LabelKey("PER"))
    assert not is_linked(LabelKey("ORG"))
    assert not is_linked(EntityKey(77, "Ada Lovelace", "PER"))
    assert not is_linked(PairKey("", "PER", "ORG"))
    assert page.cards[LABELS].canvas.grab().toImage() != before


def test_another_document_is_counted_when_it_is_opened(
    page: SummaryPage, selection: Selection, signals: ProjectSignals, qtbot: QtBot
) -> None:
    chose(page, LabelKey("PER"))
    selection.set(None, document=SECOND.document.id)
    signals.document_opened.emit(SECOND.document.id)
    qtbot.waitUntil(lambda: page.bar.title.text() == "Second")
    assert not page.sentences.isVisible()
    assert table(page, LABELS)[0][:3] == ("PER", "Person", 1)


def test_without_a_document_the_project_is_shown(
    qtbot: QtBot, bench: Workbench, signals: ProjectSignals
) -> None:
    made = SummaryPage(bench, Selection(), signals, theme.light())
    qtbot.addWidget(made)
    made.show()
    assert not made.bar.in_document.isEnabled()
    assert made.bar.title.text() == "Case  ·  2 documents"
    made.close()


def test_without_a_project_it_says_what_to_do(page: SummaryPage, qtbot: QtBot) -> None:
    page.set_bench(None)
    qtbot.waitUntil(lambda: page.bar.title.text().startswith("No project is open."))
    chose(page, LabelKey("PER"))
    assert not page.sentences.isVisible()


def test_a_change_of_a_documents_name_is_followed(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    old = bench.ask.document(FIRST.document.id)
    assert old is not None
    bench.do(edits.edit_document(old, replace(old, name="Renamed"), by=bench.hand))
    qtbot.waitUntil(lambda: page.bar.title.text() == "Renamed")


def test_sentences_of_another_view_go_with_it_and_a_view_begins_at_its_title(page: SummaryPage) -> None:
    page.show_view("labels")
    page.cards["labels"].chosen.emit(LabelKey("PER"))
    assert page.sentences.isVisible()
    page.show_view("labels")
    assert page.sentences.isVisible(), "they are of this view"
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())
    page.show_view("pairs")
    assert not page.sentences.isVisible()
    assert page.area.verticalScrollBar().value() == 0
    page.show_view("labels")
    page.cards["labels"].brushed.emit((LabelKey("PER"), LabelKey("ORG")), False)
    assert page.sentences.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.brush.is_empty
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.sentences.isVisible()
    assert page.sheet.enlarged == "labels", "one thing after the other"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.sheet.enlarged == ""


def test_narrow_or_wide(page: SummaryPage) -> None:
    wide = [(card.x(), card.y()) for card in page.cards.values()]
    page.resize(600, 900)
    page.sheet.layout().activate()  # type: ignore[union-attr]
    assert [(card.x(), card.y()) for card in page.cards.values()] != wide


def test_it_changes_its_colours(page: SummaryPage) -> None:
    bright = page.grab().toImage()
    page.set_theme(theme.dark())
    assert page.cards[LABELS].canvas.theme.is_dark
    assert page.grab().toImage() != bright


@pytest.mark.parametrize(
    ("kind", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<?xml"), ("CSV", b"\xef\xbb\xbfLabel")]
)
def test_a_view_is_saved(page: SummaryPage, tmp_path: Path, kind: str, start: bytes) -> None:
    path = tmp_path / f"view.{kind.lower()}"
    page.cards[LABELS].out.save(path, kind)
    written = path.read_bytes()
    assert written.startswith(start)
    if kind == "SVG":
        assert b"What did I tag" in written


def test_a_view_that_cannot_be_saved_is_told(page: SummaryPage, tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="cannot be written"):
        page.cards[LABELS].out.save(tmp_path / "nowhere" / "view.png", "PNG")


def test_the_menu_saves_through_a_file_dialog(page: SummaryPage, tmp_path: Path) -> None:
    card = page.cards[LABELS]
    menu = card.more.menu()
    assert menu is not None
    letters = [QKeySequence.mnemonic(each.text()).toString() for each in menu.actions() if each.text()]
    assert all(letters)
    assert len(set(letters)) == len(letters)
    entries = {action.text().replace("&", ""): action for action in menu.actions()}
    entries["Save as CSV…"].trigger()
    files = card.findChild(QFileDialog)
    assert files is not None
    name = files.findChild(QLineEdit)
    assert name is not None
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    assert name.text() == f"What did I tag, and what have I left out - Case - document “First” - {today}.csv"
    files.fileSelected.emit(str(tmp_path / "labels.csv"))
    files.close()
    assert "PER,Person,3" in (tmp_path / "labels.csv").read_text("utf-8-sig")


def test_a_view_is_copied(page: SummaryPage) -> None:
    card: Card = page.cards[LABELS]
    card.out.copy_table()
    assert QGuiApplication.clipboard().text().startswith("Label\tName\tMentions")
    card.out.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()


def test_no_button_takes_a_letter_from_the_menu_bar(page: SummaryPage) -> None:
    page.bar.unfold.setChecked(True)
    menus = {QKeySequence.mnemonic(menu[0]).toString() for menu in MENUS}
    named = [
        each
        for each in page.findChildren(QAbstractButton)
        if (held := each.parentWidget()) and not held.isHidden()
    ]
    own = [key for each in named if (key := QKeySequence.mnemonic(each.text()).toString())]
    assert len(own) >= 4
    assert not menus & set(own), "Alt and the letter would open neither"
    assert len(own) == len(set(own))


def test_a_sentence_of_a_relation_says_by_whose_word_and_how_graded(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    said = bench.current
    assert said is not None
    (leads,) = [each for each in said.relations.values() if each.type == "LEADS"]
    cited = replace(
        leads, attributes={"attribution.source": ids.to_text(the(said, "Bob").id), "info_credibility": "2"}
    )
    bench.do(bench.hand.change("Cite", removed=(leads,), added=(cited,)))
    choose_type(page, "Leads")
    chose(page, PairKey("LEADS", "PER", "ORG"))
    model = page.sentences.model
    line = model.line(0)
    assert line is not None
    assert (line.grade, line.voice) == ("F2", "Bob")
    index = model.index(0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Ada – Leads → navy\ngraded F2, said by Bob"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("graded F2, said by Bob")
    bench.undo()
    qtbot.waitUntil(lambda: (found := model.line(0)) is not None and found.grade == "F6")
    assert index.data(Qt.ItemDataRole.ToolTipRole).endswith("said by the text itself")
