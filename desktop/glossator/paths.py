"""Places on this machine: where settings, logs and projects live, and where the files lie that we ship.

Asking for a place creates nothing; `ensure` does.  The environment variable GLOSSATOR_HOME puts everything beneath
one folder; so does a file MARKER beside the program, for one that is carried on a stick.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import appdirs

APP = "glossator"
HOME_VARIABLE = "GLOSSATOR_HOME"
MARKER = "glossator.portable"
"""The name of the file that, beside the program, makes it keep everything beside itself."""
PORTABLE_HOME = "Glossator data"
"""The folder beside the program that it then keeps everything in."""

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def config_dir() -> Path:
    """Return the folder of the settings."""
    return _beneath_home("config") or Path(appdirs.user_config_dir(APP, appauthor=False))


def data_dir() -> Path:
    """Return the folder of what the program keeps between two starts and could not make again."""
    return _beneath_home("data") or Path(appdirs.user_data_dir(APP, appauthor=False))


def cache_dir() -> Path:
    """Return the folder of what may be deleted at any time."""
    return _beneath_home("cache") or Path(appdirs.user_cache_dir(APP, appauthor=False))


def log_dir() -> Path:
    """Return the folder of the logs."""
    return _beneath_home("log") or Path(appdirs.user_log_dir(APP, appauthor=False))


def projects_dir() -> Path:
    """Return the folder offered to a new project: `Glossator` in the user's documents, else in the home."""
    return _beneath_home("projects") or (_documents_dir() or Path.home()) / "Glossator"


def is_portable() -> bool:
    """Whether the program keeps everything beside itself."""
    return (Path(sys.executable).parent / MARKER).is_file()


def existing(folder: Path) -> Path:
    """Return `folder`, or the nearest above it that is there: where a dialog may begin that makes none."""
    return next(each for each in (folder, *folder.parents, Path.home()) if each.is_dir())


def ensure(folder: Path) -> Path:
    """Create `folder`, readable by its owner alone, where it is not there yet, and return it.

    Raises:
        OSError: it cannot be created.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that we ship, such as `resource("schemes", "news.json")`.

    Raises:
        FileNotFoundError: the program ships no such thing.
    """
    return _shipped("resources", *parts)


def seed(name: str) -> Path:
    """Return the path of the sample article of that file name.

    Raises:
        FileNotFoundError: the program ships no such article.
    """
    return _shipped("seeds", name)


def _beneath_home(name: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).expanduser().absolute() / name
    return Path(sys.executable).parent / PORTABLE_HOME / name if is_portable() else None


def _documents_dir() -> Path | None:
    """Return the user's documents folder if there is one; a Linux desktop names it in the user's language."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    try:
        named = (config / "user-dirs.dirs").read_text(encoding="utf-8", errors="replace")
    except OSError:
        named = ""
    match = re.search(r'^XDG_DOCUMENTS_DIR="(?:\$HOME/)?([^"]+)"\s*$', named, flags=re.MULTILINE)
    documents = Path.home() / (match[1] if match else "Documents")
    return documents if documents.is_dir() else None


def _shipped(kind: str, *parts: str) -> Path:
    """Return a shipped file: inside the package once installed or frozen, beside `desktop` in a checkout."""
    installed = _PACKAGE / f"_{kind}"
    path = (installed if installed.is_dir() else _CHECKOUT / kind).joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"Glossator does not ship {'/'.join((kind, *parts))}: {path} is not there.")
    return path
