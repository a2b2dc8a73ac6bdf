"""What would come in: a look at files before an import, with the choices that they leave."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from glossator import intake, sampling
from glossator.formats import text
from glossator.formats.documents import reading
from glossator.formats.text import TextFile
from glossator.formats.zips import Archive

PAGE = (
    "<html><head><title>Fire</title></head><body><nav>Home Sport</nav><article>"
    + "".join(f"<p>Firemen came to the harbour on day {n}, and nobody was hurt there.</p>" for n in range(20))
    + "</article></body></html>"
)
RUSSIAN = "Привет, Москва. Всё тихо в городе и дома сегодня вечером.\n" * 20


def test_plain_text_leaves_no_choice(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Ann met Bob.", "utf-8")
    found = sampling.sample(file)
    assert found.first is not None
    assert (found.first.text, found.has_choice, found.has_encoding) == ("Ann met Bob.", False, True)
    assert found.first.content == b""  # a look at a large file does not hold it


def test_a_page_may_be_taken_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(PAGE, "utf-8")
    article = sampling.sample(file)
    whole = sampling.sample(file, intake.Options(whole_page=True))
    assert article.is_page
    assert article.has_choice
    assert article.first is not None
    assert whole.first is not None
    assert "Home Sport" not in article.first.text
    assert "Home Sport" in whole.first.text


def test_a_table_tells_its_columns_and_another_may_be_the_text(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("headline,text\nOne,The first text.\nTwo,The second text.\n", "utf-8")
    found = sampling.sample(file)
    assert (found.columns, found.column, found.rows) == (("headline", "text"), "text", 2)
    other = sampling.sample(file, intake.Options(column="headline"))
    assert other.first is not None
    assert other.first.text == "One"
    wrong = sampling.sample(file, intake.Options(column="nothing"))
    assert wrong.fault.startswith("“a.csv” has no column “nothing”.")


def test_what_is_in_an_archive_counts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.html", PAGE)
        archive.writestr("two.txt", "Ann.")
    found = sampling.sample(tmp_path / "a.zip")
    assert found.is_page
    assert found.first is not None
    assert found.first.file_name == "one.html"


def two_tables(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024/one.csv", "headline,body\nOne,The first text.\nTwo,The second text.\n")
        archive.writestr("more.csv", "headline,body\nThree,The third text.\n")
        archive.writestr(
            "posts.jsonl", '{"who": "ann", "words": "They left.", "note": "a longer remark on it"}\n'
        )
    return path


def test_tables_in_an_archive_stand_for_it_with_their_headings(tmp_path: Path) -> None:
    file = two_tables(tmp_path / "a.zip")
    found = sampling.samples([file])
    assert [(each.name, each.columns, each.column, each.rows) for each in found] == [
        ("a.zip: 2024/one.csv", ("headline", "body"), "body", 2),
        ("a.zip: posts.jsonl", ("who", "words", "note"), "note", 1),
    ]
    assert all(each.has_choice for each in found)
    columns = ((("who", "words", "note"), "words"), (("headline", "body"), "headline"))
    chosen = intake.Options(columns=columns)
    again = [sampling.sample(file, chosen, each.inside) for each in found]
    assert [each.first.text for each in again if each.first] == ["One", "They left."]
    assert sampling.sample(file, chosen, "gone.csv").fault == "“a.zip” has no “gone.csv” in it."
    read = [each.text for each in reading.read(file, chosen.reading) if isinstance(each, TextFile)]
    assert read == ["One", "Two", "Three", "They left."]


def test_an_archive_of_many_tables_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(12):
            archive.writestr(f"{number:02}.csv", f"headline {number},body\nOne,The text {number}.\n")
        archive.writestr("12.csv", b"\x00")
    whole: list[Path] = []
    opened: list[str] = []
    bytes_of, begin = text.bytes_of, Archive.__init__

    def counted(path: Path) -> bytes:
        whole.append(path)
        return bytes_of(path)

    def begun(archive: Archive, source: Path | bytes, name: str, kind: str = "ZIP archive") -> None:
        opened.append(name)
        begin(archive, source, name, kind)

    monkeypatch.setattr(text, "bytes_of", counted)
    monkeypatch.setattr(Archive, "__init__", begun)
    found = sampling.samples([tmp_path / "a.zip"])
    assert [each.inside for each in found] == [f"{number:02}.csv" for number in range(12)]
    assert len(whole) == 1
    assert len(opened) <= 3  # for its kinds, for its first text, and for all of its tables


def test_pages_beside_tables_are_shown_too_and_a_broken_archive_is_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "headline,text\nOne,The first text.\n")
        archive.writestr("b.html", PAGE)
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04")
    found = sampling.samples([tmp_path / "a.zip", tmp_path / "b.zip"])
    assert [each.name for each in found] == ["a.zip", "a.zip: a.csv"]


def test_a_column_that_was_chosen_holds_where_headings_are_others(tmp_path: Path) -> None:
    for name, heads in (("a", "title,words,text"), ("b", "words,place"), ("c", "place,remark")):
        (tmp_path / f"{name}.csv").write_text(f"{heads}\n{','.join(heads.upper().split(','))}\n", "utf-8")
    files = [tmp_path / f"{name}.csv" for name in "abc"]
    assert [each.column for each in sampling.samples(files)] == ["text", "words", "remark"]
    chosen = intake.Options(columns=((("title", "words", "text"), "words"),))
    assert [each.column for each in sampling.samples(files, chosen)] == ["words", "words", "remark"]


def test_one_of_each_kind_stands_for_many_and_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(f"Text {number}.", "utf-8")
    (tmp_path / "90.pdf").write_bytes(b"%PDF-broken")
    (tmp_path / "91.html").write_text(PAGE, "utf-8")
    (tmp_path / "05.txt").write_bytes(RUSSIAN.encode("cp1251"))
    files = [*sorted(tmp_path.iterdir()), tmp_path / "gone.txt"]
    found = sampling.samples(files)
    assert [each.file.name for each in found] == ["00.txt", "05.txt", "91.html"]
    assert [each.was_guessed for each in found] == [False, True, False]


def test_an_encoding_for_files_that_do_not_say_theirs(tmp_path: Path) -> None:
    guessed, known = tmp_path / "guessed.txt", tmp_path / "known.txt"
    guessed.write_bytes(RUSSIAN.encode("koi8-r"))
    known.write_text(RUSSIAN, "utf-8")
    options = intake.Options(fallback="KOI8-R")
    read = [sampling.sample(each, options).first for each in (guessed, known)]
    assert [each.encoding for each in read if each] == ["KOI8-R", "UTF-8"]
    assert [each.text for each in read if each] == [RUSSIAN, RUSSIAN]
    assert not any(each.was_guessed for each in read if each)
    odd = text.decoded("odd", RUSSIAN.encode("koi8-r"), fallback="UTF-8")  # it does not fit: the guess stays
    assert odd.was_guessed


def test_what_was_chosen_is_sorted_by_what_becomes_of_it(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    (mixed / "a.txt").write_text("Ann.", "utf-8")
    (mixed / "b.jsonl").write_text('{"format": "glossator-jsonl", "version": 1}\n', "utf-8")
    (mixed / "c.csv").write_text("title,text\nA,Ann.\n", "utf-8")
    (mixed / "d.png").write_bytes(b"x")
    brat = tmp_path / "brat"
    brat.mkdir()
    (brat / "a.txt").write_text("Ann left.", "utf-8")
    (brat / "a.ann").write_text("T1\tPER 0 3\tAnn\n", "utf-8")
    found = sampling.sort([mixed, brat])
    assert [each.name for each in found.texts] == ["a.txt", "c.csv"]
    assert [each.name for each in found.ours] == ["b.jsonl"]
    assert found.foreign == (brat,)
    assert found.left_out == "1 file of another kind (.png)"
    assert not sampling.is_foreign(tmp_path / "gone.txt")  # its ending says so, nobody looks into it
    assert sampling.sort([mixed / "d.png"]).texts == (mixed / "d.png",)  # who names a file means it


def test_only_what_may_be_read_in_another_way_has_to_be_looked_at(tmp_path: Path) -> None:
    plain, guessed, wide = (tmp_path / f"{name}.txt" for name in ("plain", "guessed", "wide"))
    plain.write_text("Ann. " * 50_000 + "ü", "utf-8")
    guessed.write_bytes(RUSSIAN.encode("koi8-r"))
    wide.write_bytes("Ann.".encode("utf-16-le"))
    assert not sampling.may_have_choice([plain, tmp_path / "a.pdf", tmp_path / "gone.txt"])
    assert sampling.may_have_choice([plain, guessed])
    assert sampling.may_have_choice([wide])
    assert sampling.may_have_choice([plain, tmp_path / "a.html"])


def test_a_file_without_a_text_tells_why(tmp_path: Path) -> None:
    empty, table = tmp_path / "a.zip", tmp_path / "a.csv"
    with zipfile.ZipFile(empty, "w"):
        pass
    assert sampling.sample(empty).fault
    table.write_text("headline,text\nOne,\n", "utf-8")
    assert "is blank" in sampling.sample(table).fault
    assert not sampling.sample(empty).was_guessed
    nothing = tmp_path / "a.jsonl"
    nothing.write_text("", "utf-8")
    assert sampling.sample(nothing).fault
    assert not sampling.may_have_choice([tmp_path / "gone.txt"])  # the import tells that it is gone


def test_of_many_bytes_only_new_endings_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "_BYTES", 10)
    for name in ("a.txt", "b.txt", "c.html"):
        (tmp_path / name).write_text(PAGE if name == "c.html" else f"This is {name}.", "utf-8")
    found = sampling.samples(sorted(tmp_path.iterdir()))
    assert [each.file.name for each in found] == ["a.txt", "c.html"]


def test_what_leaves_no_choice_is_not_read_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.pdf", "b.docx", "c.html"):
        (tmp_path / name).write_text(PAGE, "utf-8")
    looked: list[str] = []
    look = sampling.sample

    def noted(file: Path, options: intake.Options) -> sampling.Sample:
        looked.append(file.name)
        return look(file, options)

    monkeypatch.setattr(sampling, "sample", noted)
    sampling.samples(sorted(tmp_path.iterdir()))
    assert looked == ["c.html"]
    sampling.samples([tmp_path / "a.pdf", tmp_path / "b.docx"])  # who wants to look always sees one
    assert looked == ["c.html", "a.pdf"]


def test_a_table_that_cannot_be_unpacked_is_left_to_the_import(tmp_path: Path) -> None:
    file = two_tables(tmp_path / "a.zip")
    whole = bytearray(file.read_bytes())
    at = whole.find(b"They left.")
    packed = zipfile.ZipFile(file).getinfo("posts.jsonl")
    start = packed.header_offset + 30 + len("posts.jsonl")
    assert packed.compress_type == zipfile.ZIP_STORED
    assert start <= at
    whole[at] ^= 0xFF  # the checksum is that of other bytes
    file.write_bytes(whole)
    found = sampling.samples([file])
    assert [each.name for each in found] == ["a.zip: 2024/one.csv"]
