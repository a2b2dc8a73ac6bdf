"""Records survive their plain form, and whatever is no plain form is told by its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.annotations import Argument, Entity, Mention, Relation, Value
from glossator.core.documents import Document
from glossator.core.plain import KIND_OF, RECORD_KINDS, Malformed, from_plain, scheme_from_plain, to_plain
from glossator.core.scheme import Label, RelationType, Scheme
from glossator.core.spans import Span
from tests.builders import scheme
from tests.core.strategies import RECORDS, SCHEMES

MENTION: dict[object, object] = {
    "id": 1,
    "document": 2,
    "label": "PER",
    "fragments": [[0, 3]],
    "quote": "Ada",
}
DOCUMENT = {"id": 1, "name": "", "length": 0, "digest": ""}
STATES = "new, in work, done, dropped"
KINDS = pytest.mark.parametrize("kind", sorted(RECORD_KINDS))


def test_every_kind_of_record_has_a_name_and_a_strategy() -> None:
    assert {RECORD_KINDS[name]: name for name in RECORD_KINDS} == KIND_OF
    assert set(RECORDS) == set(RECORD_KINDS)


@KINDS
@given(data=st.data())
def test_records_survive_json(kind: str, data: st.DataObject) -> None:
    record = data.draw(RECORDS[kind])
    written = json.dumps(to_plain(record), allow_nan=False)
    found: object = from_plain(RECORD_KINDS[kind], json.loads(written))
    assert found == record
    assert repr(found) == repr(record), "the types are the same too"


@given(SCHEMES)
def test_schemes_survive_json(drawn: Scheme) -> None:
    assert from_plain(Scheme, json.loads(json.dumps(to_plain(drawn)))) == drawn


def test_a_whole_scheme_survives_and_is_checked() -> None:
    assert scheme_from_plain(to_plain(scheme())) == scheme()
    broken = {"id": "s", "name": "S", "version": "1", "labels": [{"id": "A", "name": "a"}] * 2}
    with pytest.raises(Malformed, match=r"^The label 'A' stands twice\.$"):
        scheme_from_plain(broken)


def test_the_type_of_a_value_survives() -> None:
    values: dict[str, Value] = {"a": True, "b": 1, "c": 1.0, "d": "1", "e": ("1",)}
    record = Entity(1, "Ada", attributes=values)
    found = from_plain(Entity, json.loads(json.dumps(to_plain(record))))
    assert [type(each) for each in found.attributes.values()] == [bool, int, float, str, tuple]


def test_defaults_are_left_out() -> None:
    assert to_plain(from_plain(Mention, MENTION)) == MENTION
    relation = Relation(1, 2, "LEADS", (Argument("Arg1", 3), Argument("Arg2", 4, is_relation=True)))
    assert to_plain(relation) == {
        "id": 1,
        "document": 2,
        "type": "LEADS",
        "arguments": [["Arg1", 3, False], ["Arg2", 4, True]],
    }


def test_defaults_of_tuples_may_be_left_out_too() -> None:
    assert from_plain(Argument, ["Agent", 3]) == Argument("Agent", 3)


def test_what_has_no_plain_form_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no plain form for set"):
        to_plain({1})
    with pytest.raises(TypeError, match="no plain form for type"):
        to_plain(Mention)
    with pytest.raises(TypeError, match="no plain form for"):
        from_plain(set, [])


def deep(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("kind", "plain", "fault"),
    [
        (Mention, 3, "at the top: an object is wanted, not 3"),
        (Mention, [], "at the top: an object is wanted, not []"),
        (Mention, None, "at the top: an object is wanted, not None"),
        (Mention, {"id": 1}, "at the top: the field 'document' is missing"),
        (Mention, {**MENTION, "colour": "red"}, "at the top: the field 'colour' is not known"),
        (Mention, {**MENTION, 7: "red"}, "at the top: the field '7' is not known"),
        (Mention, {**MENTION, "id": "1"}, "at id: a whole number is wanted, not '1'"),
        (Mention, {**MENTION, "id": True}, "at id: a whole number is wanted, not True"),
        (Mention, {**MENTION, "id": 1.0}, "at id: a whole number is wanted, not 1.0"),
        (Mention, {**MENTION, "id": 1 << 63}, f"at id: a whole number is wanted, not {1 << 63}"),
        (Mention, {**MENTION, "label": None}, "at label: text is wanted, not None"),
        (Mention, {**MENTION, "entity": "x"}, "at entity: a whole number is wanted, not 'x'"),
        (Mention, {**MENTION, "confidence": True}, "at confidence: a number is wanted, not True"),
        (Mention, {**MENTION, "confidence": float("nan")}, "at confidence: a number is wanted, not nan"),
        (Mention, {**MENTION, "confidence": float("inf")}, "at confidence: a number is wanted, not inf"),
        (Mention, {**MENTION, "fragments": "0-3"}, "at fragments: a list is wanted, not '0-3'"),
        (Mention, {**MENTION, "fragments": [[0, 3], [5]]}, "at fragments[1]: 2 values are wanted, not 1"),
        (Mention, {**MENTION, "fragments": [[0, 3, 4]]}, "at fragments[0]: 2 values are wanted, not 3"),
        (Mention, {**MENTION, "fragments": [[0, "3"]]}, "at fragments[0][1]: a whole number is wanted, not '3'"),
        (Mention, {**MENTION, "fragments": [{}]}, "at fragments[0]: a list is wanted, not {}"),
        (Mention, {**MENTION, "attributes": []}, "at attributes: an object is wanted, not []"),
        (Mention, {**MENTION, "attributes": {"a": {}}}, "at attributes.a: text is wanted, not {}"),
        (Mention, {**MENTION, "attributes": {"a": ["b", 1]}}, "at attributes.a[1]: text is wanted, not 1"),
        (Document, {**DOCUMENT, "status": "lost"}, f"at status: one of {STATES} is wanted, not 'lost'"),
        (Document, {**DOCUMENT, "status": []}, f"at status: one of {STATES} is wanted, not []"),
        (Label, {"id": "A", "name": "a", "retired": 1}, "at retired: true or false is wanted, not 1"),
        (RelationType, {"id": "A", "name": "a", "roles": ["x"]}, "at roles: 2 values are wanted, not 1"),
        (
            Scheme,
            {"id": "s", "name": "S", "version": "1", "relation_types": [{"id": "R", "name": "r", "signatures": [{}]}]},
            "at relation_types[0].signatures[0]: the field 'first' is missing",
        ),
        (Scheme, {"id": "s", "name": "S", "version": "1", "cues": {"a": [1]}}, "at cues.a[0]: text is wanted, not 1"),
        (Span, [1], "at the top: 2 values are wanted, not 1"),
        (Argument, [], "at the top: 3 values are wanted, not 0"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_place(kind: type, plain: object, fault: str) -> None:
    with pytest.raises(Malformed) as caught:
        from_plain(kind, plain)
    assert str(caught.value) == fault


@pytest.mark.parametrize("depth", [10, 1000, 100_000])
@KINDS
def test_deep_nesting_is_told_as_any_fault(kind: str, depth: int) -> None:
    with pytest.raises(Malformed, match="an object is wanted"):
        from_plain(RECORD_KINDS[kind], deep(depth))
    with pytest.raises(Malformed, match="at id"):
        from_plain(Mention, {**MENTION, "id": deep(depth)})


def test_a_message_stays_short_however_long_the_fault() -> None:
    for plain in (
        "x" * 10**6,
        {"k" * 10**6: 1},
        list(range(10**5)),
        {**MENTION, "id": ["y" * 10**6] * 100},
    ):
        with pytest.raises(Malformed) as caught:
            from_plain(Mention, plain)
        assert len(str(caught.value)) < 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@KINDS
@given(data=st.data())
def test_hostile_values_are_malformed_or_a_record(kind: str, data: st.DataObject) -> None:
    plain = to_plain(data.draw(RECORDS[kind]))
    assert isinstance(plain, dict)
    name = data.draw(st.sampled_from(sorted(plain)))
    plain[name] = data.draw(JSON)
    try:
        found: object = from_plain(RECORD_KINDS[kind], plain)
    except Malformed as refused:
        fault = str(refused)
    else:
        fault = f"at {name}"
        assert from_plain(RECORD_KINDS[kind], to_plain(found)) == found
    assert fault.startswith(f"at {name}")


@dataclass(frozen=True)
class Measured:
    """A value type of another room: it needs no registering."""

    size: float
    by_name: Mapping[str, int]


def test_other_frozen_values_are_written_and_read_alike() -> None:
    measured = Measured(0.5, {"a": 1})
    assert from_plain(Measured, to_plain(measured)) == measured
