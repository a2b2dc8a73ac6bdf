"""Where annotations of others are hidden, every view tells what it would if they had never been made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from glossator import projects, surveys
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Record
from glossator.core.layers import EVERYBODY, Layers, Persons, Whose
from glossator.core.lens import WHOLE, Lens
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench

OPTIONS = {
    "together": [{"unit": "document"}, {"unit": "sentence"}],
    "contexts": [{}, {"order": "right"}],
}
ADA = frozenset({"Ada"})


def _project(path: Path, like: Workbench, records: Iterable[Record]) -> Workbench:
    """A project with the same scheme and texts that holds these records."""
    file = ProjectFile.create(path, title="Work", scheme=like.scheme, author="Ada")
    made = Workbench(file, author="Ada")
    texts = {row.document.digest: like.ask.text_of(row.document.id) for row in like.ask.documents()}
    made.do(replace(made.hand.change("All", added=[*records]), texts=texts))
    return made


def _told(bench: Workbench, lens: Lens) -> dict[str, object]:
    return {
        f"{name} {options}": survey.sheet(surveys.answer(bench, survey, lens, options), bench.scheme)
        for name, survey in surveys.SURVEYS.items()
        for options in OPTIONS.get(name, [{}])
    }


@pytest.mark.parametrize("persons", [ADA, None], ids=["Ada's", "everybody's"])
@pytest.mark.parametrize("is_blind", [True, False], ids=["blind", "open"])
def test_what_is_hidden_counts_nowhere(tmp_path: Path, persons: Persons | None, is_blind: bool) -> None:
    demo = projects.open(projects.demo(tmp_path, tagged=True, author="Ada"), author="Ada")
    here = demo.ask.annotations(demo.ask.documents()[0].document.id)
    chance = Random(f"{persons} {is_blind}")
    of_all: list[Mention | Relation] = [*here.mentions.values(), *here.relations.values()]
    said = [replace(each, author="Bob" if chance.random() < 0.1 else "Ada") for each in of_all]
    beside: list[Record] = [*(row.entity for row in demo.ask.entities()), here.document]
    whole = _project(tmp_path / "whole.gloss", demo, [*beside, *said])
    whose = Whose(persons, {here.document.id: ADA} if is_blind else {})
    seen = Layers(whole.annotations(here.document.id), whose.of(here.document.id)).seen
    part = _project(
        tmp_path / "part.gloss", demo, [*beside, *seen.mentions.values(), *seen.relations.values()]
    )
    if not whose.is_everybody:
        assert 0 < len(seen.relations) < len(here.relations)
    for lens in (WHOLE, Lens(document=here.document.id), Lens(labels=frozenset({"GPE", "ORG"}))):
        told, expected = _told(whole, replace(lens, whose=whose)), _told(part, lens)
        for name in expected:
            assert told[name] == expected[name], (name, lens, whose)
    for bench in (demo, whole, part):
        bench.close()


def test_how_fast_the_others_work_is_not_told(tmp_path: Path) -> None:
    bench = projects.open(projects.demo(tmp_path, tagged=True, author="Bob"), author="Ada")
    document = bench.ask.documents()[0].document.id
    survey = surveys.find("pace")
    assert surveys.answer(bench, survey, WHOLE, {}).days
    for whose in (Whose(ADA), Whose(None, {document: ADA})):
        assert not surveys.answer(bench, survey, replace(WHOLE, whose=whose), {}).days
    bench.close()


def test_the_lens_is_kept_without_whose() -> None:
    from glossator.core import lens as lenses

    held = replace(WHOLE, labels=frozenset({"PER"}), whose=Whose(frozenset({"Ada"})))
    assert lenses.from_plain(lenses.as_plain(held)) == replace(held, whose=EVERYBODY)
    assert not replace(WHOLE, whose=held.whose).is_open, "no kept count may tell it"
    assert held.scope.whose == held.whose
