"""Tables of records: what stands in which cell, formulas made harmless, sheets that people changed, and faults."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Note, Relation
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span, quote
from glossator.formats import tables
from glossator.formats.catalogue import detected, format_named
from glossator.formats.conveying import Exporting
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, cut_everywhere, round_trip
from tests.formats.random_projects import SCHEME

TEXT = "=Ada met Bo, Ada’s friend, in Paris"
ADA = Entity(90, "Ada", "PER", ("Countess",), {"wikidata": "Q7259"}, {"born": 1815}, "eve", 1_590_487_200_000)


def mention(number: int, label: str, *spans: tuple[int, int], **more: object) -> Mention:
    fragments = tuple(Span(*each) for each in spans)
    return Mention(number, 1, label, fragments, quote(fragments, TEXT), **more)  # type: ignore[arg-type]


def project(text: str = TEXT, entity: Entity = ADA) -> list[Outgoing]:
    document = Document(1, "One", len(text), digest_of(text), source="Times", attributes={"page": "3"})
    mentions = [
        mention(11, "PER", (1, 4), subtype="Individual", entity=90, attributes={"tags": ("a", "b")}),
        mention(12, "PER", (9, 11), (19, 25), author="eve", confidence=0.5),
        mention(13, "EVT", (5, 8)),
    ]
    relations = [
        Relation(21, 1, "SAME_AS", (Argument("Arg1", 11), Argument("Arg2", 12)), attributes={"sure": True}),
        Relation(22, 1, "Meet", (Argument("Agent", 11), Argument("Reason", 21, True)), trigger=13),
    ]
    notes = [Note(31, 1, "read\nthis", 1), Note(32, 12, "=1+1", 1), Note(33, 21, "hm", 1)]
    held = AnnotationSet(document, text, mentions, relations, notes)
    return [Outgoing(held, {90: entity}, {90: [Note(34, 90, "who?")]}, SCHEME)]


def written(tmp_path: Path, form: str = "tables", ending: str = "") -> Path:
    target = tmp_path / f"out{ending}"
    found = format_named(form)
    assert found.write is not None
    found.write(Exporting(found, SCHEME).out(project()), target, Options(scheme=SCHEME))
    return target


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def changed(folder: Path, name: str, old: str, new: str) -> list[OutDocument]:
    path = folder / f"{name}.csv"
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode()))
    return list(format_named("tables").read(folder, Options()))


def test_each_record_is_a_row_that_people_can_read(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert (folder / "mentions.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,id,label")
    (document,) = table(folder, "documents")
    assert (document["text"], document["name"], document["source"]) == (f"'{TEXT}", "One", "Times")
    first, _, second = table(folder, "mentions")
    assert (first["spans"], first["quote"], first["entity"]) == ("1-4", "Ada", "E1")
    assert (second["spans"], second["quote"], second["confidence"]) == ("9-11;19-25", "Bo … friend", "0.5")
    same, met = table(folder, "relations")
    assert same["arguments"] == '[["Arg1", "T1"], ["Arg2", "T3"]]'
    assert met["reads"] == "“met” Meet (Agent: “Ada”; Reason: SAME_AS (Arg1: “Ada”; Arg2: “Bo … friend”))"
    (entity,) = table(folder, "entities")
    assert (entity["aliases"], entity["created"]) == ('["Countess"]', "2020-05-26T10:00:00.000Z")
    assert [(each["on"], each["target"], each["body"]) for each in table(folder, "notes")] == [
        ("document", "", "read\nthis"),
        ("mention", "T3", "'=1+1"),
        ("relation", "R1", "hm"),
        ("entity", "E1", "who?"),
    ]


def test_all_of_it_comes_back(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert detected(folder) == format_named("tables")
    found = Read("tables", folder, skip_bad=False)
    assert found.counts == (1, 3, 1, 1, 4)
    (entity,) = found.entities.values()
    assert (entity.name, entity.identifiers, entity.author) == ("Ada", {"wikidata": "Q7259"}, "eve")
    assert found.taken[0].document.attributes["page"] == "3"


@given(st.text(st.sampled_from("='+-@\t\r\nab"), max_size=5))
def test_a_formula_is_made_harmless_and_comes_back(words: str) -> None:
    assert tables.guarded(words)[:1] not in tuple("=+-@\t\r")
    assert tables.unguarded(tables.guarded(words)) == words


def test_the_apostrophe_of_a_word_that_somebody_wrote_stays() -> None:
    assert tables.unguarded("'tis") == "'tis"


def test_a_sheet_that_was_saved_with_semicolons_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mentions.csv").write_text("document;label;spans\r\nOne;PER;0-3\r\n", "utf-8")
    (found,) = format_named("tables").read(folder, Options())
    assert (found.name, found.text, found.spans[0].ranges) == ("One", None, ((0, 3),))


def test_two_entities_with_one_identifier_stay_two(tmp_path: Path) -> None:
    other = Entity(91, "Ada too", "", (), ADA.identifiers)
    (made,) = project()
    made.annotations.put_mention(mention(14, "PER", (13, 16), entity=91))
    both = Outgoing(made.annotations, {90: ADA, 91: other}, {}, SCHEME)
    assert round_trip(format_named("tables"), [both], tmp_path / "t") == ([], [])


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("mentions", "1-4", "1 to 4", "mentions.csv, line 2: mention T1 has not spans such as 0-3;8-11."),
        ("mentions", ",EVT,", ",,", "mentions.csv, line 3: mention T2 has not a label."),
        ("mentions", ",0.5", ",high", "line 4: “high” is no confidence from 0 to 1."),
        ("mentions", ",E1,", ",E7,", "entity E7 is named by mentions and told nowhere."),
        ("mentions", '""tags""', "tags", "line 2: “{tags: "),
        ("relations", ",SAME_AS,", ",,", "relations.csv, line 2: relation R1 has no type."),
        (
            "entities",
            "2020-05-26T",
            "yesterday ",
            "entities.csv, line 2: “yesterday 10:00:00.000Z” is no time",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(
    tmp_path: Path, name: str, old: str, new: str, what: str
) -> None:
    (found,) = changed(written(tmp_path), name, old, new)
    assert [str(each) for each in found.faults if what in str(each)]


def test_a_table_that_ends_in_a_cell_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path)
    with pytest.raises(
        GlossatorError, match="“notes.csv” is not a sound table: the row that begins in line 2"
    ):
        changed(folder, "notes", 'this"', "this")
    (folder / "notes.csv").write_bytes(b"")
    with pytest.raises(GlossatorError, match="has no column “spans”"):
        changed(folder, "mentions", "spans", "places")
    for each in folder.iterdir():
        each.unlink()
    with pytest.raises(GlossatorError, match="neither documents nor mentions"):
        list(format_named("tables").read(folder, Options()))


@pytest.mark.parametrize("name", ["mentions", "relations", "notes"])
def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path)
    path = folder / f"{name}.csv"

    def work(content: bytes) -> None:
        path.write_bytes(content)
        try:
            list(format_named("tables").read(folder, Options()))
        except GlossatorError as error:
            assert error.what  # noqa: PT017 - read, or told in a sentence

    cut_everywhere(path.read_bytes(), work)
