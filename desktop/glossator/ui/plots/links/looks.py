"""How nodes and links look: shapes and colours of labels, sizes, and lines that tell certainty, grade and sources."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from glossator.analysis.links import Link, Network, Ways
from glossator.core.scheme import Label, Scheme
from glossator.core.statements import UNGRADED, Node, NodeFacts
from glossator.ui.plots.links import shapes
from glossator.ui.theme import Theme, blend

_SMALLEST, _LARGEST = 9.0, 26.0
_EVENT = 8.0
_THINNEST, _THICKEST = 1.3, 7.0
_FEW = 12  # numbers up to which each is a size of its own
_DOCUMENTS, _MENTIONS = attrgetter("documents"), attrgetter("mentions")
_QUOTED = 200  # characters of a name that anybody measures
SOLID, DASHED, DOTTED = "solid", "dashed", "dotted"
_RISING = (DOTTED, DASHED, SOLID)


class Line(NamedTuple):
    """How a link is drawn: its pattern (by certainty), whether anybody graded it, whether the text denies it."""

    pattern: str
    is_graded: bool
    is_denied: bool


class NodeLook(NamedTuple):
    """How a node is drawn: the number of its shape, its radius in pixels where nothing is enlarged, the label in whose
    colours (``None``: neutral), the letters in it, its name, whether it stands for somebody, and whether it happened.
    """

    kind: int
    radius: float
    label: Label | None
    tag: str
    name: str
    is_named: bool
    is_event: bool


def look_of(node: Node, facts: NodeFacts, scheme: Scheme, largest: int, *, by_mentions: bool) -> NodeLook:
    """The look of a node; ``largest`` is the most documents (or mentions) that any node of the chart has."""
    label = scheme.label(facts.label)
    is_event = bool(node.event) or facts.label in scheme.triggers
    count = facts.mentions if by_mentions else facts.documents
    share = ((count - 1) / (largest - 1)) ** 0.5 if largest > 1 and count > 1 else 0.0
    return NodeLook(
        shapes.number_of(label.slot if label else ""),
        _EVENT if node.event else _SMALLEST + round((_LARGEST - _SMALLEST) * min(1.0, share)),
        label,
        "" if node.event else (label.tag or label.id[:3]) if label else "",
        name_of(node, facts, scheme),
        bool(node.entity),
        is_event,
    )


def name_of(node: Node, facts: NodeFacts, scheme: Scheme) -> str:
    """What a node is called, on one line: an identity by its name, an event by its type, others in their words."""
    if node.event:
        return scheme.name_of(node.label)
    said = " ".join(facts.name[:_QUOTED].split())
    if not said:
        return "(without a name)"
    return said if node.entity else f"“{said}”"


def most(network: Network, *, by_mentions: bool) -> int:
    """The most documents (or mentions) that any node has, or a few more: sizes are measured by it, and one more tag of
    the largest is not to make all others smaller.
    """
    count = _MENTIONS if by_mentions else _DOCUMENTS
    largest = max(map(count, network.nodes.values()), default=1)
    step = 1
    while largest > _FEW * step:
        step *= 2
    return -(-largest // step) * step


def line_of(link: Link, ways: Ways) -> Line:
    """The line of a link."""
    rank = ways.rank(link.certainty) if link.certainty else 0
    pattern = (SOLID, DASHED, DOTTED)[min(rank, 2)]
    return Line(pattern, link.grade != UNGRADED, link.denied == len(link.relations))


def width_of(sources: int) -> float:
    """The width of a link that so many sources speak for, in pixels."""
    return float(min(_THICKEST, _THINNEST + 1.05 * (sources - 1) ** 0.8))


def style_of(line: Line, width: float) -> int:
    """The number of the pen for a link of this width: larger for what matters more, which is painted over the rest."""
    matters = (2 * line.is_denied + line.is_graded) * 3 + _RISING.index(line.pattern)
    return matters * 1_000 + round(width * 100)


def words_of(link: Link, scheme: Scheme) -> str:
    """What is written on a link."""
    said = link.key.role or scheme.name_of(link.key.type)
    if link.denied == len(link.relations):
        return f"not: {said}"
    count = len(link.relations)
    return f"{said} ×{count}" if count > 1 else said


def colour_of(line: Line, theme: Theme, *, is_pale: bool = False) -> str:
    """The colour of a link: grey where nobody graded what it says, dark where somebody did.  In a crowd the grey ones
    are ``is_pale``, so that what was judged and the nodes stand out.
    """
    if line.is_denied:
        return theme.danger
    if line.is_graded:
        return blend(theme.ink, theme.raised, 0.82)
    return blend(theme.arc, theme.raised, 0.42 if is_pale else 0.78)


def period_of(pen: QPen) -> float:
    """After how many pixels the pattern of a pen comes again; 0 for one without."""
    return float(sum(pen.dashPattern())) * pen.widthF() if pen.style() == Qt.PenStyle.CustomDashLine else 0.0


def pen_of(line: Line, width: float, colour: str) -> QPen:
    """The pen for a link of this width, in pixels."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if line.pattern == DASHED:
        pen.setDashPattern([7.0 / width + 1.0, 4.0 / width + 0.8])
    elif line.pattern == DOTTED:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 3.2 / width + 1.6])
    return pen


def passing_pen(line: Line, width: float, colour: str) -> QPen:
    """The pen for a moment in which many lines move: broken ones are paler instead, thin ones as thin as can be."""
    ink = QColor(colour)
    if line.pattern != SOLID:
        ink.setAlphaF(0.6)
    return QPen(ink, 1.0 if width < 2.5 else width)


def prepare_heads(painter: QPainter, line: Line, colour: str, theme: Theme) -> None:
    """Pen and brush for arrow heads: filled, or hollow where what a link says is only possible."""
    is_hollow = line.pattern == DOTTED
    painter.setPen(QPen(QColor(colour), 1.3) if is_hollow else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.raised if is_hollow else colour))


def paint_node(painter: QPainter, at: QPointF, look: NodeLook, radius: float, theme: Theme) -> None:
    """A node around ``at``: its shape in the colours of its label; who stands for nobody yet has a broken edge."""
    colour = theme.of(look.label)
    painter.save()
    painter.translate(at)
    painter.scale(radius, radius)
    small = radius < 5
    edge = QPen(QColor(colour.accent), (1.2 if small else 1.8) / radius)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if not look.is_named and not look.is_event and not small:
        edge.setDashPattern([2.2, 1.6])
    painter.setPen(edge)
    painter.setBrush(QColor(colour.accent if small or look.is_event else colour.tint))
    painter.drawPath(shapes.outline(look.kind))
    painter.restore()
    if look.tag and radius >= 12.5:
        font = painter.font()
        kept = painter.font()
        font.setPixelSize(max(8, min(13, round(radius * 0.62))))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colour.accent))
        area = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, look.tag)
        painter.setFont(kept)


def paint_sample(painter: QPainter, area: QRectF, line: Line, theme: Theme, *, width: float = 1.6) -> None:
    """A sample of a line for the legend."""
    colour = colour_of(line, theme)
    painter.setPen(pen_of(line, width, colour))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    middle = area.center().y()
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right() - 7, middle))
    tip = QPointF(area.right(), middle)
    prepare_heads(painter, line, colour, theme)
    painter.drawPolygon([tip, tip + QPointF(-9, 4), tip + QPointF(-9, -4)])
