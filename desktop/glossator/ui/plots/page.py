"""The Summary page: the views on their board under one filter, and the sentences behind each mark."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from glossator.core.changes import Change
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.lens import Lens
from glossator.core.titles import counted
from glossator.ui import messages
from glossator.ui.plots.card import Card
from glossator.ui.plots.catalogue import plots
from glossator.ui.plots.evidence import Evidence
from glossator.ui.plots.filterbar import FilterBar
from glossator.ui.plots.inquiry import Inquiry
from glossator.ui.plots.linking import Ground, Linking
from glossator.ui.plots.listing import Listing
from glossator.ui.plots.narrowing import keep, kept
from glossator.ui.plots.plot import About, Plot
from glossator.ui.plots.sentences import Sentences
from glossator.ui.plots.sheet import BoardSheet
from glossator.ui.plots.touching import is_first_or_last, is_of_scheme, is_seen_by, touched_views
from glossator.ui.selection import Selection
from glossator.ui.settings import Settings
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

_DELAY = 40
_MARGIN = 64
_ROUNDS = 12  # as what is drawn moves what stands below it, further views may come into sight


def _title(bench: Workbench | None, document: int | None, evidence: Evidence | None) -> str:
    if bench is None:
        return "No project is open. Open one with Ctrl+O, or make one with Ctrl+N."
    if document is not None and evidence is not None:
        return evidence.name_of(document)
    return f"{bench.ask.title()}  ·  {counted(bench.ask.document_count(), 'document')}"


class SummaryPage(QWidget):
    """Shows what the open document or the whole project holds.

    ``goto_requested`` carries the document's id, the span (code points) and the id of the mention or relation of a
    sentence that was taken, ``card_requested`` the id of an identity whose card is wanted, ``said`` a sentence for the
    status line; ``date_wanted``, ``place_wanted``, ``grades_wanted`` and ``merge_wanted`` are those of a
    :class:`~glossator.ui.plots.plot.Plot`.

    A view that nobody sees asks nothing, be it hidden, scrolled away or behind another one.  When the page comes into
    sight, those that are seen ask at once, or (``is_in_turn``) one after another, the upper ones first, and ``turned``
    tells after each.
    """

    goto_requested = Signal(object, object, object)
    card_requested = Signal(object)
    date_wanted = Signal(object, str)
    place_wanted = Signal(object)
    grades_wanted = Signal(object, object)
    merge_wanted = Signal(object)
    said = Signal(str)
    turned = Signal()

    def __init__(
        self,
        bench: Workbench | None,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
        is_in_turn: bool = False,
    ) -> None:
        super().__init__(parent)
        self._is_in_turn = is_in_turn
        self._bench = bench
        self._evidence = Evidence(bench) if bench else None
        self._selection = selection
        self.theme = theme
        self._soon = QTimer(self, singleShot=True, interval=_DELAY)
        self._soon.timeout.connect(self.refresh)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._take_turn)
        self._make_parts(settings)
        self._connect(signals)
        self.bar.set_bench(bench, kept(bench))
        self.bar.set_document(selection.document)

    def _make_parts(self, settings: Settings | None) -> None:
        self.bar = FilterBar(self.theme, self)
        # each stands from the beginning where it will: one that is put elsewhere goes through the style sheet again,
        # with all that is in it; and what is shown is styled at once, hence no card is there when that is said
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.area = QScrollArea(self._splitter)
        self.sheet = BoardSheet(self.theme, settings, self.area.viewport())
        self._lay_out()
        self.plots = plots(self.theme, self.sheet)
        self._inquiries = {name: Inquiry(plot, self) for name, plot in self.plots.items()}
        self._stale = set(self.plots)
        self.sheet.place(self.plots)
        self.linking = Linking(self.plots, self.bar, self._selection, self._ground, self)
        self.brush = self.linking.brush
        self.sentences = Sentences(self.theme, self._splitter)
        self.sentences.hide()
        self._splitter.addWidget(self.sentences)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        self.listing = Listing(self.sentences, self._splitter)

    def _lay_out(self) -> None:
        """The bar above the cards; the sentences come below these."""
        self.bar.head.addWidget(self.sheet.choice)
        self.area.setWidget(self.sheet)
        self.area.setWidgetResizable(True)
        # one that comes with the sentences would make every chart narrower under the pointer
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._splitter.addWidget(self.area)
        self._splitter.setStretchFactor(0, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._splitter, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes round: through the bar, the cards, and out

    def _connect(self, signals: ProjectSignals) -> None:
        for name, plot in self.plots.items():
            plot.card.chosen.connect(lambda key, name=name: self._on_chosen(name, key))
            plot.card.brushed.connect(
                lambda keys, more, name=name: self.brush.set(name, keys, is_adding=more)
            )
            plot.stale.connect(lambda name=name: self._go_stale({name}))
            plot.card_requested.connect(self.card_requested)
            plot.date_wanted.connect(self.date_wanted)
            plot.place_wanted.connect(self.place_wanted)
            plot.grades_wanted.connect(self.grades_wanted)
            plot.merge_wanted.connect(self.merge_wanted)
            plot.lens_wanted.connect(self.bar.set_lens)
            plot.links_wanted.connect(self._show_links)
            plot.goto_wanted.connect(lambda document, span: self.goto_requested.emit(document, span, None))
            plot.said.connect(self.said)
            plot.view_requested.connect(self.show_view)
            self._inquiries[name].answered.connect(self._on_answered)
            plot.drawn.connect(self._on_answered)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self._on_scrolled())
        self.sheet.arranged.connect(self._look_soon)
        self.sheet.enlarging.connect(self._on_enlarging)
        self.bar.changed.connect(self._on_lens_changed)
        self.linking.several.connect(self._list)
        self.sentences.went.connect(lambda at: self.goto_requested.emit(at.document, at.span, at.record))
        self.sentences.closed.connect(self.listing.clear)
        self.sentences.closed.connect(self.setFocus)
        self.sentences.card_requested.connect(self.card_requested)
        signals.changed.connect(self._on_changed)
        signals.document_opened.connect(lambda _: self.bar.set_document(self._selection.document))
        signals.perused.connect(lambda _: self._go_stale({"coverage"}))
        self._selection.changed.connect(self._on_selection_changed)

    # --- what is shown

    @property
    def lens(self) -> Lens:
        """What the views count: what the filter takes, of what may be seen."""
        return replace(self.bar.lens, whose=self._bench.whose) if self._bench else self.bar.lens

    @property
    def _is_by_claim(self) -> bool:
        """A relation that changes may hide or show mentions, which no view follows step by step."""
        return self._bench is not None and bool(self.bar.lens.asks_of_claims(self._bench.scheme))

    @property
    def cards(self) -> dict[str, Card]:
        """The cards by the name of their view."""
        return {name: plot.card for name, plot in self.plots.items()}

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        is_other, self._bench = bench is not self._bench, bench
        self._evidence = Evidence(bench) if bench else None
        for inquiry in self._inquiries.values():
            inquiry.forget(is_other=is_other)
        self.brush.clear()
        self.listing.clear()
        self.bar.set_bench(bench, kept(bench))
        self.bar.set_document(self._selection.document if bench else None)
        self._go_stale(self.plots)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.bar.set_theme(theme)
        self.sheet.set_theme(theme)
        self.sentences.set_theme(theme)
        for plot in self.plots.values():
            plot.set_theme(theme)

    def show_view(self, name: str) -> None:
        """Show one view on the whole page, with the keyboard on it."""
        self.sheet.enlarge(name)
        self.refresh()
        self.sheet.focus_on(name)

    def _show_links(self, entities: frozenset[int]) -> None:
        self.show_view("links")
        self.plots["links"].begin_with(entities)

    def refresh(self) -> None:
        """Ask anew for what is out of date, as far as it is seen."""
        if not self.isVisible():
            return
        self._turn.stop()
        self._show_head()
        rounds = 0
        while rounds < _ROUNDS and (wanted := self._wanted()):
            self._ask(wanted)
            rounds += 1
        self.linking.light_up()

    def _take_turn(self) -> None:
        """Ask for the uppermost view that is seen and out of date, and for the others afterwards."""
        self._show_head()
        wanted = self._wanted()
        if wanted:
            self._ask(wanted[:1])
            self._turn.start()
        else:
            self.linking.light_up()
        self.turned.emit()

    def _show_head(self) -> None:
        self._soon.stop()
        self.area.setVisible(self._bench is not None)
        self.bar.title.say(_title(self._bench, self.lens.document, self._evidence))

    def _wanted(self) -> list[str]:
        """The views that are seen and out of date, the upper ones first."""
        if self._bench is None:
            return []
        self._settle()
        cards = {name: self.plots[name].card for name in self._stale if self._is_seen(name)}
        return sorted(cards, key=lambda name: (cards[name].y(), cards[name].x()))

    def _ask(self, names: list[str]) -> None:
        if self._bench is not None:
            about = self._about(self._bench)
            self._stale.difference_update(names)
            for name in names:
                self._inquiries[name].begin(about)

    def _settle(self) -> None:
        """An enlarged view is as high as the page without the sentences: when these come, it stays as it is."""
        seen, height = self.area.viewport().size(), self._splitter.height() - 2 * self.area.frameWidth()
        self.sheet.settle(seen.width(), height if self.sheet.enlarged else seen.height())

    def _is_seen(self, name: str) -> bool:
        card = self.plots[name].card
        if card.isHidden():
            return False
        seen = QRect(QPoint(0, self.area.verticalScrollBar().value()), self.area.viewport().size())
        return seen.intersects(card.geometry())

    def _about(self, bench: Workbench) -> About:
        return About(bench, self.lens)

    def _ground(self) -> Ground | None:
        return (self._about(self._bench), self._evidence) if self._bench and self._evidence else None

    def _go_stale(self, views: Iterable[str]) -> None:
        """These are out of date: ask anew soon, or when they are seen next."""
        self._stale.update(views)
        self._look_soon()

    def _look_soon(self) -> None:
        if self._stale and self.isVisible():
            self._soon.start()

    # --- what happens

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self._turn.start if self._is_in_turn else self.refresh)()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()
        self._turn.stop()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._bench is not None:
            self.sheet.focus_on(self.sheet.first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape and not self.brush.is_empty:
            self.brush.clear()
        elif is_escape and self.sentences.isVisible():
            self.listing.clear()
        elif not self.sheet.press(event):
            super().keyPressEvent(event)

    def _on_enlarging(self, name: str) -> None:
        """A view takes the whole page: it begins at its title, and sentences of another one go."""
        if name and self.listing.view != name:
            self.listing.clear()
        self.area.verticalScrollBar().setValue(0)

    def _on_scrolled(self) -> None:
        self._look_soon()
        for name, plot in self.plots.items():
            if not plot.card.view.is_empty and self._is_seen(name):
                plot.card.chart.note_scrolled()

    def _on_changed(self, change: Change) -> None:
        if self._evidence is not None and any(isinstance(each, Document) for each in change.removed):
            self._evidence.forget_names()
        touched = touched_views(change, self.plots.values(), is_by_claim=self._is_by_claim)
        if self._bench is not None and is_first_or_last(change, self._bench):
            touched = frozenset(self.plots)
        if is_of_scheme(change):
            self.bar.renew()
            late = list(touched)
        else:
            late = [name for name in touched if not self._follows(name, change)]
        self._stale.update(late)
        if any(map(self._is_seen, late)):  # one that is not seen waits until it is
            self._look_soon()
        if len(late) < len(touched):
            self.linking.light_up()
        self.listing.look_soon()

    def _follows(self, name: str, change: Change) -> bool:
        """A view that is up to date and seen takes the Change in at once; every other one is asked anew."""
        is_known = name not in self._stale and not self._inquiries[name].is_under_way
        if self._bench is None or not self.isVisible() or not is_known or not self._is_seen(name):
            return False
        if self._is_by_claim or not is_seen_by(self.lens.whose, change):
            return False
        try:
            return self.plots[name].follow(change, self._about(self._bench))
        except GlossatorError:
            return False  # asking anew tells what is wrong, in the card

    def _on_answered(self) -> None:
        if self.sheet.enlarged:
            self._settle()  # how much of its card is not the chart is known only now
        self.linking.light_up()
        self.listing.look_soon()
        self._look_soon()

    def _on_selection_changed(self, by: object) -> None:
        if self._selection.document != self.bar.document:
            self.bar.set_document(self._selection.document)
        if self.isVisible():
            self.linking.light_up()

    def _on_lens_changed(self, lens: Lens) -> None:
        self.brush.clear()
        self.listing.clear()
        if self._bench is not None:
            keep(self._bench, lens)
        self._go_stale(self.plots)

    # --- sentences

    def _on_chosen(self, name: str, key: Hashable) -> None:
        bench = self._bench
        if bench is not None and self._list(self.plots[name], (key,), self._about(bench)):
            self._reveal(name)
            self.sentences.list.setFocus()

    def _list(self, plot: Plot, keys: tuple[Hashable, ...], about: About) -> bool:
        """List the sentences of these marks; ``False`` where they have none, or it is told why not."""
        try:
            return self._evidence is not None and self.listing.show(plot, keys, about, self._evidence)
        except GlossatorError as error:
            messages.show_error(self, error)
            return False

    def _reveal(self, name: str) -> None:
        """Keep the mark in view, as the sentences take room from the cards."""
        card = self.plots[name].card
        center = None if card.view.is_empty else card.chart.center_of_current()
        if center is not None and card.chart.isVisible():
            at = card.chart.mapTo(self.sheet, center)
            self.area.ensureVisible(at.x(), at.y(), 0, _MARGIN)
