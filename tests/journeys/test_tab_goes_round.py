"""Tab goes through the whole window and comes back: there is no place that keeps the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.analyst import Analyst
from tests.journeys.typist import Typist

MOST = 80
"""Widgets of the window that take the keyboard, at most."""


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("is_tagged", [False, True])
@pytest.mark.parametrize("is_reviewed", [False, True])
def test_it_comes_back_to_the_page(
    analyst: Analyst, qtbot: QtBot, key: str, *, is_tagged: bool, is_reviewed: bool
) -> None:
    qtbot.waitUntil(analyst.page.hasFocus)
    typist = Typist(analyst.window, qtbot)
    if is_reviewed:
        typist.key("Ctrl+Shift+R")
    if is_tagged:
        typist.tag("Russia", "G")
    typist.page.setFocus()
    seen: list[QWidget] = []
    for _ in range(MOST):
        typist.key(key)
        assert typist.keyboard.isVisible()
        if typist.page.hasFocus():
            break
        assert typist.keyboard not in seen, f"{typist.keyboard} keeps it"
        seen.append(typist.keyboard)
    assert typist.page.hasFocus()
    assert len(seen) > 3
