"""Overview of what is to be paid back after a cancellation: what is open is taken off first.

Of a cancellation that was not settled yet it tells what the settlement would be today.

Source: rules.md#refunds-overview.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.dutch.bank import grouped_iban
from balie.finance.overviews.shape import (
    Key,
    Overview,
    OverviewLine,
    PeriodKind,
    Scope,
    amount,
    customer_number,
    day,
    text,
)
from balie.finance.settling.cases import Case, list_cases, read_case

if TYPE_CHECKING:
    from balie.store.reading import Reader


def _refunds(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    last = None if key is None else read_case(reader, int(key[1]), scope.last)
    lines: list[OverviewLine] = []
    while len(lines) < limit:
        cases = list_cases(reader, scope.last, after=last, limit=limit)
        lines += [_line(case) for case in cases if case.payout_cents]
        if len(cases) < limit:
            break
        last = cases[-1]
    return lines[:limit]


def _line(case: Case) -> OverviewLine:
    iban, settlement = case.cancellation.refund_iban, case.settlement
    return OverviewLine(
        (case.cancellation.last_day.isoformat(), case.cancellation.id),
        (
            *(case.number, case.name, case.cancellation.last_day, case.payout_cents, settlement.payout_from),
            *(str(case.state), grouped_iban(iban) if iban else "", case.holder),
            *(settlement.refund_cents, settlement.credit_cents, settlement.open_cents),
        ),
    )


REFUND_OVERVIEW = Overview(
    "terugbetalen",
    "Uit te betalen na opzegging",
    "Wie na een opzegging nog geld terugkrijgt, hoeveel en vanaf wanneer, en waarop het wacht.",
    (
        *(customer_number(), text("Naam", 14), day("Laatste dag"), amount("Terug", 9), day("Vanaf")),
        *(text("Afrekening", 18), text("IBAN"), text("Rekeninghouder")),
        *(amount("Contributie terug"), amount("Tegoed"), amount("Af: open posten")),
    ),
    PeriodKind.NOW,
    _refunds,
    by_branch=False,
)
