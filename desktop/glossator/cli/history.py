"""Who did what when, and the project as it was: history, asof."""

from __future__ import annotations

import argparse
import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossator.cli.arguments import Commands, add_project, count, document_named
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import print_json, progress
from glossator.core import ids
from glossator.core.errors import GlossatorError
from glossator.core.titles import counted

if TYPE_CHECKING:
    from glossator.core.changes import Change
    from glossator.retrospect import HistoryRow, Key
    from glossator.workbench import Workbench

_DETAILS = 50  # differences of one step


class Moment(NamedTuple):
    """A day, a minute or a second, from its first millisecond to the first after it (UTC, since 1970)."""

    first: int
    after: int


def moment(text: str) -> Moment:
    """A day or a time on the clock of this computer, as an argument: ``2026-11-17``, ``2026-11-17 14:30``,
    ``today``, ``yesterday``, or the last day of this name, ``Tuesday``.
    """
    spans = (("%Y-%m-%d", 1, 0), ("%Y-%m-%d %H:%M", 0, 60), ("%Y-%m-%d %H:%M:%S", 0, 1))
    for form, days, seconds in spans:
        with contextlib.suppress(ValueError):
            first = datetime.strptime(text.replace("T", " "), form).astimezone()
            return _span(first.replace(tzinfo=None), timedelta(days=days, seconds=seconds))
    now = datetime.now().astimezone()
    today = now.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    for back in range(8):
        day = today - timedelta(days=back)
        names = [f"{day:%A}".casefold()] if back else ["today"]
        if back == 1:
            names.append("yesterday")
        if text.casefold() in names:
            return _span(day, timedelta(days=1))
    raise argparse.ArgumentTypeError(f"a day or a time is wanted, such as “2026-11-17 14:30”, not “{text}”")


def _span(first: datetime, long: timedelta) -> Moment:
    """By the clock on the wall: a day has 23 hours where the clock is put forward."""
    return Moment(*(int(each.astimezone().timestamp() * 1000) for each in (first, first + long)))


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    history = commands.add_parser("history", help="who did what when, the newest first")
    add_project(history)
    history.add_argument("--limit", type=count, default=50, metavar="N", help="how many steps (50)")
    history.add_argument("--document", metavar="NAME", help="what touched this document (its name or id)")
    history.add_argument(
        "--record",
        metavar="ID",
        help="what touched this record: its id, as in an export, or that of a label (“label:GPE”)",
    )
    history.add_argument("--person", metavar="NAME", help="what this person did")
    history.add_argument("--since", type=moment, metavar="WHEN", help="from this day or time on")
    history.add_argument("--until", type=moment, metavar="WHEN", help="to this day or time, included")
    history.add_argument("--text", default="", metavar="WORDS", help="whose title holds these words")
    history.add_argument("--details", action="store_true", help="with what was before and after")
    history.add_argument("--people", action="store_true", help="who made how many steps, and when, instead")
    history.add_argument("--json", action="store_true", help="as JSON")
    history.set_defaults(do=_history)

    asof = commands.add_parser("asof", help="the project as it was, in a new file")
    add_project(asof)
    asof.add_argument(
        "when",
        type=moment,
        metavar="WHEN",
        help="a day (at its end) or a time: “2026-11-17”, “2026-11-17 14:30”, “yesterday”, “Tuesday”",
    )
    asof.add_argument("--to", type=Path, required=True, metavar="FILE", help="the file to make")
    asof.set_defaults(do=_asof)


def _history(arguments: argparse.Namespace) -> None:
    from glossator import projects

    bench = projects.open(arguments.project, author="", read_only=True, key=key_for(arguments))
    with contextlib.closing(bench):
        if arguments.people:
            _tell_people(bench, as_json=arguments.json)
            return
        record = _record(arguments.record)
        steps = bench.ask.history(
            limit=arguments.limit,
            document=document_named(bench, arguments.document),
            record=record,
            author=arguments.person,
            since=arguments.since.first if arguments.since else None,
            until=arguments.until.after if arguments.until else None,
            text=arguments.text,
        )
        details = [_details(bench, step, record) if arguments.details else [] for step in steps]
    if arguments.json:
        print_json([_as_plain(*each) for each in zip(steps, details, strict=True)])
    else:
        _tell(steps, details)


def _tell(steps: list[HistoryRow], details: list[list[str]]) -> None:
    from glossator.analysis.tables import table

    rows: list[tuple[object, ...]] = []
    for step, lines in zip(steps, details, strict=True):
        title = f"{step.title} (taken back)" if step.undone else step.title
        rows.append((_clock(step.time), step.author, step.changes, title))
        rows += [("", "", "", f"  {line}") for line in lines]
    print(table(("When", "Who", "Records", "What"), rows))


def _tell_people(bench: Workbench, *, as_json: bool) -> None:
    from glossator.analysis.tables import table

    people = bench.ask.people()
    if as_json:
        print_json([each._asdict() for each in people])
    else:
        rows = [(each.name, each.steps, _clock(each.first), _clock(each.last)) for each in people]
        print(table(("Who", "Steps", "First", "Last"), rows))


def _details(bench: Workbench, step: HistoryRow, record: Key | None) -> list[str]:
    from glossator.analysis.differences import differences
    from glossator.retrospect import is_about

    change: Change | None = bench.ask.change(step.id)
    if change is None:
        return []
    found = differences(
        change,
        bench.scheme,
        bench.ask.called,
        only=lambda each: record is None or is_about(each, record),
    )
    lines: list[str] = []
    for line in found:
        if len(lines) == _DETAILS:
            return [*lines, "…"]
        lines.append(str(line))
    return lines


def _asof(arguments: argparse.Namespace) -> None:
    from glossator import projects, retrospect

    to = arguments.to.absolute()
    if to.suffix != projects.ENDING:
        to = to.with_name(to.name + projects.ENDING)
    bench = projects.open(arguments.project, author="", read_only=True, key=key_for(arguments))
    with contextlib.closing(bench):
        place = retrospect.place_at(bench, arguments.when.after - 1)
        (step,) = bench.ask.history_at([place])
        later = bench.ask.history(limit=1)[0].place - place
        with progress("Taking back") as told:
            retrospect.write_as_of(bench, place, to, told)
    without = f", without the {counted(later, 'step')} that came later" if later else "; nothing came later"
    print(f"Made {to}, the project as it was at {_clock(step.time)}{without}.")
    print(f"The last step in it: {step.title} ({step.author})")


def _record(named: str | None) -> Key | None:
    if named is None or ":" in named:
        return named
    try:
        return ids.from_text(named)
    except ValueError as error:
        raise GlossatorError(
            f"“{named}” is not the id of a record.",
            remedy="Take it from an export, where each record has one.",
        ) from error


def _as_plain(step: HistoryRow, details: list[str]) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": ids.to_text(step.id),
        "time": datetime.fromtimestamp(step.time / 1000).astimezone().isoformat(timespec="milliseconds"),
        "person": step.author,
        "title": step.title,
        "records": step.changes,
        "documents": [ids.to_text(each) for each in step.documents],
        "undone": step.undone,
        "undoes": None if step.undoes is None else ids.to_text(step.undoes),
        "origin": step.origin,
    }
    return plain | ({"details": details} if details else {})


def _clock(time: int) -> str:
    return f"{datetime.fromtimestamp(time / 1000).astimezone():%Y-%m-%d %H:%M:%S}"
