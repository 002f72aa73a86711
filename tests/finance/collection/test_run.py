"""The run of a month: what goes along, what is left out and why, and the files for the bank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from balie.customers.mandates import withdraw_mandate
from balie.desk import Desk
from balie.finance.collection import preview as previewing
from balie.finance.collection import run as running
from balie.finance.collection.files import files
from balie.finance.collection.folder import collection_folder
from balie.finance.collection.items import LeftOut
from balie.finance.collection.naming import put_in_place
from balie.finance.collection.outcomes import book_collection, collecting, return_collection
from balie.finance.collection.preview import Preview, next_month, preview
from balie.finance.collection.run import collect
from balie.ledger import Incoming, Method, receive
from balie.library.terms import DebitMessage
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.debtors import MONTHLY, charge_of, debtor

At = Callable[[date], Desk]
MAY = date(2025, 5, 1)
NOW = date(2025, 5, 1)
"""A day on which the file of May can still be delivered, and what was enrolled in April is announced in time."""


def look(desk: Desk, month: date = MAY) -> tuple[Preview, list[LeftOut]]:
    left_out: list[LeftOut] = []
    return preview(desk, month, on_left_out=left_out.append), left_out


def only_reason(desk: Desk, month: date = MAY) -> str:
    found, left_out = look(desk, month)
    assert found.items == 0
    (one,) = left_out
    assert len(one.reasons) == 1
    return one.reasons[0]


def sound(desk: Desk) -> None:
    assert check(desk.store, all_invariants(), thorough=True) == []


def three(desk: Desk) -> list[int]:
    """€ 48,00 for the first time; € 4,00 and € 3,59 on mandates that were used before (rules.md#sequence)."""
    ids = [debtor(desk, date(2025, 4, 9))]
    for way, cents in ((MONTHLY, 400), (MONTHLY, 359)):
        customer_id = debtor(desk, date(2025, 4, 9), way=way, surname=f"Maand{cents}")
        ids.append(customer_id)
    return ids


def test_the_preview_counts_first_and_recurrent_and_shows_dates(poort_on: At) -> None:
    desk = poort_on(NOW)
    three(desk)
    found, left_out = look(desk)
    assert not left_out
    assert (found.items, found.cents, found.first, found.first_cents) == (3, 4800 + 400 + 400, 3, 5600)
    assert dict(found.lines())["Incassodatum"] == "15-05-2025"
    assert dict(found.lines())["Inleveren bij de bank"] == "uiterlijk 13-05-2025"
    assert (found.files, found.warnings, found.made) == (1, (), ())
    assert not desk.store.read("SELECT * FROM collection_run")


@pytest.mark.parametrize("message", DebitMessage)
def test_the_file_is_what_the_official_schema_wants(
    poort_on: At, schema: Callable[[str], Any], message: DebitMessage
) -> None:
    from lxml import etree

    desk = poort_on(NOW)
    assert desk.library.direct_debit is not None
    rule = msgspec.structs.replace(desk.library.direct_debit, message=message)
    desk = replace(desk, library=msgspec.structs.replace(desk.library, direct_debit=rule))
    three(desk)
    debtor(desk, date(2025, 4, 9), surname="Müßig", account_holder="Zoë & M. Müßig_€")
    made = collect(desk, MAY)
    (file,) = made.files
    path = collection_folder(desk) / file.name
    document = etree.parse(path)
    schema(message).assertValid(document)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    text = path.read_text(encoding="utf-8")
    assert "<MsgId>410462010000-202505-001</MsgId>" in text
    assert "<PmtInfId>410462010000-202505-001-FRST</PmtInfId>" in text
    assert "<NbOfTxs>4</NbOfTxs><CtrlSum>104.00</CtrlSum>" in text
    assert "<Nm>Zoe + M. Mussig-EUR</Nm>" in text
    assert "<ReqdColltnDt>2025-05-15</ReqdColltnDt>" in text
    assert "<Ustrd>Contributie 05-2025 t/m 04-2026 pas 24104" in text
    assert "<MndtId>24104" in text
    assert "<DtOfSgntr>2025-04-09</DtOfSgntr>" in text
    sound(desk)


def test_one_block_for_each_sequence_type(poort_on: At, schema: Callable[[str], Any]) -> None:
    """rules.md#sequence: 48,00 FRST + 4,00 RCUR + 3,59 RCUR = 3 transactions, 55,59; blocks of 48,00 and 7,59."""
    from lxml import etree

    desk = poort_on(date(2025, 4, 1))
    new, *monthly = [debtor(desk, date(2025, 4, 30), surname="Nieuw")] + [
        debtor(desk, date(2025, 3, 9), way=MONTHLY, surname=f"Maand{cents}") for cents in (400, 359)
    ]
    collect(desk, date(2025, 4, 1))
    with desk.transaction() as tx:
        for row in tx.read("SELECT end_to_end_id FROM collection"):
            book_collection(tx, row[0], date(2025, 4, 14))
        for customer_id, cents in zip(monthly, (400, 359), strict=True):
            tx.execute(
                "INSERT INTO membership (customer_id, number, code, branch, status, started_on, paid_from,"
                " paid_until, price_cents, way) SELECT customer_id, 2, code, branch, 2, '2025-05-01', '2025-05-01',"
                " '2025-05-31', ?, way FROM membership WHERE customer_id = ?",
                (cents, customer_id),
            )
            invoice = tx.execute(
                "INSERT INTO invoice (customer_id, made_on, branch, staff) VALUES (?, '2025-04-01', '4104', 'ebt')",
                (customer_id,),
            ).lastrowid
            tx.execute(
                "INSERT INTO charge (customer_id, invoice_id, kind, cents, vat_percent, vat_basis, membership_number,"
                " booked_on, branch) VALUES (?, ?, 'contributie', ?, 9, 'inbegrepen', 2, '2025-04-01', '4104')",
                (customer_id, invoice, cents),
            )
    desk = poort_on(NOW)
    (file,) = collect(desk, MAY).files
    document = etree.parse(collection_folder(desk) / file.name)
    name = document.getroot().nsmap[None]
    blocks = [
        tuple(block.findtext(path, namespaces={None: name}) for path in ("PmtTpInf/SeqTp", "NbOfTxs", "CtrlSum"))
        for block in document.iter(f"{{{name}}}PmtInf")
    ]
    assert blocks == [("FRST", "1", "48.00"), ("RCUR", "2", "7.59")]
    assert (file.items, file.cents) == (3, 5559)
    assert new not in monthly


def test_a_second_run_makes_nothing_and_shows_what_was_made(poort_on: At) -> None:
    desk = poort_on(NOW)
    ids = three(desk)
    (file,) = collect(desk, MAY).files
    before = (collection_folder(desk) / file.name).read_bytes()
    assert collect(desk, MAY).files == ()
    found, left_out = look(desk)
    assert (found.items, found.under_way, found.made, left_out) == (0, 3, (file,), [])
    assert (collection_folder(desk) / file.name).read_bytes() == before
    assert files(desk.store) == [file]
    assert collecting(desk.store, ids[0]) == {charge_of(desk, ids[0])}
    sound(desk)


def test_a_file_that_is_gone_is_laid_down_again_as_it_was(poort_on: At) -> None:
    desk = poort_on(NOW)
    three(desk)
    (file,) = collect(desk, MAY).files
    path = collection_folder(desk) / file.name
    before = path.read_bytes()
    for spoil in (path.unlink, lambda: path.write_bytes(b"<Document/>")):
        spoil()
        assert put_in_place(desk, file) == path
        assert path.read_bytes() == before
    assert [entry.name for entry in collection_folder(desk).iterdir()] == [file.name]


def test_a_file_is_not_laid_down_otherwise_than_it_was(poort_on: At) -> None:
    desk = poort_on(NOW)
    three(desk)
    (file,) = collect(desk, MAY).files
    path = collection_folder(desk) / file.name
    path.unlink()
    desk.store.connection.execute("UPDATE mandate SET holder = 'Iemand anders'")
    with pytest.raises(Refusal, match="kan niet meer precies zo worden gemaakt"):
        put_in_place(desk, file)
    assert not path.exists()


def test_files_hold_at_most_so_many(poort_on: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST", 2)
    monkeypatch.setattr(previewing, "MOST", 2)
    desk = poort_on(NOW)
    for place in range(5):
        debtor(desk, date(2025, 4, 9), surname=f"Tester{'abcde'[place]}")
    assert look(desk)[0].files == 3
    made = collect(desk, MAY).files
    assert [(file.name, file.items) for file in made] == [
        ("incasso-2025-05-001.xml", 2),
        ("incasso-2025-05-002.xml", 2),
        ("incasso-2025-05-003.xml", 1),
    ]
    assert desk.store.read_one("SELECT count(DISTINCT charge_id), count(*) FROM collection") == (5, 5)
    sound(desk)


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


# Money that is there already.


def test_what_was_paid_is_not_collected_and_credit_is_used_first(poort_on: At) -> None:
    desk = poort_on(NOW)
    partly, wholly, rich = (debtor(desk, date(2025, 4, 9), surname=name) for name in ("Deels", "Heel", "Tegoed"))
    for customer_id, cents, settle in ((partly, 1000, None), (wholly, 4800, None), (rich, 800, ())):
        with desk.transaction() as tx:
            receive(tx, Incoming(customer_id, cents, Method.BANK, NOW), settle)
    assert (look(desk)[0].items, look(desk)[0].cents) == (2, 3800 + 4000)
    collect(desk, MAY)
    assert desk.store.read("SELECT cents FROM collection ORDER BY charge_id") == [(3800,), (4000,)]
    sound(desk)


# Too early, too late, and libraries that do not collect.


def test_a_run_for_a_month_that_cannot_be_delivered_is_refused(poort_on: At) -> None:
    desk = poort_on(date(2025, 5, 15))
    for act in (preview, collect):
        with pytest.raises(Refusal, match=r"te laat: .* 15-05-2025 .* 14-05-2025 .* Kies juni 2025"):
            act(desk, MAY)
        with pytest.raises(Refusal, match="te vroeg: dat kan vanaf 01-06-2025"):
            act(desk, date(2025, 7, 1))
    assert next_month(desk) == date(2025, 6, 1)
    assert next_month(poort_on(date(2025, 5, 14))) == MAY
    assert not desk.store.read("SELECT * FROM collection_run")


def test_after_two_days_before_it_warns(poort_on: At) -> None:
    assert look(poort_on(date(2025, 5, 13)))[0].warnings == ()
    (warning,) = look(poort_on(date(2025, 5, 14)))[0].warnings
    assert "13-05-2025" in warning


def test_a_library_without_direct_debit_says_so(desk: Desk) -> None:
    with pytest.raises(Refusal, match="incasseert niet"):
        preview(desk, date(2024, 4, 1))


# Presented again.


def returned_in_may(poort_on: At, code: str, on: date = date(2025, 5, 19)) -> tuple[int, str]:
    desk = poort_on(NOW)
    customer_id = debtor(desk, date(2025, 4, 9))
    collect(desk, MAY)
    ((end_to_end_id,),) = desk.store.read("SELECT end_to_end_id FROM collection")
    with desk.transaction() as tx:
        return_collection(tx, end_to_end_id, code, on)
    return customer_id, end_to_end_id


def test_too_little_money_is_tried_once_more_in_the_next_month(poort_on: At) -> None:
    customer_id, _ = returned_in_may(poort_on, "AM04")
    june = poort_on(date(2025, 6, 2))
    found, _ = look(june, date(2025, 6, 1))
    assert (found.items, found.again, found.first) == (1, 1, 0)
    collect(june, date(2025, 6, 1))
    with june.transaction() as tx:
        back = return_collection(tx, f"B{charge_of(june, customer_id)}-2", "AM04", date(2025, 6, 17))
    assert "factuur" in back.text
    assert "maak er een factuur van" in only_reason(poort_on(date(2025, 7, 1)), date(2025, 7, 1))
    sound(june)


def test_what_came_back_this_month_waits_for_the_next(poort_on: At) -> None:
    returned_in_may(poort_on, "MS03", on=date(2025, 5, 5))
    assert only_reason(poort_on(date(2025, 5, 6))).endswith("Gaat op 13-06-2025 nog één keer mee.")


@pytest.mark.parametrize(("on", "sequence"), [(date(2025, 5, 13), "FRST"), (date(2025, 5, 19), "RCUR")])
def test_a_first_one_that_was_refused_is_a_first_one_again(poort_on: At, on: date, sequence: str) -> None:
    returned_in_may(poort_on, "AM04", on)
    june = poort_on(date(2025, 6, 2))
    collect(june, date(2025, 6, 1))
    assert june.store.read("SELECT sequence FROM collection WHERE attempt = 2") == [(sequence,)]


@pytest.mark.parametrize("code", ["AC01", "AC04", "AC06", "MD01", "MD07"])
def test_a_blocked_mandate_is_not_used_until_a_new_one_is_signed(poort_on: At, code: str) -> None:
    customer_id, _ = returned_in_may(poort_on, code)
    june = poort_on(date(2025, 6, 2))
    _, (one,) = look(june, date(2025, 6, 1))
    assert [reason.split(" ")[1] for reason in one.reasons] == ["machtiging", "op"]
    with june.transaction() as tx:
        from balie.customers.cards.numbers import current_number
        from balie.customers.mandates import add_mandate

        number = current_number(tx, customer_id)
        assert number is not None
        reference = add_mandate(tx, customer_id, number, "NL02ABNA0123456789", None, "E.B. Tester")
    assert reference.endswith("-2")
    assert look(june, date(2025, 6, 1))[0].first == 1


@pytest.mark.parametrize("code", ["MD06", "MS02", "XX99"])
def test_a_customer_who_took_it_back_gets_an_invoice(poort_on: At, code: str) -> None:
    returned_in_may(poort_on, code)
    assert "maak er een factuur van" in only_reason(poort_on(date(2025, 6, 2)), date(2025, 6, 1))
