"""Mentions as one reads the texts: document after document in the order of their list, from any place on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from glossator.core import natural
from glossator.core.annotations import Mention
from glossator.core.lens import MentionPick
from glossator.store.conditions import Question, all_of
from glossator.store.lensed import Lensed
from glossator.store.listing import Order

_FEW = 2_000  # documents that are put in order by themselves, as all of them would take longer
_REACHES = (400, 4_000, -1)  # documents of the whole list that are put in order, as long as more are wanted
_FIRST, _FURTHER, _MOST = 16, 4, 4_000  # documents that are looked into at once: of each time so many more


class Place(NamedTuple):
    """How far one has read: so many mentions of a document, and all of the documents before it."""

    document: int
    mentions: int


def mentions(
    order: Order, seen: Lensed, pick: MentionPick, limit: int, after: Place | None = None
) -> list[Mention]:
    """The mentions that are taken and picked, at most so many, in the order of the documents list and in each of its
    places, from the first one or what stands ``after`` a place.
    """
    if seen.lens.document is not None:
        return seen.mentions(pick, offset=after.mentions if after else 0, limit=limit)
    with seen.database.one_state():  # another connection may take documents out in between
        return list(islice(_unrolled(order, seen, pick, limit, after), limit))


def _unrolled(
    order: Order, seen: Lensed, pick: MentionPick, limit: int, after: Place | None
) -> Iterator[Mention]:
    documents = _documents(order, seen, pick)
    read = 0
    if after is not None:
        documents = _from(documents, after.document)
        read = after.mentions
    many = _FIRST
    while here := list(islice(documents, many)):
        for each in _of(_among(seen, here), pick, here, read, limit):
            limit -= 1
            yield each
        read, many = 0, min(many * _FURTHER, _MOST)


def _from(documents: Iterator[int], first: int) -> Iterator[int]:
    for each in documents:
        if each == first:
            yield each
            yield from documents


def _of(
    seen: Lensed, pick: MentionPick, documents: Sequence[int], read: int, limit: int
) -> Iterator[Mention]:
    """Those of some documents; of the first so many are ``read`` already."""
    counts = _counts(seen, pick)
    whole: list[int] = []
    for at, document in enumerate(documents):
        skipped = read if at == 0 else 0
        count = max(0, counts.get(document, 0) - skipped)
        if not skipped and count <= limit:
            whole += [document] * (count > 0)
        else:
            yield from _whole(seen, pick, whole, counts)
            whole = []
            yield from seen.mentions(
                replace(pick, document=document), offset=skipped, limit=min(count, limit)
            )
        limit -= count
        if limit <= 0:
            break
    yield from _whole(seen, pick, whole, counts)


def _counts(seen: Lensed, pick: MentionPick) -> dict[int, int]:
    """How many there are in each of the documents that are taken."""
    question = Question()
    if _are_counted(seen, pick):
        where = all_of([seen.in_documents(question, "document"), seen.label_in("label")])
        sql = f"SELECT document, sum(mentions) FROM stat_document_label WHERE {where} GROUP BY document"
    else:
        alias = seen.by_entity if pick.entity is not None else "m"
        where = all_of([seen.picked_mentions(question, pick), seen.of_mentions(question, alias)])
        sql = f"SELECT m.document, count(*) FROM mention AS m WHERE {where} GROUP BY m.document"
    return dict(seen.database.rows(sql, question.values))


def _are_counted(seen: Lensed, pick: MentionPick) -> bool:
    """Kept counts tell how many there are in each document."""
    return pick == MentionPick() and not seen.lens.asks_of_records


def _whole(seen: Lensed, pick: MentionPick, documents: list[int], counts: dict[int, int]) -> list[Mention]:
    """All of these documents."""
    if not documents:
        return []
    place = {each: at for at, each in enumerate(documents)}
    found = _among(seen, documents).mentions(pick, limit=sum(counts[each] for each in documents))
    return sorted(found, key=lambda each: place[each.document])  # within each they are in order


def _among(seen: Lensed, documents: Sequence[int]) -> Lensed:
    """The same of these documents alone, all of which are taken."""
    lens = replace(seen.lens, documents=frozenset(documents), since="", until="")
    lens = replace(lens, reliability=frozenset(), statuses=frozenset())
    return Lensed(seen.database, seen.names, lens, seen.scheme)


# --- in which documents they may be -----------------------------------------------------------------------------------


def _documents(order: Order, seen: Lensed, pick: MentionPick) -> Iterator[int]:
    """The documents in which any may stand, in the order of the list, as far as that is looked at."""
    question = Question()
    conditions = _may_hold(seen, pick, question)
    if not conditions:
        yield from _all(order)
        return
    where = " AND ".join(conditions)
    named = seen.database.rows(f"SELECT d.id, d.name FROM document AS d WHERE {where}", question.values)
    if len(named) <= _FEW:
        yield from (each for each, _ in sorted(named, key=lambda row: (natural.order(row[1]), row[0])))
        return
    held = {each for each, _ in named}
    yield from (each for each in _all(order) if each in held)


def _may_hold(seen: Lensed, pick: MentionPick, question: Question) -> list[str]:
    """What kept rows and indexes tell of a document (``d``) that holds any: each is quick on its own."""
    lens, found = seen.lens, []
    if lens.asks_of_documents:
        found.append(seen.of_documents(question))
    if lens.labels and not _are_counted(seen, pick):  # else to look into each costs no more
        held = f"SELECT document FROM stat_document_label WHERE {seen.label_in('label')}"
        found.append(f"d.id IN ({held})")
    if lens.only is not None:
        ids = question.among(sorted(lens.only.mentions))
        found.append(f"d.id IN (SELECT document FROM mention WHERE id IN {ids})")
    if pick.entity is not None:
        found.append(f"d.id IN (SELECT document FROM mention WHERE entity={question.put(pick.entity)})")
    return found


def _all(order: Order) -> Iterator[int]:
    given = 0
    for reach in _REACHES:
        known = order.ids(reach)
        yield from known[given:]
        given = len(known)
        if order.is_whole:
            return
