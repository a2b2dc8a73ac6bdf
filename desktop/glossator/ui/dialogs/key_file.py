"""Shortcuts as a file: written whole, and read with every fault told before any of them holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QKeySequence

from glossator.core.errors import GlossatorError
from glossator.formats.whole import written_whole

KIND = "glossator-shortcuts"
ENDING = ".json"
_LARGEST = 1 << 20  # bytes: more are no shortcuts


def write(path: Path, keys: Mapping[str, str]) -> None:
    """Write the shortcuts by action id (empty: none), every one of them, over what is there."""
    with written_whole(path, overwrite=True) as out:
        text = json.dumps({"kind": KIND, "keys": dict(sorted(keys.items()))}, indent=2, ensure_ascii=False)
        out.write((text + "\n").encode())


def read(path: Path) -> dict[str, str]:
    """The shortcuts in a file by action id; :class:`GlossatorError` names what is no shortcut in it."""
    safe = "Your shortcuts are as they were."
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_LARGEST))
    except OSError as error:
        raise GlossatorError(f"“{path.name}” cannot be read: {error.strerror}.", safe=safe) from error
    except (ValueError, RecursionError) as error:
        raise GlossatorError(f"“{path.name}” is no JSON file.", safe=safe, details=str(error)) from error
    keys = found.get("keys") if isinstance(found, dict) and found.get("kind") == KIND else None
    if not isinstance(keys, dict):
        raise GlossatorError(f"“{path.name}” holds no shortcuts of Glossator.", safe=safe)
    for action, key in keys.items():
        if not isinstance(key, str) or (key and not _is_key(key)):
            raise GlossatorError(f"“{key}” (for {action}) is no key, or not a single one.", safe=safe)
    return {action: _portable(key) for action, key in keys.items()}


def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _is_key(key: str) -> bool:
    sequence = QKeySequence(key)
    return sequence.count() == 1 and bool(_portable(key))
