"""Whatever a record holds comes back from the file as it went in, by every way out."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from glossator.core.annotations import AnnotationSet, Argument, Mention, Note, Relation
from glossator.core.changes import Record
from glossator.core.documents import Document, digest_of
from glossator.core.spans import Span
from glossator.store.check import check
from glossator.store.exporting import ExportDocument
from glossator.store.project_file import ProjectFile
from tests.builders import entity, scheme, state, the
from tests.formats.random_projects import SCHEME, Case, cases
from tests.store.world import Desk, attack, quick_folder, records_of


def test_a_new_project_has_its_scheme_and_title_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "a project.gloss"
    with ProjectFile.create(path, title="Navy", scheme=scheme(), author="Ada") as project:
        assert project.scheme() == scheme()
    with ProjectFile.open(path) as project:
        assert project.scheme() == scheme()
        assert project.ask.title() == "Navy"
        assert not project.read_only
        assert project.path == path


def test_a_document_with_everything_on_it_comes_back(project: ProjectFile, desk: Desk) -> None:
    annotations = attack()
    desk.bring(annotations)
    assert state(project.ask.annotations(1)) == state(annotations)
    project.close()
    with ProjectFile.open(project.path) as again:
        assert state(again.ask.annotations(1)) == state(annotations)
        assert again.ask.text_of(1) == annotations.text


@settings(max_examples=40)
@given(case=cases())
def test_random_documents_come_back_by_every_way(case: Case) -> None:
    with quick_folder() as folder:
        path = folder / "random.gloss"
        with ProjectFile.create(path, title="", scheme=SCHEME, author="") as project:
            added: list[Record] = [*case.entities.values(), *case.entity_notes]
            for one in case.sets:
                added += records_of(one)
            written = Desk(project).write(
                added=added,
                texts={one.document.digest: one.text for one in case.sets},
            )
            assert project.ask.change(written.id) == replace(written, texts={})
        with ProjectFile.open(path) as project:
            expected = {one.document.id: state(one) for one in case.sets}
            found = {each: state(project.ask.annotations(each)) for each in expected}
            assert found == expected
            exported = {one.document.id: state(one) for one in project.ask.export_documents()}
            assert exported == found
            assert project.ask.entities_by_id(case.entities) == case.entities
            assert [each for target in case.entities for each in project.ask.notes_on(target)] == list(
                case.entity_notes
            )
            _compare_bare_rows(project, {one.document.id: one for one in case.sets})
        assert check(path) == []


def _compare_bare_rows(project: ProjectFile, expected: dict[int, AnnotationSet]) -> None:
    exported = list(project.ask.export_rows())
    assert [each.document.id for each in exported] == [row.document.id for row in project.ask.documents()]
    for each in exported:
        document, one = each.document, expected[each.document.id]
        assert (document, each.text) == (one.document, one.text)
        assert [_mention(row, each) for row in each.mentions] == list(one.in_order())
        assert {row[1]: _relation(row, each) for row in each.relations} == one.relations
        assert {row[1]: _note(row, document) for row in each.notes} == one.notes


def _mention(row: Sequence[Any], exported: ExportDocument) -> Mention:
    (
        id_,
        label,
        start,
        end,
        fragments,
        quote,
        subtype,
        entity_id,
        attributes,
        author,
        created,
        origin,
        sure,
    ) = row
    spans = orjson.loads(fragments) if fragments else [[start, end]]
    names = exported.names
    return Mention(
        id_,
        exported.document.id,
        names.items[label],
        tuple(Span(*each) for each in spans),
        orjson.loads(quote),
        subtype,
        entity_id,
        _attributes(attributes),
        names.people[author],
        created,
        names.origins[origin],
        sure,
    )


def _relation(row: Sequence[Any], exported: ExportDocument) -> Relation:
    document, id_, type_, trigger, attributes, author, created, origin, confidence, arguments = row
    held = tuple(Argument(role, target, bool(sub)) for role, target, sub in orjson.loads(arguments))
    names = exported.names
    return Relation(
        id_,
        document,
        names.items[type_],
        held,
        trigger,
        _attributes(attributes),
        names.people[author],
        created,
        names.origins[origin],
        confidence,
    )


def _note(row: Sequence[Any], document: Document) -> Note:
    _, id_, target, body, author, created, kind, attributes = row
    return Note(id_, target, body, document.id, author, created, kind, _attributes(attributes))


def _attributes(text: str | None) -> dict[str, str | bool | int | float | tuple[str, ...]]:
    plain = orjson.loads(text) if text else {}
    return {name: tuple(held) if isinstance(held, list) else held for name, held in plain.items()}


@pytest.mark.parametrize(
    "text",
    ["", "\0 in the middle\0", "\u2028\u2029\x85\x0b", "e\u0301 \U0001f600", "a" * 1_000_000],
    ids=["empty", "nul", "separators", "astral", "long"],
)
def test_a_text_comes_back_to_the_last_character(project: ProjectFile, desk: Desk, text: str) -> None:
    document = Document(1, "Odd", len(text), digest_of(text))
    desk.write(added=[document], texts={document.digest: text})
    assert project.ask.text_of(1) == text
    assert check(project.path) == []


def test_reading_leaves_the_search_for_waste_as_it_was(full: ProjectFile) -> None:
    assert gc.isenabled()
    full.ask.annotations(1)
    assert gc.isenabled()
    gc.disable()
    try:
        full.ask.annotations(1)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_entity_behind_mentions_in_two_documents_comes_back(full: ProjectFile) -> None:
    ada = entity("Ada Lovelace")
    desk = Desk(full)
    old = [the(full.ask.annotations(1), "Ada"), the(full.ask.annotations(2), "Ada")]
    desk.write(removed=old, added=[replace(each, entity=ada.id) for each in old])
    assert full.ask.mentions_by_id(each.id for each in old) == {
        each.id: replace(each, entity=ada.id) for each in old
    }
    assert full.ask.entity(ada.id) == ada
    assert full.ask.entity(12345) is None


def test_each_kind_of_record_is_found_by_its_id(full: ProjectFile) -> None:
    annotations = full.ask.annotations(1)
    for each in (*records_of(annotations), entity("Ada Lovelace")):
        assert isinstance(each.id, int)
        assert full.ask.record(each.id) == each
    assert full.ask.record(424242) is None


def test_a_number_that_json_cannot_say_is_refused(full: ProjectFile) -> None:
    ada = the(full.ask.annotations(1), "Ada")
    with pytest.raises(ValueError, match="finite"):
        Desk(full).write(removed=[ada], added=[replace(ada, attributes={"size": float("nan")})])
    assert full.ask.record(ada.id) == ada
