from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.panels.documents import DocumentsPanel
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import annotated, scheme


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> Iterator[DocumentsPanel]:
    file = ProjectFile.create(tmp_path / "case.gloss", title="Case", scheme=scheme(), author="Kim")
    bench = Workbench(file, author="Kim")
    for number in (1, 2):
        each = annotated("Ada.", id=number, name=f"Report {number}")
        bench.do(edits.add_documents([(each.document, each.text)], by=bench.hand))
    made = DocumentsPanel(bench, Selection(), ProjectSignals(), theme.light())
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    yield made
    made.close()
    bench.close()


def test_documents_that_hold_what_is_selected_in_the_views_are_marked(panel: DocumentsPanel) -> None:
    plain, wide = panel.list.grab().toImage(), panel.minimumSizeHint().width()
    panel._selection.concern(frozenset({2}))
    assert panel._delegate.concerned == frozenset({2})
    assert panel._count.text() == "2 documents  ·  1 with the selected"
    assert panel.minimumSizeHint().width() == wide, "the panel keeps its width"
    assert panel.list.grab().toImage() != plain
    panel._selection.concern(None)
    assert panel._count.text() == "2 documents"
    assert panel.list.grab().toImage() == plain
