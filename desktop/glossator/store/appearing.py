"""Project files that appear whole or not at all: made beside their place, then given a name that nobody has."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from glossator.core.errors import GlossatorError
from glossator.store import parts
from glossator.store.backups import bring_to_disk


@contextlib.contextmanager
def appearing(to: Path, refusal: Callable[[OSError], GlossatorError]) -> Iterator[Path]:
    """An empty file beside ``to``, readable by its owner alone, that gets this name when the block ends well, on the
    disk with all that is in it, and is gone otherwise.

    :class:`GlossatorError` when there is such a file already, or becomes one meanwhile; what else the disk says comes
    out as what ``refusal`` makes of it.
    """
    part = parts.new(to.parent)
    if os.path.lexists(to):
        raise _is_there(to)
    try:
        parts.clear_away(to.parent, time.time())
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield part
        bring_to_disk(part)
        _give_name(part, to)
        bring_to_disk(to.parent)
    except GlossatorError as error:  # nobody knows the file by the name that it has meanwhile
        error.what, error.details = (each.replace(part.name, to.name) for each in (error.what, error.details))
        raise
    except FileExistsError as error:
        raise _is_there(to) from error
    except OSError as error:
        raise refusal(error) from error
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):  # the error that brought us here is the one to tell
                part.with_name(part.name + end).unlink(missing_ok=True)


def _give_name(part: Path, to: Path) -> None:
    """In one step, and never over a file of that name; ``FileExistsError`` where there is one."""
    if os.name == "nt":  # pragma: no cover - there it does not replace
        part.rename(to)
        return
    try:
        os.link(part, to)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is held by an empty file until it is replaced
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            part.replace(to)
        except OSError:
            to.unlink(missing_ok=True)
            raise


def _is_there(to: Path) -> GlossatorError:
    return GlossatorError(
        f"There is already a file “{to.name}”.",
        safe="It was not touched.",
        remedy="Open it, or choose another name.",
        details=str(to),
    )
