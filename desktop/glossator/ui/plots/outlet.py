"""What leaves a view: files, paper and the clipboard, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPageLayout, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from glossator.core.errors import GlossatorError
from glossator.ui import messages, tasks
from glossator.ui.plots.chart import Chart
from glossator.ui.plots.marks import Table, View
from glossator.ui.plots.tables import as_csv, as_data
from glossator.ui.settings import LAST_FOLDER, Settings
from glossator.ui.tasks import Progress, Report, Task
from glossator.ui.theme import Theme, light

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from glossator.ui.plots.composing import Picture
    from glossator.ui.plots.origin import Origin

_DARK = 0.5  # of the lightness of a ground, below which it is a dark one
_LARGEST = 1.5  # times their size on the screen that pictures are printed at most
_KINDS = {"PNG": "Picture (*.png)", "SVG": "Vector picture (*.svg)", "CSV": "Table (*.csv)"}

TableWork = Callable[[Progress], Table]
"""Makes the table of a view beside the window."""


class Shown(Protocol):
    """What a view is, for those that take it out of the window."""

    question: str
    theme: Theme

    @property
    def view(self) -> View:
        """What it shows."""

    @property
    def table(self) -> Table:
        """Its numbers, in the order in which they are seen."""

    def sorted_alike(self, table: Table) -> Table:
        """A table with more rows, in the order in which those of its own are seen."""

    @property
    def chart(self) -> Chart:
        """What draws it."""

    def font(self) -> QFont:
        """The type of its words."""


class Outlet(QObject):
    """Saves, prints and copies what ``shown`` shows, asking over ``window``.  ``counting`` tells how far a table is
    that is made for it (in words; empty at its end).
    """

    counting = Signal(str)

    def __init__(self, shown: Shown, window: QWidget) -> None:
        super().__init__(window)
        self._shown = shown
        self._window = window
        self._task: Task[Any] | None = None
        self.settings: Settings | None = None
        """Where the folder of the last file is remembered."""
        self.origin: Callable[[], Origin] | None = None
        """What its view was made of, asked for when a picture is made or a file is named."""
        self.table_work: Callable[[], TableWork | Table | None] = lambda: None
        """How its whole table is made where not all of that is at hand; ``None`` where it is."""

    def fill(self, menu: QMenu) -> None:
        """Offer all of it."""
        for kind in _KINDS:
            menu.addAction(f"Save as &{kind}…").triggered.connect(lambda _=False, k=kind: self.ask_file(k))
        menu.addAction("P&rint…").triggered.connect(self.ask_print)
        menu.addSeparator()
        menu.addAction("Copy pict&ure").triggered.connect(self.copy_picture)
        menu.addAction("Copy &table").triggered.connect(self.copy_table)

    # --- pictures

    def composed(self, theme: Theme | None = None) -> AbstractContextManager[Picture]:
        """A picture of the view in the colours of ``theme`` (its own), laid out for its own size."""
        from glossator.ui.plots.composing import composed

        shown, origin = self._shown, self.origin() if self.origin is not None else None
        return composed(shown.question, shown.view, shown.chart, theme or shown.theme, shown.font(), origin)

    def copy_picture(self) -> None:
        """Put the view on the clipboard as a picture, and as an SVG for who takes that."""
        from glossator.ui.plots.pictures import image, svg

        data = QMimeData()
        with self.composed() as picture:
            data.setImageData(image(picture.size, picture.paint, texts=picture.texts))
            data.setData("image/svg+xml", svg(picture.size, picture.paint, title=picture.question))
        QGuiApplication.clipboard().setMimeData(data)

    def ask_print(self) -> None:
        """Ask for a printer, and print the view."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from glossator.ui.plots.origin import PROGRAM
        from glossator.ui.plots.pictures import dots_per_inch

        printer = QPrinter()
        printer.setResolution(dots_per_inch())
        printer.setCreator(PROGRAM)
        printer.setDocName(self._shown.question.rstrip("?"))  # the name of a file as well
        with self.composed() as picture:
            is_wide = picture.size.width() > picture.size.height()
        if is_wide:
            printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Print the view on one sheet, as large as it fits; on paper the ground is light."""
        from glossator.ui.plots.pictures import dots_per_inch

        is_dark = QColor(self._shown.theme.raised).lightnessF() < _DARK
        printer.setResolution(dots_per_inch())
        with self.composed(light() if is_dark else None) as picture, QPainter(printer) as painter:
            size, room = picture.size, painter.viewport()
            scale = min(room.width() / size.width(), room.height() / size.height(), _LARGEST)
            painter.scale(scale, scale)
            picture.paint(painter)

    # --- tables

    def copy_table(self) -> None:
        """Put the numbers on the clipboard: for a spreadsheet, and as a table for a text."""
        self.with_table(self._copy)

    def _copy(self, table: Table) -> None:
        QGuiApplication.clipboard().setMimeData(as_data(table, self._shown.question))

    def with_table(self, use: Callable[[Table], None]) -> None:
        """Do something with the whole table: at once, or when it was made beside the window."""
        self.cancel()
        try:
            work = self.table_work()
        except GlossatorError as error:
            messages.show_error(self._window, error)
            return
        if work is None or isinstance(work, Table):
            self._use(use, self._shown.sorted_alike(work) if work else self._shown.table)
            return
        self.counting.emit("Counting…")
        self._task = tasks.run(
            work,
            done=lambda table: self._on_made(use, table),
            failed=self._on_failed,
            progress=self._on_told,
            parent=self,
        )

    def cancel(self) -> None:
        """No table is wanted any more."""
        if self._task is not None:
            self._task.cancel()
            self._end()

    def _end(self) -> None:
        self._task = None
        self.counting.emit("")

    def _on_told(self, report: Report) -> None:
        if self._task is not None and report.total:
            self.counting.emit(f"Counting… {100 * report.done // report.total} %")

    def _on_made(self, use: Callable[[Table], None], table: Table) -> None:
        self._end()
        self._use(use, self._shown.sorted_alike(table))

    def _on_failed(self, error: GlossatorError) -> None:
        self._end()
        messages.show_error(self._window, error)

    def _use(self, use: Callable[[Table], None], table: Table) -> None:
        try:
            use(table)
        except GlossatorError as error:
            messages.show_error(self._window, error)

    # --- files

    def ask_file(self, kind: str) -> None:
        """Ask for a file, and write the view there as ``PNG``, ``SVG`` or ``CSV``."""
        dialog = QFileDialog(self._window, f"Save as {kind}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_KINDS[kind])
        dialog.setDefaultSuffix(kind.lower())
        if self.settings is not None and (folder := self.settings.get(LAST_FOLDER)):
            dialog.setDirectory(folder)
        question = self._shown.question
        name = self.origin().file_name(question) if self.origin is not None else question.rstrip("?")
        dialog.selectFile(f"{name}.{kind.lower()}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._on_file(Path(chosen), kind))
        dialog.open()

    def _on_file(self, path: Path, kind: str) -> None:
        if self.settings is not None:
            self.settings.set(LAST_FOLDER, str(path.parent))
        self.write(path, kind)

    def write(self, path: Path, kind: str) -> None:
        """Write the view to ``path``, a table when it was made; what goes wrong is told."""
        if kind == "CSV":
            self.with_table(lambda table: _write(path, _encoded(table)))
        else:
            self._use(lambda _: self.save(path, kind), self._shown.table)

    def save(self, path: Path, kind: str) -> None:
        """Write the view to ``path`` as it is now; :class:`GlossatorError` when it cannot be."""
        if kind == "CSV":
            _write(path, _encoded(self._shown.table))
            return
        from glossator.ui.plots.pictures import png, svg

        with self.composed() as picture:
            if kind == "SVG":
                told = picture.texts["Description"]
                made = svg(picture.size, picture.paint, title=picture.question, description=told)
            else:
                made = png(picture.size, picture.paint, texts=picture.texts)
        _write(path, made)


def _encoded(table: Table) -> bytes:
    """A table as CSV, with the mark that makes spreadsheets read it as UTF-8."""
    return as_csv(table).encode("utf-8-sig")


def _write(path: Path, held: bytes) -> None:
    from glossator.formats.whole import written_whole  # only files need it

    with written_whole(path, overwrite=True) as file:  # the dialog has asked
        file.write(held)
