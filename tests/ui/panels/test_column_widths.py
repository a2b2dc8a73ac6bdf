from __future__ import annotations

import pytest

from glossator.ui.panels.annotations.tab import shared


@pytest.mark.parametrize(
    ("room", "wanted", "given"),
    [
        (300, [100, 80, 60], [160, 80, 60]),
        (300, [200, 100, 20], [180, 100, 20]),
        (300, [400, 400, 400], [120, 90, 90]),
        (300, [50, 400, 40], [50, 210, 40]),
        (100, [0, 0, 0], [100, 0, 0]),
    ],
)
def test_columns_get_what_they_want_while_there_is_room(
    room: int, wanted: list[int], given: list[int]
) -> None:
    assert shared(room, wanted, (4, 3, 3)) == given
    assert sum(given) <= room
