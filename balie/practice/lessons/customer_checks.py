"""What lessons about customers look at: who enrolled, who left, whose pass, mail and address it is now.

`who` is always the number of a pass; days are typed as on the screen (`dd-mm-jjjj`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from balie.customers.guardians import guardian_text
from balie.dutch.dates import format_iso
from balie.practice.lessons.who import Check, customer_of, name_of

if TYPE_CHECKING:
    from balie.desk import Desk

_NOBODY: Final = "Pas {} is van niemand"
_ENROLLED: Final = (
    "Het abonnement is",
    "Betaald wordt per",
    "Het klantnummer is",
    "Ouder of verzorger is",
    "De machtiging is",
    "De geboortedatum is",
)


def enrolled(
    desk: Desk,
    surname: str,
    subscription: str = "",
    way: str = "",
    pass_number: str = "",
    guardian: str = "",
    iban: str = "",
    born: str = "",
) -> str:
    """Somebody of this surname was enrolled today; with what is told of it.

    `subscription` is its code, `way` how is paid, `guardian` the parent, `iban` the account of the mandate, `born` the
    birth date.
    """
    row = desk.store.read_one(
        "SELECT membership.code, membership.way, coalesce(card.number, ''), customer.id,"
        " coalesce(mandate.iban, ''), coalesce(customer.birth_date, '')"
        " FROM customer JOIN membership ON membership.customer_id = customer.id"
        " LEFT JOIN card ON card.customer_id = customer.id"
        " LEFT JOIN mandate ON mandate.customer_id = customer.id AND mandate.withdrawn_on IS NULL"
        " WHERE customer.surname = ? AND customer.registered_on = ? ORDER BY customer.id DESC, membership.number DESC",
        (surname, desk.working_date.isoformat()),
    )
    if row is None:
        return f"{surname} is vandaag nog niet ingeschreven"
    asked = (subscription, way, pass_number, guardian, iban, born)
    code, paid, number, customer_id, account, birth_date = row
    parent = guardian_text(desk.store, customer_id).partition(" [")[0]
    read = (str(code), str(paid), str(number), parent, str(account), format_iso(str(birth_date) or None))
    for words, found, wanted in zip(_ENROLLED, read, asked, strict=True):
        if wanted and found != wanted:
            return f"{words} {found or 'niet ingevuld'}, gevraagd was {wanted}"
    return ""


def has_new_password(desk: Desk, who: str) -> str:
    """A one-time password was given today, that is still to be used."""
    row = desk.store.read_one(
        "SELECT 1 FROM credential JOIN card ON card.customer_id = credential.customer_id"
        " WHERE card.number = ? AND credential.issued_on = ? AND credential.must_change = 1",
        (who, desk.working_date.isoformat()),
    )
    return "" if row is not None else f"{name_of(desk, who)} heeft vandaag geen nieuw wachtwoord gekregen"


def has_pass_instead(desk: Desk, old: str, new: str) -> str:
    """The pass `old` was replaced by the pass `new`."""
    row = desk.store.read_one("SELECT state, coalesce(successor, '') FROM card WHERE number = ?", (old,))
    if row is None:
        return _NOBODY.format(old)
    state, successor = map(str, row)
    if state != "replaced":
        return f"Pas {old} is nog niet vervangen"
    return "" if successor == new else f"De nieuwe pas is {successor}, gevraagd was {new}"


def has_cancelled(desk: Desk, who: str, last_day: str = "", channel: str = "", reason: str = "", iban: str = "") -> str:
    """A cancellation stands; with this last day, this way of telling it, this reason, this account, where told."""
    row = desk.store.read_one(
        "SELECT cancellation.last_day, cancellation.channel, coalesce(cancellation.reason, ''),"
        " coalesce(cancellation.refund_iban, '')"
        " FROM cancellation JOIN card ON card.customer_id = cancellation.customer_id"
        " WHERE card.number = ? AND cancellation.withdrawn_on IS NULL ORDER BY cancellation.id DESC",
        (who,),
    )
    if row is None:
        return f"{name_of(desk, who)} heeft nog niet opgezegd"
    day, found_channel, found_reason, found_iban = map(str, row)
    if last_day and format_iso(day) != last_day:
        return f"De laatste dag is {format_iso(day)}, gevraagd was {last_day}"
    if channel and found_channel != channel:
        return f"Opgezegd is {found_channel}, gevraagd was {channel}"
    if reason and found_reason != reason:
        return "De reden is een andere dan de klant vertelde"
    if iban and found_iban != iban:
        return f"Terugbetaald wordt op {found_iban or 'geen rekening'}, gevraagd was {iban}"
    return ""


def stays_a_member(desk: Desk, who: str) -> str:
    """No cancellation stands any more."""
    row = desk.store.read_one(
        "SELECT 1 FROM cancellation JOIN card ON card.customer_id = cancellation.customer_id"
        " WHERE card.number = ? AND cancellation.withdrawn_on IS NULL",
        (who,),
    )
    return "" if row is None else f"De opzegging van {name_of(desk, who)} staat er nog"


def is_paid_until(desk: Desk, who: str, day: str) -> str:
    """The subscription runs up to and including this day."""
    row = desk.store.read_one(
        "SELECT coalesce(membership.paid_until, membership.rights_until, '') FROM membership"
        " JOIN card ON card.customer_id = membership.customer_id WHERE card.number = ? ORDER BY membership.number DESC",
        (who,),
    )
    if row is None:
        return _NOBODY.format(who)
    until = format_iso(str(row[0]) or None)
    return "" if until == day else f"Het abonnement loopt t/m {until}, gevraagd was {day}"


def has_reduced_65(desk: Desk, who: str) -> str:
    """The 65+ tariff holds from the next period on."""
    from balie.customers.subscriptions.reduced_65 import has_reduced_65 as has

    customer_id = customer_of(desk, who)
    if customer_id is None:
        return _NOBODY.format(who)
    return "" if has(desk.store, customer_id) else f"{name_of(desk, who)} heeft het 65+-tarief nog niet"


def has_email(desk: Desk, who: str, email: str) -> str:
    """This is the e-mail address now; it is told nowhere that mail to it does not arrive."""
    row = desk.store.read_one(
        "SELECT coalesce(customer.email, ''), coalesce(bounce.reason, '')"
        " FROM customer JOIN card ON card.customer_id = customer.id"
        " LEFT JOIN bounce ON bounce.customer_id = customer.id AND bounce.email = customer.email WHERE card.number = ?",
        (who,),
    )
    if row is None:
        return _NOBODY.format(who)
    if row[0] != email:
        return f"Het e-mailadres is {row[0] or 'leeg'}, gevraagd was {email}"
    return "E-mail naar dit adres staat nog als onbestelbaar" if row[1] else ""


def hears_by(desk: Desk, who: str, channel: str) -> str:
    """How somebody wants to hear of what is due and what is late: `email`, `sms` or `post`."""
    row = desk.store.read_one(
        "SELECT coalesce(property.service_messages, '') FROM card"
        " LEFT JOIN property ON property.customer_id = card.customer_id WHERE card.number = ?",
        (who,),
    )
    if row is None:
        return _NOBODY.format(who)
    return "" if row[0] == channel else f"Overige berichten gaan nog anders dan {name_of(desk, who)} vroeg"


def lives_at(desk: Desk, who: str, street: str, number: int) -> str:
    """The main address is in this street, at this number."""
    row = desk.store.read_one(
        "SELECT coalesce(address.street, ''), address.number FROM address JOIN card USING (customer_id)"
        " WHERE card.number = ? AND address.kind = 'main'",
        (who,),
    )
    if row is not None and (row[0], row[1]) == (street, number):
        return ""
    return f"{name_of(desk, who)} staat nog niet op {street} {number}"


def all_live_at(desk: Desk, whole: str, street: str, number: int) -> str:
    """Everybody of a household (numbers of passes, with a comma between them) lives in this street, at this number."""
    return next((told for who in whole.split(",") if (told := lives_at(desk, who.strip(), street, number))), "")


def is_merged(desk: Desk, one: str, other: str, kept: str = "") -> str:
    """Two passes are of one customer now; `kept`, where told, is the one that is the customer's number."""
    mine, yours = customer_of(desk, one), customer_of(desk, other)
    if mine is None or yours is None:
        return _NOBODY.format(one if mine is None else other)
    if mine != yours:
        return f"{name_of(desk, one)} en {name_of(desk, other)} zijn nog twee klanten"
    row = desk.store.read_one("SELECT number FROM card WHERE customer_id = ? AND kind = 'primary'", (mine,))
    number = "" if row is None else str(row[0])
    return "" if kept in ("", number) else f"Het klantnummer is nu {number}, gevraagd was {kept}"


def has_died(desk: Desk, who: str, died_on: str = "") -> str:
    """It was told that somebody died; on this day where that is told."""
    row = desk.store.read_one(
        "SELECT coalesce(cancellation.died_on, '') FROM cancellation"
        " JOIN card ON card.customer_id = cancellation.customer_id"
        " WHERE card.number = ? AND cancellation.deceased = 1 AND cancellation.withdrawn_on IS NULL",
        (who,),
    )
    if row is None:
        return f"Van {name_of(desk, who)} is nog niet genoteerd dat hij of zij is overleden"
    found = format_iso(str(row[0]) or None)
    return "" if died_on in ("", found) else f"Overleden op is {found or 'leeg'}, gevraagd was {died_on}"


CUSTOMER_CHECKS: Mapping[str, Check] = {
    "enrolled": enrolled,
    "has_new_password": has_new_password,
    "has_pass_instead": has_pass_instead,
    "has_cancelled": has_cancelled,
    "stays_a_member": stays_a_member,
    "is_paid_until": is_paid_until,
    "has_reduced_65": has_reduced_65,
    "has_email": has_email,
    "hears_by": hears_by,
    "lives_at": lives_at,
    "all_live_at": all_live_at,
    "is_merged": is_merged,
    "has_died": has_died,
}
"""Every check about customers, by the name that a lesson file calls it."""
