"""Who or what mentions are: an identity chosen or made for them, also one for both where another stands for nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from glossator.core import acting, edits, identical
from glossator.core.annotations import Entity, Mention
from glossator.core.changes import Change
from glossator.core.scheme import Label
from glossator.ui.actions.desk import Desk

if TYPE_CHECKING:
    from glossator.candidates import Nobody

_MOST = 200
"""Identities that are offered at once."""


class Naming(QObject):
    """Gives the selected mentions an identity."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def identity(self) -> None:
        """I: pick or make the identity of the selected mentions."""

        def work() -> None:
            from glossator import candidates
            from glossator.ui.dialogs.identity import IdentityDialog, best_name

            desk, bench = self._desk, self._desk.need_bench()
            mentions = desk.mentions or [desk.need_mention()]
            name = best_name(mentions)
            dialog = IdentityDialog(desk.theme, desk.window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.chosen.connect(lambda entity, named, kind: self._on_chosen(mentions, entity, named, kind))
            dialog.joined.connect(lambda nobody: self._on_joined(mentions, name, nobody))
            dialog.open_for(
                mentions,
                bench.scheme,
                lambda typed: bench.seen.entities(text=typed, limit=_MOST),
                candidates.meant(name, acts=acting.acts(desk.need_annotations(), mentions[0], bench.scheme)),
                candidates.nobodies(bench, mentions, name),
            )

        self._desk.attempt(work)

    def _on_chosen(self, mentions: Sequence[Mention], entity: Entity | None, name: str, kind: str) -> None:
        ids = [each.id for each in mentions]

        def make() -> Change:
            annotations, hand = self._desk.need_annotations(), self._desk.need_bench().hand
            if entity is not None:
                return edits.identify(annotations, ids, entity, by=hand)
            made = edits.new_entity(name, kind, by=hand)
            return edits.identify(annotations, ids, made, is_new=True, by=hand)

        self._desk.perform(make)

    def _on_joined(self, mentions: Sequence[Mention], name: str, nobody: Nobody) -> None:
        """One new identity for these mentions and for those that read as ``nobody`` says, wherever they stand."""

        def make() -> Change:
            from glossator import candidates

            bench = self._desk.need_bench()
            label = bench.scheme.label(nobody.label) or Label(nobody.label, nobody.label)
            made = edits.new_entity(nobody.name, nobody.label, by=bench.hand)
            aliases = dict.fromkeys(each for each in (name, nobody.quote) if each != made.name)
            found = {each.id: each for each in (*mentions, *candidates.all_of(bench, nobody))}
            return identical.tag_all(
                [],
                label,
                entity=replace(made, aliases=tuple(aliases)),
                is_new=True,
                identified=list(found.values()),
                by=bench.hand,
            )

        self._desk.perform(make)
