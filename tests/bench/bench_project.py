"""A project of 100,000 documents and ten million mentions: what each thing costs in it, and how that grows.

It takes some minutes to make and gigabytes on the disk; ``GLOSSATOR_BENCH_DOCUMENTS`` makes it smaller.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from itertools import cycle, groupby
from operator import itemgetter
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

import orjson

from glossator import projects
from glossator.core import query
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.spans import Span
from glossator.store import driver, journal, rows
from glossator.store.project_file import ProjectFile
from glossator.store.search import Wanted
from tests.bench.frame import Measurement, cpu_ms
from tests.bench.large_project import AUTHOR, NOW, Scale, build

_DOCUMENTS = 100_000
_TAGS = 1_500
_AT_ONCE = 100_000  # mentions of a bulk import
_IN_EACH = 1_000  # of them in one document
_PEAK = r"""
import re, sys
from itertools import cycle
from pathlib import Path
from glossator import projects
projects.export_jsonl(*map(Path, sys.argv[1:]))
print(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


def measure() -> list[Measurement]:
    """All that is asked of a large project, beside the same in an empty one where it must not grow."""
    scale = Scale(int(os.environ.get("GLOSSATOR_BENCH_DOCUMENTS", _DOCUMENTS)))
    with TemporaryDirectory(prefix="glossator-bench-") as folder:
        empty = build(Path(folder) / "empty.gloss", Scale(1))
        began = time.process_time()
        large = build(Path(folder) / "large.gloss", scale)
        made = [
            Measurement("project: made", scale.name, "s", [time.process_time() - began]),
            Measurement("project: its file", scale.name, "MB", [large.stat().st_size / 1e6]),
        ]
        return made + measured(empty, large, scale)


def measured(empty: Path, large: Path, scale: Scale) -> list[Measurement]:
    """What is asked of these two projects."""
    return [
        *_opening(large, scale.name),
        *_questions(large, scale.name),
        *_searches(large, scale.name),
        *_pages(large, scale.name),
        *_single(empty, large, scale.name),
        *_bulk(large, scale.name),
        *_export(large, scale),
    ]


def _opening(path: Path, size: str) -> list[Measurement]:
    def go() -> None:
        with ProjectFile.open(path) as project:
            project.scheme()
            project.ask.steps()
            project.ask.documents(limit=200)
            project.ask.document_count()

    opened = cpu_ms(go, times=6)[1:]
    found = []
    random = Random(2)
    with ProjectFile.open(path, read_only=True) as project:
        ids = [row.document.id for row in project.ask.documents(limit=5_000)]
    for _ in range(3):  # each time without anything in the cache
        with ProjectFile.open(path, read_only=True) as project:
            found += cpu_ms(lambda ask=project.ask: ask.annotations(random.choice(ids)), times=10)  # type: ignore[misc]
    return [
        Measurement("project: opened until the list stands", size, "ms", opened, 100),
        Measurement("project: one document opened", size, "ms", found, 20, "p95"),
    ]


def _questions(path: Path, size: str) -> list[Measurement]:
    digits = cycle("1234567")  # each asks for others than the one before, which are kept
    with ProjectFile.open(path, read_only=True) as project:
        ask = project.ask
        questions: list[tuple[str, Callable[[], object], float | None]] = [
            ("counts of labels", ask.label_counts, 30),
            ("counts of entities", ask.entity_counts, 30),
            ("counts of relations", ask.relation_pairs, 30),
            ("count of documents", ask.document_count, 30),
            ("list of entities", lambda: ask.entities(limit=200), 30),
            ("entities by a part of the name", lambda: ask.entities(text="ity 77", limit=50), 50),
            (
                "last page of documents",
                lambda: ask.documents(offset=ask.document_count() - 100, limit=100),
                30,
            ),
            ("documents by a part of the name", lambda: ask.documents(text="9999", limit=100), 30),
            ("documents by a part of many names", lambda: ask.documents(text=next(digits), limit=100), 20),
            ("documents in two states", lambda: ask.documents(statuses=["new", "done"], limit=200), 30),
            ("count of documents in two states", lambda: ask.document_count(statuses=["new", "done"]), 30),
            ("documents with a label", lambda: ask.documents(labels=["PER"], limit=200), 50),
            ("count of documents with a label", lambda: ask.document_count(labels=["PER"]), 30),
            ("count of documents with two labels", lambda: ask.document_count(labels=["PER", "ORG"]), 30),
            ("ids of all documents", ask.document_ids, 50),
            ("a page of the history", ask.history, 30),
        ]
        return [
            Measurement(f"project: {what}", size, "ms", cpu_ms(question, times=6)[1:], bound)
            for what, question, bound in questions
        ]


def _searches(path: Path, size: str) -> list[Measurement]:
    """The first page of what a word, a phrase and a beginning find: rare ones, and ones that are everywhere."""
    with ProjectFile.open(path, read_only=True) as project:
        counted: Counter[str] = Counter()
        for row in project.ask.documents(limit=300):
            counted.update(project.ask.text_of(row.document.id).split(" ")[1:])
            phrase = " ".join(project.ask.text_of(row.document.id).split(" ")[5:7])
        ordered = [word for word, _ in counted.most_common()]
        typed = {
            "a frequent word": ordered[0],
            "a rare word": ordered[-1],
            "a phrase of frequent words": f'"{ordered[0]} {ordered[1]}"',
            "a phrase": f'"{phrase}"',
            "a beginning": f"{ordered[-2][:3]}*",
            "a short beginning": f"{ordered[-2][:2]}*",
            "a Chinese word": "北京",
        }
        return [
            Measurement(
                f"project: search for {what}",
                size,
                "ms",
                cpu_ms(partial(project.ask.search, Wanted(query.read(words))), times=6)[1:],
                20,
            )
            for what, words in typed.items()
        ]


def _pages(path: Path, size: str) -> list[Measurement]:
    """Pages of the concordance: the first, one far down, the last but one."""
    with ProjectFile.open(path, read_only=True) as project:
        ask = project.ask
        label = ask.label_counts()[0]
        top = ask.entity_counts(limit=20_000)
        entity = next(each for each in top if each.entity is not None)
        quote = next(each for each in top if each.entity is None)
        pair = ask.relation_pairs()[0]
        joined = {"type": pair.type, "first_label": pair.first_label, "second_label": pair.second_label}
        things: list[tuple[str, Callable[[int], object], int]] = [
            ("a label", lambda offset: ask.mentions_where(label=label.label, offset=offset), label.mentions),
            (
                "an entity",
                lambda offset: ask.mentions_where(entity=entity.entity, offset=offset),
                entity.mentions,
            ),
            (
                "a quotation",
                lambda offset: ask.mentions_where(
                    quote=quote.name, label=quote.label, identified=False, offset=offset
                ),
                quote.mentions,
            ),
            ("a relation", lambda offset: ask.relations_where(**joined, offset=offset), pair.relations),  # type: ignore[arg-type]
        ]
        return [
            Measurement(
                f"project: page of {what}",
                f"{name} of {total:,}",
                "ms",
                cpu_ms(partial(page, offset), times=6)[1:],
                30,
            )
            for what, page, total in things
            for name, offset in (("first", 0), ("middle", total // 2), ("last", max(0, total - 200)))
        ]


# --- one tag ----------------------------------------------------------------------------------------------------------


def _single(empty: Path, large: Path, size: str) -> list[Measurement]:
    bare, small, big = _tags(empty, bare=True), _tags(empty), _tags(large)
    growth = sorted(big)[int(_TAGS * 0.95)] / sorted(small)[int(_TAGS * 0.95)]
    share = median(small) / median(bare) - 1
    row, indexed = (_journal_bytes(empty, _TAGS, indexed=each) for each in (False, True))
    return [
        Measurement("project: one tag saved", "empty", "ms", small, 1.0, "p95"),
        Measurement("project: one tag saved", size, "ms", big, 1.0, "p95"),
        Measurement("project: one tag, growth", f"{size} over empty", "×", [growth], 1.5),
        Measurement("project: journal, time of one tag", "share", "×", [share], 0.4),
        Measurement("project: journal, row of one tag", f"last {_TAGS}", "bytes", [row], 100),
        Measurement("project: … with its indexes", f"last {_TAGS}", "bytes", [indexed]),
    ]


def _tags(path: Path, *, bare: bool = False) -> list[float]:
    """Words of a document tagged one by one; ``bare``: the same without a row of the journal."""
    samples = []
    patched = patch.object(journal, "append", lambda database, change, names: 1)
    with ProjectFile.open(path) as project:
        document = project.ask.documents(limit=1)[0].document
        words = project.ask.text_of(document.id).split(" ")
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        for number in range(_TAGS):
            place = number % len(words)
            change = _tag(
                project, document, Span(starts[place], starts[place] + len(words[place])), words[place]
            )
            with patched if bare else nullcontext():
                samples += cpu_ms(lambda change=change: project.write(change))  # type: ignore[misc]
    return samples


def _tag(project: ProjectFile, document: Document, span: Span, quote: str) -> Change:
    mention = Mention(project.new_id(), document.id, "PER", (span,), quote, author=AUTHOR, created=NOW)
    return Change(project.new_id(), f"Tag “{quote}” as Person", AUTHOR, NOW, added=(mention,))


def _journal_bytes(path: Path, actions: int, *, indexed: bool) -> float:
    """Bytes on the disk for each of the last rows of the journal, alone or with their indexes."""
    with driver.scratch() as scratch, ProjectFile.open(path, read_only=True) as project:
        database = project._database
        found = database.rows("SELECT * FROM action ORDER BY place DESC LIMIT ?", (actions,))
        made = database.rows(
            "SELECT sql FROM sqlite_schema WHERE tbl_name='action' AND sql IS NOT NULL ORDER BY type DESC"
        )
        for (statement,) in made if indexed else made[:1]:
            scratch.execute(statement if indexed else statement.replace(" UNIQUE", ""))
        (before,) = scratch.execute("PRAGMA page_count").fetchone()
        scratch.executemany(f"INSERT INTO action VALUES ({','.join('?' * len(found[0]))})", reversed(found))
        (after,) = scratch.execute("PRAGMA page_count").fetchone()
    return float((after - before) * 4096 / len(found))


# --- many at once -----------------------------------------------------------------------------------------------------


def _bulk(path: Path, size: str) -> list[Measurement]:
    """Mentions of new documents, as an import brings them, compared with bare rows in the same tables; taken back."""
    with ProjectFile.open(path) as project:
        database = project._database
        change = _import(project)
        bare = _bare_seconds(project, change)
        documents = replace(change, id=project.new_id(), added=change.added[:_DOCUMENTS_OF_IMPORT])
        project.write(documents)
        mentions = replace(change, added=change.added[_DOCUMENTS_OF_IMPORT:], texts={})
        [used] = cpu_ms(lambda: project.write(mentions))
        (body,) = database.one("SELECT octet_length(body) FROM action ORDER BY place DESC LIMIT 1")
        taken = mentions.inverse(change_id=project.new_id(), author=AUTHOR, time=NOW)
        undo = cpu_ms(lambda: project.write(taken))
        project.write(documents.inverse(change_id=project.new_id(), author=AUTHOR, time=NOW))
    of = f"{_AT_ONCE:,} into {size}"
    return [
        Measurement(
            "project: mentions written at once", of, "/s", [_AT_ONCE / used * 1000], 25_000, at_least=True
        ),
        Measurement(
            "project: … of the speed of bare rows", of, "×", [bare / used * 1000], 0.5, at_least=True
        ),
        Measurement("project: … journal", of, "bytes each", [body / _AT_ONCE], 25),
        Measurement("project: … taken back", of, "ms", undo, 3_000),
    ]


_DOCUMENTS_OF_IMPORT = _AT_ONCE // _IN_EACH


def _import(project: ProjectFile) -> Change:
    """New documents, then their mentions: most of what they quote has been quoted before, as in life."""
    random = Random(3)
    new = project.new_id
    known = [row.document.id for row in project.ask.documents(limit=500)]
    words = project.ask.text_of(random.choice(known)).split(" ")
    documents: list[Document] = []
    mentions: list[Mention] = []
    texts = {}
    for number in range(_DOCUMENTS_OF_IMPORT):
        said = [f"New{number}", *random.choices(words, k=_IN_EACH)]
        text = " ".join(said)
        document = Document(new(), f"New {number:04}", len(text), digest_of(text))
        documents.append(document)
        texts[document.digest] = text
        start = 0
        for word in said[:_IN_EACH]:
            span = (Span(start, start + len(word)),)
            label = random.choice(("PER", "ORG", "GPE", "LOC"))
            mentions.append(Mention(new(), document.id, label, span, word, author=AUTHOR, created=NOW))
            start += len(word) + 1
    return Change(
        new(),
        "Import “new.jsonl”",
        AUTHOR,
        NOW,
        added=(*documents, *mentions),
        texts=texts,
        origin="import:bench",
    )


def _bare_seconds(project: ProjectFile, change: Change) -> float:
    """CPU seconds for the same rows of mentions without anything else, which are then rolled back."""
    database, names = project._database, project._names
    made = [each for each in change.added if isinstance(each, Mention)]
    names.person(AUTHOR)
    ready = [rows.of_mention(each, 1, names) for each in made]
    database.run("BEGIN IMMEDIATE")
    [used] = cpu_ms(
        lambda: database.run_many(f"INSERT INTO mention VALUES ({','.join('?' * len(ready[0]))})", ready)
    )
    database.run("ROLLBACK")
    return used / 1000


# --- everything out ---------------------------------------------------------------------------------------------------


def _export(path: Path, scale: Scale) -> list[Measurement]:
    mentions = scale.documents * scale.mentions
    out = path.with_suffix(".jsonl")
    [poor] = cpu_ms(lambda: _bare_export(path, out, identities=False))
    [bare] = cpu_ms(lambda: _bare_export(path, out, identities=True))
    [used] = cpu_ms(lambda: projects.export_jsonl(path, out))
    said = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path), str(out)], check=True, capture_output=True, text=True
    ).stdout
    out.unlink()
    return [
        Measurement(
            "project: export", scale.name, "mentions/s", [mentions / used * 1000], 100_000, at_least=True
        ),
        Measurement(
            "project: … of bare SELECT and orjson", scale.name, "×", [bare / used], 0.6, at_least=True
        ),
        Measurement("project: … of the same without identities", scale.name, "×", [poor / used]),
        Measurement("project: … memory of its process", scale.name, "MB", [int(said) / 1024], 150),
    ]


_BARE = (
    """SELECT document, id, label, start, "end", fragments, quote, subtype, entity, attributes, author, created, origin,
    confidence FROM mention ORDER BY document, start""",
    """SELECT document, relation.id, type, "trigger", attributes, relation.author, created, origin, confidence,
    role, mention, sub FROM relation JOIN argument ON relation=relation.id ORDER BY document, relation.id""",
)


_IDENTITIES = "SELECT * FROM entity WHERE id IN (SELECT entity FROM mention WHERE document=?) ORDER BY id"


def _bare_export(path: Path, out: Path, *, identities: bool) -> None:
    """The rows of mentions and relations and the texts as they come, a line for each document; as in an export, with
    the ``identities`` that its mentions name.
    """
    with ProjectFile.open(path, read_only=True) as project, out.open("wb") as file:
        database = project._database
        first = itemgetter(0)
        streams = [groupby(database.each(statement), first) for statement in _BARE]
        heads = [next(stream, (None, ())) for stream in streams]
        texts = "SELECT document.id, name, body FROM document JOIN text ON text.key=document.text ORDER BY document.id"
        for document, name, body in database.each(texts):
            line: list[object] = [name, body]
            for number, (owner, held) in enumerate(heads):
                if owner == document:
                    line.append(list(held))
                    heads[number] = next(streams[number], (None, ()))
            if identities:
                line.append(database.rows(_IDENTITIES, (document,)))
            file.write(orjson.dumps(line) + b"\n")
