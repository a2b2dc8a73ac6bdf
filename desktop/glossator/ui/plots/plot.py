"""One view on the board: what its controls say, how it draws an answer and how it follows a Change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QToolButton, QWidget

from glossator.analysis.facets import Facets
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change, document_of
from glossator.core.lens import Lens, Pick
from glossator.core.scheme import Scheme
from glossator.surveys import Survey
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.card import Card
from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.theme import Theme, icon
from glossator.workbench import Workbench

MOST_FOLLOWED = 400
"""Records of a Change up to which views follow it step by step; after a larger one they are asked anew."""


class About(NamedTuple):
    """What the views are about: the open project, seen through a lens."""

    bench: Workbench
    lens: Lens

    @property
    def scheme(self) -> Scheme:
        """The label scheme of the project."""
        return self.bench.scheme


class Steps(NamedTuple):
    """Of a Change, the mentions that the lens takes, as they were and as they are."""

    mentions_before: tuple[Mention, ...]
    mentions: tuple[Mention, ...]


MOST_SAVED = 100_000
"""Rows of a table that is made to be saved or copied at most, of what the window lists by pages."""


class Plot(QObject):
    """The one who looks after a view.  ``stale`` asks that its figures be asked for anew, as a control was changed;
    ``drawn`` tells that what was answered is drawn only now;
    ``said`` carries a sentence for the status line, ``card_requested`` the id of an identity whose card is wanted,
    ``view_requested`` the name of another view, ``date_wanted`` the ids of the tellings of an event and the date
    (ISO 8601, may be empty) that it shall have, ``place_wanted`` the id of an identity that shall be somewhere,
    ``grades_wanted`` the picks of claims that shall be graded anew, and the lens that takes them, ``merge_wanted`` ids
    of identities that are one, ``links_wanted`` those that shall be seen in the link chart, ``lens_wanted`` a lens that
    all views shall have, ``goto_wanted`` the id of a document and a span in it.
    """

    stale = Signal()
    drawn = Signal()
    said = Signal(str)
    card_requested = Signal(object)
    view_requested = Signal(str)
    date_wanted = Signal(object, str)
    place_wanted = Signal(object)
    grades_wanted = Signal(object, object)
    merge_wanted = Signal(object)
    links_wanted = Signal(object)
    lens_wanted = Signal(object)
    goto_wanted = Signal(object, object)

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.survey = survey
        self.brushed: tuple[Hashable, ...] = ()
        self.card = Card(survey.question, theme, parent, make_chart=self.make_chart)
        self.card.setObjectName(survey.name)
        self.card.failed.connect(self.said)
        self.card.told_by_controls = self.told_by_controls
        self.pictured: dict[QToolButton, str] = {}
        """Buttons with a picture (the name of an icon) instead of words."""

    # --- buttons beside the title

    def button(self, words: str, tip: str, do: Callable[[], None]) -> QToolButton:
        """A button with words."""
        made = QToolButton(self.card)
        made.setText(words)
        made.setToolTip(tip)
        made.clicked.connect(lambda _=False: do())
        self.card.controls.addWidget(made)
        return made

    def picture_button(self, icon_name: str, tip: str, do: Callable[[], None]) -> None:
        """A button with a picture, which has the colours of the window; of use only where something is drawn."""
        made = self.button("", tip, do)
        made.setAccessibleName(tip)
        made.setIcon(icon(icon_name, self.card.theme))
        self.pictured[made] = icon_name
        self.card.for_marks.append(made)

    # --- what a view may do in its own way

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        """What draws it."""
        return Canvas(theme, parent)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.card.set_theme(theme)
        for button, name in self.pictured.items():
            button.setIcon(icon(name, theme))

    def options(self) -> Mapping[str, str]:
        """What its controls say, as its survey understands it."""
        return {}

    def told_by_controls(self) -> tuple[str, ...]:
        """What is chosen with its controls, in words, as the foot of a picture names it."""
        items = (self.card.controls.itemAt(at) for at in range(self.card.controls.count()))
        return tuple(words for each in items if each is not None and (words := _told_by(each.widget())))

    def table_options(self) -> Mapping[str, str] | None:
        """What its survey has to be asked for a table of which not all is known here; ``None`` where all is."""
        return None

    def show(self, answer: Any, about: About) -> None:
        """Draw this answer of the survey."""
        raise NotImplementedError

    def follow(self, change: Change, about: About) -> bool:
        """Take a Change of a few records into the figures and draw them; ``False`` where they must be asked for anew.
        The store is asked for what the Change touches at most.
        """
        return False

    def pick(self, key: Hashable, about: About) -> Pick | None:
        """Which records a mark stands for; ``None`` for those of no mark."""
        return None

    def picks_all(self, key: Hashable, about: About) -> tuple[Pick, ...]:
        """The same where a mark stands for several kinds of records."""
        found = self.pick(key, about)
        return (found,) if found is not None else ()

    def caption(self, key: Hashable, about: About) -> str:
        """What the list of its sentences is called."""
        return str(key)

    def label_of(self, key: Hashable, about: About) -> str:
        """The label (id) in whose colour the hits in its sentences are drawn; empty for none."""
        return ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        """Whether a mark shares annotations with what is brushed elsewhere or selected on the page."""
        return False

    def lit(self, own: tuple[Hashable, ...], found: Facets) -> IsLit:
        """Which marks are lit: those that are brushed in it (``own``), else those that hold some of what was
        ``found``.
        """
        return lambda key: key in own if own else not found.is_empty and self.is_lit(key, found)

    def entity_of(self, key: Hashable) -> int | None:
        """The identity that a mark stands for, with whose card its sentences begin; ``None`` where it is none."""
        return None

    def lens_of(self, key: Hashable, lens: Lens) -> Lens:
        """The lens that takes what a mark stands for, where that is not ``lens``, which all views have."""
        return lens

    def asked(self, keys: Sequence[Hashable], about: About) -> list[tuple[Lens, list[Pick]]]:
        """Which records marks stand for, by the lens through which they are asked for: of two sides that are compared
        each has its own.
        """
        found: dict[Lens, list[Pick]] = {}
        for key in keys:
            if picks := self.picks_all(key, about):
                found.setdefault(self.lens_of(key, about.lens), []).extend(picks)
        return list(found.items())

    def narrowed(self, keys: tuple[Hashable, ...], lens: Lens) -> Lens | None:
        """The lens that takes just what these marks stand for; ``None`` where only their records tell it."""
        return None

    def begin_with(self, entities: frozenset[int]) -> None:
        """Show what is around these identities, where a view can do so."""

    def forget(self) -> None:
        """Another project is shown: what was drawn has nothing to do with it."""


def _told_by(control: QWidget | None) -> str:
    """What a box, a field or a button that stays down has chosen; empty for nothing, and for what only does things."""
    if control is None or control.isHidden():
        return ""
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QLineEdit):
        return f"looked for “{control.text().strip()}”" if control.text().strip() else ""
    if isinstance(control, QAbstractButton) and control.isChecked():
        return control.text().replace("&", "")
    return ""


def steps_of(change: Change, about: About) -> Steps | None:
    """The mentions of a Change that the lens takes; ``None`` where documents or the scheme change, or very much."""
    records = (*change.removed, *change.added)
    if len(records) > MOST_FOLLOWED or not all(isinstance(each, Mention | Relation) for each in records):
        return None
    taken = {document for each in records if (document := document_of(each)) is not None}
    if about.lens.asks_of_documents:
        found = {each: about.bench.ask.document(each) for each in taken}
        taken = {each for each, document in found.items() if document and about.lens.takes_document(document)}

    def mentions(held: tuple[Any, ...]) -> tuple[Mention, ...]:
        return tuple(
            each
            for each in held
            if isinstance(each, Mention)
            and each.document in taken
            and about.lens.takes_mention(each, about.scheme)
        )

    return Steps(mentions(change.removed), mentions(change.added))
