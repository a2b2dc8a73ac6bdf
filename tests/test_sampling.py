"""What would come in: a look at files before an import, with the choices that they leave."""

from __future__ import annotations

import zipfile
from pathlib import Path

from glossator import intake, sampling
from glossator.formats import text

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
