"""Versions of a document: the earlier one, its annotations followed, and a file read anew in another encoding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import editions, intake, projects
from glossator.core import edits
from glossator.core.annotations import AnnotationSet
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError, Refused
from glossator.core.review import FLAG
from glossator.core.spans import Span
from glossator.workbench import Workbench

GERMAN = "Müller traf Präsident Äffchen in Köln.\nSie aßen dort Käse für fünf Euro.\n"
ROWS = "headline;text\nEins;Müller ging.\nZwei;Müller kam nach Köln und blieb.\n"
PAGE = (
    "<html><head><title>Köln</title></head><body><nav>Über uns</nav><article><p>Müller blieb in Köln.</p>"
    + "".join(
        f"<p>Am Tag {n} ging er durch den Hafen und sprach mit keinem von ihnen.</p>" for n in range(20)
    )
    + "</article></body></html>"
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="conll-2003", author="Ada")
    yield made
    made.close()


def bring(bench: Workbench, file: Path, options: intake.Options) -> list[Document]:
    return list(intake.import_texts(bench, [file], options=options).documents)


def tag(bench: Workbench, document: Document, *words: str) -> AnnotationSet:
    here = bench.open_document(document.id)
    label = bench.scheme.label("LOC")
    assert label is not None
    for each in words:
        start = here.text.index(each)
        bench.do(edits.tag(here, [Span(start, start + len(each))], label, by=bench.hand))
    return here


@pytest.mark.parametrize(
    ("wrong", "right"), [("cp1251", "cp1252"), ("mac_roman", "cp1252"), ("cp1252", "utf-8")]
)
def test_each_mention_stands_on_the_same_letters(
    bench: Workbench, tmp_path: Path, wrong: str, right: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(GERMAN.encode(right))
    (document,) = bring(bench, file, intake.Options(encoding=wrong))
    old = tag(
        bench, document, *(each.encode(right).decode(wrong, "replace") for each in ("Müller", "Köln", "fünf"))
    )
    original = editions.original_of(bench, document)
    made = editions.renew(bench, original, editions.read_as(original, right))
    held = bench.annotations(made.document.id)
    assert held.text == GERMAN
    assert sorted(each.quote for each in held.mentions.values()) == ["Köln", "Müller", "fünf"]
    assert not any(FLAG in each.attributes for each in held.mentions.values())
    assert intake.original(bench, made.document) == file.read_bytes()
    bench.undo()
    assert bench.ask.document(made.document.id) is None
    assert len(old.mentions) == 3


def test_a_row_of_a_table_is_found_again(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(ROWS.encode("cp1252"))
    documents = bring(bench, file, intake.Options(encoding="cp1251", column="text"))
    assert len(documents) == 2
    tag(bench, documents[1], "Kцln")
    original = editions.original_of(bench, documents[1])
    made = editions.renew(bench, original, editions.read_as(original, "cp1252"))
    held = bench.annotations(made.document.id)
    assert [each.quote for each in held.mentions.values()] == ["Köln"]
    assert held.document.name == "Zwei"


@pytest.mark.parametrize("whole", [False, True])
def test_a_page_is_read_as_it_was_and_its_title_is_put_right(
    bench: Workbench, tmp_path: Path, whole: bool
) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(PAGE.encode("utf-8"))
    (document,) = bring(bench, file, intake.Options(encoding="cp1252", whole_page=whole))
    tag(bench, document, "MÃ¼ller")
    original = editions.original_of(bench, document)
    read = editions.read_as(original, "utf-8")
    assert ("Über uns" in read.text) == whole
    made = editions.renew(bench, original, read)
    assert made.document.name == "Köln"
    assert [each.quote for each in bench.annotations(made.document.id).mentions.values()] == ["Müller"]


def test_what_cannot_be_read_anew_is_told(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(GERMAN.encode("cp1252"))
    (document,) = bring(bench, file, intake.Options(encoding="cp1251"))
    original = editions.original_of(bench, document)
    with pytest.raises(GlossatorError, match="cannot be read as"):
        editions.read_as(original, "utf-8")
    with pytest.raises(Refused, match="is in the project already"):
        editions.renew(bench, original, editions.read_as(original, "cp1251"))
    file.write_bytes((GERMAN + "Mehr.\n").encode("cp1252"))
    (bare,) = bring(bench, file, intake.Options(encoding="cp1251", keeps_sources=False))
    with pytest.raises(Refused, match="does not keep the file"):
        editions.original_of(bench, bare)


def test_an_unknown_codec_is_followed_by_words(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Ann left Rome.", "utf-8")
    (document,) = bring(bench, file, intake.DEFAULTS)
    here = tag(bench, document, "Rome")
    (found,) = editions.follow_letters(here, "Late: Ann left Rome.", was="no-such-thing", now="utf-8")
    assert found.fragments == (Span(15, 19),)


def test_of_several_newer_versions_all_is_taken_over_at_once(bench: Workbench, tmp_path: Path) -> None:
    pairs: list[tuple[Document, int]] = []
    for name in "ab":
        file = tmp_path / f"{name}.txt"
        file.write_text(f"{name}: Ann left Rome.\nBob stayed.\n", "utf-8")
        (document,) = bring(bench, file, intake.DEFAULTS)
        tag(bench, document, "Rome")
        file.write_text(f"{name}: Ann left Rome.\nBob stayed.\nNobody else.\n", "utf-8")
        report = intake.import_texts(bench, [file])
        pairs += report.versions
    told: list[tuple[int, int]] = []
    found = editions.follow(bench, pairs, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert [each.count("moved") for each in found] == [1, 1]
    assert editions.earlier_of(bench, found[0].document) == found[0].earlier
    assert editions.take_over(bench, found) == 2
    with pytest.raises(Refused, match="there already"):
        editions.take_over(bench, found)
    assert digest_of(found[0].text) == found[0].document.digest


def test_a_document_that_names_no_version_has_the_one_of_its_name(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Ann left Rome.", "utf-8")
    (first,) = bring(bench, file, intake.DEFAULTS)
    with pytest.raises(Refused, match="No earlier version"):
        editions.earlier_of(bench, first)
    file.write_text("Nothing of that kind.", "utf-8")
    (second,) = bring(bench, file, intake.DEFAULTS)
    assert "version_of" not in second.attributes
    assert editions.earlier_of(bench, second) == first
    odd = replace(second, attributes={"version_of": "no id"})
    assert editions.earlier_of(bench, odd) == first
    assert editions.follow(bench, [(second, first.id)]) == []  # nothing is said of it


def test_what_the_kept_file_does_not_hold_is_told(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(GERMAN.encode("cp1252"))
    (document,) = bring(bench, file, intake.Options(encoding="cp1251"))
    with pytest.raises(Refused, match="can no longer be made"):
        editions.original_of(bench, replace(document, digest=digest_of("Another text.")))
    original = editions.original_of(bench, document)
    with pytest.raises(GlossatorError, match="is not in the file"):
        editions.read_as(original._replace(part="b.txt"), "cp1252")
    empty = original._replace(content=b"headline,text\n,\n", name="a.csv", part="a.csv, row 2")
    with pytest.raises(GlossatorError):
        editions.read_as(empty, "cp1252")
    bare = replace(document, encoding="")
    with pytest.raises(Refused, match="settles how its letters"):
        editions.original_of(bench, bare)
