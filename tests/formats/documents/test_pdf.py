"""PDF: the order of reading, paragraphs, hyphens and pages, on documents made line by line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.documents import pdf, reading
from glossator.formats.documents.pdf import Line
from glossator.formats.text import TextFile

Placed = tuple[float, float, str]


def made(*pages: Sequence[Placed], about: str = "") -> bytes:
    """A PDF with these lines (left, bottom, words), in Courier of 10 points, whose letters are 6 points wide."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        drawn = "BT /F 10 Tf " + " ".join(f"1 0 0 1 {x} {y} Tm ({words}) Tj" for x, y, words in lines) + " ET"
        objects.append(f"<< /Length {len(drawn)} >> stream\n{drawn}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< {about} >>")
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode("latin-1")


def column(left: float, top: float, *lines: str) -> list[Placed]:
    return [(left, top - 12 * at, words) for at, words in enumerate(lines)]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart() -> None:
    first = column(
        50, 700, "Ships left the port of Tartus at", "night and nobody would say where", "they went."
    )
    second = column(50, 640, "Officials in Moscow did not want", "to comment.")
    assert pdf.text_of("a.pdf", made(first + second)).text == (
        "Ships left the port of Tartus at night and nobody would say where they went.\n\n"
        "Officials in Moscow did not want to comment."
    )


def test_lists_and_narrow_columns_keep_their_lines() -> None:
    assert pdf.text_of("a.pdf", made(column(50, 700, "1. one", "2. two"))).text == "1. one\n2. two"
    assert pdf.text_of("a.pdf", made(column(50, 700, "10", "11", "12"))).text == "10\n11\n12"
    cells = [(50, 700, "Land"), (200, 700, "City"), (50, 688, "Libya"), (200, 688, "Tripoli")]
    assert pdf.text_of("a.pdf", made(cells)).text == "Land\tCity\nLibya\tTripoli"


def test_two_columns_drawn_across_are_read_one_after_the_other() -> None:
    left = column(
        50, 700, "Ships left the port of", "Tartus at night, two", "officials said then", "and no more."
    )
    right = column(
        320, 700, "Nobody would say where", "they went, or what it", "was that they had on", "board."
    )
    across = [line for pair in zip(left, right, strict=True) for line in pair]
    text = pdf.text_of("a.pdf", made(across)).text
    assert text.index("and no more.") < text.index("Nobody would say")


def test_what_is_drawn_from_below_is_read_from_above() -> None:
    lines = column(50, 700, "one of many lines here", "two of many lines here", "six of many lines here")
    assert pdf.text_of("a.pdf", made(lines[::-1])).text.split()[0] == "one"


def test_pages_begin_at_their_offsets_and_blank_ones_are_told() -> None:
    content = made(
        [(50, 700, "First page")], [], [(50, 700, "Third page")], about="/Title (Three) /Author (Ann)"
    )
    found = pdf.text_of("a.pdf", content)
    assert found.text == "First page\n\nThird page"
    assert found.pages == (0, 10, 12)
    assert found.empty == (2,)
    assert (found.title, found.author, found.published) == ("Three", "Ann", "")
    (read,) = reading.from_bytes("a.pdf", content)
    assert isinstance(read, TextFile)
    assert read.told == ("“a.pdf” has pages without text: 2.",)
    assert read.attributes == {"pages": "[0, 10, 12]"}


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the air de-", "fences were", "the air defences were"),
        ("the Syria-", "Libya route", "the Syria-Libya route"),
        ("the MiG-", "29 fighter", "the MiG-29 fighter"),
    ],
)
def test_hyphens_at_ends_of_lines(before: str, after: str, joined: str) -> None:
    found = pdf.text_of("a.pdf", made(column(50, 700, before, after)))
    assert found.text == joined
    assert found.joined == ((joined.index("fences"),) if "defences" in joined else ())


def test_a_word_that_has_its_hyphen_elsewhere_keeps_it() -> None:
    found = pdf.text_of(
        "a.pdf", made(column(50, 700, "an anti-aircraft gun", "and more anti-", "aircraft guns"))
    )
    assert "more anti-aircraft guns" in found.text
    assert not found.joined


def test_the_date_of_a_document_as_far_as_it_is_known() -> None:
    assert pdf.text_of("a.pdf", made([(1, 1, "x")], about="/CreationDate (D:2020)")).published == "2020"
    assert (
        pdf.text_of("a.pdf", made([(1, 1, "x")], about="/CreationDate (D:20200526)")).published
        == "2020-05-26"
    )


def test_pages_of_pictures_damage_and_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GlossatorError, match="has no text layer"):
        pdf.text_of("a.pdf", made([]))
    with pytest.raises(GlossatorError, match="is damaged"):
        pdf.text_of("a.pdf", b"%PDF-1.4 and nothing")
    monkeypatch.setattr(pdf, "_MOST_PAGES", 1)
    with pytest.raises(GlossatorError, match="has 2 pages"):
        pdf.text_of("a.pdf", made([], []))


def test_a_locked_one_is_told_from_a_damaged_one() -> None:
    from pypdfium2 import PdfiumError

    refused = pdf._refusal(
        "a.pdf", PdfiumError("Failed to load document (PDFium: Incorrect password error).")
    )
    assert str(refused).startswith("“a.pdf” is protected with a password.")


def test_right_to_left_lines_go_on_at_the_other_side() -> None:
    lines = [
        Line("אבגדה אבגדה אבגדה", 100, 100, 300, 110),
        Line("אבגדה אבגדה", 180, 88, 300, 98),
        Line("אבגדה", 250, 76, 300, 86),
    ]
    assert pdf._between(lines, 0) == " "
    assert pdf._between(lines, 1) == "\n"


def test_cut_off_anywhere_it_is_a_text_or_a_sentence() -> None:
    content = made(column(50, 700, "one line", "two lines"))
    for end in range(0, len(content), 7):
        try:
            assert pdf.text_of("a.pdf", content[:end]).text
        except GlossatorError:
            continue
