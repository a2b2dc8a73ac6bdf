"""What is alike all over a project: texts that may hold a string, what quotes it, all mentions of identities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from glossator.core.annotations import Mention
from glossator.core.folding import WORD, fold
from glossator.core.query import Query, Term
from glossator.store import reading, search
from glossator.store.driver import Database
from glossator.store.rows import Names

_PAGE = 2_000
_WORDS = re.compile(f"{WORD}+")


class Text(NamedTuple):
    """A document that may hold what is looked for."""

    document: int
    name: str
    body: str


class Quoted(NamedTuple):
    """A mention that quotes a string: where it begins, and the id of its identity."""

    id: int
    document: int
    start: int
    entity: int | None


class Nameless(NamedTuple):
    """So many mentions with this label (id) quote a string and stand for nobody."""

    quote: str
    label: str
    mentions: int


class Alike:
    """Questions for what is alike in all documents of one project file."""

    def __init__(self, database: Database, names: Names) -> None:
        self._database = database
        self._names = names

    def texts_with(self, strings: Iterable[str]) -> Iterator[Text]:
        """Every text in which one of ``strings`` may stand, in no order; a string without a letter or digit is not in
        the index, so then every text is given.
        """
        terms = [Term(tuple(_WORDS.findall(fold(each)))) for each in dict.fromkeys(strings)]
        if not all(term.words for term in terms):
            rows = self._database.each(
                "SELECT document.id, document.name, text.body FROM document JOIN text ON text.key=document.text"
            )
        elif terms:
            rows = search.texts(self._database, Query((tuple(dict.fromkeys(terms)),)))
        else:
            return
        for row in rows:
            yield Text(*row)

    def quoted(self, quote: str, label: str) -> list[Quoted]:
        """The mentions with this label (id) whose quotation is ``quote``, letter by letter, by document and place."""
        rows = self._database.rows(
            "SELECT id, document, start, entity FROM mention WHERE quote=? AND label=? ORDER BY document, start",
            (quote, self._names.known_label(label)),
        )
        return [Quoted(*row) for row in rows]

    def nameless(self, quotes: Iterable[str]) -> list[Nameless]:
        """Which of these strings are quoted by mentions that stand for nobody, with which label and how often."""
        rows = self._database.rows(
            "SELECT quote, item.id, mentions FROM stat_quote JOIN item ON item.key=stat_quote.label"
            " WHERE quote IN (SELECT value FROM json_each(?)) ORDER BY mentions DESC, quote, item.id",
            (reading.id_list(list(dict.fromkeys(quotes))),),
        )
        return [Nameless(*row) for row in rows]

    def counts(self, entity: int) -> tuple[int, int]:
        """How many mentions an identity (id) has, and in how many documents."""
        found = self._database.one("SELECT mentions, documents FROM stat_entity WHERE entity=?", (entity,))
        return (int(found[0]), int(found[1])) if found else (0, 0)

    def mentions_of(self, entities: Iterable[int]) -> Iterator[Mention]:
        """Every mention of these identities (ids), by document and place; some thousands are in memory at once."""
        for entity in dict.fromkeys(entities):
            last = (-1, -1, -1)
            while True:
                page = reading.mentions(
                    self._database,
                    self._names,
                    "entity=? AND (document, start, id) > (?, ?, ?)"
                    f" ORDER BY document, start, id LIMIT {_PAGE}",
                    (entity, *last),
                )
                yield from page
                if len(page) < _PAGE:
                    break
                last = (page[-1].document, page[-1].start, page[-1].id)
