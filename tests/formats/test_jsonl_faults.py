"""JSONL that does not fit: every fault is told by its line and field, and only what is sound is given out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.documents import digest_of
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.formats import jsonl
from glossator.formats.jsonl import reading, records
from glossator.formats.jsonl.fields import Fields
from tests.formats.random_projects import SCHEME

TEXT = "Ada met Bo in London."
_number = iter(range(1, 1_000_000))


def an_id() -> str:
    return to_text(next(_number))


def a_mention(start: int, end: int, **more: Any) -> dict[str, Any]:
    made = {"id": an_id(), "label": "PER", "fragments": [[start, end]], "quote": TEXT[start:end]}
    return made | more


def a_line() -> dict[str, Any]:
    """A sound line: three mentions, an event and a relation on it, an entity, a note."""
    ada, met, bo = a_mention(0, 3), a_mention(4, 7, label="EVT"), a_mention(8, 10)
    ada["entity"] = an_id()
    event = {
        "id": an_id(),
        "type": "Meet",
        "trigger": met["id"],
        "arguments": [{"role": "Agent", "mention": ada["id"]}],
    }
    relation = {
        "id": an_id(),
        "type": "SAME_AS",
        "arguments": [{"role": "Arg1", "mention": bo["id"]}, {"role": "Arg2", "relation": event["id"]}],
    }
    return {
        "format": "glossator-jsonl",
        "version": 1,
        "id": an_id(),
        "name": "A meeting",
        "offset_unit": "code point",
        "text": TEXT,
        "sha256": digest_of(TEXT),
        "mentions": [ada, met, bo],
        "relations": [event, relation],
        "entities": [{"id": ada["entity"], "name": "Ada"}],
        "notes": [{"id": an_id(), "body": "read"}],
    }


def read(content: bytes, folder: Path) -> list[jsonl.Line]:
    path = folder / "case.jsonl"
    path.write_bytes(content)
    return list(jsonl.read(path, SCHEME))


def as_bytes(*lines: object) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def faults(line: jsonl.Line) -> list[tuple[str, str]]:
    return [(fault.field, fault.what) for fault in line.faults]


def test_a_line_by_another_program_needs_only_what_is_required(tmp_path: Path) -> None:
    (line,) = read(as_bytes(a_line()), tmp_path)
    assert line.faults == ()
    assert line.document is not None
    assert (line.document.status, line.document.reliability, line.scheme) == ("new", "F", "")
    counts = len(line.mentions), len(line.relations), len(line.entities), len(line.notes)
    assert counts == (3, 2, 1, 1)


def change(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    """A fault: the value at ``path`` becomes ``to`` (``...`` takes it out)."""

    def make(line: dict[str, Any]) -> None:
        held: Any = line
        for step in path[:-1]:
            held = held[step]
        if to is ...:
            del held[path[-1]]
        else:
            held[path[-1]] = to

    return make


WHOLE_LINE = [
    (change("format", to="conll"), "format", "“glossator-jsonl” is wanted, not “conll”."),
    (change("format", to=...), "format", "“glossator-jsonl” is wanted, but the field is missing."),
    (change("version", to=2), "version", "1 is wanted, not 2."),
    (change("version", to=True), "version", "1 is wanted, not true."),
    (change("offset_unit", to="UTF-16"), "offset_unit", "“code point” is wanted, not “UTF-16”."),
    (change("offset_unit", to=...), "offset_unit", "“code point” is wanted, but the field is missing."),
    (change("id", to="short"), "id", "an id of 13 letters is wanted, not “short”."),
    (change("id", to=7), "id", "an id of 13 letters is wanted, not 7."),
    (change("id", to=...), "id", "the field is missing."),
    (change("name", to=""), "name", "this field may not be empty."),
    (change("name", to=...), "name", "the field is missing."),
    (change("name", to=["a"]), "name", "a string is wanted, not a list."),
    (
        change("status", to="finished"),
        "status",
        "one of new, in work, done, dropped is wanted, not “finished”.",
    ),
    (
        change("origin", to={"reliability": "Z"}),
        "origin.reliability",
        "one of A, B, C, D, E, F is wanted, not “Z”.",
    ),
    (change("origin", to={"url": 3}), "origin.url", "a string is wanted, not 3."),
    (change("origin", to=None), "origin", "an object is wanted, not null."),
    (change("scheme", to={"id": 1}), "scheme.id", "a string is wanted, not 1."),
    (change("text", to=TEXT + " "), "sha256", "this is not the SHA-256 of the text."),
    (change("text", to=...), "text", "the field is missing."),
    (change("text", to=5), "text", "a string is wanted, not 5."),
    (change("sha256", to=...), "sha256", "the field is missing."),
    (change("sha256", to="00"), "sha256", "this is not the SHA-256 of the text."),
]


@pytest.mark.parametrize(("spoil", "field", "what"), WHOLE_LINE, ids=lambda each: str(each)[:40])
def test_a_fault_of_the_whole_line_leaves_it_out(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], field: str, what: str
) -> None:
    sound, spoilt = a_line(), a_line()
    spoil(spoilt)
    first, second = read(as_bytes(sound, spoilt), tmp_path)
    assert first.faults == ()
    assert second.document is None
    assert (field, what) in faults(second)
    assert str(second.faults[0]).startswith("Line 2, ")


MENTIONS = [
    (
        change("mentions", 0, "label", to="ALIEN"),
        "mentions[0].label",
        "the scheme of this project has no label “ALIEN”.",
    ),
    (change("mentions", 0, "label", to=...), "mentions[0].label", "the field is missing."),
    (
        change("mentions", 0, "subtype", to="Martian"),
        "mentions[0].subtype",
        "the label PER has no subtype “Martian”.",
    ),
    (change("mentions", 0, "quote", to="Adam"), "mentions[0].quote", "the text there is “Ada”, not “Adam”."),
    (change("mentions", 0, "quote", to=...), "mentions[0].quote", "the field is missing."),
    (
        change("mentions", 0, "fragments", to=[[0, 22]]),
        "mentions[0].fragments[0]",
        "0 to 22 is no stretch of the text, which has 21 characters.",
    ),
    (
        change("mentions", 0, "fragments", to=[[-1, 3]]),
        "mentions[0].fragments[0]",
        "-1 to 3 is no stretch of the text, which has 21 characters.",
    ),
    (
        change("mentions", 0, "fragments", to=[[3, 3]]),
        "mentions[0].fragments[0]",
        "3 to 3 is no stretch of the text, which has 21 characters.",
    ),
    (
        change("mentions", 0, "fragments", to=[[8, 10], [0, 3]]),
        "mentions[0].fragments[1]",
        "0 does not lie behind 10, where the fragment before it ends.",
    ),
    (
        change("mentions", 0, "fragments", to=[[0, 1], [1, 3]]),
        "mentions[0].fragments[1]",
        "1 does not lie behind 1, where the fragment before it ends.",
    ),
    (
        change("mentions", 0, "fragments", to=[[0, 3, 5]]),
        "mentions[0].fragments[0]",
        "a start and an end are wanted, not a list.",
    ),
    (
        change("mentions", 0, "fragments", to=[0, 3]),
        "mentions[0].fragments[0]",
        "a start and an end are wanted, not 0.",
    ),
    (
        change("mentions", 0, "fragments", to=[[0, 3.0]]),
        "mentions[0].fragments[0]",
        "a start and an end are wanted, not a list.",
    ),
    (
        change("mentions", 0, "fragments", to=[]),
        "mentions[0].fragments",
        "a mention needs at least one fragment.",
    ),
    (change("mentions", 0, "fragments", to=...), "mentions[0].fragments", "the field is missing."),
    (change("mentions", 0, "fragments", to="0-3"), "mentions[0].fragments", "a list is wanted, not “0-3”."),
    (
        change("mentions", 0, "id", to="0" * 12 + "U"),
        "mentions[0].id",
        "an id of 13 letters is wanted, not “000000000000U”.",
    ),
    (
        change("mentions", 0, "entity", to="0" * 13),
        "mentions[0].entity",
        "no sound entity 0000000000000 stands on this line.",
    ),
    (
        change("mentions", 0, "entity", to=None),
        "mentions[0].entity",
        "an id of 13 letters is wanted, not null.",
    ),
    (
        change("mentions", 0, "created", to="yesterday"),
        "mentions[0].created",
        "a time such as 2026-11-22T12:48:00.123Z is wanted, not “yesterday”.",
    ),
    (
        change("mentions", 0, "created", to="2026-11-22"),
        "mentions[0].created",
        "a time such as 2026-11-22T12:48:00.123Z is wanted, not “2026-11-22”.",
    ),
    (
        change("mentions", 0, "created", to=0),
        "mentions[0].created",
        "a time such as 2026-11-22T12:48:00.123Z is wanted, not 0.",
    ),
    (
        change("mentions", 0, "confidence", to=1.5),
        "mentions[0].confidence",
        "a number from 0 to 1 is wanted, not 1.5.",
    ),
    (
        change("mentions", 0, "confidence", to=True),
        "mentions[0].confidence",
        "a number from 0 to 1 is wanted, not true.",
    ),
    (
        change("mentions", 0, "attributes", to=[]),
        "mentions[0].attributes",
        "an object is wanted, not a list.",
    ),
    (
        change("mentions", 0, "attributes", to={"hue": 1}),
        "mentions[0].attributes.hue",
        "the scheme of this project has no such attribute.",
    ),
    (
        change("mentions", 0, "attributes", to={"tags": ["a", 1]}),
        "mentions[0].attributes.tags",
        "a string, a number, true, false or a list of strings is wanted, not a list.",
    ),
    (
        change("mentions", 0, "attributes", to={"tags": None}),
        "mentions[0].attributes.tags",
        "a string, a number, true, false or a list of strings is wanted, not null.",
    ),
    (
        change("mentions", 0, "notes", to=[{"id": "x", "body": "b"}]),
        "mentions[0].notes[0].id",
        "an id of 13 letters is wanted, not “x”.",
    ),
    (change("mentions", 0, "notes", to=["b"]), "mentions[0].notes[0]", "an object is wanted, not “b”."),
    (change("mentions", 0, to="Ada"), "mentions[0]", "an object is wanted, not “Ada”."),
    (change("mentions", 0, to={}), "mentions[0].label", "the field is missing."),
    (change("entities", 0, "name", to=...), "entities[0].name", "the field is missing."),
    (
        change("entities", 0, "type", to="ALIEN"),
        "entities[0].type",
        "the scheme of this project has no label “ALIEN”.",
    ),
    (change("entities", 0, "aliases", to=["a", 1]), "entities[0].aliases", "a list of strings is wanted."),
    (
        change("entities", 0, "identifiers", to={"wikidata": 7}),
        "entities[0].identifiers",
        "an object that holds strings is wanted.",
    ),
    (change("entities", to=...), "mentions[0].entity", "stands on this line."),
]


@pytest.mark.parametrize(("spoil", "field", "what"), MENTIONS, ids=lambda each: str(each)[:60])
def test_a_faulty_mention_is_left_out_with_what_holds_on_to_it(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], field: str, what: str
) -> None:
    line = a_line()
    spoil(line)
    (found,) = read(as_bytes(line), tmp_path)
    assert any(place == field and told.endswith(what) for place, told in faults(found)), faults(found)
    assert [each.quote for each in found.mentions] == ["met", "Bo"]
    assert found.relations == ()
    last = [place for place, _ in faults(found)[-2:]]
    assert last == ["relations[0].arguments[0]", "relations[1].arguments[1]"]


RELATIONS = [
    (
        change("relations", 0, "type", to="Vanish"),
        "relations[0].type",
        "the scheme of this project has no relation or event “Vanish”.",
    ),
    (change("relations", 0, "type", to=""), "relations[0].type", "this field may not be empty."),
    (
        change("relations", 0, "trigger", to="0" * 13),
        "relations[0].trigger",
        "no sound mention 0000000000000 stands on this line.",
    ),
    (change("relations", 0, "arguments", to=...), "relations[0].arguments", "the field is missing."),
    (
        change("relations", 0, "arguments", 0, "role", to=""),
        "relations[0].arguments[0].role",
        "this field may not be empty.",
    ),
    (
        change("relations", 0, "arguments", 0, "mention", to="0" * 13),
        "relations[0].arguments[0]",
        "no sound mention 0000000000000 stands on this line.",
    ),
    (
        change("relations", 0, "arguments", 0, "relation", to="0" * 13),
        "relations[0].arguments[0].mention",
        "an argument names either a mention or a relation.",
    ),
    (
        change("relations", 0, "arguments", 0, "mention", to=...),
        "relations[0].arguments[0].mention",
        "an argument names either a mention or a relation.",
    ),
    (change("relations", 0, "id", to=None), "relations[0].id", "an id of 13 letters is wanted, not null."),
    (
        change("relations", 0, "attributes", to={"hue": True}),
        "relations[0].attributes.hue",
        "the scheme of this project has no such attribute.",
    ),
]


@pytest.mark.parametrize(("spoil", "field", "what"), RELATIONS, ids=lambda each: str(each)[:60])
def test_a_faulty_relation_takes_those_with_it_that_hold_on_to_it(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], field: str, what: str
) -> None:
    line = a_line()
    spoil(line)
    (found,) = read(as_bytes(line), tmp_path)
    assert (field, what) in faults(found)
    assert found.relations == ()
    assert len(found.mentions) == 3


def test_a_relation_may_not_fill_a_role_of_itself(tmp_path: Path) -> None:
    line = a_line()
    own = line["relations"][1]["id"]
    line["relations"][1]["arguments"][1]["relation"] = own
    (found,) = read(as_bytes(line), tmp_path)
    assert faults(found) == [
        ("relations[1].arguments[1]", f"no sound other relation {own} stands on this line.")
    ]
    assert len(found.relations) == 1


def test_a_field_that_is_not_known_is_told_and_its_record_kept_without_it(tmp_path: Path) -> None:
    line = a_line()
    line["colour"] = "red"
    line["mentions"][1]["sub_type"] = "x"
    (found,) = read(as_bytes(line), tmp_path)
    assert faults(found) == [
        ("colour", "this field is not known."),
        ("mentions[1].sub_type", "this field is not known."),
    ]
    assert len(found.mentions) == 3


def test_why_something_odd_was_waved_through_comes_in_with_its_record(tmp_path: Path) -> None:
    line = a_line()
    line["mentions"][0]["attributes"] = {"review.boundary": "the stem is meant"}
    line["mentions"][1]["attributes"] = {"boundary": "x", "review.mood": "y"}
    (found,) = read(as_bytes(line), tmp_path)
    assert found.mentions[0].attributes == {"review.boundary": "the stem is meant"}
    assert [place for place, _ in faults(found)][:2] == [
        "mentions[1].attributes.boundary",
        "mentions[1].attributes.review.mood",
    ]


def test_an_id_may_come_only_once_in_a_file(tmp_path: Path) -> None:
    first, second, third = a_line(), a_line(), a_line()
    second["id"] = first["id"]
    third["mentions"][2]["id"] = third["mentions"][1]["id"]
    third["relations"][0]["id"] = first["mentions"][0]["id"]
    third["notes"][0]["id"] = first["id"]
    _, second_read, third_read = read(as_bytes(first, second, third), tmp_path)
    assert second_read.document is None
    assert faults(second_read) == [("id", f"the id {first['id']} is taken by another record on line 1.")]
    assert [place for place, _ in faults(third_read)] == [
        "mentions[2].id",
        "relations[0].id",
        "relations[1].arguments[0]",
        "relations[1].arguments[1]",
        "notes",
    ]
    assert third_read.notes == ()


def test_lines_share_an_entity_but_not_two_under_one_id(tmp_path: Path) -> None:
    first, second, third = a_line(), a_line(), a_line()
    shared = first["entities"][0] | {"notes": [{"id": an_id(), "body": "known"}]}
    for line in (first, second):
        line["entities"] = [shared, shared]
        line["mentions"][0]["entity"] = shared["id"]
    third["entities"] = [shared | {"name": "Another"}]
    third["mentions"][0]["entity"] = shared["id"]
    one, two, three = read(as_bytes(first, second, third), tmp_path)
    assert one.faults == two.faults == ()
    assert one.entities == two.entities
    assert [len(each.notes) for each in (one, two)] == [2, 1]
    assert faults(three)[:2] == [
        ("entities[0].id", "this entity stands on an earlier line with other content."),
        ("mentions[0].entity", f"no sound entity {shared['id']} stands on this line."),
    ]


def test_an_entity_may_not_have_the_id_of_another_record(tmp_path: Path) -> None:
    line = a_line()
    line["entities"][0]["id"] = line["mentions"][0]["entity"] = line["id"]
    (found,) = read(as_bytes(line), tmp_path)
    assert faults(found)[0][0] == "entities[0].id"
    assert found.entities == ()


@pytest.mark.parametrize(
    "content",
    [
        b"{not json}\n",
        b'{"format": "glossator-jsonl", "ver\n',
        b"\xff\xfe{\x00}\x00\n",
        b"[" * 100_000 + b"\n",
        b'{"a":' * 100_000 + b"\n",
        b'{"text": "\\ud800"}\n',
    ],
)
def test_broken_json_is_told_by_its_line(tmp_path: Path, content: bytes) -> None:
    first, blank, second = read(as_bytes(a_line()) + b"\n \r\n" + content + as_bytes(a_line()), tmp_path)[:3]
    assert first.faults == second.faults == ()
    assert str(blank.faults[0]).startswith("Line 4: this is not JSON (")
    assert blank.document is None


@pytest.mark.parametrize(
    ("plain", "what"), [([], "a list"), ("text", "“text”"), (None, "null"), (1.5, "1.5")]
)
def test_a_line_that_is_no_object_is_told(tmp_path: Path, plain: object, what: str) -> None:
    (found,) = read(as_bytes(plain), tmp_path)
    assert [str(each) for each in found.faults] == [f"Line 1: an object is wanted, not {what}."]


def test_a_line_too_long_is_passed_over_without_being_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = as_bytes(a_line())
    monkeypatch.setattr(reading, "LONGEST_LINE", len(sound) + 10)
    found = read(sound + b"x" * 10_000 + b"\n" + as_bytes(a_line()) + b"y" * 10_000, tmp_path)
    assert [len(each.faults) for each in found] == [0, 1, 0, 1]
    assert str(found[1].faults[0]) == "Line 2: it is too long to be read."
    assert found[3].number == 4


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + as_bytes(a_line(), a_line()).replace(b"\n", b"\r\n").rstrip()
    assert [each.faults for each in read(content, tmp_path)] == [(), ()]


def test_a_text_with_other_line_ends_is_told(tmp_path: Path) -> None:
    line = a_line()
    line["text"] = TEXT + "\r\n"
    line["sha256"] = digest_of(line["text"])
    (found,) = read(as_bytes(line), tmp_path)
    assert faults(found) == [
        ("text", "lines must end with LF alone, and no byte order mark may stand before them.")
    ]


def test_offsets_counted_in_utf_16_are_noticed_by_the_quote(tmp_path: Path) -> None:
    line = a_line()
    line["text"] = "😀" + TEXT
    line["sha256"] = digest_of(line["text"])
    (found,) = read(as_bytes(line), tmp_path)
    assert faults(found)[0] == ("mentions[0].quote", "the text there is “😀Ad”, not “Ada”.")


def test_a_long_value_is_clipped_in_the_sentence(tmp_path: Path) -> None:
    line = a_line()
    line["mentions"][0]["quote"] = "x\n" * 5_000_000
    (found,) = read(as_bytes(line), tmp_path)
    assert len(faults(found)[0][1]) < 150


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(GlossatorError, match=r"“case.jsonl” is empty: there is no document in it."):
        read(content, tmp_path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="There is no file"):
        list(jsonl.read(tmp_path / "gone.jsonl", SCHEME))
    with pytest.raises(GlossatorError, match="is a folder, not a JSONL file"):
        list(jsonl.read(tmp_path, SCHEME))
    with pytest.raises(GlossatorError, match="cannot be read: "):
        list(jsonl.read(tmp_path / ("x" * 300), SCHEME))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_whatever_stands_in_a_field_is_either_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    line = a_line()
    held: Any = line
    while isinstance(held, dict | list) and held:
        step = data.draw(st.sampled_from(list(held) if isinstance(held, dict) else list(range(len(held)))))
        if not isinstance(held[step], dict | list) or data.draw(st.booleans()):
            held[step] = data.draw(_json)
            break
        held = held[step]
    (found,) = read(as_bytes(line), tmp_path_factory.mktemp("spoilt"))
    is_whole = found.document is not None and len(found.mentions) == 3 and len(found.relations) == 2
    assert found.faults or is_whole or not line["mentions"] or not line["relations"]


_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 30),
    st.floats(allow_nan=False),
    st.sampled_from(
        ["", "PER", "GPE", "Ada", "no such", "0000000000001", "000000000000I", "2026-11-22T12:48:00.123Z"]
    ),
    st.sampled_from(
        [
            "2026-11-22T12:48:61.123Z",
            "2026-11-22T12:48:00.12\u0663Z",
            "2026-11-22",
            "2026-11-22T12:48:00+02:00",
        ]
    ),
    st.lists(st.lists(st.integers(-1, 30), max_size=3), max_size=3),
    st.dictionaries(
        st.sampled_from(["level", "certainty", "outside.id", "x"]),
        st.one_of(st.booleans(), st.text(max_size=3)),
    ),
)


@given(st.dictionaries(st.sampled_from(sorted({*records.MENTION_FIELDS, "strange"})), _ODD, max_size=4))
def test_what_is_read_at_once_is_what_is_read_with_care(other: dict[str, Any]) -> None:
    known, faults = records.Vocabulary(SCHEME), []
    plain = a_mention(0, 3, author="Ada", created="2026-11-22T12:48:00.123Z", confidence=0.5) | other
    at_once = records.plain_mention(plain, 7, TEXT, known)
    fields = Fields(plain, "mentions[0]", records.MENTION_FIELDS, lambda place, what: faults.append(what))
    with_care = records.mention(fields, 7, TEXT, known)
    if at_once is not None:
        assert faults == []
        assert with_care is not None
        assert (at_once, ()) == with_care


def test_a_sound_mention_is_read_at_once() -> None:
    known = records.Vocabulary(SCHEME)
    for plain in (
        a_mention(0, 3),
        a_mention(8, 10, entity=an_id(), subtype="", created="1969-12-31T23:59:59.999Z"),
    ):
        assert records.plain_mention(plain, 7, TEXT, known) is not None
