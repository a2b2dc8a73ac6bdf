"""The Qt binding itself: it is the pinned one, and it does not eat references."""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtCore import QPointF


def test_a_void_call_keeps_none_alive() -> None:
    """A binding that returns None without a reference to it ends the process after some 5,000 calls."""
    point = QPointF(0.0, 0.0)
    before = sys.getrefcount(None)
    for _ in range(500):
        point.setX(1.0)
    assert before - sys.getrefcount(None) <= 50


def test_the_binding_is_the_pinned_one() -> None:
    assert PySide6.__version__ == "6.11.3"
