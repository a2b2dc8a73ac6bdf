"""The form of the open document: its origin and grade, how often each label stands in it, its note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from glossator.core.annotations import AnnotationSet
from glossator.core.documents import VERSION_OF, Document, grade_words, shown_time
from glossator.core.outside import ours
from glossator.core.pagination import pages_of
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.panels.inspector.attributes import property_form, property_name
from glossator.ui.panels.inspector.more_notes import MoreNotes
from glossator.ui.panels.inspector.notes import NoteField
from glossator.ui.panels.inspector.sections import Section, faint, form_column
from glossator.ui.theme import LabelColour, Theme, draw_underline
from glossator.workbench import Workbench

_ROW = 24
_FACT = 22
_NAME = 140
_NUMBER = 48
_FURTHER, _LONG = 40, 200  # further facts that are shown, and the characters of one
_UNSEEN = frozenset(("pages", "hyphens", VERSION_OF))


class Count(NamedTuple):
    """How many mentions have a label."""

    name: str
    number: int
    colour: LabelColour


class Counts(QWidget):
    """A row for each label: its sign, its name, a bar, the number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._counts: tuple[Count, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: tuple[Count, ...]) -> None:
        """Show ``counts``, the greatest first."""
        if counts != self._counts:
            self._counts = counts
            self.setAccessibleName(", ".join(f"{each.name} {each.number}" for each in counts))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row * len(self._counts))

    @property
    def _row(self) -> int:
        return max(_ROW, self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        most = max((each.number for each in self._counts), default=1)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, count in enumerate(self._counts):
                self._draw(painter, count, place * self._row, count.number / most)

    def _draw(self, painter: QPainter, count: Count, top: int, share: float) -> None:
        high = self._row
        painter.setPen(QColor(self.theme.ink))
        name = QRectF(0, top, _NAME, high)
        words = painter.fontMetrics().elidedText(count.name, Qt.TextElideMode.ElideRight, _NAME - 8)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        room = max(0.0, self.width() - _NAME - _NUMBER)
        bar = QRectF(_NAME, top + 5, max(4.0, room * share), high - 13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(count.colour.tint))
        painter.drawRect(bar)
        draw_underline(painter, count.colour, bar.left(), bar.right(), bar.bottom() + 2)
        painter.setPen(QColor(self.theme.muted))
        number = QRectF(self.width() - _NUMBER, top, _NUMBER, high)
        painter.drawText(
            number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{count.number:,}"
        )


class DocumentForm(QWidget):
    """Shows the open document; its properties are changed in their own window."""

    goto_requested = Signal(object)  # the id of a record
    edited = Signal(object)  # a Make

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = faint(parent=self)
        self.title.setProperty("tone", "head")
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = QWidget(self)
        self._rows = property_form(self._facts)
        self._rows.setVerticalSpacing(0)
        self.counts = Counts(theme, self)
        self.summary = faint(parent=self)
        self.note = NoteField(self)
        self.notes = MoreNotes(self.note, theme, self)
        self.note.edited.connect(self.edited)
        self.notes.edited.connect(self.edited)
        self.notes.goto_requested.connect(self.goto_requested)
        self.hint = faint(
            "Select a word and press a label's key to tag it, or Enter for the list of labels.", self
        )
        self._count_section = Section("Labels", self.counts, self)
        form_column(
            self,
            self.title,
            self._facts,
            self._count_section,
            self.summary,
            Section("Note on the document", self.notes, self),
            self.hint,
        )

    def show_document(self, bench: Workbench, annotations: AnnotationSet) -> None:
        """Show the document of ``annotations``."""
        document = annotations.document
        self.title.setText(document.name)
        self._show_facts(document)
        counts = self._counted(bench.scheme, annotations)
        self.counts.show_counts(counts)
        self._count_section.setVisible(bool(counts))
        self.summary.setText(_in_words(annotations))
        self.notes.show_notes(bench, annotations, document.id)
        self.hint.setVisible(not counts)

    def set_editable(self, *, editable: bool) -> None:
        """Whether the note can be changed."""
        self.notes.set_editable(editable=editable)

    def wear(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        self.notes.wear(theme)
        self.counts.theme = theme

    def _show_facts(self, document: Document) -> None:
        while self._rows.rowCount():
            self._rows.removeRow(0)
        for name, value in (
            ("Source", document.source),
            ("Described as", document.source_descriptor),
            ("Author", document.author),
            ("Published", shown_time(document.published)),
            ("Retrieved", document.retrieved),
            ("Address", document.url),
            ("Grade", grade_words(document)),
            ("Because", document.reliability_reason),
            ("Status", document.status),
            ("Length", f"{document.length:,} characters" + _on_pages(document)),
            ("Read as", document.encoding),
            *_further(document),
        ):
            if value:
                words = faint(value)
                words.setProperty("tone", "")
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label = property_name(name)
                label.setMinimumHeight(_FACT)
                label.setContentsMargins(0, 0, 0, 0)
                words.setMinimumHeight(_FACT)
                words.setAlignment(Qt.AlignmentFlag.AlignTop)
                self._rows.addRow(label, words)

    def _counted(self, scheme: Scheme, annotations: AnnotationSet) -> tuple[Count, ...]:
        numbers = Counter(mention.label for mention in annotations.mentions.values())
        ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
        return tuple(
            Count(scheme.name_of(label), number, self._theme.of(scheme.label(label)))
            for label, number in ordered
        )


def _further(document: Document) -> Iterator[tuple[str, str]]:
    """What else is known of a document, such as the other columns of its table; what only programs read is left out."""
    for name, value in list(ours(document.attributes).items())[:_FURTHER]:
        if name not in _UNSEEN:
            words = " ".join(str(value).split())
            yield f"{name[:1].upper()}{name[1:]}", words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"


def _on_pages(document: Document) -> str:
    count = len(pages_of(document))
    return f" on {counted(count, 'page')}" if count else ""


def _in_words(annotations: AnnotationSet) -> str:
    events = sum(relation.is_event for relation in annotations.relations.values())
    numbers = (
        (len(annotations.mentions), "mention"),
        (len(annotations.relations) - events, "relation"),
        (events, "event"),
    )
    return ", ".join(counted(number, noun) for number, noun in numbers)
