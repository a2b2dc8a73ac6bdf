"""Where this program comes from: how it was built and installed, how it is brought up to date, whose work is in it."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import glossator
from glossator import paths

BUILD_FILE = "_build.json"
"""Written beside the package when it is put together; a checkout and a wheel have none."""

_DEBIAN = Path("/var/lib/dpkg/info/glossator.list")
_TERMS = (
    "Glossator itself: Apache License 2.0. It is put together with Qt (GNU LGPL 3, shared libraries that may be "
    "replaced) and igraph (GNU GPL 2 or later), so the whole is distributed under the GNU GPL 3."
)


class Licence(NamedTuple):
    """A library with its version and the licence that it states."""

    name: str
    version: str
    terms: str


def build_id() -> str:
    """Return what names this build; "not packaged" for a checkout or a wheel."""
    try:
        told = json.loads((Path(glossator.__file__).parent / BUILD_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return "not packaged"
    return str(told.get("build", "not packaged"))


def kind() -> str:
    """Return how it was installed: "portable", "windows", "deb", "package" (another one) or "python"."""
    if paths.is_portable():
        return "portable"
    if sys.platform == "win32" and (Path(sys.executable).parent / "uninstall.exe").is_file():
        return "windows"
    if getattr(sys, "frozen", False):
        return "deb" if _DEBIAN.is_file() else "package"
    return "python"


def how_to_update() -> str:
    """Return, in a sentence, what to do with a newer version; nothing asks for one by itself."""
    return {
        "portable": "Unpack the newer archive and move the folder “Glossator data” into its folder.",
        "windows": "Run the newer set-up; it replaces this version and leaves settings and projects as they are.",
        "deb": "As an administrator: apt install ./glossator_VERSION_amd64.deb. Settings and projects stay.",
        "package": "Install the newer package over this one. Settings and projects stay as they are.",
        "python": "Install the newer wheel with pip, or bring the checkout up to date.",
    }[kind()]


def terms() -> str:
    """Return the terms of the whole, in two sentences."""
    return _TERMS


def licences() -> list[Licence]:
    """Return every library that the program is put together with, by name."""
    found = {each.name.lower(): _licence(each) for each in metadata.distributions() if each.name}
    found.pop("glossator", None)
    return [found[name] for name in sorted(found)]


def _licence(distribution: metadata.Distribution) -> Licence:
    told = distribution.metadata
    written = next((told[name].strip() for name in ("License-Expression", "License") if name in told), "")
    classes = [
        each.rpartition("::")[2].strip()
        for each in told.get_all("Classifier") or []
        if each.startswith("License")
    ]
    short = written if written and len(written) < 60 and "\n" not in written else ""
    return Licence(
        distribution.name, distribution.version, short or " and ".join(classes) or "see its papers"
    )
