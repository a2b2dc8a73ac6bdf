"""Real annotated texts as projects, for tests that look at figures: re3d and NEREL, read in place where they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from glossator import projects
from glossator.core import edits
from glossator.core.annotations import Argument, Entity, Mention, Relation
from glossator.core.documents import Document, digest_of
from glossator.core.scheme import SLOTS, Label, RelationType, Scheme, Signature
from glossator.core.spans import Span, normalise, quote
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
_NOW = 1_790_000_000_000


class Said(NamedTuple):
    """What a corpus says of one text: spans with label and who they stand for, relations between them by number."""

    name: str
    source: str
    text: str
    spans: list[tuple[list[tuple[int, int]], str, str]]
    relations: list[tuple[str, int, int]]


def corpus(name: str) -> Path:
    """The folder of a corpus; the test is skipped where it is not there."""
    folder = CORPORA / name
    if not folder.is_dir():
        pytest.skip(f"the corpus {name} is not on this computer")
    return folder


def re3d(path: Path) -> Workbench:
    """The 53 reports of re3d; who is named with the same words and the same label in two reports is one identity."""
    return _project(path, "re3d", list(_re3d(corpus("re3d"))))


def nerel(path: Path) -> Workbench:
    """The Russian news of NEREL; identities are those of Wikidata."""
    return _project(path, "NEREL", list(_nerel(corpus("nerel"))))


def _lines(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _re3d(folder: Path) -> Iterator[Said]:
    for source in sorted(each for each in folder.iterdir() if each.is_dir()):
        held: dict[str, tuple[Any, dict[tuple[int, int], int], Said]] = {}
        for each in _lines(source / "documents.json"):
            said = Said(each.get("title") or each["_id"], source.name, each["text"], [], [])
            held[each["_id"]] = (each, {}, said)
        for each in _lines(source / "entities.json"):
            _, at, said = held[each["documentId"]]
            span = (each["begin"], each["end"])
            if span not in at:
                at[span] = len(said.spans)
                said.spans.append(([span], each["type"], " ".join(each["value"].split())))
        for each in _lines(source / "relations.json"):
            _, at, said = held[each["documentId"]]
            first = at.get((each["sourceBegin"], each["sourceEnd"]))
            second = at.get((each["targetBegin"], each["targetEnd"]))
            if first is not None and second is not None:
                said.relations.append((each["type"], first, second))
        yield from (said for _, _, said in held.values())


def _nerel(folder: Path) -> Iterator[Said]:
    for file in sorted(folder.rglob("*.ann")):
        text = file.with_suffix(".txt").read_bytes().decode("utf-8").replace("\r\n", "\n")
        at: dict[str, int] = {}
        said = Said(file.stem, "Wikinews", text, [], [])
        rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        known = {
            row[1].split()[1]: row[2] if len(row) > 2 and row[2] else row[1].split()[2]
            for row in rows
            if row[0].startswith("N") and not row[1].endswith(":NULL")
        }
        for row in rows:
            if row[0].startswith("T"):
                label, places = row[1].split(" ", 1)
                spans = [tuple(map(int, place.split())) for place in places.split(";")]
                at[row[0]] = len(said.spans)
                said.spans.append(([(one, two) for one, two in spans], label, known.get(row[0], "")))
        for row in rows:
            if row[0].startswith("R"):
                kind, first, second = (each.split(":")[-1] for each in row[1].split()[:3])
                if first in at and second in at:
                    said.relations.append((kind, at[first], at[second]))
        yield said


def _project(path: Path, title: str, texts: list[Said]) -> Workbench:
    labels = list(dict.fromkeys(label for said in texts for _, label, _ in said.spans))
    kinds = list(dict.fromkeys(kind for said in texts for kind, _, _ in said.relations))
    every = tuple(labels)
    scheme = Scheme(
        title,
        title,
        "1",
        tuple(
            Label(each, each, slot=SLOTS[at % len(SLOTS)], tag=each[:3].upper())
            for at, each in enumerate(labels)
        ),
        tuple(RelationType(each, each, signatures=(Signature(every, every),)) for each in kinds),
    )
    file = ProjectFile.create(path, title=title, scheme=scheme, author="Kim")
    bench = Workbench(file, author="Kim")
    counts = Counter(
        (label, who) for said in texts for label, who in {span[1:] for span in said.spans} if who
    )
    new = bench.hand.new_id
    entities = {
        key: Entity(new(), key[1], key[0], author="Kim", created=_NOW) for key, n in counts.items() if n > 1
    }
    bench.do(bench.hand.change("Entities", added=tuple(entities.values())))
    for said in texts:
        _add(bench, said, entities, new)
    return bench


def _add(
    bench: Workbench, said: Said, entities: dict[tuple[str, str], Entity], new: Callable[[], int]
) -> None:
    document = Document(
        new(), said.name, len(said.text), digest_of(said.text), source=said.source, reliability="B"
    )
    mentions = []
    for places, label, who in said.spans:
        fragments = normalise([Span(begin, end) for begin, end in places])
        entity = entities.get((label, who))
        mentions.append(
            Mention(
                new(),
                document.id,
                label,
                fragments,
                quote(fragments, said.text),
                entity=entity.id if entity else None,
                author="Kim",
                created=_NOW,
            )
        )
    relations = [
        Relation(
            new(),
            document.id,
            kind,
            (Argument("Arg1", mentions[first].id), Argument("Arg2", mentions[second].id)),
            author="Kim",
            created=_NOW,
        )
        for kind, first, second in said.relations
    ]
    bench.do(edits.add_documents([(document, said.text)], by=bench.hand))
    bench.do(bench.hand.change("Tag", added=(*mentions, *relations)))


# --- the same texts with what views of time and place are made of

_OURS = {
    "PERSON": "PER", "PROFESSION": "PER", "ORGANIZATION": "ORG", "COUNTRY": "GPE", "CITY": "GPE", "LOCATION": "LOC",
    "STATE_OR_PROVINCE": "GPE", "DISTRICT": "LOC", "FACILITY": "FAC", "DATE": "TIM", "TIME": "TIM", "EVENT": "EVT",
    "Organisation": "ORG", "Person": "PER", "Location": "LOC", "Temporal": "TIM", "MilitaryPlatform": "EVT",
    "Vehicle": "EVT", "Weapon": "EVT",
}  # fmt: skip
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NEAR = 200  # characters within which re3d's times and places go with what stands for an event there


def storied(path: Path, name: str, published: str, value_of: Callable[[str], str]) -> Workbench:
    """NEREL or re3d in our own scheme, with events: what NEREL calls one, with what its relations join to it; re3d has
    none, so its weapons and vehicles stand for them, with the times and places near by.  Times have the value that
    ``value_of`` gives for their words (empty: none), every second place has coordinates, by its identity or its words.
    """
    texts = list({"nerel": _nerel, "re3d": _re3d}[name](corpus(name)))
    bench = projects.create(path, title=name, scheme_id="news-intelligence", author="Kim")
    story = _Story(bench, published, value_of)
    for said in texts:
        story.add(said)
    return bench


class _Story:
    def __init__(self, bench: Workbench, published: str, value_of: Callable[[str], str]) -> None:
        self._bench = bench
        self._published = published
        self._value_of = value_of
        self._known: dict[tuple[str, str], Entity] = {}

    def add(self, said: Said) -> None:
        """One text with its mentions, identities and events, as one step each."""
        new, by = self._bench.hand.new_id, self._bench.hand
        document = Document(
            new(),
            said.name,
            len(said.text),
            digest_of(said.text),
            source=said.source,
            published=self._published,
        )
        self._bench.do(edits.add_documents([(document, said.text)], by=by))
        made: dict[int, Mention] = {}
        added: list[Entity | Mention | Relation] = []
        for at, (places, kind, who) in enumerate(said.spans):
            if (label := _OURS.get(kind)) is None:
                continue
            fragments = normalise([Span(*place) for place in places])
            entity = self._identity(label, who, added)
            words = quote(fragments, said.text)
            made[at] = Mention(
                new(), document.id, label, fragments, words, entity=entity.id if entity else None,
                attributes=self._said(label, words, entity), author="Kim", created=_NOW,
            )  # fmt: skip
        events = [self._event(said, made, at) for at in made if made[at].label == "EVT"]
        self._bench.do(by.change("Tag", added=(*added, *made.values(), *events)))

    def _event(self, said: Said, made: dict[int, Mention], at: int) -> Relation:
        fillers = self._fillers(said, made, at)
        is_way = any(role == "Destination" for role, _ in fillers)
        return Relation(
            self._bench.hand.new_id(), made[at].document, "Movement.Transport" if is_way else "Conflict.Attack",
            tuple(Argument(role, each.id) for role, each in fillers), made[at].id, author="Kim", created=_NOW,
        )  # fmt: skip

    def _identity(self, label: str, who: str, added: list[Entity | Mention | Relation]) -> Entity | None:
        if not who:
            return None
        if (label, who) not in self._known:
            has_place = label in _PLACES and len(who) % 4 == 0
            made = Entity(
                self._bench.hand.new_id(), who, label, attributes=_somewhere(who) if has_place else {}, author="Kim",
                created=_NOW,
            )  # fmt: skip
            self._known[label, who] = made
            added.append(made)
        return self._known[label, who]

    def _said(self, label: str, words: str, entity: Entity | None) -> dict[str, Any]:
        if label == "TIM":
            return {"time.value": value} if (value := self._value_of(words)) else {}
        is_told = label in _PLACES and len(words) % 4 == 1 and (entity is None or not entity.attributes)
        return _somewhere(words) if is_told else {}

    @staticmethod
    def _fillers(said: Said, made: dict[int, Mention], at: int) -> list[tuple[str, Mention]]:
        joined = [b if a == at else a for _, a, b in said.relations if at in {a, b} and a != b]
        held = [made[each] for each in dict.fromkeys(joined) if each in made]
        if not held:
            near = made[at].start
            held = [each for each in made.values() if abs(each.start - near) < _NEAR and each.label != "EVT"]
        places = [each for each in held if each.label in _PLACES]
        roles = ("Origin", "Destination") if len(places) > 1 else ("Place",)
        fillers = list(zip(roles, places, strict=False))
        fillers += [("Time", each) for each in held if each.label == "TIM"]
        return fillers + [("Agent", each) for each in held if each.label in {"PER", "ORG"}][:2]


def _somewhere(words: str) -> dict[str, Any]:
    """Coordinates for a name: not where it is, but always the same."""
    number = sum(map(ord, words))
    return {"place.latitude": number % 170 - 85 + 0.5, "place.longitude": number * 7 % 350 - 175 + 0.25}
