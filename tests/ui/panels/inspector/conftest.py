"""The inspector on the project of the panels."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench


@pytest.fixture
def panel(qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals) -> InspectorPanel:
    assert bench.current is not None
    selection.set(None, document=bench.current.document.id)
    made = InspectorPanel(bench, selection, signals, theme.light())
    qtbot.addWidget(made)
    made.resize(336, 700)
    made.show()
    return made
