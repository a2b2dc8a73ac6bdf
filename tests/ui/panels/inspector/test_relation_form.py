from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.annotations import Argument
from glossator.core.ids import to_text
from glossator.core.scheme import Role
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.panels.inspector.attributes import MentionField
from glossator.ui.panels.inspector.fields import ChoiceField
from glossator.ui.selection import Selection
from glossator.workbench import Workbench
from tests.ui.panels.inspector.inspecting import Carry, article, binary, event, field, pick, select


def lines(panel: InspectorPanel, role: str) -> list[str]:
    return [each.accessibleName() for each in panel.relation.roles[role].links.lines]


def test_a_relation_shows_its_ends_which_lead_there(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    relation = binary(bench)
    select(panel, selection, relation.id)
    for argument in relation.arguments:
        quote = article(bench).mentions[argument.target].quote
        assert lines(panel, argument.role) == [quote]
        assert not panel.relation.roles[argument.role].fill.isVisible()
        with qtbot.waitSignal(panel.goto_requested) as asked:
            QTest.mouseClick(panel.relation.roles[argument.role].links.lines[0], Qt.MouseButton.LeftButton)
        assert asked.args == [argument.target]


def test_permitted_types_come_first(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    relation = binary(bench)
    select(panel, selection, relation.id)
    first, second = (article(bench).mentions[each.target].label for each in relation.arguments)
    permitted = [each.id for each in bench.scheme.permitted_relations(first, second)]
    kind = panel.relation.kind
    assert [kind.itemData(place) for place in range(len(permitted))] == permitted
    assert kind.currentData() == relation.type
    assert kind.itemText(kind.count() - 1).endswith("(not permitted here)")


def test_another_type_and_the_other_direction(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    relation = binary(bench)
    select(panel, selection, relation.id)
    pick(panel.relation.kind, "LOCATED_IN" if relation.type != "LOCATED_IN" else "PART_OF")
    assert article(bench).relations[relation.id].type != relation.type
    panel.refresh()
    QTest.mouseClick(panel.relation.turn, Qt.MouseButton.LeftButton)
    turned = [each.target for each in article(bench).relations[relation.id].arguments]
    assert turned == [each.target for each in reversed(relation.arguments)]


def test_an_event_shows_all_its_roles(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    made = event(bench)
    select(panel, selection, made.id)
    kind = bench.scheme.event_type(made.type)
    assert kind is not None
    assert list(panel.relation.roles) == ["", *(role.name for role in kind.roles)]
    assert made.trigger is not None
    assert lines(panel, "") == [article(bench).mentions[made.trigger].quote]
    for role in kind.roles:
        held = [article(bench).mentions[a.target].quote for a in made.arguments if a.role == role.name]
        assert lines(panel, role.name) == [
            quote[:59].rstrip() + "…" if len(quote) > 60 else quote for quote in held
        ]
    assert not panel.relation.turn.isVisible()


def test_a_role_is_emptied_and_filled(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    made = event(bench)
    argument = made.arguments[0]
    select(panel, selection, made.id)
    QTest.mouseClick(panel.relation.roles[argument.role].links.crosses[0], Qt.MouseButton.LeftButton)
    assert argument not in article(bench).relations[made.id].arguments
    panel.refresh()
    role = bench.scheme.event_type(made.type).role(argument.role)  # type: ignore[union-attr]
    assert role is not None
    menu = panel.relation.candidates(role)
    offered = [article(bench).mentions[action.data()] for action in menu.actions()]
    assert {each.label for each in offered} <= set(role.fillers)
    start = article(bench).mentions[made.trigger or 0].start
    distances = [abs(each.start - start) for each in offered]
    assert distances == sorted(distances)
    menu.actions()[0].trigger()
    assert Argument(argument.role, offered[0].id) in article(bench).relations[made.id].arguments


def test_the_plus_opens_the_menu(
    qtbot: QtBot,
    panel: InspectorPanel,
    bench: Workbench,
    selection: Selection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def candidates(role: Role) -> QMenu:
        opened.append(role.name)
        return QMenu(panel)

    made = event(bench)
    select(panel, selection, made.id)
    monkeypatch.setattr(panel.relation, "candidates", candidates)
    name = made.arguments[0].role
    QTest.mouseClick(panel.relation.roles[name].fill, Qt.MouseButton.LeftButton)
    assert opened == [name]
    for menu in panel.findChildren(QMenu):
        menu.close()


def test_where_nothing_may_fill_a_role_the_menu_says_so(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    select(panel, selection, event(bench).id)
    menu = panel.relation.candidates(Role("Nobody", ("NO_SUCH_LABEL",)))
    assert [(each.text(), each.isEnabled()) for each in menu.actions()] == [
        ("No mention of this document may stand here", False)
    ]


def test_credibility_is_worded_and_stored_as_a_digit(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    relation = binary(bench)
    select(panel, selection, relation.id)
    choice = field(panel, "info_credibility", ChoiceField).choice
    assert choice.currentText() == "6 · cannot be judged"
    pick(choice, "2")
    assert article(bench).relations[relation.id].attributes["info_credibility"] == "2"


def test_the_source_is_a_mention_or_the_author(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    relation = binary(bench)
    select(panel, selection, relation.id)
    source = field(panel, "attribution.source", MentionField)
    assert [each.accessibleName() for each in source.links.lines] == ["AUTHOR"]
    menu = source.menu()
    assert menu.actions()[0].text() == "AUTHOR"
    chosen = menu.actions()[1].data()
    menu.actions()[1].trigger()
    assert article(bench).relations[relation.id].attributes["attribution.source"] == to_text(chosen)
    panel.refresh()
    with qtbot.waitSignal(panel.goto_requested) as asked:
        QTest.mouseClick(source.links.lines[0], Qt.MouseButton.LeftButton)
    assert asked.args == [chosen]
    QTest.mouseClick(source.links.crosses[0], Qt.MouseButton.LeftButton)
    assert "attribution.source" not in article(bench).relations[relation.id].attributes


def test_cues_are_several_mentions(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    relation = binary(bench)
    select(panel, selection, relation.id)
    cues = field(panel, "attribution.cues", MentionField)
    for _ in range(2):
        cues.menu().actions()[0].trigger()
        panel.refresh()
    stored = article(bench).relations[relation.id].attributes["attribution.cues"]
    assert isinstance(stored, tuple)
    assert len(set(stored)) == 2
    for _ in range(2):
        QTest.mouseClick(cues.links.crosses[0], Qt.MouseButton.LeftButton)
        panel.refresh()
    assert "attribution.cues" not in article(bench).relations[relation.id].attributes


def test_an_event_inside_an_event_is_named(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    outer, inner = [each for each in article(bench).relations.values() if each.is_event][:2]
    role = bench.scheme.event_type(outer.type).roles[0].name  # type: ignore[union-attr]
    bench.do(edits.fill_role(article(bench), outer.id, role, inner.id, by=bench.hand))
    select(panel, selection, outer.id)
    assert bench.scheme.name_of(inner.type) in lines(panel, role)
    select(panel, selection, inner.id)
    assert [each.accessibleName() for each in panel.relation.relations.lines] == [
        bench.scheme.name_of(outer.type)
    ]
