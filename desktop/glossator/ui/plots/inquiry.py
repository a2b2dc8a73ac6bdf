"""Asking for the figures of a view: at once where that is quick, else beside the window, one question at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from glossator import surveys
from glossator.core.errors import GlossatorError
from glossator.figures import Told
from glossator.surveys import Where
from glossator.ui import tasks
from glossator.ui.plots import origin
from glossator.ui.plots.card import COUNTING
from glossator.ui.plots.marks import Table, View
from glossator.ui.plots.outlet import TableWork
from glossator.ui.plots.plot import About, Plot
from glossator.ui.tasks import Progress, Report, Task
from glossator.workbench import Workbench

NO_TEXTS = "There is no text in the project yet. Import texts with Ctrl+I."
"""What every view says where nothing can be tagged yet."""


class Inquiry(QObject):
    """Asks on behalf of one view and has it draw the answer; ``answered`` tells that it has."""

    answered = Signal()

    def __init__(self, plot: Plot, parent: QObject) -> None:
        super().__init__(parent)
        self.plot = plot
        self._task: Task[Any] | None = None

    @property
    def is_under_way(self) -> bool:
        """The figures are being counted beside the window."""
        return self._task is not None

    def begin(self, about: About) -> None:
        """Ask through the lens of ``about``; what was asked before is given up."""
        self.stop()
        survey, options = self.plot.survey, dict(self.plot.options())
        try:
            if surveys.at_once(about.bench, survey, about.lens, options):
                self._show(surveys.answer(about.bench, survey, about.lens, options), about)
                return
        except GlossatorError as error:
            self.plot.card.fail(str(error))
            return
        where = Where.of(about.bench)
        assert where is not None, "a project that is asked at once otherwise"
        self.plot.card.count()

        def work(progress: Progress) -> Any:
            return surveys.answer(where, survey, about.lens, options, progress.report)

        self._task = tasks.run(
            work,
            done=lambda found: self._on_done(found, about),
            failed=self._on_failed,
            progress=self._on_told,
            parent=self,
        )

    def stop(self) -> None:
        """The answer is wanted no longer."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def forget(self, *, is_other: bool) -> None:
        """What was found holds no more.  Where it is of another project (``is_other``), nothing of it is drawn until
        the figures of this one are there.
        """
        self.stop()
        self.plot.forget()
        if not is_other:
            return
        out = self.plot.card.out
        out.cancel()
        out.origin, out.table_work = None, lambda: None
        self.plot.card.show_view(View(None, empty=COUNTING))

    def _show(self, found: Any, about: About) -> None:
        out = self.plot.card.out
        out.origin = lambda: origin.of(
            about.bench, about.lens, datetime.now().astimezone(), chosen=self.plot.card.choices
        )
        out.table_work = lambda: self._table_work(about)
        with surveys.calm():
            self.plot.show(found, about)
        if self.plot.card.view.is_empty and not about.bench.ask.document_count():
            self.plot.card.empty.setText(NO_TEXTS)
        self.answered.emit()

    def _on_told(self, report: Report) -> None:
        if self._task is not None:
            self.plot.card.tell_progress(report.done, report.total)

    def _on_done(self, found: Any, about: About) -> None:
        self._task = None
        try:
            self._show(found, about)
        except GlossatorError as error:  # some ask for a little more while they draw
            self.plot.card.fail(str(error))

    def _on_failed(self, error: GlossatorError) -> None:
        self._task = None
        self.plot.card.fail(str(error))

    def _table_work(self, about: About) -> TableWork | Table | None:
        """How the whole table of a view is made beside the window; the table itself where nothing can be asked there,
        and ``None`` where what is shown is all of it.
        """
        survey, options = self.plot.survey, self.plot.table_options()
        if options is None:
            return None
        lens, scheme = about.lens, about.scheme

        def made(of: Where | Workbench, told: Told) -> Table:
            twin = survey.sheet(surveys.answer(of, survey, lens, options, told), scheme)
            return Table(twin.headings, twin.rows)

        where = Where.of(about.bench)
        if where is None:
            return made(about.bench, lambda done, total: None)
        return lambda progress: made(where, progress.report)
