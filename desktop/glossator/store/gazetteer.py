"""The gazetteer: places of the world by their names, out of the list that we ship, indexed once into a file."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from glossator import paths
from glossator.core.errors import GlossatorError
from glossator.core.names import plain_name
from glossator.store.driver import Database

FORMAT = 1
"""The number of the layout of the index; another one is made anew."""
_PLACES = (
    "CREATE TABLE place(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,"
    " part TEXT NOT NULL, people INTEGER NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL) STRICT"
)
_NAMES = (
    "CREATE TABLE name(key TEXT NOT NULL, place INTEGER NOT NULL, is_other INTEGER NOT NULL, written TEXT NOT NULL,"
    " PRIMARY KEY(key, place)) STRICT, WITHOUT ROWID"
)
_COLUMNS = "p.id, p.kind, p.name, p.country, p.part, p.people, p.latitude, p.longitude, n.is_other, n.written"
_LAST = "\U0010ffff"


class Place(NamedTuple):
    """A place of the gazetteer: its number at GeoNames, what it is (city, state, country), its name, its country
    (ISO 3166-1) and part of it, how many people live there, where it lies in degrees, and by which other name it was
    found (empty: by its own).
    """

    id: int
    kind: str
    name: str
    country: str
    part: str
    people: int
    latitude: float
    longitude: float
    called: str = ""


class Gazetteer:
    """Read-only questions about places; made by :func:`open_gazetteer`."""

    def __init__(self, database: Database, scratch: TemporaryDirectory[str] | None = None) -> None:
        self._database = database
        self._scratch = scratch
        self._countries: dict[str, str] = {}

    def named(self, names: Sequence[str], *, limit: int = 200) -> list[Place]:
        """Places that are called one of ``names`` (capitals and accents do not matter), the most populous first."""
        found: dict[int, Place] = {}
        for key in dict.fromkeys(filter(None, map(plain_name, names))):
            rows = self._database.rows(
                f"SELECT {_COLUMNS} FROM name AS n JOIN place AS p ON p.id=n.place WHERE n.key=?"
                " ORDER BY p.people DESC LIMIT ?",
                (key, limit),
            )
            for place in map(_place, rows):
                if place.id not in found or not place.called:
                    found[place.id] = place
        return sorted(found.values(), key=lambda each: (-each.people, each.id))

    def beginning(self, typed: str, *, limit: int = 50) -> list[Place]:
        """Places with a name that begins as it is typed, those with most people first."""
        key = plain_name(typed)
        if not key:
            return []
        rows = self._database.rows(
            f"SELECT {_COLUMNS}, min(n.is_other) FROM name AS n JOIN place AS p ON p.id=n.place"
            " WHERE n.key>=? AND n.key<? GROUP BY p.id ORDER BY p.people DESC LIMIT ?",
            (key, key + _LAST, limit),
        )
        return [_place(row[:-1]) for row in rows]

    def by_id(self, number: int) -> Place | None:
        """The place with this number at GeoNames."""
        row = self._database.one(
            "SELECT id, kind, name, country, part, people, latitude, longitude, 0, name FROM place WHERE id=?",
            (number,),
        )
        return _place(row) if row else None

    def country(self, code: str) -> str:
        """The name of a country (ISO 3166-1, two letters); the code itself where it is not known."""
        if not self._countries:
            rows = self._database.rows("SELECT country, name FROM place WHERE kind='country'")
            self._countries = dict(rows)
        return self._countries.get(code, code)

    def count(self) -> int:
        """How many places there are."""
        return int(self._database.one("SELECT count(*) FROM place")[0])

    def close(self) -> None:
        """No more is asked."""
        self._database.connection.close()
        if self._scratch is not None:
            self._scratch.cleanup()


def open_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer, out of its index in ``folder`` (that of what may be deleted at any time); the index is made where
    it is missing or damaged, which takes some seconds, and in a folder that is gone afterwards where it cannot be kept.
    """
    source = paths.resource("places", "gazetteer.gz").read_bytes()
    mark = hashlib.sha256(source).hexdigest()[:12]
    path = (folder or paths.cache_dir()) / f"gazetteer-{FORMAT}-{mark}.sqlite"
    if (kept := _opened(path)) is not None:
        return Gazetteer(kept)
    try:
        _make(path, source)
    except (OSError, GlossatorError):
        scratch = TemporaryDirectory(prefix="glossator-", ignore_cleanup_errors=True)
        path = Path(scratch.name) / path.name
        _make(path, source)
        return Gazetteer(Database(path, read_only=True), scratch)
    return Gazetteer(Database(path, read_only=True))


def _opened(path: Path) -> Database | None:
    """The index that was made before, unless it is damaged."""
    if not path.is_file():
        return None
    try:
        database = Database(path, read_only=True)
        found = database.one("SELECT (SELECT count(*) FROM place)>0 AND (SELECT count(*) FROM name)>0")
    except GlossatorError:
        return None
    return database if found and found[0] else None


def _make(path: Path, source: bytes) -> None:
    """The index appears whole: it is written beside its place under a name of this process."""
    paths.ensure(path.parent)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    try:
        database = Database(beside, read_only=False)
        try:
            database.run("PRAGMA journal_mode=OFF")
            database.run("PRAGMA synchronous=OFF")
            _fill(database, source)
        finally:
            database.connection.close()
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _fill(database: Database, source: bytes) -> None:
    with database.transaction():
        for statement in (_PLACES, _NAMES):
            database.run(statement)
        lines = [line.split("\t") for line in gzip.decompress(source).decode().splitlines()]
        database.run_many(
            "INSERT INTO place VALUES(?,?,?,?,?,?,?,?)",
            [
                (int(number), *rest[:4], int(people), float(latitude), float(longitude))
                for number, *rest, people, latitude, longitude, _ in lines
            ],
        )
        database.run_many("INSERT OR IGNORE INTO name VALUES(?,?,?,?)", sorted(_names(lines)))


def _names(lines: Sequence[Sequence[str]]) -> Iterator[tuple[str, int, int, str]]:
    for number, _, name, *_, others in lines:
        yield plain_name(name), int(number), 0, name
        for other in filter(None, others.split("|")):
            yield plain_name(other), int(number), 1, other


def _place(row: Sequence[Any]) -> Place:
    *facts, is_other, written = row
    return Place._make((*facts, written if is_other else ""))
