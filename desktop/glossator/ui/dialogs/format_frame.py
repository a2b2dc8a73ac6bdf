"""What the dialogs of other formats share: a format to choose above, pages below it, and the buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from glossator.exchange import Format


class FormatDialog(QDialog):
    """A dialog about files in a ``format``, with ``tabs`` and the button ``go``; heirs say what is on them."""

    def __init__(self, title: str, size: QSize, formats: Iterable[Format], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(size)
        self.format = QComboBox(self)
        self.format.setAccessibleName("Format")
        for each in formats:
            self.format.addItem(each.title, each.name)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)

    def lay_out(
        self, what: str, go: str, above: Sequence[QWidget] = (), below: Sequence[QWidget] = ()
    ) -> None:
        """Put it together: the format, called ``what``, what stands ``above`` the tabs and ``below`` them, and buttons,
        of which ``go`` is the one that goes on.
        """
        label = QLabel(what, self)
        label.setBuddy(self.format)
        first = QHBoxLayout()
        first.addWidget(label)
        first.addWidget(self.format, 1)
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton(go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.on_accepted)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(8)
        whole.addLayout(first)
        for part in above:
            whole.addWidget(part)
        whole.addWidget(self.tabs, 1)
        for part in below:
            _put(whole, part)
        whole.addWidget(buttons)
        self._tab_through([*below, *buttons.buttons()])

    def _tab_through(self, below: Sequence[QWidget]) -> None:
        """Tab goes from the format through the page that is shown, and then on below it."""
        parts: list[QWidget] = [self.format, self.tabs.tabBar()]
        for at in range(self.tabs.count()):
            page = self.tabs.widget(at)
            if page is not None:
                parts += [page, *page.findChildren(QAbstractItemView), *page.findChildren(QCheckBox)]
        for one, other in pairwise([*parts, *below]):
            self.setTabOrder(one, other)

    def on_accepted(self) -> None:
        """The button that goes on was pressed."""
        self.accept()


def page_of(*parts: QWidget) -> QWidget:
    """A page for the tabs, with these parts below one another."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 8, 0, 0)
    for part in parts:
        _put(column, part)
    return page


def _put(column: QVBoxLayout, part: QWidget) -> None:
    """Put a part below the others; a tick is as wide as its words, so that the frame of the focus is around these."""
    if isinstance(part, QCheckBox):
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
    else:
        column.addWidget(part)
