"""The user guide in a window of its own, which stays open beside the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glossator import guidebook, paths
from glossator.ui.theme import icon, worn

_ANCHOR = Qt.ItemDataRole.UserRole


class GuideWindow(QDialog):
    """Shows the guide with its contents beside it; what is typed above is found in all of it.

    Links inside the guide are followed, links to the world are opened outside, and so is the guide when asked.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 760)
        self._hits: list[QTextCursor] = []
        self._at = -1
        self.pages = QTextBrowser(self)
        self.pages.setOpenLinks(False)
        self.pages.document().setDocumentMargin(20)
        self.pages.anchorClicked.connect(self._on_link)
        self.pages.setHtml(guidebook.for_window(_colours()))
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("Contents")
        self.tree.currentItemChanged.connect(lambda item, before: self._on_chosen(item))
        self._fill_tree()
        parts = QSplitter(self)
        parts.addWidget(self.tree)
        parts.addWidget(self.pages)
        parts.setSizes([260, 780])
        parts.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(self._search_row())
        column.addWidget(parts, 1)
        self.pages.setFocus()

    def show_page(self, name: str) -> None:
        """Show the part of the guide that stands in the file ``name``."""
        self.pages.scrollToAnchor(name.removesuffix(".md"))

    def open_in_browser(self) -> None:
        """Write the guide as one file where what may be deleted lies, and let the desktop's browser open it."""
        file = paths.ensure(paths.cache_dir()) / "guide.html"
        file.write_text(guidebook.for_browser(), "utf-8")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def _search_row(self) -> QHBoxLayout:
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find in the guide")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(lambda: self._go(1))
        self.count = QLabel(self)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for name, tip, step in (("previous", "The one before", -1), ("next", "The next one (Enter)", 1)):
            button = QToolButton(self)
            button.setIcon(icon(name, worn()))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda checked, by=step: self._go(by))
            row.addWidget(button)
        self.outside = QPushButton("Open in browser", self)
        self.outside.setAutoDefault(False)
        self.outside.clicked.connect(self.open_in_browser)
        row.addWidget(self.outside)
        return row

    def _fill_tree(self) -> None:
        above: dict[int, QTreeWidgetItem] = {}
        for heading in guidebook.contents():
            item = QTreeWidgetItem([heading.text])
            item.setData(0, _ANCHOR, heading.anchor)
            above[heading.level] = item
            parent = above.get(heading.level - 1)
            if parent is None or heading.level == 1:
                self.tree.addTopLevelItem(item)
            else:
                parent.addChild(item)
        for number in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(number)
            if top is not None:
                top.setExpanded(True)

    def _on_chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.pages.scrollToAnchor(item.data(0, _ANCHOR))

    def _on_link(self, link: QUrl) -> None:
        if link.isRelative() and link.fragment():
            self.pages.scrollToAnchor(link.fragment())
        elif link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)

    def _on_typed(self, text: str) -> None:
        self._hits, self._at = [], -1
        document: QTextDocument = self.pages.document()
        found = document.find(text) if text.strip() else QTextCursor()
        while not found.isNull():
            self._hits.append(found)
            found = document.find(text, found)
        self._go(1)

    def _go(self, step: int) -> None:
        """Show the hit ``step`` further on, round the end; all of them stand out."""
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            self.pages.setTextCursor(self._hits[self._at])
        is_asked = bool(self.field.text().strip())
        words = f"{self._at + 1} of {len(self._hits)}" if self._hits else "Nothing found"
        self.count.setText(words if is_asked else "")
        marks = []
        for cursor in self._hits:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(QColor(worn().selection))
            marks.append(mark)
        self.pages.setExtraSelections(marks)


def _colours() -> dict[str, str]:
    theme = worn()
    return {name: getattr(theme, name) for name in ("ink", "accent", "rule", "hover")}
