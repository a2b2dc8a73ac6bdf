"""The rhythm of plain texts: blank lines part paragraphs without a hole in the page, and the caret can stand there."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt

from glossator.core.spans import Span
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.rows import Rows
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

WRAPPED = (
    "An old text that\nwas broken by hand\nwhere it was full.\n\nAnother paragraph\nand its end.\n\n\nX."
)
LONG = (
    "A paragraph that is a line of the file, as most articles of today have them, and goes on for a while. "
    * 2
)


def layout_of(view: ArticleView) -> ArticleLayout:
    page = view._canvas.page
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("text", "is_wrapped"),
    [
        (WRAPPED, True),
        ("One line.\nAnother line.\nA third one.", False),
        (f"A title\n\n{LONG}\n{LONG}\n{LONG}", False),
        (f"{LONG}\n\n{LONG}\n\n{LONG}", False),
        ("", False),
        ("word " * 5000, False),
    ],
)
def test_old_plain_texts_are_known_by_short_lines_and_blank_ones(text: str, is_wrapped: bool) -> None:
    assert Rows(text).is_hard_wrapped == is_wrapped


def test_a_row_is_blank_when_there_is_nothing_before_its_line_break() -> None:
    rows = Rows("a\n\n \n\nb\n")
    assert [rows.is_blank(row) for row in range(len(rows))] == [False, True, False, True, False, False]
    divided = Rows("ab" * 40, limit=4)
    assert not any(divided.is_blank(row) for row in range(len(divided)))


def gaps(view: ArticleView) -> list[float]:
    """How far apart the text of the rows stands, from baseline to baseline, blank rows left out."""
    page = layout_of(view)
    y, found = 0.0, []
    for row in range(len(page.rows)):
        if not page.rows.is_blank(row) and page.rows.span(row).length:
            found.append(y + page.marks(row).lines[0].baseline)
        y += page.marks(row).height
    return [after - before for before, after in pairwise(found)]


def test_lines_broken_by_hand_stand_as_close_as_lines_broken_by_us(make_page: MakePage) -> None:
    view = make_page(builders.annotated(WRAPPED))
    pitch = view._canvas.metrics.pitch
    first, second, blank, third, two_blanks = gaps(view)
    assert first == second == third == pytest.approx(pitch, abs=0.5)
    assert pitch * 1.2 < blank < pitch * 1.7
    assert blank < two_blanks < pitch * 2.2


def test_a_blank_line_parts_paragraphs_a_little_more_than_none(make_page: MakePage) -> None:
    short = "A short paragraph."
    close = gaps(make_page(builders.annotated(f"{short}\n{LONG}\n{short}")))[0]
    parted = gaps(make_page(builders.annotated(f"{short}\n\n{LONG}\n\n{short}")))[0]
    assert close < parted < close * 1.3


@pytest.mark.parametrize("density", ["calm", "normal", "all"])
def test_the_caret_stands_on_blank_lines_and_the_pointer_finds_them(
    density: str, make_page: MakePage
) -> None:
    held = builders.annotated("One.\n\n\nTwo.")
    view = make_page(held)
    view.set_density(density)  # type: ignore[arg-type]
    view.select(Span(0, 0))
    carets = []
    for _ in range(4):
        carets.append(view.caret)
        reach.key(view, Qt.Key.Key_Down)
    assert carets == [0, 5, 6, 7]
    pictures = []
    for offset in (5, 6):
        view.select(Span(offset, offset))
        pictures.append(reach.picture(view))
        rect = view.character_rect(offset)
        assert rect.height() >= 10
        centre = view.viewport().mapFromGlobal(rect.center())
        reach.click(view, QPoint(centre.x() + 30, centre.y()))
        assert view.caret == offset
    assert pictures[0] != pictures[1]
    view.select(Span(0, 0))
    bare = reach.picture(view)
    view.select(Span(5, 6), reveal=False)
    assert reach.picture(view) != bare, "a selected line break shows"


def test_estimates_of_blank_lines_are_what_they_measure(make_page: MakePage) -> None:
    view = make_page(builders.annotated("A.\n\n" * 300))
    page = layout_of(view)
    before = page.heights.total
    for row in range(len(page.rows)):
        page.marks(row)
    assert page.heights.total == pytest.approx(before, rel=0.02)
