"""A small project full of dated events and ways, and random edits of them: what a timeline and a map have to follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from glossator.core import deletion, edits, happenings
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType
from glossator.core.spans import Span
from glossator.formats import scheme_file
from glossator.paths import resource
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench

DOCUMENTS = 3
TYPES = ("Conflict.Attack", "Contact.Meet", "Military.Deploy", "Life.Die")
_TEXT = "Ships went from here to there on a day, or so it was said. " * 40
_WORDS = 6  # characters of each mention
_ACTORS = 16  # more than there are lanes
_PLACES = ("Tripoli", "Tripoli", "Tobruk", "Sirte", "Derna", "Sirte")
_LEADS = "Movement.Transport"
_DAYS = (
    "2024-12-05", "2024-12-05", "2024-12-05", "2024-12-06", "2024-12", "2024", "2024-11-03/2024-12-24", "2023-05/..",
    "../2023-02", "2024-W50", "1999", "0000", "9999-12-31", "PRESENT_REF", "some day",
)  # fmt: skip


def day(random: Random) -> str:
    """A date: often one that several have, sometimes a stretch, one far away or none at all."""
    if random.random() < 0.4:
        return f"20{random.randint(10, 24)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return random.choice(_DAYS)


class Case:
    """The project under random edits."""

    def __init__(self, path: Path, random: Random, *, events: int = 25, has_ways: bool = False) -> None:
        """So many events in each document; unless it ``has_ways`` they lead from nowhere to nowhere."""
        self._has_ways = has_ways
        made = scheme_file.read(resource("schemes", "news-intelligence.json"))
        dated = AttributeType("happened", "Happened", on=("event",), kind="date")
        scheme = replace(made, attributes=(*made.attributes, dated))
        file = ProjectFile.create(path, title="Events", scheme=scheme, author="Kim")
        clock = iter(range(1_700_000_000_000, 1_800_000_000_000, 1000))
        self.bench = Workbench(file, author="Kim", now=lambda: next(clock))
        self._random = random
        self._at = self._done = 0
        by = self.bench.hand
        self.actors = [
            Entity(by.new_id(), f"Actor {number}", "PER", author="Kim", created=1)
            for number in range(_ACTORS)
        ]
        self.places = [
            Entity(
                by.new_id(), name, "GPE", author="Kim", created=1,
                attributes={"place.latitude": 10.0 + at, "place.longitude": 20.0} if at % 3 else {},
            )
            for at, name in enumerate(_PLACES)
        ]  # fmt: skip
        self.bench.do(by.change("Actors", added=(*self.actors, *self.places)))
        self.documents = []
        for number in range(DOCUMENTS):
            document = Document(
                by.new_id(), f"Report {number}", len(_TEXT), digest_of(_TEXT), published="2024-06-01"
            )
            self.bench.do(edits.add_documents([(document, _TEXT)], by=by))
            self.documents.append(document.id)
            said = self.bench.open_document(document.id)
            for _ in range(events):
                self.bench.do(self.new_event(said))

    def mention(
        self, said: AnnotationSet, label: str, *, entity: int | None = None, value: str = ""
    ) -> Mention:
        """A mention in a place that hardly any other has."""
        self._at = (self._at + 7) % (len(_TEXT) - _WORDS)
        span = Span(self._at, self._at + _WORDS)
        told = {"time.value": value} if value else {}
        return Mention(
            self.bench.hand.new_id(), said.document.id, label, (span,), said.text[span.start : span.end], "", entity,
            told, author="Kim", created=1,
        )  # fmt: skip

    def new_event(self, said: AnnotationSet) -> Change:
        """An event with who did it and, mostly, when."""
        random, by = self._random, self.bench.hand
        kind = random.choice((*TYPES, _LEADS) if self._has_ways else TYPES)
        roles = {
            role.name for each in self.bench.scheme.event_types if each.id == kind for role in each.roles
        }
        trigger = self.mention(said, "EVT")
        who = self.mention(
            said, "PER", entity=random.choice(self.actors).id if random.random() < 0.8 else None
        )
        role = next(each for each in ("Attacker", "Participant", "Agent") if each in roles)
        made: list[Mention | Relation] = [trigger, who]
        arguments = [Argument(role, who.id)] if random.random() < 0.9 else []
        if random.random() < 0.85:
            made.append(self.mention(said, "TIM", value=day(random)))
            arguments.append(Argument("Time", made[-1].id))
        for end in ("Origin", "Destination") if kind == _LEADS else ():
            for _ in range(random.choice((0, 1, 1, 1, 2))):
                place = random.choice(self.places).id if random.random() < 0.8 else None
                made.append(self.mention(said, "GPE", entity=place))
                arguments.append(Argument(end, made[-1].id))
        own = {"happened": day(random)} if random.random() < 0.15 else {}
        event = Relation(
            by.new_id(), said.document.id, kind, tuple(arguments), trigger.id, own, author="Kim", created=1
        )
        return by.change("An event", added=[*made, event])

    def edit(self) -> Change:
        """Do something at random, or take the last thing back; returns what was done."""
        random = self._random
        if self._done and random.random() < 0.25:
            self._done -= 1
            return self.bench.undo()
        said = self.bench.open_document(random.choice(self.documents))
        while True:
            try:
                change = random.choice(self._kinds)(self, said)
            except Refused:
                continue
            if change is not None:
                self.bench.do(change)
                self._done += 1
                return change

    # --- kinds of edits

    def _event(self, said: AnnotationSet) -> Relation:
        held = [each for each in said.relations.values() if each.is_event]
        if not held:
            raise Refused("There is no event.")
        return self._random.choice(held)

    def _date(self, said: AnnotationSet) -> Change | None:
        times = [each for each in said.mentions.values() if each.label == "TIM"]
        if not times:
            return None
        value = day(self._random) if self._random.random() < 0.9 else None
        return edits.set_attribute(
            said, self._random.choice(times).id, "time.value", value, by=self.bench.hand
        )

    def _own_date(self, said: AnnotationSet) -> Change:
        event = self._event(said)
        return edits.set_attribute(said, event.id, "happened", "2019-03-04", by=self.bench.hand)

    def _certainty(self, said: AnnotationSet) -> Change:
        event, value = self._event(said), self._random.choice(("Certain", "Probable", "Possible"))
        return edits.set_attribute(said, event.id, "certainty", value, by=self.bench.hand)

    def _type(self, said: AnnotationSet) -> Change:
        event, name = self._event(said), self._random.choice(TYPES)
        kind = self.bench.scheme.event_type(name)
        assert kind is not None, "it is of the scheme"
        return edits.retype(said, event.id, kind, by=self.bench.hand)

    def _delete(self, said: AnnotationSet) -> Change:
        event = self._event(said)
        return deletion.delete(said, [event.id], by=self.bench.hand)

    def _delete_some(self, said: AnnotationSet) -> Change | None:
        held = [each.id for each in said.mentions.values()]
        return (
            deletion.delete(said, self._random.sample(held, 3), by=self.bench.hand) if len(held) > 9 else None
        )

    def _who(self, said: AnnotationSet) -> Change | None:
        label, known = (
            ("GPE", self.places) if self._has_ways and self._random.random() < 0.5 else ("PER", self.actors)
        )
        named = [each.id for each in said.mentions.values() if each.label == label]
        if not named:
            return None
        one = self._random.choice(named)
        return edits.identify(said, [one], self._known(known), by=self.bench.hand)

    def _known(self, among: Sequence[Entity]) -> Entity:
        found = self.bench.ask.entity(self._random.choice(among).id)
        assert found is not None, "nobody removes one"
        return found

    def _rename(self, said: AnnotationSet) -> Change:
        random = self._random
        if self._has_ways and random.random() < 0.5:
            old = self._known(self.places)
            where = {
                "place.latitude": random.choice((1.0, 50.0)),
                "place.longitude": random.choice((2.0, 60.0)),
            }
            new = replace(old, name=random.choice(_PLACES), attributes=where if random.random() < 0.7 else {})
        else:
            old = self._known(self.actors)
            new = replace(old, name=f"Actor {random.randint(0, 40)}")
        if new == old:
            raise Refused("It is so already.")
        return self.bench.hand.change("Rename", removed=[old], added=[new])

    def _join(self, said: AnnotationSet) -> Change:
        one, other = self._event(said), self._event(said)
        return happenings.join(said, one.id, other.id, None, by=self.bench.hand)

    def _tag(self, said: AnnotationSet) -> Change:
        return self.bench.hand.change("Tag", added=[self.mention(said, "ORG")])

    _kinds: tuple[Callable[[Case, AnnotationSet], Change | None], ...] = (
        _date, _date, _date, new_event, new_event, _own_date, _certainty, _type, _type, _delete, _delete_some, _who,
        _who, _rename, _join, _tag,
    )  # fmt: skip
