"""Annotations in other formats, in and out: their dialogs, the work beside the window, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from glossator import paths
from glossator.arrivals import DoesNotFit, ImportReport
from glossator.core.errors import GlossatorError
from glossator.core.titles import enumerated
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.settings import KEEP_ORIGINALS, LAST_FOLDER, Settings
from glossator.workbench import Workbench

if TYPE_CHECKING:  # who opens a window does not wait for the formats
    from glossator.exchange import Format, Preview, Wishes
    from glossator.formats.conveying import Exported
    from glossator.formats.mapping import NameTable
    from glossator.ui.dialogs.export_annotations import ExportAnnotationsDialog
    from glossator.ui.dialogs.import_annotations import ImportAnnotationsDialog


class Exchanging(QObject):
    """Brings annotations of other formats into the open project and writes it in them.

    ``documents_added`` carries the ids of new documents, ``exported`` the path that was written; ``working`` tells of a
    long task under way (a title and the Task).
    """

    documents_added = Signal(object)
    exported = Signal(object)
    working = Signal(str, object)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What the rows of the table do that are about this."""
        return {
            "import_annotations": self.ask_files,
            "export_annotations": self.ask_export,
        }

    # --- in

    def ask_files(self) -> None:
        """Ask for files with annotations."""
        from PySide6.QtWidgets import QFileDialog

        self._desk.need_bench()
        folder = self._settings.get(LAST_FOLDER) or str(paths.existing(paths.projects_dir()))
        dialog = QFileDialog(self._desk.window, "Import annotations", folder, self._kinds())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

        def on_selected(chosen: list[str]) -> None:
            self._settings.set(LAST_FOLDER, str(Path(chosen[0]).parent))
            self.take([Path(each) for each in chosen])

        dialog.filesSelected.connect(on_selected)
        dialog.open()

    def take(self, chosen: Sequence[Path]) -> None:
        """Show what files or a folder hold, and ask what to do with it."""
        from glossator import exchange
        from glossator.formats.catalogue import formats
        from glossator.ui.dialogs.import_annotations import ImportAnnotationsDialog

        bench = self._desk.need_bench()
        found = exchange.detected(chosen[0])
        ending = chosen[0].suffix.lower()
        rest = [each for each in formats().values() if each is not found and each.reads]
        rest.sort(key=lambda each: ending not in each.endings)
        dialog = ImportAnnotationsDialog(
            chosen, [found, *rest] if found else rest, bench.scheme, self._desk.window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.format_wanted.connect(lambda name: self._look(dialog, bench, chosen, name))
        dialog.accepted_wishes.connect(
            lambda wishes: self._bring(bench, chosen, dialog.format.currentData(), wishes)
        )
        dialog.open()
        self._look(dialog, bench, chosen, dialog.format.currentData())

    def _look(
        self, dialog: ImportAnnotationsDialog, bench: Workbench, chosen: Sequence[Path], name: str
    ) -> None:
        from glossator import exchange

        file = bench.project_file
        source, key = file.path, file.key
        form = exchange.format_named(name)

        def done(preview: Preview) -> None:
            if dialog.format.currentData() == name:
                dialog.show_preview(preview)
                dialog.show_names(exchange.kept_names(bench.ask, name, "import"))

        def failed(error: GlossatorError) -> None:
            if dialog.format.currentData() == name:
                dialog.show_fault(str(error))

        tasks.run(
            lambda progress: exchange.look(source, chosen, form, progress=progress.report, key=key),
            done=done,
            failed=failed,
            parent=dialog,
        )

    def _bring(self, bench: Workbench, chosen: Sequence[Path], name: str, wishes: Wishes) -> None:
        from glossator import exchange

        form = exchange.format_named(name)
        wishes = replace(wishes, keeps_sources=self._settings.get(KEEP_ORIGINALS))
        if not wishes.names.is_empty:
            exchange.keep_names(bench, name, "import", wishes.names)

        def work(mine: Workbench, progress: tasks.Progress) -> ImportReport:
            return exchange.import_files(
                mine, chosen, form, wishes, lambda done, total: progress.report(done, total, "Reading")
            )

        self._desk.long.run(
            bench, f"Import {chosen[0].name}", work, done=self._tell_import, failed=self._on_failed
        )

    def _tell_import(self, report: ImportReport) -> None:
        counts = {"document": len(report.documents), "mention": report.mentions, "relation": report.relations}
        said = f"Imported {enumerated(counts) or 'nothing new'}."
        self._desk.said.emit(said, False)
        if report.documents:
            self.documents_added.emit([each.id for each in report.documents])
        told = [*report.told, *(f"Left out: {each}" for each in report.faults)]
        if told:
            shown = messages.show_info(self._desk.window, said, told[0])
            if len(told) > 1:
                shown.add_details("\n".join(told))

    def _on_failed(self, error: GlossatorError) -> None:
        said = messages.show_error(self._desk.window, error)
        if isinstance(error, DoesNotFit):
            said.unfold()

    # --- out

    def ask_export(self) -> None:
        """Show what each format would lose, and ask in which the project is to be written."""
        from glossator import exchange
        from glossator.formats.catalogue import formats
        from glossator.ui.dialogs.export_annotations import ExportAnnotationsDialog

        bench = self._desk.need_bench()
        written = [each for each in formats().values() if each.write is not None]
        dialog = ExportAnnotationsDialog(
            written,
            bench.scheme,
            lambda name: exchange.kept_names(bench.ask, name, "export"),
            self._desk.window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.looked_for.connect(partial(self._look_out, dialog, bench))
        dialog.accepted_format.connect(partial(self._ask_target, bench))
        dialog.open()
        dialog.look()

    def _look_out(
        self, dialog: ExportAnnotationsDialog, bench: Workbench, name: str, names: NameTable
    ) -> None:
        from glossator import exchange

        file, form, whose = bench.project_file, exchange.format_named(name), bench.whose
        source, key = file.path, file.key

        def work(progress: tasks.Progress) -> Exported:
            return exchange.export(
                source, source, form, progress.report, names=names, dry_run=True, key=key, whose=whose
            )

        tasks.run(
            work,
            done=lambda found: dialog.show_losses(name, found),
            failed=lambda error: dialog.verdict.setText(str(error)),
            parent=dialog,
        )

    def _ask_target(self, bench: Workbench, name: str, names: NameTable) -> None:
        from PySide6.QtWidgets import QFileDialog

        from glossator import exchange

        form = exchange.format_named(name)
        beside = bench.project_file.path
        suggested = beside.with_suffix("" if form.writes_folder else form.endings[0])
        if form.writes_folder:
            suggested = beside.with_name(f"{beside.stem} {form.name}")
        dialog = QFileDialog(self._desk.window, f"Export as {form.title}", str(suggested.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested.name)
        dialog.fileSelected.connect(lambda target: self.export(bench, Path(target), name, names))
        dialog.open()

    def export(self, bench: Workbench, target: Path, name: str, names: NameTable) -> None:
        """Write the project to ``target`` beside the window, read it again, and tell what came of it."""
        from glossator import exchange

        form, file, whose = exchange.format_named(name), bench.project_file, bench.whose
        source, key = file.path, file.key
        exchange.keep_names(bench, name, "export", names)

        def work(progress: tasks.Progress) -> Exported:
            return exchange.export(
                source, target, form, progress.report, names=names, overwrite=True, key=key, whose=whose
            )

        task = tasks.run(
            work, done=partial(self._tell_export, target, form), failed=self._on_failed, parent=self
        )
        self.working.emit(f"Exporting to {target.name}", task)

    def _tell_export(self, target: Path, form: Format, found: Exported) -> None:
        said = f"Exported {enumerated({'document': found.documents, 'mention': found.mentions})} to {target.name}"
        if found.differences:
            messages.show_error(
                self._desk.window,
                GlossatorError(
                    f"What was written to {target.name} does not read back as it should.",
                    safe="The project is as it was.",
                    details="\n".join(found.differences),
                ),
            )
            return
        self._desk.said.emit(f"{said}; it was read again and is as it should be.", False)
        self.exported.emit(target)
        if found.losses:
            shown = messages.show_info(
                self._desk.window, f"{said}.", f"It was read again and compared. {form.title} cannot carry:"
            )
            shown.add_details("\n".join(map(str, found.losses)))
            shown.unfold()

    # --- inside

    @staticmethod
    def _kinds() -> str:
        from glossator.formats.catalogue import formats

        endings = dict.fromkeys(
            ending for each in formats().values() if each.reads for ending in each.endings
        )
        return f"Annotations ({' '.join(f'*{each}' for each in endings)});;All files (*)"
