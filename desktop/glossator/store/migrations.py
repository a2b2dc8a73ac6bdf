"""Older project files brought to the present format, step by step, after a backup of the old file was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from glossator import __version__
from glossator.core.errors import GlossatorError
from glossator.store import backups, counting, journal, search
from glossator.store.appearing import appearing
from glossator.store.driver import Database
from glossator.store.schema import FORMAT, INDEXES, VIEWS, name_of

Told = Callable[[int, int, str], object]
"""Hears how much is done, how much there is in all, and of what; what it raises ends the migration."""
Step = Callable[[Database, Told], None]


def migrate(
    database: Database,
    found: int,
    *,
    to: int = FORMAT,
    steps: Mapping[int, Step] | None = None,
    plan: backups.Plan = backups.Plan(),  # noqa: B008 - a tuple
    told: Told = lambda done, total, what: None,
) -> Path | None:
    """Bring a file of format ``found`` to ``to``.  The path of the backup that was made before, as ``plan`` says;
    ``None`` when there was nothing to do.  When a step fails, or ``told`` ends it, the file is as it was.
    """
    if found >= to:
        return None
    telling = _Telling(told)
    try:
        kept = backups.snapshot(
            database,
            "migration",
            plan=plan,
            progress=lambda done, total: told(done, total, "Keeping a backup"),
        )
        with _loose(database), database.transaction():
            with database.watched(telling.again):
                for number in range(found, to):
                    telling(0, 1, f"Making it format {number + 1}")
                    (steps or STEPS)[number](database, telling)
                if to == FORMAT:
                    _settle(database, telling)
            database.run("UPDATE meta SET value=? WHERE key='needs'", (__version__,))
            database.run(f"PRAGMA user_version={to}")
    except BaseException:
        with suppress(GlossatorError):  # a reader beside us may keep it from being one file again for now
            database.run("PRAGMA journal_mode=DELETE")
        raise
    return kept


class _Telling:
    """Says how far it is, and the same again while a long statement runs, so that this can be ended as well."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._last = (0, 1, "")

    def __call__(self, done: int, total: int, what: str) -> None:
        self._last = (done, total, what)
        self._told(*self._last)

    def again(self) -> None:
        self._told(*self._last)


@contextmanager
def _loose(database: Database) -> Iterator[None]:
    """Tables may be renamed and dropped without those that refer to them following."""
    database.run("PRAGMA foreign_keys=OFF")
    database.run("PRAGMA legacy_alter_table=ON")
    try:
        yield
    finally:
        database.run("PRAGMA legacy_alter_table=OFF")
        database.run("PRAGMA foreign_keys=ON")


def _to_format_2(database: Database, told: Told) -> None:
    """Shorter rows of the journal; what touched an entity or the scheme; counts by entity, quotation, document and
    label, and of what relations join; full-text search; views.
    """
    for (index,) in database.rows("SELECT name FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL"):
        database.run(f"DROP INDEX {index}")
    for table, columns in (
        (
            "action",
            "place, id, site, seq, time, author, title, origin, undoes, document, n, chain, body",
        ),
        ("touched", "document, place, 1"),
    ):
        database.run(f"ALTER TABLE {table} RENAME TO old_{table}")
        database.run(_FORMAT_2[table])
        database.run(f"INSERT INTO {table} SELECT {columns} FROM old_{table}")
        database.run(f"DROP TABLE old_{table}")
    for name, statement in _FORMAT_2.items():
        if name not in {"action", "touched"}:
            database.run(statement)
    for statement in INDEXES:  # those of today, as nothing but speed depends on them
        database.run(statement)
    for action in journal.actions(database):
        journal.enter_others(database, journal.decode(action), action.place)
    counting.recount(database, _COUNTED_2)
    _index_texts(database, told)


def _to_format_3(database: Database, told: Told) -> None:
    """Attributes of documents and notes, kinds of notes, sources, what a project remembers, and beginnings of two
    letters in the full-text index.
    """
    for (view,) in database.rows("SELECT name FROM sqlite_schema WHERE type='view'"):
        database.run(f"DROP VIEW {view}")
    for table, columns in (
        ("document", f"{_DOCUMENT_2}, NULL"),
        ("note", "id, ver, target, document, body, author, created, 'note', NULL"),
    ):
        database.run(f"ALTER TABLE {table} RENAME TO old_{table}")
        database.run(_FORMAT_3[table])
        database.run(f"INSERT INTO {table} SELECT {columns} FROM old_{table}")
        database.run(f"DROP TABLE old_{table}")
    for table in ("source_bytes", "kept"):
        database.run(_FORMAT_3[table])
    database.run("DROP TABLE text_search")
    database.run(_FORMAT_3["text_search"])
    _index_texts(database, told)


def _to_format_4(database: Database, told: Told) -> None:
    """Counts of mentions by the day they were made on."""
    told(0, 1, "Counting its mentions by day")
    for table, statement in _FORMAT_4.items():
        database.run(statement)
        counting.recount(database, (table,))


def _index_texts(database: Database, told: Told) -> None:
    (total,) = database.one("SELECT count(*) FROM text")
    for done, (key, body) in enumerate(database.each("SELECT key, body FROM text")):
        told(done, total, "Reading its texts for the search")
        search.index(database, key, body)


def _settle(database: Database, told: Told) -> None:
    """Indexes and views as they are today; those that are so already stay."""
    ours = {name_of(statement): statement for statement in (*INDEXES, *VIEWS)}
    there = database.rows(
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'view') AND sql IS NOT NULL"
    )
    for kind, name, statement in there:
        if ours.get(name) == statement:
            del ours[name]
        else:
            database.run(f"DROP {kind} {name}")
    for done, statement in enumerate(ours.values()):
        told(done, len(ours), "Making its indexes")
        database.run(statement)


# As they are in formats 2 to 4, whatever becomes of them later.
_REFERS = "REFERENCES {} DEFERRABLE INITIALLY DEFERRED"
_ACTION, _PERSON, _SITE = (_REFERS.format(each) for each in ("action(place)", "person(key)", "site(id)"))
_FORMAT_2 = {
    "action": f"""CREATE TABLE action(place INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE,
        site INTEGER NOT NULL {_SITE}, seq INTEGER NOT NULL, time INTEGER NOT NULL,
        author INTEGER NOT NULL {_PERSON}, title TEXT NOT NULL, origin TEXT NOT NULL, undoes INTEGER,
        document INTEGER, n INTEGER NOT NULL, chain BLOB NOT NULL CHECK(length(chain) BETWEEN 6 AND 16),
        body ANY NOT NULL) STRICT""",
    "touched": f"""CREATE TABLE touched(document INTEGER NOT NULL, place INTEGER NOT NULL {_ACTION},
        is_document INTEGER NOT NULL CHECK(is_document IN (0, 1)),
        PRIMARY KEY(document, place)) STRICT, WITHOUT ROWID""",
    "stat_document_label": """CREATE TABLE stat_document_label(document INTEGER NOT NULL, label INTEGER NOT NULL,
        mentions INTEGER NOT NULL, PRIMARY KEY(document, label)) STRICT, WITHOUT ROWID""",
    "stat_entity": """CREATE TABLE stat_entity(entity INTEGER PRIMARY KEY, mentions INTEGER NOT NULL,
        documents INTEGER NOT NULL) STRICT""",
    "stat_quote": """CREATE TABLE stat_quote(quote TEXT NOT NULL, label INTEGER NOT NULL, mentions INTEGER NOT NULL,
        documents INTEGER NOT NULL, PRIMARY KEY(quote, label)) STRICT, WITHOUT ROWID""",
    "stat_pair": """CREATE TABLE stat_pair(type INTEGER NOT NULL, role TEXT NOT NULL, first_label INTEGER NOT NULL,
        second_label INTEGER NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY(type, role, first_label, second_label)) STRICT, WITHOUT ROWID""",
    "pair": """CREATE TABLE pair(type INTEGER NOT NULL, role TEXT NOT NULL, first_label INTEGER NOT NULL,
        second_label INTEGER NOT NULL, document INTEGER NOT NULL, relation INTEGER NOT NULL,
        PRIMARY KEY(type, role, first_label, second_label, document, relation)) STRICT, WITHOUT ROWID""",
    "text_search": """CREATE VIRTUAL TABLE text_search USING fts5(body, content='',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
}
_TEXT, _DOCUMENT = (_REFERS.format(each) for each in ("text(key)", "document(id)"))
_DOCUMENT_2 = """id, ver, name, length, text, source, author, url, published, retrieved, reliability,
    reliability_reason, source_descriptor, status, origin, source_digest, encoding"""
_FORMAT_3 = {
    "source_bytes":  # as long as it stands in the schema
    """CREATE TABLE source_bytes(key INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK(length(digest)=32),
        size INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT""",
    "kept": "CREATE TABLE kept(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "document": f"""CREATE TABLE document(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION}, name TEXT NOT NULL,
        length INTEGER NOT NULL, text INTEGER NOT NULL {_TEXT}, source TEXT NOT NULL,
        author TEXT NOT NULL, url TEXT NOT NULL, published TEXT NOT NULL, retrieved TEXT NOT NULL,
        reliability TEXT NOT NULL, reliability_reason TEXT NOT NULL, source_descriptor TEXT NOT NULL,
        status TEXT NOT NULL, origin TEXT NOT NULL, source_digest TEXT NOT NULL, encoding TEXT NOT NULL,
        attributes TEXT) STRICT""",
    "note": f"""CREATE TABLE note(id INTEGER PRIMARY KEY, ver INTEGER NOT NULL {_ACTION}, target INTEGER NOT NULL,
        document INTEGER {_DOCUMENT}, body TEXT NOT NULL, author INTEGER NOT NULL {_PERSON},
        created INTEGER NOT NULL, kind TEXT NOT NULL, attributes TEXT) STRICT""",
    "text_search": """CREATE VIRTUAL TABLE text_search USING fts5(body, content='', prefix='2',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
}
_COUNTED_2 = (*(each for each in _FORMAT_2 if each in counting.COUNTED), "stat_document", "stat_label")
_FORMAT_4 = {
    "stat_made": """CREATE TABLE stat_made(day INTEGER NOT NULL, author INTEGER NOT NULL, origin INTEGER NOT NULL,
        mentions INTEGER NOT NULL, PRIMARY KEY(day, author, origin)) STRICT, WITHOUT ROWID""",
}
STEPS: Mapping[int, Step] = {1: _to_format_2, 2: _to_format_3, 3: _to_format_4}
"""Format → what makes the next one of it; inside one transaction."""


def copy_into(database: Database, to: Path, write: Callable[[Path], None] | None = None) -> None:
    """Write the whole project, as it is now, to the new file ``to``, with the key of ``database`` unless ``write`` does
    it in another way; :class:`GlossatorError` when that cannot be.  It is there as a whole or not at all.
    """

    def refusal(error: OSError) -> GlossatorError:
        return GlossatorError(
            f"The copy “{to.name}” cannot be written: {error.strerror}.",
            safe="The project itself was not touched.",
            remedy="Choose a folder in which you may write.",
            details=str(to),
        )

    with appearing(to, refusal) as part:
        (write or database.copy_into)(part)
