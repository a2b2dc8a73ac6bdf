"""Full-text search: what is found in which spelling and order, what is left out, and that the index is checked."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.errors import Refused
from glossator.core.folding import WORD, fold, places
from glossator.core.query import Query, Term, read
from glossator.store import search
from glossator.store.driver import Database
from glossator.store.project_file import ProjectFile
from glossator.store.search import Order, Wanted
from tests.builders import annotated
from tests.store.world import Desk, new_project

TEXTS = {
    "a": "The Prime Minister met the Libyan Army in Łódź.",
    "b": "Moscow’s minister answered: S-400 systems are final.",
    "c": "قَالَ الوَزِيرُ إنّ السفير سيعود إلى أنقرة",
    "d": "外交部长星期三表示，大使将返回安卡拉。",
    "e": "รัฐมนตรีว่าการกระทรวงการต่างประเทศ",
    "f": "외무장관은 수요일에 앙카라로 돌아갈 것이다",
    "g": "विदेश मंत्री ने बुधवार को कहा",
    "h": "Straße, Größe und Œuvre; the army of the minister",
}


@pytest.fixture
def library(project: ProjectFile) -> ProjectFile:
    """A project with a text in each of many languages."""
    desk = Desk(project)
    for number, (name, text) in enumerate(TEXTS.items(), start=1):
        desk.bring(annotated(text, name=name, id=number))
    return project


def names(project: ProjectFile, typed: str, order: Order = "name") -> str:
    """The names of what is found, in order."""
    found = project.ask.search(Wanted(read(typed)), order=order)
    assert found.total == len(found.documents)
    assert found.is_total
    assert project.ask.search_count(Wanted(read(typed))) == found.total
    return "".join(each.name for each in found.documents)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("minister", "abh"),
        ("MINISTER the", "ah"),
        ('"prime minister"', "a"),
        ('"minister prime"', ""),
        ("mini*", "abh"),
        ("min", ""),
        ('"libyan ar"*', "a"),
        ("minister -libyan", "bh"),
        ("minister NOT (libyan OR straße)", "bh"),
        ("libyan OR moscow", "ab"),
        ("libyan OR strasse minister", "ah"),
        ("lodz", "a"),
        ("s-400", "b"),
        ("grösse", "h"),
        ("oeuvre", "h"),
        ("قال الوزير", "c"),
        ("قَالَ", "c"),
        ("انقره", "c"),
        ("大使", "d"),
        ("星期三", "d"),
        ("星三", ""),
        ("กระทรวง", "e"),
        ("앙카라", "f"),
        ("मंत्री", "g"),
        ("मंत्र", ""),
        ("NEAR(minister army, 2)", ""),
        ("body:minister", ""),
        ("^the", "ah"),
        ("minister*)", "abh"),
    ],
)
def test_what_is_found(library: ProjectFile, typed: str, found: str) -> None:
    assert names(library, typed) == found


TYPED = st.text(
    st.sampled_from("ab*\"-–|()^:{}+ '\n\x00ORNTADE外ข้é“”,;") | st.characters(exclude_categories=["Cs"]),
    max_size=20,
)


@settings(deadline=None, max_examples=15)
@given(st.lists(TYPED, min_size=1, max_size=40))
def test_whatever_stands_in_a_text_is_found_there(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str]
) -> None:
    texts = [f"before{number} {each} behind" for number, each in enumerate(typed, start=1)]
    with new_project(tmp_path_factory.mktemp("search")) as project:
        brought = [
            annotated(text.translate({ord(sign): f"\\{sign}" for sign in "[]|\\"}), id=number)
            for number, text in enumerate(texts, start=1)
        ]
        Desk(project).write(
            added=[each.document for each in brought],
            texts={each.document.digest: each.text for each in brought},
        )
        for number, text in enumerate(texts, start=1):
            query = Query(((Term(tuple(re.findall(f"{WORD}+", fold(text)))),),))
            found = project.ask.search(Wanted(query)).documents
            assert [document.id for document in found] == [number]
            assert [span.slice(text) for span in places(text, query.pattern)] == [text]


@settings(deadline=None, max_examples=10)
@given(st.lists(TYPED, max_size=40))
def test_whatever_is_typed_is_answered(tmp_path_factory: pytest.TempPathFactory, typed: list[str]) -> None:
    with new_project(tmp_path_factory.mktemp("search")) as project:
        Desk(project).bring(annotated(TEXTS["a"]))
        for each in typed:
            with contextlib.suppress(Refused):
                project.ask.search(Wanted(read(each)))


def test_the_best_match_stands_first_and_the_newest_where_that_is_wanted(project: ProjectFile) -> None:
    desk = Desk(project)
    for number, text in enumerate(("one army " + "x " * 50, "army army", "two army " + "y " * 9), start=1):
        desk.bring(annotated(text, name=f"{number}", id=number))
    assert names(project, "army", "best") == "231"
    assert names(project, "army", "newest") == "321"
    assert names(project, "army", "name") == "123"


@pytest.mark.parametrize("order", ["newest", "name"])
def test_too_many_are_not_ranked_and_come_page_by_page(
    project: ProjectFile, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MANY", 10)
    desk = Desk(project)
    for number in range(1, 26):
        desk.bring(annotated(f"army {number}", name=f"{number:02}", id=number))
    wanted = Wanted(read("army"))
    found = project.ask.search(wanted, order="best")
    assert (found.total, found.is_total, found.order) == (10, False, "newest")
    pages = [project.ask.search(wanted, order=order, offset=at, limit=10).documents for at in (0, 10, 20)]
    met = [each.name for page in pages for each in page]
    assert met == [f"{n:02}" for n in (range(25, 0, -1) if order == "newest" else range(1, 26))]
    assert project.ask.search_count(wanted) == 25


def test_a_document_that_is_taken_out_is_not_found_and_comes_back(project: ProjectFile) -> None:
    desk = Desk(project)
    annotations = annotated("The army came.")
    desk.bring(annotations)
    taken = desk.write(removed=[annotations.document])
    assert names(project, "army") == ""
    desk.undo(taken)
    assert names(project, "army") == annotations.document.name


def test_a_text_of_two_documents_is_found_twice(project: ProjectFile) -> None:
    desk = Desk(project)
    annotations = annotated("The army came.", name="a")
    desk.bring(annotations)
    desk.write(added=[replace(annotations.document, id=77, name="b")])
    assert names(project, "army") == "ab"


def test_by_status_and_by_what_is_said(project: ProjectFile) -> None:
    desk = Desk(project)
    desk.bring(annotated("The [army|ORG] came.", name="a", id=1))
    desk.bring(annotated("The army of [Libya|GPE] came.", name="b", id=2))
    (document,) = [each.document for each in project.ask.documents(text="b")]
    desk.write(removed=[document], added=[replace(document, status="done")])
    query = read("army")
    for wanted, expected in (
        (Wanted(query, label="ORG"), "a"),
        (Wanted(query, label="PER"), ""),
        (Wanted(query, label="NONE"), ""),
        (Wanted(query, status="done"), "b"),
        (Wanted(query, status="done", label="ORG"), ""),
        (Wanted(query, author="Ada"), "ab"),
        (Wanted(query, author="Eve"), ""),
        (Wanted(query, entity=5), ""),
    ):
        found = project.ask.search(wanted, order="name")
        assert "".join(each.name for each in found.documents) == expected


def test_all_texts_come_by_name(library: ProjectFile) -> None:
    assert {document.name: text for document, text in library.ask.texts()} == TEXTS
    assert [document.name for document, _ in library.ask.texts()] == sorted(TEXTS)


def damaged(path: Path, *statements: str) -> list[str]:
    database = Database(path, read_only=False)
    database.prepare()
    try:
        for statement in statements:
            database.run(statement)
        return list(search.faults(database))
    finally:
        database.close()


def test_a_sound_index_has_no_faults(library: ProjectFile) -> None:
    path = library.path
    library.close()
    assert damaged(path) == []


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (
            ["INSERT INTO text(key, digest, body) VALUES (99, zeroblob(32), 'new text')"],
            "cannot be found by searching (text 99)",
        ),
        (
            ["INSERT INTO text_search(rowid, body) VALUES (99, 'word')"],
            "finds a text that is not there (text 99)",
        ),
        (
            ["UPDATE text SET body='other words entirely, all of them' WHERE key=2"],
            "are not found by searching (text 2)",
        ),
    ],
)
def test_a_fault_of_the_index_is_told(library: ProjectFile, statements: list[str], fault: str) -> None:
    path = library.path
    library.close()
    found = damaged(path, *statements)
    assert len(found) == 1
    assert fault in found[0]
