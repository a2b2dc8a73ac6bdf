from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from glossator import paths
from glossator.core.plain import scheme_from_plain
from glossator.ui.actions.bars import CONTEXT, LABELS, MENUS, PAINT, RECENT, SEPARATOR, TOOLBAR, Menu
from glossator.ui.actions.hints import LETTERS, codes
from glossator.ui.actions.table import BY_ID, ROWS, group, plain

SPECIAL = {SEPARATOR, RECENT, LABELS, PAINT}


def ids_of(entries: tuple[str | Menu, ...]) -> list[str]:
    found: list[str] = []
    for entry in entries:
        found += ids_of(entry[1]) if isinstance(entry, tuple) else [entry]
    return [each for each in found if each not in SPECIAL]


def portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def test_every_action_stands_in_a_menu_once() -> None:
    counted = Counter(ids_of(MENUS))
    assert counted == Counter(BY_ID.keys())


def test_toolbar_and_context_menu_name_real_actions() -> None:
    assert set(ids_of(TOOLBAR)) <= set(BY_ID)
    assert set(ids_of(CONTEXT)) <= set(BY_ID)


def test_every_shortcut_is_real_and_unique() -> None:
    keys = Counter(portable(key) for row in ROWS for key in row.keys)
    assert "" not in keys
    assert [key for key, number in keys.items() if number > 1] == []


_SHIFTED = str.maketrans("[]/=-1234567890;,.", "{}?+_!@#$%^&*():<>")


def pressed(key: str) -> str:
    """What the sequence stands for on a keyboard where the sign is made with Shift: ``Shift+[`` is ``{``."""
    held, sign = key.rpartition("+")[0::2] if not key.endswith("++") else (key[:-2], "+")
    parts = [part for part in held.split("+") if part]
    if "Shift" in parts and sign in "[]/=-1234567890;,.":
        parts.remove("Shift")
        sign = sign.translate(_SHIFTED)
    return "+".join([*sorted(parts), sign])


def test_no_press_of_keys_fits_two_sequences() -> None:
    # Qt calls such a press ambiguous and does nothing, even where both sequences belong to the same action
    counted = Counter(pressed(key) for row in ROWS for key in row.keys)
    assert [key for key, number in counted.items() if number > 1] == []
    assert pressed("Shift+[") == pressed("{")


TAKEN = {"Ctrl+Shift+C", "Ctrl+Shift+F"}
"""Commands that everybody knows by these keys; the labels of these keys are armed for painting by the menu."""


def test_no_label_key_of_the_scheme_clashes_with_a_command() -> None:
    import json

    data = json.loads(paths.resource("schemes", "news-intelligence.json").read_text("utf-8"))
    scheme = scheme_from_plain(data)
    commands = {portable(key) for row in ROWS for key in row.keys}
    for label in scheme.labels:
        assert portable(label.key) not in commands, label.key
        assert portable(f"Ctrl+Shift+{label.key}") not in commands - TAKEN, label.key


def test_bare_letters_work_on_the_page_only() -> None:
    for row in ROWS:
        for key in row.keys:
            is_bare = not any(held in key for held in ("Ctrl", "Alt")) and not key.removeprefix(
                "Shift+"
            ).startswith("F")
            assert row.on_page or not is_bare, row.id


def test_every_icon_is_there() -> None:
    for row in ROWS:
        if row.icon:
            assert paths.resource("icons", f"{row.icon}.svg").is_file(), row.icon


def test_every_shortcut_is_in_the_guide() -> None:
    guide = paths.resource("guide", "guide.md").read_text("utf-8")
    missing = [
        f"{row.id}: {row.keys[0]}"
        for row in ROWS
        if row.keys and not any(f"`{key}`" in guide for key in row.keys)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("action", "heading"), [("new", "Project"), ("redo", "Edit"), ("note", "Tag"), ("about", "Help")]
)
def test_actions_are_grouped(action: str, heading: str) -> None:
    assert group(action) == heading


def test_plain_text_has_no_marks() -> None:
    assert plain(BY_ID["settings"]) == "Settings"


@pytest.mark.parametrize("number", [0, 1, 26, 27, 200, 676])
def test_no_hint_code_begins_another(number: int) -> None:
    made = codes(number)
    assert len(made) == len(set(made)) == number
    assert len({len(code) for code in made}) <= 1
    assert all(letter in LETTERS for code in made for letter in code)
