"""Columns of words and tags: every way of tagging, columns with heads, nested tags, and real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus, cut_everywhere


def spans(document: OutDocument) -> list[tuple[str, str]]:
    assert document.text is not None
    return [(each.label, document.text[slice(*each.ranges[0])]) for each in document.spans]


def read(tmp_path: Path, content: str, options: Options = Options()) -> list[OutDocument]:  # noqa: B008
    file = tmp_path / "a.conll"
    file.write_bytes(content.encode())
    return list(format_named("conll").read(file, options))


WORDS = "Ann Lee Bob met UN".split()


@pytest.mark.parametrize(
    "tags",
    [
        pytest.param("I-PER I-PER B-PER O I-ORG", id="IOB1"),
        pytest.param("B-PER I-PER B-PER O B-ORG", id="IOB2"),
        pytest.param("B-PER E-PER S-PER O S-ORG", id="BIOES and BMES"),
        pytest.param("B-PER L-PER U-PER O U-ORG", id="BILOU"),
    ],
)
def test_every_way_of_tagging_says_the_same(tmp_path: Path, tags: str) -> None:
    (found,) = read(tmp_path, "\n".join(map("{} {}".format, WORDS, tags.split())))
    assert found.text == "Ann Lee Bob met UN"
    assert sorted(spans(found)) == [("ORG", "UN"), ("PER", "Ann Lee"), ("PER", "Bob")]


def test_documents_sentences_comments_and_faults(tmp_path: Path) -> None:
    content = "-DOCSTART- -X- O O\n\n# id = 7\nAnn NNP B-NP B-PER\nleft . O O\n\n\nBob NNP B-NP B-PER\n"
    content += "-DOCSTART- O\nX\nEve B-PER\n"
    first, second = read(tmp_path, content)
    assert (first.text, spans(first)) == ("Ann left\nBob", [("PER", "Ann"), ("PER", "Bob")])
    assert (first.name, second.name) == ("a 1", "a 2")
    assert [str(each) for each in second.faults] == ["a.conll, line 10: there is no word with a tag on it."]
    assert [str(each) for each in read(tmp_path, "a b\n")[0].faults] == ["a.conll, line 1: “b” is no tag."]


def test_a_sentence_ends_what_is_open(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "Ann B-PER\n\nLee I-PER\n")
    assert spans(found) == [("PER", "Ann"), ("PER", "Lee")]


def test_rows_of_different_width_have_nested_tags(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "the O\nUN B-ORG\noffice I-ORG B-FAC\nLibya I-ORG B-GPE\n")
    assert sorted(spans(found)) == [("FAC", "office"), ("GPE", "Libya"), ("ORG", "UN office Libya")]


def test_columns_with_heads_are_chosen_by_name(tmp_path: Path) -> None:
    content = "TOKEN\tNE-COARSE-LIT\tNE-FINE-LIT\tMISC\nAnn\tB-pers\tB-pers.ind\t_\n"
    assert spans(read(tmp_path, content)[0]) == [("pers", "Ann")]
    assert spans(read(tmp_path, content, Options(label_field="NE-FINE-LIT"))[0]) == [("pers.ind", "Ann")]


@pytest.mark.parametrize("content", ["", "\n\n", "-DOCSTART- O\n"])
def test_a_file_without_a_word_is_told(tmp_path: Path, content: str) -> None:
    assert [str(each) for each in read(tmp_path, content)[0].faults] == ["a.conll: there is no word in it."]


def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path) -> None:
    def work(content: bytes) -> None:
        (tmp_path / "c.conll").write_bytes(content)
        assert list(format_named("conll").read(tmp_path / "c.conll", Options()))

    cut_everywhere("Ann B-PER\nLée I-PER\n\n-DOCSTART- O\nUN B-ORG X\n".encode(), work)


@pytest.mark.parametrize(
    ("file", "mentions", "faults"),
    [
        # counted by the tags that begin a name; f.conll ends with two lines that have a word and no tag
        ("wnut17/emerging.dev.conll", 836, 0),
        ("wikigold/wikigold.conll.txt", 3558, 0),
        ("btc/f.conll", 4376, 2),
        ("masakhaner/yor/dev.txt", 360, 0),
        ("nemo-hebrew/token-single_gold_dev.bmes", 499, 0),
        ("weibo/weiboNER_2nd_conll.dev", 389, 0),
        ("wojood-sample-arabic/test.txt", 870, 0),
        ("hipe2022/HIPE-2022-v2.1-ajmc-dev-fr.tsv", 391, 0),
        ("hipe2022/HIPE-2022-v2.1-topres19th-dev-en.tsv", 237, 0),
    ],
)
def test_real_files(file: str, mentions: int, faults: int) -> None:
    path = corpus("conll-ner") / file
    form = detected(path)
    assert form is not None
    assert form.name == "conll"
    found = Read("conll", path)
    assert (found.counts[1], len(found.faults)) == (mentions, faults)


def test_beginnings_counted_by_hand_are_the_mentions() -> None:
    path = corpus("conll-ner") / "wnut17/emerging.dev.conll"
    begun = sum(
        line.rstrip().rpartition("\t")[2].startswith("B-") for line in path.read_text("utf-8").split("\n")
    )
    assert Read("conll", path).counts[1] == begun
