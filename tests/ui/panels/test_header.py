"""The line above the page: it says what it can, and asks for no more room than there is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from glossator.core.documents import Document
from glossator.ui.linelabel import LineLabel
from glossator.ui.panels.header import HeaderPanel


def document(name: str, **more: str) -> Document:
    return Document(id=1, name=name, length=1, digest="0", **more)  # type: ignore[arg-type]


def test_a_long_title_does_not_widen_the_window(qtbot: QtBot) -> None:
    panel = HeaderPanel()
    qtbot.addWidget(panel)
    narrow = panel.minimumSizeHint().width()
    name = "A title that goes on and on " * 30
    panel.resize(700, 60)
    panel.show_document(document(name, published="2020-05-26T10:00:00+02:00", author="Ann Lee"))
    panel.show()
    assert panel.minimumSizeHint().width() == narrow
    assert panel.width() == 700
    title, facts = panel.findChildren(LineLabel)
    assert title.shown.endswith("…")
    assert title.toolTip() == title.text() == name
    assert facts.text() == "Ann Lee  ·  2020-05-26 10:00 +02:00  ·  source not graded  ·  new"
    assert facts.toolTip() == ""


def test_with_room_it_says_all(qtbot: QtBot) -> None:
    panel = HeaderPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 60)
    panel.show_document(document("Libya"))
    panel.show()
    (title, _) = panel.findChildren(LineLabel)
    assert (title.text(), title.toolTip()) == ("Libya", "")
    panel.resize(120, 60)
    qtbot.waitUntil(lambda: title.width() < 100)
    assert title.sizeHint().width() > title.minimumSizeHint().width() == 0
    panel.show_document(None)
    assert panel.isHidden()
