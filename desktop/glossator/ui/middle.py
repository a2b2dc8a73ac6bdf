"""The middle of the window: the article with the strips around it, the Summary, and the page with which one begins."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from glossator.ui.messages import Banner
from glossator.ui.panels.header import HeaderPanel
from glossator.ui.panels.start import StartPage
from glossator.ui.plots.board import SummaryBoard
from glossator.ui.text.view import ArticleView
from glossator.ui.theme import Theme

_ARTICLE, _SUMMARY = 0, 1
_LEAST = QSize(400, 200)  # pixels


class Middle(QWidget):
    """What stands between the panels, one thing at a time; ``strips`` are the layouts above and below the page, into
    which strips are put that come and go.

    ``banner`` and ``then`` stand over all of it, ``mode`` below the page, so that no line of text moves while something
    is waited for.
    """

    def __init__(
        self, page: ArticleView, board: SummaryBoard, theme: Theme, strips: tuple[QLayout, QLayout]
    ) -> None:
        super().__init__()
        self._page = page
        self._board = board
        self.header = HeaderPanel()
        self.banner, self.then, self.mode = Banner(theme), Banner(theme), Banner(theme)
        self.start = StartPage()
        above, below = strips
        article = QWidget()
        column = _column(article)
        column.addWidget(self.header)
        column.addLayout(above)
        column.addWidget(page, 1)
        column.addWidget(self.mode)
        column.addLayout(below)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(article, "Article")
        self.tabs.addTab(board, "Summary")
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.tabs.tabBar().installEventFilter(self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.tabs)
        self._around = _column(self)
        self._around.addWidget(self.then)
        self._around.addWidget(self.banner)
        self._around.addWidget(self.stack, 1)

    def minimumSizeHint(self) -> QSize:
        """The same whatever is shown: a strip that comes and goes does not make the window larger."""
        return super().minimumSizeHint().boundedTo(_LEAST)

    def show_project(self) -> None:
        """A project is open: show article or Summary."""
        self.stack.setCurrentWidget(self.tabs)

    def show_start(self) -> None:
        """No project is open: show what to do next."""
        self.stack.setCurrentWidget(self.start)

    def show_article(self) -> None:
        """Show the article, with the keyboard on its page."""
        self.tabs.setCurrentIndex(_ARTICLE)
        self._page.setFocus()

    def show_summary(self) -> None:
        """Show the Summary."""
        self.tabs.setCurrentIndex(_SUMMARY)

    def shown(self) -> QWidget:
        """What is shown, for the keyboard: the page, the Summary or the start page."""
        if self.stack.currentWidget() is self.start:
            return self.start
        return self._board if self.tabs.currentIndex() == _SUMMARY else self._page

    def put_over(self, strip: QWidget) -> None:
        """Have one more strip over all of it, which comes and goes by itself."""
        self._around.insertWidget(0, strip)

    def set_theme(self, theme: Theme) -> None:
        """Draw the strips in these colours from now on."""
        for strip in (self.banner, self.then, self.mode):
            strip.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Enter:
            self._board.prepare()  # the pointer is at the tabs: by the time of a click much of it is loaded
        return super().eventFilter(watched, event)

    def _on_tab_changed(self, index: int) -> None:
        if index == _SUMMARY:
            self._board.setFocus()


def _column(widget: QWidget) -> QVBoxLayout:
    made = QVBoxLayout(widget)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    return made
