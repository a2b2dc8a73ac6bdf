"""Any project goes into each format and comes back as it was, less what the loss report said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from glossator.formats.catalogue import Format, formats
from glossator.formats.losses import Tally, reduce
from tests.formats.exchange import outgoing, round_trip
from tests.formats.random_projects import Case, cases

WRITTEN = [each for each in formats().values() if each.write is not None and each.is_read_back]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def target_in(folder: Path, form: Format) -> Path:
    return folder / f"{form.name}{'' if form.writes_folder else form.endings[0]}"


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.name)
def test_any_project_comes_back_less_what_was_told(form: Format, folder: Path) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases(with_sources=True))
    def check(case: Case) -> None:
        with TemporaryDirectory(dir=folder) as name:
            differing, _ = round_trip(form, outgoing(case), target_in(Path(name), form))
            assert differing == []

    check()


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.name)
def test_what_was_reduced_loses_nothing_more(form: Format) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases(with_sources=True))
    def check(case: Case) -> None:
        for each in outgoing(case):
            once = reduce(each, form.carries)
            again = Tally()
            reduce(once, form.carries, again)
            assert again.losses == []

    check()
