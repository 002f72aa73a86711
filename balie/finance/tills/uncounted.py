"""What went through a till since it was last counted, told before somebody turns to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.tills.last import last_report
from balie.ledger import Method
from balie.ledger.totals import Taking, till_takings

if TYPE_CHECKING:
    from balie.store.reading import Reader


def uncounted_text(reader: Reader, branch: str, till: str) -> str:
    """`Kas 1: sinds de kastelling van 08-04-2024 3 boekingen, € 12,00 contant; nog niet geteld.` Empty without any."""
    last = last_report(reader, branch, till)
    takings = till_takings(
        reader,
        branch,
        till,
        after=0 if last is None else last.until_payment,
        after_sale=0 if last is None else last.until_sale,
    )
    count = sum(taking.count for taking in takings.values())
    if not count:
        return ""
    since = "" if last is None else f"sinds de kastelling van {format_date(last.made_on)} "
    cash = format_cents(takings.get(Method.CASH, Taking()).cents)
    return f"Kas {till}: {since}{many(count, 'boeking', 'boekingen')}, {cash} contant; nog niet geteld."
