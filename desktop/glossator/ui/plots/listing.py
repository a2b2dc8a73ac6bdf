"""Which marks' sentences are listed: asked for when a mark is taken, and anew when something in them changes."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSplitter

from glossator.core.errors import GlossatorError
from glossator.ui.plots.evidence import Evidence
from glossator.ui.plots.plot import About, Plot
from glossator.ui.plots.sentences import Sentences

_DELAY = 60
_SHARE = 0.36  # of the room, that sentences have at first


class Listing(QObject):
    """Keeps the list of sentences, the lower one in ``splitter``, true to the marks that it is of; without any it is
    not seen.
    """

    def __init__(self, sentences: Sentences, splitter: QSplitter) -> None:
        super().__init__(splitter)
        self._sentences = sentences
        self._splitter = splitter
        self._plot: Plot | None = None
        self._keys: tuple[Hashable, ...] = ()
        self._about: About | None = None
        self._evidence: Evidence | None = None
        self._soon = QTimer(self, singleShot=True, interval=_DELAY)
        self._soon.timeout.connect(self._ask_anew)

    def show(self, plot: Plot, keys: tuple[Hashable, ...], about: About, evidence: Evidence) -> bool:
        """List the sentences of these marks; ``False`` where they have none.  :class:`GlossatorError` where they cannot
        be asked for.
        """
        asked = plot.asked(keys, about)
        if not asked:
            return False
        self._plot, self._keys, self._about, self._evidence = plot, keys, about, evidence
        self._sentences.show_source(
            evidence.source(asked, self._title(), plot.label_of(keys[0], about), self._entity())
        )
        if not self._sentences.isVisible():
            self._sentences.show()
            height = self._splitter.height()
            self._splitter.setSizes([height - round(height * _SHARE), round(height * _SHARE)])
        return True

    @property
    def view(self) -> str:
        """The view of whose marks sentences are listed; empty for none."""
        return self._plot.survey.name if self._plot is not None else ""

    def clear(self) -> None:
        """List nothing."""
        self._sentences.hide()
        self._soon.stop()
        self._plot = self._about = self._evidence = None
        self._keys = ()
        self._sentences.show_source(None)

    def look_soon(self) -> None:
        """Something changed: what is listed is asked for anew, once the views have their new figures."""
        if self._plot is not None:
            self._soon.start()

    def _title(self) -> str:
        if self._plot is None or self._about is None or len(self._keys) != 1:
            return f"{len(self._keys)} marks"
        return self._plot.caption(self._keys[0], self._about)

    def _entity(self) -> int | None:
        """The identity whose sentences they are, where they are those of one."""
        return (
            self._plot.entity_of(self._keys[0]) if self._plot is not None and len(self._keys) == 1 else None
        )

    def _ask_anew(self) -> None:
        plot, about, evidence = self._plot, self._about, self._evidence
        if plot is None or about is None or evidence is None:
            return
        label = plot.label_of(self._keys[0], about)
        source = evidence.source(plot.asked(self._keys, about), self._title(), label, self._entity())
        try:
            self._sentences.renew(source)
        except GlossatorError:
            self._soon.stop()  # the project cannot be asked now; the cards say why, and the list stays as it was
