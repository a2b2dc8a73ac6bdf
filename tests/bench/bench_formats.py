"""What formats cost: JSONL beside the bare speed of its parts, other formats read, written, imported, exported."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from sqlcipher3 import dbapi2 as sqlite

from glossator import delivery, exchange, projects
from glossator.core.edits import Hand
from glossator.core.layers import EVERYBODY
from glossator.core.scheme import Scheme
from glossator.formats import conveying
from glossator.formats.catalogue import Format, format_named
from glossator.formats.conveying import Exporting
from glossator.formats.grounding import Grounding
from glossator.formats.losses import Outgoing
from glossator.formats.planning import plan
from glossator.formats.quiet import undisturbed
from glossator.formats.standoff import Options
from tests.bench.bench_export import _LARGE, _SMALL, _project
from tests.bench.frame import Measurement

GOAL = 20_000
"""Mentions per second that a format is read and written with, on one core."""
OUT, IN = 60.0, 40.0
"""Percent of the bare speed of orjson and SQLite on the same records that JSONL has to reach."""
FLAT = 8.0
"""Megabytes that memory may grow by when a file grows fourfold and is converted."""

_FORMATS = ("brat", "doccano", "label-studio")
_TIMES = 3
_TABLES = ("document", "entity", "mention", "relation", "argument", "note")  # beside "text"
_CONVERT = """
import sys, tracemalloc
from itertools import count
from pathlib import Path
from glossator.core.edits import Hand
from glossator.core.layers import EVERYBODY
from glossator.formats import conveying, converting
from glossator.formats.catalogue import format_named
from glossator.formats.standoff import Options
form = format_named("doccano")
numbers = count(1)
source, target = map(Path, sys.argv[1:])
conveying._REMEMBERED = 0
tracemalloc.start()
hand = Hand("", lambda: next(numbers), lambda: 0)
converting.convert(source, target, form, form, options=Options(overwrite=True), hand=hand)
print(tracemalloc.get_traced_memory()[1])
"""


def measure() -> list[Measurement]:
    """Rates are judged by the best sample: whatever else a machine does can only make one worse."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        project = _project(folder / "large.gloss", _LARGE, documents=1)
        measured = [*_jsonl(project, folder)]
        documents = _outgoing(project)
        for each in _FORMATS:
            measured += _format(format_named(each), documents, project, folder)
        return [*measured, *_memory(folder)]


# --- JSONL beside the bare speed of its parts


def _jsonl(project: Path, folder: Path) -> Iterator[Measurement]:
    target = folder / "large.jsonl"
    shares_out, shares_in = [], []
    for number in range(_TIMES):
        ours = _seconds(lambda: projects.export_jsonl(project, target))
        bare = _seconds(lambda: _bare_out(project, folder / "bare.jsonl"))
        shares_out.append(100 * bare / ours)
        made = folder / f"in {number}.gloss"
        scheme = str(folder / "large.scheme.json")
        bench = projects.create(made, title="In", scheme_id=scheme, author="Bench")
        ours = _seconds(lambda: projects.import_jsonl(bench, target))  # noqa: B023 - called at once
        bench.close()
        bare = _seconds(lambda: _bare_in(target, made, folder / f"bare {number}.db"))  # noqa: B023
        shares_in.append(100 * bare / ours)
    for what, shares, goal in (("JSONL out", shares_out, OUT), ("JSONL in", shares_in, IN)):
        yield Measurement(
            f"{what}, of bare orjson and SQLite", _LARGE.name, "%", shares, goal, judged="max", at_least=True
        )


def _bare_out(project: Path, target: Path) -> None:
    """The same records with nothing but the driver and orjson: every row of their tables read, made an object with the
    names of its columns, and written as a line.
    """
    from glossator.store.driver import Database

    database = Database(project, read_only=True)
    with target.open("wb") as out:
        for table in ("text", *_TABLES):
            names = [row[1] for row in database.rows(f"PRAGMA table_info({table})")]
            names, shown = _without_bytes(names)
            for row in database.rows(f"SELECT {shown} FROM {table}"):
                out.write(orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE))
    database.close()


def _without_bytes(columns: Sequence[str]) -> tuple[list[str], str]:
    """The columns that JSON can hold, and how they are asked for."""
    names = [each for each in columns if each != "digest"]
    return names, ", ".join(f'"{each}"' for each in names)


def _bare_in(source: Path, model: Path, target: Path) -> None:
    """The lines read with nothing but orjson, and their records inserted into the same tables with the same indexes as
    those of the project ``model``, of which nothing else is kept: no journal, no counts, no search.
    """
    bare = _Bare(model, target)
    with source.open("rb") as file:
        for line in file:
            bare.take(orjson.loads(line))
    bare.close()


class _Bare:
    """Tables like those of a project, filled without looking at what goes in."""

    def __init__(self, model: Path, target: Path) -> None:
        wanted = ("text", *_TABLES)
        with contextlib.closing(sqlite.connect(model)) as there:
            made = there.execute(
                "SELECT sql, tbl_name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC"
            )
            statements = [sql for sql, table in made if table in wanted]
        self._database = sqlite.connect(target, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        for sql in statements:
            self._database.execute(sql)
        self._database.execute("BEGIN")
        self._numbers: dict[str, int] = {}

    def take(self, plain: dict[str, Any]) -> None:
        """Insert what a line holds."""
        number = self._number
        document = number(plain["id"])
        origin = plain["origin"]
        said = [origin.get(name, "") for name in ("source", "author", "url", "published", "retrieved")]
        self._insert("text", [(document, bytes.fromhex(plain["sha256"]), plain["text"])])
        self._insert(
            "document",
            [
                (
                    document,
                    0,
                    plain["name"],
                    len(plain["text"]),
                    document,
                    *said,
                    "F",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    None,
                )
            ],
        )
        self._insert(
            "entity",
            [
                (number(each["id"]), 0, each["name"], each.get("type", ""), None, None, None, 1, 0)
                for each in plain["entities"]
            ],
        )
        self._insert("mention", [self._mention(each, document) for each in plain["mentions"]])
        relations = plain["relations"]
        self._insert(
            "relation",
            [
                (number(each["id"]), 0, document, number(each["type"]), None, _json(each), 1, 0, 1, None)
                for each in relations
            ],
        )
        self._insert(
            "argument",
            [
                (number(each["id"]), at, end["role"], number(end["mention"]), None)
                for each in relations
                for at, end in enumerate(each["arguments"])
            ],
        )

    def close(self) -> None:
        """All of it is on the disk."""
        self._database.execute("COMMIT")
        self._database.close()

    def _mention(self, each: dict[str, Any], document: int) -> tuple[object, ...]:
        number, parts = self._number, each["fragments"]
        pieces = orjson.dumps(parts).decode() if len(parts) > 1 else None
        entity = number(each["entity"]) if "entity" in each else None
        place = (
            number(each["label"]),
            parts[0][0],
            parts[-1][1],
            pieces,
            each["quote"],
            each.get("subtype", ""),
        )
        return (number(each["id"]), 0, document, *place, entity, _json(each), 1, 0, 1, each.get("confidence"))

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _json(each: dict[str, Any]) -> str | None:
    return orjson.dumps(each["attributes"]).decode() if "attributes" in each else None


# --- other formats


def _outgoing(project: Path) -> list[Outgoing]:
    bench = projects.open(project, author="", read_only=True)
    made = list(delivery.outgoing(bench.ask, bench.scheme, EVERYBODY, None))
    bench.close()
    return made


def _format(form: Format, documents: list[Outgoing], project: Path, folder: Path) -> Iterator[Measurement]:
    target = folder / (form.name if form.writes_folder else f"{form.name}{form.endings[0]}")
    mentions = sum(len(each.annotations.mentions) for each in documents)
    scheme = documents[0].scheme
    ready = list(Exporting(form, scheme).out(documents))
    rows: list[tuple[str, list[float], float | None]] = [
        ("written", _rates(mentions, lambda: _write(form, ready, target, scheme)), GOAL),
        ("read", _rates(mentions, lambda: _read(form, target)), GOAL),
        ("exported, read again, compared", _rates(mentions, lambda: _export(form, project, target)), None),
        ("imported into a project", _rates(mentions, lambda: _import(form, target, folder)), None),
    ]
    for what, rates, goal in rows:
        yield Measurement(
            f"{form.name}, {what}", _LARGE.name, "mentions/s", rates, goal, judged="max", at_least=True
        )


def _write(form: Format, documents: Iterable[Outgoing], target: Path, scheme: Scheme) -> None:
    assert form.write is not None
    form.write(documents, target, Options(scheme=scheme, overwrite=True))


def _read(form: Format, target: Path) -> None:
    """The file looked through for its unit and its names, and made into records."""
    with undisturbed():
        _read_quietly(form, target)


def _read_quietly(form: Format, target: Path) -> None:
    source = conveying.Documents(form, [target], Options())
    found = conveying.seen(source, _nobody)
    numbers = count(1)
    hand = Hand("", lambda: next(numbers), lambda: 0)
    grounding = Grounding(plan(found, Scheme("x", "X", "1")), found.doctor, hand, origin="")
    for document in source.read(_nobody):
        assert grounding.take(document) is not None


def _export(form: Format, project: Path, target: Path) -> None:
    assert exchange.export(project, target, form, overwrite=True).differences == ()


def _import(form: Format, target: Path, folder: Path) -> None:
    with TemporaryDirectory(dir=folder) as name:
        bench = projects.create(
            Path(name, "a.gloss"), title="A", scheme_id="news-intelligence", author="Bench"
        )
        exchange.import_files(bench, [target], form)
        bench.close()


def _memory(folder: Path) -> Iterator[Measurement]:
    peaks = []
    for documents in (250, 1_000):
        project = _project(folder / f"{documents}.gloss", _SMALL, documents=documents)
        source = folder / f"{documents}.jsonl"
        exchange.export(project, source, format_named("doccano"), overwrite=True)
        command = [sys.executable, "-c", _CONVERT, str(source), str(folder / "converted.jsonl")]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        peaks.append(int(said) / 1_000_000)
        yield Measurement("convert, memory", f"{documents:,} × 100", "MB", [peaks[-1]])
    yield Measurement("convert, memory grown", "1,000 over 250", "MB", [peaks[1] - peaks[0]], FLAT)


def _rates(mentions: int, work: Callable[[], None]) -> list[float]:
    return [mentions / _seconds(work) for _ in range(_TIMES)]


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _nobody(done: int, total: int) -> None:
    """Nobody wants to hear."""
