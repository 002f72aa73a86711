"""Bonnen: what was not printed is seen, printed after all, or taken off the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.customers.cards.credentials import Secret
from balie.customers.cards.passwords import give_password
from balie.desk import Desk
from balie.messages.receipts import queue_receipt
from tests.screens.conftest import Golden, at_each_size
from tests.screens.test_golden import ENGLISH
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running

PASSWORD = "E47C5M6C"


@pytest.fixture
def left(desk: Desk, secret: Secret) -> Desk:
    """A desk that was killed two minutes ago: four bons wait, of which one is for nothing without its password."""
    enrolled = enrol_tester(desk)
    give_password(desk, enrolled.customer_id, secret)
    for number in ("39428000000017", "39428000000025"):
        slip = {"library": "L", "branch": "9428", "date": "", "to": "Assen", "number": number, "title": "[b]Ik[/b]"}
        with desk.transaction() as tx:
            queue_receipt(tx, "receipt-transport", None, slip)
    return replace(desk, now=lambda: desk.now() + timedelta(minutes=2))


def on_paper(desk: Desk) -> list[str]:
    return sorted(path.name for path in desk.spool.glob("bon-*.txt"))


def rows(driver: Driver) -> list[str]:
    return [" ".join(line.split()) for line in driver.lines if "[ ]" in line or "[x]" in line]


async def test_what_was_forgotten_is_told_chosen_and_printed_after_all(left: Desk) -> None:
    async with running(left) as driver:
        await driver.keys("alt+v")
        assert "! Niet afgedrukt" in driver.text
        assert "4 bonnen (6)" in driver.text
        await driver.keys("6")
        assert rows(driver) == [
            "▸[ ] 09-04-2024 10:15 Inschrijving 28 E.B. Tester",
            "[ ] 09-04-2024 10:15 Nieuw wachtwoord 22 E.B. Tester",
            "[ ] 09-04-2024 10:15 Transport 12 Assen · [b]Ik[/b] · 394280…",
            "[ ] 09-04-2024 10:15 Transport 12 Assen · [b]Ik[/b] · 394280…",
        ]
        assert "wachtwoord staat er niet op" in driver.text
        await driver.keys("down", "down", "space")
        assert rows(driver)[2].startswith("[x]")
        await driver.keys("k")
        assert "hoort bij een exemplaar" in driver.message
        await driver.keys("f2")
        assert driver.message == "1 bon afgedrukt."
        assert on_paper(left) == ["bon-00000003.txt"]

        # All the rest: the password is not made up again.
        await driver.keys("f2")
        assert "Alle 3 bonnen afdrukken?" in driver.text
        await driver.keys("j")
        assert driver.message.startswith("2 bonnen afgedrukt. 1 bon niet: Op deze bon stond alleen een eenmalig wachtw")
        assert on_paper(left) == ["bon-00000001.txt", "bon-00000003.txt", "bon-00000004.txt"]
        assert PASSWORD[:4] not in "".join(path.read_text(encoding="utf-8") for path in left.spool.iterdir())
        assert len(rows(driver)) == 1

        await driver.keys("delete", "n")
        assert len(rows(driver)) == 1
        await driver.keys("w", "j")
        assert driver.message == "1 bon van de lijst gehaald."
        assert "Alles is afgedrukt." in driver.text
        await driver.keys("f2")
        assert driver.message.startswith("Alles is afgedrukt.")
        await driver.keys("escape")
        assert "Niet afgedrukt" not in driver.text


async def test_a_printer_that_fails_again_is_asked_once_and_everything_stays(left: Desk) -> None:
    left.spool.write_text("in the way")
    async with running(left) as driver:
        await driver.keys("alt+v", "6", "f2", "j")
        assert driver.message.startswith("4 bonnen niet: De bon kon niet worden geschreven")
        assert len(rows(driver)) == 4
        assert [row[0] for row in left.store.read("SELECT state FROM receipt ORDER BY id")] == [
            "failed",
            *["queued"] * 3,
        ]
        left.spool.unlink()
        # In one burst: the first by Enter, then the two that are chosen.
        await driver.burst("\r\x1b[B \x1b[15~\x1b[17~")
        assert len(rows(driver)) == 2


async def test_the_screen_is_as_it_was_agreed(left: Desk, golden: Golden) -> None:
    async with running(left) as driver:
        await driver.keys("alt+v", "6", "down", "space", "up")
        assert ENGLISH.findall(driver.text) == []
        async for size in at_each_size(driver):
            golden(f"branch-bons-{size}", driver.lines)
