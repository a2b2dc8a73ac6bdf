"""An alarm that hears every warning of Qt and Python, the log from warning on, and each error that nobody caught."""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# the offscreen platform says these of itself
_PLATFORM = "This plugin does not support "


class Alarm:
    """Hears what a test must not pass over, and keeps it until it is asked for."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._handler = _Listener(self.heard)

    def arm(self) -> None:
        """Listen from now on, until the process ends or :meth:`disarm`."""
        self._before = (warnings.showwarning, sys.excepthook, sys.unraisablehook)
        warnings.simplefilter("default")
        warnings.showwarning = self._on_warning
        sys.excepthook = self.on_error
        sys.unraisablehook = lambda args: self.on_error(args.exc_type, args.exc_value, args.exc_traceback)
        self._qt_before = qInstallMessageHandler(self._on_qt)
        logging.getLogger().addHandler(self._handler)

    def disarm(self) -> None:
        """Listen no longer."""
        warnings.showwarning, sys.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._qt_before)
        logging.getLogger().removeHandler(self._handler)

    def take(self) -> list[str]:
        """What was heard since this was asked last."""
        heard, self.heard[:] = list(self.heard), []
        return heard

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        is_loud = kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}
        if is_loud and not text.startswith(_PLATFORM):
            self.heard.append(f"Qt: {text}")

    def _on_warning(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        self.heard.append(f"{category.__name__}: {message} ({filename}:{lineno})")

    def on_error(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """An excepthook: an error that nobody caught is heard with the way it took."""
        self.heard.append("".join(traceback.format_exception(kind, error, trace)))


class _Listener(logging.Handler):
    """Keeps what the log says at warning or above."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(f"Log: {record.levelname} {record.name}: {record.getMessage()}")
