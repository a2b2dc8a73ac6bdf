"""`make shots`: a picture of every screen, light and dark, at 100 and 200 %, into the ignored folder shots/.

`python -m tests.shots --guide` renews the pictures that the README and the guide show.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QPointF, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from glossator import paths, projects
from glossator.core import edits
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span
from glossator.ui import messages
from glossator.ui.app import make_window
from glossator.ui.main_window import MainWindow
from tests.bench import documents

PROJECT = Path(__file__).resolve().parents[1]
SHOTS = PROJECT / "shots"
GUIDE = PROJECT / "resources" / "guide"
_SETTLE = 250  # milliseconds for timers and the board
_NESTED = (
    "The deputy commander of the air-defense brigade of the Libyan National Army met Ada at Tobruk.\n"
    "Radars for S-400 and S-300 interceptor systems were seen on 12 December 2024.\n"
    "أعلنت وزارة الصحة في القاهرة يوم 12 مارس 2021 أن شركة Pfizer Inc. ستتعاون مع جامعة عين شمس.\n"
    "ראש הממשלה נפגש עם מנכ״ל Intel ב־5 במאי 2024 בירושלים 🇮🇱.\n"
    "東京都は2024年5月に、京都大学の山中伸弥教授と研究センターを設立した。👩‍🔬\n"
)
_DEPTH = (
    ("The deputy commander of the air-defense brigade of the Libyan National Army", "PER"),
    ("deputy commander of the air-defense brigade of the Libyan National Army", "PER"),
    ("the air-defense brigade of the Libyan National Army", "ORG"),
    ("air-defense brigade of the Libyan National Army", "ORG"),
    ("Libyan National Army", "ORG"),
    ("Libyan", "GPE"),
    ("Ada", "PER"),
    ("Tobruk", "GPE"),
    ("S-300 interceptor systems", "WEA"),
    ("12 December 2024", "TIM"),
    ("وزارة الصحة", "ORG"),
    ("القاهرة", "GPE"),
    ("Pfizer Inc.", "ORG"),
    ("جامعة عين شمس", "ORG"),
    ("ראש הממשלה", "PER"),
    ("Intel", "ORG"),
    ("ירושלים", "GPE"),
    ("東京都", "GPE"),
    ("京都大学", "ORG"),
    ("山中伸弥教授", "PER"),
)

Screen = tuple[str, Callable[[MainWindow], QWidget | None]]


def main(arguments: list[str]) -> int:
    """Take the pictures; with ``--one THEME FOLDER`` those of one theme, in this process."""
    if arguments[:1] == ["--one"]:
        _take(arguments[1], Path(arguments[2]))
        return 0
    if arguments == ["--guide"]:
        return _guide()
    for scale in ("1", "2"):
        for theme in ("light", "dark"):
            folder = SHOTS / f"{theme}-{scale}00"
            _in_process(theme, folder, scale)
            print(f"{len(list(folder.glob('*.png')))} pictures in {folder.relative_to(PROJECT)}")
    return 0


def _in_process(theme: str, folder: Path, scale: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "GLOSSATOR_HOME": home, "QT_SCALE_FACTOR": scale}
        command = [sys.executable, "-m", "tests.shots", "--one", theme, str(folder)]
        subprocess.run(command, check=True, env=environment, cwd=PROJECT)


def _guide() -> int:
    with tempfile.TemporaryDirectory() as made:
        for theme in ("light", "dark"):
            _in_process(theme, Path(made), "1")
            for shot, name in (("03-selected", "page"), ("06-summary", "summary")):
                (Path(made) / f"{shot}.png").replace(GUIDE / f"{name}-{theme}.png")
    return 0


def _take(theme: str, folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    window = make_window(app)
    sys.excepthook = sys.__excepthook__
    window.resize(1280, 832)
    window.viewing.choose_theme(theme)
    window.show()
    for number, (name, prepare) in enumerate(_SCREENS, start=1):
        shown = prepare(window)
        _settle()
        (shown or window).grab().save(str(folder / f"{number:02}-{name}.png"))
        if shown is not None and shown is not window:
            shown.close()
            _settle()
    window.close()


def _settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE, loop.quit)
    loop.exec()


def _popup(kind: type[QWidget]) -> QWidget:
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    return found[-1]


# --- the screens, in the order in which they are taken


def _start(window: MainWindow) -> None:
    window.start.show_recent([])


def _demo(window: MainWindow) -> None:
    path = projects.demo(paths.ensure(paths.projects_dir()), tagged=True, author="Ada")
    window.projects.open(path)


def _selected(window: MainWindow) -> None:
    annotations = window.desk.need_annotations()
    found = next(each for each in annotations.in_order() if each.quote.startswith("Khalifa Haftar"))
    window.page.select_mention(found.id)


def _density(level: str) -> Callable[[MainWindow], None]:
    return lambda window: window.viewing.set_density(level)


def _summary(window: MainWindow) -> None:
    window.viewing.set_density("normal")
    window.actions_by_id["summary"].trigger()


def _palette(window: MainWindow) -> QWidget:
    window.actions_by_id["article"].trigger()
    window.actions_by_id["palette"].trigger()
    return window.asking.palette


def _labels(window: MainWindow) -> QWidget:
    window.actions_by_id["choose_label"].trigger()
    return window.asking.palette


def _relation(window: MainWindow) -> QWidget:
    annotations = window.desk.need_annotations()
    people = [each for each in annotations.in_order() if each.label == "PER"]
    places = [each for each in annotations.in_order() if each.label == "GPE"]
    at = window.mapToGlobal(window.rect().center())
    window.page.relation_dragged.emit(people[0].id, places[3].id, at)
    return window.relating.menu


def _hints(window: MainWindow) -> None:
    _selected(window)
    window.actions_by_id["relate"].trigger()


def _event(window: MainWindow) -> None:
    window.relating.cancel()
    annotations = window.desk.need_annotations()
    trigger = next(each for each in annotations.in_order() if each.label == "EVT")
    window.relating.build_event(trigger.id)


def _identity(window: MainWindow) -> QWidget:
    window.relating.leave_document()
    _selected(window)
    window.actions_by_id["identity"].trigger()
    from glossator.ui.dialogs.identity import IdentityDialog

    return _popup(IdentityDialog)


def _note(window: MainWindow) -> QWidget:
    window.actions_by_id["note"].trigger()
    from glossator.ui.dialogs.note import NoteDialog

    return _popup(NoteDialog)


def _properties(window: MainWindow) -> QWidget:
    window.actions_by_id["properties"].trigger()
    from glossator.ui.dialogs.properties import PropertiesDialog

    return _popup(PropertiesDialog)


def _new(window: MainWindow) -> QWidget:
    window.actions_by_id["new"].trigger()
    from glossator.ui.dialogs.new_project import NewProjectDialog

    return _popup(NewProjectDialog)


def _settings(window: MainWindow) -> QWidget:
    window.actions_by_id["settings"].trigger()
    from glossator.ui.dialogs.settings_dialog import SettingsDialog

    return _popup(SettingsDialog)


def _keys(window: MainWindow) -> QWidget:
    window.actions_by_id["keys"].trigger()
    from glossator.ui.dialogs.shortcuts import ShortcutsOverlay

    return _popup(ShortcutsOverlay)


def _find(window: MainWindow) -> None:
    window.page.select(Span(0, 0))
    window.searching.open()
    window.searching.bar.field.setText("Libya")


def _error(window: MainWindow) -> QWidget:
    window.searching.bar.leave()
    return messages.show_error(
        window,
        GlossatorError(
            "The disk is full, so this step was not saved.",
            safe="Everything before it is in the project.",
            remedy="Make room on the disk and try again.",
            details="database or disk is full",
        ),
    )


def _history(window: MainWindow) -> None:
    window.right_docks[2].raise_()


def _scripts(window: MainWindow) -> None:
    """Nested to depth six, a discontinuous mention, and four writing systems."""
    window.actions_by_id["chips_in_full"].trigger()
    window.right_docks[1].raise_()
    bench = window.desk.need_bench()
    document = Document(bench.hand.new_id(), "Scripts and nesting", len(_NESTED), digest_of(_NESTED))
    bench.do(edits.add_documents([(document, _NESTED)], by=bench.hand))
    window.moving.open_document(document.id)
    for span, label_id in _spans():
        label = bench.scheme.label(label_id)
        assert label is not None
        bench.do(edits.tag(window.desk.need_annotations(), span, label, by=bench.hand))


def _dense(window: MainWindow) -> None:
    """A document of fifty thousand characters with fifteen hundred mentions, somewhere in its middle."""
    bench = window.desk.need_bench()
    made = documents.article(documents.S2)
    new = bench.hand.new_id
    document = replace(made.document, id=new(), name="Dense", digest=digest_of(made.text))
    bench.do(edits.add_documents([(document, made.text)], by=bench.hand))
    mentions = [replace(each, id=new(), document=document.id) for each in made.mentions.values()]
    bench.do(bench.hand.change("Import", added=mentions))
    window.moving.open_document(document.id)
    window.page.restore_place(len(made.text) // 2)


def _full_chips(window: MainWindow) -> None:
    """Chips that tell everything, one of a mention with a note."""
    bench, annotations = window.desk.need_bench(), window.desk.need_annotations()
    noted = next(each for each in annotations.in_order() if each.quote == "Russia")
    bench.do(edits.write_note(annotations, noted.id, "Who says so?", by=bench.hand))
    window.actions_by_id["chips_in_full"].trigger()


def _fanned(window: MainWindow) -> None:
    """Many relations of one mention, which fan out under the pointer."""
    bench = window.desk.need_bench()
    document, text = _hub(bench.hand.new_id())
    bench.do(edits.add_documents([(document, text)], by=bench.hand))
    window.moving.open_document(document.id)
    annotations = window.desk.need_annotations()
    person, facility = bench.scheme.label("PER"), bench.scheme.label("FAC")
    uses = bench.scheme.relation_type("OWNS_OR_USES")
    assert person is not None
    assert facility is not None
    assert uses is not None
    bench.do(edits.tag(annotations, [Span(0, 14)], person, by=bench.hand))
    for found in re.finditer(r"base \d+", annotations.text):
        bench.do(edits.tag(annotations, [Span(*found.span())], facility, by=bench.hand))
    hub, *bases = annotations.in_order()
    for base in bases:
        bench.do(edits.relate(annotations, uses, hub.id, base.id, by=bench.hand))
    window.viewing.set_density("all")
    window.page.select(Span(0, 0))
    QTest.mouseMove(window.page.viewport(), QPoint(8, 8))
    canvas = window.page._canvas
    lane = min(x for route in canvas.routes() for x, _ in route.points)
    QTest.mouseMove(window.page.viewport(), QPointF(lane, 300).toPoint())


def _hub(number: int) -> tuple[Document, str]:
    lines = [f"Then he was seen at base {each}, as two of his drivers said." for each in range(1, 31)]
    text = "\n".join(["General Haftar was asked where he keeps the aircraft.", *lines])
    return Document(number, "Hub", len(text), digest_of(text)), text


def _contrast(window: MainWindow) -> None:
    window.viewing.choose_theme("contrast")


def _spans() -> Iterator[tuple[tuple[Span, ...], str]]:
    for words, label in _DEPTH:
        start = _NESTED.index(words)
        yield (Span(start, start + len(words)),), label
    first, second = _NESTED.index("S-400"), _NESTED.index("interceptor")
    yield (Span(first, first + 5), Span(second, second + len("interceptor systems"))), "WEA"


_SCREENS: tuple[Screen, ...] = (
    ("start", _start),
    ("tagged", _demo),
    ("selected", _selected),
    ("calm", _density("calm")),
    ("all-arcs", _density("all")),
    ("summary", _summary),
    ("palette", _palette),
    ("labels", _labels),
    ("relation-menu", _relation),
    ("hints", _hints),
    ("event", _event),
    ("identity", _identity),
    ("note", _note),
    ("properties", _properties),
    ("new-project", _new),
    ("settings", _settings),
    ("keys", _keys),
    ("find", _find),
    ("error", _error),
    ("history", _history),
    ("full-chips", _full_chips),
    ("scripts", _scripts),
    ("dense", _dense),
    ("fanned", _fanned),
    ("contrast", _contrast),
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
