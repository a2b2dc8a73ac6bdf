"""Every kind of torture for a moment; `make torture` does it at length."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.store.world import environment
from tests.torture.__main__ import LONG, WITH_RECORDER
from tests.torture.recorder import missing

SHORT = {"kill": 30, "power": 20, "weak": 10, "full": 12, "limit": 8, "damage": 25, "machine": 4, "fuzz": 12}


@pytest.mark.parametrize("kind", SHORT)
def test_nothing_is_lost_and_nothing_is_bad(kind: str) -> None:
    if kind in WITH_RECORDER and (why := missing()):
        pytest.skip(why)
    # in a process of its own, as it forks
    words = [sys.executable, "-m", "tests.torture", kind, "--count", str(SHORT[kind]), "--seed", "20"]
    found = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=280)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "how many" in found.stdout


def test_every_kind_has_a_short_run() -> None:
    assert set(SHORT) == set(LONG)
