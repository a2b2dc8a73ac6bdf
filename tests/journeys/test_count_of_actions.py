"""What a task costs: each key press, click and drag is counted by the hand that does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.core.annotations import Argument
from glossator.ui.dialogs.identical import IdenticalDialog
from glossator.ui.dialogs.identity import IdentityDialog
from tests.journeys.analyst import Analyst
from tests.journeys.mouse import Mouse
from tests.journeys.typist import Typist
from tests.ui.text.reach import on, on_chip


@pytest.fixture
def typist(analyst: Analyst, qtbot: QtBot) -> Typist:
    qtbot.waitUntil(analyst.page.hasFocus)
    return Typist(analyst.window, qtbot)


@pytest.fixture
def mouse(analyst: Analyst, qtbot: QtBot) -> Mouse:
    return Mouse(analyst.window, qtbot)


@contextmanager
def costs(who: Analyst, number: int) -> Iterator[None]:
    """What happens inside takes exactly ``number`` actions, all done by ``who``."""
    who.actions = 0
    yield
    assert who.actions == number


def prepared(who: Analyst, *tags: tuple[str, str]) -> None:
    """The names that a task begins with, tagged before anything is counted."""
    for words, key in tags:
        who.tag(words, key)


def at(typist: Typist, words: str) -> None:
    """The mention of ``words`` is selected before anything is counted."""
    typist.page.select_mention(typist.mention(words).id)


# --- a name


def test_a_name_takes_two_actions(typist: Typist) -> None:
    span = typist.span("Russia")
    typist.show(span)
    with costs(typist, 2):
        typist.click(span.start + 2)
        typist.key("G")
    assert (typist.mention("Russia").label, typist.mention("Russia").subtype) == ("GPE", "Nation")


def test_a_name_of_several_words_takes_two_actions(typist: Typist) -> None:
    with costs(typist, 2):
        typist.drag("alifa Haft")
        typist.key("P")
    assert typist.mention("Khalifa Haftar").label == "PER"


def test_the_next_name_by_keys_alone_takes_two_actions(typist: Typist) -> None:
    """The caret stands before the name; the label takes the word that it stands at."""
    typist.find("Russia")
    typist.key("Left")
    with costs(typist, 2):
        typist.key("Ctrl+Space")
        typist.key("G")
    assert typist.mention("Russia").label == "GPE"


def test_while_painting_a_name_takes_one_action(mouse: Mouse) -> None:
    mouse.press("Ctrl+Shift+G")
    for words in ("Greece", "Italy"):
        mouse.show(mouse.span(words))
        with costs(mouse, 1):
            mouse.drag(words)
        assert mouse.mention(words).label == "GPE"
    mouse.show(mouse.span("Benghazi"))
    with costs(mouse, 1):
        mouse.double_click("Benghazi")
    assert mouse.mention("Benghazi").label == "GPE"


def test_another_label_takes_one_action(typist: Typist) -> None:
    made = typist.tag("Moscow", "G")
    with costs(typist, 1):
        typist.key("L")
    assert typist.annotations.mentions[made.id].label == "LOC"


def test_the_same_label_again_takes_two_actions(typist: Typist) -> None:
    prepared(typist, ("Russia", "G"))
    span = typist.span("Tobruk")
    typist.show(span)
    with costs(typist, 2):
        typist.click(span.start + 2)
        typist.key(".")
    assert typist.mention("Tobruk").label == "GPE"


# --- a relation


def test_a_relation_takes_three_actions(typist: Typist) -> None:
    prepared(typist, ("Libyan National Army", "O"), ("Khalifa Haftar", "P"))
    at(typist, "Khalifa Haftar")
    with costs(typist, 3):
        typist.key("R")
        typist.key(typist.hint_of("Libyan National Army"))
        typist.press("D", on=typist.window.relating.menu.chooser.list)
    (made,) = typist.annotations.relations.values()
    ends = (typist.mention("Khalifa Haftar").id, typist.mention("Libyan National Army").id)
    assert made.type == "LEADS"
    assert made.arguments == (Argument("Arg1", ends[0]), Argument("Arg2", ends[1]))


def test_a_relation_takes_two_actions_where_one_type_is_permitted(typist: Typist) -> None:
    prepared(typist, ("recent report", "D"), ("senior Russian officials", "P"))
    with costs(typist, 2):
        typist.key("R")
        typist.key(typist.hint_of("recent report"))
    (made,) = typist.annotations.relations.values()
    assert made.type == "OWNS_OR_USES"
    assert not typist.window.relating.menu.isVisible()


def test_a_relation_by_mouse_is_a_drag_and_a_click(mouse: Mouse) -> None:
    prepared(mouse, ("Libyan National Army", "O"), ("conflict-torn nation", "G"))
    source, target = mouse.mention("Libyan National Army"), mouse.mention("conflict-torn nation")
    mouse.show(source.fragments[0])
    with costs(mouse, 2):
        mouse.drag_points(on_chip(mouse.page, source.id), on(mouse.page, target.start + 1))
        menu = mouse.window.relating.menu
        mouse.qtbot.waitUntil(menu.isVisible)
        mouse.choose(menu.chooser, "Controls")
    (made,) = mouse.annotations.relations.values()
    assert (made.type, [each.target for each in made.arguments]) == ("CONTROLS", [source.id, target.id])


def test_a_relation_by_mouse_is_one_drag_where_one_type_is_permitted(mouse: Mouse) -> None:
    prepared(mouse, ("recent report", "D"), ("senior Russian officials", "P"))
    source, target = mouse.mention("senior Russian officials"), mouse.mention("recent report")
    mouse.show(source.fragments[0])
    with costs(mouse, 1):
        mouse.drag_points(on(mouse.page, source.start + 2), on(mouse.page, target.start + 8))
    (made,) = mouse.annotations.relations.values()
    assert (made.type, [each.target for each in made.arguments]) == ("OWNS_OR_USES", [source.id, target.id])


# --- an event


def with_fillers(who: Analyst) -> None:
    prepared(
        who,
        ("Russian cargo aircraft", "V"),
        ("air-defense equipment", "W"),
        ("the officials", "P"),
    )


def made_event(who: Analyst) -> None:
    (made,) = who.annotations.relations.values()
    filled = {each.role: who.annotations.mentions[each.target].quote for each in made.arguments}
    assert made.type == "Movement.Transport"
    assert filled == {
        "Agent": "the officials",
        "Artifact": "air-defense equipment",
        "Vehicle": "Russian cargo aircraft",
    }


def test_an_event_with_three_roles_takes_seven_actions_by_keys(typist: Typist) -> None:
    """Place, label, type, three roles, done."""
    with_fillers(typist)
    span = typist.span("transported")
    typist.show(span)
    with costs(typist, 7):
        typist.click(span.start + 2)
        typist.key("E")
        builder = typist.window.relating.builder
        assert typist.keyboard is builder.chooser.field
        typist.key("Return")
        for words in ("the officials", "air-defense equipment", "Russian cargo aircraft"):
            typist.key(typist.digit_of(words))
        typist.key("Ctrl+Return")
    assert not builder.isVisible()
    made_event(typist)


def test_an_event_whose_word_does_not_tell_its_type_takes_eight_actions(typist: Typist) -> None:
    """One letter of the type and its digit; the last of its roles is asked for and skipped."""
    prepared(
        typist,
        ("senior Russian officials", "P"),
        ("Tobruk", "G"),
        ("last year", "T"),
    )
    span = typist.span("discuss")
    typist.show(span)
    with costs(typist, 8):
        typist.click(span.start + 2)
        typist.key("E")
        typist.type("m", typist.keyboard)
        typist.key(typist.digit_of_type("Meet"))
        typist.key(typist.digit_of("senior Russian officials"))
        typist.key("Tab")
        typist.key(typist.digit_of("Tobruk"))
        typist.key(typist.digit_of("last year"))
    (made,) = typist.annotations.relations.values()
    assert made.type == "Contact.Meet"
    assert [each.role for each in made.arguments] == ["Participant", "Place", "Time"]


def test_an_event_with_three_roles_takes_six_actions_by_mouse(mouse: Mouse) -> None:
    """The trigger is painted; its type and its roles are clicked."""
    with_fillers(mouse)
    mouse.press("Ctrl+Shift+E")
    mouse.show(mouse.span("transported"))
    with costs(mouse, 6):
        mouse.double_click("transported")
        builder = mouse.window.relating.builder
        mouse.qtbot.waitUntil(builder.isVisible)
        mouse.choose(builder.chooser, "Transport")
        for words in ("the officials", "air-defense equipment", "Russian cargo aircraft"):
            span = mouse.span(words)
            assert not mouse.page.character_rect(span.end - 2).isEmpty(), "the strip covers what it asks for"
            mouse.click(span.end - 2)
        mouse.click_on(builder.finish)
    made_event(mouse)


# --- every identical string, identities


def test_every_identical_string_takes_three_actions(typist: Typist, qtbot: QtBot) -> None:
    span = typist.span("Russia")
    prepared(typist, ("Russia", "G"))
    typist.page.select(typist.span("According"))
    typist.show(span)
    with costs(typist, 3):
        typist.click(span.start + 2)
        typist.key("Y")
        (dialog,) = typist.window.findChildren(IdenticalDialog)
        qtbot.waitUntil(dialog.isActiveWindow)
        typist.key("Return")
    assert not dialog.isVisible()
    everywhere = len(re.findall(r"\bRussia\b", typist.text))
    assert everywhere > 3
    assert [each.quote for each in typist.annotations.in_order()] == ["Russia"] * everywhere


@pytest.mark.parametrize("words", ["Russia", "Moscow", "Russian"])
def test_the_identity_of_a_known_name_takes_two_actions(typist: Typist, qtbot: QtBot, words: str) -> None:
    """The same name, the capital, the people: the country stands first."""
    prepared(typist, ("Russia", "G"))
    typist.key("I")
    (dialog,) = typist.window.findChildren(IdentityDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    typist.key("Ctrl+Return")
    typist.come_back()
    russia = typist.mention("Russia").entity
    assert russia is not None
    nth = 2 if words == "Russia" else 1
    made = typist.tag(words, "G", nth)
    qtbot.waitUntil(lambda: not typist.window.findChildren(IdentityDialog))
    with costs(typist, 2):
        typist.key("I")
        (dialog,) = typist.window.findChildren(IdentityDialog)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.chooser.field)
        typist.key("Return")
    assert typist.annotations.mentions[made.id].entity == russia
