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
