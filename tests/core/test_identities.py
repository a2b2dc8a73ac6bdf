"""Identities over many documents: each edit is one Change that keeps every mention, name and fact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core import identities
from glossator.core.annotations import Entity, Mention, Note
from glossator.core.changes import Change, Record
from glossator.core.errors import Refused
from glossator.core.spans import Span
from tests.builders import hand
from tests.core.strategies import WORDS

RUSSIA = Entity(1, "Russia", "GPE", ("Moscow",), {"wikidata": "Q159"}, {"place.country": "RU"})
RF = Entity(2, "Russian Federation", "GPE", ("RF", "Moscow"), {"wikidata": "Q0", "geonames": "2017370"})
MOSCOW = Entity(3, "Moscow", "", ("Moskva",))


def mention(id: int, entity: int | None, *, document: int = 1) -> Mention:  # noqa: A002 - as the field is called
    return Mention(id, document, "GPE", (Span(id, id + 3),), "RUS", entity=entity)


def done(change: Change, records: list[Record]) -> dict[int | str, Record]:
    """The records after ``change``, which is taken back and done again on the way."""
    before = {each.id: each for each in records}
    state = dict(before)
    back = change.inverse(change_id=99, author="Ada", time=0)
    for each in (change, back, change, back, change):
        for record in each.removed:
            assert state.pop(record.id) == record
        for record in each.added:
            assert record.id not in state
            state[record.id] = record
        assert each is not back or state == before
    return state


def test_the_old_name_stays_as_an_alias() -> None:
    change = identities.rename(RUSSIA, " Russian state ", by=hand())
    after = done(change, [RUSSIA])[1]
    assert after == replace(RUSSIA, name="Russian state", aliases=("Moscow", "Russia"))
    assert change.title == "Rename Russia to Russian state"


def test_a_name_that_was_an_alias_is_no_alias_any_more() -> None:
    after = identities.rename(RUSSIA, "Moscow", by=hand()).added[0]
    assert isinstance(after, Entity)
    assert (after.name, after.aliases) == ("Moscow", ("Russia",))


@pytest.mark.parametrize("name", ["Russia", " Russia "])
def test_a_name_that_it_has_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="called Russia already"):
        identities.rename(RUSSIA, name, by=hand())


def test_an_identity_needs_a_name() -> None:
    with pytest.raises(Refused, match="needs a name"):
        identities.rename(RUSSIA, "  ", by=hand())
    with pytest.raises(Refused, match="needs a name"):
        identities.split(RUSSIA, [mention(10, 1)], " ", by=hand())


def test_it_is_described_tidily() -> None:
    wanted = replace(RUSSIA, aliases=("RF", " RF ", "", "Russia"), identifiers={})
    assert identities.describe(RUSSIA, wanted, by=hand()).added == (
        replace(RUSSIA, aliases=("RF",), identifiers={}),
    )
    with pytest.raises(Refused, match="as it was"):
        identities.describe(RUSSIA, RUSSIA, by=hand())
    with pytest.raises(ValueError, match="cannot become another"):
        identities.describe(RUSSIA, RF, by=hand())


def test_merged_identities_keep_every_mention_name_and_fact() -> None:
    mentions = [mention(10, 1), mention(11, 2), mention(12, 2, document=2), mention(13, 3), mention(14, None)]
    notes = [Note(20, 2, "who says so?"), Note(21, 1, "stays")]
    change = identities.merge(RUSSIA, [RF, RUSSIA, MOSCOW], mentions, notes, by=hand())
    after = done(change, [RUSSIA, RF, MOSCOW, *mentions, *notes])
    assert after[1] == replace(
        RUSSIA,
        aliases=("Moscow", "Russian Federation", "RF", "Moskva"),
        identifiers={"wikidata": "Q159", "geonames": "2017370"},
    )
    assert [getattr(after[each], "entity", 0) for each in (10, 11, 12, 13, 14)] == [1, 1, 1, 1, None]
    assert [getattr(after[each], "target", 0) for each in (20, 21)] == [1, 1]
    assert not {2, 3} & after.keys()
    assert change.title == "Merge Russian Federation and 1 more into Russia"


def test_what_is_merged_into_may_learn_nothing_new() -> None:
    twin = Entity(4, "Russia", "GPE")
    change = identities.merge(RUSSIA, [twin], [], by=hand())
    assert done(change, [RUSSIA, twin]) == {1: RUSSIA}


def test_one_identity_cannot_be_merged() -> None:
    with pytest.raises(Refused, match="two identities"):
        identities.merge(RUSSIA, [RUSSIA], [], by=hand())


def test_mentions_are_split_off_as_somebody_else() -> None:
    mentions = [mention(10, 1), mention(11, 1), mention(12, 2)]
    change = identities.split(RUSSIA, [mentions[1], mentions[2]], "Moscow, the city", by=hand(first_id=500))
    after = done(change, [RUSSIA, *mentions])
    new = next(each for each in after.values() if isinstance(each, Entity) and each.id != 1)
    assert (new.name, new.type) == ("Moscow, the city", "GPE")
    assert [getattr(after[each], "entity", 0) for each in (10, 11, 12)] == [1, new.id, 2]
    with pytest.raises(Refused, match="No mention of Russia"):
        identities.split(RUSSIA, [mentions[2]], "X", by=hand())


def test_mentions_of_a_deleted_identity_stay_and_stand_for_nobody() -> None:
    mentions = [mention(10, 1), mention(11, 2)]
    notes = [Note(20, 1, "gone"), Note(21, 2, "stays")]
    after = done(identities.remove(RUSSIA, mentions, notes, by=hand()), [RUSSIA, *mentions, *notes])
    assert after == {10: replace(mentions[0], entity=None), 11: mentions[1], 21: notes[1]}


def test_facts_and_note_are_one_step() -> None:
    change = identities.describe(MOSCOW, replace(MOSCOW, type="GPE"), (), " A city. ", by=hand())
    after = done(change, [MOSCOW])
    (note,) = [each for each in after.values() if isinstance(each, Note)]
    assert (note.target, note.body, note.document) == (3, "A city.", None)
    rewritten = identities.describe(MOSCOW, MOSCOW, [note], "Two cities.", by=hand())
    assert rewritten.title == "Note on Moscow"
    assert done(rewritten, [MOSCOW, note])[note.id] == replace(note, body="Two cities.")
    gone = identities.describe(MOSCOW, MOSCOW, [note], "", by=hand())
    assert note.id not in done(gone, [MOSCOW, note])
    with pytest.raises(Refused, match="as it was"):
        identities.describe(MOSCOW, MOSCOW, [note], note.body, by=hand())


@given(st.data())
def test_any_edit_of_identities_is_taken_back_and_done_again(data: st.DataObject) -> None:
    entities = [
        Entity(
            number,
            f"E{number}",
            data.draw(st.sampled_from(["", "GPE"])),
            data.draw(st.lists(WORDS).map(tuple)),
        )
        for number in range(1, data.draw(st.integers(2, 4)) + 1)
    ]
    keys = st.none() | st.sampled_from([each.id for each in entities])
    mentions = [mention(number, data.draw(keys)) for number in range(10, 10 + data.draw(st.integers(0, 5)))]
    notes = [
        Note(number, data.draw(st.sampled_from([each.id for each in entities])), "n")
        for number in range(20, 20 + data.draw(st.integers(0, 2)))
    ]
    one = data.draw(st.sampled_from(entities))
    edits = {
        "merge": lambda: identities.merge(one, entities, mentions, notes, by=hand()),
        "split": lambda: identities.split(one, mentions, "New", by=hand()),
        "remove": lambda: identities.remove(one, mentions, notes, by=hand()),
        "remove all": lambda: identities.remove_all(entities[:2], mentions, notes, by=hand()),
        "describe": lambda: identities.describe(
            one,
            replace(one, name="Other"),
            notes,
            data.draw(st.sampled_from([None, "", "n", "x"])),
            by=hand(),
        ),
    }
    try:
        change = edits[data.draw(st.sampled_from(sorted(edits)))]()
    except Refused:
        return
    after = done(change, [*entities, *mentions, *notes])
    held = {each.id for each in after.values() if isinstance(each, Entity)}
    assert {each.entity for each in after.values() if isinstance(each, Mention)} <= {None, *held}
    assert {each.target for each in after.values() if isinstance(each, Note)} <= held
    assert sum(isinstance(each, Mention) for each in after.values()) == len(mentions)


def test_an_identity_is_judged_beside_its_note() -> None:
    ours, theirs = hand(), hand("Bob")
    likely = identities.Judged("It will stay.", {"likelihood": "Likely"})
    change = identities.describe(MOSCOW, MOSCOW, (), None, likely, by=ours)
    (note,) = change.added
    assert isinstance(note, Note)
    assert (note.target, note.document, note.kind) == (MOSCOW.id, None, "judgement")
    assert (note.body, dict(note.attributes)) == ("It will stay.", {"likelihood": "Likely"})
    assert change.title == "Judge Moscow"
    with pytest.raises(Refused, match="as it was"):
        identities.describe(MOSCOW, MOSCOW, [note], "", likely, by=ours)
    other = identities.describe(MOSCOW, MOSCOW, [note], None, identities.Judged("It may go."), by=theirs)
    assert other.removed == (), "what somebody else judges stays"
    gone = identities.describe(MOSCOW, MOSCOW, [note], None, identities.Judged(""), by=ours)
    assert (gone.removed, gone.added) == ((note,), ())
    with pytest.raises(Refused, match="write it first"):
        identities.describe(
            MOSCOW, MOSCOW, [], None, identities.Judged("", {"likelihood": "Likely"}), by=ours
        )
