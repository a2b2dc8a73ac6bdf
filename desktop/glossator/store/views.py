"""The views of a project file: records with their names beside their numbers, for whoever reads it with other tools.

They are part of the format, explained in the guide, and need nothing that plain SQLite does not have.  Times are UTC in
ISO 8601; ids are the numbers of the tables; ``step`` leads to the last line of ``history`` that wrote the record.
"""

from __future__ import annotations


def _time(column: str) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%SZ', {column} / 1000, 'unixepoch')"


# An end of a relation: a mention with its words and its identity, or another relation with its type.
_END = """{ord}.role AS {name}_role, coalesce({ord}.mention, {ord}.sub) AS {name},
    CASE WHEN {ord}.sub IS NULL THEN 'mention' ELSE 'relation' END AS {name}_kind,
    coalesce({ord}_item.id, {ord}_subitem.id) AS {name}_label, {ord}_mention.quote AS {name}_quote,
    {ord}_mention.entity AS {name}_entity, {ord}_entity.name AS {name}_entity_name"""
_END_JOIN = """LEFT JOIN mention AS {ord}_mention ON {ord}_mention.id={ord}.mention
    LEFT JOIN item AS {ord}_item ON {ord}_item.key={ord}_mention.label
    LEFT JOIN entity AS {ord}_entity ON {ord}_entity.id={ord}_mention.entity
    LEFT JOIN relation AS {ord}_sub ON {ord}_sub.id={ord}.sub
    LEFT JOIN item AS {ord}_subitem ON {ord}_subitem.key={ord}_sub.type"""

VIEWS = (
    f"""CREATE VIEW documents AS SELECT document.id AS id, document.name AS name, document.length AS length,
    stat_document.mentions AS mentions, stat_document.relations AS relations, document.status AS status,
    document.source AS source, document.author AS author, document.url AS url, document.published AS published,
    document.retrieved AS retrieved, document.reliability AS reliability,
    document.reliability_reason AS reliability_reason, document.source_descriptor AS source_descriptor,
    document.origin AS origin, document.encoding AS encoding, document.attributes AS attributes,
    document.source_digest AS source_digest, lower(hex(text.digest)) AS sha256,
    {_time("action.time")} AS changed, document.ver AS step
    FROM document JOIN text ON text.key=document.text
    LEFT JOIN stat_document ON stat_document.document=document.id LEFT JOIN action ON action.place=document.ver""",
    """CREATE VIEW texts AS SELECT document.id AS document, document.name AS document_name, text.body AS text,
    document.text AS text_key FROM document JOIN text ON text.key=document.text""",
    """CREATE VIEW labels AS SELECT item.id AS id, json_extract(item.spec, '$.name') AS name,
    coalesce(json_extract(item.spec, '$.parent'), '') AS parent,
    coalesce(json_extract(item.spec, '$.key'), '') AS shortcut,
    coalesce(json_extract(item.spec, '$.definition'), '') AS definition,
    (SELECT coalesce(sum(stat_label.n), 0) FROM stat_label WHERE stat_label.label=item.key) AS mentions,
    item.ord AS place, item.ver AS step FROM item WHERE item.kind='label' AND item.present""",
    f"""CREATE VIEW mentions AS SELECT mention.id AS id, mention.document AS document, document.name AS document_name,
    item.id AS label, json_extract(item.spec, '$.name') AS label_name, mention.subtype AS subtype,
    mention.start AS start, mention."end" AS "end", mention.quote AS quote, mention.fragments AS fragments,
    mention.entity AS entity, entity.name AS entity_name, mention.attributes AS attributes, person.name AS author,
    {_time("mention.created")} AS created, origin.name AS origin, mention.confidence AS confidence,
    mention.ver AS step
    FROM mention JOIN document ON document.id=mention.document
    JOIN item ON item.key=mention.label AND item.kind='label'
    LEFT JOIN entity ON entity.id=mention.entity
    LEFT JOIN person ON person.key=mention.author LEFT JOIN origin ON origin.key=mention.origin""",
    f"""CREATE VIEW relations AS SELECT relation.id AS id, relation.document AS document,
    document.name AS document_name, item.id AS type, json_extract(item.spec, '$.name') AS type_name,
    {_END.format(ord="a", name="first")},
    {_END.format(ord="b", name="second")},
    relation.attributes AS attributes, person.name AS author, {_time("relation.created")} AS created,
    origin.name AS origin, relation.confidence AS confidence, relation.ver AS step
    FROM relation JOIN document ON document.id=relation.document JOIN item ON item.key=relation.type
    LEFT JOIN argument AS a ON a.relation=relation.id AND a.ord=0 {_END_JOIN.format(ord="a")}
    LEFT JOIN argument AS b ON b.relation=relation.id AND b.ord=1 {_END_JOIN.format(ord="b")}
    LEFT JOIN person ON person.key=relation.author LEFT JOIN origin ON origin.key=relation.origin
    WHERE relation."trigger" IS NULL""",
    f"""CREATE VIEW events AS SELECT relation.id AS id, relation.document AS document, document.name AS document_name,
    item.id AS type, json_extract(item.spec, '$.name') AS type_name, relation."trigger" AS trigger_mention,
    mention.quote AS trigger_quote, mention.start AS start, mention."end" AS "end",
    (SELECT count(*) FROM argument WHERE argument.relation=relation.id) AS roles,
    relation.attributes AS attributes, person.name AS author, {_time("relation.created")} AS created,
    origin.name AS origin, relation.confidence AS confidence, relation.ver AS step
    FROM relation JOIN document ON document.id=relation.document JOIN item ON item.key=relation.type
    JOIN mention ON mention.id=relation."trigger"
    LEFT JOIN person ON person.key=relation.author LEFT JOIN origin ON origin.key=relation.origin""",
    f"""CREATE VIEW event_roles AS SELECT relation.id AS event, relation.document AS document,
    document.name AS document_name, item.id AS type, json_extract(item.spec, '$.name') AS type_name, a.ord AS place,
    {_END.format(ord="a", name="filler").replace("filler_role", "role")}
    FROM relation JOIN document ON document.id=relation.document JOIN item ON item.key=relation.type
    JOIN argument AS a ON a.relation=relation.id {_END_JOIN.format(ord="a")}
    WHERE relation."trigger" IS NOT NULL""",
    f"""CREATE VIEW entities AS SELECT entity.id AS id, entity.name AS name, entity.type AS type,
    entity.aliases AS aliases, entity.identifiers AS identifiers, entity.attributes AS attributes,
    coalesce(stat_entity.mentions, 0) AS mentions, coalesce(stat_entity.documents, 0) AS documents,
    person.name AS author, {_time("entity.created")} AS created, entity.ver AS step
    FROM entity LEFT JOIN stat_entity ON stat_entity.entity=entity.id
    LEFT JOIN person ON person.key=entity.author""",
    f"""CREATE VIEW notes AS SELECT note.id AS id, note.kind AS kind, note.body AS note, note.target AS target,
    CASE WHEN mention.id IS NOT NULL THEN 'mention' WHEN relation.id IS NOT NULL THEN 'relation'
    WHEN entity.id IS NOT NULL THEN 'entity' ELSE 'document' END AS target_kind,
    coalesce(mention.quote, item.id, entity.name, named.name) AS target_name, note.document AS document,
    document.name AS document_name, note.attributes AS attributes, person.name AS author,
    {_time("note.created")} AS created, note.ver AS step
    FROM note LEFT JOIN document ON document.id=note.document LEFT JOIN mention ON mention.id=note.target
    LEFT JOIN relation ON relation.id=note.target LEFT JOIN item ON item.key=relation.type
    LEFT JOIN entity ON entity.id=note.target LEFT JOIN document AS named ON named.id=note.target
    LEFT JOIN person ON person.key=note.author""",
    f"""CREATE VIEW history AS SELECT action.place AS step, action.id AS id, {_time("action.time")} AS time,
    person.name AS author, action.title AS title, action.n AS changes, action.origin AS origin,
    action.undoes AS undoes, action.document AS document, document.name AS document_name
    FROM action JOIN person ON person.key=action.author LEFT JOIN document ON document.id=action.document""",
)
"""The statements that make the views, in an order in which they can be made."""
