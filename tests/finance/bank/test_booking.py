"""What a bank file does in the books: invoices, collections, returns, payouts, the rest; all of it once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from balie.dutch.payment_reference import grouped_reference
from balie.finance.bank import BankFile, book, read, statements
from balie.finance.bank.desk_list import open_entries
from balie.finance.bank.matching import MovementKind
from balie.ledger import Balance, open_charges
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.camt import COLLECTED, PAYOUT_BACK, SENT, UNPAID, Batch, Detail, Entry, Statement
from tests.support.camt import BankFile as CamtFile
from tests.support.payouts import paid_out

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def nothing_wrong(world):
    """Whatever a test books, the invariants of the whole store hold after it."""
    yield
    assert check(world.desk.store, all_invariants()) == []


def paid(cents: int, text: str = "", reference: str = "") -> Entry:
    detail = Detail(name="E.B. TESTER", iban="NL91ABNA0417164300", text=text, reference=reference)
    return Entry(cents, [detail], bank_reference="0410-1")


def collected(end_to_end: str, cents: int = 5400) -> Entry:
    return Entry(cents, [Detail(end_to_end=end_to_end)], code=COLLECTED, bank_reference=f"in {end_to_end}")


def returned(end_to_end: str, reason: str = "MD06", cents: int = 5400, day: date = date(2024, 4, 9)) -> Entry:
    detail = Detail(end_to_end=end_to_end, reason=reason)
    return Entry(-cents, [detail], code=UNPAID, bank_reference=f"out {end_to_end}", booked_on=day)


def test_a_payment_with_the_payment_reference_settles_the_invoice(world, write: Write) -> None:
    customer = world.member()
    bill = world.invoiced(customer)

    result = world.book(write(paid(5400, reference=bill.reference)))

    assert result.of(MovementKind.INVOICE).count == 1
    assert world.balance(customer) == Balance(0, 0, 0)
    assert world.desk.store.read("SELECT way, received_on, cents, bank_reference FROM payment") == [
        ("bank", "2024-04-09", 5400, "0410-1")
    ]
    # The posting says it; who paid is not kept beside it.
    assert world.desk.store.read("SELECT state, name, iban, text FROM bank_entry") == [("booked", None, None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "{grouped}",
        "Betreft {grouped} dank u",
        "/REMI/{reference}/",
        "contributie {lower}",
        "pas {number}",
        "{number_in_groups} boete",
        "Factuur {invoice}",
        "factuurnummer: {invoice}",
        "Fact.nr. {invoice} van april",
        "rekening {invoice}",
    ],
)
def test_people_write_a_reference_or_number_in_many_ways(world, write: Write, text: str) -> None:
    customer = world.member()
    bill = world.invoiced(customer)
    number = world.number(customer)
    written = text.format(
        reference=bill.reference,
        grouped=grouped_reference(bill.reference),
        lower=bill.reference.lower(),
        number=number,
        number_in_groups=f"{number[:4]} {number[4:9]} {number[9:]}",
        invoice=bill.invoice_id,
    )

    world.book(write(paid(5400, text=written)))

    assert world.balance(customer) == Balance(0, 0, 0)


@pytest.mark.parametrize(("cents", "left"), [(2000, Balance(0, 3400, 0)), (6000, Balance(0, 0, 600))])
def test_with_the_reference_part_of_it_and_more_than_it_are_booked_too(
    world, write: Write, cents: int, left: Balance
) -> None:
    customer = world.member()
    bill = world.invoiced(customer)

    world.book(write(paid(cents, reference=bill.reference)))

    assert world.balance(customer) == left


def test_only_the_invoice_that_was_named_is_paid(world, write: Write) -> None:
    customer = world.member()
    first, second = world.invoiced(customer), world.invoiced(customer)

    world.book(write(paid(5400, reference=second.reference)))

    (left,) = open_charges(world.desk.store, customer)
    assert world.one("SELECT invoice_id FROM charge WHERE id = ?", left.charge_id) == first.invoice_id


def test_a_number_without_the_amount_that_is_open_is_left_to_the_desk(world, write: Write) -> None:
    customer = world.member()
    bill = world.invoiced(customer)
    number = world.number(customer)
    twice = world.member("Ander")
    for _ in range(2):
        world.invoiced(twice)

    result = world.book(
        write(
            paid(5399, text=f"pas {number}"),
            paid(5401, text=f"factuur {bill.invoice_id}"),
            paid(5400, text=f"pas {world.number(twice)}"),
            paid(5400, text=f"{bill.invoice_id} boeken"),
            paid(5400, text="RF990000000001"),
            Entry(-250, info="Kosten"),
        )
    )

    assert result.of(MovementKind.UNKNOWN).count == 6
    assert [bool(one.why) for one in open_entries(world.desk)] == [True] * 6
    assert world.balance(customer) == Balance(0, 5400, 0)


def test_two_payments_that_look_the_same_are_two(world, write: Write) -> None:
    customer = world.member()
    bill = world.invoiced(customer, 10_800)
    file = write(paid(5400, reference=bill.reference), paid(5400, reference=bill.reference))

    assert world.book(file).of(MovementKind.INVOICE).count == 2
    assert world.balance(customer) == Balance(0, 0, 0)
    assert world.book(file).of(MovementKind.INVOICE).count == 0


def test_collections_are_booked_one_by_one(world, write: Write) -> None:
    customer = world.member()
    (end_to_end,) = world.collected(world.invoiced(customer))

    result = world.book(write(collected(end_to_end)))

    assert result.of(MovementKind.COLLECTED).count == 1
    assert world.balance(customer) == Balance(0, 0, 0)
    assert world.one("SELECT way FROM payment") == "incasso"


@pytest.mark.parametrize(
    "batch", [Batch("BALIE-2024-04-1-RCUR", count=3), Batch(message_id="BALIE-2024-04-1"), Batch("BALIE-2024-04-1")]
)
def test_a_file_that_the_bank_booked_at_once_books_all_its_collections(world, write: Write, batch: Batch) -> None:
    customers = [world.member(name) for name in ("Een", "Twee", "Drie")]
    world.collected(*(world.invoiced(one) for one in customers))

    result = world.book(write(Entry(16200, batch=batch, code=COLLECTED)))

    assert (result.of(MovementKind.FILE_COLLECTED).count, result.of(MovementKind.FILE_COLLECTED).cents) == (3, 16200)
    assert [world.balance(one) for one in customers] == [Balance(0, 0, 0)] * 3


def test_a_batch_of_another_amount_than_the_file_is_left_to_the_desk(world, write: Write) -> None:
    customer = world.member()
    world.collected(world.invoiced(customer))

    world.book(write(Entry(5300, batch=Batch("BALIE-2024-04-1-RCUR", count=1), code=COLLECTED)))

    (left,) = open_entries(world.desk)
    assert left.why == "Van een incassobestand van ons, maar dat was € 54,00."
    assert world.balance(customer) == Balance(0, 5400, 0)


def test_a_batch_and_its_details_in_a_camt_054_are_booked_once(world, write: Write) -> None:
    customer = world.member()
    (end_to_end,) = world.collected(world.invoiced(customer))
    world.book(write(Entry(5400, batch=Batch("BALIE-2024-04-1-RCUR", count=1), code=COLLECTED)))

    world.book(write(collected(end_to_end), name="054.xml", message="camt.054", id="N-1"))

    assert world.count("payment") == 1
    assert world.balance(customer) == Balance(0, 0, 0)


@pytest.mark.parametrize("reason", ["AM04", "MD06", "AC04", ""])
def test_a_return_opens_the_charge_again_and_keeps_the_reason(world, write: Write, reason: str) -> None:
    customer = world.member()
    (end_to_end,) = world.collected(world.invoiced(customer))
    world.book(write(collected(end_to_end)))

    result = world.book(write(returned(end_to_end, reason, day=date(2024, 4, 16)), id="24101"))

    assert result.of(MovementKind.RETURNED).cents == -5400
    assert world.balance(customer) == Balance(0, 5400, 0)
    assert world.desk.store.read("SELECT returned_on, reason FROM collection") == [("2024-04-16", reason)]


def test_a_return_in_the_same_file_as_its_collection_comes_after_it(world, write: Write) -> None:
    customer = world.member()
    (end_to_end,) = world.collected(world.invoiced(customer))

    world.book(write(collected(end_to_end), returned(end_to_end)))

    assert world.balance(customer) == Balance(0, 5400, 0)


def test_what_was_never_collected_by_us_is_left_to_the_desk(world, write: Write) -> None:
    world.book(write(collected("VREEMD-1"), returned("VREEMD-2")))

    assert len(open_entries(world.desk)) == 2


def test_payouts_are_executed_and_come_back(world, write: Write) -> None:
    customer = world.member()
    with world.desk.transaction():
        paid_out(world.desk, customer)
    world.desk.store.connection.execute("UPDATE payout SET executed_on = NULL")
    end_to_end = str(world.one("SELECT end_to_end_id FROM payout"))
    sent = Entry(-100, [Detail(end_to_end=end_to_end)], code=SENT, bank_reference="out")
    back = Entry(100, [Detail(end_to_end=end_to_end, reason="AC04")], code=PAYOUT_BACK, bank_reference="back")

    first = world.book(write(sent))
    assert first.of(MovementKind.PAID_OUT).count == 1
    assert world.desk.store.read("SELECT executed_on, returned_on FROM payout") == [("2024-04-09", None)]
    second = world.book(write(back, id="24101"))

    assert second.of(MovementKind.PAYOUT_BACK).count == 1
    assert world.desk.store.read("SELECT returned_on, return_reason FROM payout") == [("2024-04-09", "AC04")]
    assert world.balance(customer).credit == 100


def test_a_file_of_payouts_that_the_bank_booked_at_once_is_executed(world, write: Write) -> None:
    customer = world.member()
    with world.desk.transaction():
        paid_out(world.desk, customer)
    world.desk.store.connection.execute("UPDATE payout SET executed_on = NULL")
    message_id = str(world.one("SELECT message_id FROM payout_file"))

    world.book(write(Entry(-100, batch=Batch(message_id, count=1), code=SENT)))

    assert world.one("SELECT executed_on FROM payout") == "2024-04-09"


def test_the_same_file_again_books_nothing(world, write: Write) -> None:
    customer = world.member()
    file = write(paid(5400, reference=world.invoiced(customer).reference), paid(100, text="Gift"))
    world.book(file)
    before = [world.count(table) for table in ("payment", "allocation", "bank_entry", "bank_statement")]

    report = read(world.desk, file)
    book(world.desk, file)

    assert not report.has_work
    assert report.lines == ("Afschrift 24100, NL20 INGB 0001 2345 67, 10-04-2024: al verwerkt op 09-04-2024.",)
    assert [world.count(table) for table in ("payment", "allocation", "bank_entry", "bank_statement")] == before


@pytest.mark.parametrize("again", [{"message": "camt.054", "id": "N-1"}, {"created": "2024-04-11T00:00:00"}])
def test_another_file_that_tells_the_same_transactions_books_nothing(world, write: Write, again) -> None:
    customer = world.member()
    entries = (paid(5400, reference=world.invoiced(customer).reference), paid(100, text="Gift"))
    world.book(write(*entries))

    result = world.book(write(*entries, name="again.xml", duplicate="DUPL", **again))

    assert result.known == 2
    assert (world.count("payment"), world.count("bank_entry")) == (1, 2)


def test_a_statement_with_other_transactions_than_before_is_refused(world, write: Write) -> None:
    world.book(write(paid(100, text="Gift")))

    with pytest.raises(Refusal, match="met andere boekingen"):
        read(world.desk, write(paid(200, text="Gift")))
    assert world.count("bank_entry") == 1


def test_what_is_no_ordinary_file_is_refused_and_never_waited_for(world, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.xml")
    for path, why in (
        (tmp_path / "pijp.xml", "geen gewoon bestand"),
        (tmp_path / ("x" * 300), "te lang"),
        (tmp_path, "is een map"),
        (tmp_path / "weg.xml", "bestaat niet"),
    ):
        with pytest.raises(Refusal, match=why):
            book(world.desk, path)


def test_one_wrong_statement_keeps_the_whole_file_from_being_booked(world, tmp_path: Path) -> None:
    right, wrong = Statement([paid(100)]), Statement([paid(200)], id="24101", closing=0)
    file = CamtFile([right, wrong]).write(tmp_path / "bank.xml")

    with pytest.raises(Refusal, match=r"Afschrift 2 in .* klopt niet"):
        book(world.desk, file)

    assert (world.count("bank_statement"), world.count("bank_entry"), world.count("journal")) == (0, 0, 0)


def test_a_file_of_many_statements_and_none_of_transactions_is_booked(world, tmp_path: Path) -> None:
    days = [Statement([paid(100 + day)] * day, id=f"24{day}") for day in range(4)]

    world.book(CamtFile(days).write(tmp_path / "bank.xml"))

    assert [(row.reference, row.movements, row.waiting) for row in statements(world.desk.store)] == [
        *(("243", 3, 3), ("242", 2, 2), ("241", 1, 1), ("240", 0, 0))
    ]
    (last,) = statements(world.desk.store, limit=1)
    assert (last.opening, last.closing, last.done_on) == (100_000, 100_309, world.desk.working_date)
    assert [row.reference for row in statements(world.desk.store, before=last.statement_id, limit=2)] == ["242", "241"]


def test_more_movements_than_fit_in_a_piece_are_all_booked(world, write: Write) -> None:
    entries = [Entry(number, [Detail(text="Gift")], bank_reference=f"0410-{number}") for number in range(1, 1_203)]

    result = world.book(write(*entries))

    assert result.of(MovementKind.UNKNOWN).count == 1_202
    assert world.one("SELECT sum(cents) FROM bank_entry") == 1_202 * 1_203 // 2


def test_a_library_without_an_account_reads_no_bank_files(world, write: Write) -> None:
    without = replace(world.desk, library=msgspec.structs.replace(world.desk.library, bank=None))

    with pytest.raises(Refusal, match=r"\[bank\]"):
        read(without, write(paid(100)))


def test_what_was_put_aside_has_no_name_and_goes_away(world, write: Write) -> None:
    store = world.desk.store.path
    with BankFile(world.desk, write(paid(100, text="Gift"))) as file:
        file.read()
        assert {path.name for path in store.parent.iterdir() if not path.name.startswith(store.name)} == {"bank.xml"}


@pytest.mark.parametrize(
    ("created", "made_on"),
    [
        ("9-4-2024", date(2024, 4, 10)),
        ("gisteren", date(2024, 4, 10)),
        ("2024-04-31T00:00:00", date(2024, 4, 10)),
        ("2024-W15-2T00:00:00", date(2024, 4, 10)),
        ("", date(2024, 4, 10)),
        ("2024-04-09T25:00:00", date(2024, 4, 9)),
        ("2024-04-09+02:00", date(2024, 4, 9)),
        ("2024-04-09T10:20:21.41+02:00", date(2024, 4, 9)),
        ("2024-04-09T10:20:21Z", date(2024, 4, 9)),
    ],
)
def test_a_statement_made_at_no_moment_is_of_when_its_file_was(
    world, write: Write, created: str, made_on: date
) -> None:
    path = write(paid(5400), created=created)
    path.write_text(path.read_text(encoding="utf-8").replace("</ElctrncSeqNb><CreDtTm></CreDtTm>", "</ElctrncSeqNb>"))
    world.book(path)
    assert [row.made_on for row in statements(world.desk.store)] == [made_on]
    assert world.book(path).known == 0
