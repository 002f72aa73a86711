"""What a merge would do, in Dutch, for the two records side by side before anybody says yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import current_number
from balie.customers.finding.listing import one_line
from balie.customers.forms.choices import label_of
from balie.customers.header import membership_name
from balie.customers.merging.holds import notices
from balie.customers.merging.plan import MergePlan, MergeStep
from balie.dutch.counts import many
from balie.dutch.dates import format_iso
from balie.dutch.money import format_cents
from balie.ledger import balance

if TYPE_CHECKING:
    from balie.desk import Desk

_COMPARED = {
    "initials": "Voorletters",
    "prefix": "Voorvoegsel",
    "surname": "Achternaam",
    "given_name": "Roepnaam",
    "birth_date": "Geboortedatum",
    "person": "Persoon/Instelling",
    "tag": "Zoeknaam",
    "phone": "Telefoon",
    "mobile": "SMS-nummer",
    "fax": "Fax",
    "email": "E-mail",
    "contact_name": "Contactpersoon",
    "contact_phone": "Telefoon contactpersoon",
    "department": "Afdeling",
    "guardian": "Ouder of voogd",
    "selection": "Selectie",
    "language": "Voorkeurstaal",
    "login_account": "Inlogaccount",
    "newsletter_since": "Nieuwsbrief",
    "keep_history_since": "Leenhistorie",
    "home_branch": "Filiaal",
    "registered_on": "Registratiedatum",
    "last_active_on": "Laatste activiteit",
}
_DAYS = frozenset({"birth_date", "registered_on", "last_active_on", "newsletter_since", "keep_history_since"})
_CHOICES = frozenset({"person", "language"})


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of the two records: its label, what the one that stays has, what the other has, and what it becomes."""

    label: str
    stays: str
    goes: str
    becomes: str

    @property
    def differs(self) -> bool:
        """Whether the two records do not say the same."""
        return self.stays != self.goes


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging record `merge` into record `keep` does; `merging.merge` takes it as the yes to exactly this.

    `moves`: a line for each kind of thing that goes along (`3 uitleningen`). `left_out`: what the record that stays has
    already, so that it is only kept in the journal. `warnings`: what the desk should know before saying yes.
    """

    keep: int
    merge: int
    compared: tuple[Compared, ...]
    moves: tuple[str, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    plan: MergePlan

    @property
    def swapped(self) -> tuple[int, int]:
        """The two records the other way round, for the button that changes which one stays."""
        return self.merge, self.keep


def describe(desk: Desk, plan: MergePlan) -> MergePreview:
    """The preview of a plan, with the numbers and amounts of the store as it is now."""
    moving: Counter[tuple[str, str]] = Counter()
    leaving: Counter[tuple[str, str]] = Counter()
    for step in plan.steps:
        if step.after is None:
            leaving[step.part.one, step.part.many] += 1
        elif step.part.column in step.after:
            moving[step.part.one, step.part.many] += 1
    return MergePreview(
        keep=plan.keep,
        merge=plan.merge,
        compared=tuple(_compare(desk, plan)),
        moves=tuple(many(count, *names) for names, count in moving.items()),
        left_out=tuple(many(count, *names) for names, count in leaving.items()),
        warnings=tuple(_warnings(desk, plan)),
        plan=plan,
    )


def _compare(desk: Desk, plan: MergePlan) -> Iterator[Compared]:
    stays, goes = (current_number(desk.store, id_) or "volgt" for id_ in (plan.keep, plan.merge))
    number = goes if stays == "volgt" else stays
    yield Compared("Klantnummer", f"{stays} [{plan.keep}]", f"{goes} [{plan.merge}]", f"{number} [{plan.keep}]")
    stays, goes = (_address(desk, id_) for id_ in (plan.keep, plan.merge))
    yield Compared("Adres", stays, goes, stays)
    row = desk.store.read_one(f"SELECT {', '.join(_COMPARED)} FROM customer WHERE id = ?", (plan.keep,))
    assert row is not None
    for (name, label), value in zip(_COMPARED.items(), row, strict=True):
        becomes = plan.filled_after.get(name, value)
        stays, goes, shown = (_shown(name, item) for item in (value, plan.gone[name], becomes))
        if stays or goes:
            yield Compared(label, stays, goes, shown)


def _shown(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in _DAYS:
        return format_iso(str(value))
    return label_of(name, str(value)) if name in _CHOICES else str(value)


def _address(desk: Desk, customer_id: int) -> str:
    row = desk.store.read_one(
        "SELECT street, number, letter, addition, postcode, town FROM address WHERE customer_id = ? AND kind = 'main'",
        (customer_id,),
    )
    return "" if row is None else one_line(*row)


def _warnings(desk: Desk, plan: MergePlan) -> Iterator[str]:
    if plan.ended is not None:
        yield (
            f"Beide klanten zijn lid. Het abonnement {membership_name(desk, plan.ended)} van [{plan.merge}] eindigt"
            " vandaag; verreken zo nodig de contributie in Financieel."
        )
    money = balance(desk.store, plan.merge)
    if money.contribution or money.other:
        yield f"Van [{plan.merge}] staat {format_cents(money.contribution + money.other)} open; dat gaat mee."
    if money.credit:
        yield f"[{plan.merge}] heeft een tegoed van {format_cents(money.credit)}; dat gaat mee."
    yield from notices(desk.store, plan.keep, plan.merge)
    for step in plan.steps:
        number = step.key.get("number")
        if _becomes_additional(step) and isinstance(number, str):
            yield f"Pas {number} wordt een volgpas: hij blijft werken tot hij wordt geblokkeerd."
        if step.secret and step.after is None:
            yield f"{step.part.one.capitalize()} van [{plan.merge}] vervalt, en komt bij ongedaan maken niet terug."


def _becomes_additional(step: MergeStep) -> bool:
    return step.after is not None and step.after.get("kind") == "additional"
