"""What goes into a project and out of it: new, import, export."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.cli import exchanging
from glossator.cli.arguments import (
    Commands,
    add_author,
    add_passphrase,
    add_project,
    add_whose,
    author,
    whose,
)
from glossator.cli.passphrases import key_for, new_key
from glossator.cli.terminal import complain, progress
from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.core.titles import counted

if TYPE_CHECKING:
    from glossator.core.documents import Document
    from glossator.projects import ImportReport
    from glossator.workbench import Workbench

FORMATS = (
    (
        "text",
        "reads",
        "plain text, web pages, PDF, DOCX, ODT, RTF, mail, tables with a column of texts, ZIP",
        "any other",
    ),
    ("jsonl", "reads, writes", "Glossator JSONL: one self-contained line per document", ".jsonl"),
)
"""What can be read and written: name, what is done with it, what it is, the ending of its files."""


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    new = commands.add_parser("new", help="make an empty project")
    new.add_argument("project", type=Path, metavar="PROJECT", help="the file to make")
    new.add_argument(
        "--title", type=printable, help="what the project is called (default: the name of the file)"
    )
    new.add_argument(
        "--scheme", default="news-intelligence", help="a scheme of “glossator schemes”, or a JSON file"
    )
    new.add_argument("--protect", action="store_true", help="with a passphrase, which nobody can recover")
    add_passphrase(new)
    add_author(new)
    new.set_defaults(do=_new)

    into = commands.add_parser("import", help="bring texts of any kind, or annotations, into a project")
    add_project(into)
    into.add_argument("files", type=Path, nargs="+", metavar="FILE", help="files, archives or folders")
    into.add_argument(
        "--format",
        type=exchanging.format_name,
        metavar="FORMAT",
        help="one of “glossator formats” (default: found by looking)",
    )
    into.add_argument("--encoding", default="", help="the encoding of text files (default: detected)")
    into.add_argument(
        "--whole-page", action="store_true", help="all text of web pages, not the article alone"
    )
    into.add_argument("--column", default="", help="the column or field of tables that is the text")
    into.add_argument(
        "--no-sources", action="store_true", help="do not keep the bytes of the files in the project"
    )
    into.add_argument(
        "--dry-run", action="store_true", help="say what annotations hold, and bring nothing in"
    )
    exchanging.add_wishes(into)
    into.add_argument("--skip-bad", action="store_true", help="leave out what does not fit, and list it")
    add_author(into)
    into.set_defaults(do=_import)
    _add_export(commands)


def _add_export(commands: Commands[argparse.ArgumentParser]) -> None:
    out = commands.add_parser("export", help="write what a project holds")
    add_project(out)
    out.add_argument(
        "--format",
        type=exchanging.written_format,
        metavar="FORMAT",
        default="jsonl",
        help="one of “glossator formats” (jsonl)",
    )
    out.add_argument(
        "--dry-run", action="store_true", help="say what the format cannot carry, and write nothing"
    )
    out.add_argument(
        "--mapping", type=Path, metavar="FILE", help="a JSON file that says what each label is called there"
    )
    out.add_argument(
        "-o", "--output", metavar="FILE", help="“-” is stdout (default: beside the project, ending .jsonl)"
    )
    out.add_argument("--force", action="store_true", help="replace a file that is there already")
    add_whose(out, "write")
    out.set_defaults(do=_export)


def _new(arguments: argparse.Namespace) -> None:
    from glossator import projects

    path = arguments.project
    if path.name in {"", ".."}:
        raise GlossatorError(f"“{path}” is a folder.", remedy="Name the file that is to be made in it.")
    if path.suffix != projects.ENDING:
        path = path.with_name(path.name + projects.ENDING)
    title = arguments.title or printable(path.stem)
    key = new_key(arguments) if arguments.protect else None
    bench = projects.create(
        path, title=title, scheme_id=arguments.scheme, author=author(arguments.author), key=key
    )
    with contextlib.closing(bench):
        print(f"Made {bench.project_file.path} with the scheme {bench.scheme.name} {bench.scheme.version}.")


def _import(arguments: argparse.Namespace) -> int:
    from glossator import projects

    bench = projects.open(arguments.project, author=author(arguments.author), key=key_for(arguments))
    with contextlib.closing(bench):
        try:
            _import_into(bench, arguments)
        except projects.DoesNotFit as error:
            complain(f"{error} Leave out what does not fit with --skip-bad.", error.details)
            return 1
    return 0


def _import_into(bench: Workbench, arguments: argparse.Namespace) -> None:
    from glossator import intake, projects

    plain: list[Path] = []
    for each in arguments.files:
        form = None if arguments.column else exchanging.format_for(each, arguments.format)
        if form is None:
            plain.append(each)
        elif (brought := exchanging.bring_in(bench, each, form, arguments)) is not None:
            _tell_import(brought)
    if not plain:
        return
    found = intake.files_in(plain)
    if not found.files:
        raise _nothing_in(plain, found.left_out)
    texts = [each for each in found.files if _format_of(each, arguments.format) == "text"]
    if found.left_out:
        complain(f"left out: {found.left_out}")
    if texts:
        options = intake.Options(
            encoding=arguments.encoding,
            whole_page=arguments.whole_page,
            column=arguments.column,
            keeps_sources=not arguments.no_sources,
            as_text=arguments.format == "text",
        )
        with progress("Reading") as tell:
            report = intake.import_texts(bench, texts, tell, options, skip_bad=arguments.skip_bad)
        _tell_guesses(report.documents)
        _tell_import(report)
    for each in found.files:
        if each not in texts:
            with progress(f"Reading {each.name}") as tell:
                report = projects.import_jsonl(bench, each, skip_bad=arguments.skip_bad, progress=tell)
            _tell_import(report)


def _export(arguments: argparse.Namespace) -> None:
    from glossator import projects

    if arguments.format != "jsonl":
        exchanging.write_out(arguments)
        return
    if arguments.output == "-":
        key = key_for(arguments)
        chosen = whose(arguments, key)
        projects.export_jsonl(arguments.project, sys.stdout.buffer.write, key=key, whose=chosen)
        return
    target = Path(arguments.output) if arguments.output else arguments.project.with_suffix(".jsonl")
    target = exchanging.with_ending(target, ".jsonl")
    there = [each for each in projects.export_files(target) if each.is_file()]
    if there and not arguments.force:
        raise GlossatorError(f"There is a file “{there[0]}” already.", remedy="Replace it with --force.")
    key = key_for(arguments)
    chosen = whose(arguments, key)
    with progress(f"Writing {target.name}") as tell:
        report = projects.export_jsonl(
            arguments.project, target, tell, overwrite=arguments.force, key=key, whose=chosen
        )
    what = f"{counted(report.documents, 'document')}, {counted(report.mentions, 'mention')}"
    print(f"Wrote {what} and {counted(report.relations, 'relation')} to {target}.")
    if report.scheme is not None:
        print(f"The scheme lies beside it: {report.scheme}.")


def _nothing_in(folders: Sequence[Path], left_out: str) -> GlossatorError:
    names = ", ".join(f"“{each.name or each}”" for each in folders)
    only = f", only {left_out}" if left_out else ""
    return GlossatorError(
        f"There is no file in {names} that can be read{only}.", safe="Nothing of it was imported."
    )


def _format_of(path: Path, named: str | None) -> str:
    from glossator import intake

    return named or ("jsonl" if intake.is_ours(path) else "text")


def _tell_guesses(documents: Sequence[Document]) -> None:
    for each in documents:
        if each.origin.endswith("encoding guessed"):
            file = each.origin.removeprefix("file ").removesuffix(", encoding guessed")
            print(f"“{file}” does not say its encoding; it was read as {each.encoding}.")


def _tell_import(report: ImportReport) -> None:
    said = f"Imported {counted(len(report.documents), 'document')}"
    if report.mentions or report.relations:
        said += f", {counted(report.mentions, 'mention')}, {counted(report.relations, 'relation')}"
    print(f"{said}.")
    for each in report.faults:
        complain(f"left out: {each}")
    for each in (*report.kept, *report.told):
        complain(each)
    for document, earlier in report.versions:
        print(f"“{document.name}” is a newer version of the document {to_text(earlier)}.")
