"""`balie importeer leningen`: what customers have at home, as another system lent it.

No rule of lending is asked: it was lent. What it costs from now on follows the rules of this library. Nothing is booked
and no strip is taken: those were taken there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.items import find_item
from balie.catalogue.numbers import read_item_number
from balie.catalogue.statuses import LABELS, ItemStatus
from balie.catalogue.stock import put_status
from balie.circulation.bring import BroughtLoan, bring_loan
from balie.circulation.holds import ready_hold
from balie.circulation.loans import open_loan
from balie.customers.memberships import latest_membership
from balie.importing.headings import FileColumns
from balie.importing.tables.cells import branch, count, customer_of, day, filled, past_day
from balie.importing.tables.table_import import Repeats
from balie.importing.titles.judging import TitleVerdict
from balie.refusal import Reasons, Refusal
from balie.store.pace import FEWEST

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

COLUMNS = FileColumns(
    {
        "customer": ("Klantnummer", "PATRON_ID", "Pasnummer"),
        "item": ("Exemplaarnummer", "BARCODE", "Streepjescode", "Exemplaar"),
        "due_on": ("Inleverdatum", "Terug op", "DUE_DATE", "Vervaldatum"),
        "lent_on": ("Uitgeleend op", "Leendatum", "ISSUE_DATE"),
        "renewals": ("Verlengd", "Aantal verlengingen", "RENEWALS"),
        "branch": ("Vestiging", "BRANCH", "Filiaal"),
    },
    ("customer", "item", "due_on"),
    "Klantnummer;Exemplaarnummer;Uitgeleend op;Inleverdatum;…",
)
_MOST_RENEWALS = 99


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan that runs. Without a day of lending it counts from the import on, or from its last day if that is over."""

    customer_id: int
    item_number: str
    lent_on: date
    due_on: date
    renewals: int
    branch: str


class Loans:
    """Files of loans."""

    what = "leningen"
    columns = COLUMNS
    repeats = Repeats.MISTAKE
    line_type = LoanLine
    fewest = FEWEST

    def read(self, raw: Mapping[str, str], desk: Desk) -> LoanLine:
        """A line as values. Raises `Refusal` with all reasons."""
        today, reasons = desk.working_date, Reasons()
        customer_id, number, due_on, lent_on, renewals, where = 0, "", None, None, 0, ""
        with reasons.at("customer"):
            customer_id = customer_of(desk.store, raw["customer"])
        with reasons.at("item"):
            number = read_item_number(filled(raw["item"].strip(), "Exemplaarnummer"), desk.library)
        with reasons.at("due_on"):
            due_on = day(raw["due_on"], today, "Inleverdatum")
            if due_on is None:
                raise Refusal("Inleverdatum is leeg: vul dit veld in.")
        with reasons.at("lent_on"):
            lent_on = past_day(raw.get("lent_on", ""), today, "Uitgeleend op")
        with reasons.at("renewals"):
            renewals = count(raw.get("renewals", ""), "Verlengd", _MOST_RENEWALS, 0)
        with reasons.at("branch"):
            where = branch(raw.get("branch", ""), desk.library, desk.branch.number)
        if due_on is not None and lent_on is not None and due_on < lent_on:
            reasons.add("De inleverdatum ligt voor de dag van uitlenen.", "due_on")
        reasons.raise_if_any()
        assert due_on is not None
        return LoanLine(customer_id, number, lent_on or min(today, due_on), due_on, renewals, where)

    def key(self, line: LoanLine) -> str:
        """The item: it can be lent once."""
        return line.item_number

    def value(self, line: LoanLine) -> str:
        """To whom it is lent."""
        return str(line.customer_id)

    def judge(self, reader: Reader, desk: Desk, line: LoanLine, nth: int) -> TitleVerdict:
        """What the store has of this loan. Raises `Refusal` when the item cannot be lent to this customer."""
        number = line.item_number
        item = find_item(reader, number)
        if item is None:
            raise Refusal(f"Exemplaar {number} is hier niet bekend: importeer eerst de titels.")
        loan = open_loan(reader, number)
        if loan is not None and loan.customer_id == line.customer_id:
            return TitleVerdict.SAME
        if loan is not None:
            raise Refusal(f"Exemplaar {number} is hier al aan een andere klant uitgeleend: neem het eerst in.")
        if item.status not in (ItemStatus.IN, ItemStatus.MISSING):
            raise Refusal(f"Exemplaar {number} is hier {LABELS[item.status].lower()}: zo kan het niet uitgeleend zijn.")
        if ready_hold(reader, number) is not None:
            raise Refusal(f"Exemplaar {number} staat hier klaar voor een reservering.")
        return TitleVerdict.NEW

    def write(self, tx: Transaction, desk: Desk, line: LoanLine) -> None:
        """Store a loan. Its row in the journal names the loan and not the customer, as that of any loan."""
        item = find_item(tx, line.item_number)
        assert item is not None
        put_status(tx, item, ItemStatus.IN, why="Uitgeleend")
        membership = latest_membership(tx, line.customer_id)
        period = None if membership is None else membership.number
        bring_loan(
            tx,
            BroughtLoan(
                line.customer_id, period, line.item_number, line.lent_on, line.due_on, line.renewals, line.branch
            ),
        )
