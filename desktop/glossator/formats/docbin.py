"""DocBin, the binary file in which spaCy keeps documents for training: words, entities and groups of spans."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from glossator.core.annotations import AnnotationSet
from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.core.outside import ours
from glossator.formats import text
from glossator.formats.carries import Carries
from glossator.formats.docbin_strings import by_number, number_of
from glossator.formats.loose_json import fields, items
from glossator.formats.losses import Outgoing
from glossator.formats.respacing import words_of
from glossator.formats.standoff import MADE_UP, Fault, Options, OutDocument, OutSpan, named_place
from glossator.formats.whole import written_whole

NAME = "docbin"
TITLE = "spaCy DocBin"
ABOUT = "documents of spaCy for training: words, entities, and in a group of spans those that overlap"
ENDINGS = (".spacy",)
FIELDS = ("source", "author", "url", "published", "retrieved")
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    metadata=frozenset((*FIELDS, "attributes")),
    any_character=True,
)

DENSEST = 200
"""Times that a file may be smaller than what is in it, beyond the first few MB."""

_FREE = 20_000_000
_ORTH, _IOB, _TYPE, _KB = 65, 77, 78, 452  # the attributes of words that are asked for, by spaCy's numbers
_PASSED_OVER = {
    73: "lemmas",
    74: "parts of speech",
    75: "tags of words",
    76: "dependencies",
    453: "morphology",
}
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
_SPAN = struct.Struct(
    ">QQQllll"
)  # id, id in a knowledge base, label, words from and to, characters from and to
_GROUP = "sc"  # the group that spaCy's own components use
_META = "glossator"


class _File(NamedTuple):
    """What is in a file: numbers of words in rows with a column for each attribute, and more by document."""

    columns: Sequence[int]
    tokens: Any
    spaces: Any
    lengths: Sequence[int]
    strings: Mapping[int, str]
    cats: Sequence[Any]
    groups: Sequence[Any]
    own: Sequence[Any]


def sniff(head: bytes, path: Path) -> bool:
    """Packed as spaCy does it, under its ending."""
    return path.suffix.lower() in ENDINGS and head[:1] == b"\x78"


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of the file."""
    file = printable(path.name)
    held = _held(text.bytes_of(path), file)
    at = 0
    for number, length in enumerate(held.lengths):
        yield _document(held, file, number, at, at + length)._replace(done=number + 1, size=len(held.lengths))
        at += length


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the documents.  Words end where mentions do, so that each stands on whole words."""
    made = _Writing()
    with written_whole(target, overwrite=options.overwrite) as out:
        for outgoing in documents:
            made.take(outgoing)
        out.write(zlib.compress(_packed(made.whole())))


# --- reading


def _held(content: bytes, file: str) -> _File:
    plain = fields(_unpacked(_inflated(content, file), file))
    try:
        return _sound(plain)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise GlossatorError(f"“{file}” is no sound DocBin of spaCy.", details=str(error)) from error


def _sound(plain: Mapping[str, Any]) -> _File:
    import numpy as np

    columns = [int(each) for each in plain["attrs"]]
    lengths = np.frombuffer(plain["lengths"], "<i4").tolist()
    tokens = np.frombuffer(plain["tokens"], "<u8").reshape(-1, max(1, len(columns)))
    spaces = np.frombuffer(plain["spaces"], np.uint8)
    if _ORTH not in columns or min(lengths, default=0) < 0 or not sum(lengths) == len(tokens) == len(spaces):
        raise ValueError("the numbers of words do not agree")
    flags = [bool(fields(each).get("has_unknown_spaces")) for each in items(plain.get("flags"))]
    if any(flags):
        spaces = spaces.copy()
        for number, (start, end) in enumerate(pairwise([0, *np.cumsum(lengths).tolist()])):
            if number < len(flags) and flags[number]:
                spaces[start:end] = 1
    strings = by_number(each for each in items(plain.get("strings")) if isinstance(each, str))
    more = [items(plain.get(name)) for name in ("cats", "span_groups", "user_data")]
    return _File(columns, tokens, spaces, lengths, strings, *more)


def _document(held: _File, file: str, number: int, start: int, end: int) -> OutDocument:
    rows = {column: held.tokens[start:end, at].tolist() for at, column in enumerate(held.columns)}
    faults: list[Fault] = []
    pieces = [held.strings.get(each) for each in rows[_ORTH]]
    if None in pieces:
        what = "it has words whose letters are not in the file."
        return OutDocument(None, file=file, faults=[Fault(file, 0, f"document {number + 1}: {what}")])
    starts, at = [], 0
    letters: list[str] = []
    for piece, space in zip(pieces, held.spaces[start:end].tolist(), strict=True):
        starts.append(at)
        letters += [piece or "", " " if space else ""]
        at += len(piece or "") + bool(space)
    places = [(low, low + len(piece or "")) for low, piece in zip(starts, pieces, strict=True)]
    reader = _Spans(held.strings, places, file, faults)
    reader.entities(rows)
    reader.groups(_at(held.groups, number))
    known = _facts(_at(held.own, number), file)
    name = str(known.pop("name", "") or named_place(file, number + 1 if len(held.lengths) > 1 else 1))
    cats = [each for each, sure in fields(_at(held.cats, number)).items() if _is_sure(sure)]
    if cats:
        known["cats"] = ", ".join(map(str, cats))
    more = [what for column, what in _PASSED_OVER.items() if any(rows.get(column, ()))]
    remarks = [Fault(file, 0, f"what it says of words is not read: {', '.join(more)}.")] if more else []
    return OutDocument(
        "".join(letters), name, file, spans=reader.spans, faults=faults, remarks=remarks, metadata=known
    )


class _Spans:
    """The spans of a document, each once though it is an entity and in a group."""

    def __init__(
        self,
        strings: Mapping[int, str],
        places: Sequence[tuple[int, int]],
        file: str,
        faults: list[Fault],
    ) -> None:
        self._strings = strings
        self._places = places
        self._file = file
        self._faults = faults
        self._seen: Counter[tuple[int, int, int]] = Counter()
        self.spans: list[OutSpan] = []

    def entities(self, rows: Mapping[int, Sequence[int]]) -> None:
        """The entities that words tell: which begins one, is in one, is in none."""
        tags = rows.get(_IOB, ())
        kinds = rows.get(_TYPE, [0] * len(tags))
        marks = rows.get(_KB, [0] * len(tags))
        begun = 0
        for at in range(len(tags) + 1):
            is_on = at < len(tags) and tags[at] == _INSIDE and at > begun and kinds[at] == kinds[begun]
            if is_on:
                continue
            if at > begun and tags[begun] in (_BEGIN, _INSIDE) and kinds[begun]:
                self._add(begun, at, kinds[begun], marks[begun])
            begun = at

    def groups(self, packed: Any) -> None:
        """The spans of all groups."""
        if not packed:
            return
        try:
            plain = _unpacked(packed, self._file)
            held = [fields(_unpacked(each, self._file)) for each in plain]
            groups = [[_SPAN.unpack(each) for each in items(group.get("spans"))] for group in held]
        except (GlossatorError, struct.error, TypeError) as error:
            self._faults.append(Fault(self._file, 0, f"its groups of spans cannot be read: {error}."))
            return
        for group in groups:
            here: Counter[tuple[int, int, int]] = Counter()
            for _, mark, label, start, end, *_ in group:
                here[start, end, label] += 1
                if not 0 <= start < end <= len(self._places):
                    self._faults.append(Fault(self._file, 0, f"a span goes from word {start} to word {end}."))
                elif here[start, end, label] > self._seen[start, end, label]:
                    self._add(start, end, label, mark)

    def _add(self, start: int, end: int, label: int, mark: int) -> None:
        self._seen[start, end, label] += 1
        said, known = self._strings.get(label), self._strings.get(mark)
        if not said:
            self._faults.append(Fault(self._file, 0, "a span has a label whose letters are not in the file."))
            return
        place = (self._places[start][0], self._places[end - 1][1])
        held = {"kb_id": known} if known else {}
        self.spans.append(OutSpan(said, (place,), f"{MADE_UP}S{len(self.spans) + 1}", attributes=held))


def _facts(packed: Any, file: str) -> dict[str, str]:
    """What was known of the document where the file is ours; user data of others are code of theirs."""
    if not isinstance(packed, bytes):
        return {}
    try:
        held = fields(fields(_unpacked(packed, file)).get(_META))
    except GlossatorError:
        return {}
    return {str(name): value for name, value in held.items() if isinstance(value, str)}


def _at(held: Sequence[Any], number: int) -> Any:
    return held[number] if number < len(held) else None


def _is_sure(sure: Any) -> bool:
    return isinstance(sure, (int, float)) and sure >= 0.5


# --- writing


class _Writing:
    """Gathers the documents of a file, as its strings and numbers stand together."""

    def __init__(self) -> None:
        self._strings: dict[str, int] = {"": 0}
        self._tokens: list[bytes] = []
        self._spaces: list[bytes] = []
        self._lengths: list[int] = []
        self._groups: list[bytes] = []
        self._own: list[bytes] = []

    def take(self, outgoing: Outgoing) -> None:
        """One document more."""
        import numpy as np

        held, document = outgoing.annotations, outgoing.document
        pieces = _pieces(held)
        starts = {start: at for at, (start, _, _) in enumerate(pieces)}
        ends = {end: at for at, (_, end, _) in enumerate(pieces, 1)}
        rows = [[self._number(held.text[start:end]), _OUTSIDE, 0, 0] for start, end, _ in pieces]
        self._lengths.append(len(rows))
        spans = [(starts[each.start], ends[each.end], each) for each in held.in_order()]
        last = 0
        for start, end, each in spans:
            if start >= last:
                last = end
                for at in range(start, end):
                    rows[at][1:3] = [_INSIDE, self._number(each.label)]
                rows[start][1] = _BEGIN
        group = [
            _SPAN.pack(0, 0, self._number(each.label), start, end, each.start, each.end)
            for start, end, each in spans
        ]
        self._tokens.append(np.array(rows, "<u8").tobytes())
        self._spaces.append(bytes(has_space for _, _, has_space in pieces))
        packed = _packed({"name": _GROUP, "attrs": {}, "spans": group})
        self._groups.append(_packed({packed: [_GROUP]}))
        facts = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
        self._own.append(_packed({_META: {"name": document.name, **facts, **ours(document.attributes)}}))

    def _number(self, said: str) -> int:
        number = self._strings.get(said)
        if number is None:
            number = self._strings[said] = number_of(said)
        return number

    def whole(self) -> dict[str, Any]:
        """All of it, in the shape of the file."""
        count = len(self._lengths)
        return {
            "version": "0.1",
            "attrs": [_ORTH, _IOB, _TYPE, _KB],
            "tokens": b"".join(self._tokens),
            "spaces": b"".join(self._spaces),
            "lengths": struct.pack(f"<{count}i", *self._lengths),
            "strings": sorted(self._strings),
            "cats": [{}] * count,
            "flags": [{"has_unknown_spaces": False}] * count,
            "span_groups": self._groups,
            "user_data": self._own,
        }


def _pieces(held: AnnotationSet) -> list[tuple[int, int, bool]]:
    """The text as words and white space, cut at the edges of mentions: where each begins and ends, and whether a blank
    behind it is part of it, which is so where no mention begins or ends with that blank.
    """
    starts, ends = {each.start for each in held.in_order()}, {each.end for each in held.in_order()}
    cuts = {0, len(held.text), *starts, *ends}
    for word in words_of(held.text):
        cuts.update(word)
    made: list[tuple[int, int, bool]] = []
    for start, end in pairwise(sorted(cuts)):
        at = start
        is_free = held.text[start] == " " and start not in starts and start + 1 not in ends
        if is_free and made and made[-1][1:] == (start, False):
            made[-1] = (*made[-1][:2], True)
            at += 1
        if at < end:
            made.append((at, end, False))
    return made


# --- how it is packed


def _inflated(content: bytes, file: str) -> bytes:
    most = max(_FREE, DENSEST * len(content))
    tool = zlib.decompressobj()
    try:
        found = tool.decompress(content, most)
    except zlib.error as error:
        raise GlossatorError(f"“{file}” is no DocBin of spaCy, or is damaged.", details=str(error)) from error
    if tool.unconsumed_tail:
        raise GlossatorError(f"“{file}” unpacks to far more than such a file holds, so it was not read.")
    if not tool.eof:
        raise GlossatorError(f"“{file}” is cut off.")
    return found


def _unpacked(content: Any, file: str) -> Any:
    import msgpack

    try:
        return msgpack.unpackb(content, raw=False, strict_map_key=False)
    except (ValueError, TypeError, OverflowError, RecursionError, msgpack.UnpackException) as error:
        raise GlossatorError(f"“{file}” is no sound DocBin of spaCy.", details=str(error)) from error


def _packed(plain: Any) -> bytes:
    import msgpack

    made: bytes = msgpack.packb(plain, use_bin_type=True)
    return made
