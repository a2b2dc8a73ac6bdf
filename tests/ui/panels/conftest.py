"""A small real project for the tests of the panels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossator import paths
from glossator.core import edits
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.plain import scheme_from_plain
from glossator.formats.demo import tagged
from glossator.store.project_file import ProjectFile
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench

ARTICLE = "russia-libya-air-defense"


def documents(bench: Workbench, *names: str, text: str = "Ada met Charles in London.") -> list[Document]:
    """Documents to be, each with a text of its own."""
    return [
        Document(bench.hand.new_id(), name, len(body := f"{text} {name}"), digest_of(body), source="The Wire")
        for name in names
    ]


def import_documents(
    bench: Workbench, *names: str, text: str = "Ada met Charles in London."
) -> list[Document]:
    """Put documents with these names into the project."""
    made = documents(bench, *names, text=text)
    bench.do(edits.add_documents([(each, f"{text} {each.name}") for each in made], by=bench.hand))
    return made


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def signals() -> ProjectSignals:
    return ProjectSignals()


@pytest.fixture
def empty(tmp_path: Path, signals: ProjectSignals) -> Iterator[Workbench]:
    """A project without documents."""
    scheme = scheme_from_plain(
        json.loads(paths.resource("schemes", "news-intelligence.json").read_text("utf-8"))
    )
    clock = iter(range(1_700_000_000_000, 1_800_000_000_000, 1000))
    file = ProjectFile.create(tmp_path / "tests.gloss", title="Tests", scheme=scheme, author="Kim Lee")
    made = Workbench(file, author="Kim Lee", on_change=signals.changed.emit, now=lambda: next(clock))
    yield made
    made.close()


@pytest.fixture
def bench(empty: Workbench) -> Workbench:
    """A project with the tagged sample article, which is open."""
    text = paths.seed(f"{ARTICLE}.txt").read_text("utf-8")
    article = Document(empty.hand.new_id(), ARTICLE, len(text), digest_of(text), source="Defence Desk")
    empty.do(edits.add_documents([(article, text)], by=empty.hand))
    data = json.loads(paths.resource("demo", f"{ARTICLE}.json").read_text("utf-8"))
    records = tagged(
        article, text, data, new_id=empty.hand.new_id, author="Kim Lee", created=1_700_000_000_000
    )
    empty.do(empty.hand.change("Tag the article", added=records))
    empty.open_document(article.id)
    return empty


@pytest.fixture
def carried_out(bench: Workbench) -> Callable[[object], list[Change]]:
    """Connect a panel's ``edit_requested``: each Change is done and kept in the list returned."""

    def connect(panel: object) -> list[Change]:
        done: list[Change] = []

        def do(change: Change) -> None:
            done.append(change)
            bench.do(change)

        panel.edit_requested.connect(do)  # type: ignore[attr-defined]
        return done

    return connect
