from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from glossator.core import deletion, edits
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.panels.annotations import AnnotationsPanel
from glossator.ui.panels.annotations.tab import TableTab
from glossator.ui.panels.annotations.table import Column, RecordsModel
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.ui.panels.conftest import import_documents


@pytest.fixture
def panel(qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals) -> AnnotationsPanel:
    assert bench.current is not None
    selection.set(None, document=bench.current.document.id)
    made = AnnotationsPanel(bench, selection, signals, theme.light())
    qtbot.addWidget(made)
    made.resize(620, 400)
    made.show()
    return made


def column(tab: TableTab, place: int) -> list[str]:
    return [str(tab.model.index(row, place).data()) for row in range(tab.model.rowCount())]


def ids(tab: TableTab) -> list[int]:
    return [tab.model.record(row).id for row in range(tab.model.rowCount())]


def first_mention(bench: Workbench) -> Mention:
    assert bench.current is not None
    return next(bench.current.in_order())


def click(tab: TableTab, row: int) -> None:
    place = tab.table.visualRect(tab.model.index(row, 0)).center()
    QTest.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_mentions_stand_in_the_order_of_the_text(panel: AnnotationsPanel, bench: Workbench) -> None:
    assert bench.current is not None
    assert ids(panel.mentions) == [each.id for each in bench.current.in_order()]
    places = [int(text.replace(",", "")) for text in column(panel.mentions, 3)]
    assert places == sorted(places)


def test_the_cells_say_text_label_identity(panel: AnnotationsPanel, bench: Workbench) -> None:
    mention = first_mention(bench)
    row = panel.mentions.model.row_of(mention.id)
    texts = [column(panel.mentions, place)[row] for place in range(3)]
    entity = bench.ask.entity(mention.entity) if mention.entity else None
    label = bench.scheme.label(mention.label)
    assert label is not None
    subtype = f" · {mention.subtype}" if mention.subtype else ""
    assert texts == [mention.quote, label.tag + subtype, entity.name if entity else ""]
    index = panel.mentions.model.index(row, 1)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert index.data(role) == label.name + subtype
    assert "Libya" in column(panel.mentions, 2)


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_a_click_on_a_head_sorts(panel: AnnotationsPanel, place: int, order: Qt.SortOrder) -> None:
    panel.mentions.table.sortByColumn(place, order)
    texts = [text.casefold() for text in column(panel.mentions, place)]
    if place == 3:
        texts = [text.replace(",", "").rjust(9) for text in texts]
    elif place == 1:
        texts = column(panel.mentions, place)
    assert texts == sorted(texts, reverse=order == Qt.SortOrder.DescendingOrder)


@pytest.mark.parametrize("tab", ["mentions", "relations", "entities"])
def test_the_models_are_sound(qtmodeltester: ModelTester, panel: AnnotationsPanel, tab: str) -> None:
    chosen: TableTab = getattr(panel, tab)
    panel.tabs.setCurrentWidget(chosen)
    assert chosen.model.rowCount() > 3
    qtmodeltester.check(chosen.model)  # type: ignore[no-untyped-call]


def test_relations_and_events_name_their_ends(panel: AnnotationsPanel, bench: Workbench) -> None:
    panel.tabs.setCurrentWidget(panel.relations)
    assert bench.current is not None
    model = panel.relations.model
    for row in range(model.rowCount()):
        relation = model.record(row)
        quotes = {bench.current.mentions[each].quote for each in relation.mentions()}
        said = f"{model.index(row, 1).data()} {model.index(row, 2).data()}"
        assert model.index(row, 0).data() == bench.scheme.name_of(relation.type)
        assert all(" ".join(quote.split()) in said for quote in quotes)


def test_entities_are_those_of_the_project_the_most_frequent_first(
    panel: AnnotationsPanel, bench: Workbench
) -> None:
    panel.tabs.setCurrentWidget(panel.entities)
    counts = [int(text) for text in column(panel.entities, 2)]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == len(bench.ask.entities())


def test_the_filter_looks_into_every_column(qtbot: QtBot, panel: AnnotationsPanel) -> None:
    QTest.keyClicks(panel.mentions.filter, "libya")
    panel.mentions.refill()
    rows = list(zip(*(column(panel.mentions, place) for place in range(3)), strict=True))
    assert rows
    assert all("libya" in " ".join(row).casefold() for row in rows)
    QTest.keyClicks(panel.mentions.filter, "zz")
    panel.mentions.refill()
    assert panel.mentions.empty.isVisible()
    assert "“libyazz”" in panel.mentions.empty.text()


def test_entities_are_found_by_alias(panel: AnnotationsPanel, bench: Workbench) -> None:
    panel.tabs.setCurrentWidget(panel.entities)
    row = next(
        row
        for row in bench.ask.entities()
        if any(a.casefold() not in row.entity.name.casefold() for a in row.entity.aliases)
    )
    alias = next(a for a in row.entity.aliases if a.casefold() not in row.entity.name.casefold())
    panel.entities.filter.setText(alias)
    panel.entities.refill()
    assert row.entity.name in column(panel.entities, 0)


def test_a_click_goes_there_and_selects(
    qtbot: QtBot, panel: AnnotationsPanel, bench: Workbench, selection: Selection
) -> None:
    with qtbot.waitSignal(panel.goto_requested) as asked:
        click(panel.mentions, 2)
    mention = panel.mentions.model.record(2)
    assert asked.args == [mention.id]
    assert selection.records == (mention.id,)
    assert selection.spans == mention.fragments


def test_enter_goes_there(qtbot: QtBot, panel: AnnotationsPanel) -> None:
    panel.mentions.table.selectRow(1)
    with qtbot.waitSignal(panel.goto_requested) as asked:
        QTest.keyClick(panel.mentions.table, Qt.Key.Key_Return)
    assert asked.args == [panel.mentions.model.record(1).id]


def test_what_is_selected_on_the_page_is_marked(panel: AnnotationsPanel, selection: Selection) -> None:
    wanted = panel.mentions.model.record(4).id
    selection.set(None, records=(wanted,))
    assert panel.mentions.selected() == (wanted,)
    selection.set(None, records=())
    assert panel.mentions.selected() == ()


def test_del_asks_for_one_change_with_all_that_goes(
    panel: AnnotationsPanel, bench: Workbench, carried_out: Callable[[object], list[Change]]
) -> None:
    done = carried_out(panel)
    assert bench.current is not None
    before = len(bench.current.mentions)
    panel.mentions.table.selectRow(0)
    chosen = panel.mentions.selected()
    QTest.keyClick(panel.mentions.table, Qt.Key.Key_Delete)
    assert len(done) == 1
    assert chosen[0] not in bench.current.mentions
    assert panel.mentions.model.rowCount() == before - 1
    bench.undo()
    assert ids(panel.mentions) == [each.id for each in bench.current.in_order()]


def test_a_click_on_an_entity_walks_through_its_mentions(
    qtbot: QtBot, panel: AnnotationsPanel, bench: Workbench, selection: Selection
) -> None:
    assert bench.current is not None
    panel.tabs.setCurrentWidget(panel.entities)
    row = next(r for r in range(99) if panel.entities.model.record(r).mentions > 1)
    entity = panel.entities.model.record(row).id
    theirs = [m for m in bench.current.in_order() if m.entity == entity]
    asked: list[object] = []
    panel.goto_requested.connect(asked.append)
    for _ in range(len(theirs) + 1):
        click(panel.entities, row)
        mention = bench.current.mentions[asked[-1]]  # type: ignore[index]
        selection.set(None, caret=mention.start, records=(mention.id,))
    assert asked == [each.id for each in (*theirs, theirs[0])]


def test_an_entity_of_another_document_leads_there(
    qtbot: QtBot, panel: AnnotationsPanel, bench: Workbench
) -> None:
    (other,) = import_documents(bench, "Other")
    article = bench.annotations(other.id)
    person = bench.scheme.label("PER")
    assert person is not None
    bench.do(edits.tag(article, [Span(0, 3)], person, by=bench.hand))
    mention = next(bench.annotations(other.id).in_order())
    ada = edits.new_entity("Ada", "PER", by=bench.hand)
    bench.do(edits.identify(bench.annotations(other.id), [mention.id], ada, is_new=True, by=bench.hand))
    panel.tabs.setCurrentWidget(panel.entities)
    with qtbot.waitSignal(panel.goto_requested) as asked:
        click(panel.entities, column(panel.entities, 0).index("Ada"))
    assert asked.args == [mention.id]
    bench.do(edits.unidentify(bench.annotations(other.id), [mention.id], by=bench.hand))
    with qtbot.waitSignal(panel.refused):
        click(panel.entities, column(panel.entities, 0).index("Ada"))


def test_a_tag_adds_a_row_and_keeps_the_others(
    panel: AnnotationsPanel, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bench.current is not None
    value = bench.scheme.label("VAL")
    assert value is not None
    asked: list[object] = []
    monkeypatch.setattr(panel.mentions, "_fill", asked.append)
    bench.do(edits.tag(bench.current, [Span(1, 3)], value, by=bench.hand))
    assert ids(panel.mentions) == [each.id for each in bench.current.in_order()]
    bench.undo()
    assert ids(panel.mentions) == [each.id for each in bench.current.in_order()]
    assert asked == []


def test_a_moved_mention_is_renamed_in_its_relations(panel: AnnotationsPanel, bench: Workbench) -> None:
    panel.tabs.setCurrentWidget(panel.relations)
    assert bench.current is not None
    relation = panel.relations.model.record(0)
    mention = bench.current.mentions[next(relation.mentions())]
    bench.do(edits.move(bench.current, mention.id, [Span(mention.start, mention.end - 1)], by=bench.hand))
    new = " ".join(bench.current.mentions[mention.id].quote.split())
    row = panel.relations.model.row_of(relation.id)
    assert new in {panel.relations.model.index(row, 1).data(), panel.relations.model.index(row, 2).data()}


def test_a_renamed_entity_is_renamed_in_the_rows(panel: AnnotationsPanel, bench: Workbench) -> None:
    row = next(row for row in bench.ask.entities() if row.entity.name == "Libya")
    bench.do(
        bench.hand.change("Rename", removed=[row.entity], added=[replace(row.entity, name="State of Libya")])
    )
    assert "State of Libya" in column(panel.mentions, 2)
    assert "Libya" not in column(panel.mentions, 2)


def test_an_identity_given_to_a_mention_is_named(panel: AnnotationsPanel, bench: Workbench) -> None:
    assert bench.current is not None
    panel.tabs.setCurrentWidget(panel.entities)
    panel.tabs.setCurrentWidget(panel.mentions)
    mention = next(m for m in bench.current.in_order() if m.entity is None)
    russia = next(row.entity for row in bench.ask.entities() if row.entity.name == "Russia")
    bench.do(edits.identify(bench.current, [mention.id], russia, by=bench.hand))
    assert column(panel.mentions, 2)[panel.mentions.model.row_of(mention.id)] == "Russia"
    panel.tabs.setCurrentWidget(panel.entities)
    place = column(panel.entities, 0).index("Russia")
    expected = next(row.mentions for row in bench.ask.entities() if row.entity.id == russia.id)
    assert column(panel.entities, 2)[place] == str(expected)


def test_a_hidden_table_is_filled_when_it_is_shown(panel: AnnotationsPanel, bench: Workbench) -> None:
    assert bench.current is not None
    panel.hide()
    bench.do(deletion.delete(bench.current, [first_mention(bench).id], by=bench.hand))
    assert len(ids(panel.mentions)) == len(bench.current.mentions) + 1
    panel.show()
    assert ids(panel.mentions) == [each.id for each in bench.current.in_order()]


def test_it_speaks_where_there_is_nothing(
    panel: AnnotationsPanel, bench: Workbench, signals: ProjectSignals
) -> None:
    (other,) = import_documents(bench, "Other")
    bench.open_document(other.id)
    signals.document_opened.emit(other.id)
    assert "Select a word" in panel.mentions.empty.text()
    bench.close_document()
    signals.document_opened.emit(None)
    assert "No document is open" in panel.mentions.empty.text()
    signals.project_closed.emit()
    panel.tabs.setCurrentWidget(panel.entities)
    assert "There is no entity yet" in panel.entities.empty.text()
    panel.set_bench(None)
    panel.tabs.setCurrentWidget(panel.mentions)
    assert panel.mentions.empty.text() == "No project is open."


def test_both_looks_have_their_own_signs(panel: AnnotationsPanel) -> None:
    before = panel.mentions.table.viewport().grab().toImage()
    panel.set_theme(theme.dark())
    assert panel.mentions.table.viewport().grab().toImage() != before


def made(number: int, text: str) -> Mention:
    return Mention(number, 1, "PER", (Span(number, number + 1),), text)


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
@pytest.mark.parametrize("seed", range(5))
def test_following_single_records_gives_what_filling_anew_gives(
    qtbot: QtBot, qtmodeltester: ModelTester, order: Qt.SortOrder, seed: int
) -> None:
    chance = random.Random(seed)
    columns = (Column[Mention]("Text", lambda m: m.quote, lambda m: (m.quote, m.start)),)
    followed: RecordsModel[Mention] = RecordsModel(columns, 0)
    qtmodeltester.check(followed, force_py=True)  # type: ignore[no-untyped-call]
    held = {n: made(n, chance.choice("abcdx")) for n in range(20)}
    followed.show_records(held.values(), "")
    followed.sort(0, order)
    followed.show_records(held.values(), "a" if seed % 2 else "")
    for step in range(60):
        number = chance.randrange(30)
        before = held.pop(number, None)
        after = (
            None
            if before and chance.random() < 0.4
            else made(number, chance.choice("abcdx") + "a" * (step % 2))
        )
        if after:
            held[number] = after
        followed.follow(before, after)
    anew: RecordsModel[Mention] = RecordsModel(columns, 0)
    anew.sort(0, order)
    anew.show_records(held.values(), "a" if seed % 2 else "")
    assert [followed.record(r) for r in range(followed.rowCount())] == [
        anew.record(r) for r in range(anew.rowCount())
    ]
    assert all(followed.row_of(followed.record(r).id) == r for r in range(followed.rowCount()))


def test_columns_give_way_in_a_narrow_dock(panel: AnnotationsPanel) -> None:
    table = panel.mentions.table
    panel.resize(620, 400)
    assert not table.isColumnHidden(3)
    panel.resize(330, 400)
    assert table.isColumnHidden(3)
    assert table.width() - 30 <= sum(table.columnWidth(place) for place in range(3)) <= table.width()


def test_the_filter_finds_the_label_by_its_name(panel: AnnotationsPanel) -> None:
    panel.mentions.filter.setText("geo-political")
    panel.mentions.refill()
    assert {text.split(" ")[0] for text in column(panel.mentions, 1)} == {"GPE"}
