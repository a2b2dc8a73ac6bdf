"""The figures of the views counted once more, in plain Python over what is exported as JSONL: nothing of ours is used
but the words for a sentence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from glossator import projects
from glossator.core.tokens import paragraph_at, sentences
from glossator.workbench import Workbench

Line = dict[str, Any]
Keep = Callable[[Line], bool]


@dataclass
class Exported:
    """The lines of an export, of which ``takes`` (documents), ``says`` (mentions) and ``claims`` (relations, asked with
    their document) choose; with ``stands`` only mentions that stand in a relation or event that is chosen.
    """

    lines: list[Line]
    takes: Keep = lambda line: True
    says: Keep = lambda mention: True
    claims: Callable[[Line, Line], bool] = lambda line, relation: True
    stands: bool = False
    entities: dict[str, Line] = field(default_factory=dict)

    def documents(self) -> list[Line]:
        return [line for line in self.lines if self.takes(line)]

    def mentions(self) -> Iterator[tuple[Line, Line]]:
        for line in self.documents():
            joined = {
                end
                for each in line.get("relations", ())
                if self.claims(line, each)
                for end in (each.get("trigger"), *(a.get("mention") for a in each["arguments"]))
            }
            for mention in line.get("mentions", ()):
                if self.says(mention) and (not self.stands or mention["id"] in joined):
                    yield line, mention

    def relations(self) -> Iterator[tuple[Line, Line]]:
        for line in self.documents():
            for relation in line.get("relations", ()):
                if self.claims(line, relation):
                    yield line, relation

    # --- the figures of each view

    def labels(self) -> Counter[str]:
        return Counter(mention["label"] for _, mention in self.mentions())

    def levels(self) -> Counter[tuple[str, str]]:
        return Counter((m["label"], m.get("attributes", {}).get("level", "")) for _, m in self.mentions())

    def who(self) -> dict[tuple[str, ...], tuple[int, int]]:
        """(identity) or (quote, label) → mentions, documents."""
        counts: Counter[tuple[str, ...]] = Counter()
        documents: dict[tuple[str, ...], set[str]] = {}
        for line, mention in self.mentions():
            key = (mention["entity"],) if "entity" in mention else (mention["quote"], mention["label"])
            counts[key] += 1
            documents.setdefault(key, set()).add(line["id"])
        return {key: (n, len(documents[key])) for key, n in counts.items()}

    def pairs(self, labels: frozenset[str] = frozenset()) -> Counter[tuple[str, str, str, str]]:
        """Relations by type, role and the labels that they join; of events fillers with one of ``labels`` only."""
        found: Counter[tuple[str, str, str, str]] = Counter()
        for line, relation in self.relations():
            known = {m["id"]: m["label"] for m in line["mentions"]}
            known |= {r["id"]: r["type"] for r in line["relations"]}
            ends = [(a["role"], known[a.get("mention", a.get("relation"))]) for a in relation["arguments"]]
            if "trigger" in relation:
                trigger = known[relation["trigger"]]
                mine = {(role, trigger, label) for role, label in ends if not labels or label in labels}
            else:
                mine = {("", ends[0][1], ends[1][1])} if len(ends) > 1 else set()
            found.update((relation["type"], *each) for each in mine)
        return found

    def together(self, unit: str) -> tuple[Counter[tuple[str, str]], Counter[str]]:
        """In how many sentences, paragraphs or documents two identities stand (their ids in order), and one."""
        found: Counter[tuple[str, str]] = Counter()
        alone: Counter[str] = Counter()
        held: dict[tuple[str, int], set[str]] = {}
        starts: dict[str, list[int]] = {}
        for line, mention in self.mentions():
            if "entity" not in mention:
                continue
            at, place = mention["fragments"][0][0], 0
            if unit == "paragraph":
                place = paragraph_at(line["text"], at).start
            elif unit == "sentence":
                if line["id"] not in starts:
                    starts[line["id"]] = [span.start for span in sentences(line["text"])]
                place = max((each for each in starts[line["id"]] if each <= at), default=0)
            held.setdefault((line["id"], place), set()).add(mention["entity"])
        for people in held.values():
            found.update(combinations(sorted(people), 2))
            alone.update(people)
        return found, alone

    def statuses(self) -> Counter[str]:
        return Counter(line.get("status", "new") for line in self.documents())

    def grades(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for line, relation in self.relations():
            said = relation.get("attributes", {})
            source = self._source(line, said)
            graded = self.entities.get(source.get("entity", ""), {}).get("attributes", {}) if source else {}
            reliability = graded.get("source_reliability") or line.get("origin", {}).get("reliability", "F")
            found[reliability, said.get("info_credibility", "6")] += 1
        return found

    def voices(self) -> Counter[str]:
        """Claims by the name of who makes them; empty: the text."""
        found: Counter[str] = Counter()
        for line, relation in self.relations():
            source = self._source(line, relation.get("attributes", {}))
            named = self.entities.get(source.get("entity", ""), {}) if source else {}
            found[(named.get("name") or source["quote"]) if source else ""] += 1
        return found

    def days(self) -> Counter[str]:
        return Counter(mention.get("created", "1970-01-01")[:10] for _, mention in self.mentions())

    @staticmethod
    def _source(line: Line, said: Line) -> Line | None:
        wanted = said.get("attribution.source")
        return next((each for each in line["mentions"] if each["id"] == wanted), None)


def exported(bench: Workbench, folder: Path) -> Exported:
    """What a project is exported as."""
    target = folder / "export.jsonl"
    projects.export_jsonl(bench, target)
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines() if line]
    entities = {each["id"]: each for line in lines for each in line.get("entities", ())}
    return Exported(lines, entities=entities)
