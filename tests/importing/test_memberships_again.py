"""Memberships that are imported again or later, and what a desk does with them afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from balie.cancellation.cancel import cancel, plan_cancellation
from balie.cancellation.wish import Wish
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
from balie.importing.customers import CustomerImport
from balie.importing.sqlite.adding_customers import Added
from balie.library.terms import CancellationWay
from tests.support.applicants import enrol_tester
from tests.support.borrowers import against_borrowing
from tests.support.brought_members import (
    IBAN,
    MANDATE,
    MEMBER,
    PERSON,
    TODAY,
    Rows,
    Run,
    member,
    reopened,
    sound,
)
from tests.support.doubles import dump


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
