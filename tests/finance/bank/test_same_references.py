"""A bank may give all parts of a batch one reference: what their senders call them tells them apart."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.finance.bank.conftest import World
from tests.support.camt import BankFile, Detail, Entry, Statement

SENDERS = ("A-0", "A-1", "B-0")


def entries(*names: str, cents: int = 100) -> list[Entry]:
    """One entry for each, all of the same amount and with the same reference of the bank."""
    return [Entry(cents, [Detail(end_to_end=name, name="J. de Vries")], bank_reference="R-1") for name in names]


def file(folder: Path, name: str, told: list[Entry], message: str = "camt.054") -> Path:
    return BankFile([Statement(told, id=name)], message=message).write(folder / f"{name}.xml")


@pytest.mark.parametrize("order", list(permutations(SENDERS)), ids="".join)
@pytest.mark.parametrize("message", ["camt.053", "camt.054"])
@pytest.mark.parametrize("cut", [1, 2])
def test_each_is_booked_once_however_often_and_in_whatever_order_it_is_told(
    world: World, tmp_path: Path, order: tuple[str, ...], message: str, cut: int
) -> None:
    world.book(file(tmp_path, "first", entries(*SENDERS[:cut])))
    world.book(file(tmp_path, "rest", entries(*SENDERS[cut:])))
    ends = "SELECT group_concat(end_to_end, ' ') FROM (SELECT end_to_end FROM bank_entry ORDER BY end_to_end)"
    assert world.one(ends) == "A-0 A-1 B-0"
    world.book(file(tmp_path, "again", entries(*order), message))
    for name in order:
        world.book(file(tmp_path, f"only {name}", entries(name), message))
    assert world.one(ends) == "A-0 A-1 B-0"


@pytest.mark.parametrize("other", ["", "NOTPROVIDED", " A-0 "])
def test_a_sender_who_is_not_told_says_nothing_else(world: World, tmp_path: Path, other: str) -> None:
    world.book(file(tmp_path, "first", entries("A-0")))
    world.book(file(tmp_path, "again", entries(other), "camt.053"))
    assert world.count("bank_entry") == 1
