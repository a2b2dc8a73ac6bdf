"""From a mark to the sentences behind it, and to what it is about: asked page by page, through the lens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from glossator import surveys
from glossator.analysis.concordance import Line, of_mentions, of_relations
from glossator.analysis.facets import NONE, Facets, facets
from glossator.core.annotations import AnnotationSet, Mention, Relation
from glossator.core.lens import Lens, MentionPick, Pick, RelationPick
from glossator.core.scheme import Label
from glossator.core.titles import counted
from glossator.ui.plots.sentences import About, Page, Source
from glossator.ui.theme import LabelColour, Theme
from glossator.workbench import Workbench

_KEPT = 32
MOST_BRUSHED = 2_000
"""Records of which the views know that they are brushed; of more the first ones are."""


def _worn_by(label: Label | None) -> Callable[[Theme], LabelColour]:
    """The colours of a label in whichever theme is worn when they are asked for."""
    return lambda theme: theme.of(label)


class Evidence:
    """Finds the sentences behind marks in one project.  Texts and names of documents are kept, as lists scroll."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._texts: dict[int, str] = {}
        self._names: dict[int, str] = {}

    def forget_names(self) -> None:
        """Documents may have other names now."""
        self._names.clear()

    def name_of(self, document_id: int) -> str:
        """What a document is called."""
        if document_id not in self._names:
            found = self._bench.ask.document(document_id)
            self._names[document_id] = found.name if found else ""
        return self._names[document_id]

    def text_of(self, document_id: int) -> str:
        """The text of a document."""
        current = self._bench.current
        if current is not None and current.document.id == document_id:
            return current.text
        if document_id not in self._texts:
            if len(self._texts) >= _KEPT:
                self._texts.pop(next(iter(self._texts)))
            self._texts[document_id] = self._bench.ask.text_of(document_id)
        return self._texts[document_id]

    def source(
        self,
        asked: Sequence[tuple[Lens, Sequence[Pick]]],
        title: str,
        label: str = "",
        entity: int | None = None,
    ) -> Source | None:
        """Where the sentences of all these records come from, each through its lens, the hits in the colour of a label,
        with what is known of an identity above them; ``None`` for none.
        """
        if not asked:
            return None
        scopes = {lens.document for lens, _ in asked}
        with_names = len(scopes) > 1 or None in scopes
        colour = _worn_by(self._bench.scheme.label(label))
        about = self._known_of(entity, asked[0][0]) if entity is not None else None
        fetch = _Chain(self, [(pick, lens) for lens, picks in asked for pick in picks]).fetch
        return Source(title, fetch, self.name_of, colour, with_names=with_names, about=about)

    def _known_of(self, entity: int, lens: Lens) -> About | None:
        """What is known of an identity, in one line: its type, its other names, how often it is mentioned."""
        known = self._bench.ask.entities_by_id([entity]).get(entity)
        if known is None:
            return None
        counts = self._bench.ask.under(lens, self._bench.scheme).entity_counts(1, entities=[entity])
        told = [self._bench.scheme.name_of(known.type)] if known.type else []
        if known.aliases:
            told.append("also " + ", ".join(known.aliases))
        told += [
            f"{counted(each.mentions, 'mention')} in {counted(each.documents, 'document')}" for each in counts
        ]
        told += [f"{name} {value}" for name, value in known.identifiers.items()]
        return About(entity, "  ·  ".join(told))

    def page(self, pick: Pick, lens: Lens, offset: int, limit: int) -> Page:
        """Some of the sentences of what is picked."""
        seen = self._bench.ask.under(lens, self._bench.scheme)
        if isinstance(pick, MentionPick):
            said = seen.mentions(pick, offset=offset, limit=limit)
            return Page(list(of_mentions(said, self.text_of)), is_last=len(said) < limit)
        found = seen.relations(pick, offset=offset, limit=limit)
        return Page(self._relation_lines(found, pick, lens), is_last=len(found) < limit)

    def _relation_lines(self, relations: Sequence[Relation], pick: RelationPick, lens: Lens) -> list[Line]:
        """Their lines, each with who says so and how that is graded."""
        mentions = self._bench.ask.mentions_by_id({end for each in relations for end in each.mentions()})
        if pick.is_event and pick.second_label is not None:
            # of an event only the fillers that the mark counts, and the triggers
            triggers = {relation.trigger for relation in relations}
            mentions = {
                number: each
                for number, each in mentions.items()
                if each.label == pick.second_label or number in triggers
            }
        role = pick.role or ""
        lines = of_relations(relations, mentions, self.text_of, self._bench.scheme, role=role)
        claims = surveys.claims_of(self._bench, lens, [each.id for each in relations])
        by_id = {each.relation: each for each in claims}
        return [
            line
            if (claim := by_id.get(line.record)) is None
            else line._replace(grade=f"{claim.reliability}{claim.credibility}", voice=claim.name)
            for line in lines
        ]

    # --- what is brushed

    def facets(self, picks: Iterable[Pick], lens: Lens, most: int = MOST_BRUSHED) -> Facets:
        """What the picked records are about, with the relations that hold on to them and the mentions they join; of
        more than ``most`` of a kind the first ones.
        """
        seen = self._bench.ask.under(lens, self._bench.scheme)
        said: dict[int, Mention] = {}
        joined: dict[int, Relation] = {}
        documents: set[int] = set()
        is_all = True
        for pick in picks:
            found: Sequence[Mention | Relation]
            if isinstance(pick, MentionPick):
                found = mentions = seen.mentions(pick, limit=most + 1)
                said.update((each.id, each) for each in mentions[:most])
            else:
                found = relations = seen.relations(pick, limit=most + 1)
                joined.update((each.id, each) for each in relations[:most])
            if len(found) > most:
                is_all = False
                documents |= seen.documents_of(pick)
        ends = self._bench.ask.mentions_by_id({end for each in joined.values() for end in each.mentions()})
        if said:
            around = seen.relations_around(list(said), most + 1)
            is_all = is_all and len(around) <= most
            joined.update((each.id, each) for each in around)
            more = {end for each in around for end in each.mentions()} - set(said) - set(ends)
            others = self._bench.ask.mentions_by_id(more)
            return facets(said.values(), joined.values(), ends | others, documents=documents, is_all=is_all)
        return facets(ends.values(), joined.values(), documents=documents, is_all=is_all)


class _Chain:
    """The sentences of several picks one after the other, as a list asks for them from the first on."""

    def __init__(self, evidence: Evidence, picks: Sequence[tuple[Pick, Lens]]) -> None:
        self._evidence = evidence
        self._picks = picks
        self._at = (0, 0)

    def fetch(self, offset: int, limit: int) -> Page:
        """The next sentences; those from the first on where ``offset`` is 0."""
        place, begun = (0, 0) if offset == 0 else self._at
        lines: list[Line] = []
        while place < len(self._picks) and len(lines) < limit:
            page = self._evidence.page(*self._picks[place], begun, limit)
            lines += page.lines
            place, begun = (place + 1, 0) if page.is_last else (place, begun + limit)
        self._at = place, begun
        return Page(lines, is_last=place >= len(self._picks))


def selected(annotations: AnnotationSet | None, records: Iterable[int]) -> Facets:
    """What the records that are selected on the page are about."""
    if annotations is None:
        return NONE
    held = [each for number in records if (each := annotations.record(number)) is not None]
    said = {each.id: each for each in held if isinstance(each, Mention)}
    joined = {each.id: each for each in held if isinstance(each, Relation)}
    for mention in list(said):
        joined.update((each.id, each) for each in annotations.relations_of(mention))
    if not said:  # a relation was selected: its ends are what it is about
        ends = (end for each in joined.values() for end in each.mentions())
        said = {end: annotations.mentions[end] for end in ends if end in annotations.mentions}
    return facets(said.values(), joined.values(), annotations.mentions) if held else NONE
