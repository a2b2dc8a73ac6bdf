"""What leaves a view as a table: made beside the window where not all is at hand, told meanwhile, and cancelled."""

from __future__ import annotations

import csv
import errno
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from glossator import surveys
from glossator.core.errors import GlossatorError
from glossator.core.lens import Lens
from glossator.core.titles import short
from glossator.figures import Options
from glossator.surveys import SURVEYS
from glossator.ui import messages, theme
from glossator.ui.plots.card import Card
from glossator.ui.plots.coverage.plot import CoveragePlot
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.ui.selection import Selection
from glossator.ui.settings import LAST_FOLDER, Settings
from glossator.ui.signals import ProjectSignals
from glossator.ui.tasks import Progress
from glossator.workbench import Workbench


@pytest.fixture
def page(sampled_page: SummaryPage) -> SummaryPage:
    QGuiApplication.clipboard().setText("as it was")
    return sampled_page


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of which nothing is asked at once for a table."""
    real = surveys.at_once

    def at_once(bench: Workbench, survey: surveys.Survey, lens: Lens, options: Options) -> bool:
        is_whole = options.get("cast") == "known" or dict(options) == {"by": ""}
        return not is_whole and real(bench, survey, lens, options)

    monkeypatch.setattr(surveys, "at_once", at_once)


def shown(page: SummaryPage, name: str, qtbot: QtBot) -> Card:
    page.show_view(name)
    card = page.cards[name]
    qtbot.waitUntil(lambda: not card.view.is_empty and not card._is_counting)
    return card


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("name", ["timeline", "coverage"])
def test_a_table_is_made_beside_the_window_and_said_to_be(
    page: SummaryPage, sampled: Workbench, qtbot: QtBot, large: None, name: str
) -> None:
    card = shown(page, name, qtbot)
    foot = card.foot.text()
    if isinstance(plot := page.plots[name], CoveragePlot):
        plot._strips.clear()  # of a long list only those in sight were read
    assert plot.table_options() is not None
    card.out.copy_table()
    assert clipboard() == "as it was", "the window does not wait"
    assert card.foot.text().startswith("Counting…")
    assert card.cancel.isVisible()
    qtbot.waitUntil(lambda: clipboard() != "as it was")
    assert not card.cancel.isVisible()
    assert card.foot.text() == foot
    survey = SURVEYS[name]
    options = {"cast": "known"} if name == "timeline" else {}
    twin = survey.sheet(surveys.answer(sampled, survey, page.lens, options), sampled.scheme)
    rows = [line.split("\t") for line in clipboard().split("\n")]
    assert rows[0] == list(twin.headings)
    assert rows[1:] == [[" ".join(str(cell).split()) for cell in row] for row in twin.rows]


def test_it_says_who_took_part(page: SummaryPage, qtbot: QtBot, large: None, tmp_path: Path) -> None:
    card, plot = shown(page, "timeline", qtbot), page.plots["timeline"]
    assert isinstance(plot, TimelinePlot)
    assert plot._held is not None
    assert plot._held.lacking(), "nobody asked for that yet"
    card.out.write(tmp_path / "x.csv", "CSV")
    qtbot.waitUntil((tmp_path / "x.csv").exists)
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(plot._held.rows("type"))
    assert any("Russia" in value for row in rows for value in row.values())
    assert plot._held.lacking(), "what is shown is as it was"


@pytest.mark.parametrize("way", ["button", "Esc"])
def test_it_can_be_cancelled(page: SummaryPage, qtbot: QtBot, large: None, way: str) -> None:
    card = shown(page, "timeline", qtbot)
    foot = card.foot.text()
    card.out.copy_table()
    task = card.out._task
    assert task is not None
    with qtbot.waitSignal(task.finished):
        if way == "button":
            QTest.mouseClick(card.cancel, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(card.chart, Qt.Key.Key_Escape)
        assert not card.cancel.isVisible()
        assert card.foot.text() == foot
        assert page.sheet.enlarged == "timeline", "Esc means nothing else meanwhile"
    assert clipboard() == "as it was"


def test_another_one_takes_the_place_of_the_first(page: SummaryPage, qtbot: QtBot, large: None) -> None:
    card = shown(page, "timeline", qtbot)
    card.out.copy_table()
    first = card.out._task
    assert first is not None
    card.out.copy_table()
    assert first.cancelled
    qtbot.waitUntil(lambda: clipboard() != "as it was")


def test_how_far_it_is_and_what_went_wrong_is_told(
    page: SummaryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(str(error)))
    card = shown(page, "timeline", qtbot)
    far: list[str] = []
    card.out.counting.connect(far.append)

    def fails(progress: Progress) -> None:
        progress.report(1, 4)
        raise GlossatorError("The disk is gone.")

    card.out.table_work = lambda: fails  # type: ignore[assignment,return-value]
    card.out.copy_table()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["The disk is gone."]
    assert far[0] == "Counting…"
    assert far[-1] == ""
    assert set(far[1:-1]) <= {"Counting… 25 %"}
    assert not card.cancel.isVisible()


def test_what_is_at_hand_is_taken_at_once_and_as_html_too(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "labels", qtbot)
    card.out.copy_table()
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    table = card.view.table
    assert data.text().startswith("\t".join(table.headings))
    html = data.html()
    assert html.count("<tr>") == 1 + len(table.rows)
    assert f"<caption>{card.question}</caption>" in html
    assert "text-align:right" in html


def test_a_file_that_cannot_be_written_is_told(
    page: SummaryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(str(error)))
    card = shown(page, "labels", qtbot)
    for kind in ("PNG", "SVG", "CSV"):
        card.out.write(tmp_path / "nowhere" / f"x.{kind}", kind)
    assert len(told) == 3
    for said, kind in zip(told, ("PNG", "SVG", "CSV"), strict=True):
        assert f"x.{kind}” cannot be written" in said


@pytest.mark.parametrize("kind", ["PNG", "SVG", "CSV"])
def test_a_file_that_was_there_stays_where_the_disk_is_full(
    page: SummaryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    told: list[GlossatorError] = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(error))
    card = shown(page, "labels", qtbot)
    target = tmp_path / f"x.{kind}"
    target.write_bytes(b"of last week")

    def is_full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", is_full)
        card.out.write(target, kind)
    assert target.read_bytes() == b"of last week"
    assert [each.name for each in tmp_path.iterdir()] == [target.name]
    assert told[0].safe == "The file that was there before is unchanged."
    card.out.write(target, kind)
    assert target.stat().st_size > 100


def test_the_file_is_asked_for_with_its_ending(
    page: SummaryPage, sampled: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    card = shown(page, "labels", qtbot)
    for kind in ("PNG", "CSV"):
        card.out.ask_file(kind)
        dialog = card.findChildren(QFileDialog)[-1]
        assert dialog.defaultSuffix() == kind.lower()
        (offered,) = dialog.selectedFiles()
        title, suffix = short(sampled.ask.title()), kind.lower()
        assert Path(offered).name.startswith(f"What did I tag, and what have I left out - {title} - ")
        assert offered.endswith(f"{datetime.now().astimezone():%Y-%m-%d}.{suffix}")
        dialog.fileSelected.emit(str(tmp_path / f"made.{kind.lower()}"))
        dialog.close()
        assert (tmp_path / f"made.{kind.lower()}").stat().st_size > 0


def test_a_file_is_offered_the_folder_where_the_last_one_went(
    qtbot: QtBot, sampled: Workbench, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "glossator.ini")
    page = SummaryPage(sampled, Selection(), ProjectSignals(), theme.light(), settings=settings)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.bar.in_project.click()
    page.refresh()
    folder = tmp_path / "for the report"
    folder.mkdir()

    def asked(card: Card) -> QFileDialog:
        card.out.ask_file("PNG")
        return [each for each in card.findChildren(QFileDialog) if each.isVisible()][-1]

    first = asked(page.cards["labels"])
    first.fileSelected.emit(str(folder / "one.png"))
    first.close()
    assert (folder / "one.png").read_bytes().startswith(b"\x89PNG")
    assert settings.get(LAST_FOLDER) == str(folder)
    second = asked(page.cards["entities"])
    assert Path(second.directory().absolutePath()) == folder
    second.close()


@pytest.mark.parametrize("name", ["contexts", "entities"])
@pytest.mark.parametrize("is_alone", [False, True])
def test_a_table_that_leaves_the_window_has_what_the_window_does_not_list(
    page: SummaryPage,
    sampled: Workbench,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    is_alone: bool,
) -> None:
    if name == "contexts":
        for room in ("figures", "ui.plots.concordance"):
            monkeypatch.setattr(f"glossator.{room}.FIRST_LINES", 40)
        page._go_stale({name})
    card = shown(page, name, qtbot)
    listed, hint = len(card.view.table.rows), card.foot.text()
    assert "listed here" not in hint
    assert name != "contexts" or listed == 40
    card.as_table.click()
    assert f"listed here: the first {listed} " in card.foot.text()
    if is_alone:
        monkeypatch.setattr(surveys.Where, "of", lambda bench: None)
    card.out.write(tmp_path / "x.csv", "CSV")
    qtbot.waitUntil((tmp_path / "x.csv").exists)
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    options = {"limit": "100000"}
    twin = SURVEYS[name].sheet(surveys.answer(sampled, SURVEYS[name], page.lens, options), sampled.scheme)
    assert len(rows) > listed
    assert rows == [[str(cell) for cell in row] for row in twin.rows]
    card.as_table.click()
    assert card.foot.text() == hint


def test_a_table_that_cannot_be_asked_for_is_told(
    page: SummaryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(str(error)))
    card = shown(page, "entities", qtbot)

    def fails(*_: object) -> None:
        raise GlossatorError("The disk is gone.")

    monkeypatch.setattr(surveys.Where, "of", lambda bench: None)
    monkeypatch.setattr(surveys, "answer", fails)
    card.out.copy_table()
    assert told == ["The disk is gone."]
    assert clipboard() == "as it was"
