"""Dates as analysts write them: ISO 8601, as far as they are known (a year, a month, a day, a time)."""

from __future__ import annotations

import re
from datetime import datetime

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


def date_fault(written: str) -> str:
    """What is wrong with a date, in a sentence; empty for a right one and for none.

    Right are ``2024``, ``2024-12``, ``2024-12-05`` and ``2024-12-05T14:30`` (seconds and a zone may follow).
    """
    if not written:
        return ""
    found = _ISO.fullmatch(written)
    if found is None:
        return "Write it as 2024, 2024-12, 2024-12-05 or 2024-12-05T14:30."
    whole = f"{found['year']}-{found['month'] or '01'}-{found['day'] or '01'}T{found['time'] or '00:00'}"
    try:
        datetime.fromisoformat(whole + (found["zone"] or ""))
    except ValueError:
        return f"There is no such {'date' if found['time'] is None else 'date or time'}: {written}."
    return ""
