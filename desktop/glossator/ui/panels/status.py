"""The status line: what is selected, what was just done, when it was saved, where the caret is, and work under way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTime, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from glossator.core.annotations import AnnotationSet
from glossator.core.documents import Document
from glossator.core.pagination import page_at, pages_of
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.core.titles import counted
from glossator.ui.tasks import Report, Task

_STEPS = 1000  # of the progress bar
_SHOWN_AFTER = 300  # milliseconds: work that ends sooner shows no progress bar


class StatusLine(QStatusBar):
    """Facts at the foot of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selected = QLabel()
        self._saved = QLabel()
        self._layers = QLabel()
        self._place = QLabel()
        self._zoom = QLabel()
        self._author = QLabel()
        self._work = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton("Cancel")
        self._cancel.clicked.connect(self._on_cancel)
        self._works: list[_Work] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_AFTER)
        self._timer.timeout.connect(lambda: self._show_work(shown=True))
        self.addWidget(self._selected, 1)
        for widget in (self._work, self._bar, self._cancel):
            self.addPermanentWidget(widget)
        for widget in (self._layers, self._saved, self._place, self._zoom, self._author):
            self.addPermanentWidget(widget)
        self._show_work(shown=False)

    def show_selected(self, text: str) -> None:
        """What is selected, in words."""
        self._selected.setText(text)

    @property
    def selected(self) -> str:
        """What it says is selected."""
        return self._selected.text()

    @property
    def saved(self) -> str:
        """What it says of when it was saved."""
        return self._saved.text()

    def show_saved(self) -> None:
        """The last change is on the disk, now."""
        self._saved.setText(f"saved {QTime.currentTime().toString('HH:mm:ss')}")

    def show_state(self, text: str) -> None:
        """What stands in the place of the time of saving: read-only, or nothing."""
        self._saved.setText(text)

    def show_layers(self, text: str) -> None:
        """Whose annotations are hidden, in words; nothing where none are."""
        self._layers.setText(text)
        self._layers.setVisible(bool(text))

    @property
    def layers(self) -> str:
        """What it says of hidden annotations."""
        return self._layers.text()

    def show_place(self, offset: int, document: Document | None) -> None:
        """Where the caret is, in code points, and on which page; nothing where no document is open."""
        begins = pages_of(document) if document is not None else ()
        page = f"page {page_at(begins, offset):,} of {len(begins):,}  ·  " if begins else ""
        self._place.setText(f"{page}character {offset:,}" if document is not None else "")

    @property
    def place(self) -> str:
        """What it says of where the caret is."""
        return self._place.text()

    def show_zoom(self, percent: int) -> None:
        """The size of the page's text."""
        self._zoom.setText(f"{percent} %")

    def show_author(self, name: str) -> None:
        """In whose name annotations are made."""
        self._author.setText(name)

    @property
    def is_busy(self) -> bool:
        """Some long work is under way."""
        return bool(self._works)

    def show_work(self, title: str, task: Task[object]) -> None:
        """Show the progress of ``task`` until it has finished, with a button that cancels it.

        Of several the last one is shown, and how many there are besides; when it is done, the one before.
        """
        work = _Work(title, task)
        self._works.append(work)
        task.progressed.connect(lambda report: self._on_progressed(work, report))
        task.finished.connect(lambda: self._on_finished(work))
        self._show_report()
        self._timer.start()

    def _on_progressed(self, work: _Work, report: Report) -> None:
        work.report = report
        if work is self._works[-1]:
            self._show_report()

    def _on_cancel(self) -> None:
        self._works[-1].task.cancel()
        self._cancel.setEnabled(False)
        self._work.setText(f"{self._works[-1].title}: being cancelled")

    def _on_finished(self, work: _Work) -> None:
        self._works.remove(work)
        if self._works:
            self._show_report()
        else:
            self._timer.stop()
            self._show_work(shown=False)

    def _show_report(self) -> None:
        work = self._works[-1]
        is_cancelled = work.task.cancelled
        self._cancel.setEnabled(not is_cancelled)
        self._work.setText(f"{work.title}: being cancelled" if is_cancelled else self._in_words(work))
        report = work.report
        if report is None or report.total <= 0:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _STEPS)  # bytes are more than the bar can count
            self._bar.setValue(min(_STEPS, report.done * _STEPS // report.total))

    def _in_words(self, work: _Work) -> str:
        """What is done, what of it just now, how long that will take, and how much else is under way."""
        report, others = work.report, len(self._works) - 1
        left = report.seconds_left if report else None
        parts = [
            work.title + (f": {report.text.lower()}" if report and report.text else ""),
            "" if left is None else f"about {_rounded(left)} left",
            f"{others} more under way" if others else "",
        ]
        return " · ".join(part for part in parts if part)

    def _show_work(self, *, shown: bool) -> None:
        for widget in (self._work, self._bar, self._cancel):
            widget.setVisible(shown)


class _Work:
    """A task under way, what it is called, and how far it has come."""

    def __init__(self, title: str, task: Task[object]) -> None:
        self.title = title
        self.task = task
        self.report: Report | None = None


def _rounded(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


def selected_in_words(
    annotations: AnnotationSet, scheme: Scheme, record_id: int | None, spans: Sequence[Span]
) -> str:
    """What is selected: "Russia · Nation · 3 relations", a relation's type, or how many characters."""
    mention = annotations.mentions.get(record_id or 0)
    relation = annotations.relations.get(record_id or 0)
    if mention is not None:
        number = len(annotations.relations_of(mention.id))
        tied = counted(number, "relation") if number else ""
        kind = " ".join(part for part in (scheme.name_of(mention.label), mention.subtype) if part)
        return " · ".join(part for part in (" ".join(mention.quote.split())[:60], kind, tied) if part)
    if relation is not None:
        return scheme.name_of(relation.type)
    length = sum(span.length for span in spans)
    return f"{counted(length, 'character')} selected" if length else ""
