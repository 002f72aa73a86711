"""What is due in the run of a month: read from the store a page at a time, and judged one by one.

Due is every open charge of contribution that is paid by direct debit and whose period has begun by that month. What is
on its way to the bank already is no question; the rest goes along, or is left out with every reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cancelling.settlement import offset
from balie.customers.deceased import DECEASED
from balie.customers.mandates import next_sequence
from balie.dutch.dates import format_date
from balie.dutch.names import list_name
from balie.dutch.sepa import LONGEST_NAME, LONGEST_TEXT, sepa_text
from balie.finance.collection.checks import (
    Attempt,
    MandateFacts,
    again_reasons,
    announcement_reasons,
    mandate_reasons,
    mandate_warning,
)
from balie.finance.collection.due_rows import DueRow, due_rows
from balie.finance.collection.items import CollectedCharge, LeftOutCharge
from balie.finance.collection.outcomes import collecting
from balie.finance.collection.used import UNUSED, Used, read_used
from balie.ledger import for_own_period, open_charges, unspent
from balie.store.dialect import each

if TYPE_CHECKING:
    from balie.library.money_tables import DirectDebit
    from balie.store.reading import Reader

_WITH_CREDIT = f"""
SELECT j.value FROM {each()} AS j
WHERE EXISTS (SELECT 1 FROM charge WHERE customer_id = j.value AND settled_on IS NULL AND cents < 0)
    OR EXISTS (SELECT 1 FROM payment WHERE customer_id = j.value AND spent_on IS NULL AND cents > 0)
"""


@dataclass(frozen=True, slots=True)
class CollectionTerms:
    """What a run judges by: the month (its first day), the day of collection, today, and the library's rule."""

    month: date
    collect_on: date
    today: date
    rule: DirectDebit


class DueCharges:
    """Goes through what is due, in the order of actor-ids. `under_way` counts what is at the bank already.

    Each charge that is left out goes to `on_left_out`, each oddity to `on_warning`. `use_credit` settles charges of a
    customer with what is in credit, before they are read once more; without it that is only reckoned with.
    """

    def __init__(
        self,
        reader: Reader,
        terms: CollectionTerms,
        *,
        on_left_out: Callable[[LeftOutCharge], None] = lambda left_out: None,
        on_warning: Callable[[str], None] = lambda text: None,
        use_credit: Callable[[int], None] | None = None,
    ) -> None:
        self._reader = reader
        self._terms = terms
        self._on_left_out = on_left_out
        self._on_warning = on_warning
        self._use_credit = use_credit
        self._last_reference = ""
        self.under_way = 0

    def items(self, after: tuple[int, int] = (0, 0)) -> Iterator[CollectedCharge]:
        """What goes along, from the charge on that comes behind `after` (actor-id and charge)."""
        self._last_reference = ""
        while rows := self._page(after):
            after = (rows[-1].customer_id, rows[-1].charge_id)
            used = read_used(self._reader, (row.reference for row in rows if row.reference is not None))
            left = self._reckoned([row.customer_id for row in rows])
            for row in rows:
                item = self._judge(row, left.get(row.charge_id, row.cents), used.get(row.reference or "", UNUSED))
                if item is not None:
                    self._last_reference = item.reference
                    yield item

    def _page(self, after: tuple[int, int]) -> list[DueRow]:
        rows = due_rows(self._reader, self._terms.month, after)
        if self._use_credit is not None and rows:
            with_credit = self._with_credit([row.customer_id for row in rows])
            for customer_id in with_credit:
                self._use_credit(customer_id)
            if with_credit:
                rows = due_rows(self._reader, self._terms.month, after)
        return rows

    def _with_credit(self, customer_ids: Sequence[int]) -> list[int]:
        return [row[0] for row in self._reader.read(_WITH_CREDIT, (json.dumps(list(dict.fromkeys(customer_ids))),))]

    def _reckoned(self, customer_ids: Sequence[int]) -> dict[int, int]:
        """What would be left of the charges of customers with credit, which settles them as `use_credit` does."""
        left: dict[int, int] = {}
        for customer_id in self._with_credit(customer_ids):
            charges = open_charges(self._reader, customer_id)
            under_way = collecting(self._reader, customer_id)
            of_period: Counter[int] = Counter()
            for _, (charge_id, cents) in for_own_period(self._reader, customer_id):
                of_period[charge_id] += cents
            charges = [replace(one, open_cents=one.open_cents - of_period[one.charge_id]) for one in charges]
            left |= {one.charge_id: one.open_cents for one in charges if one.charge_id in of_period}
            owed = [charge for charge in charges if charge.open_cents > 0]
            owed.sort(key=lambda charge: charge.charge_id in under_way)
            credit = unspent(self._reader, customer_id) - sum(min(charge.open_cents, 0) for charge in charges)
            credit -= of_period.total()
            for part in offset(max(credit, 0), owed):
                left[part.charge.charge_id] = part.charge.open_cents - part.cents
        return left

    def _judge(self, row: DueRow, cents: int, used: Used) -> CollectedCharge | None:
        if row.is_under_way:
            self.under_way += 1
            return None
        if cents <= 0:
            return None
        debtor = sepa_text(row.holder, LONGEST_NAME) if row.holder else ""
        signed_on, announced_on = _date(row.signed_on), _date(row.announced_on)
        facts = None
        if row.reference is not None:
            facts = MandateFacts(row.reference, signed_on, row.iban or "", used.last_on, used.blocked_by)
        reasons = self._reasons(row, facts, announced_on)
        if facts is not None and not debtor:
            reasons.append("De machtiging heeft geen rekeninghouder.")
        if reasons or facts is None or signed_on is None or announced_on is None:
            self._on_left_out(_left_out(row, cents, reasons))
            return None
        if warning := mandate_warning(facts):
            self._on_warning(warning)
        presented = used.presented + (facts.reference == self._last_reference)
        return CollectedCharge(
            customer_id=row.customer_id,
            charge_id=row.charge_id,
            attempt=(row.attempt or 0) + 1,
            cents=cents,
            sequence=next_sequence(presented, used.refused),
            reference=facts.reference,
            signed_on=signed_on,
            iban=facts.iban,
            debtor=debtor,
            description=describe(row.paid_from, row.paid_until, row.number or facts.reference),
            announced_on=announced_on,
            channel=row.channel,
        )

    def _reasons(self, row: DueRow, facts: MandateFacts | None, announced_on: date | None) -> list[str]:
        terms = self._terms
        number = terms.rule.collection_working_day
        reasons: list[str] = []
        if row.name_key.startswith(DECEASED):
            reasons.append("De klant is overleden: er wordt niet meer geïncasseerd.")
        if (ends_on := _date(row.ends_on)) is not None:
            reasons.append(f"Opgezegd, laatste dag {format_date(ends_on)}: eerst de afrekening.")
        if facts is None:
            reasons.append("Er is geen machtiging: nooit getekend, of ingetrokken.")
        else:
            reasons += mandate_reasons(facts, today=terms.today, collect_on=terms.collect_on)
        if row.returned_on is not None and row.attempt is not None:
            last = Attempt(
                row.attempt, row.tried_reference or "", date.fromisoformat(row.returned_on), row.reason or ""
            )
            reasons += again_reasons(last, row.reference, terms.month, number=number)
        first_month = date.fromisoformat(row.paid_from).replace(day=1)
        return reasons + announcement_reasons(
            announced_on, first_month, terms.collect_on, number=number, announce_days=terms.rule.announce_days
        )


def _left_out(row: DueRow, cents: int, reasons: list[str]) -> LeftOutCharge:
    name = list_name(row.initials or "", row.prefix or "", row.surname)
    booked_on = date.fromisoformat(row.booked_on)
    return LeftOutCharge(row.customer_id, row.number or "", name, row.charge_id, cents, booked_on, tuple(reasons))


def describe(paid_from: str, paid_until: str | None, number: str) -> str:
    """What the customer reads on the statement: `Contributie 05-2025 t/m 04-2026 pas 29428000077727`; days as ISO."""
    months = [f"{day[5:7]}-{day[:4]}" for day in (paid_from, paid_until) if day]
    span = " t/m ".join(dict.fromkeys(months))
    return sepa_text(f"Contributie {span} pas {number}", LONGEST_TEXT)


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
