"""The self-test: the main job on the sample article through the real window, step by step; any warning fails it."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

import glossator
from glossator import libraries, log, paths, projects
from glossator.core import find
from glossator.ui import app as program
from glossator.ui.alarm import Alarm
from glossator.ui.main_window import MainWindow

if TYPE_CHECKING:
    from glossator.core.annotations import AnnotationSet, Mention
    from glossator.ui.dialogs.relation_menu import RelationChoice
    from glossator.ui.plots.card import Card

Step = Generator[Callable[[], bool], None, str]
"""Yields what it waits for, and returns what it found, for its line."""

AUTHOR = "self-test"
PATIENCE = 60.0
"""Seconds that a step may wait for something."""

_LOOK = 5  # milliseconds between two looks at what a step waits for
_COLOURS = 24  # what is drawn has more of them than an empty frame with its title
_WANTED = (("Russia", "GPE"), ("Libya", "GPE"), ("Khalifa Haftar", "PER"), ("S-400", "WEA"))


class Failed(Exception):
    """The program does not do what it should; says what."""


def main() -> int:
    """Do the self-test in a folder of its own, which is gone afterwards; the exit code: 0 when all is well."""
    alarm = Alarm()
    alarm.arm()
    if not program.there_is_a_screen(os.environ, sys.platform):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="glossator-self-test-", ignore_cleanup_errors=True) as home:
        os.environ[paths.HOME_VARIABLE] = home
        log.start()
        made = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(made, QApplication)
        test = SelfTest(made, alarm)
        test.ended.append(QCoreApplication.exit)
        test.start()
        code = program.run(made)
        log.stop()
    alarm.disarm()
    return code


class SelfTest(QObject):
    """Works the window step by step and says a line for each; ``ended`` are told the exit code."""

    def __init__(self, app: QApplication, alarm: Alarm, say: Callable[[str], object] | None = None) -> None:
        super().__init__(app)
        self.ended: list[Callable[[int], object]] = []
        self._app = app
        self._alarm = alarm
        self._say = say or _say
        self._folder = paths.ensure(paths.projects_dir())
        self._steps: Iterator[tuple[str, Callable[[], Step]]] = iter(self.steps())
        self._name = ""
        self._step: Step = _nothing()
        self._waits_for: Callable[[], bool] = lambda: True
        self._began = self._all_began = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        self.window: MainWindow | None = None
        self._before: list[object] = []

    def steps(self) -> Sequence[tuple[str, Callable[[], Step]]]:
        """Every step by its name, in order."""
        return (
            ("versions", self._versions),
            ("every library at its work", self._libraries),
            ("the window", self._open_window),
            ("a project from the sample article", self._make_project),
            ("tags", self._tag),
            ("a relation", self._relate),
            ("undo and redo", self._undo_and_redo),
            ("the page as PDF", self._print),
            ("an export", self._export),
            ("the project opened again", self._reopen),
            ("the export brought in again", self._bring_back),
            ("every view of the Summary", self._draw_views),
            ("the user guide", self._guide),
            ("the end", self._close),
        )

    def start(self) -> None:
        """Begin as soon as the event loop runs."""
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self._timer.start()
        self._next()

    # --- how it goes on

    def _next(self) -> None:
        following = next(self._steps, None)
        if following is None:
            self._end(0)
            return
        self._name, make = following
        self._step = make()
        self._began = time.perf_counter()
        self._waits_for = lambda: True

    def _look(self) -> None:
        """One turn: what was heard, whether what is waited for is there, and on with the step."""
        if heard := self._alarm.take():
            self._fail("\n".join(heard))
        elif self._waits_for():
            self._go_on()
        elif time.perf_counter() - self._began > PATIENCE:
            self._fail(f"It did not come to an end within {PATIENCE:.0f} s.")

    def _go_on(self) -> None:
        try:
            self._waits_for = next(self._step)
        except StopIteration as ended:
            self._tell("ok", str(ended.value))
            self._next()
        except Failed as failed:
            self._fail(str(failed))
        # every other error is a bug, which reaches the excepthook and so the alarm

    def _fail(self, why: str) -> None:
        self._tell("FAILED", why)
        self._end(1)

    def _tell(self, verdict: str, detail: str) -> None:
        self._say(f"{verdict:<6} {time.perf_counter() - self._began:6.2f} s  {self._name}: {detail}")

    def _end(self, code: int) -> None:
        self._timer.stop()
        seconds = time.perf_counter() - self._all_began
        self._say(f"{'The self-test passed' if code == 0 else 'THE SELF-TEST FAILED'} after {seconds:.1f} s.")
        if self.window is not None:
            self.window.close()
        for each in self.ended:
            each(code)

    # --- the steps

    def _versions(self) -> Step:
        known = libraries.versions()
        known |= {"Qt": qVersion(), "SQLite": projects.sqlite_version()}
        if missing := [name for name, version in known.items() if version == "?"]:
            raise Failed(f"There is no {', '.join(missing)}.")
        yield lambda: True
        return f"Glossator {glossator.__version__}, " + ", ".join(
            f"{name} {known[name]}" for name in sorted(known)
        )

    def _libraries(self) -> Step:
        if wrong := libraries.at_work():
            raise Failed(" ".join(wrong))
        yield lambda: True
        return f"{len(libraries.DISTRIBUTIONS)} libraries"

    def _open_window(self) -> Step:
        window = self.window = program.make_window(self._app)
        sys.excepthook = self._alarm.on_error  # the window has set its own, which tells and goes on
        window.show()
        yield lambda: window.isVisible() and window.start.isVisible()
        colours = _drawn(window, "the window")
        return f"{window.width()} × {window.height()} pixels on {QGuiApplication.platformName()}, {colours} colours"

    def _make_project(self) -> Step:
        window, added = self._need_window(), list[object]()
        window.projects.documents_added.connect(added.append)
        window.projects.failed.connect(lambda: self._fail("The article could not be brought in."))
        bench = projects.create(
            self._folder / "Self-test.gloss",
            title="Self-test",
            scheme_id=projects.scheme_names()[0],
            author=AUTHOR,
        )
        window.projects.take(bench)
        window.projects.import_files(sorted(paths.seed("").glob("*.txt")))
        yield lambda: bool(added) and window.desk.annotations is not None
        text = window.desk.need_annotations().text
        if "Libya" not in text:
            raise Failed("The text of the sample article did not arrive.")
        return f"{len(text)} characters in {bench.project_file.path.name}"

    def _tag(self) -> Step:
        window = self._need_window()
        for name, label_id in _WANTED:
            hits = find.hits(window.desk.need_annotations().text, name, words=True, case=True)
            label = window.desk.need_bench().scheme.label(label_id)
            if not hits or label is None:
                raise Failed(f"There is no “{name}” in the text, or no label {label_id} in the scheme.")
            window.page.select(hits[0])
            window.tagging.set_label(label)
            yield lambda: True
        made = window.desk.need_annotations().mentions
        if len(made) != len(_WANTED):
            raise Failed(f"{len(_WANTED)} mentions were to be made, there are {len(made)}.")
        return f"{len(made)} mentions; the page has {_drawn(window.page, 'the page')} colours"

    def _relate(self) -> Step:
        window = self._need_window()
        for first, second, choice in _joinable(window):
            window.relating.join(choice, first.id, second.id)
            break
        yield lambda: True
        made = window.desk.need_annotations().relations
        if len(made) != 1:
            raise Failed(f"One relation was to be made, there are {len(made)}.")
        return ", ".join(each.type for each in made.values())

    def _undo_and_redo(self) -> Step:
        window = self._need_window()
        before = _said_of(window.desk.need_annotations())
        bench = window.desk.need_bench()
        taken = 0
        while window.desk.need_annotations().mentions:
            window.actions_by_id["undo"].trigger()
            taken += 1
            yield lambda: True
        for _ in range(taken):
            window.actions_by_id["redo"].trigger()
            yield lambda: True
        if _said_of(window.desk.need_annotations()) != before:
            raise Failed("What was taken back and done again is not what it was.")
        if bench.history.to_redo is not None:
            raise Failed("Something is left to be done again.")
        return f"{taken} steps there and back"

    def _print(self) -> Step:
        window, target = self._need_window(), self._folder / "page.pdf"
        window.picturing.save_pdf(target)
        yield target.exists
        if not target.read_bytes().startswith(b"%PDF-"):
            raise Failed("What was written is no PDF.")
        return f"{target.stat().st_size} bytes"

    def _export(self) -> Step:
        target = yield from self._exported("first.jsonl")
        annotations = self._need_window().desk.need_annotations()
        self._before = [*_said_of(annotations), annotations.text, annotations.document]
        return f"{target.stat().st_size} bytes of JSONL"

    def _exported(self, name: str) -> Generator[Callable[[], bool], None, Path]:
        window, written = self._need_window(), list[object]()
        window.projects.exported.connect(written.append)
        target = self._folder / name
        window.projects.export(target)
        yield lambda: bool(written)
        window.projects.exported.disconnect(written.append)
        return target

    def _reopen(self) -> Step:
        window = self._need_window()
        project = window.desk.need_bench().project_file.path
        window.projects.close()
        if beside := sorted(each.name for each in project.parent.glob(f"{project.name}?*")):
            raise Failed(f"The closed project is not one plain file: {', '.join(beside)}.")
        window.projects.open(project)
        yield lambda: window.desk.annotations is not None
        annotations = window.desk.need_annotations()
        if [*_said_of(annotations), annotations.text, annotations.document] != self._before:
            raise Failed("What was opened is not what was closed.")
        again = yield from self._exported("second.jsonl")
        if again.read_bytes() != again.with_name("first.jsonl").read_bytes():
            raise Failed("The second export is not the first.")
        return "the same records, and the same export to the byte"

    def _bring_back(self) -> Step:
        target = self._folder / "Brought back.gloss"
        bench = projects.create(target, title="Again", scheme_id=projects.scheme_names()[0], author=AUTHOR)
        try:
            report = projects.import_jsonl(bench, self._folder / "first.jsonl")
        finally:
            bench.close()
        yield lambda: True
        if (len(report.documents), report.mentions, report.relations) != (
            1,
            len(_WANTED),
            1,
        ) or report.faults:
            raise Failed(f"The export comes back as {report}.")
        return f"{report.mentions} mentions, {report.relations} relation"

    def _draw_views(self) -> Step:
        window = self._need_window()
        window.projects.open_demo(tagged=True)
        yield lambda: window.desk.annotations is not None and bool(window.desk.annotations.mentions)
        window.actions_by_id["summary"].trigger()
        yield lambda: window.board.page is not None and window.board.page.isVisible()
        page = window.board.page
        assert page is not None
        told = []
        for name, card in page.cards.items():
            page.show_view(name)
            yield partial(_has_answer, card)
            if card.view.is_empty:
                told.append(f"{name} ({card.view.empty})")
                continue
            yield card.chart.isVisible
            picture = self._folder / f"{name}.svg"
            card.out.save(picture, "SVG")
            told.append(f"{name} {_drawn(card.chart, name)} colours, {picture.stat().st_size} bytes of SVG")
        if not told or all(each.endswith(")") for each in told):
            raise Failed("No view shows anything of the tagged article.")
        return "; ".join(told)

    def _guide(self) -> Step:
        from glossator.ui.dialogs.guide import GuideWindow

        window = self._need_window()
        window.actions_by_id["guide"].trigger()
        yield lambda: any(each.isVisible() for each in window.findChildren(GuideWindow))
        (shown,) = window.findChildren(GuideWindow)
        length = len(shown.pages.toPlainText())
        shown.close()
        if length < 1000:
            raise Failed("The guide is empty.")
        return f"{length} characters"

    def _close(self) -> Step:
        window = self._need_window()
        window.close()
        yield lambda: window.desk.bench is None
        left = sorted(each.name for each in self._folder.glob("*.gloss?*"))
        if left:
            raise Failed(f"Beside the closed projects there is still {', '.join(left)}.")
        return f"{len(list(self._folder.glob('*.gloss')))} projects, each one plain file"

    def _need_window(self) -> MainWindow:
        assert self.window is not None
        return self.window


def _nothing() -> Step:
    yield lambda: True
    return ""


def _joinable(window: MainWindow) -> Iterator[tuple[Mention, Mention, RelationChoice]]:
    """Two mentions and a relation that the scheme permits between them, which is no identity."""
    from glossator.ui.dialogs.relation_menu import choices

    scheme = window.desk.need_bench().scheme
    mentions = sorted(window.desk.need_annotations().mentions.values(), key=lambda each: each.start)
    for first in mentions:
        for second in mentions:
            if first is not second and first.label != second.label:
                for choice in choices(scheme, first.label, second.label):
                    if choice.permitted:
                        yield first, second, choice


def _has_answer(card: Card) -> bool:
    """Whether a view has its numbers, or a sentence why there are none."""
    return not card.view.is_empty or bool(card.view.empty)


def _said_of(annotations: AnnotationSet) -> list[object]:
    """What is said of a document, in an order that does not depend on how it came about."""
    held = (annotations.mentions, annotations.relations, annotations.notes)
    return [records[key] for records in held for key in sorted(records)]


def _drawn(widget: QWidget, name: str) -> int:
    """Return how many colours a widget shows; :class:`Failed` where they are those of an empty surface."""
    picture = widget.grab().toImage()
    found = {picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)}
    if len(found) < _COLOURS:
        raise Failed(f"Nothing is drawn in {name}: it has {len(found)} colours.")
    return len(found)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
