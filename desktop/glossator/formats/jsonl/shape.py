"""The names of the JSONL shape, how a time is written in it, and the scheme that lies beside it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from glossator.core.plain import to_plain
from glossator.core.scheme import Scheme

FORMAT = "glossator-jsonl"
VERSION = 1
OFFSET_UNIT = "code point"

ORIGIN_FIELDS = (
    ("source", "source"),
    ("author", "author"),
    ("url", "url"),
    ("published", "published"),
    ("retrieved", "retrieved"),
    ("reliability", "reliability"),
    ("reliability_reason", "reliability_reason"),
    ("source_descriptor", "source_descriptor"),
    ("how", "origin"),
    ("encoding", "encoding"),
    ("source_digest", "source_digest"),
)
"""The fields of ``origin`` with the fields of a Document that they hold, in the order they are written."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = tuple(f"{hour:02}:{minute:02}:" for hour in range(24) for minute in range(60))
_SECONDS = tuple(f"{second:02}." for second in range(60))
_THOUSANDTHS = tuple(f"{part:03}Z" for part in range(1000))  # times are written by the million
_MILLISECOND = timedelta(milliseconds=1)
_LONG = 24  # characters of a time as we write it


def time_to_text(milliseconds: int) -> str:
    """A time (UTC, milliseconds since 1970) in ISO 8601: ``2026-11-22T12:48:00.123Z``."""
    minutes, rest = divmod(milliseconds, 60_000)
    return _day(minutes // 1440) + _CLOCK[minutes % 1440] + _SECONDS[rest // 1000] + _THOUSANDTHS[rest % 1000]


@lru_cache(maxsize=1024)
def _day(days: int) -> str:
    return f"{(_EPOCH + timedelta(days=days)).date().isoformat()}T"


def time_from_text(text: str) -> int:
    """The time that :func:`time_to_text` wrote; ``ValueError`` for anything without a time zone."""
    if len(text) == _LONG and text[16] == ":" and text[19] == "." and text[23] == "Z":
        rest = text[17:19] + text[20:23]
        if rest.isascii() and rest.isdecimal() and rest < "60":
            return _minute(text[:16]) + int(rest)
    return _moment(text)


@lru_cache(maxsize=4096)
def _minute(text: str) -> int:
    return _moment(f"{text}:00Z")


def _moment(text: str) -> int:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return (moment - _EPOCH) // _MILLISECOND


def scheme_bytes(scheme: Scheme) -> bytes:
    """The scheme as the JSON file that lies beside an export."""
    return orjson.dumps(to_plain(scheme), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def scheme_mark(scheme: Scheme) -> dict[str, Any]:
    """What a line says of the scheme it was written under; ``digest`` is the SHA-256 of the file beside it."""
    digest = hashlib.sha256(scheme_bytes(scheme)).hexdigest()
    return {"id": scheme.id, "version": scheme.version, "digest": digest}


def scheme_beside(target: Path) -> Path:
    """Where the scheme of the export ``target`` lies: ``case.jsonl`` → ``case.scheme.json``."""
    return target.parent / f"{target.name.removesuffix('.jsonl')}.scheme.json"
