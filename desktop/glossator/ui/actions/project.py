"""Projects and documents: new, open, import, export, properties, remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from glossator import paths, projects, protection
from glossator.core import edits
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.titles import counted
from glossator.protection import Key, NeedsPassphrase
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.importing import Importing
from glossator.ui.actions.protecting import Protecting
from glossator.ui.actions.safekeeping import Safekeeping
from glossator.ui.actions.upgrading import Upgrading
from glossator.ui.actions.versioning import Versioning
from glossator.ui.messages import Answer
from glossator.ui.settings import AUTHOR, LAST_FOLDER, Settings
from glossator.workbench import Workbench

PROJECTS = "Glossator projects (*.gloss)"
_KINDS = "txt text md html htm mht mhtml pdf docx odt rtf eml mbox csv tsv xlsx jsonl json zip"
TEXTS = f"Texts ({' '.join(f'*.{each}' for each in _KINDS.split())});;All files (*)"


class ProjectActs(QObject):
    """Opens and closes projects and carries texts in and annotations out.

    ``opened`` carries the new :class:`Workbench`; ``closing`` comes while the file can still be written, ``closed``
    when it no longer can; ``working`` tells of a long task under way (a title and the Task) so that the window can
    show its progress.
    """

    opened = Signal(object)
    closing = Signal()
    closed = Signal()
    working = Signal(str, object)
    documents_added = Signal(object)  # ids of the new documents
    annotations_found = Signal(object)  # paths of files that hold annotations in another format
    exported = Signal(object)  # the Path that was written
    failed = Signal()  # a long task could not be done, as the user was told

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._importing = Importing(desk, settings)
        self._importing.working.connect(self.working)
        self._importing.documents_added.connect(self.documents_added)
        self._importing.annotations_found.connect(self.annotations_found)
        self._importing.failed.connect(self.failed)
        self.versioning = Versioning(desk)
        self.versioning.documents_added.connect(self.documents_added)
        self._importing.versions_found.connect(self.versioning.tell)
        desk.long.working.connect(self.working)
        self.protecting = Protecting(desk, close=self.close, reopen=self.open)
        self.protecting.working.connect(self.working)
        self.safekeeping = Safekeeping(desk, settings, close=self.close, reopen=self.open)
        self.safekeeping.working.connect(self.working)
        self.upgrading = Upgrading(
            desk, plan=lambda: self.safekeeping.plan, reopen=self.open, failed=self._on_not_opened
        )
        self.upgrading.working.connect(self.working)

    # --- projects

    def new(self, texts: Sequence[Path] = ()) -> None:
        """Ask for title, place and scheme, and make a project; then import ``texts`` into it."""
        from glossator.ui.dialogs.new_project import NewProjectDialog

        schemes = [projects.read_scheme(name) for name in projects.scheme_names()]
        dialog = NewProjectDialog(
            schemes,
            paths.ensure(paths.projects_dir()),
            self._desk.window,
            read=lambda path: projects.read_scheme(str(path)),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted_path.connect(partial(self._on_new_accepted, tuple(texts)))
        if texts:
            dialog.title.setText(texts[0].stem)
            dialog.title.selectAll()
        dialog.open()

    def ask_open(self) -> None:
        """Ask for a project file."""
        self._ask_files("Open a project", PROJECTS, lambda chosen: self.open(chosen[0]), several=False)

    def open(self, path: Path, *, read_only: bool = False, key: Key | None = None) -> None:
        """Open a project; where another window writes it, to read beside that, and where it is protected, ask for its
        passphrase.  One of an older format is brought up to date first, beside the window.  :class:`WrongPassphrase`
        when ``key`` does not open it.
        """
        author = self._settings.get(AUTHOR)
        bench = self._desk.bench
        if bench is not None and not bench.read_only and bench.project_file.path == path.resolve():
            self._desk.said.emit("This project is open already.", False)
            return
        if self.upgrading.is_at(path):
            return
        try:
            bench = projects.open(path, author=author, read_only=read_only, key=key, plan=None)
        except projects.Older as older:
            self.upgrading.begin(path, key, older)
        except NeedsPassphrase:
            if key is not None:
                raise  # who has asked for it asks again
            self.protecting.ask(path, lambda key: self.open(path, read_only=read_only, key=key))
        except projects.Locked:
            self.open(
                path, read_only=True, key=key
            )  # who has it is told in the window, and when it is free again
        except GlossatorError as error:
            self._on_not_opened(path, error, key)
        else:
            self.take(bench)

    def _on_not_opened(self, path: Path, error: GlossatorError, key: Key | None) -> None:
        self._settings.forget_recent(path)
        self.safekeeping.tell_damage(path, error, key)
        self.failed.emit()

    def reopen(self) -> None:
        """Close the project and open it from its file, after something went wrong in the program."""
        bench = self._desk.bench
        if bench is not None:
            file = bench.project_file
            path, key, read_only = file.path, file.key, bench.read_only
            self.close()
            self.open(path, key=key, read_only=read_only)

    def edit_here(self) -> None:
        """Open the project that is open to read for writing, as nobody else has it any more: all of it is read anew."""
        file = self._desk.need_bench().project_file
        self._desk.attempt(lambda: self.take(projects.open(file.path, author=self._author, key=file.key)))

    def open_demo(self, *, tagged: bool = False) -> None:
        """Open the demo article in a project of its own, which is made the first time."""

        def work() -> None:
            path = projects.demo(paths.ensure(paths.projects_dir()), tagged=tagged, author=self._author)
            self.open(path)

        self._desk.attempt(work)

    def take(self, bench: Workbench) -> None:
        """Make ``bench`` the open project; the one before is closed."""
        self.close()
        self._desk.bench = bench
        bench.on_change = self._desk.signals.changed.emit
        bench.on_renewed = self._desk.signals.renewed.emit
        self._settings.add_recent(bench.project_file.path)
        self.opened.emit(bench)
        self.safekeeping.begin(bench)

    def close(self) -> None:
        """Close the project; its file is one plain file afterwards."""
        bench = self._desk.bench
        if bench is not None:
            self._desk.long.stop()
            self.safekeeping.end()
            self.closing.emit()
            self._desk.bench = None
            self._desk.selection.clear(self)
            self._desk.page.show_article(None, None)
            self._desk.attempt(bench.close)
            self.closed.emit()

    # --- texts in, annotations out

    def ask_import(self) -> None:
        """Ask for text files."""
        self._ask_files("Import texts", TEXTS, self.import_files, several=True)

    def ask_folder(self) -> None:
        """Ask for a folder, of texts or of annotations."""
        self._ask_files("Import a folder", "", self.import_files, several=False, is_folder=True)

    def import_files(self, files: Sequence[Path]) -> None:
        """Bring ``files`` in, in the background; what cannot be read is told."""
        self._importing.take(files)

    def take_files(self, files: Sequence[Path]) -> None:
        """Files that were dropped: a project is opened, texts are imported (into a new project where none is open)."""
        for each in files:
            if each.suffix.lower() == ".gloss":
                self.open(each)
                return
        if self._desk.bench is None:
            self.new(files)
        elif files:
            self.import_files(files)

    def ask_export(self) -> None:
        """Ask where the JSONL should go."""
        bench = self._desk.need_bench()
        suggested = bench.project_file.path.with_suffix(".jsonl")

        def ask(whose: Whose) -> None:
            export = partial(self.export, whose=whose)
            self._ask_target("Export as JSONL", "JSON lines (*.jsonl)", suggested, export)

        hidden = _hidden_in_words(bench)
        if not hidden:
            ask(EVERYBODY)
            return
        messages.ask(
            self._desk.window,
            "Export what is hidden as well?",
            hidden,
            [
                Answer("Only what is shown", lambda: ask(bench.whose), is_default=True),
                Answer("Everything", lambda: ask(EVERYBODY)),
            ],
        )

    def ask_copy(self) -> None:
        """Ask where a copy of the whole project should go."""
        path = self._desk.need_bench().project_file.path
        self._ask_target("Save a copy", PROJECTS, path.with_stem(f"{path.stem} copy"), self.save_copy)

    def ask_unprotected(self) -> None:
        """Ask where a copy that needs no passphrase should go."""
        saved = self.protecting.save_unprotected
        self.protecting.ask_unprotected(
            lambda suggested: self._ask_target("Save an unprotected copy", PROJECTS, suggested, saved)
        )

    def save_copy(self, target: Path) -> None:
        """Write the project, as it is now, to ``target``, which must be new; the project stays open."""

        def work() -> None:
            made = projects.save_copy(self._desk.need_bench(), target)
            self._desk.said.emit(f"The copy is {made}.", False)

        self._desk.attempt(work)

    def export(self, target: Path, whose: Whose = EVERYBODY) -> None:
        """Write the whole project as JSONL to ``target`` in the background; of annotations those that are ``whose``."""
        project = self._desk.need_bench().project_file
        source, key = project.path, project.key
        self._run(
            f"Exporting to {target.name}",
            lambda progress: projects.export_jsonl(source, target, progress.report, key=key, whose=whose),
            lambda report: self._after_export(report, target),
        )

    # --- documents

    def ask_properties(self, document_id: int | None = None) -> None:
        """Show and change the properties of a document (the open one where none is named)."""
        bench = self._desk.need_bench()
        wanted = document_id if document_id is not None else self._desk.selection.document
        old = bench.ask.document(wanted) if wanted is not None else None
        if old is None:
            self._desk.said.emit("No document is open.", True)
            return
        from glossator.ui.dialogs.properties import PropertiesDialog

        dialog = PropertiesDialog(old, self._desk.theme, self._desk.window, is_fixed=bench.read_only)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted_document.connect(
            lambda new: self._desk.perform(lambda: edits.edit_document(old, new, by=bench.hand))
        )
        dialog.open()

    def remove(self, document_id: int | None = None) -> None:
        """Take a document (the open one where none is named) out of the project; undo brings it back."""
        bench = self._desk.need_bench()
        wanted = document_id if document_id is not None else self._desk.selection.document
        if wanted is None:
            self._desk.said.emit("No document is open.", True)
            return
        document = wanted

        def make() -> Change:
            return edits.remove_documents([bench.annotations(document)], by=bench.hand)

        self._desk.perform(make)

    # --- inside

    @property
    def _author(self) -> str:
        return self._settings.get(AUTHOR)

    def _on_new_accepted(
        self, texts: Sequence[Path], path: Path, title: str, scheme_id: str, passphrase: str
    ) -> None:
        def make(key: Key | None) -> None:
            self.take(projects.create(path, title=title, scheme_id=scheme_id, author=self._author, key=key))
            if texts:
                self.import_files(texts)

        if passphrase:
            self._run(
                "Making the key",
                lambda progress: protection.new_key(passphrase),
                partial(self._attempt, make),
            )
        else:
            self._desk.attempt(lambda: make(None))

    def _attempt(self, make: Callable[[Key], None], key: Key) -> None:
        self._desk.attempt(lambda: make(key))

    def _after_export(self, report: projects.ExportReport, target: Path) -> None:
        documents, mentions = counted(report.documents, "document"), counted(report.mentions, "mention")
        self._desk.said.emit(f"Exported {documents} with {mentions} to {target.name}.", False)
        self.exported.emit(target)

    def _on_failed(self, error: GlossatorError) -> None:
        messages.show_error(self._desk.window, error)
        self.failed.emit()

    def _run(self, title: str, work: Callable[[tasks.Progress], object], done: Callable[..., None]) -> None:
        task = tasks.run(
            work,
            done=done,
            failed=self._on_failed,
            parent=self,
        )
        self.working.emit(title, task)

    def _ask_target(self, title: str, kinds: str, suggested: Path, then: Callable[[Path], None]) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._desk.window, title, str(suggested.parent), kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suggested.suffix[1:])
        dialog.selectFile(suggested.name)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.open()

    def _ask_files(
        self,
        title: str,
        kinds: str,
        then: Callable[[list[Path]], None],
        *,
        several: bool,
        is_folder: bool = False,
    ) -> None:
        from PySide6.QtWidgets import QFileDialog

        folder = self._settings.get(LAST_FOLDER) or str(paths.existing(paths.projects_dir()))
        dialog = QFileDialog(self._desk.window, title, folder, kinds)
        modes = QFileDialog.FileMode
        one = modes.Directory if is_folder else modes.ExistingFile
        dialog.setFileMode(modes.ExistingFiles if several else one)

        def on_selected(chosen: list[str]) -> None:
            self._settings.set(LAST_FOLDER, str(Path(chosen[0]).parent))
            then([Path(each) for each in chosen])

        dialog.filesSelected.connect(on_selected)
        dialog.open()


def _hidden_in_words(bench: Workbench) -> str:
    """What an export would hold that is hidden in the window; empty where that is nothing."""
    if bench.whose.blind:
        number = counted(len(bench.whose.blind), "document")
        return (
            f"{number} of this project {'is' if len(bench.whose.blind) == 1 else 'are'} read a second time. What the"
            " others said of it is hidden from you, and would stand in the file: whoever looks into it is not blind"
            " any more."
        )
    if not bench.whose.is_everybody:
        return "The annotations of some persons are hidden now (View, Whose annotations)."
    return ""
