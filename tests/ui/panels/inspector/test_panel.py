from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.panels.inspector.fields import ChoiceField
from glossator.ui.panels.inspector.mention_form import MentionForm
from glossator.ui.panels.inspector.relation_form import RelationForm
from glossator.ui.panels.inspector.sections import origin_words, provenance
from glossator.ui.selection import Selection
from glossator.workbench import Workbench
from tests.ui.panels.inspector.inspecting import article, binary, event, field, mention_of, select, shown


def test_without_project_or_document_it_says_what_to_do(panel: InspectorPanel, bench: Workbench) -> None:
    bench.close_document()
    panel.refresh()
    assert shown(panel) is panel.empty
    assert "Choose one" in panel.empty.text()
    panel.set_bench(None)
    assert panel.empty.text() == "No project is open."


def test_names_and_fields_stand_beside_each_other_in_the_narrowest_column(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    panel.show()
    panel.resize(panel.minimumWidth(), 500)
    for record in (mention_of(bench, "PER"), event(bench), binary(bench)):
        select(panel, selection, record.id)
        qtbot.waitUntil(lambda: not panel.grab().isNull())
        pairs = [
            (form.labelForField(held), held)
            for form in shown(panel).findChildren(QFormLayout)
            for held in (form.parentWidget() or panel).findChildren(QWidget)
            if held.isVisible() and form.labelForField(held) is not None
        ]
        assert pairs
        for name, held in pairs:
            assert held.x() > name.geometry().right(), name.objectName()


def test_the_document_is_shown_while_nothing_is_selected(panel: InspectorPanel, bench: Workbench) -> None:
    assert shown(panel) is panel.document
    document = article(bench).document
    said = {label.text() for label in panel.document.findChildren(QLabel)}
    assert {document.name, "Defence Desk", "source not graded", "new"} <= said
    counts = {each.name: each.number for each in panel.document.counts._counts}
    assert counts["Person"] == sum(m.label == "PER" for m in article(bench).mentions.values())
    assert sum(counts.values()) == len(article(bench).mentions)
    assert panel.document.summary.text().startswith(f"{len(article(bench).mentions)} mentions")


def test_the_forms_of_records_are_made_when_they_are_needed(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    panel.set_theme(theme.dark())
    panel.tell()
    assert not panel.findChildren(MentionForm)
    assert not panel.findChildren(RelationForm)
    select(panel, selection, mention_of(bench, "GPE").id)
    select(panel, selection, binary(bench).id)
    assert panel.findChildren(MentionForm) == [panel.mention]
    assert panel.findChildren(RelationForm) == [panel.relation]


def test_a_selected_mention_is_shown(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    form = panel.mention
    assert shown(panel) is form
    assert form.head.words.text() == mention.quote
    assert (form.label.currentData(), form.subtype.currentData()) == ("GPE", mention.subtype)
    assert form.head.chip.accessibleName() == "Geo-political entity"
    assert f"characters {mention.start}" in form.head.facts.text()
    assert form.identity.text() == "United States"
    assert "Kim Lee" in form.origin.text()
    assert "by hand" in form.origin.text()


def test_the_form_has_the_attributes_of_the_label(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    for label in ("GPE", "TIM", "PER"):
        select(panel, selection, mention_of(bench, label).id)
        wanted = [each.id for each in bench.scheme.attributes_for("mention", label) if each.id != "subtype"]
        assert list(panel.mention.attributes.fields) == wanted


def test_it_follows_the_selection_by_itself(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    selection.set(None, records=(mention_of(bench, "PER").id,))
    qtbot.waitUntil(lambda: shown(panel) is panel.mention)
    selection.set(None, records=(binary(bench).id,))
    qtbot.waitUntil(lambda: shown(panel) is panel.relation)
    selection.set(None, records=())
    qtbot.waitUntil(lambda: shown(panel) is panel.document)


def test_several_selected_are_told(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    first, second = (each.id for _, each in zip(range(2), article(bench).in_order(), strict=False))
    select(panel, selection, first, second)
    assert panel.more.text() == "2 are selected; this is the first."
    select(panel, selection, first)
    assert not panel.more.isVisible()


def test_a_discontinuous_mention_says_so(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    mention = next(m for m in article(bench).in_order() if len(m.fragments) > 1)
    select(panel, selection, mention.id)
    assert panel.mention.head.facts.text().endswith("in 2 fragments")


def test_what_others_change_is_shown(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    mention = mention_of(bench, "GPE")
    select(panel, selection, mention.id)
    bench.do(edits.set_attribute(article(bench), mention.id, "level", "PRO", by=bench.hand))
    level = field(panel, "level", ChoiceField)
    qtbot.waitUntil(lambda: level.choice.currentData() == "PRO")
    assert field(panel, "level", ChoiceField) is level


def test_a_value_that_the_scheme_does_not_know_is_shown(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    mention = mention_of(bench, "GPE")
    bench.do(edits.set_attribute(article(bench), mention.id, "level", "XYZ", by=bench.hand))
    select(panel, selection, mention.id)
    assert field(panel, "level", ChoiceField).choice.currentText() == "XYZ (not in the scheme)"


def test_focus_goes_to_the_first_attribute(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    panel.activateWindow()
    selection.set(None, records=(binary(bench).id,))
    panel.focus_attributes()
    first = field(panel, next(iter(panel.relation.attributes.fields)), ChoiceField)
    assert first.choice.hasFocus()
    selection.set(None, records=())
    panel.focus_attributes()
    assert panel.document.note.hasFocus()


def test_nothing_can_be_changed_in_a_project_that_is_read_only(
    panel: InspectorPanel, bench: Workbench, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.project_file, "read_only", True)
    select(panel, selection, mention_of(bench, "GPE").id)
    assert not panel.mention.label.isEnabled()
    assert not panel.mention.attributes.isEnabled()
    assert panel.mention.note.isReadOnly()
    assert all(line.isEnabled() for line in panel.mention.relations.lines)
    select(panel, selection, event(bench).id)
    assert not any(role.fill.isEnabled() for role in panel.relation.roles.values())


def test_both_looks(panel: InspectorPanel, bench: Workbench, selection: Selection) -> None:
    for record in (mention_of(bench, "GPE").id, event(bench).id):
        select(panel, selection, record)
        before = panel.grab().toImage()
        panel.set_theme(theme.dark())
        assert panel.grab().toImage() != before
        panel.set_theme(theme.light())


def test_where_a_record_comes_from_is_said_in_words() -> None:
    assert origin_words("") == "by hand"
    assert origin_words("suggestion:memory") == "suggested by memory"
    assert origin_words("import:tags.jsonl") == "imported from tags.jsonl"
    assert origin_words("something") == "something"
    record = Mention(1, 1, "PER", (Span(0, 1),), "A", author="Kim", origin="import:x", confidence=0.876)
    assert provenance(record) == "Kim · imported from x · confidence 88%"
    assert provenance(replace(record, author="", confidence=None)) == "imported from x"
