"""Deleting takes what hangs on a record along, and nothing else."""

from __future__ import annotations

import pytest

from glossator.core import deletion
from glossator.core.annotations import Mention, Relation
from tests.builders import annotated, hand, the
from tests.core.editing import attack, done, refusal, relation


def test_delete_takes_what_cannot_stand_without_it_and_tells_so() -> None:
    found = attack()
    ada = the(found, "Ada")
    change = done(
        found,
        lambda: deletion.delete(found, [ada.id], by=hand()),
        "Delete “Ada” with 1 relation and 1 note, and its part in 1 event",
    )
    assert {type(each) for each in change.removed} >= {Mention, Relation}
    assert not found.mentions.get(ada.id)
    assert {each.type for each in found.relations.values()} == {"NEAR", "ATTACK", "MEET"}
    assert [each.role for each in relation(found, "ATTACK").arguments] == ["Target"]
    assert [each.body for each in found.notes.values()] == ["a remark"]


def test_delete_of_a_mention_alone() -> None:
    found = annotated("[Ada|PER] met [Bob|PER]")
    done(found, lambda: deletion.delete(found, [the(found, "Bob").id], by=hand()), "Delete “Bob”")


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        (["LEADS"], "Delete 1 relation"),
        (["ATTACK"], "Delete 1 relation, and its part in 1 event"),
        (["Ada", "Bob"], "Delete 2 mentions, 1 relation and 1 note, and its part in 2 events"),
        (["Tobruk", "LEADS"], "Delete 1 mention and 2 relations"),
        (["note"], "Delete 1 note"),
        (["Bob", "Bob"], "Delete “Bob”, and its part in 1 event"),
    ],
)
def test_the_title_of_a_deletion_counts(chosen: list[str], title: str) -> None:
    found = attack()
    ids = {each.quote: each.id for each in found.in_order()}
    ids |= {each.type: each.id for each in found.relations.values()}
    ids |= {"note": min(found.notes)}
    done(found, lambda: deletion.delete(found, [ids[each] for each in chosen], by=hand()), title)


def test_delete_of_nothing_is_refused() -> None:
    assert (
        refusal(lambda: deletion.delete(attack(), [77], by=hand()))
        == "Nothing is selected that could be deleted."
    )
    assert refusal(lambda: deletion.delete(attack(), [], by=hand())).startswith("Nothing is selected")
