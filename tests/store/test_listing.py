"""The list of documents: by name, filtered by what their names hold, their states and the labels said in them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.annotations import Mention
from glossator.core.documents import STATUSES, Document, digest_of
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from tests.store.world import Desk, new_project, quick_folder

LABELS = ("PER", "ORG", "GPE")
PERSONS = ("Ada", "Ben", "")
WORDS = ("Alpha", "alpine", "Élan", "élan vital", "beta", "%", "Straße")


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
        return [each.id for each in sorted(found, key=lambda each: (no_case(each.name), each.id))]

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
    text=st.sampled_from(["", "al", "ÉLAN", "é", "%", "ss", "none"]),
    statuses=st.sets(st.sampled_from(STATUSES)),
    labels=st.sets(st.sampled_from([*LABELS, "NONE"])),
    whose=whoses,
    page=st.tuples(st.integers(0, 30), st.integers(0, 20)),
)
def test_page_count_and_ids_say_what_a_plain_look_says(
    library: Library,
    text: str,
    statuses: set[str],
    labels: set[str],
    whose: Whose,
    page: tuple[int, int],
) -> None:
    ask, expected = library.project.ask, library.wanted(text, statuses, labels, whose)
    asked = {"text": text, "statuses": statuses, "labels": labels, "whose": whose}
    assert ask.document_ids(**asked) == expected  # type: ignore[arg-type]
    assert ask.document_count(**asked) == len(expected)  # type: ignore[arg-type]
    assert [each.document.id for each in ask.documents(**asked)] == expected  # type: ignore[arg-type]
    offset, limit = page
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
