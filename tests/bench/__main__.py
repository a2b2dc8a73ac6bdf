"""`make bench`: runs every bench_*.py beside it (or those named) and prints one table."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from tests.bench.frame import Measurement, table


def main(wanted: list[str]) -> int:
    """Measure, print; 1 when a bound is missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = sorted(file.stem for file in Path(__file__).parent.glob("bench_*.py"))
    measured: list[Measurement] = []
    for name in names:
        if wanted and name.removeprefix("bench_") not in wanted:
            continue
        print(f"… {name}", file=sys.stderr, flush=True)
        measured += importlib.import_module(f"tests.bench.{name}").measure()
    print(table(measured))
    missed = [each for each in measured if not each.holds]
    print(f"\n{len(measured)} measured, {len(missed)} beyond their bound")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
