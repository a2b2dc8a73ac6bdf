"""Real documents, read in place: what each says is in its text, and what cannot be read is refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.documents import reading
from glossator.formats.text import TextFile

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
DOCUMENTS = CORPORA / "documents"
PAGES = CORPORA / "html"

pytestmark = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason="the folder with real documents is not beside the project"
)


def read(path: Path) -> TextFile:
    (found,) = reading.read(path)
    assert isinstance(found, TextFile)
    return found


@pytest.mark.parametrize(
    ("file", "holds"),
    [
        ("docx/QualCoder-ID1.docx", "I have wanted to learn about world history"),
        ("docx/python-docx/par-known-paragraphs.docx", "Heading Paragraph\nNormal paragraph"),
        ("docx/python-docx/test.docx", "python-docx was here too!"),
        ("gate-core/tika/tika-test.docx", "broken the Tika format parser"),
        ("gate-core/tika/tika-test.odt", "broken the Tika format parser"),
        ("gate-core/tika/tika-test.rtf", "broken the Tika format parser"),
        (
            "pdf/py-pdf-sample-files/001-trivial/minimal-document.pdf",
            "no sea takimata sanctus est Lorem ipsum",
        ),
        (
            "pdf/py-pdf-sample-files/004-pdflatex-4-pages/pdflatex-4-pages.pdf",
            "text should show what a printed text will",
        ),
        ("pdf/pdfbox/PDFBOX-3044-010197-p5-ligatures.pdf", "strongly interacting matter"),
        ("pdf/py-pdf-sample-files/015-arabic/habibi.pdf", "habibi"),
        ("pdf/py-pdf-sample-files/011-google-doc-document/google-doc-document.pdf", "Readability counts."),
    ],
)
def test_what_it_says_is_in_its_text(file: str, holds: str) -> None:
    if not (DOCUMENTS / file).exists():
        pytest.skip(f"{file} is not there")
    assert holds in read(DOCUMENTS / file).text


def test_pages_of_a_pdf_begin_where_it_says() -> None:
    found = read(DOCUMENTS / "pdf/py-pdf-sample-files/004-pdflatex-4-pages/pdflatex-4-pages.pdf")
    pages = json.loads(found.attributes["pages"])
    assert len(pages) == 4
    assert pages[0] == 0
    assert all(found.text[page - 2 : page] == "\n\n" for page in pages[1:])
    assert found.published == "2022-04-03"


def test_a_hyphenated_word_is_whole_and_the_place_is_kept() -> None:
    found = read(DOCUMENTS / "pdf/py-pdf-sample-files/001-trivial/minimal-document.pdf")
    (at,) = json.loads(found.attributes["hyphens"])
    assert found.text[at - 4 : at + 4] == "takimata"


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("pdf/pdfplumber/empty.pdf", "is damaged"),
        ("pdf/py-pdf-sample-files/007-imagemagick-images/imagemagick-lzw.pdf", "has no text layer"),
    ],
)
def test_what_has_no_text_is_refused(file: str, why: str) -> None:
    with pytest.raises(GlossatorError, match=why):
        list(reading.read(DOCUMENTS / file))


@pytest.mark.parametrize("page", sorted(each.name for each in PAGES.glob("readability/*")))
def test_articles_of_saved_pages_hold_most_of_what_people_read_in_them(page: str) -> None:
    import lxml.html

    expected = lxml.html.fromstring((PAGES / "readability" / page / "expected.html").read_bytes().decode())
    words = "".join(str(expected.xpath("string()"))).split()
    found = set(read(PAGES / "readability" / page / "source.html").text.split())
    assert sum(word in found for word in words) > 0.9 * len(words)


def test_every_document_is_a_text_or_a_sentence() -> None:
    files = [each for each in (*DOCUMENTS.rglob("*"), *PAGES.rglob("*.html")) if each.is_file()]
    assert len(files) > 30
    assert all(_tells(file) for file in files)


def _tells(file: Path) -> bool:
    try:
        found = list(reading.read(file))
    except GlossatorError as error:
        found = [error]
    return all(str(each) if isinstance(each, GlossatorError) else each.text.strip() for each in found)


def test_a_box_of_mail_gives_its_messages() -> None:
    found = [
        each.text
        for each in reading.read(DOCUMENTS / "gate-core/email/test1.eml")
        if isinstance(each, TextFile)
    ]
    assert any("Subject: millennial science essay competition" in text for text in found)
