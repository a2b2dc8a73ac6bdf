"""The article on paper and in pictures: printing, saving as PDF, and the selection as PNG or SVG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog

from glossator.core.annotations import AnnotationSet
from glossator.core.errors import GlossatorError, Refused
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.core.titles import counted
from glossator.ui import messages, tasks
from glossator.ui import theme as themes
from glossator.ui.actions.desk import Desk
from glossator.ui.settings import LAST_FOLDER, PAGE_FAMILY, PAGE_POINTS, Settings

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from glossator.ui.text.drawing import Style

PDF = "PDF (*.pdf)"
PICTURES = "Picture, PNG (*.png);;Drawing, SVG (*.svg)"


class Picturing(QObject):
    """Takes the open article out of the window.

    ``working`` tells of a long task under way (a title and the Task); ``saved`` carries the Path that was written.
    """

    working = Signal(str, object)
    saved = Signal(object)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings

    # --- paper

    def ask_print(self) -> None:
        """Ask for a printer, and print the article."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from glossator.ui.text.printing import dots_per_inch

        annotations = self._desk.need_annotations()
        printer = QPrinter()
        printer.setResolution(dots_per_inch())
        printer.setDocName(annotations.document.name)
        dialog = QPrintDialog(printer, self._desk.window)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Print the article on a printer whose resolution is that of the screen."""
        from glossator.ui.text.printing import print_pages

        held, scheme, style = self._snapshot(), self._scheme(), self._paper_style()
        self._run(
            f"Printing {held.document.name}",
            lambda progress: print_pages(printer, held, scheme, style, progress.report),
            lambda pages: self._desk.said.emit(f"Printed {counted(pages, 'page')}.", False),
        )

    def ask_pdf(self) -> None:
        """Ask where the PDF should go."""
        annotations = self._desk.need_annotations()
        self._ask_place("Save the page as PDF", annotations, PDF, "pdf", self.save_pdf)

    def save_pdf(self, target: Path) -> None:
        """Write the article as PDF to ``target`` in the background, with all labels and, unless calm, all arcs."""
        held, scheme, style = self._snapshot(), self._scheme(), self._paper_style()

        def after(pages: int) -> None:
            self._desk.said.emit(f"Saved {counted(pages, 'page')} to {target.name}.", False)
            self.saved.emit(target)

        self._run(
            f"Saving {target.name}",
            lambda progress: _written_pdf(target, held, scheme, style, progress.report),
            after,
        )

    # --- pictures

    def ask_picture(self) -> None:
        """Ask where the picture of the selection should go."""
        annotations = self._desk.need_annotations()
        self._need_spans()
        self._ask_place("Picture of the selection", annotations, PICTURES, "png", self.save_picture)

    def save_picture(self, target: Path) -> None:
        """Write the lines of the selection to ``target``: a PNG, or an SVG where its name says so."""
        self._desk.attempt(lambda: self._save_picture(target))

    def _save_picture(self, target: Path) -> None:
        from glossator.formats.whole import written_whole
        from glossator.ui.text.printing import picture_png, picture_svg

        draw = picture_svg if target.suffix.lower() == ".svg" else picture_png
        width = self._desk.page.column_width
        made = draw(self._desk.need_annotations(), self._scheme(), self._style(), self._need_spans(), width)
        with written_whole(target, overwrite=True) as stream:
            stream.write(made)
        self._desk.said.emit(f"Saved the picture to {target.name}.", False)
        self.saved.emit(target)

    # --- inside

    def _need_spans(self) -> tuple[Span, ...]:
        spans = self._desk.spans
        if not spans:
            raise Refused("Nothing is selected.", remedy="Select the text that the picture should show.")
        return spans

    def _scheme(self) -> Scheme:
        return self._desk.need_bench().scheme

    def _snapshot(self) -> AnnotationSet:
        """The article as it is now: it may be changed while pages of it are drawn on another thread."""
        return self._desk.need_annotations().copy()

    def _style(self) -> Style:
        from glossator.ui.text.drawing import Style

        page = self._desk.page
        return Style(
            self._desk.theme,
            QApplication.font(),
            self._settings.get(PAGE_FAMILY),
            self._settings.get(PAGE_POINTS),
            page.zoom,
            "calm" if page.density == "calm" else "all",
        )

    def _paper_style(self) -> Style:
        from dataclasses import replace

        from glossator.ui.text.drawing import PAPER_POINTS

        return replace(self._style(), theme=themes.light(), points=PAPER_POINTS, zoom=100)

    def _run(self, title: str, work: Callable[[tasks.Progress], int], done: Callable[[int], None]) -> None:
        task = tasks.run(work, done=done, failed=self._on_failed, parent=self)
        self.working.emit(title, task)

    def _on_failed(self, error: GlossatorError) -> None:
        messages.show_error(self._desk.window, error)

    def _ask_place(
        self, title: str, annotations: AnnotationSet, kinds: str, suffix: str, then: Callable[[Path], None]
    ) -> None:
        from PySide6.QtWidgets import QFileDialog

        folder = self._settings.get(LAST_FOLDER) or str(Path.home())
        dialog = QFileDialog(self._desk.window, title, folder, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen[-4:-1]))
        dialog.selectFile(f"{_file_name(annotations.document.name)}.{suffix}")

        def on_selected(chosen: str) -> None:
            self._settings.set(LAST_FOLDER, str(Path(chosen).parent))
            then(Path(chosen))

        dialog.fileSelected.connect(on_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _written_pdf(
    target: Path,
    annotations: AnnotationSet,
    scheme: Scheme,
    style: Style,
    report: Callable[[int, int], None],
) -> int:
    """Write the PDF whole or not at all; returns the number of its pages."""
    from PySide6.QtCore import QFile, QFileDevice, QIODevice

    from glossator.formats.whole import written_whole
    from glossator.ui.text.printing import write_pdf

    with written_whole(target, overwrite=True) as stream:
        file = QFile()
        file.open(stream.fileno(), QIODevice.OpenModeFlag.WriteOnly)
        pages = write_pdf(file, annotations, scheme, style, report)
        if not file.flush() or file.error() != QFileDevice.FileError.NoError:
            raise GlossatorError(
                f"“{target}” cannot be written: {file.errorString()}.", safe="No half of it was left."
            )
        file.close()
    return pages


def _file_name(name: str) -> str:
    """``name`` without what some file systems do not take in a file's name."""
    kept = "".join(each if each.isprintable() and each not in '<>:"/\\|?*' else " " for each in name)
    return " ".join(kept.split())[:80].strip(". ") or "page"
