"""Tab 2, NAW-Gegevens, while it is edited: names, birth date, how to reach the customer, branch, four addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from balie.customers.ages import is_minor
from balie.customers.deceased import DECEASED
from balie.customers.finding.guardians import read_guardian
from balie.customers.forms.choices import COUNTRIES, DEFAULTS, CodeChoice
from balie.customers.forms.fields import LONGEST_DEPARTMENT, LONGEST_GUARDIAN, LONGEST_NAME, read_field
from balie.customers.forms.known_addresses import address_at
from balie.customers.guardians import guardian_text, write_guardian
from balie.customers.kinds import CustomerKind, KindRules, rules_of
from balie.customers.memberships import latest_membership
from balie.customers.name_keys import name_key, prefixed_key
from balie.customers.tabs.edit_fields import EditField, EditTab, ReadText, Values, changed
from balie.dutch.address import HouseNumber, read_house_number
from balie.dutch.contact import phone_digits
from balie.dutch.dates import format_iso, parse_birth_date
from balie.dutch.text import fold, read_text
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.refusal import Reasons
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

ADDRESS_KINDS = {
    "main": "Hoofdadres",
    "post": "Postadres",
    "invoice": "Factuuradres",
    "alternative": "Alternatief adres",
}
"""The four addresses; one without a row is the same as the main address."""

ADDRESS_PARTS = ("country", "postcode", "house_number", "street", "town")
_NOT_COUNTRY = ADDRESS_PARTS[1:]

_COLUMNS = (
    *("initials", "prefix", "surname", "given_name", "tag", "birth_date", "phone", "fax", "mobile"),
    *("email", "contact_name", "contact_phone", "department", "home_branch"),
)
_LEFT_OVER = ("initials", "prefix", "given_name", "birth_date")
"""What an institution does not have, and is there to be emptied as long as something stands in it."""
_UPDATE = (
    f"UPDATE customer SET {', '.join(f'{column} = ?' for column in _COLUMNS)}, name_key = ?, prefixed_key = ?,"
    " tag_key = ?, phone_key = ?, mobile_key = ?, email_key = ? WHERE id = ?"
)
_REPLACE_ADDRESS = (
    "INSERT INTO address (customer_id, kind, country, postcode, number, letter, addition, street, town)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (customer_id, kind) DO UPDATE SET country = excluded.country,"
    " postcode = excluded.postcode, number = excluded.number, letter = excluded.letter,"
    " addition = excluded.addition, street = excluded.street, town = excluded.town"
)


def _plain(name: str, label: str, *, longest: int = 60, required: bool = False, like: str = "") -> EditField:
    """A field that is read as a field of the enrolment is."""

    return EditField(name, label, longest=longest, required=required, read=_reader_of(like or name))


def _text(name: str, label: str, what: str, longest: int) -> EditField:
    return EditField(name, label, longest=longest, read=lambda text, today: read_text(text, what=what, longest=longest))


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    row = desk.store.read_one(
        f"SELECT kind, {', '.join(_LEFT_OVER)} FROM customer WHERE id = ?",
        (customer_id,),
    )
    if row is None:  # every field of every kind, for who reads the journal
        return _all_fields(desk, rules_of(CustomerKind.REGULAR))
    rules = rules_of(row[0])
    left_over = {name for name, value in zip(_LEFT_OVER, row[1:], strict=True) if value}
    unasked = rules.unasked - left_over - {"contact_name"}
    return tuple(field for field in _all_fields(desk, rules) if field.name not in unasked)


def _all_fields(desk: Desk, rules: KindRules) -> tuple[EditField, ...]:
    required = rules.details
    branches = tuple(CodeChoice(branch.number, f"{branch.number} ({branch.name})") for branch in desk.library.branches)
    return (
        _plain("initials", "Voorletters", longest=30),
        _plain("prefix", "Voorvoegsel", longest=20),
        _plain("surname", rules.name_label, required="surname" in required, like=rules.reads("surname")),
        _plain("given_name", "Roepnaam", longest=40),
        _text("tag", "Zoeknaam", "De zoeknaam", 40),
        _plain("birth_date", "Geboren (dd-mm-jjjj)", longest=20, required="birth_date" in required),
        EditField(
            "guardian",
            "Ouder of voogd",
            longest=LONGEST_GUARDIAN,
            note="Scan de pas van ouder of voogd, of typ de naam.",
            read=_reader_of("guardian"),
            journalled=False,
        ),
        _plain("phone", "Telefoon", longest=25),
        _plain("fax", "Fax", longest=25, like="phone"),
        _plain("mobile", "SMS-nummer", longest=25),
        _plain("email", "E-mail", longest=254),
        _plain("contact_name", "Contactpersoon", longest=LONGEST_NAME),
        _plain("contact_phone", "Telefoon contactpersoon", longest=25, like="phone"),
        _plain("department", "Afdeling", longest=LONGEST_DEPARTMENT),
        EditField("home_branch", "Filiaal", choices=branches, required=True),
        *(field for kind in ADDRESS_KINDS for field in _address_fields(kind, required)),
    )


def _address_fields(kind: str, required: frozenset[str]) -> Iterator[EditField]:
    group, main = ADDRESS_KINDS[kind], kind == "main"
    labels = {"street": ("Straat", 80), "house_number": ("Huisnummer", 12), "town": ("Plaats", 80)}
    yield EditField(f"{kind}_country", "Land", group, choices=COUNTRIES, required=True, unit=kind)
    yield EditField(
        f"{kind}_postcode",
        "Postcode",
        group,
        longest=12,
        required=main and "postcode" in required,
        country_field=f"{kind}_country",
        unit=kind,
    )
    for part in ("house_number", "street", "town"):
        label, longest = labels[part]
        yield EditField(
            f"{kind}_{part}",
            label,
            group,
            longest=longest,
            required=main and part in required,
            read=_reader_of(part),
            unit=kind,
        )


def _reader_of(part: str) -> ReadText:
    return lambda text, today: read_field(part, text, today)


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    row = reader.read_one(f"SELECT {', '.join(_COLUMNS)} FROM customer WHERE id = ?", (customer_id,))
    assert row is not None
    values = {name: value or "" for name, value in zip(_COLUMNS, row, strict=True)}
    if values["birth_date"]:
        values["birth_date"] = format_iso(values["birth_date"])
    return {**values, "guardian": guardian_text(reader, customer_id), **read_addresses(reader, customer_id)}


def read_addresses(reader: Reader, customer_id: int) -> dict[str, str]:
    """The parts of the four addresses by field name (`post_town`); of one that is not kept apart, empty texts."""
    values = {
        f"{kind}_{part}": DEFAULTS["country"] if part == "country" else ""
        for kind in ADDRESS_KINDS
        for part in ADDRESS_PARTS
    }
    rows = reader.read(
        "SELECT kind, country, postcode, number, letter, addition, street, town FROM address WHERE customer_id = ?",
        (customer_id,),
    )
    for kind, country, postcode, number, letter, addition, street, town in rows:
        house = str(HouseNumber(number, letter or "", addition or "")) if number else ""
        parts = (country, postcode or "", house, street or "", town or "")
        values |= {f"{kind}_{part}": text for part, text in zip(ADDRESS_PARTS, parts, strict=True)}
    return values


def _judge(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    if "guardian" not in will and will.get("birth_date") and changed(was, will, "birth_date"):
        reasons.add("Een instelling heeft geen geboortedatum: maak dit veld leeg.", "birth_date")
    was, will = _whole(reader, customer_id, was, will)
    for kind in ADDRESS_KINDS:
        _judge_address(kind, was, will, reasons)
    if changed(was, will, "guardian"):
        with reasons.at("guardian"):
            read_guardian(reader, will["guardian"], desk.working_date, child_id=customer_id)
    if changed(was, will, "birth_date", "guardian") and will["birth_date"] and not will["guardian"]:
        _judge_guardian(desk, reader, customer_id, will, reasons)
    if changed(was, will, "home_branch"):
        _judge_branch(desk, reader, customer_id, reasons)
    if was["email"] and not will["email"]:
        from balie.customers.tabs.profiles import running_interests

        if running_interests(reader, customer_id):
            reasons.add(
                "Op tabblad B staan interesses die per e-mail gaan: beëindig die eerst, of vul een ander adres in.",
                "email",
            )


def _whole(reader: Reader, customer_id: int, was: Values, will: Values) -> tuple[Values, Values]:
    """The two with the fields that this kind of customer is not asked, as they are stored."""
    stored = _read(reader, customer_id)
    return {**stored, **was}, {**stored, **will}


def _judge_address(kind: str, was: Values, will: Values, reasons: Reasons) -> None:
    """An address other than the main one is there as a whole or not at all; the main one is judged field by field."""
    names = [f"{kind}_{part}" for part in _NOT_COUNTRY]
    if kind == "main" or not changed(was, will, *names, f"{kind}_country") or not any(will[name] for name in names):
        return
    needed = {"house_number": "het huisnummer", "street": "de straat", "town": "de plaats"}
    if will[f"{kind}_country"] == DEFAULTS["country"]:
        needed["postcode"] = "de postcode"
    for part, what in needed.items():
        if not will[f"{kind}_{part}"]:
            reasons.add(f"{ADDRESS_KINDS[kind]}: vul ook {what} in, of maak het hele adres leeg.", f"{kind}_{part}")


def _judge_guardian(desk: Desk, reader: Reader, customer_id: int, will: Values, reasons: Reasons) -> None:
    born = parse_birth_date(will["birth_date"], desk.working_date)
    person = reader.read_one("SELECT person FROM customer WHERE id = ?", (customer_id,))
    if person is None or not is_minor(born, desk.working_date, person[0]):
        return
    if reader.read_one("SELECT 1 FROM relation WHERE child_id = ?", (customer_id,)) is None:
        reasons.add("De klant is nog geen 18: scan de pas van ouder of voogd, of typ de naam.", "guardian")


def _judge_branch(desk: Desk, reader: Reader, customer_id: int, reasons: Reasons) -> None:
    """The home branch stays what it is during a paid period (rules.md#home-branch)."""
    membership = latest_membership(reader, customer_id)
    row = reader.read_one(
        "SELECT max(paid_until) FROM membership WHERE customer_id = ? AND price_cents > 0 AND status <> 9",
        (customer_id,),
    )
    paid_until = row[0] if row else None
    if membership is None or paid_until is None or paid_until < desk.working_date.isoformat():
        return
    if membership.is_running(desk.working_date):
        last = format_iso(paid_until)
        reasons.add(
            f"Het filiaal kan niet veranderen in een periode waarvoor betaald wordt: t/m {last}.", "home_branch"
        )


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    was, will = _whole(tx, customer_id, was, will)
    born = parse_birth_date(will["birth_date"], desk.working_date).isoformat() if will["birth_date"] else None
    columns = {name: will[name] or None for name in _COLUMNS} | {"birth_date": born}
    tx.execute(_UPDATE, (*columns.values(), *_keys(tx, customer_id, was, will), customer_id))
    if changed(was, will, "guardian"):
        write_guardian(tx, customer_id, read_guardian(tx, will["guardian"], desk.working_date, child_id=customer_id))
    for kind in ADDRESS_KINDS:
        if changed(was, will, *(f"{kind}_{part}" for part in ADDRESS_PARTS)):
            write_address(tx, customer_id, kind, [will[f"{kind}_{part}"] for part in ADDRESS_PARTS])


def _keys(tx: Transaction, customer_id: int, was: Values, will: Values) -> list[str | None]:
    row = tx.read_one("SELECT name_key, prefixed_key FROM customer WHERE id = ?", (customer_id,))
    assert row is not None
    name, prefixed = row
    mark = DECEASED if name.startswith(DECEASED) else ""  # stays when the name of who died is corrected
    if changed(was, will, "initials", "prefix", "surname"):
        parts = (will["initials"], will["prefix"], will["surname"])
        name = mark + name_key(*parts)
        with_prefix = prefixed_key(*parts)
        prefixed = None if with_prefix is None else mark + with_prefix
    tag = fold(will["tag"]) or will["tag"].casefold()
    digits = [phone_digits(will[field]) or None for field in ("phone", "mobile")]
    return [name, prefixed, mark + tag if tag else None, *digits, will["email"].lower() or None]


def write_address(tx: Transaction, customer_id: int, kind: str, parts: list[str]) -> None:
    """Write an address, of which `parts` are the texts of `ADDRESS_PARTS`; one that is empty goes."""
    country, postcode, house_text, street, town = parts
    if kind != "main" and not any(parts[1:]):
        tx.execute("DELETE FROM address WHERE customer_id = ? AND kind = ?", (customer_id, kind))
        return
    house = read_house_number(house_text) if house_text else None
    number, letter, addition = (house.number, house.letter, house.addition) if house else (None, "", "")
    tx.execute(
        _REPLACE_ADDRESS,
        (
            *(customer_id, kind, country, postcode or None, number),
            *(letter or None, addition or None, street or None, town or None),
        ),
    )


def _follows(reader: Reader, name: str, was: Values, typed: Values) -> dict[str, str]:
    """Street and town of a known address, once its postcode or house number is another; what was typed by hand stays.

    Nobody who moved stays in the old street because it was not typed anew.
    """
    kind, _, part = name.partition("_")
    parts = {one: f"{kind}_{one}" for one in ADDRESS_PARTS}
    if part not in ("postcode", "house_number") or not changed(was, typed, parts["postcode"], parts["house_number"]):
        return {}
    try:
        house_number = read_house_number(typed[parts["house_number"]])
    except Refusal:  # told at its own field
        return {}
    if typed[parts["country"]] != DEFAULTS["country"]:
        return {}
    known = address_at(reader, typed[parts["postcode"]], house_number)
    if known is None:
        return {}
    follow = {parts["street"]: known.street, parts["town"]: known.town}
    return {one: text for one, text in follow.items() if typed[one] in ("", was[one]) and typed[one] != text}


TAB = EditTab(_fields, _read, _judge, _write, _follows)
