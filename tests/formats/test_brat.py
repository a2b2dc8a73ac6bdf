"""brat standoff: every real file comes in with the counts that are known of it, and goes out byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.core.annotations import Mention, Relation
from glossator.core.outside import ours
from glossator.formats import converting, conveying
from glossator.formats.brat_config import read as configuration
from glossator.formats.catalogue import format_named
from glossator.formats.conveying import Exporting
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options
from glossator.formats.units import CODE_POINT, UTF_16, Unit
from tests.formats.exchange import Read, corpus, cut_everywhere, nobody, round_trip

BRAT = format_named("brat")

# documents, mentions, relations, events, notes; then attributes, identities, mentions in pieces
KNOWN = {
    "brat-examples": ((102, 5191, 2920, 376, 598), 1978, 54, 0),
    "nerel": ((60, 3361, 2348, 0, 0), 0, 706, 14),
    "wlp": ((30, 3301, 1169, 928, 4), 0, 0, 9),
    # ten of its 1,398 mentions in pieces have pieces that touch, which are one stretch to us
    "ehealthkd": ((2, 11117, 10198, 0, 0), 250, 202, 1388),
    "geowebnews": ((40, 1437, 0, 0, 533), 598, 0, 0),
    "litbank/entities/brat": ((8, 1023, 0, 0, 0), 0, 0, 0),
    # its only note is on a T line that is not there
    "litbank/events/brat": ((8, 550, 0, 0, 0), 0, 0, 0),
    "litbank/coref/brat": ((8, 4106, 34, 0, 0), 0, 0, 0),
}
"""What the README of the corpora counts, or what it becomes: 53 groups and one reference are 54 identities; the
2,253 references of NEREL name 706 things (some nothing); the 217 groups of eHealth-KD share members and are 202."""
FAULTY = {
    "nerel": ["train/21274_text.ann, line 164: “N33\tReference T76 Wikidaиция” is no line of brat."],
    "litbank/events/brat": [
        "11_alices_adventures_in_wonderland_brat.ann, line 92: a note is on T130, which is not there."
    ],
}


@pytest.mark.parametrize("name", KNOWN)
def test_real_files_have_the_counts_that_are_known(name: str) -> None:
    found = Read("brat", corpus(name))
    counts, attributes, identities, pieces = KNOWN[name]
    mentions = [each for taken in found.taken for each in taken.mentions]
    records: list[Mention | Relation] = [
        *mentions,
        *(each for taken in found.taken for each in taken.relations),
    ]
    values = [value for each in records for value in ours(each.attributes).values()]
    assert found.counts == counts
    assert sum(len(each) if isinstance(each, tuple) else 1 for each in values) == attributes
    assert len(found.entities) == identities
    assert sum(len(each.fragments) > 1 for each in mentions) == pieces
    assert [str(each) for each in found.faults] == FAULTY.get(name, [])
    assert found.findings == []
    assert found.units == {CODE_POINT}


@pytest.mark.parametrize("name", KNOWN)
def test_real_files_go_out_byte_for_byte(name: str, tmp_path: Path) -> None:
    source, made = corpus(name), tmp_path / "out"
    converting.convert(source, made, BRAT, BRAT, options=Options(), hand=nobody(), skip_bad=True)
    differing = []
    for file in sorted(source.rglob("*.ann")):
        other = made / file.relative_to(source)
        assert other.with_suffix(".txt").read_bytes() == file.with_suffix(".txt").read_bytes()
        if other.read_bytes() != file.read_bytes():
            differing.append(file.name)
    assert differing == [each.partition(",")[0].rpartition("/")[2] for each in FAULTY.get(name, [])]


def test_files_that_only_look_like_it_are_told_once() -> None:
    found = Read("brat", corpus("litbank/coref/tsv"))
    assert found.counts[1:] == (0, 0, 0, 0)
    assert len(found.faults) == 8
    assert all("this is no file of brat" in str(each) for each in found.faults)


TEXT = "Ada 🚀 met Bo in the naval and air bases at Tripoli.\nBo left.\n"
ANN = """T1\tPerson 0 3\tAda
T2\tPerson 10 12\tBo
T3\tBase 20 25;34 39\tnaval bases
T4\tBase 34 39;30 33\tbases air
T5\tMeet 6 9\tmet
E1\tMeet:T5 Agent:T1 Agent2:T2
A1\tSure E1
R1\tAt Arg1:T2 Arg2:T3\t
A3\tLevel T1 first name
T6\tPerson 52 54\tBo
*\tEquiv T2 T6
N1\tReference T1 Wikidata:Q7259\tAda Lovelace
N2\tReference T3 Wikidata:NULL\tnothing
#1\tAnnotatorNotes T1\tthe first
#2\tLemma E1\tmeet
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.txt").write_bytes(TEXT.encode())
    (made / "a.ann").write_bytes(ANN.encode())
    return made


def again(folder: Path, target: Path) -> bytes:
    converting.convert(folder, target, BRAT, BRAT, options=Options(overwrite=True), hand=nobody())
    return (target / "a.ann").read_bytes()


def test_each_kind_of_line_is_understood(folder: Path) -> None:
    found = Read("brat", folder, skip_bad=False)
    (taken,) = found.taken
    quotes = [each.quote for each in taken.mentions]
    assert quotes == ["Ada", "Bo", "naval … bases", "air … bases", "met", "Bo"]
    by_quote = {each.quote: each for each in taken.mentions}
    assert by_quote["Ada"].attributes["Level"] == "first name"
    event = next(each for each in taken.relations if each.is_event)
    assert [each.role for each in event.arguments] == ["Agent", "Agent2"]
    assert event.attributes["Sure"] is True
    names = {each.name: dict(each.identifiers) for each in found.entities.values()}
    assert names == {"Bo": {}, "Ada Lovelace": {"Wikidata": "Q7259"}}
    assert [each.body for each in taken.notes] == ["the first", "meet"]
    assert [str(each) for each in taken.remarks] == [
        "a.ann, line 13: a reference was kept, but makes no identity: “NULL” names no entry."
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda ann: ann,
        lambda ann: ann.replace("\n", "\r\n"),
        lambda ann: "\ufeff" + ann,
        lambda ann: ann.removesuffix("\n"),
        lambda ann: "\n".join(reversed(ann.split("\n")[:-1])) + "\n",
    ],
)
def test_what_was_read_is_written_as_it_was(folder: Path, tmp_path: Path, change: object) -> None:
    assert callable(change)
    (folder / "a.ann").write_bytes(change(ANN).encode())
    assert again(folder, tmp_path / "out") == change(ANN).encode()


def test_offsets_of_the_browser_are_found(folder: Path) -> None:
    """brat's own window counts an emoji as two."""
    moved = "".join(
        f"{key}\t{label} {int(start) + (int(start) > 4)} {int(end) + (int(end) > 4)}\t{words}\n"
        for key, label, start, end, words in (
            ("T1", "Person", 0, 3, "Ada"), ("T2", "Person", 10, 12, "Bo"), ("T5", "Meet", 6, 9, "met")
        )
    )  # fmt: skip
    (folder / "a.ann").write_text(moved, "utf-8")
    found = Read("brat", folder, skip_bad=False)
    assert found.units == {UTF_16}
    assert [each.quote for each in found.taken[0].mentions] == ["Ada", "Bo", "met"]
    assert again(folder, folder / "out").decode() == "".join(
        f"{line}\n" for line in ("T1\tPerson 0 3\tAda", "T2\tPerson 10 12\tBo", "T5\tMeet 6 9\tmet")
    )


def test_wide_line_ends_of_the_text_may_be_counted(folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (folder / "a.ann").write_text("T1\tPerson 53 55\tBo\nT2\tPerson 10 12\tBo\n", "utf-8")
    found = Read("brat", folder, skip_bad=False)
    assert found.units == {Unit(crlf=True)}
    assert [each.start for each in found.taken[0].mentions] == [52, 10]


def test_an_edited_document_keeps_the_ids_of_what_stayed(folder: Path, tmp_path: Path) -> None:
    found = Read("brat", folder)
    (taken,) = found.taken
    kept = [each for each in taken.mentions if each.quote in ("Ada", "Bo", "met")]
    relations = [each for each in taken.relations if each.is_event]
    ids = {each.id for each in kept} | {each.id for each in relations}
    taken.mentions, taken.relations = kept, relations
    taken.notes = [each for each in taken.notes if each.target in ids]
    outgoing = conveying.as_outgoing(taken, found.entities, found.plan.scheme)
    assert round_trip(BRAT, [outgoing], tmp_path / "out")[0] == []
    assert set((tmp_path / "out" / "a.ann").read_text("utf-8").splitlines()) == {
        line for line in ANN.splitlines() if line.split("\t")[0] not in {"T3", "T4", "R1", "N2"}
    }


def test_annotations_without_a_text_wait_for_one(folder: Path) -> None:
    (folder / "a.txt").unlink()
    found = Read("brat", folder)
    assert found.taken == []
    assert found.survey.textless == ["a"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T9\tPerson 0", "is no line of brat"),
        ("T9\tPerson x y\tAda", "is no line of brat"),
        ("E9\tMeet", "is no line of brat"),
        ("R9\tAt Arg1", "is no line of brat"),
        ("R9\tAt Arg1:T1 Arg2:T77", "R9 names T77, which is not there"),
        ("A9\tSure", "is no line of brat"),
        ("A9\tSure T77", "A9 is on T77, which is not there"),
        ("N9\tReference T1 nothing\tx", "is no line of brat"),
        ("#9\tAnnotatorNotes T77\tx", "a note is on T77, which is not there"),
        ("*\tEquiv", "is no line of brat"),
        ("X\ty", "this begins like no line of brat"),
        ("T1\tPerson 10 12\tBo", "the id T1 stands twice"),
        ("E9\tMeet:T77", "E9 names T77, which is not there"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(folder: Path, line: str, said: str) -> None:
    (folder / "a.ann").write_text(f"{ANN}{line}\n", "utf-8")
    found = Read("brat", folder)
    assert len(found.faults) == 1
    assert said in str(found.faults[0])
    assert found.counts[1] >= 6


def test_a_file_cut_anywhere_is_an_import_or_a_sentence(folder: Path) -> None:
    def read(cut: bytes) -> None:
        (folder / "a.ann").write_bytes(cut)
        Read("brat", folder)

    cut_everywhere(ANN.encode(), read)


def test_a_configuration_goes_out_that_brat_reads_as_the_same_labels(folder: Path, tmp_path: Path) -> None:
    found = Read("brat", folder)
    outgoing = conveying.as_outgoing(found.taken[0], found.entities, found.plan.scheme)
    round_trip(BRAT, [outgoing], tmp_path / "out")
    made = configuration(tmp_path / "out").scheme
    assert {each.id for each in made.labels} == {"Person", "Base", "Meet"}
    assert [each.id for each in made.relation_types] == ["At"]
    assert [each.id for each in made.event_types] == ["Meet"]
    assert {each.id for each in made.attributes} == {"Sure", "Level"}


def test_names_of_documents_stay_inside_the_folder(tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.builders import annotated, scheme

    held = annotated("[Ada|PER] met", name="../../etc/passwd\x00")
    held.document = replace(held.document, attributes={"outside.path": "../../../evil"})
    other = annotated("[Bo|PER] met", name="..", id=2)
    documents = [Outgoing(each, scheme=scheme()) for each in (held, other)]
    exporting = Exporting(BRAT, scheme())
    assert BRAT.write is not None
    BRAT.write(exporting.out(documents), tmp_path / "in" / "out", Options())
    files = {each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*") if each.is_file()}
    assert all(each.startswith("in/out/") for each in files)
    assert {"in/out/evil.ann", "in/out/document.ann"} <= files
