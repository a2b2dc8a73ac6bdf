"""What the pages of the settings are made of: a form with room around it, its fields, and a line that explains."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

_MARGIN = 24
_LEAST_HEIGHT = 30


def form_of(page: QWidget) -> QFormLayout:
    """The form of a page, still without rows."""
    page.setProperty("ground", "panel")
    form = QFormLayout(page)
    form.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(12)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
    return form


def explain(form: QFormLayout, sentences: str) -> None:
    """Add a row that says what the fields do."""
    about = QLabel(sentences, form.parentWidget())
    about.setProperty("tone", "muted")
    about.setWordWrap(True)
    form.addRow("", about)


def number(page: QWidget, range_: tuple[int, int, int], suffix: str, value: int) -> QSpinBox:
    """A field for a whole number: (least, most, step)."""
    least, most, step = range_
    made = QSpinBox(page)
    made.setRange(least, most)
    made.setSingleStep(step)
    made.setSuffix(suffix)
    made.setMinimumHeight(_LEAST_HEIGHT)
    made.setValue(value)
    return made


def choice(page: QWidget, choices: Sequence[tuple[object, str]], current: object) -> QComboBox:
    """A field for one of these (value, words); the first where ``current`` is none of them."""
    made = QComboBox(page)
    for value, words in choices:
        made.addItem(words, value)
    made.setCurrentIndex(max(0, made.findData(current)))
    return made
