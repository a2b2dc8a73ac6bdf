"""Where words stand in the texts of a project: search."""

from __future__ import annotations

import argparse

from glossator.cli.arguments import Commands, add_project, add_whose, count, whose
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import print_json, progress
from glossator.core.titles import counted


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    search = commands.add_parser(
        "search",
        help="where words and annotations stand in the texts",
        epilog="All words are to be found. “several words” in quotation marks: one after the other. begin*: words that"
        " begin so. one OR other: either. -word: not that one (after another word, or behind --). By what is said in"
        " the texts: label:PER, subtype:Military, entity:Russia, attr:certainty=Possible, author:Ada,"
        " date:2024-12..2025, status:done, relation:LEADS(PER,ORG) or “PER -LEADS-> ORG”,"
        " event:Movement.Transport(Destination:Libya); each kind narrows the others. -label:PER leaves it out.",
    )
    add_project(search)
    search.add_argument("query", nargs="+", metavar="QUERY", help="what to look for")
    how = search.add_mutually_exclusive_group()
    how.add_argument("--exact", action="store_true", help="the text just as it stands, in any capitals")
    how.add_argument("--regex", action="store_true", help="a regular expression (Python's syntax)")
    search.add_argument(
        "--order", choices=("best", "newest", "name"), default="best", help="which comes first"
    )
    search.add_argument("--limit", type=count, default=20, metavar="N", help="how many documents (20)")
    search.add_argument("--hits", type=count, default=10, metavar="N", help="how many hits of each (10)")
    add_whose(search, "of annotations")
    search.add_argument("--json", action="store_true", help="as JSON; offsets in code points")
    search.set_defaults(do=_search)


def _search(arguments: argparse.Namespace) -> None:
    from glossator import searches
    from glossator.analysis import finding
    from glossator.core.find import FindOptions

    options = FindOptions(regex=arguments.regex) if arguments.exact or arguments.regex else None
    asked = searches.Asked(" ".join(arguments.query), options, arguments.order)
    asked.understood()  # what cannot be looked for is told before a passphrase is asked for
    key = key_for(arguments)
    where = searches.Where(arguments.project, key, whose(arguments, key))
    with progress("Searching") as tell:
        found = searches.find(where, asked, tell, limit=arguments.limit, hits=arguments.hits)
    counts_on = asked.is_ranked and not found.is_total
    total = searches.total(where, asked) if counts_on else found.total
    is_total = found.is_total or counts_on
    if arguments.json:
        shown = [finding.as_plain(each) for each in found.documents]
        print_json({"documents": total, "all": is_total, "order": found.order, "found": shown})
    else:
        for each in found.documents:
            print(finding.as_text(each))
        more = "" if is_total else " and more"
        left = f", {len(found.documents)} of them shown" if len(found.documents) < total else ""
        print(f"{counted(total, 'document')}{more}{left}.")
