"""`make torture`: runs every kind of torture at length, or the one that is named, and prints one table."""

from __future__ import annotations

import argparse
import importlib
import sys

from tests.torture import children, recorder
from tests.torture.report import Result, shown, table

LONG = {
    "kill": 10_000,
    "power": 1000,
    "weak": 100,
    "full": 1_000_000,
    "limit": 2000,
    "damage": 1000,
    "machine": 1000,
    "fuzz": 20_000,
}
"""Kind → how often it is done when nothing is said."""
PLACES = {"weak": ("power", "bites"), "limit": ("full", "run_with_limit")}
"""Kind → module and function, where they are not the module of that name and ``run(count, seed)``."""
WITH_RECORDER = {"power", "weak", "full"}


def main(words: list[str]) -> int:
    """Torture, print; 1 when something was lost or bad."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("kind", nargs="?", choices=sorted(LONG), help="all of them when none is named")
    parser.add_argument("--count", type=int, help="how many times")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    parser.add_argument(
        "--minutes", type=float, default=1e9, help="begin no new round of a kind after so many"
    )
    asked = parser.parse_args(words)
    Result.minutes = asked.minutes
    results = []
    kinds = [asked.kind] if asked.kind else list(LONG)
    if WITH_RECORDER & set(kinds):
        if why := recorder.missing():
            print(f"left out, as {why}: {', '.join(WITH_RECORDER & set(kinds))}")
            kinds = [each for each in kinds if each not in WITH_RECORDER]
        else:
            recorder.again_with_recorder(words)
    for kind in kinds:
        print(f"… {kind}", file=sys.stderr, flush=True)
        module, function = PLACES.get(kind, (kind, "run"))
        run = getattr(importlib.import_module(f"tests.torture.{module}"), function)
        children.prepare()
        results.append(run(asked.count or LONG[kind], asked.seed))
    for result in results:
        if result.faults:
            print(f"--- {result.name}\n{shown(result.faults)}")
    print(table(results))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
