"""Projects for the tests of the Summary page: a small one that is written in, and the sample, which is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.annotations import Entity
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.plots.arrangement import USUAL
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import annotated, scheme, the
from tests.test_chronicles import sample

FIRST = annotated(
    "[Ada|PER] leads the [navy|ORG]. [Ada|PER] cites the [navy|ORG] in [Libya|GPE].\n"
    "[Ships|FAC] [attacked|EVT] [Bob|PER].",
    id=1,
    name="First",
    relations=[("LEADS", "Ada", "navy")],
    events=[("ATTACK", "attacked", {"Target": "Bob", "Agent": "Ships"})],
)
SECOND = annotated("[Ada|PER] is in [Libya|GPE].", id=2, name="Second", relations=[("LEADS", "Ada", "Libya")])


@pytest.fixture
def signals() -> ProjectSignals:
    return ProjectSignals()


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def bench(tmp_path: Path, signals: ProjectSignals, selection: Selection) -> Iterator[Workbench]:
    """Two documents; "Ada" is one person in both, "Ships" fill a role that the scheme does not permit them."""
    clock = iter(range(1_700_000_000_000, 1_800_000_000_000, 1000))
    file = ProjectFile.create(tmp_path / "case.gloss", title="Case", scheme=scheme(), author="Kim")
    made = Workbench(file, author="Kim", on_change=signals.changed.emit, now=lambda: next(clock))
    for each in (FIRST, SECOND):
        made.do(edits.add_documents([(each.document, each.text)], by=made.hand))
        made.do(made.hand.change("Tag", added=(*each.mentions.values(), *each.relations.values())))
    said = made.open_document(FIRST.document.id)
    ada = Entity(77, "Ada Lovelace", "PER", author="Kim", created=1)
    named = [each.id for each in said.mentions.values() if each.quote == "Ada"]
    made.do(edits.identify(said, named, ada, is_new=True, by=made.hand))
    other = made.annotations(SECOND.document.id)
    made.do(edits.identify(other, [the(other, "Ada").id], ada, is_new=False, by=made.hand))
    selection.set(None, document=FIRST.document.id)
    yield made
    made.close()


@pytest.fixture
def page(
    qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals
) -> Iterator[SummaryPage]:
    """The page, shown, wide enough for two columns with the three views that count; the others are hidden."""
    made = SummaryPage(bench, selection, signals, theme.light())
    qtbot.addWidget(made)
    made.sheet._set(
        tuple(replace(each, is_shown=each.name in {"labels", "entities", "pairs"}) for each in USUAL)
    )
    made.resize(1100, 900)
    made.show()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    yield made
    made.close()


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A project in which every view has something: the sample article, with dates and places."""
    made = sample(tmp_path_factory.mktemp("sampled") / "case.gloss")
    yield made
    made.close()


@pytest.fixture
def sampled_page(qtbot: QtBot, sampled: Workbench) -> Iterator[SummaryPage]:
    """The page of the sample, active, with the whole project on it."""
    made = SummaryPage(sampled, Selection(), ProjectSignals(), theme.light())
    qtbot.addWidget(made)
    made.resize(1200, 860)
    made.show()
    qtbot.waitActive(made)
    yield made
    made.close()
