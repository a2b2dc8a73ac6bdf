"""What there is to say about a record beside its fields: what is odd, who says it, how it was graded over time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from glossator.analysis.grading import gradings, told
from glossator.core import claims
from glossator.core.annotations import AnnotationSet, Mention, Relation
from glossator.core.errors import GlossatorError
from glossator.core.review import WAVED, Look
from glossator.retrospect import is_hidden
from glossator.ui.panels.inspector.links import Link, LinkList, short
from glossator.ui.panels.inspector.sections import faint, written_time
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

_STEPS = 200  # of the history of a record are read for its grades
_SHOW, _HIDE = "How it was graded", "Hide how it was graded"


class OddLine(QLabel):
    """What is odd about a record, a sentence each; nothing where all is sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "warning")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName("What is odd here")
        self.hide()

    def show_record(self, bench: Workbench, annotations: AnnotationSet, record: Mention | Relation) -> None:
        """Tell what is odd about ``record``, as far as nobody waved it through."""
        found = list(Look(annotations, bench.scheme, bench.ask.entity).of(record))
        lines = [
            f"Flagged: {each.sentence}" if each.kind == "flag" else each.sentence
            for each in found
            if each.kind == "flag" or f"{WAVED}{each.kind}" not in record.attributes
        ]
        self.setText("\n".join(f"⚠ {each}" for each in lines))
        self.setToolTip("Put it right, or wave it through in Review (Ctrl+Shift+R)" if lines else "")
        self.setVisible(bool(lines))


class Sources(QWidget):
    """Who says it, who that has it from, and so on to the author of the text; and the grades of a claim over time."""

    goto_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self._record: Mention | Relation | None = None
        self.heading = faint("Who says so", self)
        self.links = LinkList(theme, self)
        self.history = QPushButton(_SHOW, self)
        self.history.setProperty("role", "link")
        self.grades = faint(parent=self)
        self.grades.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.heading, self.links, self.history, self.grades):
            column.addWidget(part)
        self.links.followed.connect(self.goto_requested)
        self.history.clicked.connect(self._on_history)

    def wear(self, theme: Theme) -> None:
        """Follow another look."""
        self.links.wear(theme)

    def show_record(self, bench: Workbench, annotations: AnnotationSet, record: Mention | Relation) -> None:
        """Show the way that ``record`` came, and that it was graded."""
        is_other = self._record is None or self._record.id != record.id
        self._bench, self._record = bench, record
        way = claims.sources(annotations, record)
        links = [
            Link(each.id, f"{'    ' * depth}{short(each.quote)}", bench.scheme.name_of(each.label))
            for depth, each in enumerate(way)
        ]
        self.links.show_links(links)
        self.heading.setText(
            "Has it from" if isinstance(record, Mention) else "Who says so, and has it from whom"
        )
        self.heading.setVisible(bool(way))
        self.links.setVisible(bool(way))
        is_graded = isinstance(record, Relation) and bench.scheme.attribute(claims.CREDIBILITY) is not None
        self.history.setVisible(is_graded)
        if is_other or not is_graded:
            self.grades.hide()
            self.history.setText(_SHOW)
        elif self.grades.isVisible():
            self._tell()
        self.setVisible(bool(way) or is_graded)

    def _on_history(self) -> None:
        self.grades.setVisible(not self.grades.isVisible())
        self.history.setText(_HIDE if self.grades.isVisible() else _SHOW)
        if self.grades.isVisible():
            self._tell()

    def _tell(self) -> None:
        bench, record = self._bench, self._record
        if bench is None or record is None:
            return
        try:
            steps = bench.ask.history(record=record.id, limit=_STEPS)
            rows = [each for each in steps if not is_hidden(bench, each)]
            changes = [found for each in reversed(rows) if (found := bench.ask.change(each.id)) is not None]
        except GlossatorError as error:
            self.grades.setText(error.what)
            return
        lines = [told(each, written_time) for each in gradings(changes, record.id, claims.CREDIBILITY, "6")]
        self.grades.setText("\n".join(reversed(lines)) or "It was not graded yet.")
