"""`make torture`: runs every kind of torture at length, or the one that is named, and prints one table."""

from __future__ import annotations

import argparse
import gc
import importlib
import sys

from tests.torture.report import shown, table

LONG = {"kill": 10_000}
"""Kind (a module with ``run(count, seed)``) → how often it is done when nothing is said."""


def main(words: list[str]) -> int:
    """Torture, print; 1 when something was lost or bad."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("kind", nargs="?", choices=sorted(LONG), help="all of them when none is named")
    parser.add_argument("--count", type=int, help="how many times")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    asked = parser.parse_args(words)
    results = []
    for kind in [asked.kind] if asked.kind else LONG:
        print(f"… {kind}", file=sys.stderr, flush=True)
        torture = importlib.import_module(f"tests.torture.{kind}")
        gc.freeze()  # what is loaded is shared with the children, not copied when they collect
        results.append(torture.run(asked.count or LONG[kind], asked.seed))
    for result in results:
        for fault in result.faults[:20]:
            print(f"{result.name}: {shown(fault)}")
    print(table(results))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
