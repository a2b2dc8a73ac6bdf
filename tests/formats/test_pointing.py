"""Who says something and by which words: named by words and place in other formats, and found again there."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.core.annotations import AnnotationSet, Argument, Mention, Relation, Value
from glossator.core.documents import Document, digest_of
from glossator.core.ids import to_text
from glossator.core.scheme import AttributeType
from glossator.core.spans import Span
from glossator.formats.carries import EVERYTHING, Carries
from glossator.formats.catalogue import format_named
from glossator.formats.conveying import Exporting, read_back
from glossator.formats.losses import Outgoing, Tally, reduce
from glossator.formats.pointing import Finding, Pointing
from glossator.formats.standoff import Options
from tests.formats.exchange import nobody, round_trip
from tests.formats.random_projects import WITH_SOURCES

TEXT = "Two “U.S.” officials reportedly saw Ada in Rome."
OFFICIALS, WORD, ADA, ROME, TWIN = 11, 12, 13, 14, 15


def mention(id_: int, label: str, *spans: tuple[int, int]) -> Mention:
    quote = " … ".join(TEXT[start:end] for start, end in spans)
    return Mention(id_, 1, label, tuple(Span(*each) for each in spans), quote)


def document(*more: Mention, **attributes: str | tuple[str, ...]) -> Outgoing:
    made = [
        mention(OFFICIALS, "PER", (0, 20)),
        mention(WORD, "EVT", (21, 31)),
        mention(ADA, "PER", (36, 39)),
        mention(ROME, "ORG", (43, 47)),
        *more,
    ]
    ends = (Argument("Arg1", ADA), Argument("Arg2", ROME))
    said = Relation(21, 1, "MEMBER_OF", ends, attributes=attributes)
    record = Document(1, "one", len(TEXT), digest_of(TEXT))
    return Outgoing(AnnotationSet(record, TEXT, made, [said]), scheme=WITH_SOURCES)


def said(outgoing: Outgoing) -> dict[str, Value]:
    (relation,) = outgoing.annotations.relations.values()
    return {name: value for name, value in relation.attributes.items() if name in ("source", "cues")}


@pytest.mark.parametrize(
    "name", ["tables", "xlsx", "parquet", "brat", "bioc-json", "bioc-xml", "html-report"]
)
def test_sources_and_cues_name_the_same_mentions_again(name: str, tmp_path: Path) -> None:
    form = format_named(name)
    whole = document(source=to_text(OFFICIALS), cues=(to_text(WORD), to_text(ROME)))
    target = tmp_path / f"out{'' if form.writes_folder else form.endings[0]}"
    told, losses = round_trip(form, [whole], target)
    assert told == []
    assert not any("name a mention" in str(each) for each in losses)
    exporting = Exporting(form, WITH_SOURCES)
    list(exporting.out([whole]))
    (again,) = read_back(exporting, target, Options(scheme=WITH_SOURCES), nobody())
    cues = ("“reportedly” (21–31)", "“Rome” (43–47)")
    assert said(again) == {
        "source": "“Two ‘U.S.’ officials” (0–20)",
        "cues": cues if form.carries.several_values else ", ".join(cues),
    }


def test_of_two_alike_on_one_span_the_first_stands_for_both_and_that_is_told() -> None:
    twin = mention(TWIN, "PER", (36, 39))
    tally = Tally()
    whole = document(twin, source=to_text(TWIN), cues=(to_text(ADA), to_text(TWIN), to_text(WORD)))
    made = reduce(whole, EVERYTHING, tally)
    assert said(made) == {
        "source": "“Ada” (36–39 PER)",
        "cues": ("“Ada” (36–39 PER)", "“reportedly” (21–31)"),
    }
    assert [str(each) for each in tally.losses] == [
        "2 values that name one of several mentions alike: the first stands for it"
    ]
    places = [(each.fragments, each.label, each.id) for each in made.annotations.in_order()]
    kinds = {each.id: each for each in WITH_SOURCES.attributes}
    held, lost = Finding({}, places).found(said(made), kinds)
    assert held == {"source": to_text(ADA), "cues": (to_text(ADA), to_text(WORD))}
    assert lost == []


def test_of_two_mentions_on_one_span_the_label_tells_which() -> None:
    twin = mention(TWIN, "ORG", (36, 39))
    made = reduce(document(twin, source=to_text(TWIN)), EVERYTHING)
    assert said(made) == {"source": "“Ada” (36–39 ORG)"}
    places = [(each.fragments, each.label, each.id) for each in made.annotations.in_order()]
    kinds = {each.id: each for each in WITH_SOURCES.attributes}
    held, lost = Finding({}, places).found({"source": "“Ada” (36–39 ORG)"}, kinds)
    assert (held, lost) == ({"source": to_text(TWIN)}, [])
    held, _ = Finding({}, places).found({"source": "“Ada” (36–39 Other (name))"}, kinds)
    assert held == {"source": to_text(ADA)}


def test_pieces_are_places_too() -> None:
    pieces = mention(TWIN, "PER", (0, 3), (11, 20))
    made = reduce(document(pieces, source=to_text(TWIN)), EVERYTHING)
    assert said(made)["source"] == "“Two … officials” (0–3, 11–20)"
    finding = Finding({}, [(pieces.fragments, "PER", TWIN)])
    kinds = {"source": AttributeType("source", "Source", ("relation",), "mention")}
    assert finding.found(said(made), kinds) == ({"source": to_text(TWIN)}, [])


def test_what_does_not_go_out_cannot_be_named_and_that_is_told() -> None:
    tally = Tally()
    twin = mention(TWIN, "ORG", (36, 47))
    flat = Carries(
        relations=True, relation_attributes=True, roles=True, typed_values=True, several_values=True
    )
    made = reduce(document(twin, source=to_text(ROME), cues=(to_text(TWIN), to_text(WORD))), flat, tally)
    assert not made.annotations.relations  # they held on to what is left out
    tally = Tally()
    tail = mention(TWIN, "ORG", (21, 25))
    made = reduce(document(tail, source=to_text(TWIN), cues=(to_text(TWIN), to_text(WORD))), flat, tally)
    assert said(made) == {"cues": ("“reportedly” (21–31)",)}
    assert "2 values that name a mention: left out with the mention" in map(str, tally.losses)


def test_words_stay_words() -> None:
    held = document().annotations
    pointing = Pointing(held.mentions, held.in_order(), TEXT)
    words: dict[str, Value] = {
        "source": "AUTHOR",
        "note": "abcdefghijklm",
        "far": to_text(99),
        "size": 3,
        "cues": ("a", "b"),
    }
    assert pointing.told(words) == (words, 0)


def test_ids_of_the_file_name_mentions_and_what_names_none_is_told() -> None:
    kinds = {each.id: each for each in WITH_SOURCES.attributes}
    finding = Finding({"T3": ADA}, [])
    held, lost = finding.found({"source": "AUTHOR", "cues": ("T3", "T9", "T3"), "tags": ("T9",)}, kinds)
    assert held == {"source": "AUTHOR", "cues": (to_text(ADA),), "tags": ("T9",)}
    assert lost == ["T9"]
    assert finding.found({"source": "T9"}, kinds) == ({}, ["T9"])
