"""A small real project for the tests of the panels."""

from __future__ import annotations

import json
import shutil
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


Clock = Callable[[], int]


def clock() -> Clock:
    """A clock that goes on by a second whenever it is looked at."""
    return iter(range(1_700_000_000_000, 1_800_000_000_000, 1000)).__next__


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two projects to copy, as making them takes longer than most tests: an empty one, and one with the tagged
    sample article.
    """
    folder = tmp_path_factory.mktemp("templates")
    plain = json.loads(paths.resource("schemes", "news-intelligence.json").read_text("utf-8"))
    without, tagged_one = folder / "empty.gloss", folder / "tagged.gloss"
    for path in (without, tagged_one):
        file = ProjectFile.create(path, title="Tests", scheme=scheme_from_plain(plain), author="Kim Lee")
        if path == tagged_one:
            _fill(Workbench(file, author="Kim Lee", now=clock()))
        file.close()
    return without, tagged_one


def _fill(bench: Workbench) -> None:
    text = paths.seed(f"{ARTICLE}.txt").read_text("utf-8")
    article = Document(bench.hand.new_id(), ARTICLE, len(text), digest_of(text), source="Defence Desk")
    bench.do(edits.add_documents([(article, text)], by=bench.hand))
    data = json.loads(paths.resource("demo", f"{ARTICLE}.json").read_text("utf-8"))
    records = tagged(
        article, text, data, new_id=bench.hand.new_id, author="Kim Lee", created=1_700_000_000_000
    )
    bench.do(bench.hand.change("Tag the article", added=records))


@pytest.fixture
def opened(tmp_path: Path, signals: ProjectSignals) -> Iterator[Callable[[Path], Workbench]]:
    """Open a copy of a template; it is closed after the test."""
    benches: list[Workbench] = []

    def do(template: Path) -> Workbench:
        file = ProjectFile.open(Path(shutil.copy(template, tmp_path / "tests.gloss")))
        benches.append(Workbench(file, author="Kim Lee", on_change=signals.changed.emit, now=clock()))
        return benches[-1]

    yield do
    for bench in benches:
        bench.close()


@pytest.fixture
def empty(templates: tuple[Path, Path], opened: Callable[[Path], Workbench]) -> Workbench:
    """A project without documents."""
    return opened(templates[0])


@pytest.fixture
def bench(templates: tuple[Path, Path], opened: Callable[[Path], Workbench]) -> Workbench:
    """A project with the tagged sample article, which is open."""
    made = opened(templates[1])
    made.open_document(made.ask.documents()[0].document.id)
    return made


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
