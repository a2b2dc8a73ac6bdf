"""The counts that are kept: what they count, and how they follow a Change without counting again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from glossator.core.annotations import Attributes, Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document
from glossator.store.driver import Database
from glossator.store.reading import id_list
from glossator.store.rows import Names

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
    """How many relations for which ``where`` holds join what: type, role, first_label, second_label, n."""
    return (
        f"SELECT type, role, first_label, second_label, count(DISTINCT id) AS n FROM ({ends(where)})"
        " GROUP BY 1, 2, 3, 4"
    )


COUNTED: Mapping[str, str] = {
    "stat_document": "SELECT id, (SELECT count(*) FROM mention WHERE document=document.id),"
    " (SELECT count(*) FROM relation WHERE document=document.id) FROM document",
    "stat_label": f"SELECT label, subtype, {LEVEL}, count(*) FROM mention GROUP BY 1, 2, 3",
    "stat_document_label": "SELECT document, label, count(*) FROM mention GROUP BY 1, 2",
    "stat_entity": "SELECT id, (SELECT count(*) FROM mention WHERE entity=entity.id),"
    " (SELECT count(DISTINCT document) FROM mention WHERE entity=entity.id) FROM entity",
    "stat_quote": "SELECT quote, label, count(*), count(DISTINCT document) FROM mention WHERE entity IS NULL"
    " GROUP BY 1, 2",
    "stat_pair": pairs(),
}
"""Each table of counts and the question that fills it anew, in the order of its columns."""


def recount(database: Database) -> None:
    """Fill all tables of counts anew, inside the open transaction."""
    for table, question in COUNTED.items():
        database.run(f"DELETE FROM {table}")
        database.run(f"INSERT INTO {table} {question}")


def level_of(attributes: Attributes) -> str:
    """The level under which a mention is counted; empty where it has none."""
    level = attributes.get(_LEVEL, "")
    return level if isinstance(level, str) else ""


class Counting:
    """The counts of one Change: made before its records are written, done (:meth:`write`) when they are."""

    def __init__(self, database: Database, change: Change, names: Names) -> None:
        self._database = database
        self._change = change
        self._names = names
        before = {
            each.id: each
            for each in change.removed
            if isinstance(each, Mention | Relation | Document | Entity)
        }
        after = {
            each.id: each for each in change.added if isinstance(each, Mention | Relation | Document | Entity)
        }
        self._new = [each for each in after.values() if each.id not in before]
        self._old = [each for each in before.values() if each.id not in after]
        self._joined = list(self._relations_met(before, after))
        self._pairs = self._pairs_of(self._joined, -1)
        self._joined += [each.id for each in self._new if isinstance(each, Relation)]

    def write(self) -> None:
        """Bring the counts up with the records, which are written by now."""
        self._count_pairs()
        mentions = [(each, -1) for each in self._change.removed if isinstance(each, Mention)]
        mentions += [(each, 1) for each in self._change.added if isinstance(each, Mention)]
        self._count_documents(mentions)
        if mentions:
            self._count_labels(mentions)
        self._begin_entities()
        if mentions:
            self._count_identities(mentions)
        self._end_entities()

    # --- relations by what they join ----------------------------------------------------------------------------------

    def _relations_met(self, before: Mapping[int, Any], after: Mapping[int, Any]) -> Iterator[int]:
        """The relations whose ends may be others afterwards."""
        yield from (each.id for each in before.values() if isinstance(each, Relation))
        relabelled = [
            each.id
            for each in before.values()
            if isinstance(each, Mention) and each.id in after and after[each.id].label != each.label
        ]
        if relabelled:
            yield from self._holding("mention", relabelled)
            found = 'SELECT id FROM relation WHERE "trigger" IN (SELECT value FROM json_each(?))'
            yield from (each for (each,) in self._database.rows(found, (id_list(relabelled),)))
        retyped = [
            each.id
            for each in before.values()
            if isinstance(each, Relation) and each.id in after and after[each.id].type != each.type
        ]
        if retyped:
            yield from self._holding("sub", retyped)

    def _holding(self, column: str, targets: Sequence[int]) -> Iterator[int]:
        found = f"SELECT relation FROM argument WHERE {column} IN (SELECT value FROM json_each(?))"
        return (each for (each,) in self._database.rows(found, (id_list(targets),)))

    def _pairs_of(self, relations: Sequence[int], sign: int) -> Counter[tuple[Any, ...]]:
        if not relations:
            return Counter()
        question = pairs(" AND r.id IN (SELECT value FROM json_each(?1))")
        return Counter(
            {tuple(key): n * sign for *key, n in self._database.rows(question, (id_list(relations),))}
        )

    def _count_pairs(self) -> None:
        if not self._joined:
            return
        steps = self._pairs_of(self._joined, 1)
        steps.update(self._pairs)
        self._step("stat_pair", "type, role, first_label, second_label", "n", steps)

    # --- mentions by document and label -------------------------------------------------------------------------------

    def _count_documents(self, mentions: Iterable[tuple[Mention, int]]) -> None:
        database = self._database
        database.run_many(
            "INSERT INTO stat_document VALUES (?,0,0)",
            [(each.id,) for each in self._new if isinstance(each, Document)],
        )
        said: Counter[int] = Counter()
        joined: Counter[int] = Counter()
        for each, sign in mentions:
            said[each.document] += sign
        for records, sign in ((self._change.removed, -1), (self._change.added, 1)):
            for record in records:
                if isinstance(record, Relation):
                    joined[record.document] += sign
        database.run_many(
            "UPDATE stat_document SET mentions=mentions+?, relations=relations+? WHERE document=?",
            [(said[each], joined[each], each) for each in {**said, **joined} if said[each] or joined[each]],
        )
        database.run_many(
            "DELETE FROM stat_document WHERE document=?",
            [(each.id,) for each in self._old if isinstance(each, Document)],
        )

    def _count_labels(self, mentions: Iterable[tuple[Mention, int]]) -> None:
        labels: Counter[tuple[Any, ...]] = Counter()
        in_documents: Counter[tuple[Any, ...]] = Counter()
        number = self._names.label
        for each, sign in mentions:
            label = number(each.label)
            labels[label, each.subtype, level_of(each.attributes)] += sign
            in_documents[each.document, label] += sign
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

    def _begin_entities(self) -> None:
        new = [(each.id,) for each in self._new if isinstance(each, Entity)]
        self._database.run_many("INSERT INTO stat_entity VALUES (?,0,0)", new)

    def _end_entities(self) -> None:
        old = [(each.id,) for each in self._old if isinstance(each, Entity)]
        self._database.run_many("DELETE FROM stat_entity WHERE entity=?", old)

    def _count_identities(self, mentions: Iterable[tuple[Mention, int]]) -> None:
        known: Counter[tuple[Any, ...]] = Counter()  # (entity, document)
        quoted: Counter[tuple[Any, ...]] = Counter()  # (quote, label, document)
        number = self._names.label
        for each, sign in mentions:
            if each.entity is None:
                quoted[each.quote, number(each.label), each.document] += sign
            else:
                known[each.entity, each.document] += sign
        self._database.run_many(
            "UPDATE stat_entity SET mentions=mentions+?, documents=documents+? WHERE entity=?",
            [(*by, *key) for key, by in self._by_thing(known, "entity=? AND document=?").items()],
        )
        found = self._by_thing(quoted, "quote=? AND label=? AND document=? AND entity IS NULL")
        self._database.run_many(
            "INSERT INTO stat_quote(quote, label, mentions, documents) VALUES (?,?,?,?)"
            " ON CONFLICT DO UPDATE SET mentions=mentions+excluded.mentions, documents=documents+excluded.documents",
            [(*key, *by) for key, by in found.items()],
        )
        self._database.run_many(
            "DELETE FROM stat_quote WHERE quote=? AND label=? AND mentions=0",
            [key for key, by in found.items() if by[0] < 0],
        )

    def _by_thing(self, steps: Mapping[tuple[Any, ...], int], where: str) -> dict[tuple[Any, ...], list[int]]:
        """Steps by thing and document → steps of its mentions and of its documents by thing."""
        found: dict[tuple[Any, ...], list[int]] = {}
        new = {each.id for each in self._new if isinstance(each, Document)}
        old = {each.id for each in self._old if isinstance(each, Document)}
        for key, by in steps.items():
            if not by:
                continue
            document = key[-1]
            if document in new or document in old:
                documents = 1 if by > 0 else -1
            else:
                documents = self._documents_by(key, by, where)
            counts = found.setdefault(key[:-1], [0, 0])
            counts[0] += by
            counts[1] += documents
        return found

    def _documents_by(self, key: tuple[Any, ...], by: int, where: str) -> int:
        """Whether a document has become one with such mentions (1), or is no longer one (-1); they are ``by`` more."""
        enough = max(by, 0) + 1
        question = f"SELECT count(*) FROM (SELECT 1 FROM mention WHERE {where} LIMIT ?)"
        there = self._database.one(question, (*key, enough))[0]
        return int(there == by) if by > 0 else -int(there == 0)
