"""A second reading shows nothing of what others said of the document: in no list, dialog, search or file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from glossator.core.annotations import Entity
from glossator.core.changes import Change
from glossator.ui.actions.asking import Asking
from glossator.ui.dialogs.identical import IdenticalDialog
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.workbench import Workbench
from tests.journeys.analyst import Analyst
from tests.journeys.test_layers import become


@pytest.fixture
def analyst(window: MainWindow, qtbot: QtBot) -> Analyst:
    """Bob, who reads a second time what another has annotated."""
    window.projects.open_demo(tagged=True)
    become(window, "Bob")
    window.actions_by_id["second_reading"].trigger()
    return Analyst(window, qtbot)


def bench_of(analyst: Analyst) -> Workbench:
    return analyst.window.desk.need_bench()


def others(analyst: Analyst) -> list[Entity]:
    return [row.entity for row in bench_of(analyst).ask.entities()]


def test_the_palette_offers_no_identity_that_only_others_found(analyst: Analyst) -> None:
    asking: Asking = analyst.window.asking
    names = {each.name for each in others(analyst)}
    assert len(names) > 5
    assert not names & {item.title for item in asking._everything("") if item.kind == "entity"}
    analyst.window.actions_by_id["second_reading"].trigger()
    analyst.button(analyst.window.findChildren(Message)[-1], "End the second reading").click()
    assert names <= {item.title for item in asking._everything("") if item.kind == "entity"}


def test_the_identity_dialog_offers_none_and_counts_only_what_is_mine(analyst: Analyst) -> None:
    analyst.tag("Russia", "G")
    analyst.press("I")
    (dialog,) = analyst.window.findChildren(IdentityDialog)
    rows = [
        dialog.chooser.list.model().index(row, 0).data()
        for row in range(dialog.chooser.list.model().rowCount())
    ]
    assert [row for row in rows if row] == ["New identity “Russia”"]
    dialog.reject()


def test_y_counts_no_mention_of_others_as_tagged(analyst: Analyst, qtbot: QtBot) -> None:
    analyst.tag("Russia", "G")
    analyst.press("Shift+Y")
    qtbot.waitUntil(lambda: bool(analyst.window.findChildren(IdenticalDialog)))
    (dialog,) = analyst.window.findChildren(IdenticalDialog)
    assert dialog.model.total == len(re.findall(r"\bRussia\b", analyst.text)) - 1
    dialog.reject()


def test_the_tables_know_no_identity_of_others(analyst: Analyst, qtbot: QtBot) -> None:
    tab = analyst.window.annotations.entities
    analyst.window.annotations.tabs.setCurrentWidget(tab)
    qtbot.waitUntil(lambda: tab.table.isVisible() or tab.isVisible())
    assert tab.model.rowCount() == 0


def test_an_export_asks_first_and_leaves_out_what_is_hidden(
    analyst: Analyst, tmp_path: Path, qtbot: QtBot
) -> None:
    mine = analyst.tag("Tartus", "G")
    window = analyst.window
    window.projects.ask_export()
    message = window.findChildren(Message)[-1]
    assert "read a second time" in " ".join(message.sentences)
    message.reject()
    target = tmp_path / "out.jsonl"
    with qtbot.waitSignal(window.projects.exported):
        window.projects.export(target, bench_of(analyst).whose)
    (line,) = [json.loads(each) for each in target.read_text("utf-8").splitlines()]
    assert [each["author"] for each in line["mentions"]] == [mine.author]
    assert line["relations"] == []


def test_what_others_do_meanwhile_stays_hidden(analyst: Analyst) -> None:
    window, bench = analyst.window, bench_of(analyst)
    there = next(each for each in bench.ask.mentions_where(limit=500) if each.author != "Bob")
    bench.project_file.write(
        Change(bench.hand.new_id(), "Tag it", there.author, bench.hand.now(), removed=(there,))
    )
    bench.look()
    titles = [window.history.model.line(row).title for row in range(window.history.model.rowCount())]
    assert "Tag it" not in titles
