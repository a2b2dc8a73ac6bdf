"""The window: builds the page and its panels, hands each what it needs, and connects what they say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QPushButton,
    QToolButton,
)

from glossator.core.changes import Change
from glossator.core.scheme import Scheme, SchemeItem
from glossator.core.spans import Span
from glossator.ui import settings as kept
from glossator.ui.actions import summing
from glossator.ui.actions.asking import Asking
from glossator.ui.actions.choosing import Choosing
from glossator.ui.actions.continuing import Continuing
from glossator.ui.actions.deeds import Deed, deeds
from glossator.ui.actions.desk import Desk, why_only_read
from glossator.ui.actions.exchanging import Exchanging
from glossator.ui.actions.identifying import Identifying
from glossator.ui.actions.joining import Joining
from glossator.ui.actions.judging import Judging
from glossator.ui.actions.layering import Layering
from glossator.ui.actions.menus import Menus
from glossator.ui.actions.modes import Modes
from glossator.ui.actions.moving import Moving
from glossator.ui.actions.panes import Panes
from glossator.ui.actions.past import Past
from glossator.ui.actions.picturing import Picturing
from glossator.ui.actions.project import ProjectActs
from glossator.ui.actions.relating import Relating
from glossator.ui.actions.renewal import Renewal
from glossator.ui.actions.reviewing import Reviewing
from glossator.ui.actions.saying import Saying
from glossator.ui.actions.scheming import Scheming
from glossator.ui.actions.searching import Searching
from glossator.ui.actions.seeking import Seeking
from glossator.ui.actions.shortcuts import Actions
from glossator.ui.actions.situation import Situation
from glossator.ui.actions.tagging import Tagging
from glossator.ui.actions.touring import Touring
from glossator.ui.actions.undoing import Undoing
from glossator.ui.actions.viewing import Viewing
from glossator.ui.actions.watching import Watching
from glossator.ui.docks import build as docked
from glossator.ui.docks import go_on
from glossator.ui.middle import Middle
from glossator.ui.panels.annotations import AnnotationsPanel
from glossator.ui.panels.documents import DocumentsPanel
from glossator.ui.panels.history import HistoryPanel
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.panels.review import ReviewPlace
from glossator.ui.panels.status import StatusLine
from glossator.ui.plots.board import SummaryBoard
from glossator.ui.selection import Selection
from glossator.ui.settings import Settings
from glossator.ui.signals import ProjectSignals
from glossator.ui.text.view import ArticleView
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

_STATE_VERSION = 1
_SAID_FOR = 6000  # milliseconds


class MainWindow(QMainWindow):
    """One window on one project."""

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.settings = settings
        self.selection = Selection(self)
        self.signals = ProjectSignals(self)
        self._build_page(theme)
        self._build_panels(theme)
        self._build_acts_on_projects()
        self._build_acts_on_texts()
        self._build_actions(theme)
        self._connect_panels()
        self._connect_acts()
        self._restore()
        self.situation.tell()

    # --- building

    def _build_page(self, theme: Theme) -> None:
        self.setWindowTitle("Glossator")
        self.setAcceptDrops(True)
        self.resize(QSize(1280, 832).boundedTo(self.screen().availableSize()))
        self.page = ArticleView(self.selection, theme)
        self.desk = Desk(self, self.page, self.selection, self.signals, theme)
        self.board = SummaryBoard(None, self.selection, self.signals, theme, settings=self.settings)
        self.middle = Middle(self.page, self.board, theme, (self.desk.above, self.desk.below))
        self.start, self.header = self.middle.start, self.middle.header
        self.banner, self.then, self.mode = self.middle.banner, self.middle.then, self.middle.mode
        self.setCentralWidget(self.middle)

    def _build_panels(self, theme: Theme) -> None:
        shared = (None, self.selection, self.signals, theme)
        self.documents = DocumentsPanel(*shared)
        self.inspector = InspectorPanel(*shared)
        self.annotations = AnnotationsPanel(*shared)
        self.history = HistoryPanel(*shared)
        self.review = ReviewPlace(*shared)
        beside = (self.documents, self.inspector, self.annotations, self.history, self.review)
        self._panels = (*beside, self.board)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        titles = ("Inspector", "Annotations", "History", "Review")
        right = tuple(zip(titles, beside[1:], strict=True))
        self.left_docks, self.right_docks = docked(self, [("Documents", self.documents)], right)

    def _build_acts_on_projects(self) -> None:
        self.projects = ProjectActs(self.desk, self.settings)
        labels = [lambda bench: self._offer_labels(bench.scheme)]
        self._renewal = Renewal(self, [*labels, *(each.set_bench for each in self._panels)])
        self.watching = Watching(self.desk, self.projects, self.banner)
        self.continuing = Continuing(self.desk, self.projects, self.banner, self.settings)
        self.touring = Touring(self.desk, self.projects, self.middle.tabs)
        self.moving = Moving(self.desk, self.settings)
        self.moving.listed = self.documents.model.listed
        self.undoing = Undoing(self.desk, self.moving)
        self.middle.put_over(self.undoing.strip)
        self.layering = Layering(self.desk, self.settings)
        self.exchanging = Exchanging(self.desk, self.settings)
        self.past = Past(self.desk, self.projects, self.moving, self.history, self.then, self.settings)

    def _build_acts_on_texts(self) -> None:
        self.tagging = Tagging(self.desk)
        self.relating = Relating(self.desk)
        self.reviewing = Reviewing(self.desk, self.moving, self.relating, self.review, self.right_docks[3])
        self.saying = Saying(self.desk)
        self.judging = Judging(self.desk, self.saying)
        self.joining = Joining(self.desk)
        self.modes = Modes(self.mode, self.tagging, self.relating, self.saying, self.joining)
        self.searching = Searching(self.desk)
        self.scheming = Scheming(self.desk, self.settings, self.undoing)
        self.picturing = Picturing(self.desk, self.settings)
        self.viewing = Viewing(self.desk, self.settings, self.left_docks, self.right_docks)
        self.asking = Asking(self.desk, self.moving, self.tagging.set_label)
        self.panes = Panes(self, self.middle.shown, self._panels[:-1])
        self.seeking = Seeking(self.desk, self, self.panes)
        self.identifying = Identifying(self.desk, self.moving, self.tagging, self.annotations)

    def _build_actions(self, theme: Theme) -> None:
        done = deeds(
            self.desk,
            projects=self.projects,
            tagging=self.tagging,
            relating=self.relating,
            identifying=self.identifying,
            moving=self.moving,
            undoing=self.undoing,
            searching=self.searching,
            picturing=self.picturing,
            asking=self.asking,
            viewing=self.viewing,
            window=self._own_deeds(),
        )
        own_keys = self.settings.get(kept.SHORTCUTS)
        self.actions_by_id = Actions(self, self.page, done, own_keys)
        self.actions_by_id.wear(theme)
        self.asking.know(self.actions_by_id)
        self.situation = Situation(
            self.desk,
            self.settings,
            self.actions_by_id,
            self.layering,
            header=self.header,
            status=self.status,
        )
        self.choosing = Choosing(self.desk, self.settings, self.viewing, self.actions_by_id)
        self.menus = Menus(self, self.actions_by_id, self.settings, self.projects.open)

    def _own_deeds(self) -> dict[str, Deed]:
        return {
            "quit": self.close,
            "scheme": self.scheming.open,
            "check": self.watching.check,
            "settings": self._open_settings,
            "attributes": self.saying.open,
            "judgement": self.judging.judge,
            "same_event": self.joining.join,
            "attributes_form": self.inspector.focus_attributes,
            "record_history": self.past.history_of_selected,
            "as_of": self.past.ask_moment,
            **self.layering.deeds(),
            **self.exchanging.deeds(),
            "article": self.middle.show_article,
            "summary": self.middle.show_summary,
            **summing.deeds(self.middle.show_summary, self.board),
            "next_pane": lambda: self.panes.step(1),
            "previous_pane": lambda: self.panes.step(-1),
            "keys": self.asking.keys,
            "tour": self.touring.begin,
            "find_project": self.seeking.open,
            "review": self.reviewing.open,
            "flag": self.reviewing.flag,
        }

    # --- connecting

    def _connect_panels(self) -> None:
        self.documents.open_requested.connect(self._on_open_document)
        self.documents.import_requested.connect(self.projects.ask_import)
        self.documents.properties_requested.connect(self.projects.ask_properties)
        self.documents.remove_requested.connect(self.projects.remove)
        self.documents.status_requested.connect(
            lambda document, status: self.moving.set_status(status, document)
        )
        for panel in (self.inspector, self.annotations):
            panel.edit_requested.connect(lambda change: self.desk.perform(lambda: change))
            panel.goto_requested.connect(self.moving.go_to_record)
            panel.refused.connect(lambda refused: self.desk.said.emit(str(refused), True))
        self.annotations.menu_requested.connect(self.menus.open_context)
        self.annotations.key_pressed.connect(self.actions_by_id.press)
        self.annotations.history_requested.connect(self.past.history_of)
        self.inspector.entity_requested.connect(self.actions_by_id["identity"].trigger)
        self.inspector.card_requested.connect(self.actions_by_id["entity_card"].trigger)
        self.inspector.note_requested.connect(self.relating.note)
        self.history.undo_requested.connect(self.actions_by_id["undo"].trigger)
        self.history.redo_requested.connect(self.actions_by_id["redo"].trigger)
        self.header.properties_requested.connect(self.projects.ask_properties)
        self.board.goto_requested.connect(self._on_goto_sentence)
        self.board.card_requested.connect(self.identifying.show_card)
        self.board.date_wanted.connect(self.identifying.dating.ask_of)
        self.board.place_wanted.connect(self.identifying.placing.ask)
        self.board.grades_wanted.connect(self.judging.regrading.ask)
        self.board.merge_wanted.connect(self.identifying.merge_many)
        self.board.said.connect(lambda sentence: self.desk.said.emit(sentence, False))
        self.seeking.goto_requested.connect(
            lambda document, span: self._on_goto_sentence(document, span, None)
        )
        self.start.new_requested.connect(self.projects.new)
        self.start.open_requested.connect(self.projects.ask_open)
        self.start.demo_requested.connect(self.projects.open_demo)
        self.start.recent_requested.connect(self.projects.open)
        self.start.tour_requested.connect(self.touring.begin)
        self.start.guide_requested.connect(self.asking.guide)

    def _connect_acts(self) -> None:
        self.desk.said.connect(self._on_said)
        self.projects.opened.connect(self._on_project_opened)
        self.projects.closing.connect(self._on_project_closing)
        self.projects.closed.connect(self._on_project_closed)
        self.projects.working.connect(self.status.show_work)
        self.picturing.working.connect(self.status.show_work)
        self.past.working.connect(self.status.show_work)
        self.projects.documents_added.connect(self._on_documents_added)
        self.projects.annotations_found.connect(self.exchanging.take)
        self.exchanging.working.connect(self.status.show_work)
        self.exchanging.documents_added.connect(self._on_documents_added)
        self.tagging.trigger_tagged.connect(self.relating.build_event)
        self.desk.theme_changed.connect(self._on_theme_changed)
        self.choosing.applied.connect(self._on_settings_applied)
        self.layering.chosen.connect(self.situation.tell)
        self.signals.changed.connect(self._on_changed)
        self.signals.renewed.connect(self._on_renewed)
        self.signals.document_opened.connect(self._on_document_opened)
        self.selection.changed.connect(lambda by: self.situation.tell_selected())
        self.page.menu_requested.connect(self.desk.aim)
        self.page.menu_requested.connect(lambda at, mention: self.menus.open_context(at))
        self.page.mention_activated.connect(lambda mention: self.inspector.focus_attributes())
        self.page.zoom_requested.connect(self.viewing.zoom_by)
        for action, docks in (("fold_left", self.left_docks), ("fold_right", self.right_docks)):
            self.viewing.show_state_of(docks, self.actions_by_id[action])

    # --- what happens

    def _on_project_opened(self, bench: Workbench) -> None:
        self._offer_labels(bench.scheme)
        self._give_bench(bench)
        self.setWindowTitle(f"{bench.ask.title()} — Glossator")
        self.middle.show_project()
        self.page.set_empty_text("No document is open. Import texts with Ctrl+I, or choose one with Ctrl+P.")
        self.signals.project_opened.emit()
        self.status.show_state("read-only" if bench.read_only else "")
        self.watching.begin()
        self.moving.open_where_left()
        if not bench.ask.document_count():
            self.middle.show_article()  # which says what to do; a Summary has nothing to say yet
        self.page.setFocus()
        self.situation.tell()

    def _on_project_closing(self) -> None:
        self.inspector.tell()
        self.relating.leave_document()
        self.moving.leave()

    def _on_project_closed(self) -> None:
        self._offer_labels(None)
        self._renewal.stop()
        self._give_bench(None)
        self.setWindowTitle("Glossator")
        self.watching.end()
        self.status.show_state("")
        self.start.show_recent([Path(each) for each in self.settings.get(kept.RECENT)])
        self.middle.show_start()
        self.signals.project_closed.emit()
        self.situation.tell()

    def _give_bench(self, bench: Workbench | None) -> None:
        for panel in self._panels:
            panel.set_bench(bench)

    def _on_changed(self, change: Change) -> None:
        bench = self.desk.bench
        if bench is not None and bench.current is None and self.selection.document is not None:
            self.selection.clear(self)
            self.page.show_article(None, None)
        else:
            self.page.follow(change, bench.scheme if bench is not None else None)
        if bench is not None and any(isinstance(r, SchemeItem) for r in (*change.removed, *change.added)):
            self._offer_labels(bench.scheme)
        self.situation.tell_changed()

    def _on_renewed(self) -> None:
        """So much has changed that each part reads anew what it shows."""
        bench = self.desk.bench
        if bench is not None:
            self.moving.show_anew()
            self._renewal.begin(bench)
            self.situation.tell_changed()

    def _on_said(self, text: str, is_refusal: bool) -> None:
        self.status.showMessage(text, _SAID_FOR)

    def _on_open_document(self, document_id: int) -> None:
        self.middle.show_article()
        self.moving.open_document(document_id)

    def _on_document_opened(self, document_id: int) -> None:
        self.relating.leave_document()
        self.saying.leave()
        self.situation.tell()

    def _on_goto_sentence(self, document_id: int, span: Span | None, mention_id: int | None) -> None:
        self.middle.show_article()
        self.moving.go_to(document_id, span=span, record_id=mention_id)

    def _on_documents_added(self, document_ids: list[int]) -> None:
        self.moving.open_document(document_ids[0])

    def _on_theme_changed(self, theme: Theme) -> None:
        self.actions_by_id.wear(theme)
        for part in self._panels:
            part.set_theme(theme)
        self.middle.set_theme(theme)
        self.situation.tell()

    def _open_settings(self) -> None:
        self.choosing.open()

    def _on_settings_applied(self) -> None:
        bench = self.desk.bench
        if bench is not None:
            self._offer_labels(bench.scheme)
        self.layering.renew()
        self.situation.tell()

    def _offer_labels(self, scheme: Scheme | None) -> None:
        self.actions_by_id.set_labels(scheme, self.tagging.tag_with, self.tagging.paint_with)

    # --- remembered, dropped, closed

    def _restore(self) -> None:
        get = self.settings.get
        self.viewing.shape_page()
        self.page.set_zoom(get(kept.ZOOM))
        self.viewing.set_density(get(kept.DENSITY))
        if get(kept.GEOMETRY):
            self.restoreGeometry(get(kept.GEOMETRY))
        if get(kept.WINDOW_STATE):
            self.restoreState(get(kept.WINDOW_STATE), _STATE_VERSION)
        self.start.show_recent([Path(each) for each in get(kept.RECENT)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.projects.take_files(files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field, list or panel has a use for: Esc brings the keyboard back to the page, Enter presses the
        button that has the focus, as in a dialog, the key for the keys that work now shows them off the page too, and
        one that would change a project that can only be read says so.
        """
        bench = self.desk.bench
        held = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            held, QPushButton | QToolButton
        ):
            held.click()
        elif event.key() == Qt.Key.Key_Escape and self.touring.is_on:
            self.touring.end()
        elif event.key() == Qt.Key.Key_Escape:
            self.panes.go_home()
        elif event.text() and event.text() == self.actions_by_id["keys"].shortcut().toString():
            self.asking.keys()
        elif bench is not None and (wanted := self.actions_by_id.only_read(event)):
            self.desk.said.emit(f"{wanted}: not possible, as {why_only_read(bench)}.", True)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        before = QApplication.focusWidget()
        has_gone = super().focusNextPrevChild(forward)
        is_stuck = before is not None and QApplication.focusWidget() is before
        return go_on(self, forward=forward) if is_stuck else has_gone

    def closeEvent(self, event: QCloseEvent) -> None:
        self.projects.close()
        self.settings.set(kept.GEOMETRY, bytes(self.saveGeometry().data()))
        self.settings.set(kept.WINDOW_STATE, bytes(self.saveState(_STATE_VERSION).data()))
        self.settings.sync()
        super().closeEvent(event)
