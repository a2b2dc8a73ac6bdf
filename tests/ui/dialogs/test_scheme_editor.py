"""The editor of the scheme: what it shows, what it asks for, what it refuses at which field, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from glossator.core.scheme import (
    AttributeType,
    EventType,
    Heading,
    Label,
    RelationType,
    Role,
    Scheme,
    Signature,
)
from glossator.ui import theme
from glossator.ui.dialogs.scheme import SchemeEditor
from glossator.ui.dialogs.scheme.forms import (
    SLOT_NAMES,
    AttributeForm,
    EventForm,
    HeadingForm,
    LabelForm,
    RelationForm,
)
from glossator.ui.dialogs.scheme.making import another_of, copy_of, free_key
from glossator.ui.messages import Message
from tests.builders import scheme as small

SCHEME = replace(
    small(),
    labels=(*small().labels, Label("NAVY", "Navy", parent="ORG"), Label("FLEET", "Fleet", parent="NAVY")),
)


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[SchemeEditor]:
    made = SchemeEditor(
        SCHEME,
        theme.light(),
        lambda scheme, item, look: b"",
        counts=lambda item: 3 if item.id == "PER" else 0,
    )
    qtbot.addWidget(made)
    made.show()
    yield made
    made.leave()


def heard(editor: SchemeEditor) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    editor.edited.connect(lambda *said: found.append(said))
    editor.added.connect(lambda *said: found.append(said))
    return found


def shown_id(editor: SchemeEditor) -> str:
    """The id of the item that is shown."""
    assert editor.form.shown is not None
    return str(editor.form.shown.id)


def answer(text: str) -> None:
    """Press a button of the question that is asked."""
    (message,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, Message) and each.isVisible()
    ]
    (button,) = [each for each in message.findChildren(QPushButton) if each.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_tree_holds_every_item_labels_below_their_parents(editor: SchemeEditor) -> None:
    for each in SCHEME.items():
        editor.tree.choose((type(each), each.id))
        assert editor.form.shown == each
        assert editor.form.item() == each
        assert not editor.is_edited
    editor.tree.choose((Label, "FLEET"))
    row = editor.tree.currentItem()
    words = []
    while row is not None:
        words.append(row.text(0))
        row = row.parent()
    assert words == ["Fleet", "Navy", "Organization  O", "Labels  (10)"]


def test_the_filter_leaves_what_is_looked_for_and_what_stands_above(editor: SchemeEditor) -> None:
    editor.filter.setText("fleet")
    rows = editor.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    assert [row.text(0) for row in rows if not row.isHidden()] == [
        "Labels  (10)",
        "Organization  O",
        "Navy",
        "Fleet",
    ]


def test_how_many_tags_use_it_is_told(editor: SchemeEditor) -> None:
    assert editor.used.text() == "3 tags use it."
    editor.tree.choose((Label, "ORG"))
    assert editor.used.text() == "No tag uses it yet."


def test_a_label_is_edited_in_all_its_fields_as_one(editor: SchemeEditor) -> None:
    said = heard(editor)
    form = editor.label_form
    form.name.setText("  Human   being ")
    form.tag.setText("HUM")
    form.key.setCurrentIndex(form.key.findData("N"))
    form.slot.setCurrentIndex(form.slot.findData("CUE"))
    form.parent_label.setCurrentIndex(form.parent_label.findData("ORG"))
    form.definition.setPlainText("What breathes")
    form.choose.setPlainText("Not a robot")
    assert editor.apply.isEnabled()
    QTest.mouseClick(editor.apply, Qt.MouseButton.LeftButton)
    (old,) = [each for each in SCHEME.labels if each.id == "PER"]
    new = replace(
        old,
        name="Human being",
        tag="HUM",
        key="N",
        slot="CUE",
        parent="ORG",
        definition="What breathes",
        choose="Not a robot",
    )
    assert said == [(old, new, {})]


def test_subtypes_are_renamed_taken_out_and_added(editor: SchemeEditor) -> None:
    said = heard(editor)
    field = editor.label_form.subtypes
    field.list.item(0).setText("One")
    field.list.setCurrentRow(1)
    QTest.mouseClick(field.out, Qt.MouseButton.LeftButton)
    QTest.keyClicks(field.field, "Crowd, Pair")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    editor.apply_edit()
    ((_, new, renames),) = said
    assert new.subtypes == ("One", "Crowd", "Pair")
    assert renames == {"Individual": "One", "Group": ""}


def test_a_subtype_that_comes_back_is_the_one_it_was(editor: SchemeEditor) -> None:
    field = editor.label_form.subtypes
    field.list.setCurrentRow(1)
    field.out.click()
    field.field.setText("Group")
    field.field.returnPressed.emit()
    assert field.renames() == {}
    editor.discard_edit()


@pytest.mark.parametrize(
    ("field", "words"),
    [("name", "lacks a name"), ("key", "The label key 'O' stands twice")],
)
def test_a_fault_stands_at_its_field_and_nothing_can_be_applied(
    editor: SchemeEditor, field: str, words: str
) -> None:
    said = heard(editor)
    if field == "name":
        editor.label_form.name.clear()
    else:
        editor.label_form.key.setCurrentIndex(editor.label_form.key.findData("O"))
    label = editor.label_form._faults[field]
    assert words in label.text()
    assert label.isVisibleTo(editor)
    assert not editor.apply.isEnabled()
    assert not editor.apply_edit()
    assert said == []
    editor.discard_edit()
    assert not label.isVisibleTo(editor)


def test_a_label_cannot_be_put_under_what_stands_below_it(editor: SchemeEditor) -> None:
    editor.tree.choose((Label, "ORG"))
    ids = {
        editor.label_form.parent_label.itemData(at) for at in range(editor.label_form.parent_label.count())
    }
    assert not ids & {"ORG", "NAVY", "FLEET"}
    assert "PER" in ids


def test_a_relation_has_its_ends_and_roles(editor: SchemeEditor) -> None:
    said = heard(editor)
    editor.tree.choose((RelationType, "LEADS"))
    form = editor.forms[RelationType]
    assert isinstance(form, RelationForm)
    form.ends.another.click()
    first, second = form.ends.fields()[1]
    first.setText("GPE")
    second.setText("NOPE")
    assert "unknown label NOPE" in form._faults["signatures"].text()
    second.setText("LOC FAC")
    form.second.setText("Body")
    form.symmetric.setChecked(True)
    editor.apply_edit()
    ((_, new, renames),) = said
    assert new.signatures == (Signature(("PER",), ("ORG", "GPE")), Signature(("GPE",), ("LOC", "FAC")))
    assert (new.roles, new.symmetric, renames) == (("Arg1", "Body"), True, {"Arg2": "Body"})


def test_an_event_has_roles_that_can_be_renamed_and_taken_out(editor: SchemeEditor) -> None:
    said = heard(editor)
    editor.tree.choose((EventType, "ATTACK"))
    form = editor.forms[EventType]
    assert isinstance(form, EventForm)
    form.roles.fields()[0][0].setText("Attacker")
    form.roles.take_out(2)
    form.roles.another.click()
    name, ids, box = form.roles.fields()[-1]
    name.setText("Weapon")
    ids.setText("FAC")
    box.setChecked(True)
    editor.apply_edit()
    ((_, new, renames),) = said
    assert [each.name for each in new.roles] == ["Attacker", "Target", "Weapon"]
    assert new.roles[-1] == Role("Weapon", ("FAC",), required=True)
    assert renames == {"Agent": "Attacker", "Place": ""}


def test_an_attribute_changes_its_kind_and_where_it_stands(editor: SchemeEditor) -> None:
    said = heard(editor)
    editor.tree.choose((AttributeType, "hedged"))
    form = editor.forms[AttributeType]
    assert isinstance(form, AttributeForm)
    form.kind.setCurrentIndex(form.kind.findData("choice"))
    assert "needs values" in form._faults["values"].text()
    form.values.field.setText("no, yes")
    form.values.field.returnPressed.emit()
    for box in form.on.values():
        box.setChecked(False)
    assert "belongs on nothing" in form._faults["on"].text()
    form.on["event"].setChecked(True)
    editor.apply_edit()
    ((_, new, _),) = said
    assert (new.kind, new.values, new.on) == ("choice", ("no", "yes"), ("event",))


def test_what_the_scheme_says_of_itself_is_edited_too(editor: SchemeEditor) -> None:
    said = heard(editor)
    editor.tree.choose((Heading, "small"))
    form = editor.forms[Heading]
    assert isinstance(form, HeadingForm)
    assert form.cues.toPlainText() == "Hedge: reportedly, appears"
    form.cues.setPlainText("Hedge: may\nDoubt: perhaps, maybe")
    form.version.setText("2")
    editor.apply_edit()
    ((_, new, _),) = said
    assert (new.version, dict(new.cues)) == ("2", {"Hedge": ("may",), "Doubt": ("perhaps", "maybe")})


def test_a_new_label_stands_under_the_one_that_is_shown(editor: SchemeEditor) -> None:
    said = heard(editor)
    editor.begin(Label)
    form = editor.label_form
    assert form.id.isEnabled()
    form.id.setText("PER")
    assert "id PER already" in form._faults["id"].text()
    form.id.setText("CREW")
    form.name.setText("Crew")
    editor.apply_edit()
    assert said == [(Label("CREW", "Crew", free_key(SCHEME, "New label"), "PER", parent="PER"),)]


def test_every_kind_begins_and_is_copied_without_a_fault() -> None:
    for kind in (Label, RelationType, EventType, AttributeType):
        made = another_of(kind, SCHEME)
        assert isinstance(made, kind)
    for each in SCHEME.items():
        if not isinstance(each, Heading):
            copied = copy_of(each, SCHEME)
            assert copied.id not in {every.id for every in SCHEME.items()}
            assert not copied.retired


def test_a_free_key_is_a_letter_of_the_name_where_one_is_free() -> None:
    assert free_key(small(), "Vehicle") == "V"
    assert free_key(small(), "Person") == "N"
    full = replace(small(), labels=tuple(Label(key, key, key) for key in "CDEFGLNOPTVW0123456789"))
    assert free_key(full, "Person") == ""


def test_what_is_not_applied_is_asked_about_before_one_leaves(editor: SchemeEditor) -> None:
    said = heard(editor)
    editor.label_form.name.setText("Human")
    editor.tree.choose((Label, "ORG"))
    assert shown_id(editor) == "PER"
    answer("Cancel")
    assert editor.label_form.name.text() == "Human"
    editor.tree.choose((Label, "ORG"))
    answer("Apply it")
    assert [new.name for _, new, _ in said] == ["Human"]
    assert shown_id(editor) == "ORG"
    editor.label_form.name.setText("Body")
    editor.tree.choose((Label, "PER"))
    answer("Discard it")
    assert (len(said), shown_id(editor)) == (1, "PER")


def test_esc_asks_too_and_a_fault_can_only_be_discarded(editor: SchemeEditor) -> None:
    editor.label_form.name.clear()
    editor.reject()
    assert editor.isVisible()
    answer("Discard it")
    assert not editor.isVisible()


def test_a_change_from_elsewhere_is_shown_and_an_edit_of_another_item_stays(editor: SchemeEditor) -> None:
    editor.label_form.name.setText("Human")
    labels = tuple(replace(each, name="Army") if each.id == "ORG" else each for each in SCHEME.labels)
    editor.show_scheme(replace(SCHEME, labels=labels))
    assert editor.label_form.name.text() == "Human"
    assert editor.tree.findItems("Army", Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    labels = tuple(replace(each, name="Anybody") if each.id == "PER" else each for each in SCHEME.labels)
    editor.show_scheme(replace(SCHEME, labels=labels))
    assert editor.label_form.name.text() == "Anybody"


def test_dragging_onto_another_label_asks_to_move_it(editor: SchemeEditor, qtbot: QtBot) -> None:
    from PySide6.QtCore import QMimeData, QPointF
    from PySide6.QtGui import QDropEvent

    editor.tree.choose((Label, "PER"))
    (row,) = editor.tree.findItems("Navy", Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    place = QPointF(editor.tree.visualItemRect(row).center())
    event = QDropEvent(
        place,
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(editor.moved) as moved:
        editor.tree.dropEvent(event)
    assert [moved.args[0].id, moved.args[1]] == ["PER", "NAVY"]


def test_a_project_for_reading_only_lets_nothing_be_changed(qtbot: QtBot) -> None:
    made = SchemeEditor(SCHEME, theme.dark(), lambda scheme, item, look: b"", is_fixed=True)
    qtbot.addWidget(made)
    assert not made.label_form.isEnabled()
    assert not any(each.isEnabled() for each in (made.new, made.copy, made.rework, made.apply))
    assert "reading only" in made.windowTitle()


def test_colours_have_names_and_follow_the_theme(qtbot: QtBot) -> None:
    form = LabelForm(theme.light())
    qtbot.addWidget(form)
    form.show_item(SCHEME.labels[0], SCHEME, is_new=False)
    form.set_theme(theme.dark())
    assert form.item() == SCHEME.labels[0]
    assert set(SLOT_NAMES) == set(theme.light().slots)


def test_a_scheme_of_a_thousand_labels_is_shown(qtbot: QtBot) -> None:
    many = Scheme("many", "Many", "1", labels=tuple(Label(f"L{n}", f"L{n}") for n in range(1000)))
    made = SchemeEditor(many, theme.light(), lambda scheme, item, look: b"")
    qtbot.addWidget(made)
    made.tree.choose((Label, "L999"))
    assert made.form.shown == many.labels[-1]


def placed(editor: SchemeEditor) -> list[tuple[str, str, bool]]:
    found: list[tuple[str, str, bool]] = []
    editor.placed.connect(lambda item, beside, below: found.append((item.id, beside.id, below)))
    return found


def test_alt_and_an_arrow_ask_to_put_an_item_elsewhere(editor: SchemeEditor) -> None:
    said = placed(editor)
    editor.tree.choose((Label, "ORG"))
    for keys in ("Alt+Up", "Alt+Down"):
        QTest.keySequence(editor.tree, keys)
    assert said == [("ORG", "PER", False), ("ORG", "GPE", True)]
    said.clear()
    for kind, item in ((Label, "PER"), (Label, "NAVY"), (RelationType, "LEADS"), (AttributeType, "level")):
        editor.tree.choose((kind, item))
        QTest.keySequence(editor.tree, "Alt+Up")
    assert said == [], "the first of its kind stays the first"
    editor.tree.choose((Heading, "small"))
    QTest.keySequence(editor.tree, "Alt+Down")
    assert said == []


def test_an_item_is_dragged_between_others(editor: SchemeEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    said = placed(editor)
    moved: list[object] = []
    editor.moved.connect(lambda *each: moved.append(each))
    place = editor.tree.DropIndicatorPosition
    for onto, where, kind in (
        ("GPE", place.AboveItem, Label),
        ("NAVY", place.BelowItem, Label),
        ("LEADS", place.BelowItem, RelationType),
    ):
        editor.tree.choose((Label, "PER"))
        monkeypatch.setattr(editor.tree, "dropIndicatorPosition", lambda where=where: where)
        row = editor.tree._rows[(kind, onto)]
        at = editor.tree.visualItemRect(row).center()
        event = QDropEvent(
            QPointF(at),
            Qt.DropAction.MoveAction,
            QMimeData(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        editor.tree.dropEvent(event)
    assert said == [("PER", "GPE", False), ("PER", "NAVY", True)], "a label has no place among relations"
    assert moved == []


def test_where_nothing_can_be_changed_nothing_is_moved(qtbot: QtBot) -> None:
    editor = SchemeEditor(SCHEME, theme.light(), lambda scheme, item, look: b"", is_fixed=True)
    qtbot.addWidget(editor)
    said = placed(editor)
    editor.tree.choose((Label, "ORG"))
    editor.tree.step(-1)
    assert said == []
    editor.leave()


def test_permitted_ends_are_ticked_in_a_list(editor: SchemeEditor, qtbot: QtBot) -> None:
    editor.tree.choose((RelationType, "LEADS"))
    form = editor.form
    assert isinstance(form, RelationForm)
    first, second = form.ends.fields()[0]
    second.setText("ORG GPE odd")
    QTest.keyClick(second.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    ticks = second._ticks
    assert ticks is not None
    assert ticks.isVisible()
    words = [ticks.list.item(at).text() for at in range(ticks.list.count())]
    assert words[:4] == ["Person  PER", "Organization  ORG", "    Navy  NAVY", "        Fleet  FLEET"]
    assert not any("OLD" in each for each in words)
    assert ticks.ticked() == ("ORG", "GPE")
    ticks.list.setCurrentRow(words.index("Location  LOC"))
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)
    ticks.list.setCurrentRow(words.index("Organization  ORG"))
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)
    assert second.text() == "GPE odd LOC", "what the list does not know stays"
    assert editor.is_edited
    QTest.keyClick(ticks.list, Qt.Key.Key_Return)
    assert not ticks.isVisible()
    assert first.text() == "PER"


def test_fillers_of_roles_and_labels_of_attributes_are_ticked_too(editor: SchemeEditor) -> None:
    editor.tree.choose((EventType, "ATTACK"))
    form = editor.form
    assert isinstance(form, EventForm)
    ticks = form.roles.fields()[0][1].tick()
    assert ticks.ticked() == ("PER", "ORG")
    ticks.close()
    editor.tree.choose((AttributeType, "metonymy"))
    other = editor.form
    assert isinstance(other, AttributeForm)
    ticks = other.labels.tick()
    assert ticks.ticked() == ("GPE",)
    ticks.close()


def test_values_and_roles_are_put_in_another_order_by_keys(editor: SchemeEditor) -> None:
    editor.tree.choose((Label, "PER"))
    values = editor.label_form.subtypes
    values.list.setCurrentRow(0)
    QTest.keyClick(values.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert values.values() == ("Group", "Individual")
    assert values.renames() == {}, "nothing is called otherwise"
    QTest.keyClick(values.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert values.values() == ("Group", "Individual"), "it is the last one"
    assert editor.is_edited
    editor.discard_edit()
    editor.tree.choose((EventType, "ATTACK"))
    form = editor.form
    assert isinstance(form, EventForm)
    name, ids, _ = form.roles.fields()[0]
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(name, Qt.Key.Key_Down, held)
    assert [role.name for role in form.roles.roles()] == ["Target", "Agent", "Place"]
    QTest.keyClick(ids.line, Qt.Key.Key_Down, held)
    assert [role.name for role in form.roles.roles()] == ["Target", "Place", "Agent"]
    assert form.roles.renames() == {}
    item = form.item()
    assert item.roles[2] == Role("Agent", ("PER", "ORG"), required=True)
    editor.discard_edit()
