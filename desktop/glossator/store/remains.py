"""What is left in a damaged project file: the rows of each table, gathered from whatever can still be read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from glossator.core.errors import GlossatorError
from glossator.store.driver import Database, Error
from glossator.store.keys import Key
from glossator.store.pages import MAGIC, PAGE, Pages, RawRow, Torn
from glossator.store.rows import SCHEME_KINDS
from glossator.store.schema import APPLICATION_ID, FORMAT

TABLES = (
    "kept",
    "meta",
    "site",
    "person",
    "origin",
    "action",
    "item",
    "text",
    "document",
    "entity",
    "mention",
    "relation",
    "argument",
    "note",
    "gone",
    "source_bytes",
    "stat_document",
)
"""The tables that are read; all others are made of these."""

Progress = Callable[[int, int], object]

_BATCH = 1000
_BLOCK = 1 << 20
_MOST_PEOPLE = 1 << 20  # ids are larger by far
_TYPES: dict[str, tuple[type, ...]] = {
    "INTEGER": (int,),
    "TEXT": (str,),
    "BLOB": (bytes,),
    "REAL": (float, int),
    "ANY": (str, int, float, bytes),
}
_META = ("project", "title", "needs", "scheme", "kept")  # what stands in `meta`, which looks like `kept`
_LATE: dict[str, tuple[object, ...]] = {"document": (None,), "note": ("note", None)}
_ORIGINS = ("", "creation")  # names that no person has and every project's origins begin with


class Column(NamedTuple):
    """A column as our own statements make it; ``key`` is its place in the primary key, 0 outside of it."""

    name: str
    type: str
    may_be_null: bool
    key: int


class Shape(NamedTuple):
    """A table; ``is_numbered`` says that its key is the number of the row, which is not kept among its values.
    ``late`` are the values of its last columns in rows of older formats, which had not got them yet.
    """

    name: str
    columns: tuple[Column, ...]
    is_numbered: bool
    late: tuple[object, ...] = ()

    @property
    def sizes(self) -> set[int]:
        """How many values a row may have."""
        return {len(self.columns), len(self.columns) - len(self.late)}

    def filled(self, values: Sequence[object]) -> Sequence[object]:
        """The values of a row with those that an older format had not got."""
        is_old = self.late and len(values) == len(self.columns) - len(self.late)
        return (*values, *self.late) if is_old else values

    def fits(self, values: Sequence[object]) -> bool:
        """Whether a row with these values may be one of this table."""
        if len(values) != len(self.columns) or not all(map(self._fits, self.columns, values)):
            return False
        return self.name != "kept" or (values[0] not in _META and _is_json(values[1]))

    def _fits(self, column: Column, value: object) -> bool:
        if value is None:
            return column.may_be_null
        if isinstance(value, Torn):
            return (self.name, column.name) == ("text", "body")
        return isinstance(value, _TYPES[column.type])


def shapes(database: Database) -> dict[str, Shape]:
    """The tables as they are in ``database``, which is one that we have just made."""
    found = {}
    for table in TABLES:
        columns = tuple(
            Column(name, type_ or "ANY", not (must or key), key)
            for name, type_, must, key in database.rows(
                'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table,)
            )
        )
        keys = [each for each in columns if each.key]
        is_numbered = len(keys) == 1 and keys[0].type == "INTEGER"
        found[table] = Shape(table, columns, is_numbered, _LATE.get(table, ()))
    return found


class Remains:
    """The rows that were found, in tables of the same names and columns in ``stage``, which is ours.

    ``whole`` names the tables that were read from end to end without a fault; ``hints`` are names by the number that
    an index gives them, for people of whom nothing else is left, and ``items`` kind and id of scheme items.
    """

    def __init__(self, stage: Database, found: dict[str, Shape]) -> None:
        self.stage = stage
        self.whole: set[str] = set()
        self.hints: dict[int, set[str]] = {}
        self.items: dict[int, tuple[str, str]] = {}
        self._shapes = found
        for shape in found.values():
            columns = ", ".join(f'"{each.name}"' for each in shape.columns)
            keys = ", ".join(
                f'"{each.name}"' for each in sorted(shape.columns, key=lambda c: c.key) if each.key
            )
            if shape.is_numbered:
                columns = columns.replace(f'"{keys.strip(chr(34))}"', f"{keys} INTEGER PRIMARY KEY", 1)
                stage.run(f"CREATE TABLE {shape.name}({columns})")
            else:
                stage.run(f"CREATE TABLE {shape.name}({columns}, PRIMARY KEY({keys})) WITHOUT ROWID")

    def read(self, damaged: Path, key: Key | None, progress: Progress) -> None:
        """Gather what the file ``damaged``, a copy that may be written, still says."""
        if key is None:
            _mend_header(damaged)
        for done, shape in enumerate(self._shapes.values()):
            progress(done, len(self._shapes) * 2)
            if self._ask(damaged, key, shape):
                self.whole.add(shape.name)
        if len(self.whole) < len(self._shapes):
            self._read_pages(damaged, key, progress)

    def _ask(self, damaged: Path, key: Key | None, shape: Shape) -> bool:
        """Read a table by asking for it: from its beginning and, where that breaks off, from its end; each time over a
        connection of its own, as one that met a damaged page of a protected file reads nothing any more.
        """
        keys = ", ".join(f'"{each.name}"' for each in shape.columns if each.key)
        backwards = ", ".join(f'"{each.name}" DESC' for each in shape.columns if each.key)
        for order in (keys, backwards):
            try:
                with _connected(damaged, key) as database:
                    if database is None:
                        return False
                    there = len(database.rows(f"PRAGMA table_info({shape.name})"))
                    names = [f'"{each.name}"' for each in shape.columns[:there]]
                    rows = database.each(
                        f"SELECT {', '.join(names)} FROM {shape.name} NOT INDEXED ORDER BY {order}"
                    )
                    self._keep(shape, map(shape.filled, rows))
            except (GlossatorError, Error):  # what else can be read is read by its pages
                continue
            else:
                return order == keys
        return False

    def _keep(self, shape: Shape, rows: Iterable[Sequence[object]]) -> None:
        marks = ",".join("?" * len(shape.columns))
        each = iter(rows)
        while batch := list(islice(each, _BATCH)):
            fitting = [tuple(map(_plain, row)) for row in batch if shape.fits(row)]
            self.stage.run_many(f"INSERT OR IGNORE INTO {shape.name} VALUES ({marks})", fitting)

    # --- by pages

    def _read_pages(self, damaged: Path, key: Key | None, progress: Progress) -> None:
        wanted = [shape for name, shape in self._shapes.items() if name not in self.whole]
        waiting: dict[str, list[Sequence[object]]] = {shape.name: [] for shape in wanted}
        names: dict[int, list[Sequence[object]]] = {}
        by_size: dict[tuple[bool, int], list[Shape]] = {}
        for shape in wanted:
            for size in shape.sizes:
                by_size.setdefault((shape.is_numbered, size), []).append(shape)
        pages = Pages(damaged, key)
        try:
            for number, row in pages.rows():
                progress(pages.count + number, pages.count * 2)
                self._take_hint(row)
                for shape in by_size.get((row.rowid is not None, len(row.values)), ()):
                    values = _as_columns(shape, row)
                    if values is None:
                        continue
                    if shape.name in ("person", "origin"):
                        names.setdefault(row.root, []).append(values)
                    else:
                        waiting[shape.name].append(values)
                    if len(waiting[shape.name]) >= _BATCH:
                        self._keep(shape, waiting.pop(shape.name))
                        waiting[shape.name] = []
                    break
        finally:
            pages.close()
        for shape in wanted:
            self._keep(shape, waiting[shape.name])
        self._keep_names(names)

    def _take_hint(self, row: RawRow) -> None:
        if row.rowid is not None or len(row.values) not in (2, 3):
            return
        *names, number = row.values
        if not isinstance(number, int) or not 0 < number < _MOST_PEOPLE:
            return
        match names:
            case [str(name)]:
                self.hints.setdefault(number, set()).add(name)
            case [str(kind), str(name)] if kind in SCHEME_KINDS:
                self.items.setdefault(number, (kind, name))

    def _keep_names(self, found: dict[int, list[Sequence[object]]]) -> None:
        """People and origins look the same; people were made first, so their pages come first."""
        for place, root in enumerate(sorted(found)):
            is_origin = place > 0 or any(row[1] in _ORIGINS for row in found[root])
            table = "origin" if is_origin else "person"
            if table not in self.whole:
                self._keep(self._shapes[table], found[root])


def _as_columns(shape: Shape, row: RawRow) -> Sequence[object] | None:
    if shape.is_numbered != (row.rowid is not None) or len(row.values) > len(shape.columns):
        return None
    values = list(row.values)
    if shape.is_numbered:
        place = next(index for index, each in enumerate(shape.columns) if each.key)
        if place >= len(values) or values[place] is not None:
            return None
        values[place] = row.rowid
    filled = shape.filled(values)
    return filled if shape.fits(filled) else None


def _is_json(value: object) -> bool:
    try:
        orjson.loads(value if isinstance(value, str) else b"")
    except orjson.JSONDecodeError:
        return False
    return True


def _plain(value: object) -> object:
    return value.part if isinstance(value, Torn) else value


def _decoded(text: bytes) -> str | Torn:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return Torn(text)


@contextlib.contextmanager
def _connected(damaged: Path, key: Key | None) -> Iterator[Database | None]:
    """The damaged file as SQLite sees it; ``None`` where it sees nothing in it at all."""
    try:
        database = Database(damaged, read_only=False, key=key)
    except (GlossatorError, Error):
        yield None
        return
    try:
        for statement in (
            "PRAGMA trusted_schema=OFF",
            "PRAGMA writable_schema=ON",  # so that it reads on where the schema is damaged
            "PRAGMA wal_checkpoint(TRUNCATE)",  # what waits in a side file belongs to the file
            "PRAGMA journal_mode=DELETE",
        ):
            with contextlib.suppress(GlossatorError, Error):
                database.run(statement)
        database.connection.text_factory = _decoded
        yield database
    finally:
        database.drop()


def copied(damaged: Path, to: Path) -> None:
    """Copy a file and what waits beside it, with zeros for what the disk no longer gives.

    :class:`GlossatorError` when there is no room for it, or nothing can be read at all.
    """
    for end in ("", "-wal", "-journal"):
        source = damaged.with_name(damaged.name + end)
        if not end or source.exists():
            _copy_blocks(source, to.with_name(to.name + end))


def _copy_blocks(source: Path, target: Path) -> None:
    try:
        with source.open("rb", buffering=0) as old, target.open("xb") as new:
            size = source.stat().st_size
            for start in range(0, size, _BLOCK):
                for each in _readable(old, start, min(_BLOCK, size - start)):
                    new.write(each)
    except OSError as error:
        raise GlossatorError(
            f"“{source.name}” cannot be copied for its repair: {error.strerror}.",
            safe="It was left as it is.",
            remedy="Make room on the disk for temporary files, or see whether you may read the file.",
            details=str(source),
        ) from error


def _readable(file: Any, start: int, length: int) -> Iterator[bytes]:
    try:
        file.seek(start)
        yield file.read(length)
    except OSError:
        if length <= PAGE:
            yield bytes(length)
            return
        for each in range(start, start + length, PAGE):
            yield from _readable(file, each, min(PAGE, start + length - each))


def _mend_header(damaged: Path) -> None:
    """Write the head of the file anew, as all our files begin in the same way."""
    size = damaged.stat().st_size
    with damaged.open("r+b") as file:
        head = file.read(100)
        if len(head) < 100:
            file.write(bytes(PAGE - len(head)))
            head = head.ljust(100, b"\0")
        fixed = MAGIC + PAGE.to_bytes(2, "big")
        steady = bytes((0, 64, 32, 32))
        if head[:18] == fixed and head[20:24] == steady and head[56:60] == b"\0\0\0\1":
            return
        version = b"\2\2" if damaged.with_name(f"{damaged.name}-wal").exists() else b"\1\1"
        counts = (1, -(-size // PAGE), 0, 0, 1, 4, 0, 0, 1, FORMAT, 0, APPLICATION_ID)
        numbers = b"".join(each.to_bytes(4, "big") for each in counts)
        file.seek(0)
        file.write((fixed + version + steady + numbers).ljust(92, b"\0") + b"\0\0\0\1" + bytes(4))
        rest = size % PAGE
        if rest:
            file.seek(0, 2)
            file.write(bytes(PAGE - rest))
