"""Claims that are compared: tellings of one event at odds with each other, and what is denied elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from glossator import surveys
from glossator.core import edits
from glossator.core.annotations import Entity, Mention
from glossator.core.lens import Lens
from glossator.core.scheme import AttributeType, Label
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import annotated, entity, scheme
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


def _told_by_time(folder: Path, first: str, second: str) -> Workbench:
    """One event told twice, each time with a time of this value (empty: of none)."""
    kind = AttributeType("time.value", "Value", on=("mention",), labels=("TIM",), kind="text")
    small = scheme()
    ours = replace(small, labels=(*small.labels, Label("TIM", "Time")), attributes=(*small.attributes, kind))
    file = ProjectFile.create(folder / "work.gloss", title="Work", scheme=ours, author="Kim")
    bench = Workbench(file, author="Kim")
    told = annotated(
        "[They|PER] [hit|EVT] it [on 5 December|TIM]. [He|PER] [struck|EVT] it [on Thursday|TIM].",
        events=[("ATTACK", "hit", {"Time": "on 5 December"}), ("ATTACK", "struck", {"Time": "on Thursday"})],
    )
    attack = entity("The attack", id=900)
    triggers = {each.trigger for each in told.relations.values()}
    values = {"on 5 December": first, "on Thursday": second}
    records = [
        replace(
            each,
            entity=attack.id if each.id in triggers else each.entity,
            attributes={"time.value": value} if (value := values.get(each.quote, "")) else each.attributes,
        )
        if isinstance(each, Mention)
        else each
        for each in records_of(told)[1:]
    ]
    bench.do(edits.add_documents([(told.document, told.text)], by=bench.hand))
    bench.do(bench.hand.change("Read", added=(attack, *records)))
    return bench


def test_times_are_compared_by_their_values_and_not_by_words(tmp_path: Path) -> None:
    cases = [
        ("2024-12-05", "2024-12-05", 0),
        ("2024-12", "2024-12-05", 0),
        ("2024-12-05", "", 0),
        ("2024-12-05", "2024-12-06", 1),
    ]
    for at, (first, second, wanted) in enumerate(cases):
        (tmp_path / str(at)).mkdir()
        bench = _told_by_time(tmp_path / str(at), first, second)
        assert _at_odds(bench) == wanted, (first, second)
        bench.close()


def test_a_town_and_its_country_and_words_that_are_no_names_are_not_at_odds(tmp_path: Path) -> None:
    bench = _bench(tmp_path, "Place", is_one_event=True)
    (document,) = (row.document.id for row in bench.ask.documents())
    told = bench.ask.annotations(document)
    there = next(each for each in told.mentions.values() if each.quote == "Tobruk")
    here = next(each for each in told.mentions.values() if each.quote == "Sirte")
    said = replace(there, attributes={"level": "PRO"})
    bench.do(bench.hand.change("There", removed=(there,), added=(said,)))
    assert _at_odds(bench) == 0
    libya = Entity(901, "Libya", "GPE", identifiers={"iso3166": "LY"})
    sirte = Entity(902, "Sirte", "GPE", attributes={"place.country": "LY"})
    tunis = Entity(903, "Tunis", "GPE", attributes={"place.country": "TN"})
    links = (replace(there, entity=libya.id), replace(here, entity=sirte.id))
    bench.do(bench.hand.change("Who", removed=(said, here), added=(libya, sirte, tunis, *links)))
    assert _at_odds(bench) == 0
    bench.do(bench.hand.change("Other", removed=(links[1],), added=(replace(here, entity=tunis.id),)))
    assert _at_odds(bench) == 1
    bench.close()
