"""What a direct debit leaves out, and every reason of it."""

from __future__ import annotations

from datetime import date

import pytest

from balie.customers.mandates import withdraw_mandate
from balie.finance.collection.run import collect
from balie.refusal import Refusal
from tests.support.debit_runs import MAY, NOW, At, look, only_reason
from tests.support.debtors import charge_of, debtor

# What is left out.


def test_without_a_mandate_nothing_is_collected(poort_on: At) -> None:
    desk = poort_on(NOW)
    customer_id = debtor(desk, date(2025, 4, 9))
    (row,) = desk.store.read("SELECT reference FROM mandate WHERE customer_id = ?", (customer_id,))
    with desk.transaction() as tx:
        withdraw_mandate(tx, row[0])
    assert only_reason(desk).startswith("Er is geen machtiging")
    with pytest.raises(Refusal, match="al ingetrokken"), desk.transaction() as tx:
        withdraw_mandate(tx, row[0])


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("iban", "NL91ABNA0417164301", "Het IBAN van de machtiging klopt niet"),
        ("iban", "", "De machtiging heeft geen IBAN"),
        ("iban", "BR1500000000000010932840814P2", "Van een rekening in BR"),
        ("signed_on", "", "De machtiging heeft geen datum"),
        ("signed_on", "2025-05-02", "De machtiging is getekend op 02-05-2025, na vandaag"),
        ("signed_on", "2022-05-14", "De machtiging is verlopen op 14-05-2025"),
        ("holder", "♥", "De machtiging heeft geen rekeninghouder"),
    ],
)
def test_a_bad_mandate_is_left_out_and_never_stops_the_rest(poort_on: At, column: str, value: str, reason: str) -> None:
    desk = poort_on(NOW)
    bad = debtor(desk, date(2025, 4, 9))
    with desk.transaction() as tx:
        tx.execute(f"UPDATE mandate SET {column} = ? WHERE customer_id = ?", (value, bad))
    assert only_reason(desk).startswith(reason)
    good = debtor(desk, date(2025, 4, 9), surname="Goed")
    (file,) = collect(desk, MAY).files
    assert desk.store.read("SELECT charge_id FROM collection") == [(charge_of(desk, good),)]
    assert file.items == 1


@pytest.mark.parametrize(("signed_on", "warned"), [("2009-11-01", False), ("2009-10-31", True)])
def test_a_mandate_from_before_sepa_is_told_and_collected_while_it_lives(
    poort_on: At, signed_on: str, warned: bool
) -> None:
    desk = poort_on(date(2012, 10, 1))
    library = desk.library
    customer_id = debtor(poort_on(NOW), date(2025, 4, 9))
    with desk.transaction() as tx:
        tx.execute("UPDATE mandate SET signed_on = ? WHERE customer_id = ?", (signed_on, customer_id))
        tx.execute("UPDATE membership SET paid_from = '2012-10-01' WHERE customer_id = ?", (customer_id,))
        tx.execute(
            "INSERT OR REPLACE INTO announcement VALUES (?, '2012-09-01', 'brief')", (charge_of(desk, customer_id),)
        )
    assert library.direct_debit is not None
    found, left_out = look(desk, date(2012, 10, 1))
    assert (found.items, left_out) == (1, [])
    assert bool(found.warnings) is warned


def test_all_reasons_are_given_at_once(poort_on: At) -> None:
    desk = poort_on(NOW)
    customer_id = debtor(desk, date(2025, 5, 1), birth_date="04-01-1991")
    with desk.transaction() as tx:
        tx.execute("UPDATE mandate SET signed_on = '2010-01-01', iban = 'NL00' WHERE customer_id = ?", (customer_id,))
        tx.execute("UPDATE membership SET paid_from = '2025-05-01' WHERE customer_id = ?", (customer_id,))
        tx.execute("UPDATE customer SET name_key = '*' || name_key WHERE id = ?", (customer_id,))
        tx.execute(
            "INSERT OR REPLACE INTO announcement VALUES (?, '2025-05-02', 'mail')", (charge_of(desk, customer_id),)
        )
    _, (one,) = look(desk)
    assert len(one.reasons) == 4
    assert "Tester, E.B." in one.line
    assert "€ 48,00" in one.line


@pytest.mark.parametrize(
    ("enrolled", "month", "day"),
    [
        ("2027-01-29", "2027-02-01", "12-02-2027"),
        ("2027-01-31", "2027-03-01", "12-03-2027"),
        ("2025-08-29", "2025-09-01", "12-09-2025"),
        ("2025-08-30", "2025-10-01", "14-10-2025"),
    ],
)
def test_who_enrols_too_late_goes_with_the_next_month(poort_on: At, enrolled: str, month: str, day: str) -> None:
    first = date.fromisoformat(month)
    desk = poort_on(date.fromisoformat(enrolled))
    debtor(desk, desk.working_date)
    wanted = date.fromisoformat(enrolled).replace(day=28)
    following = date(wanted.year, wanted.month + 1, 1)
    if following != first:
        assert only_reason(desk, following).endswith(f"Gaat mee op {day}.")
    desk = poort_on(first)
    assert look(desk, first)[0].items == 1
    assert dict(look(desk, first)[0].lines())["Incassodatum"] == day


def test_the_bon_of_the_enrolment_is_the_announcement(poort_on: At) -> None:
    desk = poort_on(NOW)
    customer_id = debtor(desk, date(2025, 4, 9))
    assert desk.store.read("SELECT announced_on, channel FROM announcement") == [("2025-04-09", "bon")]
    ((data,),) = desk.store.read("SELECT data FROM receipt WHERE customer_id = ?", (customer_id,))
    assert '"first_collection":"€ 48,00 op 15-05-2025"' in data
    collect(desk, MAY)
    assert desk.store.read("SELECT announced_on, channel FROM collection") == [("2025-04-09", "bon")]


def test_a_charge_without_any_announcement_is_left_out(poort_on: At) -> None:
    desk = poort_on(NOW)
    customer_id = debtor(desk, date(2025, 4, 9))
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO charge (customer_id, kind, cents, vat_percent, vat_basis, membership_number, booked_on,"
            " branch) VALUES (?, 'contributie', 100, 9, 'inbegrepen', 1, '2025-04-09', '4104')",
            (customer_id,),
        )
    found, (one,) = look(desk)
    assert found.items == 1
    assert one.reasons[0].startswith("De klant is nog niet ingelicht")


def test_a_cancelled_membership_waits_for_its_settlement(poort_on: At) -> None:
    desk = poort_on(NOW)
    customer_id = debtor(desk, date(2025, 4, 9))
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO cancellation (customer_id, membership_number, channel, received_on, last_day, refund_per,"
            " refund_cents, told_cents, registered_on, branch, staff) VALUES (?, 1, 'mail', '2025-04-30', '2026-04-08',"
            " 'dagen', 0, 0, '2025-04-30', '4104', 'ebt')",
            (customer_id,),
        )
    assert only_reason(desk) == "Opgezegd, laatste dag 08-04-2026: eerst de afrekening."
