"""The list of documents: by name, filtered by what their names hold, their states and the labels said in them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core import natural
from glossator.core.annotations import Mention
from glossator.core.documents import STATUSES, Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.spans import Span
from glossator.store import listing
from glossator.store.driver import Database
from glossator.store.project_file import ProjectFile
from tests.store.world import Desk, new_project, quick_folder

LABELS = ("PER", "ORG", "GPE")
PERSONS = ("Ada", "Ben", "")
WORDS = (
    "Alpha",
    "alpine",
    "Élan",
    "élan vital",
    "beta",
    "%",
    "Straße",
    "beta 2",
    "Beta 10",
    "beta 2b",
    "beta 02",
    "b 1 9",
)


class Library:
    """Forty documents whose states, labels and authors chance has chosen."""

    def __init__(self, project: ProjectFile, seed: int = 1) -> None:
        chance = random.Random(seed)
        self.project = project
        self.documents: list[Document] = []
        self.said: dict[int, set[tuple[str, str]]] = {}
        for number in range(1, 41):
            text = f"word {number}"
            made = Document(
                number, chance.choice(WORDS), len(text), digest_of(text), status=chance.choice(STATUSES)
            )
            self.documents.append(made)
            self.said[number] = {
                (chance.choice(LABELS), chance.choice(PERSONS)) for _ in range(chance.randint(0, 3))
            }
        mentions = [
            Mention(1000 + index, number, label, (Span(0, 4),), "word", author=author)
            for index, (number, label, author) in enumerate(
                (number, *said) for number, all_said in self.said.items() for said in sorted(all_said)
            )
        ]
        texts = {each.digest: f"word {each.id}" for each in self.documents}
        Desk(project).write("Fill", added=[*self.documents, *mentions], texts=texts)

    def wanted(self, text: str, statuses: set[str], labels: set[str], whose: Whose) -> list[int]:
        """What plain Python says."""
        found = [
            each
            for each in self.documents
            if text.casefold() in each.name.casefold()
            and (not statuses or each.status in statuses)
            and (not labels or self.seen(each.id, whose) & labels)
        ]
        return [each.id for each in sorted(found, key=lambda each: (*natural.order(each.name), each.id))]

    def seen(self, document: int, whose: Whose) -> set[str]:
        return {label for label, author in self.said[document] if whose.is_seen(author, document)}


def no_case(name: str) -> bytes:
    """SQLite's NOCASE: capitals of ASCII only, then by bytes."""
    return "".join(each.lower() if each.isascii() else each for each in name).encode()


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with quick_folder() as folder, new_project(folder) as project:
        yield Library(project)


whoses = st.one_of(
    st.just(EVERYBODY),
    st.builds(
        Whose,
        st.none() | st.frozensets(st.sampled_from(PERSONS)),
        st.dictionaries(st.integers(1, 40), st.frozensets(st.sampled_from(PERSONS)), max_size=6),
    ),
)


@settings(max_examples=200)
@given(
    text=st.sampled_from(["", "al", "ÉLAN", "é", "%", "_", "\\", "%" * 60_000, "ss", "none"]),
    statuses=st.sets(st.sampled_from(STATUSES)),
    labels=st.sets(st.sampled_from([*LABELS, "NONE"])),
    whose=whoses,
    page=st.tuples(st.integers(0, 30), st.integers(0, 20)),
    near=st.sampled_from([(400, 4_000), (3, 9), (0, 0)]),
)
def test_page_count_and_ids_say_what_a_plain_look_says(
    library: Library,
    text: str,
    statuses: set[str],
    labels: set[str],
    whose: Whose,
    page: tuple[int, int],
    near: tuple[int, int],
) -> None:
    ask, expected = library.project.ask, library.wanted(text, statuses, labels, whose)
    asked = {"text": text, "statuses": statuses, "labels": labels, "whose": whose}
    assert ask.document_ids(**asked) == expected  # type: ignore[arg-type]
    assert ask.document_count(**asked) == len(expected)  # type: ignore[arg-type]
    assert [each.document.id for each in ask.documents(**asked)] == expected  # type: ignore[arg-type]
    offset, limit = page
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(listing, "_NEAR", near)
        rows = ask.documents(**asked, offset=offset, limit=limit)  # type: ignore[arg-type]
    assert [each.document.id for each in rows] == expected[offset : offset + limit]
    assert all(each.mentions == len(library.said[each.document.id]) for each in rows)


def test_the_list_follows_changes_of_states_and_labels(tmp_path: Path) -> None:
    with new_project(tmp_path) as project:
        library = Library(project)
        done = project.ask.document_ids(statuses=["done"])
        first = library.documents[done[0] - 1]
        Desk(project).write("Again", removed=[first], added=[replace(first, status="in work")])
        assert project.ask.document_ids(statuses=["done"]) == done[1:]
        assert first.id in project.ask.document_ids(statuses=["in work", "dropped"])
        people = project.ask.document_ids(labels=["PER"])
        mentions = project.ask.mentions_where(label="PER", document=people[0])
        Desk(project).write("Delete", removed=mentions)
        assert project.ask.document_ids(labels=["PER"]) == people[1:]


@pytest.mark.parametrize(
    "names",
    [
        ["sixty 1", "sixty 2", "sixty 10", "sixty 100", "sixty 101b", "Sixty 102", "sixty-3"],
        ["1", "2", "10", "10 a", "010 b", "a", "a1b2", "A1b10", "a2b1", "a:1"],
        ["É 10", "é 2", "é 10"],
        ["مقال ٢", "مقال ١٠", "第２章", "第１０章"],
        ["v1.2.9", "v1.2.10", "v1.10.0", "v12.0", "x" + "9" * 300, "x1" + "0" * 300],
    ],
)
def test_digits_in_names_are_numbers(tmp_path: Path, names: list[str]) -> None:
    with new_project(tmp_path) as project:
        mixed = [*names]
        random.Random(1).shuffle(mixed)
        made = [Document(number, name, 1, digest_of("x")) for number, name in enumerate(mixed, 1)]
        Desk(project).write("Fill", added=made, texts={made[0].digest: "x"})
        listed = [each.document.name for each in project.ask.documents()]
        assert listed == names
        assert [each.document.name for each in project.ask.documents(statuses=["new"])] == names
        by_id = {each.id: each.name for each in made}
        assert [by_id[each] for each in project.ask.document_ids()] == names
        assert [each.document.name for each in project.ask.documents(offset=1, limit=2)] == names[1:3]


@settings(max_examples=300)
@given(st.lists(st.text("aB1029 -é٠١٩", max_size=6), max_size=30))
def test_the_order_is_that_of_the_key_whatever_the_names(names: list[str]) -> None:
    rows = sorted(enumerate(names), key=lambda row: (no_case(row[1]), row[0]))
    batches = list(natural.batches(rows))
    assert not any(isinstance(each, natural.Run) for each in batches), "so few are put in order at once"
    ordered = [int(each) for batch in batches for each in batch]
    assert ordered == sorted(ordered, key=lambda each: (*natural.order(names[each]), each))
    assert sorted(ordered) == list(range(len(names)))


def test_many_numbers_are_put_in_order_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(natural, "_MANY", 5)
    chance = random.Random(5)
    names = [
        f"{chance.choice(('sixty', 'Sixty', 'a', '', 'é', 'x%_'))} {chance.choice(('', '0', '00'))}"
        f"{chance.randrange(30)}{chance.choice(('', ' p 2', ' p 10', 'b', '9' * 30))}"
        for _ in range(400)
    ]
    made = [Document(number, name, 1, digest_of("x")) for number, name in enumerate(names, 1)]
    with new_project(tmp_path) as project:
        Desk(project).write("Fill", added=made, texts={made[0].digest: "x"})
        made.sort(key=lambda each: (*natural.order(each.name), each.id))
        listed = [each.id for each in made]
        assert project.ask.document_ids() == listed
        for begin in range(0, 400, 70):
            found = project.ask.documents(offset=begin, limit=70)
            assert [each.document.id for each in found] == listed[begin : begin + 70]
        with_a_p = [each.id for each in made if "p 1" in each.name]
        assert project.ask.document_ids(text="p 1", statuses=["new"]) == with_a_p


def test_a_page_through_a_name_is_found_near_the_beginning_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(natural, "_MANY", 5)
    monkeypatch.setattr(listing, "_NEAR", (4, 20))
    made = [Document(number, f"page {number}", 1, digest_of("x")) for number in range(1, 101)]
    with new_project(tmp_path) as project:
        desk = Desk(project)
        desk.write("Fill", added=made, texts={made[0].digest: "x"})
        asked: list[str] = []
        real = Database.each

        def each(self: Database, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
            asked.append(sql)
            return real(self, sql, values)

        monkeypatch.setattr(Database, "each", each)

        def shown(text: str, offset: int, limit: int) -> tuple[list[int], int]:
            asked.clear()
            found = project.ask.documents(text=text, offset=offset, limit=limit)
            return [row.document.id for row in found], sum("ORDER BY" in sql for sql in asked)

        assert shown("PAGE", 0, 3)[0] == [1, 2, 3]
        assert shown("PAGE", 3, 3) == ([4, 5, 6], 0), "the whole list is known as far"
        assert shown("7", 0, 2) == ([7, 17], 0)
        found, sorted_ones = shown("7", 0, 5)
        assert found == [7, 17, 27, 37, 47]
        assert sorted_ones > 0, "not so near"
        assert shown("7", 2, 3) == ([27, 37, 47], 0), "it is kept"
        desk.write("Rename", removed=[made[6]], added=[replace(made[6], name="page seven")])
        assert shown("7", 0, 5)[0] == [17, 27, 37, 47, 57]
        desk.write("State", removed=[made[16]], added=[replace(made[16], status="done")])
        assert shown("7", 0, 5) == ([17, 27, 37, 47, 57], 0), "a state changes no order"


def test_the_list_follows_new_names_and_what_others_write(tmp_path: Path) -> None:
    with new_project(tmp_path) as project:
        made = [Document(number, f"sixty {number}", 1, digest_of("x")) for number in range(1, 31)]
        desk = Desk(project)
        desk.write("Fill", added=made, texts={made[0].digest: "x"})
        assert project.ask.document_ids() == list(range(1, 31))
        assert [each.document.id for each in project.ask.documents(limit=3)] == [1, 2, 3]
        desk.write("Rename", removed=[made[0]], added=[replace(made[0], name="sixty 15b")])
        assert project.ask.document_ids() == [*range(2, 16), 1, *range(16, 31)]
        desk.write("State", removed=[made[1]], added=[replace(made[1], status="done")])
        assert project.ask.document_ids()[:2] == [2, 3]
        with project.lend()() as helper:
            Desk(helper).write("Remove", removed=[made[2]])
        assert project.ask.document_ids()[:2] == [2, 4]


def test_a_page_is_of_one_state_whatever_another_writes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_project(tmp_path) as project, project.lend()() as helper:
        made = [Document(number, f"page {number}", 1, digest_of("x")) for number in range(1, 5)]
        Desk(project).write("Fill", added=made, texts={made[0].digest: "x"})
        listed = listing._ids

        def taken_out_between(*asked: Any) -> Sequence[int]:
            found = listed(*asked)
            Desk(helper).write("Remove", removed=[made[2]])
            return found

        monkeypatch.setattr(listing, "_ids", taken_out_between)
        assert [each.document.id for each in project.ask.documents()] == [1, 2, 3, 4]
        monkeypatch.undo()
        assert [each.document.id for each in project.ask.documents()] == [1, 2, 4]


def test_the_list_follows_a_step_that_arrived_although_the_disk_said_no(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_project(tmp_path) as project:
        made = [Document(number, f"page {number}", 1, digest_of("x")) for number in range(1, 4)]
        desk = Desk(project)
        desk.write("Fill", added=made, texts={made[0].digest: "x"})
        assert project.ask.document_ids() == [1, 2, 3]
        run = Database.run

        def refuse(self: Database, sql: str, values: Sequence[object] = ()) -> int:
            found = run(self, sql, values)
            if sql == "COMMIT":  # as where the last fsync of a rollback journal fails
                raise GlossatorError("The disk refused to write.")
            return found

        change = desk.change("Remove", removed=[made[1]])
        monkeypatch.setattr(Database, "run", refuse)
        with pytest.raises(GlossatorError, match="refused to write"):
            project.write(change)
        monkeypatch.undo()
        assert project.has_arrived(change.id)
        assert project.ask.document_ids() == [1, 3]
        assert [each.document.id for each in project.ask.documents()] == [1, 3]


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "document_name"),
        ({"statuses": ["done"]}, "document_status"),
        ({"statuses": ["done", "new"]}, "document_name"),
        ({"labels": ["PER"]}, "document_name"),
    ],
)
def test_the_list_walks_along_an_index_and_never_sorts(
    library: Library, asked: dict[str, list[str]], index: str
) -> None:
    """What keeps the first page of a hundred thousand documents instant."""
    from glossator.store.listing import DocumentsWanted, _condition

    database = library.project._database
    table, where, values = _condition(library.project._names, DocumentsWanted(**asked))  # type: ignore[arg-type]
    plan = database.rows(
        f"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE {where} ORDER BY name COLLATE NOCASE, id LIMIT 5",
        values,
    )
    steps = [step for *_, step in plan]
    assert any(f"COVERING INDEX {index}" in step for step in steps), steps
    assert not any("TEMP B-TREE FOR ORDER" in step for step in steps), steps
