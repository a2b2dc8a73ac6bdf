"""The lines of brat standoff, one annotation each, read into what they say, with what they need to be written again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from glossator.core.annotations import NO_ATTRIBUTES, Value
from glossator.core.outside import LINES
from glossator.formats.standoff import Fault, OutGroup, OutNote, OutRelation, OutSpan, Ranges

NOTE = "AnnotatorNotes"
"""The type of a note of a person."""
REFERENCE = "Reference"
"""The type of a line that names an entry of a database."""
BESIDE = "~"
"""How the words of a kept line begin that says nothing to us, and goes out again as long as what it is on is there."""

_NO_ENTRY = frozenset(("", "null", "nil", "none", "n/a", "-", "?"))


_BEGINNING = re.compile(r"([TREAMN#]\S*\d\S*|[#*])\t")


class Kept(NamedTuple):
    """What of a further line (attribute, reference, group) is kept with what it is on: its id, the id of the line ahead
    of it where that is not the obvious one, and its words where they cannot be made again.
    """

    id: str
    after: str = ""
    words: str = ""

    def __str__(self) -> str:
        """As an attribute of ours holds it."""
        return f"{self.id}<{self.after}\t{self.words}"


def kept_in(value: Value) -> list[Kept]:
    """What :class:`Kept` wrote, a line each; what somebody else wrote there is passed over."""
    found = []
    for line in str(value).split("\n"):
        head, tab, words = line.partition("\t")
        name, mark, after = head.partition("<")
        if tab and mark:
            found.append(Kept(name, after, words))
    return found


@dataclass
class _Bearer:
    """What is said of a T, R or E line by other lines."""

    attributes: dict[str, Value] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    last: str = ""


class _Held(NamedTuple):
    """A T, R or E line that waits for its attributes."""

    key: str
    line: int
    made: OutSpan | OutRelation
    kind: str = ""  # the class of the line, and the blanks with which it ends
    tail: str = ""


class Lines:
    """Reads the lines of one file; ``tails`` are the blanks with which all lines of a class end."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._spans: list[_Held] = []
        self._relations: list[_Held] = []
        self._bearers: dict[str, _Bearer] = {}
        self._tails: dict[str, dict[str, None]] = {}
        self._before = ""
        self._stars = 0
        self.groups: list[OutGroup] = []
        self.notes: list[OutNote] = []
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []
        self._referred: set[tuple[str, str]] = set()

    @property
    def tails(self) -> dict[str, str]:
        """The blanks that all lines of a class end with; that is their letter, with a dot where they name nothing."""
        return {kind: next(iter(held)) for kind, held in self._tails.items() if len(held) == 1 and any(held)}

    def read(self, content: str) -> None:
        """Read all lines of a file."""
        takers = {
            "T": self._t, "E": self._e, "R": self._r, "*": self._star, "A": self._a, "M": self._a,
            "N": self._n, "#": self._note,
        }  # fmt: skip
        if (first := content.lstrip()[:80].split("\n")[0]) and not _BEGINNING.match(first):
            self._fault(1, f"this is no file of brat: it begins with “{first[:40]}”.")
            return
        for number, text in enumerate(content.split("\n"), 1):
            line = text.removesuffix("\r")
            take = takers.get(line[:1])
            try:
                if take is not None:
                    take(number, line)
                elif line.strip():
                    self._fault(number, "this begins like no line of brat.")
            except (ValueError, IndexError):
                self._fault(number, f"“{line[:60]}” is no line of brat.")

    def spans(self) -> list[OutSpan]:
        """The T lines with their attributes."""
        return [self._with(each) for each in self._spans]  # type: ignore[misc]

    def relations(self) -> list[OutRelation]:
        """The R and E lines with their attributes."""
        return [self._with(each) for each in self._relations]  # type: ignore[misc]

    def lost(self) -> None:
        """Tell of attributes and references on what is not there."""
        there = {each.key for each in (*self._spans, *self._relations)}
        for name, bearer in self._bearers.items():
            if name not in there:
                self._fault(0, f"{bearer.kept[0].id} is on {name}, which is not there.")

    # --- one line each

    def _t(self, number: int, line: str) -> None:
        key, head, *rest = line.split("\t", 2)
        label, _, offsets = head.partition(" ")
        start, blank, end = offsets.partition(" ")
        if end.isdecimal():
            ranges: Ranges = ((int(start), int(end)),)
        else:
            ranges = tuple(_range(each) for each in offsets.split(";"))
        if not label or not blank:
            raise ValueError
        quoted = rest[0] if rest else None
        self._spans.append(_Held(key, number, OutSpan(label, ranges, key, quoted, line=number)))
        self._before = key

    def _e(self, number: int, line: str) -> None:
        key, rest = line.split("\t", 1)
        first, *others = self._bare(line, rest).split(" ")
        kind, colon, trigger = first.partition(":")
        if not colon or not kind or not trigger:
            raise ValueError
        made = OutRelation(kind, tuple(map(_argument, filter(None, others))), key, trigger, line=number)
        self._relations.append(_Held(key, number, made, self._class(line, rest), rest[len(rest.rstrip()) :]))
        self._before = key

    def _r(self, number: int, line: str) -> None:
        key, rest = line.split("\t", 1)
        kind, *others = self._bare(line, rest).split(" ")
        if not kind or not others:
            raise ValueError
        made = OutRelation(kind, tuple(map(_argument, filter(None, others))), key, line=number)
        self._relations.append(_Held(key, number, made, self._class(line, rest), rest[len(rest.rstrip()) :]))
        self._before = key

    def _star(self, number: int, line: str) -> None:
        rest = line.split("\t", 1)[1]
        kind, *members = self._bare(line, rest).split(" ")
        if not members or not all(members):
            raise ValueError
        self._stars += 1
        key = f"*{self._stars}"
        kept = Kept(key, self._before, f"{kind} {' '.join(members)}")
        self.groups.append(OutGroup(tuple(members), attributes={LINES: str(kept)}, line=number))
        self._before = key

    def _a(self, _number: int, line: str) -> None:
        key, rest = line.split("\t", 1)
        name, target, *value = rest.split(" ", 2)
        if not name or not target:
            raise ValueError
        target = target.rstrip()
        word = value[0] if value and value[0].strip() else ""
        self._tail(line, "" if word else rest)
        attributes = self._bear(target, key).attributes
        if name in attributes and word:
            before = attributes[name]
            attributes[name] = (*before, word) if isinstance(before, tuple) else (str(before), word)
        else:
            attributes[name] = word or True

    def _n(self, number: int, line: str) -> None:
        key, head, *rest = line.split("\t", 2)
        _, target, entry = head.split(" ", 2)
        database, colon, number_there = entry.partition(":")
        if not colon:
            raise ValueError
        name = rest[0] if rest else ""
        words = line.split("\t", 1)[1]
        if number_there.casefold() in _NO_ENTRY or (target, database) in self._referred:
            self._bear(target, key, words=BESIDE + words)
            what = f"a reference was kept, but makes no identity: {_why(number_there)}."
            self.remarks.append(Fault(self._file, number, what))
            return
        self._referred.add((target, database))
        self._bear(target, key, words=words)
        identifiers = {database: number_there}
        self.groups.append(OutGroup((target,), name, identifiers=identifiers, id=key, line=number))

    def _note(self, number: int, line: str) -> None:
        key, head, *rest = line.split("\t", 2)
        kind, _, target = head.partition(" ")
        attributes: dict[str, Value] = {} if kind == NOTE else {LINES: kind}
        body = rest[0] if rest else ""
        self.notes.append(OutNote(body, target.strip(), key, attributes=attributes, line=number))
        self._before = key

    # --- inside

    def _bear(self, target: str, key: str, *, words: str = "") -> _Bearer:
        """Remember a further line on ``target``: where it stands unless right behind it or its last one."""
        bearer = self._bearers.setdefault(target, _Bearer())
        after = "" if self._before in (target, bearer.last) else self._before
        bearer.kept.append(Kept(key, after, words))
        bearer.last = self._before = key
        return bearer

    def _bare(self, line: str, rest: str) -> str:
        self._tail(line, rest)
        return rest.rstrip()

    def _tail(self, line: str, rest: str) -> None:
        self._tails.setdefault(self._class(line, rest), {})[rest[len(rest.rstrip()) :]] = None

    @staticmethod
    def _class(line: str, rest: str) -> str:
        return line[0] if " " in rest.rstrip() else f"{line[0]}."

    def _with(self, held: _Held) -> OutSpan | OutRelation:
        bearer = self._bearers.get(held.key)
        has_own_tail = bool(held.tail) and len(self._tails[held.kind]) > 1
        if bearer is None and not has_own_tail:
            return held.made
        attributes = dict(bearer.attributes) if bearer else {}
        kept = [Kept("", "", held.tail)] if has_own_tail else []
        attributes[LINES] = "\n".join(map(str, [*kept, *(bearer.kept if bearer else ())]))
        return held.made._replace(attributes=attributes or NO_ATTRIBUTES)

    def _fault(self, number: int, what: str) -> None:
        self.faults.append(Fault(self._file, number, what))


def _range(words: str) -> tuple[int, int]:
    start, end = words.split(" ")
    return int(start), int(end)


def _argument(words: str) -> tuple[str, str]:
    role, colon, held = words.partition(":")
    if not colon or not held:
        raise ValueError
    return role, held


def _why(number: str) -> str:
    return (
        f"“{number}” names no entry"
        if number.casefold() in _NO_ENTRY
        else "there is one of this database already"
    )
