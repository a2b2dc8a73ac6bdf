"""The card of an identity, and what is done with identities, in the user's words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from glossator.analysis.concordance import Line
from glossator.core import edits
from glossator.core.annotations import Argument, Entity, Mention
from glossator.ui.dialogs import mention_rows
from glossator.ui.dialogs.entity_card import EntityCard
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.mention_rows import LINE_ROLE
from tests.journeys.analyst import Analyst


def identified(analyst: Analyst, name: str, *places: tuple[str, int]) -> Entity:
    """An identity with these mentions."""
    bench = analyst.window.desk.need_bench()
    mentions = []
    for words, nth in places:
        analyst.page.select(analyst.span(words, nth))
        analyst.window.tagging.tag_with("GPE")
        mentions.append(analyst.mention(words, nth))
    made = edits.new_entity(name, "GPE", by=bench.hand)
    ids = [each.id for each in mentions]
    bench.do(edits.identify(analyst.annotations, ids, made, is_new=True, by=bench.hand))
    return made


def card(analyst: Analyst) -> EntityCard:
    found = [each for each in analyst.window.findChildren(EntityCard) if each.isVisible()]
    assert len(found) == 1
    analyst.qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def all_of(analyst: Analyst, entity: int) -> list[Mention]:
    return [each for each in analyst.annotations.in_order() if each.entity == entity]


def test_what_is_known_of_an_identity_is_written_on_its_card(analyst: Analyst) -> None:
    russia = identified(analyst, "Russia", ("Russia", 1), ("Moscow", 1), ("Russia", 2))
    analyst.page.select_mention(analyst.mention("Moscow").id)
    analyst.press("Ctrl+Shift+I")
    opened = card(analyst)
    assert opened.title.text() == "Russia"
    assert opened.counts.text() == "Geo-political entity  ·  3 mentions in 1 document"
    assert opened.rows.rowCount() == 3
    opened.fields.aliases.setPlainText("Moscow\nthe Kremlin")
    opened.fields.identifiers.setPlainText("wikidata")
    opened.fields.place["place.country"].setText("RU")
    opened.fields.place["place.latitude"].setText("55.75")
    opened.fields.remark.setPlainText("A state.")
    QTest.mouseClick(opened.save, Qt.MouseButton.LeftButton)
    assert "no identifier" in opened.hint.text()
    opened.fields.identifiers.setPlainText("wikidata: Q159")
    analyst.press("Ctrl+Return", on=opened.fields.name)
    ask = analyst.window.desk.need_bench().ask
    kept = ask.entity(russia.id)
    assert kept is not None
    assert kept.aliases == ("Moscow", "the Kremlin")
    assert kept.identifiers == {"wikidata": "Q159"}
    assert kept.attributes == {"place.country": "RU", "place.latitude": 55.75}
    assert [each.body for each in ask.notes_on(russia.id)] == ["A state."]
    assert not opened.save.isEnabled()
    analyst.window.desk.need_bench().undo()
    assert ask.entity(russia.id) == russia
    assert not ask.notes_on(russia.id)
    assert opened.fields.aliases.toPlainText() == ""
    opened.reject()


def test_what_is_written_is_not_lost_without_a_word(analyst: Analyst) -> None:
    identified(analyst, "Russia", ("Russia", 1))
    analyst.page.select_mention(analyst.mention("Russia").id)
    analyst.press("Ctrl+Shift+I")
    opened = card(analyst)
    analyst.type("x", opened.fields.name)
    analyst.press("Esc", on=opened.fields.name)
    assert opened.isVisible()
    assert opened.hint.text().startswith("Not saved")
    analyst.press("Esc", on=opened.fields.name)
    assert not opened.isVisible()


def test_mentions_are_split_off_and_merged_again(analyst: Analyst) -> None:
    russia = identified(analyst, "Russia", ("Russia", 1), ("Moscow", 1), ("Russia", 2))
    analyst.page.select_mention(analyst.mention("Russia").id)
    analyst.press("Ctrl+Shift+I")
    opened = card(analyst)
    quotes = [found.quote for row in range(3) if (found := opened.rows.mention(row))]
    opened.list.setCurrentIndex(opened.rows.index(quotes.index("Moscow")))
    analyst.type("Moscow", opened.name_of_new)
    analyst.press("Return", on=opened.name_of_new)
    city = analyst.annotations.mentions[analyst.mention("Moscow").id].entity
    assert city not in (None, russia.id)
    assert opened.rows.rowCount() == 2
    analyst.click_on(opened.merge)
    from glossator.ui.dialogs.palette import Palette

    palette = next(each for each in opened.findChildren(Palette) if each.isVisible())
    analyst.type("mosc", palette.chooser.field)
    analyst.press("Return", on=palette.chooser.field)
    assert len(all_of(analyst, russia.id)) == 3
    assert opened.rows.rowCount() == 3
    ask = analyst.window.desk.need_bench().ask
    merged = ask.entity(russia.id)
    assert merged is not None
    assert merged.aliases == ("Moscow",)
    assert city is not None
    assert ask.entity(city) is None
    opened.reject()


def test_the_inspector_leads_to_the_card(analyst: Analyst) -> None:
    identified(analyst, "Russia", ("Russia", 1))
    analyst.page.select_mention(analyst.mention("Russia").id)
    form = analyst.window.inspector.mention
    analyst.qtbot.waitUntil(form.card.isVisible)
    analyst.click_on(form.card)
    assert card(analyst).title.text() == "Russia"
    card(analyst).reject()


def test_an_identity_that_is_deleted_leaves_its_mentions(analyst: Analyst) -> None:
    russia = identified(analyst, "Russia", ("Russia", 1))
    analyst.page.select_mention(analyst.mention("Russia").id)
    analyst.press("Ctrl+Shift+I")
    opened = card(analyst)
    analyst.click_on(opened.remove)
    assert not opened.isVisible()
    assert analyst.mention("Russia").entity is None
    analyst.window.desk.need_bench().undo()
    assert analyst.mention("Russia").entity == russia.id


def test_several_are_deleted_in_the_table_as_one_step(analyst: Analyst) -> None:
    russia = identified(analyst, "Russia", ("Russia", 1))
    identified(analyst, "Moscow", ("Moscow", 1))
    panel = analyst.window.annotations
    panel.tabs.setCurrentWidget(panel.entities)
    panel.entities.table.selectAll()
    panel.entities.table.setFocus()
    analyst.press("Del", on=panel.entities.table)
    bench = analyst.window.desk.need_bench()
    assert not bench.ask.entities()
    assert {each.entity for each in analyst.annotations.in_order()} == {None}
    bench.undo()
    assert analyst.mention("Russia").entity == russia.id
    assert len(bench.ask.entities()) == 2


def test_several_are_merged_in_the_table(analyst: Analyst) -> None:
    russia = identified(analyst, "Russia", ("Russia", 1), ("Russia", 2))
    moscow = identified(analyst, "Moscow", ("Moscow", 1))
    panel = analyst.window.annotations
    panel.tabs.setCurrentWidget(panel.entities)
    panel.entities.table.selectAll()
    menu = panel.entity_menu(moscow.id)
    merge = next(each for each in menu.actions() if each.text() == "Merge these 2")
    merge.trigger()
    menu.close()
    menu.deleteLater()
    assert len(all_of(analyst, russia.id)) == 3
    assert analyst.window.desk.need_bench().ask.entity(moscow.id) is None


def identity_asked(analyst: Analyst, words: str, nth: int = 1) -> IdentityDialog:
    at_page(analyst)
    analyst.page.select_mention(analyst.mention(words, nth).id)
    analyst.press("I")
    asked = next(each for each in analyst.window.findChildren(IdentityDialog) if each.isVisible())
    analyst.qtbot.waitUntil(asked.isActiveWindow)
    return asked


def at_page(analyst: Analyst) -> None:
    """The window below is active again, as a window manager makes it."""
    analyst.window.activateWindow()
    analyst.qtbot.waitUntil(analyst.window.isActiveWindow)
    analyst.page.setFocus()


def titles(dialog: IdentityDialog) -> list[tuple[str, str]]:
    model = dialog.chooser.model
    found = [model.choice(row) for row in range(model.rowCount())]
    return [(each.title, each.detail) for each in found if each]


def test_a_capital_and_a_people_lead_to_their_country(analyst: Analyst) -> None:
    russia = identified(analyst, "Russia", ("Russia", 1))
    analyst.tag("Moscow", "G")
    dialog = identity_asked(analyst, "Moscow")
    assert titles(dialog)[0] == ("Russia", "capital of Russia  ·  1 mention in 1 document")
    analyst.actions = 0
    analyst.press("Return", on=dialog.chooser.field)
    assert analyst.mention("Moscow").entity == russia.id
    assert analyst.actions == 1  # and the I before it


def test_a_wrong_default_is_broken_by_one_key(analyst: Analyst) -> None:
    russia = identified(analyst, "Russia", ("Russia", 1))
    analyst.tag("Moscow", "G", 1)
    analyst.press("Return", on=identity_asked(analyst, "Moscow").chooser.field)
    assert analyst.mention("Moscow").entity == russia.id
    at_page(analyst)
    analyst.press("U")
    assert analyst.mention("Moscow").entity is None
    dialog = identity_asked(analyst, "Moscow")
    analyst.press("Ctrl+Return", on=dialog.chooser.field)
    city = analyst.mention("Moscow").entity
    assert city not in (None, russia.id)
    at_page(analyst)
    analyst.tag("Moscow", "G", 2)
    dialog = identity_asked(analyst, "Moscow", 2)
    assert [each for each, _ in titles(dialog)][:2] == ["Moscow", "Russia"]


def test_one_identity_is_made_for_two_that_had_none(analyst: Analyst) -> None:
    analyst.tag("Russia", "G", 1)
    analyst.tag("Moscow", "G")
    dialog = identity_asked(analyst, "Moscow")
    assert titles(dialog)[:2] == [
        ("New identity “Moscow”", ""),
        ("“Russia”", "capital of Russia  ·  1 mention"),
    ]
    analyst.press("Down", on=dialog.chooser.field)
    analyst.press("Return", on=dialog.chooser.field)
    both = {analyst.mention("Russia").entity, analyst.mention("Moscow").entity}
    assert len(both) == 1
    (known,) = both
    assert known is not None
    entity = analyst.window.desk.need_bench().ask.entity(known)
    assert entity is not None
    assert (entity.name, entity.aliases) == ("Russia", ("Moscow",))
    analyst.window.desk.need_bench().undo()
    assert analyst.mention("Russia").entity is None


def test_a_capital_that_acts_leads_to_its_country_before_its_town(analyst: Analyst) -> None:
    identified(analyst, "Russia", ("Russia", 1))
    identified(analyst, "Moscow", ("Moscow", 2))
    supported = analyst.tag("supported", "E")
    analyst.press("Esc", on=analyst.window.relating.builder.chooser.field)
    moscow = analyst.tag("Moscow", "G")
    bench = analyst.window.desk.need_bench()
    kind = bench.scheme.event_type("Support.Assist")
    assert kind is not None
    dialog = identity_asked(analyst, "Moscow")
    assert [each for each, _ in titles(dialog)][:2] == ["Moscow", "Russia"], (
        "nothing tells: the same name first"
    )
    dialog.reject()
    bench.do(
        edits.event(analyst.annotations, kind, supported.id, [Argument("Agent", moscow.id)], by=bench.hand)
    )
    dialog = identity_asked(analyst, "Moscow")
    assert titles(dialog)[0] == ("Russia", "capital of Russia, which acts here  ·  1 mention in 1 document")
    dialog.reject()


def test_the_mentions_of_a_card_are_sorted_by_what_stands_beside_them(
    analyst: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    russia = identified(analyst, "Russia", *(("Russia", nth) for nth in (1, 2, 3, 4)))
    analyst.page.select_mention(analyst.mention("Russia").id)
    analyst.press("Ctrl+Shift+I")
    shown = card(analyst)

    def lines() -> list[Line]:
        return [shown.rows.data(shown.rows.index(row), LINE_ROLE) for row in range(shown.rows.rowCount())]  # type: ignore[misc]

    by_place = [each.span for each in lines()]
    assert by_place == sorted(by_place)
    shown.order.setCurrentIndex(shown.order.findData("right"))
    words = [each.right.split()[0] for each in lines()]
    assert words == sorted(words)
    assert [each.span for each in lines()] != by_place
    shown.order.setCurrentIndex(shown.order.findData("left"))
    before = [each.left.split()[-1].casefold() for each in lines() if each.left.strip()]
    assert before == sorted(before)
    shown.order.setCurrentIndex(shown.order.findData("source"))
    assert [each.span for each in lines()] == by_place
    monkeypatch.setattr(mention_rows, "MOST_SORTED", 2)
    monkeypatch.setattr(mention_rows, "PAGE", 1)
    total = len(all_of(analyst, russia.id))
    shown.order.setCurrentIndex(shown.order.findData("right"))
    assert shown.rows.rowCount() == 2
    assert shown.sorted.text() == f"sorting: 2 of {total} …"
    analyst.qtbot.waitUntil(lambda: shown.rows.rowCount() == total)
    assert [each.right.split()[0] for each in lines()] == words, "many are sorted as few are, all of them"
    assert shown.sorted.text() == ""
    shown.reject()
