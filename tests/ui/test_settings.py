from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from glossator import paths
from glossator.ui import settings
from glossator.ui.settings import Setting, Settings

VALUES: list[tuple[Setting[Any], Any]] = [
    (settings.THEME, "dark"),
    (settings.ZOOM, 125),
    (settings.PAGE_FAMILY, "Noto Serif, “quoted”; ü 中"),
    (settings.PAGE_POINTS, 14.5),
    (settings.PAGE_SPACING, 140),
    (settings.PAGE_COLUMN, 60),
    (settings.CHIPS_IN_FULL, True),
    (settings.DENSITY, "calm"),
    (settings.AUTHOR, "Kim Lee"),
    (settings.REOPEN, False),
    (settings.BACKUPS_ON, False),
    (settings.BACKUP_PLACE, "/a b/ö"),
    (settings.BACKUP_DAYS, 10),
    (settings.BACKUP_WEEKS, 0),
    (settings.KEEP_ORIGINALS, False),
    (settings.WHOLE_PAGES, True),
    (settings.LOOK_FIRST, "never"),
    (settings.RECENT, ("/a b/ö.gloss", "/c,d.gloss")),
    (settings.LAST_FOLDER, "/some where"),
    (settings.GEOMETRY, b'\x00\xff,;"geometry'),
    (settings.WINDOW_STATE, b"\x01state"),
    (settings.PANELS, {"inspector": False}),
    (settings.SHORTCUTS, {"find": "Ctrl+,"}),
    (settings.PLACES, {"9223372036854775807": 4_000_000}),
    (settings.SECOND_READINGS, {"9223372036854775807": "Ada, B."}),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some folder" / "settings.ini"


def test_every_setting_is_tried_here() -> None:
    assert [setting for setting, _ in VALUES] == list(settings.TABLE)
    assert len({each.key for each in settings.TABLE}) == len(settings.TABLE)
    assert all(each.meaning for each in settings.TABLE)


def test_the_defaults_are_valid_and_come_from_nowhere(file: Path) -> None:
    made = Settings(file)
    for setting in settings.TABLE:
        assert setting.is_valid(made.get(setting)), setting.key
        assert setting.cast(setting.plain(setting.default())) == setting.default()
    assert not file.exists()


@pytest.mark.parametrize(("setting", "value"), VALUES, ids=lambda v: getattr(v, "key", ""))
def test_a_value_survives_a_restart(file: Path, setting: Setting[Any], value: Any) -> None:
    first = Settings(file)
    first.set(setting, value)
    first.sync()
    assert Settings(file).get(setting) == value


@pytest.mark.parametrize("setting", settings.TABLE, ids=lambda s: s.key)
@pytest.mark.parametrize(
    "damage", ['"nonsense', "@Variant(\\0\\0)", "a, b, c", "null", '"%%%"', "[1]", "-1", '{"a": []}']
)
def test_a_damaged_value_is_the_default(file: Path, setting: Setting[Any], damage: str) -> None:
    file.parent.mkdir()
    group, key = setting.key.split("/")
    file.write_text(f"[{group}]\n{key}={damage}\n", encoding="utf-8")
    assert Settings(file).get(setting) == setting.default()


def test_a_file_that_is_no_ini_file_gives_defaults(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(bytes(range(256)) * 20)
    made = Settings(file)
    assert all(made.get(setting) == setting.default() for setting in settings.TABLE)


def test_what_is_not_permitted_is_refused_and_changes_nothing(file: Path) -> None:
    made = Settings(file)
    with pytest.raises(ValueError, match="page/zoom cannot be 1000"):
        made.set(settings.ZOOM, 1000)
    assert made.get(settings.ZOOM) == 100


def test_a_change_is_told_once(qtbot: QtBot, file: Path) -> None:
    made = Settings(file)
    told: list[object] = []
    made.changed.connect(told.append)
    made.set(settings.THEME, "dark")
    made.set(settings.THEME, "dark")
    assert told == [settings.THEME]


def test_the_author_is_the_login_name_until_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "klee")
    assert Settings(file).get(settings.AUTHOR) == "klee"

    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert Settings(file).get(settings.AUTHOR) == "analyst"


def test_recent_projects_are_few_and_the_last_comes_first(file: Path, tmp_path: Path) -> None:
    made = Settings(file)
    for number in range(settings.RECENT_LIMIT + 3):
        made.add_recent(tmp_path / f"{number}.gloss")
    made.add_recent(tmp_path / "5.gloss")
    recent = made.get(settings.RECENT)
    assert len(recent) == settings.RECENT_LIMIT
    assert recent[0] == str(tmp_path / "5.gloss")
    assert len(set(recent)) == len(recent)
    made.forget_recent(tmp_path / "5.gloss")
    assert str(tmp_path / "5.gloss") not in made.get(settings.RECENT)


def test_the_last_place_of_each_document_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PLACES_LIMIT", 3)
    made = Settings(file)
    assert made.place(1) == 0
    for document, offset in ((1, 10), (2, 20), (1, 11), (3, 30), (4, 40)):
        made.remember_place(document, offset)
    assert [made.place(each) for each in (1, 2, 3, 4)] == [11, 0, 30, 40]


def test_the_file_lies_in_the_users_folder() -> None:
    made = Settings()
    assert made.file == paths.config_dir() / "glossator.ini"
    assert made.file.parent.is_dir()
    assert made.is_kept


def test_where_nothing_can_be_written_the_settings_hold_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where a folder should be")
    made = Settings(tmp_path / "blocked" / "settings.ini")
    made.set(settings.ZOOM, 150)
    assert made.get(settings.ZOOM) == 150
    assert not made.is_kept
