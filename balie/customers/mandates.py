"""Mandates (machtigingen): how long one lives, what a collection on it is called; and one carried to a housemate.

A mandate has the klantnummer at signing as its reference, with -2, -3 for the next signatures (`records.add_mandate`).
What was collected on it is kept by Financieel; the rules here are functions of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import current_number
from balie.dutch.bank import compact_iban, grouped_iban
from balie.dutch.dates import iso_or_none
from balie.dutch.periods import add_months
from balie.dutch.sepa import LONGEST_ID
from balie.dutch.text import shown
from balie.library.terms import COLLECTED_WAYS
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.customers.forms.details import Details
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

IS_COLLECTED = f"IN ({', '.join(repr(str(way)) for way in COLLECTED_WAYS)})"
"""Behind a way of paying, as SQL: it is one that the library collects in."""
NO_NUMBER = "Een machtiging krijgt het klantnummer als kenmerk: geef de klant eerst een nummer."
"""Why no mandate can be signed by who has no klantnummer yet."""
LATEST_SIGNED = "signed_on DESC, length(reference) DESC, reference DESC"
"""The order in which mandates of one customer were signed, the last one first: -10 comes after -9 on one day."""
_HOLDING = f"FROM mandate WHERE customer_id = {{whose}} AND withdrawn_on IS NULL ORDER BY {LATEST_SIGNED} LIMIT 1"
_CURRENT = f"SELECT reference, iban, bic, holder {_HOLDING.format(whose='?')}"

MONTHS_ALIVE = 36
"""A mandate on which nothing is collected for so long is dead, and a new signature is needed.

Source: rules.md#mandate-36-months.
"""
MIGRATED_ON = date(2009, 11, 1)
"""The day of signature of Dutch mandates from before SEPA; no earlier one is to be expected (sepa.nl)."""


_REFERENCE = re.compile(r"[A-Za-z0-9?:().,'+-]+(?:/[A-Za-z0-9?:().,'+-]+)*")


def is_reference(text: str) -> bool:
    """Whether a bank takes this as the reference of a mandate: 35 characters, no blanks, slashes inside only."""
    return len(text) <= LONGEST_ID and _REFERENCE.fullmatch(text) is not None


def read_reference(text: str) -> str:
    """The reference of a mandate that was signed elsewhere, as it stands there; empty stays empty.

    Raises `Refusal` for what no bank takes.
    """
    reference = text.strip()
    if reference and not is_reference(reference):
        raise Refusal(
            f"{shown(reference)} is geen machtigingskenmerk: hooguit {LONGEST_ID} letters, cijfers en leestekens,"
            " zonder spaties."
        )
    return reference


class Sequence(StrEnum):
    """Where in the sequence of a mandate a collection stands, as the bank wants it told."""

    FIRST = "FRST"
    RECURRENT = "RCUR"


def next_sequence(presented: int, refused: int) -> Sequence:
    """What the next collection is after `presented` earlier ones, of which `refused` were before they were booked.

    A first one that was refused is a first one again; one that was booked and came back was the first (
    rules.md#sequence).
    """
    return Sequence.FIRST if presented == refused else Sequence.RECURRENT


def usable_until(signed_on: date, last_collected_on: date | None) -> date:
    """The last day for a collection on a mandate: 36 months after the last one, or after the signature without one."""
    return add_months(last_collected_on or signed_on, MONTHS_ALIVE)


@dataclass(frozen=True, slots=True)
class Account:
    """The account a mandate is signed for; `iban` without blanks."""

    iban: str
    bic: str | None
    holder: str

    @property
    def shown(self) -> str:
        """The IBAN as it is shown: in groups of four."""
        return grouped_iban(self.iban)


@dataclass(frozen=True, slots=True)
class Mandate:
    """The mandate of a customer that holds now."""

    reference: str
    account: Account


def holding_reference(whose: str) -> str:
    """The reference of the mandate that `current_mandate` gives, as SQL; `whose` is the SQL of an actor-id."""
    return f"(SELECT reference {_HOLDING.format(whose=whose)})"


def last_collected(whose: str) -> str:
    """The day of the last collection from a customer, as SQL; `whose` is the SQL of an actor-id."""
    return f"(SELECT max(received_on) FROM payment AS p WHERE p.customer_id = {whose} AND p.way {IS_COLLECTED})"


def current_mandate(reader: Reader, customer_id: int) -> Mandate | None:
    """The last mandate that was signed and not withdrawn."""
    row = reader.read_one(_CURRENT, (customer_id,))
    return None if row is None else Mandate(row[0], Account(*row[1:]))


def sign_anew(tx: Transaction, customer_id: int, account: Account) -> str:
    """Sign a mandate today, in place of the one that held; its reference. The caller writes the journal.

    The customer has a klantnummer (`current_number`).
    """
    number, now = current_number(tx, customer_id), current_mandate(tx, customer_id)
    assert number is not None
    if now is not None:
        day = tx.stamp.working_date.isoformat()
        tx.execute("UPDATE mandate SET withdrawn_on = ? WHERE reference = ?", (day, now.reference))
    return add_mandate(tx, customer_id, number, account.iban, account.bic, account.holder)


def withdraw_mandate(tx: Transaction, reference: str) -> None:
    """Withdraw a mandate on the working date. Raises `Refusal` where there is none, or it was withdrawn before."""
    row = tx.read_one("SELECT customer_id, withdrawn_on FROM mandate WHERE reference = ?", (reference,))
    if row is None or row[1] is not None:
        raise Refusal("Deze machtiging is al ingetrokken of bestaat niet meer. Open de klant opnieuw.")
    day = tx.stamp.working_date.isoformat()
    tx.execute("UPDATE mandate SET withdrawn_on = ? WHERE reference = ?", (day, reference))
    tx.journal("mandate withdrawn", customer_id=row[0], before={"mandate": reference})


@dataclass(frozen=True, slots=True)
class MandateChange:
    """The account a contribution is collected from, as it was and as it is to be; and what stands in the way."""

    was: str
    will: str
    refused: tuple[Reason, ...]
    label: str = "IBAN (Sepa incasso)"


def mandate_change(reader: Reader, source_id: int, customer_id: int) -> MandateChange:
    """What becomes of a customer's account when that of another is carried over. Empty texts: no mandate."""
    source, own = current_mandate(reader, source_id), current_mandate(reader, customer_id)
    was, will = ("" if mandate is None else mandate.account.shown for mandate in (own, source))
    refused = []
    if source is None:
        refused.append(Reason("Er is geen machtiging om over te nemen."))
    if current_number(reader, customer_id) is None:
        refused.append(Reason("Een machtiging krijgt het klantnummer als kenmerk, en dat volgt nog."))
    return MandateChange(was, will, tuple(refused))


def change_mandate(tx: Transaction, source_id: int, customer_id: int) -> str:
    """Withdraw the mandate of a customer and sign one for the account of another; its reference.

    Empty where it is that account already. Whether it can be done says `mandate_change`.
    """
    source, own = current_mandate(tx, source_id), current_mandate(tx, customer_id)
    if source is None or current_number(tx, customer_id) is None:
        return ""
    if own is not None and own.account.iban == source.account.iban:
        return ""
    return sign_anew(tx, customer_id, source.account)


@dataclass(frozen=True, slots=True)
class BroughtMandate:
    """A mandate that was signed for another system, under the reference it had there; `iban` without blanks."""

    reference: str
    signed_on: date
    iban: str
    bic: str | None
    holder: str
    collected_before: date | None


def sign_mandate(tx: Transaction, customer_id: int, number: str, details: Details, holder: str) -> str:
    """Write the mandate signed today on the form and give its reference; `holder` where the form names none."""
    return add_mandate(tx, customer_id, number, details.iban, details.bic or None, details.account_holder or holder)


def add_mandate(tx: Transaction, customer_id: int, number: str, iban: str, bic: str | None, holder: str) -> str:
    """Write a mandate signed today and give its reference: the klantnummer, with -2, -3 after the first.

    The reference stays what it was at signing, also when the number is replaced later (rules.md#mandate).
    """
    row = tx.read_one("SELECT count(*) FROM mandate WHERE customer_id = ?", (customer_id,))
    earlier = row[0] if row else 0
    reference = f"{number}-{earlier + 1}" if earlier else number
    while tx.read_one("SELECT 1 FROM mandate WHERE reference = ?", (reference,)):  # brought from elsewhere, for another
        earlier += 1
        reference = f"{number}-{earlier + 1}"
    tx.execute(
        "INSERT INTO mandate (reference, customer_id, signed_on, iban, bic, holder) VALUES (?, ?, ?, ?, ?, ?)",
        (reference, customer_id, tx.stamp.working_date.isoformat(), compact_iban(iban), bic, holder),
    )
    return reference


def bring_mandates(tx: Transaction, mandates: Iterable[tuple[int, BroughtMandate]]) -> None:
    """Write mandates of another system, each behind the actor-id. Raises `BrokenConstraint` for a known one."""
    tx.execute_many(
        "INSERT INTO mandate (reference, customer_id, signed_on, iban, bic, holder, collected_before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(mandate.reference, customer_id, mandate.signed_on.isoformat(), mandate.iban, mandate.bic),
                *(mandate.holder, iso_or_none(mandate.collected_before)),
            )
            for customer_id, mandate in mandates
        ],
    )
