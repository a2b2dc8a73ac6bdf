"""One tag in the real window: from the key to the page painted, the panels told and the file safe on the disk."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from glossator import projects
from glossator.core import edits, tokens
from glossator.core.annotations import AnnotationSet
from glossator.core.documents import digest_of
from glossator.core.spans import Span
from glossator.ui.app import make_window
from glossator.ui.main_window import MainWindow
from tests.bench import documents
from tests.bench.frame import Measurement

_TAGS = 120
_WARM = 10
_BOUND = 30.0
_GROWTH = 1.5


def measure() -> list[Measurement]:
    """CPU milliseconds per tag, on the seed article and on a large document, and the ratio of the two."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as home:
        os.environ["GLOSSATOR_HOME"] = home
        small = list(_tags(app, projects.demo(Path(home), tagged=True, author="bench")))
        large = list(_tags(app, _large(Path(home) / "large.gloss")))
    ratio = sorted(large)[len(large) // 2] / sorted(small)[len(small) // 2]
    return [
        Measurement("tag: key to painted and saved", "seed", "ms", small, _BOUND, "p95"),
        Measurement("tag: key to painted and saved", "S3", "ms", large, _BOUND, "p95"),
        Measurement("tag: S3 against the seed article", "ratio", "×", [ratio], _GROWTH),
    ]


def _large(path: Path) -> Path:
    """A project with one document of a million characters and 20,000 mentions."""
    made = documents.article(documents.S3)
    bench = projects.create(path, title="Large", scheme_id="news-intelligence", author="bench")
    new = bench.hand.new_id
    document = replace(made.document, id=new(), digest=digest_of(made.text))
    ids = {each: new() for each in (*made.mentions, *made.relations)}
    bench.do(edits.add_documents([(document, made.text)], by=bench.hand))
    mentions = [replace(each, id=ids[each.id], document=document.id) for each in made.mentions.values()]
    relations = [
        replace(
            each,
            id=ids[each.id],
            document=document.id,
            trigger=ids[each.trigger] if each.trigger is not None else None,
            arguments=tuple(argument._replace(target=ids[argument.target]) for argument in each.arguments),
        )
        for each in made.relations.values()
    ]
    bench.do(bench.hand.change("Import", added=[*mentions, *relations]))
    bench.close()
    return path


def _tags(app: QApplication, project: Path) -> Iterator[float]:
    window = make_window(app)
    window.show()
    window.projects.open(project)
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    annotations = window.desk.annotations
    assert annotations is not None
    gc.collect()
    gc.freeze()
    for number, span in enumerate(_places(annotations)):
        window.page.select(span)
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        before = len(annotations.mentions)
        spent = _one(app, window)
        assert len(annotations.mentions) == before + 1
        if number >= _WARM:
            yield spent
    gc.unfreeze()
    window.close()
    window.deleteLater()
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def _one(app: QApplication, window: MainWindow) -> float:
    began = time.process_time()
    QTest.keyClick(window.page, Qt.Key.Key_V)
    window.page.viewport().repaint()
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    return (time.process_time() - began) * 1000


def _places(annotations: AnnotationSet) -> Iterator[Span]:
    """Words all over the text that have no vehicle on them yet."""
    random = Random(7)
    words = [word for word in tokens.words(annotations.text, Span(0, 200_000)) if word.length > 3]
    random.shuffle(words)
    found = 0
    for word in words:
        if not any(each.label == "VEH" for each in annotations.exactly((word,))):
            yield word
            found += 1
        if found == _TAGS + _WARM:
            return
