"""The text layer of PDF documents: in reading order, lines joined to paragraphs, hyphenated words to whole ones."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from glossator.core.errors import GlossatorError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

HYPHEN = "\ufffe"
"""What PDFium puts where a line ends within a hyphenated word."""

_MOST_PAGES = 20_000
_BULLET = re.compile(r"(?:[•‣▪◦●○–—-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\uffff]")
_NARROW = 8  # heights of a line; what is as narrow is a list of numbers, not a column of text
_GUTTER = 1.8  # heights of a line between what is not one line
_WORDY = 14  # letters that lines of a column have at least, on average
_FULL = 0.88  # share of its column that a line fills when the next one goes on with it


class Line(NamedTuple):
    """A line of a page with its box in points, ``bottom`` below ``top`` as PDF counts."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """From its lowest to its highest point; never nothing."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True)
class Text:
    """A document as text.  ``pages`` are the offsets (code points) at which its pages begin, ``joined`` those at which
    a hyphen and the end of a line stood; ``empty`` are the numbers (from 1) of the pages that show no text.
    """

    text: str
    pages: tuple[int, ...]
    joined: tuple[int, ...]
    empty: tuple[int, ...]
    title: str = ""
    author: str = ""
    published: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """The maps back to the PDF as a document keeps them: JSON lists of offsets."""
        kept = {"pages": json.dumps(self.pages)}
        return kept | {"hyphens": json.dumps(self.joined)} if self.joined else kept


def text_of(name: str, content: bytes) -> Text:
    """The text layer of the PDF in ``content``; :class:`GlossatorError` where it has none, is damaged or locked."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        raise _refusal(name, error) from error
    try:
        return _text_of(name, document)
    except PdfiumError as error:
        raise _refusal(name, error) from error
    finally:
        document.close()


def _refusal(name: str, error: Exception) -> GlossatorError:
    if "password" in str(error).lower():
        return GlossatorError(
            f"“{name}” is protected with a password.", remedy="Save it without one and import that."
        )
    return GlossatorError(f"“{name}” is damaged: it cannot be read as a PDF.", details=str(error))


def _text_of(name: str, document: PdfDocument) -> Text:
    if len(document) > _MOST_PAGES:
        raise GlossatorError(f"“{name}” has {len(document):,} pages, and {_MOST_PAGES:,} are read at most.")
    pages = [in_reading_order(_lines_of(page)) for page in document]
    written = _Written(frozenset(_hyphenated(pages)))
    for lines in pages:
        written.put_page(lines)
    if not written.text.strip():
        raise GlossatorError(
            f"“{name}” shows pictures of pages only: it has no text layer.",
            remedy="Recognise its text with another program first, and import what that makes.",
        )
    about = {key: value.strip("\x00 ") for key, value in document.get_metadata_dict().items()}
    dated = _DATE.match(about.get("CreationDate", ""))
    return Text(
        text=written.text,
        pages=tuple(written.pages),
        joined=tuple(written.joined),
        empty=tuple(number for number, lines in enumerate(pages, 1) if not lines),
        title=about.get("Title", ""),
        author=about.get("Author", ""),
        published="-".join(part for part in dated.groups() if part) if dated else "",
    )


def _lines_of(page: PdfPage) -> list[Line]:
    """The lines of a page as its content names them; a line that ends within a word ends with :data:`HYPHEN`."""
    layer = page.get_textpage()
    try:
        found = [
            (at, piece)
            for start, line in _pieces_of(layer.get_text_range())
            for at, piece in _apart(layer, start, line)
        ]
        return [
            Line(shown, *_box_of(layer, at, piece))
            for at, piece in found
            if (shown := _CONTROL.sub("", piece).strip())
        ]
    finally:
        layer.close()


def _apart(layer: PdfTextPage, at: int, line: str) -> Iterator[tuple[int, str]]:
    """A line cut where a gutter or the wall of a cell stands: PDFium takes all that is at one height for one line."""
    begun = 0
    for space in re.finditer(r"(?<=\S) +(?=\S)", line):
        before, after = (at + _units(line[:end]) for end in (space.start() - 1, space.end()))
        _, low, left, high = layer.get_charbox(before, loose=True)
        right = layer.get_charbox(after, loose=True)[0]
        if right - left > _GUTTER * max(high - low, 1):
            yield at + _units(line[:begun]), line[begun : space.start()]
            begun = space.end()
    yield at + _units(line[:begun]), line[begun:]


def _units(text: str) -> int:
    """UTF-16 units, in which PDFium counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _pieces_of(text: str) -> Iterator[tuple[int, str]]:
    """Lines with the number of their first character, which PDFium counts in UTF-16 units, ends of lines included."""
    at = 0
    for piece in re.split(f"(?<={HYPHEN})|(?<=\n)", text):
        yield at, piece
        at += _units(piece)


def _box_of(layer: PdfTextPage, at: int, piece: str) -> tuple[float, float, float, float]:
    """The box from the first to the last character of a line that is seen, as high as its fonts: left, bottom, right,
    top.
    """
    before = len(piece) - len(piece.lstrip())
    units = _units(piece.rstrip(" \t\r\n"))
    ends = [layer.get_charbox(each, loose=True) for each in (at + before, at + max(units - 1, before))]
    lefts, bottoms, rights, tops = zip(*ends, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """``lines`` in the order in which they are read.

    Programs mostly write a page in that order, and then it stays; where lines jump up to what stands above them, or
    several stand beside each other, the page is cut along its widest empty stripes, columns from left to right, blocks
    from top to bottom (the recursive X-Y cut of Nagy and Seth, 1984).
    """
    return _cut(list(lines)) if any(map(_is_mixed, lines, lines[1:])) else list(lines)


def _is_mixed(before: Line, after: Line) -> bool:
    is_above = after.bottom > before.top - 0.2 * before.height and _overlap(before, after)
    return is_above or _are_beside(before, after)


def _are_beside(before: Line, after: Line) -> bool:
    return abs(before.bottom - after.bottom) < 0.3 * before.height


def _overlap(one: Line, other: Line) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > 0


def _cut(lines: list[Line]) -> list[Line]:
    waiting = [lines]
    done: list[Line] = []
    while waiting:
        here = waiting.pop()
        parts = _parts(here)
        if len(parts) == 1:
            done += sorted(here, key=lambda line: (-round(line.bottom / 3), line.left))
        else:
            waiting += reversed(parts)
    return done


def _parts(lines: list[Line]) -> list[list[Line]]:
    """Cut along the widest empty stripe that is wide enough to be one; columns need a gutter, blocks a gap."""
    height = sorted(line.height for line in lines)[len(lines) // 2]
    across = _widest([(line.left, line.right) for line in lines])
    down = _widest([(line.bottom, line.top) for line in lines])
    if across.width > max(0.8 * height, down.width * 0.5):
        halves = [
            [line for line in lines if line.right <= across.at],
            [line for line in lines if line.right > across.at],
        ]
        if all(map(_is_column, halves)):
            return halves
    if down.width > 0.9 * height:
        return [
            [line for line in lines if line.bottom >= down.at],
            [line for line in lines if line.bottom < down.at],
        ]
    return [lines]


def _is_column(lines: Sequence[Line]) -> bool:
    """Whether lines go on below each other, as the cells of a table, which are read by rows, do not."""
    return len(lines) > 2 and sum(len(line.text) for line in lines) >= _WORDY * len(lines)


class _Stripe(NamedTuple):
    width: float
    at: float


def _widest(intervals: list[tuple[float, float]]) -> _Stripe:
    best, reach = _Stripe(0, 0), None
    for low, high in sorted(intervals):
        if reach is not None and low - reach > best.width:
            best = _Stripe(low - reach, (low + reach) / 2)
        reach = high if reach is None else max(reach, high)
    return best


class _Written:
    """The text as it grows, page by page; ``known`` are words that the document has with a hyphen inside of a line."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._pieces: list[str] = []
        self._length = 0
        self.pages: list[int] = []
        self.joined: list[int] = []

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(self._pieces).rstrip("\n")

    def put_page(self, lines: Sequence[Line]) -> None:
        """Write the lines of a page, those of one paragraph behind one another."""
        if self._pieces and lines:
            self._put("\n\n")
        self.pages.append(self._length)
        for at, line in enumerate(lines):
            self._put(line.text.removesuffix(HYPHEN))
            if at + 1 == len(lines):
                self._put("-" * line.text.endswith(HYPHEN))
            elif line.text.endswith(HYPHEN):
                self._join(line.text, lines[at + 1].text)
            else:
                self._put(_between(lines, at))

    def _join(self, before: str, after: str) -> None:
        if _keeps_hyphen(before.removesuffix(HYPHEN), after, self._known):
            self._put("-")
        else:
            self.joined.append(self._length)

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _hyphenated(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    return (word.lower() for lines in pages for line in lines for word in re.findall(r"\w+-\w+", line.text))


def _keeps_hyphen(before: str, after: str, known: frozenset[str]) -> bool:
    """Whether the hyphen belongs to the word: before a capital or a digit, or where the document has it so
    within a line.
    """
    head, tail = re.search(r"\w+$", before), re.match(r"\w+", after)
    if head is None or tail is None:
        return True
    return not tail[0][0].islower() or f"{head[0]}-{tail[0]}".lower() in known


def _between(lines: Sequence[Line], at: int) -> str:
    """What stands between a line and the next: a space within a paragraph, else the end of a line or a blank one."""
    here, after = lines[at], lines[at + 1]
    step = here.bottom - after.bottom
    if _are_beside(here, after) and after.left > here.right:
        return "\t"
    if not 0.3 * here.height < step < 6 * here.height:
        return "\n"  # another column
    if step > 1.9 * max(here.height, after.height):
        return "\n\n"
    alike = 0.75 < after.height / here.height < 1.33
    return " " if alike and _goes_on(lines, here, after) and not _BULLET.match(after.text) else "\n"


def _goes_on(lines: Sequence[Line], here: Line, after: Line) -> bool:
    """Whether a line is as long as its column, so that the next one goes on with it."""
    is_mirrored = _is_right_to_left(here.text)
    begins = attrgetter("right" if is_mirrored else "left")
    near = 3 * here.height
    column = [line for line in lines if _overlap(line, here) and abs(begins(line) - begins(here)) < near]
    left, right = min(line.left for line in column), max(line.right for line in column)
    if right - left < _NARROW * here.height:
        return False
    if is_mirrored:
        return right - here.left > _FULL * (right - left) and right - after.right < 1.2 * here.height
    return here.right - left > _FULL * (right - left) and after.left - left < 1.2 * here.height


def _is_right_to_left(text: str) -> bool:
    return next((kind in {"R", "AL"} for kind in _directions(text) if kind in {"L", "R", "AL"}), False)


def _directions(text: str) -> Iterator[str]:
    return (unicodedata.bidirectional(character) for character in text)
