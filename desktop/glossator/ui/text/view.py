"""The page as a widget: it shows an article, and tells what the hand and the keyboard ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from glossator.core import spans as core_spans
from glossator.core.annotations import AnnotationSet, Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui.selection import Selection
from glossator.ui.text import accessibility, keys, tooltips
from glossator.ui.text.canvas import Canvas, nobody
from glossator.ui.text.choice import Choice
from glossator.ui.text.decoration import Density
from glossator.ui.text.hands import Hands
from glossator.ui.text.overview import Look, Overview
from glossator.ui.text.paint import paint_empty
from glossator.ui.text.scrolling import Scroller
from glossator.ui.theme import Theme


class ArticleView(QAbstractScrollArea):
    """The page.  Offsets are code points of the document; ids are those of mentions unless told otherwise.

    It shows an :class:`AnnotationSet` that somebody else changes (and then calls :meth:`follow`); it changes nothing
    but the shared selection, and asks for everything else by signals.
    """

    mention_activated = Signal(object)
    """A chip was double-clicked: the id of its mention."""
    span_made = Signal(object)
    """The mouse has selected this Span and was released."""
    relation_dragged = Signal(object, object, QPoint)
    """A mention was dragged to another: source, target, where on the screen."""
    boundary_moved = Signal(object, object)
    """A handle was dragged: the mention, and the fragments it should have."""
    menu_requested = Signal(QPoint, object)
    """A context menu is wanted: where on the screen, and the mention under the pointer or ``None``."""
    zoom_requested = Signal(int)
    """Ctrl and the wheel ask for so many steps of zoom."""
    hovered = Signal(object)
    """The mention under the pointer is another one now, or ``None``."""

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("Article")
        viewport = self.viewport()
        viewport.setMouseTracking(True)
        viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        viewport.setCursor(Qt.CursorShape.IBeamCursor)
        self._empty = "Open or import a document to read it here."
        self._entities: Callable[[int], Entity | None] = nobody
        self.whose_work: Callable[[Mention | Relation], str] = lambda record: record.author
        """Who made a record, as its tooltip says it at the end."""
        self._choice = Choice(selection, self)
        self._overview = Overview(self._look, self)
        self.setVerticalScrollBar(self._overview)
        # always there, so that the column does not move when an article grows beyond the window
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroller = Scroller(self.verticalScrollBar(), self)
        self._canvas = Canvas(self._choice, self._scroller, theme, self.font(), self._redraw)
        self._canvas.set_look(ratio=self.devicePixelRatioF())
        self._hands = Hands(self._canvas, self)
        self._hands.activated.connect(self.mention_activated)
        self._hands.span_made.connect(self.span_made)
        self._hands.relation_dragged.connect(self.relation_dragged)
        self._hands.boundary_moved.connect(self.boundary_moved)
        self._hands.hovered.connect(self.hovered)
        self._hands.cursor_wanted.connect(self._on_cursor_wanted)
        self._hands.zoom_requested.connect(self.zoom_requested)
        self._scroller.moved.connect(self._canvas.refresh)
        selection.changed.connect(self._on_selection_changed)
        accessibility.install(ArticleView)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_article(
        self,
        annotations: AnnotationSet | None,
        scheme: Scheme | None,
        entities: Callable[[int], Entity | None] = nobody,
    ) -> None:
        """Show an article from its top (kept by reference, never copied), or the empty page."""
        self._hands.drop()
        self._entities = entities
        self._choice.begin(annotations)
        self._canvas.show_article(annotations, scheme, entities)
        self._choice.tell()
        self._overview.renew()

    def follow(self, change: Change, scheme: Scheme | None = None) -> None:
        """The article's annotations have followed ``change``: show it.  ``scheme`` is the scheme as it is now, where
        the change may have touched that.
        """
        self._hands.drop()
        canvas, held = self._canvas, self._choice.annotations
        if held is not None and canvas.hovered is not None and canvas.hovered not in held.mentions:
            self._hands.leave()
        self._choice.forget_missing()
        if scheme is not None and scheme is not canvas.scheme:
            canvas.set_scheme(scheme)
        canvas.follow(change)
        self._overview.renew()

    def set_theme(self, theme: Theme) -> None:
        """Other colours; nothing is laid out anew."""
        self._canvas.set_theme(theme)
        self._overview.forget()

    def set_zoom(self, percent: int) -> None:
        """The size of everything on the page, 50 to 400 percent."""
        self._canvas.set_look(zoom=percent)

    @property
    def zoom(self) -> int:
        """The zoom in percent."""
        return self._canvas.zoom

    def set_page_font(self, family: str, points: float) -> None:
        """The face of the article ("" for the default) and its size at 100 percent."""
        self._canvas.set_look(family=family, points=points)

    def set_page_shape(self, *, spacing: int, column: int) -> None:
        """The line spacing in percent of the usual, and the average characters in a full line."""
        self._canvas.set_look(spacing=spacing, column=column)

    def set_chips_in_full(self, full: bool) -> None:
        """Chips tell subtype, identity and attributes beside the label, or the label alone."""
        self._canvas.set_chips_in_full(full)

    def set_density(self, density: Density) -> None:
        """``calm``: underlines only; ``normal``: chips, and the arcs of what is selected; ``all``: every arc."""
        self._canvas.set_look(density=density)

    @property
    def density(self) -> Density:
        """How much is drawn around the text."""
        return self._canvas.density

    def set_empty_text(self, text: str) -> None:
        """What the page says when there is no article."""
        self._empty = text
        self.viewport().update()

    def set_hints(self, hints: Mapping[int, str]) -> None:
        """Draw letters at mentions for the keyboard; ``{}`` takes them away."""
        self._canvas.hints = dict(hints)
        self._canvas.refresh()

    def set_found(self, spans: Sequence[Span]) -> None:
        """Mark the hits of a search, in order and without overlaps; ``()`` takes the marks away."""
        self._canvas.found = tuple(spans)
        self._canvas.refresh()
        self._overview.renew()

    def set_relation_source(self, mention_id: int | None) -> None:
        """Mark a mention as the first end of a relation, with an arc to the pointer; ``None`` takes it away."""
        self._canvas.source, self._canvas.rubber = mention_id, None
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        if mention_id is not None and self.underMouse():
            self._canvas.rubber = (mention_id, QPointF(point))
        self._canvas.refresh()

    def mentions_in_view(self) -> list[int]:
        """The mentions that begin in the window, from top to bottom: those to give hint letters to."""
        return self._canvas.beginning_in_window()

    @property
    def column_width(self) -> float:
        """The width of the reading column, in pixels."""
        page = self._canvas.page
        return page.width if page is not None else self._canvas.metrics.column(self._canvas.width)

    # --- what is chosen ---------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The text of the article."""
        return self._hands.text

    @property
    def caret(self) -> int:
        """The offset of the caret."""
        return self._choice.caret

    @property
    def selected(self) -> Span:
        """The selected stretch (the first of several); empty, at the caret, when nothing is selected."""
        return self._choice.selected

    @property
    def parts(self) -> tuple[Span, ...]:
        """All selected stretches."""
        return self._choice.parts

    def selected_text(self) -> str:
        """The selected text in the order of the document; several parts stand on lines of their own."""
        return "\n".join(span.slice(self.text) for span in core_spans.normalise(self._choice.parts))

    def select(self, span: Span, *, reveal: bool = True) -> None:
        """Select a stretch of the text (or, where it is empty, put the caret there)."""
        self._choice.take(self._within(span))
        if reveal:
            self.reveal(span)

    def select_mention(self, mention_id: int) -> None:
        """Select a mention and bring it into the window."""
        held = self._choice.annotations
        if held is not None and mention_id in held.mentions:
            self._choice.take_mention(mention_id)
            self._scroller.reveal(held.mentions[mention_id].start)

    def select_all(self) -> None:
        """Select the whole text."""
        self._choice.take(Span(0, len(self.text)))

    def reveal(self, span: Span) -> None:
        """Bring a stretch of the text into the window."""
        span = self._within(span)
        self._scroller.reveal(span.start, whole=max(span.start, span.end - 1))

    def scroll_place(self) -> int:
        """The first offset in the window, to come back to."""
        page = self._canvas.page
        return page.grip(None, self._scroller.window).offset if page and self._scroller.window else 0

    def span_in_window(self) -> Span:
        """What of the text is in the window."""
        pane = self.viewport()
        return Span(self.scroll_place(), self._canvas.hit(pane.width(), pane.height()).offset)

    def restore_place(self, offset: int) -> None:
        """Bring the line of ``offset`` to the top of the window."""
        self._scroller.restore(min(max(0, offset), len(self.text)))

    def put_caret(self, offset: int) -> None:
        """Put the caret somewhere, with nothing selected, and bring it into the window."""
        self._choice.to(min(max(0, offset), len(self.text)))
        self._scroller.reveal(self.caret)

    def character_rect(self, offset: int) -> QRect:
        """Where a character stands on the screen; empty when it is not in the window."""
        found = self._canvas.character_rect(offset)
        if found is None:
            return QRect()
        return QRect(self.viewport().mapToGlobal(found.topLeft()), found.size())

    def offset_on_screen(self, point: QPoint) -> int:
        """The offset nearest to a point of the screen."""
        here = self.viewport().mapFromGlobal(point)
        return self._canvas.hit(here.x(), here.y()).offset

    def _within(self, span: Span) -> Span:
        length = len(self.text)
        start = min(max(0, span.start), length)
        return Span(start, min(max(start, span.end), length))

    def _on_selection_changed(self, by: object) -> None:
        if by is not self:
            self._choice.x = None
        self._canvas.refresh()
        self._overview.choose()
        accessibility.tell_caret(self, self.caret, self.parts, self._told)

    def _told(self) -> str:
        """What a screen reader says of the selected mention, or of the smallest at the caret."""
        held = self._choice.annotations
        if held is None:
            return ""
        at_caret = [held.mentions[self._choice.mention]] if self._choice.mention else held.at(self.caret)
        return tooltips.spoken(at_caret[0], held, self._canvas.scheme, self._entities) if at_caret else ""

    def _look(self) -> Look | None:
        """What the scroll bar tells of."""
        canvas, choice = self._canvas, self._choice
        if canvas.page is None or choice.annotations is None:
            return None
        look = Look(canvas.page, canvas.scheme, canvas.theme, canvas.found, caret=choice.caret)
        if choice.mention is None:
            return look
        mention = choice.annotations.mentions[choice.mention]
        return look._replace(chosen=mention.fragments, label=mention.label)

    def _redraw(self, part: QRect | None) -> None:
        if part is None:
            self.viewport().update()
        else:
            self.viewport().update(part)

    def _on_cursor_wanted(self, shape: Qt.CursorShape) -> None:
        self.viewport().setCursor(shape)

    # --- events -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        canvas = self._canvas
        with QPainter(self.viewport()) as painter:
            if canvas.page is None:
                paint_empty(
                    painter, QRectF(self.viewport().rect()), canvas.theme, canvas.metrics.font, self._empty
                )
            else:
                painter.setClipRect(event.rect())
                canvas.paint(painter, QRectF(event.rect()), has_focus=self.hasFocus())

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = self.viewport().size()
        self._canvas.set_size(size.width(), size.height())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hands.leave()
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._canvas.set_look(ratio=self.devicePixelRatioF())
        return super().viewportEvent(event)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        hit = self._canvas.hit(event.pos().x(), event.pos().y())
        relation = hit.arc.relation if hit.arc is not None else None
        if (held := self._choice.annotations) is not None:
            told = tooltips.of(hit.mention, relation, held, self._canvas.scheme, self._entities)
            record = held.mentions.get(hit.mention or 0) or held.relations.get(relation or 0)
            if record is not None and (whose := self.whose_work(record)):
                told += f"<br>{tooltips.plain(whose)}"
            QToolTip.showText(event.globalPos(), told, self.viewport())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._canvas.page is not None:
            self._hands.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hands.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_requested.emit(self._caret_on_screen(), self._choice.mention)
            return
        hit = self._canvas.hit(event.pos().x(), event.pos().y())
        self.menu_requested.emit(event.globalPos(), hit.mention)

    def _caret_on_screen(self) -> QPoint:
        x, y = self._canvas.caret_place()
        return self.viewport().mapToGlobal(QPoint(round(x), round(y)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._hands.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.setAccepted(self._escape())
            return
        event.setAccepted(keys.take(event, self._choice, self._scroller))

    def _escape(self) -> bool:
        """Esc lets go of a drag, hint letters or the first end of a relation."""
        canvas = self._canvas
        had = self._hands.drop() or bool(canvas.hints) or canvas.source is not None
        canvas.hints, canvas.source, canvas.rubber = {}, None, None
        if had:
            canvas.refresh()
        return had

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_ours = event.key() == Qt.Key.Key_Escape and self._hands.is_busy
            event.setAccepted(is_ours)
            return is_ours
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._hands.drop()
        self._scroller.rest()
        super().hideEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._redraw(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._redraw(None)
