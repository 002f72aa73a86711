"""Passes of a customer from the keyboard: block, replace, one more, and which is the customer's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace as changed

import pytest

from balie.customers.cards.cards import replace
from balie.customers.cards.numbers import make_number
from balie.desk import Desk
from balie.library.structs import Library
from balie.store.connection import Store
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running

FREE = make_number("4104", 500)
OTHER = make_number("4104", 501)


@pytest.fixture
def there(desk: Desk, poort: Library) -> Desk:
    """A desk of Achterhoekse Poort, which asks € 2,50 for a replacing pass."""
    return changed(desk, library=poort, branch=poort.branches[0])


@asynccontextmanager
async def at_member(desk: Desk, *, surname: str = "Tester", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The screen of a member who was just enrolled, at tab 8."""
    subscription = "0002" if desk.branch.number.startswith("41") else "0045"
    number = enrol_tester(desk, subscription=subscription, surname=surname).number
    async with running(desk, size=size) as driver:
        await driver.burst(f"{number}\r")
        await driver.keys("8")
        yield driver


def cards(store: Store) -> list[tuple[object, ...]]:
    """Kind, state, reason of every pass, replaced ones first, the own number before others."""
    return store.read("SELECT kind, state, reason FROM card ORDER BY state <> 'replaced', kind DESC")


def own_number(store: Store) -> str:
    row = store.read_one("SELECT number FROM card WHERE kind = 'primary' AND state <> 'replaced'")
    assert row is not None
    return str(row[0])


def customer_of(store: Store) -> int:
    row = store.read_one("SELECT customer_id FROM card")
    assert row is not None
    return int(row[0])


def journal(store: Store) -> list[str]:
    return [action for (action,) in store.read("SELECT action FROM journal ORDER BY id")]


async def test_a_pass_is_blocked_for_a_reason_and_unblocked_with_ja(desk: Desk) -> None:
    async with at_member(desk) as driver:
        await driver.keys("l")
        assert "blokkeren: waarom?" in driver.text
        await driver.keys("down", "enter")
        assert "is geblokkeerd: gestolen" in driver.message
        assert "Hoofdpas Geblokkeerd" in driver.text
        assert "gestolen" in "".join(driver.lines[10:-2])
        assert cards(desk.store) == [("primary", "blocked", "gestolen")]
        await driver.keys("l")
        assert "is geblokkeerd (gestolen). Deblokkeren?" in driver.text
        await driver.keys("enter", *"29428")
        assert cards(desk.store) == [("primary", "blocked", "gestolen")]
        await driver.keys("j")
        assert "werkt weer" in driver.message
    assert cards(desk.store) == [("primary", "active", None)]


async def test_with_more_passes_is_asked_which_one_to_block(desk: Desk) -> None:
    async with at_member(desk) as driver:
        await driver.keys("y")
        await driver.burst(f"{FREE}\r")
        await driver.keys("l")
        assert f"{FREE} Volgpas, actief" in driver.text
        place = next(line for line in driver.lines if "Volgpas, actief" in line)
        await driver.keys(*([] if "▸" in place else ["down"]), "enter", "enter")
    assert cards(desk.store) == [("primary", "active", None), ("additional", "blocked", "vermist")]


@pytest.mark.parametrize("keys", [("l",), ("y",), ("y", *"12"), ("m",), ("m", "v")])
async def test_esc_halfway_leaves_everything_as_it_was(desk: Desk, keys: tuple[str, ...]) -> None:
    async with at_member(desk) as driver:
        before = journal(desk.store)
        await driver.keys(*keys, "escape", "j")
        assert "▸8.Passen" in driver.text
        assert cards(desk.store) == [("primary", "active", None)]
        assert journal(desk.store) == before


async def test_a_replaced_pass_costs_what_the_library_says(there: Desk) -> None:
    async with at_member(there) as driver:
        old = own_number(there.store)
        await driver.keys("m")
        assert "€ 2,50 op een factuur" in driver.text
        await driver.keys("b", "enter", "enter")
        await driver.burst(f"{FREE}\r")
        assert f"Pas {old} voor € 2,50 vervangen door {FREE}?" in " ".join(driver.text.replace("│", " ").split())
        assert cards(there.store) == [("primary", "active", None)]
        await driver.keys("enter", "j")
        assert "▸8.Passen" in driver.text
        assert f"vervangen door {FREE} voor € 2,50, factuur" in driver.message
        assert f"Hoofdpas Actief    {FREE}" in driver.text
    assert cards(there.store) == [("primary", "replaced", "beschadigd"), ("primary", "active", None)]
    assert there.store.read("SELECT cents FROM charge WHERE kind = 'vervangende pas'") == [(250,)]


async def test_without_a_fee_takes_a_reason_that_is_kept(there: Desk) -> None:
    async with at_member(there) as driver:
        await driver.keys("m", "v", "enter")
        await driver.type("fout van de balie\rv\r")
        assert "zonder kosten vervangen door een nieuw nummer" in " ".join(driver.text.replace("│", " ").split())
        await driver.keys("j")
    assert there.store.read("SELECT cents FROM charge WHERE kind = 'vervangende pas'") == []
    ((after,),) = there.store.read("SELECT after FROM journal WHERE action = 'card replaced'")
    assert "fout van de balie" in after


async def test_a_library_without_a_fee_asks_none(desk: Desk, s1_only: Library) -> None:
    desk = changed(desk, library=s1_only)
    async with at_member(desk) as driver:
        await driver.keys("m")
        assert "Geen, in deze bibliotheek" in driver.text
        assert "Zonder kosten omdat" not in driver.text
        await driver.keys("v", "enter", "v", "enter", "j")
    assert cards(desk.store) == [("primary", "replaced", "vermist"), ("primary", "active", None)]


async def test_a_wrong_scan_and_a_missing_reason_are_told_and_nothing_typed_is_lost(there: Desk) -> None:
    async with at_member(there) as driver:
        old = own_number(there.store)
        await driver.keys("m", "tab")
        await driver.type("zomaar")
        await driver.keys("tab")
        await driver.burst(f"{old}\r")
        assert "al eens uitgegeven" in driver.message
        assert old in next(line for line in driver.lines if "Nieuwe pas" in line)
        await driver.keys("f2")
        assert "Kies een reden" in driver.message
        assert "(1 van 2)" in driver.message
        assert "zomaar" in driver.text
        assert "▸Reden" in driver.text
        await driver.keys("escape", "n")
        assert "zomaar" in driver.text
    assert cards(there.store) == [("primary", "active", None)]


async def test_what_another_desk_did_meanwhile_is_told_with_everything_still_in_the_form(there: Desk) -> None:
    async with at_member(there, surname="[red]Jan[/red]") as driver:
        old = own_number(there.store)
        await driver.keys("m", "v", "enter")
        assert "E.B. [red]Jan[/red]" in driver.lines[4]
        await driver.type("zomaar\r")
        replace(there, customer_of(there.store), old, OTHER, "gestolen")
        await driver.burst(f"{FREE}\r")
        await driver.keys("j")
        assert "Deze pas is vervangen" in driver.message
        assert "zomaar" in driver.text
        assert FREE in driver.text
    assert own_number(there.store) == OTHER


async def test_a_further_pass_becomes_the_own_number_after_ja(desk: Desk) -> None:
    async with at_member(desk) as driver:
        old = own_number(desk.store)
        await driver.keys("h")
        assert "geen actieve volgpas" in driver.message
        await driver.keys("y")
        await driver.burst(f"{FREE}\r")
        assert f"Volgpas {FREE} staat op naam" in driver.message
        await driver.keys("h")
        assert f"Pas {FREE} de hoofdpas maken?" in driver.text
        await driver.keys("enter", "n")
        assert own_number(desk.store) == old
        await driver.keys("h", "j")
        assert f" {FREE} [" in driver.lines[4]
    assert own_number(desk.store) == FREE


async def test_a_scan_that_is_refused_stays_in_the_box(desk: Desk) -> None:
    async with at_member(desk) as driver:
        await driver.keys("y")
        await driver.burst(f"{own_number(desk.store)}\r")
        assert "al eens uitgegeven" in driver.text
        assert f"│ {own_number(desk.store)}" in driver.text
        await driver.keys("ctrl+u", "v", "enter")
        assert "staat op naam" in driver.message
    assert cards(desk.store) == [("primary", "active", None), ("additional", "active", None)]


async def test_who_has_no_number_yet_has_no_pass_to_do_anything_with(desk: Desk) -> None:
    from balie.customers.finding.entry import NumberLater

    enrol_tester(desk, number=NumberLater())
    async with running(desk) as driver:
        await driver.type("tester\r")
        await driver.keys("enter")
        for key in "lmyhek":
            await driver.keys(key)
            assert "nog geen klantnummer" in driver.message, key


async def test_none_of_it_can_be_done_while_a_tab_is_edited(desk: Desk) -> None:
    async with at_member(desk) as driver:
        await driver.keys("2", "w")
        offered = {action.id for action in driver.app.page.actions()}
    assert not offered & {"block_card", "replace_card", "add_card", "primary_card", "password", "pin", "documents"}


async def test_a_pass_is_noted_for_who_has_none(desk: Desk) -> None:
    number = enrol_tester(desk, subscription="0141").number
    async with running(desk) as driver:
        await driver.burst(f"{number}\r")
        await driver.keys("8")
        assert "zonder pasje" in driver.text
        await driver.keys("alt+p")
        assert f"nummer {number} afgedrukt en meegegeven?" in " ".join(driver.text.replace("│", " ").split())
        await driver.keys("n")
        assert desk.store.read("SELECT plastic FROM card") == [(0,)]
        await driver.keys("alt+p", "j")
        assert "is een pasje uitgegeven" in driver.message
        assert "zonder pasje" not in driver.text
        assert desk.store.read("SELECT plastic FROM card") == [(1,)]
        await driver.keys("alt+p")
        assert "al een pasje uitgegeven" in driver.message
