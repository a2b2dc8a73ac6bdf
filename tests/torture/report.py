"""What torture found, as rows of one table."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence

from tests.torture.judge import Ledger


class Result:
    """The outcome of one kind of torture: how often it was ``done``, what was ``lost``, and every fault in words."""

    minutes = 1e9
    """After so many no new round is begun."""

    def __init__(self, name: str, unit: str) -> None:
        self.name = name
        self.unit = unit
        self.done = 0
        self.lost = 0
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self._begun = time.monotonic()

    def count(self, what: str, by: int = 1) -> None:
        """Add to a number that is told beside the result."""
        self.counts[what] += by

    def goes_on(self, count: int) -> bool:
        """Whether another round is to be begun, of ``count`` in all."""
        return self.done < count and time.monotonic() - self._begun < self.minutes * 60

    def take(self, ledger: Ledger, where: str) -> None:
        """Count one time with what its ledger has lost and found bad."""
        self.done += 1
        self.take_in(ledger, where)

    def take_in(self, ledger: Ledger, where: str) -> None:
        """Add what a ledger has lost and found bad."""
        self.lost += ledger.lost
        self.faults += [f"{fault} ({where})" for fault in ledger.faults]
        self.count("steps", ledger.total)
        self.counts += ledger.counts

    @property
    def holds(self) -> bool:
        """Something was done, and nothing was lost or found bad."""
        return self.done > 0 and self.lost == 0 and not self.faults

    def row(self) -> list[str]:
        """What, how many, lost, bad, seconds, and more numbers."""
        more = ", ".join(f"{number} {what}" for what, number in sorted(self.counts.items()))
        seconds = f"{time.monotonic() - self._begun:.0f} s"
        return [self.name, f"{self.done} {self.unit}", str(self.lost), str(len(self.faults)), seconds, more]


def shown(faults: Sequence[str]) -> str:
    """Faults for the terminal: each kind once with how often it came, of a crash the last lines of what it has told."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        told = re.sub(r"\d{3,}|[0-9a-f]{6,}", "…", fault.rpartition(" (")[0])
        kinds.setdefault(told, []).append(fault)
    pieces = []
    for same in kinds.values():
        lines = same[0].split("\\n")
        text = same[0] if len(lines) < 16 else "\n    ".join([lines[0], "…", *lines[-13:]])
        pieces.append(f"{len(same)} times: {text}")
    return "\n".join(pieces[:20])


def table(results: Sequence[Result]) -> str:
    """The rows under one another."""
    rows = [["what", "how many", "lost", "bad", "time", ""], *(each.row() for each in results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
