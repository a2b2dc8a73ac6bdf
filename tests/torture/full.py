"""A disk that is full, or fails, at each write of a session: a sentence is told, nothing is lost, and work goes on."""

from __future__ import annotations

import errno
import itertools
import random
import resource
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol
from unittest import mock

from glossator.core.errors import GlossatorError
from glossator.store import places
from tests.store.world import quick_folder
from tests.torture.children import told_by
from tests.torture.judge import Ledger, find_again, judged
from tests.torture.recorder import Kind, Recorder
from tests.torture.report import Result
from tests.torture.seeds import Seed, planted, seeds
from tests.torture.work import Work

SESSION = (
    *(
        "tag",
        "add texts",
        "tag",
        "tag",
        "many",
        "relate",
        "event",
        "identify",
        "note",
        "scheme",
        "undo",
        "redo",
    ),
    *(
        "change",
        "copy",
        "backup",
        "carry",
        "tag",
        "remove",
        "undo",
        "make",
        "reopen",
        "tag",
        "delete",
        "properties",
        "add source",
        "keep",
    ),
)

_FEW = 100  # cases that are not worth so many sessions


class Obstacle(Protocol):
    """What keeps the disk from taking a write."""

    def stand(self) -> None:
        """From now on, when the moment has come."""

    def go(self) -> None:
        """There is room again."""


class Refusal(NamedTuple):
    """From a certain call on the system refuses."""

    recorder: Recorder
    kind: Kind
    after: int

    def stand(self) -> None:
        self.recorder.refuse(self.kind, self.after, errno.ENOSPC if self.kind is Kind.WRITES else errno.EIO)

    def go(self) -> None:
        self.recorder.allow(self.kind)


class SizeLimit(NamedTuple):
    """No file may grow beyond so many bytes."""

    size: int

    def stand(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, resource.RLIM_INFINITY))

    def go(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Case(NamedTuple):
    """A session: what it begins with, in which mode, and what stands in its way."""

    seed: Seed
    on_share: bool
    number: int
    obstacle: Obstacle


def run(count: int, seed: int) -> Result:
    """Let the disk be full from each write on, and fail from each fsync on, or so many of them by chance."""
    result = Result("disk full or failing", "calls")
    rng = random.Random(seed)
    recorder = Recorder()
    with quick_folder() as ground:
        cases: list[Case] = []
        sessions = list(itertools.product(seeds(ground), (False, True), Kind))
        for beginning, on_share, kind in sessions if count > _FEW else rng.sample(sessions, 3):
            number = rng.getrandbits(32)
            plain = Case(beginning, on_share, number, Refusal(recorder, kind, -1))
            calls = _calls(ground, recorder, plain)
            result.count(f"{kind.name.lower()} in the sessions", calls)
            cases += [plain._replace(obstacle=Refusal(recorder, kind, after)) for after in range(calls)]
        _go_through(ground, _some(cases, count, rng), result, recorder)
    return result


def run_with_limit(count: int, seed: int) -> Result:
    """The same without the recorder: no file may grow beyond a size, which goes up in ``count`` steps."""
    result = Result("file size limited", "sizes")
    rng = random.Random(seed)
    with quick_folder() as ground:
        beginnings = seeds(ground)
        largest = 700_000
        cases = [
            Case(rng.choice(beginnings), rng.random() < 0.25, rng.getrandbits(32), SizeLimit(size))
            for size in range(1, largest, max(1, largest // count))
        ]
        _go_through(ground, cases[:count], result, None)
    return result


def _some(cases: Sequence[Case], count: int, rng: random.Random) -> Sequence[Case]:
    return cases if count >= len(cases) else rng.sample(cases, count)


def _calls(ground: Path, recorder: Recorder, case: Case) -> int:
    """How many calls a session without obstacles makes."""
    with TemporaryDirectory(dir=ground) as folder:
        lines = told_by(_session(Path(folder), case, recorder))
    assert not [each for each in lines if each.startswith(("crashed", "refused", "hangs"))], lines
    return next(int(each.split()[1]) for each in lines if each.startswith("calls"))


def _go_through(ground: Path, cases: Sequence[Case], result: Result, recorder: Recorder | None) -> None:
    for case in cases:
        if not result.goes_on(len(cases)):
            break
        ledger = Ledger(case.seed.head)
        with TemporaryDirectory(dir=ground) as folder:
            lines = told_by(_session(Path(folder), case, recorder))
            for line in lines:
                ledger.take(line)
            if not ledger.faults:
                for line in told_by(judged(ledger, Path(folder) / "work" / "work.gloss")):
                    ledger.take(line)
        result.count("sentences", sum(line.startswith("refused") for line in lines))
        result.take(
            ledger, f"{case.seed.path.stem}, {'share' if case.on_share else 'local'}, {case.obstacle}"
        )


def _session(folder: Path, case: Case, recorder: Recorder | None) -> Callable[[Callable[[str], None]], None]:
    def work(tell: Callable[[str], None]) -> None:
        if case.on_share:
            mock.patch.object(places, "is_network", return_value=True).start()
        place = folder / "work"
        for each in (place, place / "copies", place / "new", folder / "texts"):
            each.mkdir()
        planted(case.seed, place)
        if recorder is not None:
            recorder.record(place, None)
        case.obstacle.stand()
        _Stubborn(place, case, tell).run()
        if recorder is not None:
            tell(f"calls {recorder.calls()}")

    return work


class _Stubborn:
    """Does the acts of a session; where one is refused, it makes room and sees to it that all is well."""

    def __init__(self, place: Path, case: Case, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._case = case
        self._ledger = Ledger(case.seed.head)
        self._is_refused = False
        self._work = Work(place, random.Random(case.number), self._told)
        self._work.inputs = place.parent / "texts"

    def _told(self, line: str) -> None:
        self._ledger.take(line)
        self._tell(line)

    def run(self) -> None:
        """The whole session."""
        self._try(self._work.open)
        if not hasattr(self._work, "bench"):
            self._work.open()
        for name in SESSION:
            self._try(partial(self._work.act, name))
        self._work.close()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
            is_stuck = self._work.bench.read_only
        except GlossatorError as error:
            self._hear(error)
            is_stuck = True
        if is_stuck:
            self._go_on()

    def _hear(self, error: GlossatorError) -> None:
        if self._is_refused:
            self._tell(f"bad refused again, although there is room: {error}")
        self._tell(f"refused {error.what}")
        if not str(error).strip() or "Traceback" in str(error):
            self._tell(f"bad this is no sentence: {error!r}")

    def _go_on(self) -> None:
        """What was reported is there while the disk is full; then there is room, and what waited is written."""
        work = self._work
        is_open = hasattr(work, "bench") and not work.bench._is_closed
        if is_open and not work.bench.read_only:
            try:
                self._look()
            except GlossatorError:
                if not self._case.on_share:
                    raise
                # what was begun can only be taken back by writing the old pages back, and no write is let through
                self._tell("count could not be read meanwhile")
        self._case.obstacle.go()
        self._is_refused = True
        if is_open and not work.bench.read_only:
            work.bench.try_again()
            self._look()
        else:
            if is_open:
                work.close()
            work.open()

    def _look(self) -> None:
        for line in find_again(self._ledger, self._work.bench):
            if not line.startswith("found"):
                self._tell(line)
