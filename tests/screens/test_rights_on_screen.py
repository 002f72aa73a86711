"""What somebody may not do stays in sight, and says which right it takes and who has it; nothing begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.library.rights import Right
from balie.rights import Rights, rights_of
from screens.keyboard.action_rights import _OF_RIGHT, RIGHT_OF
from screens.keyboard.actions import ACTIONS
from screens.pages.menu_page import MenuPage
from tests.support.applicants import enrol_tester
from tests.support.customer_page import customer
from tests.support.desk_driver import running

PEOPLE = ["stagiair", "balie", "balie-plus", "teamleider", "administratie", "beheer"]


def _as(desk: Desk, *roles: str) -> Desk:
    return replace(desk, rights=rights_of(roles, desk.library.roles))


def test_the_table_names_actions_that_exist_and_each_once() -> None:
    assert RIGHT_OF.keys() <= {action.id for action in ACTIONS}
    assert len(RIGHT_OF) == sum(len(ids) for ids in _OF_RIGHT.values())


ASKS_NONE = {
    "what it does differs by page": {"main", "confirm", "take_off", "choose_all", "swap", "standard_text", "with_done"},
    "where one goes": {
        *("other_side", "back", "close", "menu", "leave", "tab_left", "tab_right", "to_title", "day_working", "quit"),
        *("first_tab", "switch_user", "bons", "calendar", "help", "palette", "looks", "reprint"),
    },
    "what a list shows again": {"look_again", "look_anew", "hold_done", "hold_queue", "title_history", "item_history"},
    "lists of work, of whoever has it": {
        *("list_waiting", "list_doubtful", "list_failed", "list_sent", "list_withdrawn", "provisional", "written_off"),
        *("list_search", "list_pull", "list_ready", "list_uncollected", "list_open_holds", "holds_on"),
    },
}
"""Actions that ask no right by themselves, by why."""


def test_every_action_asks_a_right_or_stands_here_with_why_not() -> None:
    free = {action_id for ids in ASKS_NONE.values() for action_id in ids}
    asking = {action.id for action in ACTIONS if not action.id.startswith("go_")}
    assert free | RIGHT_OF.keys() == asking
    assert free.isdisjoint(RIGHT_OF)


@pytest.mark.parametrize("role", PEOPLE)
async def test_each_act_of_the_customer_screen_is_refused_to_who_lacks_its_right(desk: Desk, role: str) -> None:
    enrol_tester(desk)
    at = _as(desk, role)
    async with customer(at) as driver:
        acts = driver.host.page.acts_now()
        assert len(acts) > 30
        for act in acts:
            right = RIGHT_OF.get(act.action.id)
            lacks = right is not None and not at.may(right)
            assert (f"het recht {right} nodig" in act.refused) is lacks, act.action.id


@pytest.mark.parametrize(
    ("key", "right", "others"),
    [
        ("z", "klant.opzeggen", "balie, balie-plus, teamleider, administratie, beheer"),
        ("d", "klant.samenvoegen", "balie-plus, teamleider, administratie, beheer"),
        ("x", "klant.inzage", "teamleider, administratie, beheer"),
        ("alt+y", "klant.verwijderen", "administratie, beheer"),
        ("f7", "geld.ontvangen", "balie, balie-plus, teamleider, administratie, beheer"),
    ],
)
async def test_a_key_of_what_one_may_not_do_tells_the_right_and_opens_nothing(
    desk: Desk, key: str, right: str, others: str
) -> None:
    enrol_tester(desk)
    async with customer(_as(desk, "stagiair")) as driver:
        page = driver.host.page
        await driver.keys(key)
        assert driver.host.page is page
        told = " ".join(driver.text.split())
        assert f"Fout: Hiervoor is het recht {right} nodig. Vraag het een collega met de rol: {others}." in told
    assert desk.store.read("SELECT * FROM journal WHERE action NOT LIKE 'enrol%'") == []


@pytest.mark.parametrize(("rights", "refused"), [([Right.ENROL], True), ([Right.CHANGE_TITLE], False)])
async def test_f3_asks_the_right_of_what_it_does_on_that_page(
    desk: Desk, rights: Sequence[Right], refused: bool
) -> None:
    async with running(replace(desk, rights=Rights(frozenset(rights)))) as driver:
        await driver.keys("alt+e")
        acts = {act.action.id: act for act in driver.host.page.acts_now()}
        assert acts["new"].action.label == "Nieuwe titel"
        assert bool(acts["new"].refused) is refused
        await driver.keys("alt+k")
        acts = {act.action.id: act for act in driver.host.page.acts_now()}
        assert acts["new"].action.label == "Nieuwe klant"
        assert bool(acts["new"].refused) is not refused


async def test_an_enrolment_that_may_not_be_is_told_on_its_first_screen_and_loses_nothing(desk: Desk) -> None:
    async with running(_as(desk, "stagiair")) as driver:
        await driver.type("\tE.B.")
        await driver.keys("f2")
        assert "het recht klant.inschrijven nodig" in driver.text
        assert "E.B." in driver.text


async def test_a_menu_dims_what_one_may_not_do(desk: Desk) -> None:
    async with running(_as(desk, "balie")) as driver:
        await driver.keys("alt+f")
        page = driver.host.page
        assert isinstance(page, MenuPage)
        labels = [action.label for action in page.choices()]
        styles = {label: page.list_box.style_of(place) for place, label in enumerate(labels)}
        dimmed = {label for label, style in styles.items() if style == page.look.dimmed}
        assert {"Facturatie", "Incasso", "Bankbestand", "Kasuitgave", "Overzichten"} <= dimmed
        assert dimmed.isdisjoint({"Betalen", "Verkoop", "Kastelling"})
        await driver.keys("1")
        assert driver.host.page is page


async def test_who_may_not_reserve_still_sees_how_much_there_is_to_do(desk: Desk) -> None:
    async with running(_as(desk, "sip")) as driver:
        await driver.keys("alt+r")
        assert "Staat klaar om af te halen" in driver.text
        assert "Fout:" not in driver.text


async def test_a_customer_is_not_shown_to_who_may_see_none(desk: Desk) -> None:
    enrol_tester(desk)
    async with running(replace(desk, rights=Rights(frozenset({Right.ENROL})))) as driver:
        await driver.burst("29428000077727\r")
        assert "Tester" not in driver.text
        assert "klant.zien" in driver.text
