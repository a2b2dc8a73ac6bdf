"""How far documents are, put together by month, week or folder, and what of them was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import orjson

from glossator.core import perusal
from glossator.core.perusal import Perused
from glossator.store.conditions import Question, all_of
from glossator.store.lensed import Lensed

_WAYS = {
    "month": "substr(d.published, 1, 7)",
    "week": "CASE WHEN length(d.published)>=10 THEN coalesce(strftime('%G-W%V', substr(d.published, 1, 10)), '')"
    " ELSE '' END",
    "folder": "coalesce(json_extract(d.attributes, '$.folder'),"
    " rtrim(replace(d.name, '\\', '/'), replace(replace(d.name, '\\', '/'), '/', '')))",
}
"""What documents are put together by, as an expression over their row; a name that is a path has its folder."""


class Group(NamedTuple):
    """So many documents of a group (empty: those that belong to none) have this status; ``tagged`` of them have a
    mention; ``characters`` is the length of all.
    """

    name: str
    status: str
    documents: int
    tagged: int
    characters: int


def groups(seen: Lensed, way: str) -> list[Group]:
    """The documents that are taken, by group and status; ``way`` is month, week or folder."""
    question = Question()
    where = seen.of_documents(question)
    found = seen.database.rows(
        f"SELECT {_WAYS[way]} AS name, d.status, count(*), sum(s.mentions>0), sum(d.length) FROM document AS d"
        f" JOIN stat_document AS s ON s.document=d.id WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2",
        question.values,
    )
    return [Group(*each) for each in found]


def usual(seen: Lensed) -> str:
    """By what very many documents are put together where nobody chose: by month, or by folder where hardly any of them
    has a date and they come from several.
    """
    question = Question()
    where = seen.of_documents(question)
    total, dated = seen.database.one(
        f"SELECT count(*), coalesce(sum(d.published<>''), 0) FROM document AS d WHERE {where}",
        question.values,
    )
    if dated * 2 >= total:
        return "month"
    folders = seen.database.one(
        f"SELECT count(DISTINCT {_WAYS['folder']}) FROM document AS d WHERE {where}", question.values
    )
    return "folder" if folders[0] > 1 else "month"


def documents_in(seen: Lensed, way: str, name: str, limit: int) -> list[int]:
    """The documents (ids) of a group that are taken, at most so many."""
    question = Question()
    where = all_of([f"{_WAYS[way]}={question.put(name)}", seen.of_documents(question)])
    found = seen.database.rows(
        f"SELECT d.id FROM document AS d WHERE {where} LIMIT {question.put(limit)}", question.values
    )
    return [each for (each,) in found]


def read(seen: Lensed, way: str = "month") -> Iterator[tuple[int, str, Perused]]:
    """Of the documents that are taken and of which something was read: the id, the group, and what it was."""
    question = Question()
    first, last = question.put(perusal.PREFIX), question.put(perusal.PREFIX[:-1] + "0")
    where = all_of([f"k.name>={first} AND k.name<{last}", seen.of_documents(question)])
    found = seen.database.rows(
        f"SELECT d.id, {_WAYS[way]}, d.length, k.value FROM kept AS k"
        f" JOIN document AS d ON d.id=CAST(substr(k.name, {len(perusal.PREFIX) + 1}) AS INTEGER) WHERE {where}",
        question.values,
    )
    for document, name, length, value in found:
        try:
            plain = orjson.loads(value)
        except orjson.JSONDecodeError:
            continue  # the check tells of it
        yield document, name, perusal.from_plain(plain, length)
