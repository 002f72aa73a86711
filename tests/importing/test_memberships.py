"""The memberships of `balie importeer klanten`: what is stored of a row or why not, and that it runs as any other."""

from __future__ import annotations

import re
from datetime import date

import pytest

from balie.customers.cancelling.settlement import settle
from balie.customers.header import read_header
from balie.desk import Desk
from balie.library.terms import RefundBasis
from tests.support.borrowers import against_borrowing
from tests.support.brought_members import (
    IBAN,
    MANDATE,
    Rows,
    Run,
    member,
    reopened,
    sound,
)

_PERIOD = (
    "SELECT code, status, started_on, paid_from, paid_until, price_cents, way, reduced_65, strips, brought_cents"
    " FROM membership ORDER BY customer_id, number"
)
PAID = ("0002", 5, "2010-05-12", "2024-06-01", "2025-05-31", 5200, "factuur", 0, None, 5200)


def changed(**other: object) -> tuple[object, ...]:
    names = ("code", "status", "started", "first", "last", "price", "way", "reduced", "strips", "brought")
    return tuple({**dict(zip(names, PAID, strict=True)), **other}.values())


STORED = [
    ({}, changed()),
    ({"Gefactureerd t/m": "mei 2025"}, changed()),
    ({"Gefactureerd t/m": "05-2025"}, changed()),
    ({"Gefactureerd t/m": "2025-05-31", "Ingeschreven op": "2010-05-12"}, changed()),
    ({"Status": "Normaal"}, changed()),
    ({"Openstaande contributie": "12,50"}, changed(status=2, brought=3950)),
    ({"Openstaande contributie": "52", "Status": "3"}, changed(status=3, brought=0)),
    ({"Openstaande contributie": "52", "Status": "Betalingsachterstand"}, changed(status=4, brought=0)),
    ({"Status": "8"}, changed(status=8)),
    (MANDATE, changed(way="incasso", price=4800, brought=4800)),
    ({**MANDATE, "Betaalwijze": "acceptgiro"}, changed()),
    (
        {**MANDATE, "Betaalwijze": "maandincasso", "Gefactureerd t/m": "30-04-2025"},
        changed(way="maandincasso", price=400, brought=400, first="2025-04-01", last="2025-04-30"),
    ),
    # The 65+ right: on the word of the file, or where that says that nothing was interrupted.
    ({"65-plus": "Ja"}, changed(reduced=1, price=4700, brought=4700)),
    ({"65-plus": "Nee", "Ononderbroken": "Ja"}, changed()),
    ({"Ononderbroken": "Ja"}, changed(reduced=1, price=4700, brought=4700)),
    ({"Ononderbroken": "Ja", "Geboortedatum": "01-01-1952"}, changed()),
    ({"Ononderbroken": "Nee"}, changed()),
    # Enrolled this month: paid from the next.
    (
        {"Ingeschreven op": "07-04-2025", "Gefactureerd t/m": "30-04-2026"},
        changed(started="2025-04-07", first="2025-05-01", last="2026-04-30"),
    ),
    (
        {"Abonnement": "0003", "Ingeschreven op": "10-02-2025", "Gefactureerd t/m": "09-05-2025"},
        changed(code="0003", started="2025-02-10", first="2025-02-10", last="2025-05-09", price=1500, brought=1500),
    ),
    (
        {"Abonnement": "0001", "Geboortedatum": "01-02-2010", "Ingeschreven op": "12-05-2018"},
        changed(code="0001", started="2018-05-12", price=0, brought=0),
    ),
]


@pytest.mark.parametrize(("row", "period"), STORED)
def test_a_row_becomes_the_period_that_the_rules_make_of_it(
    at: Desk, write: Rows, run: Run, row: dict[str, str], period: tuple[object, ...]
) -> None:
    path = write(member() | row)
    checked, done, bad = run(at, path)
    assert (bad, checked.memberships, done.memberships) == ([], 1, 1)
    now = reopened(at)
    assert now.store.read(_PERIOD) == [period]
    sound(now)
    now.store.close()


REFUSED = [
    ({"Abonnement": "9999"}, "9999 staat niet in het bibliotheekbestand"),
    ({"Abonnement": ""}, "Abonnement is leeg"),
    ({"Ingeschreven op": ""}, "Ingeschreven op is leeg"),
    ({"Ingeschreven op": "10-04-2025"}, "Ingeschreven op: 10-04-2025 ligt na 09-04-2025"),
    ({"Ingeschreven op": "31-02-2020"}, "Ingeschreven op: .*bestaat niet"),
    ({"Gefactureerd t/m": ""}, "vul in tot en met welke dag Jaarabonnement"),
    ({"Gefactureerd t/m": "15-05-2025"}, "per hele maand.*31-05-2025"),
    ({"Gefactureerd t/m": "31-12-2010"}, "t/m 31-05-2011 of later"),
    ({"Gefactureerd t/m": "31-12-2019"}, "meer dan een periode geleden"),
    ({"Gefactureerd t/m": "31-12-2030"}, "meer dan een periode vooruit"),
    ({"Abonnement": "0003"}, "loopt van 12-05-2010 t/m 11-08-2010"),
    ({"Abonnement": "0003", "Ingeschreven op": "01-11-2024", "Gefactureerd t/m": "31-01-2025"}, "al afgelopen"),
    ({"Abonnement": "0001"}, "0 t/m 17 jaar; deze klant is 73 jaar"),
    ({"Abonnement": "0004"}, "alleen voor instellingen"),
    ({"Betaalwijze": "pin"}, "pin is geen betaalwijze"),
    ({"Betaalwijze": "incasso"}, "alleen met een machtiging"),
    ({"Strippen": "12"}, "heeft geen strippen"),
    ({"Strippen": "-1"}, "geen aantal strippen"),
    ({"Status": "Fout"}, "geen status van een abonnement"),
    ({"Status": "9"}, "uitgeschreven"),
    ({"Status": "Herinnering"}, "vraagt een bedrag"),
    ({"Status": "5", "Openstaande contributie": "1,00"}, "laat Status leeg"),
    ({"Openstaande contributie": "52,01"}, "meer dan de periode kost"),
    ({"Openstaande contributie": "-1"}, "tegoed gaat mee met importeer kosten"),
    ({"65-plus": "Ja", "Ingeschreven op": "01-12-2016"}, "van vóór 01-12-2016; deze klant is dat sinds 01-12-2016"),
    ({"65-plus": "Ja", "Geboortedatum": "01-01-1952"}, "65 jaar was; deze klant was toen 64 jaar"),
    ({"65-plus": "soms"}, "65-plus: vul Ja of Nee"),
    ({"IBAN": IBAN}, "Machtigingskenmerk is leeg.*Getekend op is leeg"),
    ({**MANDATE, "IBAN": "NL91ABNA0417164301"}, "IBAN: "),
    ({**MANDATE, "Machtigingskenmerk": "met spatie"}, "geen machtigingskenmerk"),
    ({**MANDATE, "Laatst geïncasseerd op": "01-01-2015"}, "vóór de machtiging was getekend"),
    ({**MANDATE, "Laatst geïncasseerd op": ""}, "machtiging is verlopen op 01-03-2018"),
    ({"Betaalwijze": "x", "Status": "y", "65-plus": "z", "Postcode": "q"}, "q.*x is geen.*y is geen.*niet z"),
]


@pytest.mark.parametrize(("row", "reason"), REFUSED)
def test_a_row_that_cannot_be_is_told_with_every_reason_and_nothing_of_it_goes_along(
    at: Desk, write: Rows, run: Run, row: dict[str, str], reason: str
) -> None:
    checked, done, bad = run(at, write(member(1) | row, member(2)))
    assert (checked.new, checked.memberships, done.memberships) == (1, 1, 1)
    ((number, reasons),) = [(line.number, line.reasons) for line in bad]
    assert number == 2
    assert re.search(reason, " ".join(reasons)), reasons


def test_what_is_refused_of_the_65_right_names_age_and_enrolment_at_once(at: Desk, write: Rows, run: Run) -> None:
    row = member() | {"65-plus": "Ja", "Ingeschreven op": "01-12-2016", "Geboortedatum": "01-01-1952"}
    _, _, bad = run(at, write(row))
    assert len(bad[0].reasons) == 2


def test_a_library_without_the_rule_gives_no_65_right(desk: Desk, write: Rows, run: Run) -> None:
    row = member() | {"Abonnement": "0045", "65-plus": "Ja", "Ingeschreven op": "01-02-2010"}
    _, _, bad = run(desk, write(row))
    assert "geen 65+-tarief" in bad[0].reasons[0]


def test_strips_that_are_left_and_numbers_without_a_pass(desk: Desk, write: Rows, run: Run) -> None:
    """In Gieten: Basis has 125 strips, and Digital only needs no plastic and cannot borrow."""
    paid = {"Ingeschreven op": "12-05-2019", "Gefactureerd t/m": "30-04-2025", "Geboortedatum": "04-01-1991"}
    too_many = member(3) | {**paid, "Abonnement": "0045", "Strippen": "126"}
    path = write(
        member(1) | {**paid, "Abonnement": "0045", "Strippen": "17"},
        member(2) | {**paid, "Abonnement": "0141"},
        too_many,
    )
    _, done, bad = run(desk, path)
    assert (done.memberships, [line.reasons for line in bad]) == (
        *(2, [("Basis (0045) geeft 125 strippen, en geen 126.",)]),
    )
    now = reopened(desk)
    basis, digital = (row[0] for row in now.store.read("SELECT id FROM customer ORDER BY id"))
    head = read_header(now, basis)
    assert (head.billed, head.right[2].value, head.left[3]) == ("Gefactureerd t/m April 2025", "17", "Normaal")
    assert [row[0] for row in now.store.read("SELECT plastic FROM card ORDER BY number")] == [1, 0]
    assert against_borrowing(now, basis) == []
    assert against_borrowing(now, digital) != []
    sound(now)
    now.store.close()


def test_a_period_that_was_paid_ahead_comes_with_the_one_that_runs(at: Desk, write: Rows, run: Run) -> None:
    """Invoiced two months ahead: a cancellation before it begins gives the whole of it back, and a part of this one."""
    run(at, write(member() | {"Gefactureerd t/m": "31-05-2026"}))
    now = reopened(at)
    spans = [(row[3], row[4], row[9]) for row in now.store.read(_PERIOD)]
    assert spans == [("2024-06-01", "2025-05-31", 5200), ("2025-06-01", "2026-05-31", 5200)]
    (customer_id,) = now.store.read("SELECT id FROM customer")[0]
    refunds = settle(now.store, customer_id, free_on=date(2025, 5, 10), basis=RefundBasis.DAYS).refunds
    assert [refund.share for refund in refunds] == ["22/365 dagen van € 52,00", "365/365 dagen van € 52,00"]
    sound(now)
    now.store.close()
