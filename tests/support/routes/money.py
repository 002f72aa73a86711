"""Ways to pages of the till, of overviews, and of the runs that ask for money and pay it out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from balie.finance.bank import book
from balie.finance.collection.run import collect
from tests.support.camt import BankFile, Detail, Entry, Statement
from tests.support.debtors import debtor
from tests.support.desk_driver import Driver
from tests.support.refund_examples import C1, cancelled, member_of
from tests.support.routes.going import Go, at_poort


async def go_finance(driver: Driver) -> None:
    await driver.keys("alt+f")


async def go_cash_up(driver: Driver) -> None:
    await driver.keys("alt+f", "7")


async def go_counted(driver: Driver) -> None:
    await go_cash_up(driver)
    await driver.keys("1", "f2", "0", "f2")


async def go_z_report(driver: Driver) -> None:
    await go_counted(driver)
    await driver.keys(*"eb", "f2", "j")


async def go_z_reports(driver: Driver) -> None:
    await go_z_report(driver)
    await driver.keys("escape", "8")


async def go_overviews(driver: Driver) -> None:
    await driver.keys("alt+f", "9")


async def go_overview(driver: Driver) -> None:
    await go_overviews(driver)
    await driver.keys("enter")


async def go_refunds(driver: Driver) -> None:
    """An overview without anything to fill in."""
    await go_overviews(driver)
    await driver.keys("u", "enter")


PAGES: dict[str, Go] = {
    "finance": go_finance,
    "cash_up": go_cash_up,
    "counted": go_counted,
    "z_report": go_z_report,
    "z_reports": go_z_reports,
    "overviews": go_overviews,
    "overview": go_overview,
    "refunds": go_refunds,
}


async def go_invoicing(driver: Driver) -> None:
    await driver.keys("alt+f", "1")


async def go_dunning(driver: Driver) -> None:
    at_poort(driver, date(2025, 4, 9))
    await driver.keys("alt+f", "2")


async def go_collection(driver: Driver) -> None:
    at = at_poort(driver, date(2025, 4, 22))
    if not driver.app.desk.store.read("SELECT 1 FROM customer"):
        debtor(at(date(2025, 4, 9)), date(2025, 4, 9))
        collect(at(date(2025, 4, 22)), date(2025, 5, 1))
    await driver.keys("alt+f", "3")


async def go_collection_file(driver: Driver) -> None:
    await go_collection(driver)
    await driver.keys(*["pagedown"] * 3, "enter")


async def go_bank(driver: Driver) -> None:
    desk = driver.app.desk
    with TemporaryDirectory() as folder:
        entry = Entry(5400, [Detail(name="[red]Hacker[/red]", text="contributie")])
        book(desk, BankFile([Statement([entry])]).write(Path(folder) / "bank.xml"))
    await driver.keys("alt+f", "4")


async def go_bank_entry(driver: Driver) -> None:
    await go_bank(driver)
    await driver.keys("down", "enter")


async def go_settling(driver: Driver) -> None:
    at = at_poort(driver, C1.last_day + timedelta(days=1))
    if not driver.app.desk.store.read("SELECT 1 FROM customer"):
        cancelled(at, member_of(at))
    await driver.keys("alt+f", "5")


async def go_settlement(driver: Driver) -> None:
    await go_settling(driver)
    await driver.keys("enter")


async def go_refund_account(driver: Driver) -> None:
    await go_settlement(driver)
    await driver.keys("r")


async def go_payouts(driver: Driver) -> None:
    await go_settling(driver)
    await driver.keys("escape", "6")


PAGES |= {
    "invoicing": go_invoicing,
    "dunning": go_dunning,
    "collection": go_collection,
    "collection_file": go_collection_file,
    "bank": go_bank,
    "bank_entry": go_bank_entry,
    "settling": go_settling,
    "settlement": go_settlement,
    "refund_account": go_refund_account,
    "payouts": go_payouts,
}
