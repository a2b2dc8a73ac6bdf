"""Every real file in a format that is read: what comes in is what its README counts, or it is said why it differs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.catalogue import detected
from tests.formats.exchange import Read, corpus

AS_COUNTED = ("brat-examples", "ehealthkd", "geowebnews", "medtator", "nerel", "prodigy", "timeml", "wlp")
"""Sets of which all that the README counts comes in."""
OTHERWISE = {
    # mentions and relations here, and what the README counts otherwise
    "bioc-pubtator": (10, 6, "it counts none; the same documents lie there as XML and as JSON"),
    "conll-ner": (13_097, 0, "nested tags are mentions here as well, and the headings of columns are known"),
    "dkpro-io": (87, 22, "it counts none"),
    "doccano": (1_041, 360, "a record over 49 lines is read here too, and so are the columns of words"),
    "gate": (
        806,
        0,
        "a document that lies there in YAML and MessagePack too is read as JSON and as XML alone",
    ),
    "label-studio": (248, 180, "regions on pictures, sound and on words that stand nowhere come not in"),
    "litbank": (5_679, 34, "its columns hold coreference, which has no labels"),
    "pubannotation": (110, 23, "blocks are mentions as well; relations that join nothing are told"),
    "spacy": (41, 0, "it counts the file of spaCy's own binary alone"),
    "uima-cas": (12, 0, "words, sentences and layers without a type system are no mentions"),
    "w3c-web-annotation": (0, 0, "no text lies with these: they come to the text of their name"),
    "webanno-curation": (170, 92, "it counts cells that say something, of which several make an annotation"),
    "webanno-tsv": (103, 13, "it counts cells that say something, of which several make an annotation"),
}


def told(readme: str, name: str) -> tuple[int, int]:
    """The mentions, and the relations and events, that the README counts in a set."""
    row = next(line for line in readme.splitlines() if line.startswith(f"| {name} |"))
    cells = [each.strip() for each in row.strip("|").split("|")]
    links = {what: int(number) for number, what in re.findall(r"(\d+) (rel|events)\b", cells[9])}
    return int(cells[8] or 0), links.get("rel", 0) + (links.get("events", 0) if name != "timeml" else 0)


def read(folder: Path) -> tuple[int, int, list[str]]:
    """What all files of a set hold that are in a format, and which of them are refused."""
    counts: Counter[str] = Counter()
    refused: list[str] = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        form = detected(path)
        if form is None:
            continue
        try:
            _, mentions, relations, events, _ = Read(form.name, path).counts
        except GlossatorError as error:
            refused.append(f"{path.name}: {error.what}")
            continue
        counts["mentions"] += mentions
        counts["relations"] += relations + events
    return counts["mentions"], counts["relations"], refused


@pytest.mark.parametrize("name", AS_COUNTED)
def test_what_the_readme_counts_comes_in(name: str) -> None:
    folder = corpus(name)
    mentions, relations, refused = read(folder)
    assert (mentions, relations) == told((folder.parent / "README.md").read_text("utf-8"), name)
    assert refused == []


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_comes_in_otherwise_is_known(name: str) -> None:
    mentions, relations, why = OTHERWISE[name]
    found = read(corpus(name))
    assert found[:2] == (mentions, relations), why
    unsound = ["cas_with_collections.xmi: “cas_with_collections.xmi” is no sound CAS of UIMA."]
    assert found[2] == (unsound if name == "uima-cas" else [])
