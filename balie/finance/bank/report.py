"""What a bank file holds, and what was done with it: counts and sums, told in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from balie.dutch.bank import grouped_iban
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import shown
from balie.finance.bank.camt import Statement
from balie.finance.bank.matching import MovementKind

_TOLD: tuple[tuple[str, str, tuple[MovementKind, ...]], ...] = (
    ("incasso geïnd", "incasso's geïnd", (MovementKind.COLLECTED, MovementKind.FILE_COLLECTED)),
    ("incasso teruggekomen", "incasso's teruggekomen", (MovementKind.RETURNED,)),
    ("factuur betaald", "facturen betaald", (MovementKind.INVOICE,)),
    ("uitbetaling uitgevoerd", "uitbetalingen uitgevoerd", (MovementKind.PAID_OUT, MovementKind.FILE_PAID_OUT)),
    ("uitbetaling teruggekomen", "uitbetalingen teruggekomen", (MovementKind.PAYOUT_BACK,)),
    ("voor de lijst", "voor de lijst", (MovementKind.UNKNOWN,)),
)


@dataclass(slots=True)
class MovementTally:
    """How many, and how much they come to in cents: what was paid to the library less what it paid."""

    count: int = 0
    cents: int = 0

    def add(self, count: int, cents: int) -> None:
        """Count `count` more, which come to `cents`."""
        self.count += count
        self.cents += cents


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement of the file. `done_on`: the day it was booked before, if it was."""

    account: str
    reference: str
    made_on: str
    movements: int
    opening: int | None
    closing: int | None
    done_on: date | None

    @property
    def text(self) -> str:
        """In Dutch: which statement it is, what stands in it, or that it was booked before."""
        text = f"Afschrift {shown(self.reference)}, {grouped_iban(self.account)}"
        if self.made_on:
            text += f", {format_date(date.fromisoformat(self.made_on))}"
        if self.done_on is not None:
            return f"{text}: al verwerkt op {format_date(self.done_on)}."
        text += f": {many(self.movements, 'boeking', 'boekingen')}"
        if self.opening is not None and self.closing is not None:
            text += f", van {format_cents(self.opening)} naar {format_cents(self.closing)}"
        return text + "."


@dataclass(frozen=True, slots=True)
class KindTotals:
    """Per kind how many and how much; `known` were booked before, `pending` are not yet booked by the bank."""

    statements: tuple[StatementLine, ...] = ()
    tallies: Mapping[MovementKind, MovementTally] = field(
        default_factory=lambda: {kind: MovementTally() for kind in MovementKind}
    )
    known: int = 0
    pending: int = 0

    def of(self, *kinds: MovementKind) -> MovementTally:
        """These kinds together."""
        total = MovementTally()
        for kind in kinds:
            total.add(self.tallies[kind].count, self.tallies[kind].cents)
        return total

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is, one line each, in Dutch; nothing that there is none of."""
        return (*(one.text for one in self.statements), *self.counted)

    @property
    def counted(self) -> tuple[str, ...]:
        """The same without the statements themselves."""
        return tuple(self._counted())

    def _counted(self) -> Iterable[str]:
        for one, more, kinds in _TOLD:
            total = self.of(*kinds)
            if total.count:
                yield f"{many(total.count, one, more)}: {format_cents(total.cents)}."
        if self.known:
            yield f"{many(self.known, 'boeking', 'boekingen')} al eerder verwerkt."
        if self.pending:
            yield f"{many(self.pending, 'boeking', 'boekingen')} door de bank nog niet geboekt."


class BankFileReport(KindTotals):
    """What a file holds, before anything is booked."""

    __slots__ = ()

    @property
    def has_work(self) -> bool:
        """Whether there is anything in it that was not booked before."""
        return any(line.done_on is None for line in self.statements)


class BookingResult(KindTotals):
    """What was booked; what another desk booked in the meantime is among the `known`."""

    __slots__ = ()


def statement_line(statement: Statement, done_on: date | None) -> StatementLine:
    """A statement as it is told; `done_on` is when all of it was booked by an earlier run, None when it was not."""
    return StatementLine(
        statement.account,
        statement.reference,
        statement.made_at[:10],
        statement.movements,
        statement.opening,
        statement.closing,
        done_on,
    )
