"""The dialog before an export: what a format carries, what would be lost, and what labels are called there."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from glossator.formats.catalogue import format_named
from glossator.formats.conveying import Exported
from glossator.formats.losses import Loss
from glossator.formats.mapping import NO_NAMES, NameTable, Target
from glossator.ui.dialogs.export_annotations import ExportAnnotationsDialog
from tests.builders import scheme


@pytest.fixture
def dialog(qtbot: QtBot) -> ExportAnnotationsDialog:
    kept = {"brat": NameTable(labels={"PER": Target("Person")})}
    made = ExportAnnotationsDialog(
        [format_named("brat"), format_named("doccano")], scheme(), lambda name: kept.get(name, NO_NAMES)
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_losses_of_the_chosen_format_are_asked_for_and_shown(
    dialog: ExportAnnotationsDialog, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.looked_for) as told:
        dialog.format.setCurrentIndex(1)
    assert told.args == ["doccano", NO_NAMES]
    assert dialog.verdict.text() == "Looking through the project…"
    dialog.show_losses("brat", Exported(1, 1, 1))
    assert dialog.verdict.text() == "Looking through the project…"  # that was the one before
    dialog.show_losses("doccano", Exported(2, 3, 1, (Loss("events", 14, "left out"),)))
    assert dialog.verdict.text() == (
        "Goes out: 2 documents, 3 mentions and 1 relation or event. What the format cannot carry:"
    )
    assert dialog.losses.item(0).text() == "14 events: left out"
    dialog.show_losses("doccano", Exported(0, 0, 0))
    assert dialog.verdict.text() == "Goes out: Nothing. Nothing is lost."
    assert not dialog.losses.isVisible()
    dialog.show_losses("doccano", Exported(1, 154, 71, (Loss("events", 2, "left out"),)))
    assert dialog.verdict.text().startswith(
        "Goes out: 1 document, 154 mentions and 71 relations and events. What"
    )
    assert dialog.losses.isVisible()


def test_what_a_format_carries_is_a_table(dialog: ExportAnnotationsDialog) -> None:
    dialog.look()
    rows = {
        dialog.carries.item(row, 0).text(): dialog.carries.item(row, 1).text()  # type: ignore[union-attr]
        for row in range(dialog.carries.rowCount())
    }
    assert rows["Mentions in pieces"] == "Yes"
    assert rows["Authors"] == "No"


def test_names_go_along_with_the_format(dialog: ExportAnnotationsDialog, qtbot: QtBot) -> None:
    assert dialog.names.field("labels", "PER").currentText() == "Person"
    dialog.names.field("relations", "LEADS").setCurrentText("leads")
    with qtbot.waitSignal(dialog.accepted_format) as told:
        dialog.go.click()
    name, names = told.args or ("", NO_NAMES)
    assert name == "brat"
    assert names.relations == {"LEADS": Target("leads")}
    assert names.labels == {"PER": Target("Person")}
