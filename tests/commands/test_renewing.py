"""`balie verlengen`: what it tells, that a second time does nothing, and that the messages wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.commands.parser import run_click
from balie.customers.tabs.property_row import write_property
from balie.desk import Desk
from balie.lending.lend import lend
from balie.library.structs import Library
from balie.messages.kinds import MessageKind
from balie.store.reading import Reader
from tests.support.borrowers import borrower, new_item, sound


@pytest.fixture
def at_poort(desk: Desk, poort: Library) -> Desk:
    """A desk of Achterhoekse Poort, and a store that says it is."""
    with desk.transaction() as tx:
        for key, value in (("library", "achterhoekse-poort"), ("branch", poort.branches[0].number)):
            tx.execute(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
    return replace(desk, library=poort, branch=poort.branches[0])


def run(desk: Desk, on: date) -> int:
    return run_click(["verlengen", "--bestand", str(desk.store.path)], lambda options: 0, {}, lambda: on)


def waiting(reader: Reader) -> list[tuple[object, ...]]:
    return list(reader.read("SELECT customer_id, state FROM message WHERE kind = ?", (MessageKind.RENEWED,)))


def test_it_renews_once_tells_what_and_leaves_the_message(at_poort: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort))
    with at_poort.transaction() as tx:
        write_property(tx, customer_id, auto_renew=1)
    assert run(at_poort, date(2024, 4, 10)) == 0
    assert capsys.readouterr().out == "Er is niets automatisch te verlengen.\n"
    assert run(at_poort, lent.due_on) == 0
    assert capsys.readouterr().out == "Automatisch verlengd: 1 exemplaar; bekeken: 1 klant.\n"
    assert run(at_poort, lent.due_on) == 0
    assert capsys.readouterr().out == "Er is niets automatisch te verlengen.\n"
    assert waiting(at_poort.store) == [(customer_id, "queued")]
    sound(at_poort)


def test_a_strip_is_never_taken_unasked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    customer_id = borrower(desk)
    lent = lend(desk, customer_id, new_item(desk))
    with desk.transaction() as tx:
        write_property(tx, customer_id, auto_renew=1)
    assert run(desk, lent.due_on) == 0
    assert "1 exemplaar kon niet: het bericht zegt waarom." in capsys.readouterr().out
    assert waiting(desk.store) == [(customer_id, "queued")]
