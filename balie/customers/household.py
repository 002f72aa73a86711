"""Seriemutatie: a change carried to the other customers at the same address, one Ja or Nee each.

What can be carried: telephone, e-mail, branch, blocks, the mandate, and, on the day of a move, the address itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from json import loads
from typing import TYPE_CHECKING

from balie.customers.deceased import DECEASED
from balie.customers.mandates import change_mandate, mandate_change
from balie.customers.same_house import SAME_HOUSE, house_params
from balie.customers.standing import must_be_there
from balie.customers.tabs.contribution import HOLDER, IBAN
from balie.customers.tabs.edit_conflict import EditForm, FieldChange, changes_between
from balie.customers.tabs.editing import CHANGED, judge_edit, read_stored, write_edit
from balie.customers.tabs.name_address import ADDRESS_PARTS
from balie.customers.versions import touch
from balie.dutch.address import read_house_number
from balie.dutch.contact import is_mobile
from balie.dutch.names import list_name
from balie.library.rights import Right
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

HOUSEHOLD = "household"
"""The journal's word for a change that came from a housemate."""

ADDRESS = "address"
MANDATE = "mandate"
_MAIN = tuple(f"main_{part}" for part in ADDRESS_PARTS)
_FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    ADDRESS: ("2", _MAIN),
    "phone": ("2", ("phone",)),
    "email": ("2", ("email",)),
    "home_branch": ("2", ("home_branch",)),
    "block_general": ("6", ("block_general",)),
    "block_web": ("6", ("block_web",)),
    "block_address": ("6", ("block_address",)),
}
"""What can be carried, by the fields of which tab."""
_OF_ALL = (ADDRESS, "phone")
"""What is of all who live in a house, and not of one of them."""

_HOUSEMATES = (
    "SELECT c.id, c.initials, c.prefix, c.surname, c.birth_date FROM address AS a"
    f" JOIN customer AS c ON c.id = a.customer_id WHERE {SAME_HOUSE} AND a.kind = 'main' AND c.id <> ?"
    " AND c.name_key <> '' AND substr(c.name_key, 1, 1) <> ? ORDER BY c.birth_date NULLS FIRST, c.id"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """Something that can be carried: its name, label and value, and whether it is `ticked` at first.

    That is what was typed today and is of the household: its address, its telephone at home.
    """

    name: str
    label: str
    value: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Housemate:
    """One housemate: `Vries, E.B. de`, what would change, and why it cannot (then only Nee is possible)."""

    customer_id: int
    name: str
    version: int
    changes: tuple[FieldChange, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What is carried from whom to whom, as the desk was shown it."""

    customer_id: int
    version: int
    names: tuple[str, ...]
    housemates: tuple[Housemate, ...]


def carriable(desk: Desk, customer_id: int) -> tuple[Carried, ...]:
    """What of this customer can be carried. The address only on the day it changed: who lives there has it already."""
    forms = _forms(desk, desk.store, customer_id)
    today = _changed_today(desk, desk.store, customer_id)
    found = []
    for name, (tab, fields) in _FIELDS.items():
        typed = not today.keys().isdisjoint(fields)
        if name != ADDRESS:
            (spec,) = (spec for spec in forms[tab].specs if spec.name == name)
            value = forms[tab].fields[name]
            found.append(Carried(name, spec.full_label, spec.shown(value), typed and _is_of_all(name, value)))
        elif typed:
            found.append(Carried(name, "Adres", address_line(forms[tab].fields), ticked=True))
    mandate = mandate_change(desk.store, customer_id, customer_id)
    if mandate.will:
        found.append(Carried(MANDATE, mandate.label, mandate.will, ticked=False))
    return tuple(found)


def _is_of_all(name: str, value: str) -> bool:
    """Whether something is of the household: a telephone at home, and no mobile number typed in its place."""
    return name in _OF_ALL and value != "" and not is_mobile(value)


def carriable_to(desk: Desk, customer_id: int, changed: Collection[str]) -> int:
    """To how many housemates a change of these fields could be carried; 0 where that is nobody."""
    names = [one.name for one in carriable(desk, customer_id) if not set(changed).isdisjoint(_carries(one.name))]
    try:
        series = propose(desk, customer_id, names)
    except Refusal:
        return 0
    return sum(1 for mate in series.housemates if mate.changes and not mate.refused)


def _carries(name: str) -> tuple[str, ...]:
    """The fields that are carried under a name of `carriable`."""
    return _FIELDS[name][1] if name in _FIELDS else (IBAN, HOLDER)


def propose(desk: Desk, customer_id: int, names: Collection[str]) -> Series:
    """What would become of each housemate when this is carried. `names` are those of `carriable`.

    Raises `Refusal` where nobody else lives there, or all have it already.
    """
    if not names:
        raise Refusal("Kies wat er overgenomen moet worden.")
    return _series(desk, desk.store, customer_id, tuple(names))


def carry(desk: Desk, series: Series, yes: Collection[int]) -> int:
    """Carry it to those answered Ja (actor-ids), in one transaction, each with a journal row; how many that were.

    Raises `Refusal`, and nothing is changed, where one of them or the customer was changed since, or cannot have it.
    """
    desk.require(Right.CHANGE_CUSTOMER)
    chosen = [mate for mate in series.housemates if mate.customer_id in yes]
    with desk.transaction() as tx:
        now = _series(desk, tx, series.customer_id, series.names)
        known = {mate.customer_id: mate for mate in now.housemates}
        reasons = []
        if now.version != series.version:
            reasons.append("Deze klant is intussen door een andere balie gewijzigd: begin Seriemutatie opnieuw.")
        for mate in chosen:
            if known.get(mate.customer_id) != mate:
                reasons.append(f"{mate.name} is intussen door een andere balie gewijzigd: begin Seriemutatie opnieuw.")
            reasons.extend(f"{mate.name}: {reason}" for reason in mate.refused)
        if reasons:
            raise Refusal(*reasons)
        forms = _forms(desk, tx, series.customer_id)
        for mate in chosen:
            for tab, form in _forms(desk, tx, mate.customer_id).items():
                write_edit(desk, tx, mate.customer_id, form, _will(form, forms[tab], series.names), HOUSEHOLD)
            if MANDATE in series.names:
                reference = change_mandate(tx, series.customer_id, mate.customer_id)
                if reference:
                    tx.journal(HOUSEHOLD, customer_id=mate.customer_id, after={"mandate": reference})
            touch(tx, mate.customer_id)
    return len(chosen)


def address_line(fields: Mapping[str, str]) -> str:
    """The main address of a form of tab 2 on one line: `Kruisakkers 41, 9468 BG ANNEN`."""
    parts = (("main_street", "main_house_number"), ("main_postcode", "main_town"))
    return ", ".join(filter(None, (" ".join(filter(None, (fields[name] for name in pair))) for pair in parts)))


def _series(desk: Desk, reader: Reader, customer_id: int, names: tuple[str, ...]) -> Series:
    must_be_there(reader, customer_id)
    forms = _forms(desk, reader, customer_id)
    addresses = [forms["2"].fields]
    if ADDRESS in names:
        addresses.append({**forms["2"].fields, **_changed_today(desk, reader, customer_id)})
    people: dict[int, str] = {}
    for address in addresses:
        people |= _housemates(reader, customer_id, address)
    if not people:
        raise Refusal("Er is geen andere klant op dit adres: er is niemand om het naar over te nemen.")
    mates = [_housemate(desk, reader, customer_id, forms, mate, name, names) for mate, name in people.items()]
    mates = [mate for mate in mates if mate.changes]
    if not mates:
        raise Refusal("Bij iedereen op dit adres staat het al zo: er is niets over te nemen.")
    return Series(customer_id, forms["2"].version, names, tuple(mates))


def _housemates(reader: Reader, customer_id: int, fields: Mapping[str, str]) -> dict[int, str]:
    if not fields["main_postcode"] or not fields["main_house_number"]:
        return {}
    house = read_house_number(fields["main_house_number"])
    where = (*house_params(fields["main_postcode"], house), customer_id, DECEASED)
    return {
        found: list_name(initials or "", prefix or "", surname)
        for found, initials, prefix, surname, _ in reader.read(_HOUSEMATES, where)
    }


def _housemate(
    desk: Desk,
    reader: Reader,
    customer_id: int,
    forms: Mapping[str, EditForm],
    mate_id: int,
    name: str,
    names: tuple[str, ...],
) -> Housemate:
    changes: list[FieldChange] = []
    refused: list[Reason] = []
    version = 0
    for tab, form in _forms(desk, reader, mate_id).items():
        version = form.version
        will = _will(form, forms[tab], names)
        found = changes_between(form.fields, will, form.specs)
        if any(change.field in _MAIN for change in found):
            changes.append(FieldChange(ADDRESS, "Adres", address_line(form.fields), address_line(will)))
        changes += [change for change in found if change.field not in _MAIN]
        refused += judge_edit(desk, reader, mate_id, form, will)
    if MANDATE in names:
        mandate = mandate_change(reader, customer_id, mate_id)
        if mandate.was != mandate.will:
            changes.append(FieldChange(MANDATE, mandate.label, mandate.was, mandate.will))
            refused += mandate.refused
    return Housemate(mate_id, name, version, tuple(changes), tuple(reason.text for reason in refused))


def _will(form: EditForm, source: EditForm, names: Collection[str]) -> dict[str, str]:
    will = dict(form.fields)
    for name, (tab, fields) in _FIELDS.items():
        if name in names and tab == form.tab:
            will |= {field: source.fields[field] for field in fields}
    return will


def _forms(desk: Desk, reader: Reader, customer_id: int) -> dict[str, EditForm]:
    return {tab: read_stored(desk, reader, customer_id, tab) for tab in ("2", "6")}


def _changed_today(desk: Desk, reader: Reader, customer_id: int) -> dict[str, str]:
    """The fields that were changed on this working date, with what they were before the first of those changes."""
    rows = reader.read(
        "SELECT before FROM journal WHERE customer_id = ? AND working_date = ? AND action IN (?, ?) ORDER BY id DESC",
        (customer_id, desk.working_date.isoformat(), CHANGED, HOUSEHOLD),
    )
    was: dict[str, str] = {}
    for (before,) in rows:
        was |= loads(before or "{}")
    return was
