"""Claims that are compared: tellings of one event at odds with each other, and what is denied elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from glossator import surveys
from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.core.lens import Lens
from glossator.workbench import Workbench
from tests.builders import annotated, entity
from tests.store.world import new_project, records_of

_TOLD = "[They|PER] [hit|EVT] the [base|FAC] at [Sirte|GPE]. [He|PER] [struck|EVT] it at [Tobruk|GPE]."


def _bench(folder: Path, role: str, *, is_one_event: bool) -> Workbench:
    bench = Workbench(new_project(folder), author="Kim")
    told = annotated(
        _TOLD, events=[("ATTACK", "hit", {role: "Sirte"}), ("ATTACK", "struck", {role: "Tobruk"})]
    )
    attack = entity("The attack", id=900)
    triggers = {each.trigger for each in told.relations.values()}
    records = [
        replace(each, entity=attack.id)
        if is_one_event and isinstance(each, Mention) and each.id in triggers
        else each
        for each in records_of(told)[1:]
    ]
    bench.do(edits.add_documents([(told.document, told.text)], by=bench.hand))
    bench.do(bench.hand.change("Read", added=(attack, *records)))
    return bench


def _at_odds(bench: Workbench) -> int:
    found = surveys.answer(bench, surveys.find("sources"), Lens(), {})
    assert found.shown == bench.ask.under(Lens(), bench.scheme).relation_count()
    return len(found.contradictions)


def test_two_tellings_of_one_event_in_two_places_are_at_odds(tmp_path: Path) -> None:
    bench = _bench(tmp_path, "Place", is_one_event=True)
    assert _at_odds(bench) == 1
    bench.close()


def test_other_roles_and_other_events_are_not(tmp_path: Path) -> None:
    for name, role, is_one_event in (("agent", "Agent", True), ("two", "Place", False)):
        (tmp_path / name).mkdir()
        bench = _bench(tmp_path / name, role, is_one_event=is_one_event)
        assert _at_odds(bench) == 0
        bench.close()
