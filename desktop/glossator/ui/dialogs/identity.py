"""Who or what a mention is: identities with a similar name first, then a search, then a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.candidates import Meant, Nobody
from glossator.core import names
from glossator.core.annotations import Entity, Mention
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.dialogs.choices import Choice, filtered
from glossator.ui.dialogs.chooser import Chooser
from glossator.ui.theme import Theme

_NEW = "new"
_ALIAS = names.strength(names.Likeness.ALIAS)
_LAST = 100.0


class Known(Protocol):
    """An identity of the project and how often it is mentioned, as the store tells it."""

    @property
    def entity(self) -> Entity:
        """The identity."""

    @property
    def mentions(self) -> int:
        """How many mentions it has."""

    @property
    def documents(self) -> int:
        """In how many documents."""


class Candidate(NamedTuple):
    """An identity that the mention may be; ``reason`` is why, where its name tells, else ``why``."""

    known: Known
    reason: names.Likeness | None
    why: str = ""


def best_name(mentions: Iterable[Mention]) -> str:
    """The name that says most: the longest quote that is a name (NAM), else the longest."""
    ordered = sorted(
        mentions,
        key=lambda each: (each.attributes.get("level", "NAM") != "NAM", -len(each.quote), each.start),
    )
    return " ".join(ordered[0].quote.split()) if ordered else ""


def candidates(
    name: str, label: str, known: Iterable[Known], country: Meant | None = None
) -> list[Candidate]:
    """The identities that ``name`` may be, the best first: by the likeness of the names, those of the same type before
    others, then by how often they are mentioned.  Identities without any likeness are left out, but for the ``country``
    that the name means: it comes first for a capital that acts, and last for one that is a place.
    """
    found: list[Candidate] = []
    for each in known:
        reason = names.likeness(name, each.entity.name, each.entity.aliases)
        is_country = country is not None and country.is_named(each.entity.name, *each.entity.aliases)
        if (
            country is not None
            and is_country
            and (country.acts is not None or names.strength(reason) > _ALIAS)
        ):
            found.append(Candidate(each, None, country.why))
        elif reason is not None:
            found.append(Candidate(each, reason))
    return sorted(
        found,
        key=lambda each: (
            _rank(each, country),
            each.known.entity.type != label,
            -each.known.mentions,
            each.known.entity.name,
        ),
    )


def _rank(candidate: Candidate, country: Meant | None) -> float:
    if not candidate.why or country is None:
        return float(names.strength(candidate.reason))
    if country.acts is None:
        return _ALIAS + 0.5
    return -1.0 if country.acts else _LAST


class IdentityDialog(QDialog):
    """Asks for the identity behind mentions.

    ``chosen`` carries the :class:`Entity`, or ``None`` for a new one, and the name and the type of the new one.
    ``joined`` carries a :class:`Nobody`: a new identity for the mentions and for those that read so.
    """

    chosen = Signal(object, str, str)
    joined = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._scheme: Scheme | None = None
        self._find: Callable[[str], Sequence[Known]] = lambda text: ()
        self._quote = ""
        self._new_name, self._why_new = "", ""
        self._first: list[Candidate] = []
        self._country: Meant | None = None
        self._nobodies: Sequence[Nobody] = ()
        self.setWindowTitle("Identity")
        self.setModal(True)
        self.resize(560, 520)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.title.setWordWrap(True)
        self.chooser = Chooser(theme, self)
        self.chooser.field.setPlaceholderText("Type to search all identities of the project")
        self.name = QLineEdit(self)
        self.name.setAccessibleName("Name of the new identity")
        self.type = QComboBox(self)
        self.type.setAccessibleName("Type of the new identity")
        self.make = QPushButton("Make new", self)
        self.make.setToolTip("Make a new identity with this name and type (Ctrl+Enter)")
        self.make.setAutoDefault(False)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        rule = QFrame(self)
        rule.setProperty("frame", "rule")
        new = QHBoxLayout()
        new.setSpacing(8)
        new.addWidget(self.name, 1)
        new.addWidget(self.type)
        new.addWidget(self.make)
        caption = QLabel("New identity", self)
        caption.setProperty("tone", "section")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.title, self.chooser, rule, caption):
            column.addWidget(part, 1 if part is self.chooser else 0)
        column.addLayout(new)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.cancelled.connect(self.reject)
        self.chooser.field.textEdited.connect(self._on_typed)
        self.make.clicked.connect(self._on_make)
        self.name.returnPressed.connect(self._on_make)
        self.name.textChanged.connect(lambda text: self.make.setEnabled(bool(text.strip())))
        self.chooser.field.installEventFilter(self)

    def open_for(
        self,
        mentions: Sequence[Mention],
        scheme: Scheme,
        find: Callable[[str], Sequence[Known]],
        country: Meant | None = None,
        nobodies: Sequence[Nobody] = (),
    ) -> None:
        """Ask for the identity of ``mentions`` (at least one).  ``find`` gives the identities whose name holds a text,
        the most mentioned first, and for no text the most mentioned of all.  ``country`` is what the name means,
        ``nobodies`` are mentions that may be the same and have no identity either.
        """
        self._country, self._nobodies = country, nobodies
        self._scheme, self._find = scheme, find
        self._quote = best_name(mentions)
        label = mentions[0].label
        more = f" and {len(mentions) - 1} more" if len(mentions) > 1 else ""
        self.title.setText(f"Who or what is “{self._quote}”{more}?")
        if country is not None and country.acts:  # a new identity would be the country's as well
            self._new_name, self._why_new = country.country.name, f"“{self._quote}” acts here: {country.why}."
        else:
            self._new_name, self._why_new = self._quote, ""
        self.name.setText(self._new_name)
        self._show_types(scheme, label)
        self._first = candidates(self._quote, label, self._related(), self._country)
        self.chooser.set_source(self._rows)
        self.open()
        self.chooser.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._on_make()
                return True
        return super().eventFilter(watched, event)

    def _show_types(self, scheme: Scheme, label: str) -> None:
        self.type.clear()
        for each in scheme.labels:
            if not each.retired:
                self.type.addItem(f"{each.id}  {each.name}", each.id)
        self.type.setCurrentIndex(max(0, self.type.findData(label)))

    def _related(self) -> list[Known]:
        """What the store finds for the name and its words, and the most mentioned; each once."""
        asked = ["", self._quote, *names.plain_name(self._quote).split()]
        if self._country is not None:
            asked += [self._country.country.name, *self._country.country.aliases]
        found = {each.entity.id: each for text in dict.fromkeys(asked) for each in self._find(text)}
        return list(found.values())

    def _rows(self, typed: str) -> list[Choice]:
        if not typed.strip():
            rows = [self._row(each, heading="By name") for each in self._first]
            rows[1:] = [replace(each, heading="") for each in rows[1:]]
            rest = [Candidate(each, None) for each in self._find("")]
            seen = {each.known.entity.id for each in self._first}
            others = [self._row(each, heading="Others") for each in rest if each.known.entity.id not in seen]
            others[1:] = [replace(each, heading="") for each in others[1:]]
            # without a likely one, Enter makes a new identity
            both = [self._nobody_row(each) for each in self._nobodies]
            both[1:] = [replace(each, heading="") for each in both[1:]]
            return [*rows, *both, *others, self._new_row()] if rows else [self._new_row(), *both, *others]
        known = {each.entity.id: each for each in (*self._related(), *self._find(typed.strip()))}
        found = filtered(typed, [self._row(Candidate(each, None), heading="") for each in known.values()])
        return [*found, self._new_row()]

    def _row(self, candidate: Candidate, *, heading: str) -> Choice:
        entity = candidate.known.entity
        label = self._scheme.label(entity.type) if self._scheme else None
        counts = f"{counted(candidate.known.mentions, 'mention')} in " + counted(
            candidate.known.documents, "document"
        )
        return Choice(
            entity,
            entity.name,
            detail="  ·  ".join(filter(None, (_why(candidate), counts))),
            tag=label.tag if label and label.tag else entity.type[:3],
            look=self.theme.of(label),
            heading=heading,
            hint=f"Also called {', '.join(entity.aliases)}." if entity.aliases else "",
        )

    def _nobody_row(self, nobody: Nobody) -> Choice:
        label = self._scheme.label(nobody.label) if self._scheme else None
        return Choice(
            nobody,
            f"“{nobody.quote}”",
            detail="  ·  ".join(filter(None, (nobody.why, counted(nobody.mentions, "mention")))),
            tag=label.tag if label and label.tag else nobody.label[:3],
            look=self.theme.of(label),
            heading="The same as these, which stand for nobody yet",
            hint=f"A new identity “{nobody.name}” for all of them.",
        )

    def _new_row(self) -> Choice:
        return Choice(
            _NEW,
            f"New identity “{self.name.text()}”",
            icon="add",
            shortcut="Ctrl+Enter",
            hint=f"{self._why_new} Its name and its type can be changed below.".strip(),
        )

    def _on_typed(self, text: str) -> None:
        self.name.setText(" ".join(text.split()) or self._new_name)
        self.chooser.refresh()

    def _on_chosen(self, choice: Choice) -> None:
        if isinstance(choice.value, Entity):
            self.accept()
            self.chosen.emit(choice.value, "", "")
        elif isinstance(choice.value, Nobody):
            self.accept()
            self.joined.emit(choice.value)
        else:
            self._on_make()

    def _on_make(self) -> None:
        name = " ".join(self.name.text().split())
        if name:
            self.accept()
            self.chosen.emit(None, name, self.type.currentData() or "")


def _why(candidate: Candidate) -> str:
    return candidate.reason.value if candidate.reason else candidate.why
