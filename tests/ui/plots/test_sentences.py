from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from glossator.analysis.concordance import Line
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.sentences import PAGE, LineModel, Page, Sentences, Source
from tests.builders import scheme

LINES = [
    Line(1, Span(at, at + 3), 500 + at, "before ", f"hit {at}", " behind", "what it is" if at % 2 else "")
    for at in range(PAGE + 30)
]


def fetch(offset: int, limit: int) -> Page:
    return Page(LINES[offset : offset + limit], is_last=offset + limit >= len(LINES))


SOURCE = Source("PER Person", fetch, lambda document: f"Document {document}", lambda worn: worn.slots["PER"])


@pytest.fixture
def sentences(qtbot: QtBot) -> Sentences:
    made = Sentences(theme.light())
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show_source(SOURCE)
    made.show()
    return made


def test_the_model_fetches_page_by_page(qtmodeltester: ModelTester) -> None:
    model = LineModel()
    model.show(SOURCE)
    assert model.rowCount() == PAGE
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 30
    assert not model.canFetchMore(QModelIndex())
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.show(None)
    assert model.rowCount() == 0


def test_a_line_is_read_out_with_its_document() -> None:
    model = LineModel()
    model.show(SOURCE)
    said = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "hit 1: before hit 1 behind, Document 1"
    assert model.index(1).data(Qt.ItemDataRole.ToolTipRole) == "what it is"
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_the_title_counts(sentences: Sentences) -> None:
    assert sentences.title.text() == f"PER Person  ·  {PAGE} sentences and more"
    sentences.show_source(SOURCE._replace(fetch=lambda offset, limit: Page(LINES[:3], is_last=True)))
    assert sentences.title.text() == "PER Person  ·  3 sentences"


def test_enter_and_click_go_there(sentences: Sentences, qtbot: QtBot) -> None:
    QTest.keyClick(sentences.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(sentences.went) as went:
        QTest.keyClick(sentences.list, Qt.Key.Key_Return)
    assert went.args == [LINES[1]]
    place = sentences.list.visualRect(sentences.model.index(2)).center()
    with qtbot.waitSignal(sentences.went) as went:
        QTest.mouseClick(sentences.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert went.args == [LINES[2]]


def test_escape_and_the_cross_close(sentences: Sentences, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sentences.closed):
        QTest.keyClick(sentences.list, Qt.Key.Key_Escape)
    with qtbot.waitSignal(sentences.closed):
        QTest.mouseClick(sentences.cross, Qt.MouseButton.LeftButton)


def test_it_is_drawn_in_both_themes_with_and_without_names(sentences: Sentences) -> None:
    bright = sentences.grab().toImage()
    sentences.show_source(SOURCE._replace(with_names=False))
    assert sentences.grab().toImage() != bright
    sentences.set_theme(theme.dark())
    assert sentences.grab().toImage() != bright


def test_the_hits_wear_the_colours_of_the_present_theme(sentences: Sentences) -> None:
    def colours() -> set[str]:
        picture = sentences.list.grab().toImage()
        middle = range(0, picture.width(), 2)
        return {picture.pixelColor(x, y).name().upper() for x in middle for y in range(30, 90, 2)}

    assert theme.light().slots["PER"].tint in colours()
    sentences.set_theme(theme.dark())
    assert theme.dark().slots["PER"].tint in colours()
    assert theme.light().slots["PER"].tint not in colours()


def test_hits_of_a_concordance_have_the_colours_of_their_labels(page: SummaryPage, qtbot: QtBot) -> None:
    page.show_view("contexts")
    qtbot.waitUntil(lambda: not page.cards["contexts"].view.is_empty)
    source = page.cards["contexts"].view.content
    assert isinstance(source, Source)
    lines = source.fetch(0, 50).lines
    assert {line.label for line in lines} > {"PER", "ORG"}
    for worn in (theme.light(), theme.dark()):
        for line in lines:
            assert source.colour_of(line, worn) == worn.of(scheme().label(line.label))
