"""The wish to cancel: what the customer tells, read from the fields of the screen and judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.cancellation.rules import CancellationTerms, free_date, terms_of
from balie.customers.cancelling.reasons import CancelReason, cancel_reason, cancel_reasons
from balie.customers.mandates import current_mandate
from balie.customers.memberships import as_day, enrolled_on, latest_membership
from balie.dutch.bank import compact_iban, read_iban
from balie.dutch.dates import format_date, parse_date
from balie.dutch.periods import add_months
from balie.dutch.text import fold, read_text
from balie.library.terms import CancellationWay
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

FARTHEST_MONTHS = 24
"""How far ahead somebody may wish to leave: beyond that the year is a slip of the finger."""
LONGEST_HOLDER = 70
_LATER_YEARS = 50
_HOLDER = "De rekeninghouder"
_UNKNOWN_REASON = "Kies een reden uit de lijst, of laat de reden leeg: vertellen hoeft niet."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the customer tells who cancels (rules.md#settlement).

    `wished_on` is the first day without a membership, None for as soon as possible; `reason` a code of
    `cancel_reasons`, empty where none was told; `refund_iban` in any form, empty where not given. `died_on` goes with
    the reason Overleden only.
    """

    channel: CancellationWay
    received_on: date
    wished_on: date | None = None
    reason: str = ""
    refund_iban: str = ""
    refund_holder: str = ""
    died_on: date | None = None

    @property
    def deceased(self) -> bool:
        """Whether the reason says that the customer died."""
        reason = cancel_reason(self.reason)
        return reason is not None and reason.deceased


@dataclass(frozen=True, slots=True)
class EndingMembership:
    """What is cancelled: the last period, since when somebody is a member without a break, and on which terms.

    `ends_by_itself` is the last day of a temporary subscription, None for one that runs on.
    """

    membership_number: int
    enrolled_on: date
    ends_by_itself: date | None
    terms: CancellationTerms


@dataclass(frozen=True, slots=True)
class Moment:
    """A day that can be wished for: its label, and the text for the field (empty: as soon as possible)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CancellationForm:
    """What the screen begins with: the texts of its fields by name, and what can be chosen.

    Fields: `channel`, `received_on`, `wished_on`, `reason`, `died_on`, `refund_iban`, `refund_holder`.
    """

    fields: dict[str, str]
    channels: tuple[CancellationWay, ...]
    reasons: tuple[CancelReason, ...]
    moments: tuple[Moment, ...]


def read_form(desk: Desk, customer_id: int) -> CancellationForm:
    """The fields as they begin: received today, per the end of what is paid, on the account of the mandate.

    Raises `Refusal` when this customer cannot cancel.
    """
    now = circumstances(desk, desk.store, customer_id)
    today = desk.working_date
    soonest = free_date(today, now.enrolled_on, None, now.terms).free_on
    moments = [Moment("Zo snel mogelijk", "")]
    paid_until = _paid_until(desk, customer_id)
    wished = ""
    if paid_until is not None and (after := date.fromordinal(paid_until.toordinal() + 1)) >= soonest:
        wished = format_date(after)
        moments.append(Moment(f"Per vervaldatum, {wished}", wished))
    mandate = current_mandate(desk.store, customer_id)
    fields = {
        "channel": now.terms.ways[0],
        "received_on": format_date(today),
        "wished_on": wished,
        "reason": "",
        "died_on": "",
        "refund_iban": "" if mandate is None else mandate.account.shown,
        "refund_holder": "" if mandate is None else mandate.account.holder,
    }
    return CancellationForm(fields, now.terms.ways, cancel_reasons(), tuple(moments))


def read_wish_field(desk: Desk, name: str, text: str) -> str:
    """One field of the form as it should stand there: a day as dd-mm-jjjj, an IBAN in groups. Raises `Refusal`."""
    today = desk.working_date
    match name:
        case "received_on":
            return format_date(parse_date(text, today))
        case "wished_on" | "died_on":
            day = _read_day(text, _latest_wish(today) if name == "wished_on" else today)
            return "" if day is None else format_date(day)
        case "refund_iban":
            return read_iban(text)
        case "refund_holder":
            return read_text(text, what=_HOLDER, longest=LONGEST_HOLDER)
        case _:
            return text


def read_wish(desk: Desk, typed: Mapping[str, str]) -> Wish:
    """The wish as typed: days in any form of rules.md#date-entry, channel and reason as code or label.

    Raises `Refusal` with every reason at its field. Whether it can be is judged by `judge`.
    """
    reasons = Reasons()
    today = desk.working_date
    channel, received, wished, died, reason, iban, holder = CancellationWay.TELEPHONE, today, None, None, "", "", ""
    with reasons.at("channel"):
        channel = _read_channel(typed.get("channel", ""))
    with reasons.at("received_on"):
        received = parse_date(typed.get("received_on", ""), today)
    with reasons.at("wished_on"):
        wished = _read_day(typed.get("wished_on", ""), _latest_wish(today))
    with reasons.at("reason"):
        reason = _read_reason(typed.get("reason", ""))
    with reasons.at("died_on"):
        died = _read_day(typed.get("died_on", ""), today)
    with reasons.at("refund_iban"):
        iban = _read_iban(typed.get("refund_iban", ""))
    with reasons.at("refund_holder"):
        holder = read_text(typed.get("refund_holder", ""), what=_HOLDER, longest=LONGEST_HOLDER)
    reasons.raise_if_any()
    return Wish(channel, received, wished, reason, iban, holder, died)


def circumstances(desk: Desk, reader: Reader, customer_id: int) -> EndingMembership:
    """What a customer would cancel. Raises `Refusal` for who is no member, or has cancelled already."""
    latest = latest_membership(reader, customer_id)
    began = enrolled_on(reader, customer_id)
    if latest is None or began is None:
        raise Refusal("Deze klant heeft geen abonnement: er is niets op te zeggen.")
    if not latest.is_running(desk.working_date):
        raise Refusal("Het abonnement van deze klant is al geëindigd: er is niets op te zeggen.")
    if latest.ended_on is not None:
        raise Refusal(
            f"Deze klant heeft al opgezegd, lid t/m {format_date(latest.ended_on)}."
            " Trek die opzegging eerst in als er iets aan verandert."
        )
    subscription = next((item for item in desk.library.subscriptions if item.code == latest.code), None)
    return EndingMembership(
        membership_number=latest.number,
        enrolled_on=began,
        ends_by_itself=latest.rights_until if latest.temporary else None,
        terms=terms_of(desk.library, subscription.term_months if subscription else None),
    )


def judge(wish: Wish, now: EndingMembership, desk: Desk) -> None:
    """Raise `Refusal` with everything that is wrong with a wish, each reason at its field."""
    reasons = Reasons()
    terms, began, today = now.terms, now.enrolled_on, desk.working_date
    if wish.channel not in terms.ways:
        offered = ", ".join(terms.ways)
        reasons.add(f"Opzeggen kan bij {desk.library.name} zo: {offered}. Kies een daarvan.", "channel")
    if wish.received_on > today:
        reasons.add(
            f"De opzegging kan niet na vandaag, {format_date(today)}, zijn ontvangen: vul in wanneer die kwam.",
            "received_on",
        )
    elif wish.received_on < began:
        reasons.add(
            f"De opzegging kan niet van vóór de inschrijving op {format_date(began)} zijn: kijk de datum na.",
            "received_on",
        )
    if wish.wished_on is not None and wish.wished_on > add_months(today, FARTHEST_MONTHS):
        reasons.add(
            f"{format_date(wish.wished_on)} is meer dan {FARTHEST_MONTHS // 12} jaar vooruit: kijk het jaar na.",
            "wished_on",
        )
    if wish.reason and cancel_reason(wish.reason) is None:
        reasons.add(_UNKNOWN_REASON, "reason")
    if wish.died_on is not None:
        if not wish.deceased:
            reasons.add("Een datum van overlijden hoort bij de reden Overleden: kies die, of haal hem weg.", "died_on")
        elif wish.died_on > today:
            reasons.add(f"De datum van overlijden ligt na vandaag, {format_date(today)}: kijk de datum na.", "died_on")
    with reasons.at("refund_iban"):
        _read_iban(wish.refund_iban)
    reasons.raise_if_any()


def _paid_until(desk: Desk, customer_id: int) -> date | None:
    row = desk.store.read_one(
        "SELECT paid_until FROM membership WHERE customer_id = ? ORDER BY number DESC LIMIT 1", (customer_id,)
    )
    return None if row is None else as_day(row[0])


def _read_channel(text: str) -> CancellationWay:
    for way in CancellationWay:
        if fold(text) == way:
            return way
    raise Refusal(f"Kies hoe de opzegging kwam: {', '.join(CancellationWay)}.")


def _read_reason(text: str) -> str:
    wanted = fold(text)
    if not wanted:
        return ""
    for reason in cancel_reasons():
        if wanted in (reason.code, fold(reason.label)):
            return reason.code
    raise Refusal(_UNKNOWN_REASON)


def _read_day(text: str, latest: date) -> date | None:
    return parse_date(text, latest) if text.strip() else None


def _latest_wish(today: date) -> date:
    """So far ahead a year of two digits is read; a day beyond what can be wished is refused in words of its own."""
    return date(today.year + _LATER_YEARS, 12, 31)


def _read_iban(text: str) -> str:
    return compact_iban(read_iban(text))
