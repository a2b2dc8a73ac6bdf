from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.errors import Refused
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.panels.inspector.fields import ChoiceField, FlagField, LineField
from glossator.ui.selection import Selection
from glossator.workbench import Workbench
from tests.ui.panels.inspector.inspecting import (
    Carry,
    article,
    binary,
    event,
    field,
    mention_of,
    pick,
    select,
    shown,
)


def test_another_label_is_one_change(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    pick(panel.mention.label, "ORG")
    assert len(done) == 1
    assert article(bench).mentions[mention.id].label == "ORG"
    panel.refresh()
    assert panel.mention.subtype.currentData() == article(bench).mentions[mention.id].subtype


def test_the_label_it_has_already_is_no_edit(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    select(panel, selection, mention_of(bench, "GPE").id)
    pick(panel.mention.label, "GPE")
    assert done == []


def test_what_the_laws_refuse_is_told_and_the_field_goes_back(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    mention = mention_of(bench, "GPE")
    organisation = bench.scheme.label("ORG")
    assert organisation is not None
    bench.do(edits.tag(article(bench), mention.fragments, organisation, by=bench.hand))
    select(panel, selection, mention.id)
    with qtbot.waitSignal(panel.refused) as told:
        pick(panel.mention.label, "ORG")
    assert isinstance(told.args[0], Refused)
    assert done == []
    qtbot.waitUntil(lambda: panel.mention.label.currentData() == "GPE")


def test_another_subtype(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    mention = mention_of(bench, "PER")
    select(panel, selection, mention.id)
    other = next(each for each in ("Individual", "Group") if each != mention.subtype)
    pick(panel.mention.subtype, other)
    assert len(done) == 1
    assert article(bench).mentions[mention.id].subtype == other


def test_a_choice_is_stored_and_its_default_is_not(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    pick(field(panel, "level", ChoiceField).choice, "PRO")
    assert article(bench).mentions[mention.id].attributes["level"] == "PRO"
    assert done[0].title == "Set Level to PRO"
    panel.refresh()
    pick(field(panel, "level", ChoiceField).choice, "NAM")
    assert "level" not in article(bench).mentions[mention.id].attributes


def test_a_flag_is_stored_and_taken_out(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    mention = next(
        m for m in article(bench).in_order() if m.label == "GPE" and "metonymy" not in m.attributes
    )
    select(panel, selection, mention.id)
    box = field(panel, "metonymy", FlagField).box
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    assert article(bench).mentions[mention.id].attributes["metonymy"] is True
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    assert "metonymy" not in article(bench).mentions[mention.id].attributes


def test_a_number_is_stored_when_it_is_one(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    mention = next(m for m in article(bench).in_order() if m.label == "GPE" and not m.attributes)
    select(panel, selection, mention.id)
    made = field(panel, "place.latitude", LineField)
    QTest.keyClicks(made.line, "32,9")
    QTest.keyClick(made.line, Qt.Key.Key_Return)
    assert done == []
    assert made.line.property("wrong") is True
    assert "Write a number" in made.line.toolTip()
    made.line.clear()
    QTest.keyClicks(made.line, "32.9")
    QTest.keyClick(made.line, Qt.Key.Key_Return)
    assert article(bench).mentions[mention.id].attributes["place.latitude"] == 32.9
    assert made.line.property("wrong") is False
    made.line.clear()
    QTest.keyClick(made.line, Qt.Key.Key_Return)
    assert "place.latitude" not in article(bench).mentions[mention.id].attributes
    assert len(done) == 2


def test_leaving_a_field_unchanged_is_no_edit(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    select(panel, selection, mention_of(bench, "GPE").id)
    for made in panel.mention.attributes.fields.values():
        (made.focusProxy() or made).setFocus()
    panel.mention.note.setFocus()
    panel.mention.label.setFocus()
    assert done == []


def test_escape_brings_the_stored_value_back(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    select(panel, selection, mention_of(bench, "GPE").id)
    made = field(panel, "place.country", LineField)
    QTest.keyClicks(made.line, "XX")
    QTest.keyClick(made.line, Qt.Key.Key_Escape)
    QTest.keyClick(made.line, Qt.Key.Key_Return)
    assert made.line.text() == ""
    assert done == []


def test_what_was_typed_is_stored_for_the_record_it_was_typed_for(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    first, second = [m for m in article(bench).in_order() if m.label == "GPE" and not m.attributes][:2]
    select(panel, selection, first.id)
    QTest.keyClicks(field(panel, "place.country", LineField).line, "LY")
    select(panel, selection, second.id)
    assert article(bench).mentions[first.id].attributes == {"place.country": "LY"}
    assert article(bench).mentions[second.id].attributes == {}
    assert field(panel, "place.country", LineField).line.text() == ""


def test_the_wheel_changes_nothing(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    select(panel, selection, mention_of(bench, "GPE").id)
    choice = panel.mention.label
    before = choice.currentIndex()
    at = QPointF(choice.rect().center())
    turn = QWheelEvent(
        at,
        choice.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, turn)
    assert choice.currentIndex() == before
    assert done == []


def test_identity_is_asked_for_and_taken_out(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    with qtbot.waitSignal(panel.entity_requested):
        QTest.mouseClick(panel.mention.identity, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.mention.no_identity, Qt.MouseButton.LeftButton)
    assert article(bench).mentions[mention.id].entity is None
    panel.refresh()
    assert panel.mention.identity.text() == "Choose…"
    assert not panel.mention.no_identity.isVisible()


def test_the_button_deletes(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    QTest.mouseClick(panel.mention.head.delete, Qt.MouseButton.LeftButton)
    assert mention.id not in article(bench).mentions
    panel.refresh()
    assert shown(panel) is panel.document


def test_relations_of_a_mention_lead_there(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    relation = binary(bench)
    first, second = relation.arguments
    name = bench.scheme.name_of(relation.type)
    for end, other, sign in ((first, second, f"{name} → "), (second, first, f"← {name} · ")):
        select(panel, selection, end.target)
        links = panel.mention.relations
        line = next(each for each in links.lines if each.accessibleName().startswith(sign))
        assert line.accessibleName() == sign + article(bench).mentions[other.target].quote[:30]
        with qtbot.waitSignal(panel.goto_requested) as asked:
            line.click()
        assert asked.args == [relation.id]


def test_events_of_a_mention_tell_its_role(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    made = event(bench)
    name = bench.scheme.name_of(made.type)
    assert made.trigger is not None
    for target, role in ((made.trigger, "trigger"), (made.arguments[0].target, made.arguments[0].role)):
        select(panel, selection, target)
        assert f"{name} · {role}" in [each.accessibleName() for each in panel.mention.relations.lines]
