"""The matrix of who appears with whom, as it is drawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from glossator import surveys
from glossator.analysis.cooccurrence import Meetings
from glossator.core.lens import Lens
from glossator.store.summaries import EntityCount
from glossator.ui import theme
from glossator.ui.plots.crossing import Crossing, ramp_words
from glossator.ui.plots.marks import Place
from glossator.ui.plots.signs import ink_on, shade_of
from glossator.ui.theme import contrast
from tests.builders import scheme
from tests.test_chronicles import sample

LEFT, TOP, SIDE = 240, 124, 30


def test_a_name_stands_above_each_column(qapp: QApplication) -> None:
    names = ("Ada Lovelace", "Bob Hope", "Eve Moneypenny")
    people = tuple(EntityCount(each, name, "PER", 2, 1) for each, name in enumerate(names, 1))
    drawing = Crossing(Meetings("sentence", people, {(1, 2): 1}, {1: 1, 2: 1}, 1), scheme(), by_lift=False)
    image = QImage(LEFT + 3 * SIDE + 40, TOP + 3 * SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        area = QRectF(LEFT, TOP, 3 * SIDE, 3 * SIDE)
        drawing.paint(
            painter, Place(area, lambda x, y: QPointF(LEFT + x * SIDE, TOP + y * SIDE)), theme.light()
        )
    for column in range(3):
        xs = range(LEFT + column * SIDE, LEFT + (column + 1) * SIDE)
        ink = sum(image.pixelColor(x, y).lightness() < 128 for x in xs for y in range(TOP))
        assert ink > 20, f"no name above column {column}"


def test_the_key_says_what_the_shades_stand_for() -> None:
    people = tuple(EntityCount(each, name, "PER", 4, 1) for each, name in enumerate(("Ada", "Bob", "Eve"), 1))
    found = Meetings("sentence", people, {(1, 2): 3, (1, 3): 1}, {1: 4, 2: 3, 3: 2}, 10)
    assert ramp_words(found, by_lift=False) == "1 to 3 sentences"
    assert ramp_words(found._replace(together={(1, 3): 1}), by_lift=False) == "1 sentence"
    assert ramp_words(found, by_lift=True) == "seldom to 2.5 times as often as by chance"


def test_chance_is_the_same_whichever_are_drawn(tmp_path: Path) -> None:
    bench = sample(tmp_path / "case.gloss")
    survey = surveys.find("together")
    whole = surveys.answer(bench, survey, Lens(), {"unit": "sentence"})
    pair = max(whole.together, key=lambda each: whole.together[each])
    other = next(each.entity for each in whole.people if each.entity not in pair)
    zoomed = surveys.answer(bench, survey, Lens(), {"unit": "sentence", "only": ",".join(map(str, pair))})
    assert {each.entity for each in zoomed.people} == set(pair)
    assert set(zoomed.together) == {pair}
    assert zoomed.lift(pair) == whole.lift(pair)
    assert zoomed.units == whole.units
    rare = surveys.answer(
        bench, survey, Lens(), {"unit": "sentence", "most": "3", "only": f"{pair[0]},{other}"}
    )
    assert {each.entity for each in rare.people} == {pair[0], other}
    assert rare.alone[other] == whole.alone[other]
    bench.close()


def test_numbers_are_read_on_each_shade(qapp: QApplication) -> None:
    for worn in (theme.light(), theme.dark()):
        for step in range(24):
            ground = shade_of(step + 1, 24, worn)
            assert contrast(ink_on(ground, worn), ground) >= 4.5
