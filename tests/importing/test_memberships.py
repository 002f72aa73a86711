"""The memberships of `balie importeer klanten`: what is stored of a row or why not, and that it runs as any other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.cancellation.cancel import cancel, plan_cancellation
from balie.cancellation.wish import Wish
from balie.customers.cancelling.settlement import settle
from balie.customers.cards.numbers import make_number
from balie.customers.header import read_header
from balie.customers.mandates import add_mandate
from balie.customers.memberships import enrolled_on
from balie.customers.tabs.journal import read_acts
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.finance.collection.mandates_of import mandates_of
from balie.finance.collection.preview import preview
from balie.finance.collection.run import collect
from balie.finance.invoicing.run import run as invoice_month
from balie.importing.batches import BadLine
from balie.importing.customers import Checked, CustomerImport
from balie.importing.sqlite.adding_customers import Added
from balie.library.structs import Library
from balie.library.terms import CancellationWay, RefundBasis
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester
from tests.support.borrowers import against_borrowing
from tests.support.doubles import dump

IBAN = "NL91ABNA0417164300"
TODAY = date(2025, 4, 9)
PERSON = {
    "Klantnummer": make_number("4104", 1),
    "Voorletters": "eb",
    "Achternaam": "Tester",
    "Geslacht": "V",
    "Geboortedatum": "04-01-1951",
    "Straat": "Brink",
    "Huisnummer": "1",
    "Postcode": "7101AA",
    "Plaats": "Winterswijk",
}
MANDATE = {
    "Machtigingskenmerk": "OUD-123",
    "Getekend op": "01-03-2015",
    "IBAN": IBAN,
    "Laatst geïncasseerd op": "2024-06-14",
}
MEMBER = {"Abonnement": "0002", "Ingeschreven op": "12-05-2010", "Gefactureerd t/m": "31-05-2025"}
COLUMNS = (
    *PERSON,
    *MEMBER,
    *("Betaalwijze", "Strippen", "Status", "65-plus", "Ononderbroken", "Openstaande contributie", "Rekeninghouder"),
    *MANDATE,
)

Rows = Callable[..., Path]
Run = Callable[..., tuple[Checked, Added, list[BadLine]]]


@pytest.fixture
def write(tmp_path: Path) -> Rows:
    def to_file(*rows: dict[str, str]) -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / "leden.csv"
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        return path

    return to_file


@pytest.fixture
def at(desk: Desk, poort: Library) -> Desk:
    """A desk at Achterhoekse Poort on 09-04-2025."""
    return replace(desk, library=poort, branch=poort.branches[0], working_date=TODAY)


@pytest.fixture
def run() -> Run:
    """Imports a file; the desk that follows is opened anew with `reopened`."""

    def import_file(desk: Desk, path: Path) -> tuple[Checked, Added, list[BadLine]]:
        bad: list[BadLine] = []
        with CustomerImport(desk, path) as work:
            checked = work.check(bad.append)
            done = work.carry_out()
        return checked, done, bad

    return import_file


def member(serial: int = 1) -> dict[str, str]:
    """A row: a member who pays by invoice."""
    return {**PERSON, "Klantnummer": make_number("4104", serial), "Huisnummer": str(serial), **MEMBER}


def reopened(desk: Desk, **other: object) -> Desk:
    desk.store.close()
    return replace(desk, store=open_store(desk.store.path), **other)  # type: ignore[arg-type]


def sound(desk: Desk) -> None:
    assert check(desk.store, all_invariants(), thorough=True) == []


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


def test_importing_again_changes_nothing_and_another_membership_is_told(at: Desk, write: Rows, run: Run) -> None:
    rows = [member(1) | MANDATE, member(2), member(3) | {"Openstaande contributie": "52"}]
    path = write(*rows)
    run(at, path)
    now = reopened(at)
    before = dump(now.store)
    checked, done, bad = run(now, path)
    assert (checked.new, checked.changed, checked.same, checked.memberships, bad) == (0, 0, 3, 0, [])
    now = reopened(at)
    assert dump(now.store) == before
    # Invoiced here since then, it still is the membership that was brought.
    later = replace(now, working_date=date(2025, 5, 2))
    invoice_month(later, date(2025, 6, 1))
    invoiced = dump(later.store)
    _, done, bad = run(later, path)
    assert (done, bad) == (Added(), [])
    now = reopened(later)
    _, done, bad = run(now, write(rows[0], member(2) | {"Gefactureerd t/m": "30-06-2025", "Voorletters": "x"}, rows[2]))
    assert (done, [line.number for line in bad]) == (Added(), [3])
    assert "heeft hier al een abonnement, Jaarabonnement t/m 31-05-2026" in bad[0].reasons[0]
    now = reopened(now)
    assert dump(now.store) == invoiced
    now.store.close()


def test_who_was_imported_without_a_membership_can_get_it_later_and_who_left_does_not(
    at: Desk, write: Rows, run: Run
) -> None:
    empty = dict.fromkeys(MEMBER, "")
    run(at, write(member(1) | empty))
    now = reopened(at)
    gone = enrol_tester(now, subscription="0002", surname="Weg", birth_date="04-01-1951")
    with now.transaction() as tx:
        tx.execute("UPDATE membership SET status = 9, ended_on = '2025-04-08'")
    number = str(gone.number)
    checked, done, bad = run(now, write(member(1), member(2) | {"Klantnummer": number, "Achternaam": "Weg"}))
    assert (checked.new, checked.same, checked.memberships, done.memberships) == (0, 1, 1, 1)
    assert "is het niet meer: schrijf de klant aan de balie opnieuw in" in bad[0].reasons[0]
    now = reopened(now)
    sound(now)
    now.store.close()


def test_a_reference_is_of_one_mandate_and_a_signature_here_gets_a_free_one(at: Desk, write: Rows, run: Run) -> None:
    two = make_number("4104", 2)
    path = write(
        *(member(1) | MANDATE, member(2) | MANDATE, member(3) | {**MANDATE, "Machtigingskenmerk": two}),
        member(4) | {**MANDATE, "Machtigingskenmerk": f"{make_number('4104', 4)}-2"},
    )
    _, _, bad = run(at, path)
    assert [line.reasons for line in bad] == [("Machtigingskenmerk OUD-123 staat al eerder in het bestand.",)]
    now = reopened(at)
    _, _, bad = run(now, write(member(5) | MANDATE))
    assert [line.reasons for line in bad] == [("Machtigingskenmerk OUD-123 is hier al in gebruik.",)]
    now = reopened(now)
    ids: dict[str, int] = dict(now.store.read("SELECT number, customer_id FROM card"))
    with now.transaction() as tx:
        four = make_number("4104", 4)
        assert add_mandate(tx, ids[four], four, IBAN, None, "E.B. Tester") == f"{four}-3"
        assert add_mandate(tx, ids[four], two, IBAN, None, "E.B. Tester") == f"{two}-3"
    now.store.close()


def test_columns_of_a_membership_without_abonnement_are_told_and_not_read(at: Desk, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "k.csv"
    path.write_text(";".join((*PERSON, "IBAN")) + "\n" + ";".join((*PERSON.values(), "geen iban")) + "\n")
    checked, done, bad = run(at, path)
    assert (checked.unused, checked.memberships, bad) == (("IBAN (zonder Abonnement)",), None, [])
    assert done == Added(added=1)


def test_what_a_desk_did_meanwhile_stays(at: Desk, write: Rows, run: Run) -> None:
    """One number was issued at a desk since the check; another customer was enrolled there."""
    run(at, write(member(2) | dict.fromkeys(MEMBER, "")))
    now = reopened(at)
    with CustomerImport(now, write(member(1), member(2), member(3))) as work:
        work.check(lambda bad: None)
        assert enrol_tester(now, subscription="0002", surname="Ander").number == make_number("4104", 1)
        with now.transaction() as tx:
            (customer_id,) = tx.read("SELECT customer_id FROM card WHERE number = ?", (make_number("4104", 2),))[0]
            tx.execute(
                "INSERT INTO membership (customer_id, number, code, branch, status, started_on, price_cents, way)"
                " VALUES (?, 1, '0002', '4104', 5, '2025-04-09', 0, 'factuur')",
                (customer_id,),
            )
        done = work.carry_out()
    assert done == Added(1, 0, 1, [make_number("4104", 1)], [make_number("4104", 2)])
    now = reopened(now)
    assert now.store.read("SELECT count(*) FROM membership") == [(3,)]
    sound(now)
    now.store.close()


def test_brought_memberships_are_invoiced_collected_lent_on_and_cancelled_as_any_other(
    at: Desk, write: Rows, run: Run
) -> None:
    """A change-over on 09-04-2025, the facturatie of June, the incasso of June, and who leaves gets the rest back."""
    mandate = {**MANDATE, "Betaalwijze": "incasso"}
    path = write(
        member(1) | {**mandate, "65-plus": "Ja"},
        member(2)
        | {**mandate, "Machtigingskenmerk": "OUD-2", "Laatst geïncasseerd op": "", "Getekend op": "20-03-2025"},
        member(3) | {"Openstaande contributie": "12,00"},
        member(4)
        | {**mandate, "Machtigingskenmerk": "OUD-4", "Laatst geïncasseerd op": "01-04-2025", "Rekeninghouder": "O. Pa"},
    )
    _, done, bad = run(at, path)
    assert (done.added, done.memberships, bad) == (4, 4, [])
    now = reopened(at)
    sound(now)
    old, first, owing, leaving = (row[0] for row in now.store.read("SELECT id FROM customer ORDER BY id"))

    assert read_tab(now, old, "3").cells[0].value == "12-05-2010"
    assert enrolled_on(now.store, old) == date(2010, 5, 12)
    assert read_header(now, owing).right[0].value == "€ 12,00"
    assert read_header(now, owing).left[3] == "Factuur aangemaakt"
    assert now.store.read("SELECT cents, vat_percent, vat_basis, membership_number FROM charge") == [
        (1200, 9, "inbegrepen", 1)
    ]
    assert [line.sequence for line in (*mandates_of(now, old), *mandates_of(now, first))] == ["RCUR", "FRST"]
    act = read_acts(now, old).rows[0]
    assert act.what == "Abonnement geïmporteerd"
    assert {"Ingeschreven op: 12-05-2010", "Machtiging: OUD-123", "Bestand: leden.csv"} <= set(act.lines)
    assert against_borrowing(now, old) == []

    plan = plan_cancellation(now, leaving, Wish(CancellationWay.TELEPHONE, TODAY))
    assert plan.refunds[0].share == "23/365 dagen van € 48,00"
    cancel(now, leaving, Wish(CancellationWay.TELEPHONE, TODAY))
    assert ("Uitbetalen vanaf", "27-05-2025") in [
        (cell.label, cell.value) for cell in read_tab(now, leaving, "3").cells
    ]

    may = replace(now, working_date=date(2025, 5, 9))
    made = invoice_month(may, date(2025, 6, 1))
    assert (made.count, made.cents, made.left_out) == (3, 4300 + 4800 + 5200, ())
    june = replace(now, working_date=date(2025, 6, 2))
    found = preview(june, date(2025, 6, 1))
    assert (found.items, found.cents, found.first) == (2, 4300 + 4800, 1)
    assert collect(june, date(2025, 6, 1)).items == 2
    assert now.store.read("SELECT mandate_reference, sequence FROM collection ORDER BY 1") == [
        ("OUD-123", "RCUR"),
        ("OUD-2", "FRST"),
    ]
    sound(june)
    now.store.close()
