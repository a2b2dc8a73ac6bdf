"""PubAnnotation: denotations in one or several pieces, tracks, attributes, faults by what they are, real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from glossator.formats import pubannotation
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus, cut_everywhere


def read(tmp_path: Path, plain: Any) -> list[OutDocument]:
    file = tmp_path / "a.json"
    file.write_bytes(orjson.dumps(plain))
    return list(format_named("pubannotation").read(file, Options()))


def span(begin: int, end: int) -> dict[str, int]:
    return {"begin": begin, "end": end}


def test_denotations_relations_and_attributes(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path,
        {
            "text": "Ann met Bob",
            "sourceid": 7,
            "target": "https://x.example/7",
            "denotations": [
                {"id": "T1", "span": span(0, 3), "obj": "PER"},
                {"span": [span(0, 3), span(8, 11)], "obj": "PAIR"},
            ],
            "relations": [{"id": "R1", "pred": "knows", "subj": "T1", "obj": "T2"}],
            "attributes": [
                {"subj": "T1", "pred": "sure", "obj": True},
                {"subj": "T1", "pred": "kind", "obj": "a"},
                {"subj": "T1", "pred": "kind", "obj": "b"},
                {"subj": "R1", "pred": "since", "obj": 2011},
            ],
        },
    )
    assert (found.name, found.metadata) == ("7", {"url": "https://x.example/7"})
    assert [(each.label, each.ranges, each.id) for each in found.spans] == [
        ("PER", ((0, 3),), "T1"),
        ("PAIR", ((0, 3), (8, 11)), "T2"),
    ]
    assert found.spans[0].attributes == {"sure": True, "kind": "a, b"}
    (relation,) = found.relations
    assert (relation.type, relation.arguments) == ("knows", (("Arg1", "T1"), ("Arg2", "T2")))
    assert relation.attributes == {"since": 2011}
    assert not found.faults


def test_tracks_have_ids_of_their_own_and_authors(tmp_path: Path) -> None:
    track = {"denotations": [{"id": "T1", "span": span(0, 3), "obj": "PER"}]}
    (found,) = read(
        tmp_path, {"text": "Ann", "tracks": [track | {"project": "one"}, track | {"project": "two"}]}
    )
    assert [(each.id, each.author) for each in found.spans] == [("T1", "one"), ("track 2 T1", "two")]


def test_an_id_that_goes_on_is_given_once(tmp_path: Path) -> None:
    first, second, third = (
        {"denotations": [{"span": span(0, 3), "obj": "PER"} | ({"id": known} if known else {})]}
        for known in ("", "track 1 T1", "track 1 T1")
    )
    second["denotations"].append({"id": "T9", "span": span(0, 3), "obj": "PER"})
    (found,) = read(tmp_path, {"text": "Ann", "tracks": [first, second, third]})
    ids = [each.id for each in found.spans]
    assert len(set(ids)) == len(ids) == 4
    assert "T9" in ids


def test_thousands_of_denotations_in_tracks_are_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    class Counting(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

    monkeypatch.setattr(pubannotation, "words", lambda plain: Counting(plain) if plain else "")
    many = [{"id": f"T{number}", "span": span(0, 3), "obj": "PER"} for number in range(400)]
    tracks = [{"denotations": many[:1]}, {"denotations": many}]
    (found,) = read(tmp_path, {"text": "Ann", "tracks": tracks})
    assert len(found.spans) == 401
    assert compared < 20 * 400


@pytest.mark.parametrize(
    ("part", "plain", "why"),
    [
        ("denotations", {"span": span(0, 3)}, "is no denotation"),
        ("denotations", {"span": {"begin": "0", "end": 3}, "obj": "A"}, "is no denotation"),
        ("denotations", {"span": [{"begin": 0}], "obj": "A"}, "is no place in the text"),
        ("relations", {"pred": "x", "subj": "T1"}, "is no relation"),
        ("attributes", {"pred": "x", "subj": "T1", "obj": None}, "is no attribute"),
    ],
)
def test_what_is_none_is_told(tmp_path: Path, part: str, plain: Any, why: str) -> None:
    (found,) = read(tmp_path, {"text": "Ann", part: [plain]})
    assert why in str(found.faults[0])


def test_records_without_text_are_told_one_by_one(tmp_path: Path) -> None:
    one, two = read(tmp_path, [{"text": "Ann"}, {"denotations": []}])
    assert (one.text, two.text) == ("Ann", None)
    assert "no text in this record" in str(two.faults[0])


def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path) -> None:
    content = orjson.dumps([{"text": "Ann", "denotations": [{"id": "T1", "span": span(0, 3), "obj": "PER"}]}])

    def work(part: bytes) -> None:
        (tmp_path / "c.json").write_bytes(part)
        Read("pubannotation", tmp_path / "c.json")

    cut_everywhere(content, work)


@pytest.mark.parametrize(
    ("file", "counts", "faults"),
    [
        ("samplePubAnnotation.json", (1, 4, 1), 0),
        ("samplePubAnnotationProjectScoped.json", (1, 2, 1), 0),
        ("textae-dev/3_annotations.json", (1, 3, 1), 0),
        # one denotation and some relations in it name nothing, on purpose
        ("textae-dev/1_annotations.json", (1, 51, 18), None),
        ("textae-dev/invalid.json", (1, 39, 2), None),
    ],
)
def test_real_files(file: str, counts: tuple[int, int, int], faults: int | None) -> None:
    path = corpus("pubannotation") / file
    form = detected(path)
    assert form is not None
    assert form.name == "pubannotation"
    found = Read("pubannotation", path)
    assert found.counts[:3] == counts
    assert faults is None or len(found.faults) == faults
