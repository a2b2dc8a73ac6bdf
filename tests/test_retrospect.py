"""What the past says of a record: who made it, and who changed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import projects, retrospect
from glossator.core.annotations import Mention
from glossator.workbench import LARGE, Workbench
from tests.builders import annotated
from tests.store.world import records_of


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="news-intelligence", author="Ann")
    said = annotated("[Ada|PER] met [Bo|PER].", id=7)
    records = [
        replace(each, author="Ann") if isinstance(each, Mention) else each for each in records_of(said)
    ]
    made.do(replace(made.hand.change("Import", added=records), texts={said.document.digest: said.text}))
    yield made
    made.close()


def mention(bench: Workbench, quote: str) -> Mention:
    return next(each for each in bench.ask.annotations(7).mentions.values() if each.quote == quote)


def relabel(bench: Workbench, quote: str, label: str) -> None:
    old = mention(bench, quote)
    bench.do(bench.hand.change("Relabel", removed=(old,), added=(replace(old, label=label),)))


def test_who_made_a_tag_stays_its_author_and_who_changed_it_is_known(bench: Workbench) -> None:
    assert retrospect.changed_by(bench, mention(bench, "Ada")) == ""
    bench.sign_as("Bob")
    relabel(bench, "Ada", "ORG")
    assert mention(bench, "Ada").author == "Ann"
    assert retrospect.changed_by(bench, mention(bench, "Ada")) == "Bob"
    assert retrospect.changed_by(bench, mention(bench, "Bo")) == ""
    bench.sign_as("Ann")
    relabel(bench, "Ada", "GPE")
    assert retrospect.changed_by(bench, mention(bench, "Ada")) == "", "she changed it herself"


def test_who_imports_somebody_elses_tags_has_not_changed_them(bench: Workbench) -> None:
    for number, many in ((20, 1), (21, LARGE)):
        said = annotated("[Zoe|PER] came.", id=number)
        (made,) = said.mentions.values()
        tags = [replace(made, id=bench.hand.new_id(), author="Eve") for _ in range(many)]
        change = bench.hand.change("Import", added=[said.document, *tags])
        bench.do(replace(change, origin="import:x", texts={said.document.digest: said.text}))
        assert retrospect.changed_by(bench, tags[0]) == ""
    everything = list(bench.ask.annotations(21).mentions.values())
    turned = [replace(each, label="ORG") for each in everything]
    bench.do(bench.hand.change("Merge labels", removed=everything, added=turned))
    assert retrospect.changed_by(bench, turned[0]) == "Ann"


def test_a_record_that_is_gone_was_changed_by_nobody(bench: Workbench) -> None:
    gone = mention(bench, "Bo")
    bench.sign_as("Bob")
    bench.do(bench.hand.change("Delete", removed=(gone,)))
    assert retrospect.changed_by(bench, gone) == ""
