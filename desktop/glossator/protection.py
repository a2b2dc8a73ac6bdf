"""What a passphrase does for a project: it makes the key that opens it, and is set, changed and taken away."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.errors import GlossatorError
from glossator.store import opening, rekeying
from glossator.store.keys import Key, NeedsPassphrase, WrongPassphrase, prepared

if TYPE_CHECKING:
    from glossator.store.backups import Plan

__all__ = [
    "Key",
    "NeedsPassphrase",
    "WrongPassphrase",
]  # what others take from here although it is made elsewhere

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all; what it raises ends the work."""

VARIABLE = "GLOSSATOR_PASSPHRASE"
"""The variable of the environment from which a passphrase is taken where nobody can be asked."""

UNASKED = f"Put it into the environment variable {VARIABLE}, as there is nobody to be asked for it."

_SHORT = 12
_LONG = 20
_FEW = 5


def new_key(passphrase: str) -> Key:
    """The key that ``passphrase`` makes for a project that does not have it yet; :class:`GlossatorError` when it cannot
    be a passphrase.  It takes a fifth of a second, on any thread.
    """
    return Key.derive(passphrase)


def is_protected(path: Path) -> bool:
    """Whether the project in ``path`` asks for a passphrase; :class:`GlossatorError` when it is no project."""
    return opening.salt_of(path) is not None


def unlock(path: Path, passphrase: str) -> Key | None:
    """The key that ``passphrase`` makes for the project in ``path``, which may be a wrong one; ``None`` where it is not
    protected.  It takes a fifth of a second, on any thread.

    A key is made of the first bytes of the file as well.  Where these are damaged, those of a backup are tried: there
    they are the same.
    """
    salt = opening.salt_of(path)
    if salt is None:
        return None
    made = Key.derive(passphrase, salt)
    if opening.fits(path, made):
        return made
    for other in _salts_of_backups(path.resolve()) - {salt}:
        key = Key.derive(passphrase, other)
        if opening.fits(path, key):
            return key
    return made


def _salts_of_backups(project: Path) -> set[bytes]:
    from glossator.store import backups  # late, as here

    found = set()
    for each in backups.listed(backups.folders(project, backups.Plan())):
        with suppress(GlossatorError):  # a backup that is no project any more helps nobody
            found.add(opening.salt_of(each.path))
    return {each for each in found if each is not None}


def fits(path: Path, key: Key | None) -> bool:
    """Whether ``key`` opens the protected project in ``path``."""
    return opening.fits(path, key)


def from_environment() -> str:
    """The passphrase that :data:`VARIABLE` holds; empty where it is not set."""
    return os.environ.get(VARIABLE, "")


def change(
    path: Path,
    old: Key | None,
    new: Key | None,
    progress: Progress = lambda done, total: None,
    *,
    plan: Plan | None = None,
) -> int:
    """Give the project in ``path`` another key, its first one (``old`` is ``None``) or none (``new`` is ``None``).

    Nobody may have it open.  It is written anew and takes its place in one step, so it is never without the one or the
    other.  Errors as those of opening a project; it is then as it was.  Its backups, where ``plan`` has them, follow,
    as far as ``old`` opens them; how many of those could not be written anew is returned.
    """
    from glossator.store import (
        backups,
    )  # late, as the rest of this is wanted by the window that opens a project

    rekeying.rekey(path, old, new, progress)
    project = path.resolve()
    kept = [each.path for each in backups.listed(backups.folders(project, plan or backups.Plan()))]
    return len(rekeying.rekey_backups(project, kept, old, new, progress))


def weakness(passphrase: str) -> str:
    """What makes ``passphrase`` easy to find by trying, in a sentence; empty where nothing plain does.

    Only what is certain is said: who tries has the file and all the time in the world, so that length counts most.
    """
    if not passphrase:
        return ""
    if len(set(passphrase.casefold())) <= min(len(passphrase) // 3, _FEW) or _is_row(passphrase):
        return "Signs that repeat or follow one another add nothing."
    if passphrase.isdecimal():
        return "Digits alone are tried first: take words."
    if len(passphrase) < _SHORT:
        return f"{len(passphrase)} characters are found by trying. Four or more words that do not belong together hold."
    if len(passphrase) < _LONG and len(passphrase.split()) < 3:
        return "One or two words are in the lists that are tried. Four or more hold."
    return ""


def checked(passphrase: str, again: str) -> str:
    """Why ``passphrase``, typed twice, cannot be taken, in a sentence; empty when it can."""
    if not passphrase:
        return "Type a passphrase."
    if not again:
        return "Type it once more."
    try:
        same = prepared(passphrase) == prepared(again)
    except GlossatorError as error:
        return error.what
    return "" if same else "The two are not the same."


def _is_row(passphrase: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(passphrase)}
    return len(passphrase) > 2 and len(steps) == 1 and steps <= {-1, 0, 1}
