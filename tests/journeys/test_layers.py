"""Two persons on one project: whose annotations are shown, and a second reading that is blind."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.retrospect import HistoryRow
from glossator.ui import settings as kept
from glossator.ui.dialogs.persons import PersonsDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.ui.panels.documents.model import NUMBER_ROLE
from tests.journeys.analyst import Analyst


@pytest.fixture
def analyst(window: MainWindow, qtbot: QtBot) -> Analyst:
    """Somebody who sits in front of the article as another has annotated it."""
    window.projects.open_demo(tagged=True)
    return Analyst(window, qtbot)


def shown(analyst: Analyst) -> list[Mention]:
    return list(analyst.annotations.in_order())


def steps(window: MainWindow) -> list[HistoryRow]:
    model = window.history.model
    return [model.line(row) for row in range(model.rowCount())]


def become(window: MainWindow, name: str) -> None:
    """Sign with another name, as the settings do."""
    window.settings.set(kept.AUTHOR, name)
    window.choosing._on_applied([])


def second_person(analyst: Analyst) -> int:
    """Somebody else sits down at the annotated article; how many mentions there are."""
    become(analyst.window, "Bob")
    return len(shown(analyst))


def counted(window: MainWindow) -> int:
    """How many mentions the Summary page counts, by their labels."""
    assert window.board.page is not None
    return sum(int(row[2]) for row in window.board.page.cards["labels"].view.table.rows)


def test_the_figures_of_the_summary_are_of_those_who_are_shown(analyst: Analyst, qtbot: QtBot) -> None:
    window = analyst.window
    total = second_person(analyst)
    window.actions_by_id["whose_mine"].trigger()
    analyst.tag("Tartus", "G")
    window.actions_by_id["summary"].trigger()
    qtbot.waitUntil(lambda: counted(window) == 1)
    assert window.board.page is not None
    foot = window.board.page.cards["labels"].foot.text()
    assert "1 mention shown, 0 hidden" in foot, "what others said is not there, so no filter hides it"
    window.actions_by_id["whose_all"].trigger()
    qtbot.waitUntil(lambda: counted(window) == total + 1)
    window.actions_by_id["second_reading"].trigger()
    qtbot.waitUntil(lambda: counted(window) == 1)


def test_only_mine_shows_the_page_as_if_i_were_alone_and_says_so(analyst: Analyst, qtbot: QtBot) -> None:
    window = analyst.window
    total = second_person(analyst)
    assert total > 10
    assert window.status.layers == ""
    window.actions_by_id["whose_mine"].trigger()
    assert shown(analyst) == []
    assert f"{total} mentions" in window.status.layers
    assert window.actions_by_id["whose_mine"].isChecked()
    assert not window.actions_by_id["whose_all"].isChecked()
    qtbot.waitUntil(lambda: window.annotations.mentions.model.rowCount() == 0)
    assert f"{total} mentions" in window.annotations.hidden.text()
    mine = analyst.tag("Tartus", "G")
    assert mine.author == "Bob"
    assert shown(analyst) == [mine]
    assert window.annotations.mentions.model.rowCount() == 1
    window.actions_by_id["whose_all"].trigger()
    assert len(shown(analyst)) == total + 1
    assert window.status.layers == ""
    qtbot.waitUntil(lambda: window.annotations.mentions.model.rowCount() == total + 1)
    assert window.annotations.hidden.isHidden()


def test_what_a_hidden_one_tags_already_may_be_tagged_by_me_too(analyst: Analyst) -> None:
    there = next(each for each in shown(analyst) if len(each.fragments) == 1 and each.label == "GPE")
    second_person(analyst)
    analyst.window.actions_by_id["whose_mine"].trigger()
    analyst.page.select(there.fragments[0])
    analyst.press("G")
    analyst.window.actions_by_id["whose_all"].trigger()
    both = [each for each in analyst.annotations.exactly(there.fragments) if each.label == "GPE"]
    assert sorted(each.author for each in both) == sorted([there.author, "Bob"])


def test_chosen_persons_are_ticked_in_a_list(analyst: Analyst) -> None:
    window = analyst.window
    ada = shown(analyst)[0].author
    total = second_person(analyst)
    window.actions_by_id["whose_chosen"].trigger()
    (dialog,) = window.findChildren(PersonsDialog)
    dialog.tick(ada, on=False)
    dialog.accept()
    assert len(shown(analyst)) < total
    window.actions_by_id["whose_chosen"].trigger()
    dialog = window.findChildren(PersonsDialog)[-1]
    dialog.tick(ada, on=True)
    dialog.accept()
    assert len(shown(analyst)) == total
    assert window.actions_by_id["whose_all"].isChecked()


def test_a_second_reading_is_blind_until_it_is_ended_on_purpose(analyst: Analyst, qtbot: QtBot) -> None:
    window = analyst.window
    total = second_person(analyst)
    window.actions_by_id["second_reading"].trigger()
    assert shown(analyst) == []
    assert "Second reading" in window.status.layers
    assert str(total) not in window.status.layers
    assert window.actions_by_id["second_reading"].isChecked()
    qtbot.waitUntil(lambda: window.documents.model.index(0).data(NUMBER_ROLE) == "")
    document = analyst.annotations.document.id
    qtbot.waitUntil(lambda: all(document not in step.documents for step in steps(window)))
    window.actions_by_id["summary"].trigger()
    qtbot.waitUntil(lambda: counted(window) == 0)
    window.actions_by_id["article"].trigger()
    window.actions_by_id["whose_all"].trigger()
    assert shown(analyst) == [], "showing everybody does not end it"
    mine = analyst.tag("Tartus", "G")
    window.actions_by_id["second_reading"].trigger()
    assert window.actions_by_id["second_reading"].isChecked()
    (asked,) = window.findChildren(Message)
    asked.reject()
    assert shown(analyst) == [mine]
    window.actions_by_id["second_reading"].trigger()
    asked = window.findChildren(Message)[-1]
    analyst.button(asked, "End the second reading").click()
    assert len(shown(analyst)) == total + 1
    assert not window.actions_by_id["second_reading"].isChecked()


def test_a_second_reading_is_remembered_when_the_project_is_opened_again(analyst: Analyst) -> None:
    window = analyst.window
    second_person(analyst)
    assert window.desk.bench is not None
    path: Path = window.desk.bench.project_file.path
    window.actions_by_id["second_reading"].trigger()
    window.actions_by_id["close"].trigger()
    window.projects.open(path)
    assert shown(analyst) == []
    assert "Second reading" in window.status.layers


def test_an_edit_that_would_touch_what_is_hidden_is_refused_in_words(analyst: Analyst) -> None:
    window = analyst.window
    doomed = shown(analyst)[0]
    second_person(analyst)
    bench = window.desk.bench
    assert bench is not None
    window.actions_by_id["whose_mine"].trigger()
    whole = bench.whole
    assert whole is not None
    label = next(each for each in bench.scheme.labels if each.id != doomed.label)
    assert window.desk.perform(lambda: edits.relabel(whole, doomed.id, label, by=bench.hand)) is None
    assert "hidden now" in analyst.heard[-1]
