"""How a project begins and what goes in and out of it: new, open, demo, JSONL brought in and written."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from glossator import departures, paths
from glossator.arrivals import Arrivals, DoesNotFit, ImportReport, described
from glossator.core import edits
from glossator.core.documents import digest_of, printable
from glossator.core.errors import GlossatorError
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.scheme import Scheme
from glossator.store import places
from glossator.store.backups import Plan
from glossator.store.keys import Key
from glossator.store.lock import Locked
from glossator.store.opening import Older
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench

__all__ = [
    "DoesNotFit",
    "ImportReport",
    "Locked",
    "Older",
]  # what others take from here although it is made elsewhere

ENDING = ".gloss"
"""How the name of a project file ends."""

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all."""

_DEMO_SCHEME = "news-intelligence"
_DEMO_DATA = "russia-libya-air-defense.json"
_DEMO_NAME = "Russia moves air defenses from Syria to Libya"
_MAKING = ".demo-"  # how the folder is called in which it is made
_LEFT_BEHIND = 3600  # seconds after which nobody is making it any more
_SAME = "The project is as it was."


class ExportReport(NamedTuple):
    """What went out; ``scheme`` is the file with the scheme, ``None`` where it could not lie beside the export."""

    documents: int
    mentions: int
    relations: int
    scheme: Path | None = None


def _no_progress(done: int, total: int) -> None:
    """Nobody wants to hear."""


# --- schemes and projects


def scheme_names() -> list[str]:
    """The names of the label schemes that Glossator ships, the one that most will want first."""
    found = sorted(path.stem for path in paths.resource("schemes").glob("*.json"))
    return sorted(found, key=lambda name: name != _DEMO_SCHEME)


def read_scheme(name: str) -> Scheme:
    """The shipped scheme of this name, or the one in the file at this path: JSON, or a configuration of brat (its
    folder or ``annotation.conf``).  :class:`GlossatorError` if neither.
    """
    if name in scheme_names():
        return _scheme_in(paths.resource("schemes", f"{name}.json"))
    if not name.endswith((".json", ".conf")) and not Path(name).is_dir():
        known = ", ".join(scheme_names())
        raise GlossatorError(
            f"There is no label scheme “{name}”.",
            remedy=f"There are: {known}; or name a JSON file with a scheme, or a configuration of brat.",
        )
    return _scheme_in(Path(name))


def create(
    path: Path, *, title: str, scheme_id: str | Scheme, author: str, key: Key | None = None
) -> Workbench:
    """A new project in a file that is not there yet, with a scheme or the one that :func:`read_scheme` finds, protected
    where there is a ``key``.
    """
    scheme = scheme_id if isinstance(scheme_id, Scheme) else read_scheme(scheme_id)
    return _on_bench(ProjectFile.create(path, title=title, scheme=scheme, author=author, key=key), author)


def open(  # noqa: A001 - projects.open reads well
    path: Path,
    *,
    author: str,
    read_only: bool = False,
    key: Key | None = None,
    plan: Plan | None = Plan(),  # noqa: B008 - a tuple
) -> Workbench:
    """The project in ``path`` on a workbench; :class:`Locked` when another Glossator writes it,
    :class:`glossator.protection.NeedsPassphrase` when it is protected and ``key`` does not open it.  One of an older
    format is brought up to date after a backup, for which ``plan`` has the place; without one :class:`Older` is raised.
    """
    return _on_bench(ProjectFile.open(path, read_only=read_only, key=key, plan=plan), author)


def demo(folder: Path, *, tagged: bool, author: str) -> Path:
    """The path of the demo project in ``folder``, which is made the first time: the sample article, ``tagged`` with
    annotations or bare.  It is there as a whole or not at all.
    """
    path = folder / f"{'Tagged demo' if tagged else 'Demo'}{ENDING}"
    if path.exists():
        return path
    from tempfile import TemporaryDirectory  # slow to load, and the demo is made once

    _clear_away(folder)
    with TemporaryDirectory(prefix=_MAKING, dir=folder) as making:
        made = Path(making, path.name)
        with contextlib.closing(
            create(made, title=_DEMO_NAME, scheme_id=_DEMO_SCHEME, author=author)
        ) as bench:
            _bring_demo(bench, tagged=tagged)
        made.replace(path)
    return path


def _bring_demo(bench: Workbench, *, tagged: bool) -> None:
    from glossator.formats import demo as demo_format
    from glossator.formats import text

    data = json.loads(paths.resource("demo", _DEMO_DATA).read_text(encoding="utf-8"))
    read = text.read(paths.seed(data["text"]))._replace(name=_DEMO_NAME)
    document = described(read, digest_of(read.text), bench)
    change = edits.add_documents([(document, read.text)], by=bench.hand)
    if tagged:
        hand = bench.hand
        records = demo_format.tagged(
            document, read.text, data, new_id=hand.new_id, author=bench.author, created=hand.now()
        )
        change = replace(change, added=(*change.added, *records))
    bench.do(change)


def _clear_away(folder: Path) -> None:
    """What a program that was killed while it made the demo has left behind."""
    for left in folder.glob(f"{_MAKING}*"):
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)


def save_copy(bench: Workbench, to: Path, *, unprotected: bool = False) -> Path:
    """Write the project, as it is now, to a new file, whose path is returned: also where the project can only
    be read, or whose own file was moved or deleted while it was open.  The bench stays on the project.
    The copy of a protected one is protected by the same passphrase, unless it shall be ``unprotected``.
    """
    to = to if to.suffix == ENDING else to.with_name(to.name + ENDING)
    if unprotected:
        bench.project_file.save_unprotected(to)
    else:
        bench.project_file.save_copy(to)
    return to


def sqlite_version() -> str:
    """The version of SQLite that projects are read and written with."""
    from glossator.store import driver

    return driver.version()


def sync_service(path: Path) -> str:
    """The service, such as OneDrive, that carries the folder of a project to other computers; empty for none."""
    return places.sync_service(path)


def faults(path: Path, progress: Progress = _no_progress, *, key: Key | None = None) -> list[str]:
    """What is wrong with the project file at ``path``, a sentence each; nothing when it is whole."""
    from glossator.store.check import check

    return check(path, key=key, progress=progress)


# --- JSONL in


def import_jsonl(
    bench: Workbench, path: Path, *, skip_bad: bool = False, progress: Progress = _no_progress
) -> ImportReport:
    """Bring the documents in the JSONL file at ``path`` in with all that is said of them and under their own ids, as
    one Change.

    A document whose text is there already is told and left out; an entity that is there already stays as it is.
    Anything faulty raises :class:`DoesNotFit`, and nothing is brought in; with ``skip_bad`` it is left out and told in
    the report.
    """
    from glossator.formats.quiet import undisturbed

    with undisturbed():
        return _import_jsonl(bench, path, progress, skip_bad=skip_bad)


def _import_jsonl(bench: Workbench, path: Path, progress: Progress, *, skip_bad: bool) -> ImportReport:
    from glossator.formats import jsonl

    arrivals = Arrivals(bench)
    written_under: dict[str, None] = {}
    for line in jsonl.read(path, bench.scheme):
        arrivals.take(line)
        written_under[line.scheme] = None
        progress(line.end, line.size)
    bad = [str(each) for each in arrivals.faults]
    if bad and not skip_bad:
        raise _refusal(path, bad, bench.scheme, written_under)
    said = arrivals.bring(printable(path.name)) if arrivals.documents else ""
    report = ImportReport(
        tuple(arrivals.documents),
        mentions=arrivals.mentions,
        relations=arrivals.relations,
        faults=(*bad, *arrivals.known),
        known=len(arrivals.known),
        kept=tuple(arrivals.kept),
        told=(said,) if said else (),
    )
    arrivals.let_go()
    return report


# --- JSONL out


def export_files(target: Path) -> tuple[Path, ...]:
    """The files that an export to ``target`` makes: itself and the scheme beside it; none where it is a pipe."""
    from glossator.formats import jsonl
    from glossator.formats.whole import is_stream

    return () if is_stream(target) else (target, jsonl.scheme_beside(target))


def export_jsonl(
    source: Workbench | Path,
    target: Path | Callable[[bytes], object],
    progress: Progress = _no_progress,
    *,
    overwrite: bool = True,
    key: Key | None = None,
    whose: Whose = EVERYBODY,
) -> ExportReport:
    """Write the whole project as JSONL to a file, with its scheme beside it, or by calling ``target`` with bytes; of
    annotations only those that ``whose`` lets one see.

    A project named by its path is opened for reading, with ``key`` where it is protected, so this may be done away
    from the thread of the window.  Files appear whole or not at all.
    """
    if isinstance(source, Path):
        with ProjectFile.open(source, read_only=True, key=key) as project_file:
            return _export(project_file, target, progress, whose, overwrite=overwrite)
    return _export(source.project_file, target, progress, whose, overwrite=overwrite)


def _export(
    project_file: ProjectFile,
    target: Path | Callable[[bytes], object],
    progress: Progress,
    whose: Whose,
    *,
    overwrite: bool,
) -> ExportReport:
    from glossator.formats import jsonl
    from glossator.formats.whole import is_stream, written_whole

    if not isinstance(target, Path):
        return ExportReport(*departures.write(project_file, target, progress, whose))
    if target.resolve() == project_file.path.resolve():
        raise GlossatorError("The export cannot be written into the project itself.", safe=_SAME)
    if is_stream(target):
        with written_whole(target) as out:
            return ExportReport(*departures.write(project_file, out.write, progress, whose))
    beside = jsonl.scheme_beside(target)
    with (
        written_whole(beside, overwrite=overwrite) as scheme,
        written_whole(target, overwrite=overwrite) as out,
    ):
        report = ExportReport(*departures.write(project_file, out.write, progress, whose))
        scheme.write(jsonl.scheme_bytes(project_file.scheme()))
    return report._replace(scheme=beside)


# --- inside


def _on_bench(project_file: ProjectFile, author: str) -> Workbench:
    try:
        return Workbench(project_file, author=author)
    except GlossatorError:
        project_file.close()
        raise


def _refusal(path: Path, bad: Sequence[str], scheme: Scheme, written_under: Iterable[str]) -> DoesNotFit:
    foreign = [each for each in written_under if each not in {"", f"{scheme.id} {scheme.version}"}]
    hint = (
        f"It was written with the scheme {', '.join(foreign)}; this project has {scheme.id} {scheme.version}."
    )
    count = (
        f"“{path.name}” has {len(bad)} faults, the first: "
        if len(bad) > 1
        else f"“{path.name}” does not fit: "
    )
    return DoesNotFit(
        count + bad[0],
        safe="Nothing of it was imported.",
        remedy=hint if foreign else "",
        details="\n".join(bad),
    )


def _scheme_in(path: Path) -> Scheme:
    if path.is_dir() or path.suffix == ".conf":
        from glossator.formats import brat_config

        return brat_config.read(path).scheme
    from glossator.formats import scheme_file

    return scheme_file.read(path)
