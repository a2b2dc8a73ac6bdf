"""The new project written out of what was found, one kind of record after the other: first what others hold on to."""

from __future__ import annotations

import os
from pathlib import Path

from glossator import __version__
from glossator.core.annotations import Entity
from glossator.core.errors import GlossatorError
from glossator.store import counting, journal, remembering, rows
from glossator.store.driver import Database
from glossator.store.evidence import Evidence, read
from glossator.store.rebuilding.account import UNPROVEN, Account, Salvaged, cut
from glossator.store.rebuilding.documents import RebuiltDocuments
from glossator.store.rebuilding.entering import Entering
from glossator.store.rebuilding.relations import RebuiltRelations
from glossator.store.rebuilding.scheme import RebuiltScheme
from glossator.store.remains import Progress, Remains


class Rebuilding:
    """The new project on its way into the file ``out``, of which ``damaged`` is the name of the old one."""

    def __init__(
        self,
        out: Database,
        remains: Remains,
        damaged: Path,
        now: float,
        progress: Progress = lambda done, total: None,
    ) -> None:
        self._out = out
        self._stage = remains.stage
        self._damaged = damaged
        self._progress = progress
        self._evidence = Evidence(remains)
        self._entering = Entering(out, self._stage, f"Repair of “{damaged.name}”", now)
        self._account = Account()

    def run(self) -> Salvaged:
        """Write all that there is; :class:`GlossatorError` when nothing of a project was found."""
        with self._out.transaction():
            self._begin()
            for step in self._evidence.steps():
                self._entering.step(step.place, step.change)
            self._evidence.hold()
            self._evidence.settle()
            self._account.faults += self._evidence.faults
            if not self._entering.places and self._stage.one("SELECT 1 FROM believed") is None:
                raise GlossatorError(
                    f"Nothing of a project can be found in “{self._damaged.name}”.",
                    safe="It was left as it is.",
                    remedy="Go back to your last backup.",
                )
            self._entering.begin()
            self._write_records()
            self._entering.take_out()
            self._entering.flush()
            counting.recount(self._out)
        return self._report()

    def _begin(self) -> None:
        meta = dict(self._stage.rows("SELECT key, value FROM meta"))
        if not isinstance(meta.get("title"), str):
            self._account.faults.append("The title of the project is lost; it has that of the file.")
        new = {
            "project": meta.get("project") or os.urandom(16).hex(),
            "title": meta["title"] if isinstance(meta.get("title"), str) else self._damaged.stem,
            "needs": __version__,
        }
        self._out.run_many("INSERT INTO meta(key, value) VALUES (?,?)", list(new.items()))
        site = self._stage.one("SELECT uid FROM site ORDER BY id")
        self._out.run(
            "INSERT INTO site(id, uid, head, chain) VALUES (1, ?, 0, ?)",
            (site[0] if site else os.urandom(8).hex(), journal.START),
        )

    def _write_records(self) -> None:
        scheme = RebuiltScheme(self._out, self._stage, self._entering, self._account)
        scheme.write()
        documents = RebuiltDocuments(
            self._out,
            self._stage,
            self._entering,
            self._account,
            scheme,
            entities=self._write_entities(),
            is_complete=self._evidence.is_complete,
        )
        documents.write_texts()
        self._write_remembered()
        wanted = documents.wanted()
        for done, document_id in enumerate(wanted):
            self._progress(done, len(wanted))
            documents.write(document_id)
        relations = RebuiltRelations(self._out, self._entering, self._account, scheme)
        relations.write()
        relations.write_notes()

    def _write_remembered(self) -> None:
        """What the project remembers, and the sources, as far as they are whole."""
        self._out.run_many(
            "INSERT OR IGNORE INTO kept(name, value) VALUES (?,?)",
            self._stage.each("SELECT name, value FROM kept"),
        )
        sound = (
            row
            for row in self._stage.each("SELECT digest, size, bytes FROM source_bytes ORDER BY key")
            if remembering.is_source(*row)
        )
        self._out.run_many("INSERT OR IGNORE INTO source_bytes(digest, size, bytes) VALUES (?,?,?)", sound)

    def _write_entities(self) -> set[int]:
        """The identities (ids) that were written."""
        found: set[int] = set()
        for each in self._entering.believed("believed.kind='entity'"):
            entity = read(each.kind, each.body)
            assert isinstance(entity, Entity)
            if each.other is not None:
                self._account.faults.append(f"The identity “{cut(entity.name)}”: {UNPROVEN}")
            ver = self._entering.put(entity, each)
            self._entering.insert(Entity, [rows.of_entity(entity, ver, self._entering.names)])
            found.add(entity.id)
        return found

    def _report(self) -> Salvaged:
        counts = self._entering.counts
        return Salvaged(
            path=self._damaged,
            documents=counts["document"],
            mentions=counts["mention"],
            steps=len(self._entering.places),
            lost_steps=self._evidence.lost_steps,
            losses=self._account.losses(),
            faults=tuple(self._account.faults),
            check=(),
        )
