"""A qtbot that waits long: on a busy machine a state comes late, and only a test that fails pays for the patience."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

LONG = 30_000
"""How long a state is waited for, in milliseconds."""


class PatientBot(QtBot):
    """Waits for states and signals six times as long as pytest-qt does by itself."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LONG) -> None:
        """Wait until ``callback`` holds; fail after ``timeout`` milliseconds."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(
        self,
        signal: SignalInstance,
        *,
        timeout: int = LONG,
        raising: bool | None = None,
        check_params_cb: Callable[..., bool] | None = None,
    ) -> SignalBlocker:
        """Wait for ``signal``; fail after ``timeout`` milliseconds."""
        return super().waitSignal(signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb)
