"""Full-text search: the index over the folded texts, and the documents that are found with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from glossator.core import folding
from glossator.core.documents import Document
from glossator.core.query import Query, Term
from glossator.store import reading
from glossator.store.driver import Database
from glossator.store.rows import Names

Order = Literal["best", "newest", "name"]
"""The best match first, the last text that came in, or by name."""

MANY = 5_000
"""Documents up to which matches are counted and ranked; to rank more would take longer than one waits for."""

TABLES = (
    # The fold has dealt with accents and capitals.  Beginnings of two letters, of which there are words without number,
    # have an index of their own; longer ones are found among the words.  Signs (Mn, Mc) are parts of Indic words; texts
    # lie in `text`, so the index keeps none of them, and as no text is ever deleted, nothing is ever deleted from it.
    """CREATE VIRTUAL TABLE text_search USING fts5(body, content='', prefix='2',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
)
"""The statements that make the index: ``rowid`` is the key of the text."""

_SAMPLES = 100  # texts whose words are looked up by a check
_SAMPLE = 4_096  # code points
_SAMPLE_WORDS = 12


class Wanted(NamedTuple):
    """What documents are looked for: in their text; by status; by what is said in them (a mention with this label, of
    this entity, by this author).
    """

    query: Query
    status: str = ""
    label: str | None = None
    entity: int | None = None
    author: str | None = None


class Found(NamedTuple):
    """A page of the documents that match.  ``total`` is how many there are, or, where ``is_total`` says no, that there
    are more than so many; ``order`` is the one in which they stand: too many are not ranked, the newest come first.
    """

    documents: list[Document]
    total: int
    is_total: bool
    order: Order


def index(database: Database, text_key: int, body: str) -> None:
    """Enter the new text ``body`` under its key, inside the transaction that writes it."""
    database.run("INSERT INTO text_search(rowid, body) VALUES (?,?)", (text_key, folding.fold(body)))


def found(database: Database, names: Names, wanted: Wanted, order: Order, page: tuple[int, int]) -> Found:
    """The documents that are wanted; ``page`` is (limit, offset)."""
    where, values = _conditions(names, wanted)
    # What is slow to match is ranked while it is matched.
    at_once = order == "best" and any(len(term.words) > 1 for group in wanted.query.groups for term in group)
    ranked = f", name, {'rank' if at_once else '0'}"
    newest = database.rows(
        f"SELECT document.id{ranked} FROM {_MATCHING} WHERE {where} ORDER BY {_ORDERS['newest']} LIMIT ?",
        (*values, MANY + 1),
    )
    is_total = len(newest) <= MANY
    if order == "best" and not is_total:
        order = "newest"
    if order == "best" and at_once:
        newest.sort(key=_best)
    limit, offset = page
    if (order == "newest" or at_once) and offset + limit <= len(
        newest
    ):  # to match again would take as long once more
        chosen = [row[:1] for row in newest[offset : offset + limit]]
    else:
        source = _MATCHING
        if order == "name" and not is_total:
            source, where = _BY_NAME, where.replace(_MATCH, _match_by_name(wanted.query), 1)
        chosen = database.rows(
            f"SELECT document.id FROM {source} WHERE {where} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?",
            (*values, *page),
        )
    ids = [each for (each,) in chosen]
    there = {each.id: each for each in reading.documents(database, reading.BY_IDS, (reading.id_list(ids),))}
    documents = [there[each] for each in ids]
    return Found(documents, min(len(newest), MANY), is_total, order)


def _best(row: tuple[int, str, float]) -> tuple[float, str, int]:
    """As SQLite sorts by rank, name (capitals of ASCII not minded) and id."""
    document, name, rank = row
    return rank, "".join(each.lower() if each.isascii() else each for each in name), document


def count(database: Database, names: Names, wanted: Wanted) -> int:
    """How many documents are wanted, however many that are."""
    where, values = _conditions(names, wanted)
    return int(database.one(f"SELECT count(*) FROM {_MATCHING} WHERE {where}", values)[0])


def texts(database: Database, query: Query) -> Iterator[tuple[int, str, str]]:
    """Id, name and text of every document that matches, in no order."""
    return database.each(
        "SELECT document.id, document.name, text.body FROM text_search CROSS JOIN document"
        f" ON document.text=text_search.rowid CROSS JOIN text ON text.key=document.text WHERE {_MATCH}",
        (_expression(query),),
    )


def faults(database: Database) -> Iterator[str]:
    """What is wrong with the index, a sentence each: texts that are not in it, what is in it without a text, and, for
    some texts from all over the file, words that are not found.
    """
    unfindable = {
        key for (key,) in database.rows("SELECT key FROM text EXCEPT SELECT id FROM text_search_docsize")
    }
    for key in sorted(unfindable):
        yield f"A text cannot be found by searching (text {key})."
    for (key,) in database.rows("SELECT id FROM text_search_docsize EXCEPT SELECT key FROM text"):
        yield f"The search finds a text that is not there (text {key})."
    keys = [key for (key,) in database.rows("SELECT key FROM text ORDER BY key")]
    for key in keys[:: max(1, len(keys) // _SAMPLES)]:
        if key not in unfindable and not _is_found(database, key):
            yield f"The words of a text are not found by searching (text {key})."


# --- inside

_MATCH = "text_search MATCH ?"
_MATCHING = "text_search CROSS JOIN document ON document.text=text_search.rowid"
_BY_NAME = "document INDEXED BY document_name"
_ORDERS: dict[Order, str] = {
    "best": "rank, name COLLATE NOCASE, id",
    "newest": "text_search.rowid DESC",
    "name": "name COLLATE NOCASE, id",
}


def _match_by_name(query: Query) -> str:
    """How documents that come by name are matched: one by one, as many match and few are shown; not so where that would
    gather all words with a beginning again for each of them.
    """
    if any(term.is_beginning for group in (*query.groups, query.without) for term in group):
        return f"document.text IN (SELECT rowid FROM text_search WHERE {_MATCH})"
    return f"EXISTS (SELECT 1 FROM text_search WHERE {_MATCH} AND rowid=document.text)"


def _conditions(names: Names, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    conditions = [_MATCH]
    values: list[object] = [_expression(wanted.query)]
    if wanted.status:
        conditions.append("document.status=?")
        values.append(wanted.status)
    said: list[str] = []
    for column, value in (
        ("label", None if wanted.label is None else names.known_label(wanted.label)),
        ("entity", wanted.entity),
        ("author", None if wanted.author is None else names.known_person(wanted.author)),
    ):
        if value is not None:
            said.append(f"mention.{column}=?")
            values.append(value)
    if said:
        conditions.append(
            f"EXISTS (SELECT 1 FROM mention WHERE mention.document=document.id AND {' AND '.join(said)})"
        )
    return " AND ".join(conditions), tuple(values)


def _expression(query: Query) -> str:
    """The query as FTS5 reads it.  Words are folded, so there is no quotation mark in them that could end theirs."""
    wanted = " AND ".join(f"({' OR '.join(map(_phrase, group))})" for group in query.groups)
    without = " OR ".join(map(_phrase, query.without))
    return f"({wanted}) NOT ({without})" if without else wanted


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" * term.is_beginning}'


def _is_found(database: Database, key: int) -> bool:
    """Some words of a text, one after the other, lead to it."""
    begins = database.one("SELECT substr(body, 1, ?) FROM text WHERE key=?", (_SAMPLE, key))[0]
    words = re.findall(f"{folding.WORD}+", folding.fold(begins))[:-1][
        -_SAMPLE_WORDS:
    ]  # the last one may be cut
    question = f"SELECT 1 FROM text_search WHERE {_MATCH} AND rowid=?"
    return not words or database.one(question, (_phrase(Term(tuple(words))), key)) is not None
