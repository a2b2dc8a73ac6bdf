"""What a passphrase costs: the same work in the same run on a plain project and on a protected one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from glossator import projects
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.query import read
from glossator.core.spans import Span
from glossator.store import rekeying
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.search import Wanted
from tests.bench.bench_store import _import
from tests.bench.documents import S3, article, scheme
from tests.bench.frame import Measurement, cpu_ms

_DOCUMENTS = 5
_BULK = 20_000
_TAGS = 100
_NOW = 1_790_000_000_000
_ROUNDS = 5
_MEGABYTE = 1_000_000


def measure() -> list[Measurement]:
    """Five documents of a million characters and 20,000 mentions each."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        key = Key.derive("four winds over Tobruk")
        files = [
            (_made(place / f"{name}.gloss", each), each) for name, each in (("plain", None), ("kept", key))
        ]
        measured = [
            Measurement(
                "protected: the key derived", "", "ms", cpu_ms(lambda: Key.derive("four winds"), times=5), 400
            )
        ]
        for what, work, bound in _WORK:
            plain, kept = ([sample for _ in range(_ROUNDS) for sample in work(*file)] for file in files)
            measured += [
                Measurement(f"{what}, plain", "", "ms", plain),
                Measurement(f"{what}, protected", "", "ms", kept),
                Measurement(f"{what}, × of plain", "", "×", [median(kept) / median(plain)], bound),
            ]
        path = files[0][0]
        size = path.stat().st_size / _MEGABYTE
        (used,) = cpu_ms(lambda: rekeying.rekey(path, None, key))
        measured.append(
            Measurement("protected: a passphrase is set", f"{size:.0f} MB", "ms a MB", [used / size], 100)
        )
        return measured


def _made(path: Path, key: Key | None) -> Path:
    with ProjectFile.create(path, title="Bench", scheme=scheme(), author="Bench", key=key) as project:
        for number in range(_DOCUMENTS):
            project.write(_import(project, article(S3), number))
    return path


def _opening(path: Path, key: Key | None) -> list[float]:
    def go() -> None:
        with ProjectFile.open(path, key=key) as project:
            project.scheme()
            project.ask.steps()
            project.ask.documents(limit=100)

    return cpu_ms(go, times=2)


def _document(path: Path, key: Key | None) -> list[float]:
    with ProjectFile.open(path, read_only=True, key=key) as project:
        document = project.ask.documents(limit=1)[0].document.id
        return cpu_ms(lambda: project.ask.annotations(document))


def _tags(path: Path, key: Key | None) -> list[float]:
    with ProjectFile.open(path, key=key) as project:
        document = project.ask.documents(limit=1)[0].document
        text = project.ask.text_of(document.id)
        return [
            _tag(project, Mention(project.new_id(), document.id, "PER", (span,), span.slice(text)))
            for span in (Span(number, number + 5) for number in range(_TAGS))
        ]


def _tag(project: ProjectFile, mention: Mention) -> float:
    change = Change(project.new_id(), "Tag", "Bench", _NOW, added=(mention,))
    (used,) = cpu_ms(lambda: project.write(change))
    return used


def _bulk(path: Path, key: Key | None) -> list[float]:
    with ProjectFile.open(path, key=key) as project:
        document = project.ask.documents(limit=1)[0].document
        text = project.ask.text_of(document.id)
        mentions = tuple(
            Mention(project.new_id(), document.id, "PER", (span,), span.slice(text), author="Bench")
            for span in (Span(number, number + 5) for number in range(_BULK))
        )
        change = Change(project.new_id(), "Tag", "Bench", _NOW, added=mentions)
        used = cpu_ms(lambda: project.write(change))
        project.write(replace(change.inverse(change_id=project.new_id(), author="Bench", time=change.time)))
        return used


def _export(path: Path, key: Key | None) -> list[float]:
    return cpu_ms(lambda: projects.export_jsonl(path, lambda _: None, key=key))


def _search(path: Path, key: Key | None) -> list[float]:
    with ProjectFile.open(path, read_only=True, key=key) as project:
        return cpu_ms(lambda: project.ask.search(Wanted(read("Ki")), limit=20))


_WORK: tuple[tuple[str, Callable[[Path, Key | None], list[float]], float], ...] = (
    ("protected: open", _opening, 4.0),
    ("protected: a document of 20,000 mentions, first time", _document, 2.0),
    ("protected: one tag saved", _tags, 2.0),
    ("protected: 20,000 mentions written", _bulk, 1.5),
    ("protected: export", _export, 1.5),
    ("protected: full text, first time", _search, 4.0),
)
