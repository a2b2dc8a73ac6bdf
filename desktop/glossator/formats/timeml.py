"""TimeML: events, times and signals as elements in a text, their instances and the links between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.documents import printable
from glossator.formats import text, xml
from glossator.formats.carries import Carries
from glossator.formats.standoff import Fault, Options, OutDocument, OutRelation, OutSpan
from glossator.formats.units import CODE_POINT

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "timeml"
TITLE = "TimeML"
ABOUT = "a text with events, times and signals as elements, and links between them (read only)"
ENDINGS = (".tml", ".xml")
DEFAULT_UNIT = CODE_POINT
CARRIES = Carries(
    subtypes=True,
    mention_attributes=True,
    relations=True,
    relation_attributes=True,
    nested=True,
    ids={"mention": "", "relation": ""},
)

_MARKS = {"EVENT": "eid", "TIMEX3": "tid", "SIGNAL": "sid"}
_LINKS = frozenset(("TLINK", "SLINK", "ALINK"))
_FIRST = ("eventInstanceID", "timeID")
_SECOND = ("relatedToEventInstance", "subordinatedEventInstance", "relatedToTime")
_ENDS = frozenset((*_FIRST, *_SECOND))
_SUBTYPES = ("class", "type")
_CALLED = {
    "value": "time.value",
    "mod": "time.mod",
    "functionInDocument": "function",
    "anchorTimeID": "anchor",
}
_UNSEEN = frozenset(("MAKEINSTANCE", *_LINKS))


def sniff(head: bytes, path: Path) -> bool:
    """Its root is TimeML."""
    return path.suffix.lower() in ENDINGS and b"<TimeML" in head


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The one document of the file."""
    file = printable(path.name)
    content = text.bytes_of(path)
    root = xml.parsed(content, file)
    reader = _Reader(file)
    reader.read(root)
    yield reader.document(root)._replace(done=len(content), size=len(content))


class _Reader:
    """Reads the text, and the marks in it, in one pass; then what is said of the marks."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._pieces: list[str] = []
        self._at = 0
        self._open: list[tuple[_Element, int]] = []
        self._spans: dict[str, OutSpan] = {}
        self._instances: dict[str, str] = {}  # of an instance the event
        self._relations: list[OutRelation] = []
        self._faults: list[Fault] = []

    def read(self, root: _Element) -> None:
        from lxml import etree

        hidden = 0
        for event, each in etree.iterwalk(root, events=("start", "end")):
            if each.tag in _UNSEEN:
                hidden += 1 if event == "start" else -1
            if event == "start":
                self._begin(each)
                self._put(each.text if not hidden else None)
            else:
                self._end(each)
                self._put(each.tail if not hidden and each is not root else None)
        for each in root.iter("MAKEINSTANCE"):
            self._instance(each)
        for each in root.iter(*_LINKS):
            self._link(each)

    def _begin(self, each: _Element) -> None:
        if each.tag in _MARKS:
            self._open.append((each, self._at))

    def _end(self, each: _Element) -> None:
        if each.tag not in _MARKS:
            return
        _, start = self._open.pop()
        known = each.get(_MARKS[each.tag]) or f"{each.tag}{len(self._spans) + 1}"
        if start == self._at:
            return  # a time that nothing in the text names
        if known in self._spans:
            self._fault(each, f"{known} is there a second time.")
            known = f"{known} {len(self._spans) + 1}"
        held = _attributes(each, _MARKS[each.tag])
        subtype = next((value for name in _SUBTYPES if (value := held.pop(name, ""))), "")
        quoted = "".join(str(part) for part in each.itertext())
        self._spans[known] = OutSpan(
            each.tag, ((start, self._at),), known, quoted, subtype, held, line=_line(each)
        )

    def _instance(self, each: _Element) -> None:
        """What an instance says of its event; of an event with several the first."""
        event, known = each.get("eventID") or "", each.get("eiid") or ""
        if event not in self._spans:
            self._fault(each, f"{known or 'an instance'} is of an event that is not there.")
            return
        if event not in self._instances.values():
            span = self._spans[event]
            more = {name: value for name, value in _attributes(each, "eiid").items() if name != "eventID"}
            self._spans[event] = span._replace(attributes={**span.attributes, **more})
        self._instances[known] = event

    def _link(self, each: _Element) -> None:
        named = [next(filter(None, map(each.get, names)), "") for names in (_FIRST, _SECOND)]
        ends = [self._instances.get(end, end) for end in named]
        known = each.get("lid") or f"{each.tag}{len(self._relations) + 1}"
        if not all(end in self._spans for end in ends):
            self._fault(each, f"{known} joins what is not in the text.")
            return
        held = {name: value for name, value in _attributes(each, "lid").items() if name not in _ENDS}
        kind = held.pop("relType", "") or each.tag
        kind = f"{each.tag}.{kind}" if each.tag not in {"TLINK", kind} else kind
        arguments = (("Arg1", ends[0]), ("Arg2", ends[1]))
        self._relations.append(OutRelation(kind, arguments, known, attributes=held, line=_line(each)))

    def _put(self, words: str | None) -> None:
        if words:
            self._pieces.append(words)
            self._at += len(words)

    def _fault(self, each: _Element, what: str) -> None:
        self._faults.append(Fault(self._file, _line(each), what))

    def document(self, root: _Element) -> OutDocument:
        """All that was read."""
        held = "".join(self._pieces)
        name = (root.findtext("DOCID") or "").strip() or self._file.rpartition(".")[0]
        dated = next((each.get("value") for each in root.iter("TIMEX3") if _is_creation(each)), "") or ""
        return OutDocument(
            held if held.strip() else None,
            name,
            self._file,
            id=name,
            spans=list(self._spans.values()),
            relations=self._relations,
            faults=self._faults if held.strip() else [Fault(self._file, 0, "there is no text in it.")],
            metadata={"published": dated} if dated else {},
        )


def _is_creation(each: _Element) -> bool:
    return each.get("functionInDocument") in {"CREATION_TIME", "PUBLICATION_TIME"}


def _attributes(each: _Element, known: str) -> dict[str, str]:
    """What an element says, under the names of our scheme for TimeML."""
    return {
        _CALLED.get(str(name), str(name)): str(value)
        for name, value in each.items()
        if name != known and value
    }


def _line(each: _Element) -> int:
    return int(getattr(each, "sourceline", 0) or 0)
