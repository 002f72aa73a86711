"""A batch that one file tells in parts and another as one sum is booked once, in whatever order they come."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from balie.desk import Desk
from balie.finance.bank.desk_list import attach, open_entries, set_aside
from balie.finance.bank.invariants import BANK_INVARIANTS
from balie.store.check import check
from balie.store.connection import open_store
from tests.finance.bank.conftest import World
from tests.support.camt import BankFile, Batch, Detail, Entry, Statement
from tests.support.lock_files import forget_turnstile

OTHER = {"camt.053": "camt.054", "camt.054": "camt.053"}
NAMES: list[dict[str, str]] = [
    {"payment_id": "P-1"},
    {"message_id": "M-1"},
    {"bank_reference": "A-1"},
    {"reference": "N-1"},
    {"payment_id": "P-1", "message_id": "M-1", "bank_reference": "A-1", "reference": "N-1"},
]
"""What the batch is called."""
MORE_OR_LESS = [
    (NAMES[0], NAMES[4]),
    ({**NAMES[4], "bank_reference": "A-2"}, NAMES[4]),
    ({"message_id": "M-1", "reference": "1"}, {"message_id": "M-1", "reference": "7"}),
    ({"bank_reference": "A-1", "payment_id": "NOTPROVIDED"}, {"bank_reference": "A-1", "payment_id": "P-1"}),
]
"""What two files call the same one."""


def in_parts(
    amounts: Sequence[int], names: dict[str, str], *, apart: bool = False, in_details: bool = False, own: str = ""
) -> list[Entry]:
    """An entry with these details; `apart`: an entry for each.

    `in_details`: they bear the ids of the batch, else `Btch` does; `own`: the ids that are their own.
    """
    payment_id, message_id = names.get("payment_id", ""), names.get("message_id", "")
    here = (payment_id, message_id) if in_details else ("", "")
    details = [
        Detail(
            cents,
            own.format(place),
            payment_id=here[0],
            message_id=here[1],
            name="J. de Vries",
            text=f"deel {place}",
        )
        for place, cents in enumerate(amounts)
    ]
    batch = Batch(payment_id, message_id) if not in_details and (payment_id or message_id) else None
    whole = Entry(
        sum(amounts),
        details,
        batch,
        bank_reference=names.get("bank_reference", ""),
        reference=names.get("reference", ""),
    )
    return [replace(whole, cents=detail.cents or 0, details=[detail]) for detail in details] if apart else [whole]


def as_sum(cents: int, names: dict[str, str], count: int | None = 3) -> list[Entry]:
    (entry,) = in_parts([cents], names)
    batch = entry.batch if count is None else replace(entry.batch or Batch(), count=count)
    return [replace(entry, details=(), batch=batch)]


def taken(world: World) -> int:
    """The money of what was booked, or waits for the desk."""
    return int(
        str(world.one("SELECT coalesce(sum(cents), 0) FROM bank_entry WHERE state <> 'handled' OR payment_id > 0"))
    )


def file(folder: Path, message: str, *entries: Entry, id: str = "", name: str = "bank.xml") -> Path:
    return BankFile([Statement(entries, id=id or message)], message=message).write(folder / name)


@pytest.mark.parametrize("in_details", [True, False])
@pytest.mark.parametrize("message", ["camt.053", "camt.054"])
@pytest.mark.parametrize(("parts", "whole"), [*((one, one) for one in NAMES), *MORE_OR_LESS], ids=str)
def test_the_sum_of_what_was_booked_in_parts_is_known(world, tmp_path, parts, whole, message, in_details) -> None:
    first = file(tmp_path, message, *in_parts([100, 200, 300], parts, in_details=in_details))
    world.book(first)
    for _ in range(2):
        result = world.book(file(tmp_path, OTHER[message], *as_sum(600, whole), name="n.xml"))
        assert (world.count("bank_entry"), taken(world)) == (3, 600)
    assert world.book(first).known == 0  # the whole statement is known
    assert result.statements[0].done_on is not None


@pytest.mark.parametrize("in_details", [True, False])
@pytest.mark.parametrize("message", ["camt.053", "camt.054"])
@pytest.mark.parametrize(("parts", "whole"), [*((one, one) for one in NAMES), *MORE_OR_LESS], ids=str)
def test_parts_take_their_sum_from_the_list(world, tmp_path, parts, whole, message, in_details) -> None:
    world.book(file(tmp_path, message, *as_sum(600, whole)))
    assert [entry.cents for entry in open_entries(world.desk)] == [600]
    for place in range(2):
        told = in_parts([100, 200, 300], parts, in_details=in_details)
        world.book(file(tmp_path, OTHER[message], *told, id=str(place), name=f"{place}.xml"))
        assert [entry.cents for entry in open_entries(world.desk)] == [100, 200, 300]
    assert world.one("SELECT why FROM bank_entry WHERE state = 'handled'") == "In delen geboekt."
    assert world.one("SELECT count(*) FROM journal WHERE action = 'bank entry booked in parts'") == 1


@pytest.mark.parametrize("count", [None, 1])
@pytest.mark.parametrize("sum_first", [True, False])
def test_a_batch_of_one_is_told_by_its_only_part(world, tmp_path, count, sum_first: bool) -> None:
    names = {"bank_reference": "A-1"}
    files = [
        file(tmp_path, "camt.053", *as_sum(600, names, count), name="sum.xml"),
        file(tmp_path, "camt.054", *in_parts([600], names), name="parts.xml"),
    ]
    for path in files if sum_first else files[::-1]:
        world.book(path)
    assert [entry.text for entry in open_entries(world.desk)] == ["deel 0"]


@pytest.mark.parametrize("names", [one for one in NAMES if one.keys() != {"reference"}], ids=str)
@pytest.mark.parametrize("cents", [500, 601, 1200])
@pytest.mark.parametrize("sum_first", [True, False])
def test_where_they_do_not_come_to_the_sum_the_list_says_why(
    world, tmp_path, names, cents: int, sum_first: bool
) -> None:
    files = [
        file(tmp_path, "camt.053", *as_sum(cents, names), name="sum.xml"),
        file(tmp_path, "camt.054", *in_parts([100, 200, 300], names), name="parts.xml"),
    ]
    for path in files if sum_first else files[::-1]:
        world.book(path)
    (whole,) = (entry for entry in open_entries(world.desk) if entry.cents == cents)
    assert whole.why == "Delen hiervan zijn al geboekt, samen € 6,00: zoek wat er verschilt, of vraag het de bank."


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ({"payment_id": "P-1"}, {"payment_id": "P-2"}),
        ({"payment_id": "P-1", "message_id": "M-1"}, {"payment_id": "P-2", "message_id": "M-1"}),
        ({"bank_reference": "A-1", "reference": "1"}, {"bank_reference": "A-2", "reference": "1"}),
        ({"payment_id": "NOTPROVIDED"}, {"payment_id": "NOTPROVIDED"}),
        ({}, {}),
    ],
    ids=str,
)
@pytest.mark.parametrize("sum_first", [True, False])
def test_another_batch_of_that_amount_is_another(world, tmp_path, parts, whole, sum_first: bool) -> None:
    files = [
        file(tmp_path, "camt.053", *as_sum(600, whole), name="sum.xml"),
        file(tmp_path, "camt.054", *in_parts([100, 200, 300], parts), name="parts.xml"),
    ]
    for path in files if sum_first else files[::-1]:
        assert world.book(path).known == 0
    assert taken(world) == 1200


def test_two_batches_of_one_message_are_told_apart_by_what_they_come_to(world, tmp_path) -> None:
    names = {"message_id": "M-1"}
    world.book(file(tmp_path, "camt.054", *in_parts([100, 200], names), *in_parts([400], names)))
    result = world.book(file(tmp_path, "camt.053", *as_sum(400, names), *as_sum(300, names), name="n.xml"))
    assert (result.known, taken(world)) == (2, 700)


def test_parts_in_one_statement_with_a_sum_are_not_of_it(world, tmp_path) -> None:
    names = {"message_id": "M-1"}
    world.book(file(tmp_path, "camt.053", *in_parts([100, 200], names), *as_sum(300, names)))
    assert taken(world) == 600


def test_parts_of_a_sum_that_was_attached_are_known(world, tmp_path) -> None:
    customer = world.member()
    world.book(file(tmp_path, "camt.053", *as_sum(600, NAMES[0])))
    attach(world.desk, open_entries(world.desk)[0].entry_id, customer, [])
    assert world.book(file(tmp_path, "camt.054", *in_parts([100, 500], NAMES[0]), name="n.xml")).known == 2
    assert world.balance(customer).credit == 600


@pytest.mark.parametrize("apart", [True, False])
def test_parts_that_are_more_than_a_sum_that_was_attached_are_for_the_desk(world, tmp_path, apart: bool) -> None:
    customer = world.member()
    world.book(file(tmp_path, "camt.053", *as_sum(600, NAMES[0])))
    attach(world.desk, open_entries(world.desk)[0].entry_id, customer, [])
    world.book(file(tmp_path, "camt.054", *in_parts([100, 500, 50], NAMES[0], apart=apart), name="n.xml"))
    left = open_entries(world.desk)
    assert [entry.cents for entry in left] == ([50] if apart else [100, 500, 50])
    assert {entry.why.partition(",")[0] for entry in left} == {"Hoort bij een bedrag van € 6"}


def test_parts_of_a_sum_that_was_set_aside_are_booked(world, tmp_path) -> None:
    world.book(file(tmp_path, "camt.053", *as_sum(600, NAMES[0])))
    set_aside(world.desk, open_entries(world.desk)[0].entry_id, "verzamelbetaling")
    assert world.book(file(tmp_path, "camt.054", *in_parts([100, 500], NAMES[0]), name="n.xml")).known == 0


@pytest.mark.parametrize("sum_first", [True, False])
def test_a_file_of_collections_is_collected_once(world, tmp_path, sum_first: bool) -> None:
    bills = [world.invoiced(world.member(f"Tester{letter}"), 5400) for letter in "ABC"]
    ends = world.collected(*bills)
    names = {"payment_id": "BALIE-2024-04-1-RCUR"}
    details = [Detail(5400, end, payment_id=names["payment_id"]) for end in ends]
    files = [
        file(tmp_path, "camt.053", *as_sum(16_200, names), name="sum.xml"),
        file(tmp_path, "camt.054", Entry(16_200, details), name="parts.xml"),
    ]
    _, last = [world.book(path) for path in (files if sum_first else files[::-1])]
    assert last.known == (3 if sum_first else 1)
    assert (world.count("payment"), world.one("SELECT sum(cents) FROM payment")) == (3, 16_200)


def test_what_was_booked_in_its_sum_and_in_parts_is_found(world, tmp_path) -> None:
    customer = world.member()
    world.book(file(tmp_path, "camt.053", *as_sum(600, NAMES[4])))
    world.book(file(tmp_path, "camt.054", *in_parts([200, 300], NAMES[4]), name="n.xml"))
    for entry in open_entries(world.desk):
        attach(world.desk, entry.entry_id, customer, [])
    assert check(world.desk.store, BANK_INVARIANTS) == []
    with world.desk.transaction() as tx:
        tx.execute(
            "INSERT INTO bank_entry (statement_id, booked_on, key, cents, kind, state, payment_id, batch) SELECT"
            " statement_id, booked_on, x'00', 100, kind, 'booked', payment_id, batch FROM bank_entry WHERE cents = 200"
        )
    assert "bank.parts" in [finding.name for finding in check(world.desk.store, BANK_INVARIANTS)]


names_of = st.fixed_dictionaries(
    {},
    optional={key: st.just(f"{key}-1") for key in ("payment_id", "message_id", "bank_reference")},
).filter(bool)


@given(
    amounts=st.lists(st.integers(1, 500), min_size=1, max_size=6),
    names=names_of,
    apart=st.booleans(),
    in_details=st.booleans(),
    cut=st.integers(0, 6),
    order=st.permutations(("sum", "first", "rest", "sum", "again")),
)
@example(
    amounts=[1, 1],
    names={"payment_id": "payment_id-1", "bank_reference": "bank_reference-1"},
    apart=False,
    in_details=False,
    cut=1,
    order=("sum", "first", "rest", "sum", "again"),
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_however_it_is_told_it_comes_to_what_came_in(
    desk: Desk,
    empty_store: Path,
    amounts: list[int],
    names: dict[str, str],
    apart: bool,
    in_details: bool,
    cut: int,
    order: Sequence[str],
) -> None:
    """Parts in one file or in two, and their sum, in any order and more than once."""
    total = sum(amounts)
    told = {
        "sum": ("camt.053", as_sum(total, names)),
        "first": ("camt.054", in_parts(amounts[:cut], names, apart=apart, in_details=in_details, own="A-{}")),
        "rest": ("camt.054", in_parts(amounts[cut:], names, apart=apart, in_details=in_details, own="B-{}")),
        "again": ("camt.053", as_sum(total, names)),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "balie.balie"
        shutil.copy(empty_store, path)
        with open_store(path) as store:
            world = World(replace(desk, store=store, spool=Path(folder) / "spool"))
            for which in order:
                message, entries = told[which]
                if any(entry.cents for entry in entries):
                    world.book(file(Path(folder), message, *entries, id=which, name=f"{which}.xml"))
            assert check(store, BANK_INVARIANTS) == []
            handled = int(str(world.one("SELECT coalesce(sum(cents), 0) FROM bank_entry WHERE state = 'handled'")))
            assert handled in (0, total)
            open_sums = world.one("SELECT count(*) FROM bank_entry WHERE state = 'open' AND batch IS NULL")
            assert (taken(world), open_sums) == (total, 0)
        forget_turnstile(path)
