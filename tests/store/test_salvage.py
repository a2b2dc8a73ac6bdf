"""Repair: what can still be read is read, nothing is made up, and what is missing is told by document."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from glossator.core.annotations import Mention
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span
from glossator.store import mending
from glossator.store.backups import snapshot
from glossator.store.check import check
from glossator.store.keys import Key
from glossator.store.lock import Locked
from glossator.store.project_file import ProjectFile
from glossator.store.salvage import salvage, told
from tests.builders import AUTHOR, annotated, scheme
from tests.store import damage
from tests.store.damage import KINDS, PAGE, Kind, World, contents, steps_in, trial
from tests.store.world import Desk, filled, names_in


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> World:
    return damage.world(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
@pytest.mark.parametrize("seed", range(2))
def test_random_damage(whole: World, tmp_path: Path, kind: Kind, seed: int) -> None:
    outcome = trial(whole, tmp_path, kind, seed)
    least = {"cut": 0.0, "many_flips": 0.85, "zero_pages": 0.5}.get(kind.__name__, 0.99)
    assert outcome is None or outcome.mentions >= least


def test_a_whole_file_comes_out_as_it_was(whole: World, tmp_path: Path) -> None:
    new = tmp_path / "new.gloss"
    report = salvage(whole.path, new)
    assert report.is_whole
    assert list(told(report)) == []
    assert contents(new) == whole.now
    assert steps_in(new) == steps_in(whole.path)
    assert (report.path, report.steps) == (new, len(steps_in(new)))
    assert names_in(tmp_path) == {"new.gloss"}


@pytest.mark.parametrize("kind", [damage.no_header, damage.no_schema])
def test_without_its_beginning_everything_is_found(whole: World, tmp_path: Path, kind: Kind) -> None:
    data = bytearray(whole.path.read_bytes())
    kind(data, random.Random(1))
    (tmp_path / "damaged").write_bytes(data)
    report = salvage(tmp_path / "damaged", tmp_path / "new")
    assert report.is_whole
    assert contents(tmp_path / "new") == whole.now


def test_without_tables_the_journal_has_it_all_and_without_the_journal_the_tables(
    whole: World, tmp_path: Path
) -> None:
    for table in ("mention", "action"):
        data = bytearray(whole.path.read_bytes())
        for page in _pages_of(whole.path, table):
            data[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
        (tmp_path / table).write_bytes(data)
        report = salvage(tmp_path / table, tmp_path / f"new {table}")
        assert contents(tmp_path / f"new {table}") == whole.now, table
        assert (report.lost_steps > 0) == (table == "action")


def _pages_of(path: Path, table: str) -> set[int]:
    from glossator.store.opening import opened
    from glossator.store.pages import Pages

    database = opened(path)
    (root,) = database.one("SELECT rootpage FROM sqlite_schema WHERE name=?", (table,))
    database.drop()
    pages = Pages(path)
    found = {number for number, row in pages.rows() if row.root == root}
    pages.close()
    assert found
    return found


def test_a_history_with_gaps_stands_and_can_be_gone_on_with(whole: World, tmp_path: Path) -> None:
    data = bytearray(whole.path.read_bytes())
    journal = sorted(_pages_of(whole.path, "action"))
    data[(journal[1] - 1) * PAGE : journal[1] * PAGE] = bytes(PAGE)
    (tmp_path / "damaged").write_bytes(data)
    report = salvage(tmp_path / "damaged", tmp_path / "new.gloss")
    assert 0 < report.lost_steps < len(steps_in(whole.path))
    assert any("steps of the history are lost" in line for line in told(report))
    with ProjectFile.open(tmp_path / "new.gloss") as project:
        rows = project.ask.history(limit=1000)
        assert {row.author for row in rows} == {AUTHOR, "Repair"}
        assert "Repair" not in [step.title for step in project.ask.steps(author=AUTHOR)]
        Desk(project).bring(annotated("[Ada|PER] again.", name="Later", id=9_000))
    assert check(tmp_path / "new.gloss") == []


def test_texts_and_steps_come_back_out_of_a_backup(whole: World, tmp_path: Path) -> None:
    path = tmp_path / "work.gloss"
    path.write_bytes(whole.path.read_bytes())
    with ProjectFile.open(path) as project:
        kept = snapshot(project._database, "daily")
        Desk(project).bring(annotated("[Ada|PER] later.", name="Later", id=9_000))
    now = contents(path)
    data = bytearray(path.read_bytes())
    for page in (_pages_of(path, "text") | set(sorted(_pages_of(path, "action"))[:3])) - _pages_of_last(path):
        data[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    path.write_bytes(data)
    alone = salvage(path, tmp_path / "alone.gloss")
    assert alone.lost_steps
    assert any("Its text is damaged" in fault for each in alone.losses for fault in each.faults)
    report = salvage(path, tmp_path / "new.gloss", backups=[kept])
    assert report.lost_steps == 0
    found = contents(tmp_path / "new.gloss")
    later = [each for each in now if now[each] != found.get(each)]
    assert all(
        getattr(now[each], "name", "") == "Later" for each in later
    )  # its text was not in the backup yet


def _pages_of_last(path: Path) -> set[int]:
    """The pages of the journal on which its last rows stand."""
    return {max(_pages_of(path, "action"))}


def test_a_text_with_wrong_letters_is_kept_and_told(whole: World, tmp_path: Path) -> None:
    data = bytearray(whole.path.read_bytes())
    text = "hit a naval"
    body = next(each for each in _bodies(whole.path) if text not in each and len(each) > 5000)
    place = data.index(body[:60].encode())
    data[place] ^= 1
    (tmp_path / "damaged").write_bytes(data)
    report = salvage(tmp_path / "damaged", tmp_path / "new")
    faults = [fault for each in report.losses for fault in each.faults]
    # Where a mention quotes the letter the text is put right by it, and nothing is left to tell.
    assert faults in ([], ["Its text is damaged: it is not quite the one that was imported."])


def _bodies(path: Path) -> list[str]:
    from glossator.store.opening import opened

    database = opened(path)
    try:
        return [body for (body,) in database.rows("SELECT body FROM text")]
    finally:
        database.drop()


def test_nothing_is_written_over_and_the_damaged_file_is_not_touched(whole: World, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(GlossatorError, match="There is already a file “there”"):
        salvage(whole.path, there)
    assert there.read_text() == "mine"
    noise = tmp_path / "noise"
    noise.write_bytes(random.Random(1).randbytes(10 * PAGE))
    with pytest.raises(GlossatorError, match="Nothing of a project can be found in “noise”"):
        salvage(noise, tmp_path / "new")
    assert names_in(tmp_path) == {"there", "noise"}


def test_a_project_that_somebody_writes_is_not_judged(full: ProjectFile, tmp_path: Path) -> None:
    with pytest.raises(Locked):
        salvage(full.path, tmp_path / "new")


def test_a_protected_project_stays_protected(tmp_path: Path) -> None:
    key = Key.derive("correct horse battery staple")
    path = tmp_path / "secret.gloss"
    with ProjectFile.create(path, title="Secret", scheme=scheme(), author=AUTHOR, key=key) as project:
        Desk(project).bring(annotated("[Ada|PER] met [Babbage|PER]. " + "x" * 30_000, name="Secret", id=10))
        (root,) = project._database.one("SELECT rootpage FROM sqlite_schema WHERE name='mention'")
    data = bytearray(path.read_bytes())
    data[(root - 1) * PAGE + 100] ^= 1
    path.write_bytes(data)
    report = salvage(path, tmp_path / "new.gloss", key=key)
    assert report.check == ()
    assert report.mentions == 2
    assert b"Babbage" not in (tmp_path / "new.gloss").read_bytes()
    assert names_in(tmp_path) == {"secret.gloss", "new.gloss"}


def test_a_mention_in_a_document_that_no_id_names_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "work.gloss"
    with filled(tmp_path) as project:
        project._database.run("PRAGMA foreign_keys=OFF")
        project._database.run("UPDATE mention SET document=-5 WHERE id=(SELECT min(id) FROM mention)")
        project._database.run("DELETE FROM action WHERE place>1")
    report = salvage(path, tmp_path / "new.gloss")
    assert report.check == ()
    assert report.documents == 2


# --- texts and mentions by one another


def test_a_mention_is_put_right_only_where_it_can_be_told_for_sure() -> None:
    text = "Ada met Babbage at the station."
    good = Mention(1, 1, "PER", (Span(8, 15),), "Babbage")
    assert mending.fits(good, text)
    assert mending.mended(replace(good, quote="Bacbage"), text) == good
    assert mending.mended(replace(good, fragments=(Span(8, 4711),)), text) == good
    assert mending.mended(replace(good, fragments=(Span(-3, 15),)), text) == good
    assert mending.mended(replace(good, fragments=(Span(0, 7),)), text) is None
    assert not mending.fits(replace(good, fragments=()), text)


def test_a_lost_text_is_rebuilt_of_its_quotations() -> None:
    mentions = [
        Mention(1, 1, "PER", (Span(8, 15),), "Babbage"),
        Mention(2, 1, "FAC", (Span(16, 18), Span(23, 30)), "at … station"),
    ]
    lost = mending.MISSING
    assert mending.rebuilt(31, b"Ada", mentions) == f"Ada{lost * 5}Babbage{lost}at{lost * 5}station{lost}"
    assert mending.rebuilt(0, b"", mentions)[8:15] == "Babbage"
    assert mending.patched("Ada met Bacbage", mentions) == "Ada met Babbage"
