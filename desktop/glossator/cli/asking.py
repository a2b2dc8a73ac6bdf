"""What a project holds and what there is to choose from: summary, schemes, formats."""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING

from glossator.cli import exchanging
from glossator.cli.arguments import Commands, add_project, count
from glossator.cli.carrying import FORMATS
from glossator.cli.controls import CONTROLS, chosen, in_words
from glossator.cli.lenses import add_lens, lens_of
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import print_json
from glossator.core.errors import GlossatorError

if TYPE_CHECKING:
    from glossator.workbench import Workbench

_ENTITIES = 20


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    summary = commands.add_parser("summary", help="what was tagged, in numbers")
    add_project(summary)
    summary.add_argument("--json", action="store_true", help="as JSON")
    summary.add_argument(
        "--entities", type=count, metavar="N", help=f"how many entities ({_ENTITIES}); not for --view"
    )
    summary.add_argument(
        "--view", metavar="NAME", help=f"the figures of one view of the Summary page: {', '.join(CONTROLS)}"
    )
    summary.add_argument(
        "--set",
        action="append",
        default=[],
        type=_option,
        metavar="NAME=VALUE",
        help=f"a control of the view; {in_words()}",
    )
    add_lens(summary)
    summary.set_defaults(do=_summary)

    schemes = commands.add_parser("schemes", help="the label schemes, or what one of them holds")
    schemes.add_argument("name", nargs="?", metavar="NAME", help="a scheme, or a JSON file with one")
    schemes.set_defaults(do=_schemes)

    formats = commands.add_parser("formats", help="what can be read and written")
    formats.add_argument("--json", action="store_true", help="what each carries, as JSON")
    formats.set_defaults(do=_formats)


def _summary(arguments: argparse.Namespace) -> None:
    from glossator import projects
    from glossator.analysis import summary

    bench = projects.open(arguments.project, author="", read_only=True, key=key_for(arguments))
    with contextlib.closing(bench):
        if arguments.view:
            _view(arguments, bench)
            return
        if not lens_of(arguments, bench).is_empty or arguments.set:
            raise GlossatorError("A filter is for the figures of a view.", remedy="Name one with --view.")
        found = summary.summarise(bench.ask, bench.scheme, entities=arguments.entities or _ENTITIES)
    if arguments.json:
        print_json(summary.as_plain(found))
    else:
        print(summary.as_text(found))


def _view(arguments: argparse.Namespace, bench: Workbench) -> None:
    """The figures of one view under the filter."""
    from glossator import surveys
    from glossator.analysis import sheets

    survey = surveys.find(arguments.view)
    if arguments.entities is not None:
        raise GlossatorError(
            f"The view “{survey.name}” has no use for --entities.",
            remedy="Say --set limit=N." if "limit" in CONTROLS[survey.name] else "",
        )
    lens = lens_of(arguments, bench)
    options = chosen(survey.name, arguments.set)
    if "entity" in options:
        options["entity"] = _entity(options["entity"], bench)
    found = surveys.answer(bench, survey, lens, options)
    sheet = survey.sheet(found, bench.scheme)
    if arguments.json:
        from glossator.core.lens import as_plain

        told = {"view": survey.name, "question": survey.question, "filter": as_plain(lens)}
        if lens.whose.persons is not None:
            told["whose"] = sorted(lens.whose.persons)
        print_json(told | sheets.as_plain(sheet))
    else:
        print(f"{survey.question}\n\n{sheets.as_text(sheet)}")


def _entity(named: str, bench: Workbench) -> str:
    """The number of an identity named by that or by its id; :class:`GlossatorError` where the project has none."""
    from glossator.core import ids

    for read in (int, ids.from_text):
        with contextlib.suppress(ValueError):
            number = read(named)
            if bench.ask.entities_by_id([number]):
                return str(number)
    raise GlossatorError(
        f"The project has no identity “{named}”.", remedy="Name it by its id, as in an export."
    )


def _option(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"NAME=VALUE is wanted, not “{text}”")
    return name, value


def _schemes(arguments: argparse.Namespace) -> None:
    from glossator import projects
    from glossator.analysis import schemes

    if arguments.name:
        print(schemes.as_text(projects.read_scheme(arguments.name)))
    else:
        print(schemes.overview({name: projects.read_scheme(name) for name in projects.scheme_names()}))


def _formats(arguments: argparse.Namespace) -> None:
    from glossator.analysis.tables import table
    from glossator.formats.catalogue import formats

    if not arguments.json:
        rows = [(name, does, ending, what) for name, does, what, ending in FORMATS]
        rows += [(each.name, each.can, " ".join(each.endings), each.about) for each in formats().values()]
        print(table(("Format", "Glossator", "File ending", "What"), rows))
        print("\nWhat each carries when it is written (Glossator's own JSONL carries everything):\n")
    exchanging.formats_table(as_json=arguments.json)
