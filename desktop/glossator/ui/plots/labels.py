"""Who looks after the labels by count: alone, or side by side with those of another document or filter."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from glossator import surveys
from glossator.analysis.distribution import default_level
from glossator.analysis.facets import Facets
from glossator.analysis.frequencies import Labels
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.lens import Lens, MentionPick, Pick
from glossator.surveys import Survey
from glossator.ui.plots import bars, compared
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.compared import OtherKey
from glossator.ui.plots.plot import About, Plot, steps_of
from glossator.ui.theme import Theme

_OFFERED = 25


class LabelsPlot(Plot):
    """Labels by count; one tag is added to the counts without asking anybody."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Labels | None = None
        self._about: About | None = None
        self.against: Lens | None = None
        self.compare = QToolButton(self.card)
        self.compare.setText("Compare")
        self.compare.setToolTip("Put the labels of another document, or of another filter, beside these")
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.compare)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.compare.setMenu(self.menu)
        self.card.controls.addWidget(self.compare)

    # --- what they are compared with

    def compare_with(self, lens: Lens | None) -> None:
        """Put what ``lens`` takes beside what is shown; ``None`` shows that alone."""
        self.against = lens
        self.stale.emit()

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
        documents = self.menu.addMenu("With a &document")
        for row in about.bench.ask.documents(limit=_OFFERED):
            lens = Lens(document=row.document.id, whose=about.lens.whose)
            documents.addAction(row.document.name.replace("&", "&&")).triggered.connect(
                lambda _=False, lens=lens: self.compare_with(lens)
            )
        if about.bench.ask.document_count() > _OFFERED:
            more = documents.addAction("Others: open them, keep what is shown, and go on")
            more.setEnabled(False)
        if self.against is not None:
            self.menu.addSeparator()
            self.menu.addAction("&Nothing: these alone").triggered.connect(lambda: self.compare_with(None))

    def _names(self, about: About) -> tuple[str, str]:
        assert self.against is not None
        return _called(about.lens, about), _called(self.against, about)

    # --- the view

    def options(self) -> Mapping[str, str]:
        return {} if self.against is None else {"against": surveys.as_against(self.against)}

    def show(self, answer: Any, about: About) -> None:
        self._found, self._about = answer, about
        if self.against is not None and self._found is not None and self._found.other is not None:
            self.card.show_view(compared.view(self._found, about.scheme, self._names(about)))
        else:
            self.card.show_view(bars.view(answer, about.scheme))

    def follow(self, change: Change, about: About) -> bool:
        found = self._found
        mine = _stepped(found, change, about) if found is not None else None
        if found is None or mine is None:
            return False
        if found.other is not None and self.against is not None:
            other = _stepped(found.other, change, about._replace(lens=self.against))
            if other is None:
                return False
            mine = mine._replace(other=other)
        self.show(mine, about)
        return True

    def pick(self, key: Hashable, about: About) -> Pick | None:
        if isinstance(key, OtherKey):
            return MentionPick(label=key.label)
        if not isinstance(key, LabelKey):
            return None
        levels = None if key.level is None else {key.level}
        if levels is not None and key.level == default_level(about.scheme, key.label):
            levels.add("")  # the default level is not stored
        return MentionPick(label=key.label, levels=None if levels is None else frozenset(levels))

    def lens_of(self, key: Hashable, lens: Lens) -> Lens:
        return self.against if isinstance(key, OtherKey) and self.against is not None else lens

    def caption(self, key: Hashable, about: About) -> str:
        assert isinstance(key, LabelKey | OtherKey)
        title = f"{key.label} {about.scheme.name_of(key.label)}"
        if isinstance(key, OtherKey):
            return f"{title}, {self._names(about)[1]}" if self.against is not None else title
        return f"{title}, {key.level or 'without level'}" if key.level is not None else title

    def label_of(self, key: Hashable, about: About) -> str:
        return key.label if isinstance(key, LabelKey | OtherKey) else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        return isinstance(key, LabelKey) and key.level is None and key.label in facets.labels

    def narrowed(self, keys: tuple[Hashable, ...], lens: Lens) -> Lens | None:
        if any(not isinstance(key, LabelKey) or key.level is not None for key in keys):
            return None
        return replace(lens, labels=frozenset(key.label for key in keys if isinstance(key, LabelKey)))

    def forget(self) -> None:
        self._found = self._about = self.against = None


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


def _called(lens: Lens, about: About) -> str:
    """Which mentions a lens takes, in a few words."""
    document = about.bench.ask.document(lens.document) if lens.document is not None else None
    name = document.name if document is not None else "the whole project"
    return name if lens.is_open else f"{name}, filtered"
