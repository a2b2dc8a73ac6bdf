"""Where it is: candidates of the gazetteer for an identity, and the one that the analyst decides for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core import locating
from glossator.core.annotations import Entity
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.core.locating import Spot
from glossator.ui import tasks
from glossator.ui.actions.desk import Desk

if TYPE_CHECKING:
    from glossator.ui.dialogs.place import PlaceDialog
    from glossator.whereabouts import Gazetteer


class Placing(QObject):
    """Asks where identities are; the gazetteer is opened beside the window, when it is first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._gazetteer: Gazetteer | None = None
        self._opening: object | None = None
        self.dialog: PlaceDialog | None = None
        self._entity = 0
        desk.signals.project_closed.connect(self._close)

    def ask_selected(self) -> None:
        """Where the identity of the selected mention is."""

        def work() -> None:
            mention = self._desk.need_mention()
            if mention.entity is None:
                raise Refused(
                    f"“{mention.quote}” stands for nobody yet.", remedy="Press I to say which place it is."
                )
            self.ask(mention.entity)

        self._desk.attempt(work)

    def ask(self, entity_id: int) -> None:
        """Where an identity is."""

        def work() -> None:
            from glossator.ui.dialogs.place import PlaceDialog

            entity = self._need(entity_id)
            scheme = self._desk.need_bench().scheme
            if self._desk.need_bench().read_only:
                raise Refused("The project is open for reading only.")
            self._entity = entity_id
            dialog = self.dialog = PlaceDialog(
                entity.name, self._desk.theme, had=_words(locating.where(entity.attributes, scheme).spot),
                parent=self._desk.window,
            )  # fmt: skip
            dialog.searched.connect(self._offer)
            dialog.wanted.connect(self._on_wanted)
            dialog.nowhere_wanted.connect(self._on_nowhere)
            dialog.finished.connect(self._forget)
            dialog.open()
            self._offer("")

        self._desk.attempt(work)

    # --- inside

    def _need(self, entity_id: int) -> Entity:
        found = self._desk.need_bench().ask.entity(entity_id)
        if found is None:
            raise Refused("This identity is no longer there.")
        return found

    def _offer(self, typed: str) -> None:
        if self._gazetteer is None:
            self._open_gazetteer()
            return

        def work() -> None:
            from glossator import whereabouts

            dialog, gazetteer = self.dialog, self._gazetteer
            if dialog is not None and gazetteer is not None:
                bench = self._desk.need_bench()
                dialog.offer(whereabouts.for_entity(bench, gazetteer, self._need(self._entity), typed))

        self._desk.attempt(work)

    def _open_gazetteer(self) -> None:
        from glossator.whereabouts import open_gazetteer

        if self._opening is None:
            self._opening = tasks.run(
                lambda progress: open_gazetteer(), done=self._on_opened, failed=self._on_failed, parent=self
            )

    def _on_opened(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        if self.dialog is not None:
            self._offer(self.dialog.search.text())

    def _on_failed(self, error: GlossatorError) -> None:
        self._opening = None
        if self.dialog is not None:
            self.dialog.state.setText(f"{error} Coordinates can be typed.")

    def _on_wanted(self, spot: Spot, number: int, reason: str) -> None:
        bench = self._desk.need_bench()
        identifiers = {"geonames": str(number)} if number else None
        self._settle(
            lambda entity: locating.place(
                entity, bench.scheme, spot, identifiers, reason=reason, by=bench.hand
            )
        )

    def _on_nowhere(self, reason: str) -> None:
        bench = self._desk.need_bench()
        self._settle(lambda entity: locating.unplace(entity, reason=reason, by=bench.hand))

    def _settle(self, make: Callable[[Entity], Change]) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        try:
            change = make(self._need(self._entity))
        except Refused as refused:
            dialog.say(str(refused))
            return
        dialog.accept()
        self._desk.perform(lambda: change)

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        gazetteer, self._gazetteer, self._opening = self._gazetteer, None, None
        if gazetteer is not None:
            gazetteer.close()

    def _forget(self) -> None:
        self.dialog = None


def _words(spot: Spot | None) -> str:
    if spot is None:
        return ""
    from glossator.ui.worldmap import degrees_words

    how = "" if spot.precision == locating.UNKNOWN else f", {spot.precision.lower()}"
    return f"{degrees_words(spot.longitude, spot.latitude)}{how}"
