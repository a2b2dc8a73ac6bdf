"""What holds for every test with Qt: no screen is needed, and nothing is left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication

from tests.patience import LONG


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Fail a test that leaves a window open or a thread at work."""
    yield
    if QCoreApplication.instance() is None:
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    names = [f"{type(each).__name__} {each.objectName()!r}" for each in windows]
    for each in windows:
        each.close()
    assert not names, f"left open: {', '.join(names)}"
    # what has told its answer may need a moment to end
    assert QThreadPool.globalInstance().waitForDone(LONG), "a thread is still at work"
