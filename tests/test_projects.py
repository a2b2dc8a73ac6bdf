"""How a project begins and what goes in and out of it, on real files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from glossator import intake, projects
from glossator.core import edits
from glossator.core.annotations import AnnotationSet, Note
from glossator.core.changes import Change, Record
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.formats import jsonl
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import annotated, entity, scheme, state
from tests.formats.random_projects import SCHEME, Case, cases
from tests.store.world import Desk, records_of


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(
        ProjectFile.create(tmp_path / "work.gloss", title="Work", scheme=scheme(), author="Ada"), author="Ada"
    )
    yield made
    made.close()


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def another(bench: Workbench, name: str = "copy.gloss") -> Workbench:
    """A new project with the scheme of ``bench``, beside it."""
    path = bench.project_file.path.with_name(name)
    return Workbench(ProjectFile.create(path, title="Copy", scheme=bench.scheme, author="Bo"), author="Bo")


def filled(bench: Workbench) -> AnnotationSet:
    """Bring in a document with something of everything, an entity with a note, and an entity that nobody names."""
    said = annotated(
        "[Ada|PER] of the [Army|ORG] [hit|EVT] the [naval|FAC#n] and air [base|FAC#n] 😀.",
        relations=[("LEADS", "Ada", "Army")],
        events=[("ATTACK", "hit", {"Agent": "Ada", "Target": "n"})],
        notes=[("Ada", "who?"), ("", "from the wire")],
    )
    named = next(iter(said.mentions.values()))
    said.put_mention(replace(named, entity=900_000))
    records: tuple[Record, ...] = (
        entity("Ada Lovelace"),
        entity("Nobody", id=900_001),
        Note(900_002, 900_000, "born 1815", None, "Ada", 5),
        *records_of(said),
    )
    change = bench.hand.change("Fill", added=records)
    bench.do(replace(change, texts={said.document.digest: said.text}))
    return said


# --- schemes and projects


def test_every_shipped_scheme_can_be_read_by_its_name() -> None:
    assert "news-intelligence" in projects.scheme_names()
    for name in projects.scheme_names():
        assert projects.read_scheme(name).id == name


def test_a_scheme_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(jsonl.scheme_bytes(scheme()))
    assert projects.read_scheme(str(path)) == scheme()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "“mine.json” is no label scheme: it is not JSON in UTF-8"),
        (b"\xff\xfe", "“mine.json” is no label scheme: it is not JSON in UTF-8"),
        (b"[" * 100_000, "“mine.json” is no label scheme: it is not JSON in UTF-8"),
        (b"{}", "“mine.json” is no label scheme: at the top: the field 'id' is missing."),
        (b'{"id": "a", "name": "A", "version": 1}', "“mine.json” is no label scheme: at version: "),
        (
            b'{"id": "a", "name": "A", "version": "1", "labels": [{"id": "P", "name": "P"}, {"id": "P", "name": "Q"}]}',
            "“mine.json” is no label scheme: The label 'P' stands twice.",
        ),
    ],
)
def test_a_file_that_is_no_scheme_says_what_is_wrong(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = file(tmp_path, "mine.json", content)
    with pytest.raises(GlossatorError) as refused:
        projects.read_scheme(str(path))
    assert str(refused.value).startswith(sentence)


def test_a_scheme_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match=r"no label scheme “martian”. There are: .*news-intelligence"):
        projects.read_scheme("martian")
    with pytest.raises(GlossatorError, match="gone.json” cannot be read: No such file"):
        projects.read_scheme(str(tmp_path / "gone.json"))


def test_a_project_is_made_once_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a.gloss"
    made = projects.create(path, title="A", scheme_id="news-intelligence", author="Ada")
    with pytest.raises(projects.Locked):
        projects.open(path, author="Bo")
    reader = projects.open(path, author="Bo", read_only=True)
    assert reader.read_only
    reader.close()
    made.close()
    again = projects.open(path, author="Bo")
    assert (again.ask.title(), again.author, again.scheme.id) == ("A", "Bo", "news-intelligence")
    again.close()
    with pytest.raises(GlossatorError, match="already a file"):
        projects.create(path, title="A", scheme_id="news-intelligence", author="Ada")


def test_a_project_whose_scheme_cannot_be_had_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="no label scheme"):
        projects.create(tmp_path / "a.gloss", title="A", scheme_id="martian", author="Ada")
    assert list(tmp_path.iterdir()) == []


def test_a_project_that_cannot_be_asked_is_closed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.gloss"
    projects.create(path, title="A", scheme_id="news-intelligence", author="Ada").close()

    def damaged(self: ProjectFile) -> None:
        raise GlossatorError("damaged")

    with monkeypatch.context() as patch:
        patch.setattr(ProjectFile, "scheme", damaged)
        with pytest.raises(GlossatorError, match="damaged"):
            projects.open(path, author="Ada")
    projects.open(path, author="Ada").close()  # the lock was given back


@pytest.mark.parametrize("tagged", [True, False])
def test_the_demo_is_made_once_and_kept(tmp_path: Path, *, tagged: bool) -> None:
    path = projects.demo(tmp_path, tagged=tagged, author="Ada")
    bench = projects.open(path, author="Ada")
    (row,) = bench.ask.documents()
    assert (row.mentions > 100, row.relations > 50) == (tagged, tagged)
    assert row.document.encoding == "UTF-8"
    assert len(bench.ask.steps()) == 1
    bench.do(edits.edit_document(row.document, replace(row.document, status="done"), by=bench.hand))
    bench.close()
    assert projects.faults(path) == []
    assert projects.demo(tmp_path, tagged=tagged, author="Bo") == path
    again = projects.open(path, author="Ada")
    assert again.ask.documents()[0].document.status == "done"
    again.close()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_demo_that_cannot_be_finished_leaves_no_half_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Workbench, change: Change) -> None:
        raise GlossatorError("The disk is full.")

    monkeypatch.setattr(Workbench, "do", full)
    with pytest.raises(GlossatorError, match="full"):
        projects.demo(tmp_path, tagged=True, author="Ada")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_a_copy_is_saved_and_the_bench_stays_on_its_project(
    tmp_path: Path, bench: Workbench, *, read_only: bool
) -> None:
    filled(bench)
    beside = projects.open(bench.project_file.path, author="Bo", read_only=True) if read_only else bench
    saved = projects.save_copy(beside, tmp_path / "copy 1.2")
    assert saved == tmp_path / "copy 1.2.gloss"
    assert beside.project_file.path != saved
    assert projects.faults(saved) == []
    copy = projects.open(saved, author="Bo")
    assert copy.ask.history() == bench.ask.history()
    copy.do(edits.edit_document(*(renamed(copy)), by=copy.hand))
    copy.close()
    assert bench.ask.documents()[0].document.name != "Renamed"
    with pytest.raises(GlossatorError, match="already a file “copy 1.2.gloss”"):
        projects.save_copy(beside, saved)
    if read_only:
        with pytest.raises(GlossatorError, match="open to read only"):
            beside.do(edits.edit_document(*renamed(beside), by=beside.hand))
        beside.close()


def renamed(bench: Workbench) -> tuple[Document, Document]:
    old = bench.ask.documents()[0].document
    return old, replace(old, name="Renamed")


# --- texts


def test_texts_come_in_as_one_step(tmp_path: Path, bench: Workbench) -> None:
    told: list[tuple[int, int]] = []
    files = [
        file(tmp_path, "one.txt", "One.\r\n"),
        file(tmp_path, "two.txt", "Größe und Höhe der Türme über München.\n".encode("cp1252") * 3),
    ]
    report = intake.import_texts(bench, files, lambda done, total: told.append((done, total)))
    assert (len(report.documents), report.faults, report.known) == (2, (), 0)
    assert told == [(1, 2), (2, 2)]
    one, two = report.documents
    assert (one.name, one.encoding, one.origin) == ("one", "UTF-8", "file one.txt")
    assert (two.encoding, two.origin) == ("windows-1252", "file two.txt, encoding guessed")
    assert bench.ask.text_of(one.id) == "One.\n"
    assert len(bench.history._undo) == 1
    bench.undo()
    assert bench.ask.document_count() == 0


def test_the_same_text_is_told_and_not_brought_in_again(tmp_path: Path, bench: Workbench) -> None:
    first = file(tmp_path, "first.txt", "The text.\n")
    again = file(tmp_path, "again.txt", b"\xef\xbb\xbfThe text.\r\n")
    report = intake.import_texts(bench, [first, again])
    assert [each.name for each in report.documents] == ["first"]
    assert report.faults == (
        "“again.txt” is in the project already as “first”, so it was not brought in again.",
    )
    once_more = intake.import_texts(bench, [again])
    assert (once_more.documents, once_more.known) == ((), 1)
    assert len(bench.ask.steps()) == 1


def test_a_file_that_cannot_be_read_is_told_beside_those_that_can(tmp_path: Path, bench: Workbench) -> None:
    report = intake.import_texts(bench, [tmp_path / "gone.txt", file(tmp_path, "here.txt", "Here.")])
    assert [each.name for each in report.documents] == ["here"]
    assert len(report.faults) == 1
    assert report.known == 0
    assert "There is no file" in report.faults[0]


# --- JSONL


def test_a_project_comes_back_equal_ids_included(tmp_path: Path, bench: Workbench) -> None:
    said = filled(bench)
    target = tmp_path / "out.jsonl"
    told: list[tuple[int, int]] = []
    report = projects.export_jsonl(bench, target, lambda done, total: told.append((done, total)))
    assert report == projects.ExportReport(
        1, len(said.mentions), len(said.relations), tmp_path / "out.scheme.json"
    )
    assert told == [(1, 1)]
    copy = another(bench)
    progress: list[tuple[int, int]] = []
    back = projects.import_jsonl(copy, target, progress=lambda done, total: progress.append((done, total)))
    assert progress == [(target.stat().st_size,) * 2]
    assert (len(back.documents), back.mentions, back.relations, back.faults) == (1, 4, 2, ())
    assert state(copy.ask.annotations(1)) == state(bench.ask.annotations(1))
    assert copy.ask.entities_by_id([900_000, 900_001]) == bench.ask.entities_by_id([900_000, 900_001])
    assert copy.ask.notes_on(900_000) == bench.ask.notes_on(900_000) != []
    assert len(copy.ask.steps()) == 1
    projects.export_jsonl(copy, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == target.read_bytes()
    copy.close()
    assert projects.faults(copy.project_file.path) == []


@settings(max_examples=25)
@given(cases())
def test_random_projects_come_back_equal(case: Case) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with ProjectFile.create(folder / "a.gloss", title="", scheme=SCHEME, author="") as project:
            records: list[Record] = [*case.entities.values(), *case.entity_notes]
            Desk(project).write(
                added=[*records, *(each for one in case.sets for each in records_of(one))],
                texts={one.document.digest: one.text for one in case.sets},
            )
        projects.export_jsonl(folder / "a.gloss", folder / "a.jsonl")
        (folder / "s.json").write_bytes((folder / "a.scheme.json").read_bytes())
        bench = projects.create(folder / "b.gloss", title="", scheme_id=str(folder / "s.json"), author="Bo")
        projects.import_jsonl(bench, folder / "a.jsonl")
        assert {one.document.id: state(bench.ask.annotations(one.document.id)) for one in case.sets} == {
            one.document.id: state(one) for one in case.sets
        }
        assert bench.ask.entities_by_id(case.entities) == case.entities
        found = {note.id: note for notes in bench.ask.notes_on_each(case.entities).values() for note in notes}
        assert found == {note.id: note for note in case.entity_notes}
        bench.close()


def test_rows_and_records_are_written_alike(bench: Workbench, tmp_path: Path) -> None:
    filled(bench)
    projects.export_jsonl(bench, tmp_path / "rows.jsonl")
    pieces: list[bytes] = []
    ask = bench.ask
    jsonl.write(
        map(jsonl.rows_of, ask.export_documents()),
        pieces.append,
        scheme=bench.scheme,
        sources=jsonl.Sources(ask.entities_by_id, ask.notes_on_each, ask.unused_entities()),
    )
    assert b"".join(pieces) == (tmp_path / "rows.jsonl").read_bytes()


def test_an_export_may_go_to_a_stream(bench: Workbench, tmp_path: Path) -> None:
    filled(bench)
    pieces: list[bytes] = []
    report = projects.export_jsonl(bench, pieces.append)
    assert (report.documents, report.scheme) == (1, None)
    projects.export_jsonl(bench, tmp_path / "out.jsonl")
    assert b"".join(pieces) == (tmp_path / "out.jsonl").read_bytes()
    assert projects.export_jsonl(bench, Path("/dev/null")).scheme is None


def test_an_export_replaces_only_what_it_may(bench: Workbench, tmp_path: Path) -> None:
    filled(bench)
    with pytest.raises(GlossatorError, match="cannot be written into the project itself"):
        projects.export_jsonl(bench, bench.project_file.path)
    beside = file(tmp_path, "out.scheme.json", "mine")
    with pytest.raises(GlossatorError, match=r"out.scheme.json” already"):
        projects.export_jsonl(bench, tmp_path / "out.jsonl", overwrite=False)
    assert not (tmp_path / "out.jsonl").exists()
    assert beside.read_text() == "mine"
    projects.export_jsonl(bench, tmp_path / "out.jsonl")
    assert json.loads(beside.read_bytes())["id"] == "small"


def test_what_is_there_already_is_told_and_left_as_it_is(bench: Workbench, tmp_path: Path) -> None:
    filled(bench)
    target = tmp_path / "out.jsonl"
    projects.export_jsonl(bench, target)
    report = projects.import_jsonl(bench, target)
    assert report.documents == ()
    assert report.known == 1
    assert report.faults == ("“Sample” is in the project already, so it was not brought in again.",)
    assert len(bench.ask.steps()) == 1


def spoilt(bench: Workbench, target: Path) -> list[dict[str, object]]:
    """Export ``bench`` and take the lines apart."""
    projects.export_jsonl(bench, target)
    return [json.loads(line) for line in target.read_bytes().splitlines()]


def test_nothing_comes_in_when_something_is_faulty(bench: Workbench, tmp_path: Path) -> None:
    filled(bench)
    target = tmp_path / "out.jsonl"
    (line,) = spoilt(bench, target)
    line["mentions"][0]["label"] = "ALIEN"  # type: ignore[index]
    line["mentions"][3]["quote"] = "elsewhere"  # type: ignore[index]
    target.write_text(json.dumps(line) + "\n{broken\n", "utf-8")
    copy = another(bench)
    with pytest.raises(GlossatorError) as refused:
        projects.import_jsonl(copy, target)
    assert refused.value.what == (
        "“out.jsonl” has 6 faults, the first: "
        "Line 1, mentions[0].label: the scheme of this project has no label “ALIEN”."
    )
    assert refused.value.safe == "Nothing of it was imported."
    assert refused.value.remedy == ""
    assert "Line 2: this is not JSON" in refused.value.details
    assert (copy.ask.document_count(), copy.ask.steps()) == (0, [])
    report = projects.import_jsonl(copy, target, skip_bad=True)
    assert (len(report.documents), report.mentions, report.relations, report.known) == (1, 2, 0, 0)
    assert list(report.faults) == refused.value.details.splitlines()
    assert [each.quote for each in copy.ask.annotations(1).in_order()] == ["Army", "hit"]
    copy.close()


def test_another_scheme_is_named_when_its_labels_do_not_fit(bench: Workbench, tmp_path: Path) -> None:
    filled(bench)
    target = tmp_path / "out.jsonl"
    projects.export_jsonl(bench, target)
    other = projects.create(tmp_path / "o.gloss", title="", scheme_id="news-intelligence", author="Bo")
    with pytest.raises(GlossatorError) as refused:
        projects.import_jsonl(other, target)
    assert refused.value.remedy == (
        "It was written with the scheme small 1; this project has news-intelligence 1.0."
    )
    other.close()


def test_a_single_fault_is_told_whole(bench: Workbench, tmp_path: Path) -> None:
    target = file(tmp_path, "out.jsonl", "[]\n")
    with pytest.raises(GlossatorError) as refused:
        projects.import_jsonl(bench, target)
    assert str(refused.value) == (
        "“out.jsonl” does not fit: Line 1: an object is wanted, not a list. Nothing of it was imported."
    )


def test_an_id_that_the_project_has_is_a_fault_but_an_entity_stays_as_it_is(
    bench: Workbench, tmp_path: Path
) -> None:
    filled(bench)
    target = tmp_path / "out.jsonl"
    (line,) = spoilt(bench, target)
    text = f"{line['text']}!"
    line |= {"text": text, "sha256": digest_of(text)}
    target.write_text(json.dumps(line), "utf-8")
    with pytest.raises(GlossatorError, match="Line 1, id: the project has another record with this id"):
        projects.import_jsonl(bench, target)
    line["id"] = "000000000zzzz"
    target.write_text(json.dumps(line), "utf-8")
    with pytest.raises(
        GlossatorError, match="Line 1: the project has other records with 8 of its ids, such as"
    ):
        projects.import_jsonl(bench, target)
    line |= {"mentions": line["mentions"][:1], "relations": [], "notes": []}  # type: ignore[index]
    line["mentions"][0] |= {"id": "000000000zzzy", "notes": []}  # type: ignore[index]
    line["entities"][0]["name"] = "Somebody else"  # type: ignore[index]
    target.write_text(json.dumps(line), "utf-8")
    report = projects.import_jsonl(bench, target)
    assert (len(report.documents), report.mentions, report.faults) == (1, 1, ())
    assert report.kept == (
        "The entity “Ada Lovelace” is in the project already, so it stayed as it is there.",
    )
    kept = bench.ask.entity(900_000)
    assert kept is not None
    assert kept.name == "Ada Lovelace"
    assert len(bench.ask.notes_on(900_000)) == 1


def test_a_missing_file_is_told(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="There is no file"):
        projects.import_jsonl(bench, tmp_path / "gone.jsonl")
    with pytest.raises(GlossatorError, match="There is no file"):
        projects.export_jsonl(tmp_path / "gone.gloss", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
