"""A whole article annotated by keys alone, with all that its demo says: the project is the demo's, but for ids."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.core import claims
from glossator.core.annotations import Mention, Relation, Value
from glossator.core.ids import from_text
from glossator.core.scheme import AttributeType
from glossator.core.spans import Span
from glossator.ui.actions.hints import Hints
from glossator.ui.dialogs.entity_card import EntityCard
from glossator.ui.dialogs.event_draft import Filler
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.note import NoteDialog
from glossator.ui.dialogs.relation_menu import RelationChoice
from glossator.ui.dialogs.saying import SayingStrip
from glossator.ui.panels.annotations.table import ID_ROLE
from tests.journeys.analyst import Analyst
from tests.journeys.typist import Typist
from tests.journeys.whole_article import Work, differences, said, work


class Writer(Typist):
    """Somebody who does a piece of work by keys, and knows which of the new records stands for which of the old."""

    def __init__(self, typist: Analyst, wanted: Work) -> None:
        super().__init__(typist.window, typist.qtbot)
        self.wanted = wanted
        self.made: dict[int, int] = {}
        self.known: dict[int, str] = {}

    # --- places

    def select(self, span: Span) -> None:
        """Select a stretch of text: find the letters with which it begins, then go on to its end."""
        begun = self.text[span.start : span.end]
        while self.text.casefold().count(begun.strip().casefold()) > 1 and span.start + len(begun) < len(
            self.text
        ):
            begun = self.text[span.start : span.start + len(begun) + 1]
        self.key("Ctrl+Home")
        self.key("Ctrl+F")
        self.key("Ctrl+A")
        self.write(begun)
        self.key("Esc")
        self.key("Left")
        if span.length > 12:
            for _ in range(40):
                self.key("Ctrl+Shift+Right")
                if self.page.selected.end >= span.end:
                    break
        while self.page.selected.end > span.end:
            self.key("Shift+Left")
        while self.page.selected.end < span.end:
            self.key("Shift+Right")
        assert self.page.selected == span

    def reach(self, mention: Mention) -> None:
        """Select a mention: go to its first letter, and through those that stand there."""
        self.select(Span(mention.start, mention.start + 1))
        self.key("Left")
        for _ in range(20):
            chosen = self.window.desk.mention
            if chosen is not None and chosen.id == self.made[mention.id]:
                return
            self.key("J")
        raise AssertionError(f"“{mention.quote}” was not reached")

    def tab_to(self, wanted: QWidget, key: str = "Tab") -> None:
        """Go on from field to field."""
        for _ in range(60):
            if self.keyboard is wanted:
                return
            self.key(key)
        raise AssertionError(f"{wanted} was not reached")

    # --- mentions

    def tag(self, mention: Mention) -> None:  # type: ignore[override]  # a whole mention is given, not its words
        label = self.wanted.scheme.label(mention.label)
        assert label is not None
        self.select(mention.fragments[0])
        if mention.subtype == label.default_subtype:
            self.key(label.key)
        else:
            self.key("Return")
            palette = self.window.asking.palette
            self.qtbot.waitUntil(palette.isVisible)
            self.write(f"{label.id} {mention.subtype}")
            self.press("Return", on=palette.chooser.field)
        if self.window.relating.__dict__.get("builder") and self.window.relating.builder.isVisible():
            self.key("Esc")  # the event comes when all that fills its roles is there
        for span in mention.fragments[1:]:
            self.select(span)
            self.key("Ctrl+Shift+A")
        made = self.window.desk.mention
        assert made is not None
        assert (made.label, made.subtype, made.fragments) == (
            mention.label,
            mention.subtype,
            mention.fragments,
        )
        self.made[mention.id] = made.id
        self.say(mention, self.wanted.scheme.attributes_for("mention", mention.label))
        self.name(mention)

    def name(self, mention: Mention) -> None:
        """Say who it is; what is known of an identity is written on its card when it is made."""
        if mention.entity is None:
            return
        entity = self.wanted.entities[mention.entity]
        self.key("I")
        dialog = next(each for each in self.window.findChildren(IdentityDialog) if each.isVisible())
        self.qtbot.waitUntil(lambda: self.keyboard is dialog.chooser.field)
        self.write(entity.name)
        if entity.id not in self.known:
            self.key("Ctrl+Return")
            self.known[entity.id] = entity.name
            self.come_back()
            self.describe(mention.entity)
            return
        for _ in range(40):
            current = dialog.chooser.current
            if current is not None and getattr(current.value, "name", "") == entity.name:
                break
            self.key("Down")
        self.key("Return")
        self.come_back()

    def describe(self, entity_id: int) -> None:
        entity = self.wanted.entities[entity_id]
        if not entity.aliases and not entity.identifiers:
            return
        self.key("Ctrl+Shift+I")
        card = next(each for each in self.window.findChildren(EntityCard) if each.isVisible())
        self.qtbot.waitUntil(card.isActiveWindow)
        lines = {
            card.fields.aliases: list(entity.aliases),
            card.fields.identifiers: [f"{name}: {value}" for name, value in entity.identifiers.items()],
        }
        for field, wanted in lines.items():
            self.tab_to(field)
            self.key("Ctrl+A")
            self.key("Del")
            for line in wanted:
                if not field.textCursor().atStart():
                    self.key("Return")
                self.write(line)
            assert field.textCursor().position() == field.document().characterCount() - 1
            assert field.textCursor().selectionStart() == field.textCursor().position(), QTextCursor
        self.key("Ctrl+Return")
        self.key("Esc")
        self.come_back()

    # --- what is said of a record

    @property
    def strip(self) -> SayingStrip:
        return self.window.saying.strip

    def say(self, record: Mention | Relation, kinds: tuple[AttributeType, ...]) -> None:
        """Open the strip on what is selected, go to this record, and say all its attributes."""
        if not record.attributes:
            return
        self.key("S")
        self.qtbot.waitUntil(self.strip.isVisible)
        for _ in range(20):
            if self.window.saying.subject == (self.made[record.id],):
                break
            self.key("Tab")
        by_id = {each.id: each for each in kinds}
        for name, value in record.attributes.items():
            self.state(by_id[name], value)
        self.key("Return")
        assert self.page.hasFocus()

    def state(self, kind: AttributeType, value: Value) -> None:
        if kind.id == claims.CREDIBILITY:
            self.key(str(value))
            return
        self.key(self.letter(f"{kind.name}: "))
        if kind.kind == "choice":
            self.key(self.letter(str(value), is_whole=True))
        elif kind.kind in {"text", "number"}:
            self.write(str(value))
            self.key("Return")
        elif kind.kind in {"mention", "mentions"}:
            for each in value if isinstance(value, tuple) else [str(value)]:
                self.pick(self.window.saying._hints, self.made[from_text(each)])
            if kind.kind == "mentions":
                self.key("Esc")

    def letter(self, words: str, *, is_whole: bool = False) -> str:
        """The key of the button that says this."""
        return next(
            key
            for key, button in self.strip.buttons.items()
            if (button.toolTip() == words if is_whole else button.toolTip().startswith(words))
        )

    def pick(self, hints: Hints, mention: int) -> None:
        """Type the letters that stand on a mention; where it is not in the window, page to it first."""
        for _ in range(6):
            code = next((code for code, each in hints._codes.items() if each == mention), None)
            if code is not None:
                break
            is_below = self.annotations.mentions[mention].start > self.page.caret
            self.key("PgDown" if is_below else "PgUp")
        assert code is not None
        for letter in code:
            self.key(letter)

    # --- relations and events

    def relate_all(self, relation: Relation) -> None:
        first, second = (self.wanted.held.mentions[each.target] for each in relation.arguments)
        self.reach(first)
        before = set(self.annotations.relations)
        self.key("R")
        self.pick(self.window.relating._hints, self.made[second.id])
        menu = self.window.relating.menu
        if menu.isVisible():
            for _ in range(60):
                current = menu.chooser.current
                choice = current.value if current else None
                assert isinstance(choice, RelationChoice)
                if (choice.type_id, choice.reversed, choice.role) == (relation.type, False, ""):
                    break
                self.press("Down", on=menu.chooser.list)
            self.press("Return", on=menu.chooser.list)
        (made,) = set(self.annotations.relations) - before
        self.made[relation.id] = made
        assert self.annotations.relations[made].type == relation.type
        self.say(relation, self.wanted.scheme.attributes_for("relation"))

    def tell(self, event: Relation) -> None:
        kind = self.wanted.scheme.event_type(event.type)
        assert kind is not None
        self.reach(self.wanted.held.mentions[event.trigger or 0])
        before = set(self.annotations.relations)
        self.key("Shift+R")
        builder = self.window.relating.builder
        self.qtbot.waitUntil(lambda: self.keyboard is builder.chooser.field)
        self.write(kind.name)
        self.key("Return")
        left = list(event.arguments)
        while left:
            assert builder.role is not None, (event, self.heard[-2:])
            mine = [each for each in left if each.role == builder.role.name]
            left = [each for each in left if each not in mine]
            if not mine:
                self.key("Tab")
            for place, argument in enumerate(mine, 1):
                self.fill(self.made[argument.target], is_last=place == len(mine))
        if builder.isVisible():
            self.key("Ctrl+Return")
        (made,) = set(self.annotations.relations) - before
        self.made[event.id] = made
        self.say(event, self.wanted.scheme.attributes_for("event"))

    def fill(self, mention: int, *, is_last: bool) -> None:
        """Go to a mention in the list and take it; once more where the scheme does not permit it."""
        builder = self.window.relating.builder
        role, number = builder.role, len(builder.arguments)
        for _ in range(200):
            current = builder.chooser.current
            held = current.value if current else None
            if isinstance(held, Filler) and held.mention.id == mention:
                break
            self.key("Down")
        self.key("Return" if is_last else "Shift+Return")
        if builder.isVisible() and (builder.role, len(builder.arguments)) == (role, number):
            self.key("Return" if is_last else "Shift+Return")

    # --- notes

    def note(self, target: int, body: str) -> None:
        held = self.wanted.held
        record = held.record(target)
        if isinstance(record, Mention):
            self.reach(record)
        elif isinstance(record, Relation):
            self.choose_relation(record)
        else:
            self.key("Ctrl+Home")
            self.key("Esc")
        self.key("M")
        dialog = next(each for each in self.window.findChildren(NoteDialog) if each.isVisible())
        self.qtbot.waitUntil(lambda: self.keyboard is dialog.body)
        self.write(body)
        self.key("Ctrl+Return")
        self.come_back()

    def choose_relation(self, relation: Relation) -> None:
        """In the table of relations: go to its pane, down to its row, and from there to its place."""
        panel = self.window.annotations
        for _ in range(8):
            if panel.isAncestorOf(self.keyboard):
                break
            self.key("F6")
        self.tab_to(panel.tabs.tabBar(), "Shift+Tab")
        while panel.tabs.currentWidget() is not panel.relations:
            self.key("Right")
        table = panel.relations.table
        self.tab_to(table)
        self.key("Ctrl+Home")
        self.key("Down")
        for _ in range(table.model().rowCount()):
            if table.currentIndex().data(ID_ROLE) == self.made[relation.id]:
                break
            self.key("Down" if table.currentIndex().row() < table.model().rowCount() - 1 else "Ctrl+Home")
        self.key("Return")
        assert self.window.desk.relation is not None
        assert self.window.desk.relation.id == self.made[relation.id]
        assert self.page.hasFocus()


@pytest.fixture
def writer(analyst: Analyst, qtbot: QtBot, tmp_path: Path) -> Writer:
    qtbot.waitUntil(analyst.page.hasFocus)
    return Writer(analyst, work(tmp_path / "demo"))


def test_a_whole_article_by_keyboard_alone(writer: Writer, tmp_path: Path) -> None:
    wanted = writer.wanted
    for mention in sorted(wanted.held.mentions.values(), key=lambda each: (each.start, -each.end)):
        writer.tag(mention)
    for relation in wanted.relations:
        writer.relate_all(relation)
    for event in wanted.events:
        writer.tell(event)
    for note in wanted.held.notes.values():
        writer.note(note.target, note.body)
    bench = writer.window.desk.need_bench()
    tagged = projects.open(projects.demo(tmp_path / "demo", tagged=True, author="Demo"), author="Demo")
    expected = said(tagged, tmp_path / "expected.jsonl")
    tagged.close()
    assert differences(said(bench, tmp_path / "made.jsonl"), expected) == []
