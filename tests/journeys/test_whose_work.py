"""The line of the inspector, and the end of the tooltip, that say whose work a tag is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.journeys.analyst import Analyst


def tooltip_of(analyst: Analyst, start: int) -> str:
    page = analyst.page
    there = page.character_rect(start + 2).center()
    here = page.viewport().mapFromGlobal(there)
    QApplication.sendEvent(page.viewport(), QHelpEvent(QEvent.Type.ToolTip, here, there))
    told = QToolTip.text()
    QToolTip.hideText()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for window in QApplication.topLevelWidgets():
        if window.objectName() == "qtooltip_label":
            window.close()
    return told


def test_inspector_and_tooltip_say_who_changed_somebody_elses_tag(analyst: Analyst, qtbot: QtBot) -> None:
    made = analyst.tag("Russia", "G")
    window, bench = analyst.window, analyst.window.desk.need_bench()
    first = bench.author
    analyst.page.select_mention(made.id)
    qtbot.waitUntil(lambda: window.inspector.mention.origin.text().startswith(f"{first} · "))
    assert tooltip_of(analyst, made.start).endswith(f"<br>by {first}")
    bench.sign_as("Bob <b>")
    old = analyst.annotations.mentions[made.id]
    bench.do(bench.hand.change("Relabel", removed=(old,), added=(replace(old, label="LOC"),)))
    assert analyst.annotations.mentions[made.id].author == first
    changed = f"{first}, changed by Bob <b> · "
    qtbot.waitUntil(lambda: window.inspector.mention.origin.text().startswith(changed))
    assert tooltip_of(analyst, made.start).endswith(f"<br>by {first}, changed by Bob &lt;b&gt;")
