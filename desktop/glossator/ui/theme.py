"""The themes, light, dark and of high contrast: colours of the window, the page and the labels, and icons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from string import Template
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QComboBox, QStyle

from glossator import paths
from glossator.core.scheme import Label

ICON_SIZES = (16, 20)
"""The sizes, in device-independent pixels, for which icons are drawn sharp: those of buttons, menus and tool bars."""
_WIDEST_LIST = 480  # pixels of the list of a box that is narrower than its rows
_DISABLED = 0.38
"""Opacity of an icon whose action is not possible now."""


class LabelColour(NamedTuple):
    """How a colour slot looks in one theme.

    ``pattern`` is that of the underline (solid, dashed, double, dotted, thick, wavy), ``accent`` the colour
    of lines, chips and bars, ``tint`` the background behind text; both as ``#RRGGBB``.
    """

    pattern: str
    accent: str
    tint: str


class Theme(NamedTuple):
    """All colours of one look, as ``#RRGGBB``.

    ``paper`` and ``ink`` are the page and its text, ``muted`` is secondary text, ``margin`` the gutter beside
    the page, ``rule`` a hairline; ``window``, ``panel`` and ``raised`` (fields, menus) are the grounds of the
    interface; ``selection`` lies behind selected text in ``ink``; ``focus`` outlines what has the keyboard;
    ``arc`` draws relations.  ``slots`` are the label colours, ``neutral`` is that of what has no label.
    """

    name: str
    is_dark: bool
    paper: str
    ink: str
    muted: str
    margin: str
    rule: str
    window: str
    panel: str
    raised: str
    accent: str
    on_accent: str
    selection: str
    hover: str
    focus: str
    danger: str
    warning: str
    good: str
    arc: str
    slots: Mapping[str, LabelColour]
    neutral: LabelColour

    def of(self, label: Label | None) -> LabelColour:
        """The colours of ``label``; a neutral grey for none, or for a slot that this theme does not have."""
        return self.slots.get(label.slot, self.neutral) if label is not None else self.neutral


@cache
def light() -> Theme:
    """The theme with dark text on white paper."""
    return _read("light")


@cache
def dark() -> Theme:
    """The theme with light text on dark paper."""
    return _read("dark")


@cache
def high_contrast() -> Theme:
    """The theme with black text and dark lines on white."""
    return _read("contrast")


def _read(name: str) -> Theme:
    values = json.loads(paths.resource("styles", "themes.json").read_text("utf-8"))[name]
    slots = json.loads(paths.resource("styles", "label-colours.json").read_text("utf-8"))["slots"]
    values["neutral"] = LabelColour(**values["neutral"])
    values["slots"] = {slot: LabelColour(each["pattern"], **each[name]) for slot, each in slots.items()}
    return Theme(name=name, **values)


def system_is_dark(app: QGuiApplication) -> bool:
    """Whether the desktop asks for dark windows."""
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def chosen(setting: str, app: QGuiApplication) -> Theme:
    """The theme for a setting ``system``, ``light``, ``dark`` or ``contrast``."""
    if setting == "contrast":
        return high_contrast()
    is_dark = setting == "dark" or (setting == "system" and system_is_dark(app))
    return dark() if is_dark else light()


def worn() -> Theme:
    """The theme that the application wears now, told from its palette."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    if window == QColor(high_contrast().window):
        return high_contrast()
    return dark() if window.lightness() < 128 else light()


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application the look of ``theme``: Fusion, palette and style sheet."""
    apply_palette(app, theme)
    app.setStyleSheet(style_sheet(theme))


def apply_palette(app: QApplication, theme: Theme) -> None:
    """Give the whole application Fusion and the palette of ``theme``, as far as it goes without its style sheet."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))


def palette(theme: Theme) -> QPalette:
    """The colours of ``theme`` in Qt's roles."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.ink),
        (role.Base, theme.raised),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.ink),
        (role.PlaceholderText, theme.muted),
        (role.Button, theme.raised),
        (role.ButtonText, theme.ink),
        (role.BrightText, theme.danger),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.ink),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.ink),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Light, theme.raised),
        (role.Midlight, theme.hover),
        (role.Mid, theme.rule),
        (role.Dark, theme.arc),
        (role.Shadow, theme.margin),
    ):
        made.setColor(which, QColor(colour))
    disabled = blend(theme.ink, theme.window, 0.45)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(disabled))
    return made


def style_sheet(theme: Theme) -> str:
    """The style sheet template with the colours of ``theme`` in it; ``KeyError`` for a name it lacks."""
    values = theme._asdict()
    values["pressed"] = blend(theme.accent, theme.raised, 0.22)
    values["shade"] = "dark" if theme.is_dark else "light"
    values["icons"] = paths.resource("icons").as_posix()
    return Template(paths.resource("styles", "glossator.qss").read_text("utf-8")).substitute(values)


def icon(name: str, theme: Theme, colour: str = "", sizes: tuple[int, ...] = ICON_SIZES) -> QIcon:
    """The icon ``name`` of ``resources/icons`` in the text colour of ``theme`` (or in ``colour``), sharp in these
    sizes at every device pixel ratio of the screens there are; ``FileNotFoundError`` when there is no such icon.
    """
    return _drawn(name, colour or theme.ink, sizes, _ratios())


def _ratios() -> tuple[float, ...]:
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})) or (1.0,)


@cache
def _source(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text("utf-8")


@cache
def _drawn(name: str, colour: str, sizes: tuple[int, ...], ratios: tuple[float, ...]) -> QIcon:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    made = QIcon()
    for pixels in sorted({round(size * ratio) for size in sizes for ratio in ratios}):
        normal = _clear(pixels, pixels)
        with QPainter(normal) as painter:
            renderer.render(painter)
        made.addPixmap(normal)
        disabled = _clear(pixels, pixels)
        with QPainter(disabled) as painter:
            painter.setOpacity(_DISABLED)
            painter.drawPixmap(0, 0, normal)
        made.addPixmap(disabled, QIcon.Mode.Disabled)
    return made


def _clear(width: int, height: int) -> QPixmap:
    made = QPixmap(QSize(width, height))
    made.fill(Qt.GlobalColor.transparent)
    return made


def swatch(colour: LabelColour) -> QPixmap:
    """A sample of a label's look for lists and menus, 20 by 16 pixels: its tint over its underline."""
    return _swatch(colour, _ratios()[-1])


@cache
def _swatch(colour: LabelColour, ratio: float) -> QPixmap:
    made = _clear(round(20 * ratio), round(16 * ratio))
    made.setDevicePixelRatio(ratio)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.tint))
        painter.drawRoundedRect(QRectF(1, 1, 18, 10), 2, 2)
        draw_underline(painter, colour, 1, 19, 13.5)
    return made


def draw_underline(painter: QPainter, colour: LabelColour, left: float, right: float, y: float) -> None:
    """Draw a label's underline from ``left`` to ``right`` around height ``y``, in points of the painter."""
    pen = QPen(QColor(colour.accent), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    match colour.pattern:
        case "dashed":
            pen.setDashPattern([2.0, 1.2])
        case "dotted":
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setDashPattern([0.01, 1.7])
        case "thick":
            pen.setWidthF(4.0)
        case "double" | "wavy":
            pen.setWidthF(1.2)
    painter.setPen(pen)
    if colour.pattern == "double":
        painter.drawLine(QPointF(left, y - 1.3), QPointF(right, y - 1.3))
        painter.drawLine(QPointF(left, y + 1.3), QPointF(right, y + 1.3))
    elif colour.pattern == "wavy":
        steps = max(1, round((right - left) / 2.5))
        each = (right - left) / steps
        painter.drawPolyline(
            [QPointF(left + i * each, y + (1.5 if i % 2 else -1.5)) for i in range(steps + 1)]
        )
    else:
        painter.drawLine(QPointF(left, y), QPointF(right, y))


def blend(top: str, ground: str, share: float) -> str:
    """The colour of ``top`` laid over ``ground`` with opacity ``share`` (0 to 1), as ``#RRGGBB``."""
    above, below = _channels(top), _channels(ground)
    mixed = (round(a * share + b * (1 - share)) for a, b in zip(above, below, strict=True))
    return "#" + "".join(f"{value:02X}" for value in mixed)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, after WCAG 2.2 (relative luminance)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        each / 12.92 if (each := value / 255) <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for value in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def widen_list(box: QComboBox) -> None:
    """Let the list of a box be as wide as its rows (up to a bound) where the box itself is narrower."""
    listed = box.view()
    needed = listed.sizeHintForColumn(0) + box.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 12
    listed.setMinimumWidth(min(needed, _WIDEST_LIST))
