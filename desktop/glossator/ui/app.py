"""The program with a window: starts Qt, shows the window at once, and opens the project behind it."""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLoggingCategory, QTimer
from PySide6.QtWidgets import QApplication

import glossator
from glossator import crashes, log
from glossator.ui import messages
from glossator.ui import theme as themes
from glossator.ui.main_window import MainWindow
from glossator.ui.settings import GEOMETRY, RECENT, REOPEN, THEME, Settings

_log = logging.getLogger(__name__)
_TITLE_BAR = 40  # pixels that a system puts above a window, as a rule less


def main(project: Path | None, *, demo: bool = False, tagged: bool = False) -> int:
    """Show the window, with ``project`` or the demo article in it; the exit code when it is closed.

    Where there is no screen it says so and does the main job through the same window, unseen.
    """
    log.start()
    held = crashes.watch()
    has_screen = there_is_a_screen(os.environ, sys.platform)
    if not has_screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    window = make_window(app)
    if has_screen:
        show(window)
        QTimer.singleShot(0, lambda: begin(window, project, demo=demo, tagged=tagged))
    else:
        from glossator.ui.unseen import UnseenJob

        UnseenJob(window, project, tagged=tagged).start()
    QTimer.singleShot(0, collect)  # when the project is open
    code = run(app)
    crashes.end()
    if held is not None:
        faulthandler.disable()
        held.close()
    return code


def run(app: QApplication) -> int:
    """The one event loop of the program; its exit code."""
    return app.exec()


def make_window(app: QApplication) -> MainWindow:
    """The window in its theme, not yet shown and with no project."""
    app.setApplicationName("Glossator")
    app.setApplicationVersion(glossator.__version__)
    app.setDesktopFileName("glossator")
    # Qt complains of fonts in the list that lack a script of the text, which is what the list is for
    QLoggingCategory.setFilterRules("qt.text.font.db.warning=false")
    settings = Settings(parent=app)
    theme = themes.chosen(settings.get(THEME), app)
    themes.apply_palette(app, theme)
    app.setWindowIcon(themes.icon("app", theme, sizes=(16, 32, 64)))
    window = MainWindow(settings, theme)
    # Last: every widget that is put into another one goes through the style sheet again, with all that is in it.
    app.setStyleSheet(themes.style_sheet(theme))
    sys.excepthook = reporter(window)
    return window


def show(window: MainWindow) -> None:
    """Show the window where it was last; the first time where the system puts it, and as large as the screen where it
    would not fit on that with its title bar.
    """
    room = window.screen().availableSize().height()
    if not window.settings.get(GEOMETRY) and window.height() + _TITLE_BAR > room:
        window.showMaximized()
    else:
        window.show()


def begin(window: MainWindow, project: Path | None, *, demo: bool, tagged: bool) -> None:
    """Open what the user asked for; without a wish, the project that was open last.

    Where the program did not come to its end with that one, it is offered instead: to open it may have been the end.
    """
    window.past.clear_away()
    unfinished = crashes.begin()
    recent = window.settings.get(RECENT)
    if demo:
        window.projects.open_demo(tagged=tagged)
    elif project is not None:
        window.projects.open(project)
    elif unfinished is not None and unfinished.project and Path(unfinished.project).exists():
        window.continuing.offer(Path(unfinished.project))
    elif window.settings.get(REOPEN) and recent and Path(recent[0]).exists():
        window.projects.open(Path(recent[0]))


def collect() -> None:
    """Collect rubbish from now on; what the start made is kept for good and not looked at again."""
    gc.freeze()
    gc.enable()


def there_is_a_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be seen: not on a Linux without a display, nor where Qt was told to draw off screen."""
    if environment.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def reporter(
    window: MainWindow,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """The excepthook: a bug goes to the log, to a report of its own, and to a window; the program goes on.

    None of them holds what the error itself says, which may quote a document, unless the user asks for it.  While one
    is told, others are only kept.
    """
    told: list[messages.Message] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        report = crashes.report(kind, error, trace)
        _log.error("unexpected error\n%s", report)
        kept = crashes.keep(report)
        if told:
            return
        in_full = crashes.report(kind, error, trace, with_words=True)
        answers = [
            messages.Answer("Keep what the error says", lambda: window.continuing.keep_report(in_full))
        ]
        if window.desk.bench is not None:
            answers.append(messages.Answer("Open the project again", window.projects.reopen))
        shown = messages.show_bug(window, report, kept=str(kept or ""), answers=answers)
        told.append(shown)
        shown.finished.connect(told.clear)

    return hook
