"""What a lens takes, and what of it is picked, as conditions of questions to the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import orjson

from glossator.core.lens import RECORD_ATTRIBUTES, Lens, MentionPick, RelationPick
from glossator.core.scheme import Scheme
from glossator.store import seen
from glossator.store.counting import DAY, LEVEL
from glossator.store.rows import Names

_NESTED = 3
"""How deep events within events are looked into for what is hidden."""


class Question:
    """A question to the database with the values in it, which stand under numbers."""

    def __init__(self, values: Sequence[object] = ()) -> None:
        self.values = list(values)

    def put(self, value: object) -> str:
        """A place for ``value``."""
        self.values.append(value)
        return f"?{len(self.values)}"

    def among(self, values: Iterable[object]) -> str:
        """A place for a list of which one has to be it."""
        return f"(SELECT value FROM json_each({self.put(orjson.dumps(list(values)).decode())}))"


class Conditions:
    """The conditions under which rows of the tables are taken by a lens."""

    def __init__(self, names: Names, lens: Lens, scheme: Scheme) -> None:
        self.names = names
        self.lens = lens
        self.scheme = scheme

    def of_documents(self, question: Question, alias: str = "d") -> str:
        """The condition that a row of ``document`` is taken."""
        lens, found = self.lens, []
        if lens.chosen:
            found.append(f"{alias}.id IN {question.among(sorted(lens.chosen))}")
        for since, edge in ((True, lens.since), (False, lens.until)):
            if edge:
                sign = ">=" if since else "<="
                place = question.put(edge)
                found.append(
                    f"{alias}.published<>'' AND substr({alias}.published, 1, length({place}))"
                    f"{sign}substr({place}, 1, length({alias}.published))"
                )
        for column, held in (("reliability", lens.reliability), ("status", lens.statuses)):
            if held:
                found.append(f"{alias}.{column} IN {question.among(sorted(held))}")
        return all_of(found)

    def in_documents(self, question: Question, column: str) -> str:
        """The condition that ``column`` is the id of a document that is taken."""
        lens = self.lens
        if not lens.asks_of_documents:
            return "TRUE"
        if lens.chosen and not lens.asks_of_origin:
            ids = sorted(lens.chosen)
            return (
                f"{column}={question.put(ids[0])}" if len(ids) == 1 else f"{column} IN {question.among(ids)}"
            )
        return f"{column} IN (SELECT d.id FROM document AS d WHERE {self.of_documents(question)})"

    def of_mentions(self, question: Question, alias: str = "m") -> str:
        """The condition that a row of ``mention`` is taken."""
        found = [self._in_records(question, alias, "mentions"), self.label_in(f"{alias}.label")]
        found.append(self.is_seen(question, alias))
        if fields := self.lens.asks_of_claims(self.scheme):
            found.append(self._in_claims(question, alias, fields))
        return all_of([*found, *self._of_records(question, alias, ("mention",))])

    @property
    def by_entity(self) -> str:
        """What rows of ``mention`` are called in conditions where they are looked for by their entity: only documents
        that were chosen may be fewer, and a label never leads to them.
        """
        return "m" if self.lens.chosen else "+m"

    def of_relations(self, question: Question, alias: str = "r") -> str:
        """The condition that a row of ``relation`` is taken."""
        found = [self._in_records(question, alias, "relations")]
        if self.lens.labels:
            ends = f"FROM argument AS a JOIN mention AS e ON e.id=a.mention WHERE a.relation={alias}.id"
            taken = self.label_in("e.label")
            found.append(
                f'CASE WHEN {alias}."trigger" IS NULL THEN NOT EXISTS (SELECT 1 {ends} AND NOT {taken})'
                f" ELSE EXISTS (SELECT 1 {ends} AND {taken}) END"
            )
        found.append(self._stands(question, alias, _NESTED))
        return all_of([*found, *self._of_records(question, alias, ("relation", "event"))])

    def _in_records(self, question: Question, alias: str, kind: str) -> str:
        """The condition that a row is in a document that is taken and, where records are selected, is one of these."""
        only = self.lens.only
        if only is None:
            return self.in_documents(question, f"{alias}.document")
        name = alias.lstrip("+")  # they are looked for by their ids, not by their documents
        among = f"{alias}.id IN {question.among(sorted(getattr(only, kind)))}"
        return all_of([among, self.in_documents(question, f"+{name}.document")])

    def _in_claims(self, question: Question, alias: str, fields: frozenset[str]) -> str:
        """The condition that a mention stands in a relation or event that is taken by these fields."""
        where = all_of(
            [
                self.in_documents(question, "c.document"),
                self._stands(question, "c", _NESTED),
                *(
                    self._by_attribute(question, "c", field, ("relation", "event"))
                    for field in sorted(fields)
                ),
            ]
        )
        return (
            f"{alias}.id IN (SELECT h.mention FROM relation AS c JOIN argument AS h ON h.relation=c.id"
            f' WHERE h.mention IS NOT NULL AND {where} UNION ALL SELECT c."trigger" FROM relation AS c'
            f' WHERE c."trigger" IS NOT NULL AND {where})'
        )

    def is_seen(self, question: Question, alias: str) -> str:
        """The condition that whoever looks may see a row of ``mention`` or ``relation``, by its author."""
        sql, values = seen.condition(self.names, self.lens.whose, alias)
        left = iter(values)
        return re.sub(r"\?", lambda _: question.put(next(left)), sql)

    def _stands(self, question: Question, alias: str, depth: int) -> str:
        """The condition that a relation is seen, and all that it joins."""
        if self.lens.whose.is_everybody:
            return "TRUE"
        end, inner = f"s{depth}", f"n{depth}"
        ends = f"FROM argument AS g JOIN mention AS {end} ON {end}.id=g.mention WHERE g.relation={alias}.id"
        trigger = f'SELECT 1 FROM mention AS {end} WHERE {end}.id={alias}."trigger"'
        found = [
            self.is_seen(question, alias),
            f"NOT EXISTS (SELECT 1 {ends} AND NOT ({self.is_seen(question, end)}))",
            f'({alias}."trigger" IS NULL OR EXISTS ({trigger} AND {self.is_seen(question, end)}))',
        ]
        if depth:
            held = (
                f"FROM argument AS g JOIN relation AS {inner} ON {inner}.id=g.sub WHERE g.relation={alias}.id"
            )
            stands = self._stands(question, inner, depth - 1)
            found.append(f"NOT EXISTS (SELECT 1 {held} AND NOT ({stands}))")
        return all_of(found)

    def label_in(self, column: str) -> str:
        """The condition that ``column`` is the number of a label that is taken."""
        if not self.lens.labels:
            return "TRUE"
        keys = ",".join(str(self.names.known_label(each)) for each in sorted(self.lens.labels))
        return f"{column} IN ({keys})"

    def picked_mentions(self, question: Question, pick: MentionPick) -> str:
        """The condition that a row of ``mention`` (``m``) is picked, be it taken or not."""
        found = []
        if pick.label is not None:
            found.append(f"m.label={self.names.known_label(pick.label)}")
        if pick.labels:
            keys = ",".join(str(self.names.known_label(each)) for each in sorted(pick.labels))
            found.append(f"m.label IN ({keys})")
        found += [
            f"m.{name}={question.put(held)}"
            for name in ("entity", "quote", "document")
            if (held := getattr(pick, name)) is not None
        ]
        if pick.levels is not None:
            found.append(f"{LEVEL} IN {question.among(sorted(pick.levels))}")
        if pick.day is not None:
            begun = pick.day * DAY
            found.append(f"m.created>={question.put(begun)} AND m.created<{question.put(begun + DAY)}")
        if pick.identified is not None:
            found.append(f"m.entity IS {'NOT ' * pick.identified}NULL")
        if pick.ids is not None:
            found.append(f"m.id IN {question.among(sorted(pick.ids))}")
        if pick.outside:
            found.append(f"m.document NOT IN {question.among(sorted(pick.outside))}")
        return all_of(found)

    def picked_relations(self, question: Question, pick: RelationPick) -> str:
        """The condition that a row of ``relation`` (``r``) is picked."""
        found = []
        if pick.type is not None:
            found.append(f"r.type={self.names.known_type(pick.type)}")
        if pick.document is not None:
            found.append(f"r.document={question.put(pick.document)}")
        if pick.ids is not None:
            found.append(f"r.id IN {question.among(sorted(pick.ids))}")
        if pick.is_bare is not None:
            found.append(f"r.attributes IS {'' if pick.is_bare else 'NOT '}NULL")
        if pick.reliability is not None:
            graded = f"SELECT id FROM document WHERE reliability={question.put(pick.reliability)}"
            found.append(f"r.document IN ({graded})")
        if pick.is_event is not None:
            found.append(f'r."trigger" IS {"NOT " * pick.is_event}NULL')
        if pick.first_label is not None or pick.second_label is not None or pick.role is not None:
            found.append(self._in_pairs(question, pick))
        return all_of(found)

    def _in_pairs(self, question: Question, pick: RelationPick) -> str:
        """The condition that a row of ``relation`` (``r``) joins these labels, in this role."""
        ends = [
            f"p.{name} IN ({self._ends(held)})"
            for name in ("first_label", "second_label")
            if (held := getattr(pick, name)) is not None
        ]
        if pick.role is not None:
            ends.append(f"p.role={question.put(pick.role)}")
        if pick.type is not None:
            ends.append(f"p.type={self.names.known_type(pick.type)}")
        if self.lens.chosen or pick.document is not None or pick.ids is not None:
            # few relations are looked at, each with its own row
            ends.append("p.type=r.type AND p.document=r.document AND p.relation=r.id")
        return f"r.id IN (SELECT p.relation FROM pair AS p WHERE {all_of(ends)})"

    def _of_records(self, question: Question, alias: str, kinds: tuple[str, ...]) -> Iterator[str]:
        if self.lens.annotators:
            keys = ",".join(str(self.names.known_person(each)) for each in sorted(self.lens.annotators))
            yield f"{alias}.author IN ({keys})"
        for field in RECORD_ATTRIBUTES:
            yield self._by_attribute(question, alias, field, kinds)

    def _by_attribute(self, question: Question, alias: str, field: str, kinds: tuple[str, ...]) -> str:
        attribute, wanted = RECORD_ATTRIBUTES[field], getattr(self.lens, field)
        kind = self.scheme.attribute(attribute) if wanted else None
        asked = [each for each in kinds if kind is not None and each in kind.on]
        if kind is None or not asked:
            return "TRUE"
        usual = kind.values[0] if kind.values else ""
        default = question.put(usual)
        path = question.put(f'$."{attribute}"')
        value = f"coalesce(json_extract({alias}.attributes, {path}), {default})"
        found = f"{value} IN {question.among(sorted(wanted))}"
        if usual not in wanted:  # few say something of themselves, and these have an index
            found = f"{alias}.attributes IS NOT NULL AND {found}"
        if len(asked) < len(kinds):  # of relations and events only the one or the other
            found = f'({alias}."trigger" IS {"NOT " * (asked == ["relation"])}NULL OR {found})'
        if kind.labels and kinds == ("mention",):
            keys = ",".join(str(self.names.known_label(each)) for each in kind.labels)
            found = f"({alias}.label NOT IN ({keys}) OR {found})"
        return found

    def _ends(self, end: str) -> str:
        """The numbers under which the end of a relation may stand: a label, or the type of a relation."""
        return f"{self.names.known_label(end)},{self.names.known_type(end)}"


def all_of(conditions: Sequence[str]) -> str:
    """All of these have to hold."""
    return " AND ".join(each for each in conditions if each != "TRUE") or "TRUE"
