"""From a mark to the sentences behind it: which records it stands for, asked page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from glossator.analysis.concordance import Line, of_mentions, of_relations
from glossator.analysis.distribution import default_level
from glossator.core.annotations import Mention, Relation
from glossator.core.scheme import Label
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.matrix import PairKey
from glossator.ui.plots.sentences import Page, Source
from glossator.ui.theme import LabelColour, Theme
from glossator.workbench import Workbench

_KEPT = 32


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

    def source(self, key: object, document: int | None) -> Source | None:
        """Where the sentences of a mark come from, in one document or in all; ``None`` for a key of no view."""
        match key:
            case LabelKey():
                return self._of_label(key, document)
            case EntityKey():
                return self._of_entity(key, document)
            case PairKey():
                return self._of_pair(key, document)
        return None

    def _of_label(self, key: LabelKey, document: int | None) -> Source:
        scheme = self._bench.scheme
        # the default level is not stored
        levels = None if key.level is None else {key.level}
        if levels is not None and key.level == default_level(scheme, key.label):
            levels.add("")

        def fetch(offset: int, limit: int) -> Page:
            found = self._bench.ask.mentions_where(
                label=key.label, levels=levels, document=document, offset=offset, limit=limit
            )
            return Page(self._mention_lines(found), is_last=len(found) < limit)

        title = f"{key.label} {scheme.name_of(key.label)}"
        title = f"{title}, {key.level or 'without level'}" if key.level is not None else title
        label = scheme.label(key.label)
        return Source(title, fetch, self.name_of, _worn_by(label), with_names=document is None)

    def _of_entity(self, key: EntityKey, document: int | None) -> Source:
        def fetch(offset: int, limit: int) -> Page:
            ask = self._bench.ask
            if key.entity is not None:
                found = ask.mentions_where(entity=key.entity, document=document, offset=offset, limit=limit)
                return Page(self._mention_lines(found), is_last=len(found) < limit)
            found = ask.mentions_where(
                label=key.label,
                quote=key.name,
                identified=False,
                document=document,
                offset=offset,
                limit=limit,
            )
            return Page(self._mention_lines(found), is_last=len(found) < limit)

        title = key.name if key.entity is not None else f"“{key.name}”"
        label = self._bench.scheme.label(key.label)
        return Source(title, fetch, self.name_of, _worn_by(label), with_names=document is None)

    def _of_pair(self, key: PairKey, document: int | None) -> Source:
        scheme = self._bench.scheme
        type_id = key.type or (key.row if key.is_role else "")
        role = key.row if key.is_role and key.type else ""

        def fetch(offset: int, limit: int) -> Page:
            found = self._bench.ask.relations_where(
                type=type_id or None,
                first_label=None if key.is_role else key.row,
                second_label=key.column,
                role=role or None,
                is_event=key.is_role,
                document=document,
                offset=offset,
                limit=limit,
            )
            return Page(self._relation_lines(found, role, key), is_last=len(found) < limit)

        what = scheme.name_of(type_id) if type_id else "Relations"
        second = scheme.name_of(key.column)
        title = f"{what}: {scheme.name_of(key.row)} → {second}"
        if key.is_role:
            title = f"{what}, {role}: {second}" if role else f"{what}: {second}"
        label = scheme.label(key.column)
        return Source(title, fetch, self.name_of, _worn_by(label), with_names=document is None)

    def _mention_lines(self, mentions: Iterable[Mention]) -> list[Line]:
        return list(of_mentions(mentions, self.text_of))

    def _relation_lines(self, relations: list[Relation], role: str, key: PairKey) -> list[Line]:
        ends = {end for relation in relations for end in relation.mentions()}
        mentions = self._bench.ask.mentions_by_id(ends)
        if key.is_role:
            # of an event only the fillers that the cell counts, and the triggers
            triggers = {relation.trigger for relation in relations}
            mentions = {
                number: each
                for number, each in mentions.items()
                if each.label == key.column or number in triggers
            }
        return list(of_relations(relations, mentions, self.text_of, self._bench.scheme, role=role))
