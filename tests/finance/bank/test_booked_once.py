"""One transaction of the bank is booked once, whatever file tells it and by whatever name; and two are two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.finance.bank.invariants import BANK_INVARIANTS
from balie.refusal import Refusal
from balie.store.check import check
from tests.support.camt import BankFile, Detail, Entry, Statement

NOTHING = ("", "NOTPROVIDED", "NotProvided", "NOT PROVIDED", "NONREF", "0")
PAYER = {"name": "J. de Vries", "iban": "NL69INGB0123456789", "text": "contributie"}
NAMES = [
    {"bank_reference": "B-1"},
    {"transaction_id": "T-1"},
    {"instruction_id": "I-1"},
    {"end_to_end": "E-1"},
    {"bank_reference": "B-1", "end_to_end": "NOTPROVIDED"},
    {"transaction_id": "T-1", "instruction_id": "I-1", "end_to_end": "E-1"},
    {"bank_reference": "NOTPROVIDED", "end_to_end": "E-1"},
]
BY_ENTRY = [{"reference": "N-1"}, {"bank_reference": "A-1"}]


def one(cents: int = 5400, *, day: date = date(2024, 4, 9), entry: dict[str, str] | None = None, **names: str) -> Entry:
    return Entry(cents, [Detail(**{**PAYER, **names})], booked_on=day, **(entry or {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "entry"), [*((names, {}) for names in NAMES), *(({}, entry) for entry in BY_ENTRY)], ids=str
)
@pytest.mark.parametrize(
    "again", [{"message": "camt.054", "id": "N-1"}, {"id": "24101"}, {"created": "2024-04-11T00:00:00"}]
)
def test_it_is_known_again_by_whatever_it_is_called(world, write, names, entry, again) -> None:
    told = one(entry=entry, **names)
    world.book(write(told))
    others = [one(100, bank_reference="other"), told]  # at another place

    result = world.book(write(*others, name="again.xml", **again))

    assert (result.known, world.count("bank_entry")) == (1, 2)


@pytest.mark.parametrize("nothing", NOTHING)
def test_what_banks_write_for_nothing_names_nothing(world, write, nothing: str) -> None:
    names = dict.fromkeys(("bank_reference", "transaction_id", "instruction_id", "end_to_end"), nothing)
    result = world.book(write(*(one(**names) for _ in range(3))))  # type: ignore[arg-type]
    assert (result.known, world.count("bank_entry")) == (0, 3)


@pytest.mark.parametrize("names", [{}, *NAMES], ids=str)
def test_two_equal_payments_of_one_day_are_two_and_stay_two(world, write, names) -> None:
    file = write(one(**names), one(**names))
    assert world.book(file).known == 0
    assert world.count("bank_entry") == 2
    if names:
        assert world.book(write(one(**names), one(**names), name="n.xml", message="camt.054", id="N")).known == 2
    assert world.count("bank_entry") == 2


@pytest.mark.parametrize("names", NAMES, ids=str)
@pytest.mark.parametrize(
    "other", [{"cents": 5401}, {"day": date(2024, 4, 10)}, {"cents": -5400}, {"iban": "NL91ABNA0417164300"}], ids=str
)
def test_another_amount_day_or_payer_is_another(world, write, names, other) -> None:
    if "iban" in other and names.keys() & {"bank_reference", "transaction_id"} and "NOTPROVIDED" not in names.values():
        return  # the bank's own name for it says more than an account
    if "iban" in other and (names.get("bank_reference") == "B-1" or "transaction_id" in names):
        return
    world.book(write(one(**names)))
    assert world.book(write(one(**{**names, **other}), id="24101", name="n.xml")).known == 0
    assert world.count("bank_entry") == 2


MORE_OR_LESS = [
    ({"end_to_end": "E-1"}, {"end_to_end": "E-1", "transaction_id": "T-1"}),
    ({"end_to_end": "E-1"}, {"end_to_end": "E-1", "bank_reference": "B-1"}),
    ({"end_to_end": "E-1"}, {"end_to_end": "E-1", "instruction_id": "I-1"}),
    ({"transaction_id": "T-1"}, {"end_to_end": "E-1", "transaction_id": "T-1", "bank_reference": "B-1"}),
    ({"transaction_id": "T-1", "bank_reference": "B-2"}, {"transaction_id": "T-1", "bank_reference": "B-1"}),
    ({"end_to_end": "E-1"}, {"end_to_end": "E-1", "iban": "", "name": ""}),
    ({"end_to_end": "E-1"}, {"end_to_end": "E-1", "iban": "NL69 INGB 0123 4567 89"}),
    ({}, {"bank_reference": "B-1"}),
    ({}, {"end_to_end": "E-1", "text": "Contributie"}),
    ({}, {}),
]


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("names", "more"), MORE_OR_LESS, ids=str)
def test_one_file_may_tell_less_of_it_than_another(world, write, names, more, swapped: bool) -> None:
    names, more = (more, names) if swapped else (names, more)
    world.book(write(one(**names), message="camt.054", id="N-1"))
    told = one(100, bank_reference="other"), one(**more)
    for _ in range(2):
        result = world.book(write(*told, name="again.xml"))
        assert (result.known, world.count("bank_entry")) in {(1, 2), (0, 2)}  # the second time as a statement


@pytest.mark.parametrize(("names", "more"), MORE_OR_LESS[:3], ids=str)
def test_told_once_it_is_taken_once(world, write, names, more) -> None:
    another: dict[str, str] = {key: value if key == "end_to_end" else f"{value}9" for key, value in more.items()}
    both = one(**more), one(**another)  # type: ignore[arg-type]
    world.book(write(one(**names), message="camt.054", id="N-1"))

    result = world.book(write(*both, name="again.xml"))

    assert (result.known, world.count("bank_entry")) == (1, 2)
    assert world.book(write(*both, id="24101", name="n.xml")).known == 2


def test_what_looks_the_same_in_two_statements_is_two(world, write) -> None:
    world.book(write(one()))
    assert world.book(write(one(), id="24101", name="n.xml")).known == 0


def test_the_number_of_an_entry_is_that_of_whoever_paid_it(world, write) -> None:
    world.book(write(one(iban="", name="A. Smit", entry={"reference": "1"})))
    again = [one(iban="", name=name, entry={"reference": "1"}) for name in ("A. Smit", "B. Jansen")]
    assert world.book(write(*again, id="24101", name="n.xml")).known == 1


def test_two_with_names_of_their_own_in_two_files_are_two(world, write) -> None:
    world.book(write(one(transaction_id="T-1", end_to_end="E-1")))
    assert world.book(write(one(transaction_id="T-2", end_to_end="E-1"), id="24101", name="n.xml")).known == 0


@pytest.mark.parametrize("batch_name", ["", "A-1"])
@pytest.mark.parametrize("names", [{}, {"end_to_end": "E-{}"}, {"transaction_id": "T-{}"}, {"bank_reference": "A-1"}])
def test_a_batch_with_its_transactions_is_booked_once(world, write, names, batch_name: str) -> None:
    details = [
        Detail(100, **{**PAYER, **{key: value.format(place % 3) for key, value in names.items()}}) for place in range(4)
    ]
    batch = Entry(400, details, bank_reference=batch_name)
    world.book(write(batch))
    assert world.count("bank_entry") == 4
    result = world.book(write(batch, name="n.xml", message="camt.054", id="N-1"))
    if names or batch_name:
        assert (result.known, world.count("bank_entry")) == (4, 4)


def test_a_reversal_is_not_what_it_reverses(world, write) -> None:
    there, back = one(end_to_end="E-1"), replace(one(-5400, end_to_end="E-1"), reversal=True)
    world.book(write(there, back))
    assert world.count("bank_entry") == 2
    assert world.book(write(back, there, name="n.xml", message="camt.054", id="N-1")).known == 2


def test_what_was_booked_twice_before_this_rule_is_found(world, write) -> None:
    customer = world.member()
    bill = world.invoiced(customer, 10_800)
    entry = Entry(5400, [Detail(reference=bill.reference, name="E.B. Tester")], bank_reference="A-1")
    world.book(write(entry, entry))  # two of a statement are two
    world.book(write(one(100), id="24101", name="n.xml"))
    assert check(world.desk.store, BANK_INVARIANTS) == []
    with world.desk.transaction() as tx:
        payment = tx.execute(
            "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff, bank_reference)"
            " SELECT customer_id, cents, way, received_on, branch, staff, bank_reference FROM payment LIMIT 1"
        ).lastrowid
        tx.execute(
            "INSERT INTO bank_entry (statement_id, booked_on, key, cents, kind, state, payment_id)"
            " VALUES (2, '2024-04-09', x'00', 5400, 'invoice', 'booked', ?)",
            (payment,),
        )
    assert [finding.name for finding in check(world.desk.store, BANK_INVARIANTS)] == ["bank.twice"]


# Pages.


def pages(*contents: list[Entry], **fields: object) -> list[Statement]:
    opening, found = 100_000, []
    for place, entries in enumerate(contents, start=1):
        statement = Statement(entries, opening=opening, page=(place, place == len(contents)), **fields)  # type: ignore[arg-type]
        found.append(statement)
        opening += sum(entry.cents for entry in entries)
    return found


@pytest.mark.parametrize("message", ["camt.053", "camt.054"])
@pytest.mark.parametrize("apart", [True, False])
def test_the_pages_of_a_statement_are_one(world, tmp_path, message: str, apart: bool) -> None:
    told = pages([one(100), one(200)], [one(300), one(100)], [one(100, end_to_end="E"), one(100, end_to_end="E")])
    files = [[page] for page in told] if apart else [told]
    for _ in range(2):
        for number, statements in enumerate(files):
            world.book(BankFile(statements, message=message).write(tmp_path / f"{number}.xml"))
        assert world.count("bank_entry") == 6
    assert world.desk.store.read("SELECT reference FROM bank_statement ORDER BY id") == [
        ("24100",),
        ("24100 blad 2",),
        ("24100 blad 3",),
    ]


def test_what_looks_the_same_on_another_page_is_another(world, tmp_path) -> None:
    told = pages([one(end_to_end="E")], [one(end_to_end="E")])
    for _ in range(2):
        for number, page in enumerate(told):
            world.book(BankFile([page]).write(tmp_path / f"{number}.xml"))
        assert world.count("bank_entry") == 2


def test_equal_payments_on_every_page_stay_so_many_however_often_they_are_told(world, tmp_path) -> None:
    contents = [one(end_to_end="E")], [one(end_to_end="E")], [one(end_to_end="E"), one(end_to_end="E")]
    for created in ("2024-04-10T00:00:00", "2024-04-11T00:00:00"):
        for number in (2, 0, 1):
            page = pages(*contents, created=created)[number]
            world.book(BankFile([page]).write(tmp_path / f"{number}.xml"))
        assert world.count("bank_entry") == 4


@pytest.mark.parametrize("whole", [True, False])
def test_a_statement_may_come_in_the_pages_of_a_message(world, tmp_path, whole: bool) -> None:
    for _ in range(2):
        for number in (1, 2):
            balances = {"closing": 100_200} if whole else {"opening": 99_900 + 100 * number}
            path = tmp_path / f"{number}.xml"
            BankFile([Statement([one(100, end_to_end=f"E-{number}")], **balances)]).write(path)  # type: ignore[arg-type]
            page = f"<MsgPgntn><PgNb>{number}</PgNb><LastPgInd>{str(number == 2).lower()}</LastPgInd></MsgPgntn>"
            path.write_text(path.read_text().replace("</GrpHdr>", f"{page}</GrpHdr>"))
            world.book(path)
        assert world.count("bank_entry") == 2


@pytest.mark.parametrize("wrong", [0, 1])
def test_pages_that_bear_the_balances_of_the_whole_are_summed(world, tmp_path, wrong: int) -> None:
    contents = [[one(100)], [one(200)], [one(300)]]
    told = [replace(page, opening=100_000, closing=100_600 + wrong) for page in pages(*contents)]
    path = BankFile(told).write(tmp_path / "b.xml")
    if wrong:
        with pytest.raises(Refusal, match="de boekingen van alle bladen"):
            world.book(path)
    else:
        world.book(path)
    assert world.count("bank_entry") == (0 if wrong else 3)


def test_a_page_with_other_transactions_than_before_is_refused(world, tmp_path) -> None:
    world.book(BankFile(pages([one(100)], [one(200)])).write(tmp_path / "a.xml"))
    with pytest.raises(Refusal, match="24100 blad 2 is al eerder gelezen"):
        world.book(BankFile(pages([one(100)], [one(201)])).write(tmp_path / "b.xml"))
