"""Simulated power cuts: whatever of the unsynced writes is dropped or torn, each reported step is there."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from glossator.store import driver, places
from tests.store.world import quick_folder
from tests.torture.children import told_by
from tests.torture.disk import Disk, beginning
from tests.torture.judge import Ledger, judged
from tests.torture.recorder import Recorder, read
from tests.torture.report import Result
from tests.torture.seeds import Seed, planted, seeds
from tests.torture.work import NAME, Work

CUTS_OF_A_SESSION = 20
STEPS = 60
_REBOOT = 300.0  # seconds


def run(count: int, seed: int, synchronous: str = "FULL") -> Result:
    """Cut the power ``count`` times; ``synchronous`` is what the store asks of SQLite, and proves what FULL is for."""
    name = "power cut" if synchronous == "FULL" else f"power cut, {synchronous}"
    result = Result(name, "cuts")
    rng = random.Random(seed)
    recorder = Recorder()
    with quick_folder() as ground:
        beginnings = seeds(ground)
        while result.goes_on(count):
            life = rng.getrandbits(32)
            with TemporaryDirectory(dir=ground) as folder:
                session = _Session(Path(folder), random.Random(life), rng.choice(beginnings), synchronous)
                session.run(recorder)
                session.cut(result, min(CUTS_OF_A_SESSION, count - result.done), life)
    return result


def bites(count: int, seed: int) -> Result:
    """The same with synchronous=NORMAL, which must lose steps: otherwise the harness would prove nothing."""
    weak = run(count, seed, "NORMAL")
    result = Result("power cut, NORMAL", "cuts")
    result.done = weak.done
    result.counts = weak.counts
    result.count("steps that only FULL keeps", weak.lost)
    if not weak.lost:
        result.faults.append("bad synchronous=NORMAL has lost nothing, so the harness sees nothing")
    return result


class _Session:
    """Some work on one project, recorded, and the power cut at random moments of it."""

    def __init__(self, folder: Path, rng: random.Random, seed: Seed, synchronous: str) -> None:
        self._rng = rng
        self._seed = seed
        self._synchronous = synchronous
        self._on_share = rng.random() < 0.25
        self._folder = folder / "work"
        self._log = folder / "log"
        self._after = folder / "after"
        self._folder.mkdir()
        planted(seed, self._folder)
        self._before = beginning(self._folder)

    def run(self, recorder: Recorder) -> None:
        """Work in a child, and record it."""
        number = self._rng.getrandbits(32)

        def work(tell: Callable[[str], None]) -> None:
            _set(self._synchronous, on_share=self._on_share)
            recorder.record(self._folder, self._log)
            one = Work(self._folder, random.Random(number), recorder.say)
            one.open()
            for _ in range(STEPS):
                one.act()
            one.close()

        lines = told_by(work)
        assert not lines, lines
        self._records = list(read(self._log))

    def cut(self, result: Result, cuts: int, life: int) -> None:
        """Cut the power so many times, and judge what is left."""
        for _ in range(cuts):
            at = self._rng.randrange(1, len(self._records))
            ledger = Ledger(self._seed.head)
            self._after.mkdir()
            for line in self._cut(at):
                ledger.take(line)
            for each in self._after.rglob(".*.lock*"):
                os.utime(each, (time.time() - _REBOOT,) * 2)
            for line in told_by(judged(ledger, self._after / NAME)):
                ledger.take(line)
            result.take(ledger, f"life {life}, cut at {at} of {len(self._records)}")
            shutil.rmtree(self._after)

    def _cut(self, at: int) -> list[str]:
        """Let the power go after ``at`` records; what was reported until then."""
        disk = Disk(self._folder, self._before)
        said = []
        for record in self._records[:at]:
            if record.what == "A":
                said.append(record.data.decode())
            else:
                disk.follow(record)
        if self._records[at].what in "WTUR":
            disk.follow(self._records[at])  # the power goes in its middle
        disk.survive(self._after, self._rng)
        return said


def _set(synchronous: str, *, on_share: bool) -> None:
    for name in ("_LOCAL", "_NETWORK"):
        lines = tuple(
            line.replace("synchronous=FULL", f"synchronous={synchronous}") for line in getattr(driver, name)
        )
        mock.patch.object(driver, name, lines).start()
    if on_share:
        mock.patch.object(places, "is_network", return_value=True).start()
