"""The JSON of others, taken for what it should be: a document a record, lists, words, and what is told of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from glossator.core.documents import printable
from glossator.formats.json_stream import records
from glossator.formats.standoff import Fault, OutDocument

_LONGEST = 60


def documents_in(path: Path, make: Callable[[Any, str, int, int], OutDocument]) -> Iterator[OutDocument]:
    """A document for each record of the file: what ``make`` makes of its value, the name of the file, the line and the
    number of the record; a broken one is told.
    """
    file = printable(path.name)
    for number, record in enumerate(records(path), 1):
        if record.fault:
            made = OutDocument(None, file=file, faults=[Fault(file, record.line, record.fault)])
        else:
            made = make(record.value, file, record.line, number)
        yield made._replace(done=record.end, size=record.size)


def items(plain: Any) -> Sequence[Any]:
    """A list; nothing where it is none."""
    return plain if isinstance(plain, list) else ()


def fields(plain: Any) -> Mapping[str, Any]:
    """An object; an empty one where it is none."""
    return plain if isinstance(plain, dict) else {}


def words(plain: Any) -> str:
    """A text, or a number that somebody uses as one (as for ids); empty for everything else."""
    return str(plain) if isinstance(plain, (str, int)) and not isinstance(plain, bool) else ""


def fact(plain: Any) -> str:
    """A text as it is, and everything else as JSON."""
    return plain if isinstance(plain, str) else orjson.dumps(plain).decode()


def whole(plain: Any) -> int | None:
    """A whole number, and nothing that only looks like one."""
    return plain if isinstance(plain, int) and not isinstance(plain, bool) else None


def shown(plain: Any) -> str:
    """Anything, cut short for a sentence."""
    said = str(plain)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
