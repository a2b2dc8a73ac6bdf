"""The desk: the open project, the page and the selection, which all actions work on, and how an edit is carried out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glossator.core.annotations import AnnotationSet, Mention, Relation
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.core.spans import Span
from glossator.ui import messages
from glossator.ui.actions.longwork import LongWork
from glossator.ui.actions.table import Need
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.text.view import ArticleView
from glossator.ui.theme import Theme
from glossator.workbench import LARGE, Workbench

T = TypeVar("T")


class Desk(QObject):
    """Holds what is open and selected, and carries out edits.

    ``said`` is a sentence for the status line (a refusal where the second argument is true), ``theme_changed`` tells
    a new look.  ``above`` and ``below`` the page is room for strips that are made when they are first wanted.
    """

    said = Signal(str, bool)
    theme_changed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        page: ArticleView,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self.theme = theme
        self.above = QVBoxLayout()
        self.below = QVBoxLayout()
        self.window = window
        self.page = page
        self.selection = selection
        self.signals = signals
        self.bench: Workbench | None = None
        self.ended_at: object = None
        """Where everything stood when a strip ended by itself, in which Ctrl+Enter would have finished it."""
        self.long = LongWork(self)
        self.long.too_late.connect(self._on_too_late)

    @property
    def annotations(self) -> AnnotationSet | None:
        """What is said of the open document."""
        return self.bench.current if self.bench else None

    @property
    def standing(self) -> object:
        """Where everything stands: what was done last, what is open and selected.  Any act changes it."""
        selection, step = self.selection, self.bench.history.to_undo if self.bench else None
        return step, selection.document, selection.caret, selection.spans, selection.records

    @property
    def mention(self) -> Mention | None:
        """The selected mention."""
        annotations = self.annotations
        return annotations.mentions.get(self.selection.primary or 0) if annotations else None

    @property
    def mentions(self) -> list[Mention]:
        """All selected mentions, the first one in front."""
        held = self.annotations.mentions if self.annotations else {}
        return [held[each] for each in self.selection.records if each in held]

    @property
    def relation(self) -> Relation | None:
        """The selected relation or event."""
        annotations = self.annotations
        return annotations.relations.get(self.selection.primary or 0) if annotations else None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The selected stretches of text (none where nothing but a caret stands)."""
        return tuple(span for span in self.selection.spans if not span.is_empty)

    def need_bench(self) -> Workbench:
        """The open project; :class:`Refused` when there is none."""
        if self.bench is None:
            raise Refused("No project is open.", remedy="Open one with Ctrl+O or make one with Ctrl+N.")
        return self.bench

    def need_annotations(self) -> AnnotationSet:
        """The open document with its annotations; :class:`Refused` when there is none."""
        annotations = self.annotations
        if annotations is None:
            raise Refused(
                "No document is open.", remedy="Choose one with Ctrl+P, or import texts with Ctrl+I."
            )
        return annotations

    def need_mention(self) -> Mention:
        """The selected mention, else the smallest at the caret; :class:`Refused` when there is none."""
        found = self.mention
        if found is None:
            annotations = self.need_annotations()
            caret = self.selection.caret
            near = annotations.at(caret) or (annotations.at(caret - 1) if caret else [])
            if not near:
                raise Refused("No mention is selected.", remedy="Click on one, or go to one with J and K.")
            found = near[0]
            self.page.select_mention(found.id)
        return found

    def wear(self, theme: Theme) -> None:
        """Everything that shows colours takes those of ``theme``."""
        self.theme = theme
        self.page.set_theme(theme)
        self.theme_changed.emit(theme)

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do ``work``; what the world or the laws refuse is told to the user.  True when it went well."""
        try:
            work()
        except Refused as refused:
            self.said.emit(str(refused), True)
            return False
        except GlossatorError as error:
            messages.show_error(self.window, error)
            return False
        return True

    def perform(self, make: Callable[[], Change]) -> Change | None:
        """Make a Change, do it, and say its title; ``None`` when it was refused or could not be saved, or when it is so
        large that it is being done beside the window.
        """
        made: list[Change] = []

        def work() -> None:
            change = make()
            if len(change.removed) + len(change.added) >= LARGE:
                self.do_beside(change.title, lambda bench: bench.do(change))
                return
            self.need_bench().do(change)
            made.append(change)
            self.said.emit(change.title, False)

        return made[0] if self.attempt(work) and made else None

    def aim(self, at: QPoint, mention_id: int | None) -> None:
        """What is asked for next is about what stands at a point of the desktop: a mention, or a place in the text
        outside of the selection.
        """
        offset = self.page.offset_on_screen(at)
        held = self.selection.records
        is_inside = any(span.start <= offset <= span.end for span in self.spans)
        if mention_id is not None and mention_id not in held and (held or not is_inside):
            self.page.select_mention(mention_id)
        elif mention_id is None and not is_inside:
            self.page.put_caret(offset)

    def do_beside(
        self, title: str, work: Callable[[Workbench], T], then: Callable[[T], None] = lambda answer: None
    ) -> None:
        """Do something long with the project on another thread, say that it was done, and then call ``then``."""

        def done(answer: T) -> None:
            self.said.emit(title, False)
            then(answer)

        def failed(error: GlossatorError) -> None:
            self.attempt(partial(_raised, error))

        self.long.run(
            self.need_bench(),
            title,
            lambda bench, progress: work(bench),
            done=done,
            failed=failed,
        )

    def _on_too_late(self, title: str) -> None:
        self.said.emit(f"“{title}” was done before it could be cancelled. Undo takes it back.", True)


def _raised(error: GlossatorError) -> None:
    raise error


def why_only_read(bench: Workbench) -> str:
    """Why nothing can be changed in a project that is open for reading only, as the end of a sentence."""
    if bench.is_past:
        return "this is the project as it was, to be read"
    holder = bench.holder()
    if holder is not None:
        return f"the project is already open {holder}, and is for reading only here"
    return "the project is open for reading only"


def there(bench: Workbench | None) -> Need:
    """What is there for an action to work on."""
    if bench is None:
        return Need.NOTHING
    found = Need.PROJECT
    found |= Need.NOTHING if bench.read_only else Need.WRITABLE
    found |= Need.PROTECTED if bench.project_file.key is not None else Need.NOTHING
    found |= Need.DOCUMENT if bench.current is not None else Need.NOTHING
    found |= Need.UNDO if bench.history.to_undo else Need.NOTHING
    found |= Need.REDO if bench.history.to_redo else Need.NOTHING
    return found
