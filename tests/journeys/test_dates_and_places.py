"""When and where it was, from the word on the page to the timeline and the map, and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator import whereabouts
from glossator.core import edits
from glossator.core.annotations import Argument, Entity, Relation
from glossator.core.dating import VALUE
from glossator.store.gazetteer import Gazetteer, open_gazetteer
from glossator.ui.dialogs.dating import DateDialog
from glossator.ui.dialogs.place import PlaceDialog
from glossator.ui.panels.inspector.proposal import DateProposals
from glossator.ui.plots.placemap.plot import PlaceMapPlot
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.workbench import Workbench
from tests.journeys.analyst import Analyst


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gazetteer, indexed once for all journeys."""
    folder = tmp_path_factory.mktemp("gazetteer")
    open_gazetteer(folder).close()
    return folder


@pytest.fixture(autouse=True)
def _indexed(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> Gazetteer:
        return open_gazetteer(index)

    monkeypatch.setattr(whereabouts, "open_gazetteer", opened)


def bench(analyst: Analyst) -> Workbench:
    found = analyst.window.desk.bench
    assert found is not None
    return found


def published(analyst: Analyst, date: str) -> None:
    """The document has a date."""
    old = analyst.annotations.document
    bench(analyst).do(edits.edit_document(old, replace(old, published=date), by=bench(analyst).hand))


def dialog_of(analyst: Analyst, kind: type[QWidget]) -> QWidget:
    """The open dialog of this kind."""
    acts = analyst.window.identifying
    found = acts.dating.dialog if kind is DateDialog else acts.placing.dialog
    assert isinstance(found, kind)
    analyst.qtbot.waitUntil(found.isVisible)
    return found


def proposals(analyst: Analyst) -> DateProposals:
    """What the Inspector proposes."""
    found = analyst.window.inspector.mention.dates
    analyst.qtbot.waitUntil(lambda: bool(found.why.text()))
    return found


def event(analyst: Analyst) -> Relation:
    """ "retreated … last week", an event with a time."""
    by, scheme = bench(analyst).hand, bench(analyst).scheme
    for words, label in (("retreated", "EVT"), ("last week", "TIM")):
        kind = scheme.label(label)
        assert kind is not None
        bench(analyst).do(edits.tag(analyst.annotations, [analyst.span(words)], kind, by=by))
    retreated, week = analyst.mention("retreated"), analyst.mention("last week")
    made = Relation(
        by.new_id(), retreated.document, "Movement.Transport", (Argument("Time", week.id),), retreated.id,
        author="Kim", created=1_790_000_000_000,
    )  # fmt: skip
    bench(analyst).do(by.change("An event", added=[made]))
    return made


def test_one_key_takes_the_date_that_the_inspector_proposes(analyst: Analyst) -> None:
    mention = analyst.tag("last week", "T")
    analyst.page.select_mention(mention.id)
    proposed = proposals(analyst)
    assert proposed.why.text() == "It is relative, and the document has no date."
    assert analyst.annotations.mentions[mention.id].attributes == {}
    published(analyst, "2024-12-18")
    analyst.page.select_mention(mention.id)
    analyst.qtbot.waitUntil(lambda: bool(proposed.buttons))
    assert [each.text() for each in proposed.buttons] == ["2024-W50  (9 to 15 Dec 2024)   A"]
    assert proposed.why.text() == "Proposed, relative to the document's date, 2024-12-18: the week before"
    assert VALUE not in analyst.annotations.mentions[mention.id].attributes, "nothing is set by itself"
    analyst.press("A", on=analyst.page)
    assert analyst.annotations.mentions[mention.id].attributes[VALUE] == "2024-W50"
    analyst.qtbot.waitUntil(lambda: not proposed.isVisibleTo(analyst.window.inspector))
    analyst.window.actions_by_id["undo"].trigger()
    assert VALUE not in analyst.annotations.mentions[mention.id].attributes


def test_a_proposal_is_taken_by_the_mouse_as_well(analyst: Analyst) -> None:
    published(analyst, "2024-12-18")
    mention = analyst.tag("last year", "T")
    analyst.page.select_mention(mention.id)
    analyst.click_on(proposals(analyst).buttons[0])
    assert analyst.annotations.mentions[mention.id].attributes[VALUE] == "2023"


def test_what_is_no_time_is_not_dated(analyst: Analyst) -> None:
    mention = analyst.tag("Tartus", "G")
    analyst.page.select_mention(mention.id)
    said: list[str] = []
    analyst.window.desk.said.connect(lambda sentence, _: said.append(sentence))
    analyst.press("A", on=analyst.page)
    assert said == ["“Tartus” is no time. Select a date or the word of an event."]


def test_what_cannot_be_read_is_asked_for(analyst: Analyst) -> None:
    mention = analyst.tag("Tartus", "T")
    analyst.page.select_mention(mention.id)
    analyst.press("A", on=analyst.page)
    dialog = dialog_of(analyst, DateDialog)
    assert isinstance(dialog, DateDialog)
    assert dialog.why.text() == "What time is meant cannot be read from these words."
    analyst.type("soonish", dialog.date)
    assert "199X" in dialog.fault.text()
    dialog.set_button.click()
    assert dialog.isVisible()
    assert "is no date" in dialog.fault.text()
    dialog.date.clear()
    dialog.set_button.click()
    assert dialog.fault.text() == "A date is needed."
    analyst.type("2024-12~", dialog.date)
    dialog.set_button.click()
    assert analyst.annotations.mentions[mention.id].attributes[VALUE] == "2024-12~"


def test_an_event_goes_from_the_tray_to_its_day_with_the_reason(analyst: Analyst, qtbot: QtBot) -> None:
    published(analyst, "2024-12-18")
    made = event(analyst)
    board = analyst.window.board
    analyst.window.actions_by_id["summary"].trigger()
    qtbot.waitUntil(lambda: board.page is not None and board.page.isVisible())
    assert board.page is not None
    board.page.show_view("timeline")
    plot = board.page.plots["timeline"]
    assert isinstance(plot, TimelinePlot)
    tray = plot.chart.tray.list
    qtbot.waitUntil(lambda: tray.count() == 1)
    assert tray.item(0).text().endswith("“last week” has no date yet")
    tray.setCurrentRow(0)
    tray.setFocus()
    QTest.keyClick(tray, Qt.Key.Key_Return)
    dialog = dialog_of(analyst, DateDialog)
    assert isinstance(dialog, DateDialog)
    assert dialog.date.text() == "2024-W50"
    assert dialog.focusWidget() is dialog.reason  # all that is left to be said
    proposed = dialog.date.text()
    dialog.date.setText("2023-02-30")
    dialog.set_button.click()
    assert dialog.fault.text() == "There is no such date: 2023-02-30."  # before a reason is asked for
    assert dialog.focusWidget() is dialog.date
    assert dialog.date.selectedText() == "2023-02-30"
    dialog.date.setText(proposed)
    dialog.set_button.click()
    assert dialog.fault.text() == "Say in a few words how you know when it was."
    analyst.type("the week before it was published", dialog.reason)
    dialog.set_button.click()
    qtbot.waitUntil(lambda: tray.count() == 0)
    assert [row.events for row in plot.chart.surface.content.dated] == [(made.id,)]  # type: ignore[union-attr]
    (note,) = analyst.annotations.notes.values()
    assert note.body == "“last week” means 2024-W50: the week before it was published"
    analyst.window.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: tray.count() == 1)
    assert not analyst.annotations.notes
    plot.chart.date_wanted.emit(plot.chart.surface.content.undated[0].key, "2024-12-08")  # type: ignore[union-attr]
    dropped = dialog_of(analyst, DateDialog)
    assert isinstance(dropped, DateDialog)
    assert dropped.date.text() == "2024-12-08"
    dropped.reject()
    analyst.window.actions_by_id["article"].trigger()


def test_the_word_of_an_event_asks_when_it_was(analyst: Analyst) -> None:
    made = event(analyst)
    analyst.page.select_mention(made.trigger or 0)
    analyst.press("Shift+A", on=analyst.page)
    dialog = dialog_of(analyst, DateDialog)
    assert isinstance(dialog, DateDialog)
    assert dialog.what.text() == "“retreated”, Transport: last week"
    assert dialog.why.text() == "It is relative, and the document has no date."
    assert dialog.focusWidget() is dialog.date  # nothing can be proposed
    dialog.reject()


def test_the_dialog_says_of_a_time_what_the_tray_says(analyst: Analyst) -> None:
    made = event(analyst)
    mention = next(each for each in analyst.annotations.mentions.values() if each.quote == "last week")
    held = replace(mention, attributes={**mention.attributes, VALUE: "P1W"})
    bench(analyst).do(bench(analyst).hand.change("How long", removed=(mention,), added=(held,)))
    analyst.page.select_mention(made.trigger or 0)
    analyst.press("Shift+A", on=analyst.page)
    dialog = dialog_of(analyst, DateDialog)
    assert isinstance(dialog, DateDialog)
    assert dialog.why.text() == "“last week” says how long, not when."
    dialog.reject()


def identity(analyst: Analyst, quote: str, **facts: object) -> Entity:
    mention = analyst.tag(quote, "G")
    made = Entity(bench(analyst).hand.new_id(), quote, "GPE", author="Kim", created=1, **facts)  # type: ignore[arg-type]
    bench(analyst).do(
        edits.identify(analyst.annotations, [mention.id], made, is_new=True, by=bench(analyst).hand)
    )
    analyst.page.select_mention(mention.id)
    return made


def test_a_place_is_chosen_among_candidates_and_stands_on_the_map(analyst: Analyst, qtbot: QtBot) -> None:
    tartus = identity(analyst, "Tartus")
    analyst.press("Shift+G", on=analyst.page)
    dialog = dialog_of(analyst, PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    assert "Ţarţūs (Syria)" in dialog.list.item(0).text()
    assert dialog.at.text() == "34.889, 35.8866"
    assert not dialog.nowhere.isVisible()
    QTest.keyClick(dialog.list, Qt.Key.Key_1)
    placed = bench(analyst).ask.entity(tartus.id)
    assert placed is not None
    assert placed.identifiers["geonames"] == "163345"
    assert placed.attributes["place_precision"] == "Area"
    board = analyst.window.board
    analyst.window.actions_by_id["summary"].trigger()
    qtbot.waitUntil(lambda: board.page is not None and board.page.isVisible())
    assert board.page is not None
    board.page.show_view("places")
    plot = board.page.plots["places"]
    assert isinstance(plot, PlaceMapPlot)
    qtbot.waitUntil(lambda: plot.chart.surface.content is not None)
    assert [each.name for each in plot.chart.surface.content.placed] == ["Tartus"]  # type: ignore[union-attr]
    plot.chart.surface.current = plot.chart.surface.signs[0].key
    QTest.keyClick(plot.chart.surface, Qt.Key.Key_P)
    again = dialog_of(analyst, PlaceDialog)
    assert isinstance(again, PlaceDialog)
    assert again.now.text() == "Now: 34.89° N, 35.89° E, area"
    assert again.nowhere.isVisible()
    again.at.setText("35.4, 35.95")
    again.at.textEdited.emit("35.4, 35.95")
    again.take.click()
    assert "why it is another one" in again.fault.text()
    analyst.type("the naval base is meant", again.reason)
    again.take.click()
    moved = bench(analyst).ask.entity(tartus.id)
    assert moved is not None
    assert moved.attributes["place.latitude"] == 35.4
    (note,) = bench(analyst).ask.notes_on(tartus.id)
    assert note.body.endswith("the naval base is meant")
    analyst.window.actions_by_id["undo"].trigger()
    assert bench(analyst).ask.entity(tartus.id) == placed
    analyst.window.actions_by_id["article"].trigger()


def test_another_name_is_typed_and_a_place_is_taken_away(analyst: Analyst, qtbot: QtBot) -> None:
    tartus = identity(analyst, "Tartus", attributes={"place.latitude": 1.0, "place.longitude": 2.0})
    analyst.window.actions_by_id["set_place"].trigger()
    dialog = dialog_of(analyst, PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    analyst.type("Bengh", dialog.search)
    qtbot.waitUntil(lambda: "Benghazi (Libya)" in dialog.list.item(0).text())
    dialog.search.setText("Xanaduville")
    dialog.searched.emit("Xanaduville")
    assert dialog.list.count() == 0
    assert dialog.state.text().startswith("No place of that name is known.")
    dialog.at.setText("91, 0")
    dialog.at.textEdited.emit("91, 0")
    dialog.take.click()
    assert "such as 32.89, 13.19" in dialog.fault.text()
    dialog.nowhere.click()
    assert "A reason is needed" in dialog.fault.text()
    analyst.type("it is a ship", dialog.reason)
    dialog.nowhere.click()
    bare = bench(analyst).ask.entity(tartus.id)
    assert bare is not None
    assert not bare.attributes


def test_only_what_stands_for_something_has_a_place(analyst: Analyst) -> None:
    mention = analyst.tag("Tartus", "G")
    analyst.page.select_mention(mention.id)
    said: list[str] = []
    analyst.window.desk.said.connect(lambda sentence, _: said.append(sentence))
    analyst.press("Shift+G", on=analyst.page)
    assert said == ["“Tartus” stands for nobody yet. Press I to say which place it is."]


def test_the_card_of_an_identity_asks_where_it_is(analyst: Analyst, qtbot: QtBot) -> None:
    identity(analyst, "Tartus")
    analyst.window.actions_by_id["entity_card"].trigger()
    card = analyst.window.identifying._card
    assert card is not None
    assert card.place.isVisible()
    card.place.click()
    dialog = dialog_of(analyst, PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    dialog.reject()
    card.done(0)
