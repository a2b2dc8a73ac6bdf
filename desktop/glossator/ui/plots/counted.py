"""The views that count: entities, and relations by what they join."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from glossator.analysis.distribution import relation_matrix, role_matrix, type_counts
from glossator.analysis.facets import Facets
from glossator.analysis.frequencies import Entities, Pairs
from glossator.core.annotations import Entity, Mention
from glossator.core.changes import Change
from glossator.core.lens import Lens, MentionPick, Pick, RelationPick
from glossator.core.scheme import Scheme
from glossator.surveys import Survey
from glossator.ui.plots import dots, matrix
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.matrix import PairKey
from glossator.ui.plots.plot import About, Plot, steps_of
from glossator.ui.theme import Theme

_DRAWN = 15


class EntitiesPlot(Plot):
    """Entities by mentions and documents; only the rows that a tag touches are asked for again."""

    _found: Entities | None = None

    def show(self, answer: Any, about: About) -> None:
        self._found = answer
        self.card.show_view(
            dots.view(answer, about.scheme, limit=_DRAWN, with_documents=about.lens.document is None)
        )

    def follow(self, change: Change, about: About) -> bool:
        steps, found = steps_of(change, about), self._found
        if steps is None or found is None or any(isinstance(each, Entity) for each in change.added):
            return False
        touched = (*steps.mentions_before, *steps.mentions)
        shown = found.shown + len(steps.mentions) - len(steps.mentions_before)
        total = found.total + _in_scope(change.added, about.lens) - _in_scope(change.removed, about.lens)
        if not touched:
            self.show(found._replace(total=total), about)
            return True
        known = {each.entity for each in touched if each.entity is not None}
        said = {(each.quote, each.label) for each in touched if each.entity is None}
        others = [
            each
            for each in found.counts
            if (each.entity not in known if each.entity is not None else (each.name, each.label) not in said)
        ]
        seen = about.bench.ask.under(about.lens, about.scheme)
        anew = seen.entity_counts(len(known), entities=sorted(known)) if known else []
        anew += [
            each for quote, label in sorted(said) if (each := seen.quote_count(quote, label)) is not None
        ]
        rows = sorted([*others, *anew], key=lambda each: (-each.mentions, each.name, each.label))
        is_short = len(found.counts) <= found.limit
        if not is_short and len(others) + len(anew) < len(found.counts):
            return False  # something fell out, and what comes up in its place is not known
        counts = tuple(rows) if is_short else tuple(rows[: found.limit + 1])
        self.show(Entities(counts, found.limit, shown, total), about)
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

    def label_of(self, key: Hashable, about: About) -> str:
        return key.label if isinstance(key, EntityKey) else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if not isinstance(key, EntityKey):
            return False
        if key.entity is not None:
            return key.entity in facets.entities
        return (key.name, key.label) in facets.quotes

    def forget(self) -> None:
        self._found = None


class PairsPlot(Plot):
    """Relations by type and the labels of their ends; a few hundred rows that the store keeps counted."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Pairs | None = None
        self._about: About | None = None
        self.type = QComboBox(self.card)
        self.type.setAccessibleName("Which relations or event roles")
        self.type.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.type.currentIndexChanged.connect(self._draw)
        self.card.controls.addWidget(self.type)

    def show(self, answer: Any, about: About) -> None:
        self._found, self._about = answer, about
        self._fill_types(about.scheme)
        self._draw()

    def _draw(self) -> None:
        found, about = self._found, self._about
        if found is None or about is None:
            return
        type_id, is_role = self.type.currentData() or ("", False)
        make = role_matrix if is_role else relation_matrix
        self.card.show_view(
            matrix.view(
                make(found.counts, about.scheme, type_id),
                about.scheme,
                found.shown,
                found.total - found.shown,
                type_id,
                is_role=is_role,
            )
        )

    def follow(self, change: Change, about: About) -> bool:
        """A mention that takes part in no relation, and gets or had no other label, changes nothing here."""
        before = {each.id: each for each in change.removed if isinstance(each, Mention)}
        return self._found is not None and all(
            isinstance(each, Mention) and (each.id not in before or before[each.id].label == each.label)
            for each in (*change.removed, *change.added)
        )

    def _fill_types(self, scheme: Scheme) -> None:
        """The choice of relation and event types, those with something first; what was chosen stays chosen."""
        chosen = self.type.currentData() or ("", False)
        counts = type_counts(self._found.counts if self._found else ())
        events = {each.id for each in scheme.event_types}
        names = sorted(counts, key=lambda each: (-counts[each], each))
        self.type.blockSignals(True)
        self.type.clear()
        self.type.addItem("All relations", ("", False))
        for name in names:
            if name not in events:
                self.type.addItem(f"{scheme.name_of(name)}  {counts[name]}", (name, False))
        self.type.insertSeparator(self.type.count())
        self.type.addItem("Roles of all events", ("", True))
        for name in names:
            if name in events:
                self.type.addItem(f"{scheme.name_of(name)}  {counts[name]}", (name, True))
        at = next((row for row in range(self.type.count()) if self.type.itemData(row) == chosen), 0)
        self.type.setCurrentIndex(at)
        self.type.blockSignals(False)

    def pick(self, key: Hashable, about: About) -> Pick | None:
        if not isinstance(key, PairKey):
            return None
        return RelationPick(
            type=key.type or (key.row if key.is_role else "") or None,
            first_label=None if key.is_role else key.row,
            second_label=key.column,
            role=(key.row or None) if key.is_role and key.type else None,
            is_event=key.is_role,
        )

    def caption(self, key: Hashable, about: About) -> str:
        assert isinstance(key, PairKey)
        scheme = about.scheme
        type_id = key.type or (key.row if key.is_role else "")
        what = scheme.name_of(type_id) if type_id else "Relations"
        second = scheme.name_of(key.column)
        if key.is_role:
            return f"{what}, {key.row}: {second}" if key.type else f"{what}: {second}"
        return f"{what}: {scheme.name_of(key.row)} → {second}"

    def label_of(self, key: Hashable, about: About) -> str:
        return key.column if isinstance(key, PairKey) else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if not isinstance(key, PairKey):
            return False
        for type_id, role, first, second in facets.pairs:
            if key.is_role != bool(role) or second != key.column:
                continue
            if key.type and key.type != type_id:
                continue
            if key.row == (first if not key.is_role else role if key.type else type_id):
                return True
        return False

    def forget(self) -> None:
        self._found = self._about = None


def _in_scope(records: tuple[Any, ...], lens: Lens) -> int:
    return sum(1 for each in records if isinstance(each, Mention) and lens.document in {None, each.document})
