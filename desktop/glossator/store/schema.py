"""The tables of a project file and the numbers that mark it as ours."""

from __future__ import annotations

from glossator.store import search, views
from glossator.store.driver import Database

APPLICATION_ID = 0x474C4F53
"""``GLOS`` in the header of the file."""
FORMAT = 4
"""The number of this file format, kept as ``user_version``."""
ID_TABLES = ("mention", "relation", "entity", "note", "document", "action", "gone")
"""The tables whose key is an id of ours."""

# Foreign keys are deferred: a Change removes and adds in any order, and has to be whole when it is committed.
_REFERS = "REFERENCES {} DEFERRABLE INITIALLY DEFERRED"
_ACTION = _REFERS.format("action(place)")
_PERSON = _REFERS.format("person(key)")
_ORIGIN = _REFERS.format("origin(key)")
_ITEM = _REFERS.format("item(key)")
_DOCUMENT = _REFERS.format("document(id)")
_MENTION = _REFERS.format("mention(id)")

TABLES = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID",
    # One stream of actions; its head is kept apart so that a journal cut off at the end is noticed.
    "CREATE TABLE site(id INTEGER PRIMARY KEY, uid TEXT NOT NULL, head INTEGER NOT NULL, chain BLOB NOT NULL) STRICT",
    "CREATE TABLE person(key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE origin(key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    # THE journal.  `body` is JSON, compressed where that pays; `document` the one it touches, where it is one only.
    f"""CREATE TABLE action(place INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE,
        site INTEGER NOT NULL {_REFERS.format("site(id)")}, seq INTEGER NOT NULL, time INTEGER NOT NULL,
        author INTEGER NOT NULL {_PERSON}, title TEXT NOT NULL, origin TEXT NOT NULL, undoes INTEGER,
        document INTEGER, n INTEGER NOT NULL, chain BLOB NOT NULL CHECK(length(chain) BETWEEN 6 AND 16),
        body ANY NOT NULL) STRICT""",
    # Which actions touched this: a document (where they touched several), the id of an entity, 0 for the scheme.
    f"""CREATE TABLE touched(document INTEGER NOT NULL, place INTEGER NOT NULL {_ACTION},
        is_document INTEGER NOT NULL CHECK(is_document IN (0, 1)),
        PRIMARY KEY(document, place)) STRICT, WITHOUT ROWID""",
    # The items of the scheme.  One that is taken out keeps its row: its place in the order, and what refers to it.
    f"""CREATE TABLE item(key INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION}, kind TEXT NOT NULL, id TEXT NOT NULL,
        ord INTEGER NOT NULL, present INTEGER NOT NULL CHECK(present IN (0, 1)), spec TEXT NOT NULL,
        UNIQUE(kind, id)) STRICT""",
    # Texts are kept under their digest and for ever, so that a document that was taken out can come back.
    """CREATE TABLE text(key INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK(length(digest)=32),
        body TEXT NOT NULL) STRICT""",
    # The bytes that documents were imported from, deflated where `bytes` are fewer than `size`; for ever, like texts.
    """CREATE TABLE source_bytes(key INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK(length(digest)=32),
        size INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT""",
    # What the project remembers that is no annotation, as JSON: no step of the journal, nothing that is undone.
    "CREATE TABLE kept(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    f"""CREATE TABLE document(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION}, name TEXT NOT NULL,
        length INTEGER NOT NULL, text INTEGER NOT NULL {_REFERS.format("text(key)")}, source TEXT NOT NULL,
        author TEXT NOT NULL, url TEXT NOT NULL, published TEXT NOT NULL, retrieved TEXT NOT NULL,
        reliability TEXT NOT NULL, reliability_reason TEXT NOT NULL, source_descriptor TEXT NOT NULL,
        status TEXT NOT NULL, origin TEXT NOT NULL, source_digest TEXT NOT NULL, encoding TEXT NOT NULL,
        attributes TEXT) STRICT""",
    f"""CREATE TABLE entity(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION}, name TEXT NOT NULL,
        type TEXT NOT NULL, aliases TEXT, identifiers TEXT, attributes TEXT, author INTEGER NOT NULL {_PERSON},
        created INTEGER NOT NULL) STRICT""",
    f"""CREATE TABLE mention(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION},
        document INTEGER NOT NULL {_DOCUMENT}, label INTEGER NOT NULL {_ITEM}, start INTEGER NOT NULL,
        "end" INTEGER NOT NULL CHECK("end">=start), fragments TEXT, quote TEXT NOT NULL, subtype TEXT NOT NULL,
        entity INTEGER {_REFERS.format("entity(id)")}, attributes TEXT, author INTEGER NOT NULL {_PERSON},
        created INTEGER NOT NULL, origin INTEGER NOT NULL {_ORIGIN}, confidence REAL) STRICT""",
    f"""CREATE TABLE relation(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION},
        document INTEGER NOT NULL {_DOCUMENT}, type INTEGER NOT NULL {_ITEM}, "trigger" INTEGER {_MENTION},
        attributes TEXT, author INTEGER NOT NULL {_PERSON}, created INTEGER NOT NULL,
        origin INTEGER NOT NULL {_ORIGIN}, confidence REAL) STRICT""",
    f"""CREATE TABLE argument(relation INTEGER NOT NULL {_REFERS.format("relation(id)")}, ord INTEGER NOT NULL,
        role TEXT NOT NULL, mention INTEGER {_MENTION}, sub INTEGER {_REFERS.format("relation(id)")},
        CHECK((mention IS NULL) <> (sub IS NULL)), PRIMARY KEY(relation, ord)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE note(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION}, target INTEGER NOT NULL,
        document INTEGER {_DOCUMENT}, body TEXT NOT NULL, author INTEGER NOT NULL {_PERSON},
        created INTEGER NOT NULL, kind TEXT NOT NULL, attributes TEXT) STRICT""",
    # What was deleted, and by which action.
    f"CREATE TABLE gone(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION}) STRICT",
    # Counts that the writer keeps, so that no view has to walk all mentions; what they count is in `counting`.
    """CREATE TABLE stat_document(document INTEGER PRIMARY KEY, mentions INTEGER NOT NULL,
        relations INTEGER NOT NULL) STRICT""",
    """CREATE TABLE stat_label(label INTEGER NOT NULL, subtype TEXT NOT NULL, level TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY(label, subtype, level)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE stat_document_label(document INTEGER NOT NULL, label INTEGER NOT NULL,
        mentions INTEGER NOT NULL, PRIMARY KEY(document, label)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE stat_entity(entity INTEGER PRIMARY KEY, mentions INTEGER NOT NULL,
        documents INTEGER NOT NULL) STRICT""",
    # Of mentions without an entity.
    """CREATE TABLE stat_quote(quote TEXT NOT NULL, label INTEGER NOT NULL, mentions INTEGER NOT NULL,
        documents INTEGER NOT NULL, PRIMARY KEY(quote, label)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE stat_pair(type INTEGER NOT NULL, role TEXT NOT NULL, first_label INTEGER NOT NULL,
        second_label INTEGER NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY(type, role, first_label, second_label)) STRICT, WITHOUT ROWID""",
    # Mentions by the day (since 1970) on which they were made, by whom and how.
    """CREATE TABLE stat_made(day INTEGER NOT NULL, author INTEGER NOT NULL, origin INTEGER NOT NULL,
        mentions INTEGER NOT NULL, PRIMARY KEY(day, author, origin)) STRICT, WITHOUT ROWID""",
    # Which relations these are.
    """CREATE TABLE pair(type INTEGER NOT NULL, role TEXT NOT NULL, first_label INTEGER NOT NULL,
        second_label INTEGER NOT NULL, document INTEGER NOT NULL, relation INTEGER NOT NULL,
        PRIMARY KEY(type, role, first_label, second_label, document, relation)) STRICT, WITHOUT ROWID""",
    *search.TABLES,
)
INDEXES = (
    "CREATE INDEX action_undoes ON action(undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX touched_place ON touched(place) WHERE is_document",
    "CREATE INDEX action_document ON action(document) WHERE document IS NOT NULL",
    "CREATE INDEX document_name ON document(name COLLATE NOCASE, id, status)",
    "CREATE INDEX document_text ON document(text)",
    # The list of documents, by name, and of those in a state or with a label: each a walk along one index.
    "CREATE INDEX document_status ON document(status, name COLLATE NOCASE, id)",
    "CREATE INDEX stat_document_label_label ON stat_document_label(label, document)",
    "CREATE INDEX mention_document ON mention(document, start)",
    # Each of these leads to its mentions by document and place, without a look at the mentions that are passed over.
    "CREATE INDEX mention_label ON mention(label, document, start)",
    "CREATE INDEX mention_entity ON mention(entity, document, start, label) WHERE entity IS NOT NULL",
    "CREATE INDEX mention_quote ON mention(quote, label, document, start, entity)",
    "CREATE INDEX relation_document ON relation(document)",
    "CREATE INDEX relation_type ON relation(type, document, created)",
    # Most claims say nothing of themselves.
    "CREATE INDEX relation_said ON relation(document) WHERE attributes IS NOT NULL",
    'CREATE INDEX relation_trigger ON relation("trigger") WHERE "trigger" IS NOT NULL',
    "CREATE INDEX argument_mention ON argument(mention) WHERE mention IS NOT NULL",
    "CREATE INDEX argument_sub ON argument(sub) WHERE sub IS NOT NULL",
    "CREATE INDEX note_target ON note(target)",
    "CREATE INDEX note_document ON note(document) WHERE document IS NOT NULL",
    "CREATE INDEX stat_entity_top ON stat_entity(mentions DESC)",
    # Most strings are tagged once, and of these nobody wants to see the most frequent.
    "CREATE INDEX stat_quote_top ON stat_quote(mentions DESC, quote, label) WHERE mentions>1",
)
VIEWS = views.VIEWS


def name_of(statement: str) -> str:
    """What a statement that makes a table, an index or a view calls it."""
    words = statement.replace("VIRTUAL ", "", 1).split(maxsplit=3)
    return words[2].partition("(")[0]


def lay_out(database: Database) -> None:
    """Make the tables in a new, empty file: all of them or, when it fails, none."""
    database.run("PRAGMA page_size=4096")
    database.run("PRAGMA auto_vacuum=NONE")
    with database.transaction():
        tools = database.tools()
        for statement in (*TABLES, *INDEXES, *VIEWS):
            tools.execute(statement)
        database.run(f"PRAGMA application_id={APPLICATION_ID}")
        database.run(f"PRAGMA user_version={FORMAT}")
