"""The filter of the views as arguments: which documents, mentions and relations a command counts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossator.core.claims import CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.core.dates import date_fault
from glossator.core.documents import STATUSES, printable
from glossator.core.errors import GlossatorError

if TYPE_CHECKING:
    from glossator.core.lens import Lens
    from glossator.workbench import Workbench

_LABEL = "mentions with this label; relations all ends of which have these, events with any such in a role"


def add_lens(command: argparse.ArgumentParser) -> None:
    """Let a command take a filter; of several values of one kind any will do, all kinds have to hold."""
    held = command.add_argument_group("filter", "for --view; an option may be given several times")
    held.add_argument(
        "--document", action="append", default=[], metavar="NAME", help="documents of this name"
    )
    held.add_argument("--since", type=_date, default="", metavar="DATE", help="published from this date on")
    held.add_argument("--until", type=_date, default="", metavar="DATE", help="published until this date")
    held.add_argument("--label", action="append", default=[], metavar="LABEL", help=_LABEL)
    held.add_argument("--certainty", action="append", default=[], metavar="WORD", help="claims this certain")
    held.add_argument(
        "--reliability",
        action="append",
        default=[],
        choices=list(RELIABILITY_WORDS),
        help="documents graded so",
    )
    held.add_argument(
        "--credibility", action="append", default=[], choices=list(CREDIBILITY_WORDS), help="claims graded so"
    )
    held.add_argument(
        "--annotator",
        action="append",
        default=[],
        type=printable,
        metavar="NAME",
        help="what this person said",
    )
    held.add_argument(
        "--status", action="append", default=[], choices=STATUSES, help="documents in this state"
    )
    held.add_argument(
        "--whose",
        action="append",
        default=[],
        type=printable,
        metavar="NAME",
        help="as if only this person had said anything: what others did is not there, and not counted as hidden",
    )


def lens_of(arguments: argparse.Namespace, bench: Workbench) -> Lens:
    """The lens that the arguments ask for; :class:`GlossatorError` names what the project does not have."""
    from glossator.core.layers import EVERYBODY, Whose
    from glossator.core.lens import CERTAINTY, Lens, is_turned

    if is_turned(arguments.since, arguments.until):
        raise GlossatorError(
            f"Nothing is published from {arguments.since} on and until {arguments.until}.",
            remedy="Give --since the earlier date.",
        )
    scheme = bench.scheme
    for label in arguments.label:
        _known(label, [each.id for each in scheme.labels], "label")
    kind = scheme.attribute(CERTAINTY)
    for word in arguments.certainty:
        _known(word, kind.values if kind else (), "certainty")
    for name in (*arguments.annotator, *arguments.whose):
        _known(name, bench.ask.authors(), "annotator")
    return Lens(
        documents=_documents(arguments.document, bench),
        since=arguments.since,
        until=arguments.until,
        labels=frozenset(arguments.label),
        certainty=frozenset(arguments.certainty),
        reliability=frozenset(arguments.reliability),
        credibility=frozenset(arguments.credibility),
        annotators=frozenset(arguments.annotator),
        statuses=frozenset(arguments.status),
        whose=Whose(frozenset(arguments.whose)) if arguments.whose else EVERYBODY,
    )


def _documents(names: list[str], bench: Workbench) -> frozenset[int]:
    found: set[int] = set()
    for name in names:
        rows = bench.ask.documents(text=name)
        same = {row.document.id for row in rows if row.document.name.casefold() == name.casefold()}
        if not same:
            raise GlossatorError(
                f"No document is called “{name}”.", remedy="Type its name as the documents list shows it."
            )
        found |= same
    return frozenset(found)


def _known(value: str, known: Sequence[str], what: str) -> None:
    if value not in known:
        offered = ", ".join(each for each in known if each) or "none"
        raise GlossatorError(f"The project has no {what} “{value}”.", remedy=f"There is {offered}.")


def _date(text: str) -> str:
    fault = date_fault(text)
    if fault:
        raise argparse.ArgumentTypeError(fault)
    return text
