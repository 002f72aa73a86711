"""Whose invoice a payment is: a whole word behind the word that announces it, and paid by the customer's own people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.dutch.payment_reference import grouped_reference
from balie.finance.bank.desk_list import attach, open_entries, proposal, set_aside
from balie.finance.bank.invoice_numbers import invoice_numbers
from balie.finance.bank.matching import MovementKind
from balie.ledger import Balance
from tests.support.applicants import IBAN, TESTER, enrol_tester
from tests.support.camt import Detail, Entry

STRANGER = {"name": "J. de Vries", "iban": "NL69INGB0123456789"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Factuur 12", {12}),
        ("factuurnummer: 12", {12}),
        ("Fact.nr. 12 van april", {12}),
        ("nota 12.", {12}),
        ("nota nr 12, dank", {12}),
        ("nr.12", {12}),
        ("factuur:12", {12}),
        ("factuur : 12", {12}),
        ("Factuur #12", {12}),
        ("(factuur 12)", {12}),
        ("/REMI/Factuur 12/", {12}),
        ("factuur 0012", {12}),
        ("factuur 12 en nota 13", {12, 13}),
        ("Factuur 2023 bibliotheek", {2023}),
        ("factuur nr 2024-00123", set()),
        ("factuur 2024.00123", set()),
        ("FACTUUR-2024-00123", set()),
        ("nota nr.: 12/2024", set()),
        ("factuur 12a", set()),
        ("factuur a12", set()),
        ("factuur 12,50", set()),
        ("factuur van 12", set()),
        ("factuurdatum 12", set()),
        ("facturen 12", set()),
        ("huisnr 12", set()),
        ("manufactuur 12", set()),
        ("12 factuur", set()),
        ("factuur", set()),
        ("factuur 12345678901", set()),
        ("factuur 0", set()),
        ("factuur ١٢", set()),
        ("factuur 01-05-2024", set()),
        ("Faktuur 12", {12}),
        ("factuur no. 12", {12}),
        ("factuur nummer 12", {12}),
        ("nota-nr 12", {12}),
        ("factuur 12;nota 13", {12, 13}),
        ("herinnering factuur 12", {12}),
        ("betaling nr 12", {12}),
        ("factuur 12, april", {12}),
        ("factuur 12 - dank", {12}),
        ("factuur 12 29428000077727", {12}),
        ("factuur nr 2024 00123", set()),
        ("factuur 2024 / 12", set()),
        ("factuur 2024 - 00123", set()),
        ("nota 12/ 2024", set()),
        ("factuur 12 maart 2024", set()),
        ("nota 12 apr", set()),
        ("factuur 54 euro", set()),
        ("factuur 54 EUR", set()),
        ("factuur € 54", set()),
        ("klant nr 12", set()),
        ("pas nr. 12", set()),
        ("lid nr.12", set()),
        ("Dorpsstraat nr 12", set()),
        ("rekening nr 12", set()),
        ("rekeningnummer 12", set()),
        ("huis nummer 12", set()),
    ],
)
def test_a_number_is_a_whole_word_right_behind_what_announces_it(text: str, numbers: set[int]) -> None:
    assert invoice_numbers(text.upper()) == numbers


def paid(text: str, name: str = "", iban: str = "") -> Entry:
    return Entry(5400, [Detail(text=text, name=name, iban=iban)], bank_reference=f"0410 {text} {name} {iban}")


WRITTEN = ("Factuur {invoice}", "{reference}", "pas {number}")


def written(world, customer: int, bill, text: str) -> str:
    return text.format(invoice=bill.invoice_id, reference=bill.reference, number=world.number(customer))


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("who", [STRANGER, {"name": "Testerman"}, {"iban": IBAN}, {"name": "E.B."}, {}], ids=str)
def test_what_a_stranger_pays_is_for_the_desk_with_the_proposal(world, write, text: str, who: dict[str, str]) -> None:
    customer = world.member()
    bill = world.invoiced(customer)

    result = world.book(write(paid(written(world, customer, bill, text), **who)))

    assert (result.of(MovementKind.INVOICE).count, world.balance(customer)) == (0, Balance(0, 5400, 0))
    (entry,) = open_entries(world.desk)
    assert entry.why == "De betaler is bij de klant van deze factuur niet bekend."
    found = proposal(world.desk, entry)
    assert found is not None
    assert (found.customer_id, len(found.charge_ids)) == (customer, 1)
    attach(world.desk, entry.entry_id, customer, [(one, 5400) for one in found.charge_ids])
    assert world.balance(customer) == Balance(0, 0, 0)
    assert world.one("SELECT proposed_invoice FROM bank_entry") is None


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize(
    "name", ["E.B. Tester", "TESTER EB", "HR E B TESTER EN/OF MW A DE VRIES", "Tester-Jansen", "Mw. É. Tèster"]
)
def test_the_customers_own_name_is_known(world, write, text: str, name: str) -> None:
    customer = world.member()
    bill = world.invoiced(customer)

    world.book(write(paid(written(world, customer, bill, text), name=name)))

    assert world.balance(customer) == Balance(0, 0, 0)


@pytest.mark.parametrize(
    ("surname", "name", "is_known"),
    [
        ("Jansen-de Vries", "A. de Vries", True),
        ("Jansen-de Vries", "A. Jansen", True),
        ("Jansen-de Vries", "A. de Boer", False),
        ("van den Berg", "J. van den Brink", False),
        ("van den Berg", "J BERG", True),
        ("O'Connor", "P. O Connor", True),
        ("Müller", "K. Muller", True),
        ("Berg", "Bergsma", False),
        ("Müller", "MUELLER K", True),
        ("Mueller", "K. Müller", True),
        ("Özdemir", "A OEZDEMIR", True),
        ("IJzerman", "J. YZERMAN", True),
        ("O'Connor", "P OCONNOR", True),
        ("OConnor", "P. O'Connor", True),
        ("van den Berg", "J VANDENBERG", True),
        ("Vandenberg", "J. van den Berg", True),
        ("van der Meer", "Hr. A.B. v.d. Meer", True),
        ("'t Hart", "W THART", True),
        ("Smit", "A Smits", False),
        ("Ng", "N.G. Bakker", False),
        ("Wu", "W.U. Smit", False),
    ],
)
def test_a_surname_is_known_by_its_own_words(world, write, surname: str, name: str, is_known: bool) -> None:
    customer = world.member(surname)
    bill = world.invoiced(customer)

    world.book(write(paid(f"factuur {bill.invoice_id}", name=name)))

    assert (world.balance(customer) == Balance(0, 0, 0)) is is_known


@pytest.mark.parametrize(
    ("text", "is_paid"),
    [
        ("{plain}", True),
        ("{grouped}", True),
        ("kenmerk: {grouped} 2024", True),
        ("/REMI/{plain}/2024", True),
        ("{dotted}", True),
        ("RF {digits}", True),
        ("{plain}5", False),
        ("X{plain}", False),
        ("{grouped}5", False),
    ],
)
def test_a_payment_reference_is_whole(world, write, text: str, is_paid: bool) -> None:
    customer = world.member()
    plain = world.invoiced(customer).reference
    grouped = grouped_reference(plain)
    dotted = grouped.replace(" ", ".")

    world.book(write(paid(text.format(plain=plain, grouped=grouped, dotted=dotted, digits=plain[2:]), name="Tester")))

    assert (world.balance(customer) == Balance(0, 0, 0)) is is_paid


def test_the_account_that_is_collected_from_is_known_and_so_is_who_holds_it(world, write) -> None:
    customer = enrol_tester(
        world.desk, subscription="0086", direct_debit="ja", iban=IBAN, account_holder="P. de Wit"
    ).customer_id
    first, second = world.invoiced(customer), world.invoiced(customer, 100)

    world.book(
        write(
            paid(f"factuur {first.invoice_id}", name="Boekhouding", iban=IBAN),
            replace(paid(f"factuur {second.invoice_id}", name="Mw. P. de Wit"), cents=100),
        )
    )

    assert world.balance(customer) == Balance(0, 0, 0)


def test_who_lives_at_the_same_address_is_known(world, write) -> None:
    customer, housemate = world.member(), world.member("de Vries")
    world.book(write(paid(f"factuur {world.invoiced(customer).invoice_id}", **STRANGER)))
    assert world.balance(customer) == Balance(0, 0, 0)
    with world.desk.transaction() as tx:
        tx.execute("UPDATE address SET number = 43 WHERE customer_id = ?", (housemate,))
    world.book(write(paid(f"factuur {world.invoiced(customer).invoice_id}", **STRANGER), id="24101"))
    assert world.balance(customer) == Balance(0, 5400, 0)


def test_a_number_in_one_field_is_not_announced_by_another(world, write) -> None:
    customer = world.member()
    bill = world.invoiced(customer)
    detail = Detail(text="factuur", end_to_end=str(bill.invoice_id), name="E.B. Tester")

    world.book(write(Entry(5400, [detail], bank_reference="0410-1")))

    assert world.balance(customer) == Balance(0, 5400, 0)


def test_what_was_set_aside_proposes_nothing_any_more(world, write) -> None:
    customer = world.member()
    bill = world.invoiced(customer)
    world.book(write(paid(f"factuur {bill.invoice_id}", **STRANGER)))
    (entry,) = open_entries(world.desk)
    set_aside(world.desk, entry.entry_id, "Van de gemeente, subsidie")
    assert world.one("SELECT proposed_invoice FROM bank_entry") is None
    assert TESTER["surname"] not in str(world.desk.store.read("SELECT why FROM bank_entry"))
