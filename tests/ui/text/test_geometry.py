"""Where characters stand: rectangles against Qt's own painting, hit tests against rectangles, in many scripts."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextCharFormat, QTextLayout

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.spans import Span
from glossator.ui.text import metrics
from glossator.ui.text.metrics import Metrics
from glossator.ui.text.rows import Rows
from glossator.ui.text.rowtext import RowText, merged
from tests import builders
from tests.ui.text.conftest import MakePage

pytestmark = pytest.mark.qt_log_ignore("^OpenType support missing for", extend=True)

LATIN = (
    "The quick brown fox, fifteen affine offices; “naïve” façade and e\u0301te\u0301 jump over the lazy dog. "
    * 2
)
ARABIC = (
    "أعلنت وزارة الصحة في القاهرة يوم 12 مارس 2021 أن شركة Pfizer Inc. ستتعاون مع جامعة عين شمس لتطوير لقاح."
)
HEBREW = "ראש הממשלה נפגש עם מנכ״ל Intel ב־ 5 במאי 2024 בירושלים, ולאחר מכן ביקר באוניברסיטה העברית (HUJI)."
MIXED = "The words שלום עולם mean peace, and مرحبا بالعالم 123 means hello (really) in 2 languages, he said."
CHINESE = "東京都は2024年5月に、京都大学の山中伸弥教授と共同でiPS細胞の研究センターを設立した。北京大学。"
EMOJI = "a😀b👩‍🔬c👨‍👩‍👧‍👦d🇩🇪e👍🏽f🛰️ and so on, 😀😀 twice, in a line that is long enough to be broken once."
PERSIAN = "وزیر امور خارجهٔ ایران روز ۱۲ مارس ۲۰۲۱ گفت که شرکت‌های خارجی (مانند Siemens AG) می‌توانند به تهران بازگردند."
COMBINING = (
    "Nguye\u0302\u0303n A\u0301n o\u0308de\u0301 s\u0323\u0307o z\u0335a\u0320\u0301lgo\u0310\u0311\u0312 "
    * 3
)
CONTROLS = (
    "a\x00b\x07c\td\x85e\x1bf \ta\t\tb\x7f\u2028second line\u200b\u200e\ufeffof it\u2029third\u00a0one\u00ad."
    * 2
)
DEVANAGARI = "नई दिल्ली में प्रधानमंत्री ने राष्ट्रपति से मुलाकात की और कहा कि यह सही है। क्षत्रिय ज्ञान श्रृंखला।"
THAI = "ประเทศไทยมีเมืองหลวงชื่อกรุงเทพมหานครและมีประชากรมากกว่า ๖๐ ล้านคน น้ำ ที่นี่ เป็น"
SCRIPTS = {
    "latin": LATIN,
    "arabic": ARABIC,
    "hebrew": HEBREW,
    "mixed": MIXED,
    "chinese": CHINESE,
    "emoji": EMOJI,
    "persian": PERSIAN,
    "combining": COMBINING,
    "controls": CONTROLS,
    "devanagari": DEVANAGARI,
    "thai": THAI,
}
WIDTH = 420.0


@pytest.fixture
def measures(qapp: object) -> Metrics:
    return metrics.measure(metrics.default_family(), 12.0, 100, 1.0, QFont())


def laid_out(text: str, measures: Metrics, width: float = WIDTH) -> RowText:
    rows = Rows(text)
    row = RowText(text, rows.span(0), measures, width, is_rtl=rows.is_right_to_left(0))
    y = 0.0
    for line in row.lines:
        line.line.setPosition(QPointF(0, y))
        y += line.line.height() + 4
    return row


def painted(row: RowText, start: int, end: int) -> list[set[int]]:
    """For each line the columns that Qt paints when it selects ``[start, end)``."""
    height = int(row.lines[-1].line.y() + row.lines[-1].line.height()) + 4
    image = QImage(int(row.width) + 200, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    chosen = QTextLayout.FormatRange()
    chosen.start, chosen.length = row.position(start), row.position(end) - row.position(start)
    look = QTextCharFormat()
    look.setBackground(QColor("red"))
    look.setForeground(QColor("white"))
    chosen.format = look
    with QPainter(image) as painter:
        painter.setPen(QColor("white"))
        row.layout.draw(painter, QPointF(100, 0), [chosen])
    red = QColor("red").rgb()
    found = []
    for line in row.lines:
        top, bottom = int(line.line.y()), int(line.line.y() + line.line.height())
        found.append(
            {
                x - 100
                for x in range(image.width())
                if any(image.pixel(x, y) == red for y in range(top, bottom))
            }
        )
    return found


def columns(rects: list[tuple[float, float]]) -> set[int]:
    return {x for low, high in rects for x in range(round(low), round(high))}


def places(row: RowText, text: str) -> list[int]:
    """Where a reader sees a character begin, and the end."""
    found = [each for each in range(len(text)) if row.layout.isValidCursorPosition(row.position(each))]
    return [*found, len(text)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_rectangles_are_those_that_qt_selects(script: str, measures: Metrics) -> None:
    row = laid_out(SCRIPTS[script], measures)
    assert len(row.lines) > 1
    random = Random(script)
    for _ in range(25):
        start, end = sorted(random.sample(places(row, SCRIPTS[script]), 2))
        expected = painted(row, start, end)
        for index, line in enumerate(row.lines):
            # Qt does not paint the white space that hangs over the end of a line
            visible = row.line_text(index)
            ours = columns(row.rects(index, max(start, visible.start), min(end, visible.end)))
            theirs = expected[index] & set(range(int(WIDTH) + 1))
            hanging = columns(row.rects(index, visible.end, row.line_span(index).end))
            wrong = (ours ^ theirs) - hanging
            edges = {
                x + step
                for low, high in row.rects(index, start, end)
                for x in map(round, (low, high))
                for step in (-1, 0, 1)
            }
            assert wrong <= edges, (script, start, end, index, sorted(wrong - edges), line)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_characters_of_a_line_fill_it_without_a_gap(script: str, measures: Metrics) -> None:
    row = laid_out(SCRIPTS[script], measures)
    for index in range(len(row.lines)):
        span = row.line_text(index)
        whole = row.rects(index, span.start, span.end)
        assert len(whole) == 1, whole
        parts = merged(rect for offset in range(*span) for rect in row.rects(index, offset))
        assert parts[0][0] == pytest.approx(whole[0][0], abs=0.6)
        assert parts[-1][1] == pytest.approx(whole[0][1], abs=0.6)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_point_on_a_character_is_before_or_behind_it(script: str, measures: Metrics) -> None:
    """On the half of its rectangle where it begins it is before it, on the other half behind it."""
    text = SCRIPTS[script]
    row = laid_out(text, measures)
    checked = 0
    for start, end in pairwise(places(row, text)):
        line = row.line_at(start)
        rects = row.rects(line, start, end)
        if len(rects) != 1 or rects[0][1] - rects[0][0] < 3 or end > row.line_text(line).end:
            continue
        low, high = rects[0]
        sides = [low + 0.2 * (high - low), low + 0.8 * (high - low)]
        if row.is_right_to_left_at(start):
            sides.reverse()
        before, behind = (row.offset_at(side, line) for side in sides)
        # what has no width, as a zero-width space has none, has one place with its neighbour
        assert before == start or row.x_of(before, line) == row.x_of(start, line), (start, end)
        if end < row.line_span(line).end:
            assert behind == end or row.x_of(behind, line) == row.x_of(end, line), (start, end)
        checked += 1
    assert checked > len(places(row, text)) * 0.6


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_caret_put_where_an_offset_stands_is_at_that_offset(script: str, measures: Metrics) -> None:
    text = SCRIPTS[script]
    row = laid_out(text, measures)
    agreed = total = 0
    for index in range(len(row.lines)):
        span = row.line_text(index)
        for offset in range(span.start, span.end):
            if not row.layout.isValidCursorPosition(row.position(offset)):
                continue
            total += 1
            agreed += row.offset_at(row.x_of(offset, index), index) == offset
    assert agreed >= total * 0.9  # where two directions meet one place belongs to two offsets


@pytest.mark.parametrize(
    ("script", "is_right"), [("latin", False), ("arabic", True), ("hebrew", True), ("mixed", False)]
)
def test_a_paragraph_stands_at_the_side_it_begins(script: str, is_right: bool, measures: Metrics) -> None:
    row = laid_out(SCRIPTS[script], measures)
    for index in range(len(row.lines)):
        span = row.line_text(index)
        low, high = row.rects(index, span.start, span.end)[0]
        if is_right:
            assert high == pytest.approx(WIDTH, abs=1.0)
        else:
            assert low == pytest.approx(0.0, abs=1.0)


def test_a_joined_emoji_is_one_rectangle(measures: Metrics) -> None:
    row = laid_out(EMOJI, measures, 2000.0)
    start = EMOJI.index("👩‍🔬")
    whole = row.rects(0, start, start + 3)
    assert len(whole) == 1
    assert row.x_of(start + 3, 0) == pytest.approx(whole[0][1], abs=0.6)
    assert row.offset_at(whole[0][1] - 1, 0) == start + 3


def test_control_characters_are_drawn_and_counted(measures: Metrics) -> None:
    text = "a\x00b\x07c\td\x85e\ud800f"
    row = laid_out(text, measures)
    lefts = [row.x_of(offset, 0) for offset in range(len(text) + 1)]
    assert lefts == sorted(lefts)
    assert all(right - left > 1 for left, right in pairwise(lefts))


def test_an_empty_row_has_one_line(measures: Metrics) -> None:
    row = laid_out("", measures)
    assert len(row.lines) == 1
    assert row.line_span(0) == Span(0, 0)
    assert row.rects(0, 0, 0) == []
    assert row.offset_at(50.0, 0) == 0


@pytest.mark.parametrize("family", ["", "No Such Face At All"])
def test_a_missing_face_is_replaced(family: str, measures: Metrics) -> None:
    made = metrics.measure(family or metrics.default_family(), 12.0, 100, 1.0, QFont())
    assert made.ascent > 5
    assert "No Such Face At All" not in made.font.families()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("zoom", [50, 100, 137, 400])
def test_distances_fall_on_device_pixels(zoom: int, ratio: float, qapp: object) -> None:
    made = metrics.measure(metrics.default_family(), 12.0, zoom, ratio, QFont())
    for distance in (
        made.unit,
        made.descent,
        made.box_ascent,
        made.lead,
        made.foot,
        made.bar_pitch,
        made.chip_pitch,
    ):
        assert (distance * ratio) == pytest.approx(round(distance * ratio), abs=1e-6)
        assert distance > 0


def test_the_column_is_about_eighty_characters_wide_and_never_above_110(measures: Metrics) -> None:
    for available in (300, 700, 1200, 4000):
        characters = measures.column(available) / measures.average
        assert 8 <= characters <= 110
    assert measures.column(4000) / measures.average == pytest.approx(80, abs=1)


def test_what_is_hit_is_what_is_drawn_there(make_page: MakePage) -> None:
    """In every script: at the middle of each character are the mentions that hold it, and no others."""
    text = "\n".join(SCRIPTS[script].replace("\u2028", " ").replace("\u2029", " ") for script in SCRIPTS)
    random = Random(5)
    measured = metrics.measure(metrics.default_family(), 12.0, 100, 1.0, QFont())
    borders: list[int] = []
    start = 0
    for line in text.split("\n"):
        row = laid_out(line, measured, 5000.0)
        borders += [start + each for each in places(row, line)]
        start += len(line) + 1
    mentions = []
    for number in range(1, 60):
        first = random.randrange(len(borders) - 12)
        span = Span(borders[first], borders[first + random.randint(1, 11)])
        mentions.append(Mention(number, 1, "PER", (span,), span.slice(text)))
    view = make_page(AnnotationSet(builders.document(text), text, mentions), size=(700, 1600))
    checked = 0
    for before, after in pairwise(borders):
        rect = view.character_rect(before)
        if (
            rect.width() < 4 or text[before:after].isspace()
        ):  # white space hangs over the end of a line undrawn
            continue
        point = view.viewport().mapFromGlobal(rect.center())
        found = view._canvas.hit(point.x(), point.y())
        holding = {each.id for each in mentions if each.start <= before and after <= each.end}
        assert set(found.mentions) == holding, (before, text[before:after])
        checked += bool(holding)
    assert checked > 200
