"""The main job where there is no screen: the same window, drawn unseen, does it and says where everything lies."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from glossator import protection
from glossator.core import find
from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span
from glossator.ui.main_window import MainWindow
from glossator.workbench import Workbench

_PICTURE = ".png"
_EXPORT = ".jsonl"
_WANTED = (("Libya", "GPE"), ("Russia", "GPE"))
_SETTLED = 250  # milliseconds after which the panels show what was done


class UnseenJob(QObject):
    """Opens a project, tags two names, relates them, exports, and takes a picture; then the program ends.

    What is there already stays as it is, so the job can be done again on the same project.
    """

    def __init__(self, window: MainWindow, project: Path | None, *, tagged: bool) -> None:
        super().__init__(window)
        self._window = window
        self._project = project
        self._tagged = tagged
        window.projects.exported.connect(self._on_exported)
        window.projects.failed.connect(lambda: QApplication.exit(1))

    def start(self) -> None:
        """Begin as soon as the event loop runs."""
        _say("There is no screen here, so the window is drawn unseen.")
        self._window.show()
        QTimer.singleShot(0, self._work)

    def _work(self) -> None:
        window = self._window
        if self._project is not None:
            self._open(self._project)
        else:
            window.projects.open_demo(tagged=self._tagged)
        if window.projects.upgrading.is_busy:
            window.projects.opened.connect(self._on_opened)
        elif window.desk.bench is None:
            QApplication.exit(1)
        else:
            self._on_opened(window.desk.bench)

    def _on_opened(self, bench: Workbench) -> None:
        window = self._window
        if bench.current is not None and not bench.read_only:
            self._annotate(bench.current)
        window.projects.export(bench.project_file.path.with_suffix(_EXPORT))

    def _open(self, project: Path) -> None:
        """Open ``project``; nobody is there to be asked for a passphrase."""
        passphrase = protection.from_environment()
        try:
            if not passphrase and protection.is_protected(project):
                raise protection.NeedsPassphrase(project, remedy=protection.UNASKED)
            key = protection.unlock(project, passphrase) if passphrase else None
            self._window.projects.open(project, key=key)
        except GlossatorError as error:
            _say(str(error))

    def _annotate(self, annotations: AnnotationSet) -> None:
        """Tag two names that stand in the text and take the first relation that the scheme permits between them."""
        from glossator.ui.dialogs.relation_menu import choices

        window = self._window
        scheme = window.desk.need_bench().scheme
        found: list[Mention] = []
        for name, label_id in _WANTED:
            hits = find.hits(annotations.text, name, words=True, case=True)
            label = scheme.label(label_id)
            if hits and label is not None:
                found += self._tagged_as(annotations, hits[0], label_id)
        if len(found) == 2 and not annotations.relations_of(found[0].id):
            permitted = [each for each in choices(scheme, found[0].label, found[1].label) if each.permitted]
            if permitted:
                window.relating.join(permitted[0], found[0].id, found[1].id)

    def _tagged_as(self, annotations: AnnotationSet, span: Span, label_id: str) -> list[Mention]:
        there = [each for each in annotations.exactly((span,)) if each.label == label_id]
        if not there:
            label = self._window.desk.need_bench().scheme.label(label_id)
            self._window.page.select(span)
            if label is not None:
                self._window.tagging.set_label(label)
        return [each for each in annotations.exactly((span,)) if each.label == label_id]

    def _on_exported(self, target: Path) -> None:
        QTimer.singleShot(_SETTLED, self, lambda: self._end(target))

    def _end(self, target: Path) -> None:
        project = target.with_suffix(".gloss")
        picture = target.with_suffix(_PICTURE)
        was_saved = self._window.grab().save(str(picture))
        _say(f"Project: {project}")
        _say(f"JSONL: {target}")
        _say(f"Screenshot: {picture}" if was_saved else f"The screenshot could not be written to {picture}.")
        self._window.close()
        QApplication.exit(0 if was_saved else 1)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
