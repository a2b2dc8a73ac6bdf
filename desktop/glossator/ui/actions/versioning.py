"""Where a document came from: its file saved again, and the annotations of its earlier version taken over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from glossator.core import ids, versions
from glossator.core.annotations import AnnotationSet
from glossator.core.changes import Change
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.versions import Followed
from glossator.ui import messages
from glossator.ui.actions.desk import Desk
from glossator.ui.messages import Answer


class Versioning(QObject):
    """Takes what is said of an earlier version over into the open document, as one step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def tell(self, found: Sequence[tuple[Document, int]]) -> None:
        """Say which of the documents that came in are newer versions, and offer to take over what is said of one."""
        if not found:
            return
        first, earlier = found[0]
        bench = self._desk.need_bench()
        known = bench.ask.document(earlier)
        name = known.name if known else ""
        if len(found) == 1:
            messages.ask(
                self._desk.window,
                f"“{first.name}” is a newer version of “{name}”.",
                "Its annotations can be taken over: each is looked for by its words and by what stands around them.",
                [Answer("Take over…", partial(self._open_for, first.id), is_default=True)],
            )
            return
        names = "\n".join(each.name for each, _ in found)
        said = messages.show_info(
            self._desk.window,
            f"{len(found):,} of them are newer versions of documents that were there.",
            "Open each and choose Document, Take over annotations.",
        )
        said.add_details(names)

    def _open_for(self, document: int) -> None:
        bench = self._desk.bench
        if bench is not None and bench.current is not None and bench.current.document.id == document:
            self.open()
        else:
            self._desk.said.emit("Open the new document and choose Document, Take over annotations.", True)

    def open(self) -> None:
        """Show where the annotations of the earlier version stand in the open document, to be taken over."""
        self._desk.attempt(self._open)

    def _open(self) -> None:
        from glossator.ui.dialogs.versions import VersionsDialog

        bench, here = self._desk.need_bench(), self._desk.need_annotations()
        old = bench.annotations(self._earlier(here))
        if not old.mentions:
            raise Refused(f"Nothing is tagged in the earlier version, “{old.document.name}”.")
        followed = versions.follow(old, here.text)
        dialog = VersionsDialog(self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted_followed.connect(partial(self._take_over, old))
        dialog.place_wanted.connect(self._desk.page.select)
        dialog.open_for(old.document.name, followed, here.text, bench.scheme)

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

    def _earlier(self, here: AnnotationSet) -> int:
        """The id of the version before the open document: the one it names, else the last with the same name."""
        bench = self._desk.need_bench()
        named = here.document.attributes.get(versions.VERSION_OF, "")
        if named:
            try:
                found = bench.ask.document(ids.from_text(named))
            except ValueError:
                found = None
            if found is not None:
                return found.id
        same = [
            row.document.id
            for row in bench.ask.documents(text=here.document.name)
            if row.document.name == here.document.name and row.document.id != here.document.id
        ]
        if not same:
            raise Refused(
                "No earlier version of this document is known.",
                remedy="One is known by its address, the name of its file or its own name.",
            )
        return same[-1]

    def _take_over(self, old: AnnotationSet, followed: Sequence[Followed]) -> None:
        bench = self._desk.need_bench()

        def make() -> Change:
            taken = versions.take_over(old, followed, self._desk.need_annotations(), by=bench.hand)
            if taken.change is None:
                raise Refused("All of it is there already.")
            return taken.change

        self._desk.perform(make)
