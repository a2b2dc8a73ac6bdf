"""Relations and events as claims: who makes them, how they are graded, and which may be at odds with one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from glossator.core import dating
from glossator.core.annotations import Attributes
from glossator.core.claims import PLACE_ROLES, TIME_ROLES, Setting
from glossator.core.locating import country_of
from glossator.store import reading, rows
from glossator.store.conditions import Question, all_of
from glossator.store.lensed import Lensed
from glossator.store.voices import AUTHOR, claimed, voices

_ROLES = PLACE_ROLES | TIME_ROLES
_AT_ONCE = 5_000
_MOST_COMPARED = 20_000


class Claim(NamedTuple):
    """A relation or event as somebody's claim; where it ``is_bare`` it says nothing of itself.
    ``voice`` is who says so (the id of an identity, or 0) under ``name``
    (empty: the author of the text), ``reliability`` and ``credibility`` its grade; ``ends`` are the roles with who or
    what fills them, and ``telling`` is the identity of an event that is told more than once (0: of none), which it puts
    into these ``settings``.
    """

    relation: int
    document: int
    type: str
    voice: int
    name: str
    reliability: str
    credibility: str
    certainty: str
    is_denied: bool
    telling: int
    ends: tuple[tuple[str, str], ...]
    settings: tuple[Setting, ...] = ()
    is_bare: bool = False


class Claiming:
    """Questions about the claims that a lens takes."""

    def __init__(self, lensed: Lensed) -> None:
        self._seen = lensed
        self._database = lensed.database
        self._names = lensed.names

    def bare_claims(self) -> dict[str, int]:
        """Of the relations and events that are taken and say nothing of themselves: how many there are by the grade of
        their document.
        """
        lens = self._seen.lens
        if not lens.asks_of_records and not lens.labels:
            return self._bare_by_counts()
        question = Question()
        where = self._seen.of_all_relations(question)
        found = self._database.rows(
            "SELECT d.reliability, sum(n) FROM (SELECT r.document, count(*) AS n FROM relation AS r"
            f" WHERE r.attributes IS NULL AND {where} GROUP BY r.document) JOIN document AS d ON d.id=document"
            " GROUP BY 1",
            question.values,
        )
        return dict(found)

    def _bare_by_counts(self) -> dict[str, int]:
        """The same by kept counts: of all relations those that say something are taken away, which are few."""
        counts: Counter[str] = Counter()
        joined = "stat_document AS s ON s.document=d.id"
        counted = f"SELECT d.reliability, sum(s.relations) FROM document AS d JOIN {joined}"
        said = "SELECT d.reliability, count(*) FROM relation AS r JOIN document AS d ON d.id=r.document"
        for sign, sql in ((1, f"{counted} WHERE"), (-1, f"{said} WHERE r.attributes IS NOT NULL AND")):
            question = Question()
            where = self._seen.of_documents(question)
            for grade, n in self._database.rows(f"{sql} {where} GROUP BY 1", question.values):
                counts[grade] += sign * n
        return dict(+counts)

    def claims(self) -> Iterator[Claim]:
        """The relations and events that are taken and say something of themselves, as claims, by their ids."""
        question = Question()
        where = self._seen.of_relations(question)
        found = self._database.rows(
            f"SELECT r.id FROM relation AS r WHERE {all_of(['r.attributes IS NOT NULL', where])}",
            question.values,
        )
        wanted = sorted(
            each for (each,) in found
        )  # the index of those that say something is not in their order
        for first in range(0, len(wanted), _AT_ONCE):
            yield from self._claims(wanted[first : first + _AT_ONCE])

    def comparable(self, stated: Sequence[Claim]) -> list[Claim]:
        """Those claims that say nothing of themselves, but may be contradicted by one of ``stated``, or tell an event
        that others tell as well, with one of the roles in which tellings can be at odds: few of very many.
        """
        denied = [each for each in stated if each.is_denied]
        found = dict.fromkeys(self._near(denied))
        found.update(dict.fromkeys(self._told_again({each.telling for each in denied})))
        wanted = sorted(found)[:_MOST_COMPARED]
        return [
            claim
            for first in range(0, len(wanted), _AT_ONCE)
            for claim in self._claims(wanted[first : first + _AT_ONCE])
        ]

    def _near(self, denied: Sequence[Claim]) -> list[int]:
        """Claims that say nothing of themselves, of the types of those that are denied, in the same documents or about
        the same identities.
        """
        if not denied:
            return []
        people = {int(who[1:]) for each in denied for _, who in each.ends if who.startswith("#")}
        question = Question()
        where = self._seen.of_relations(question)
        types = ",".join(str(self._names.known_type(each)) for each in sorted({each.type for each in denied}))
        found = self._database.rows(
            f"SELECT r.id FROM relation AS r WHERE r.attributes IS NULL AND r.type IN ({types})"
            f" AND (r.document IN {question.among(sorted({each.document for each in denied}))}"
            " OR r.id IN (SELECT g.relation FROM mention AS n JOIN argument AS g ON g.mention=n.id"
            f" WHERE n.entity IN {question.among(sorted(people))})) AND {where} LIMIT {_MOST_COMPARED}",
            question.values,
        )
        return [each for (each,) in found]

    def _told_again(self, denied: Collection[int]) -> list[int]:
        """Tellings that say nothing of themselves, of events that are told more than once, as far as they
        tell a place or time, or (``denied``) another telling of the event says that it was not so.
        """
        question = Question()
        where = self._seen.of_relations(question)
        placed = (
            "r.id IN (SELECT p.relation FROM pair AS p WHERE p.type IN (SELECT DISTINCT type FROM stat_pair)"
            f" AND p.role IN {question.among(sorted(_ROLES))})"
        )
        if denied := set(denied) - {0}:
            placed = f"({placed} OR t.entity IN {question.among(sorted(denied))})"
        found = self._database.rows(
            'SELECT r.id, t.entity, r.attributes IS NULL FROM relation AS r JOIN mention AS t ON t.id=r."trigger"'
            f" WHERE t.entity IS NOT NULL AND {all_of([placed, where])}",
            question.values,
        )
        told = Counter(entity for _, entity, _ in found)
        return [
            event for event, entity, is_bare in found if is_bare and (told[entity] > 1 or entity in denied)
        ]

    def claims_of(self, relations: Sequence[int]) -> list[Claim]:
        """Those of these relations and events (ids) that are taken, as claims."""
        question = Question()
        among = question.among(relations)
        where = self._seen.of_relations(question)
        found = self._database.rows(
            f"SELECT r.id FROM relation AS r WHERE r.id IN {among} AND {where}", question.values
        )
        return list(self._claims([each for (each,) in found]))

    def _claims(self, wanted: Sequence[int]) -> Iterator[Claim]:
        found = self._database.rows(
            "SELECT r.id, r.document, r.type, r.attributes, d.reliability, t.entity FROM relation AS r"
            ' JOIN document AS d ON d.id=r.document LEFT JOIN mention AS t ON t.id=r."trigger"'
            f" WHERE r.{reading.BY_IDS} ORDER BY r.id",
            (reading.id_list(wanted),),
        )
        with reading.understood():
            said = [(*row[:3], rows.attributes_from(row[3]), *row[4:]) for row in found]
        ends = self._ends(wanted)
        settings = self._settings([number for number, *_, telling in said if telling])
        told = [claimed(row[3]) for row in said]
        known = voices(self._seen, [each.source for each in told])
        for (number, document, type_, attributes, reliability, telling), claim in zip(
            said, told, strict=True
        ):
            voice = known.get(claim.source, AUTHOR)
            yield Claim(
                number,
                document,
                self._names.items[type_],
                voice.entity,
                voice.name,
                voice.grade or reliability,
                claim.credibility,
                claim.certainty,
                claim.is_denied,
                telling or 0,
                tuple(ends.get(number, ())),
                tuple(settings.get(number, ())),
                not attributes,
            )

    def _ends(self, wanted: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
        """Who or what fills the roles of these relations: an identity by its id, else the words in small letters."""
        found = self._database.rows(
            "SELECT a.relation, a.role, e.entity, e.quote FROM argument AS a JOIN mention AS e ON e.id=a.mention"
            " WHERE a.relation IN (SELECT value FROM json_each(?)) ORDER BY a.relation, a.ord",
            (reading.id_list(wanted),),
        )
        ends: dict[int, list[tuple[str, str]]] = {}
        for relation, role, entity, quote in found:
            who = f"#{entity}" if entity is not None else quote.casefold()
            ends.setdefault(relation, []).append((role, who))
        return ends

    def _settings(self, wanted: Sequence[int]) -> dict[int, list[Setting]]:
        """Where and when these tellings put their events."""
        question = Question()
        found = self._database.rows(
            "SELECT a.relation, a.role, e.entity, e.quote, e.label, e.attributes, d.published FROM argument AS a"
            " JOIN mention AS e ON e.id=a.mention JOIN document AS d ON d.id=e.document"
            f" WHERE a.relation IN {question.among(wanted)} AND a.role IN {question.among(sorted(_ROLES))}"
            " ORDER BY a.relation, a.ord",
            question.values,
        )
        among = reading.id_list(sorted({row[2] for row in found if row[2] is not None}))
        known = {
            each.id: each for each in reading.entities(self._database, self._names, reading.BY_IDS, (among,))
        }
        settings: dict[int, list[Setting]] = {}
        for relation, role, entity, quote, label, written, published in found:
            with reading.understood():
                attributes = rows.attributes_from(written)
            place = known.get(entity)
            who = f"#{entity}" if entity is not None else quote.casefold()
            setting = Setting(role, who, quote if place is None else place.name)
            if role in TIME_ROLES:
                kinds = dating.time_attributes(self._seen.scheme, "mention", self._names.items[label])
                when = dating.told(attributes, kinds, published, quote).when
                setting = setting._replace(when=when, called=quote if when is None else when.written)
            elif place is None:
                setting = setting._replace(is_name=self._is_name(attributes))
            else:
                is_land = bool(place.identifiers.get("iso3166"))
                setting = setting._replace(land=country_of(place), is_land=is_land)
            settings.setdefault(relation, []).append(setting)
        return settings

    def _is_name(self, attributes: Attributes) -> bool:
        """A mention that says no other level is a name."""
        kind = self._seen.scheme.attribute("level")
        return kind is None or not kind.values or attributes.get("level", kind.values[0]) == kind.values[0]
