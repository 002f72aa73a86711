"""The screens of the runs as they are seen, at 80x24 and 120x40, with everything there can be on them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.finance.bank import book
from balie.finance.collection.run import collect
from balie.finance.invoicing.run import run
from screens.acts import running as runs
from screens.dialogs.dialog import Dialog
from tests.screens.conftest import SIZES, Golden, at_each_size
from tests.screens.financieel.conftest import At
from tests.screens.financieel.test_running import Gate, until
from tests.screens.test_golden import ENGLISH
from tests.support.camt import BankFile, Detail, Entry, Statement
from tests.support.desk_driver import Driver, running
from tests.support.refund_examples import C1, cancelled, lend, member_of

MARCH, APRIL, BANKED, AUGUST = date(2025, 3, 9), date(2025, 4, 22), date(2025, 5, 16), date(2025, 8, 1)
LEFT = C1.last_day + timedelta(days=1)
FIRST = date(2025, 5, 1)
HASH = r"  [0-9a-f]{8} "


def in_march(at: At) -> Desk:
    return at(MARCH)


def invoiced(at: At) -> Desk:
    run(at(MARCH), FIRST)
    return at(AUGUST)


def to_collect(at: At) -> Desk:
    run(at(MARCH), FIRST)
    return at(APRIL)


def collected(at: At) -> Desk:
    collect(to_collect(at), FIRST)
    return at(APRIL)


def banked(at: At) -> Desk:
    entries = (
        Entry(5200, [Detail(name="[red]Hacker[/red]\u202e", iban="NL91ABNA0417164300", text="[b]geen idee")]),
        Entry(-250, info="Kosten betalingsverkeer"),
    )
    file = BankFile([Statement(entries, account="NL18RABO0123459876")]).write(Path("afschrift.xml"))
    book(at(BANKED), file)
    BankFile([Statement(entries[:1], account="NL18RABO0123459876", id="24101")], id="2").write(file)
    return at(BANKED)


def left(at: At) -> Desk:
    names = ("Jansen", "[red]Vries[/red]", "Willemsen")
    people = [member_of(at, surname=name) for name in names]
    for customer_id in people:
        account = {"refund_iban": "", "refund_holder": ""} if customer_id == people[1] else {}
        cancelled(at, customer_id, C1, **account)
    lend(at(C1.notice), people[2])
    return at(LEFT)


STEPS: dict[str, tuple[Callable[[At], Desk], tuple[str, ...]]] = {
    "invoicing": (in_march, ("1",)),
    "invoicing-left-out": (in_march, ("1", *["down"] * 6)),
    "invoicing-asked": (in_march, ("1", "f2")),
    "invoicing-wrong": (in_march, ("1", "ctrl+u", *"13-2025", "enter")),
    "dunning": (invoiced, ("2",)),
    "collection": (to_collect, ("3",)),
    "collection-done": (collected, ("3", "pagedown", "pagedown")),
    "bank": (banked, ("4", *"afschrift.xml", "enter")),
    "bank-entry": (banked, ("4", "down", "enter")),
    "bank-attaching": (banked, ("4", "down", "enter", "a", *"Bakker", "enter", "enter")),
    "settling": (left, ("5", "k")),
    "settlement": (left, ("5", "enter")),
    "refund-account": (left, ("5", "down", "enter", "r")),
    "payouts": (left, ("6",)),
}


@pytest.mark.parametrize("name", STEPS)
async def test_the_screen_is_as_it_was_agreed(
    at: At,
    village: dict[str, int],
    name: str,
    golden: Golden,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare, keys = STEPS[name]
    async with running(prepare(at)) as driver:
        await driver.keys("alt+f", *keys)
        async for size in at_each_size(driver):
            golden(f"{name}-{size}", [re.sub(HASH, "  ######## ", line) for line in driver.lines])
        assert ENGLISH.findall(re.sub(r"\w+…", "", driver.text)) == []


def within_the_box(driver: Driver) -> list[str]:
    """The box alone: whether the page shows through beside it depends on when that was painted last."""
    screen = driver.app.screen
    assert isinstance(screen, Dialog)
    box = screen.box.region
    rows = range(box.y, box.bottom)
    return [
        (" " * box.x + line[box.x : box.right]).rstrip() if y in rows else "" for y, line in enumerate(driver.lines)
    ]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_the_box_of_a_run_is_as_it_was_agreed(
    desk: Desk, size: tuple[int, int], golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PATIENCE", 0.0)
    gate = Gate()
    ended = threading.Event()

    async def flow() -> None:
        await runs.beside(driver.host, "Facturatie", gate.work)
        ended.set()

    async with running(desk, size=size) as driver:
        driver.app.start(flow())
        await until(lambda: "12.000 van 83.000" in driver.text and "█" in driver.text)
        golden(f"running-{size[0]}x{size[1]}", within_the_box(driver))
        gate.open()
        await until(ended.is_set)
