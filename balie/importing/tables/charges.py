"""`balie importeer kosten`: what customers still owe from before, or have in credit, to be settled at the desk.

It is booked on the day of importing, as one amount a line. What it was and of when stands beside it, and by that it is
known when the file is read again, also when it was paid or used meanwhile. Credit settles nothing by itself: in the
other system both stood open, and the order of the lines would decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.money import parse_cents
from balie.dutch.text import fold, read_text, shown
from balie.importing.headings import FileColumns
from balie.importing.tables.cells import customer_of, past_day
from balie.importing.tables.table_import import Repeats
from balie.importing.titles.judging import TitleVerdict
from balie.ledger import Charge, Incoming, Method, book_charge, receive
from balie.library.terms import ChargeKind
from balie.refusal import Reasons, Refusal
from balie.store.pace import FEWEST

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

BROUGHT, CREDIT_BROUGHT = "charge imported", "credit imported"
"""The words in the journal."""
COLUMNS = FileColumns(
    {
        "customer": ("Klantnummer", "PATRON_ID", "Pasnummer"),
        "amount": ("Bedrag", "Openstaand", "AMOUNT"),
        "kind": ("Soort", "Kostensoort"),
        "day": ("Datum", "DATE"),
        "text": ("Omschrijving", "DESCRIPTION"),
    },
    ("customer", "amount", "kind"),
    "Klantnummer;Bedrag;Soort;Datum;Omschrijving",
)
_KINDS: Mapping[str, ChargeKind] = {
    **{fold(kind): kind for kind in ChargeKind if kind is not ChargeKind.ROUNDING},
    "boete": ChargeKind.FINE,
    "telaatgeld": ChargeKind.FINE,
    "te laat geld": ChargeKind.FINE,
    "leengelden": ChargeKind.LENDING,
    "pas": ChargeKind.REPLACEMENT_CARD,
    "reserveringskosten": ChargeKind.HOLD,
    "inschrijfgeld": ChargeKind.ENROLMENT,
}
_MOST_CENTS = 1_000_000
_LONGEST = 60
_BEFORE = "Van voor de overgang"
_CREDIT_COUNT = (
    "SELECT count(*) FROM payment WHERE customer_id = ? AND way = ? AND cents = ? AND reason = ? AND counters IS NULL"
)
_COUNT = "SELECT count(*) FROM charge WHERE customer_id = ? AND kind = ? AND cents = ? AND note = ?"


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """An amount that is open: what for, in cents, and what the customer reads beside it.

    Of the kind `CREDIT` the customer has it in credit; `cents` is above zero all the same.
    """

    customer_id: int
    kind: ChargeKind
    cents: int
    note: str


class Charges:
    """Files of costs that are open."""

    what = "kosten"
    columns = COLUMNS
    repeats = Repeats.ANOTHER
    line_type = ChargeLine
    fewest = FEWEST

    def read(self, raw: Mapping[str, str], desk: Desk) -> ChargeLine:
        """A line as values. Raises `Refusal` with all reasons."""
        reasons = Reasons()
        customer_id, cents, kind, text, day = 0, 0, ChargeKind.FINE, "", None
        with reasons.at("customer"):
            customer_id = customer_of(desk.store, raw["customer"])
        with reasons.at("amount"):
            cents = parse_cents(raw["amount"])
            if not 0 < abs(cents) <= _MOST_CENTS:
                raise Refusal("Het bedrag is hooguit 10.000 euro, en niet 0.")
        with reasons.at("kind"):
            found = _KINDS.get(fold(raw["kind"]))
            if found is None:
                known = ", ".join(one.capitalize() for one in ChargeKind if one in _KINDS.values())
                if not raw["kind"].strip():
                    raise Refusal(f"Soort is leeg: vul dit veld in. Kies uit: {known}.")
                raise Refusal(f"{shown(raw['kind'])} is geen soort kosten. Kies uit: {known}.")
            kind = found
        with reasons.at("day"):
            day = past_day(raw.get("day", ""), desk.working_date, "Datum")
        with reasons.at("text"):
            text = read_text(raw.get("text", ""), what="De omschrijving", longest=_LONGEST)
        reasons.raise_if_any()
        if cents < 0:  # whatever it was of: the customer gets it
            cents, kind = -cents, ChargeKind.CREDIT
        since = "" if day is None else f", {format_date(day)}"
        return ChargeLine(customer_id, kind, cents, f"{text or _BEFORE}{since}")

    def key(self, line: ChargeLine) -> str:
        """Everything: two lines that say the same are two amounts."""
        return f"{line.customer_id} {line.kind} {line.cents} {line.note}"

    def value(self, line: ChargeLine) -> str:
        """Nothing more."""
        return ""

    def judge(self, reader: Reader, desk: Desk, line: ChargeLine, nth: int) -> TitleVerdict:
        """Whether the store has so many of this amount already, paid or not."""
        if line.kind is ChargeKind.CREDIT:
            row = reader.read_one(_CREDIT_COUNT, (line.customer_id, Method.BROUGHT, line.cents, line.note))
            return TitleVerdict.SAME if row is not None and row[0] >= nth else TitleVerdict.NEW
        row = reader.read_one(_COUNT, (line.customer_id, line.kind, line.cents, line.note))
        return TitleVerdict.SAME if row is not None and row[0] >= nth else TitleVerdict.NEW

    def write(self, tx: Transaction, desk: Desk, line: ChargeLine) -> None:
        """Book the amount: credit as money that came in where the customer was before."""
        if line.kind is ChargeKind.CREDIT:
            incoming = Incoming(line.customer_id, line.cents, Method.BROUGHT, desk.working_date, reason=line.note)
            receive(tx, incoming, ())
            tx.journal(CREDIT_BROUGHT, customer_id=line.customer_id, after={"credit_cents": line.cents})
            return
        book_charge(tx, desk.library, line.customer_id, Charge(line.kind, line.cents), note=line.note)
        tx.journal(BROUGHT, customer_id=line.customer_id, after={"open_cents": line.cents})
