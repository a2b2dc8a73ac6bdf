"""Bringing texts and JSONL into the open project, beside the window, and telling what came of it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from glossator import intake, projects
from glossator.arrivals import ImportReport
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.panels.documents.model import counted
from glossator.ui.settings import KEEP_ORIGINALS, LOOK_FIRST, WHOLE_PAGES, Settings
from glossator.workbench import Workbench

if TYPE_CHECKING:  # who opens a window does not wait for the formats
    from glossator.sampling import Sample

_PLAIN = frozenset((".txt", ".text", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".zip"))
"""Endings of files that nobody has to look into."""
_PLAIN_TEXT = frozenset((".txt", ".text", ".md", ".markdown", ".log", ""))
_ONE_WAY = _PLAIN_TEXT | {".pdf", ".docx", ".odt", ".rtf", ".eml", ".mbox", ".mbx"}
"""Endings of files that are read in one way only, unless their encoding has to be guessed."""
_LOOKED_INTO, _HEAD = 200, 65_536
"""Files whose first bytes are looked at, and how many bytes."""
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

    def take(self, files: Sequence[Path]) -> None:
        """Import ``files``, one after the other; what cannot be read is told."""
        bench = self._desk.need_bench()
        foreign = [each for each in files if _is_foreign(each)]
        if foreign:
            self.annotations_found.emit(foreign)
        found = intake.files_in([each for each in files if each not in foreign])
        texts = [each for each in found.files if not intake.is_ours(each)]
        for each in found.files:
            if each not in texts:
                self._take_jsonl(bench, each)
        if texts:
            self._look(bench, texts, found.left_out)
        elif found.left_out:
            self._desk.said.emit(f"There is no text in it, only {found.left_out}.", True)

    # --- texts

    def _look(self, bench: Workbench, texts: Sequence[Path], left_out: str) -> None:
        """Look what would come in, where somebody may want to know, then bring it in."""
        get = self._settings.get
        options = intake.Options(whole_page=get(WHOLE_PAGES), keeps_sources=get(KEEP_ORIGINALS))
        look = get(LOOK_FIRST)
        if look == "never" or (look == "choice" and not _may_have_choice(texts)):
            self._take_texts(bench, texts, left_out, options)
            return
        from glossator import sampling

        def done(found: Sequence[sampling.Sample]) -> None:
            if self._desk.bench is not bench:
                return
            if found and (look == "always" or any(each.has_choice for each in found)):
                self._ask(bench, texts, left_out, options, found)
            else:
                self._take_texts(bench, texts, left_out, options)

        task = tasks.run(
            lambda progress: sampling.samples(texts, options), done=done, failed=self._on_failed, parent=self
        )
        self.working.emit("Looking what would come in", task)

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
                lambda progress: sampling.sample(shown.file, wanted),
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


def _is_foreign(path: Path) -> bool:
    """Whether a file or folder holds annotations in a format of other programs."""
    if not path.is_dir() and path.suffix.lower() in _PLAIN:
        return False
    from glossator import exchange

    return exchange.detected(path) is not None


def _may_have_choice(texts: Sequence[Path]) -> bool:
    """Whether there may be more than one way to read one of these files, as far as their names and first bytes tell.

    Plain text in UTF-8 comes in at once: most files are that.
    """
    if any(each.suffix.lower() not in _ONE_WAY for each in texts):
        return True
    return any(_is_odd(each) for each in texts[:_LOOKED_INTO] if each.suffix.lower() in _PLAIN_TEXT)


def _is_odd(path: Path) -> bool:
    """Whether a file begins like no text in UTF-8."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # the import tells what is wrong with it
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return True
    return b"\x00" in head or b"\x1b" in head


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
