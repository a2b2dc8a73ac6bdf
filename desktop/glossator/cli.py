"""The command line: every command that needs no window, its sentences and its exit codes.

0 is success, 1 the world's fault (one sentence on stderr), 2 wrong usage, 130 an interrupt; 141 means that whoever read
our output went away.  Commands import what they need when they run, so that ``--version`` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from glossator import __version__
from glossator.core.documents import printable
from glossator.core.errors import GlossatorError

if TYPE_CHECKING:
    from glossator.formats.text import TextFile
    from glossator.projects import ImportReport
    from glossator.workbench import Workbench

INTERRUPTED = 130
READER_GONE = 141

_PROGRESS_SECONDS = 0.1
_FAULTS_SHOWN = 100
_FORMATS = (
    ("text", "reads", "plain text; UTF-8, UTF-16, UTF-32, others are detected and named", "any other ending"),
    ("jsonl", "reads, writes", "Glossator JSONL: one self-contained line per document", ".jsonl"),
)
_PROJECT_ENDING = ".gloss"
_COMMANDS = frozenset("demo new import export summary history check schemes formats".split())
_WRITTEN = [name for name, does, *_ in _FORMATS if "writes" in does]


def run(argv: Sequence[str]) -> int:
    """Do what the arguments ask for and return the exit code; the window, and ``demo`` with it, are not for here."""
    arguments = parsed(argv)
    if isinstance(arguments, int):
        return arguments
    return guarded(lambda: int(arguments.do(arguments) or 0))


def parsed(argv: Sequence[str]) -> argparse.Namespace | int:
    """The arguments understood, or the exit code when there is nothing more to do."""
    try:
        return parser().parse_args(argv)
    except SystemExit as ended:  # argparse has said what is wrong, or printed what was asked for
        return ended.code if isinstance(ended.code, int) else 0


def is_project(argv: Sequence[str]) -> bool:
    """Whether the arguments name just a project to be opened in the window.

    A single word that is neither a file nor ends like a project is a mistyped command rather than that.
    """
    if len(argv) != 1 or argv[0].startswith("-"):
        return False
    path = Path(argv[0])
    return (
        path.suffix == _PROJECT_ENDING or len(path.parts) > 1 or (path.exists() and argv[0] not in _COMMANDS)
    )


def guarded(work: Callable[[], int]) -> int:
    """Do ``work`` and return its exit code, or the one for what went wrong, which is told on stderr."""
    _be_able_to_print()
    try:
        code = work()
        sys.stdout.flush()
    except GlossatorError as error:
        _complain(str(error))
        return 1
    except KeyboardInterrupt:
        _complain("Interrupted. Nothing is half written.")
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return READER_GONE
    except OSError as error:
        _forget_stdout()
        _complain(f"This could not be done: {error.strerror or error}.")
        return 1
    return code


def parser() -> argparse.ArgumentParser:
    """The arguments of every command."""
    top = argparse.ArgumentParser(
        prog="glossator",
        description="Tag what articles say. Without a command the window opens.",
        usage="glossator [PROJECT] | glossator COMMAND …",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"glossator {__version__}")
    commands = top.add_subparsers(prog=top.prog, dest="command", metavar="COMMAND", required=True)
    _add_makers(commands)
    _add_carriers(commands)
    _add_askers(commands)
    return top


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns


def _add_makers(commands: _Commands[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="the sample article in a project of its own, in the window")
    demo.add_argument("--tagged", action="store_true", help="with annotations")
    demo.set_defaults(do=_demo)

    new = commands.add_parser("new", help="make an empty project")
    new.add_argument("project", type=Path, metavar="PROJECT", help="the file to make")
    new.add_argument(
        "--title", type=printable, help="what the project is called (default: the name of the file)"
    )
    new.add_argument(
        "--scheme", default="news-intelligence", help="a scheme of “glossator schemes”, or a JSON file"
    )
    _add_author(new)
    new.set_defaults(do=_new)


def _add_carriers(commands: _Commands[argparse.ArgumentParser]) -> None:
    into = commands.add_parser("import", help="bring texts or JSONL into a project")
    _add_project(into)
    into.add_argument("files", type=Path, nargs="+", metavar="FILE")
    into.add_argument(
        "--format", choices=[name for name, *_ in _FORMATS], help="default: by the file's ending"
    )
    into.add_argument("--encoding", default="", help="the encoding of text files (default: detected)")
    into.add_argument("--skip-bad", action="store_true", help="leave out what does not fit, and list it")
    _add_author(into)
    into.set_defaults(do=_import)

    out = commands.add_parser("export", help="write what a project holds")
    _add_project(out)
    out.add_argument("--format", choices=_WRITTEN, default="jsonl")
    out.add_argument(
        "-o", "--output", metavar="FILE", help="“-” is stdout (default: beside the project, ending .jsonl)"
    )
    out.add_argument("--force", action="store_true", help="replace a file that is there already")
    out.set_defaults(do=_export)


def _add_askers(commands: _Commands[argparse.ArgumentParser]) -> None:
    summary = commands.add_parser("summary", help="what was tagged, in numbers")
    _add_project(summary)
    summary.add_argument("--json", action="store_true", help="as JSON")
    summary.add_argument("--entities", type=_count, default=20, metavar="N", help="how many entities (20)")
    summary.set_defaults(do=_summary)

    history = commands.add_parser("history", help="who did what when, the newest first")
    _add_project(history)
    history.add_argument("--limit", type=_count, default=50, metavar="N", help="how many steps (50)")
    history.set_defaults(do=_history)

    check = commands.add_parser("check", help="whether a project file is whole")
    _add_project(check)
    check.set_defaults(do=_check)

    schemes = commands.add_parser("schemes", help="the label schemes, or what one of them holds")
    schemes.add_argument("name", nargs="?", metavar="NAME", help="a scheme, or a JSON file with one")
    schemes.set_defaults(do=_schemes)

    formats = commands.add_parser("formats", help="what can be read and written")
    formats.set_defaults(do=_formats)


def _add_project(command: argparse.ArgumentParser) -> None:
    command.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.gloss)")


def _add_author(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--author", type=printable, default="", metavar="NAME", help="in whose name (default: yours here)"
    )


def _count(text: str) -> int:
    with contextlib.suppress(ValueError):
        if (number := int(text)) > 0:
            return number
    raise argparse.ArgumentTypeError(f"a whole number from 1 on is wanted, not “{text}”")


# --- commands


def _demo(_arguments: argparse.Namespace) -> int:
    raise GlossatorError("The demo needs the window, which this command line was started without.")


def _new(arguments: argparse.Namespace) -> None:
    from glossator import projects

    path = arguments.project
    if path.name in {"", ".."}:
        raise GlossatorError(f"“{path}” is a folder.", remedy="Name the file that is to be made in it.")
    if path.suffix != projects.ENDING:
        path = path.with_name(path.name + projects.ENDING)
    title = arguments.title or printable(path.stem)
    bench = projects.create(path, title=title, scheme_id=arguments.scheme, author=_author(arguments.author))
    with contextlib.closing(bench):
        print(f"Made {bench.project_file.path} with the scheme {bench.scheme.name} {bench.scheme.version}.")


def _import(arguments: argparse.Namespace) -> int:
    from glossator import projects

    bench = projects.open(arguments.project, author=_author(arguments.author))
    with contextlib.closing(bench):
        try:
            _import_into(bench, arguments)
        except projects.DoesNotFit as error:
            _complain(str(error), error.details)
            return 1
    return 0


def _import_into(bench: Workbench, arguments: argparse.Namespace) -> None:
    from glossator import projects

    texts = [each for each in arguments.files if _format_of(each, arguments.format) == "text"]
    if texts:
        with _progress("Reading") as progress:
            read, refused = projects.read_texts(texts, progress, encoding=arguments.encoding)
        if refused and not arguments.skip_bad:
            count = f"{len(refused)} files cannot be read." if len(refused) > 1 else refused[0]
            raise projects.DoesNotFit(count, safe="Nothing was imported.", details="\n".join(refused))
        report = projects.add_texts(bench, read)
        _tell_guesses(read)
        _tell_import(report._replace(faults=(*refused, *report.faults)))
    for each in arguments.files:
        if each not in texts:
            with _progress(f"Reading {each.name}") as progress:
                report = projects.import_jsonl(bench, each, skip_bad=arguments.skip_bad, progress=progress)
            _tell_import(report)


def _export(arguments: argparse.Namespace) -> None:
    from glossator import projects

    if arguments.output == "-":
        projects.export_jsonl(arguments.project, sys.stdout.buffer.write)
        return
    target = Path(arguments.output) if arguments.output else arguments.project.with_suffix(".jsonl")
    there = [each for each in projects.export_files(target) if each.is_file()]
    if there and not arguments.force:
        raise GlossatorError(f"There is a file “{there[0]}” already.", remedy="Replace it with --force.")
    with _progress(f"Writing {target.name}") as progress:
        report = projects.export_jsonl(arguments.project, target, progress, overwrite=arguments.force)
    what = f"{_number(report.documents, 'document')}, {_number(report.mentions, 'mention')}"
    print(f"Wrote {what} and {_number(report.relations, 'relation')} to {target}.")
    if report.scheme is not None:
        print(f"The scheme lies beside it: {report.scheme}.")


def _summary(arguments: argparse.Namespace) -> None:
    from glossator import projects
    from glossator.analysis import summary

    bench = projects.open(arguments.project, author="", read_only=True)
    with contextlib.closing(bench):
        found = summary.summarise(bench.ask, bench.scheme, entities=arguments.entities)
    if arguments.json:
        _print_json(summary.as_plain(found))
    else:
        print(summary.as_text(found))


def _history(arguments: argparse.Namespace) -> None:
    from datetime import datetime

    from glossator import projects
    from glossator.analysis.tables import table

    bench = projects.open(arguments.project, author="", read_only=True)
    with contextlib.closing(bench):
        steps = bench.ask.history(limit=arguments.limit)
    rows = []
    for step in steps:
        moment = datetime.fromtimestamp(step.time / 1000).astimezone()
        title = f"{step.title} (taken back)" if step.undone else step.title
        rows.append((f"{moment:%Y-%m-%d %H:%M:%S}", step.author, step.changes, title))
    print(table(("When", "Who", "Records", "What"), rows))


def _check(arguments: argparse.Namespace) -> int:
    from glossator import projects

    found = projects.faults(arguments.project)
    for fault in found:
        print(fault)
    if found:
        _complain(f"“{arguments.project}” is damaged: {_number(len(found), 'fault')}.")
        return 1
    print(f"{arguments.project} is whole.")
    return 0


def _schemes(arguments: argparse.Namespace) -> None:
    from glossator import projects
    from glossator.analysis import schemes

    if arguments.name:
        print(schemes.as_text(projects.read_scheme(arguments.name)))
    else:
        print(schemes.overview({name: projects.read_scheme(name) for name in projects.scheme_names()}))


def _formats(_arguments: argparse.Namespace) -> None:
    from glossator.analysis.tables import table

    rows = [(name, does, ending, what) for name, does, what, ending in _FORMATS]
    print(table(("Format", "Glossator", "File ending", "What"), rows))


# --- inside


def _format_of(path: Path, named: str | None) -> str:
    return named or ("jsonl" if path.suffix.lower() == ".jsonl" else "text")


def _author(named: str) -> str:
    if named:
        return named
    import getpass

    try:
        return printable(getpass.getuser())
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return "unknown"


def _tell_guesses(read: Sequence[TextFile]) -> None:
    for each in read:
        if each.was_guessed:
            print(f"“{each.file_name}” does not say its encoding; it was read as {each.encoding}.")


def _tell_import(report: ImportReport) -> None:
    said = f"Imported {_number(len(report.documents), 'document')}"
    if report.mentions or report.relations:
        said += f", {_number(report.mentions, 'mention')}, {_number(report.relations, 'relation')}"
    print(f"{said}.")
    for each in report.faults:
        _complain(f"left out: {each}")
    for each in report.kept:
        _complain(each)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _print_json(plain: object) -> None:
    import json

    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(plain, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()


@contextlib.contextmanager
def _progress(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Tells of long work on stderr, where that is a terminal; the line is wiped away at the end."""
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _PROGRESS_SECONDS:
            told = now
            share = f"{100 * done // total} %" if total else "…"  # nobody knows how much a pipe holds
            print(f"\r\x1b[K{doing}: {share}", end="", file=sys.stderr, flush=True)

    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    try:
        yield tell
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _be_able_to_print() -> None:
    """Let a terminal that knows few letters show a question mark rather than end the program; where there is none and
    what we say was not sent elsewhere, it goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, TextIOWrapper(FileIO(os.devnull, "w"), encoding="utf-8"))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _complain(sentence: str, details: str = "") -> None:
    print(f"glossator: {sentence}", file=sys.stderr)
    lines = details.splitlines()
    for line in lines[:_FAULTS_SHOWN] if len(lines) > 1 else ():  # one line says no more than the sentence
        print(f"  {line}", file=sys.stderr)
    if len(lines) > _FAULTS_SHOWN:
        print(f"  … and {len(lines) - _FAULTS_SHOWN} more", file=sys.stderr)


def _forget_stdout() -> None:
    """Send what is still to be written nowhere, so that Python does not try again at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        os.close(devnull)
