"""Several mentions edited as one step, which is taken back as one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core import several
from glossator.core.errors import Refused
from tests.builders import annotated, hand, scheme, take_back_twice, the

LABELS = {each.id: each for each in scheme().labels}


def test_several_are_relabelled_and_what_is_so_already_stays() -> None:
    annotations = annotated("[Libya|GPE] and [Ada|PER] and [Bob|GPE]")
    ids = list(annotations.mentions)
    change = several.relabel(annotations, ids, LABELS["PER"], by=hand())
    assert change.title == "Change “Libya” and 1 more to Person"
    take_back_twice(annotations, change)
    assert {each.label for each in annotations.in_order()} == {"PER"}
    with pytest.raises(Refused, match="already"):
        several.relabel(annotations, [the(annotations, "Libya").id], LABELS["PER"], by=hand())


def test_no_label_comes_twice_on_the_same_words() -> None:
    annotations = annotated("[Libya|GPE] and Ada")
    first = the(annotations, "Libya")
    twin = replace(first, id=77, label="LOC")
    annotations.put_mention(twin)
    change = several.relabel(annotations, [first.id, twin.id], LABELS["PER"], by=hand())
    assert len(change.added) == 1
    with pytest.raises(Refused, match="already"):
        several.relabel(annotations, [twin.id], LABELS["GPE"], by=hand())


def test_an_attribute_is_set_and_taken_out() -> None:
    annotations = annotated("[Libya|GPE] and [Ada|PER]")
    ids = list(annotations.mentions)
    change = several.set_attribute(annotations, ids, "level", "NOM", name="Level", by=hand())
    take_back_twice(annotations, change)
    assert {each.attributes["level"] for each in annotations.in_order()} == {"NOM"}
    with pytest.raises(Refused, match="Level has this value"):
        several.set_attribute(annotations, ids, "level", "NOM", name="Level", by=hand())
    take_back_twice(annotations, several.set_attribute(annotations, ids, "level", None, by=hand()))
    assert all("level" not in each.attributes for each in annotations.in_order())


def test_nothing_selected_is_refused() -> None:
    annotations = annotated("Nothing")
    with pytest.raises(Refused, match="No mention"):
        several.relabel(annotations, [], LABELS["PER"], by=hand())
    with pytest.raises(Refused, match="No mention"):
        several.set_attribute(annotations, [], "level", "NAM", by=hand())


@given(st.lists(st.sampled_from(sorted(LABELS)), min_size=1, max_size=6), st.data())
def test_any_edit_of_several_is_taken_back_and_done_again(labels: list[str], data: st.DataObject) -> None:
    annotations = annotated(" ".join(f"[w{place}|{label}]" for place, label in enumerate(labels)))
    ids = data.draw(st.lists(st.sampled_from(list(annotations.mentions)), min_size=1))
    label = LABELS[data.draw(st.sampled_from(sorted(LABELS)))]
    try:
        if data.draw(st.booleans()):
            change = several.relabel(annotations, ids, label, by=hand())
        else:
            value = data.draw(st.none() | st.text())
            change = several.set_attribute(annotations, ids, "a", value, by=hand())
    except Refused:
        return
    assert {each.id for each in change.removed} <= set(ids)
    take_back_twice(annotations, change)
