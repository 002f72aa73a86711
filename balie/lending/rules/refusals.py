"""How lending says no: every reason at once, which of them a supervisor may set aside, and what a scan was instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balie.customers.presented import PassTrouble
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import shown
from balie.refusal import Reason, Refusal


class Rule(StrEnum):
    """The rules of lending, by the word under which the journal keeps that one was set aside."""

    NO_RULES = "no rules"
    NO_MEMBERSHIP = "no membership"
    DECEASED = "deceased"
    ENDED = "ended"
    INVALID = "invalid"
    DIGITAL_ONLY = "digital only"
    RIGHTS = "rights"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    ONLINE = "online"
    NO_NUMBER = "no number"
    CARD_BLOCKED = "card blocked"
    STRIPS = "strips"
    MAX_ITEMS = "max items"
    BLOCKED = "blocked"
    OPEN_AMOUNT = "open amount"
    OPEN_DAYS = "open days"
    NOT_RETURNED = "not returned"
    NOT_FOR_LOAN = "not for loan"
    WRITTEN_OFF = "written off"
    ON_ORDER = "on order"
    TRANSPORT = "transport"
    SET_ASIDE = "set aside"
    RESERVED = "reserved"
    MAX_RENEWALS = "max renewals"
    TOO_LATE = "too late"
    UNSEEN = "unseen"
    COSTS = "costs"
    NO_COPY = "no copy"
    AT_HOME = "at home"
    HELD = "held"
    MAX_HOLDS = "max holds"
    DUE_DATE = "due date"
    CLAIMED = "claimed"


NEVER = frozenset(
    {
        *(Rule.NO_RULES, Rule.NO_MEMBERSHIP, Rule.DECEASED, Rule.ENDED, Rule.INVALID, Rule.DIGITAL_ONLY),
        *(Rule.WRITTEN_OFF, Rule.TOO_LATE, Rule.NO_COPY, Rule.HELD, Rule.CLAIMED),
    }
)
"""What nobody can set aside: there is something else to be done first, which the reason tells."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why something cannot be lent or renewed: the rule, and in Dutch what is wrong and what to do."""

    rule: Rule
    text: str

    @property
    def may_override(self) -> bool:
        """Whether a supervisor may set it aside."""
        return self.rule not in NEVER


class LendingRefusal(Refusal):
    """It cannot be lent or renewed. `obstacles` are all reasons, `may_override` whether a supervisor may allow it."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(*(Reason(obstacle.text) for obstacle in self.obstacles))

    @property
    def may_override(self) -> bool:
        """Whether all of the reasons can be set aside."""
        return all(obstacle.may_override for obstacle in self.obstacles)


class UnknownItem(Refusal):
    """No item has this number. It can be hung at its title first, or scanned again.

    `may_lend`: it can be the number of an item, and the library lets the desk note it and lend it (`unknown`).
    """

    def __init__(self, number: str, *, may_lend: bool = False) -> None:
        self.number, self.may_lend = number, may_lend
        what_else = "leen het toch uit" if may_lend else "voer het eerst op bij de titel (Catalogus, Alt+C)"
        super().__init__(f"Exemplaar {shown(number)} is niet bekend: scan het opnieuw, of {what_else}.")


class CardScanned(Refusal):
    """A klantnummer was scanned where an item was expected; `own`: of the customer who is being helped.

    `trouble` is what is wrong with that pass, where it does not hold.
    """

    def __init__(self, number: str, customer_id: int, *, own: bool, trouble: PassTrouble | None = None) -> None:
        self.number, self.customer_id, self.own, self.trouble = number, customer_id, own, trouble
        whose = "de pas van deze klant zelf" if own else "de pas van een klant"
        told = [f"Dit is {whose}, geen exemplaar: scan het boek."]
        super().__init__(*told, *([] if trouble is None else [trouble.text]))


class AlreadyLent(Refusal):
    """The customer has this item already. `loan_id` can be renewed."""

    def __init__(self, number: str, loan_id: int, due_on: date) -> None:
        self.number, self.loan_id, self.due_on = number, loan_id, due_on
        super().__init__(f"De klant heeft dit exemplaar al, tot {format_date(due_on)}: verleng het met F6.")


class CountedJustNow(Refusal):
    """The scan before counted this item: it was read twice, or used twice (rules.md#in-house-use)."""

    def __init__(self) -> None:
        super().__init__("Dit exemplaar is net geteld. Echt twee keer gebruikt: F2 telt het nog eens.")


class ForFamily(Refusal):
    """The item is reserved by somebody of the family, who lets the family collect (rules.md#family-collects).

    Doorgaan is to lend with `collect=hold_id`: it is on the name of who is being helped, and the reservation is filled.
    """

    def __init__(self, number: str, title: str, hold_id: int, customer: str) -> None:
        self.number, self.title, self.hold_id, self.customer = number, title, hold_id, customer
        super().__init__(
            f"Gereserveerd door gezinslid {shown(customer)}, die het gezin laat afhalen. Ja leent het uit op naam van"
            " wie u nu helpt, en handelt de reservering af."
        )


class OnOtherName(Refusal):
    """The item is still on somebody else's name, who is not told here (rules.md#other-borrower).

    Doorgaan is to lend with `take_over=loan_id`: the old loan is cancelled, its running fine (`fine_cents`) is dropped,
    and counted with the other customer as `niet normaal ingenomen`.
    """

    def __init__(
        self, number: str, title: str, loan_id: int, lent_on: date, due_on: date, branch: str, fine_cents: int
    ) -> None:
        self.number, self.title, self.loan_id = number, title, loan_id
        self.lent_on, self.due_on, self.branch, self.fine_cents = lent_on, due_on, branch, fine_cents
        fine = f" Het lopende te-laat-geld van {format_cents(fine_cents)} vervalt dan." if fine_cents else ""
        super().__init__(
            f"{shown(title)} staat nog op naam van een andere klant, sinds {format_date(lent_on)}."
            f" Doorgaan haalt het van die naam af.{fine}"
        )
