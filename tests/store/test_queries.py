"""Every question to a project, against what is known to be in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from glossator.core.annotations import AnnotationSet, Mention, Note
from glossator.core.errors import GlossatorError
from glossator.core.lens import Lens, MentionPick, RelationPick
from glossator.core.statements import Node
from glossator.store.linking import Linking
from glossator.store.listing import DocumentRow
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.store.seen import EntityRow
from glossator.store.summaries import EntityCount, LabelCount, RelationPair
from tests.builders import annotated, entity, scheme, the
from tests.store.world import Desk, attack, records_of

ADA = entity("Ada Lovelace", id=70)
ARMY = entity("Libyan National Army", "ORG", id=71)


@pytest.fixture
def desk(full: ProjectFile) -> Desk:
    """A project of two documents, in which Ada of both is one identity and the names have a level."""
    desk = Desk(full)
    desk.write("Identities", added=[ADA, replace(ARMY, aliases=("LNA", "Haftar’s army"))])
    adas = [the(full.ask.annotations(each), "Ada") for each in (1, 2)]
    army = the(full.ask.annotations(1), "Libyan Army")
    named = [replace(each, entity=70, attributes={"level": "Name"}) for each in adas]
    desk.write("Identify", removed=[*adas, army], added=[*named, replace(army, entity=71)])
    return desk


@pytest.fixture
def ask(desk: Desk) -> ProjectFile:
    """The project of that desk."""
    return desk.project


def quotes(mentions: list[Mention]) -> list[tuple[int, str]]:
    return [(each.document, each.quote) for each in mentions]


def test_documents_are_listed_by_name_with_their_counts(ask: ProjectFile) -> None:
    first, second = ask.ask.annotations(1).document, ask.ask.annotations(2).document
    rows = [DocumentRow(second, 2, 0), DocumentRow(first, 5, 2)]
    assert ask.ask.documents() == rows
    assert ask.ask.documents(limit=1) == rows[:1]
    assert ask.ask.documents(offset=1) == rows[1:]
    assert ask.ask.documents(offset=1, limit=5) == rows[1:]
    assert ask.ask.documents(text="MEET") == rows[:1]
    assert ask.ask.documents(text="e", limit=1) == rows[:1]
    assert ask.ask.documents(text="nowhere") == []
    assert ask.ask.document_count() == 2


@pytest.mark.parametrize("text", ["ÄRZTE", "ärzte", "Straße", "STRASSE", "100%_"])
def test_capitals_of_any_script_do_not_matter_and_no_sign_is_special(ask: ProjectFile, text: str) -> None:
    document = annotated("x", name="Ärzte der Straße 100%_a", id=3)
    Desk(ask).bring(document)
    assert [row.document.id for row in ask.ask.documents(text=text)] == [3]


def test_a_document_is_found_by_id_and_by_digest(ask: ProjectFile) -> None:
    document = attack().document
    assert ask.ask.document(1) == document
    assert ask.ask.find_document(document.digest) == document
    assert ask.ask.document(99) is None
    assert ask.ask.find_document("00" * 32) is None
    for question in (ask.ask.text_of, ask.ask.annotations):
        with pytest.raises(GlossatorError, match="no longer in the project"):
            question(99)


def test_a_removed_document_is_gone_with_its_counts_and_comes_back(ask: ProjectFile) -> None:
    desk = Desk(ask)
    annotations = ask.ask.annotations(1)
    rows, labels = ask.ask.documents(), ask.ask.label_counts()
    change = desk.write(removed=records_of(annotations))
    assert [row.document.id for row in ask.ask.documents()] == [2]
    assert {each.label for each in ask.ask.label_counts()} == {"PER"}
    desk.undo(change)
    assert (ask.ask.documents(), ask.ask.label_counts()) == (rows, labels)
    assert ask.ask.text_of(1) == annotations.text


def test_entities_are_searched_by_name_and_alias_those_with_most_mentions_first(ask: ProjectFile) -> None:
    army = replace(ARMY, aliases=("LNA", "Haftar’s army"))
    rows = [EntityRow(ADA, 2, 2), EntityRow(army, 1, 1), EntityRow(entity("Ada Lovelace"), 0, 0)]
    assert ask.ask.entities() == rows
    assert ask.ask.entities(limit=1) == rows[:1]
    assert ask.ask.entities(text="lovelace") == [rows[0], rows[2]]
    assert ask.ask.entities(text="lna") == rows[1:2]
    assert ask.ask.entities(type="ORG") == rows[1:2]
    assert ask.ask.entities(text="ada", type="ORG") == []
    assert ask.ask.entities_by_id([71, 5]) == {71: army}


def test_notes_are_told_by_what_they_are_on_the_oldest_first(ask: ProjectFile) -> None:
    notes = [Note(8001, 70, "later", None, "Ada", 9), Note(8002, 70, "sooner", None, "Ada", 8)]
    Desk(ask).write(added=notes)
    assert ask.ask.notes_on(70) == notes[::-1]
    assert [each.body for each in ask.ask.notes_on(1)] == ["from the wire"]
    assert ask.ask.notes_on(2) == []
    assert ask.ask.notes_on_each([1, 2, 70]) == {1: ask.ask.notes_on(1), 70: notes[::-1]}


def test_entities_that_no_mention_refers_to_are_known(ask: ProjectFile) -> None:
    assert ask.ask.unused_entities() == [entity("Ada Lovelace").id]


def test_mentions_are_counted_by_label_subtype_and_level(ask: ProjectFile) -> None:
    assert set(ask.ask.label_counts()) == {
        LabelCount("PER", "Individual", "Name", 1),
        LabelCount("PER", "", "Name", 1),
        LabelCount("PER", "", "", 1),
        LabelCount("ORG", "", "", 1),
        LabelCount("GPE", "", "", 1),
        LabelCount("EVT", "", "", 1),
        LabelCount("FAC", "", "", 1),
    }
    assert set(ask.ask.label_counts(2)) == {LabelCount("PER", "", "Name", 1), LabelCount("PER", "", "", 1)}


def test_the_most_frequent_label_comes_first(ask: ProjectFile) -> None:
    Desk(ask).bring(annotated("[a|LOC] [b|LOC] [c|LOC]", name="Three", id=3))
    assert ask.ask.label_counts()[0] == LabelCount("LOC", "", "", 3)
    assert ask.ask.label_counts(3) == [LabelCount("LOC", "", "", 3)]


def test_mentions_are_counted_by_identity_or_else_by_what_they_read(ask: ProjectFile) -> None:
    Desk(ask).bring(annotated("[Ada|PER] [Ada|PER] [Ada|ORG] [x|GPE]", name="Many", id=3))
    counts = ask.ask.entity_counts()
    assert counts[:3] == [
        EntityCount(None, "Ada", "PER", 2, 1),
        EntityCount(70, "Ada Lovelace", "PER", 2, 2),
        EntityCount(None, "Ada", "ORG", 1, 1),
    ]
    assert EntityCount(71, "Libyan National Army", "ORG", 1, 1) in counts
    assert ask.ask.entity_counts(limit=2) == counts[:2]
    assert ask.ask.entity_counts(2) == [
        EntityCount(70, "Ada Lovelace", "PER", 1, 1),
        EntityCount(None, "Babbage", "PER", 1, 1),
    ]


def test_relations_are_counted_by_the_labels_of_their_ends_and_events_by_role(ask: ProjectFile) -> None:
    desk = Desk(ask)
    expected = {
        RelationPair("LEADS", "PER", "ORG", 1),
        RelationPair("ATTACK", "EVT", "PER", 1, "Agent"),
        RelationPair("ATTACK", "EVT", "FAC", 1, "Target"),
    }
    assert set(ask.ask.relation_pairs()) == expected
    third = annotated(
        "[Bo|PER] [Unit|ORG] [Cy|PER] [met|EVT]",
        name="Third",
        id=3,
        relations=[("LEADS", "Bo", "Unit"), ("LEADS", "Cy", "Unit")],
    )
    desk.bring(third)
    assert ask.ask.relation_pairs()[0] == RelationPair("LEADS", "PER", "ORG", 3)
    assert ask.ask.relation_pairs(3) == [RelationPair("LEADS", "PER", "ORG", 2)]
    leads = next(iter(third.relations.values()))
    about = replace(
        leads,
        id=9000,
        type="CITES",
        arguments=(leads.arguments[0], leads.arguments[1]._replace(target=leads.id, is_relation=True)),
    )
    desk.write(added=[about])
    assert RelationPair("CITES", "PER", "LEADS", 1) in ask.ask.relation_pairs(3)
    assert ask.ask.relations_where(second_label="LEADS") == [about]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["Ada", "Libyan Army", "Libyan", "hit", "naval … base", "Ada", "Babbage"]),
        ({"label": "PER"}, ["Ada", "Ada", "Babbage"]),
        ({"label": "PER", "document": 2}, ["Ada", "Babbage"]),
        ({"label": "PER", "subtype": "Individual"}, ["Ada"]),
        ({"entity": 70}, ["Ada", "Ada"]),
        ({"quote": "Libyan", "label": "GPE"}, ["Libyan"]),
        ({"levels": ["Name"]}, ["Ada", "Ada"]),
        ({"levels": ["Name", ""], "label": "PER"}, ["Ada", "Ada", "Babbage"]),
        ({"levels": [""], "document": 2}, ["Babbage"]),
        ({"levels": ["Pronoun"]}, []),
        ({"levels": []}, []),
        ({"identified": True}, ["Ada", "Libyan Army", "Ada"]),
        ({"identified": False, "label": "PER"}, ["Babbage"]),
        ({"identified": False, "quote": "Ada"}, []),
        ({"label": "CUE"}, []),
        ({"label": "unheard of"}, []),
        ({"offset": 5}, ["Ada", "Babbage"]),
        ({"limit": 2}, ["Ada", "Libyan Army"]),
    ],
)
def test_mentions_are_found_by_what_they_are(
    ask: ProjectFile, wanted: dict[str, object], expected: list[str]
) -> None:
    found = ask.ask.mentions_where(**wanted)  # type: ignore[arg-type]
    assert [each.quote for each in found] == expected
    assert all(ask.ask.record(each.id) == each for each in found)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["LEADS", "ATTACK"]),
        ({"type": "LEADS"}, ["LEADS"]),
        ({"type": "NEAR"}, []),
        ({"type": "unheard of"}, []),
        ({"first_label": "PER"}, ["LEADS"]),
        ({"first_label": "EVT", "second_label": "FAC"}, ["ATTACK"]),
        ({"first_label": "EVT", "second_label": "ORG"}, []),
        ({"role": "Target"}, ["ATTACK"]),
        ({"role": "Target", "second_label": "FAC"}, ["ATTACK"]),
        ({"role": "Agent", "second_label": "FAC"}, []),
        ({"role": "Agent", "type": "LEADS"}, []),
        ({"role": ""}, ["LEADS"]),
        ({"is_event": True}, ["ATTACK"]),
        ({"is_event": False}, ["LEADS"]),
        ({"is_event": False, "second_label": "FAC"}, []),
        ({"document": 2}, []),
        ({"offset": 1, "limit": 1}, ["ATTACK"]),
    ],
)
def test_relations_are_found_by_what_they_are(
    ask: ProjectFile, wanted: dict[str, object], expected: list[str]
) -> None:
    found = ask.ask.relations_where(**wanted)  # type: ignore[arg-type]
    assert [each.type for each in found] == expected


def test_the_ids_that_are_known_are_those_of_records_of_any_kind(ask: ProjectFile) -> None:
    first = ask.ask.annotations(1)
    kinds = (first.mentions, first.relations, first.notes)
    there = [1, ADA.id, *(next(iter(each)) for each in kinds)]
    assert ask.ask.known_ids([*there, 555, first.document.length + 10**9]) == sorted(there)
    assert ask.ask.known_ids([]) == []
    gone = next(iter(first.notes.values()))
    Desk(ask).write(removed=[gone])
    assert gone.id not in ask.ask.known_ids(there)


def test_all_documents_are_walked_by_name_whatever_their_names(ask: ProjectFile) -> None:
    desk = Desk(ask)
    names = ["b", "B", "a", "", "", "Zz", "ä", "\U0001f600"]
    sets = [annotated(f"text {number}", name=name, id=100 + number) for number, name in enumerate(names)]
    desk.write(
        added=[each.document for each in sets], texts={each.document.digest: each.text for each in sets}
    )
    listed = [row.document for row in ask.ask.documents()]
    walked = [each.document for each in ask.ask.export_documents()]
    assert walked == listed
    assert len(walked) == 2 + len(names)


def test_more_documents_than_a_page_are_walked(full: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossator.store.queries._PAGE", 2)
    desk = Desk(full)
    for number in range(10, 15):
        desk.bring(annotated(f"[{number}|PER]", name=f"n{number % 3}", id=number))
    walked = [each.document.id for each in full.ask.export_documents()]
    assert walked == [row.document.id for row in full.ask.documents()]
    chosen = [each.document.id for each in full.ask.export_rows([14, 99, 10])]
    assert chosen == [14, 10]


PLANS: dict[str, Callable[[Queries], object]] = {
    "documents": lambda ask: ask.documents(limit=100),
    "annotations": lambda ask: ask.annotations(1),
    "label counts": lambda ask: ask.label_counts(),
    "label counts of a document": lambda ask: ask.label_counts(1),
    "entity counts": lambda ask: ask.entity_counts(),
    "relation pairs": lambda ask: ask.relation_pairs(),
    "entities": lambda ask: ask.entities(limit=100),
    "unused entities": lambda ask: ask.unused_entities(),
    "mentions of a quote": lambda ask: ask.mentions_where(label="PER", quote="Ada", identified=False),
    "mentions of a label": lambda ask: ask.mentions_where(label="PER"),
    "mentions of an entity": lambda ask: ask.mentions_where(entity=70),
    "mentions of a document": lambda ask: ask.mentions_where(document=1),
    "relations of a document": lambda ask: ask.relations_where(document=1),
    "relations of a pair": lambda ask: ask.relations_where(
        type="LEADS", first_label="PER", second_label="ORG", is_event=False
    ),
    "relation pairs of a document": lambda ask: ask.relation_pairs(1),
    "notes": lambda ask: ask.notes_on(1),
    "record": lambda ask: ask.record(1),
    "known ids": lambda ask: ask.known_ids([1, 2]),
    "change": lambda ask: ask.change(1),
    "steps": lambda ask: ask.steps(),
    "history": lambda ask: ask.history(),
    "history of a document": lambda ask: ask.history(document=1),
    "document by digest": lambda ask: ask.find_document("00" * 32),
    "walk": lambda ask: list(ask.export_rows()),
}
SMALL = (
    "action",
    "person",
    "origin",
    "item",
    "stat_label",
    "stat_pair",
    "json_each",
    "site",
    "top",
    "stat_quote",
)
"""What may be walked: small tables, the journal from its end, quotations until a page is full."""


def is_small(table: str) -> bool:
    """It may be walked: a small table, or what a part of the question has found by an index."""
    return table in (*SMALL, "CONSTANT") or table.startswith("(subquery-")


def statements_of(ask: ProjectFile, do: Callable[[], object]) -> list[str]:
    """What SQLite is asked while something is done."""
    asked: list[str] = []
    ask._database.connection.set_trace_callback(asked.append)
    do()
    ask._database.connection.set_trace_callback(None)
    return asked


@pytest.mark.parametrize("name", PLANS)
def test_no_question_walks_a_big_table(ask: ProjectFile, name: str) -> None:
    asked = statements_of(ask, lambda: PLANS[name](ask.ask))
    assert asked
    walks = []
    for statement in asked:
        if not statement.lstrip().upper().startswith("SELECT"):
            continue
        for *_, step in ask._database.rows(f"EXPLAIN QUERY PLAN {statement}"):
            table = step.removeprefix("SCAN ").split()[0]
            if step.startswith("SCAN ") and not is_small(table) and "USING" not in step:
                walks.append((step, statement))
    assert not walks


@pytest.mark.parametrize("lens", [Lens(labels=frozenset({"PER"})), Lens(labels=frozenset({"PER", "ORG"}))])
def test_mentions_of_an_identity_are_found_by_it_and_not_by_a_label_of_the_filter(
    ask: ProjectFile, lens: Lens
) -> None:
    seen = ask.ask.under(lens, scheme())
    pick = MentionPick(entity=77)
    asked = statements_of(
        ask, lambda: (seen.mentions(pick), seen.documents_of(pick), Linking(seen).facts([Node(entity=77)]))
    )
    plans = [
        step
        for statement in asked
        if "m.entity=" in statement or "m.entity IN" in statement
        for *_, step in ask._database.rows(f"EXPLAIN QUERY PLAN {statement}")
        if step.startswith("SEARCH m ")
    ]
    assert len(plans) >= 3
    assert all("mention_entity" in each for each in plans), plans


@pytest.mark.parametrize(
    "lens",
    [
        Lens(labels=frozenset({"PER", "ORG"})),
        Lens(statuses=frozenset({"new"})),
        Lens(annotators=frozenset({"Kim"})),
    ],
    ids=["label", "status", "annotator"],
)
def test_relations_of_a_pair_of_labels_are_found_by_it_and_not_one_by_one(
    ask: ProjectFile, lens: Lens
) -> None:
    seen = ask.ask.under(lens, scheme())
    pick = RelationPick(first_label="PER", second_label="ORG", is_event=False)
    asked = statements_of(ask, lambda: seen.relations(pick))
    (statement,) = (each for each in asked if "FROM pair AS p" in each)
    steps = [step for *_, step in ask._database.rows(f"EXPLAIN QUERY PLAN {statement}")]
    assert "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)" in steps
    (found,) = (at for at, step in enumerate(steps) if step.split()[1] == "p")
    assert "CORRELATED" not in steps[found - 1], "asked once"


@pytest.mark.parametrize(
    "lens", [Lens(labels=frozenset({"PER", "ORG"})), Lens(annotators=frozenset({"Kim"}))]
)
@pytest.mark.parametrize("pick", [RelationPick(), RelationPick(is_bare=True), RelationPick(reliability="F")])
def test_a_page_of_any_relations_ends_when_it_is_full(
    ask: ProjectFile, lens: Lens, pick: RelationPick
) -> None:
    seen = ask.ask.under(lens, scheme())
    asked = statements_of(ask, lambda: seen.relations(pick))
    (statement,) = (each for each in asked if "LIMIT" in each and "FROM relation AS r" in each)
    steps = [step for *_, step in ask._database.rows(f"EXPLAIN QUERY PLAN {statement}")]
    (way,) = (each for each in steps if each.split()[1] == "r")
    assert "USING INDEX relation_document" in way, "not all of them, put in order afterwards"


def test_a_write_does_not_walk_a_big_table(ask: ProjectFile) -> None:
    annotations: AnnotationSet = ask.ask.annotations(1)
    asked = statements_of(ask, lambda: Desk(ask).undo(Desk(ask).write(removed=records_of(annotations))))
    kinds = ("SELECT", "INSERT", "UPDATE", "DELETE")
    # The plan of a new action has walks to rows that wait for it; nothing waits, so they are not taken.
    statements = [
        each for each in asked if each.startswith(kinds) and not each.startswith("INSERT INTO action")
    ]
    assert len(statements) > 20
    walks = [
        (step, each)
        for each in statements
        for *_, step in ask._database.rows(f"EXPLAIN QUERY PLAN {each}")
        if step.startswith("SCAN ") and not is_small(step.split()[1])
    ]
    assert walks == []


def test_pages_of_a_label_are_the_same_from_either_end(full: ProjectFile) -> None:
    Desk(full).bring(annotated("[x|PER] [y|ORG] " * 60, name="Many", id=3))
    everything = full.ask.mentions_where(label="PER", limit=1000)
    places = [(each.document, each.start, each.id) for each in everything]
    assert places == sorted(places)
    for limit in (1, 7, 50):
        pages = [
            full.ask.mentions_where(label="PER", limit=limit, offset=each) for each in range(0, 70, limit)
        ]
        assert [each for page in pages for each in page] == everything, limit
