"""JSON a record at a time: in lines, over lines, in an array; cut anywhere, and never held as a whole."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import GlossatorError
from glossator.formats import json_stream
from tests.formats.exchange import cut_everywhere

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(st.sampled_from('ab"\\{}[],😀\n')),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.sampled_from('a"{}')), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=2), VALUES, max_size=3), min_size=1, max_size=4)


def values(path: Path) -> list[Any]:
    return [each.value if not each.fault else each.fault for each in json_stream.records(path)]


@given(OBJECTS, st.sampled_from([None, 1]), st.booleans())
def test_all_shapes_give_the_same_objects(objects: list[Any], indent: int | None, as_array: bool) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        text = (
            json.dumps(objects, indent=indent)
            if as_array
            else "\n".join(json.dumps(o, indent=indent) for o in objects)
        )
        path.write_text(text, "utf-8")
        assert values(path) == objects


def test_a_broken_line_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\n{"a": }\n{"a": 3}\n')
    found = list(json_stream.records(path))
    assert [(each.line, each.value) for each in found] == [(1, {"a": 1}), (3, None), (4, {"a": 3})]
    assert found[1].fault.startswith("this is not JSON")
    assert found[-1].end == found[-1].size == path.stat().st_size


def test_lines_are_counted_in_an_array(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[\n\n {"a":\n 1},\n {"b": "x\\ny"}\n]\n')
    assert [(each.line, each.value) for each in json_stream.records(path)] == [
        (3, {"a": 1}),
        (5, {"b": "x\ny"}),
    ]


def test_a_file_cut_anywhere_gives_a_sentence_or_values(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for content in (
        b'[{"a": "\\"]"}, {"b": [1, {"c": 2}]}]',
        b'{"a":\n 1}\n{"b": 2}',
        b'{"a": 1}\n{"b": 2}\n',
    ):

        def read(cut: bytes) -> None:
            path.write_bytes(cut)
            for each in json_stream.records(path):
                assert bool(each.fault) != (each.value is not None)

        cut_everywhere(content, read)


def test_what_stands_between_values_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1}, 7, nonsense {"b": 2}]')
    found = values(path)
    assert [found[0], found[2]] == [{"a": 1}, {"b": 2}]
    assert found[1].startswith("this is not JSON")


def test_what_is_closed_must_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1}]\n]')
    with pytest.raises(GlossatorError, match="Line 2: a bracket is closed"):
        values(path)


def test_deep_json_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"[" + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"]")
    assert "not JSON" in values(path)[0]
    path.write_bytes(b"[" * 100_000)
    assert values(path) == ["the file ends in the middle of a value."]


def test_a_value_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossator.formats.limits.LONGEST_LINE", 1_000)
    path = tmp_path / "a.json"
    path.write_bytes(b'[{"a": "' + b"x" * 600_000 + b'"}]')
    with pytest.raises(GlossatorError, match="too large"):
        values(path)
    path.write_bytes(b'{"a": 1}\n{"a": "' + b"x" * 5_000 + b'"}\n{"a": 2}\n')
    assert values(path) == [{"a": 1}, "it is too long to be read.", {"a": 2}]


def test_an_array_of_any_length_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    one = json.dumps({"text": "x" * 500, "label": [[0, 1, "A"]]})
    path.write_text("[" + ",\n".join([one] * 20_000) + "]")
    tracemalloc.start()
    count = sum(1 for _ in json_stream.records(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 4_000_000


@pytest.mark.parametrize("name", ["nowhere.json", ""])
def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(GlossatorError):
        values(tmp_path / name)
