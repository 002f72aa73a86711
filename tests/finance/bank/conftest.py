"""A library with a few members: an invoice with a payment reference, and collections in files for the bank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.finance.bank import BankFile, BookingResult
from balie.ledger import Balance, Charge, balance
from balie.ledger.invoicing import Bill, Billed, invoice_many
from balie.library.terms import ChargeKind
from tests.support.applicants import enrol_tester
from tests.support.camt import BankFile as CamtFile
from tests.support.camt import Entry, Statement

Write = Callable[..., Path]


@dataclass
class World:
    """One desk, and what bank files are about."""

    desk: Desk

    def member(self, surname: str = "Tester") -> int:
        """A member who owes nothing."""
        customer_id = enrol_tester(self.desk, surname=surname, subscription="0086").customer_id
        assert self.balance(customer_id) == Balance(0, 0, 0)
        return customer_id

    def invoiced(self, customer_id: int, cents: int = 5400) -> Billed:
        """An invoice of one charge."""
        bill = Bill(customer_id, Charge(ChargeKind.FINE, cents), "9428")
        with self.desk.transaction() as tx:
            return invoice_many(tx, self.desk.library, [bill])[0]

    def number(self, customer_id: int) -> str:
        """The klantnummer."""
        return str(self.one("SELECT number FROM card WHERE customer_id = ?", customer_id))

    def collected(self, *bills: Billed, message_id: str = "BALIE-2024-04-1", sequence: str = "RCUR") -> list[str]:
        """A file for the bank with the charges of these invoices; their end-to-end ids."""
        with self.desk.transaction() as tx:
            run = tx.execute(
                "INSERT INTO collection_run (month, collect_on, started_at, working_date, branch, staff, finished_at)"
                " VALUES ('2024-04-01', '2024-04-09', '2024-03-20T08:00:00.000+00:00', '2024-03-20', '9428', 'ebt',"
                " '2024-03-20T09:00:00.000+00:00')"
            ).lastrowid
            marks = ", ".join("?" * len(bills))
            charges = tx.read(
                f"SELECT id, cents FROM charge WHERE invoice_id IN ({marks}) ORDER BY id",
                [bill.invoice_id for bill in bills],
            )
            file = tx.execute(
                "INSERT INTO collection_file (run_id, message_id, name, version, items, cents, sha256, made_on, staff,"
                " written) VALUES (?, ?, ?, '08', ?, ?, '', '2024-03-20', 'ebt', 1)",
                (run, message_id, message_id, len(charges), sum(cents for _, cents in charges)),
            ).lastrowid
            for charge_id, cents in charges:
                tx.execute(
                    "INSERT INTO collection (charge_id, attempt, file_id, end_to_end_id, mandate_reference, sequence,"
                    " cents, description, announced_on, channel) VALUES (?, 1, ?, ?, '', ?, ?, '', '2024-03-01', '')",
                    (charge_id, file, f"B{charge_id}-1", sequence, cents),
                )
        return [f"B{charge_id}-1" for charge_id, _ in charges]

    def balance(self, customer_id: int) -> Balance:
        """What the customer owes and has in credit."""
        return balance(self.desk.store, customer_id)

    def one(self, sql: str, *params: str | int) -> object:
        """The first value of the first row."""
        row = self.desk.store.read_one(sql, params)
        return None if row is None else row[0]

    def count(self, table: str) -> int:
        """Rows of a table."""
        return int(str(self.one(f"SELECT count(*) FROM {table}")))

    def book(self, path: Path) -> BookingResult:
        """Read the file and book it; both tell the same."""
        with BankFile(self.desk, path) as file:
            report = file.read()
            result = file.book()
        assert report.tallies == result.tallies
        assert (report.known, report.pending) == (result.known, result.pending)
        return result


@pytest.fixture
def world(desk: Desk) -> World:
    return World(desk)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a bank file of one statement with these entries; `statement` and `file` are as in `tests.support.camt`."""

    def make(*entries: Entry, name: str = "bank.xml", version: str = "08", message: str = "camt.053", **fields) -> Path:
        return CamtFile([Statement(entries, **fields)], message=message, version=version).write(tmp_path / name)

    return make
