"""The figures of the link chart against an independent count over the exported JSONL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glossator import connections, projects, surveys
from glossator.analysis import sheets
from glossator.analysis.links import Link, LinkKey
from glossator.core import ids
from glossator.core.lens import Lens
from glossator.core.statements import Node
from glossator.workbench import Workbench
from tests import corpora
from tests.analysis.independent import Exported, Line, exported

Key = tuple[str, str, str, str]
Figures = tuple[int, int, int, str, int, Counter[str]]


def demo(path: Path) -> Workbench:
    return projects.open(projects.demo(path.parent, tagged=True, author="Kim"), author="Kim")


def event_end(line: Line, event: Line) -> str:
    trigger = next(each for each in line["mentions"] if each["id"] == event["trigger"])
    return str(trigger.get("entity") or f"event {event['id']}")


def end_of(line: Line, argument: Line) -> str | None:
    """What stands at an end, as one text; ``None`` for a relation that is no event."""
    events = [each for each in line["relations"] if "trigger" in each]
    if "relation" in argument:
        found = [each for each in events if each["id"] == argument["relation"]]
        return event_end(line, found[0]) if found else None
    mention = next(each for each in line["mentions"] if each["id"] == argument["mention"])
    if "entity" in mention:
        return str(mention["entity"])
    over = [each for each in events if each["trigger"] == mention["id"]]
    if over:
        return event_end(line, min(over, key=lambda each: ids.from_text(each["id"])))
    return f"{mention['label']}|{mention['quote']}"


def ends_of(line: Line, relation: Line) -> Iterator[tuple[str, str, str]]:
    """(role, first, second) for every pair that a relation joins, each end as one text."""
    arguments = [(each["role"], end_of(line, each)) for each in relation["arguments"]]
    if "trigger" in relation:
        for role, second in arguments:
            if second is not None:
                yield role, event_end(line, relation), second
    elif len(arguments) > 1 and arguments[0][1] is not None and arguments[1][1] is not None:
        yield "", arguments[0][1], arguments[1][1]


def independent(found: Exported, symmetric: frozenset[str], certainties: list[str]) -> dict[Key, Figures]:
    """Each link with its relations, documents, sources, best certainty, how many are denied, and its voices."""
    said: dict[Key, list[tuple[str, Line, Line]]] = defaultdict(list)
    for line, relation in found.relations():
        for role, first, second in ends_of(line, relation):
            if relation["type"] in symmetric and second < first:
                first, second = second, first  # noqa: PLW2901
            said[first, second, relation["type"], role].append((relation["id"], line, relation))
    return {key: _added(found, held, certainties) for key, held in said.items()}


def _added(found: Exported, held: list[tuple[str, Line, Line]], certainties: list[str]) -> Figures:
    def certainty(relation: Line) -> str:
        default = certainties[0] if certainties else ""
        return str(relation.get("attributes", {}).get("certainty", default))

    def voice(line: Line, relation: Line) -> str:
        source = found._source(line, relation.get("attributes", {}))
        named = found.entities.get(source.get("entity", ""), {}) if source else {}
        return (named.get("name") or source["quote"]) if source else ""

    denied = {number for number, _, each in held if each.get("attributes", {}).get("polarity") == "Negative"}
    return (
        len({number for number, _, _ in held}),
        len({line["id"] for _, line, _ in held}),
        len({line.get("origin", {}).get("source") or line["name"] for _, line, _ in held}),
        min(
            (certainty(each) for _, _, each in held),
            key=lambda each: certainties.index(each) if certainties else 0,
        ),
        len(denied),
        Counter(voice(line, each) for _, line, each in held),
    )


def node_text(node: Node) -> str:
    if node.entity:
        return ids.to_text(node.entity)
    return f"event {ids.to_text(node.event)}" if node.event else f"{node.label}|{node.quote}"


def key_of(link: Link, symmetric: frozenset[str]) -> Key:
    key: LinkKey = link.key
    first, second = node_text(key.first), node_text(key.second)
    if key.type in symmetric and second < first:
        first, second = second, first
    return first, second, key.type, key.role


def figures(link: Link) -> Figures:
    return (
        len(link.relations),
        link.documents,
        link.sources,
        link.certainty,
        link.denied,
        Counter(dict(link.voices)),
    )


@pytest.mark.parametrize("make", [demo, corpora.re3d, corpora.nerel], ids=["demo", "re3d", "nerel"])
@pytest.mark.parametrize("narrowed", ["all", "document", "graded"])
def test_every_link_has_the_figures_that_the_export_has(
    make: Callable[[Path], Workbench], narrowed: str, tmp_path: Path
) -> None:
    with closing(make(tmp_path / "case.gloss")) as bench:
        found = exported(bench, tmp_path)
        lens = Lens()
        if narrowed == "document":
            row = bench.ask.documents()[0].document
            lens, found.takes = Lens(document=row.id), lambda line: line["id"] == ids.to_text(row.id)
        elif narrowed == "graded":
            lens = replace(lens, credibility=frozenset({"3", "2"}))
            if bench.scheme.attribute("info_credibility") is not None:
                found.claims = lambda _, each: (
                    each.get("attributes", {}).get("info_credibility") in {"2", "3"}
                )
        web = connections.web(bench.ask, bench.scheme, lens)
        symmetric = frozenset(each.id for each in bench.scheme.relation_types if each.symmetric)
        certainty = bench.scheme.attribute("certainty")
        wanted = independent(found, symmetric, list(certainty.values) if certainty else [])
        assert wanted
        assert {key_of(link, symmetric): figures(link) for link in web.network().links} == wanted


@pytest.mark.parametrize("make", [demo, corpora.re3d, corpora.nerel], ids=["demo", "re3d", "nerel"])
def test_nodes_are_as_large_as_their_mentions_and_documents(
    make: Callable[[Path], Workbench], tmp_path: Path
) -> None:
    with closing(make(tmp_path / "case.gloss")) as bench:
        who = exported(bench, tmp_path).who()
        for lens in (Lens(), Lens(reliability=frozenset("ABCDEF"))):  # kept counts, and counted ones
            nodes = connections.web(bench.ask, bench.scheme, lens).network().nodes
            for node, facts in nodes.items():
                if not node.event:
                    key: tuple[Any, ...] = (
                        (ids.to_text(node.entity),) if node.entity else (node.quote, node.label)
                    )
                    assert who[key] == (facts.mentions, facts.documents)


def test_the_sheet_counts_relations_and_names_who_says_so(tmp_path: Path) -> None:
    with closing(demo(tmp_path / "x.gloss")) as bench:
        survey = surveys.find("links")
        sheet = survey.sheet(surveys.answer(bench, survey, Lens(), {}), bench.scheme)
        found = exported(bench, tmp_path)
        assert (sheet.shown, sheet.hidden) == (sum(1 for _ in found.relations()), 0)
        plain = sheets.as_plain(sheet)["rows"]
        assert sum(each["Denied"] for each in plain) == 0
        assert any(each["Said by"] != "the text itself (1)" for each in plain)
        graded = surveys.answer(bench, survey, Lens(credibility=frozenset({"3"})), {})
        narrowed = survey.sheet(graded, bench.scheme)
        assert narrowed.shown < sheet.shown
        assert narrowed.shown + narrowed.hidden == sheet.shown
