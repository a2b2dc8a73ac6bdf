"""The dialog with what is known of a document: where it comes from, and how far its source can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.dates import date_fault
from glossator.core.documents import RELIABILITIES, STATUSES, Document, Reliability, Status
from glossator.ui.theme import Theme

RELIABILITY_MEANINGS: Mapping[Reliability, str] = {
    "A": "Completely reliable: no doubt about it; it has always been right.",
    "B": "Usually reliable: minor doubt; it has mostly been right.",
    "C": "Fairly reliable: doubt, though it has been right before.",
    "D": "Not usually reliable: significant doubt.",
    "E": "Unreliable: it has been wrong before.",
    "F": "Not judged: there is no basis to judge it. This is not the worst grade.",
}
"""What the grades of the Admiralty (NATO) scale mean."""

_STATUS_NAMES: Mapping[Status, str] = {
    "new": "New",
    "in work": "In work",
    "done": "Done",
    "dropped": "Dropped",
}
_WIDTH = 560
_DATE_HINT = "2024, 2024-12, 2024-12-05 or with a time"


class GradeRow(QWidget):
    """Six buttons for the reliability of a source, and the meaning of the one that is set.

    The arrow keys go along; F, not judged, is grey and neither good nor bad.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = QButtonGroup(self)
        self.meaning = QLabel(self)
        self.meaning.setProperty("tone", "muted")
        self.meaning.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(4)
        for at, grade in enumerate(RELIABILITIES):
            row.addWidget(self._button(at, grade, theme))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.meaning)
        self.group.idToggled.connect(self._on_toggled)

    def _button(self, at: int, grade: Reliability, theme: Theme) -> QPushButton:
        made = QPushButton(grade, self)
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setToolTip(RELIABILITY_MEANINGS[grade])
        made.setAccessibleName(f"Reliability {grade}")
        on = (theme.muted, theme.window) if grade == "F" else (theme.accent, theme.on_accent)
        made.setStyleSheet(
            "QPushButton { padding: 4px 0; min-width: 34px; max-width: 34px; }"
            f"QPushButton:checked {{ background: {on[0]}; color: {on[1]}; border-color: {on[0]}; }}"
            f"QPushButton:focus {{ border: 2px solid {theme.focus}; padding: 3px 0; }}"
            f"QPushButton:checked:focus {{ border: 2px solid {theme.ink}; }}"
        )
        self.group.addButton(made, at)
        return made

    @property
    def grade(self) -> Reliability:
        """The grade that is set."""
        return RELIABILITIES[self.group.checkedId()] if self.group.checkedId() >= 0 else "F"

    def set_grade(self, grade: Reliability) -> None:
        """Set a grade."""
        self.group.button(RELIABILITIES.index(grade)).setChecked(True)

    def _on_toggled(self, at: int, is_on: bool) -> None:
        if is_on:
            self.meaning.setText(RELIABILITY_MEANINGS[RELIABILITIES[at]])


class PropertiesDialog(QDialog):
    """What is known of ``document``, to be changed.  ``accepted_document`` carries the document as it shall be; it is
    not emitted when nothing was changed.  ``imported`` says when it came into the project, for reading; where the
    project ``is_fixed`` everything is only for reading.
    """

    accepted_document = Signal(object)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        imported: str = "",
        is_fixed: bool = False,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._column = QVBoxLayout(self)
        self.setWindowTitle("Document properties")
        self.setModal(True)
        self.name = self._line(document.name)
        self.source = self._line(document.source, "Who published it: Reuters, Telegram channel …")
        self.author = self._line(document.author)
        self.url = self._line(document.url, "https://…")
        self.published = self._line(document.published, _DATE_HINT)
        self.retrieved = self._line(document.retrieved, _DATE_HINT)
        self.grade = GradeRow(theme, self)
        self.grade.set_grade(document.reliability)
        self.reason = self._line(document.reliability_reason, "Why this grade?")
        self.descriptor = QPlainTextEdit(document.source_descriptor, self)
        self.descriptor.setPlaceholderText("What bears on its quality: access, motives, language, chain …")
        self.descriptor.setTabChangesFocus(True)
        self.descriptor.setFixedHeight(64)
        self.status = QComboBox(self)
        for status in STATUSES:
            self.status.addItem(_STATUS_NAMES[status], status)
        self.status.setCurrentIndex(STATUSES.index(document.status))
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "danger")
        self.fault.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._lay_out(_facts(document, imported))
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        for line in (self.name, self.published, self.retrieved):
            line.textChanged.connect(self._check)
        self._check()
        if is_fixed:
            self._fix()
        self.name.setFocus()

    def _fix(self) -> None:
        """Nothing can be changed: what stands here may be read and copied."""
        self.setWindowTitle("Document properties (for reading only)")
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(True)
        self.descriptor.setReadOnly(True)
        self.grade.setEnabled(False)
        self.status.setEnabled(False)
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)

    def _line(self, text: str, placeholder: str = "") -> QLineEdit:
        made = QLineEdit(text, self)
        made.setPlaceholderText(placeholder)
        made.setCursorPosition(0)
        return made

    def _lay_out(self, facts: list[tuple[str, str]]) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for caption, field in (
            ("&Name", self.name),
            ("&Source", self.source),
            ("&Author", self.author),
            ("&URL", self.url),
            ("&Published", self.published),
            ("Re&trieved", self.retrieved),
            ("Reliability", self.grade),
            ("&Reason", self.reason),
            ("Source &descriptor", self.descriptor),
            ("Stat&us", self.status),
        ):
            form.addRow(caption, field)
        for caption, fact in facts:
            label = QLabel(fact, self)
            label.setProperty("tone", "muted")
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(caption, label)
        column = self._column
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(self.buttons)

    def faults(self) -> list[str]:
        """What cannot be saved as it stands, a sentence each."""
        found = [] if self.name.text().strip() else ["The document needs a name."]
        for what, line in (("Published", self.published), ("Retrieved", self.retrieved)):
            fault = date_fault(line.text().strip())
            if fault:
                found.append(f"{what}: {fault}")
        return found

    def edited(self) -> Document:
        """The document as the fields have it."""
        return replace(
            self.document,
            name=" ".join(self.name.text().split()),
            source=self.source.text().strip(),
            author=self.author.text().strip(),
            url=self.url.text().strip(),
            published=self.published.text().strip(),
            retrieved=self.retrieved.text().strip(),
            reliability=self.grade.grade,
            reliability_reason=self.reason.text().strip(),
            source_descriptor=self.descriptor.toPlainText().strip(),
            status=STATUSES[self.status.currentIndex()],
        )

    def _check(self) -> None:
        found = self.faults()
        self.fault.setText("\n".join(found))
        self.fault.setVisible(bool(found))
        # a layout with wrapped text does not see how high it wants to be
        width = max(self.width(), _WIDTH)
        self.resize(width, self._column.totalHeightForWidth(width))
        if (save := self.buttons.button(QDialogButtonBox.StandardButton.Save)) is not None:
            save.setEnabled(not found)
        _mark(self.name, is_wrong=not self.name.text().strip())
        for line in (self.published, self.retrieved):
            _mark(line, is_wrong=bool(date_fault(line.text().strip())))

    def _on_accepted(self) -> None:
        if self.faults():
            return
        edited = self.edited()
        self.accept()
        if edited != self.document:
            self.accepted_document.emit(edited)


def _mark(line: QLineEdit, *, is_wrong: bool) -> None:
    if bool(line.property("wrong")) != is_wrong:
        line.setProperty("wrong", is_wrong)
        line.style().unpolish(line)
        line.style().polish(line)


def _facts(document: Document, imported: str) -> list[tuple[str, str]]:
    facts = [
        ("Length", f"{document.length:,} characters"),
        ("Text digest", f"SHA-256 {document.digest[:16]}…{document.digest[-8:]}"),
        ("Encoding", document.encoding or "not known"),
        ("Imported", imported),
        ("From", document.origin),
    ]
    return [(caption, fact) for caption, fact in facts if fact]
