"""One way to change a project: disk, memory, history, callback; taken back over documents and restarts."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import pytest

from glossator import workbench
from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet, Argument
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError, Refused
from glossator.core.history import Step
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.scheme import EventType, Label, RelationType
from glossator.core.spans import Span
from glossator.core.tokens import words
from glossator.store.entangled import Entangled
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench, utc_now
from tests.builders import NOON, entity, scheme, state, the

TEXTS = ("Ada met Bob in Tobruk near the old naval and air bases.", "Eve left Libya. Bob did not.")
PERSON = scheme().labels[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "work.gloss"
    ProjectFile.create(found, title="Work", scheme=scheme(), author="Ada").close()
    return found


class Desk:
    """Opens the project again and again, each time with a clock that goes on, and closes what it opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[Change] = []
        self._open: list[Workbench] = []
        self._clock = itertools.count(NOON, 1000)

    def open(self, author: str = "Ada", *, read_only: bool = False) -> Workbench:
        self.close()
        bench = Workbench(
            ProjectFile.open(self.path, read_only=read_only),
            author=author,
            on_change=self.told.append,
            now=lambda: next(self._clock),
        )
        self._open.append(bench)
        return bench

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    found = Desk(path)
    yield found
    found.close()


def fill(bench: Workbench, texts: tuple[str, ...] = TEXTS) -> list[int]:
    """Import ``texts``; the ids of their documents."""
    made = [
        (Document(bench.hand.new_id(), f"Text {number}", len(text), digest_of(text)), text)
        for number, text in enumerate(texts, 1)
    ]
    bench.do(edits.add_documents(made, by=bench.hand))
    return [document.id for document, _ in made]


def tagged(bench: Workbench, quoted: str) -> Change:
    """Tag the first place of ``quoted`` in the current document as a person."""
    assert bench.current is not None
    start = bench.current.text.index(quoted)
    change = edits.tag(bench.current, [Span(start, start + len(quoted))], PERSON, by=bench.hand)
    bench.do(change)
    return change


def stored(bench: Workbench) -> dict[int, tuple[object, ...]]:
    """All that the file holds of every document, and under 0 the entities."""
    entities = sorted((row.entity for row in bench.ask.entities()), key=attrgetter("id"))
    found = {row.document.id: state(bench.ask.annotations(row.document.id)) for row in bench.ask.documents()}
    return {**found, 0: tuple(entities)}


def test_a_change_is_on_the_disk_in_memory_in_the_history_and_told(desk: Desk) -> None:
    bench = desk.open()
    first, _ = fill(bench)
    current = bench.open_document(first)
    change = tagged(bench, "Ada")
    assert the(current, "Ada") == change.added[0]
    assert bench.history.to_undo == Step(change.id, "Tag “Ada” as Person")
    assert desk.told[-1] is change
    bench = desk.open()
    assert the(bench.open_document(first), "Ada") == change.added[0]
    assert bench.history.to_undo == Step(change.id, "Tag “Ada” as Person")


def test_everybody_is_told_last(desk: Desk) -> None:
    bench = desk.open()
    bench.open_document(fill(bench)[0])
    seen: list[tuple[int, int, str | None]] = []

    def look(change: Change) -> None:
        assert bench.current is not None
        document = bench.current.document.id
        undo = bench.history.to_undo
        seen.append(
            (
                len(bench.ask.annotations(document).mentions),
                len(bench.current.mentions),
                undo.title if undo else None,
            )
        )

    bench.on_change = look
    tagged(bench, "Ada")
    bench.undo()
    assert seen == [(1, 1, "Tag “Ada” as Person"), (0, 0, "Import “Text 1” and 1 more")]


def test_where_the_write_fails_nothing_else_has_happened(desk: Desk) -> None:
    bench = desk.open()
    current = bench.open_document(fill(bench)[0])
    tagged(bench, "Ada")
    old = the(current, "Ada")
    stale = edits.relabel(current, old.id, scheme().labels[1], by=bench.hand)
    bench.do(edits.set_attribute(current, old.id, "level", "Name", by=bench.hand))
    before, undo, told = state(current), bench.history.to_undo, len(desk.told)
    with pytest.raises(GlossatorError):
        bench.do(stale)
    assert state(current) == before == state(bench.ask.annotations(current.document.id))
    assert bench.history.to_undo == undo
    assert len(desk.told) == told


def test_a_project_that_is_open_to_read_is_not_changed(desk: Desk) -> None:
    first, _ = fill(desk.open())
    bench = desk.open(read_only=True)
    current = bench.open_document(first)
    told = len(desk.told)
    with pytest.raises(GlossatorError, match="open to read only, so nothing was changed") as caught:
        tagged(bench, "Ada")
    assert caught.value.remedy
    assert bench.read_only
    assert not current.mentions
    with pytest.raises(GlossatorError, match="open to read only"):
        bench.undo()
    assert len(desk.told) == told


def test_an_empty_change_leaves_no_trace(desk: Desk) -> None:
    bench = desk.open()
    fill(bench)
    undo, told, rows = bench.history.to_undo, len(desk.told), len(bench.ask.history())
    bench.do(bench.hand.change("Nothing"))
    assert (bench.history.to_undo, len(desk.told), len(bench.ask.history())) == (undo, told, rows)


def test_nothing_to_undo_and_nothing_to_redo_are_told(desk: Desk) -> None:
    bench = desk.open()
    with pytest.raises(Refused, match=r"^There is nothing to undo\.$"):
        bench.undo()
    with pytest.raises(Refused, match=r"^There is nothing to redo\.$"):
        bench.redo()


def test_undo_and_redo_give_the_changes_they_made(desk: Desk) -> None:
    bench = desk.open()
    bench.open_document(fill(bench)[0])
    made = tagged(bench, "Ada")
    undone = bench.undo()
    assert (undone.title, undone.undoes, undone.removed) == ("Undo: Tag “Ada” as Person", made.id, made.added)
    redone = bench.redo()
    assert (redone.title, redone.undoes, redone.added) == ("Redo: Tag “Ada” as Person", undone.id, made.added)
    assert bench.undo().title == "Undo: Tag “Ada” as Person"
    assert len({each.id for each in desk.told}) == len(desk.told)


def test_yesterdays_step_is_taken_back_after_opening_anew(desk: Desk) -> None:
    bench = desk.open()
    first, second = fill(bench)
    bench.open_document(first)
    tagged(bench, "Ada")
    bench.open_document(second)
    tagged(bench, "Eve")
    bench.undo()
    bench = desk.open()
    assert [len(bench.ask.annotations(each).mentions) for each in (first, second)] == [1, 0]
    bench.undo()
    bench = desk.open()
    assert [len(bench.ask.annotations(each).mentions) for each in (first, second)] == [0, 0]
    bench.redo()
    bench = desk.open()
    bench.redo()
    assert [len(bench.ask.annotations(each).mentions) for each in (first, second)] == [1, 1]
    with pytest.raises(Refused):
        bench.redo()


def test_undo_reaches_a_document_that_is_not_open(desk: Desk) -> None:
    bench = desk.open()
    first, second = fill(bench)
    bench.open_document(first)
    tagged(bench, "Ada")
    current = bench.open_document(second)
    before = state(current)
    bench.undo()
    assert bench.current is current
    assert state(current) == before
    assert not bench.annotations(first).mentions


def test_each_author_undoes_what_they_did(desk: Desk) -> None:
    bench = desk.open("Ada")
    first, _ = fill(bench)
    bench.open_document(first)
    tagged(bench, "Ada")
    bench = desk.open("Bob")
    assert bench.history.to_undo is None
    bench.open_document(first)
    tagged(bench, "Bob")
    bench = desk.open("Ada")
    assert bench.undo().title == "Undo: Tag “Ada” as Person"
    assert [each.quote for each in bench.annotations(first).in_order()] == ["Bob"]


def test_who_signs_otherwise_goes_on_with_what_that_author_did(desk: Desk) -> None:
    bench = desk.open("Ada")
    first, _ = fill(bench)
    current = bench.open_document(first)
    by_ada = tagged(bench, "Ada")
    bench.sign_as("Bob")
    assert bench.history.to_undo is None
    by_bob = tagged(bench, "Bob")
    assert (by_ada.author, by_bob.author) == ("Ada", "Bob")
    assert {each.quote: each.author for each in current.mentions.values()} == {"Ada": "Ada", "Bob": "Bob"}
    hand = bench.hand
    bench.sign_as("Bob")
    assert bench.hand is hand
    bench.sign_as("Ada")
    assert bench.undo().undoes == by_ada.id
    assert [each.quote for each in current.mentions.values()] == ["Bob"]


def test_a_step_on_what_another_author_changed_is_not_taken_back(desk: Desk) -> None:
    bench = desk.open("Ada")
    first, _ = fill(bench)
    bench.open_document(first)
    tagged(bench, "Ada")
    bench = desk.open("Bob")
    current = bench.open_document(first)
    bench.do(edits.set_attribute(current, the(current, "Ada").id, "level", "Name", by=bench.hand))
    bench = desk.open("Ada")
    before = stored(bench)
    with pytest.raises(GlossatorError):
        bench.undo()
    assert stored(bench) == before
    assert bench.history.to_undo is not None


def test_a_removed_document_is_closed_and_comes_back_whole(desk: Desk) -> None:
    bench = desk.open()
    first, second = fill(bench)
    current = bench.open_document(first)
    tagged(bench, "Ada")
    bench.do(edits.write_note(current, first, "a remark", by=bench.hand))
    before = stored(bench)
    bench.do(edits.remove_documents([bench.annotations(first), bench.annotations(second)], by=bench.hand))
    assert bench.current is None
    assert bench.ask.document_count() == 0
    bench = desk.open()
    bench.undo()
    assert stored(bench) == before
    assert bench.ask.text_of(first) == TEXTS[0]
    bench.redo()
    assert bench.ask.document_count() == 0


def test_another_document_that_is_removed_leaves_the_open_one(desk: Desk) -> None:
    bench = desk.open()
    first, second = fill(bench)
    current = bench.open_document(first)
    bench.do(edits.remove_documents([bench.annotations(second)], by=bench.hand))
    assert bench.current is current


def test_properties_of_the_open_document_follow(desk: Desk) -> None:
    bench = desk.open()
    current = bench.open_document(fill(bench)[0])
    old = current.document
    bench.do(edits.edit_document(old, replace(old, status="done"), by=bench.hand))
    assert bench.current is current
    assert current.document.status == "done"
    bench.undo()
    assert current.document == old


def test_the_open_document_is_asked_from_memory_another_from_the_file(desk: Desk) -> None:
    bench = desk.open()
    first, second = fill(bench)
    current = bench.open_document(first)
    assert bench.annotations(first) is current
    assert bench.annotations(second).text == TEXTS[1]
    bench.close_document()
    assert bench.current is None
    assert bench.annotations(first) is not current


def test_a_lost_step_of_the_journal_is_told(desk: Desk) -> None:
    bench = desk.open()
    bench.history.record(Step(12345, "Gone", None, "Ada"))
    with pytest.raises(GlossatorError, match="journal of this project has lost the step"):
        bench.undo()


def test_the_scheme_is_that_of_the_file(desk: Desk) -> None:
    assert desk.open().scheme == scheme()


def test_the_scheme_follows_a_change_of_it_and_its_undo(desk: Desk) -> None:
    bench = desk.open()
    (old, *_), seen = bench.scheme.labels, []
    bench.on_change = lambda change: seen.append(bench.scheme.name_of(old.id))
    bench.do(bench.hand.change("Rename", removed=[old], added=[replace(old, name="Human being")]))
    assert bench.scheme.name_of(old.id) == "Human being"
    bench.undo()
    assert bench.scheme == scheme()
    bench.do(bench.hand.change("Add", added=[Label("NEW", "Brand new")]))
    assert bench.scheme.label("NEW") == Label("NEW", "Brand new")
    assert seen == ["Human being", old.name, old.name], "those who are told see the new scheme"


def test_the_clock_is_utc_in_milliseconds() -> None:
    assert 1_700_000_000_000 < utc_now() < 10_000_000_000_000
    assert isinstance(utc_now(), int)


# --- any edits in any order


def label(chance: random.Random) -> Label:
    return chance.choice([each for each in scheme().labels if not each.retired])


def relation_kind(chance: random.Random) -> RelationType:
    return chance.choice([each for each in scheme().relation_types if not each.retired])


def event_kind(chance: random.Random) -> EventType:
    return chance.choice(scheme().event_types)


def wish(chance: random.Random, a: AnnotationSet, bench: Workbench) -> Callable[[], Change]:
    """Something that an analyst might ask for, permitted or not."""
    by = bench.hand
    spans = [chance.choice(list(words(a.text))) for _ in range(chance.choice([1, 1, 2]))]
    mentions, relations = [*a.mentions, 1], [*a.relations, 2]
    one, other = chance.choice(mentions), chance.choice(mentions)
    tie = chance.choice(relations)
    wishes: list[Callable[[], Change]] = [
        *[lambda: edits.tag(a, spans, label(chance), by=by)] * 4,
        lambda: edits.relabel(a, one, label(chance), by=by),
        lambda: edits.move(a, one, spans, by=by),
        lambda: edits.add_fragment(a, one, spans[0], by=by),
        lambda: deletion.delete(a, [one, tie][: chance.choice([1, 2])], by=by),
        lambda: edits.relate(a, relation_kind(chance), one, other, by=by),
        lambda: edits.event(a, event_kind(chance), one, [Argument("Agent", other)], by=by),
        lambda: edits.fill_role(a, tie, "Topic", chance.choice([*mentions, *relations]), by=by),
        lambda: edits.retype(a, tie, relation_kind(chance), by=by),
        lambda: edits.reverse(a, tie, by=by),
        lambda: edits.set_attribute(
            a, chance.choice([one, tie]), "level", chance.choice(["x", True, None]), by=by
        ),
        lambda: edits.identify(a, [one, other], edits.new_entity("Ada", "PER", by=by), is_new=True, by=by),
        lambda: edits.unidentify(a, [one, other], by=by),
        lambda: edits.write_note(
            a, chance.choice([one, tie, a.document.id]), chance.choice(["", "x", "y"]), by=by
        ),
        lambda: edits.edit_document(a.document, replace(a.document, source=chance.choice("ab")), by=by),
    ]
    return chance.choice(wishes)


@pytest.mark.parametrize("seed", range(6))
def test_memory_and_disk_agree_on_any_walk_and_all_of_it_is_taken_back(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    bench = desk.open()
    documents = fill(bench)
    states, done = [stored(bench)], 0
    for step in range(80):
        if step % 20 == 19:
            bench = desk.open()
        if bench.current is None or chance.random() < 0.1:
            bench.open_document(chance.choice(documents))
        assert bench.current is not None
        what = chance.random()
        try:
            if what < 0.08 and done:
                bench.undo()
                done -= 1
            elif what < 0.13:
                bench.redo()
                done += 1
            else:
                bench.do(wish(chance, bench.current, bench)())
                del states[done + 1 :]
                done += 1
                states.append(stored(bench))
        except Refused:
            pass
        assert bench.current is not None
        assert state(bench.current) == state(bench.ask.annotations(bench.current.document.id))
        assert stored(bench) == states[done]
    assert len(states) > 10
    bench = desk.open()
    for _ in range(2):
        while done:
            bench.undo()
            done -= 1
            assert stored(bench) == states[done]
        while done < len(states) - 1:
            bench.redo()
            done += 1
            assert stored(bench) == states[done]


def test_any_step_is_taken_back_and_the_later_ones_stay(desk: Desk) -> None:
    bench = desk.open()
    current = bench.open_document(fill(bench)[0])
    ada = tagged(bench, "Ada")
    tagged(bench, "Bob")
    taken = bench.take_back(ada.id)
    assert (taken.title, taken.undoes) == ("Undo: Tag “Ada” as Person", ada.id)
    assert [each.quote for each in current.in_order()] == ["Bob"]
    with pytest.raises(Refused, match="“Tag “Ada” as Person” is taken back already"):
        bench.take_back(ada.id)
    bench = desk.open()
    current = bench.open_document(current.document.id)
    assert bench.history.to_undo == Step(taken.id, "Undo: Tag “Ada” as Person")
    assert bench.undo().title == "Redo: Tag “Ada” as Person"
    assert [each.quote for each in current.in_order()] == ["Ada", "Bob"]
    with pytest.raises(Refused, match="was not taken back"):
        bench.do_again(ada.id)
    assert bench.redo().title == "Undo: Tag “Ada” as Person"
    assert bench.do_again(ada.id).title == "Redo: Tag “Ada” as Person"
    assert [each.quote for each in current.in_order()] == ["Ada", "Bob"]


def test_a_step_that_others_hold_on_to_names_them(desk: Desk) -> None:
    bench = desk.open()
    current = bench.open_document(fill(bench)[0])
    ada, bob = tagged(bench, "Ada"), tagged(bench, "Bob")
    ends = the(current, "Ada").id, the(current, "Bob").id
    level = edits.set_attribute(current, ends[0], "level", "Name", by=bench.hand)
    bench.do(level)
    bench.undo()
    bench.redo()
    near = edits.relate(current, scheme().relation_types[0], *ends, by=bench.hand)
    bench.do(near)
    before = stored(bench)
    with pytest.raises(Entangled, match="2 later steps hold on to it") as caught:
        bench.take_back(ada.id)
    assert [each.id for each in caught.value.steps] == [near.id, level.id]
    assert "Undo those first" in str(caught.value)
    assert near.title in caught.value.what
    assert stored(bench) == before
    with pytest.raises(Entangled, match="a later step holds on to it") as caught:
        bench.take_back(bob.id)
    assert [each.id for each in caught.value.steps] == [near.id]
    bench.take_back(near.id)
    bench.take_back(level.id)
    bench.take_back(ada.id)
    assert [each.quote for each in current.in_order()] == ["Bob"]
    with pytest.raises(Entangled, match="a later step holds on to it") as caught:
        bench.do_again(near.id)
    assert [each.id for each in caught.value.steps] == [
        bench.history.to_undo.id if bench.history.to_undo else 0
    ]


def test_an_identity_and_an_import_are_held_by_what_uses_them(desk: Desk) -> None:
    bench = desk.open()
    first, second = fill(bench)
    imported = bench.ask.history(limit=1)[0].id
    current = bench.open_document(first)
    tagged(bench, "Ada")
    tagged(bench, "Bob")
    person = entity("Ada Lovelace", id=bench.hand.new_id())
    made = edits.identify(current, [the(current, "Ada").id], person, by=bench.hand, is_new=True)
    bench.do(made)
    same = edits.identify(current, [the(current, "Bob").id], person, by=bench.hand)
    bench.do(same)
    with pytest.raises(Entangled) as caught:
        bench.take_back(made.id)
    assert [each.id for each in caught.value.steps] == [same.id]
    bench.open_document(second)
    eve = tagged(bench, "Eve")
    with pytest.raises(Entangled) as caught:
        bench.take_back(imported)
    assert caught.value.steps[0].id == eve.id
    assert len(caught.value.steps) == 5
    assert "and 2 more" in caught.value.what


def test_the_step_that_made_the_project_stays(desk: Desk) -> None:
    bench = desk.open()
    with pytest.raises(Refused, match="made the project"):
        bench.take_back(bench.ask.history()[-1].id)


def test_what_another_person_took_back_is_passed_over(desk: Desk) -> None:
    bench = desk.open("Ada")
    current = bench.open_document(fill(bench)[0])
    tagged(bench, "Ada")
    bob = tagged(bench, "Bob")
    bench = desk.open("Bo")
    bench.take_back(bob.id)
    assert bench.history.to_undo is not None
    bench = desk.open("Ada")
    assert bench.undo().title == "Undo: Tag “Ada” as Person"
    assert not bench.open_document(current.document.id).mentions
    bench = desk.open("Bo")
    assert bench.undo().title == "Redo: Tag “Bob” as Person"
    assert desk.open("Ada").history.to_undo == Step(bob.id, "Tag “Bob” as Person")


def test_undo_goes_on_beyond_what_is_remembered_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "_STEPS", 3)
    bench = desk.open()
    current = bench.open_document(fill(bench)[0])
    for quoted in ("Ada", "Bob", "Tobruk", "naval", "air"):
        tagged(bench, quoted)
    bench = desk.open()
    current = bench.open_document(current.document.id)
    for _ in range(5):
        bench.undo()
    assert not current.mentions
    assert bench.history.to_undo is not None


def test_whose_annotations_are_seen_is_a_view_and_edits_spare_the_rest(desk: Desk) -> None:
    first, _ = fill(desk.open("Ada"))
    bench = desk.open("Ada")
    bench.open_document(first)
    tagged(bench, "Ada")
    tagged(bench, "Bob")
    bench = desk.open("Bob")
    bench.open_document(first)
    bench.show_whose(Whose(frozenset({"Bob"})))
    assert bench.current is not None
    assert bench.whole is not None
    assert not bench.current.mentions
    assert bench.hidden() == (2, 0)
    tagged(bench, "Bob")  # another person may say the same of the same words
    assert bench.hidden() == (2, 0)
    assert [each.author for each in bench.current.in_order()] == ["Bob"]
    with pytest.raises(Refused, match="hidden now"):
        bench.do(edits.remove_documents([bench.annotations(first)], by=bench.hand))
    with pytest.raises(Refused, match="hidden now"):
        bench.take_back(next(step.id for step in bench.ask.steps("Ada") if "Bob" in step.title))
    bench.undo()
    assert not bench.current.mentions
    bench.redo()
    bench.show_whose(EVERYBODY)
    assert bench.current is bench.whole
    assert state(bench.current) == state(bench.ask.annotations(first))


def test_a_second_reading_holds_for_long_work_and_for_what_is_read_anew(desk: Desk) -> None:
    first, second = fill(desk.open("Ada"))
    bench = desk.open("Ada")
    bench.open_document(first)
    tagged(bench, "Ada")
    bench = desk.open("Bob")
    bench.show_whose(Whose(blind={first: frozenset({"Bob"})}))
    assert not bench.open_document(first).mentions
    with bench.lend("Much work")(lambda done, total, what: None) as other:
        assert not other.open_document(first).mentions
        with pytest.raises(Refused, match="second time"):
            other.do(edits.remove_documents([other.annotations(first)], by=other.hand))
    bench.take_over()
    bench.open_document(second)
    assert bench.current is bench.whole
