"""Who said something and when: kept where a format has it, also where it has one author for a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from glossator.formats import conveying
from glossator.formats.catalogue import format_named, formats
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options
from tests.builders import annotated, scheme
from tests.formats.exchange import Read, round_trip

WHEN = 1_590_487_200_163
ONE_EACH = ("label-studio", "prodigy", "pubannotation")


def said_by(*authors: str, created: int = WHEN) -> Outgoing:
    """A document in which the first mention is by the first author, and so on; the relation by the last."""
    held = annotated("[Ada|PER] and [Bo|PER]", relations=[("SAME_AS", "Ada", "Bo")])
    for number, mention in enumerate(list(held.in_order())):
        held.put_mention(replace(mention, author=authors[min(number, len(authors) - 1)], created=created))
    (link,) = held.relations.values()
    held.put_relation(replace(link, author=authors[-1], created=created))
    return Outgoing(held, scheme=scheme())


def written(name: str, outgoing: Outgoing, folder: Path) -> tuple[Path, list[str]]:
    form = format_named(name)
    target = folder / f"a{form.endings[0]}"
    differing, losses = round_trip(form, [outgoing], target)
    assert differing == []
    return target, [str(each) for each in losses if each.kind in ("authors", "times")]


@pytest.mark.parametrize("name", ONE_EACH)
@pytest.mark.parametrize("author", ["Ann Lee", " Lee, Ann ", "ann@example.org"])
def test_one_author_of_a_document_goes_out_and_comes_back(name: str, author: str, tmp_path: Path) -> None:
    target, told = written(name, said_by(author), tmp_path)
    assert told == (["3 times: left out"] if name == "pubannotation" else [])
    (document,) = conveying.read(format_named(name), [target], Options(), lambda done, total: None)
    authors = {each.author for each in document.spans} | {each.author for each in document.relations}
    assert authors == {author}
    times = {each.created for each in document.spans} | {each.created for each in document.relations}
    assert times == ({0} if name == "pubannotation" else {WHEN})


@pytest.mark.parametrize("name", ONE_EACH)
def test_of_several_authors_none_goes_out_and_they_are_counted(name: str, tmp_path: Path) -> None:
    _, told = written(name, said_by("Ann", "Bo"), tmp_path)
    assert told[0] == "3 authors: left out"
    _, told = written(name, said_by("", "Bo"), tmp_path)
    assert told[0] == "2 authors: left out"


def test_label_studio_is_not_told_of_people_whom_it_may_not_know(tmp_path: Path) -> None:
    target, _ = written("label-studio", said_by("Ann"), tmp_path)
    (task,) = orjson.loads(target.read_bytes())
    (said,) = task["annotations"]
    assert "completed_by" not in said  # with a stranger there the whole file is refused
    assert (said["created_username"], said["created_at"]) == ("Ann", "2020-05-26T10:00:00.163Z")


def test_the_name_that_label_studio_writes_comes_without_its_number(tmp_path: Path) -> None:
    target, _ = written("label-studio", said_by("Ann"), tmp_path)
    plain = orjson.loads(target.read_bytes())
    plain[0]["annotations"][0]["created_username"] = " ann@example.org, 12"
    target.write_bytes(orjson.dumps(plain))
    (taken,) = Read("label-studio", target).taken
    assert {each.author for each in taken.mentions} == {"ann@example.org"}


def test_the_table_says_where_there_is_one_author_for_a_document() -> None:
    told = {each.name: dict(each.carries.told())["authors"] for each in formats().values()}
    assert {name for name, answer in told.items() if answer == "one for a document"} == set(ONE_EACH)
    assert told["w3c"] == told["stix"] == told["tables"] == told["gate-json"] == "yes"
