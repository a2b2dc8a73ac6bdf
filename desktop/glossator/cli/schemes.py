"""The label scheme of a project as a file: scheme export, scheme import."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from glossator.cli.arguments import Commands, add_author, add_project, author
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import complain


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    scheme = commands.add_parser("scheme", help="the label scheme of a project: export it, import another")
    kinds = scheme.add_subparsers(dest="what", metavar="export|import", required=True)

    out = kinds.add_parser("export", help="write the scheme of a project to a JSON file")
    add_project(out)
    out.add_argument("file", type=Path, metavar="FILE")
    out.add_argument("--force", action="store_true", help="replace a file that is there already")
    out.set_defaults(do=_export)

    into = kinds.add_parser(
        "import", help="add to the scheme of a project what a file has, by the ids of its items"
    )
    add_project(into)
    into.add_argument("file", type=Path, metavar="FILE", help="JSON, or a configuration of brat (its folder)")
    into.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    add_author(into)
    into.set_defaults(do=_import)


def _export(arguments: argparse.Namespace) -> None:
    from glossator import projects, scheme_files

    bench = projects.open(arguments.project, author="", read_only=True, key=key_for(arguments))
    with contextlib.closing(bench):
        scheme_files.write_file(bench, arguments.file, overwrite=arguments.force)
        print(f"Wrote the scheme {bench.scheme.name} {bench.scheme.version} to {arguments.file}.")


def _import(arguments: argparse.Namespace) -> None:
    from glossator import projects, reworking, scheme_files

    taken = scheme_files.read_file(arguments.file)
    bench = projects.open(
        arguments.project,
        author=author(arguments.author),
        read_only=arguments.dry_run,
        key=key_for(arguments),
    )
    with contextlib.closing(bench):
        change, told = scheme_files.take_in(bench, taken, arguments.file.name)
        for each in (*told, *scheme_files.in_words(scheme_files.dangling(bench, change))):
            complain(each)
        print("\n".join(reworking.items_in_words(change)))
        if arguments.dry_run:
            print("Nothing was changed.")
        else:
            bench.do(change)
            print(f"{change.title}: done.")
