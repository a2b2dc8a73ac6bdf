"""A scheme reworked in an open project: what uses an item, previews, refactorings with a backup, scheme files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import reworking, scheme_files
from glossator.core import scheme_edits
from glossator.core.changes import Change, Record
from glossator.core.errors import GlossatorError, Refused
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, Role, Scheme
from glossator.reworking import Make, Quoted, Touched
from glossator.scheme_files import Taken
from glossator.workbench import Workbench
from tests.builders import AUTHOR, annotated, entity
from tests.builders import scheme as small
from tests.store.world import Desk, attack, new_project


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench with three documents, an identity, and everything on them."""
    project = new_project(tmp_path)
    desk = Desk(project)
    desk.bring(attack(), entity("Ada Lovelace"))
    desk.bring(
        annotated("[Ada|PER:Individual] met [Babbage|PER:Group] in [Tobruk|GPE].", name="Meeting", id=2)
    )
    held = annotated("[Cy|PER] and [Tobruk|GPE]", name="Third", id=3)
    (cy, *_) = held.mentions.values()
    held.put_mention(replace(cy, attributes={"level": "Nominal"}))
    desk.bring(held)
    made = Workbench(project, author=AUTHOR)
    yield made
    made.close()


def everything(bench: Workbench) -> dict[object, Record]:
    """All records of documents, identities and the scheme."""
    held: list[Record] = [*bench.scheme.items(), *(each.entity for each in bench.ask.entities())]
    for each in bench.ask.export_documents():
        held += [each.document, *each.mentions.values(), *each.relations.values(), *each.notes.values()]
    return {(type(each), each.id): each for each in held}


ATTACKS = EventType("ATTACK", "Attack", (Role("Attacker", ("PER", "ORG")), Role("Place", ("GPE",))))
LEVEL = AttributeType("level", "Level", ("mention",), "text")
EVERY: dict[str, Make] = {
    "merge": reworking.merge_labels("LOC", "GPE"),
    "merge as subtype": reworking.merge_labels("PER", "ORG", as_subtype="People"),
    "split by subtype": reworking.split_by_subtype("PER", {"Group": Label("GRP", "Group")}),
    "split by attribute": reworking.split_by_attribute("PER", "level", {"Nominal": Label("NOM", "Nominal")}),
    "delete": reworking.delete_label("PER"),
    "subtypes": reworking.change_subtypes(
        Label("PER", "Person", "P", "PER", "PER", subtypes=("One", "Group")), {"Individual": "One"}
    ),
    "relations": reworking.merge_types("LEADS", "PART_OF"),
    "relation": reworking.delete_type("LEADS"),
    "events": reworking.merge_types("ATTACK", "MEET"),
    "event": reworking.delete_type("ATTACK"),
    "roles": reworking.change_roles(ATTACKS, {"Agent": "Attacker", "Target": ""}),
    "kind": reworking.change_values(LEVEL, {}),
    "attribute": reworking.delete_attribute("level"),
}


@pytest.mark.parametrize("name", EVERY)
def test_each_is_one_change_that_the_preview_tells_and_undo_takes_back_twice(
    bench: Workbench, name: str
) -> None:
    make, before = EVERY[name], everything(bench)
    told = reworking.preview(bench, make)
    assert everything(bench) == before  # it only looked
    steps = len(bench.ask.steps())
    change = reworking.carry_out(bench, make)
    assert len(bench.ask.steps()) == steps + 1
    after = everything(bench)
    assert after != before
    assert (told.title, told.records) == (change.title, len(_of_documents(before, after)))
    assert bench.scheme.faults() == ()
    for _ in range(2):
        bench.undo()
        assert everything(bench) == before
        bench.redo()
        assert everything(bench) == after


def _of_documents(before: dict[object, Record], after: dict[object, Record]) -> set[object]:
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return {key for key in changed if hasattr(before.get(key) or after.get(key), "document")}


def test_a_preview_counts_by_document_and_quotes(bench: Workbench) -> None:
    told = reworking.preview(bench, reworking.merge_labels("PER", "ORG", as_subtype="People"))
    assert told.counts == "It touches 4 mentions and 1 identity, in 3 documents."
    first = told.documents[0]
    assert first == Touched(
        2,
        "Meeting",
        2,
        (Quoted("Ada", "becomes Organization › People"), Quoted("Babbage", "becomes Organization › People")),
    )
    assert "Goes: the label Person." in told.items
    assert "Changes: the relation type Leads." in told.items


def test_a_preview_of_much_quotes_a_few_hundred_and_counts_the_rest(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reworking, "MOST_SHOWN", 3)
    told = reworking.preview(bench, reworking.delete_label("PER"))
    assert sum(len(each.quoted) for each in told.documents) == 3
    assert told.records > 3


def test_deleting_tells_what_falls_with_it(bench: Workbench) -> None:
    told = reworking.preview(bench, reworking.delete_label("PER"))
    quoted = {each.words: each.becomes for document in told.documents for each in document.quoted}
    assert quoted["Ada"] == "is deleted"
    assert quoted["Leads: Ada – Libyan Army"] == "is deleted"
    (attack_becomes,) = (becomes for words, becomes in quoted.items() if words.startswith("Attack: hit"))
    assert attack_becomes == "its roles: Target"


def test_a_backup_is_kept_before_tags_are_changed_and_only_then(bench: Workbench) -> None:
    folder = bench.project_file.path.parent
    reworking.carry_out(bench, reworking.merge_labels("LOC", "FAC"))
    assert not list(folder.rglob("*before a change of the scheme*"))
    reworking.carry_out(bench, reworking.merge_labels("PER", "ORG"))
    assert list(folder.rglob("*before a change of the scheme*"))


def test_what_uses_an_item(bench: Workbench) -> None:
    label, attribute = bench.scheme.label("PER"), bench.scheme.attribute("level")
    assert label is not None
    assert attribute is not None
    assert [(each.name, each.records) for each in reworking.uses(bench, label)] == [
        ("Meeting", 2),
        ("Sample", 1),
        ("Third", 1),
    ]
    assert [(each.name, each.records) for each in reworking.uses(bench, attribute)] == [("Third", 1)]
    assert reworking.uses(bench, bench.scheme.heading) == []
    assert not reworking.is_long(bench, label)


def test_what_is_gone_is_refused(bench: Workbench) -> None:
    with pytest.raises(Refused, match="no longer in the scheme"):
        reworking.carry_out(bench, reworking.merge_labels("NONE", "PER"))
    with pytest.raises(Refused, match="cannot become an event"):
        reworking.carry_out(bench, reworking.merge_types("LEADS", "MEET"))


# --- scheme files


def other(**changes: object) -> Scheme:
    base = Scheme("other", "Other", "3", labels=(Label("PER", "Human", "P"), Label("ANI", "Animal", "G")))
    return replace(base, **changes)  # type: ignore[arg-type]


def test_a_scheme_is_taken_in_by_ids_as_one_change(bench: Workbench) -> None:
    change, told = scheme_files.take_in(bench, Taken(other()), "other.json")
    bench.do(change)
    assert bench.scheme.name_of("PER") == "Human"
    animal = bench.scheme.label("ANI")
    assert animal is not None
    assert animal.key == ""
    assert told == ("Animal has no key: G is that of GPE.",)
    assert reworking.items_in_words(change) == [
        "Changes: the label Person, called Human then.",
        "New: the label Animal.",
    ]
    assert (bench.scheme.id, len(bench.scheme.labels)) == ("small", len(small().labels) + 1)
    with pytest.raises(Refused, match="everything"):
        scheme_files.take_in(bench, Taken(other()), "other.json")
    bench.undo()
    assert bench.scheme == small()


def test_events_of_a_file_keep_their_trigger(bench: Workbench) -> None:
    taken = other(event_types=(EventType("HUNT", "Hunt"),), trigger_label="ANI")
    change, _ = scheme_files.take_in(bench, Taken(taken), "x")
    bench.do(change)
    hunt = bench.scheme.event_type("HUNT")
    assert hunt is not None
    assert bench.scheme.trigger_of(hunt) == "ANI"


def test_the_heading_comes_only_with_the_same_scheme(bench: Workbench) -> None:
    change, _ = scheme_files.take_in(bench, Taken(replace(small(), version="2")), "x")
    assert [type(each) for each in change.added] == [Heading]
    bench.do(change)
    assert bench.scheme.version == "2"


def test_a_scheme_that_does_not_fit_is_refused_whole(bench: Workbench) -> None:
    clash = other(relation_types=(RelationType("MEET", "Meets"),))
    with pytest.raises(GlossatorError, match="does not fit.*'MEET' stands twice"):
        scheme_files.take_in(bench, Taken(clash), "x")
    ring = other(labels=(Label("PER", "P", parent="ORG"), Label("ORG", "O", parent="PER")))
    with pytest.raises(GlossatorError, match="in a ring"):
        scheme_files.take_in(bench, Taken(ring), "x")
    assert bench.scheme == small()


def test_out_and_in_again(bench: Workbench, tmp_path: Path) -> None:
    scheme_files.write_file(bench, tmp_path / "s.json")
    assert scheme_files.read_file(tmp_path / "s.json") == Taken(bench.scheme)
    (tmp_path / "annotation.conf").write_text("[entities]\nBird\n", encoding="utf-8")
    assert scheme_files.read_file(tmp_path).scheme.labels[0].id == "Bird"


def taken(bench: Workbench, **items: object) -> tuple[str, ...]:
    """What is told of a scheme in which some lists are others."""
    change, _ = scheme_files.take_in(bench, Taken(replace(bench.scheme, **items)), "other.json")  # type: ignore[arg-type]
    return scheme_files.in_words(scheme_files.dangling(bench, change))


def test_what_a_file_would_leave_dangling_is_said(bench: Workbench) -> None:
    scheme = bench.scheme
    person = next(each for each in scheme.labels if each.id == "PER")
    labels = tuple(
        replace(each, subtypes=("Individual",)) if each is person else each for each in scheme.labels
    )
    assert taken(bench, labels=labels) == (
        "One tag says “Group” of Person, which the scheme will not know any more: it stays so, and Review lists it.",
    )
    level = next(each for each in scheme.attributes if each.id == "level")
    others = [each for each in scheme.attributes if each is not level]
    (said,) = taken(bench, attributes=(replace(level, values=("Name",)), *others))
    assert "“Nominal” of Level" in said
    (said,) = taken(bench, attributes=(replace(level, labels=("GPE",)), *others))
    assert said.startswith("One tag says Level where the scheme gives it no place any more")
    (said,) = taken(bench, attributes=(replace(level, kind="number", values=()), *others))
    assert "“Nominal” of Level" in said
    (said,) = taken(bench, event_types=(ATTACKS,))
    assert said.startswith("2 tags say “Agent”, “Target” of Attack")
    leads = next(each for each in scheme.relation_types if each.id == "LEADS")
    rest = [each for each in scheme.relation_types if each is not leads]
    (said,) = taken(bench, relation_types=(replace(leads, roles=("Head", "Body")), *rest))
    assert said.startswith("2 tags say “Arg1”, “Arg2” of Leads")


def settled(bench: Workbench, fates: dict[str, str], **items: object) -> Change:
    """Take in a scheme in which some lists are others, with what words become, as they are read."""
    taken_in = Taken(replace(bench.scheme, **items))  # type: ignore[arg-type]
    change, _ = scheme_files.take_in(bench, taken_in, "other.json")
    left = scheme_files.dangling(bench, change)
    chosen = {each.word: fates[each.word.value] for each in left if each.word.value in fates}
    assert len(chosen) == len(fates)
    for each in left:
        assert fates.get(each.word.value, "") in ("", *each.choices)
    make = scheme_files.settled(taken_in, "other.json", chosen)
    assert reworking.preview(bench, make).records > 0
    return reworking.carry_out(bench, make)


def kept(bench: Workbench) -> tuple[object, ...]:
    """All that the project says."""
    sets = [bench.ask.annotations(row.document.id) for row in bench.ask.documents()]
    return bench.scheme, [(each.mentions, each.relations) for each in sets]


@pytest.mark.parametrize("into", ["", "Individual"])
def test_a_word_that_a_file_does_not_know_becomes_what_is_chosen(bench: Workbench, into: str) -> None:
    before = kept(bench)
    narrow = tuple(
        replace(each, subtypes=("Individual",)) if each.id == "PER" else each for each in bench.scheme.labels
    )
    (group,) = [each for each in bench.ask.mentions_labelled("PER") if each.subtype == "Group"]
    change = settled(bench, {"Group": into}, labels=narrow)
    assert change.title == "Take in the scheme other.json (1 tag)"
    assert bench.ask.mentions_by_id([group.id])[group.id] == replace(group, subtype=into)
    after = kept(bench)
    for _ in range(2):
        bench.undo()
        assert kept(bench) == before, "scheme and tags are one step"
        bench.redo()
        assert kept(bench) == after


def test_values_and_roles_that_a_file_does_not_know_become_what_is_chosen(bench: Workbench) -> None:
    level = next(each for each in bench.scheme.attributes if each.id == "level")
    others = [each for each in bench.scheme.attributes if each is not level]
    (said,) = list(bench.ask.records_with("level"))
    settled(bench, {"Nominal": "Name"}, attributes=(replace(level, values=("Name",)), *others))
    (now,) = list(bench.ask.records_with("level"))
    assert now.attributes["level"] == "Name"
    bench.undo()
    settled(bench, {"Nominal": ""}, attributes=(replace(level, values=("Name",)), *others))
    assert list(bench.ask.records_with("level")) == []
    bench.undo()
    settled(bench, {"": ""}, attributes=(replace(level, labels=("GPE",)), *others))
    assert list(bench.ask.records_with("level")) == [], "where it has no place, it can be taken out"
    bench.undo()
    assert list(bench.ask.records_with("level")) == [said]
    events = list(bench.ask.relations_of_type("ATTACK"))
    settled(bench, {"Agent": ATTACKS.roles[0].name, "Target": ""}, event_types=(ATTACKS,))
    for old, new in zip(events, bench.ask.relations_of_type("ATTACK"), strict=True):
        left = [each.target for each in old.arguments if each.role == "Agent"]
        assert [(each.role, each.target) for each in new.arguments] == [
            (ATTACKS.roles[0].name, each) for each in left
        ]
    bench.undo()
    leads = next(each for each in bench.scheme.relation_types if each.id == "LEADS")
    rest = [each for each in bench.scheme.relation_types if each is not leads]
    settled(
        bench,
        {"Arg1": "Head", "Arg2": "Body"},
        relation_types=(replace(leads, roles=("Head", "Body")), *rest),
    )
    for relation in bench.ask.relations_of_type("LEADS"):
        assert [each.role for each in relation.arguments] == ["Head", "Body"]


def test_an_end_of_a_relation_cannot_be_taken_out(bench: Workbench) -> None:
    leads = next(each for each in bench.scheme.relation_types if each.id == "LEADS")
    rest = [each for each in bench.scheme.relation_types if each is not leads]
    narrow = replace(bench.scheme, relation_types=(replace(leads, roles=("Head", "Body")), *rest))
    change, _ = scheme_files.take_in(bench, Taken(narrow), "x")
    assert [each.may_go for each in scheme_files.dangling(bench, change)] == [False, False]


def test_what_is_only_wider_or_called_otherwise_leaves_nothing_dangling(bench: Workbench) -> None:
    scheme = bench.scheme
    wider = tuple(
        replace(each, name=f"{each.name}!", subtypes=(*each.subtypes, "More")) for each in scheme.labels
    )
    assert taken(bench, labels=wider) == ()
    level = next(each for each in scheme.attributes if each.id == "level")
    rest = [each for each in scheme.attributes if each is not level]
    assert taken(bench, attributes=(replace(level, values=(*level.values, "Empty")), *rest)) == ()
    assert taken(bench, attributes=(replace(level, kind="text", values=()), *rest)) == ()


def test_the_order_of_a_file_becomes_that_of_the_project(bench: Workbench) -> None:
    turned = tuple(reversed(bench.scheme.labels))
    change, _ = scheme_files.take_in(bench, Taken(replace(bench.scheme, labels=turned)), "turned.json")
    bench.do(change)
    assert [each.id for each in bench.scheme.labels] == [each.id for each in turned]
    bench.undo()
    assert [each.id for each in bench.scheme.labels] == [each.id for each in reversed(turned)]


def test_items_are_put_in_another_order_and_back(bench: Workbench, tmp_path: Path) -> None:
    scheme = bench.scheme
    before = [each.id for each in scheme.labels]
    person, place = scheme.label("PER"), scheme.label("GPE")
    assert person is not None
    assert place is not None
    bench.do(scheme_edits.place(scheme, place, person, is_below=False, by=bench.hand))
    assert [each.id for each in bench.scheme.labels][:2] == ["GPE", "PER"]
    assert bench.scheme == scheme_edits.followed(bench.scheme, bench.hand.change("nothing"))
    scheme_files.write_file(bench, tmp_path / "s.json")
    assert [each.id for each in scheme_files.read_file(tmp_path / "s.json").scheme.labels][:2] == [
        "GPE",
        "PER",
    ]
    new = Label("NEW", "New", "", "DOC", "NEW")
    bench.do(scheme_edits.add(bench.scheme, new, by=bench.hand))
    assert bench.scheme.labels[-1] == new, "what is new comes last"
    for _ in range(2):
        bench.undo()
        bench.undo()
        assert [each.id for each in bench.scheme.labels] == before
        bench.redo()
        bench.redo()
    assert [each.id for each in bench.scheme.labels][:2] == ["GPE", "PER"]
    first, second = bench.scheme.attributes[:2]
    bench.do(scheme_edits.place(bench.scheme, first, second, is_below=True, by=bench.hand))
    assert [each.id for each in bench.scheme.attributes][:2] == [second.id, first.id]
    with pytest.raises(ValueError, match="of its kind"):
        scheme_edits.place(bench.scheme, first, person, is_below=True, by=bench.hand)


def test_a_label_that_is_put_beside_another_comes_under_the_same(bench: Workbench) -> None:
    scheme = bench.scheme
    person, body, place = (scheme.label(each) for each in ("PER", "ORG", "GPE"))
    assert person
    assert body
    assert place
    bench.do(scheme_edits.edit(scheme, body, replace(body, parent="PER"), by=bench.hand))
    under = bench.scheme.label("ORG")
    assert under is not None
    bench.do(scheme_edits.place(bench.scheme, place, under, is_below=True, by=bench.hand))
    moved = bench.scheme.label("GPE")
    assert moved is not None
    assert moved.parent == "PER"
    ids = [each.id for each in bench.scheme.labels]
    assert ids.index("GPE") == ids.index("ORG") + 1
    with pytest.raises(Refused):
        scheme_edits.place(bench.scheme, person, moved, is_below=True, by=bench.hand)
