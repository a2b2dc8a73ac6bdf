"""How a project is connected: its web of links, asked for as a whole or about what matters most, and kept up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from glossator.analysis.web import Web
from glossator.core.annotations import Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme
from glossator.core.statements import Node
from glossator.store.lensed import Lensed
from glossator.store.linking import Linking
from glossator.store.queries import Queries

MOST = 60_000
"""Relations up to which every one is looked at; of more only those among the :data:`LEADING` identities."""
LEADING = 300
"""How many identities, those in most documents, a very large project is reduced to."""
QUICK = 8_000
"""Mentions up to which the window waits for a whole web."""
MANY = 1_500
"""Relations up to which the window asks for all of them before it is known what of them is to be drawn."""
_FOLLOWED = 2_000  # relations that are asked for anew at most when a Change is followed


def web(
    ask: Queries, scheme: Scheme, lens: Lens, told: Callable[[int, int], object] = lambda done, total: None
) -> Web:
    """The web of links that a lens takes of a project; ``told`` hears how far it is; what it raises ends the work."""
    lensed = ask.under(lens, scheme)
    linking = Linking(lensed)
    count = lensed.relation_count()
    told(0, 3)
    leading = frozenset(linking.leading(LEADING)) if count > MOST else None
    said = linking.statements(among=sorted(leading) if leading is not None else None)
    told(1, 3)
    made = Web(scheme, leading=leading)
    made.replace((), said, {})
    told(2, 3)
    made.facts = linking.facts(made.nodes())
    made.total, made.taken = lensed.totals().relations, _taken(lensed, made)
    return made


def _taken(lensed: Lensed, held: Web) -> int:
    """How many relations a lens takes.  One that asks for labels hides what has no two ends of these as well."""
    return len(held.relations()) if lensed.lens.labels and held.leading is None else lensed.relation_count()


def counted(ask: Queries, scheme: Scheme, lens: Lens) -> Web:
    """A web that knows no more than how many relations a lens takes, where there are many; a whole one elsewhere."""
    lensed = ask.under(lens, scheme)
    count = lensed.relation_count()
    if count <= MANY:
        return web(ask, scheme, lens)
    made = Web(scheme)
    made.unasked, made.total, made.taken = count, lensed.totals().relations, count
    return made


def follow(held: Web, change: Change, ask: Queries, scheme: Scheme, lens: Lens) -> bool:
    """Take a Change into a web: only what it touches is asked for.  ``False`` where that is too much, or where a
    document or the scheme is another one, so that the whole has to be asked for.
    """
    records = (*change.removed, *change.added)
    if not all(isinstance(each, Mention | Relation | Entity) for each in records):
        return False
    lensed = ask.under(lens, scheme)
    linking = Linking(lensed)
    mentions = [each for each in records if isinstance(each, Mention)]
    relations = [each for each in records if isinstance(each, Relation)]
    touched = {each.id for each in relations}
    if held.unasked:
        return _step(held, change, ask, lensed)
    # a mention that begins to trigger an event stands for it from then on
    ends = {each.id for each in mentions} | {each.trigger for each in relations if each.trigger is not None}
    touched |= set(linking.holding(ends, touched))
    entities = {each.id for each in records if isinstance(each, Entity)}
    touched |= set(linking.of_entities(entities))
    if len(touched) > _FOLLOWED:
        return False
    said = linking.statements(relations=touched)
    known = {each.entity for each in mentions if each.entity is not None} | entities
    words = {Node(quote=each.quote, label=each.label) for each in mentions if each.entity is None}
    held.total += _counting(change.added, lens) - _counting(change.removed, lens)
    new = {node for each in said for node in (each.first, each.second)}
    wanted = new | words | {Node(entity=each) for each in known}
    held.replace(touched, said, linking.facts(node for node in wanted if node in new or held.knows(node)))
    if touched:
        held.taken = _taken(lensed, held)
    return True


def _step(held: Web, change: Change, ask: Queries, lensed: Lensed) -> bool:
    """Count the relations of a Change in a web that knows no more than how many there are: through a filter a count of
    all would take long.  ``False`` where it may hide or show others as well, which were not changed themselves.
    """
    lens, scheme = lensed.lens, lensed.scheme
    records = (*change.removed, *change.added)
    relations = {each.id: each for each in records if isinstance(each, Relation)}
    labels = {each.id: each.label for each in change.removed if isinstance(each, Mention)}
    other = [
        each.id
        for each in change.added
        if isinstance(each, Mention) and labels.get(each.id, each.label) != each.label
    ]
    if lens.labels and other and set(Linking(lensed).holding(other)) - relations.keys():
        return False
    if relations and not lens.whose.is_everybody:
        return False  # what is seen of a relation hangs on those whom it joins, and on their relations
    documents = {each: ask.document(each) for each in {each.document for each in relations.values()}}
    wanted = {end for each in relations.values() for end in each.mentions()} if lens.labels else set()
    now = {number: each.label for number, each in ask.mentions_by_id(wanted).items()}

    def taken(side: Iterable[object], label_of: Mapping[int, str]) -> int:
        return sum(
            isinstance(each, Relation)
            and (document := documents[each.document]) is not None
            and lens.takes_document(document)
            and lens.takes_relation(each, label_of.get, scheme)
            for each in side
        )

    step = taken(change.added, now) - taken(change.removed, now | labels)
    held.unasked += step
    held.taken += step
    held.total += _counting(change.added, lens) - _counting(change.removed, lens)
    return held.unasked > MANY


def _counting(records: Iterable[object], lens: Lens) -> int:
    """How many of these are relations in the scope of a lens that may be seen."""
    return sum(
        isinstance(each, Relation)
        and lens.document in {None, each.document}
        and lens.whose.is_seen(each.author, each.document)
        for each in records
    )
