"""The dialog that asks in which encoding the file of a document is to be read anew, and shows what comes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from glossator.core.documents import Document
from glossator.formats.text import TextFile
from glossator.ui.dialogs.text_preview import EncodingField, TextPreview


class RereadDialog(QDialog):
    """``encoding_wanted`` carries the encoding in which the text is to be shown, ``accepted_text`` the text that was
    taken in the end.
    """

    encoding_wanted = Signal(str)
    accepted_text = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._read: TextFile | None = None
        self.setWindowTitle("Read with another encoding")
        self.setModal(True)
        self.resize(720, 560)
        self.title = QLabel(f"“{document.name}” was read as {document.encoding}.", self)
        self.title.setProperty("tone", "head")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.encoding = EncodingField(self)
        self.encoding.choose(document.encoding.removesuffix(" with BOM"))
        self.encoding.chosen.connect(self.encoding_wanted)
        about = QLabel(
            "It comes in as a newer version with all that was said of this one; this one stays as it is.",
            self,
        )
        about.setProperty("tone", "muted")
        about.setWordWrap(True)
        self.preview = TextPreview(self)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("&Encoding", self.encoding)
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton("Read anew", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(form)
        column.addWidget(self.preview, 1)
        column.addWidget(about)
        column.addWidget(buttons)
        self.go.setEnabled(False)

    def show_text(self, encoding: str, read: TextFile, *, is_same: bool) -> None:
        """Show the text in an encoding, unless another one was chosen meanwhile; ``is_same``: it is the present one."""
        if encoding == self.encoding.encoding:
            self._read = None if is_same else read
            self.preview.show_text(read)
            self.go.setEnabled(not is_same)
            self.go.setToolTip("This is the text as it is now" if is_same else "")

    def show_fault(self, encoding: str, sentence: str) -> None:
        """Say why it cannot be read so."""
        if encoding == self.encoding.encoding:
            self._read = None
            self.preview.show_fault(sentence)
            self.go.setEnabled(False)

    def _on_accepted(self) -> None:
        if self._read is not None:
            self.accept()
            self.accepted_text.emit(self._read)
