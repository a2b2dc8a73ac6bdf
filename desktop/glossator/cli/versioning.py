"""Versions of documents: annotations of an earlier one taken over, and a file read anew in another encoding."""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING

from glossator.cli.arguments import Commands, add_author, add_project, author, document_named
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import progress
from glossator.core.errors import GlossatorError
from glossator.core.titles import counted

if TYPE_CHECKING:
    from glossator.core.documents import Document
    from glossator.editions import Renewal
    from glossator.workbench import Workbench


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    taking = commands.add_parser(
        "takeover", help="take over what was said of the earlier versions of documents"
    )
    add_project(taking)
    taking.add_argument(
        "documents",
        nargs="*",
        metavar="DOCUMENT",
        help="the newer version, by name or id (default: all that came in as newer versions)",
    )
    taking.add_argument("--from", dest="earlier", metavar="DOCUMENT", help="the earlier version of one")
    taking.add_argument(
        "--dry-run", action="store_true", help="list what became of each mention, and change nothing"
    )
    add_author(taking)
    taking.set_defaults(do=_take_over)
    anew = commands.add_parser(
        "reread", help="read the file of a document in another encoding, with what was said of it"
    )
    add_project(anew)
    anew.add_argument("document", metavar="DOCUMENT", help="its name or id")
    anew.add_argument("encoding", metavar="ENCODING", help="such as windows-1251")
    add_author(anew)
    anew.set_defaults(do=_reread)


def _take_over(arguments: argparse.Namespace) -> int:
    from glossator import editions, projects

    key = key_for(arguments)
    opened = projects.open(
        arguments.project, author=author(arguments.author), key=key, read_only=arguments.dry_run
    )
    with contextlib.closing(opened) as bench:
        pairs = _pairs(bench, arguments)
        with progress("Comparing texts") as tell:
            found = editions.follow(bench, pairs, tell)
        for each in found:
            _tell(each)
        if not found:
            print("Nothing is said of an earlier version.")
        elif not arguments.dry_run:
            print(f"Took over {counted(editions.take_over(bench, found), 'record')}.")
    return 0


def _pairs(bench: Workbench, arguments: argparse.Namespace) -> list[tuple[Document, int]]:
    """The newer versions that are meant, each with the id of its earlier one."""
    from glossator import editions
    from glossator.core.versions import VERSION_OF

    named = [_of(bench, each) for each in arguments.documents]
    if arguments.earlier:
        if len(named) != 1:
            raise GlossatorError("One document has to be named for --from.")
        return [(named[0], _of(bench, arguments.earlier).id)]
    if not named:
        there = [row.document for row in bench.ask.documents()]
        known = {each.id for each in there}
        pairs = [
            (each, editions.earlier_of(bench, each).id) for each in there if VERSION_OF in each.attributes
        ]
        return [(each, earlier) for each, earlier in pairs if earlier in known]
    return [(each, editions.earlier_of(bench, each).id) for each in named]


def _of(bench: Workbench, named: str) -> Document:
    found = document_named(bench, named)
    document = None if found is None else bench.ask.document(found)
    if document is None:
        raise GlossatorError(f"There is no document called “{named}”.")
    return document


def _tell(renewal: Renewal) -> None:
    counts = ", ".join(f"{renewal.count(state):,} {state}" for state in ("moved", "changed", "lost"))
    print(f"“{renewal.document.name}” from “{renewal.earlier.name}”: {counts}.")
    for each in renewal.followed:
        if each.state != "moved":
            now = " … ".join(span.slice(renewal.text) for span in each.fragments)
            became = f" → “{now}”" if now else ""
            print(f"  {each.state}: {each.mention.label} “{each.mention.quote}”{became}")


def _reread(arguments: argparse.Namespace) -> int:
    from glossator import editions, projects

    opened = projects.open(arguments.project, author=author(arguments.author), key=key_for(arguments))
    with contextlib.closing(opened) as bench:
        original = editions.original_of(bench, _of(bench, arguments.document))
        made = editions.renew(bench, original, editions.read_as(original, arguments.encoding))
        kept = len(made.followed) - made.count("lost")
        print(f"Read “{made.document.name}” as {made.document.encoding}, with {counted(kept, 'mention')}.")
        _tell(made)
    return 0
