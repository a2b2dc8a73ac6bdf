"""Every edit of mentions and documents is the right Change, can be taken back twice, and says why where it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core import deletion, edits
from glossator.core.annotations import Mention
from glossator.core.documents import digest_of
from glossator.core.spans import Span
from tests.builders import NOON, annotated, document, hand, the
from tests.core.editing import attack, done, label, refusal


def test_tag_makes_a_mention() -> None:
    found = annotated("Ada met Babbage")
    by = hand()
    change = done(found, lambda: edits.tag(found, [Span(0, 3)], label("PER"), by=by), "Tag “Ada” as Person")
    assert change.removed == ()
    (made,) = change.added
    assert isinstance(made, Mention)
    assert made == Mention(made.id, 1, "PER", (Span(0, 3),), "Ada", "Individual", author="Ada", created=NOON)
    assert made.id != change.id


def test_tag_takes_a_subtype_and_several_spans() -> None:
    found = annotated("naval and air bases")
    spans = [Span(14, 19), Span(0, 5)]
    change = edits.tag(found, spans, label("PER"), subtype="Group", by=hand())
    (made,) = change.added
    assert isinstance(made, Mention)
    assert (made.subtype, made.quote) == ("Group", "naval … bases")
    assert made.fragments == (Span(0, 5), Span(14, 19))


def test_one_label_stands_once_on_one_span_and_others_beside_it() -> None:
    by = hand()
    found = annotated("[Moscow|GPE]")
    assert (
        refusal(lambda: edits.tag(found, [Span(0, 6)], label("GPE"), by=by))
        == "“Moscow” is already tagged as Geo-political entity."
    )
    done(found, lambda: edits.tag(found, [Span(0, 6)], label("ORG"), by=by), "Tag “Moscow” as Organization")
    done(
        found,
        lambda: edits.tag(found, [Span(0, 3)], label("GPE"), by=by),
        "Tag “Mos” as Geo-political entity",
    )


def test_nothing_and_what_lies_outside_cannot_be_tagged() -> None:
    found = annotated("Ada")
    assert "nothing to tag" in refusal(lambda: edits.tag(found, [Span(1, 1)], label("PER"), by=hand()))
    assert "beyond the text" in refusal(lambda: edits.tag(found, [Span(0, 4)], label("PER"), by=hand()))


def test_relabel_keeps_what_it_can() -> None:
    found = annotated("[Moscow|ORG:Government]", notes=[("Moscow", "metonymy")])
    old = the(found, "Moscow")
    found.put_mention(old := replace(old, entity=7, attributes={"level": "Nominal"}))
    change = done(
        found,
        lambda: edits.relabel(found, old.id, label("GPE"), by=hand()),
        "Change “Moscow” to Geo-political entity",
    )
    assert change.removed == (old,)
    assert change.added == (replace(old, label="GPE", subtype=""),)


def test_relabel_sets_a_subtype() -> None:
    found = annotated("[Ada|PER:Individual]")
    who = the(found, "Ada").id
    done(
        found,
        lambda: edits.relabel(found, who, label("PER"), subtype="Group", by=hand()),
        "Change “Ada” to Person, Group",
    )
    assert found.mentions[who].subtype == "Group"
    assert (
        refusal(lambda: edits.relabel(found, who, label("PER"), by=hand()))
        == "“Ada” is tagged as Person already."
    )
    done(found, lambda: edits.relabel(found, who, label("ORG"), by=hand()), "Change “Ada” to Organization")
    assert found.mentions[who].subtype == "Military", "the subtype of another label is not kept"


def test_a_subtype_that_the_label_does_not_know_is_taken_off() -> None:
    found = annotated("[Tobruk|GPE:Port]")
    done(
        found,
        lambda: edits.relabel(found, the(found, "Tobruk").id, label("GPE"), by=hand()),
        "Change “Tobruk” to Geo-political entity, no subtype",
    )


def test_relabel_is_refused_where_the_label_is_there_already() -> None:
    found = annotated("[Moscow|GPE#g,ORG#o]")
    assert (
        refusal(lambda: edits.relabel(found, the(found, "Moscow", "ORG").id, label("GPE"), by=hand()))
        == "“Moscow” is already tagged as Geo-political entity."
    )


def test_the_subtype_of_one_of_two_equal_mentions_can_be_set() -> None:
    found = annotated("[Ada|PER:Individual,PER:Individual]")
    first = next(found.in_order())
    done(
        found,
        lambda: edits.relabel(found, first.id, label("PER"), subtype="Group", by=hand()),
        "Change “Ada” to Person, Group",
    )


def test_move_changes_the_boundaries_and_the_quote() -> None:
    found = annotated("the [navy|ORG] of Russia")
    old = the(found, "navy")
    change = done(
        found, lambda: edits.move(found, old.id, [Span(0, 8)], by=hand()), "Move “navy” to “the navy”"
    )
    assert change.removed == (old,)
    assert change.added == (replace(old, fragments=(Span(0, 8),), quote="the navy"),)


def test_a_fragment_makes_a_mention_discontinuous_or_longer() -> None:
    found = annotated("[naval|FAC] and air bases")
    who = the(found, "naval").id
    done(
        found,
        lambda: edits.add_fragment(found, who, Span(14, 19), by=hand()),
        "Add “bases” to “naval”",
    )
    done(
        found,
        lambda: edits.add_fragment(found, who, Span(5, 9), by=hand()),
        "Add “and” to “naval … bases”",
    )


def test_move_is_refused_where_nothing_moves_or_the_same_is_there() -> None:
    found = annotated("[[Black|LOC] Sea|LOC]")
    who = the(found, "Black").id
    assert (
        refusal(lambda: edits.move(found, who, [Span(0, 5)], by=hand()))
        == "The boundaries are where they were."
    )
    assert refusal(lambda: edits.add_fragment(found, who, Span(1, 3), by=hand())).startswith("The boundaries")
    assert (
        refusal(lambda: edits.move(found, who, [Span(0, 9)], by=hand()))
        == "“Black Sea” is already tagged in this way."
    )
    assert "beyond the text" in refusal(lambda: edits.move(found, who, [Span(0, 10)], by=hand()))


def test_documents_come_with_their_texts_as_one_step() -> None:
    first, second = document("one", name="One", id=1), document("two", name="Two", id=2)
    change = edits.add_documents([(first, "one"), (second, "two")], by=hand())
    assert change.title == "Import “One” and 1 more"
    assert change.added == (first, second)
    assert change.texts == {digest_of("one"): "one", digest_of("two"): "two"}
    assert edits.add_documents([(first, "one")], title="Demo", by=hand()).title == "Demo"
    assert refusal(lambda: edits.add_documents([], by=hand())) == "There is no document to add."


@pytest.mark.parametrize("text", ["on", "two"])
def test_a_text_that_is_not_the_documents_is_a_bug(text: str) -> None:
    with pytest.raises(ValueError, match="do not belong together: Sample"):
        edits.add_documents([(document("one"), text)], by=hand())


def test_properties_of_a_document_change() -> None:
    found = annotated("Ada")
    old = found.document
    new = replace(old, name="Other", source="AP", reliability="B")
    change = done(found, lambda: edits.edit_document(old, new, by=hand()), "Properties of “Other”")
    assert (change.removed, change.added) == ((old,), (new,))
    finished = replace(new, status="done")
    done(found, lambda: edits.edit_document(new, finished, by=hand()), "“Other” is done")
    assert refusal(lambda: edits.edit_document(new, new, by=hand())) == "The properties are as they were."
    assert refusal(lambda: edits.edit_document(new, replace(new, name=" "), by=hand())) == (
        "A document needs a name."
    )


@pytest.mark.parametrize("what", [{"id": 2}, {"length": 4}, {"digest": "other"}])
def test_the_text_of_a_document_never_changes(what: dict[str, object]) -> None:
    old = document("Ada")
    new = replace(old, **what)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="never changes"):
        edits.edit_document(old, new, by=hand())


def test_documents_go_with_all_that_is_said_of_them() -> None:
    found, other = attack(), annotated("x", id=2, name="Other")
    change = edits.remove_documents([found, other], by=hand())
    assert change.title == "Remove “Sample” and 1 more"
    assert set(map(id, change.removed)) == set(
        map(
            id,
            [
                found.document,
                other.document,
                *found.mentions.values(),
                *found.relations.values(),
                *found.notes.values(),
            ],
        )
    )
    assert change.documents() == {1, 2}
    assert refusal(lambda: edits.remove_documents([], by=hand())) == "There is no document to remove."


def test_titles_are_one_short_line() -> None:
    text = "Ada\n\tLovelace, Countess of Lovelace, who wrote of the Analytical Engine"
    found = annotated(text)
    change = edits.tag(found, [Span(0, len(text))], label("PER"), by=hand())
    assert change.title == "Tag “Ada Lovelace, Countess of Lovelace, who…” as Person"
    assert len(change.title.split("“")[1].split("”")[0]) <= 40
    found = annotated("[" + "x" * 40 + "|PER]")
    assert deletion.delete(found, found.mentions, by=hand()).title == f"Delete “{'x' * 40}”"
    found = annotated("[" + "x" * 41 + "|PER]")
    assert deletion.delete(found, found.mentions, by=hand()).title == f"Delete “{'x' * 39}…”"
