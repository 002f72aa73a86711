"""A run of direct debit beside desks at work: what they do meanwhile counts, and only one of them collects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from balie.desk import Desk
from balie.finance.collection import run as running
from balie.finance.collection.folder import collection_folder, digest
from balie.finance.collection.naming import AT_WORK, take_back
from balie.finance.collection.pain008 import pain008
from balie.finance.collection.run import collect
from balie.ledger import Incoming, Method, receive
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from balie.store.pace import Pace
from tests.support.debtors import charge_of, debtor

At = Callable[[date], Desk]
MAY = NOW = date(2025, 5, 1)


def sound(desk: Desk) -> None:
    assert check(desk.store, all_invariants(), thorough=True) == []


def test_who_pays_while_the_file_is_made_is_not_collected_from(poort_on: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = poort_on(NOW)
    first, second = (debtor(desk, date(2025, 4, 9), surname=name) for name in ("Een", "Twee"))
    calls: list[int] = []

    def meanwhile(*arguments: Any, **named: Any) -> bytes:
        if not calls:
            calls.append(1)
            with open_store(desk.store.path) as other, replace(desk, store=other).transaction() as tx:
                receive(tx, Incoming(first, 4800, Method.BANK, NOW))
        return pain008(*arguments, **named)

    monkeypatch.setattr(running, "pain008", meanwhile)
    (file,) = collect(desk, MAY).files
    assert desk.store.read("SELECT charge_id FROM collection") == [(charge_of(desk, second),)]
    assert file.items == 1
    assert [path.name for path in collection_folder(desk).iterdir()] == [file.name]
    sound(desk)


def test_who_pays_while_the_charges_are_marked_is_not_collected_from(
    poort_on: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = poort_on(NOW)
    first, second = (debtor(desk, date(2025, 4, 9), surname=name) for name in ("Een", "Twee"))
    monkeypatch.setattr(running, "Pace", partial(Pace, fewest=1, most=1))
    taken_back: list[str] = []

    def told(desk: Desk, file_id: int, name: str) -> None:
        taken_back.append(name)
        take_back(desk, file_id, name)

    monkeypatch.setattr(running, "take_back", told)
    marked = running._Work._mark

    def paid_between(work: Any, file_id: int, file: Any) -> bool:
        if not taken_back:
            with open_store(desk.store.path) as other, replace(desk, store=other).transaction() as tx:
                receive(tx, Incoming(second, 4800, Method.BANK, NOW))
        return marked(work, file_id, file)

    monkeypatch.setattr(running._Work, "_mark", paid_between)
    (file,) = collect(desk, MAY).files
    assert taken_back == [file.name]
    assert desk.store.read("SELECT charge_id FROM collection") == [(charge_of(desk, first),)]
    assert file.items == 1
    assert [path.name for path in collection_folder(desk).iterdir()] == [file.name]
    assert digest((collection_folder(desk) / file.name).read_bytes()) == file.sha256
    sound(desk)


def test_while_one_desk_collects_another_is_told_to_wait(poort_on: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST", 2)
    desk = poort_on(NOW)
    for name in "abcde":
        debtor(desk, date(2025, 4, 9), surname=f"Tester{name}")
    told: list[str] = []

    def meanwhile(*arguments: Any, **named: Any) -> bytes:
        with open_store(desk.store.path) as other, pytest.raises(Refusal) as refused:
            collect(replace(desk, store=other, staff="abc"), MAY)
        told.append(str(refused.value))
        return pain008(*arguments, **named)

    monkeypatch.setattr(running, "pain008", meanwhile)
    assert len(collect(desk, MAY).files) == 3
    assert told == [AT_WORK] * 3
    assert desk.store.read_one("SELECT count(DISTINCT charge_id), count(*) FROM collection") == (5, 5)
    assert desk.store.read_one("SELECT count(*) FROM collection_run") == (1,)
    assert len(list(collection_folder(desk).iterdir())) == 3
    sound(desk)
