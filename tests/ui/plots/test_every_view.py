"""What holds for every view, on the sample article: a question, a key to its signs, numbers under the pointer and the
keyboard, a table, pictures and paper, how much is shown, the way to the sentences and the page, and back.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from glossator import surveys
from glossator.core.lens import Lens
from glossator.ui import theme
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.card import Card
from glossator.ui.plots.catalogue import VIEWS
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.traychart import TrayChart
from glossator.workbench import Workbench

EVERY = tuple(each.name for each in VIEWS)
each_view = pytest.mark.parametrize("name", EVERY)


@pytest.fixture
def page(sampled_page: SummaryPage) -> SummaryPage:
    return sampled_page


def shown(page: SummaryPage, name: str, qtbot: QtBot) -> Card:
    page.show_view(name)
    card = page.cards[name]
    qtbot.waitUntil(lambda: not card.view.is_empty and card.chart.isVisible())
    return card


def hands(card: Card) -> QWidget:
    """What of a view takes the keys."""
    proxy = card.chart.focusProxy()
    return proxy if isinstance(proxy, QWidget) else card.chart


def at_a_mark(card: Card, qtbot: QtBot) -> None:
    """The keyboard goes to a mark of the view."""
    target = hands(card)
    target.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(target, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: card.chart.current_key is not None)


@each_view
def test_a_question_with_a_key_to_the_signs_and_how_much_is_shown(
    page: SummaryPage, qtbot: QtBot, name: str
) -> None:
    card = shown(page, name, qtbot)
    assert card.title.text().endswith("?")
    assert card.chart.accessibleName() == card.question
    assert re.search(r" shown( of \d+)?, 0 hidden by the filter", card.foot.text()), card.foot.text()
    if name not in {"contexts", "links"}:  # lines of text have no signs, the link chart has its key within
        assert card.legend.isVisible()
        assert card.legend.accessibleName().startswith("Legend: ")
    for button in card.findChildren(QToolButton):
        if isinstance(button.parentWidget(), QLineEdit):
            continue  # Qt's own, which empties the field
        assert button.toolTip() or button.text(), "what a button does can be read"


@each_view
def test_the_keyboard_goes_to_marks_that_tell_their_numbers_and_to_their_sentences(
    page: SummaryPage, qtbot: QtBot, name: str
) -> None:
    card = shown(page, name, qtbot)
    at_a_mark(card, qtbot)
    assert any(letter.isdigit() for letter in card.tip.text()) or name == "contexts", card.tip.text()
    assert "hidden by the filter" in card.foot.text(), "how much is shown stays told"
    QTest.keyClick(hands(card), Qt.Key.Key_Return)
    qtbot.waitUntil(page.sentences.isVisible)
    assert page.sentences.model.rowCount() > 0
    went: list[object] = []
    page.goto_requested.connect(lambda document, span, record: went.append((document, span, record)))
    QTest.keyClick(page.sentences, Qt.Key.Key_Return)
    assert len(went) == 1
    QTest.keyClick(page.sentences, Qt.Key.Key_Escape)
    assert not page.sentences.isVisible()


@each_view
def test_the_pointer_tells_numbers_and_a_click_leads_to_sentences(
    page: SummaryPage, qtbot: QtBot, name: str
) -> None:
    card = shown(page, name, qtbot)
    at_a_mark(card, qtbot)
    chart = card.chart
    at = chart.center_of_current()
    assert at is not None
    target = chart.drawn if isinstance(chart, TrayChart) else chart
    if isinstance(chart, Canvas):
        target = chart._plot.viewport()
    elif name in {"coverage", "contexts"}:
        target = chart.list.viewport()  # type: ignore[attr-defined]
        at = QPoint(40, target.mapFrom(chart, at).y())
    local = at if name in {"coverage", "contexts"} else target.mapFrom(chart, at)
    QTest.mouseMove(target, local)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=local)
    assert card.tip.text()
    assert name in {"links", "contexts"} or page.sentences.isVisible()


@each_view
def test_the_same_numbers_as_a_table_by_the_keyboard(page: SummaryPage, qtbot: QtBot, name: str) -> None:
    card = shown(page, name, qtbot)
    card.as_table.click()
    assert card.twin.isVisible()
    assert not card.chart.isVisible()
    table = card.view.table
    assert len(table.rows) > 0
    assert all(len(row) == len(table.headings) for row in table.rows)
    card.twin.setFocus()
    QTest.keyClick(card.twin, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    if table.keys and table.keys[0] is not None:
        QTest.keyClick(card.twin, Qt.Key.Key_Return)
        assert page.sentences.isVisible()
    card.as_table.click()


@each_view
def test_pictures_paper_and_clipboard(page: SummaryPage, qtbot: QtBot, name: str, tmp_path: Path) -> None:
    card = shown(page, name, qtbot)
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<?xml"), ("CSV", b"\xef\xbb\xbf")):
        path = tmp_path / f"x.{kind.lower()}"
        card.out.save(path, kind)
        assert path.read_bytes().startswith(start)
    assert card.question in (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert card.view.table.headings[0] in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    card.out.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()
    card.out.copy_table()
    qtbot.waitUntil(lambda: "\t" in QGuiApplication.clipboard().text())
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    card.out.print_on(printer)
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    entries = [each.text().replace("&", "") for each in card.more.menu().actions()]
    for wanted in ("Save as PNG…", "Save as SVG…", "Save as CSV…", "Print…"):
        assert wanted in entries
    assert sum("opy" in each for each in entries) == 2


@each_view
def test_light_dark_and_high_contrast(page: SummaryPage, qtbot: QtBot, name: str) -> None:
    card = shown(page, name, qtbot)
    seen = {bytes(card.grab().toImage().constBits())}
    page.set_theme(theme.dark())
    seen.add(bytes(card.grab().toImage().constBits()))
    assert len(seen) == 2
    page.set_theme(theme.light())


@each_view
def test_what_the_filter_hides_is_told(page: SummaryPage, qtbot: QtBot, name: str) -> None:
    card = shown(page, name, qtbot)
    page.bar.set_lens(Lens(labels=frozenset({"GPE", "EVT", "LOC"})))
    page.refresh()
    if name == "coverage":  # a label hides no document
        assert "1 document shown, 0 hidden by the filter" in card.foot.text()
    else:
        qtbot.waitUntil(
            lambda: "hidden by the filter" in card.foot.text() and " 0 hidden" not in card.foot.text()
        )
    page.bar.clear()


@each_view
def test_what_is_selected_on_the_page_lights_up_and_what_is_brushed_here(
    page: SummaryPage, sampled: Workbench, qtbot: QtBot, name: str
) -> None:
    card = shown(page, name, qtbot)
    at_a_mark(card, qtbot)
    key = card.chart.current_key
    plot, about = page.plots[name], page._about(sampled)
    found = page._evidence.facets(plot.picks_all(key, about), page.lens)  # type: ignore[union-attr]
    page._selection.set(None, document=sampled.ask.document_ids()[0])
    page.bar.in_project.click()
    sampled.open_document(sampled.ask.document_ids()[0])
    page._selection.set(None, records=(next(iter(found.mentions or found.relations)),))
    assert card.chart.is_lit(key)
    card.brushed.emit((key,), False)
    assert card.chart.is_lit(key)
    assert any(each.text().startswith("Selected: ") for each in page.bar.chips.findChildren(QToolButton))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.brush.is_empty
    page._selection.set(None, records=())


@each_view
def test_it_answers_in_the_terminal_too(sampled: Workbench, name: str) -> None:
    survey = surveys.find(name)
    found = survey.sheet(surveys.answer(sampled, survey, Lens(), {}), sampled.scheme)
    assert found.rows
    assert found.hidden == 0


def test_a_block_of_who_appears_with_whom_goes_to_the_link_chart(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "together", qtbot)
    plot = page.plots["together"]
    card.canvas._go_to(None)
    with qtbot.waitSignal(plot.said) as said:
        plot.chart_button.click()  # type: ignore[attr-defined]
    assert said.args == ["Choose a cell first, or drag over several."]
    at_a_mark(card, qtbot)
    key = card.chart.current_key
    assert isinstance(key, tuple)
    QTest.keyClick(card.chart, Qt.Key.Key_L)
    links = page.plots["links"]
    qtbot.waitUntil(lambda: not page.cards["links"].view.is_empty)
    assert page.sheet.enlarged == "links"
    drawn = {node.entity for node in links.network.nodes}  # type: ignore[attr-defined]
    assert drawn
    assert {node.entity for node in links.choice.begun} == set(key)  # type: ignore[attr-defined]
    assert len(drawn) < len({node.entity for node in links.full.nodes})  # type: ignore[attr-defined]
    links.forget()
    links.begin_with(frozenset(key))
    page._go_stale({"links"})
    page.refresh()
    qtbot.waitUntil(lambda: {node.entity for node in links.network.nodes} == drawn)  # type: ignore[attr-defined]


@each_view
def test_tab_goes_from_the_chart_to_its_own_controls_and_to_its_buttons(
    page: SummaryPage, qtbot: QtBot, name: str
) -> None:
    card = shown(page, name, qtbot)
    card.take_keyboard()
    at_a_mark(card, qtbot)
    back = walked(card, Qt.Key.Key_Backtab)
    assert back[-3:] == [card.more, card.larger, card.as_table]
    card.take_keyboard()
    controls = [
        each
        for each in card.findChildren(QWidget)
        if isinstance(each, QComboBox | QToolButton | QLineEdit)
        and each not in {card.as_table, card.larger, card.more}
        and not isinstance(each.parentWidget(), QLineEdit)
        and each.isVisible()
        and each.isEnabled()
        and not card.chart.isAncestorOf(each)
    ]
    forth = walked(card, Qt.Key.Key_Tab)
    assert set(controls) <= set(forth), "each control of the view is reached before those of others"


def walked(card: Card, key: Qt.Key) -> list[QWidget]:
    """Where Tab goes to within a card, as long as it stays there."""
    found: list[QWidget] = []
    for _ in range(40):
        held = QApplication.focusWidget()
        assert held is not None
        QTest.keyClick(held, key)
        now = QApplication.focusWidget()
        if now is None or not card.isAncestorOf(now):
            return found
        found.append(now)
    raise AssertionError(f"the keyboard is caught in {found[-1]}")


@pytest.mark.parametrize(
    "name", [each for each in EVERY if each != "links"]
)  # where Tab goes from node to node
def test_tab_goes_round_the_whole_page(page: SummaryPage, qtbot: QtBot, name: str) -> None:
    card, bar = shown(page, name, qtbot), page.bar
    bar.unfold.click()
    stops = (bar.in_project, bar.unfold, *bar.strip.tab_stops, page.sheet.choice, card.as_table)
    fixed = [each for each in stops if each.isEnabled()]
    bar.in_project.setFocus()
    forth: list[QWidget] = []
    while (held := QApplication.focusWidget()) not in forth:
        assert held is not None
        forth.append(held)
        QTest.keyClick(held, Qt.Key.Key_Tab)
    assert held is bar.in_project, "the keyboard is caught"
    assert [each for each in forth if each in fixed] == fixed, "as they stand"


@each_view
def test_letters_of_the_card_mean_the_same_wherever_the_keyboard_is(
    page: SummaryPage, qtbot: QtBot, name: str
) -> None:
    card = shown(page, name, qtbot)
    places = [hands(card)]
    if isinstance(card.chart, TrayChart):
        places.append(card.chart.tray.list)
    for place in places:
        place.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(place, Qt.Key.Key_T)
        assert card.as_table.isChecked()
        assert card.twin.hasFocus()
        QTest.keyClick(card.twin, Qt.Key.Key_T)
        assert not card.as_table.isChecked()
        place.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(place, Qt.Key.Key_F)
        assert page.sheet.enlarged == ""
        page.show_view(name)
        qtbot.waitUntil(card.chart.isVisible)
