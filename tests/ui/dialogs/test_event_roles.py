from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.core.annotations import AnnotationSet, Argument, Mention
from glossator.ui import theme
from glossator.ui.dialogs.event_draft import EventDraft, event_types, fillers, shortened
from glossator.ui.dialogs.event_roles import EventBuilder
from tests.builders import annotated, scheme

SCHEME = scheme()
TEXT = (
    "[Zoe|PER] slept.\n[Ada|PER] and [Bob|PER] [attacked|EVT] [the base|FAC] in [Libya|GPE].\n"
    "[Eve|PER] [met|EVT] [the navy|ORG]."
)


@pytest.fixture
def said() -> AnnotationSet:
    return annotated(TEXT, events=[("MEET", "met", {"Participant": "Eve"})])


def mention(said: AnnotationSet, quote: str) -> Mention:
    return next(each for each in said.mentions.values() if each.quote == quote)


@pytest.fixture
def builder(qtbot: QtBot, said: AnnotationSet) -> EventBuilder:
    made = EventBuilder(theme.light())
    qtbot.addWidget(made)
    made.resize(900, 360)
    return made


def rows(builder: EventBuilder) -> list[str]:
    model = builder.chooser.model
    return [choice.title for row in range(model.rowCount()) if (choice := model.choice(row))]


def press(builder: EventBuilder, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(builder.chooser.field, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_fillers_are_the_permitted_in_the_sentence_then_the_nearest_then_the_others(
    said: AnnotationSet,
) -> None:
    role = SCHEME.event_types[0].roles[0]
    found = fillers(said, mention(said, "attacked"), role)
    assert [each.mention.quote for each in found if each.permitted] == [
        "Bob",
        "Ada",
        "Zoe",
        "Eve",
        "the navy",
    ]
    assert [each.mention.quote for each in found if not each.permitted] == ["the base", "Libya", "met"]


def test_types_used_in_the_document_come_first(said: AnnotationSet) -> None:
    assert [each.id for each in event_types(SCHEME, said, mention(said, "met"))] == ["MEET", "ATTACK"]
    assert event_types(SCHEME, said, mention(said, "Ada")) == []


def test_the_type_that_the_word_tells_comes_first(said: AnnotationSet) -> None:
    assert [each.id for each in event_types(SCHEME, said, mention(said, "attacked"))] == ["ATTACK", "MEET"]


def test_a_type_is_taken_by_its_digit(builder: EventBuilder, said: AnnotationSet) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"))
    press(builder, Qt.Key.Key_2)
    assert builder.title.text() == "“attacked” · Meet"


def test_a_trigger_that_only_one_type_has_settles_the_type(said: AnnotationSet) -> None:
    own = replace(SCHEME.event_types[0], id="OWN", trigger="GPE")
    scheme = replace(SCHEME, event_types=(*SCHEME.event_types, own))
    draft = EventDraft(scheme, said, mention(said, "Libya"))
    assert draft.type == own
    assert draft.role == own.roles[0]


def test_a_draft_begins_with_the_first_role_that_is_open(said: AnnotationSet) -> None:
    trigger, agent = mention(said, "attacked"), mention(said, "Ada")
    draft = EventDraft(SCHEME, said, trigger, type_id="ATTACK", arguments=(Argument("Agent", agent.id),))
    assert draft.role is not None
    assert draft.role.name == "Target"
    assert draft.filled_with(draft.roles[0]) == "Agent: Ada"
    assert draft.empty() is False


def test_by_keyboard_alone(builder: EventBuilder, said: AnnotationSet, qtbot: QtBot) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"))
    QTest.keyClicks(builder.chooser.field, "att")
    press(builder, Qt.Key.Key_Return)
    assert builder.title.text() == "“attacked” · Attack"
    assert rows(builder)[:2] == ["Bob", "Ada"]
    press(builder, Qt.Key.Key_2)
    QTest.keyClicks(builder.chooser.field, "base")
    press(builder, Qt.Key.Key_Return)
    with qtbot.waitSignal(builder.finished) as finished:
        press(builder, Qt.Key.Key_Tab)
    assert finished.args == [
        "ATTACK",
        (
            Argument("Agent", mention(said, "Ada").id),
            Argument("Target", mention(said, "the base").id),
        ),
    ]
    assert not builder.isVisible()


def test_by_mouse_alone(builder: EventBuilder, said: AnnotationSet, qtbot: QtBot) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"))
    place = builder.chooser.list.visualRect(builder.chooser.model.index(0)).center()
    QTest.mouseClick(builder.chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert builder.role is not None
    builder.offer(mention(said, "Zoe").id)  # a click on the page
    QTest.mouseClick(builder.skip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(builder.finished) as finished:
        QTest.mouseClick(builder.finish, Qt.MouseButton.LeftButton)
    assert finished.args == ["ATTACK", (Argument("Agent", mention(said, "Zoe").id),)]


def test_a_role_may_repeat(builder: EventBuilder, said: AnnotationSet, qtbot: QtBot) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    press(builder, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert builder.role is not None
    assert builder.role.name == "Agent"
    assert "Bob" not in rows(builder)
    press(builder, Qt.Key.Key_Return)
    with qtbot.waitSignal(builder.finished) as finished:
        press(builder, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [each.role for each in finished.args[1]] == ["Agent", "Agent"]
    assert len({each.target for each in finished.args[1]}) == 2


def test_backspace_takes_the_last_filler_out_and_shift_tab_goes_back(
    builder: EventBuilder, said: AnnotationSet
) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    press(builder, Qt.Key.Key_Return)
    assert len(list(builder.arguments)) == 1
    press(builder, Qt.Key.Key_Backtab)
    press(builder, Qt.Key.Key_Backspace)
    assert list(builder.arguments) == []
    assert rows(builder)[0] == "Bob"


def test_a_role_is_gone_to_by_its_button(builder: EventBuilder, said: AnnotationSet) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    QTest.mouseClick(builder._chips[2], Qt.MouseButton.LeftButton)
    assert builder.role is not None
    assert builder.role.name == "Place"


def test_what_the_scheme_does_not_permit_is_taken_the_second_time(
    builder: EventBuilder, said: AnnotationSet
) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    builder.offer(mention(said, "Libya").id)
    assert "The scheme has no GPE as Agent" in builder.message.text()
    assert list(builder.arguments) == []
    builder.offer(mention(said, "Libya").id)
    assert list(builder.arguments) == [Argument("Agent", mention(said, "Libya").id)]


def test_the_trigger_and_what_fills_the_role_already_are_refused(
    builder: EventBuilder, said: AnnotationSet
) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    builder.offer(mention(said, "attacked").id)
    assert "trigger cannot fill" in builder.message.text()
    builder.offer(mention(said, "Ada").id)
    press(builder, Qt.Key.Key_Backtab)
    builder.offer(mention(said, "Ada").id)
    assert "“Ada” fills Agent already." in builder.message.text()
    assert len(builder.arguments) == 1
    builder.offer(424242)
    assert len(builder.arguments) == 1


def test_the_page_is_told_whom_to_hint(builder: EventBuilder, said: AnnotationSet, qtbot: QtBot) -> None:
    permitted: list[frozenset[int]] = []
    hints: list[dict[int, str]] = []
    builder.role_changed.connect(permitted.append)
    builder.hints_changed.connect(hints.append)
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    people = {mention(said, name).id for name in ("Ada", "Bob", "Zoe", "Eve", "the navy")}
    assert permitted[-1] == people
    assert hints[-1][mention(said, "Bob").id] == "1"
    QTest.keyClicks(builder.chooser.field, "Zo")
    assert hints[-1][mention(said, "Zoe").id] == "1"
    builder.finish_now()
    assert permitted[-1] == frozenset()
    assert hints[-1] == {}


def test_escape_asks_once_more_when_something_is_filled(
    builder: EventBuilder, said: AnnotationSet, qtbot: QtBot
) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    press(builder, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(builder.cancelled):
        press(builder, Qt.Key.Key_Escape)
    assert "Esc once more" in builder.message.text()
    with qtbot.waitSignal(builder.cancelled):
        press(builder, Qt.Key.Key_Escape)
    assert not builder.isVisible()


def test_with_nothing_filled_escape_leaves_at_once(
    builder: EventBuilder, said: AnnotationSet, qtbot: QtBot
) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"))
    with qtbot.waitSignal(builder.cancelled):
        press(builder, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(builder.cancelled):
        builder.give_up()


def test_by_mouse_it_is_given_up(builder: EventBuilder, said: AnnotationSet, qtbot: QtBot) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    with qtbot.waitSignal(builder.cancelled):
        QTest.mouseClick(builder.cancel, Qt.MouseButton.LeftButton)
    assert not builder.isVisible()


def test_it_changes_its_colours_while_it_asks(builder: EventBuilder, said: AnnotationSet) -> None:
    builder.begin(SCHEME, said, mention(said, "attacked"), type_id="ATTACK")
    bright = builder.grab().toImage()
    builder.set_theme(theme.dark())
    assert builder.grab().toImage() != bright
    builder.finish_now()
    builder.set_theme(theme.light())


def test_a_long_quote_is_shortened_on_one_line() -> None:
    assert shortened("one\n two", 20) == "one two"
    assert shortened("a very long quote", 8) == "a very…"
