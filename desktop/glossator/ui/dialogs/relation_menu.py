"""The menu that opens between two mentions: which relations and event roles may join them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from glossator.core.scheme import RelationType, Scheme
from glossator.ui.dialogs.choices import Choice, filtered
from glossator.ui.dialogs.chooser import Chooser
from glossator.ui.dialogs.frames import PopupFrame
from glossator.ui.theme import Theme

_SIZE = QSize(440, 420)
_END = re.compile(r"\b[Aa]rg([12])\b")
_DIGITS = "123456789"
_KEYS_HINT = "Letter takes it  ·  Shift+letter reversed  ·  / filters  ·  Esc closes"


class RelationChoice(NamedTuple):
    """One way to join two mentions.  ``type_id`` is a relation type, or, with a ``role``, an event type whose
    trigger is the first mention and whose role the second one fills; ``reversed`` swaps the two.
    """

    type_id: str
    name: str
    key: str = ""
    reversed: bool = False
    permitted: bool = True
    role: str = ""
    definition: str = ""


def choices(
    scheme: Scheme, first_label: str, second_label: str, *, event_type: str = ""
) -> list[RelationChoice]:
    """What may join a mention labelled ``first_label`` to one labelled ``second_label``.

    Permitted relations come first, then those permitted the other way round, then event roles where one of the two is
    a trigger (with ``event_type``, only those of that type: the trigger has its event already), then every other
    relation, not permitted by the scheme but possible.
    """
    active = [each for each in scheme.relation_types if not each.retired]
    forward = [each for each in active if each.permits(first_label, second_label)]
    backward = [
        each
        for each in active
        if each.permits(second_label, first_label) and not (each.symmetric and each in forward)
    ]
    made = [_relation(each) for each in forward]
    made += [_relation(each, is_reversed=True) for each in backward]
    made += _numbered(
        [
            *_roles(scheme, first_label, second_label, event_type, is_reversed=False),
            *_roles(scheme, second_label, first_label, event_type, is_reversed=True),
        ]
    )
    others = [each for each in active if each not in forward and each not in backward]
    return made + [_relation(each, permitted=False) for each in others]


def sole(found: Sequence[RelationChoice]) -> RelationChoice | None:
    """The one permitted choice, which is taken without asking; ``None`` when there are none or several."""
    permitted = [each for each in found if each.permitted]
    return permitted[0] if len(permitted) == 1 else None


def _relation(kind: RelationType, *, is_reversed: bool = False, permitted: bool = True) -> RelationChoice:
    return RelationChoice(
        kind.id, kind.name, kind.key.upper(), is_reversed, permitted, definition=kind.definition
    )


def _roles(
    scheme: Scheme, trigger: str, filler: str, event_type: str, *, is_reversed: bool
) -> Iterator[RelationChoice]:
    for event in scheme.events_on(trigger):
        if event_type and event.id != event_type:
            continue
        for role in event.roles:
            if filler in role.fillers:
                yield RelationChoice(
                    event.id, event.name, reversed=is_reversed, role=role.name, definition=event.definition
                )


def _numbered(roles: list[RelationChoice]) -> list[RelationChoice]:
    return [role._replace(key=_DIGITS[at]) if at < len(_DIGITS) else role for at, role in enumerate(roles)]


class RelationMenu(PopupFrame):
    """A popup with the choices for a pair.  ``chosen`` carries the type id and whether the pair is reversed;
    :attr:`choice` is then the whole :class:`RelationChoice`, which tells the role of an event.
    """

    chosen = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.choice: RelationChoice | None = None
        self._choices: list[RelationChoice] = []
        self._rows: list[Choice] = []
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setContentsMargins(4, 0, 4, 0)
        self.chooser = Chooser(theme, self)
        self.chooser.field.setPlaceholderText("/ to filter")
        self.keys = QLabel(_KEYS_HINT, self)
        self.keys.setProperty("tone", "muted")
        self.keys.setContentsMargins(4, 0, 4, 0)
        for part in (self.title, self.chooser, self.keys):
            self.column.addWidget(part)
        self.chooser.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chooser.list.installEventFilter(self)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.cancelled.connect(self.close)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chooser.set_theme(theme)

    def open_for(
        self, scheme: Scheme, found: Sequence[RelationChoice], first: str, second: str, at: QPoint
    ) -> None:
        """Ask which of the ``found`` choices joins the quotes ``first`` and ``second``, at a point of the desktop."""
        self.choice = None
        self._choices = list(found)
        self.title.setText(f"{_short(first)}  →  {_short(second)}")
        self._rows = [
            _naming_ends(row, _short(first), _short(second)) for row in _rows(scheme, self._choices)
        ]
        self.chooser.set_source(lambda typed: filtered(typed, self._rows))
        self.show_at(at, _SIZE)
        self.chooser.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.chooser.list and is_key and isinstance(event, QKeyEvent):
            return self._on_list_key(event)
        return super().eventFilter(watched, event)

    def _on_list_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chooser.take()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.chooser.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.text() == "/":
            self.chooser.field.setFocus()
        elif event.text() and event.text().isalnum():
            self._on_letter(
                event.text().upper(), is_shifted=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
        else:
            return False
        return True

    def _on_letter(self, letter: str, *, is_shifted: bool) -> None:
        """Take the choice with this key; one that the scheme does not permit is only highlighted, for Enter."""
        matching = [each for each in self._choices if each.key == letter]
        permitted = [each for each in matching if each.permitted]
        turned = [each for each in permitted if each.reversed]
        if is_shifted and turned:
            self._finish(turned[0])
        elif permitted and not is_shifted:
            self._finish(permitted[0])
        elif matching:
            row = next(
                row
                for row in range(self.chooser.model.rowCount())
                if (held := self.chooser.model.choice(row)) and held.value == matching[0]
            )
            self.chooser.list.setCurrentIndex(self.chooser.model.index(row))

    def _on_chosen(self, choice: Choice) -> None:
        if isinstance(choice.value, RelationChoice):
            self._finish(choice.value)

    def _finish(self, choice: RelationChoice) -> None:
        self.choice = choice
        self.close()
        self.chosen.emit(choice.type_id, choice.reversed)


def _rows(scheme: Scheme, found: Sequence[RelationChoice]) -> Iterator[Choice]:
    before = ""
    for each in found:
        heading = _heading(each)
        yield Choice(
            value=each,
            title=f"{each.name} · {each.role}" if each.role else each.name,
            detail=_detail(each),
            shortcut=f"⇧{each.key}"
            if each.reversed and not each.role and _has_twin(each, found)
            else each.key,
            hint=_hint(scheme, each),
            heading=heading if heading != before else "",
            is_dim=not each.permitted,
        )
        before = heading


def _naming_ends(row: Choice, first: str, second: str) -> Choice:
    """``row`` with the quotations in the place of "arg1" and "arg2", by which a scheme defines its relations."""
    is_reversed = isinstance(row.value, RelationChoice) and row.value.reversed
    ends = {"1": second, "2": first} if is_reversed else {"1": first, "2": second}
    return replace(row, hint=_END.sub(lambda found: ends[found[1]], row.hint))


def _heading(choice: RelationChoice) -> str:
    if not choice.permitted:
        return "Not in the scheme for this pair"
    if choice.role:
        return "Roles of events"
    return "The other way round" if choice.reversed else "Permitted"


def _detail(choice: RelationChoice) -> str:
    if not choice.permitted:
        return "not in the scheme"
    return "⇄ reversed" if choice.reversed else ""


def _hint(scheme: Scheme, choice: RelationChoice) -> str:
    kind = scheme.relation_type(choice.type_id)
    if choice.permitted or kind is None:
        return choice.definition
    ends = (
        "; ".join(f"{'/'.join(each.first)} → {'/'.join(each.second)}" for each in kind.signatures)
        or "two mentions with the same label"
    )
    return f"{choice.definition}\nThe scheme permits {ends}. You may take it all the same."


def _has_twin(choice: RelationChoice, found: Sequence[RelationChoice]) -> bool:
    return any(
        each.type_id == choice.type_id and each.permitted and not each.reversed and not each.role
        for each in found
    )


def _short(quote: str, *, most: int = 28) -> str:
    plain = " ".join(quote.split())
    return f"“{plain}”" if len(plain) <= most else f"“{plain[: most - 1].rstrip()}…”"
