"""A text as it would come in, with what is known of it above, and a field for the encoding in which it is read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from glossator.core.documents import shown_time
from glossator.formats.text import TextFile

ENCODINGS = (
    ("UTF-8", "all scripts"),
    ("windows-1252", "Western Europe"),
    ("windows-1250", "Central Europe"),
    ("windows-1251", "Cyrillic"),
    ("windows-1253", "Greek"),
    ("windows-1254", "Turkish"),
    ("windows-1255", "Hebrew"),
    ("windows-1256", "Arabic"),
    ("windows-1257", "Baltic"),
    ("windows-1258", "Vietnamese"),
    ("ISO-8859-1", "Western Europe"),
    ("ISO-8859-2", "Central Europe"),
    ("ISO-8859-15", "Western Europe, with the euro"),
    ("KOI8-R", "Russian"),
    ("KOI8-U", "Ukrainian"),
    ("CP866", "Cyrillic, DOS"),
    ("CP437", "DOS"),
    ("mac_roman", "Western Europe, Macintosh"),
    ("GB18030", "Chinese, simplified"),
    ("Big5", "Chinese, traditional"),
    ("CP932", "Japanese, Shift JIS"),
    ("EUC-JP", "Japanese"),
    ("CP949", "Korean"),
    ("TIS-620", "Thai"),
    ("UTF-16LE", "all scripts"),
    ("UTF-16BE", "all scripts"),
)
"""Encodings to choose from, each with what it is for; any other may be typed."""

_SHOWN = 20_000  # characters of a text


class TextPreview(QWidget):
    """Shows the beginning of a text, or a sentence why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = QLabel(self)
        self.facts.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("The text that would come in")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.facts)
        column.addWidget(self.text, 1)

    def show_text(self, read: TextFile) -> None:
        """Show a text and what is known of it."""
        when = shown_time(read.published)
        known = (read.name, read.author, when, f"{len(read.text):,} characters", _read_as(read))
        self._say("  ·  ".join(each for each in known if each), "muted")
        self.text.setPlainText(read.text[:_SHOWN].replace("\x00", "\ufffd"))

    def show_fault(self, sentence: str) -> None:
        """Say why there is no text."""
        self._say(sentence, "danger")
        self.text.clear()

    def _say(self, words: str, tone: str) -> None:
        self.facts.setText(words)
        self.facts.setProperty("tone", tone)
        self.facts.style().unpolish(self.facts)
        self.facts.style().polish(self.facts)


class EncodingField(QComboBox):
    """Asks for an encoding; ``chosen`` carries its name, empty where it shall be found out."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, first: str = "") -> None:
        """``first`` are the words for an encoding that is found out; without them one has to be named."""
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName("Encoding")
        if first:
            self.addItem(first, "")
        for name, script in ENCODINGS:
            self.addItem(f"{name} ({script})", name)
        self.activated.connect(lambda at: self._tell())
        edit = self.lineEdit()
        assert edit is not None
        edit.editingFinished.connect(self._tell)
        self._told = self.encoding

    @property
    def encoding(self) -> str:
        """What is chosen or typed."""
        at = self.findText(self.currentText())
        if at >= 0:
            return str(self.itemData(at))
        return self.currentText().partition(" (")[0].strip()

    def choose(self, encoding: str) -> None:
        """Show an encoding by its name, without a signal."""
        at = next((row for row in range(self.count()) if self.itemData(row).lower() == encoding.lower()), -1)
        if at >= 0:
            self.setCurrentIndex(at)
        else:
            self.setEditText(encoding)
        self._told = self.encoding

    def _tell(self) -> None:
        if self.encoding != self._told:
            self._told = self.encoding
            self.chosen.emit(self._told)


def _read_as(read: TextFile) -> str:
    if not read.encoding:
        return ""
    return f"read as {read.encoding}, which was guessed" if read.was_guessed else f"read as {read.encoding}"
