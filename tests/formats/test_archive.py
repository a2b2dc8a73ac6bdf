"""Folders and ZIP archives of annotations in several formats, exports of INCEpTION, paths that lead away, bombs."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats import archive, zips
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options
from tests.formats.exchange import Read, corpus, cut_everywhere
from tests.formats.test_hostile_files import attempt

TSV = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Named|value\n\n#Text=Ann\n1-1\t0-3\tAnn\t{}\t\n"
LINE = json.dumps({"text": "Bo left", "label": [[0, 2, "PER"]]}).encode()
BRAT = {"team/a.txt": b"Ada met Bo", "team/a.ann": b"T1\tPER 0 3\tAda\n"}
MIXED = {**BRAT, "one.jsonl": LINE, "more/two.tsv": TSV.format("ORG").encode(), "notes.bin": b"\x01\x02"}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def laid(folder: Path, parts: dict[str, bytes]) -> Path:
    for name, content in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def said(found: Read) -> list[tuple[str, str, str]]:
    return [(taken.document.name, each.label, each.quote) for taken in found.taken for each in taken.mentions]


@pytest.mark.parametrize("is_packed", [True, False])
def test_each_file_is_read_as_what_it_is(tmp_path: Path, *, is_packed: bool) -> None:
    path = packed(tmp_path / "all.zip", MIXED) if is_packed else laid(tmp_path / "all", MIXED)
    if is_packed:  # of a folder with annotations of brat, brat is taken
        assert detected(path) == format_named("archive")
    found = Read("archive", path, skip_bad=False)
    assert said(found) == [("one 1", "PER", "Bo"), ("two", "ORG", "Ann"), ("team/a", "PER", "Ada")]
    (first, *_) = archive.read(path, Options())
    assert [str(each) for each in first.remarks] == [f"{path.name}: no format is known for notes.bin."]


def test_a_folder_of_columns_is_detected(tmp_path: Path) -> None:
    assert detected(laid(tmp_path / "x", {"a/one.jsonl": LINE})) == format_named("archive")
    assert detected(laid(tmp_path / "y", {"a.txt": b"words", "b.pdf": b"%PDF"})) is None


def test_tables_in_an_archive_and_units_of_formats(tmp_path: Path) -> None:
    head = b"document,id,label,spans,quote\r\n"
    parts = {
        "t/mentions.csv": head + b"D,T1,PER,0-3,Ada\r\n",
        "t/documents.csv": b"id,name,text\r\nD,One,Ada\r\n",
    }
    found = Read("archive", packed(tmp_path / "t.zip", parts | {"x.jsonl": LINE}), skip_bad=False)
    assert said(found) == [("x 1", "PER", "Bo"), ("One", "PER", "Ada")]
    smile = {"a.jsonl": json.dumps({"text": "😀 Ann", "label": [[3, 6, "PER"]]}).encode()}
    (taken,) = Read("archive", packed(tmp_path / "u.zip", smile)).taken
    assert [each.quote for each in taken.mentions] == ["Ann"]


def test_an_export_of_inception_with_an_archive_for_each_annotator(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("eve.tsv", TSV.format("PER"))
    parts = {
        "exportedproject.json": b"{}",
        "source/One.txt": b"Ann",
        "annotation/One.txt/INITIAL_CAS.tsv": TSV.format("X").encode(),
        "annotation/One.txt/bob.tsv": TSV.format("ORG").encode(),
        "annotation/One.txt/eve.zip": inner.getvalue(),
        "annotation/Two.txt/INITIAL_CAS.tsv": TSV.format("LOC")
        .replace("Ann\n", "Two\n")
        .replace("\tAnn\t", "\tTwo\t")
        .encode(),
    }
    path = packed(tmp_path / "project.zip", parts)
    assert detected(path) == format_named("archive")
    found = Read("archive", path, skip_bad=False)
    assert sorted(said(found)) == [
        ("One.txt", "ORG", "Ann"),
        ("One.txt", "PER", "Ann"),
        ("Two.txt", "LOC", "Two"),
    ]
    assert {each.author for taken in found.taken for each in taken.mentions} == {"bob", "eve", "INITIAL_CAS"}


def test_an_archive_of_xmi_alone_stays_with_xmi() -> None:
    (path,) = corpus("inception-project-export").glob("*.zip")
    assert detected(path) == format_named("cas-xmi")


def test_a_folder_of_brat_in_an_archive_is_written_again_byte_for_byte(tmp_path: Path) -> None:
    from glossator.formats import conveying
    from glossator.formats.conveying import Exporting

    source = corpus("brat-examples/corpora/BioNLP-ST_2011")
    names = sorted(source.rglob("*.ann"))[:6]
    parts = {
        str(each.relative_to(source)): each.read_bytes()
        for one in names
        for each in (one, one.with_suffix(".txt"))
    }
    found = Read("archive", packed(tmp_path / "b.zip", parts), skip_bad=False)
    form = format_named("brat")
    made = [conveying.as_outgoing(each, found.entities, found.plan.scheme) for each in found.taken]
    assert form.write is not None
    form.write(Exporting(form, found.plan.scheme).out(made), tmp_path / "out", Options())
    assert {name: (tmp_path / "out" / name).read_bytes() for name in parts} == parts


@pytest.mark.parametrize(
    "name", ["../../evil.jsonl", "/evil.jsonl", "C:\\evil.jsonl", "..\\evil.jsonl", "a/../../evil.jsonl"]
)
def test_paths_that_lead_away_stay_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    root = tmp_path / "deep" / "temporary"
    root.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(root))
    path = packed(tmp_path / "evil.zip", {name: LINE, "evil.jsonl": LINE.replace(b"Bo", b"Al")})
    seen = set()
    for document in archive.read(path, Options()):
        seen |= {each for each in tmp_path.rglob("*.jsonl") if root not in each.parents}
        assert document.spans
    assert seen == set()
    assert list(root.iterdir()) == []  # and nothing of it stays


def test_bombs_archives_in_archives_and_nothing_to_read_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = packed(tmp_path / "n.zip", {"a.bin": b"\x01"})
    with pytest.raises(GlossatorError, match="There is no file with annotations"):
        list(archive.read(nothing, Options()))
    assert detected(nothing) is None
    content = packed(tmp_path / "0.zip", {"a.jsonl": LINE}).read_bytes()
    for number in range(1, 9):
        content = packed(tmp_path / f"{number}.zip", {f"{number}.zip": content}).read_bytes()
    attempt("archive", tmp_path / "8.zip")
    twice = packed(
        tmp_path / "twice.zip",
        {
            f"annotation/{each}.zip": packed(tmp_path / "i.zip", {"a.jsonl": LINE}).read_bytes()
            for each in range(9)
        },
    )
    monkeypatch.setattr(zips, "LARGEST", 700)
    with pytest.raises(GlossatorError, match="unpacks to"):
        list(archive.read(twice, Options()))
    monkeypatch.undo()
    bomb = packed(tmp_path / "bomb.zip", {"a.jsonl": LINE + bytes(60_000_000)})
    with pytest.raises(GlossatorError, match="unpacks to far more"):
        list(archive.read(bomb, Options()))


def test_a_bad_file_among_good_ones_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    parts = MIXED | {"bad.spacy": b"\x78\x9c nothing", "worse.tsv": b"#FORMAT=WebAnno TSV 3.3\n1-1\tx\n"}
    found = Read("archive", packed(tmp_path / "all.zip", parts))
    assert len(found.taken) == 3
    assert "all.zip/bad.spacy: “bad.spacy” is no DocBin of spaCy" in str(found.faults[0])


def test_cut_off_anywhere_it_is_told(tmp_path: Path) -> None:
    content = packed(tmp_path / "a.zip", BRAT).read_bytes()
    path = tmp_path / "cut.zip"

    def work(part: bytes) -> None:
        path.write_bytes(part)
        detected(path)
        attempt("archive", path)

    cut_everywhere(content, work)
    shutil.rmtree(tmp_path)


def test_places_that_no_file_has_are_damage(tmp_path: Path) -> None:
    """The table at the end of an archive says where each file begins: here before the beginning."""
    content = packed(tmp_path / "a.zip", {"a.jsonl": LINE}).read_bytes()
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + content[9:])
    with pytest.raises(GlossatorError, match="is damaged"):
        list(archive.read(tmp_path / "a.zip", Options()))


def test_a_file_without_a_name_is_passed_over(tmp_path: Path) -> None:
    """Names end at a zero byte; found by fuzzing."""
    content = packed(tmp_path / "a.zip", {"zaa.jsonl": LINE, "one.jsonl": LINE}).read_bytes()
    (tmp_path / "a.zip").write_bytes(content.replace(b"zaa.jsonl", b"\x00aa.jsonl"))
    assert detected(tmp_path / "a.zip") == format_named("archive")
    assert said(Read("archive", tmp_path / "a.zip", skip_bad=False)) == [("one 1", "PER", "Bo")]
