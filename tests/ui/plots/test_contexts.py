"""Mentions in context: in the order of the documents list, by the page, and where a tag takes its place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.plots.concordance import ContextsPlot, LinesChart
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import annotated, scheme
from tests.ui.plots.test_frame import shown_alone

NAMES = ("Report 10", "Report 100", "Report 9", "report 2")
LISTED = [4, 3, 1, 2]


def documents(chart: LinesChart) -> list[int]:
    """Whose lines stand one after the other."""
    found = [line.document for row in range(chart.model.rowCount()) if (line := chart.model.line(row))]
    return list(dict.fromkeys(found))


def test_lines_come_as_the_documents_are_listed(
    qtbot: QtBot, tmp_path: Path, signals: ProjectSignals
) -> None:
    file = ProjectFile.create(tmp_path / "case.gloss", title="Case", scheme=scheme(), author="Kim")
    bench = Workbench(file, author="Kim", on_change=signals.changed.emit)
    for number, name in enumerate(NAMES, 1):
        held = annotated("[Ada|PER] met Bo. " * 90, id=number, name=name)
        bench.do(edits.add_documents([(held.document, held.text)], by=bench.hand))
        bench.do(bench.hand.change("Tag", added=tuple(held.mentions.values())))
    page = SummaryPage(bench, Selection(), signals, theme.light())
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.bar.in_project.click()
    shown_alone(page, "contexts")
    plot = page.plots["contexts"]
    assert isinstance(plot, ContextsPlot)
    chart = plot.card.chart
    assert isinstance(chart, LinesChart)
    assert documents(chart) == LISTED[:3], "the first two hundred of 360"
    for number in (3, 1, 2):  # that of the last stands behind what is known yet
        said = bench.open_document(number)
        kind = bench.scheme.label("ORG")
        assert kind is not None
        bench.do(
            edits.tag(said, (Span(said.text.index("Bo"), said.text.index("Bo") + 2),), kind, by=bench.hand)
        )
        assert documents(chart) == LISTED[:3]
    page.bar.in_project.click()
    while chart.model.canFetchMore(chart.model.index(-1, -1)):
        chart.model.fetchMore(chart.model.index(-1, -1))
    assert documents(chart) == LISTED
    assert chart.model.rowCount() == 363
    hits = [chart.list.model().index(row, 0).data(Qt.ItemDataRole.UserRole).hit for row in range(363)]
    assert [at for at, hit in enumerate(hits) if hit == "Bo"] == [91, 182, 273]
