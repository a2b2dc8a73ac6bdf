"""JSONL: what is written comes back equal, keeps to its published schema, and is always written alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from glossator import paths
from glossator.core.annotations import AnnotationSet, Argument, Attributes, Entity, Mention, Note, Relation
from glossator.core.documents import Document, digest_of
from glossator.core.plain import scheme_from_plain
from glossator.core.spans import Span
from glossator.formats import jsonl
from glossator.formats.jsonl.shape import time_from_text, time_to_text
from tests.formats.random_projects import SCHEME, Case, cases

GOLDEN = Path(__file__).parents[1] / "golden"


def sources(case: Case, unused: Sequence[int] = ()) -> jsonl.Sources:
    return jsonl.Sources(
        entities=lambda ids: {each: case.entities[each] for each in ids},
        notes_on=lambda ids: {
            each: [note for note in case.entity_notes if note.target == each] for each in ids
        },
        unused=unused,
    )


def written(case: Case) -> bytes:
    named = {mention.entity for each in case.sets for mention in each.mentions.values()}
    unused = [each for each in case.entities if each not in named]
    pieces: list[bytes] = []
    jsonl.write(map(jsonl.rows_of, case.sets), pieces.append, scheme=SCHEME, sources=sources(case, unused))
    return b"".join(pieces)


def golden_case() -> Case:
    """One document with everything that a line can hold, and one with nothing but its text."""
    text = "Ada 😀 met the Analytical Society\nin London; she left early."
    document = Document(
        id=1 << 22,
        name="A meeting",
        length=len(text),
        digest=digest_of(text),
        source="The Herald",
        author="B. Writer",
        url="https://example.org/a",
        published="2024-12-18",
        retrieved="2026-11-22T09:30",
        reliability="B",
        reliability_reason="an eyewitness",
        source_descriptor="a daily paper",
        status="in work",
        origin="file meeting.txt",
        source_digest=hashlib.sha256(text.encode()).hexdigest(),
        encoding="UTF-8",
    )
    made = 1_795_000_000_123

    def mention(number: int, label: str, *spans: tuple[int, int], **more: Any) -> Mention:
        fragments = tuple(Span(*each) for each in spans)
        quoted = " … ".join(each.slice(text) for each in fragments)
        return Mention((1 << 22) + number, document.id, label, fragments, quoted, **more)

    mentions = [
        mention(1, "PER", (0, 3), subtype="Individual", entity=9, author="Ada", created=made),
        mention(2, "EVT", (6, 9), attributes={"sure": True, "level": "NOM"}, created=made + 877),
        mention(3, "ORG", (14, 32), entity=10, origin="import:old.ann", confidence=0.75),
        mention(4, "PER", (0, 3), (44, 47), attributes={"tags": ("a", "ü"), "size": 2}, entity=9),
    ]
    relations = [
        Relation(
            (1 << 22) + 5,
            document.id,
            "Meet",
            (Argument("Agent", mentions[0].id), Argument("Reason", mentions[2].id)),
            trigger=mentions[1].id,
            attributes={"sure": False},
            author="Ada",
            created=made,
            origin="suggestion:rule 3",
            confidence=1.0,
        ),
        Relation(
            (1 << 22) + 6,
            document.id,
            "MEMBER_OF",
            (Argument("Arg1", (1 << 22) + 5, is_relation=True), Argument("Arg2", mentions[2].id)),
        ),
    ]
    notes = [
        Note(21, document.id, "Read\ntwice.", document.id, "Ada", made),
        Note(22, mentions[1].id, "the trigger", document.id),
        Note(23, relations[0].id, "sure?", document.id),
    ]
    entities = {
        9: Entity(9, "Ada Lovelace", "PER", ("A. L.",), {"wikidata": "Q7259"}, {"level": "NAM"}, "Ada", made),
        10: Entity(10, "Analytical Society"),
        11: Entity(11, "Nobody named"),
    }
    bare = Document(id=7 << 22, name="Bare", length=5, digest=digest_of("Bare."))
    return Case(
        (AnnotationSet(document, text, mentions, relations, notes), AnnotationSet(bare, "Bare.")),
        entities,
        (Note(24, 9, "born 1815", None, "Ada", made),),
    )


def read_back(content: bytes, folder: Path) -> list[jsonl.Line]:
    path = folder / "case.jsonl"
    path.write_bytes(content)
    return list(jsonl.read(path, SCHEME))


def assert_equal(case: Case, lines: list[jsonl.Line]) -> None:
    entities: dict[int, Entity] = {}
    entity_notes: dict[int, Note] = {}
    for given_set, line in zip(case.sets, lines, strict=True):
        assert line.faults == ()
        assert line.document == given_set.document
        assert line.text == given_set.text
        assert {each.id: each for each in line.mentions} == given_set.mentions
        assert {each.id: each for each in line.relations} == given_set.relations
        assert {each.id: each for each in line.notes if each.document is not None} == given_set.notes
        assert line.scheme == f"{SCHEME.id} {SCHEME.version}"
        entities |= {each.id: each for each in line.entities}
        entity_notes |= {each.id: each for each in line.notes if each.document is None}
    assert entities == case.entities
    assert entity_notes == {each.id: each for each in case.entity_notes}


@settings(max_examples=60)
@given(cases())
def test_whatever_is_written_keeps_to_the_schema_and_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, case: Case
) -> None:
    content = written(case)
    for line in content.splitlines():
        published().validate(json.loads(line))
    lines = read_back(content, tmp_path_factory.mktemp("there_and_back"))
    assert_equal(case, lines)
    # 1, 1.0 and True are equal, so equality alone would not tell them apart
    for given_set, read in zip(case.sets, lines, strict=True):
        assert [exactly(each.attributes) for each in read.mentions] == [
            exactly(each.attributes) for each in given_set.in_order()
        ]


def exactly(attributes: Attributes) -> str:
    return repr(sorted(attributes.items()))


@cache
def published() -> Draft202012Validator:
    schema = json.loads(paths.resource("formats", "glossator-jsonl-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_golden_export_is_written_byte_for_byte(tmp_path: Path) -> None:
    golden = (GOLDEN / "meeting.jsonl").read_bytes()
    assert written(golden_case()) == golden
    assert jsonl.scheme_bytes(SCHEME) == (GOLDEN / "meeting.scheme.json").read_bytes()
    assert_equal(golden_case(), read_back(golden, tmp_path))
    for line in golden.splitlines():
        published().validate(json.loads(line))


def test_the_scheme_beside_it_can_be_read_and_its_digest_is_that_of_its_file() -> None:
    beside = jsonl.scheme_beside(GOLDEN / "meeting.jsonl").read_bytes()
    assert scheme_from_plain(json.loads(beside)) == SCHEME
    mark = json.loads((GOLDEN / "meeting.jsonl").read_bytes().splitlines()[0])["scheme"]
    assert mark == {"id": "small", "version": "2.1", "digest": hashlib.sha256(beside).hexdigest()}


def test_where_the_scheme_lies() -> None:
    assert jsonl.scheme_beside(Path("a/case.jsonl")) == Path("a/case.scheme.json")
    assert jsonl.scheme_beside(Path("a/case.v2.txt")) == Path("a/case.v2.txt.scheme.json")


def test_equal_records_make_equal_lines_whatever_the_order_of_their_attributes() -> None:
    text = "Ada"
    document = Document(1, "a", 3, digest_of(text))
    lines = []
    orders: tuple[Attributes, ...] = ({"sure": True, "level": "NAM"}, {"level": "NAM", "sure": True})
    for attributes in orders:
        mention = Mention(2, 1, "PER", (Span(0, 3),), "Ada", attributes=attributes)
        relation = Relation(3, 1, "SAME_AS", attributes=attributes)
        lines.append(written(Case((AnnotationSet(document, text, [mention], [relation]),), {}, ())))
    assert lines[0] == lines[1]


def test_defaults_are_left_out() -> None:
    text = "Ada"
    annotations = AnnotationSet(
        Document(1, "a", 3, digest_of(text)), text, [Mention(2, 1, "PER", (Span(0, 3),), "Ada")]
    )
    line = json.loads(written(Case((annotations,), {}, ())))
    assert line["mentions"] == [
        {"id": "0000000000002", "label": "PER", "fragments": [[0, 3]], "quote": "Ada"}
    ]
    assert line["origin"] == {"reliability": "F"}
    assert (line["status"], line["relations"], line["entities"], line["notes"]) == ("new", [], [], [])


def test_more_records_than_are_held_at_once_make_one_sound_line(tmp_path: Path) -> None:
    text = "word " * 5_000
    document = Document(1, "long", len(text), digest_of(text))
    mentions = [Mention(n + 2, 1, "PER", (Span(5 * n, 5 * n + 4),), "word") for n in range(5_000)]
    told: list[int] = []
    pieces: list[bytes] = []
    case = Case((AnnotationSet(document, text, mentions),), {}, ())
    counts = jsonl.write(
        map(jsonl.rows_of, case.sets),
        pieces.append,
        scheme=SCHEME,
        sources=sources(case),
        progress=told.append,
    )
    assert counts == jsonl.Written(documents=1, mentions=5_000, relations=0)
    assert told == [1]
    assert max(map(len, pieces)) < 300_000
    assert_equal(case, read_back(b"".join(pieces), tmp_path))


def test_no_document_makes_no_line() -> None:
    assert written(Case((), {}, ())) == b""


@pytest.mark.parametrize("milliseconds", [0, 1, 999, 60_000, 1_795_000_000_123, -1, 253_402_300_799_999])
def test_a_time_is_written_to_the_millisecond(milliseconds: int) -> None:
    assert time_from_text(time_to_text(milliseconds)) == milliseconds
    assert time_to_text(1_795_000_000_123) == "2026-11-18T11:06:40.123Z"


def test_a_time_with_another_zone_is_understood_and_one_without_is_not() -> None:
    assert time_from_text("2026-11-18T13:06:40.123+02:00") == 1_795_000_000_123
    with pytest.raises(ValueError, match="no time zone"):
        time_from_text("2026-11-18T13:06:40")


def test_a_line_is_json_for_any_reader() -> None:
    line = written(golden_case()).splitlines()[0]
    assert json.loads(line) == orjson.loads(line)
    mention = json.loads(line)["mentions"][0]
    text = json.loads(line)["text"]
    assert "".join(text[start:end] for start, end in mention["fragments"][:1]) == "Ada"
