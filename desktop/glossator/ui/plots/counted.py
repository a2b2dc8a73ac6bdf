"""What kinds of links are there?  Who looks after the relations by the labels that they join."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from glossator.analysis.distribution import relation_matrix, role_matrix, type_counts
from glossator.analysis.facets import Facets
from glossator.analysis.frequencies import Pairs
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.lens import Pick, RelationPick
from glossator.core.scheme import Scheme
from glossator.surveys import Survey
from glossator.ui.plots import matrix, multiples
from glossator.ui.plots.matrix import PairKey
from glossator.ui.plots.plot import About, Plot
from glossator.ui.theme import Theme

_EACH = "*"  # no type has such an id


class PairsPlot(Plot):
    """Relations by type and the labels of their ends; a few hundred rows that the store keeps counted."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Pairs | None = None
        self._about: About | None = None
        self.type = QComboBox(self.card)
        self.type.setAccessibleName("Which relations or event roles")
        self.type.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._is_chosen = False
        self.type.activated.connect(lambda _: self._choose())
        self.type.currentIndexChanged.connect(self._draw)
        self.card.controls.addWidget(self.type)

    def _choose(self) -> None:
        """What somebody chose stays chosen, whatever there is of it."""
        self._is_chosen = True

    def show(self, answer: Any, about: About) -> None:
        self._found, self._about = answer, about
        self._fill_types(about.scheme)
        self.type.setEnabled(bool(answer.counts))
        self._draw()

    def _draw(self) -> None:
        found, about = self._found, self._about
        if found is None or about is None:
            return
        type_id, is_role = self.type.currentData() or ("", False)
        if type_id == _EACH:
            self.card.show_view(multiples.view(found, about.scheme))
            return
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
        counts = type_counts(self._found.counts if self._found else ())
        events = {each.id for each in scheme.event_types}
        chosen = self.type.currentData()
        if chosen is None or not self._is_chosen:
            chosen = ("", bool(counts) and events.issuperset(counts))  # roles where there are events alone
        names = sorted(counts, key=lambda each: (-counts[each], each))
        self.type.blockSignals(True)
        self.type.clear()
        self.type.addItem("All relations", ("", False))
        self.type.addItem("Each type by itself", (_EACH, False))
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
        self._is_chosen = False
