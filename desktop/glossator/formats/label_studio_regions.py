"""The results of an annotator in Label Studio: regions with labels and choices, relations, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from glossator.core.annotations import NO_ATTRIBUTES, Value
from glossator.core.outside import LINES
from glossator.formats.label_studio_html import Rendered
from glossator.formats.standoff import MADE_UP, Fault, OutNote, OutRelation, OutSpan, Ranges

LABELS = frozenset(("labels", "hypertextlabels", "paragraphlabels"))
"""Kinds of results that label a stretch of text."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBERED = re.compile(r" (.+), [0-9]+", re.DOTALL)
_NOT_TEXT = frozenset(
    "rectanglelabels polygonlabels brushlabels keypointlabels ellipselabels videorectangle timeserieslabels chatmessage"
    " rectangle polygon brush keypoint ellipse".split()
)


class Regions:
    """What all annotators of one task said of its text."""

    def __init__(self, file: str, line: int, rendered: Rendered | None) -> None:
        self._file = file
        self._line = line
        self._rendered = rendered
        self._made: dict[str, OutSpan] = {}
        self._twins: dict[str, list[str]] = {}
        self._attributes: dict[str, dict[str, Value]] = {}
        self.relations: list[OutRelation] = []
        self.notes: list[OutNote] = []
        self.choices: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []

    def spans(self) -> list[OutSpan]:
        """The regions with the choices that were made for each."""
        return [
            each._replace(attributes={**each.attributes, **self._attributes[key]})
            if key in self._attributes
            else each
            for key, each in self._made.items()
        ]

    def take(self, one: Mapping[str, Any], place: int) -> None:
        """Take what one annotator or model said, the ``place``-th of its task."""
        by = _By(one, place)
        results = [each for each in one.get("result") or () if isinstance(each, dict)]
        for each in results:
            if each.get("type") in LABELS:
                self._region(each, by)
        for each in results:
            kind = each.get("type")
            if kind == "relation":
                self._relation(each, by)
            elif kind in _NOT_TEXT:
                self._remark(f"a {kind} is on no text, and was left out.")
            elif kind not in LABELS:
                self._choice(each, by)

    # --- inside

    def _region(self, plain: Mapping[str, Any], by: _By) -> None:
        value = plain.get("value")
        if not isinstance(value, dict):
            return self._fault("a region has no place.")
        labels = list(map(str, value.get(plain["type"]) or value.get("labels") or ()))
        ranges = self._ranges(value)
        if ranges is None or not labels:
            return self._fault(f"the region {plain.get('id', '')} has no {'label' if ranges else 'place'}.")
        key = by.key(plain.get("id"), self._made)
        quoted = value.get("text")
        quoted = quoted if isinstance(quoted, str) and quoted else None
        score = plain.get("score", by.score)
        sure = None if score is None else _share(score)
        twins = [key] + [f"{MADE_UP}{key}#{number}" for number in range(2, len(labels) + 1)]
        for own, label in zip(twins, labels, strict=True):
            self._made[own] = OutSpan(
                label,
                ranges,
                own,
                quoted,
                "",
                NO_ATTRIBUTES,
                by.author,
                by.created,
                sure,
                by.origin,
                self._line,
            )
        self._twins[key] = twins
        if "meta" in plain:
            self._note(plain["meta"], key, by)
        return None

    def _ranges(self, value: Mapping[str, Any]) -> Ranges | None:
        if self._rendered is not None and (found := self._rendered.range_of(value)):
            return (found,)
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int | str) and isinstance(end, int | str):
            try:
                return ((int(start), int(end)),)
            except ValueError:
                return (
                    ((0, 0),) if isinstance(value.get("text"), str) else None
                )  # the doctor looks for its words
        return None

    def _note(self, meta: Any, key: str, by: _By) -> None:
        said = meta.get("text") if isinstance(meta, dict) else None
        for each in said if isinstance(said, list) else (said,):
            if isinstance(each, str) and each:
                self.notes.append(OutNote(each, key, author=by.author, created=by.created, line=self._line))

    def _relation(self, plain: Mapping[str, Any], by: _By) -> None:
        first, second = (by.known(plain.get(name)) for name in ("from_id", "to_id"))
        if not first or not second:
            return self._fault("a relation joins nothing.")
        direction = plain.get("direction")
        ends = (second, first) if direction == "left" else (first, second)
        labels = [str(each) for each in plain.get("labels") or ()] or ["relation"]
        attributes: dict[str, Value] = {LINES: direction} if direction in ("left", "bi") else {}
        for label in labels:
            arguments = (("Arg1", ends[0]), ("Arg2", ends[1]))
            self.relations.append(
                OutRelation(
                    label,
                    arguments,
                    attributes=attributes,
                    author=by.author,
                    created=by.created,
                    origin=by.origin,
                    line=self._line,
                )
            )
        return None

    def _choice(self, plain: Mapping[str, Any], by: _By) -> None:
        """A choice, a text or a number: of a region where one has the same id, else of the whole document."""
        kind, value = str(plain.get("type")), plain.get("value")
        name = str(plain.get("from_name") or kind)
        said = _values(value.get(kind, value.get("text")) if isinstance(value, dict) else value)
        if not said:
            return
        key = by.known(plain.get("id"))
        if key in self._twins:
            for own in self._twins[key]:
                self._attributes.setdefault(own, {})[name] = (
                    said[0] if len(said) == 1 else tuple(map(str, said))
                )
        else:
            self.choices[name] = ", ".join(map(str, said))

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(self._file, self._line, what))

    def _remark(self, what: str) -> None:
        self.remarks.append(Fault(self._file, self._line, what))


def _share(score: Any) -> float | None:
    return float(score) if isinstance(score, int | float) and 0 <= score <= 1 else None


class _By:
    """Who said something: the annotator with the time, or the model with its score."""

    def __init__(self, one: Mapping[str, Any], place: int) -> None:
        self._place = place
        self._keys: dict[str, str] = {}
        self.author = _author(one.get("completed_by")) or _user(one.get("created_username"))
        self.created = _time(one.get("created_at"))
        self.origin = f"suggestion:{one.get('model_version') or 'model'}" if one.get("is_model") else ""
        score = one.get("score") if one.get("is_model") else None
        self.score = score if isinstance(score, int | float) else None

    def key(self, given: Any, taken: Collection[str]) -> str:
        """The id of a region, which is unique in the work of one annotator alone: another may have the same."""
        if not isinstance(given, str | int) or given == "":
            return f"{MADE_UP}{len(taken) + 1}"
        key = str(given)
        if self._place and key in taken:
            key = f"{given}@{self._place + 1}"
        self._keys[str(given)] = key
        return key

    def known(self, given: Any) -> str:
        """The id under which a region was kept."""
        if not isinstance(given, str | int) or given == "":
            return ""
        return self._keys.get(str(given), str(given))


def _values(plain: Any) -> Sequence[str | int | float]:
    """Words or numbers; a way through a taxonomy is one of them."""
    held = plain if isinstance(plain, list) else [plain]
    return [
        " / ".join(map(str, each)) if isinstance(each, list) else each
        for each in held
        if isinstance(each, str | int | float | list) and each not in ("", [])
    ]


def _author(plain: Any) -> str:
    if isinstance(plain, dict):
        plain = plain.get("email") or plain.get("username") or plain.get("id")
    if isinstance(plain, int):
        return f"user {plain}"
    return plain.strip().split(",")[0] if isinstance(plain, str) else ""


def _user(plain: Any) -> str:
    """Who is told in words: Label Studio writes a blank before the name and the number of the person behind it."""
    if not isinstance(plain, str):
        return _author(plain)
    found = _NUMBERED.fullmatch(plain)
    return found[1] if found else plain


def _time(plain: Any) -> int:
    if not isinstance(plain, str):
        return 0
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, round((moment - _EPOCH).total_seconds() * 1000))
