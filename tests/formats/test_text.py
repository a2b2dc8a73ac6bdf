"""Text files: every encoding is read and named, and everything else is refused in a sentence."""

from __future__ import annotations

import codecs
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.documents import settle
from glossator.core.errors import GlossatorError
from glossator.formats import text

RUSSIAN = (
    "Правительство сообщило, что корабли вышли из порта и направились к берегам Ливии. "
    "Военные эксперты считают, что системы противовоздушной обороны были вывезены из Сирии.\n"
) * 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "The article.txt"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Tartüs 😀\n".encode(), "UTF-8"),
        (b"Tartus\n", "UTF-8"),
        (codecs.BOM_UTF8 + "Tartüs 😀\n".encode(), "UTF-8 with BOM"),
        (codecs.BOM_UTF16_LE + "Tartüs 😀\n".encode("utf-16-le"), "UTF-16LE"),
        (codecs.BOM_UTF16_BE + "Tartüs 😀\n".encode("utf-16-be"), "UTF-16BE"),
        (codecs.BOM_UTF32_LE + "Tartüs 😀\n".encode("utf-32-le"), "UTF-32LE"),
        (codecs.BOM_UTF32_BE + "Tartüs 😀\n".encode("utf-32-be"), "UTF-32BE"),
        (b"a log in \x1b[31mred\x1b[0m\n", "UTF-8"),
    ],
)
def test_what_a_file_says_of_its_encoding_is_believed(file: Path, content: bytes, encoding: str) -> None:
    file.write_bytes(content)
    found = text.read(file)
    assert (found.encoding, found.was_guessed, found.confidence) == (encoding, False, 1.0)
    assert found.name == "The article"
    assert found.text in {"Tartus\n", "Tartüs 😀\n", "a log in \x1b[31mred\x1b[0m\n"}
    assert found.source_digest == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("cp1251", "windows-1251"),
        ("koi8_r", "KOI8-R"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32-le", "UTF-32LE"),
        ("utf-32-be", "UTF-32BE"),
    ],
)
def test_an_encoding_that_had_to_be_guessed_is_named_as_guessed(
    file: Path, codec: str, encoding: str
) -> None:
    file.write_bytes(RUSSIAN.encode(codec))
    found = text.read(file)
    assert (found.text, found.encoding, found.was_guessed) == (RUSSIAN, encoding, True)
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize(
    ("wanted", "codec", "encoding"),
    [
        ("Der Bürgermeister möchte größere Häfen für die Flotte. " * 9, "cp1252", "windows-1252"),
        ("A função não está disponível na região; a razão é a situação. " * 9, "latin1", "windows-1252"),
        ("A kormány közölte, hogy a hajók elhagyták a kikötőt, és Líbia felé tartanak, őrség nélkül. " * 9, "cp1250",
         "windows-1250"),
    ],
)  # fmt: skip
def test_among_encodings_that_fit_equally_the_usual_one_is_taken(
    file: Path, wanted: str, codec: str, encoding: str
) -> None:
    file.write_bytes(wanted.encode(codec))
    found = text.read(file)
    assert (found.text, found.encoding) == (wanted, encoding)


def test_japanese_behind_escape_sequences_is_not_taken_for_ascii(file: Path) -> None:
    wanted = "日本語のテキストです。シリアからの撤退について書かれています。\n" * 4
    file.write_bytes(wanted.encode("iso2022_jp"))
    found = text.read(file)
    assert (found.text, found.was_guessed) == (wanted, True)


def test_the_user_may_name_the_encoding(file: Path) -> None:
    file.write_bytes("“Žluťoučký”".encode("cp1250"))
    found = text.read(file, encoding="windows-1250")
    assert (found.text, found.encoding, found.was_guessed) == ("“Žluťoučký”", "windows-1250", False)
    assert text.read(file, encoding="latin1").encoding == "ISO-8859-1"


def test_line_ends_are_settled_once(file: Path) -> None:
    file.write_bytes(b"one\r\ntwo\rthree\nfour")
    assert text.read(file).text == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“The article.txt” is empty: there is no text in it."),
        (b" \r\n\t\n", "“The article.txt” is empty: there is no text in it."),
        (codecs.BOM_UTF16_LE, "“The article.txt” is empty: there is no text in it."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "“The article.txt” is a PDF document, not a plain text file."),
        (b"PK\x03\x04\x14\x00", "“The article.txt” is a ZIP archive or an office document, not a plain text"),
        (bytes(range(256)) * 8, "“The article.txt” is not a text file: it holds zero bytes."),
        (b"text\x00text", "“The article.txt” is not a text file: it holds zero bytes."),
        (
            b"\x01\x02\x03\x04abc" * 9,
            "“The article.txt” is not a text file: it is full of control characters.",
        ),
        (codecs.BOM_UTF8 + b"caf\xe9", "cannot be read as UTF-8 with BOM: byte 4 does not fit."),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "“The article.txt” cannot be read as UTF-16LE"),
        (codecs.BOM_UTF16_BE + b"\x00a\x00\x00", "“The article.txt” is not a text file"),
        (bytes(range(0x80, 0x100)) * 40, "The encoding of “The article.txt” could not be found"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(file: Path, content: bytes, sentence: str) -> None:
    file.write_bytes(content)
    with pytest.raises(GlossatorError) as refused:
        text.read(file)
    assert sentence in str(refused.value)


def test_a_wrong_encoding_of_the_user_is_told(file: Path) -> None:
    file.write_bytes("Größe".encode("cp1252"))
    with pytest.raises(GlossatorError, match=r"cannot be read as utf-8: byte 3 does not fit"):
        text.read(file, encoding="utf-8")
    for name in ("martian", "base64"):
        with pytest.raises(GlossatorError, match=f"No text encoding is called “{name}”"):
            text.read(file, encoding=name)


def test_a_missing_file_a_folder_and_a_device_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="There is no file “.*gone.txt”"):
        text.read(tmp_path / "gone.txt")
    with pytest.raises(GlossatorError, match="is a folder, not a text file"):
        text.read(tmp_path)
    with pytest.raises(GlossatorError, match="“null” is a pipe or a device"):
        text.read(Path(os.devnull))
    with pytest.raises(GlossatorError, match="cannot be read"):
        text.read(tmp_path / ("x" * 300))
    with pytest.raises(GlossatorError, match="cannot be read: .*null"):
        text.read(tmp_path / "a\x00b")


def test_a_file_too_large_is_not_even_opened(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(text.LARGEST + 1_000_000)
    with pytest.raises(GlossatorError, match="too large: it has 201 MB, and a text may have 200 MB at most"):
        text.read(file)


def test_a_file_that_may_not_be_read_says_why(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"secret")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(GlossatorError, match="cannot be read: Permission denied"):
        text.read(file)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_a_file_name_that_is_no_text_becomes_one(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"text")
    assert text.read(path).name == "caf\ufffd"


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"))).filter(
        lambda made: made.strip("\ufeff ")
    ),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_every_text_with_a_mark_comes_back(
    tmp_path_factory: pytest.TempPathFactory, wanted: str, codec: str
) -> None:
    path = tmp_path_factory.mktemp("marked") / "a.txt"
    path.write_bytes(wanted.encode(codec))
    if settle(wanted).strip() and "\ufffd" not in wanted:
        assert text.read(path).text == settle(wanted)


def test_real_files_in_fifty_encodings_are_read(corpora: Path) -> None:
    """Held to the encodings that the folders are named after; those of one family may be told apart wrongly."""
    read, right, refused = 0, 0, []
    for path in sorted(each for each in (corpora / "encodings").rglob("*") if each.is_file()):
        try:
            found = text.read(path)
        except GlossatorError as refusal:
            refused.append(refusal.what)
            continue
        read += 1
        right += settle(_truth(path)) == found.text
    assert all("could not be found" in each for each in refused)
    assert read >= 66
    assert right >= 64


def test_hard_texts_are_read_as_they_are(corpora: Path) -> None:
    for path in sorted((corpora / "hard-text").iterdir()):
        found = text.read(path)
        assert (found.encoding, found.was_guessed) == ("UTF-8", False)
        assert found.text == settle(path.read_bytes().decode("utf-8"))


def _truth(path: Path) -> str:
    parts = path.parent.name.split("-")
    named = path.parent.name
    if named.startswith("iso-8859"):
        named = "-".join(parts[:3])
    elif named.startswith("windows"):
        named = "-".join(parts[:2])
    return path.read_bytes().decode("utf-8" if named == "ascii" else named, errors="replace")
