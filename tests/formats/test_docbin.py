"""DocBin of spaCy: entities, groups of spans, its numbers for strings, damage; made by spaCy itself, and read by it."""

from __future__ import annotations

import zlib
from base64 import b85decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
import pytest

from glossator.core.annotations import AnnotationSet
from glossator.core.errors import GlossatorError
from glossator.formats import docbin
from glossator.formats.catalogue import detected, format_named
from glossator.formats.docbin_strings import SYMBOLS, murmur_hash, number_of
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus, cut_everywhere, round_trip
from tests.formats.test_hostile_files import attempt
from tests.formats.test_tables import TEXT, mention, project, written

MADE_BY_SPACY = b85decode(
    "c%186UY1%^oSC1u*g(&4X<|u9QSn?yXHPG0A74NJfU}H8&N3c7%Xn;ANq%-}Uhz@32F89_&RzFk9Dvab1OO8baYh3AB)BfdZ"
    "z}s;^8CVc&r26{O9<J+45b@z7|g?Ie!?|+rxm)m=bE&#CBYtRU^F3naQTN2SUq#g*|!II7s6;-*|T-ytf^uQ?Da63R`#6H>0"
    "w*KfBhYdrj<Ra?-EPaJX)j%qiJQ&O5+HP+QsX0U^K1l`JJH^y4vFM$EAYGPd1y#UM8fTP`btiCj3-j++;b=1V$55Pp*G<ta<"
    "Lvd}iYc;{&h#JrZjPh8wy5S#)TP&zqa|>tQq@_2l{|ZECSq{MXon_Ii&NRoV*dBhwgy<y&^q)~Ff1TUlW=x%LnO`_mZv;wM|"
    "|vr@A!Y&(AAFd_A@_^Cnj03rXpv)f*xnBHd&qY2qVZu~4OE=WvHEj}W^$Ov>2BO`<YGM4A0=B1Zp6d&Q?ff^6O%Zp2jGV{`l"
    "?=VO&Sg5;DZ?R)u-eUIv*QGw0NtKDq{qjpPfYQqXT!VuB{gwn8np!RkDlIO~Ok5gVS(KT$Has=4AU{u`xU#q;HFt4hX3^rry"
    "u2mJiN&eQQ&Q7_RbuLrw4(gnB^jwjsY`NF(@K`+fDB%mn_rfivOEuJd=bRRVvv!`A!ZdXD#>5+Vg8H;pkXD&lbco~=jWy6WG"
    "0uKw*LU}>C)nY{GyW6FpoDhEKSQvOfR0?xG5vCIKDJ5J1@UHFCG#chlmzDyc$U7#itkLmlhOHJ~F5A$kgT~d5O8Hi;9yW^?$"
    "=skP4uj2Fz-!ozbo*%sF`=JjMnFNOFLMF$Y2=TnGQx<%>#$$`~LCiXDjgfmjJsWkJvP0$pQKJ|L47s!|xFaw5<@M;Ipn(aO@"
    "|)S~#5#FE6xM;IF*2moyrM_&"
)
"""Three documents, written by spaCy 3.8.18."""


def read(tmp_path: Path, content: bytes) -> list[OutDocument]:
    path = tmp_path / "a.spacy"
    path.write_bytes(content)
    assert detected(path) == format_named("docbin")
    return list(docbin.read(path, Options()))


def said(found: OutDocument) -> list[tuple[str, str]]:
    assert found.text is not None
    return [(each.label, found.text[slice(*each.ranges[0])]) for each in found.spans]


def changed(plain: dict[str, Any]) -> bytes:
    held = msgpack.unpackb(zlib.decompress(MADE_BY_SPACY))
    return zlib.compress(msgpack.packb(held | plain))


def test_what_spacy_wrote_is_read(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, MADE_BY_SPACY)
    assert first.text == "😀 Russia moved air-defense systems from Syria to Libya."
    assert said(first) == [
        ("GPE", "Russia"),
        ("GPE", "Syria"),
        ("GPE", "Libya"),
        ("Weapon system", "air-defense systems"),
        ("case", "defense systems"),
    ]
    assert first.spans[0].attributes == {"kb_id": "Q159"}
    assert (first.metadata, first.faults) == ({"cats": "conflict"}, [])
    assert (second.text, second.spans, second.name) == ("Nothing here", [], "a 2")
    assert (third.text, said(third)) == ("Ann left ", [("PERSON", "Ann")])


def test_what_it_says_of_words_is_told_where_it_is_passed_over(tmp_path: Path) -> None:
    (silent, *_) = read(tmp_path, MADE_BY_SPACY)
    assert not silent.remarks
    held = msgpack.unpackb(zlib.decompress(MADE_BY_SPACY))
    words = len(held["spaces"])
    tokens = bytearray(held["tokens"])
    width = len(held["attrs"])
    for name in (74, 76):
        at = 8 * held["attrs"].index(name)
        for row in range(words):
            tokens[8 * width * row + at] = 9
    (told, *_) = read(tmp_path, changed({"tokens": bytes(tokens)}))
    assert [each.what for each in told.remarks] == [
        "what it says of words is not read: parts of speech, dependencies."
    ]


def test_a_real_file() -> None:
    found = Read("docbin", corpus("spacy") / "demo.spacy", skip_bad=False)
    assert found.counts == (1, 1, 0, 0, 0)
    assert found.taken[0].mentions[0].quote == "Ed Sheeran"


def test_strings_have_the_numbers_of_spacy() -> None:
    # as spaCy's own documentation has them, and as its StringStore answers
    assert number_of("coffee") == 3197928453018144401
    assert murmur_hash("é😀".encode()) == 576446407974871114
    assert murmur_hash(b"PERSON") == 11121653176597302729
    assert (number_of("PERSON"), number_of("det"), number_of("_"), number_of("")) == (380, 415, 456, 0)
    assert number_of("case") == murmur_hash(b"case") == 8110129090154140942
    assert len(SYMBOLS) == 456


def test_all_of_it_comes_back_and_words_are_cut_where_mentions_end(tmp_path: Path) -> None:
    (one,) = project()
    held = one.annotations
    odd = [
        mention(41, "PER", (2, 4)),
        mention(42, "ORG", (4, 5)),
        mention(43, "PER", (1, 6)),
        mention(44, "PER", (1, 6)),
    ]
    document = replace(held.document, source="Times", attributes={"page": "3"})
    case = [Outgoing(AnnotationSet(document, TEXT, odd), scheme=one.scheme)]
    assert round_trip(format_named("docbin"), case, tmp_path / "a.spacy") == ([], [])
    (found,) = docbin.read(tmp_path / "a.spacy", Options())
    assert (found.text, found.name) == (TEXT, "One")
    assert found.metadata == {"source": "Times", "page": "3"}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x78not packed", "is no DocBin of spaCy, or is damaged"),
        (zlib.compress(b"\xc1"), "is no sound DocBin"),
        (zlib.compress(msgpack.packb([1, 2])), "is no sound DocBin"),
        (zlib.compress(b"\x91" * 100_000), "is no sound DocBin"),
        (zlib.compress(bytes(25_000_000)), "unpacks to far more"),
        (MADE_BY_SPACY[:-1], "is cut off"),
        (changed({"lengths": b"\xff\xff\xff\x7f"}), "is no sound DocBin"),
        (changed({"lengths": b"\xff\xff\xff\xff"}), "is no sound DocBin"),
        (changed({"attrs": [1, 2, 3]}), "is no sound DocBin"),
        (changed({"tokens": b"123"}), "is no sound DocBin"),
        (changed({"spaces": b""}), "is no sound DocBin"),
    ],
)
def test_what_is_no_sound_file_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(GlossatorError, match=what):
        read(tmp_path, content)


def test_what_is_missing_or_leads_nowhere_is_told(tmp_path: Path) -> None:
    assert "whose letters are not in the file" in str(read(tmp_path, changed({"strings": []}))[0].faults[0])
    span = docbin._SPAN.pack(0, 0, number_of("GPE"), 3, 99, 0, 0)
    for packed, what in (
        (msgpack.packb([msgpack.packb({"spans": [span]})]), "a span goes from word 3 to word 99"),
        (msgpack.packb([msgpack.packb({"spans": [b"x"]})]), "groups of spans cannot be read"),
        (b"\xc1", "groups of spans cannot be read"),
        (
            msgpack.packb([msgpack.packb({"spans": [docbin._SPAN.pack(0, 0, 77777, 0, 1, 0, 0)]})]),
            "a label whose letters are not in the file",
        ),
    ):
        (first, *_) = read(tmp_path, changed({"span_groups": [packed]}))
        assert what in str(first.faults[0])
    (first, *_) = read(tmp_path, changed({"user_data": [b"\xc1", {}, None], "span_groups": []}))
    assert len(first.spans) == 3


def test_cut_off_anywhere_or_with_other_bytes_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.spacy"
    whole = zlib.decompress(MADE_BY_SPACY)

    def work(content: bytes) -> None:
        path.write_bytes(content)
        attempt("docbin", path)

    cut_everywhere(MADE_BY_SPACY, work)
    for at in range(0, len(whole), 3):
        work(zlib.compress(whole[:at] + bytes([whole[at] ^ 0x51]) + whole[at + 1 :]))


def test_spacy_reads_what_was_written(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    path = written(tmp_path, "docbin", ".spacy")
    (doc,) = spacy.tokens.DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)
    assert doc.text == TEXT
    assert [(each.label_, each.text) for each in doc.ents] == [
        ("PER", "Ada"),
        ("EVT", "met"),
        ("PER", "Bo, Ada’s friend"),
    ]
    assert [each.label_ for each in doc.spans["sc"]] == ["PER", "EVT", "PER"]
