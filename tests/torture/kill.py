"""kill -9 at random moments of random work: each step that was reported is there, and the file is whole."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from glossator.store import places
from tests.store.world import quick_folder
from tests.torture.children import Child, told_by
from tests.torture.judge import Ledger, find_again, judged, key_of, whole
from tests.torture.report import Result
from tests.torture.seeds import Seed, planted, seeds
from tests.torture.work import Work

KILLS_OF_A_LIFE = 15
LONGEST = 0.08
"""Seconds after which a worker is killed at the latest, counted from its birth or from one of its reports."""


def run(count: int, seed: int) -> Result:
    """Kill ``count`` workers."""
    result = Result("kill -9", "kills")
    rng = random.Random(seed)
    with quick_folder() as ground:
        beginnings = seeds(ground)
        while result.goes_on(count):
            life = rng.getrandbits(32)
            with TemporaryDirectory(dir=ground) as folder:
                ledger = _live(Path(folder), random.Random(life), beginnings, result, count)
            result.take_in(ledger, f"life {life}")
    return result


def _live(folder: Path, rng: random.Random, beginnings: list[Seed], result: Result, count: int) -> Ledger:
    """One project from its beginning through the deaths of its workers to the judgement."""
    seed = rng.choice(beginnings)
    path = planted(seed, folder)
    ledger = Ledger(seed.head)
    on_share = rng.random() < 0.25
    for _ in range(min(KILLS_OF_A_LIFE, count - result.done)):
        _kill(path, ledger, rng, on_share=on_share)
        result.done += 1
        if ledger.faults:
            break
    if not ledger.faults:
        for line in told_by(judged(ledger, path)):
            ledger.take(line)
        result.count("checked")
    return ledger


def _kill(path: Path, ledger: Ledger, rng: random.Random, *, on_share: bool) -> None:
    worker = Child(_worker(path, ledger, rng.getrandbits(32), on_share=on_share, look=rng.random() < 0.1))
    reports = rng.choice([0, 0, 1, 2, rng.randint(3, 25)])  # after so many, and a moment
    until = time.monotonic() + 20
    lines: list[str] = []
    while len(lines) < reports and not worker.ended() and time.monotonic() < until:
        lines += worker.hear(1)
    moment = rng.uniform(0, rng.choice([0.002, 0.01, LONGEST]))
    until = time.monotonic() + moment
    while time.monotonic() < until and not worker.ended():
        lines += worker.hear(until - time.monotonic())
    lines += worker.kill()
    for line in lines:
        ledger.take(line)
    for each in path.parent.rglob(".*.lock"):
        if (
            each.stat().st_size == 0
        ):  # killed between making its lock and writing who has it: others wait for a minute
            os.utime(each, (time.time() - 300,) * 2)
            ledger.counts["locks without a name, waited for"] += 1


def _worker(
    path: Path, ledger: Ledger, seed: int, *, on_share: bool, look: bool
) -> Callable[[Callable[[str], None]], None]:
    def live(tell: Callable[[str], None]) -> None:
        if on_share:
            mock.patch.object(places, "is_network", return_value=True).start()
        work = Work(path.parent, random.Random(seed), tell)
        work.key = key_of(path)
        work.open()
        for line in find_again(ledger, work.bench):
            tell(line)
        if look:
            for line in whole(path):
                tell(line)
        while True:
            work.act()

    return live
