"""Where a document came from: its file saved or read anew, and the annotations of its earlier version taken over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from glossator.core.documents import Document
from glossator.core.errors import GlossatorError, Refused
from glossator.core.spans import Span
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.messages import Answer

if TYPE_CHECKING:  # who opens a window does not wait for them
    from glossator.editions import Original, Renewal
    from glossator.formats.text import TextFile
    from glossator.ui.dialogs.reread import RereadDialog

_LISTED = 200  # names of documents in a message


class Versioning(QObject):
    """Takes what is said of earlier versions over into newer ones, as one step.

    ``documents_added`` carries the ids of new documents, ``document_wanted`` the id of one to open.
    """

    documents_added = Signal(object)
    document_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    # --- annotations of earlier versions

    def tell(self, found: Sequence[tuple[Document, int]]) -> None:
        """Say which of the documents that came in are newer versions, and offer to take over what is said of them."""
        if not found:
            return
        first, earlier = found[0]
        known = self._desk.need_bench().ask.document(earlier)
        what = f"“{first.name}” is a newer version of “{known.name if known else ''}”."
        if len(found) > 1:
            what = f"{len(found):,} of them are newer versions of documents that were there."
        asked = messages.ask(
            self._desk.window,
            what,
            "Annotations can be taken over: each is looked for by its words and by what stands around them.",
            [Answer("Take over…", partial(self._look, tuple(found)), is_default=True)],
        )
        if len(found) > 1:
            asked.add_details("\n".join(each.name for each, _ in found[:_LISTED]))

    def open(self) -> None:
        """Show where the annotations of the earlier version stand in the open document, to be taken over."""
        self._desk.attempt(self._open)

    def _open(self) -> None:
        from glossator import editions

        bench, here = self._desk.need_bench(), self._desk.need_annotations()
        self._show(editions.follow(bench, [(here.document, editions.earlier_of(bench, here.document).id)]))

    def _look(self, found: Sequence[tuple[Document, int]]) -> None:
        """Look beside the window where the annotations of earlier versions stand, then show that."""
        from glossator import editions

        bench = self._desk.need_bench()
        self._desk.long.run(
            bench,
            "Following annotations",
            lambda mine, progress: editions.follow(
                mine, found, lambda done, total: progress.report(done, total, "Comparing texts")
            ),
            done=self._on_followed,
            failed=self._on_failed,
        )

    def _on_followed(self, renewals: Sequence[Renewal]) -> None:
        self._desk.attempt(lambda: self._show(renewals))

    def _on_failed(self, error: GlossatorError) -> None:
        messages.show_error(self._desk.window, error)

    def _show(self, renewals: Sequence[Renewal]) -> None:
        from glossator.ui.dialogs.versions import VersionsDialog

        if not renewals:
            raise Refused("Nothing is tagged in the earlier version.")
        dialog = VersionsDialog(self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted_renewals.connect(self._take_over)
        dialog.place_wanted.connect(self._go)
        dialog.open_for(renewals, self._desk.need_bench().scheme)

    def _go(self, document: int, span: Span) -> None:
        self.document_wanted.emit(document)
        self._desk.page.select(span)

    def _take_over(self, chosen: Sequence[Renewal]) -> None:
        from glossator import editions

        bench = self._desk.need_bench()

        def work() -> None:
            editions.take_over(bench, chosen)
            names = f"{len(chosen):,} documents" if len(chosen) > 1 else f"“{chosen[0].earlier.name}”"
            self._desk.said.emit(f"The annotations of {names} were taken over.", False)

        self._desk.attempt(work)

    # --- the file

    def ask_encoding(self) -> None:
        """Ask in which encoding the file of the open document is to be read anew."""
        self._desk.attempt(self._ask_encoding)

    def _ask_encoding(self) -> None:
        from glossator import editions
        from glossator.ui.dialogs.reread import RereadDialog

        bench, document = self._desk.need_bench(), self._desk.need_annotations().document
        original = editions.original_of(bench, document)
        dialog = RereadDialog(document, self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.encoding_wanted.connect(partial(self._reread, dialog, original))
        dialog.accepted_text.connect(lambda read: self._desk.attempt(lambda: self._renew(original, read)))
        dialog.open()
        self._reread(dialog, original, dialog.encoding.encoding)

    def _reread(self, dialog: RereadDialog, original: Original, encoding: str) -> None:
        from glossator import editions
        from glossator.core.documents import digest_of

        def done(read: TextFile) -> None:
            dialog.show_text(encoding, read, is_same=digest_of(read.text) == original.document.digest)

        tasks.run(
            lambda progress: editions.read_as(original, encoding),
            done=done,
            failed=lambda error: dialog.show_fault(encoding, str(error)),
            parent=dialog,
        )

    def _renew(self, original: Original, read: TextFile) -> None:
        from glossator import editions

        made = editions.renew(self._desk.need_bench(), original, read)
        lost = made.count("lost")
        self.documents_added.emit([made.document.id])
        left = f"; {lost:,} could not be found again and stay in the earlier version alone" if lost else ""
        count = len(made.followed) - lost
        self._desk.said.emit(f"Read as {read.encoding}, with {count:,} annotations{left}.", False)

    def ask_original(self) -> None:
        """Ask where the file that the open document was imported from should go."""
        self._desk.attempt(self._ask_original)

    def _ask_original(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from glossator import intake

        document = self._desk.need_annotations().document
        content = intake.original(self._desk.need_bench(), document)
        if content is None:
            raise Refused("The project does not keep the file of this document.")
        dialog = QFileDialog(self._desk.window, "Save the original file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(Path(document.origin.removeprefix("file ").removesuffix(", encoding guessed")).name)
        dialog.fileSelected.connect(lambda chosen: self.save_original(Path(chosen), content))
        dialog.open()

    def save_original(self, target: Path, content: bytes) -> None:
        """Write the bytes of a file to ``target``, whole or not at all."""

        def work() -> None:
            from glossator import intake

            intake.save_original(content, target)
            self._desk.said.emit(f"Saved {target.name}.", False)

        self._desk.attempt(work)
