"""An institution from a file pays what an institution pays, whatever date stands with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from balie.desk import Desk
from balie.library.structs import Library
from tests.support.brought_members import MEMBER, Rows, Run, member, reopened, sound

HOUSE = {"Abonnement": "0004", "Geslacht": "Instelling", "Voorletters": "", "Achternaam": "Buurthuis"}


def priced_since(library: Library, code: str, since: date) -> Library:
    """The library, which has written down no price of this subscription from before that day."""
    subscriptions = tuple(
        msgspec.structs.replace(
            one, tariffs=tuple(msgspec.structs.replace(tariff, valid_from=since) for tariff in one.tariffs)
        )
        if one.code == code
        else one
        for one in library.subscriptions
    )
    return msgspec.structs.replace(library, subscriptions=subscriptions)


@pytest.mark.parametrize("born", ["12-05-2019", "01-01-1950"])
@pytest.mark.parametrize("since", [date(2016, 12, 1), date(2025, 4, 1)])
def test_a_young_institution_does_not_come_in_for_nothing(
    at: Desk, write: Rows, run: Run, born: str, since: date
) -> None:
    desk = replace(at, library=priced_since(at.library, "0004", since))
    row = member() | HOUSE | MEMBER | {"Abonnement": "0004", "Geboortedatum": born, "Ingeschreven op": "12-05-2019"}
    _, done, bad = run(desk, write(row))
    assert [line.reasons for line in bad] == []
    assert done.memberships == 1
    desk = reopened(desk)
    assert desk.store.read("SELECT code, price_cents, brought_cents FROM membership") == [("0004", 6500, 6500)]
    sound(desk)
    desk.store.close()


def test_an_institution_gets_no_65_right(at: Desk, write: Rows, run: Run) -> None:
    _, _, bad = run(at, write(member() | HOUSE | {"65-plus": "Ja"}))
    assert any("voor personen, niet voor een instelling" in reason for reason in bad[0].reasons)


@pytest.mark.parametrize("born", ["", "12-05-2019", "geen datum"])
def test_an_institution_comes_in_without_a_date_and_with_its_whole_name(
    at: Desk, write: Rows, run: Run, born: str
) -> None:
    row = member() | HOUSE | {"Abonnement": "0004", "Geboortedatum": born, "Achternaam": "De Oefenhoek"}
    _, _, bad = run(at, write(row))
    assert [line.reasons for line in bad] == []
    desk = reopened(at)
    found = desk.store.read_one("SELECT kind, person, birth_date, prefix, surname FROM customer")
    assert found == ("instelling", "instelling", None, None, "De Oefenhoek")
    assert desk.store.read("SELECT code, price_cents FROM membership") == [("0004", 6500)]
    sound(desk)
    desk.store.close()


def test_a_person_without_a_date_is_still_given_back(at: Desk, write: Rows, run: Run) -> None:
    _, _, bad = run(at, write(member() | {"Geboortedatum": ""}))
    assert any("Geboortedatum is leeg" in reason for reason in bad[0].reasons)


def test_a_file_makes_no_person_an_institution_and_gives_an_institution_no_date(
    at: Desk, write: Rows, run: Run
) -> None:
    house = member(2) | HOUSE | {"Abonnement": "0004"}
    run(at, write(member(), house))
    desk = reopened(at)
    _, _, bad = run(
        desk, write(member() | {"Geslacht": "Instelling"}, house | dict.fromkeys(("Geslacht", *MEMBER), ""))
    )
    assert [["instelling" in reason for reason in line.reasons] for line in bad] == [[True]], bad
    desk = reopened(desk)
    rows = desk.store.read("SELECT kind, person, birth_date FROM customer ORDER BY id")
    assert rows == [("regulier", "vrouw", "1951-01-04"), ("instelling", "instelling", None)]
    sound(desk)
    desk.store.close()
