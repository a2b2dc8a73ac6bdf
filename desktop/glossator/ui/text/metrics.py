"""The measures of the page: its faces and all distances, at one zoom and one device pixel ratio."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

COLUMN_CHARACTERS = 80
"""Average characters in a full line of the reading column; never more than 110 are comfortable."""

_SAMPLE = "The analyst reads the report slowly, and says who did what, where and when; 12 dates, 3 names."
_SERIFS = ("Noto Serif", "Source Serif 4", "Georgia", "Cambria", "DejaVu Serif", "Liberation Serif")
_SANS = ("Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans", "Liberation Sans", "Arial")
_SERIF_SCRIPTS = (
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Serif CJK SC",
    "Noto Serif Devanagari",
    "Noto Serif Thai",
)
_SANS_SCRIPTS = (
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans CJK SC",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
)
_LAST_RESORTS = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "DejaVu Sans", "Symbola")


class Metrics(NamedTuple):
    """Fonts and distances in points (device-independent pixels), rounded so that they fall on device pixels.

    A line of text is, from its top: ``lead`` (holds one lane of chips), the text box from ``box_ascent`` above
    the baseline to ``descent`` below it, and the lanes of its underlines; ``foot`` is what is left below
    at least.  A line with nothing on it is ``blank_line`` high.  ``unit`` is one design pixel at this zoom, but
    at least one device pixel.
    """

    font: QFont
    chip_font: QFont
    name_font: QFont
    ratio: float
    unit: float
    ascent: float
    descent: float
    box_ascent: float
    lead: float
    calm_lead: float
    foot: float
    chip_height: float
    chip_pitch: float
    bar_pitch: float
    arc_pitch: float
    paragraph_gap: float
    blank_line: float
    average: float
    column_characters: int
    gutter: float
    pad: float

    def snap(self, distance: float) -> float:
        """``distance`` rounded to device pixels."""
        return round(distance * self.ratio) / self.ratio

    @property
    def pitch(self) -> float:
        """From one baseline to the next, where nothing asks for more room."""
        return self.lead + self.box_ascent + self.descent + self.foot

    def column(self, available: float) -> float:
        """The width of the reading column in a window that is ``available`` wide."""
        room = available - self.gutter - self.pad
        return self.snap(max(8 * self.average, min(room, self.column_characters * self.average)))


def default_family() -> str:
    """The face for the page where the user chose none: the first good one that is installed."""
    known = _present((*_SERIFS, *_SANS))
    return known[0] if known else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def families(family: str) -> list[str]:
    """``family`` with the faces that serve the scripts it lacks, as far as they are installed."""
    is_sans = "sans" in family.lower() or family in _SANS
    wanted = (*_SANS, *_SANS_SCRIPTS) if is_sans else (*_SERIFS, *_SERIF_SCRIPTS, *_SANS_SCRIPTS)
    rest = [each for each in _present((*wanted, *_LAST_RESORTS)) if each != family]
    return [family, *rest] if _is_installed(family) else rest or [family]


@cache
def _is_installed(name: str) -> bool:
    return QFontDatabase.hasFamily(name)


def _present(names: Sequence[str]) -> list[str]:
    return [name for name in names if _is_installed(name)]


def measure(
    family: str,
    points: float,
    zoom: int,
    ratio: float,
    interface: QFont,
    *,
    spacing: int = 100,
    column: int = COLUMN_CHARACTERS,
) -> Metrics:
    """The metrics for a page face of ``points`` at ``zoom`` percent; chips and names take the face of ``interface``.

    ``spacing`` is that of the lines in percent, ``column`` the average characters in a full one.
    """
    font = QFont()
    font.setFamilies(families(family))
    font.setPointSizeF(points * zoom / 100)
    chip_font = QFont(interface)
    chip_font.setPointSizeF(points * zoom / 100 * 0.58)
    chip_font.setWeight(QFont.Weight.DemiBold)
    chip_font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
    name_font = QFont(interface)
    name_font.setPointSizeF(points * zoom / 100 * 0.62)

    def snap(distance: float) -> float:
        return round(distance * ratio) / ratio

    text, chip = QFontMetricsF(font), QFontMetricsF(chip_font)
    unit = max(1 / ratio, snap(text.height() / 22))
    chip_height = snap(chip.capHeight() + 5 * unit)
    box_ascent = snap(text.capHeight() + max(text.ascent() - text.capHeight(), 0) * 0.45)
    descent = snap(text.descent())
    box = box_ascent + descent
    calm_lead = snap(max(2 * unit, text.height() * 1.45 * spacing / 100 - box - 5 * unit))
    return Metrics(
        font=font,
        chip_font=chip_font,
        name_font=name_font,
        ratio=ratio,
        unit=unit,
        ascent=text.ascent(),
        descent=descent,
        box_ascent=box_ascent,
        lead=max(calm_lead, chip_height + 4 * unit * max(1.0, spacing / 100)),
        calm_lead=calm_lead,
        foot=5 * unit,
        chip_height=chip_height,
        chip_pitch=chip_height + unit,
        bar_pitch=4 * unit,
        arc_pitch=snap(QFontMetricsF(name_font).height() * 0.9),
        paragraph_gap=snap(text.height() * 0.6),
        blank_line=snap(text.height() * 0.8),
        average=text.horizontalAdvance(_SAMPLE) / len(_SAMPLE),
        column_characters=column,
        gutter=snap(64 * max(1.0, zoom / 100) ** 0.5),
        pad=snap(40 * max(1.0, zoom / 100) ** 0.5),
    )
