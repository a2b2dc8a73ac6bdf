"""Every view with data that nobody meant: circles, itself with itself, no names, ten thousand labels, the ends of time
and of the world; and with nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from glossator import projects, surveys
from glossator.analysis import sheets
from glossator.core import edits
from glossator.core.annotations import Argument, Attributes, Entity, Mention, Relation, Value
from glossator.core.documents import Document, digest_of
from glossator.core.lens import Lens
from glossator.core.scheme import Label
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.plots.catalogue import VIEWS
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import annotated

EVERY = tuple(each.name for each in VIEWS)
MANY = 10_000
DATES = (
    "0000", "0000-01-01", "9999-12-31", "9999-12-31T23:59", "-0043-03-15", "../0000", "9999/..", "000X", "99XX",
    "0000-01-01/9999-12-31", "0000-W01", "9999-Q4", "Friday", "2024-13-45", "PT0S",
)  # fmt: skip
SPOTS: tuple[tuple[Value, Value], ...] = (
    (90.0, 0.0), (-90.0, 0.0), (90.0, 180.0), (-90.0, -180.0), (0.0, 180.0), (0.0, -180.0), (65.0, -179.99),
    (65.0, 179.99), (0.0, 0.0), (91.0, 0.0), (0.0, 181.0), ("north", "east"), (float("inf"), 0.0),
)  # fmt: skip
NAMES = ("", " ", "\u202e", "x" * 5_000, "<b>&</b>", "名" * 40, "\n\n")


def bad(path: Path, signals: ProjectSignals) -> Workbench:
    """A project of all of it, in the scheme that we ship with ten thousand labels more."""
    shipped = projects.read_scheme("news-intelligence")
    many = tuple(Label(f"L{number}", f"Label {number}") for number in range(MANY))
    held = replace(shipped, labels=(*shipped.labels, *many))
    file = ProjectFile.create(path, title="", scheme=held, author="")
    bench = Workbench(file, author="", on_change=signals.changed.emit)
    text = "Who did it? " * 40
    new = bench.hand.new_id
    documents = [
        Document(new(), name or "nameless", len(text), digest_of(text), published=published, reliability="A")
        for name, published in zip(
            NAMES, ("0000", "9999-12-31", "Friday", "", "2024", "-0001", "9999"), strict=True
        )
    ]
    bench.do(edits.add_documents([(each, text) for each in documents], by=bench.hand))
    bench.do(bench.hand.change("Bad", added=tuple(records(bench, documents[0], text))))
    return bench


def records(bench: Workbench, document: Document, text: str) -> Iterator[Entity | Mention | Relation]:
    """What is said in one document of it."""
    new = bench.hand.new_id
    people = [Entity(new(), name, "", author="", created=-1) for name in NAMES]
    places = [
        Entity(new(), NAMES[at % len(NAMES)], "GPE", created=0,
               attributes={"place.latitude": north, "place.longitude": east})
        for at, (north, east) in enumerate(SPOTS)
        if north != float("inf")
    ]  # fmt: skip
    yield from (*people, *places)

    def mention(label: str, at: int, created: int = -1, **facts: object) -> Mention:
        span = Span(at % 400, at % 400 + 3)
        return Mention(
            new(), document.id, label, (span,), span.slice(text), created=created, **facts,  # type: ignore[arg-type]
        )  # fmt: skip

    who = [mention("PER", 12 * at, entity=each.id) for at, each in enumerate(people)]
    where = [mention("GPE", 12 * at + 4, entity=each.id) for at, each in enumerate(places)]
    when = [mention("TIM", 12 * at + 8, attributes={"time.value": value}) for at, value in enumerate(DATES)]
    what = [mention("EVT", 12 * at + 2) for at in range(len(DATES))]
    odd = [mention(f"L{at}", at, created=at * 86_400_000 * 50_000) for at in range(0, MANY, 50)]
    yield from (*who, *where, *when, *what, *odd)
    yield from relations(document.id, new, who, where, when, what)


def relations(
    document: int,
    new: Callable[[], int],
    who: list[Mention],
    where: list[Mention],
    when: list[Mention],
    what: list[Mention],
) -> Iterator[Relation]:
    """Itself with itself, circles, a relation on a relation, events within one another, ways over the date line."""

    def binary(kind: str, first: Mention, second: Mention, attributes: Attributes | None = None) -> Relation:
        return Relation(
            new(),
            document,
            kind,
            (Argument("Arg1", first.id), Argument("Arg2", second.id)),
            attributes=attributes or {},
        )

    yield binary("LOCATED_IN", who[0], who[0])
    circle = [binary("PART_OF", who[at], who[(at + 1) % len(who)]) for at in range(len(who))]
    yield from circle
    yield binary("LOCATED_IN", when[0], what[0], attributes={"info_credibility": "9", "certainty": "Perhaps"})
    yield binary(
        "LOCATED_IN", who[1], where[0], attributes={"attribution.source": "nobody", "polarity": "Negative"}
    )
    yield Relation(
        new(),
        document,
        "LOCATED_IN",
        (Argument("Arg1", circle[0].id, is_relation=True), Argument("Arg2", who[0].id)),
    )
    first, second = new(), new()
    for number, inner, at in ((first, second, 0), (second, first, 1)):  # each within the other
        yield Relation(
            number, document, "Conflict.Attack", (Argument("Target", inner, is_relation=True),), what[at].id
        )
    for at, trigger in enumerate(what):
        ends = (
            Argument("Time", when[at].id),
            Argument("Origin", where[at % len(where)].id),
            Argument("Destination", where[(at + 1) % len(where)].id),
            Argument("Agent", trigger.id),
        )
        yield Relation(new(), document, "Movement.Transport", ends, trigger.id)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, ProjectSignals]]:
    signals = ProjectSignals()
    bench = bad(tmp_path_factory.mktemp("bad") / "bad.gloss", signals)
    yield bench, signals
    bench.close()


def shown(qtbot: QtBot, bench: Workbench, signals: ProjectSignals, name: str) -> SummaryPage:
    page = SummaryPage(bench, Selection(), signals, theme.dark())
    qtbot.addWidget(page)
    page.resize(1000, 760)
    page.show()
    page.show_view(name)
    return page


@pytest.mark.parametrize("name", EVERY)
def test_every_view_draws_what_nobody_meant(
    qtbot: QtBot, held: tuple[Workbench, ProjectSignals], name: str, tmp_path: Path
) -> None:
    bench, signals = held
    page = shown(qtbot, bench, signals, name)
    card = page.cards[name]
    qtbot.waitUntil(lambda: not card.view.is_empty or "150 nodes" in card.empty.text())
    assert "shown" in card.view.foot or "drawn" in card.view.foot
    assert not page.grab().isNull()
    for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 3, *[Qt.Key.Key_Down] * 3, Qt.Key.Key_Left, Qt.Key.Key_Up,
                Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_End):  # fmt: skip
        QTest.keyClick(card.chart.focusProxy() or card.chart, key)
    current = card.chart.current_key
    if current is not None:
        card.chosen.emit(current)
        card.brushed.emit((current,), False)
    for choice in card.findChildren(QComboBox):
        for at in range(min(choice.count(), 6)):
            choice.setCurrentIndex(at)
            page.refresh()
        choice.setCurrentIndex(0)
    page.refresh()
    for kind in ("PNG", "SVG", "CSV"):
        card.out.save(tmp_path / f"x.{kind}", kind)
        assert (tmp_path / f"x.{kind}").stat().st_size > 50
    with card.out.composed() as picture:
        image = QImage(picture.size, QImage.Format.Format_ARGB32)
        with QPainter(image) as painter:
            picture.paint(painter)
        assert picture.chart.picture_size().width() > 0
    assert card.chart.rect().contains(QPointF(1, 1).toPoint())
    card.as_table.setChecked(True)
    assert card.twin.isVisible()
    assert not page.grab().isNull()
    page.close()


@pytest.mark.parametrize("name", EVERY)
def test_every_view_follows_what_nobody_meant(
    qtbot: QtBot, held: tuple[Workbench, ProjectSignals], name: str
) -> None:
    bench, signals = held
    page = shown(qtbot, bench, signals, name)
    card = page.cards[name]
    qtbot.waitUntil(lambda: bool(card.view.foot))
    before = list(card.view.table.rows)
    document = bench.ask.documents()[-1].document
    added = bench.hand.change(
        "More", added=tuple(records(bench, bench.ask.document(document.id) or document, "Who did it? " * 40))
    )
    bench.do(added)
    page.refresh()
    bench.undo()
    page.refresh()
    qtbot.waitUntil(lambda: list(card.view.table.rows) == before)
    page.close()


@pytest.mark.parametrize("name", EVERY)
def test_every_view_tells_it_in_the_terminal(held: tuple[Workbench, ProjectSignals], name: str) -> None:
    bench, _ = held
    survey = surveys.find(name)
    for lens in (
        Lens(),
        Lens(since="0000"),
        Lens(until="9999"),
        Lens(labels=frozenset({"GPE", "L50", "TIM"})),
    ):
        found = survey.sheet(surveys.answer(bench, survey, lens, {}), bench.scheme)
        assert all(len(row) == len(found.headings) for row in found.rows)
        assert sheets.as_text(found)
        assert sheets.as_plain(found)["shown"] >= 0


@pytest.mark.parametrize("name", EVERY)
def test_every_view_says_that_the_filter_hides_all(
    qtbot: QtBot, held: tuple[Workbench, ProjectSignals], name: str
) -> None:
    bench, signals = held
    page = shown(qtbot, bench, signals, name)
    page.bar.set_lens(Lens(annotators=frozenset({"nobody at all"}), statuses=frozenset({"dropped"})))
    page.refresh()
    card = page.cards[name]
    qtbot.waitUntil(lambda: card.view.is_empty)
    assert "filter" in card.empty.text().lower()
    page.bar.clear()
    page.close()


@pytest.mark.parametrize("name", EVERY)
def test_every_view_of_an_empty_project_says_what_to_do(
    qtbot: QtBot, tmp_path: Path, signals: ProjectSignals, name: str
) -> None:
    scheme = projects.read_scheme("news-intelligence")
    bench = Workbench(
        ProjectFile.create(tmp_path / "no.gloss", title="No", scheme=scheme, author="Kim"),
        author="Kim",
        on_change=signals.changed.emit,
    )
    page = shown(qtbot, bench, signals, name)
    card = page.cards[name]
    assert card.view.is_empty
    assert card.empty.text() == "There is no text in the project yet. Import texts with Ctrl+I."
    text = annotated("Nothing is tagged here.", id=5, name="Plain")
    bench.do(edits.add_documents([(text.document, text.text)], by=bench.hand))
    qtbot.waitUntil(lambda: "Ctrl+I" not in card.empty.text())
    bench.undo()
    qtbot.waitUntil(lambda: card.view.is_empty and "Ctrl+I" in card.empty.text())
    assert not card.legend.isVisible(), "a key to nothing"
    assert not page.grab().isNull()
    survey = surveys.find(name)
    assert survey.sheet(surveys.answer(bench, survey, Lens(), {}), scheme).shown == 0
    page.close()
    bench.close()
