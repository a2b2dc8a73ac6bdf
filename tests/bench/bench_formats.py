"""What formats cost: JSONL beside the bare speed of its parts, other formats read, written, imported, exported."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

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
        lines = [orjson.loads(line) for line in target.read_bytes().splitlines()]
        bare = _seconds(lambda: _bare_out(project, lines, folder / "bare.jsonl"))  # noqa: B023 - called at once
        shares_out.append(100 * bare / ours)
        made = folder / f"in {number}.gloss"
        scheme = str(folder / "large.scheme.json")
        bench = projects.create(made, title="In", scheme_id=scheme, author="Bench")
        ours = _seconds(lambda: projects.import_jsonl(bench, target))  # noqa: B023
        bench.close()
        bare = _seconds(lambda: _bare_in(target, folder / f"bare {number}.db"))  # noqa: B023
        shares_in.append(100 * bare / ours)
    for what, shares, goal in (("JSONL out", shares_out, OUT), ("JSONL in", shares_in, IN)):
        yield Measurement(
            f"{what}, of bare orjson and SQLite", _LARGE.name, "%", shares, goal, judged="max", at_least=True
        )


def _bare_out(project: Path, lines: Sequence[dict[str, Any]], target: Path) -> None:
    """All rows read with the driver alone, and the same lines written with orjson alone."""
    from glossator.store.driver import Database

    database = Database(project, read_only=True)
    for table in ("document", "mention", "relation", "argument", "note", "entity"):
        list(database.rows(f"SELECT * FROM {table}"))
    database.close()
    with target.open("wb") as out:
        for line in lines:
            out.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


def _bare_in(source: Path, target: Path) -> None:
    """The lines read with orjson alone, and their records inserted into plain tables with an index each."""
    database = sqlite3.connect(target)
    database.execute("CREATE TABLE text(digest TEXT PRIMARY KEY, body TEXT)")
    for table in ("mention", "relation", "entity", "note"):
        database.execute(f"CREATE TABLE {table}(id TEXT PRIMARY KEY, document TEXT, record TEXT)")
        database.execute(f"CREATE INDEX {table}_of ON {table}(document, id)")
    with database, source.open("rb") as file:
        for line in file:
            plain = orjson.loads(line)
            database.execute("INSERT INTO text VALUES (?,?)", (plain["sha256"], plain["text"]))
            for table, name in (
                ("mention", "mentions"),
                ("relation", "relations"),
                ("entity", "entities"),
                ("note", "notes"),
            ):
                rows = [(each["id"], plain["id"], orjson.dumps(each)) for each in plain[name]]
                database.executemany(f"INSERT INTO {table} VALUES (?,?,?)", rows)
    database.close()


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
    with conveying.undisturbed():
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
