"""A new project: its file with the tables, what a project has of itself, and its label scheme as the first step."""

from __future__ import annotations

import os
import time
from pathlib import Path

import orjson

from glossator import __version__
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.ids import IdSource
from glossator.core.plain import to_plain
from glossator.core.scheme import Scheme
from glossator.store import journal, writer
from glossator.store.driver import Database
from glossator.store.keys import Key
from glossator.store.rows import Names
from glossator.store.schema import lay_out


def make(path: Path, *, title: str, scheme: Scheme, author: str, key: Key | None) -> None:
    """Make a project of the empty file ``path``, closed and whole; with a ``key`` it is protected."""
    database = Database(path, read_only=False, key=key)
    try:
        lay_out(database)
        database.prepare()
        _write_meta(database, title, scheme)
        first = Change(
            id=IdSource(lambda prefix: False)(),
            title=f"New project with the scheme {scheme.name}",
            author=author,
            time=int(time.time() * 1000),
            added=scheme.items(),
            origin=journal.CREATION,
        )
        writer.write(database, first, Names(database))
        database.run("PRAGMA journal_mode=DELETE")  # all of it in the one file that gets the name
    finally:
        database.drop()


def _write_meta(database: Database, title: str, scheme: Scheme) -> None:
    heading = orjson.dumps(to_plain(scheme.heading)).decode()  # as it began; its item says how it is now
    meta = {"project": os.urandom(16).hex(), "title": title, "needs": __version__, "scheme": heading}
    with database.transaction():
        database.run_many("INSERT INTO meta(key, value) VALUES (?,?)", meta.items())
        database.run(
            "INSERT INTO site(id, uid, head, chain) VALUES (1, ?, 0, ?)", (os.urandom(8).hex(), journal.START)
        )


def not_made(path: Path, error: OSError) -> GlossatorError:
    """Why there is no new project in ``path``."""
    return GlossatorError(
        f"The project “{path.name}” cannot be made in “{path.parent}”: {error.strerror}.",
        safe="Nothing was written.",
        remedy="Choose a folder that exists, has room, and in which you may write.",
        details=str(path),
    )
