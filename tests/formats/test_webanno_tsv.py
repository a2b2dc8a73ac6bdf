"""WebAnno TSV 3: spans over words and parts of them, stacks, chains, slots, relations, escapes; all real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from glossator.core.errors import GlossatorError
from glossator.formats import webanno_tsv
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.webanno_rows import split, unescaped
from tests.formats.exchange import Read, corpus, cut_everywhere
from tests.formats.test_hostile_files import attempt

HEAD = "#FORMAT=WebAnno TSV 3.3\n"
NAMED = f"{HEAD}#T_SP=x.Named|identifier|value\n"
NOT_IN_THE_FORMAT = {
    # as their names say, the format leaves these out: annotations begin with the first word in them
    "testAnnotationWithLeadingWhitespace": ([(4, 8)], [(5, 8)]),
    "testAnnotationWithLeadingWhitespaceAtStart": ([(0, 4)], [(1, 4)]),
    "testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken": ([(1, 1)], [(2, 2)]),
}


def read(tmp_path: Path, words: str) -> OutDocument:
    path = tmp_path / "One.tsv"
    path.write_text(words, "utf-8", newline="")
    form = detected(path)
    assert form == format_named("webanno-tsv")
    (found,) = form.read(path, Options())
    return found


def test_words_parts_of_words_and_values(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"{NAMED}\n\n#Text=😀 Ann\\tLee\n1-1\t0-2\t😀\t_\t_\t\n1-2\t3-6\tAnn\tQ1[1]\tPER\\|X[1]\t\n"
        "1-3\t7-10\tLee\tQ1[1]\tPER\\|X[1]\t\n1-3.1\t7-8\tL\t*\t*\t\n",
    )
    assert found.text == "😀 Ann\tLee"
    assert [(each.label, each.ranges, each.quoted, dict(each.attributes)) for each in found.spans] == [
        ("PER|X", ((3, 10),), None, {"identifier": "Q1"}),
        ("Named", ((7, 8),), "L", {}),
    ]
    (taken,) = Read("webanno-tsv", tmp_path / "One.tsv", skip_bad=False).taken
    assert {each.quote for each in taken.mentions} == {"Ann\tLee", "L"}
    assert taken.document.name == "One"


def test_chains_are_identities(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"{HEAD}#T_CH=x.Link|referenceRelation|referenceType\n\n#Text=Ann saw her .\n"
        "1-1\t0-3\tAnn\t*->1-2|*->2-1\tnam[1]|*[2]\t\n1-2\t4-7\tsaw\t_\t_\t\n1-3\t8-11\ther\tback->1-1\tpro[1]\t\n",
    )
    assert [(each.label, dict(each.attributes)) for each in found.spans] == [
        ("nam", {}),
        ("Link", {}),
        ("pro", {"referenceRelation": "back"}),
    ]
    assert [tuple(each[1:] for each in group.members) for group in found.groups] == [("S3", "S1"), ("S2",)]


def test_slots_are_events_and_relations_join_words_without_annotations(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"{HEAD}#T_SP=x.Host|value|ROLE_x.Host:links_x.L|x.Span\n#T_SP=x.Span|\n"
        "#T_RL=x.Dep|kind|BT_de.x.Token\n\n#Text=Ann met Bo\n1-1\t0-3\tAnn\t_\t_\t_\t*\tsubj\t1-2\t\n"
        "1-2\t4-7\tmet\tMeet\twho;*\t1-1;1-3\t_\t_\t_\t\n1-3\t8-10\tBo\t_\t_\t_\t*\t_\t1-9\t\n",
    )
    event, link = found.relations
    ids = {each.id: (each.label, each.quoted) for each in found.spans}
    assert (event.type, ids[event.trigger]) == ("Meet", ("Meet", "met"))
    assert [(role, ids[end]) for role, end in event.arguments] == [
        ("who", ("Span", "Ann")),
        ("links", ("Span", "Bo")),
    ]
    assert (link.type, dict(link.attributes)) == ("Dep", {"kind": "subj"})
    assert [ids[end] for _, end in link.arguments] == [("Token", "met"), ("Token", "Ann")]
    assert [str(each) for each in found.faults] == [
        "One.tsv, line 9: “1-9” is no place with an annotation.",
    ]


def test_what_stood_between_sentences_is_filled_and_offsets_stay(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"{HEAD}\n#Text=one\n1-1\t1-4\tone\t\n\n#Text=two\n2-1\t4-7\ttwo\t\n\n#Text=six\n3-1\t12-15\tsix\t\n\n"
        "#Text=( )\n\n",
    )
    assert (found.text, found.faults) == (" onetwo\n\n   six\n( )", [])


def test_code_points_are_seen_and_words_elsewhere_told(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\n#Text=😀 a b\n1-1\t0-1\t😀\t\n1-2\t2-3\ta\t\n1-3\t5-6\tb\t\n")
    assert found.unit is not None
    assert found.unit.base == "code point"
    assert [str(each) for each in found.faults] == [
        "One.tsv, line 6: “b” should stand at 5–6, where “” is.",
    ]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("#Text=one\n1-1\t0-3\tone\n\n#Text=two\n2-1\t1-4\ttwo\n", "begins before the end of the one before"),
        ("#Text=one\n1-1\t99999999-100000002\tone\n", "begins far behind the one before"),
        ("#Text=one\n1-1\tx-3\tone\n", "is no word with its place"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, rows: str, what: str) -> None:
    found = read(tmp_path, f"{HEAD}\n{rows}")
    assert what in str(found.faults[0])


def test_other_files_are_refused_and_a_file_cut_anywhere_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    for content, what in ((b"", "is empty"), (b"a\tO\n", "is no WebAnno TSV 3")):
        path.write_bytes(content)
        with pytest.raises(GlossatorError, match=what):
            list(webanno_tsv.read(path, Options()))
    whole = f"{NAMED}\n#Text=😀 Ann\n1-1\t0-2\t😀\tQ1[1]\tPER[1]\t\n1-2\t3-6\tAnn\tQ1[1]\tPER[1]\t\n"

    def work(content: bytes) -> None:
        path.write_bytes(content)
        attempt("webanno-tsv", path)

    cut_everywhere(whole.encode(), work)


def test_cells_are_cut_only_where_signs_are_not_escaped() -> None:
    assert split(r"a\|b|c\\|d", "|") == [r"a\|b", r"c\\", "d"]
    assert unescaped(r"a\->b\_\*\[1\]\t\\") == "a->b_*[1]\t\\"


def test_the_real_files_say_what_the_same_documents_say_as_xmi() -> None:
    """All 36 with an XMI beside them: texts, places of annotations and numbers of relations are the same."""
    compared = 0
    for path in sorted(corpus("webanno-tsv").rglob("*.tsv")):
        (found,) = webanno_tsv.read(path, Options())
        assert found.faults == []
        if not path.with_suffix(".xmi").exists():
            continue
        elements = list(etree.parse(path.with_suffix(".xmi")).getroot())
        (text,) = (each.get("sofaString") for each in elements if each.get("sofaString"))
        links = [each for each in elements if each.get("Governor")]
        skipped = ("Token", "Sentence", "DocumentMetaData")
        places = sorted(
            (int(each.get("begin", "")), int(each.get("end", "")))
            for each in elements
            if each.get("begin") and each not in links and etree.QName(each).localname not in skipped
        )
        mine = sorted(each.ranges[0] for each in found.spans if each.label != "Token")
        assert found.text == text
        assert (places, mine) == NOT_IN_THE_FORMAT.get(path.parent.name, (places, places))
        assert sum(not each.trigger for each in found.relations) == len(links)
        compared += 1
    assert compared == 36


def test_the_numbers_of_the_readme_are_those_of_cells(tmp_path: Path) -> None:
    """It counts cells that are not empty: one for each word and feature (15 annotations of no length are told)."""
    for name, cells, mentions, relations in (
        ("webanno-tsv", 139, 103, 7),
        ("webanno-curation", 540, 170, 92),
    ):
        paths = sorted(corpus(name).rglob("*.tsv"))
        rows = [line.split("\t")[3:] for path in paths for line in path.read_text("utf-8").splitlines()]
        assert sum(cell not in ("", "_") for row in rows for cell in row) == cells
        counts = [Read("webanno-tsv", each).counts for each in paths]
        assert (sum(each[1] for each in counts), sum(each[2] for each in counts)) == (mentions, relations)
