"""Every mention, relation and event of a whole article made by mouse alone: dragged, chosen in menus and lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolBar
from pytestqt.qtbot import QtBot

from glossator.core.annotations import Mention, Relation
from glossator.core.spans import Span
from glossator.ui.dialogs.event_draft import Filler
from glossator.ui.dialogs.relation_menu import RelationChoice
from tests.journeys.analyst import Analyst
from tests.journeys.mouse import Mouse
from tests.journeys.whole_article import Work, work
from tests.ui.text.reach import drag, on_chip

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Clicker(Mouse):
    """Somebody who does a piece of work by mouse, and knows which of the new records stands for which of the old."""

    def __init__(self, mouse: Analyst, wanted: Work) -> None:
        super().__init__(mouse.window, mouse.qtbot)
        self.wanted = wanted
        self.made: dict[int, int] = {}

    def rest(self, near: int) -> None:
        """Click where nothing is tagged: then nothing is selected."""
        free = (
            at
            for at in range(near, 0, -1)
            if not any(self.annotations.at(each) for each in (at - 1, at, at + 1))
        )
        for at in free:
            if not self.page.character_rect(at).isEmpty():
                self.click(at)
                return

    def drag_over(self, span: Span, keys: Qt.KeyboardModifier) -> None:
        """Drag from the first to the last character, character by character where Alt is held."""
        self.show(span)
        start, end = self.point(span.start, edge=True), self.point(span.end - 1, edge=True, right=True)
        self.actions += 1
        drag(self.page, start, QPoint((start.x() + end.x()) // 2, end.y()), end, keys=keys)

    def make(self, mention: Mention) -> None:
        label = self.wanted.scheme.label(mention.label)
        assert label is not None
        first, *rest = mention.fragments
        self.show(first)
        self.rest(first.start)
        self.drag_over(first, ALT)
        assert self.page.selected == first
        if mention.subtype == label.default_subtype:
            at = self.point((first.start + first.end) // 2)
            self.take(self.page.viewport(), at, "Label", label.name)
        else:
            self.choose_in_palette(f"{label.id} › {mention.subtype}")
        builder = self.window.relating.__dict__.get("builder")
        if builder is not None and builder.isVisible():
            self.click_on(builder.cancel)
        made = self.window.desk.mention
        assert made is not None
        self.made[mention.id] = made.id
        for span in rest:
            self.drag_over(span, CTRL)
            self.take(self.page.viewport(), self.point(span.start + 1), "Add a fragment")
        now = self.annotations.mentions[made.id]
        assert (now.label, now.subtype, now.fragments) == (mention.label, mention.subtype, mention.fragments)

    def choose_in_palette(self, words: str) -> None:
        """Press the button of the palette, and click on the row that says this."""
        bar = next(each for each in self.window.findChildren(QToolBar) if each.objectName() == "Tools")
        button = bar.widgetForAction(self.window.actions_by_id["palette"])
        self.click_on(button)
        palette = self.window.asking.palette
        self.qtbot.waitUntil(palette.isVisible)
        self.choose(palette.chooser, words)
        self.qtbot.waitUntil(lambda: not palette.isVisible())

    def join(self, relation: Relation) -> None:
        """Drag from the chip of one mention to that of the other, and click on what joins them."""
        first, second = (self.annotations.mentions[self.made[each.target]] for each in relation.arguments)
        low, high = min(first.start, second.start), max(first.start, second.start)
        self.show(Span(low, high + 1))
        before = set(self.annotations.relations)
        self.drag_points(on_chip(self.page, first.id), on_chip(self.page, second.id))
        menu = self.window.relating.menu
        if menu.isVisible():
            model = menu.chooser.model
            held = [
                choice.value if (choice := model.choice(row)) else None for row in range(model.rowCount())
            ]
            row = next(
                row
                for row, each in enumerate(held)
                if isinstance(each, RelationChoice)
                and (each.type_id, each.reversed, each.role) == (relation.type, False, "")
            )
            index = model.index(row)
            menu.chooser.list.scrollTo(index)
            self.actions += 1
            place = menu.chooser.list.visualRect(index).center()
            QTest.mouseClick(menu.chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        (made,) = set(self.annotations.relations) - before
        assert self.annotations.relations[made].type == relation.type
        self.made[relation.id] = made

    def tell(self, event: Relation) -> None:
        """Ask for the event in the menu of its trigger, and click on its kind and on what fills its roles."""
        kind = self.wanted.scheme.event_type(event.type)
        assert kind is not None
        trigger = self.annotations.mentions[self.made[event.trigger or 0]]
        before = set(self.annotations.relations)
        self.show(trigger.fragments[0])
        self.take(self.page.viewport(), on_chip(self.page, trigger.id), "Event and its roles")
        builder = self.window.relating.builder
        self.qtbot.waitUntil(builder.isVisible)
        self.choose(builder.chooser, kind.name)
        for argument in event.arguments:
            if not builder.isVisible():  # the last role was filled: one more filler is added in the same way
                break
            place = [role.name for role in kind.roles].index(argument.role)
            if builder.role is None or builder.role.name != argument.role:
                self.click_on(builder._chips[place])
            self.take_filler(self.made[argument.target])
        if builder.isVisible():
            self.click_on(builder.finish)
        (made,) = set(self.annotations.relations) - before
        self.made[event.id] = made

    def take_filler(self, mention: int) -> None:
        """Click on the row of a mention."""
        chooser = self.window.relating.builder.chooser
        held = [
            choice.value if (choice := chooser.model.choice(row)) else None
            for row in range(chooser.model.rowCount())
        ]
        row = next(
            row for row, each in enumerate(held) if isinstance(each, Filler) and each.mention.id == mention
        )
        index = chooser.model.index(row)
        chooser.list.scrollTo(index)
        self.actions += 1
        place = chooser.list.visualRect(index).center()
        QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def clicker(analyst: Analyst, qtbot: QtBot, tmp_path: Path) -> Clicker:
    analyst.window.resize(1500, 1000)
    qtbot.waitUntil(analyst.page.hasFocus)
    return Clicker(analyst, work(tmp_path / "demo"))


def test_all_mentions_relations_and_events_of_an_article_by_mouse_alone(clicker: Clicker) -> None:
    held = clicker.wanted.held
    for mention in sorted(held.mentions.values(), key=lambda each: (each.length, each.start)):
        clicker.make(mention)
    for relation in clicker.wanted.relations:
        clicker.join(relation)
    for event in clicker.wanted.events:
        clicker.tell(event)
    made = clicker.annotations
    assert sorted(
        (each.label, each.subtype, each.fragments, each.quote) for each in made.mentions.values()
    ) == (sorted((each.label, each.subtype, each.fragments, each.quote) for each in held.mentions.values()))
    wanted = {_in_words(each, clicker.made) for each in held.relations.values()}
    same = {each: each for each in made.mentions}
    assert {_in_words(each, same) for each in made.relations.values()} == wanted


def _in_words(relation: Relation, ids: dict[int, int]) -> tuple[object, ...]:
    """A relation or event by its ends, in the ids that ``ids`` gives them."""
    ends = frozenset((each.role, ids[each.target]) for each in relation.arguments)
    return relation.type, ids[relation.trigger] if relation.trigger is not None else None, ends
