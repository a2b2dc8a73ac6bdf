"""Bringing texts and JSONL into the open project, beside the window, and telling what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from glossator import intake, projects
from glossator.arrivals import ImportReport
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.titles import counted
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.settings import KEEP_ORIGINALS, LOOK_FIRST, WHOLE_PAGES, Settings
from glossator.workbench import Workbench

if TYPE_CHECKING:  # who opens a window does not wait for the formats
    from glossator.sampling import Sample, Sorted

_NAMED = 3
"""Documents that a sentence names before it counts the rest."""


class Importing(QObject):
    """Imports files: all texts as one step, each JSONL file as one.  Where the files leave a choice, what would come in
    is shown first.
    """

    documents_added = Signal(object)  # ids of the new documents
    annotations_found = Signal(object)  # paths of files that hold annotations in another format
    versions_found = Signal(object)  # new documents, each with the id of the earlier version
    failed = Signal()  # it could not be done, as the user was told
    working = Signal(str, object)  # a long task under way: a title and the Task

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._to_look: deque[Callable[[], None]] = deque()  # the first is under way

    def take(self, files: Sequence[Path]) -> None:
        """Import ``files`` and what is in folders, one after the other; what cannot be read is told."""
        bench = self._desk.need_bench()
        get = self._settings.get
        options = intake.Options(whole_page=get(WHOLE_PAGES), keeps_sources=get(KEEP_ORIGINALS))
        look = get(LOOK_FIRST)

        def work(progress: tasks.Progress) -> tuple[Sorted, Sequence[Sample]]:
            """Beside the window: a folder of ten thousand files takes a while."""
            from glossator import sampling

            found = sampling.sort(files)
            progress.raise_if_cancelled()
            is_asked = look == "always" or (look == "choice" and sampling.may_have_choice(found.texts))
            return found, sampling.samples(found.texts, options) if is_asked else ()

        def done(looked: tuple[Sorted, Sequence[Sample]]) -> None:
            if self._desk.bench is bench:
                self._take_sorted(bench, *looked, options, is_asked=look == "always")

        def begin() -> None:
            task = tasks.run(work, done=done, failed=self._on_failed, parent=self)
            task.finished.connect(self._look_on)
            self.working.emit("Looking what would come in", task)

        self._to_look.append(begin)
        if len(self._to_look) == 1:
            begin()

    def _look_on(self) -> None:
        """What was wanted first comes in first, however long it takes to look at it."""
        self._to_look.popleft()
        if self._to_look:
            self._to_look[0]()

    def _take_sorted(
        self,
        bench: Workbench,
        found: Sorted,
        samples: Sequence[Sample],
        options: intake.Options,
        *,
        is_asked: bool,
    ) -> None:
        if found.foreign:
            self.annotations_found.emit(list(found.foreign))
        for each in found.ours:
            self._take_jsonl(bench, each)
        if not found.texts:
            if found.left_out:
                self._desk.said.emit(f"There is no text in it, only {found.left_out}.", True)
            elif not (found.foreign or found.ours):
                self._desk.said.emit("There is no file in it that can be read.", True)
        elif samples and (is_asked or any(each.has_choice for each in samples)):
            self._ask(bench, found.texts, found.left_out, options, samples)
        else:
            self._take_texts(bench, found.texts, found.left_out, options)

    # --- texts

    def _ask(
        self,
        bench: Workbench,
        texts: Sequence[Path],
        left_out: str,
        options: intake.Options,
        found: Sequence[Sample],
    ) -> None:
        from glossator import sampling
        from glossator.ui.dialogs.import_texts import ImportTextsDialog

        dialog = ImportTextsDialog(len(texts), found, options, self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def again(shown: Sample, wanted: intake.Options) -> None:
            tasks.run(
                lambda progress: sampling.sample(shown.file, wanted, shown.inside),
                done=dialog.show_sample,
                failed=self._on_failed,
                parent=dialog,
            )

        dialog.sample_wanted.connect(again)
        dialog.accepted_options.connect(partial(self._take_texts, bench, texts, left_out))
        dialog.open()

    def _take_texts(
        self, bench: Workbench, texts: Sequence[Path], left_out: str, options: intake.Options
    ) -> None:
        def done(report: ImportReport) -> None:
            self._tell(report._replace(told=(*report.told, *_left(left_out))), what="file")

        self._desk.long.run(
            bench,
            f"Import {len(texts):,} files" if len(texts) > 1 else f"Import {texts[0].name}",
            lambda mine, progress: intake.import_texts(mine, texts, _stage(progress, "Reading"), options),
            done=done,
            failed=self._on_failed,
        )

    # --- JSONL

    def _take_jsonl(self, bench: Workbench, file: Path, *, skip_bad: bool = False) -> None:
        def work(mine: Workbench, progress: tasks.Progress) -> projects.ImportReport:
            return projects.import_jsonl(mine, file, skip_bad=skip_bad, progress=_stage(progress, "Reading"))

        self._desk.long.run(
            bench,
            f"Import {file.name}",
            work,
            done=lambda report: self._tell(report, what="record"),
            failed=partial(self._on_jsonl_failed, bench, file),
        )

    def _on_jsonl_failed(self, bench: Workbench, file: Path, error: GlossatorError) -> None:
        said = messages.show_error(self._desk.window, error)
        if isinstance(error, projects.DoesNotFit):
            said.add_answer(messages.Answer("Import what is sound", lambda: self._again(bench, file)))
        else:
            self.failed.emit()

    def _again(self, bench: Workbench, file: Path) -> None:
        if self._desk.bench is bench:
            self._take_jsonl(bench, file, skip_bad=True)

    # --- what came of it

    def _on_failed(self, error: GlossatorError) -> None:
        messages.show_error(self._desk.window, error)
        self.failed.emit()

    def _tell(self, report: projects.ImportReport, *, what: str) -> None:
        """Say what came in, and what did not: each fault is of one ``what``."""
        documents = report.documents
        if documents:
            self._desk.said.emit(_in_words(documents), False)
            self.documents_added.emit([each.id for each in documents])
        if faults := [*report.faults, *report.kept]:
            told = messages.show_error(
                self._desk.window,
                GlossatorError(
                    faults[0] if len(faults) == 1 else f"{counted(len(faults), what)} were not imported.",
                    safe="The project is as it was." if not documents else "The others are in the project.",
                    details="\n".join(faults) if len(faults) > 1 else "",
                ),
            )
            told.unfold()
        if report.told:
            said = messages.show_info(
                self._desk.window, "What was not taken along, and what to know", report.told[0]
            )
            if len(report.told) > 1:
                said.add_details("\n".join(report.told))
        if report.versions:
            self.versions_found.emit(report.versions)


def _left(out: str) -> tuple[str, ...]:
    return (f"Not looked at: {out}.",) if out else ()


def _stage(progress: tasks.Progress, text: str) -> Callable[[int, int], None]:
    return lambda done, total: progress.report(done, total, text)


def _in_words(documents: Sequence[Document]) -> str:
    said = f"Imported {counted(len(documents), 'document')}."
    guessed = [each for each in documents if each.origin.endswith("encoding guessed")]
    if guessed:
        names = ", ".join(f"“{each.name}” ({each.encoding})" for each in guessed[:_NAMED])
        more = f" and {len(guessed) - _NAMED} more" if len(guessed) > _NAMED else ""
        said += f" The encoding was guessed: {names}{more}."
        said += " Where letters are wrong: Document, Read with another encoding."
    return said
