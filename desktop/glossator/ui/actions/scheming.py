"""The label scheme at work: its editor, the Changes that it asks for, refactorings with a preview, files in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from glossator import reworking, scheme_files
from glossator.core import scheme_edits
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.core.illustrating import illustration
from glossator.core.scheme import (
    AttributeType,
    EventType,
    Label,
    RelationType,
    Scheme,
    SchemeItem,
)
from glossator.core.settling import Fates
from glossator.core.spans import Span
from glossator.reworking import Make, Preview
from glossator.scheme_files import Dangling, Taken
from glossator.ui import messages
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.undoing import Undoing
from glossator.ui.settings import LAST_FOLDER, PAGE_FAMILY, PAGE_POINTS, Settings
from glossator.ui.theme import Theme
from glossator.workbench import LARGE, Workbench

if TYPE_CHECKING:
    from glossator.ui.dialogs.scheme import SchemeEditor

T = TypeVar("T")

FILES = "Label schemes and configurations of brat (*.json annotation.conf)"
_PREVIEW_WIDTH = 300.0
_SAFE = "A backup of the whole project is kept before; it is one step, and undo takes it back."


class Scheming(QObject):
    """Opens the editor of the scheme and carries out what it asks for."""

    def __init__(self, desk: Desk, settings: Settings, undoing: Undoing) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._undoing = undoing
        self.editor: SchemeEditor | None = None
        desk.signals.changed.connect(self._on_changed)
        desk.signals.renewed.connect(self._show)
        desk.signals.project_closed.connect(self._on_closed)
        desk.theme_changed.connect(self._on_theme)
        desk.said.connect(self._on_said)

    def open(self) -> None:
        """Show the editor."""
        from glossator.ui.dialogs.scheme import SchemeEditor

        bench = self._desk.need_bench()
        if self.editor is None:
            made = SchemeEditor(
                bench.scheme,
                self._desk.theme,
                self.drawn,
                self._desk.window,
                is_fixed=bench.read_only,
                counts=self._uses,
            )
            made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            made.edited.connect(self.edit)
            made.added.connect(self._on_added)
            made.moved.connect(self._on_moved)
            made.placed.connect(self._on_placed)
            made.reworked.connect(self.ask_rework)
            made.import_requested.connect(self.ask_import)
            made.export_requested.connect(self.ask_export)
            made.undo_requested.connect(partial(self._turn, again=False))
            made.redo_requested.connect(partial(self._turn, again=True))
            made.finished.connect(self._forget)
            self.editor = made
        self.editor.show()
        self.editor.raise_()
        self.editor.activateWindow()

    # --- edits

    def edit(self, old: SchemeItem, new: SchemeItem, renames: Mapping[str, str]) -> None:
        """Let ``new`` stand for ``old``; tags that hold what is called otherwise now follow, after a preview."""
        make = _followed_by_tags(old, new, renames)
        if make is None:
            bench = self._desk.need_bench()
            self._desk.perform(lambda: scheme_edits.edit(bench.scheme, old, new, by=bench.hand))
            self._show()
        else:
            self.rework(new, make)

    def _on_added(self, item: SchemeItem) -> None:
        bench = self._desk.need_bench()
        self._desk.perform(lambda: scheme_edits.add(bench.scheme, item, by=bench.hand))
        if self.editor is not None:
            self.editor.show_scheme(bench.scheme, (type(item), item.id))

    def _on_moved(self, label: Label, parent: str) -> None:
        self.edit(label, replace(label, parent=parent), {})

    def _on_placed(self, item: SchemeItem, beside: SchemeItem, is_below: bool) -> None:
        bench = self._desk.need_bench()
        self._desk.perform(
            lambda: scheme_edits.place(bench.scheme, item, beside, is_below=is_below, by=bench.hand)
        )
        self._show()

    def _turn(self, *, again: bool) -> None:
        def turned(bench: Workbench) -> str:
            return (bench.redo() if again else bench.undo()).title

        def work() -> None:
            bench = self._desk.need_bench()
            step = bench.history.to_redo if again else bench.history.to_undo
            if not again and not self._undoing.lets(step, in_strip=False):
                return
            if step is not None and bench.is_large(step.id):
                self._desk.do_beside(f"{'Redo' if again else 'Undo'}: {step.title}", turned)
            else:
                self._desk.said.emit(turned(bench), False)

        self._desk.attempt(work)

    # --- refactorings

    def ask_rework(self, name: str, item: SchemeItem) -> None:
        """Ask how an item is to be merged, split or deleted, then show what that touches."""
        from glossator.ui.dialogs.scheme import reshape

        scheme = self._desk.need_bench().scheme
        question: reshape.MergeQuestion | reshape.SplitQuestion | reshape.DeleteQuestion
        if name == "split" and isinstance(item, Label):
            question = reshape.SplitQuestion(scheme, item, self._over)
        elif name == "merge" and isinstance(item, Label | RelationType | EventType):
            question = reshape.MergeQuestion(scheme, item, self._over)
        elif isinstance(item, Label | RelationType | EventType | AttributeType):
            question = reshape.DeleteQuestion(scheme, item, self._over)
            question.retired.connect(partial(self._retire, item))
        else:
            return
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.asked.connect(partial(self.rework, item))
        question.open()

    def rework(self, item: SchemeItem, make: Make) -> None:
        """Show what a refactoring of ``item`` touches, and do it when that is confirmed; at once where it is no tag."""

        def look(bench: Workbench) -> Preview:
            return reworking.preview(bench, make)

        def show(preview: Preview) -> None:
            if preview.records:
                self._confirm(preview, partial(self._carry_out, preview, make))
            else:
                self._desk.perform(lambda: make(self._desk.need_bench()))
                self._show()

        def work() -> None:
            bench = self._desk.need_bench()
            if reworking.is_long(bench, item):
                self._desk.do_beside("Look at what this touches", look, show)
            else:
                show(look(bench))

        self._desk.attempt(work)

    def _carry_out(self, preview: Preview, make: Make) -> None:
        """Beside the window, as a backup of the whole file comes first."""
        self._desk.do_beside(preview.title, partial(_done, make=make), lambda nothing: self._show())

    def _retire(self, item: Label | RelationType | EventType | AttributeType) -> None:
        bench = self._desk.need_bench()
        self._desk.perform(lambda: scheme_edits.retire(bench.scheme, item, by=bench.hand))
        self._show()

    def _confirm(
        self, preview: Preview, do: Callable[[], object], *, told: tuple[str, ...] = (), safe: str = _SAFE
    ) -> None:
        from glossator.ui.dialogs.scheme.reshape import PreviewDialog

        dialog = PreviewDialog(preview, self._over, told=told, safe=safe)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(do)
        dialog.open()

    # --- files

    def ask_import(self) -> None:
        """Ask for a file with a scheme, and show what it would add and change."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._over, "Import a label scheme", self._settings.get(LAST_FOLDER), FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.import_file)
        dialog.open()

    def import_file(self, file: str | Path) -> None:
        """Show what the scheme in a file would add and change, and take it in when that is confirmed."""
        path = Path(file)

        def show(taken: Taken, change: Change, told: tuple[str, ...], left: tuple[Dangling, ...]) -> None:
            if left:
                self._ask_fates(taken, path.name, told, left)
                return
            preview = Preview(change.title, "No tag is touched.", (), tuple(reworking.items_in_words(change)))
            safe = "It is one step, and undo takes it back."
            self._confirm(preview, partial(self._take_in, change), told=told, safe=safe)

        def work() -> None:
            bench = self._desk.need_bench()
            self._settings.set(LAST_FOLDER, str(path.parent))
            taken = scheme_files.read_file(path)
            change, told = scheme_files.take_in(bench, taken, path.name)
            if scheme_files.is_long(bench, change):
                self._desk.do_beside(
                    "Look at what this leaves",
                    lambda lent: scheme_files.dangling(lent, change),
                    lambda left: show(taken, change, told, left),
                )
            else:
                show(taken, change, told, scheme_files.dangling(bench, change))

        self._tell(work)

    def _take_in(self, change: Change) -> None:
        self._desk.perform(lambda: change)
        self._show()

    def _ask_fates(self, taken: Taken, name: str, told: tuple[str, ...], left: tuple[Dangling, ...]) -> None:
        """Ask what becomes of tags that would be left dangling, then show what that touches."""
        from glossator.ui.dialogs.scheme.fates import FateQuestion

        def settle(fates: Fates) -> None:
            make = scheme_files.settled(taken, name, fates)
            kept = scheme_files.in_words([each for each in left if each.word not in fates])

            def show(preview: Preview) -> None:
                do = partial(self._carry_out, preview, make)
                self._confirm(preview, do, told=(*told, *kept))

            if sum(each.tags for each in left) >= LARGE:
                look = partial(reworking.preview, make=make)
                self._desk.do_beside("Look at what this touches", look, show)
            else:
                self._tell(lambda: show(reworking.preview(self._desk.need_bench(), make)))

        question = FateQuestion(name, left, self._over)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.asked.connect(settle)
        question.open()

    def ask_export(self) -> None:
        """Ask for a file, and write the scheme of the project to it."""
        from PySide6.QtWidgets import QFileDialog

        bench = self._desk.need_bench()
        folder = Path(self._settings.get(LAST_FOLDER) or Path.home())
        kinds = "Label schemes (*.json)"
        dialog = QFileDialog(self._over, "Export the label scheme", str(folder), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{bench.scheme.id or 'scheme'}.json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_file)
        dialog.open()

    def export_file(self, file: str | Path) -> None:
        """Write the scheme of the project to a file; one that was there is replaced, as the dialog has asked."""
        path = Path(file)

        def work() -> None:
            scheme_files.write_file(self._desk.need_bench(), path, overwrite=True)
            self._desk.said.emit(f"The label scheme is in {path.name}.", False)

        self._tell(work)

    def _tell(self, work: Callable[[], None]) -> None:
        """Do ``work``; whatever is refused is told over the editor, where one looks."""
        try:
            work()
        except GlossatorError as error:
            if isinstance(error, Refused) and self.editor is None:
                self._desk.said.emit(str(error), True)
            else:
                messages.show_error(self._over, error)

    # --- the page of the preview

    def drawn(self, scheme: Scheme, item: SchemeItem, theme: Theme) -> bytes:
        """A line of the page on which an item stands, as PNG; nothing where it does not stand in a text."""
        from glossator.ui.text.drawing import Style
        from glossator.ui.text.printing import picture_png

        held = illustration(scheme, item)
        if held is None:
            return b""
        get = self._settings.get
        style = Style(theme, QApplication.font(), get(PAGE_FAMILY), get(PAGE_POINTS), 100, "all")
        return picture_png(held, scheme, style, (Span(0, len(held.text)),), _PREVIEW_WIDTH)

    # --- what happens meanwhile

    @property
    def _over(self) -> QWidget:
        """The window over which questions stand."""
        return self.editor if self.editor is not None else self._desk.window

    def _uses(self, item: SchemeItem) -> int:
        bench = self._desk.bench
        if bench is None or isinstance(item, AttributeType):
            return 0
        return sum(each.records for each in reworking.uses(bench, item))

    def _on_changed(self, change: Change) -> None:
        if any(isinstance(each, SchemeItem) for each in (*change.removed, *change.added)):
            self._show()

    def _show(self) -> None:
        bench = self._desk.bench
        if self.editor is not None and bench is not None:
            self.editor.show_scheme(bench.scheme)

    def _on_theme(self, theme: Theme) -> None:
        if self.editor is not None:
            self.editor.set_theme(theme)

    def _on_said(self, sentence: str, is_refusal: bool) -> None:
        if self.editor is not None:
            self.editor.tell(sentence, is_refusal)

    def _on_closed(self) -> None:
        if self.editor is not None:
            self.editor.leave()

    def _forget(self) -> None:
        self.editor = None


def _done(bench: Workbench, make: Make) -> None:
    reworking.carry_out(bench, make)


def _followed_by_tags(old: SchemeItem, new: SchemeItem, renames: Mapping[str, str]) -> Make | None:
    """How tags follow an edit; ``None`` where no tag has to."""
    if isinstance(new, Label) and renames:
        return reworking.change_subtypes(new, renames)
    if isinstance(new, RelationType | EventType) and renames:
        return reworking.change_roles(new, renames)
    if not isinstance(old, AttributeType) or not isinstance(new, AttributeType):
        return None
    holds_still = not renames and old.kind == new.kind and set(old.values) <= set(new.values)
    return None if holds_still else reworking.change_values(new, renames)
