from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from glossator.core.documents import RELIABILITIES, Document
from glossator.ui import theme
from glossator.ui.dialogs.properties import RELIABILITY_MEANINGS, PropertiesDialog

DOCUMENT = Document(
    1, "Report", 12_345, "ab" * 32, source="Wire", published="2024-12", reliability="C", encoding="utf-8"
)


@pytest.fixture
def dialog(qtbot: QtBot) -> PropertiesDialog:
    made = PropertiesDialog(DOCUMENT, theme.light(), imported="2026-11-22")
    qtbot.addWidget(made)
    made.open()
    return made


def button(dialog: PropertiesDialog, which: QDialogButtonBox.StandardButton) -> QPushButton:
    return dialog.buttons.button(which)


def test_every_field_shows_what_is_known_and_facts_are_read_only(dialog: PropertiesDialog) -> None:
    assert dialog.edited() == DOCUMENT
    facts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "12,345 characters" in facts
    assert "utf-8" in facts
    assert "2026-11-22" in facts


def test_what_was_changed_is_told_once(dialog: PropertiesDialog, qtbot: QtBot) -> None:
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "  Daily   report ")
    dialog.author.setText("Ada")
    dialog.url.setText("https://example.org")
    dialog.retrieved.setText("2024-12-05T14:30")
    dialog.reason.setText("It has been right")
    dialog.descriptor.setPlainText("Official, unnamed")
    dialog.status.setCurrentIndex(2)
    QTest.mouseClick(dialog.grade.group.button(1), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.accepted_document) as accepted:
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert accepted.args == [
        replace(
            DOCUMENT,
            name="Daily report",
            author="Ada",
            url="https://example.org",
            retrieved="2024-12-05T14:30",
            reliability="B",
            reliability_reason="It has been right",
            source_descriptor="Official, unnamed",
            status="done",
        )
    ]
    assert not dialog.isVisible()


def test_nothing_changed_tells_nothing(dialog: PropertiesDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.accepted_document):
        QTest.mouseClick(button(dialog, QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_a_wrong_date_is_told_where_it_stands_and_cannot_be_saved(
    dialog: PropertiesDialog, qtbot: QtBot
) -> None:
    dialog.published.setText("12/2024")
    assert dialog.published.property("wrong") is True
    assert dialog.fault.text().startswith("Published: Write it as 2024")
    assert not button(dialog, QDialogButtonBox.StandardButton.Save).isEnabled()
    with qtbot.assertNotEmitted(dialog.accepted_document):
        QTest.keyClick(dialog.published, Qt.Key.Key_Return)
        dialog.buttons.accepted.emit()
    assert dialog.isVisible()
    dialog.published.setText("2024-12-31")
    assert dialog.published.property("wrong") is False
    assert not dialog.fault.isVisible()
    dialog.reject()


def test_a_document_needs_a_name(dialog: PropertiesDialog) -> None:
    dialog.name.setText("   ")
    assert dialog.faults() == ["The document needs a name."]
    dialog.reject()


def test_grades_by_the_arrow_keys_with_their_meaning(dialog: PropertiesDialog) -> None:
    first = dialog.grade.group.button(RELIABILITIES.index("C"))
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert dialog.grade.grade == "D"
    assert dialog.grade.meaning.text() == RELIABILITY_MEANINGS["D"]
    dialog.grade.set_grade("F")
    assert "not the worst" in dialog.grade.meaning.text()
    assert set(RELIABILITY_MEANINGS) == set(RELIABILITIES)
    dialog.reject()


def test_escape_tells_nothing(dialog: PropertiesDialog, qtbot: QtBot) -> None:
    dialog.name.setText("Another")
    with qtbot.assertNotEmitted(dialog.accepted_document):
        QTest.keyClick(dialog.name, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_where_nothing_can_be_changed_it_is_for_reading(qtbot: QtBot) -> None:
    dialog = PropertiesDialog(DOCUMENT, theme.light(), is_fixed=True)
    qtbot.addWidget(dialog)
    dialog.open()
    assert all(line.isReadOnly() for line in dialog.findChildren(QLineEdit))
    assert not dialog.status.isEnabled()
    (close,) = dialog.buttons.buttons()
    with qtbot.assertNotEmitted(dialog.accepted_document):
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
