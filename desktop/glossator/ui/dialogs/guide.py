"""The user guide in a window of its own, which stays open beside the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from glossator import paths

GUIDE = "guide.md"


class GuideWindow(QDialog):
    """Shows the Markdown files of the guide; links between them are followed, links to the world are opened outside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 720)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find in the guide")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_again)
        self.pages = QTextBrowser(self)
        self.pages.setSearchPaths([str(paths.resource("guide"))])
        self.pages.setOpenLinks(False)
        self.pages.anchorClicked.connect(self._on_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.pages, 1)
        self.show_page(GUIDE)
        self.pages.setFocus()

    def show_page(self, name: str) -> None:
        """Show the file ``name`` of the guide."""
        self.pages.setMarkdown(paths.resource("guide", name).read_text("utf-8"))

    def _on_link(self, link: QUrl) -> None:
        name = link.path()
        if link.isRelative() and name.endswith(".md") and "/" not in name:
            self.show_page(name)
        elif link.isRelative() and not name:
            self.pages.scrollToAnchor(link.fragment())
        elif link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)

    def _on_typed(self, text: str) -> None:
        cursor = self.pages.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.pages.setTextCursor(cursor)
        self._find(text)

    def _on_again(self) -> None:
        self._find(self.field.text())

    def _find(self, text: str) -> None:
        if text and not self.pages.find(text):
            start = self.pages.textCursor()
            start.setPosition(0)
            self.pages.setTextCursor(start)
            self.pages.find(text)
