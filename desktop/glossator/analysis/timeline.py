"""When things happened: events by their time as far as it is known, joined where told twice, and the undated ones."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from glossator.analysis.roles import is_actor, is_placed, is_time
from glossator.analysis.sheets import Cell, Sheet, called
from glossator.core import dates, dating
from glossator.core.annotations import Attributes, Entity
from glossator.core.dates import PRECISIONS, When
from glossator.core.scheme import Scheme
from glossator.core.tellings import Casting, Origin, Telling

By = Literal["type", "actor"]
"""What the lanes are: types of events, or who did them."""
NOBODY = "nobody named"
_ACTORS = ("PER", "ORG", "GPE")
_FEW = 200  # rows that are put in their places one by one
_CERTAINTIES = ("Certain", "Probable", "Possible", "Unknown")
_made = tuple.__new__  # a third faster than by the name of each field


class EventKey(NamedTuple):
    """What a row stands for: all tellings of one identity, or (``entity`` is ``None``) one event."""

    entity: int | None
    event: int


class Row(NamedTuple):
    """An event on the timeline.  ``whens`` are the different times at which it is told to have been, the earliest
    first; where there are none, ``why`` says why.  ``certainty`` is that of the least certain telling, ``triggers`` and
    ``events`` are ids of its tellings.  ``start`` and ``end`` are the earliest and the latest day (exclusive) that is
    known of it; an open end counts as the other one.
    """

    key: EventKey
    words: str
    type: str
    lane: str
    whens: tuple[When, ...]
    why: str
    certainty: str
    events: tuple[int, ...]
    triggers: tuple[int, ...]
    documents: tuple[int, ...]
    start: float
    end: float

    @property
    def is_disputed(self) -> bool:
        """Its tellings say times that cannot all be right."""
        latest = max((each.start for each in self.whens), default=0.0)
        earliest = min((each.end for each in self.whens), default=0.0)
        return len(self.whens) > 1 and latest >= earliest


class Cast(NamedTuple):
    """Who had a part in an event, and where it was, by name."""

    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Source(Protocol):
    """Where events come from."""

    def events(self, labels: Iterable[str], is_wanted: Callable[[str], bool]) -> Iterable[Telling]:
        """The events that are taken, with what mentions with these labels, or in wanted roles, fill in them."""

    def parts(self, labels: Iterable[str], is_wanted: Callable[[str], bool]) -> list[Casting]:
        """What mentions with these labels, or in roles that are wanted, fill in the events that are taken."""

    def origins(self) -> Mapping[int, Origin]:
        """Names and dates of the documents that are taken."""

    def event_count(self) -> int:
        """How many there are without the filters."""


class Chronicle:
    """Events by what they are, kept so that those of one document can be exchanged without a look at the others.

    When they were is always known; who had a part in them and where they were is learned when somebody asks
    (:meth:`lacking`, :meth:`learn`), as most are only counted.
    """

    def __init__(self, scheme: Scheme, source: Source) -> None:
        self._scheme = scheme
        self.origins = dict(source.origins())
        self.total = source.event_count()
        self._tellings: dict[int, Telling] = {}
        self._of_document: dict[int, set[int]] = defaultdict(set)
        self._by_trigger: dict[int, set[int]] | None = None
        self._groups: dict[EventKey, dict[int, None]] = defaultdict(dict)
        self._rows: dict[EventKey, Row] = {}
        self._cells: dict[EventKey, tuple[Cell, ...]] = {}
        self._ordered: dict[By, list[Row]] = {}
        self._due: set[EventKey] = set()
        self._news: set[EventKey] | None = None
        self._roles = {
            each.id: {role.name: at for at, role in enumerate(each.roles)} for each in scheme.event_types
        }
        self._own = dating.time_attributes(scheme, "event")
        times = dating.time_labels(scheme)
        self._times = {
            each.id: dating.time_attributes(scheme, "mention", each.id) if each.id in times else None
            for each in scheme.labels
        }
        self._actor_labels = frozenset(each.id for each in scheme.labels if each.slot in _ACTORS)
        self._time_labels = times
        self._lanes: dict[str, str] = {}
        self._castings: dict[int, list[Casting]] = {}
        self.names: dict[int, str] = {}
        self.is_part = False
        """These are but some of very many."""
        self.has_all_dated = True
        """None of those that are left out has a date."""
        self.revision = 0
        """Another number after every step that changed something."""
        for each in source.events(times, is_time):
            self._hold(each, _key(each))
        self._due.update(self._groups)

    def keys_of(self, events: Collection[int], triggers: Collection[int]) -> set[EventKey]:
        """What rows stand for in which one of these events is told, or one by one of these triggers."""
        if self._by_trigger is None:
            self._by_trigger = defaultdict(set)
            for each in self._tellings.values():
                self._by_trigger[each.trigger].add(each.event)
        found = self._tellings.keys() & events
        found |= {
            each for trigger in self._by_trigger.keys() & triggers for each in self._by_trigger[trigger]
        }
        return {_key(self._tellings[each]) for each in found}

    # --- who and where

    def lacking(self, events: Iterable[int] | None = None) -> set[int]:
        """Those of these events (of all) of which it is not known yet who had a part in them."""
        if len(self._castings) == len(self._tellings):
            return set()
        wanted = self._tellings.keys() if events is None else self._tellings.keys() & set(events)
        return set(wanted - self._castings.keys())

    def learn(self, events: Iterable[int], source: Source) -> set[int]:
        """Who had a part in these events, as ``source`` has it; the ids of the identities whose names are wanted."""
        made: dict[int, list[Casting]] = {each: [] for each in events}
        for each in source.parts(self._actor_labels, is_placed):
            if each.event in made:
                made[each.event].append(each)
        self._castings |= made
        return {
            each.entity for held in made.values() for each in held if each.entity is not None
        } - self.names.keys()

    def name(self, entities: Mapping[int, Entity]) -> None:
        """Learn what identities are called (now)."""
        for number, entity in entities.items():
            before = self.names.get(number)
            self.names[number] = entity.name
            if before not in {None, entity.name}:
                self.revision += 1
                self._due |= {
                    _key(self._tellings[event])
                    for event, held in self._castings.items()
                    if any(each.entity == number for each in held)
                }

    def cast_of(self, row: Row) -> Cast:
        """Who had a part in an event, and where it was; both have to be known."""
        actors: list[str] = []
        places: list[str] = []
        for event in row.events:
            held = self._castings[event]
            order = self._roles.get(self._tellings[event].type, {})
            there = [each for each in held if each.label in self._actor_labels and is_actor(each.role)]
            there.sort(key=lambda each: order.get(each.role, len(order)))
            actors += map(self._name_of, there)
            places += [self._name_of(each) for each in held if is_placed(each.role)]
        return Cast(_unique(actors), _unique(places))

    def _name_of(self, casting: Casting) -> str:
        name = self.names.get(casting.entity or 0)
        return called(" ".join((name or casting.quote).split()))

    # --- following

    def exchange(self, document: int, source: Source) -> set[int]:
        """The events of a document are those of ``source`` now; the ids of the identities whose names are wanted."""
        origin = source.origins().get(document)
        new = {each.event: each for each in source.events(self._time_labels, is_time)}
        old = {number: self._tellings[number] for number in self._of_document.get(document, ())}
        is_asked = bool(self._castings)
        cast = {number: self._castings.pop(number, None) for number in old}
        is_other = origin != self.origins.get(document)
        if origin is None:
            self.origins.pop(document, None)
        else:
            self.origins[document] = origin
        for number in old.keys() | new.keys():
            before, now = old.get(number), new.get(number)
            if is_other or before != now:
                self._drop(before)
                self._put(now)
        if not is_asked:
            self._ordered.pop("actor", None)
            return set()
        wanted = self.learn(new, source)
        for number in new.keys() & old.keys():
            if cast[number] is not None and cast[number] != self._castings[number]:
                self.revision += 1
                self._due.add(_key(new[number]))
        return wanted

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._groups)

    def tellings(self) -> Collection[Telling]:
        """All events, each as often as it is told."""
        return self._tellings.values()

    def _put(self, telling: Telling | None) -> None:
        if telling is not None:
            self.revision += 1
            self._hold(telling, _key(telling))
            self._due.add(_key(telling))

    def _hold(self, telling: Telling, key: EventKey) -> None:
        self._tellings[telling.event] = telling
        self._of_document[telling.document].add(telling.event)
        self._groups[key][telling.event] = None
        if self._by_trigger is not None:
            self._by_trigger[telling.trigger].add(telling.event)

    def _drop(self, telling: Telling | None) -> None:
        if telling is None:
            return
        key = _key(telling)
        self.revision += 1
        self._due.add(key)
        del self._tellings[telling.event], self._groups[key][telling.event]
        if not self._groups[key]:
            del self._groups[key]
        _leave(self._of_document, telling.document, telling.event)
        if self._by_trigger is not None:
            _leave(self._by_trigger, telling.trigger, telling.event)

    def rows(self, by: By = "type") -> list[Row]:
        """All rows, the dated ones by their time, then the undated ones; by who did it once that is known of all."""
        self._settle()
        if by not in self._ordered:
            self._ordered[by] = sorted((self._in_lane(each, by) for each in self._rows.values()), key=order)
        return list(self._ordered[by])

    def news(self, by: By = "type") -> dict[EventKey, Row | None] | None:
        """The rows that were made anew since this was asked last, ``None`` for those that are gone; ``None`` for all,
        where these are so many that each has to be looked at.
        """
        self._settle()
        new, self._news = self._news, set()
        if new is None:
            return None
        found = ((key, self._rows.get(key)) for key in new)
        return {key: self._in_lane(row, by) if row is not None else None for key, row in found}

    def cells(self) -> list[tuple[Cell, ...]]:
        """The rows as the table tells them; who had a part in them has to be known of all."""
        return list(map(self.cells_of, self.rows()))

    def cells_of(self, row: Row) -> tuple[Cell, ...]:
        """A row as the table tells it; who had a part in it has to be known."""
        made = self._cells.get(row.key)
        if made is None:
            made = _cells(row, self.cast_of(row), self._scheme)
            if self._rows.get(row.key) is row:  # it may be of before
                self._cells[row.key] = made
        return made

    def keys(self) -> list[EventKey]:
        """What these rows stand for."""
        return [each.key for each in self.rows()]

    def _settle(self) -> None:
        """Make the rows that are due; of a few only these come to another place in the order."""
        due, self._due = self._due, set()
        if len(due) > _FEW:
            self._ordered.clear()
            self._news = None
            for key in due - self._groups.keys():
                self._rows.pop(key, None)
            self._rows.update((key, self._made(key)) for key in self._groups if key in due)
            self._cells.clear()
            return
        if self._news is not None:
            self._news |= due
        for key in due:
            before = self._rows.pop(key, None)
            now = self._made(key) if key in self._groups else None
            self._cells.pop(key, None)
            if now is not None:
                self._rows[key] = now
            for by, ordered in self._ordered.items():
                if before is not None:
                    take_out(ordered, before)
                if now is not None:
                    insort(ordered, self._in_lane(now, by), key=order)

    def _made(self, key: EventKey) -> Row:
        """The row of what a key stands for."""
        held = self._groups[key]
        if len(held) == 1:
            (event,) = held
            return self._single(key, self._tellings[event])
        return self._row(key, [self._tellings[each] for each in sorted(held)])

    def _in_lane(self, row: Row, by: By) -> Row:
        return row if by == "type" else row._replace(lane=next(iter(self.cast_of(row).actors), NOBODY))

    def _row(self, key: EventKey, tellings: Sequence[Telling]) -> Row:
        """The row of what is told by all of these."""
        told = [self._single(key, each) for each in tellings]
        found = _most_exact(when for each in told for when in each.whens)
        kept = [each for each in told if not each.whens or not found.isdisjoint(each.whens)]
        return told[0]._replace(
            whens=tuple(sorted(found, key=lambda each: (each.start, each.end))),
            why="" if found else next((each.why for each in told if each.why), ""),
            certainty=max((each.certainty for each in told), key=_CERTAINTIES.index),
            events=tuple(each.event for each in tellings),
            triggers=tuple(dict.fromkeys(each.trigger for each in tellings)),
            documents=tuple(dict.fromkeys(each.document for each in tellings)),
            start=min(each.start for each in kept),
            end=max(each.end for each in kept),
        )

    def _single(self, key: EventKey, telling: Telling) -> Row:
        """The row of an event that is told once, as most are."""
        event, document, type_, attributes, trigger, quote, _, _ = telling
        when, why = self._when(telling)
        start, end = (when.start, when.end) if when is not None else (math.inf, -math.inf)
        if when is not None and not (math.isfinite(start) and math.isfinite(end)):
            start = end = start if math.isfinite(start) else end
        whens, sure = () if when is None else (when,), _certainty(attributes)
        tellings = (event,), (trigger,), (document,)
        return _made(Row, (key, quote, type_, self._lane_of(type_), whens, why, sure, *tellings, start, end))

    def _lane_of(self, type_: str) -> str:
        """The name of a type of event."""
        if type_ not in self._lanes:
            self._lanes[type_] = self._scheme.name_of(type_)
        return self._lanes[type_]

    def _when(self, telling: Telling) -> tuple[When | None, str]:
        """When an event was: as it says itself, or as the time in one of its roles does; else why that is not known."""
        origin = self.origins.get(telling.document)
        published = origin.published if origin else ""
        if telling.attributes and any(telling.attributes.get(each.id) for each in self._own):
            return dating.told(telling.attributes, self._own, published, telling.quote)
        why = "no time is tagged for it"
        for filler in telling.fillers:
            kinds = self._times.get(filler.label) or ()
            found = dating.told(filler.attributes, kinds, published, filler.quote)
            if found.when is not None:
                return found
            why = found.why
            if why.endswith("no date yet") and not published:
                why += ", and the document has none either"
        return None, why


def _most_exact(whens: Iterable[When]) -> set[When]:
    """Times of one event without those that say the same less exactly: of a month and a day in it, the day."""
    held = set(whens)
    return {
        each
        for each in held
        if not any(
            each.start <= other.start and other.end <= each.end and other.days < each.days for other in held
        )
    }


def _leave(held: dict[int, set[int]], key: int, event: int) -> None:
    held[key].discard(event)
    if not held[key]:
        del held[key]


def _key(telling: Telling) -> EventKey:
    if telling.entity is not None:
        return EventKey(telling.entity, 0)
    return EventKey(None, telling.event)


def order(row: Row) -> tuple[float, float, str, int, int]:
    """By what rows stand in the order of their time, the undated ones last; no two are alike."""
    return row.start, row.end, row.words, row.key.event, row.key.entity or 0


def take_out(ordered: list[Row], row: Row) -> None:
    """Take a row (whichever lane it says) out of those that stand in their order, where it has to be."""
    at = bisect_left(ordered, order(row), key=order)
    assert ordered[at].key == row.key, "it stands where its order says"
    del ordered[at]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once; most events have but one."""
    found = tuple(names)
    return tuple(dict.fromkeys(found)) if len(found) > 1 else found


def _certainty(attributes: Attributes) -> str:
    found = attributes.get("certainty", "Certain")
    return found if isinstance(found, str) and found in _CERTAINTIES else "Certain"


HEADINGS = (
    "Event", "Type", "Who", "Where", "From", "Until", "Known to the", "As written", "Certainty", "Tellings",
    "Documents", "Why undated",
)  # fmt: skip
"""The columns of the table twin."""


NO_KINDS = "the label scheme has no kinds of events, so nothing stands on a timeline"
"""What is told where there can be no event."""


def sheet(chronicle: Chronicle, scheme: Scheme) -> Sheet:
    """The table twin: a row for each event, the undated ones with the reason."""
    shown = len(list(chronicle.tellings()))
    return Sheet(
        HEADINGS,
        tuple(chronicle.cells()),
        shown,
        max(0, chronicle.total - shown),
        ("event", "events"),
        () if scheme.event_types else (NO_KINDS,),
    )


def _cells(row: Row, cast: Cast, scheme: Scheme) -> tuple[Cell, ...]:
    return (
        " ".join(row.words.split()),
        scheme.name_of(row.type),
        ", ".join(cast.actors),
        ", ".join(cast.places),
        first_day(row),
        last_day(row),
        max((each.precision for each in row.whens), key=PRECISIONS.index, default=""),
        " / ".join(each.written for each in row.whens),
        row.certainty,
        len(row.events),
        len(row.documents),
        row.why,
    )


def first_day(row: Row) -> str:
    """The first day of a row as ISO 8601; ".." where it is open, empty where it has none."""
    if not row.whens:
        return ""
    start = min(each.start for each in row.whens)
    return dates.iso_day(start) if math.isfinite(start) else ".."


def last_day(row: Row) -> str:
    """The last day of a row as ISO 8601; ".." where it is open, empty where it has none."""
    if not row.whens:
        return ""
    end = max(each.end for each in row.whens)
    return dates.iso_day(math.ceil(end) - 1) if math.isfinite(end) else ".."
