"""What the page shows and how it looks: article, face, zoom, density, theme, and what stands out for the moment."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFont, QPainter

from glossator.core.annotations import AnnotationSet, Entity, Mention
from glossator.core.changes import Change
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui.text import curves, hittest, marks, metrics, places, routes, tracks
from glossator.ui.text.chips import Stamps
from glossator.ui.text.choice import Choice
from glossator.ui.text.curves import Route
from glossator.ui.text.decoration import Density
from glossator.ui.text.hittest import Handle, Hit
from glossator.ui.text.ink import Inks
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.margin import MarginLanes
from glossator.ui.text.marks import Arc
from glossator.ui.text.paint import Scene, paint_page
from glossator.ui.text.routes import Chosen
from glossator.ui.text.scrolling import Scroller
from glossator.ui.text.sight import Sight
from glossator.ui.text.tooltips import chip_details
from glossator.ui.theme import Theme

ZOOM_LEAST, ZOOM_MOST = 50, 400
_POINTS = 12.5


def nobody(_: int) -> Entity | None:
    """No identity is known."""
    return None


class Canvas:
    """The page without hands: it lays out, finds what is under a point, and paints.

    ``redraw`` is called when something looks different, with the part of the window or ``None`` for all.  ``width``
    is that of the window, in pixels.
    """

    def __init__(
        self,
        choice: Choice,
        scroller: Scroller,
        theme: Theme,
        interface: QFont,
        redraw: Callable[[QRect | None], None],
    ) -> None:
        self.choice = choice
        self.scroller = scroller
        self.theme = theme
        self.scheme: Scheme | None = None
        self.width = 0.0
        self.hovered: int | None = None
        self.hovered_arcs: int | None = None
        self.hovered_relation: int | None = None
        self.fan: frozenset[int] = frozenset()
        self.preview: Sequence[Span] = ()
        self.found: Sequence[Span] = ()
        self.rubber: tuple[int, QPointF] | None = None
        self.hints: Mapping[int, str] = {}
        self.source: int | None = None
        self.density: Density = "normal"
        self.zoom = 100
        self.chips_in_full = False
        self._spacing, self._column = 100, metrics.COLUMN_CHARACTERS
        self._entities: Callable[[int], Entity | None] = nobody
        self._interface = interface
        self._family, self._points, self._ratio = "", _POINTS, 1.0
        self._redraw = redraw
        self._margin: MarginLanes | None = None
        self._routes: list[Route] | None = None
        self._measure()

    @property
    def page(self) -> ArticleLayout | None:
        """The layout of the article, ``None`` when there is none."""
        return self.scroller.page

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_article(
        self,
        annotations: AnnotationSet | None,
        scheme: Scheme | None,
        entities: Callable[[int], Entity | None] = nobody,
    ) -> None:
        """Show an article from its top, or none."""
        self._entities = entities
        self.scheme = scheme
        self.hovered = self.hovered_arcs = self.hovered_relation = self.source = None
        self.fan = frozenset()
        self.preview, self.found, self.rubber, self.hints = (), (), None, {}
        self._inks = Inks(self.theme, scheme, self.metrics)
        page = None
        if annotations is not None:
            width = self.metrics.column(self.width)
            page = ArticleLayout(annotations, scheme, self.metrics, width=width, density=self.density)
            page.details = self._details if self.chips_in_full else None
            self._margin = MarginLanes(annotations, scheme)
        self.scroller.show_page(page)
        self.refresh()

    def set_scheme(self, scheme: Scheme) -> None:
        """Labels have other names or colours; the place stays."""

        def take() -> None:
            self.scheme = scheme
            self._inks = Inks(self.theme, scheme, self.metrics)
            if self.page is not None:
                self.page.scheme = scheme
                self._margin = MarginLanes(self.page.annotations, scheme)

        self._reshape(take)

    def follow(self, change: Change) -> None:
        """Decorate anew the rows that ``change`` touches; the line of the caret stays where it is."""
        page = self.page
        if page is None:
            return
        rows, relations = page.touched_by(change)
        grip = page.grip(self.choice.caret, self.scroller.window)
        before = {each.row: (each.y, each.marks.height) for each in self.scroller.placed}
        if page.redecorate(rows):
            page.hold(grip, self.scroller.window)
        if self._margin is not None and relations:
            self._margin.follow(relations)
        self.scroller.changed()
        has_moved = before != {each.row: (each.y, each.marks.height) for each in self.scroller.placed}
        self.refresh(None if has_moved or self.routes() or relations else rows)

    # --- how it looks -----------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Other colours; the layout stays."""
        self.theme = theme
        self._stamps = Stamps(self.metrics, theme)
        self._inks = Inks(theme, self.scheme, self.metrics)
        self.refresh()

    def set_look(
        self,
        *,
        zoom: int | None = None,
        family: str | None = None,
        points: float | None = None,
        density: Density | None = None,
        ratio: float | None = None,
        spacing: int | None = None,
        column: int | None = None,
    ) -> None:
        """Another zoom (percent, kept within its bounds), face, density, device pixel ratio, line spacing (percent) or
        column (characters).
        """
        before = self._looks()
        if zoom is not None:
            self.zoom = min(ZOOM_MOST, max(ZOOM_LEAST, zoom))
        self._family = self._family if family is None else family
        self._points = self._points if points is None else points
        self.density = density or self.density
        self._ratio = ratio or self._ratio
        self._spacing, self._column = spacing or self._spacing, column or self._column
        if before != self._looks():
            self._reshape(self._measure)

    def _looks(self) -> tuple[object, ...]:
        return (
            *(self.zoom, self._family, self._points, self.density, self._ratio),
            *(self._spacing, self._column),
        )

    def set_chips_in_full(self, full: bool) -> None:
        """Chips tell what else is known of a mention, or its label alone."""
        if full != self.chips_in_full:
            self.chips_in_full = full
            if self.page is not None:
                self.page.details = self._details if full else None
            self._reshape(lambda: None)

    def _details(self, mention: Mention) -> str:
        entity = self._entities(mention.entity) if mention.entity is not None else None
        return chip_details(mention, self.scheme, entity)

    def set_size(self, width: float, height: float) -> None:
        """The window has another size, in pixels."""
        if width == self.width and self.page is not None:
            self.scroller.window = height
            self.page.stop_at_end(height)
            self.scroller.changed()
            self.refresh()
            return

        def take() -> None:
            self.width, self.scroller.window = width, height

        self._reshape(take)

    def _measure(self) -> None:
        family = self._family or metrics.default_family()
        self.metrics = metrics.measure(
            family,
            self._points,
            self.zoom,
            self._ratio,
            self._interface,
            spacing=self._spacing,
            column=self._column,
        )
        self._stamps = Stamps(self.metrics, self.theme)
        self._inks = Inks(self.theme, self.scheme, self.metrics)

    def _reshape(self, change: Callable[[], None]) -> None:
        """Change measures; the line of the caret, or else the first one in the window, stays where it is."""
        page = self.page
        grip = page.grip(self.choice.caret, self.scroller.window) if page and self.scroller.window else None
        change()
        if page is not None:
            page.reshape(self.metrics, self.metrics.column(self.width), self.density)
            if grip is not None and (page.top, page.shift) != (0, 0.0):
                page.hold(grip, self.scroller.window)
        self.scroller.changed()
        self.refresh()

    def refresh(self, rows: Collection[int] | None = None) -> None:
        """Something looks different: in these rows only, or anywhere."""
        self._routes = None
        if rows is None:
            self._redraw(None)
            return
        for each in self.scroller.placed:
            if each.row in rows:
                reach = self.metrics.unit * 4  # handles stand out a little
                top, height = each.y - reach, each.marks.height + 2 * reach
                self._redraw(QRectF(0, top, self.width, height).toAlignedRect())

    def show_hovered(self, mention: int | None) -> None:
        """Bring out the mention under the pointer."""
        wanted = {self.hovered, mention} - {None}
        self.hovered = mention
        self.refresh(
            [
                each.row
                for each in self.scroller.placed
                if any(box.mention.id in wanted for box in each.marks.boxes)
            ]
        )

    # --- where things are -------------------------------------------------------------------------------------

    @property
    def left(self) -> float:
        """The x of the column in the window."""
        width = self.page.width if self.page is not None else self.metrics.column(self.width)
        return self.metrics.snap(max(self.metrics.gutter, (self.width - width) / 2))

    def hit(self, x: float, y: float) -> Hit:
        """What is under a point of the window."""
        if self.page is None:
            return Hit(0)
        return hittest.hit(
            self.scroller.placed, self.routes(), (x, y), left=self.left, handles=self.handles()
        )

    def handles(self) -> list[Handle]:
        """The handles of the selected mention."""
        mention = self.choice.mention
        if self.page is None or mention is None or self.source is not None or self.hints:
            return []
        record = self.page.annotations.mentions[mention]
        fragments = self.preview or record.fragments
        return hittest.handles_of(self.scroller.placed, record, self.left, fragments)

    def routes(self) -> list[Route]:
        """The arcs in the window."""
        if self._routes is None:
            self._routes = self._routed()
        return self._routes

    def _routed(self) -> list[Route]:
        page, margin, choice = self.page, self._margin, self.choice
        if page is None or margin is None or self.density == "calm":
            return []
        sight = Sight(
            page,
            self.scroller.placed,
            left=self.left,
            window=self.scroller.window,
            name_width=self._stamps.name_width,
        )
        named = self.hovered_relation if self.hovered_relation is not None else choice.relation
        if self.density == "all":
            return tracks.everything(sight, margin, self._focused_relations(page), named=named, fan=self.fan)
        return routes.of_chosen(
            sight, Chosen(choice.mention, choice.relation, self.hovered_arcs, named, bool(self.fan))
        )

    def fan_at(self, x: float, y: float, arc: Arc | None) -> frozenset[int]:
        """The relations that fan out when the pointer is at (x, y) on ``arc``: those whose arcs run together there.

        They stay so until the pointer leaves the margin.
        """
        is_in_margin = x < self.left
        if arc is None:
            return self.fan if is_in_margin else frozenset()
        if arc.relation in self.fan:
            return self.fan
        found = curves.running_together(self.routes(), x, y, self.left)
        return found if is_in_margin or len(found) > 1 else frozenset()

    def _focused_relations(self, page: ArticleLayout) -> frozenset[int]:
        focus = {each for each in (self.choice.relation, self.hovered_relation) if each is not None}
        for mention in (self.choice.mention, self.hovered_arcs):
            if mention is not None:
                focus |= {arc.relation for arc in marks.arcs_at(mention, page.annotations, page.scheme)}
        return frozenset(focus)

    # --- painting ---------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, exposed: QRectF, *, has_focus: bool) -> None:
        """Paint what of the window lies in ``exposed``."""
        page = self.page
        if page is None:
            return
        choice = self.choice
        strong = {each for each in (choice.mention, self.source) if each is not None}
        shows_caret = not choice.parts or (
            choice.mention is not None and all(choice.caret not in span for span in choice.parts)
        )
        scene = Scene(
            page=page,
            placed=self.scroller.placed,
            theme=self.theme,
            stamps=self._stamps,
            inks=self._inks,
            left=self.left,
            spans=choice.shown_spans,
            found=self._found_in_window(),
            strong=frozenset(strong),
            hovered=self._hovered(page),
            routes=self.routes(),
            handles=self.handles(),
            preview=self.preview,
            hints=self.hints,
            caret=choice.caret if shows_caret else None,
            has_focus=has_focus,
            rubber=self._rubber_points(),
        )
        paint_page(painter, scene, exposed)

    def _hovered(self, page: ArticleLayout) -> frozenset[int]:
        """The mention under the pointer, and those that a selected relation holds on to."""
        found = {self.hovered} if self.hovered is not None else set()
        relation = page.annotations.relations.get(self.choice.relation or 0)
        return frozenset(found | marks.mentions_drawn_by(relation, page.annotations) if relation else found)

    def _found_in_window(self) -> Sequence[Span]:
        if not self.found:
            return ()
        shown = places.text_of(self.scroller.placed)
        low = bisect_left(self.found, shown.start, key=attrgetter("end"))
        return self.found[low : bisect_right(self.found, shown.end, key=attrgetter("start"))]

    def beginning_in_window(self) -> list[int]:
        """The mentions that begin on a line in the window, from top to bottom."""
        window = self.scroller.window - self.metrics.box_ascent
        return [each.id for each in places.beginning_in(self.scroller.placed, window)]

    def _rubber_points(self) -> list[tuple[float, float]]:
        if self.rubber is None or self.page is None:
            return []
        source, point = self.rubber
        start = places.top_of(self.scroller.placed, source)
        if start is None:
            return []
        x, y = self.left + start[0], start[1]
        top = min(y, point.y()) - 3 * self.metrics.unit
        return [(x, y), (x, top), (point.x(), top), (point.x(), point.y())]

    def caret_place(self) -> tuple[float, float]:
        """Where the caret stands in the window (just below its line)."""
        page, caret = self.page, self.choice.caret
        if page is None:
            return 0.0, 0.0
        x = self.left + page.text(page.rows.row_at(caret)).x_of(caret)
        return x, page.y_of(caret, self.scroller.window) + self.metrics.box_ascent + self.metrics.descent

    def character_rect(self, offset: int) -> QRect | None:
        """The box of a character in the window, or ``None``."""
        found = places.box_of(self.scroller.placed, offset)
        return found.translated(self.left, 0).toAlignedRect() if found is not None else None
