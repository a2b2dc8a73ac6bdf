"""Who looks after the entities by mentions and documents: looked for by name, paged, opened and merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from glossator.analysis.facets import Facets
from glossator.analysis.frequencies import ENTITIES, Entities
from glossator.analysis.summary import EntityCount, EntityLine
from glossator.core.annotations import Entity, Mention
from glossator.core.changes import Change
from glossator.core.lens import Lens, MentionPick, Pick
from glossator.surveys import Survey
from glossator.ui.plots import dots
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.chart import Chart
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.plot import MOST_SAVED, About, Plot, Steps, steps_of
from glossator.ui.theme import Theme

_DRAWN = 15
_MORE = 35
_DELAY = 250  # milliseconds after the last letter


class EntitiesPlot(Plot):
    """Entities by mentions and documents; only the rows that a tag touches are asked for again."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Entities | None = None
        self._about: About | None = None
        self._drawn = _DRAWN
        self.field = QLineEdit(self.card)
        self.field.setPlaceholderText("Find a name")
        self.field.setAccessibleName("Find an identity by its name")
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(180)
        self._soon = QTimer(self, singleShot=True, interval=_DELAY)
        self._soon.timeout.connect(self.stale)
        self.field.textChanged.connect(lambda _: self._soon.start())
        self.card.controls.addWidget(self.field)
        self.open = self.button("Card", "Open the card of the identity (C)", self._open)
        self.merge = self.button("Merge", "The selected identities are one (M)", self._merge)
        self.more = self.button("More", f"{_MORE} further rows (+)", lambda: self._page(_MORE))
        self.card.for_marks += [self.field, self.open, self.merge, self.more]
        self.card.ways_out = lambda: (
            (self.field,) if self.field.text() else ()
        )  # nobody is called what was typed

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        made = Canvas(theme, parent)
        deeds: dict[str, Callable[[], None]] = {
            "c": self._open,
            "m": self._merge,
            "+": lambda: self._page(_MORE),
            "-": lambda: self._page(-_MORE),
        }
        made.letters = frozenset(deeds)
        made.lettered.connect(lambda letter: deeds[letter]())
        return made

    # --- what hands ask for

    def _open(self) -> None:
        key = None if self.card.view.is_empty else self.card.chart.current_key
        if isinstance(key, EntityKey) and key.entity is not None:
            self.card_requested.emit(key.entity)
        else:
            self.said.emit("Choose an identity first; words in quotes have none yet.")

    def _merge(self) -> None:
        chosen = [key.entity for key in self.brushed if isinstance(key, EntityKey) and key.entity is not None]
        if len(chosen) < 2:
            self.said.emit("Select two identities or more, with Ctrl and a click or Ctrl+Space.")
        else:
            self.merge_wanted.emit(chosen)

    def _page(self, rows: int) -> None:
        """Draw so many rows more."""
        self._drawn = max(_DRAWN, self._drawn + rows)
        self.stale.emit()

    # --- the view

    def options(self) -> Mapping[str, str]:
        return {"limit": str(max(ENTITIES, self._drawn)), "name": self.field.text().strip()}

    def table_options(self) -> Mapping[str, str] | None:
        """The table lists the first names."""
        return {**self.options(), "limit": str(MOST_SAVED)} if self.card.view.cut else None

    def show(self, answer: Any, about: About) -> None:
        self._found, self._about = answer, about
        self.card.show_view(
            dots.view(
                answer, about.scheme, limit=self._drawn, with_documents=about.lens.document is None,
                name=self.field.text().strip(),
            )
        )  # fmt: skip
        self.more.setEnabled(len(answer.counts) > self._drawn)
        self.merge.setEnabled(self.merge.isEnabled() and not about.bench.read_only)

    def follow(self, change: Change, about: About) -> bool:
        steps, found = steps_of(change, about), self._found
        if steps is None or found is None or any(isinstance(each, Entity) for each in change.added):
            return False
        if self.field.text().strip():
            return False
        touched = (*steps.mentions_before, *steps.mentions)
        shown = found.shown + len(steps.mentions) - len(steps.mentions_before)
        total = found.total + _in_scope(change.added, about.lens) - _in_scope(change.removed, about.lens)
        if not touched:
            self.show(found._replace(total=total), about)
            return True
        known = {each.entity for each in touched if each.entity is not None}
        said = {
            (each.quote, each.label)
            for each in touched
            if each.entity is None and each.label not in found.nameless
        }
        others = [
            each
            for each in found.counts
            if (each.entity not in known if each.entity is not None else (each.name, each.label) not in said)
        ]
        seen = about.bench.ask.under(about.lens, about.scheme)
        anew: list[EntityCount] = []
        if about.lens.asks_of_origin:  # all mentions of an identity would be looked at, with their documents
            anew = [
                row
                for each in found.counts
                if each.entity in known and (row := _stepped(each, steps, about)).mentions > 0
            ]
            known -= {each.entity for each in found.counts}
        anew += seen.entity_counts(len(known), entities=sorted(known)) if known else []
        anew += [
            each for quote, label in sorted(said) if (each := seen.quote_count(quote, label)) is not None
        ]
        rows = sorted([*others, *anew], key=lambda each: (-each.mentions, each.name, each.label))
        is_short = len(found.counts) <= found.limit
        if not is_short and len(others) + len(anew) < len(found.counts):
            return False  # something fell out, and what comes up in its place is not known
        counts = tuple(rows) if is_short else tuple(rows[: found.limit + 1])
        self.show(Entities(counts, found.limit, shown, total, found.nameless), about)
        return True

    def pick(self, key: Hashable, about: About) -> Pick | None:
        if not isinstance(key, EntityKey):
            return None
        if key.entity is not None:
            return MentionPick(entity=key.entity)
        return MentionPick(label=key.label, quote=key.name, identified=False)

    def caption(self, key: Hashable, about: About) -> str:
        assert isinstance(key, EntityKey)
        return key.name if key.entity is not None else f"“{key.name}”"

    def entity_of(self, key: Hashable) -> int | None:
        return key.entity if isinstance(key, EntityKey) else None

    def label_of(self, key: Hashable, about: About) -> str:
        return key.label if isinstance(key, EntityKey) else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if not isinstance(key, EntityKey):
            return False
        if key.entity is not None:
            return key.entity in facets.entities
        return (key.name, key.label) in facets.quotes

    def forget(self) -> None:
        self._found = self._about = None
        self._drawn = _DRAWN
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)


def _stepped(row: EntityCount, steps: Steps, about: About) -> EntityCount:
    """The counts of an identity after a Change: only the documents that it touches are looked at."""
    moved: Counter[int] = Counter()
    for sign, held in ((-1, steps.mentions_before), (1, steps.mentions)):
        for each in held:
            if each.entity == row.entity:
                moved[each.document] += sign
    documents = row.documents
    for document, by in moved.items():
        here = about.bench.ask.under(about.lens.within(document), about.scheme)
        now = sum(each.mentions for each in here.entity_counts(1, entities=[row.entity or 0]))
        documents += (now > 0) - (now - by > 0)
    return EntityLine(row.entity, row.name, row.label, row.mentions + sum(moved.values()), documents)


def _in_scope(records: tuple[Any, ...], lens: Lens) -> int:
    return sum(1 for each in records if isinstance(each, Mention) and lens.document in {None, each.document})
