"""The strip below the page in which an event is built: its type, then its roles one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.annotations import AnnotationSet, Argument, Mention
from glossator.core.scheme import EventType, Role, Scheme
from glossator.ui.dialogs.choices import Choice, filtered
from glossator.ui.dialogs.chooser import Chooser
from glossator.ui.dialogs.event_draft import EventDraft, Filler, event_types, shortened
from glossator.ui.theme import Theme

_CONTEXT = 28
_TYPE_KEYS = "Type to find the kind of event  ·  Enter or 1–9 takes it  ·  Esc leaves"
_ROLE_KEYS = (
    "Enter, 1–9 or a click on the page takes  ·  Shift+Enter takes and stays  ·  Tab skips  ·  Shift+Tab back  ·  "
    "Ctrl+Enter finishes"
)


class EventBuilder(QFrame):
    """Asks for an event's type and fillers without taking the page away.

    ``finished`` carries the event type's id and its arguments; ``role_changed`` the ids of the mentions that the
    scheme permits in the role asked for (empty when nothing is asked); ``hints_changed`` the digits by which the
    first nine of the list can be taken (mention id → digit); ``cancelled`` that there will be no event.
    """

    finished = Signal(str, object)  # tuple[Argument, ...]
    role_changed = Signal(object)  # frozenset[int]
    hints_changed = Signal(object)  # dict[int, str]
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._draft: EventDraft | None = None
        self._doubted: int | None = None
        self._is_warned = False
        self.ended_itself = False
        """The last event was made as its last role was answered, without anybody saying that it is finished."""
        self._chips: list[QToolButton] = []
        self.setProperty("ground", "panel")
        self._make_parts()
        self._lay_out()
        self.chooser.field.installEventFilter(self)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.repeated.connect(self._on_repeated)
        self.chooser.cancelled.connect(self._on_escape)
        self.chooser.field.textChanged.connect(self._tell_hints)
        self.hide()

    def _make_parts(self) -> None:
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.message = QLabel(self)
        self.message.setProperty("tone", "warning")
        self.message.setWordWrap(True)
        self.chooser = Chooser(self.theme, self)
        self.keys = QLabel(self)
        self.keys.setProperty("tone", "muted")
        self.keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.skip = self._button("Skip", "Leave this role empty (Tab)", self.skip_role)
        self.finish = self._button("Finish", "Make the event now (Ctrl+Enter)", self.finish_now)
        self.cancel = self._button("Cancel", "Make no event (Esc)", self.give_up)

    def _button(self, text: str, tip: str, slot: Callable[[], None]) -> QPushButton:
        made = QPushButton(text, self)
        made.setToolTip(tip)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(slot)
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        for button in (self.skip, self.finish, self.cancel):
            head.addWidget(button)
        self._roles = QHBoxLayout()
        self._roles.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._roles)
        column.addWidget(self.chooser, 1)
        column.addWidget(self.message)
        column.addWidget(self.keys)
        self.chooser.setMinimumHeight(176)
        self.chooser.setMaximumHeight(224)  # the page is what the roles are chosen from

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.chooser.set_theme(theme)
        if self._draft is not None:
            self._ask()

    def begin(
        self,
        scheme: Scheme,
        annotations: AnnotationSet,
        trigger: Mention,
        *,
        type_id: str = "",
        arguments: Sequence[Argument] = (),
    ) -> None:
        """Build the event of ``trigger``; with a ``type_id`` its type is settled, ``arguments`` are filled already."""
        self._draft = EventDraft(scheme, annotations, trigger, type_id=type_id, arguments=arguments)
        self.ended_itself = False
        self.show()
        self._ask()
        self.chooser.field.setFocus()

    @property
    def role(self) -> Role | None:
        """The role that is asked for now."""
        return self._draft.role if self._draft else None

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What is filled so far."""
        return tuple(self._draft.arguments) if self._draft else ()

    def offer(self, mention_id: int) -> None:
        """A mention was clicked on the page: it fills the role and the next one is asked for.  One that the scheme
        does not permit there is taken when it is offered a second time.
        """
        if self._take(mention_id):
            self._next_role()

    def skip_role(self) -> None:
        """Go on to the next role; after the last one the event is made."""
        if self.role is not None:
            self._next_role()

    def finish_now(self) -> None:
        """Make the event with what is filled."""
        if self._draft is not None and self._draft.type is not None:
            type_id, arguments = self._draft.type.id, self.arguments
            self._leave()
            self.finished.emit(type_id, arguments)

    def give_up(self) -> None:
        """Make no event; nothing happens where none is being built."""
        if self._draft is not None:
            self._leave()
            self.cancelled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Tab:
            self.skip_role()
        elif event.key() == Qt.Key.Key_Backtab:
            self._go_by(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_control:
            self.finish_now()
        elif event.key() == Qt.Key.Key_Backspace and not self.chooser.field.text():
            self._on_backspace()
        elif not is_control and event.text() in set("123456789"):
            return self._on_digit(int(event.text()))
        else:
            return False
        return True

    def _on_digit(self, digit: int) -> bool:
        choice = self.chooser.model.choice(digit - 1)
        if choice is None:
            return False
        self._on_chosen(choice)
        return True

    def _on_chosen(self, choice: Choice) -> None:
        if isinstance(choice.value, Filler):
            self.offer(choice.value.mention.id)
        elif isinstance(choice.value, EventType) and self._draft is not None:
            self._draft.choose(choice.value)
            if self._draft.role is None:
                self.finish_now()
            else:
                self._ask()

    def _on_repeated(self, choice: Choice) -> None:
        if not isinstance(choice.value, Filler):
            self._on_chosen(choice)
        elif self._take(choice.value.mention.id):
            self._ask()

    def _on_escape(self) -> None:
        if self.arguments and not self._is_warned:
            self._is_warned = True
            self._say("Esc once more throws this event away; Ctrl+Enter makes it.")
        else:
            self.give_up()

    def _on_backspace(self) -> None:
        if self._draft is not None and self._draft.empty():
            self._ask()

    def _take(self, mention_id: int) -> bool:
        """Let a mention fill the role, or say why not; whether it does."""
        mention = self._draft.annotations.mentions.get(mention_id) if self._draft else None
        if self._draft is None or self._draft.role is None or mention is None:
            return False
        self.chooser.field.setFocus()
        problem = self._draft.refusal(mention)
        if not problem and self._doubted != mention_id:
            problem = self._draft.doubt(mention)
            self._doubted = mention_id if problem else None
        if problem:
            self._say(problem)
            return False
        self._draft.fill(mention)
        return True

    def _next_role(self) -> None:
        if self._draft is not None and self._draft.is_last:
            self.ended_itself = True
            self.finish_now()
        else:
            self._go_by(1)

    def _go_by(self, step: int) -> None:
        if self._draft is not None and 0 <= self._draft.at + step < len(self._draft.roles):
            self._draft.at += step
            self._ask()

    def _ask(self) -> None:
        """Show the question that is open now: the type, or the current role."""
        self._doubted, self._is_warned = None, False
        self._say("")
        if self._draft is None:
            return
        self._show_head(self._draft)
        self._show_roles(self._draft)
        if self._draft.role is None:
            self._ask_type(self._draft)
        else:
            self._ask_role(self._draft, self._draft.role)
        self.role_changed.emit(self._draft.permitted())
        self._tell_hints()

    def _ask_type(self, draft: EventDraft) -> None:
        rows = [
            Choice(each, each.name, detail=each.id, icon="event", hint=each.definition)
            for each in event_types(draft.scheme, draft.annotations, draft.trigger)
        ]
        self.chooser.field.setPlaceholderText("What kind of event is it?")
        self.chooser.nothing.setText("The scheme has no such event type. Type less, or something else.")
        self.chooser.set_source(lambda typed: _digits(filtered(typed, rows)))

    def _ask_role(self, draft: EventDraft, role: Role) -> None:
        rows = [self._row(draft, each) for each in draft.candidates()]
        self.chooser.field.setPlaceholderText(f"{role.name}: {', '.join(role.fillers)}")
        self.chooser.nothing.setText("No mention fits. Tag one first, or skip this role with Tab.")
        self.chooser.set_source(lambda typed: _digits(filtered(typed, rows)))

    def _row(self, draft: EventDraft, filler: Filler) -> Choice:
        mention, text = filler.mention, draft.annotations.text
        label = draft.label_of(mention)
        before = " ".join(text[max(0, mention.start - _CONTEXT) : mention.start].split())
        after = " ".join(text[mention.end : mention.end + _CONTEXT].split())
        return Choice(
            filler,
            shortened(mention.quote, 60),
            detail=f"…{before} […] {after}…",
            tag=label.tag if label and label.tag else mention.label[:3],
            look=self.theme.of(label),
            is_dim=not filler.permitted,
        )

    def _show_head(self, draft: EventDraft) -> None:
        quote = f"“{shortened(draft.trigger.quote, 32)}”"
        self.title.setText(f"{quote} · {draft.type.name}" if draft.type else f"{quote}: what happened?")
        self.keys.setText(_ROLE_KEYS if draft.type else _TYPE_KEYS)
        self.keys.setToolTip(self.keys.text())
        self.skip.setVisible(draft.type is not None)
        self.finish.setVisible(draft.type is not None)

    def _show_roles(self, draft: EventDraft) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        while self._roles.count():
            self._roles.takeAt(0)
        self._chips = [self._chip(draft, at, role) for at, role in enumerate(draft.roles)]
        for chip in self._chips:
            self._roles.addWidget(chip)
        self._roles.addStretch(1)

    def _chip(self, draft: EventDraft, at: int, role: Role) -> QToolButton:
        chip = QToolButton(self)
        chip.setText(draft.filled_with(role))
        chip.setCheckable(True)
        chip.setChecked(at == draft.at)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setToolTip(f"{role.name}: {', '.join(role.fillers)}")
        chip.clicked.connect(lambda: self._go_by(at - draft.at))
        return chip

    def _tell_hints(self) -> None:
        self.hints_changed.emit(_hints(self.chooser) if self.role is not None else {})

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def _leave(self) -> None:
        self._draft = None
        self.hide()
        self.role_changed.emit(frozenset())
        self.hints_changed.emit({})


def _digits(rows: Iterable[Choice]) -> list[Choice]:
    return [replace(row, shortcut=str(at)) if at <= 9 else row for at, row in enumerate(rows, 1)]


def _hints(chooser: Chooser) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in range(min(9, chooser.model.rowCount())):
        choice = chooser.model.choice(row)
        if choice is not None and isinstance(choice.value, Filler):
            found[choice.value.mention.id] = str(row + 1)
    return found
