"""A whole article annotated by mouse alone, with all that its demo says: the project is the demo's, but for ids.

A mouse cannot write: words that are typed by keys otherwise come over the clipboard, as if out of another window, and
are pasted from the menu of the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.core.annotations import Mention, Relation, Value
from glossator.core.ids import from_text
from glossator.core.scheme import AttributeType
from glossator.core.spans import Span
from glossator.ui.dialogs.entity_card import EntityCard
from glossator.ui.dialogs.event_draft import Filler
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.note import NoteDialog
from glossator.ui.dialogs.relation_menu import RelationChoice
from glossator.ui.panels.annotations.table import ID_ROLE
from glossator.ui.panels.inspector.fields import ChoiceField, FlagField, LineField
from glossator.ui.panels.inspector.mention_form import MentionForm
from glossator.ui.panels.inspector.relation_form import RelationForm
from tests.journeys.analyst import Analyst
from tests.journeys.mouse import Mouse
from tests.journeys.whole_article import Work, differences, said, work
from tests.ui.text.reach import click, drag, on_chip

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Clicker(Mouse):
    """Somebody who does a piece of work by mouse, and knows which of the new records stands for which of the old."""

    def __init__(self, mouse: Analyst, wanted: Work) -> None:
        super().__init__(mouse.window, mouse.qtbot)
        self.wanted = wanted
        self.made: dict[int, int] = {}
        self.known: set[int] = set()

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
        self.say(mention, self.wanted.scheme.attributes_for("mention", mention.label))
        self.name(mention)

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
        if relation.attributes:
            self.choose_relation(relation)
            self.say(relation, self.wanted.scheme.attributes_for("relation"))

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
        if event.attributes:
            self.choose_relation(event)
            self.say(event, self.wanted.scheme.attributes_for("event"))

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

    # --- words that are pasted

    def paste(self, words: str, field: QWidget) -> None:
        """Have these words in a field, and nothing else."""
        clipboard = QApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(words)
        self.wake(field)
        self.click_on(field)
        inside = field.viewport() if isinstance(field, QAbstractScrollArea) else field
        at = QPoint(8, 8)
        if field.property("plainText") or field.property("text"):
            self.take(inside, at, "Select All")
        self.take(inside, at, "Paste")
        self.wake(field)

    def wake(self, widget: QWidget) -> None:
        """A menu closed: a window manager would make the window below active again, which no screen does not."""
        widget.window().activateWindow()
        self.qtbot.waitUntil(widget.window().isActiveWindow)

    # --- identities

    def name(self, mention: Mention) -> None:
        """Say who it is; what is known of an identity is written on its card when it is made."""
        if mention.entity is None:
            return
        entity = self.wanted.entities[mention.entity]
        self.on_mention(mention, "Identity")
        dialog = next(each for each in self.window.findChildren(IdentityDialog) if each.isVisible())
        if entity.id in self.known:
            self.choose_identity(dialog, entity.name)
            return
        self.known.add(entity.id)
        if dialog.name.text() != entity.name:
            self.paste(entity.name, dialog.name)
        self.click_on(dialog.make)
        if entity.aliases or entity.identifiers:
            self.describe(mention)

    def choose_identity(self, dialog: IdentityDialog, name: str) -> None:
        model = dialog.chooser.model
        row = next(
            row
            for row in range(model.rowCount())
            if (choice := model.choice(row)) is not None and getattr(choice.value, "name", "") == name
        )
        dialog.chooser.list.scrollTo(model.index(row))
        self.actions += 1
        place = dialog.chooser.list.visualRect(model.index(row)).center()
        QTest.mouseClick(dialog.chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def describe(self, mention: Mention) -> None:
        entity = self.wanted.entities[mention.entity or 0]
        self.on_mention(mention, "Identity card")
        card = next(each for each in self.window.findChildren(EntityCard) if each.isVisible())
        if entity.aliases:
            self.paste("\n".join(entity.aliases), card.fields.aliases)
        if entity.identifiers:
            lines = [f"{name}: {value}" for name, value in entity.identifiers.items()]
            self.paste("\n".join(lines), card.fields.identifiers)
        self.click_on(card.save)
        self.click_on(card.close_button)

    def on_mention(self, mention: Mention, *path: str) -> None:
        """Choose from the menu of a mention that was made."""
        self.show(mention.fragments[0])
        self.take(self.page.viewport(), on_chip(self.page, self.made[mention.id]), *path)

    # --- what is said of a record

    def say(self, record: Mention | Relation, kinds: tuple[AttributeType, ...]) -> None:
        """Say all attributes of what is selected: in the inspector, and those that name mentions in the strip."""
        by_id = {each.id: each for each in kinds}
        of_mentions = {name for name in record.attributes if by_id[name].kind in {"mention", "mentions"}}
        for name in sorted(record.attributes, key=lambda each: (each in of_mentions, each)):
            kind, value = by_id[name], record.attributes[name]
            if name in of_mentions:
                self.name_mentions(record, kind, value)
            else:
                self.state(self.form(record).attributes.fields[name], value)
            made = self.annotations.record(self.made[record.id])
            assert isinstance(made, Mention | Relation)
            assert name in made.attributes, (name, self.heard[-2:])

    def form(self, record: Mention | Relation) -> MentionForm | RelationForm:
        """The form of a record, once the inspector shows it."""
        inspector, wanted = self.window.inspector, self.made[record.id]
        self.qtbot.waitUntil(
            lambda: (
                self.window.selection.primary == wanted
                and inspector._shown[1] == self.window.selection.records
                and not inspector._later.isActive()
            )
        )
        return inspector.mention if isinstance(record, Mention) else inspector.relation

    def state(self, field: QWidget, value: Value) -> None:
        if isinstance(field, ChoiceField):
            self.bring(field)
            self.pick(field.choice, field.choice.findData(value))
        elif isinstance(field, FlagField):
            self.bring(field)
            self.actions += 1
            QTest.mouseClick(field.box, Qt.MouseButton.LeftButton, pos=QPoint(12, field.box.height() // 2))
        else:
            assert isinstance(field, LineField)
            self.bring(field)
            self.paste(str(value), field.line)
            mention = self.window.desk.need_mention()
            click(self.page, on_chip(self.page, mention.id))  # the field is left

    def pick(self, box: QComboBox, row: int) -> None:
        """Open a list and click on one of its rows."""
        self.click_on(box)
        pane = box.view().viewport()
        self.qtbot.waitUntil(pane.isVisible)
        index = box.model().index(row, 0)
        box.view().scrollTo(index)
        place = box.view().visualRect(index).center()
        self.qtbot.wait(2)
        QTest.mouseMove(pane, place)
        QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=place)
        self.qtbot.waitUntil(lambda: not pane.isVisible())

    def name_mentions(self, record: Mention | Relation, kind: AttributeType, value: Value) -> None:
        """Click on the mentions that are meant, in the strip below the page."""
        saying = self.window.saying
        if not saying.strip.isVisible():
            assert isinstance(record, Relation)
            first = self.annotations.mentions[self.made[next(iter(record.mentions()))]]
            self.show(first.fragments[0])
            self.take(self.page.viewport(), on_chip(self.page, first.id), "Say: attributes, source, grades")
            for _ in range(20):
                if saying.subject == (self.made[record.id],):
                    break
                self.click_on(saying.strip.other)
            assert saying.subject == (self.made[record.id],)
        for each in value if isinstance(value, tuple) else (str(value),):
            wanted = self.annotations.mentions[self.made[from_text(each)]]
            if saying._kind != kind:
                button = next(
                    each
                    for each in saying.strip.buttons.values()
                    if each.toolTip().startswith(f"{kind.name}: ")
                )
                self.click_on(button)
            self.show(wanted.fragments[0])
            click(self.page, on_chip(self.page, wanted.id))
        self.click_on(saying.strip.end)

    def choose_relation(self, relation: Relation) -> None:
        """Click on its row in the table of relations."""
        panel = self.window.annotations
        bar = panel.tabs.tabBar()
        place = bar.tabRect(panel.tabs.indexOf(panel.relations)).center()
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
        table = panel.relations.table
        rows = range(table.model().rowCount())
        index = next(
            index
            for row in rows
            if (index := table.model().index(row, 0)).data(ID_ROLE) == self.made[relation.id]
        )
        table.scrollTo(index)
        self.actions += 2
        place = table.visualRect(index).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    # --- notes

    def note(self, target: int, body: str) -> None:
        record = self.wanted.held.record(target)
        if isinstance(record, Mention):
            self.on_mention(record, "Note")
            dialog = next(each for each in self.window.findChildren(NoteDialog) if each.isVisible())
            self.paste(body, dialog.body)
            self.click_on(dialog.save)
            return
        if isinstance(record, Relation):
            self.choose_relation(record)
            field = self.form(record).note
        else:
            self.rest(len(self.text) - 1)
            inspector = self.window.inspector
            self.qtbot.waitUntil(lambda: inspector.document.isVisible() and not inspector._later.isActive())
            field = inspector.document.note
        self.bring(field)
        self.paste(body, field)
        self.rest(len(self.text) - 1)


@pytest.fixture
def clicker(analyst: Analyst, qtbot: QtBot, tmp_path: Path) -> Iterator[Clicker]:
    analyst.window.resize(1500, 1000)
    qtbot.waitUntil(analyst.page.hasFocus)
    usual = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(
        1
    )  # a hand is slower than a test: no two clicks of it are meant as one
    yield Clicker(analyst, work(tmp_path / "demo"))
    QApplication.setDoubleClickInterval(usual)


def test_a_whole_article_by_mouse_alone(clicker: Clicker, tmp_path: Path) -> None:
    wanted = clicker.wanted
    for mention in sorted(wanted.held.mentions.values(), key=lambda each: (each.length, each.start)):
        clicker.make(mention)
    for relation in wanted.relations:
        clicker.join(relation)
    for event in wanted.events:
        clicker.tell(event)
    for note in wanted.held.notes.values():
        clicker.note(note.target, note.body)
    bench = clicker.window.desk.need_bench()
    tagged = projects.open(projects.demo(tmp_path / "demo", tagged=True, author="Demo"), author="Demo")
    expected = said(tagged, tmp_path / "expected.jsonl")
    tagged.close()
    assert differences(said(bench, tmp_path / "made.jsonl"), expected) == []
