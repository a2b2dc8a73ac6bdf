"""Views of time and place: their figures against a count of their own from the export, and how they follow Changes."""

from __future__ import annotations

import calendar
import datetime as dt
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import chronicles, projects, surveys
from glossator.analysis import places, sheets, timeline
from glossator.analysis.journeys import SiteKey
from glossator.core import dates, dating, deletion, edits, happenings, ids, locating
from glossator.core.annotations import Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.lens import Lens
from glossator.core.locating import AREA, EXACT, Spot
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.normalising.proposals import read
from glossator.store.queries import Queries
from glossator.workbench import Workbench
from tests import corpora
from tests.analysis.independent import Exported, Line, exported

PLACES = {"GPE", "LOC", "FAC"}
_DATES = ["2024-12-08", "2024-12-08/2024-12-12", "2024-11", "2023", "2024-12-15", "2024-W50", "2017/.."]


def sample(path: Path) -> Workbench:
    """The sample article with a date, its times as they are proposed, and some of its events dated."""
    bench = projects.open(projects.demo(path.parent, tagged=True, author="Kim"), author="Kim")
    document = bench.ask.document_ids()[0]
    old = bench.ask.document(document)
    assert old is not None
    bench.do(edits.edit_document(old, replace(old, published="2024-12-18"), by=bench.hand))
    said = bench.open_document(document)
    for mention in list(said.mentions.values()):
        found = read(mention.quote, "2024-12-18").proposals
        if mention.label == "TIM" and "time.value" not in mention.attributes and found:
            best = found[0]
            bench.do(
                dating.date_mention(said, bench.scheme, mention.id, best.value, mod=best.mod, by=bench.hand)
            )
    free = [each for each in said.relations.values() if each.is_event and not _times(said.mentions, each)]
    for event, value in zip(free, _DATES, strict=False):
        bench.do(
            dating.date_event(said, bench.scheme, event.id, value, reason="told elsewhere", by=bench.hand)
        )
    return bench


def _times(mentions: dict[int, Mention], event: Relation) -> list[Mention]:
    held = [mentions[each.target] for each in event.arguments if not each.is_relation]
    return [each for each in held if each.label == "TIM"]


def news(path: Path) -> Workbench:
    """The geoparsed news of TR-News, as far as their offsets are right: each place with its coordinates."""
    file = corpora.corpus("geo-xml") / "TR-News.xml"
    made = projects.demo(path.parent, tagged=False, author="Kim")
    bench = projects.open(made, author="Kim")
    for article in ET.parse(file).getroot():
        text = article.findtext("text") or ""
        document = Document(
            bench.hand.new_id(), article.get("docid", ""), len(text), digest_of(text),
            published=article.findtext("dltime") or "",
        )  # fmt: skip
        bench.do(edits.add_documents([(document, text)], by=bench.hand))
        bench.do(bench.hand.change("Tag", added=tuple(_toponyms(bench, article, document.id, text))))
    return bench


def _toponyms(bench: Workbench, article: ET.Element, document: int, text: str) -> Iterator[Mention]:
    for each in article.iter("toponym"):
        phrase = each.findtext("phrase") or ""
        start, end = int(each.findtext("start") or 0), int(each.findtext("end") or 0)
        tag = each.find("gaztag")
        if text[start:end] != phrase or tag is None:
            continue
        at = (tag.findtext("lat"), tag.findtext("lon"))
        attributes = (
            {} if None in at else {"place.latitude": float(at[0] or 0), "place.longitude": float(at[1] or 0)}
        )
        yield Mention(
            bench.hand.new_id(), document, "GPE", (Span(start, end),), phrase, attributes=attributes, author="Kim",
            created=1_790_000_000_000,
        )  # fmt: skip


def _value(published: str, language: str) -> Callable[[str], str]:
    """The value that is proposed for words of a language, where it is a date."""

    def value_of(words: str) -> str:
        found = read(words, published, (language,)).proposals
        return found[0].value if found and found[0].precision in {"day", "month", "year", "week"} else ""

    return value_of


def nerel(path: Path) -> Workbench:
    """The Russian news of NEREL, as if all were published on one day."""
    return corpora.storied(path, "nerel", "2018-05-15", _value("2018-05-15", "ru"))


def re3d(path: Path) -> Workbench:
    """The reports of re3d, as if all were published on one day."""
    return corpora.storied(path, "re3d", "2016-11-25", _value("2016-11-25", "en"))


@pytest.fixture(scope="module", params=[sample, news, nerel, re3d])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A project that is only read."""
    make: Callable[[Path], Workbench] = request.param
    with closing(make(tmp_path_factory.mktemp("case") / "case.gloss")) as made:
        yield made


# --- an independent count


def days_of(value: str) -> tuple[str, str]:
    """The first and the last day of a date, with the calendar of the standard library."""
    if "/" in value:
        first, last = value.split("/")
        return (".." if first == ".." else days_of(first)[0]), (".." if last == ".." else days_of(last)[1])
    if "W" in value:
        monday = dt.date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
        return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        return f"{value}-01", f"{value}-{calendar.monthrange(int(value[:4]), int(value[5:]))[1]}"
    return value, value


def events_of(told: Exported) -> dict[str, tuple[set[str], str, str]]:
    """Each event, by its identity or its own id: its tellings, its first and its last day (empty: undated)."""
    found: dict[str, tuple[set[str], list[tuple[str, str]]]] = defaultdict(lambda: (set(), []))
    for line, relation in told.relations():
        if "trigger" not in relation:
            continue
        mentions = {each["id"]: each for each in line["mentions"]}
        events, whens = found[mentions[relation["trigger"]].get("entity") or relation["id"]]
        events.add(relation["id"])
        fillers = [mentions[a["mention"]] for a in relation["arguments"] if "mention" in a]
        times = [relation, *(each for each in fillers if each["label"] == "TIM")]
        values = [each.get("attributes", {}).get("time.value", "") for each in times]
        value = next((each for each in values if each and each[0] in "0123456789."), "")
        if "PRESENT_REF" in values and not value:
            value = line.get("origin", {}).get("published", "")
        if value:
            whens.append(days_of(value))
    return {
        key: (events, min((w[0] for w in whens), default=""), max((w[1] for w in whens), default=""))
        for key, (events, whens) in found.items()
    }


def sites_of(told: Exported) -> dict[tuple[str, ...], tuple[int, int, tuple[float, float] | None]]:
    """Each place, by its identity or (quote, label): mentions, documents, and where it is."""
    counts: Counter[tuple[str, ...]] = Counter()
    documents: dict[tuple[str, ...], set[str]] = defaultdict(set)
    said: dict[tuple[str, ...], Counter[tuple[float, float]]] = defaultdict(Counter)
    for line, mention in told.mentions():
        if mention["label"] not in PLACES:
            continue
        key = (mention["entity"],) if "entity" in mention else (mention["quote"], mention["label"])
        counts[key] += 1
        documents[key].add(line["id"])
        if (at := _at(mention)) is not None:
            said[key][at] += 1
    return {key: (n, len(documents[key]), _spot(told, key, said[key])) for key, n in counts.items()}


def _at(record: Line) -> tuple[float, float] | None:
    held = record.get("attributes", {})
    if "place.latitude" not in held or "place.longitude" not in held:
        return None
    return held["place.latitude"], held["place.longitude"]


def _spot(
    told: Exported, key: tuple[str, ...], said: Counter[tuple[float, float]]
) -> tuple[float, float] | None:
    own = _at(told.entities.get(key[0], {}))
    if own is not None:
        return own
    most = max(said.values(), default=0)
    return min((at for at, n in said.items() if n == most), default=None)


def key_of(said: Line) -> tuple[str, ...]:
    """What a mention stands for: its identity, or its words and label."""
    return (said["entity"],) if "entity" in said else (said["quote"], said["label"])


def ways_of(told: Exported) -> dict[tuple[str, tuple[str, ...], tuple[str, ...]], set[str]]:
    """Each way, by the type of event and its two ends: the events that lead along it."""
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], set[str]] = defaultdict(set)
    for line, relation in told.relations():
        mentions = {each["id"]: each for each in line["mentions"]}
        ends: dict[str, list[tuple[str, ...]]] = {"Origin": [], "Destination": []}
        for each in relation["arguments"] if "trigger" in relation else ():
            said = mentions.get(each.get("mention", ""))
            if each["role"] in ends and said is not None and said["label"] in PLACES:
                ends[each["role"]].append(key_of(said))
        for origin in ends["Origin"]:
            for destination in ends["Destination"]:
                if origin != destination:
                    found[relation["type"], origin, destination].add(relation["id"])
    return dict(found)


def events_at(told: Exported) -> dict[tuple[str, ...], set[str]]:
    """Each place: the events in which it fills a role."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for line, relation in told.relations():
        mentions = {each["id"]: each for each in line["mentions"]}
        for each in relation["arguments"] if "trigger" in relation else ():
            said = mentions.get(each.get("mention", ""))
            if said is not None and said["label"] in PLACES:
                found[key_of(said)].add(relation["id"])
    return dict(found)


def plain(key: SiteKey) -> tuple[str, ...]:
    return (ids.to_text(key.entity),) if key.entity is not None else (key.quote, key.label)


# --- the figures


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (["2024-12", "2024-12-05", "2024-12-05"], ["2024-12-05"]),
        (["2024", "2024-12", "2024-11"], ["2024-11", "2024-12"]),
        (["2024-12-05", "2024-12-07"], ["2024-12-05", "2024-12-07"]),
        (["2024-12-01/2024-12-09", "2024-12"], ["2024-12-01/2024-12-09"]),
        (["2024-12-05/..", "2024-12-05"], ["2024-12-05"]),
        ([], []),
    ],
)
def test_of_times_of_one_event_those_count_that_say_it_most_exactly(told: list[str], kept: list[str]) -> None:
    whens = [found for each in told if (found := dates.read(each)) is not None]
    assert len(whens) == len(told)
    assert sorted(each.written for each in timeline._most_exact(whens)) == kept


def test_there_is_something_to_count(bench: Workbench, request: pytest.FixtureRequest) -> None:
    held = chronicles.gazette(bench.ask, bench.scheme, Lens())
    rows = chronicles.chronicle(bench.ask, bench.scheme, Lens()).rows()
    assert sum(each.spot is not None for each in held.sites()) >= 5
    if "news" not in request.node.name:
        assert any(row.whens for row in rows)
        assert any(not row.whens for row in rows)
        assert held.ways()


def test_ways_and_the_events_of_each_place_are_those_of_the_export(bench: Workbench, tmp_path: Path) -> None:
    told = exported(bench, tmp_path)
    held = chronicles.gazette(bench.ask, bench.scheme, Lens())
    sites = held.sites()
    ways = {
        (way.key.type, plain(way.key.origin), plain(way.key.destination)): {
            ids.to_text(e) for e in way.events
        }
        for way in held.ways()
    }
    assert ways == ways_of(told)
    counted = {plain(each.key): each.events for each in sites if each.events}
    assert counted == {key: len(events) for key, events in events_at(told).items()}


def test_both_count_the_same_through_a_filter(bench: Workbench, tmp_path: Path) -> None:
    told = exported(bench, tmp_path)
    chosen = {each.document.id for each in bench.ask.documents()[::2]}
    lens = Lens(documents=frozenset(chosen), labels=frozenset({"GPE", "TIM"}))

    def ends(line: Line, relation: Line) -> bool:
        known = {m["id"]: m["label"] for m in line["mentions"]}
        taken = [known[a["mention"]] in lens.labels for a in relation["arguments"] if "mention" in a]
        return any(taken) if "trigger" in relation else all(taken)

    told.takes = lambda line: ids.from_text(line["id"]) in chosen
    told.says = lambda mention: mention["label"] in lens.labels
    told.claims = ends
    held = chronicles.gazette(bench.ask, bench.scheme, lens)
    rows = chronicles.chronicle(bench.ask, bench.scheme, lens).rows()
    assert {ids.to_text(row.key.entity or row.key.event) for row in rows} == set(events_of(told))
    assert {plain(each.key): (each.mentions, each.documents) for each in held.sites()} == {
        key: found[:2] for key, found in sites_of(told).items()
    }


def test_the_timeline_tells_what_the_export_does(bench: Workbench, tmp_path: Path) -> None:
    told = exported(bench, tmp_path)
    held = chronicles.chronicle(bench.ask, bench.scheme, Lens())
    rows = {
        ids.to_text(row.key.entity or row.key.event): (
            {ids.to_text(each) for each in row.events},
            timeline.first_day(row),
            timeline.last_day(row),
        )
        for row in held.rows()
    }
    assert rows == events_of(told)
    sheet = timeline.sheet(held, bench.scheme)
    assert (sheet.shown, sheet.hidden) == (sum(len(row[0]) for row in rows.values()), 0)
    assert len(sheet.rows) == len(rows)
    assert all(bool(row[4] or row[5]) != bool(row[-1]) for row in sheet.rows), "a date, or why there is none"


def test_the_map_tells_what_the_export_does(bench: Workbench, tmp_path: Path) -> None:
    told = exported(bench, tmp_path)
    held = chronicles.gazette(bench.ask, bench.scheme, Lens())
    found: dict[tuple[str, ...], tuple[int, int, tuple[float, float] | None]] = {}
    for site in held.sites():
        key = (
            (ids.to_text(site.key.entity),)
            if site.key.entity is not None
            else (site.key.quote, site.key.label)
        )
        at = (site.spot.latitude, site.spot.longitude) if site.spot and not site.spot.outline else None
        found[key] = (site.mentions, site.documents, at)
    labels = locating.place_labels(bench.scheme)
    wanted = {key: each for key, each in sites_of(told).items() if len(key) == 1 or key[1] in labels}
    if labels == PLACES:
        assert found == wanted
    assert sum(each[0] for each in found.values()) == sum(
        1 for _, mention in told.mentions() if mention["label"] in labels
    )
    sheet = places.sheet(held, bench.scheme)
    assert sheet.shown == sum(each[0] for each in found.values())


def test_a_filter_counts_the_same_as_the_export_filtered(tmp_path: Path) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        told = exported(bench, tmp_path)
        lens = Lens(certainty=frozenset({"Probable", "Possible"}))
        told.claims = lambda line, relation: (
            relation.get("attributes", {}).get("certainty", "Certain") in lens.certainty
        )
        held = chronicles.chronicle(bench.ask, bench.scheme, lens)
        wanted = events_of(told)
        assert {ids.to_text(row.key.entity or row.key.event) for row in held.rows()} == set(wanted)
        sheet = timeline.sheet(held, bench.scheme)
        assert 0 < sheet.shown < held.total
        assert sheet.hidden == held.total - sheet.shown
        nothing = chronicles.gazette(bench.ask, bench.scheme, Lens(statuses=frozenset({"dropped"})))
        assert nothing.sites() == []
        assert places.sheet(nothing, bench.scheme).hidden == nothing.total > 0


def test_both_are_surveys_for_the_command_line(tmp_path: Path) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        for name in ("timeline", "places"):
            survey = surveys.find(name)
            found = survey.sheet(surveys.answer(bench, survey, Lens(), {}), bench.scheme)
            plain = sheets.as_plain(found)
            assert plain["rows"]
            assert "shown, 0 hidden by the filter" in sheets.as_text(found)


def test_a_scheme_without_kinds_of_events_is_named_as_the_reason(tmp_path: Path) -> None:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="timeml-lite", author="Kim")
    with closing(made) as bench:
        survey = surveys.find("timeline")
        found = survey.sheet(surveys.answer(bench, survey, Lens(), {}), bench.scheme)
        assert found.notes == ("the label scheme has no kinds of events, so nothing stands on a timeline",)
    with closing(sample(tmp_path / "case.gloss")) as bench:
        assert survey.sheet(surveys.answer(bench, survey, Lens(), {}), bench.scheme).notes == ()


# --- following


def steps(bench: Workbench) -> Iterator[Change]:
    """Changes of every kind, each made from what is there when it is asked for."""
    documents = [bench.ask.annotations(each) for each in bench.ask.document_ids()]
    said = bench.open_document(max(documents, key=lambda each: len(each.mentions)).document.id)
    by, scheme = bench.hand, bench.scheme

    def at(quote: str) -> Mention:
        return next(each for each in said.mentions.values() if each.quote == quote)

    events = [each for each in said.relations.values() if each.is_event]
    undated = next(each for each in events if dating.undated_time(said, scheme, each) is None)
    yield dating.date_event(said, scheme, undated.id, "2019-03", reason="so", by=by)
    tartus = bench.ask.entity(at("Tartus").entity or 0)
    assert tartus is not None
    yield locating.place(tartus, scheme, Spot(35.0, 36.0, EXACT, "SY"), reason="the base", by=by)
    placed = bench.ask.entity(tartus.id)
    assert placed is not None
    yield locating.unplace(placed, reason="a ship", by=by)
    gpe = scheme.label("GPE")
    assert gpe is not None
    yield edits.tag(said, [Span(0, 9)], gpe, by=by)
    new = next(each for each in said.mentions.values() if each.fragments == (Span(0, 9),))
    yield edits.identify(said, [new.id], tartus, by=by)
    yield edits.set_attribute(said, new.id, "place.latitude", 91, by=by)
    yield edits.unidentify(said, [new.id], by=by)
    yield deletion.delete(said, [new.id], by=by)
    pair = next(
        (a, b) for a in events for b in events if a.type == b.type and a.id != b.id and a.trigger != b.trigger
    )
    yield happenings.join(said, pair[0].id, pair[1].id, None, by=by)
    libya = bench.ask.entity(at("Libya").entity or 0)
    assert libya is not None
    yield by.change("Rename", removed=[libya], added=[replace(libya, name="Libya (State of)")])
    yield deletion.delete(said, [pair[0].id], by=by)


@pytest.mark.parametrize("scope", ["project", "another document"])
def test_what_follows_each_change_is_what_is_asked_anew(tmp_path: Path, scope: str) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        other = Document(bench.hand.new_id(), "Other", 6, digest_of("Tobruk"))
        bench.do(edits.add_documents([(other, "Tobruk")], by=bench.hand))
        lens = Lens(document=other.id) if scope != "project" else Lens()

        def about() -> tuple[Queries, Scheme, Lens]:
            return bench.ask, bench.scheme, lens

        held, line = chronicles.gazette(*about()), chronicles.chronicle(*about())
        idle = chronicles.chronicle(*about(), is_whole=False)  # nobody has asked it who had a part in what
        done = 0
        for change in steps(bench):
            bench.do(change)
            is_followed = chronicles.follow(line, change, *about())
            assert is_followed == chronicles.follow_places(held, change, *about())
            assert is_followed == chronicles.follow(idle, change, *about())
            if not is_followed:
                assert any(type(each).__name__ == "AttributeType" for each in change.added)
                held, line = chronicles.gazette(*about()), chronicles.chronicle(*about())
                idle = chronicles.chronicle(*about(), is_whole=False)
            anew, told = chronicles.gazette(*about()), chronicles.chronicle(*about())
            assert held.sites() == anew.sites(), change.title
            assert held.ways() == anew.ways(), change.title
            assert line.rows() == idle.rows() == told.rows(), change.title
            assert line.cells() == told.cells(), change.title
            assert line.rows("actor") == told.rows("actor"), change.title
            assert (held.total, line.total) == (anew.total, told.total), change.title
            done += 1
        assert done == 11
        for _ in range(done):
            change = bench.undo()
            if not (
                chronicles.follow(line, change, *about()) and chronicles.follow_places(held, change, *about())
            ):
                held, line = chronicles.gazette(*about()), chronicles.chronicle(*about())
        anew, told = chronicles.gazette(*about()), chronicles.chronicle(*about())
        assert (held.sites(), held.ways()) == (anew.sites(), anew.ways())
        assert line.rows() == told.rows()
        assert idle.lacking() == {each.event for each in idle.tellings()}
        chronicles.meet(idle, *about())
        assert (line.cells(), line.rows("actor")) == (told.cells(), told.rows("actor"))


def test_who_had_a_part_in_an_event_is_learned_when_somebody_asks(tmp_path: Path) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        about = (bench.ask, bench.scheme, Lens())
        whole, idle = chronicles.chronicle(*about), chronicles.chronicle(*about, is_whole=False)
        every = {each.event for each in whole.tellings()}
        assert whole.lacking() == set()
        assert idle.lacking() == every
        with_both = [row for row in whole.rows() if all(whole.cast_of(row))]
        row = with_both[0]
        chronicles.meet(idle, *about, row.events)
        assert idle.lacking() == every - set(row.events)
        assert idle.cast_of(row) == whole.cast_of(row)
        chronicles.meet(idle, *about)
        assert idle.cells() == whole.cells()
        assert idle.rows("actor") == whole.rows("actor")
        none = chronicles.chronicle(bench.ask, bench.scheme, Lens(document=1))
        assert none.rows("actor") == []
        assert not chronicles.follow(
            none, bench.hand.change("Scheme", added=[bench.scheme.labels[0]]), *about
        )


def test_a_change_of_documents_or_of_very_many_records_is_not_followed(tmp_path: Path) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        held = chronicles.gazette(bench.ask, bench.scheme, Lens())
        document = bench.ask.document(bench.ask.document_ids()[0])
        assert document is not None
        change = edits.edit_document(document, replace(document, published="2024"), by=bench.hand)
        assert not chronicles.follow_places(held, change, bench.ask, bench.scheme, Lens())
        many = [Entity(number, "E") for number in range(chronicles.MOST_FOLLOWED + 1)]
        line = chronicles.chronicle(bench.ask, bench.scheme, Lens())
        assert not chronicles.follow(
            line, bench.hand.change("Many", added=many), bench.ask, bench.scheme, Lens()
        )


def test_a_document_that_the_filter_does_not_take_is_not_followed_into(tmp_path: Path) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        lens = Lens(document=12345)
        about = (bench.ask, bench.scheme, lens)
        held, line = chronicles.gazette(*about), chronicles.chronicle(*about)
        change = next(steps(bench))
        bench.do(change)
        if chronicles.follow_places(held, change, *about) and chronicles.follow(line, change, *about):
            assert line.rows() == []
        assert held.sites() == []


def test_a_place_moves_with_its_identity(tmp_path: Path) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        held = chronicles.gazette(bench.ask, bench.scheme, Lens())
        sites = {each.name: each for each in held.sites()}
        assert sites["Libya"].spot is not None
        assert sites["Libya"].spot.outline == "LY"
        base = bench.ask.entity(sites["Russian bases in Syria"].key.entity or 0)
        assert base is not None
        ways = held.ways()
        assert [each.is_placed for each in ways if each.origin.key.entity == base.id] == [False]
        change = locating.place(base, bench.scheme, Spot(35.4, 35.9, AREA, "SY"), by=bench.hand)
        bench.do(change)
        assert chronicles.follow_places(held, change, bench.ask, bench.scheme, Lens())
        (way,) = (each for each in held.ways() if each.origin.key.entity == base.id)
        assert way.is_placed
        assert (way.origin.name, way.destination.name) == ("Russian bases in Syria", "Libya")


def test_who_has_a_name_that_says_nothing_is_told_so(tmp_path: Path) -> None:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        about = (bench.ask, bench.scheme, Lens())
        first = chronicles.chronicle(*about)
        row = next(each for each in first.rows() if first.cast_of(each).actors)
        told = first.cast_of(row).actors[0]
        named = next(each.entity for each in bench.ask.entities() if each.entity.name == told)
        blank = replace(named, name=" \n ")
        bench.do(bench.hand.change("Rename", removed=[named], added=[blank]))
        anew = chronicles.chronicle(*about)
        assert "(without a name)" in anew.cast_of(row).actors
        assert any("(without a name)" in str(cells) for cells in anew.cells())
