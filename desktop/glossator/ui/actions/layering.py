"""Whose annotations are shown: everybody's, one's own, those of chosen persons; and the blind second reading."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Qt, Signal

from glossator.core.layers import Persons, Whose
from glossator.core.titles import enumerated, short
from glossator.ui import messages
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.shortcuts import Actions
from glossator.ui.messages import Answer
from glossator.ui.panels.status import StatusLine
from glossator.ui.settings import SECOND_READINGS, Settings


class Layering(QObject):
    """Chooses whose annotations the page and the panels show; ``chosen`` tells that it was done.

    One's own are always shown, as nobody can work on what he does not see.  The choice holds while the project is open;
    a second reading holds, on this workstation, until it is ended.
    """

    chosen = Signal()

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._others: Persons | None = None  # shown beside one's own; None: everybody
        desk.signals.project_opened.connect(self._on_project_opened)

    def everybody(self) -> None:
        """Show everybody's annotations (but for documents that are read a second time)."""
        self._choose(None)

    def mine(self) -> None:
        """Show one's own annotations alone."""
        self._choose(frozenset())

    def ask_persons(self) -> None:
        """Ask for the persons whose annotations are shown."""
        from glossator.ui.dialogs.persons import PersonsDialog

        bench = self._desk.need_bench()
        others = [each for each in bench.ask.authors() if each != bench.author]
        ticked = others if self._others is None else self._others
        dialog = PersonsDialog(bench.author, others, ticked, self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_persons)
        dialog.open()

    def second_reading(self) -> None:
        """Begin a second reading of the open document, or ask whether the one under way shall end."""
        desk = self._desk

        def work() -> None:
            document = desk.need_annotations().document
            if document.id not in desk.need_bench().whose.blind:
                self._set_reader(document.id, desk.need_bench().author)
                desk.said.emit("Second reading: what the others said of this document is hidden.", False)
                return
            messages.ask(
                desk.window,
                f"End the second reading of “{short(document.name)}”?",
                "The annotations of the others will be seen. What you have seen of them cannot be unseen: a later"
                " reading would not be blind.",
                [Answer("End the second reading", lambda: self._end(document.id), is_danger=True)],
            )

        desk.attempt(work)
        self.chosen.emit()  # the tick in the menu says what holds

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What the rows of the table do that are about this."""
        return {
            "whose_all": self.everybody,
            "whose_mine": self.mine,
            "whose_chosen": self.ask_persons,
            "second_reading": self.second_reading,
        }

    def tell(self, actions: Actions, status: StatusLine) -> None:
        """Whose annotations are shown: in the menu and in the status line."""
        for name in ("whose_all", "whose_mine", "whose_chosen"):
            actions[name].setChecked(self.state == name)
        actions["second_reading"].setChecked(self.is_blind)
        status.show_layers(self.in_words())

    def renew(self) -> None:
        """The author may be another one: show what that one is to see."""
        self._show()

    @property
    def state(self) -> str:
        """Which action says what is shown: ``whose_all``, ``whose_mine`` or ``whose_chosen``."""
        if self._others is None:
            return "whose_all"
        return "whose_chosen" if self._others else "whose_mine"

    @property
    def is_blind(self) -> bool:
        """The open document is read a second time."""
        bench = self._desk.bench
        return bench is not None and bench.whole is not None and bench.whole.document.id in bench.whose.blind

    def in_words(self) -> str:
        """What is hidden of the open document, for the status line; empty where nothing is.

        Of a second reading it is not said how much: that would tell what the others found.
        """
        bench = self._desk.bench
        if bench is None or bench.whole is None or bench.whose.is_everybody:
            return ""
        if self.is_blind:
            return "Second reading: the others’ annotations are hidden"
        if self._others is None:
            return ""
        mentions, relations = bench.hidden()
        much = enumerated({"mention": mentions, "relation": relations}) or "nothing"
        names = [short(each or "(no name)") for each in sorted(self._others)]
        who = ", ".join(["mine", *names]) if len(names) < 3 else f"mine and those of {len(names)} others"
        return f"Shown: {who} · {much} hidden"

    def _choose(self, others: Persons | None) -> None:
        self._others = others
        self._show()
        if others is None:  # of what is hidden the status line tells as long as it is
            self._desk.said.emit("Everybody’s annotations are shown.", False)

    def _on_persons(self, names: Collection[str], everybody: bool) -> None:
        self._choose(None if everybody else frozenset(names))

    def _end(self, document_id: int) -> None:
        self._set_reader(document_id, None)
        self._desk.said.emit("The second reading has ended: everybody’s annotations are shown.", False)

    def _set_reader(self, document_id: int, reader: str | None) -> None:
        readers = {
            key: each for key, each in self._settings.get(SECOND_READINGS).items() if key != str(document_id)
        }
        if reader is not None:
            readers[str(document_id)] = reader
        self._settings.set(SECOND_READINGS, readers)
        self._settings.sync()
        self._show()

    def _on_project_opened(self) -> None:
        self._others = None
        self._apply()

    def _apply(self) -> bool:
        """Tell the workbench; whether that made a difference."""
        bench = self._desk.bench
        if bench is None:
            return False
        mine = bench.author
        blind = {
            int(key): frozenset({mine, reader})
            for key, reader in self._settings.get(SECOND_READINGS).items()
            if key.isdecimal() and bench.ask.document(int(key)) is not None
        }
        whose = Whose(None if self._others is None else self._others | {mine}, blind)
        if whose == bench.whose:
            return False
        bench.show_whose(whose)
        return True

    def _show(self) -> None:
        if self._apply():
            self._desk.selection.set(self, records=())
            self._desk.signals.renewed.emit()
        self.chosen.emit()
