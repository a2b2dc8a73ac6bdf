"""Who looks after the labels by count: by level, by document, or side by side with those of another selection."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from glossator import surveys
from glossator.analysis.distribution import default_level
from glossator.analysis.facets import Facets
from glossator.analysis.frequencies import Labels
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.lens import Lens, MentionPick, Pick
from glossator.surveys import Survey
from glossator.ui.plots import bars, compared
from glossator.ui.plots.bars import LabelKey, OutsideKey, RestKey
from glossator.ui.plots.chart import Chart
from glossator.ui.plots.compared import OtherKey
from glossator.ui.plots.dragging import DragCanvas
from glossator.ui.plots.plot import About, Plot, steps_of
from glossator.ui.theme import Theme

_OFFERED = 25


class LabelsPlot(Plot):
    """Labels by count; one tag is added to the counts without asking anybody.

    ``against`` is what they are compared with, ``beside`` a document (id) with which they are, ``pair`` are two
    documents that are compared with each other; what is of a document is seen through the filter that all views have.
    """

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Labels | None = None
        self._about: About | None = None
        self.against: Lens | None = None
        self.beside: int | None = None
        self.pair: tuple[int, int] | None = None
        self.by = QComboBox(self.card)
        self.by.setAccessibleName("What the bars are split by")
        self.by.setToolTip("What the bars are split by")
        for words, value in (("By level", ""), ("By document", "document")):
            self.by.addItem(words, value)
        self.by.currentIndexChanged.connect(lambda _: self.stale.emit())
        self.compare = QToolButton(self.card)
        self.compare.setText("Compare")
        self.compare.setToolTip("Put the labels of another document, or of another filter, beside these")
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.compare)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.compare.setMenu(self.menu)
        self.card.controls.addWidget(self.by)
        self.card.controls.addWidget(self.compare)
        self.card.for_marks += [self.by, self.compare]
        self.card.ways_out = lambda: (self.compare,) if self.is_comparing else ()  # neither side has anything

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        made = DragCanvas(theme, parent, lambda key: _document_of(key) is not None, self._told_of)
        made.dropped.connect(self._on_dropped)
        made.letters = frozenset("c")
        made.lettered.connect(lambda _: self._compare_brushed())
        return made

    # --- what they are compared with

    @property
    def is_comparing(self) -> bool:
        """Two selections stand side by side."""
        return self.against is not None or self.beside is not None or self.pair is not None

    def compare_with(self, lens: Lens | None) -> None:
        """Put what ``lens`` takes beside what is shown; ``None`` shows what is shown alone."""
        self.against, self.beside, self.pair = lens, None, None
        self.stale.emit()

    def compare_with_document(self, document: int) -> None:
        """Put what the filter of all views takes of a document (id) beside what is shown."""
        self.against, self.beside, self.pair = None, document, None
        self.stale.emit()

    def _sides(self, lens: Lens) -> tuple[Lens, Lens | None]:
        """What is shown and what stands beside it, where all views show what ``lens`` takes."""
        if self.beside is not None:
            return lens, surveys.only(lens, self.beside)
        if self.pair is None:
            # whose annotations are seen is no filter, and holds for whatever is compared
            return lens, replace(self.against, whose=lens.whose) if self.against is not None else None
        here, there = self.pair
        return surveys.only(lens, here), surveys.only(lens, there)

    def _on_dropped(self, first: Hashable, second: Hashable) -> None:
        """A bar of a document was dragged onto one of another: these two are compared."""
        here, there = _document_of(first), _document_of(second)
        if here is not None and there is not None:
            self.against, self.beside, self.pair = None, None, (here, there)
            self.stale.emit()

    def _told_of(self, first: Hashable, second: Hashable) -> str:
        names = {part.document: part.name for part in self._found.parts} if self._found else {}
        here, there = (names.get(_document_of(key) or 0, "") for key in (first, second))
        return f"Compare {here} with {there}" if here and there and here != there else ""

    def _brushed_documents(self) -> list[int]:
        found = dict.fromkeys(map(_document_of, self.brushed))
        return [each for each in found if each is not None]

    def _compare_brushed(self) -> None:
        chosen = self._brushed_documents()
        if len(chosen) == 2:
            self._on_dropped(*(LabelKey("", document=each) for each in chosen))
        else:
            self.said.emit("Split the bars by document, and select those of two, with Ctrl and a click.")

    def _fill_menu(self) -> None:
        self.menu.clear()
        about = self._about
        if about is None:
            return
        self.menu.addAction("With the whole &project").triggered.connect(
            lambda: self.compare_with(Lens(whose=about.lens.whose))
        )
        keep = self.menu.addAction("&Keep what is shown now, and compare what comes with it")
        keep.triggered.connect(lambda: self.compare_with(about.lens))
        pair = self.menu.addAction("The two &selected documents\tC")
        pair.setEnabled(len(self._brushed_documents()) == 2)
        pair.triggered.connect(self._compare_brushed)
        documents = self.menu.addMenu("With a &document")
        for row in about.bench.ask.documents(limit=_OFFERED):
            documents.addAction(row.document.name.replace("&", "&&")).triggered.connect(
                lambda _=False, number=row.document.id: self.compare_with_document(number)
            )
        if about.bench.ask.document_count() > _OFFERED:
            more = documents.addAction("Others: open them, keep what is shown, and go on")
            more.setEnabled(False)
        if self.is_comparing:
            self.menu.addSeparator()
            self.menu.addAction("&Nothing: these alone").triggered.connect(lambda: self.compare_with(None))

    def _names(self, about: About) -> tuple[str, str]:
        here, there = self._sides(about.lens)
        return _called(here, about), _called(there, about) if there is not None else ""

    # --- the view

    def options(self) -> Mapping[str, str]:
        if self.pair is not None:
            here, there = map(surveys.as_only, self.pair)
            return {"here": here, "against": there}
        if self.beside is not None:
            return {"against": surveys.as_only(self.beside)}
        if self.against is not None:
            return {"against": surveys.as_against(self.against)}
        return {"split": self.by.currentData()} if self.by.currentData() else {}

    def show(self, answer: Any, about: About) -> None:
        self._found, self._about = answer, about
        if self.is_comparing and self._found is not None and self._found.other is not None:
            self.card.show_view(compared.view(self._found, about.scheme, self._names(about)))
        else:
            self.card.show_view(bars.view(answer, about.scheme))
        self.by.setEnabled(self.by.isEnabled() and not self.is_comparing)

    def follow(self, change: Change, about: About) -> bool:
        found = self._found
        here, there = self._sides(about.lens)
        mine = _stepped(found, change, about._replace(lens=here)) if found is not None else None
        if found is None or mine is None:
            return False
        if found.parts:
            parts = [
                _stepped(part.labels, change, about._replace(lens=surveys.only(about.lens, part.document)))
                for part in found.parts
            ]
            mine = mine._replace(
                parts=tuple(
                    part._replace(labels=labels)
                    for part, labels in zip(found.parts, parts, strict=True)
                    if labels is not None
                )
            )
        if found.other is not None and there is not None:
            other = _stepped(found.other, change, about._replace(lens=there))
            if other is None:
                return False
            mine = mine._replace(other=other)
        self.show(mine, about)
        return True

    def pick(self, key: Hashable, about: About) -> Pick | None:
        if isinstance(key, OtherKey):
            return MentionPick(label=key.label)
        if isinstance(key, OutsideKey):
            return MentionPick(label=key.label, outside=key.documents)
        if not isinstance(key, LabelKey):
            return None
        levels = None if key.level is None else {key.level}
        if levels is not None and key.level == default_level(about.scheme, key.label):
            levels.add("")  # the default level is not stored
        found = None if levels is None else frozenset(levels)
        return MentionPick(label=key.label, levels=found, document=key.document)

    def picks_all(self, key: Hashable, about: About) -> tuple[Pick, ...]:
        if isinstance(key, RestKey):  # in one question, as there may be thousands
            return (MentionPick(labels=key.labels),)
        return super().picks_all(key, about)

    def lens_of(self, key: Hashable, lens: Lens) -> Lens:
        here, there = self._sides(lens)
        return there if there is not None and isinstance(key, OtherKey) else here

    def caption(self, key: Hashable, about: About) -> str:
        if isinstance(key, RestKey):
            return f"{len(key.labels)} other labels"
        assert isinstance(key, LabelKey | OtherKey | OutsideKey)
        title = f"{key.label} {about.scheme.name_of(key.label)}"
        if isinstance(key, OtherKey):
            return f"{title}, {self._names(about)[1]}" if self.is_comparing else title
        if isinstance(key, OutsideKey):
            return f"{title}, other documents"
        if key.document is not None:
            document = about.bench.ask.document(key.document)
            return f"{title}, {document.name}" if document is not None else title
        return f"{title}, {key.level or 'without level'}" if key.level is not None else title

    def label_of(self, key: Hashable, about: About) -> str:
        return key.label if isinstance(key, LabelKey | OtherKey | OutsideKey) else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if isinstance(key, RestKey):
            return not key.labels.isdisjoint(facets.labels)
        is_whole = isinstance(key, LabelKey) and key.level is None and key.document is None
        return isinstance(key, LabelKey) and is_whole and key.label in facets.labels

    def narrowed(self, keys: tuple[Hashable, ...], lens: Lens) -> Lens | None:
        labels: set[str] = set()
        for key in keys:
            if isinstance(key, RestKey):
                labels |= key.labels
            elif isinstance(key, LabelKey) and key.level is None and key.document is None:
                labels.add(key.label)
            else:
                return None
        return replace(lens, labels=frozenset(labels))

    def forget(self) -> None:
        self._found = self._about = self.against = self.beside = self.pair = None


def _stepped(found: Labels, change: Change, about: About) -> Labels | None:
    """These counts after a Change, as far as the lens takes what it touches; ``None`` where that is too much."""
    steps = steps_of(change, about)
    if steps is None:
        return None
    scope = about.lens.document
    moved = sum(
        sign
        for sign, held in ((1, change.added), (-1, change.removed))
        for each in held
        if isinstance(each, Mention) and scope in {None, each.document}
    )
    return found.with_steps(steps.mentions_before, steps.mentions, found.total + moved)


def _document_of(key: Hashable) -> int | None:
    return key.document if isinstance(key, LabelKey) else None


def _called(lens: Lens, about: About) -> str:
    """Which mentions a lens takes, in a few words."""
    name = "the whole project"
    if lens.document is not None:
        document = about.bench.ask.document(lens.document)
        name = document.name if document is not None else "a document that is gone"
    return name if lens.is_open else f"{name}, filtered"
