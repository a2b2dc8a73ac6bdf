"""Full-text search: the index over the folded texts, and what is found with it."""

from __future__ import annotations

from glossator.core import folding
from glossator.store.driver import Database

TABLES = (
    # The fold has dealt with accents and capitals.  Signs (Mn, Mc) are parts of Indic words; texts lie in `text`, so
    # the index keeps none of them, and as no text is ever deleted, nothing is ever deleted from it.
    """CREATE VIRTUAL TABLE text_search USING fts5(body, content='',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
)
"""The statements that make the index: ``rowid`` is the key of the text."""


def index(database: Database, text_key: int, body: str) -> None:
    """Enter the new text ``body`` under its key, inside the transaction that writes it."""
    database.run("INSERT INTO text_search(rowid, body) VALUES (?,?)", (text_key, folding.fold(body)))
