"""What the timeline and the map cost: to the first paint, after a tag or an edit, in each frame of a move; proposals.

``GLOSSATOR_BENCH_FULL`` names a project of 10 million mentions: with dated events, editing these is measured as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from glossator import whereabouts
from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation, Value
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.formats import scheme_file
from glossator.normalising.proposals import read
from glossator.paths import resource
from glossator.store.gazetteer import open_gazetteer
from glossator.store.project_file import ProjectFile
from glossator.ui.plots.placemap.plot import PlaceMapPlot
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.workbench import Workbench
from tests.bench.bench_views import FULL, of_views
from tests.bench.frame import Measurement, cpu_ms
from tests.bench.summary_page import Shown, application, first_paint, follow, opened, settle

_DOCUMENTS = 1_000
_MENTIONS = 50
_EVENTS = 5
_PLACES = 800
_SIZE = "50,000"
_SIZE_OF_EVENTS = "50,000, 5,000 events"
_SIZE_OF_MANY = "50,000, 10,000 events"
_FRAMES = 60
_EDITS = 20  # of each kind, each of them taken back
_BOUND = 20.0


def measure() -> list[Measurement]:
    """A project of 1,000 documents, 50,000 mentions, 5,000 dated events and 800 places."""
    application()
    with TemporaryDirectory(prefix="glossator-bench-") as folder:
        path = _built(Path(folder) / "case.gloss")
        found = [*of_views(path, _SIZE_OF_EVENTS, ("timeline", "places")), *_moves(path)]
        found += _edited(path, _SIZE_OF_EVENTS)
        found += _edited(_built(Path(folder) / "many.gloss", events=2 * _EVENTS), _SIZE_OF_MANY)
        if os.environ.get(FULL):
            found += _edited(Path(os.environ[FULL]), "10 M")
        return [*found, *_proposals(Path(folder))]


def _scheme() -> Scheme:
    return scheme_file.read(resource("schemes", "news-intelligence.json"))


def _built(path: Path, events: int = _EVENTS) -> Path:
    random = Random(7)
    file = ProjectFile.create(path, title="Bench", scheme=_scheme(), author="Bench")
    bench = Workbench(file, author="Bench")
    new = bench.hand.new_id
    places = [
        Entity(
            new(), f"Place {at}", "GPE", author="Bench", created=1,
            attributes={
                "place.latitude": round(random.uniform(-60, 75), 4),
                "place.longitude": round(random.uniform(-180, 180), 4),
                "place_precision": random.choice(("Exact", "Area", "Region")),
            },
        )
        for at in range(_PLACES)
    ]  # fmt: skip
    bench.do(bench.hand.change("Places", added=places))
    text = "Ships went from here to there on a day. " * 40
    for first in range(0, _DOCUMENTS, 100):
        documents = [
            Document(new(), f"Report {at}", len(text), digest_of(text), published="2024-06-01")
            for at in range(first, first + 100)
        ]
        bench.do(edits.add_documents([(each, text) for each in documents], by=bench.hand))
        records: list[Mention | Relation] = []
        for each in documents:
            records += _records(random, each.id, places, new, events)
        bench.do(bench.hand.change("Tag", added=records))
    bench.close()
    return path


def _records(
    random: Random, document: int, places: list[Entity], new: Callable[[], int], events: int
) -> list[Mention | Relation]:
    made: list[Mention | Relation] = []

    def mention(label: str, at: int, words: str, *, entity: int | None = None, value: str = "") -> Mention:
        span = Span(at * 12, at * 12 + len(words))
        said: dict[str, Value] = {"time.value": value} if value else {}
        found = Mention(new(), document, label, (span,), words, "", entity, said, author="Bench", created=1)
        made.append(found)
        return found

    at = 0
    for _ in range(events):
        day = _day(random)
        trigger = mention("EVT", at, "went")
        who = mention("PER", at + 1, "Ships")
        time = mention("TIM", at + 2, "a day", value=day)
        ends = [mention("GPE", at + 3 + each, "here", entity=random.choice(places).id) for each in range(2)]
        at += 5
        arguments = (
            Argument("Agent", who.id), Argument("Time", time.id), Argument("Origin", ends[0].id),
            Argument("Destination", ends[1].id),
        )  # fmt: skip
        made.append(
            Relation(new(), document, "Movement.Transport", arguments, trigger.id, author="Bench", created=1)
        )
    while at < _MENTIONS:
        mention("ORG", at, "there")
        at += 1
    return made


def _day(random: Random) -> str:
    return f"20{random.randint(10, 24)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def _edited(path: Path, size: str) -> Iterator[Measurement]:
    """Rows for events that are edited, and the edits taken back, while the timeline is open and the event is selected:
    as columns, and where a month is shown as marks; and the same while the map is open.
    """
    shown = opened(path, frozenset({"timeline"}))
    first_paint(shown)
    settle(shown)
    line = shown.page.plots["timeline"]
    assert isinstance(line, TimelinePlot)
    ground = line.chart.surface
    dated = len(ground.content.dated) if ground.content is not None else 0
    documents = (
        [number for row in ground.content.dated[::50] for number in row.documents] if ground.content else []
    )
    if dated:
        said = f"{size}, {dated:,} dated" if "events" not in size else size
        for drawn in ("columns", "marks"):
            if drawn == "marks":
                middle = (ground.span.low + ground.span.high) / 2
                ground.span.show(middle, middle + 30)
                ground.zoom(1.0)
            for name, make in (("dated anew", _dated), ("added", _added), ("deleted", _deleted)):
                spent = [
                    each for turn in range(_EDITS) for each in _edit(shown, documents, make, Random(turn))
                ]
                what = f"views: an event {name}, timeline of {drawn}"
                yield Measurement(what, said, "ms", spent, _BOUND, "p95")
    shown.close()
    if dated:
        yield from _edited_on_the_map(path, said, documents)


def _edited_on_the_map(path: Path, said: str, documents: Sequence[int]) -> Iterator[Measurement]:
    """Rows for events that are edited, and the edits taken back, while the map is open: one that is not selected, and
    ones that are, so that their places and their arrows are lit.
    """
    shown = opened(path, frozenset({"places"}))
    first_paint(shown)
    settle(shown)
    for is_selected, name, make in (
        (False, "deleted", _deleted),
        (True, "selected and deleted", _deleted),
        (True, "selected and dated anew", _dated),
    ):
        spent = [
            each
            for turn in range(_EDITS)
            for each in _edit(shown, documents, make, Random(turn), is_selected=is_selected)
        ]
        yield Measurement(f"views: an event {name}, map", said, "ms", spent, _BOUND, "p95")
    shown.close()


def _edit(
    shown: Shown,
    documents: Sequence[int],
    make: Callable[[Workbench, AnnotationSet, Relation, Random], Change],
    random: Random,
    *,
    is_selected: bool = True,
) -> Iterator[float]:
    """CPU milliseconds from an edit of a dated event to the views painted, without those of writing it; and back."""
    bench = shown.bench
    bench.on_change = lambda change: None
    event = None
    while event is None:
        said = bench.open_document(random.choice(documents))
        held = [each for each in said.relations.values() if _time_of(said, each)]
        event = random.choice(held) if held else None
    shown.selection.set(_edit, document=said.document.id, records=(event.id,) if is_selected else ())
    follow(shown)
    for change in (make(bench, said, event, random), None):
        done = change or bench.undo()
        if change is not None:
            bench.do(change)
        yield from cpu_ms(lambda done=done: follow(shown, done))  # type: ignore[misc]
    bench.on_change = shown.signals.changed.emit


def _time_of(said: AnnotationSet, event: Relation) -> Mention | None:
    held = [said.mentions.get(each.target) for each in event.arguments if each.role == "Time"]
    return held[0] if event.is_event and held else None


def _dated(bench: Workbench, said: AnnotationSet, event: Relation, random: Random) -> Change:
    time = _time_of(said, event)
    assert time is not None, "it was chosen so"
    return edits.set_attribute(said, time.id, "time.value", _day(random), by=bench.hand)


def _added(bench: Workbench, said: AnnotationSet, event: Relation, random: Random) -> Change:
    time, new = _time_of(said, event), bench.hand.new_id
    assert time is not None, "it was chosen so"
    assert event.trigger is not None, "it is an event"
    trigger = replace(said.mentions[event.trigger], id=new(), fragments=(Span(1, 5),), quote=said.text[1:5])
    when = replace(
        time, id=new(), fragments=(Span(6, 9),), quote=said.text[6:9], attributes={"time.value": _day(random)}
    )
    made = replace(event, id=new(), trigger=trigger.id, arguments=(Argument("Time", when.id),))
    return bench.hand.change("Event", added=(trigger, when, made))


def _deleted(bench: Workbench, said: AnnotationSet, event: Relation, random: Random) -> Change:
    return deletion.delete(said, [event.id], by=bench.hand)


def _moves(path: Path) -> Iterator[Measurement]:
    shown = opened(path, frozenset({"places"}))
    first_paint(shown)
    plot = shown.page.plots["places"]
    assert isinstance(plot, PlaceMapPlot)
    surface = plot.chart.surface
    for name, scale in (("the world", 0.0), ("a region", 900.0)):
        surface.view = surface.view.showing([])
        if scale:
            surface.zoom(scale / surface.view.scale, QPointF(surface.width() * 0.55, surface.height() * 0.3))
        surface.repaint()
        moved = [each for turn in range(_FRAMES) for each in cpu_ms(lambda turn=turn: _pan(surface, turn))]  # type: ignore[misc]
        yield Measurement(f"views: a frame of the map, {name}", _SIZE, "ms", moved, 16.0, "p95")
    shown.close()
    shown = opened(path, frozenset({"timeline"}))
    first_paint(shown)
    line = shown.page.plots["timeline"]
    assert isinstance(line, TimelinePlot)
    ground = line.chart.surface

    def along() -> None:
        ground.span.pan(3)
        ground.zoom(1.0)
        ground.repaint()

    moved = cpu_ms(along, times=_FRAMES)
    yield Measurement("views: a frame of the timeline, counted", _SIZE, "ms", moved, 16.0, "p95")
    middle = (ground.span.low + ground.span.high) / 2
    ground.span.show(middle, middle + 200)
    moved = cpu_ms(along, times=_FRAMES)
    yield Measurement("views: a frame of the timeline, marks", _SIZE, "ms", moved, 16.0, "p95")
    shown.close()


def _pan(surface: QWidget, turn: int) -> None:
    surface.pan(4 if turn % 40 < 20 else -4, 2 if turn % 40 < 20 else -2)  # type: ignore[attr-defined]
    surface.repaint()


def _proposals(folder: Path) -> Iterator[Measurement]:
    made = cpu_ms(lambda: open_gazetteer(folder).close())
    yield Measurement("places: the gazetteer indexed, once", "69,769", "ms", made, 3_000.0)
    places = open_gazetteer(folder)
    found = cpu_ms(
        lambda: whereabouts.candidates(places, ["Tripoli", "Moscow"], countries={"LY": 3}), times=50
    )
    yield Measurement("places: candidates for a name", "69,769", "ms", found, 20.0, "p95")
    typed = cpu_ms(lambda: whereabouts.candidates(places, [], typed="S"), times=20)
    yield Measurement("places: candidates for a letter", "69,769", "ms", typed, 50.0, "p95")
    places.close()
    words = ("last Tuesday", "early May", "between 3 and 5 June", "the 1990s", "5 December 2024")
    spent = [each for word in words for each in cpu_ms(lambda word=word: read(word, "2020-05-26"), times=20)]  # type: ignore[misc]
    yield Measurement("dates: what words may mean", "5 expressions", "ms", spent, 5.0, "p95")
