"""The rows of WebAnno TSV 3: layers by their columns, cells with stacked values, the annotations that these make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from glossator.core.annotations import Value
from glossator.formats.standoff import MADE_UP, Fault, OutGroup, OutRelation, OutSpan

WORD = "Token"
"""The label of a word that is no annotation and to which a relation leads all the same."""

_LABELS = ("value", "label", "PosValue", "DependencyType", "referenceType")
_PLAIN = frozenset(
    ("Lemma", "Stem", "MorphologicalFeatures")
)  # their values are words of the text, not labels
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_NUMBERED = re.compile(r"(.*?)(?<!\\)\[(\d{1,9})(?:_(\d{1,9}))?\]", re.DOTALL)
_CHAINED = re.compile(r"(.*)->(\d{1,9})-(\d{1,9})", re.DOTALL)


class Column(NamedTuple):
    """A column: the feature in it, and whether it holds that, a role, what fills the role, or the other end."""

    feature: str
    kind: str = "value"
    target: str = ""


class Layer(NamedTuple):
    """A layer of annotations: spans (SP), chains (CH) or relations (RL), and where its columns begin."""

    name: str
    kind: str
    columns: tuple[Column, ...]
    first: int

    @property
    def short(self) -> str:
        """Its name without the package before it."""
        return self.name.rpartition(".")[2] or self.name


class Row(NamedTuple):
    """A word, or a part of one: its address in the file, its place, its letters and its cells."""

    address: str
    start: int
    end: int
    word: str
    cells: Sequence[str]
    line: int


class _Cell(NamedTuple):
    """One of the values of a cell; ``number`` tells annotations on one place apart, ``other`` the far end of two."""

    words: str
    number: int = 0
    other: int = 0

    @property
    def is_empty(self) -> bool:
        return self.words == "_" and not self.number


def layer_of(kind: str, told: str, first: int) -> Layer:
    """The layer that a line of the head tells, such as ``webanno.custom.Span|value``."""
    name, *parts = told.split("|")
    columns: list[Column] = []
    waiting = iter(parts or [""])
    for part in waiting:
        if part.startswith("ROLE_"):
            feature = part.partition(":")[2].partition("_")[0]
            columns += [Column(feature, "role"), Column(feature, "target", next(waiting, ""))]
        elif part.startswith("BT_"):
            columns.append(Column("", "base", part.removeprefix("BT_")))
        else:
            columns.append(Column(part))
    return Layer(name, kind, tuple(columns), first)


def unescaped(words: str) -> str:
    """Words as they were before signs in them were escaped."""
    return re.sub(r"\\(.)", lambda found: _SIGNS.get(found[1], found[1]), words, flags=re.DOTALL)


def split(words: str, sign: str) -> list[str]:
    """Cut at each ``sign`` that is not escaped."""
    if "\\" not in words:
        return words.split(sign)
    pieces, escaped = [""], False
    for letter in words:
        if letter == sign and not escaped:
            pieces.append("")
            continue
        pieces[-1] += letter
        escaped = letter == "\\" and not escaped
    return pieces


@dataclass
class _Annotation:
    layer: Layer
    start: int
    end: int
    words: str | None
    line: int
    id: str
    features: dict[str, str] = field(default_factory=dict)
    slots: list[tuple[str, str, str]] = field(default_factory=list)  # role, layer, address

    def said(self) -> tuple[str, dict[str, Value]]:
        """Its label, by a feature of its own or by its layer, and its other features."""
        held: dict[str, Value] = {name or "value": words for name, words in self.features.items()}
        if self.layer.short not in _PLAIN:
            for name in _LABELS:
                if label := held.pop(name, ""):
                    return str(label), held
        return self.layer.short, held


class Annotations:
    """The annotations of a document, taken from its rows one after the other."""

    def __init__(self, layers: Sequence[Layer], file: str) -> None:
        self._layers = layers
        self._file = file
        self._made: dict[tuple[object, ...], _Annotation] = {}
        self._at: dict[tuple[str, str, int], _Annotation] = {}  # by layer, address and number
        self._any: dict[tuple[str, int], _Annotation] = {}
        self._rows: dict[str, Row] = {}
        self._links: list[tuple[Layer, Row, dict[str, str], str]] = []
        self._chains: dict[tuple[str, int], dict[int, _Annotation]] = {}
        self.faults: list[Fault] = []

    def take(self, row: Row) -> None:
        """The values of a row."""
        self._rows.setdefault(row.address, row)
        for layer in self._layers:
            cells = row.cells[layer.first : layer.first + len(layer.columns)]
            stacks = [split(cell, "|") for cell in cells]
            for place in range(max(map(len, stacks), default=0)):
                values = [stack[place] if place < len(stack) else "_" for stack in stacks]
                if layer.kind == "RL":
                    self._relation(layer, row, values)
                elif layer.kind == "CH":
                    self._link(layer, row, values, place)
                else:
                    self._span(layer, row, values, place)

    def _span(self, layer: Layer, row: Row, values: Sequence[str], place: int) -> None:
        roles = [column.kind == "value" for column in layer.columns]
        cells = [_cell(value) if plain else _Cell(value) for value, plain in zip(values, roles, strict=False)]
        heads = [_cell(value) for value in values]
        number = next((each.number for each in heads if each.number), 0)
        if all(each.is_empty for each in cells) and all(each.words == "_" for each in heads) and not number:
            return
        made = self._annotation(layer, row, number, place)
        waiting: list[str] = []
        for column, cell in zip(layer.columns, cells, strict=False):
            if column.kind == "role":
                waiting = [_cell(each).words for each in split(cell.words, ";")]
            elif column.kind == "target":
                self._slots(made, column, waiting, split(cell.words, ";"))
            elif cell.words not in ("_", "*"):
                made.features[column.feature] = unescaped(cell.words)

    def _slots(self, made: _Annotation, column: Column, roles: Sequence[str], targets: Sequence[str]) -> None:
        for role, target in zip(roles, targets, strict=False):
            if target not in ("_", "*") and _cell(target).words not in ("_", "*"):
                named = column.feature if role in ("_", "*", "") else unescaped(role)
                made.slots.append((named or "Argument", column.target, target))

    def _link(self, layer: Layer, row: Row, values: Sequence[str], place: int) -> None:
        """An element of a chain: the column of its relation says which one, and where it stands there."""
        found = _CHAINED.fullmatch(_cell(values[0]).words) if values else None
        if found is None:
            return
        chain, index = int(found[2]), int(found[3])
        made = self._annotation(layer, row, 0, place, ("chain", chain, index))
        self._chains.setdefault((layer.name, chain), {})[index] = made
        for column, words in zip(layer.columns, (found[1], *(_cell(each).words for each in values[1:]))):  # noqa: B905
            if words not in ("_", "*"):
                made.features[column.feature] = unescaped(words)

    def _relation(self, layer: Layer, row: Row, values: Sequence[str]) -> None:
        features: dict[str, str] = {}
        for column, value in zip(layer.columns, values, strict=False):
            cell = _cell(value)
            if column.kind != "base" and cell.words not in ("_", "*"):
                features[column.feature] = unescaped(cell.words)
            elif column.kind == "base" and cell.words != "_":
                self._links.append((layer._replace(columns=(column,)), row, features, value))

    def _annotation(
        self, layer: Layer, row: Row, number: int, place: int, key: tuple[object, ...] = ()
    ) -> _Annotation:
        """The annotation of a number, made longer; a new one where there is none of it."""
        key = (layer.name, *(key or ((number,) if number else (row.address, place, "one"))))
        made = self._made.get(key)
        if made is None:
            made = _Annotation(
                layer, row.start, row.end, row.word, row.line, f"{MADE_UP}S{len(self._made) + 1}"
            )
            self._made[key] = made
        elif (row.start, row.end) != (made.start, made.end):
            made.start, made.end, made.words = min(made.start, row.start), max(made.end, row.end), None
        self._at.setdefault((layer.name, row.address, number), made)
        self._any.setdefault((row.address, number), made)
        return made

    # --- what they are to us

    def spans(self) -> Iterator[OutSpan]:
        """The annotations with a place."""
        for each in self._made.values():
            label, held = each.said()
            yield OutSpan(
                label, ((each.start, each.end),), each.id, each.words or None, attributes=held, line=each.line
            )

    def relations(self) -> list[OutRelation]:
        """Relations, and events: annotations with slots that others fill.  To be asked before :meth:`spans`."""
        made: list[OutRelation] = []
        for each in list(self._made.values()):
            ends = [(role, self._end(layer, cell, each.line)) for role, layer, cell in each.slots]
            arguments = tuple((role, end) for role, end in ends if end)
            if arguments:
                made.append(
                    OutRelation(
                        each.said()[0], arguments, f"{MADE_UP}E{len(made) + 1}", each.id, line=each.line
                    )
                )
        for layer, row, features, value in self._links:
            base, cell = layer.columns[0].target, _cell(value)
            first = self._end(base, f"{cell.words}[{cell.number}]" if cell.number else cell.words, row.line)
            near = f"{row.address}[{cell.other}]" if cell.other else row.address
            second = self._end(base, near, row.line)
            if first and second:
                label, held = _Annotation(layer, 0, 0, None, 0, "", features).said()
                arguments = (("Arg1", first), ("Arg2", second))
                made.append(
                    OutRelation(
                        label, arguments, f"{MADE_UP}R{len(made) + 1}", attributes=held, line=row.line
                    )
                )
        return made

    def groups(self) -> Iterator[OutGroup]:
        """Chains: their elements are one thing."""
        for (name, number), links in self._chains.items():
            members = tuple(links[index].id for index in sorted(links))
            yield OutGroup(members, id=f"{MADE_UP}{name} {number}")

    def _end(self, layer: str, told: str, line: int) -> str:
        """The id of the annotation at an address; a word without one becomes one."""
        cell = _cell(told)
        found = self._at.get((layer, cell.words, cell.number))
        if found is None and layer.rpartition(".")[2] == WORD:
            found = self._word(layer, cell.words)
        if found is None and not cell.number:
            found = next((each for key, each in self._at.items() if key[:2] == (layer, cell.words)), None)
        found = found or self._any.get((cell.words, cell.number))
        if found is None:
            self.faults.append(Fault(self._file, line, f"“{told[:60]}” is no place with an annotation."))
            return ""
        return found.id

    def _word(self, layer: str, address: str) -> _Annotation | None:
        row = self._rows.get(address)
        if row is None or row.start == row.end:
            return None
        return self._annotation(Layer(layer, "SP", (), 0), row, 0, 0)


def _cell(words: str) -> _Cell:
    found = _NUMBERED.fullmatch(words)
    return _Cell(found[1], int(found[2]), int(found[3] or 0)) if found else _Cell(words)


def layers_of(lines: Iterable[tuple[str, str]]) -> list[Layer]:
    """The layers that the head tells, in the order of their columns."""
    made: list[Layer] = []
    first = 0
    for kind, told in lines:
        made.append(layer_of(kind, told, first))
        first += len(made[-1].columns)
    return made
