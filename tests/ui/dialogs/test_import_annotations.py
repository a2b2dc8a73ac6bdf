"""The dialog before an import of annotations: counts, names, findings with one key to accept, what keeps files out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from glossator.exchange import Preview, Wishes
from glossator.formats import conveying
from glossator.formats.catalogue import format_named
from glossator.formats.mapping import LEFT_OUT, NO_NAMES, NameTable, Target
from glossator.formats.planning import plan
from glossator.formats.standoff import Options
from glossator.ui.dialogs.import_annotations import ImportAnnotationsDialog
from glossator.ui.dialogs.names_table import LEAVE_OUT
from tests.builders import scheme

TEXT = "Ada met Bo in Tripoli.\n"
GOOD = "T1\tPerson 0 3\tAda\nT2\tTown 14 21\tTripoli\nR1\tMET Arg1:T1 Arg2:T2\n"


def preview(folder: Path, ann: str) -> Preview:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "a.ann").write_text(ann, "utf-8")
    form = format_named("brat")
    documents = conveying.Documents(form, [folder], Options())
    survey = conveying.survey(documents, lambda done, total: None)
    return Preview(form, (folder,), survey, plan(survey, scheme(), NO_NAMES))


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ImportAnnotationsDialog:
    made = ImportAnnotationsDialog(
        [tmp_path / "brat"], [format_named("brat"), format_named("doccano")], scheme()
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_can_be_imported_before_the_files_were_read(dialog: ImportAnnotationsDialog) -> None:
    assert not dialog.go.isEnabled()
    dialog.show_fault("“a” cannot be read.")
    assert dialog.summary.text() == "“a” cannot be read."
    assert not dialog.go.isEnabled()


def test_what_the_files_hold_is_told_and_names_can_be_chosen(
    dialog: ImportAnnotationsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.show_preview(preview(tmp_path / "brat", GOOD))
    assert dialog.summary.text().splitlines() == [
        "1 document, 2 mentions, 1 relation or event.",
        "Offsets count code points, as its quotations show.",
        "New in the label scheme: Town, MET.",
    ]
    assert dialog.names.field("labels", "Person").currentText() == "PER"
    assert dialog.names.field("labels", "Town").currentText() == "Town"
    dialog.names.field("labels", "Town").setCurrentText("GPE")
    dialog.names.field("relations", "MET").setCurrentText(LEAVE_OUT)
    with qtbot.waitSignal(dialog.accepted_wishes) as told:
        dialog.go.click()
    wishes = (told.args or [None])[0]
    assert isinstance(wishes, Wishes)
    assert wishes.names == NameTable(labels={"Town": Target("GPE")}, relations={"MET": LEFT_OUT})
    assert not wishes.skip_bad
    assert wishes.attach


def test_names_that_were_chosen_before_are_chosen_again(
    dialog: ImportAnnotationsDialog, tmp_path: Path
) -> None:
    dialog.show_preview(preview(tmp_path / "brat", GOOD))
    dialog.show_names(NameTable(labels={"Town": Target("GPE", "Nation"), "Other": Target("PER")}))
    assert dialog.names.field("labels", "Town").currentText() == "GPE / Nation"
    assert dialog.wishes().names == NameTable(labels={"Town": Target("GPE", "Nation")})


def test_one_key_takes_the_nearest_places(
    dialog: ImportAnnotationsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    good = "".join(f"T{number}\tPerson 0 3\tAda\n" for number in range(10, 20))
    made = preview(tmp_path / "brat", f"{good}T1\tPerson 1 4\tAda\nT2\tTown 13 20\tTripoli\n")
    dialog.show_preview(made)
    assert dialog.tabs.currentIndex() == 1
    assert dialog.tabs.tabText(1) == "Does not fit (2)"
    assert not dialog.go.isEnabled()
    first, second = made.survey.findings
    dialog.findings.setFocus()
    QTest.keyClick(dialog.findings, Qt.Key.Key_Space)
    assert [dialog.wishes().accept(each) for each in (first, second)] == [True, False]
    assert not dialog.go.isEnabled()
    QTest.keyClick(dialog.findings, Qt.Key.Key_A)
    assert dialog.accept_all.isChecked()
    assert [dialog.wishes().accept(each) for each in (first, second)] == [True, True]
    assert dialog.go.isEnabled()


def test_faults_keep_files_out_unless_they_are_left_out(
    dialog: ImportAnnotationsDialog, tmp_path: Path
) -> None:
    dialog.show_preview(preview(tmp_path / "brat", f"{GOOD}bad\n"))
    assert dialog.tabs.tabText(2) == "Faults (1)"
    assert dialog.faults.item(0).text() == "a.ann, line 4: this begins like no line of brat."
    assert not dialog.go.isEnabled()
    dialog.skip_bad.click()
    assert dialog.go.isEnabled()
    assert dialog.wishes().skip_bad


def test_another_format_is_asked_for(dialog: ImportAnnotationsDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.show_preview(preview(tmp_path / "brat", GOOD))
    with qtbot.waitSignal(dialog.format_wanted) as told:
        dialog.format.setCurrentIndex(1)
        dialog.format.activated.emit(1)
    assert told.args == ["doccano"]
    assert not dialog.go.isEnabled()


def test_what_is_called_alike_is_offered_and_said(dialog: ImportAnnotationsDialog, tmp_path: Path) -> None:
    dialog.show_preview(
        preview(tmp_path / "brat", GOOD.replace("Person", "B-People").replace("Town", "Village"))
    )
    dialog.show_names(NO_NAMES)
    assert dialog.names.field("labels", "B-People").currentText() == "PER"
    assert dialog.names.field("labels", "Village").currentText() == "Village"
    assert dialog.summary.text().endswith("as they are called only alike: B-People.")
    assert dialog.wishes().names.labels == {"B-People": Target("PER")}
    assert "New in the label scheme: Village, MET." in dialog.summary.text()
    assert [item.text() for at in (0, 1) if (item := dialog.names.item(at, 1))] == ["label", "label, new"]
    dialog.names.field("labels", "B-People").setCurrentText("B-People")
    assert "New in the label scheme: B-People, Village, MET." in dialog.summary.text()
    assert [item.text() for at in (0,) if (item := dialog.names.item(at, 1))] == ["label, new"]
    dialog.names.field("labels", "B-People").setCurrentText("PER")
    dialog.show_preview(preview(tmp_path / "brat", GOOD.replace("Person", "B-People")))
    dialog.show_names(NameTable(labels={"B-People": Target("ORG"), "Town": Target("Town")}))
    assert dialog.names.field("labels", "B-People").currentText() == "ORG"
    assert "only alike" not in dialog.summary.text()


def test_a_tick_is_as_wide_as_its_words(dialog: ImportAnnotationsDialog, tmp_path: Path) -> None:
    dialog.show_preview(preview(tmp_path / "brat", GOOD))
    for tick in (dialog.skip_bad, dialog.attach, dialog.accept_all):
        tick.show()
        assert tick.width() <= tick.sizeHint().width() < dialog.width() - 100, tick.text()


def test_tab_goes_through_the_page_and_then_below_it(
    dialog: ImportAnnotationsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = GOOD.replace("T1\tPerson 0 3", "T1\tPerson 1 4")
    dialog.show_preview(preview(tmp_path / "brat", f"{bad}nothing\n"))
    dialog.skip_bad.setChecked(True)
    qtbot.waitUntil(dialog.findings.hasFocus)
    found = []
    for _ in range(5):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        found.append(dialog.focusWidget())
    cancel = next(
        each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == "Cancel"
    )
    assert found == [dialog.accept_all, dialog.skip_bad, dialog.go, cancel, dialog.format]
