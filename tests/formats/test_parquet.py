"""Parquet: what another program reads of ours and we of its files, in all its encodings; damage and traps."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import GlossatorError
from glossator.formats import parquet, parquet_files, snappy
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options
from glossator.formats.thrift import Reading, Short, packed
from tests.formats.exchange import Read, cut_everywhere
from tests.formats.test_hostile_files import attempt
from tests.formats.test_tables import TEXT, written

core = pytest.importorskip("arro3.core")
files = pytest.importorskip("arro3.io")

WORDS = ["Ada", "", "met 😀", "Ada", "\x00 and\n", "Ada"] * 40
LACKING: list[str | None] = ["a", None, "b", None, None, "a"] * 30


def table(columns: dict[str, tuple[list[Any], Any]], **how: Any) -> bytes:
    made = core.Table.from_pydict(
        {name: core.Array(cells, type=kind) for name, (cells, kind) in columns.items()}
    )
    out = io.BytesIO()
    files.write_parquet(made, out, **how)
    return out.getvalue()


def cells(content: bytes, column: str = "a") -> list[str]:
    return [row[column] for row in parquet_files.rows(content, "a.parquet", [column])]


def own(held: list[str]) -> bytes:
    out = io.BytesIO()
    made = parquet_files.Writing(out, ["a", "b"])
    for each in held:
        made.add({"a": each})
    made.close()
    return out.getvalue()


def test_another_program_reads_what_was_written(tmp_path: Path) -> None:
    folder = written(tmp_path, "parquet")
    assert detected(folder) == detected(folder / "mentions.parquet") == format_named("parquet")
    (batch,) = files.read_parquet(io.BytesIO((folder / "documents.parquet").read_bytes()))
    assert batch.column("text").to_pylist() == [TEXT]
    (batch,) = files.read_parquet(io.BytesIO((folder / "mentions.parquet").read_bytes()))
    assert batch.column("quote").to_pylist() == ["Ada", "met", "Bo … friend"]


def test_all_of_it_comes_back(tmp_path: Path) -> None:
    found = Read("parquet", written(tmp_path, "parquet"), skip_bad=False)
    assert found.counts == (1, 3, 1, 1, 4)
    assert next(iter(found.entities.values())).name == "Ada"


@pytest.mark.parametrize("packing", ["uncompressed", "snappy", "gzip(6)"])
@pytest.mark.parametrize("has_words", [True, False])
@pytest.mark.parametrize("version", ["parquet_1_0", "parquet_2_0"])
def test_what_another_program_wrote_is_read(packing: str, version: str, *, has_words: bool) -> None:
    text = core.DataType.string()
    content = table(
        {"a": (WORDS, text), "c": (list(range(240)), core.DataType.int64())},
        compression=packing,
        dictionary_enabled=has_words,
        writer_version=version,
        encoding=None if has_words else "plain",
    )
    assert cells(content) == WORDS
    content = table(
        {"a": (LACKING, text)},
        compression=packing,
        dictionary_enabled=has_words,
        writer_version=version,
        encoding=None if has_words else "plain",
    )
    assert cells(content) == [each or "" for each in LACKING]


@pytest.mark.parametrize(
    ("kind", "held", "said"),
    [
        ("int32", [1, -2, 3], ["1", "-2", "3"]),
        ("int64", [1, -(2**60), 3], ["1", str(-(2**60)), "3"]),
        ("float64", [0.5, 1.0, -2.25], ["0.5", "1.0", "-2.25"]),
        ("bool", [True, False, True], ["true", "false", "true"]),
    ],
)
def test_numbers_and_truths_are_words(kind: str, held: list[Any], said: list[str]) -> None:
    of = {"bool": core.DataType.bool()}.get(kind) or getattr(core.DataType, kind)()
    content = table(
        {"a": (held, of)}, dictionary_enabled=False, encoding="plain", writer_version="parquet_1_0"
    )
    assert cells(content) == said


def test_structs_in_cells_are_told() -> None:
    words = core.Array(["x", "y"], type=core.DataType.string())
    held = core.struct_array([words], fields=[core.Field("item", core.DataType.string())])
    out = io.BytesIO()
    files.write_parquet(core.Table.from_pydict({"a": held}), out)
    with pytest.raises(GlossatorError, match="has lists or structs in its column “a”"):
        cells(out.getvalue())


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=9), min_size=1, max_size=40))
def test_any_words_go_to_another_program_and_come_from_it(words: list[str]) -> None:
    found = [
        each for batch in files.read_parquet(io.BytesIO(own(words))) for each in batch.column("a").to_pylist()
    ]
    assert found == words == cells(own(words))
    assert cells(table({"a": (words, core.DataType.string())}, compression="snappy")) == words


def test_many_rows_are_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_files, "_GROUP", 100)
    content = own(WORDS)
    assert cells(content) == WORDS
    assert len(list(files.read_parquet(io.BytesIO(content)))) >= 1
    assert cells(own([])) == []


def foot(changed: dict[int, Any], words: bytes = b"", count: int = 1) -> bytes:
    """A file of which nothing is there but what tells of it."""
    schema = [{4: "schema", 5: Short(1)}, {1: Short(6), 3: Short(0), 4: "a"}]
    about = {1: Short(6), 3: ["a"], 4: Short(0), 5: 1, 9: 4} | changed
    told = packed({2: schema, 3: 1, 4: [{1: [{2: 4, 3: about}], 3: count}]})
    return b"PAR1" + words + told + struct.pack("<I", len(told)) + b"PAR1"


def page(told: dict[int, Any], kind: int = 0) -> bytes:
    return packed({1: Short(kind), 2: Short(9), 3: Short(9)} | told) + bytes(9)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no sound Parquet"),
        (b"PAR1" + b"\xff" * 8 + b"PAR1", "no sound Parquet"),
        (b"PAR1" + b"\x1c" * 90 + struct.pack("<I", 90) + b"PAR1", "no sound Parquet"),
        (b"PAR1" + b"\x19\xf6\xff\xff\xff\x7f" + struct.pack("<I", 6) + b"PAR1", "no sound Parquet"),
        (foot({}, count=10**9), "more than the 20,000,000 cells"),
        (foot({9: 10**9}), "no sound Parquet"),
        (foot({4: Short(6)}, page({5: {1: Short(1), 2: Short(0)}})), "packed with Zstandard"),
        (foot({}, page({5: {1: Short(1), 2: Short(7)}})), "in an encoding"),
        (foot({1: Short(3)}, page({5: {1: Short(1), 2: Short(0)}})), "of a kind"),
        (foot({}, page({5: {1: Short(5), 2: Short(0)}})), "no sound Parquet"),
        (foot({}, page({2: Short(2**31 - 1), 5: {1: Short(1), 2: Short(0)}})), "unpacks to far more"),
        (foot({}, page({7: {1: Short(1), 2: Short(0)}}, 2) * 3), "no sound Parquet"),
    ],
)
def test_damage_and_traps_are_sentences(content: bytes, what: str) -> None:
    with pytest.raises(GlossatorError, match=what):
        cells(content)


def test_runs_of_a_long_word_are_no_way_to_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    content = table({"a": (["x" * 1_000] * 3_000, core.DataType.string())}, compression="snappy")
    assert len(cells(content)) == 3_000
    monkeypatch.setattr(parquet_files, "_FREE", 10_000)
    monkeypatch.setattr(parquet_files, "DENSEST", 2)
    with pytest.raises(GlossatorError, match="unpacks to far more"):
        cells(content)


def test_cut_off_anywhere_or_with_other_bytes_it_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, "parquet")
    path = folder / "mentions.parquet"
    whole = table({"spans": (["0-3"], core.DataType.string()), "label": (["X"], core.DataType.string())})

    def work(content: bytes) -> None:
        path.write_bytes(content)
        attempt("parquet", folder)

    cut_everywhere(whole, work)
    for at in range(len(whole)):
        work(whole[:at] + bytes([whole[at] ^ 0x35]) + whole[at + 1 :])


@pytest.mark.parametrize(
    "content", [b"", b"\xff" * 6, b"\x05\x00", b"\x05\x01\x09", b"\x04\xf0", b"\x02\x0ca", b"\x09\x10abcde"]
)
def test_damaged_packing_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match="it|copy"):
        snappy.unpacked(content, 1_000)


def test_nothing_in_it_and_structs_without_end(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="neither documents nor mentions"):
        list(parquet.read(tmp_path, Options()))
    with pytest.raises(ValueError, match="without end"):
        Reading(b"\x1c" * 100).struct()
    numbers = {1: -5, 2: Short(7), 3: [1, 2, 3], 4: b"x", 20 - 5: {1: "y"}}
    assert Reading(packed(numbers)).struct() == {1: -5, 2: 7, 3: [1, 2, 3], 4: b"x", 15: {1: b"y"}}
