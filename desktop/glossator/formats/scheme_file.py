"""A label scheme as a JSON file: written whole, read with every fault named by its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from glossator.core.errors import GlossatorError
from glossator.core.plain import Malformed, scheme_from_plain, to_plain
from glossator.core.scheme import Scheme
from glossator.formats.whole import written_whole

MOST = 20_000
"""Items of one kind that a scheme may have; an import of annotations may bring ten thousand labels."""
LARGEST = 16_000_000
"""Bytes of the largest file that is read."""

_LISTS = ("labels", "relation_types", "event_types", "attributes")
_NOTHING = "Nothing of it was taken."


def read(path: Path) -> Scheme:
    """The scheme in the file at ``path``; :class:`GlossatorError` names the place where it is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise GlossatorError(f"“{path.name}” is too large for a label scheme.", safe=_NOTHING)
        written = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GlossatorError(f"The scheme “{path}” cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise _none(path, f"it is not JSON in UTF-8 ({error})") from error
    try:
        plain = json.loads(written, object_pairs_hook=_once)
        _check_length(plain)
        return scheme_from_plain(plain)
    except Malformed as fault:
        raise _none(path, str(fault)) from fault
    except (ValueError, RecursionError) as error:
        raise _none(path, f"it is not JSON in UTF-8 ({error})") from error


def write(path: Path, scheme: Scheme, *, overwrite: bool = False) -> None:
    """Write ``scheme`` to a file that appears whole or not at all."""
    text = json.dumps(
        to_plain(replace(scheme, order={})), ensure_ascii=False, indent=2
    )  # the lists are in order
    with written_whole(path, overwrite=overwrite) as stream:
        stream.write(f"{text}\n".encode())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"the field {twice!r} stands twice in one object")
    return found


def _check_length(plain: object) -> None:
    if isinstance(plain, dict):
        for name in _LISTS:
            held = plain.get(name)
            if isinstance(held, list) and len(held) > MOST:
                raise Malformed(f"at {name}: there are {len(held):,}, and a scheme may have {MOST:,}")


def _none(path: Path, why: str) -> GlossatorError:
    return GlossatorError(f"“{path.name}” is no label scheme: {why.rstrip('.')}.", safe=_NOTHING)
