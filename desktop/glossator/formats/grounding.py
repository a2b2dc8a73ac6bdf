"""What somebody else's file says made into records of ours, a document at a time."""

from __future__ import annotations

from glossator.core.annotations import Entity
from glossator.core.documents import Document, digest_of
from glossator.core.edits import Hand
from glossator.core.outside import ID
from glossator.formats.doctor import Accept, Doctor, none_accepted
from glossator.formats.filling import Filling, Making
from glossator.formats.identifying import Identities
from glossator.formats.landing import Land, Taken
from glossator.formats.planning import Plan
from glossator.formats.standoff import OutDocument
from glossator.formats.units import Text

_FIELDS = ("source", "author", "url", "published", "retrieved", "reliability_reason", "source_descriptor")
"""Fields of a Document that a file may know."""


class Grounding:
    """Makes records of documents, one after the other; ``entities`` are the new ones of all of them."""

    def __init__(
        self,
        plan: Plan,
        doctor: Doctor,
        hand: Hand,
        *,
        origin: str,
        land: Land | None = None,
        accept: Accept = none_accepted,
    ) -> None:
        self._doctor = doctor
        self._hand = hand
        self._origin = origin
        self._accept = accept
        self._land = land or Land()
        self._making = Making(plan, hand, hand.now(), origin, Identities(self._land, hand))

    @property
    def entities(self) -> dict[int, Entity]:
        """The entities that are new so far, by id."""
        return self._making.identities.new

    def take(self, document: OutDocument) -> Taken | None:
        """The records of ``document``; ``None`` where it has no text that is known."""
        raw, known = document.text, None
        if raw is None:
            found = self._land.named(document.name)
            if found is None:
                return None
            known, raw = found
        text = Text(raw)
        digest = known.digest if known else digest_of(text.settled)
        known = known or self._land.find(digest)
        healed = self._doctor.heal(document, text, self._accept)
        record = known or self._document(document, text.settled, digest)
        taken = Taken(record, text.settled, known is None, healed.verdict, source=document.source)
        taken.faults += document.faults
        taken.remarks += document.remarks
        taken.findings = healed.findings
        Filling(self._making, document, taken, healed).fill(self._land.said(known.id) if known else None)
        return taken

    def _document(self, document: OutDocument, text: str, digest: str) -> Document:
        held = {name: str(document.metadata[name]) for name in _FIELDS if document.metadata.get(name)}
        others = {
            name: str(value) for name, value in document.metadata.items() if name not in _FIELDS and value
        }
        if document.id:
            others[ID] = document.id
        return Document(
            id=self._hand.new_id(),
            name=document.name or "Untitled",
            length=len(text),
            digest=digest,
            origin=self._origin,
            encoding=document.encoding,
            attributes=others,
            **held,  # type: ignore[arg-type]
        )
