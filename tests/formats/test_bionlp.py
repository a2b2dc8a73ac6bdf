"""Standoff of the BioNLP shared tasks: both files as one document, faults in the file where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats import bionlp
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options
from tests.formats.exchange import Read, corpus, cut_everywhere
from tests.formats.test_hostile_files import attempt

TEXT = "TRAF2 binds p50, and p65."
GIVEN = "T1\tProtein 0 5\tTRAF2\nT2\tProtein 12 15\tp50\n*\tEquiv T1 T2\n"
FOUND = "T3\tBinding 6 11\tbinds\nE1\tBinding:T3 Theme:T1 Theme2:T2\nM1\tNegation E1\n"


def laid(folder: Path, *, given: str = GIVEN, found: str = FOUND) -> Path:
    for ending, words in ((".txt", TEXT), (".a1", given), (".a2", found)):
        (folder / f"one{ending}").write_text(words, "utf-8", newline="")
    return folder


def test_given_and_found_are_one_document(tmp_path: Path) -> None:
    laid(tmp_path)
    for path in (tmp_path, tmp_path / "one.a1", tmp_path / "one.a2"):
        assert detected(path) == format_named("bionlp")
        found = Read("bionlp", path, skip_bad=False)
        assert found.counts == (1, 3, 0, 1, 0)
    (taken,) = found.taken
    (event,) = taken.relations
    assert [each.role for each in event.arguments] == ["Theme", "Theme2"]
    assert event.attributes["Negation"] is True
    assert len(found.entities) == 1


def test_faults_stand_in_the_file_and_line_where_they_are(tmp_path: Path) -> None:
    laid(tmp_path, given=GIVEN.rstrip("\n"), found=f"{FOUND}E2\tBinding:T9 Theme:T1\nT4\tX a b\tc\n")
    told = [str(each) for each in Read("bionlp", tmp_path).faults]
    assert any(each.startswith("one.a2, line 5: ") for each in told)
    assert all(not each.startswith("one.a1") for each in told)


def test_one_file_is_enough_and_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match=r"no .a1 or .a2"):
        list(bionlp.read(tmp_path, Options()))
    with pytest.raises(GlossatorError, match=r"no file “x.a1”"):
        list(bionlp.read(tmp_path / "x.a1", Options()))
    laid(tmp_path)
    (tmp_path / "one.a2").unlink()
    assert Read("bionlp", tmp_path).counts == (1, 2, 0, 0, 0)
    (tmp_path / "one.txt").unlink()
    (found,) = bionlp.read(tmp_path, Options())
    assert found.text is None


def test_real_annotations_in_two_files_say_what_they_say_in_one(tmp_path: Path) -> None:
    """Files of brat are the same lines: split as the shared task splits them, they are the same document."""
    source = corpus("brat-examples/corpora/BioNLP-ST_2011/BioNLP-ST_2011_EPI/PMID-18296627.ann")
    lines = source.read_text("utf-8").splitlines(keepends=True)
    given = [each for each in lines if each.startswith("T") and "\tProtein " in each]
    (tmp_path / "a.a1").write_text("".join(given), "utf-8")
    (tmp_path / "a.a2").write_text("".join(each for each in lines if each not in given), "utf-8")
    (tmp_path / "a.txt").write_bytes(source.with_suffix(".txt").read_bytes())
    assert given
    assert len(given) < len(lines)
    assert Read("bionlp", tmp_path, skip_bad=False).counts == Read("brat", source, skip_bad=False).counts


def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path) -> None:
    laid(tmp_path)

    def work(content: bytes) -> None:
        (tmp_path / "one.a2").write_bytes(content)
        attempt("bionlp", tmp_path / "one.a2")

    cut_everywhere(FOUND.encode(), work)
