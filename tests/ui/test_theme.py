from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from glossator import paths
from glossator.core.scheme import Label
from glossator.ui import theme
from glossator.ui.theme import LabelColour, Theme, contrast

THEMES = [pytest.param(theme.light, id="light"), pytest.param(theme.dark, id="dark")]
THEMES.append(pytest.param(theme.high_contrast, id="contrast"))
ICONS = (
    "open new import export undo redo zoom-in zoom-out find tag relation event identity note delete fragment "
    "palette theme documents inspector history summary done settings help next previous goto close warning "
    "info check app add copy more filter"
).split()


@pytest.fixture(params=THEMES)
def each(request: pytest.FixtureRequest) -> Theme:
    made: Theme = request.param()
    return made


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1B1E23", "#1B1E23") == 1


def test_all_text_is_legible(each: Theme) -> None:
    grounds = [each.paper, each.margin, each.window, each.panel, each.raised, each.hover]
    for ground in grounds:
        for text in (each.ink, each.muted, each.accent, each.danger, each.warning, each.good):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(each.ink, each.selection) >= 4.5
    assert contrast(each.muted, each.selection) >= 4.5
    assert contrast(each.on_accent, each.accent) >= 4.5


def test_high_contrast_is_that_of_wcag_aaa() -> None:
    made = theme.high_contrast()
    for text in (
        made.ink,
        made.muted,
        made.accent,
        made.danger,
        made.warning,
        made.good,
        made.arc,
        made.focus,
    ):
        for ground in (made.paper, made.window, made.panel, made.raised):
            assert contrast(text, ground) >= 7, text
    for slot, colour in made.slots.items():
        assert contrast(colour.accent, made.paper) >= 7, slot
        assert contrast(made.ink, colour.tint) >= 15, slot
    assert contrast(made.ink, made.selection) >= 7
    assert contrast(made.rule, made.paper) >= 4.5


def test_focus_and_arcs_can_be_seen(each: Theme) -> None:
    for ground in (each.paper, each.window, each.panel, each.raised):
        assert contrast(each.focus, ground) >= 3
        assert contrast(each.arc, ground) >= 3


def test_labels_are_legible_on_paper_and_on_their_tint(each: Theme) -> None:
    assert len(each.slots) == 12
    for slot, colour in each.slots.items():
        assert contrast(each.ink, colour.tint) >= 4.5, slot
        assert contrast(colour.accent, each.paper) >= 4.5, slot
        assert contrast(colour.accent, each.panel) >= 4.5, slot


def test_slots_that_share_a_pattern_differ_in_colour(each: Theme) -> None:
    looks = [(colour.pattern, colour.accent) for colour in each.slots.values()]
    assert len(set(looks)) == len(looks)
    assert {pattern for pattern, _ in looks} == {"solid", "dashed", "double", "dotted", "thick", "wavy"}


def test_a_label_has_the_colour_of_its_slot(each: Theme) -> None:
    assert each.of(Label("PER", "Person", slot="PER")) == each.slots["PER"]
    assert each.of(None) == each.neutral
    assert each.of(Label("X", "Unknown", slot="nowhere")) == each.neutral


def test_the_style_sheet_names_only_colours_that_exist(each: Theme) -> None:
    sheet = theme.style_sheet(each)
    assert each.focus in sheet
    assert "$" not in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def test_apply_gives_the_application_the_colours(qapp: QApplication, each: Theme) -> None:
    before = qapp.palette(), qapp.styleSheet()
    theme.apply(qapp, each)
    try:
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(each.window)
        assert qapp.palette().color(QPalette.ColorRole.Highlight) == QColor(each.selection)
        assert qapp.styleSheet() == theme.style_sheet(each)
        assert theme.worn() is each
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])


@pytest.fixture
def dressed(qapp: QApplication, each: Theme) -> Iterator[Theme]:
    """The application in one theme, as long as the test lasts."""
    before = qapp.palette(), qapp.styleSheet()
    theme.apply(qapp, each)
    yield each
    qapp.setPalette(before[0])
    qapp.setStyleSheet(before[1])


def test_what_can_be_chosen_shows_its_outline_and_whether_it_is_chosen(qtbot: QtBot, dressed: Theme) -> None:
    for kind in (QRadioButton, QCheckBox):
        bare, chosen = kind(), kind()
        chosen.setChecked(True)
        pictures = [_picture(qtbot, widget, dressed) for widget in (bare, chosen)]
        assert pictures[0] != pictures[1], kind.__name__
        for picture in pictures:
            assert _greatest_contrast(picture, dressed.window) >= 3, kind.__name__


def test_a_disabled_choice_still_shows_what_was_chosen(qtbot: QtBot, dressed: Theme) -> None:
    for kind in (QRadioButton, QCheckBox):
        bare, chosen = kind(), kind()
        chosen.setChecked(True)
        for widget in (bare, chosen):
            widget.setEnabled(False)
        pictures = [_picture(qtbot, widget, dressed) for widget in (bare, chosen)]
        assert _greatest_contrast(pictures[1], dressed.window) >= 3, kind.__name__
        assert pictures[0] != pictures[1], kind.__name__


def test_partly_ticked_looks_neither_ticked_nor_bare(qtbot: QtBot, dressed: Theme) -> None:
    pictures = []
    for state in (Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked):
        box = QCheckBox()
        box.setTristate(True)
        box.setCheckState(state)
        pictures.append(_picture(qtbot, box, dressed))
    assert pictures[0] != pictures[1] != pictures[2]
    assert pictures[0] != pictures[2]


def test_a_button_that_is_held_down_shows_it(qtbot: QtBot, dressed: Theme) -> None:
    loose, held = QPushButton("Held"), QPushButton("Held")
    for button in (loose, held):
        button.setCheckable(True)
    held.setChecked(True)
    assert _picture(qtbot, loose, dressed) != _picture(qtbot, held, dressed)


def test_the_arrows_of_a_number_can_be_seen_while_it_can_go_on(qtbot: QtBot, dressed: Theme) -> None:
    between, lowest = QSpinBox(), QSpinBox()
    between.setValue(50)
    for box in (between, lowest):
        box.setPrefix(" " * 40)
        box.setFixedSize(120, 30)
    pictures = [_picture(qtbot, box, dressed).copy(100, 16, 18, 12) for box in (between, lowest)]
    assert _greatest_contrast(pictures[0], dressed.raised) >= 3
    assert pictures[0] != pictures[1]


def test_the_setting_chooses_the_theme(qapp: QApplication) -> None:
    assert theme.chosen("light", qapp) is theme.light()
    assert theme.chosen("dark", qapp) is theme.dark()
    assert theme.chosen("contrast", qapp) is theme.high_contrast()
    expected = theme.dark() if theme.system_is_dark(qapp) else theme.light()
    assert theme.chosen("system", qapp) is expected


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_of_the_theme(qapp: QApplication, name: str, each: Theme) -> None:
    made = theme.icon(name, each, sizes=(32,))
    image = made.pixmap(QSize(32, 32), 1.0).toImage()
    assert image.size() == QSize(32, 32)
    assert 30 < _painted(image) < 32 * 32
    if name != "app":
        assert _strongest(image) == QColor(each.ink).name().upper()
    disabled = made.pixmap(QSize(32, 32), 1.0, QIcon.Mode.Disabled).toImage()
    assert disabled != image


def test_every_icon_shipped_is_one_of_the_family() -> None:
    shipped = {path.stem for path in paths.resource("icons").glob("*.svg")}
    of_the_style_sheet = {
        f"{name}-{shade}"
        for name in ("chevron", "chevron-up", "tick", "dash", "cross", "float")
        for shade in ("light", "dark")
    }
    assert shipped >= {*ICONS, *of_the_style_sheet}
    for name in shipped - of_the_style_sheet - {"app"}:
        source = paths.resource("icons", f"{name}.svg").read_text("utf-8")
        assert 'stroke="currentColor"' in source, name
        assert 'stroke-width="1.75"' in source, name
        assert 'viewBox="0 0 24 24"' in source, name


def test_an_icon_is_sharp_on_a_dense_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "_ratios", lambda: (1.0, 2.0))
    made = theme.icon("tag", theme.light(), colour="#123456")
    assert QSize(40, 40) in made.availableSizes()
    assert made.pixmap(QSize(20, 20), 2.0).size() == QSize(40, 40)


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon", theme.light())


@pytest.mark.parametrize("pattern", ["solid", "dashed", "double", "dotted", "thick", "wavy"])
def test_a_swatch_shows_the_tint_and_the_pattern(qtbot: QtBot, pattern: str) -> None:
    made = theme.swatch(LabelColour(pattern, "#FF0000", "#00FF00"))
    assert isinstance(made, QPixmap)
    image = made.toImage()
    assert image.pixelColor(10, 5).name() == "#00ff00"
    assert any(image.pixelColor(x, y).red() > 100 for x in range(20) for y in (12, 13, 14))


def test_a_swatch_is_sharp_on_a_dense_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "_ratios", lambda: (1.0, 1.5))
    made = theme.swatch(theme.light().neutral)
    assert (made.width(), made.height(), made.devicePixelRatio()) == (30, 24, 1.5)


def test_swatches_of_different_patterns_differ(qtbot: QtBot) -> None:
    images = [
        theme.swatch(LabelColour(pattern, "#FF0000", "#00FF00")).toImage()
        for pattern in ("solid", "dashed", "double", "dotted", "thick", "wavy")
    ]
    assert all(one != other for i, one in enumerate(images) for other in images[:i])


def _painted(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height())
    )


def _picture(qtbot: QtBot, widget: QWidget, on: Theme) -> QImage:
    qtbot.addWidget(widget)
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    widget.resize(widget.sizeHint())
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(on.window))
    widget.ensurePolished()
    widget.render(image, renderFlags=QWidget.RenderFlag.DrawChildren)
    return image


def _greatest_contrast(image: QImage, ground: str) -> float:
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    return max(contrast(colour, ground) for colour in colours)


def _strongest(image: QImage) -> str:
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(colours, key=QColor.alpha).name().upper()


@pytest.mark.parametrize("rows", [2, 5, 9])
def test_the_list_of_a_box_shows_all_its_rows_where_there_is_room(
    qtbot: QtBot, dressed: Theme, rows: int
) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems([f"Lanes: {row}" for row in range(rows)])
    box.show()
    box.showPopup()
    listed = box.view()
    last = listed.visualRect(listed.model().index(rows - 1, 0))
    assert listed.verticalScrollBar().maximum() == 0
    assert listed.viewport().rect().contains(last)
    box.hidePopup()


def test_the_list_of_a_narrow_box_is_as_wide_as_its_rows(qtbot: QtBot, dressed: Theme) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["2 · probably true, as others say", "3"])
    box.setFixedWidth(70)
    box.show()
    theme.widen_list(box)
    box.showPopup()
    assert box.view().viewport().width() >= box.view().sizeHintForColumn(0) > 70
    box.addItem("w" * 500)
    theme.widen_list(box)
    assert box.view().minimumWidth() < 500
    box.hidePopup()
