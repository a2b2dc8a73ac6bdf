from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.core.scheme import AttributeType
from glossator.ui.panels.inspector.fields import LineField, SeveralField


def line(qtbot: QtBot, kind: str) -> tuple[LineField, list[object]]:
    made = LineField(AttributeType("a", "A", ("mention",), kind=kind))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    told: list[object] = []
    made.edited.connect(told.append)
    return made, told


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("number", "12", 12),
        ("number", "-0.5", -0.5),
        ("number", "1e3", 1000.0),
        ("date", "2024-12", "2024-12"),
        ("place", "32.89, 13.19", "32.89, 13.19"),
        ("text", "  plain ", "plain"),
    ],
)
def test_what_is_right_is_told(qtbot: QtBot, kind: str, typed: str, value: object) -> None:
    made, told = line(qtbot, kind)
    made.line.setText(typed)
    made.line.editingFinished.emit()
    assert told == [value]
    assert type(told[0]) is type(value)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "twelve"),
        ("number", "inf"),
        ("number", "nan"),
        ("date", "5 December"),
        ("date", "2024-13-01"),
        ("place", "32.89"),
        ("place", "91, 0"),
        ("place", "0, 181"),
        ("place", "a, b"),
        ("place", "1,"),
    ],
)
def test_what_is_wrong_is_marked_explained_and_kept(qtbot: QtBot, kind: str, typed: str) -> None:
    made, told = line(qtbot, kind)
    made.line.setText(typed)
    made.line.editingFinished.emit()
    assert told == []
    assert made.line.text() == typed
    assert made.line.property("wrong") is True
    assert made.line.toolTip().endswith(".")
    QTest.keyClicks(made.line, "x")
    assert made.line.property("wrong") is False


def test_several_values_come_in_the_order_of_the_scheme(qtbot: QtBot) -> None:
    made = SeveralField(AttributeType("a", "A", ("mention",), kind="several", values=("x", "y", "z")))
    qtbot.addWidget(made)
    told: list[object] = []
    made.edited.connect(told.append)
    made.show_value(("z", "old"))
    assert [box.isChecked() for box in made.boxes.values()] == [False, False, True]
    made.boxes["x"].click()
    made.show_value(None)
    made.boxes["y"].click()
    made.boxes["y"].click()
    assert told == [("x", "z", "old"), ("y",), None]
