"""What files hold, before anything of them comes in: counts by label and type, what stands where, units, findings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from glossator.core.annotations import Value
from glossator.core.outside import OUTSIDE
from glossator.core.scheme import Target as On
from glossator.formats.doctor import Doctor, Finding
from glossator.formats.standoff import SUBTYPE, Fault, OutDocument
from glossator.formats.units import Text

_VALUES = 200  # values of an attribute that are remembered
_TOLD = 100_000  # faults and findings that are kept, the rest is counted


@dataclass
class Used:
    """How a relation type or event type is used: how often, with which roles, between which labels."""

    count: int = 0
    roles: dict[str, dict[str, None]] = field(default_factory=dict)  # role -> labels of its fillers
    pairs: dict[tuple[str, str], None] = field(default_factory=dict)
    triggers: dict[str, None] = field(default_factory=dict)


@dataclass
class Valued:
    """How an attribute is used: how often, on what, with which values."""

    count: int = 0
    on: dict[On, None] = field(default_factory=dict)
    values: dict[Value, None] = field(default_factory=dict)
    has_more: bool = False


@dataclass
class Survey:
    """What files hold; ``doctor`` knows afterwards in which unit they count.  ``known`` are documents that the project
    has; ``remarks`` are by what they say, each with the first place.
    """

    doctor: Doctor
    documents: int = 0
    spans: int = 0
    relations: int = 0
    groups: int = 0
    notes: int = 0
    known: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    subtypes: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    relation_types: dict[str, Used] = field(default_factory=lambda: defaultdict(Used))
    event_types: dict[str, Used] = field(default_factory=lambda: defaultdict(Used))
    attributes: dict[str, Valued] = field(default_factory=lambda: defaultdict(Valued))
    names: list[str] = field(default_factory=list)
    textless: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    remarks: dict[str, Fault] = field(default_factory=dict)

    def see(self, document: OutDocument, text: str | None) -> None:
        """Count what a document holds; ``text`` is its own or that of the project's document."""
        self.faults += document.faults[: max(0, _TOLD - len(self.faults))]
        for each in document.remarks:
            if len(self.remarks) < _TOLD:
                self.remarks.setdefault(each.what, each)
        if text is None:
            if document.name and (document.spans or document.relations or not document.faults):
                self.textless.append(document.name)
            return
        self.documents += 1
        if len(self.names) < _VALUES:
            self.names.append(document.name)
        self._see_spans(document)
        self._see_relations(document)
        self.groups += len(document.groups)
        self.notes += len(document.notes)
        for group in document.groups:
            self._see_attributes("entity", group.attributes)
            if group.type and group.type not in self.labels:
                self.labels[group.type] += 0
        if document.spans:
            self.doctor.see(document, Text(text))

    def examine(self, document: OutDocument, text: str) -> None:
        """After all were seen: what of a document does not stand where its file says, and in which unit it counts."""
        if not document.spans:
            return
        healed = self.doctor.heal(document, Text(text))
        self.units[str(healed.verdict)] += 1
        self.findings += healed.findings[: max(0, _TOLD - len(self.findings))]

    # --- inside

    def _see_spans(self, document: OutDocument) -> None:
        self.spans += len(document.spans)
        self.labels.update([each.label for each in document.spans])
        for each in document.spans:
            subtype = each.subtype or each.attributes.get(SUBTYPE)
            if subtype:
                self.subtypes[each.label][str(subtype)] = None
            if each.attributes:
                self._see_attributes("mention", each.attributes)
            if each.quoted and each.label not in self.examples:
                self.examples[each.label] = each.quoted

    def _see_relations(self, document: OutDocument) -> None:
        if not document.relations:
            return
        self.relations += len(document.relations)
        labels = {each.id: each.label for each in document.spans}
        triggers = {each.id: labels.get(each.trigger, "") for each in document.relations if each.trigger}
        for each in document.relations:
            used = (self.event_types if each.trigger else self.relation_types)[each.type]
            used.count += 1
            ends = [labels.get(held) or triggers.get(held, "") for _, held in each.arguments]
            for (role, _), label in zip(each.arguments, ends, strict=True):
                fillers = used.roles.setdefault(role, {})
                if label:
                    fillers[label] = None
            if each.trigger:
                used.triggers[labels.get(each.trigger, "")] = None
            elif len(ends) == 2 and all(ends):
                used.pairs[ends[0], ends[1]] = None
            self._see_attributes("event" if each.trigger else "relation", each.attributes)

    def _see_attributes(self, on: On, attributes: Iterable[str] | dict[str, Value]) -> None:
        if not isinstance(attributes, dict):
            return
        for name, value in attributes.items():
            if name.startswith(OUTSIDE) or (name == SUBTYPE and on == "mention"):
                continue
            valued = self.attributes[name]
            valued.count += 1
            valued.on[on] = None
            if len(valued.values) < _VALUES:
                valued.values[value] = None
            elif value not in valued.values:
                valued.has_more = True
