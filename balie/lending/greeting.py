"""Opening a customer at the desk: the header, and everything the desk must know: blocks first, then in Wise's order.

Source: rules.md#at-the-desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from balie.circulation.holds import ready_for
from balie.customers.asked import asked
from balie.customers.blocks import BlockKind, read_blocks
from balie.customers.collecting import collects_for
from balie.customers.header import Header, branch_label, read_header
from balie.customers.tabs.notes import notes_to_tell
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import shown
from balie.lending.at_home import in_bezit, late_line
from balie.lending.rules.borrower import Borrower, OpenCosts, read_borrower, read_open_costs
from balie.lending.rules.judging import against_borrower
from balie.lending.rules.refusals import Obstacle, Rule

if TYPE_CHECKING:
    from balie.desk import Desk


class Severity(IntEnum):
    """How much an alert asks for."""

    NOTE = 1
    WARNING = 2
    BLOCK = 3


class AlertTopic(StrEnum):
    """What an alert is about, in the order in which Wise tells them; what blocks comes before all of it."""

    NOTE = "Melding"
    REMARK = "Opmerking (intern)"
    READY = "Reservering staat klaar"
    LATE = "Te laat"
    MEMBERSHIP = "Abonnement"
    COSTS = "Openstaande kosten"
    BLOCK = "Blokkade"


@dataclass(frozen=True, slots=True)
class Alert:
    """One line that the desk is told when a customer is opened."""

    topic: AlertTopic
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """A customer who was opened. `obstacles` are all reasons why nothing can be borrowed now; empty when it can."""

    customer_id: int
    header: Header
    alerts: tuple[Alert, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def may_borrow(self) -> bool:
        """Whether the next item can be lent, as far as the customer goes."""
        return not self.obstacles

    @property
    def may_be_allowed(self) -> bool:
        """Whether a supervisor may set aside all that speaks against it."""
        return all(obstacle.may_override for obstacle in self.obstacles)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why not, in Dutch."""
        return tuple(obstacle.text for obstacle in self.obstacles)


_MEMBERSHIP = frozenset(
    {
        *(Rule.NO_RULES, Rule.NO_MEMBERSHIP, Rule.ENDED, Rule.INVALID, Rule.DIGITAL_ONLY, Rule.RIGHTS, Rule.REMINDED),
        *(Rule.OVERDUE, Rule.ONLINE, Rule.STRIPS, Rule.MAX_ITEMS),
    }
)
_COSTS = frozenset({Rule.OPEN_AMOUNT, Rule.OPEN_DAYS})


def open_customer(desk: Desk, customer_id: int, *, pass_settled: bool = False) -> Greeting:
    """Everything the desk must know of a customer who comes to the counter; only reads.

    `pass_settled`: that the pass is blocked was settled when it was shown.

    Raises `Refusal` when there is no such customer, or the customer was removed.
    """
    borrower = read_borrower(desk.store, customer_id, desk.library.loans)
    obstacles = tuple(against_borrower(borrower, desk.library, desk.working_date, pass_settled=pass_settled))
    alerts = (
        *_notes(desk, customer_id),
        *_ready(desk, customer_id),
        *_late(desk, borrower),
        *_told(obstacles, AlertTopic.MEMBERSHIP, _MEMBERSHIP),
        *_costs(desk, borrower, obstacles),
        *_blocks(desk, borrower, obstacles),
    )
    blocks_first = sorted(alerts, key=lambda alert: alert.severity is not Severity.BLOCK)
    return Greeting(customer_id, read_header(desk, customer_id), tuple(blocks_first), obstacles)


def _notes(desk: Desk, customer_id: int) -> Iterator[Alert]:
    for text, private in notes_to_tell(desk.store, customer_id):
        yield Alert(AlertTopic.REMARK if private else AlertTopic.NOTE, Severity.NOTE, text)


def _ready(desk: Desk, customer_id: int) -> Iterator[Alert]:
    holds = [("", hold) for hold in ready_for(desk.store, customer_id)]
    for one in collects_for(desk.store, customer_id):
        holds += [(f"Voor gezinslid {shown(one.name)}: ", hold) for hold in ready_for(desk.store, one.customer_id)]
    for whose, hold in holds:
        row = desk.store.read_one("SELECT title FROM title WHERE id = ?", (hold.title_id,))
        title = "een reservering" if row is None else row[0]
        where = "" if hold.branch == desk.branch.number else f" bij {branch_label(desk, hold.branch)}"
        until = "" if hold.expires_on is None else f" t/m {format_date(hold.expires_on)}"
        yield Alert(AlertTopic.READY, Severity.NOTE, f"{whose}{title} staat klaar{where}{until}.")


def _late(desk: Desk, borrower: Borrower) -> Iterator[Alert]:
    if borrower.at_home and (line := late_line(in_bezit(desk, borrower.customer_id))):
        yield Alert(AlertTopic.LATE, Severity.WARNING, f"{line}.")


def _told(obstacles: tuple[Obstacle, ...], topic: AlertTopic, rules: frozenset[Rule]) -> Iterator[Alert]:
    for obstacle in obstacles:
        if obstacle.rule in rules:
            yield Alert(topic, Severity.BLOCK, obstacle.text)


def _costs(desk: Desk, borrower: Borrower, obstacles: tuple[Obstacle, ...]) -> Iterator[Alert]:
    """What is open: as a block where it is one, else as a warning where the library file says from when, else told."""
    blocking = list(_told(obstacles, AlertTopic.COSTS, _COSTS))
    yield from blocking
    money = asked(desk.store, borrower.customer_id)
    if money.contribution:
        yield Alert(AlertTopic.COSTS, Severity.NOTE, f"Contributie: {format_cents(money.contribution)} open.")
    if money.other and not blocking:
        costs = read_open_costs(desk.store, borrower.customer_id)
        severity = Severity.WARNING if _beyond(desk, costs) else Severity.NOTE
        since = "" if costs.since is None else f", sinds {format_date(costs.since)}"
        yield Alert(AlertTopic.COSTS, severity, f"Registraties: {format_cents(money.other)} open{since}.")


def _beyond(desk: Desk, costs: OpenCosts) -> bool:
    limits = desk.library.alerts
    if limits.open_above_cents is not None and costs.cents > limits.open_above_cents:
        return True
    if limits.open_days is None or costs.since is None:
        return False
    return costs.since < desk.working_date - timedelta(days=limits.open_days)


def _blocks(desk: Desk, borrower: Borrower, obstacles: tuple[Obstacle, ...]) -> Iterator[Alert]:
    """What stands in the way and is neither membership nor money, and the blocks that stop nothing at the desk."""
    rest = frozenset(Rule) - _MEMBERSHIP - _COSTS
    yield from _told(obstacles, AlertTopic.BLOCK, rest)
    for block in read_blocks(desk.store, borrower.customer_id):
        if block.kind is not BlockKind.GENERAL:
            text = f"Geblokkeerd ({block.kind.label.lower()}) sinds {format_date(block.since)}: {block.reason}"
            yield Alert(AlertTopic.BLOCK, Severity.WARNING, text)
