"""Bringing texts and JSONL into the open project, beside the window, and telling what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from glossator import intake, projects
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.panels.documents.model import counted
from glossator.workbench import Workbench

_PLAIN = frozenset((".txt", ".text", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".zip"))
"""Endings of files that nobody has to look into."""
_NAMED = 3
"""Documents that a sentence names before it counts the rest."""


class Importing(QObject):
    """Imports files: all texts as one step, each JSONL file as one."""

    documents_added = Signal(object)  # ids of the new documents
    annotations_found = Signal(object)  # paths of files that hold annotations in another format
    versions_found = Signal(object)  # new documents, each with the id of the earlier version
    failed = Signal()  # it could not be done, as the user was told

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def take(self, files: Sequence[Path]) -> None:
        """Import ``files``, one after the other; what cannot be read is told."""
        bench = self._desk.need_bench()
        texts: list[Path] = []
        foreign = [each for each in files if _is_foreign(each)]
        if foreign:
            self.annotations_found.emit(foreign)
        found = intake.files_in([each for each in files if each not in foreign])
        for each in found.files:
            if intake.is_ours(each):
                self._take_jsonl(bench, each)
            else:
                texts.append(each)
        if texts:
            title = f"Import {len(texts):,} files" if len(texts) > 1 else f"Import {texts[0].name}"
            self._desk.long.run(
                bench,
                title,
                lambda mine, progress: intake.import_texts(mine, texts, _stage(progress, "Reading")),
                done=lambda report: self._tell(report, what="file"),
                failed=self._on_failed,
            )

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


def _is_foreign(path: Path) -> bool:
    """Whether a file or folder holds annotations in a format of other programs."""
    if not path.is_dir() and path.suffix.lower() in _PLAIN:
        return False
    from glossator import exchange

    return exchange.detected(path) is not None


def _stage(progress: tasks.Progress, text: str) -> Callable[[int, int], None]:
    return lambda done, total: progress.report(done, total, text)


def _in_words(documents: Sequence[Document]) -> str:
    said = f"Imported {counted(len(documents), 'document')}."
    guessed = [each for each in documents if each.origin.endswith("encoding guessed")]
    if guessed:
        names = ", ".join(f"“{each.name}” ({each.encoding})" for each in guessed[:_NAMED])
        more = f" and {len(guessed) - _NAMED} more" if len(guessed) > _NAMED else ""
        said += f" The encoding was guessed, so look whether all letters are right: {names}{more}."
    return said
