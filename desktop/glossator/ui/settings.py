"""What is remembered per workstation: one table of settings, kept as JSON values in an ini file."""

from __future__ import annotations

import base64
import binascii
import getpass
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSettings, Signal

from glossator import paths

T = TypeVar("T")

FILE_NAME = "glossator.ini"
RECENT_LIMIT = 12
"""How many recent projects are kept."""
PLACES_LIMIT = 1000
"""For how many documents the last place is kept."""


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A row of the table.

    ``cast`` makes the value out of what JSON gave and raises ``ValueError`` or ``TypeError`` for what it cannot
    use; ``is_valid`` judges the result; ``plain`` makes what JSON can hold.  ``default`` is called, as some are
    not the same on every workstation.
    """

    key: str
    default: Callable[[], T]
    cast: Callable[[Any], T]
    is_valid: Callable[[T], bool] = lambda value: True
    plain: Callable[[T], object] = lambda value: value
    meaning: str = ""


def login_name() -> str:
    """The name under which the user is logged in, or "analyst" where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "analyst"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text is wanted")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is wanted")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number is wanted")
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number is wanted")
    return value


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except binascii.Error as error:
        raise ValueError("base64 is wanted") from error


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list is wanted")
    return tuple(_text(each) for each in value)


def _mapping_of(cast: Callable[[object], T]) -> Callable[[object], dict[str, T]]:
    def read(value: object) -> dict[str, T]:
        if not isinstance(value, Mapping):
            raise TypeError("an object is wanted")
        return {_text(key): cast(each) for key, each in value.items()}

    return read


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _one_of(*allowed: str) -> Callable[[str], bool]:
    return lambda value: value in allowed


THEME = Setting(
    "look/theme", lambda: "system", _text, _one_of("system", "light", "dark", "contrast"), meaning="Theme"
)
ZOOM = Setting(
    "page/zoom", lambda: 100, _whole, lambda v: 50 <= v <= 400, meaning="Zoom of the page, per cent"
)
BOARD: Setting[tuple[str, ...]] = Setting(
    "board/views", lambda: (), _texts, meaning="The views on the Summary page, in their order"
)
PAGE_FAMILY = Setting(
    "page/family", lambda: "", _text, meaning="Typeface of the page; empty: the best there is"
)
PAGE_POINTS = Setting(
    "page/points", lambda: 13.0, _number, lambda v: 8 <= v <= 32, meaning="Type size of the page, points"
)
PAGE_SPACING = Setting(
    "page/spacing", lambda: 100, _whole, lambda v: 80 <= v <= 200, meaning="Line spacing, per cent"
)
PAGE_COLUMN = Setting(
    "page/column", lambda: 80, _whole, lambda v: 40 <= v <= 140, meaning="Characters in a line of the page"
)
CHIPS_IN_FULL = Setting(
    "page/chips", lambda: False, _truth, meaning="Chips tell subtype, identity and attributes as well"
)
DENSITY = Setting(
    "page/density", lambda: "normal", _text, _one_of("calm", "normal", "all"), meaning="How much is drawn"
)
AUTHOR = Setting(
    "author/name", login_name, _text, lambda v: 0 < len(v.strip()) <= 80, meaning="Name on your annotations"
)
REOPEN = Setting("start/reopen", lambda: True, _truth, meaning="Open the last project at the start")
BACKUPS_ON = Setting("backups/daily", lambda: True, _truth, meaning="A backup on each day of work")
BACKUP_PLACE = Setting(
    "backups/place", lambda: "", _text, meaning="Folder for the backups of all projects; empty: beside each"
)
BACKUP_DAYS = Setting(
    "backups/days",
    lambda: 7,
    _whole,
    lambda v: 1 <= v <= 365,
    meaning="For how many days the daily backup is kept",
)
BACKUP_WEEKS = Setting(
    "backups/weeks",
    lambda: 4,
    _whole,
    lambda v: 0 <= v <= 520,
    meaning="For how many weeks one a week is kept",
)
KEEP_ORIGINALS = Setting(
    "import/originals", lambda: True, _truth, meaning="The files that texts come from are kept in the project"
)
WHOLE_PAGES = Setting(
    "import/pages", lambda: False, _truth, meaning="Web pages come in as a whole, not the article alone"
)
LOOK_FIRST = Setting(
    "import/look",
    lambda: "choice",
    _text,
    _one_of("choice", "always", "never"),
    meaning="When texts are shown before they come in",
)
RECENT: Setting[tuple[str, ...]] = Setting(
    "start/recent",
    tuple,
    _texts,
    lambda v: len(v) <= RECENT_LIMIT,
    list,
    meaning="Recent projects, the last one first",
)
LAST_FOLDER = Setting("start/folder", lambda: "", _text, meaning="Folder of the last file dialog")
GEOMETRY = Setting("window/geometry", bytes, _bytes, plain=_encoded, meaning="Place of the window")
WINDOW_STATE = Setting("window/state", bytes, _bytes, plain=_encoded, meaning="Layout of panels and bars")
PANELS: Setting[dict[str, bool]] = Setting(
    "window/panels", dict, _mapping_of(_truth), plain=dict, meaning="Panels that are shown"
)
SHORTCUTS: Setting[dict[str, str]] = Setting(
    "keys/shortcuts", dict, _mapping_of(_text), plain=dict, meaning="Shortcuts that differ from the default"
)
PLACES: Setting[dict[str, int]] = Setting(
    "page/places",
    dict,
    _mapping_of(_whole),
    lambda v: len(v) <= PLACES_LIMIT,
    dict,
    meaning="Last place in each document, code points",
)

SECOND_READINGS: Setting[dict[str, str]] = Setting(
    "page/second",
    dict,
    _mapping_of(_text),
    plain=dict,
    meaning="Documents that are read a second time, without the annotations of others, and by whom",
)

TABLE: tuple[Setting[Any], ...] = (
    THEME,
    ZOOM,
    PAGE_FAMILY,
    PAGE_POINTS,
    PAGE_SPACING,
    PAGE_COLUMN,
    CHIPS_IN_FULL,
    DENSITY,
    AUTHOR,
    REOPEN,
    BACKUPS_ON,
    BACKUP_PLACE,
    BACKUP_DAYS,
    BACKUP_WEEKS,
    KEEP_ORIGINALS,
    WHOLE_PAGES,
    LOOK_FIRST,
    RECENT,
    LAST_FOLDER,
    GEOMETRY,
    WINDOW_STATE,
    PANELS,
    SHORTCUTS,
    PLACES,
    SECOND_READINGS,
)
"""Every setting there is."""


class Settings(QObject):
    """The values of the settings.  A value that is missing, damaged or not permitted is the default.

    Where the folder cannot be written, the settings hold until the program ends.
    """

    changed = Signal(object)  # the Setting

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        """``file`` is the ini file, by default the one in the user's folder of settings."""
        super().__init__(parent)
        self.file = file or paths.config_dir() / FILE_NAME
        self._make_folder()
        self._store = QSettings(str(self.file), QSettings.Format.IniFormat)
        self._known: dict[str, Any] = {}

    @property
    def is_kept(self) -> bool:
        """The values reach the disk."""
        self._store.sync()
        return self._store.status() == QSettings.Status.NoError

    def get(self, setting: Setting[T]) -> T:
        """The value of ``setting``."""
        if setting.key not in self._known:
            self._known[setting.key] = self._read(setting)
        value: T = self._known[setting.key]
        return value

    def set(self, setting: Setting[T], value: T) -> None:
        """Remember ``value`` and tell everybody if it is new; ``ValueError`` when it is not permitted."""
        if not setting.is_valid(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        if value == self.get(setting):
            return
        self._known[setting.key] = value
        self._store.setValue(setting.key, json.dumps(setting.plain(value), ensure_ascii=False))
        self.changed.emit(setting)

    def sync(self) -> None:
        """Write to the disk now."""
        self._store.sync()

    def add_recent(self, project: Path) -> None:
        """Put ``project`` first among the recent ones."""
        name = os.fspath(project.absolute())
        others = (each for each in self.get(RECENT) if each != name)
        self.set(RECENT, (name, *others)[:RECENT_LIMIT])

    def forget_recent(self, project: Path) -> None:
        """Take ``project`` out of the recent ones."""
        name = os.fspath(project.absolute())
        self.set(RECENT, tuple(each for each in self.get(RECENT) if each != name))

    def place(self, document_id: int) -> int:
        """The last place in a document, in code points; 0 where none is known."""
        return max(0, self.get(PLACES).get(str(document_id), 0))

    def last_documents(self) -> list[int]:
        """The documents that have a place, the one left last first, of all projects."""
        places = self.get(PLACES)
        return [int(each) for each in reversed(places) if each.isdecimal()]

    def remember_place(self, document_id: int, offset: int) -> None:
        """Keep the last place in a document; the oldest ones are forgotten when there are too many."""
        places = {key: value for key, value in self.get(PLACES).items() if key != str(document_id)}
        places[str(document_id)] = offset
        self.set(PLACES, dict(list(places.items())[-PLACES_LIMIT:]))

    def _read(self, setting: Setting[T]) -> T:
        stored = self._store.value(setting.key)
        if not isinstance(stored, str):
            return setting.default()
        try:
            value = setting.cast(json.loads(stored))
        except (ValueError, TypeError):
            return setting.default()
        return value if setting.is_valid(value) else setting.default()

    def _make_folder(self) -> None:
        try:
            paths.ensure(self.file.parent)
        except OSError:
            return  # the values then hold until the program ends, as is_kept tells
