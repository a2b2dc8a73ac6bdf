"""Every kind of torture for a moment; `make torture` does it at length."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.store.world import environment

SHORT = {"kill": 30}


@pytest.mark.parametrize("kind", SHORT)
def test_nothing_is_lost_and_nothing_is_bad(kind: str) -> None:
    # in a process of its own, as it forks
    words = [sys.executable, "-m", "tests.torture", kind, "--count", str(SHORT[kind]), "--seed", "20"]
    found = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=280)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "kills" in found.stdout
