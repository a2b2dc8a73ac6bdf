"""Records out of somebody else's file: what is said of those that do not hold together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from glossator.formats.grounding import Grounding
from glossator.formats.standoff import MADE_UP, OutDocument, OutGroup, OutNote, OutRelation, OutSpan
from tests.formats.exchange import Read, nobody


def faults(tmp_path: Path, document: OutDocument) -> Sequence[str]:
    (tmp_path / "a.jsonl").write_text('{"text": "Ada met Bo"}\n', "utf-8")
    found = Read("prodigy", tmp_path / "a.jsonl")
    taken = Grounding(found.plan, found.survey.doctor, nobody(), origin="").take(document)
    assert taken is not None
    return [str(each) for each in taken.faults]


def test_no_id_that_a_reader_made_up_is_told(tmp_path: Path) -> None:
    ada = OutSpan("PER", ((0, 3),), f"{MADE_UP}S1")
    link = OutRelation("knows", (("Arg1", f"{MADE_UP}S1"), ("Arg2", f"{MADE_UP}S3")), f"{MADE_UP}R1")
    document = OutDocument(
        "Ada met Bo",
        "One",
        "a",
        spans=[ada, ada],
        relations=[link, link],
        groups=[OutGroup((f"{MADE_UP}S1", f"{MADE_UP}S4"), id=f"{MADE_UP}G1")],
        notes=[OutNote("who?", f"{MADE_UP}S5")],
    )
    assert faults(tmp_path, document) == [
        "a: a mention without an id stands twice.",
        "a: a relation without an id stands twice.",
        *["a: a relation “knows” names a mention without an id, which is not there."] * 2,
        "a: a group without an id names a mention without an id, which is not there.",
        "a: a note is on a mention without an id, which is not there.",
    ]


def test_ids_of_the_file_are_told_as_they_are(tmp_path: Path) -> None:
    ada = OutSpan("PER", ((0, 3),), "T1")
    link = OutRelation("knows", (("Arg1", "T1"), ("Arg2", "T3")), "R1")
    document = OutDocument("Ada met Bo", "One", "a", spans=[ada, ada], relations=[link])
    assert faults(tmp_path, document) == ["a: the id T1 stands twice.", "a: R1 names T3, which is not there."]
