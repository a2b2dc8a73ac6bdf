from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet, Argument, Mention, Relation
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.ids import to_text
from glossator.core.scheme import AttributeType, Role
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.panels.inspector.attributes import MentionField
from glossator.ui.panels.inspector.fields import ChoiceField, FlagField, LineField, SeveralField
from glossator.ui.panels.inspector.mention_form import MentionForm
from glossator.ui.panels.inspector.relation_form import RelationForm
from glossator.ui.panels.inspector.sections import origin_words, provenance
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.ui.panels.conftest import import_documents

W = TypeVar("W", bound=QWidget)
Carry = Callable[[object], list[Change]]


@pytest.fixture
def panel(qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals) -> InspectorPanel:
    assert bench.current is not None
    selection.set(None, document=bench.current.document.id)
    made = InspectorPanel(bench, selection, signals, theme.light())
    qtbot.addWidget(made)
    made.resize(336, 700)
    made.show()
    return made


def article(bench: Workbench) -> AnnotationSet:
    assert bench.current is not None
    return bench.current


def mention_of(bench: Workbench, label: str) -> Mention:
    return next(each for each in article(bench).in_order() if each.label == label)


def binary(bench: Workbench) -> Relation:
    return next(each for each in article(bench).relations.values() if not each.is_event)


def event(bench: Workbench) -> Relation:
    events = [each for each in article(bench).relations.values() if each.is_event]
    return max(events, key=lambda each: len(each.arguments))


def select(panel: InspectorPanel, selection: Selection, *ids: int) -> None:
    selection.set(None, records=ids)
    panel.refresh()


def pick(choice: object, data: object) -> None:
    """Choose an item as the user does."""
    place = choice.findData(data)  # type: ignore[attr-defined]
    assert place >= 0, data
    choice.setCurrentIndex(place)  # type: ignore[attr-defined]
    choice.activated.emit(place)  # type: ignore[attr-defined]


def shown(panel: InspectorPanel) -> QWidget:
    return next(form for form, page in panel._pages.items() if page is panel._pile.currentWidget())


def field(panel: InspectorPanel, name: str, kind: type[W]) -> W:
    form = panel.mention if shown(panel) is panel.mention else panel.relation
    return cast("W", form.attributes.fields[name])


# --- what is shown --------------------------------------------------------------------------------------------------


def test_without_project_or_document_it_says_what_to_do(panel: InspectorPanel, bench: Workbench) -> None:
    bench.close_document()
    panel.refresh()
    assert shown(panel) is panel.empty
    assert "Choose one" in panel.empty.text()
    panel.set_bench(None)
    assert panel.empty.text() == "No project is open."


def test_the_document_is_shown_while_nothing_is_selected(panel: InspectorPanel, bench: Workbench) -> None:
    assert shown(panel) is panel.document
    document = article(bench).document
    said = {label.text() for label in panel.document.findChildren(QLabel)}
    assert {document.name, "Defence Desk", "source not graded", "new"} <= said
    counts = {each.name: each.number for each in panel.document.counts._counts}
    assert counts["Person"] == sum(m.label == "PER" for m in article(bench).mentions.values())
    assert sum(counts.values()) == len(article(bench).mentions)
    assert panel.document.summary.text().startswith(f"{len(article(bench).mentions)} mentions")


def test_the_forms_of_records_are_made_when_they_are_needed(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    panel.set_theme(theme.dark())
    panel.tell()
    assert not panel.findChildren(MentionForm)
    assert not panel.findChildren(RelationForm)
    select(panel, selection, mention_of(bench, "GPE").id)
    select(panel, selection, binary(bench).id)
    assert panel.findChildren(MentionForm) == [panel.mention]
    assert panel.findChildren(RelationForm) == [panel.relation]


def test_a_selected_mention_is_shown(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    form = panel.mention
    assert shown(panel) is form
    assert form.head.words.text() == mention.quote
    assert (form.label.currentData(), form.subtype.currentData()) == ("GPE", mention.subtype)
    assert form.head.chip.accessibleName() == "Geo-political entity"
    assert f"characters {mention.start}" in form.head.facts.text()
    assert form.identity.text() == "United States"
    assert "Kim Lee" in form.origin.text()
    assert "by hand" in form.origin.text()


def test_the_form_has_the_attributes_of_the_label(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    for label in ("GPE", "TIM", "PER"):
        select(panel, selection, mention_of(bench, label).id)
        wanted = [each.id for each in bench.scheme.attributes_for("mention", label) if each.id != "subtype"]
        assert list(panel.mention.attributes.fields) == wanted


def test_it_follows_the_selection_by_itself(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    selection.set(None, records=(mention_of(bench, "PER").id,))
    qtbot.waitUntil(lambda: shown(panel) is panel.mention)
    selection.set(None, records=(binary(bench).id,))
    qtbot.waitUntil(lambda: shown(panel) is panel.relation)
    selection.set(None, records=())
    qtbot.waitUntil(lambda: shown(panel) is panel.document)


def test_several_selected_are_told(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    first, second = (each.id for _, each in zip(range(2), article(bench).in_order(), strict=False))
    select(panel, selection, first, second)
    assert panel.more.text() == "2 are selected; this is the first."
    select(panel, selection, first)
    assert not panel.more.isVisible()


def test_a_discontinuous_mention_says_so(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    mention = next(m for m in article(bench).in_order() if len(m.fragments) > 1)
    select(panel, selection, mention.id)
    assert panel.mention.head.facts.text().endswith("in 2 fragments")


# --- edits of a mention ---------------------------------------------------------------------------------------------


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


# --- notes ----------------------------------------------------------------------------------------------------------


def notes(bench: Workbench, target: int) -> list[str]:
    return [each.body for each in article(bench).notes_on(target)]


def test_a_note_is_saved_by_ctrl_enter(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    mention = mention_of(bench, "WEA")
    select(panel, selection, mention.id)
    QTest.keyClicks(panel.mention.note, "Check the type.")
    assert done == []
    QTest.keyClick(panel.mention.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert notes(bench, mention.id) == ["Check the type."]
    panel.mention.label.setFocus()
    assert len(done) == 1


def test_a_note_is_saved_when_it_is_left_and_deleted_when_it_is_emptied(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    mention = mention_of(bench, "WEA")
    select(panel, selection, mention.id)
    panel.activateWindow()
    panel.mention.note.setFocus()
    QTest.keyClicks(panel.mention.note, "Left.")
    panel.mention.label.setFocus()
    assert notes(bench, mention.id) == ["Left."]
    panel.mention.note.setFocus()
    panel.mention.note.clear()
    panel.mention.label.setFocus()
    assert notes(bench, mention.id) == []


def test_a_note_stays_with_its_record_when_another_is_selected(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    first, second = mention_of(bench, "WEA"), mention_of(bench, "VEH")
    select(panel, selection, first.id)
    QTest.keyClicks(panel.mention.note, "About the first.")
    select(panel, selection, second.id)
    assert (notes(bench, first.id), notes(bench, second.id)) == (["About the first."], [])
    assert panel.mention.note.toPlainText() == ""


def test_a_note_stays_with_its_document_when_another_is_opened(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    (other,) = import_documents(bench, "Other")
    first = article(bench).document.id
    before = notes(bench, first)
    QTest.keyClicks(panel.document.note, "More. ")
    bench.open_document(other.id)
    selection.set(None, document=other.id)
    panel.refresh()
    assert (
        [each.body for each in bench.ask.notes_on(first)] == ["More. " + before[0]] if before else ["More."]
    )
    assert bench.ask.notes_on(other.id) == []


def test_a_note_on_what_was_deleted_meanwhile_is_refused_with_its_text(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    mention = mention_of(bench, "WEA")
    select(panel, selection, mention.id)
    QTest.keyClicks(panel.mention.note, "Too late.")
    bench.do(deletion.delete(article(bench), [mention.id], by=bench.hand))
    with qtbot.waitSignal(panel.refused) as told:
        panel.tell()
    assert told.args[0].details == "Too late."


def test_escape_brings_the_stored_note_back(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    select(panel, selection, mention_of(bench, "WEA").id)
    QTest.keyClicks(panel.mention.note, "No.")
    QTest.keyClick(panel.mention.note, Qt.Key.Key_Escape)
    assert panel.mention.note.toPlainText() == ""
    panel.tell()
    assert done == []


def test_the_note_is_as_high_as_its_text(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    select(panel, selection, mention_of(bench, "WEA").id)
    low = panel.mention.note.height()
    panel.mention.note.setPlainText("word " * 60)
    middle = panel.mention.note.height()
    panel.mention.note.setPlainText("word " * 6000)
    assert low < middle < panel.mention.note.height() < 400


# --- relations and events -------------------------------------------------------------------------------------------


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


# --- the rest -------------------------------------------------------------------------------------------------------


def test_what_others_change_is_shown(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    bench.do(edits.set_attribute(article(bench), mention.id, "level", "PRO", by=bench.hand))
    level = field(panel, "level", ChoiceField)
    qtbot.waitUntil(lambda: level.choice.currentData() == "PRO")
    assert field(panel, "level", ChoiceField) is level


def test_a_value_that_the_scheme_does_not_know_is_shown(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    mention = mention_of(bench, "GPE")
    bench.do(edits.set_attribute(article(bench), mention.id, "level", "XYZ", by=bench.hand))
    select(panel, selection, mention.id)
    assert field(panel, "level", ChoiceField).choice.currentText() == "XYZ (not in the scheme)"


def test_focus_goes_to_the_first_attribute(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    panel.activateWindow()
    selection.set(None, records=(binary(bench).id,))
    panel.focus_attributes()
    first = field(panel, next(iter(panel.relation.attributes.fields)), ChoiceField)
    assert first.choice.hasFocus()
    selection.set(None, records=())
    panel.focus_attributes()
    assert panel.document.note.hasFocus()


def test_nothing_can_be_changed_in_a_project_that_is_read_only(
    panel: InspectorPanel, bench: Workbench, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.project_file, "read_only", True)
    select(panel, selection, mention_of(bench, "GPE").id)
    assert not panel.mention.label.isEnabled()
    assert not panel.mention.attributes.isEnabled()
    assert panel.mention.note.isReadOnly()
    assert all(line.isEnabled() for line in panel.mention.relations.lines)
    select(panel, selection, event(bench).id)
    assert not any(role.fill.isEnabled() for role in panel.relation.roles.values())


def test_both_looks(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    for record in (mention_of(bench, "GPE").id, event(bench).id):
        select(panel, selection, record)
        before = panel.grab().toImage()
        panel.set_theme(theme.dark())
        assert panel.grab().toImage() != before
        panel.set_theme(theme.light())


def test_where_a_record_comes_from_is_said_in_words() -> None:
    assert origin_words("") == "by hand"
    assert origin_words("suggestion:memory") == "suggested by memory"
    assert origin_words("import:tags.jsonl") == "imported from tags.jsonl"
    assert origin_words("something") == "something"
    record = Mention(1, 1, "PER", (Span(0, 1),), "A", author="Kim", origin="import:x", confidence=0.876)
    assert provenance(record) == "Kim · imported from x · confidence 88%"
    assert provenance(replace(record, author="", confidence=None)) == "imported from x"


# --- fields by themselves -------------------------------------------------------------------------------------------


def line(qtbot: QtBot, kind: str) -> tuple[LineField, list[object]]:
    made = LineField(AttributeType("a", "A", ("mention",), kind=kind))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    told: list[object] = []
    made.edited.connect(told.append)
    return made, told


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("number", "12", 12),
        ("number", "-0.5", -0.5),
        ("number", "1e3", 1000.0),
        ("date", "2024-12", "2024-12"),
        ("place", "32.89, 13.19", "32.89, 13.19"),
        ("text", "  plain ", "plain"),
    ],
)
def test_what_is_right_is_told(qtbot: QtBot, kind: str, typed: str, value: object) -> None:
    made, told = line(qtbot, kind)
    made.line.setText(typed)
    made.line.editingFinished.emit()
    assert told == [value]
    assert type(told[0]) is type(value)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "twelve"),
        ("number", "inf"),
        ("number", "nan"),
        ("date", "5 December"),
        ("date", "2024-13-01"),
        ("place", "32.89"),
        ("place", "91, 0"),
        ("place", "0, 181"),
        ("place", "a, b"),
        ("place", "1,"),
    ],
)
def test_what_is_wrong_is_marked_explained_and_kept(qtbot: QtBot, kind: str, typed: str) -> None:
    made, told = line(qtbot, kind)
    made.line.setText(typed)
    made.line.editingFinished.emit()
    assert told == []
    assert made.line.text() == typed
    assert made.line.property("wrong") is True
    assert made.line.toolTip().endswith(".")
    QTest.keyClicks(made.line, "x")
    assert made.line.property("wrong") is False


def test_several_values_come_in_the_order_of_the_scheme(qtbot: QtBot) -> None:
    made = SeveralField(AttributeType("a", "A", ("mention",), kind="several", values=("x", "y", "z")))
    qtbot.addWidget(made)
    told: list[object] = []
    made.edited.connect(told.append)
    made.show_value(("z", "old"))
    assert [box.isChecked() for box in made.boxes.values()] == [False, False, True]
    made.boxes["x"].click()
    made.show_value(None)
    made.boxes["y"].click()
    made.boxes["y"].click()
    assert told == [("x", "z", "old"), ("y",), None]
