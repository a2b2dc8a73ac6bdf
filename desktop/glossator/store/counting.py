"""The counts that are kept: what they count, and how they follow a Change without counting again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import orjson

from glossator.core.annotations import Attributes, Entity, Mention, Relation
from glossator.core.documents import Document
from glossator.store.driver import Database
from glossator.store.reading import id_list
from glossator.store.rows import Names

_TALLIED_AT_ONCE = 5_000
DAY = 86_400_000
"""Milliseconds."""
_LEVEL = "level"  # the attribute by which mentions are counted besides label and subtype

LEVEL = (
    "CASE WHEN attributes IS NOT NULL AND json_type(attributes, '$.level')='text'"
    " THEN json_extract(attributes, '$.level') ELSE '' END"
)
"""The level of a mention in SQL, as :func:`level_of` has it."""

_ENDS = """SELECT r.id, r.document, r.type, '' AS role, coalesce(am.label, ar.type) AS first_label,
    coalesce(bm.label, br.type) AS second_label
    FROM relation AS r JOIN argument AS a ON a.relation=r.id AND a.ord=0
    LEFT JOIN mention AS am ON am.id=a.mention LEFT JOIN relation AS ar ON ar.id=a.sub
    JOIN argument AS b ON b.relation=r.id AND b.ord=1
    LEFT JOIN mention AS bm ON bm.id=b.mention LEFT JOIN relation AS br ON br.id=b.sub
    WHERE r."trigger" IS NULL{where}
    UNION ALL
    SELECT r.id, r.document, r.type, b.role, t.label, coalesce(bm.label, br.type)
    FROM relation AS r JOIN mention AS t ON t.id=r."trigger" JOIN argument AS b ON b.relation=r.id
    LEFT JOIN mention AS bm ON bm.id=b.mention LEFT JOIN relation AS br ON br.id=b.sub
    WHERE r."trigger" IS NOT NULL{where}"""


def ends(where: str = "") -> str:
    """The ends of relations (``r``) for which ``where`` holds as well: of a binary one its first two arguments, of an
    event the trigger and each argument.  An end that is a relation itself stands with its type.
    """
    return _ENDS.format(where=where)


def pairs(where: str = "") -> str:
    """What the relations for which ``where`` holds join: type, role, first_label, second_label, document, id."""
    return f"SELECT DISTINCT type, role, first_label, second_label, document, id FROM ({ends(where)})"


def counted_pairs(where: str = "") -> str:
    """How many of the relations for which ``where`` holds join the same: type, role, first_label, second_label, n."""
    return f"SELECT type, role, first_label, second_label, count(*) AS n FROM ({pairs(where)}) GROUP BY 1, 2, 3, 4"


COUNTED: Mapping[str, str] = {
    "stat_document": "SELECT id, (SELECT count(*) FROM mention WHERE document=document.id),"
    " (SELECT count(*) FROM relation WHERE document=document.id) FROM document",
    "stat_label": f"SELECT label, subtype, {LEVEL}, count(*) FROM mention GROUP BY 1, 2, 3",
    "stat_document_label": "SELECT document, label, count(*) FROM mention GROUP BY 1, 2",
    "stat_entity": "SELECT id, (SELECT count(*) FROM mention WHERE entity=entity.id),"
    " (SELECT count(DISTINCT document) FROM mention WHERE entity=entity.id) FROM entity",
    "stat_quote": "SELECT quote, label, count(*), count(DISTINCT document) FROM mention WHERE entity IS NULL"
    " GROUP BY 1, 2",
    "stat_pair": counted_pairs(),
    "pair": pairs(),
    "stat_made": f"SELECT created/{DAY}, author, origin, count(*) FROM mention GROUP BY 1, 2, 3",
}
"""Each table of counts and the question that fills it anew, in the order of its columns."""


def recount(database: Database, tables: Collection[str] = tuple(COUNTED)) -> None:
    """Fill these tables of counts anew, all of them unless it is said, inside the open transaction."""
    for table, question in ((each, COUNTED[each]) for each in tables):
        database.run(f"DELETE FROM {table}")
        database.run(f"INSERT INTO {table} {question}")


def level_of(attributes: Attributes) -> str:
    """The level under which a mention is counted; empty where it has none."""
    level = attributes.get(_LEVEL, "")
    return level if isinstance(level, str) else ""


class Steps(NamedTuple):
    """The records of a Change by their kinds: those removed for good, those changed as they were and, in the same
    order, as they are to be, and new ones.
    """

    old: Mapping[type, Sequence[Any]]
    before: Mapping[type, Sequence[Any]]
    after: Mapping[type, Sequence[Any]]
    new: Mapping[type, Sequence[Any]]

    def signed(self, kind: type) -> Iterator[tuple[Sequence[Any], int]]:
        """Records of a kind that are counted no longer (-1), and those that are from now on (1)."""
        for records, sign in ((self.old, -1), (self.before, -1), (self.after, 1), (self.new, 1)):
            if held := records.get(kind):
                yield held, sign

    def ids(self, records: Mapping[type, Sequence[Any]], kind: type) -> list[tuple[int]]:
        """The ids of some of them, as rows."""
        return [(each.id,) for each in records.get(kind, ())]

    def others_in(self, kind: type, field: str) -> list[int]:
        """Ids of changed records of which this field is another one."""
        pairs_of = zip(self.before.get(kind, ()), self.after.get(kind, ()), strict=True)
        return [after.id for before, after in pairs_of if getattr(before, field) != getattr(after, field)]


class Counting:
    """The counts of one Change: made before its records are written, done (:meth:`write`) when they are."""

    def __init__(self, database: Database, names: Names, steps: Steps) -> None:
        self._database = database
        self._names = names
        self._steps = steps
        self._joined = list(self._relations_met())
        self._pairs = self._pairs_of(self._joined)
        self._joined += [each.id for each in steps.new.get(Relation, ())]
        self._filled: set[int] = set()  # documents that had no mentions before
        self._emptied: set[int] = set()  # … and those that have none now

    def write(self) -> None:
        """Bring the counts up with the records, which are written by now."""
        steps, run_many = self._steps, self._database.run_many
        run_many("INSERT INTO stat_document VALUES (?,0,0)", steps.ids(steps.new, Document))
        run_many("INSERT INTO stat_entity VALUES (?,0,0)", steps.ids(steps.new, Entity))
        self._count_pairs()
        self._count_documents()
        if any(True for _ in steps.signed(Mention)):
            self._count_labels()
            self._count_identities()
        run_many("DELETE FROM stat_document WHERE document=?", steps.ids(steps.old, Document))
        run_many("DELETE FROM stat_entity WHERE entity=?", steps.ids(steps.old, Entity))

    # --- relations by what they join ----------------------------------------------------------------------------------

    def _relations_met(self) -> Iterator[int]:
        """The relations whose ends may be others afterwards."""
        for records in (self._steps.old, self._steps.before):
            yield from (each.id for each in records.get(Relation, ()))
        if relabelled := self._steps.others_in(Mention, "label"):
            yield from self._holding("mention", relabelled)
            found = 'SELECT id FROM relation WHERE "trigger" IN (SELECT value FROM json_each(?))'
            yield from (each for (each,) in self._database.rows(found, (id_list(relabelled),)))
        if retyped := self._steps.others_in(Relation, "type"):
            yield from self._holding("sub", retyped)

    def _holding(self, column: str, targets: Sequence[int]) -> Iterator[int]:
        found = f"SELECT relation FROM argument WHERE {column} IN (SELECT value FROM json_each(?))"
        return (each for (each,) in self._database.rows(found, (id_list(targets),)))

    def _pairs_of(self, relations: Sequence[int]) -> set[tuple[Any, ...]]:
        if not relations:
            return set()
        question = pairs(" AND r.id IN (SELECT value FROM json_each(?1))")
        return set(self._database.rows(question, (id_list(relations),)))

    def _count_pairs(self) -> None:
        if not self._joined:
            return
        joined = self._pairs_of(self._joined)
        gone, come = self._pairs - joined, joined - self._pairs
        columns = "type, role, first_label, second_label"
        same = " AND ".join(f"{each}=?" for each in (*columns.split(", "), "document", "relation"))
        self._database.run_many(f"DELETE FROM pair WHERE {same}", gone)
        self._database.run_many("INSERT INTO pair VALUES (?,?,?,?,?,?)", come)
        steps = Counter([each[:4] for each in come])
        steps.subtract([each[:4] for each in gone])
        self._step("stat_pair", columns, "n", steps)

    # --- mentions by document and label -------------------------------------------------------------------------------

    def _count_documents(self) -> None:
        said: dict[int, int] = defaultdict(int)
        joined: dict[int, int] = defaultdict(int)
        for counted, kind in ((said, Mention), (joined, Relation)):
            for records, sign in self._steps.signed(kind):
                for (document,), n in _tally((each.document,) for each in records).items():
                    counted[document] += n * sign
        self._database.run_many(
            "UPDATE stat_document SET mentions=mentions+?, relations=relations+? WHERE document=?",
            [(said[each], joined[each], each) for each in {**said, **joined} if said[each] or joined[each]],
        )
        if sum(said.values()) == 1:  # one tag: there is no use in asking ahead
            return
        found = self._database.rows(
            "SELECT document, mentions FROM stat_document WHERE document IN (SELECT value FROM json_each(?))",
            (id_list(list(said)),),
        )
        self._filled = {document for document, mentions in found if mentions == said[document]}
        self._emptied = {document for document, mentions in found if mentions == 0}

    def _count_labels(self) -> None:
        labels: dict[tuple[Any, ...], int] = defaultdict(int)
        in_documents: dict[tuple[Any, ...], int] = defaultdict(int)
        made: dict[tuple[Any, ...], int] = defaultdict(int)
        number = self._names.label
        for records, sign in self._steps.signed(Mention):
            told = _tally((each.label, each.subtype, level_of(each.attributes)) for each in records)
            for (label, *rest), n in told.items():
                labels[number(label), *rest] += n * sign
            placed = _tally((each.document, each.label) for each in records)
            for (document, label), n in placed.items():
                in_documents[document, number(label)] += n * sign
            hands = _tally((int(each.created / DAY), each.author, each.origin) for each in records)
            for (day, author, origin), n in hands.items():
                made[day, self._names.person(author), self._names.origin(origin)] += n * sign
        self._step("stat_made", "day, author, origin", "mentions", made)
        self._step("stat_label", "label, subtype, level", "n", labels)
        self._step("stat_document_label", "document, label", "mentions", in_documents)

    def _step(self, table: str, key: str, column: str, steps: Mapping[tuple[Any, ...], int]) -> None:
        """Add ``steps`` to a column; what comes to nothing has no row."""
        marks = ",".join("?" * (key.count(",") + 2))
        self._database.run_many(
            f"INSERT INTO {table}({key}, {column}) VALUES ({marks})"
            f" ON CONFLICT DO UPDATE SET {column}={column}+excluded.{column}",
            [(*each, by) for each, by in steps.items() if by],
        )
        same = " AND ".join(f"{each}=?" for each in key.split(", "))
        self._database.run_many(
            f"DELETE FROM {table} WHERE {same} AND {column}=0", [each for each, by in steps.items() if by < 0]
        )

    # --- mentions by entity, or by what they quote --------------------------------------------------------------------

    def _count_identities(self) -> None:
        known: dict[tuple[Any, ...], int] = defaultdict(int)  # (entity, document)
        quoted: dict[tuple[Any, ...], int] = defaultdict(int)  # (quote, label, document)
        number = self._names.label
        for records, sign in self._steps.signed(Mention):
            held = _tally((each.entity, each.document) for each in records if each.entity is not None)
            said = _tally((each.quote, each.label, each.document) for each in records if each.entity is None)
            for key, n in held.items():
                known[key] += n * sign
            for (quote, label, document), n in said.items():
                quoted[quote, number(label), document] += n * sign
        self._database.run_many(
            "UPDATE stat_entity SET mentions=mentions+?, documents=documents+? WHERE entity=?",
            [(*by, *key) for key, by in self._by_thing(known, _OF_ENTITY).items()],
        )
        found = self._by_thing(quoted, _OF_QUOTE)
        self._database.run_many(
            "INSERT INTO stat_quote(quote, label, mentions, documents) VALUES (?,?,?,?)"
            " ON CONFLICT DO UPDATE SET mentions=mentions+excluded.mentions, documents=documents+excluded.documents",
            [(*key, *by) for key, by in found.items()],
        )
        self._database.run_many(
            "DELETE FROM stat_quote WHERE quote=? AND label=? AND mentions=0",
            [key for key, by in found.items() if by[0] < 0],
        )

    def _by_thing(self, steps: Mapping[tuple[Any, ...], int], there: str) -> dict[tuple[Any, ...], list[int]]:
        """Steps by thing and document → steps of its mentions and of its documents by thing."""
        found: dict[tuple[Any, ...], list[int]] = {}
        unsure: list[tuple[Any, ...]] = []
        for key, by in steps.items():
            if not by:
                continue
            counts = found.setdefault(key[:-1], [0, 0])
            counts[0] += by
            if by > 0 and key[-1] in self._filled:
                counts[1] += 1
            elif by < 0 and key[-1] in self._emptied:
                counts[1] -= 1
            else:
                unsure.append(key)
        if unsure:
            counted = self._database.rows(there, (orjson.dumps(unsure).decode(),))
            for key, (now,) in zip(unsure, counted, strict=True):
                by = steps[key]
                found[key[:-1]][1] += int(now == by) if by > 0 else -int(now == 0)
        return found


def _there(*columns: str) -> str:
    same = " AND ".join(
        f"{column}=json_extract(each.value, '$[{place}]')" for place, column in enumerate(columns)
    )
    return (
        f"SELECT (SELECT count(*) FROM mention WHERE {same}{{}}) FROM json_each(?) AS each ORDER BY each.key"
    )


# How many mentions there are now, for each of a list of keys.
_OF_ENTITY = _there("entity", "document").format("")
_OF_QUOTE = _there("quote", "label", "document").format(" AND entity IS NULL")


def _tally(keys: Iterable[tuple[Any, ...]]) -> Mapping[tuple[Any, ...], int]:
    """How often each key comes, counted in pieces: a million at one go would hold up every other thread."""
    left = iter(keys)
    piece = list(islice(left, _TALLIED_AT_ONCE))
    if len(piece) < 2:  # one tag, mostly: a counter would take longer to be made than to count
        return dict.fromkeys(piece, 1)
    found: Counter[tuple[Any, ...]] = Counter()
    while piece:
        found.update(piece)
        piece = list(islice(left, _TALLIED_AT_ONCE))
    return found
