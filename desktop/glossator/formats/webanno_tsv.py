"""WebAnno TSV 3, as WebAnno and INCEpTION export it: words with columns for layers, relations, chains and slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import limits
from glossator.formats.carries import Carries
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.units import UTF_16, Base, counting
from glossator.formats.webanno_rows import Annotations, Layer, Row, layers_of, unescaped

NAME = "webanno-tsv"
TITLE = "WebAnno TSV 3"
ABOUT = (
    "a word per line with columns for spans, relations, chains and slots, as WebAnno and INCEpTION export it"
)
ENDINGS = (".tsv",)
DEFAULT_UNIT = UTF_16
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    mention_attributes=True,
    relation_attributes=True,
    relations=True,
    events=True,
    roles=True,
    identities="groups",
    whole_text=False,
)

_FORMAT = b"#FORMAT=WebAnno TSV 3"
_KINDS = ("#T_SP=", "#T_CH=", "#T_RL=")
_TEXT = "#Text="
_MOST_FILLING = 1_000_000  # characters between sentences, which the file does not tell
_MOST_TOLD = 20


class _Sentence(NamedTuple):
    text: str
    start: int  # offset of the first word
    word: str
    line: int


def sniff(head: bytes, _path: Path) -> bool:
    """The first line says so."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_FORMAT)


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The one document of the file."""
    file = printable(path.name)
    reader = _Reader(file)
    with limits.opened(path) as (content, size):
        for line in limits.lines(content):
            if line.number == 1 and not (line.content or b"").startswith(_FORMAT):
                raise GlossatorError(f"“{file}” is no WebAnno TSV 3: its first line does not say so.")
            if line.content is None:
                reader.fault(line.number, "it is too long to be read.")
            else:
                reader.take(line.number, line.content.decode("utf-8", "replace"))
    if not size:
        raise GlossatorError(f"“{file}” is empty.")
    yield reader.document(file.rpartition(".")[0] or file)._replace(done=size, size=size)


class _Reader:
    """Reads the lines of a document."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._head: list[tuple[str, str]] = []
        self._layers: Sequence[Layer] = ()
        self._text: list[tuple[str, int]] = []  # lines of the sentence that is read, until its first word
        self._sentences: list[_Sentence] = []
        self._rows: list[Row] = []
        self._faults: list[Fault] = []

    def fault(self, line: int, what: str) -> None:
        self._faults.append(Fault(self._file, line, what))

    def take(self, number: int, line: str) -> None:
        kind = next((each for each in _KINDS if line.startswith(each)), "")
        if kind:
            self._head.append((kind[3:5], line.removeprefix(kind)))
        elif line.startswith(_TEXT):
            self._text.append((unescaped(line.removeprefix(_TEXT)), number))
        elif line and not line.startswith("#"):
            self._row(number, line)
        elif not line and self._text:  # a sentence without a word
            self._sentence(-1, "")

    def _row(self, number: int, line: str) -> None:
        address, *rest = line.split("\t")
        begin, _, end = rest[0].partition("-") if rest else ("", "", "")
        is_place = all(each.isascii() and each.isdecimal() and len(each) < 13 for each in (begin, end))
        if len(rest) < 2 or not is_place:
            self.fault(number, "this is no word with its place.")
            return
        row = Row(address, int(begin), int(end), unescaped(rest[1]), rest[2:], number)
        if self._text:
            self._sentence(row.start, row.word)
        self._rows.append(row)

    def _sentence(self, start: int, word: str) -> None:
        words = "\n".join(line for line, _ in self._text)
        self._sentences.append(_Sentence(words, start, word, self._text[0][1]))
        self._text = []

    def document(self, name: str) -> OutDocument:
        """What was read."""
        if self._text:
            self._sentence(-1, "")
        text, base = self._whole()
        if text is None:
            return OutDocument(None, name, self._file, faults=self._faults)
        held = Annotations(layers_of(self._head), self._file)
        for row in self._rows:
            held.take(row)
        relations = held.relations()
        return OutDocument(
            text,
            name,
            self._file,
            spans=list(held.spans()),
            relations=relations,
            groups=list(held.groups()),
            faults=[*self._faults, *held.faults],
            unit=counting(text, base),
        )

    def _whole(self) -> tuple[str | None, Base]:
        """The text out of its sentences, in UTF-16 units as the format wants it, or in the code points in which
        programs of other languages wrote it.
        """
        found: list[tuple[int, str, Base, list[Fault]]] = []
        bases: tuple[Base, ...] = ("UTF-16", "code point")
        for base in bases:
            faults: list[Fault] = []
            text = self._joined(base, faults)
            if text is not None:
                self._compare(text, base, faults)
                found.append((len(faults), text, base, faults))
            elif base == bases[-1] and not found:
                self._faults += faults
            if found and not found[-1][0]:
                break
        if not found:
            return None, "UTF-16"
        best = min(found, key=lambda each: each[0])
        told = best[3][:_MOST_TOLD]
        if best[0] > len(told):
            told.append(
                Fault(self._file, 0, f"{best[0] - len(told):,} more words stand elsewhere in the text.")
            )
        self._faults += told
        return best[1], best[2]

    def _joined(self, base: Base, faults: list[Fault]) -> str | None:
        """The text; what stood between sentences is not told, and becomes line ends and blanks."""
        pieces: list[str] = []
        at = filled = 0
        for each in self._sentences:
            inside = max(0, each.text.find(each.word)) if each.word else 0
            start = each.start - _width(each.text[:inside], base) if each.start >= 0 else at + bool(pieces)
            gap = start - at
            filled += gap
            if gap < 0 or filled > _MOST_FILLING:
                where = "before the end of the one before it" if gap < 0 else "far behind the one before it"
                faults.append(Fault(self._file, each.line, f"this sentence begins {where}."))
                return None
            pieces += [_filling(gap, is_first=not pieces), each.text]
            at = start + _width(each.text, base)
        return "".join(pieces)

    def _compare(self, text: str, base: Base, faults: list[Fault]) -> None:
        """Tell each word that is not where it should be."""
        codec, wide = ("utf-16-le", 2) if base == "UTF-16" else ("utf-32-le", 4)
        content = text.encode(codec, "surrogatepass")
        for row in self._rows:
            here = content[row.start * wide : row.end * wide].decode(codec, "replace")
            if row.word and here != row.word:
                what = f"“{row.word[:60]}” should stand at {row.start}–{row.end}, where “{here[:60]}” is."
                faults.append(Fault(self._file, row.line, what))


def _width(words: str, base: Base) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2 if base == "UTF-16" else len(words)


def _filling(gap: int, *, is_first: bool) -> str:
    if is_first:
        return " " * gap
    return "\n" * gap if gap < 3 else "\n\n" + " " * (gap - 2)
