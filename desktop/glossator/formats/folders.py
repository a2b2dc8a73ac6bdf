"""Folders that an export makes: a file for each document, under names that every file system takes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from glossator.core.errors import GlossatorError
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options
from glossator.formats.whole import written_whole

_LONGEST = 150  # bytes of a name


def made(target: Path) -> Path:
    """The folder ``target``, made where it is not there; :class:`GlossatorError` where it cannot be."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GlossatorError(f"The folder “{target}” cannot be made: {error.strerror}.") from error
    return target


@contextlib.contextmanager
def gone_if_empty(target: Path) -> Iterator[None]:
    """A folder ``target`` that is made in the block and stays empty, as nothing could be written, is taken away."""
    was_there = target.exists()
    try:
        yield
    finally:
        if not was_there and target.is_dir():
            with contextlib.suppress(OSError):  # something is in it
                target.rmdir()


def safe(name: str) -> str:
    """``name`` without what Windows, macOS or Linux have a meaning for; empty where nothing is left."""
    held = "".join(
        "_" if each in '<>:"/\\|?*' or ord(each) < 32 or ord(each) == 127 else each for each in name
    )
    return held.strip(" .").encode()[:_LONGEST].decode(errors="ignore")


def write_each(
    documents: Iterable[Outgoing],
    target: Path,
    ending: str,
    options: Options,
    content: Callable[[Outgoing], bytes],
) -> None:
    """Write a file for each document into the folder ``target``, called as the document is, with its ``content``."""
    made(target)
    taken: set[str] = set()
    for outgoing in documents:
        place = target / f"{free(safe(outgoing.document.name), taken)}{ending}"
        with written_whole(place, overwrite=options.overwrite) as out:
            out.write(content(outgoing))


def free(name: str, taken: set[str]) -> str:
    """``name``, or it with a number, so that no other in ``taken`` is the same in any capitals; it is taken then."""
    number, wanted = 2, name or "document"
    held = wanted
    while held.casefold() in taken:
        held, number = f"{wanted} {number}", number + 1
    taken.add(held.casefold())
    return held
