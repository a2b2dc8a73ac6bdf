"""Columns of words and tags, as CoNLL-2003 has them: IOB1, IOB2, BIOES, BILOU or BMES in the last column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from glossator.core.documents import printable
from glossator.formats import limits
from glossator.formats.carries import Carries
from glossator.formats.losses import Outgoing
from glossator.formats.respacing import words_of
from glossator.formats.standoff import Fault, Options, OutDocument, OutSpan, named_place
from glossator.formats.whole import written_whole

NAME = "conll"
TITLE = "CoNLL columns"
ABOUT = "a word and its tag per line, in IOB1, IOB2, BIOES, BILOU or BMES (written: IOB2), sentences apart"
ENDINGS = (".conll", ".iob", ".bio", ".bmes", ".tsv")
CARRIES = Carries(tokens=True, whole_text=False, names=r"\S+")

_TAG = re.compile(r"(?:([BIESLUM])-(\S+)|O)")
_BEGINS, _ENDS = frozenset("BSU"), frozenset("ESLU")
_START = "-DOCSTART-"
_SAMPLE = 400  # lines in which the columns are found
_HEADED = re.compile(r"NE-|tag|label|ner", re.IGNORECASE)


def sniff(head: bytes, path: Path) -> bool:
    """Most lines are words in columns, the last of which is a tag."""
    if path.suffix.lower() not in (*ENDINGS, ".txt", ".dev", ".train", ".test"):
        return False
    lines = [line.split() for line in head.decode("utf-8", "replace").split("\n")[:_SAMPLE]]
    rows = [line for line in lines if len(line) > 1 and not line[0].startswith("#")]
    if rows and rows[0][0] == "TOKEN" and any(cell.startswith("NE-") for cell in rows[0]):
        return True
    tagged = sum(bool(_TAG.fullmatch(row[-1])) for row in rows)
    return len(rows) > 2 and tagged > 0.9 * len(rows) and any(row[-1] != "O" for row in rows)


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The documents of the file: between the lines that begin one, or all of it as one."""
    file = printable(path.name)
    with limits.opened(path) as (content, size):
        reader = _Reader(file, options.label_field)
        number = 1
        for line in limits.lines(content):
            row = None if line.content is None else line.content.decode("utf-8", "replace").rstrip("\r\n")
            if row is not None and row.lstrip("\ufeff").startswith(_START):
                if reader.has_words:
                    yield reader.document(number)._replace(done=line.end, size=size)
                    number += 1
                reader = reader.anew()
            else:
                reader.take(line.number, row)
        if reader.has_words or number == 1:
            yield reader.document(number if number > 1 else 0)._replace(done=size, size=size)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a word and its tag per line, a blank line for each line end of the text."""
    with written_whole(target, overwrite=options.overwrite) as out:
        for outgoing in documents:
            out.write(f"{_START}\tO\n\n".encode())
            out.write("".join(_lines(outgoing)).encode())


class _Reader:
    """Reads the lines of one document."""

    def __init__(self, file: str, column: str) -> None:
        self._file, self._wanted = file, column
        self._columns: list[int] | None = None  # those with tags; None: the last one, and all tags before it
        self._pieces: list[str] = []
        self._at = 0
        self._open: dict[str, tuple[int, int]] = {}  # label → where it begins, and the line
        self._end = 0  # of the last word
        self._width = 0
        self.spans: list[OutSpan] = []
        self.faults: list[Fault] = []
        self.has_words = False

    def anew(self) -> _Reader:
        """A reader of the next document, which has the same columns."""
        made = _Reader(self._file, self._wanted)
        made._columns, made._width = self._columns, self._width
        return made

    def take(self, number: int, row: str | None) -> None:
        """A line, ``None`` for one that is too long."""
        if row is None:
            self._fault(number, "it is too long to be read.")
        elif not row.strip():
            self._end_sentence()
        elif not (row.startswith("# ") and ("=" in row or ":" in row)):
            self._word(number, row.split("\t") if "\t" in row else row.split())

    def _word(self, number: int, cells: list[str]) -> None:
        if not self.has_words and self._columns is None and self._is_head(cells):
            return
        word = cells[0].strip().lstrip("\ufeff")
        if len(cells) < 2 or not word:
            self._fault(number, "there is no word with a tag on it.")
            return
        if self._pieces and self._pieces[-1] != "\n":
            self._put(" ")
        start = self._at
        self._put(word)
        self.has_words = True
        self._tags(number, start, self._cells_with_tags(cells))
        self._end = self._at

    def _is_head(self, cells: Sequence[str]) -> bool:
        """A first line that names the columns, and which of them have tags."""
        if len(cells) < 2 or _TAG.fullmatch(cells[-1]) or not any(map(_HEADED.search, cells[1:])):
            return False
        named = [at for at, cell in enumerate(cells) if cell == self._wanted]
        named = named or [at for at, cell in enumerate(cells) if cell in {"NE-COARSE-LIT", "NE-NESTED"}]
        self._columns = named or [at for at, cell in enumerate(cells) if at and _HEADED.search(cell)][:1]
        return True

    def _cells_with_tags(self, cells: Sequence[str]) -> list[str]:
        """The tags of a word: those of the named columns, else the last cell; where rows differ in width, as nested
        tags make them, all tags at the end.
        """
        if self._columns is not None:
            return [cells[at].strip() for at in self._columns if at < len(cells)]
        self._width = self._width or len(cells)
        tags = [cells[-1].strip()]
        if self._width == 2:
            for cell in reversed(cells[1:-1]):
                if not _TAG.fullmatch(cell):
                    break
                tags.append(cell.strip())
        return tags

    def _tags(self, number: int, start: int, tags: Sequence[str]) -> None:
        seen: set[str] = set()
        for tag in tags:
            found = _TAG.fullmatch(tag)
            if found is None:
                if tag not in {"_", "-", ""}:
                    self._fault(number, f"“{tag}” is no tag.")
                continue
            kind, label = found.groups()
            if label is None or label in seen:
                continue
            seen.add(label)
            if kind in _BEGINS:
                self._close(label)
            self._open.setdefault(label, (start, number))
            if kind in _ENDS:
                self._close(label, self._at)
        for label in [each for each in self._open if each not in seen]:
            self._close(label)

    def _close(self, label: str, end: int | None = None) -> None:
        held = self._open.pop(label, None)
        if held is not None:
            ends = end if end is not None else self._end
            self.spans.append(OutSpan(label, ((held[0], ends),), line=held[1]))

    def _end_sentence(self) -> None:
        for label in list(self._open):
            self._close(label)
        if self._pieces and self._pieces[-1] != "\n":
            self._put("\n")

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._at += len(piece)

    def _fault(self, line: int, what: str) -> None:
        self.faults.append(Fault(self._file, line, what))

    def document(self, number: int) -> OutDocument:
        """What was read; a ``number`` of 0 for the only document of its file."""
        for label in list(self._open):
            self._close(label)
        name = named_place(self._file, number) if number else self._file.rpartition(".")[0] or self._file
        if not self.has_words:
            faults = self.faults or [Fault(self._file, 0, "there is no word in it.")]
            return OutDocument(None, file=self._file, faults=faults)
        text = "".join(self._pieces).rstrip("\n")
        return OutDocument(text, name, self._file, spans=self.spans, faults=self.faults)


def _lines(outgoing: Outgoing) -> Iterator[str]:
    held = outgoing.annotations
    mentions = iter(held.in_order())
    mention = next(mentions, None)
    last = 0
    for word in words_of(held.text):
        if "\n" in held.text[last : word.start]:
            yield "\n"
        while mention is not None and mention.end <= word.start:
            mention = next(mentions, None)
        tag = "O"
        if mention is not None and mention.start <= word.start < mention.end:
            tag = f"{'B' if mention.start == word.start else 'I'}-{mention.label}"
        yield f"{word.slice(held.text)}\t{tag}\n"
        last = word.end
    yield "\n"
