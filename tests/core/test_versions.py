"""Newer versions of a text: where mentions of the earlier one stand, and what is taken over."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core import changes, versions
from glossator.core.annotations import AnnotationSet, Argument, Mention, Note, Relation
from glossator.core.documents import Document, digest_of
from glossator.core.edits import Hand
from glossator.core.ids import to_text
from glossator.core.review import FLAG
from glossator.core.spans import Span

TEXT = (
    "Russia moved air defences from Tartus to Libya on Tuesday, officials said.\n"
    "The Ministry of Defence did not comment.\n"
    "Nobody in Tripoli would say where the ships from Tartus went.\n"
)


def document(text: str, number: int) -> Document:
    return Document(id=number, name=f"version {number}", length=len(text), digest=digest_of(text))


def tagged(text: str, *quotes: str) -> AnnotationSet:
    """A document with a mention on the first occurrence of each quote (or on its several fragments)."""
    found = AnnotationSet(document(text, 1), text)
    for number, quoted in enumerate(quotes, 10):
        spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in quoted.split("|"))
        found.put_mention(
            Mention(number, 1, "X", spans, " ".join(quoted.split("|")), author="ann", created=7)
        )
    return found


@pytest.fixture
def hand() -> Hand:
    numbers = iter(range(1000, 9000))
    return Hand("bob", lambda: next(numbers), lambda: 99)


def stand(old: AnnotationSet, new: str) -> list[tuple[str, str]]:
    return [
        (each.state, " ".join(span.slice(new) for span in each.fragments))
        for each in versions.follow(old, new)
    ]


def test_in_the_same_text_everything_stays() -> None:
    old = tagged(TEXT, "Tartus", "Ministry of Defence", "air|from")
    followed = versions.follow(old, TEXT)
    assert [each.fragments for each in followed] == [each.fragments for each in old.in_order()]
    assert {each.state for each in followed} == {"moved"}


@pytest.mark.parametrize(
    ("change", "quoted", "becomes"),
    [
        (("Russia", "UPDATED: Russia"), "Tartus", ("moved", "Tartus")),
        (("on Tuesday, officials said", ", two officials said on Tuesday"), "Libya", ("moved", "Libya")),
        (("Defence", "Defense"), "Ministry of Defence", ("changed", "Ministry of Defense")),
        (("Defence", "Defense"), "Ministry", ("moved", "Ministry")),
        (("Tripoli", "Benghazi"), "Tripoli", ("lost", "")),
        (("The Ministry of Defence did not comment.\n", ""), "Ministry of Defence", ("lost", "")),
        (("officials", "three officials"), "officials", ("moved", "officials")),
    ],
)
def test_what_became_of_a_mention(change: tuple[str, str], quoted: str, becomes: tuple[str, str]) -> None:
    assert stand(tagged(TEXT, quoted), TEXT.replace(*change, 1)) == [becomes]


def test_a_paragraph_that_moved_takes_its_mentions_along() -> None:
    first, second, third = TEXT.splitlines(keepends=True)
    new = third + first + second
    old = tagged(TEXT, "Tripoli", "Tartus", "Defence")
    assert sorted(stand(old, new)) == [("moved", "Defence"), ("moved", "Tartus"), ("moved", "Tripoli")]
    (tartus,) = [each for each in versions.follow(old, new) if each.mention.quote == "Tartus"]
    assert tartus.fragments[0].start > len(third)


def test_the_same_words_elsewhere_are_not_taken_for_the_mention() -> None:
    new = TEXT.replace("from Tartus to Libya", "to North Africa")
    assert stand(tagged(TEXT, "Tartus"), new) == [("lost", "")]


def test_a_fragment_that_is_lost_loses_the_mention() -> None:
    assert stand(tagged(TEXT, "air|Tartus"), TEXT.replace("from Tartus to", "to")) == [("lost", "")]
    assert stand(tagged(TEXT, "air|Tartus"), TEXT.replace("moved", "took")) == [("moved", "air Tartus")]


def test_a_long_stretch_that_differs_is_not_compared_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "_MOST_TOKENS", 5)
    assert stand(tagged(TEXT, "Libya"), TEXT.replace("Russia", "It")) == [("moved", "Libya")]


@settings(max_examples=60, deadline=None)
@given(st.text("ab \n.é😀", max_size=60), st.text("ab \n.é😀", max_size=60))
def test_stretches_are_in_both_texts_in_order(old: str, new: str) -> None:
    found = versions.stretches(old, new)
    assert all(old[a : a + n] == new[b : b + n] for a, b, n in found)
    assert all(one.old + one.length <= other.old for one, other in pairwise(found))
    assert all(one.new + one.length <= other.new for one, other in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_what_is_put_before_and_behind_moves_nothing_but_offsets(before: str, after: str) -> None:
    new = f"{before}\n{TEXT}{after}"
    assert [state for state, _ in stand(tagged(TEXT, "Tartus", "Ministry of Defence"), new)] == [
        "moved",
        "moved",
    ]


class TestTakingOver:
    @pytest.fixture
    def old(self) -> AnnotationSet:
        found = tagged(TEXT, "Russia", "Libya", "Ministry of Defence", "Tripoli")
        found.put_mention(
            replace(
                found.mentions[10], attributes={"source": to_text(11), "cues": (to_text(12), to_text(13))}
            )
        )
        found.put_relation(Relation(20, 1, "IN", (Argument("arg1", 10), Argument("arg2", 11)), author="ann"))
        found.put_relation(Relation(21, 1, "IN", (Argument("arg1", 10), Argument("arg2", 13))))
        found.put_relation(Relation(22, 1, "SAY", (Argument("what", 20, is_relation=True),), trigger=12))
        for number, target in ((30, 10), (31, 13), (32, 1)):
            found.notes[number] = Note(number, target, "look", 1)
        return found

    @pytest.fixture
    def new(self) -> AnnotationSet:
        text = "New. " + TEXT.replace("Defence", "Defense").replace("Tripoli", "Cairo")
        return AnnotationSet(document(text, 2), text)

    def test_all_that_stands_comes_along_and_what_cannot_is_counted(
        self, old: AnnotationSet, new: AnnotationSet, hand: Hand
    ) -> None:
        taken = versions.take_over(old, versions.follow(old, new.text), new, by=hand)
        assert taken.change is not None
        changes.apply(taken.change, new)
        by_quote = {each.quote: each for each in new.mentions.values()}
        assert sorted(by_quote) == ["Libya", "Ministry of Defense", "Russia"]
        assert all(each.fragments[0].slice(new.text) == each.quote for each in by_quote.values())
        russia, ministry = by_quote["Russia"], by_quote["Ministry of Defense"]
        assert (russia.author, russia.created, russia.origin) == ("ann", 7, f"version:{to_text(1)}")
        assert russia.attributes == {"source": to_text(by_quote["Libya"].id), "cues": (to_text(ministry.id),)}
        assert ministry.attributes == {FLAG: "An earlier version said “Ministry of Defence” here."}
        assert sorted(each.type for each in new.relations.values()) == ["IN", "SAY"]
        (event,) = [each for each in new.relations.values() if each.is_event]
        assert event.trigger == ministry.id
        assert event.arguments[0].target in new.relations
        assert sorted(each.target for each in new.notes.values()) == sorted((2, russia.id))
        assert (taken.relations, taken.notes) == (1, 1)

    def test_a_second_time_nothing_comes_twice(
        self, old: AnnotationSet, new: AnnotationSet, hand: Hand
    ) -> None:
        old.notes.clear()
        first = versions.take_over(old, versions.follow(old, new.text), new, by=hand)
        assert first.change is not None
        changes.apply(first.change, new)
        assert versions.take_over(old, versions.follow(old, new.text), new, by=hand).change is None
