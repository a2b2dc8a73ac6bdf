"""The dialog that asks for a moment of the past."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.dialogs.moment import MomentDialog
from glossator.ui.theme import Theme, contrast


@pytest.mark.parametrize("look", [theme.light, theme.dark, theme.high_contrast])
def test_every_day_of_the_calendar_can_be_read(
    qapp: QApplication, qtbot: QtBot, look: Callable[[], Theme]
) -> None:
    before = qapp.palette(), qapp.styleSheet()
    theme.apply(qapp, look())
    try:
        dialog = MomentDialog(QDateTime.currentMSecsSinceEpoch())
        qtbot.addWidget(dialog)
        calendar = dialog.field.calendarWidget()
        for day in Qt.DayOfWeek:
            written = calendar.weekdayTextFormat(day).foreground()
            if written.style() != Qt.BrushStyle.NoBrush:
                assert contrast(written.color().name(), look().panel) >= 4.5, day
        calendar.ensurePolished()
        for name, sign in (("prevmonth", "‹"), ("nextmonth", "›")):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}")
            assert isinstance(button, QToolButton)
            button.ensurePolished()
            assert (button.text(), button.icon().isNull()) == (sign, True)
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])
