"""A workbench beside others: long work on another thread, a second window, a disk that does not take a step."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossator import intake, projects, rescue
from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.core.spans import Span
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.workbench import LARGE, Workbench
from tests.builders import scheme
from tests.store.test_news import Other, by_another_program
from tests.store.world import environment, filled, names_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with filled(tmp_path) as project:
        return project.path


@pytest.fixture
def bench(path: Path) -> Iterator[Workbench]:
    made = Workbench(ProjectFile.open(path), author="Ada")
    yield made
    made.close()


def to_nobody(done: int, total: int, what: str) -> None:
    """Nobody wants to hear."""


def tags(bench: Workbench, number: int) -> Change:
    text = bench.ask.text_of(1)
    spans = (Span(each % 9, each % 9 + 3) for each in range(number))
    made = [Mention(bench.hand.new_id(), 1, "PER", (span,), span.slice(text)) for span in spans]
    return bench.hand.change(f"Tag {number}", added=made)


def on_a_thread(work: Callable[[], object]) -> None:
    """Do ``work`` on another thread, and raise here what it raises there."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


# --- long work


def test_long_work_on_another_thread_is_followed(bench: Workbench) -> None:
    renewed: list[bool] = []
    bench.on_renewed = lambda: renewed.append(True)
    current = bench.open_document(1)
    before = len(current.mentions)
    lent = bench.lend("Import")

    def work() -> None:
        with lent(to_nobody) as mine:
            mine.do(tags(mine, LARGE + 1))

    on_a_thread(work)
    assert len(current.mentions) == before, "nothing is followed before it is taken over"
    assert bench.take_over().is_renewed
    assert bench.current is not None
    assert len(bench.current.mentions) == before + LARGE + 1
    assert renewed == [True]
    undo = bench.history.to_undo
    assert undo is not None
    assert undo.title == f"Tag {LARGE + 1}"
    bench.undo()
    assert len(bench.ask.annotations(1).mentions) == before


def test_a_document_that_long_work_did_not_touch_stays_as_it_is(bench: Workbench) -> None:
    current = bench.open_document(2)
    lent = bench.lend("Tag")

    def work() -> None:
        with lent(to_nobody) as mine:
            mine.do(tags(mine, LARGE + 1))

    on_a_thread(work)
    bench.take_over()
    assert bench.current is current


def test_a_little_work_on_another_thread_is_followed_step_by_step(bench: Workbench) -> None:
    told: list[str] = []
    bench.on_change = lambda change: told.append(change.title)
    lent = bench.lend("Tag")

    def work() -> None:
        with lent(to_nobody) as mine:
            mine.do(tags(mine, 2))

    on_a_thread(work)
    bench.take_over()
    assert told == ["Tag 2"]


def test_an_edit_is_made_between_and_refused_while_the_other_writes(bench: Workbench) -> None:
    lent = bench.lend("“Import texts”")
    bench.do(tags(bench, 1))

    def told(done: int, total: int, what: str) -> None:
        if what == "Saving":
            with pytest.raises(Refused) as refused:
                bench.do(tags(bench, 1))
            tried.append(str(refused.value))

    tried: list[str] = []

    def work() -> None:
        with lent(lambda *report: None) as mine:
            mine._told = told
            mine.do(tags(mine, 20_000))

    on_a_thread(work)
    assert "“Import texts” is being written, so nothing else can be changed just now." in tried[0]
    assert bench.unsaved is None
    bench.take_over()
    bench.do(tags(bench, 1))


def test_two_pieces_of_long_work_do_not_go_together(bench: Workbench) -> None:
    lent = bench.lend("“Import”")
    with pytest.raises(Refused, match="“Import” is not done yet"):
        bench.lend("Another")
    with lent(to_nobody):
        pass
    bench.take_over()
    with bench.lend("Another")(to_nobody):
        pass
    bench.take_over()


class Cancelled(Exception):
    """Nobody wants it any more."""


@pytest.mark.parametrize("stage", ["Reading", "Keeping a backup", "Saving"])
def test_cancelled_at_any_stage_nothing_has_come_in(
    bench: Workbench, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.arrivals.LARGE", 10)
    monkeypatch.setattr("glossator.store.driver._STEPS_UNTOLD", 100)
    files = []
    for number in range(250):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(f"Text {number}. " * 50)
    before = bench.ask.history()
    seen: list[str] = []

    def told(done: int, total: int, what: str) -> None:
        seen.append(what)
        if what == stage and (what != "Reading" or done > 200):
            raise Cancelled

    lent = bench.lend("Import")

    def work() -> None:
        with lent(told) as mine:
            intake.import_texts(mine, files, lambda done, total: told(done, total, "Reading"))

    with pytest.raises(Cancelled):
        on_a_thread(work)
    news = bench.take_over()
    assert stage in seen
    assert (news.changes, news.is_renewed, news.is_beside) == ((), False, False)
    assert bench.ask.history() == before
    assert bench.ask.document_count() == 2
    report = intake.import_texts(bench, files)
    assert len(report.documents) == 250
    bench.close()
    assert check(bench.project_file.path) == []


KILLED = """
import os, sys
from pathlib import Path
from glossator import intake, projects
bench = projects.open(Path(sys.argv[1]), author="Ada")
stage = sys.argv[3]
def told(done, total, what):
    if what == stage and (what != "Reading" or done > 200):
        os.kill(os.getpid(), 9)
import glossator.store.driver
glossator.store.driver._STEPS_UNTOLD = 100
files = sorted(Path(sys.argv[2]).iterdir())
with bench.lend("Import")(told) as mine:
    intake.import_texts(mine, files, lambda done, total: told(done, total, "Reading"))
"""


@pytest.mark.parametrize("stage", ["Reading", "Saving"])
def test_killed_at_any_stage_nothing_is_half(path: Path, tmp_path: Path, stage: str) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(250):
        (folder / f"{number}.txt").write_text(f"Text {number}. " * 50)
    command = [sys.executable, "-c", KILLED, str(path), str(folder), stage]
    assert subprocess.run(command, env=environment(), check=False).returncode == -9
    with contextlib.closing(projects.open(path, author="Ada")) as bench:
        assert bench.ask.document_count() == 2
        assert len(intake.import_texts(bench, sorted(folder.iterdir())).documents) == 250
    assert check(path) == []


def test_a_large_import_keeps_a_backup(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.arrivals.LARGE", 2)
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(name)
    intake.import_texts(bench, [tmp_path / "one.txt", tmp_path / "two.txt"])
    (folder,) = [each for each in tmp_path.iterdir() if each.is_dir()]
    (backup,) = folder.iterdir()
    assert "before an import" in backup.name
    with ProjectFile.open(backup, read_only=True) as kept:
        assert kept.ask.document_count() == 2


def test_the_project_may_be_closed_while_the_other_works(bench: Workbench) -> None:
    lent = bench.lend("Tag")
    with lent(to_nobody) as mine:
        bench.close()
        mine.do(tags(mine, 3))
    assert bench.take_over().where == "here"
    assert "work.gloss" in names_in(bench.project_file.path.parent)
    assert not [each for each in names_in(bench.project_file.path.parent) if "wal" in each or "lock" in each]


# --- a second window


def test_a_second_window_follows_and_takes_over(path: Path) -> None:
    other = Other(path)
    other.do("pass")
    with pytest.raises(projects.Locked):
        projects.open(path, author="Ada")
    reader = projects.open(path, author="Ada", read_only=True)
    told: list[str] = []
    reader.on_change = lambda change: told.append(change.title)
    current = reader.open_document(2)
    other.do("from glossator.core.annotations import Mention; from glossator.core.spans import Span")
    other.do('made = desk.write("Tag it", added=[Mention(project.new_id(), 2, "PER", (Span(0, 3),), "Ada")])')
    reader.look()
    assert told == ["Tag it"]
    assert [each.quote for each in current.mentions.values()].count("Ada") == 2
    other.do("desk.undo(made)")
    reader.look()
    assert [each.quote for each in current.mentions.values()].count("Ada") == 1
    other.do("project.close()")
    reader.look()
    assert reader.holder() is None
    writer = projects.open(path, author="Ada")
    reader.close()
    writer.do(tags(writer, 1))
    other.close()
    writer.close()
    assert names_in(path.parent) == {path.name}
    assert check(path) == []


def test_what_another_program_wrote_is_read_anew_and_never_overwritten(bench: Workbench) -> None:
    renewed: list[bool] = []
    bench.on_renewed = lambda: renewed.append(True)
    current = bench.open_document(2)
    old = next(iter(current.mentions.values()))
    by_another_program(bench.project_file.path, f"UPDATE mention SET subtype='Group' WHERE id={old.id}")
    with pytest.raises(GlossatorError, match="in the meantime"):
        bench.do(edits.relabel(current, old.id, scheme().labels[1], by=bench.hand))
    assert bench.unsaved is None
    assert bench.look().is_beside
    assert renewed == [True]
    assert bench.current is not None
    assert bench.current.mentions[old.id].subtype == "Group"
    bench.do(edits.relabel(bench.current, old.id, scheme().labels[1], by=bench.hand))


# --- the disk


def waiting(bench: Workbench) -> Change | None:
    """What the disk did not take, as it is now."""
    return bench.unsaved


def test_a_step_that_was_not_saved_waits_and_is_written_first(bench: Workbench, tmp_path: Path) -> None:
    path = bench.project_file.path
    bench.open_document(1)
    away = path.rename(tmp_path / "away")
    first = tags(bench, 1)
    with pytest.raises(GlossatorError, match="moved or deleted"):
        bench.do(first)
    assert waiting(bench) is first
    assert bench.look().where == "gone"
    with pytest.raises(GlossatorError, match="moved or deleted"):
        bench.do(tags(bench, 2))
    assert waiting(bench) is first
    away.rename(path)
    assert bench.look().where == "here"
    bench.do(tags(bench, 3))
    assert waiting(bench) is None
    assert [each.title for each in bench.ask.history(limit=2)] == ["Tag 3", "Tag 1"]


def test_a_rescue_file_has_all_that_was_saved(bench: Workbench, tmp_path: Path) -> None:
    bench.do(tags(bench, 1))
    bench.project_file.path.unlink()
    kept = rescue.everything(bench)
    assert kept.parent == rescue.folder()
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert check(kept) == []
    with ProjectFile.open(kept) as project:
        assert project.ask.history(limit=1)[0].title == "Tag 1"


def test_what_is_in_memory_is_kept_with_the_step_that_was_not_saved(bench: Workbench, tmp_path: Path) -> None:
    current = bench.open_document(1)
    number = len(current.mentions)
    bench.unsaved = tags(bench, 2)
    kept = rescue.from_memory(bench)
    assert kept is not None
    assert kept.stat().st_mode & 0o777 == 0o600
    beside = kept.with_suffix(".scheme.json")
    other = projects.create(tmp_path / "new.gloss", title="", scheme_id=str(beside), author="Ada")
    report = projects.import_jsonl(other, kept)
    assert (report.mentions, report.faults) == (number + 2, ())
    assert len(current.mentions) == number
    other.close()
    bench.unsaved = None


def test_where_nothing_is_open_there_is_nothing_in_memory(bench: Workbench) -> None:
    assert rescue.from_memory(bench) is None


@pytest.mark.parametrize(
    ("free", "total", "is_told"),
    [(400e6, 100e9, True), (400e6, 5e9, False), (4e9, 100e9, False), (9e6, 1e9, True)],
)
def test_a_disk_is_nearly_full_by_share_and_by_size(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: float, total: float, is_told: bool
) -> None:
    usage = type("Usage", (), {"free": int(free), "total": int(total)})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert (rescue.free_bytes(tmp_path / "x") is not None) is is_told


def test_the_demo_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom glossator import projects, workbench\n"
        "workbench.Workbench.do = lambda self, change: os.kill(os.getpid(), 9)\n"
        "projects.demo(Path(sys.argv[1]), tagged=True, author='Ada')\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment(), check=False)
    assert killed.returncode == -9
    assert not list(tmp_path.glob("*.gloss"))
    left = list(tmp_path.iterdir())
    assert len(left) == 1
    os.utime(left[0], (1, 1))
    made = projects.demo(tmp_path, tagged=True, author="Ada")
    assert names_in(tmp_path) == {made.name}
    assert check(made) == []
