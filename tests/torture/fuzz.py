"""Files that chance wrote: every reader of annotations gets them, and owes a sentence or an import, soon and small."""

from __future__ import annotations

import subprocess
import sys

from glossator.formats.catalogue import formats
from tests.store.world import environment
from tests.torture.report import Result

_FEW = 100


def run(count: int, seed: int) -> Result:
    """Fuzz each format with ``count`` files, in a process of its own: with atheris where that is installed, else by
    chance alone.
    """
    result = Result("fuzz", "formats")
    readers = [each for each in formats().values() if each.reads]
    names = [each.name for each in readers]
    # a moment for each is not worth a process of its own
    for group in [names] if count < _FEW else [[name] for name in names]:
        if not result.goes_on(len(readers)):
            break
        words = [sys.executable, "-m", "tests.torture.fuzz_one", ",".join(group), str(count), str(seed)]
        done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
        result.done += len(group)
        result.count("files", count * len(group))
        if done.returncode:
            said = (done.stdout + done.stderr).strip().splitlines()
            result.faults.append(" | ".join(said[-12:]))
    return result
