"""What joins whom: the statements of relations and events, and what is known of the nodes at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from glossator.core import ids
from glossator.core.annotations import Attributes
from glossator.core.claims import SOURCE
from glossator.core.statements import Node, NodeFacts, Statement
from glossator.store import reading, rows
from glossator.store.conditions import Question
from glossator.store.lensed import Lensed
from glossator.store.reading import id_list
from glossator.store.voices import AUTHOR, claimed, voices

_IN = "IN (SELECT value FROM json_each(?))"
_END = "{0}.id, {0}.entity, {0}.quote, {0}.label"
_BINARY = f"""SELECT r.id, r.document, r.type, '', r.attributes, {_END.format("a")}, f.sub, {_END.format("b")}, s.sub
    FROM relation AS r JOIN argument AS f ON f.relation=r.id AND f.ord=0 LEFT JOIN mention AS a ON a.id=f.mention
    JOIN argument AS s ON s.relation=r.id AND s.ord=1 LEFT JOIN mention AS b ON b.id=s.mention
    WHERE r."trigger" IS NULL AND {{where}}"""
_EVENTS = f"""SELECT r.id, r.document, r.type, s.role, r.attributes, NULL, t.entity, NULL, NULL, r.id,
    {_END.format("b")}, s.sub
    FROM relation AS r JOIN mention AS t ON t.id=r."trigger" JOIN argument AS s ON s.relation=r.id
    LEFT JOIN mention AS b ON b.id=s.mention WHERE r."trigger" IS NOT NULL AND {{where}}"""
_SAME_QUOTE = "{0}.quote=json_extract(w.value, '$[0]') AND {0}.label=json_extract(w.value, '$[1]')"


class _End(NamedTuple):
    """An end as it stands in the tables: a mention with what it stands for, or (``sub``) a relation."""

    mention: int | None
    entity: int | None
    quote: str | None
    label: int | None
    sub: int | None


class _Said(NamedTuple):
    """A statement as it stands in the tables."""

    relation: int
    document: int
    type: int
    role: str
    attributes: Attributes
    first: _End
    second: _End


class Linking:
    """Questions for what joins whom, as far as a lens takes it."""

    def __init__(self, lensed: Lensed) -> None:
        self._lensed = lensed
        self._database = lensed.database
        self._names = lensed.names

    def statements(
        self, *, relations: Iterable[int] | None = None, among: Sequence[int] | None = None
    ) -> list[Statement]:
        """What the relations and events that are taken say, by their ids: all, these ``relations`` (ids) only, or those
        that hold on to one of the identities ``among`` which they are looked for.

        Of a binary one the first two arguments count; an end that is an event stands for it, as does a mention that
        triggers one; an end that is another relation is no node, so the statement is left out.  Of an event only those
        who fill a role count whose label is taken.
        """
        with self._database.still():
            said: list[_Said] = []
            for sql in (_BINARY, _EVENTS):
                question = Question()
                is_all = relations is None and among is None
                where = (self._lensed.of_all_relations if is_all else self._lensed.of_relations)(question)
                if relations is not None:
                    where += f" AND r.id IN {question.among(list(relations))}"
                if among is not None:
                    where += (
                        " AND r.id IN (SELECT g.relation FROM mention AS n JOIN argument AS g ON g.mention=n.id"
                        f" WHERE n.entity IN {question.among(among)})"
                    )
                found = self._database.rows(sql.format(where=where), question.values)
                with reading.understood():
                    said += [_read(row) for row in found]
            return self._told([each for each in said if self._is_taken(each)])

    def _is_taken(self, said: _Said) -> bool:
        labels, label = self._lensed.lens.labels, said.second.label
        return not labels or not said.role or label is None or self._names.items[label] in labels

    def holding(self, mentions: Iterable[int], relations: Iterable[int] = ()) -> list[int]:
        """The relations (ids) that hold on to these mentions (ids), at an end, as the trigger or as who says so, or to
        these relations (ids).
        """
        wanted = list(mentions)
        question = Question()
        among, over = question.among(wanted), question.among(list(relations))
        voices = question.among([ids.to_text(each) for each in wanted])
        found = self._database.rows(
            f"SELECT relation FROM argument WHERE mention IN {among}"
            f" UNION SELECT relation FROM argument WHERE sub IN {over}"
            f' UNION SELECT id FROM relation WHERE "trigger" IN {among}'
            f" UNION SELECT id FROM relation WHERE document IN (SELECT document FROM mention WHERE id IN {among})"
            f" AND attributes IS NOT NULL AND json_extract(attributes, {question.put(_SOURCE_PATH)}) IN {voices}",
            question.values,
        )
        return [relation for (relation,) in found]

    def of_entities(self, entities: Iterable[int]) -> list[int]:
        """The relations (ids) that hold on to a mention of these identities (ids)."""
        found = self._database.rows(f"SELECT id FROM mention WHERE entity {_IN}", (id_list(list(entities)),))
        return self.holding([mention for (mention,) in found])

    def leading(self, limit: int) -> list[int]:
        """The identities (ids) that stand in most documents of the project."""
        found = self._database.rows(
            "SELECT entity FROM stat_entity WHERE mentions>0 ORDER BY documents DESC, mentions DESC, entity LIMIT ?",
            (limit,),
        )
        return [entity for (entity,) in found]

    # --- statements ---------------------------------------------------------------------------------------------------

    def _told(self, said: Sequence[_Said]) -> list[Statement]:
        nodes = self._nodes(said)
        claims = [claimed(each.attributes) for each in said]
        known = voices(self._lensed, [each.source for each in claims])
        origins = self._origins({each.document for each in said})
        types = self._names.items
        told = []
        for each, claim in zip(said, claims, strict=True):
            first, second = nodes.get(each.first), nodes.get(each.second)
            if first is None or second is None:
                continue
            source, reliability = origins[each.document]
            voice = known.get(claim.source, AUTHOR)
            told.append(
                Statement(
                    each.relation,
                    each.document,
                    types[each.type],
                    each.role,
                    first,
                    second,
                    claim.certainty,
                    claim.credibility,
                    claim.is_denied,
                    voice.name,
                    source,
                    voice.grade or reliability,
                )
            )
        return told

    def _nodes(self, said: Sequence[_Said]) -> dict[_End, Node]:
        """What stands behind the ends; those that are relations without a trigger are left out."""
        ends = {end for each in said for end in (each.first, each.second)}
        named = [end for end in ends if end.entity is None and end.mention is not None]
        triggered = self._events("trigger", [end.mention for end in named])
        meant = self._events("id", [end.sub for end in ends if end.entity is None and end.sub is not None])
        found: dict[_End, Node] = {}
        for end in ends:
            event = meant.get(end.sub) if end.sub is not None else triggered.get(end.mention)
            if end.entity is not None:
                found[end] = Node(entity=end.entity)
            elif event is not None:
                found[end] = event
            elif end.quote is not None and end.label is not None:
                found[end] = Node(quote=end.quote, label=self._names.items[end.label])
        return found

    def _events(self, column: str, wanted: Sequence[int | None]) -> dict[int | None, Node]:
        """The nodes of the events that have one of these triggers, or (``column`` is "id") these ids."""
        if not wanted:
            return {}
        question = Question()
        among, taken = question.among(wanted), self._lensed.is_seen(question, "r")
        rows_of = self._database.rows(
            f'SELECT r."{column}", t.entity, r.id, r.type FROM relation AS r JOIN mention AS t ON t.id=r."trigger"'
            f' WHERE r."{column}" IN {among} AND {taken} ORDER BY r.id DESC',
            question.values,
        )
        items = self._names.items
        return {
            key: Node(entity=entity) if entity is not None else Node(event=event, label=items[type_])
            for key, entity, event, type_ in rows_of
        }

    def _origins(self, documents: set[int]) -> dict[int, tuple[str, str]]:
        """Where documents come from, and how their sources are graded."""
        found = self._database.rows(
            f"SELECT id, CASE source WHEN '' THEN name ELSE source END, reliability FROM document WHERE id {_IN}",
            (id_list(list(documents)),),
        )
        return {number: (source, reliability) for number, source, reliability in found}

    # --- nodes --------------------------------------------------------------------------------------------------------

    def facts(self, nodes: Iterable[Node]) -> dict[Node, NodeFacts]:
        """What is known of these nodes; of their mentions those count that are taken, of words maybe none."""
        wanted = list(dict.fromkeys(nodes))
        with self._database.still():
            found = dict(self._entity_facts([each.entity for each in wanted if each.entity]))
            found |= self._event_facts([each for each in wanted if each.event])
            found |= self._quote_facts([each for each in wanted if not each.entity and not each.event])
        return found

    def _entity_facts(self, entities: Sequence[int]) -> Iterator[tuple[Node, NodeFacts]]:
        counts = self._entity_counts(entities)
        # one without a type stands with the label of its first mention, one without a name with its words
        question = Question()
        among, seen = question.among(entities), self._lensed.is_seen(question, "f")
        found = self._database.rows(
            "SELECT e.id, e.name, e.type, CASE WHEN e.type='' OR e.name='' THEN (SELECT json_array(quote, label)"
            f" FROM mention AS f WHERE entity=e.id AND {seen} ORDER BY document, start LIMIT 1) END FROM entity AS e"
            f" WHERE e.id IN {among}",
            question.values,
        )
        for entity, name, type_, first in found:
            quote, label = rows.from_json(first) if first else ("", 0)
            label_id = type_ or (self._names.items[label] if label else "")
            yield Node(entity=entity), NodeFacts(name.strip() or quote, label_id, *counts.get(entity, (0, 0)))

    def _entity_counts(self, entities: Sequence[int]) -> dict[int, tuple[int, int]]:
        question = Question()
        among = question.among(entities)
        if self._lensed.lens.is_empty:
            sql = f"SELECT entity, mentions, documents FROM stat_entity WHERE entity IN {among}"
        else:
            sql = (
                "SELECT m.entity, count(*), count(DISTINCT m.document) FROM mention AS m"
                f" WHERE m.entity IN {among} AND {self._lensed.of_mentions(question, self._lensed.by_entity)}"
                " GROUP BY m.entity"
            )
        return {entity: (n, documents) for entity, n, documents in self._database.rows(sql, question.values)}

    def _event_facts(self, nodes: Sequence[Node]) -> dict[Node, NodeFacts]:
        found = self._database.rows(
            'SELECT r.id, t.quote, t.label FROM relation AS r JOIN mention AS t ON t.id=r."trigger"'
            f" WHERE r.id {_IN}",
            (id_list([each.event for each in nodes]),),
        )
        by_id = {event: NodeFacts(quote, self._names.items[label], 1, 1) for event, quote, label in found}
        return {each: by_id[each.event] for each in nodes if each.event in by_id}

    def _quote_facts(self, nodes: Sequence[Node]) -> dict[Node, NodeFacts]:
        question = Question()
        asked = [[each.quote, self._names.known_label(each.label)] for each in nodes]
        wanted = f"json_each({question.put(orjson.dumps(asked).decode())}) AS w"
        if self._lensed.lens.is_empty:
            same = _SAME_QUOTE.format("c")
            sql = f"SELECT w.key, c.mentions, c.documents FROM {wanted} JOIN stat_quote AS c ON {same}"
        else:
            same = f"{_SAME_QUOTE.format('m')} AND m.entity IS NULL AND {self._lensed.of_mentions(question)}"
            counts = "count(*), count(DISTINCT m.document)"
            sql = f"SELECT w.key, {counts} FROM {wanted} JOIN mention AS m ON {same} GROUP BY w.key"
        counted = {at: (n, documents) for at, n, documents in self._database.rows(sql, question.values)}
        return {
            node: NodeFacts(node.quote, node.label, *counted.get(at, (0, 0))) for at, node in enumerate(nodes)
        }


_SOURCE_PATH = f'$."{SOURCE}"'


def _read(row: Sequence[Any]) -> _Said:
    relation, document, type_, role, attributes = row[:5]
    return _Said(
        relation, document, type_, role, rows.attributes_from(attributes), _End(*row[5:10]), _End(*row[10:15])
    )
