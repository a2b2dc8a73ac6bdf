"""Who did what when: history."""

from __future__ import annotations

import argparse
import contextlib

from glossator.cli.arguments import Commands, add_project, count


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    history = commands.add_parser("history", help="who did what when, the newest first")
    add_project(history)
    history.add_argument("--limit", type=count, default=50, metavar="N", help="how many steps (50)")
    history.set_defaults(do=_history)


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
