from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from glossator import connections, projects
from glossator.analysis.facets import Facets
from glossator.analysis.links import LinkKey
from glossator.core.annotations import Argument, Relation
from glossator.core.lens import Lens, MentionPick, RelationPick
from glossator.core.statements import Node
from glossator.ui.plots.links import drawn as drawn_module
from glossator.ui.plots.links import overlay
from glossator.ui.plots.links.choice import Choice
from glossator.ui.plots.links.content import Lighting
from glossator.ui.plots.links.plot import LinksPlot
from glossator.ui.plots.links.standing import Standing
from glossator.ui.plots.plot import About
from glossator.workbench import Workbench
from tests import corpora

WHOLE = Lens()
Show = Callable[[Workbench, Lens], LinksPlot]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Workbench]:
    made = projects.open(projects.demo(tmp_path, tagged=True, author="Kim"), author="Kim")
    yield made
    made.close()


def named(plot: LinksPlot, name: str) -> Node:
    return next(node for node, facts in plot.full.nodes.items() if facts.name == name)


def drawn(plot: LinksPlot, qtbot: QtBot) -> None:
    """Wait until what is laid out beside the window is drawn."""
    qtbot.waitUntil(lambda: plot._task is None, timeout=8_000)


def reopened(plot: LinksPlot, bench: Workbench, show: Show) -> LinksPlot:
    """The same project shown in another session."""
    plot.forget()
    return show(bench, WHOLE)


def test_the_demo_is_drawn_with_its_numbers(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    assert plot.card.foot.text() == "71 relations shown, 0 hidden by the filter  ·  77 nodes, 106 links"
    assert len(plot.card.view.table.rows) == 106
    assert plot.chart.scene is not None
    assert len(plot.chart.scene.cast.nodes) == 77
    plot.controls.table.setCurrentIndex(1)
    assert len(plot.card.view.table.rows) == 77


def test_the_controls_sift_and_the_foot_tells_what_they_hide(
    demo: Workbench, show: Show, qtbot: QtBot
) -> None:
    plot = show(demo, WHOLE)
    plot.controls.hide_type("LOCATED_IN")
    located = sum(
        1
        for each in demo.annotations(demo.ask.document_ids()[0]).relations.values()
        if each.type == "LOCATED_IN"
    )
    assert (
        f"0 hidden by the filter  ·  {located} left out by type, certainty or grade" in plot.card.foot.text()
    )
    assert plot.controls.types.text().endswith("types")
    plot.controls._fill_types()
    words = [action.text() for action in plot.controls.types_menu.actions()]
    assert f"Located in\t{located}" in words
    plot.controls.types_menu.actions()[0].trigger()
    plot.controls.grade.setCurrentIndex(1)
    graded = {link.grade for link in plot.network.links}
    assert graded
    assert "F6" not in graded
    plot.controls.grade.setCurrentIndex(0)
    plot.controls.certainty.setCurrentIndex(plot.controls.certainty.findData("Certain"))
    assert {link.certainty for link in plot.network.links} == {"Certain"}
    plot.controls.types_menu.actions()[1].trigger()
    assert plot.card.view.is_empty
    assert "filter" in plot.card.empty.text()


def test_a_tag_is_followed_and_nothing_else_moves(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    before = dict(plot.standing.places)
    said = demo.annotations(demo.ask.document_ids()[0])
    lonely = next(
        each for each in said.mentions.values() if each.entity is None and not said.relations_of(each.id)
    )
    russia = next(each for each in said.mentions.values() if each.quote == "Russia")
    made = Relation(
        demo.hand.new_id(),
        said.document.id,
        "NEAR",
        (Argument("Arg1", russia.id), Argument("Arg2", lonely.id)),
        author="Kim",
    )
    change = demo.hand.change("Relate", added=(made,))
    demo.do(change)
    assert plot.follow(change, About(demo, WHOLE))
    assert "72 relations shown" in plot.card.foot.text()
    new = set(plot.standing.places) - set(before)
    assert new == {Node(quote=lonely.quote, label=lonely.label)}
    assert {node: plot.standing.places[node] for node in before} == before
    assert plot.follow(demo.undo(), About(demo, WHOLE))
    assert "71 relations shown" in plot.card.foot.text()


def test_places_and_pins_are_the_same_in_the_next_session(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    russia = named(plot, "Russia")
    plot.chart.placed.emit({russia: (1234.0, -77.0)})
    assert russia in plot.standing.pinned
    places = {node: plot.standing.places[node] for node in plot.network.nodes}
    again = reopened(plot, demo, show)
    drawn(again, qtbot)
    found = {node: again.standing.places[node] for node in again.network.nodes}
    assert found.keys() == places.keys()
    for node, (x, y) in places.items():
        assert found[node] == pytest.approx((x, y), abs=0.06)
    assert again.standing.pinned == {russia}
    again.arrange_anew()
    drawn(again, qtbot)
    assert again.standing.places[russia] == (1234.0, -77.0)
    assert again.standing.places[named(again, "Libya")] != found[named(again, "Libya")]
    again.unpin_all()
    assert not again.standing.pinned


def test_each_document_has_places_of_its_own(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    plot.chart.placed.emit({named(plot, "Russia"): (9_000.0, 0.0)})
    lens = Lens(document=demo.ask.document_ids()[0])
    plot.show(connections.web(demo.ask, demo.scheme, lens), About(demo, lens))
    drawn(plot, qtbot)
    assert plot.standing.places[named(plot, "Russia")] != (9_000.0, 0.0)
    plot.show(connections.web(demo.ask, demo.scheme, WHOLE), About(demo, WHOLE))
    drawn(plot, qtbot)
    assert plot.standing.places[named(plot, "Russia")] == (9_000.0, 0.0)


def test_who_may_only_read_keeps_nothing(tmp_path: Path, show: Show, qtbot: QtBot) -> None:
    path = projects.demo(tmp_path, tagged=True, author="Kim")
    bench = projects.open(path, author="Kim", read_only=True)
    plot = show(bench, WHOLE)
    drawn(plot, qtbot)
    plot.chart.placed.emit({named(plot, "Russia"): (5.0, 5.0)})
    plot.forget()
    assert bench.ask.kept("links.positions") is None
    bench.close()


def test_what_was_kept_and_makes_no_sense_is_passed_over(demo: Workbench) -> None:
    text = Node(entity=5).text
    demo.keep(
        "links.positions",
        {text: [1, 2, 1], "junk": [1, 2], Node(entity=6).text: "x", Node(entity=7).text: [None, 3]},
    )
    standing = Standing()
    standing.read(demo, None)
    assert standing.places == {Node(entity=5): (1.0, 2.0)}
    assert standing.pinned == {Node(entity=5)}
    demo.keep("links.positions", ["no", "mapping"])
    standing.read(demo, None)
    assert standing.places == {}


def test_past_a_hundred_and_fifty_nodes_it_asks_what_to_draw(
    tmp_path: Path, show: Show, qtbot: QtBot
) -> None:
    bench = corpora.re3d(tmp_path / "re3d.gloss")
    plot = show(bench, WHOLE)
    panel = plot._panel
    assert panel is not None
    assert panel.isVisible()
    assert "more than a chart can show" in panel.head.text()
    assert plot.network.is_empty
    assert "none is drawn yet" in plot.card.foot.text()
    assert len(plot.card.view.table.rows) == len(plot.full.links)
    asked: list[str] = []
    plot.view_requested.connect(asked.append)
    panel.matrix.click()
    assert asked == ["together"]
    panel.tops[0].click()
    drawn(plot, qtbot)
    assert not panel.isVisible()
    assert len(plot.network.nodes) == 20
    node = next(iter(plot.network.nodes))
    assert plot._beyond()[node] == len(plot.full.neighbours(node)) - len(plot.network.neighbours(node))
    before = {each: plot.standing.places[each] for each in plot.network.nodes}
    plot.chart.expand_requested.emit(node)
    drawn(plot, qtbot)
    assert set(plot.full.neighbours(node)) <= set(plot.network.nodes)
    assert {each: plot.standing.places[each] for each in before} == before
    plot.hide(node)
    drawn(plot, qtbot)
    assert node not in plot.network.nodes
    panel.all.click()
    drawn(plot, qtbot)
    assert len(plot.network.nodes) == len(plot.full.nodes)
    plot.chart.setFocus()
    plot.offer()
    assert panel.isVisible()
    assert plot.chart.window().focusWidget() is panel.begin, "who had the keyboard is asked at once"
    plot.card.take_keyboard()
    assert plot.chart.window().focusWidget() is panel.begin, "and who comes by keys"
    panel.begin._take(plot.full.nodes[node].name)
    drawn(plot, qtbot)
    assert plot.chart.window().focusWidget() is plot.chart
    assert set(plot.network.nodes) == {node, *plot.full.neighbours(node)}
    plot.forget()
    bench.close()


def test_layout_of_much_happens_beside_the_window(
    demo: Workbench, begin: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_module, "_AT_ONCE", 5)
    plot = begin(demo, WHOLE)
    tasks = [plot._task]
    seen = [plot.card.view.is_empty]
    drawn(plot, qtbot)
    seen.append(plot.card.view.is_empty)
    plot.arrange_anew()
    tasks.append(plot._task)
    plot.forget()
    assert seen == [True, False]
    assert None not in tasks
    assert plot._task is None


def test_the_shortest_way_is_pointed_out_and_told_with_who_says_so(
    demo: Workbench, show: Show, qtbot: QtBot
) -> None:
    plot = show(demo, WHOLE)
    brushed: list[tuple[object, ...]] = []
    plot.card.brushed.connect(lambda keys, more: brushed.append(keys))
    start, goal = named(plot, "Libyan National Army"), named(plot, "Russia")
    plot.show_way(start, goal)
    way = plot._way
    assert len(way) > 1
    assert brushed == [way]
    assert plot.card.foot.text().startswith("The shortest way: Libyan National Army – ")
    assert plot.card.foot.text().count("(by ") == len(way)
    assert plot.chart.content is not None
    assert plot.chart.content.way == way
    plot.chart.cleared.emit()
    assert "shortest" not in plot.card.foot.text()
    said: list[str] = []
    plot.said.connect(said.append)
    plot.show_way(named(plot, "Benghazi"), goal)
    assert said == ["No way leads from one to the other along the links that are drawn."]


def test_marks_stand_for_their_records(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    about = About(demo, WHOLE)
    russia = named(plot, "Russia")
    assert plot.pick(russia, about) == MentionPick(entity=russia.entity)
    words = next(node for node in plot.full.nodes if node.quote)
    assert plot.pick(words, about) == MentionPick(label=words.label, quote=words.quote, identified=False)
    event = next(node for node in plot.full.nodes if node.event)
    assert plot.pick(event, about) == RelationPick(ids=frozenset({event.event}))
    link = next(each for each in plot.full.links if each.key.role)
    assert plot.pick(link.key, about) == RelationPick(ids=frozenset(link.relations), role=link.key.role)
    assert plot.pick("something else", about) is None
    assert plot.caption(russia, about) == "Russia"
    assert ", by " in plot.caption(link.key, about)
    assert plot.label_of(russia, about) == "GPE"
    found = demo.ask.under(WHOLE, demo.scheme).relations(plot.pick(link.key, about))  # type: ignore[arg-type]
    assert {each.id for each in found} == set(link.relations)


def test_what_is_selected_elsewhere_lights_nodes_and_links(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    link = next(each for each in plot.full.links if not each.key.role)
    facets = Facets(
        relations=frozenset(link.relations),
        entities=frozenset({link.key.first.entity}),
        quotes=frozenset({(link.key.second.quote, link.key.second.label)}),
    )
    assert plot.is_lit(link.key, facets)
    assert plot.is_lit(link.key.first, facets) or not link.key.first.entity
    others = [each for each in plot.full.links if not set(each.relations) & set(link.relations)]
    assert not any(plot.is_lit(each.key, facets) for each in others)
    event = next(node for node in plot.full.nodes if node.event)
    assert plot.is_lit(event, Facets(relations=frozenset({event.event})))
    assert not plot.is_lit("something else", facets)


def asked_of_each(plot: LinksPlot, facets: Facets) -> set[Node | LinkKey]:
    """What is lit, found mark by mark."""
    found: set[Node | LinkKey] = set()
    for node in plot.network.nodes:
        is_said = node.event in facets.relations if node.event else (node.quote, node.label) in facets.quotes
        if node.entity in facets.entities if node.entity else is_said:
            found.add(node)
    links = plot.network.links
    return found | {link.key for link in links if facets.relations & set(link.relations)}


def test_what_is_lit_is_looked_up_and_not_asked_of_each_mark(
    demo: Workbench, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = show(demo, WHOLE)
    chance, nodes = Random(2), list(plot.network.nodes)
    asked: list[object] = []
    plain = Lighting.__call__

    def asking(held: Lighting, key: Hashable) -> bool:
        asked.append(key)
        return plain(held, key)

    monkeypatch.setattr(Lighting, "__call__", asking)
    assert plot.chart.scene is not None
    cast = plot.chart.scene.cast
    for _ in range(12):
        some = chance.sample(nodes, 8)
        relations = {each for link in chance.sample(plot.network.links, 3) for each in link.relations}
        facets = Facets(
            relations=frozenset(relations | {node.event for node in some if node.event}),
            entities=frozenset(node.entity for node in some if node.entity),
            quotes=frozenset((node.quote, node.label) for node in some if node.quote),
        )
        wanted = asked_of_each(plot, facets)
        for is_lit, right in ((plot.lit((), facets), wanted), (plot.lit(tuple(some), facets), set(some))):
            found = overlay.lit(cast, plot.network, is_lit)
            marks = {cast.nodes[at] for at in found.nodes} | {cast.links[at].key for at in found.links}
            assert marks == right
            assert asked == []
            assert all(is_lit(node) == (node in right) for node in nodes)
            asked.clear()
    assert overlay.lit(cast, plot.network, plot.lit((), Facets())) == overlay.Lit()


def test_what_is_lit_follows_a_change(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    link = next(each for each in plot.network.links if not each.key.role and len(each.relations) == 1)
    facets = Facets(relations=frozenset(link.relations))
    plot.chart.point_out(plot.lit((), facets))
    plot.chart.grab()
    lit = plot.chart._lit
    assert lit is not None
    assert len(lit.links) == 1
    held = demo.ask.record(next(iter(link.relations)))
    assert isinstance(held, Relation)
    change = demo.hand.change("Delete", removed=(held,))
    demo.do(change)
    assert plot.follow(change, About(demo, WHOLE))
    plot.chart.grab()
    assert plot.chart._lit == overlay.Lit()


def test_the_menus_offer_what_can_be_done(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    russia = named(plot, "Russia")
    cards: list[int] = []
    plot.card_requested.connect(cards.append)
    entries = {each.words.replace("&", ""): each for each in plot.entries(russia)}
    entries["Open its card"].do()
    assert cards == [russia.entity]
    entries["Pin here"].do()
    assert russia in plot.standing.pinned
    assert "Unpin" in {each.words.replace("&", "") for each in plot.entries(russia)}
    assert not entries["Expand\tCtrl+Enter"].is_possible
    entries["Hide\tDel"].do()
    assert russia not in plot.network.nodes
    again = next(each for each in plot.entries(None) if "again" in each.words)
    again.do()
    assert russia in plot.network.nodes
    entries["Only this and what is around it"].do()
    assert set(plot.network.nodes) == {russia, *plot.full.neighbours(russia)}
    link = plot.network.links[0]
    hide = next(each for each in plot.entries(link.key) if "type" in each.words)
    hide.do()
    assert link.key.type not in {each.key.type for each in plot.network.links}
    chosen: list[object] = []
    plot.card.chosen.connect(chosen.append)
    plot.entries(link.key)[0].do()
    assert chosen == [link.key]
    plot.chart.menu_requested.emit(russia, QPoint(10, 10))
    menus = plot.chart.findChildren(QMenu)
    assert menus
    for each in menus:
        each.close()
    plot.controls.more_menu.aboutToShow.emit()
    assert "Arrange anew" in [action.text().replace("&", "") for action in plot.controls.more_menu.actions()]


def test_a_node_is_found_by_its_name(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    plot.controls.field.setText("haftar’s fac")
    plot.controls.field.returnPressed.emit()
    assert plot.chart.current == named(plot, "Haftar’s facilities")
    plot.hide(named(plot, "Russia"))
    plot.controls.field._take("Russia")
    assert plot.chart.current == named(plot, "Russia")
    plot.controls.field._take("nobody at all")
    assert plot.chart.current == named(plot, "Russia")


def test_without_relations_it_says_how_to_make_one(empty: Workbench, show: Show) -> None:
    plot = show(empty, WHOLE)
    assert plot.card.view.is_empty
    assert "Press R" in plot.card.empty.text()
    assert plot.controls.isHidden()


def test_a_choice_holds_what_was_added_and_leaves_out_what_was_hidden(demo: Workbench, show: Show) -> None:
    plot = show(demo, WHOLE)
    full = plot.full
    first, second, *_ = full.nodes
    some = Choice(top=20, added=frozenset({list(full.nodes)[40]}), hidden=frozenset({first}))
    found = some.of(full)
    assert list(full.nodes)[40] in found.nodes
    assert first not in found.nodes
    assert second in found.nodes
    assert replace(some, top=0).of(full).nodes.keys() == full.nodes.keys() - {first}
    assert isinstance(found.links[0].key, LinkKey)


def test_of_very_much_only_a_part_is_asked_for_and_followed(
    demo: Workbench, begin: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MANY", 20)
    plot = begin(demo, WHOLE)
    about = About(demo, WHOLE)
    assert plot.options() == {"wanted": "count"}
    plot.show(connections.counted(demo.ask, demo.scheme, WHOLE), about)
    assert plot._panel is not None
    assert plot._panel.isVisible()
    assert plot._panel.head.text().startswith("71 relations and events: more")
    assert "none is drawn yet" in plot.card.foot.text()
    assert "Russia" in [name for name, _ in plot._names()]
    asked: list[bool] = []
    plot.stale.connect(lambda: asked.append(True))
    plot.choose(Choice(top=20))
    assert asked == [True]
    assert plot.options() == {}
    plot.show(connections.web(demo.ask, demo.scheme, WHOLE), about)
    drawn(plot, qtbot)
    count = len(plot.network.nodes)
    assert count >= 20
    link = next(each for each in plot.network.links if not each.key.role)
    relation = demo.ask.record(link.relations[0])
    assert isinstance(relation, Relation)
    change = demo.hand.change("Delete", removed=(relation,))
    demo.do(change)
    assert plot.follow(change, about)
    assert link.key not in {each.key for each in plot.network.links if each.relations == link.relations}
    assert plot.follow(demo.undo(), about)
    assert link.key in {each.key for each in plot.network.links}


def test_nothing_drawn_of_what_was_chosen_says_why(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    unlinked = next(
        row.entity.id for row in demo.ask.entities() if Node(entity=row.entity.id) not in plot.full.nodes
    )
    plot.begin_with(frozenset({unlinked}))
    assert plot.card.view.is_empty
    assert "no relation or event joins them" in plot.card.empty.text()
    told = "0 relations shown, 0 hidden by the filter  ·  71 not around what was chosen"
    assert plot.card.foot.text().startswith(told), "what is not drawn is not the filter's doing"
    plot.choose(Choice())
    drawn(plot, qtbot)
    assert len(plot.network.nodes) == 77
    plot.chart.setFocus()
    plot.choose(Choice(hidden=frozenset(plot.full.nodes)))
    assert plot.card.window().focusWidget() is plot.card.larger, "the keyboard does not leave the card"
    plot.choose(Choice())
    assert plot.card.window().focusWidget() is plot.chart, "and comes back"
    plot.choose(Choice(hidden=frozenset(plot.full.nodes)))
    assert plot.card.empty.text().startswith("All that was chosen is hidden")


def test_no_two_rows_in_the_menu_of_a_node_have_one_letter(demo: Workbench, show: Show, qtbot: QtBot) -> None:
    plot = show(demo, WHOLE)
    rows = [each.words.split("\t")[0] for each in plot.entries(named(plot, "Russia"))]
    letters = [row[row.index("&") + 1].lower() for row in rows if "&" in row]
    assert len(letters) >= 7
    assert len(set(letters)) == len(letters)


def test_what_is_mostly_new_is_arranged_as_a_whole_and_what_is_not_stays(
    demo: Workbench, show: Show, qtbot: QtBot
) -> None:
    plot = show(demo, WHOLE)
    plot.standing.loosen()
    plot.choose(Choice(top=20))
    drawn(plot, qtbot)
    few = dict(plot.standing.places)
    assert 20 <= len(few) < 77 / 2
    plot.choose(Choice())
    drawn(plot, qtbot)
    every = dict(plot.standing.places)
    assert any(every[node] != place for node, place in few.items()), (
        "or the others would be heaped around them"
    )
    plot.choose(Choice(top=60))
    drawn(plot, qtbot)
    assert all(plot.standing.places[node] == every[node] for node in plot.network.nodes)
