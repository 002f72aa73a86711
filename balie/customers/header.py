"""The header of the customer screen, line by line (rules.md#header): values ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation import loans
from balie.customers.ages import birth_date_of, completed_years, is_minor
from balie.customers.asked import asked
from balie.customers.cards.numbers import current_number
from balie.customers.deceased import DECEASED
from balie.customers.guardians import guardian_text, linked_id
from balie.customers.memberships import Membership, Status, as_day
from balie.customers.notice import notice
from balie.customers.standing import NO_CUSTOMER
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_date, format_iso, month_year
from balie.dutch.money import format_cents
from balie.dutch.names import Person, header_name
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

NOT_COUNTED = "–"
"""Where a subscription is no strip card."""

_PERSON = (
    "SELECT c.person, c.initials, c.prefix, c.surname, c.birth_date, c.contact_name, c.last_active_on, c.home_branch,"
    " a.street, a.number, a.letter, a.addition, a.postcode, a.town, a.country,"
    " m.number, m.code, m.status, m.paid_until, m.rights_until, m.price_cents, m.temporary, m.strips,"
    " m.ended_on, c.name_key,"
    " (SELECT count(*) FROM card WHERE customer_id = c.id AND state = 'active')"
    " FROM customer AS c LEFT JOIN address AS a ON a.customer_id = c.id AND a.kind = 'main'"
    " LEFT JOIN membership AS m ON m.customer_id = c.id"
    " AND m.number = (SELECT max(number) FROM membership WHERE customer_id = c.id)"
    " WHERE c.id = ?"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A label with its value, such as `contributie` and `€ 54,00`."""

    label: str
    value: str

    @property
    def text(self) -> str:
        """Both on one line: `contributie € 54,00`."""
        return f"{self.label} {self.value}".rstrip()


@dataclass(frozen=True, slots=True)
class Header:
    """The five lines of the header: the bar, and beside each other name and address, facts, amounts.

    `membership_valid` is False where the last line of the left column is to stand out (invalid, cancelled, ended, in
    arrears). `notice` says that the customer is blocked or has notes; it is empty for most.
    """

    number: str
    branch: str
    membership: str
    billed: str
    left: tuple[str, str, str, str]
    middle: tuple[Cell, Cell, Cell, Cell]
    right: tuple[Cell, Cell, Cell, Cell]
    membership_valid: bool
    notice: str

    @property
    def name(self) -> str:
        """Who it is, as the first line of the left column says: `Dhr. E.B. Tester`."""
        return self.left[0]

    @property
    def bar(self) -> tuple[str, str, str, str]:
        """The first line: number with actor-id, branch, membership, until when it is invoiced."""
        return (self.number, self.branch, self.membership, self.billed)


def read_header(desk: Desk, customer_id: int) -> Header:
    """The header of a customer on the desk's working date. Raises `Refusal` when there is no such customer."""
    desk.require(Right.SEE_CUSTOMER)
    row = desk.store.read_one(_PERSON, (customer_id,))
    if row is None:
        raise Refusal(NO_CUSTOMER)
    person, initials, prefix, surname, born, contact, active_on, home, *rest = row
    street, house, letter, addition, postcode, town, country, *rest = rest
    period, code, status, paid_until, rights_until, price, temporary, strips, ended_on, key, cards = rest
    today = desk.working_date
    money = asked(desk.store, customer_id)
    number = current_number(desk.store, customer_id)
    house_number = "" if house is None else str(HouseNumber(house, letter or "", addition or ""))
    last_day = as_day(ended_on)
    state = None if period is None else Status(status)
    standing = "" if state is None else state.header
    if key.startswith(DECEASED):
        standing, surname = "Overleden", f"{DECEASED}{surname}"
    elif state is not None:
        membership = Membership(period, code, state, as_day(rights_until), bool(temporary), last_day)
        standing = _standing(membership, today)
    return Header(
        number=f"{number or 'klantnummer volgt'} [{customer_id}]",
        branch=branch_label(desk, home),
        membership=membership_name(desk, code) if code else "geen abonnement",
        billed=_billed(paid_until, rights_until, price, temporary, last_day),
        left=(
            header_name(Person(person), initials or "", prefix or "", surname),
            " ".join(filter(None, (street, house_number))),
            town_line(postcode, town, country),
            standing,
        ),
        middle=(
            Cell("contactpersoon", contact or "")
            if person == Person.INSTITUTION
            else Cell("geboortedatum", _born(birth_date_of(born, person), today)),
            Cell("laatste activiteit", format_iso(active_on)),
            Cell("in bezit", str(loans.count_open(desk.store, customer_id))),
            Cell("actieve passen", str(cards)),
        ),
        right=(
            Cell("contributie", format_cents(money.contribution)),
            Cell("registratie", format_cents(money.other)),
            Cell("strippen", strips_left(desk, customer_id, period, strips)),
            Cell("tegoed", format_cents(money.credit)),
        ),
        membership_valid=state in (Status.NEW, Status.INVOICED, Status.REMINDED, Status.NORMAL)
        and standing == state.header,
        notice=" · ".join(filter(None, (notice(desk.store, customer_id), _guardian(desk, customer_id, born, person)))),
    )


def branch_label(desk: Desk, number: str) -> str:
    """`9428 (Gieten)`; a branch that is not in the library file shows as its number."""
    names = {branch.number: branch.name for branch in desk.library.branches}
    return f"{number} ({names[number]})" if number in names else number


def membership_name(desk: Desk, code: str) -> str:
    """The name of a subscription; one that is no longer in the library file shows as its code."""
    names = {subscription.code: subscription.name for subscription in desk.library.subscriptions}
    return names.get(code, code)


def strips_left(desk: Desk, customer_id: int, period: int | None, granted: int | None) -> str:
    """How many strips are left of those granted; a dash where the subscription counts none."""
    if period is None or granted is None:
        return NOT_COUNTED
    return str(granted - loans.strips_taken(desk.store, customer_id, period))


def town_line(postcode: str | None, town: str | None, country: str | None) -> str:
    """The last line of an address, `9468 BG  ANNEN` with two blanks (rules.md#address); abroad with the country."""
    line = "  ".join(filter(None, (postcode, town)))
    if country in (None, "NL"):
        return line
    from balie.customers.forms.choices import label_of

    return f"{line}, {label_of('country', str(country))}" if line else label_of("country", str(country))


def _guardian(desk: Desk, customer_id: int, born: str | None, person: str) -> str:
    """Who is the guardian of somebody under 18, where that is a customer: `ouder/voogd E.B. Tester [480874]`."""
    if not is_minor(born, desk.working_date, person):
        return ""
    text = guardian_text(desk.store, customer_id)
    return f"ouder/voogd {text}" if linked_id(text) is not None else ""


def _born(born: date | None, today: date) -> str:
    return "" if born is None else f"{format_date(born)} ({completed_years(born, today)} jr.)"


def _standing(membership: Membership, today: date) -> str:
    """The line at the foot of the first column: a cancellation stands above how it was paid."""
    if not membership.is_running(today):
        return Status.LEFT.header
    return membership.status.header if membership.ended_on is None else "Opgezegd"


def _billed(
    paid_until: str | None, rights_until: str | None, price: int | None, temporary: int | None, last_day: date | None
) -> str:
    """Until when is invoiced; where nothing is, or the end is exact, until when it is valid; when cancelled, that."""
    if last_day is not None:
        return f"Opgezegd t/m {format_date(last_day)}"
    if paid_until is not None and price and not temporary:
        return f"Gefactureerd t/m {month_year(date.fromisoformat(paid_until))}"
    if rights_until is not None:
        return f"Geldig t/m {format_iso(rights_until)}"
    return ""
