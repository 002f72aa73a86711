"""Klant zoeken: one line of text in, a page of customers out, in the same time for ten thousand and for a million.

The text is tried as everything it can be (a number, a date, a telephone number, an address, a name); each of those is
one range of one index, read by key from where the last page ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.listing import DECEASED, LISTED, CustomerRow, list_rows
from balie.customers.numbers import compact
from balie.customers.records import SEPARATOR
from balie.dutch.dates import parse_date
from balie.dutch.names import PREFIXES, read_initials, split_prefix
from balie.dutch.text import clean, fold
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader

PAGE = 20

_END = "\U0010ffff"
"""After every text that begins the same."""

_POSTCODE = re.compile(r"([0-9]{4}) ?([A-Za-z]{2})(?:[ ,]+([0-9]{1,5})(?![0-9]).*)?")
_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2} ?[A-Za-z0-9][A-Za-z0-9 ]{2,}")
_DIGITS = re.compile(r"[0-9 ()+./\[\]-]*[0-9][0-9 ()+./\[\]-]*")
_ONLINE = re.compile(r"2[Xx][0-9]*")
_INITIALS_FIRST = re.compile(r"((?:[^\W\d_]{1,3}\.)+) ?(\S.*)")
_SHORTEST_NUMBER = 5
_SHORTEST_PHONE = 6
_SHORTEST_EXTERNAL = 8

_BY_CUSTOMER = "SELECT {key} AS key, " + LISTED + " FROM customer WHERE {given}({key}, id) > (?, ?) AND {key} < ?"
_SELECTS = {
    "name": _BY_CUSTOMER.format(key="name_key", given=""),
    "prefixed": _BY_CUSTOMER.format(key="prefixed_key", given="prefixed_key IS NOT NULL AND "),
    "tag": _BY_CUSTOMER.format(key="tag_key", given="tag_key IS NOT NULL AND "),
    "email": _BY_CUSTOMER.format(key="email_key", given="email_key IS NOT NULL AND "),
    "phone": _BY_CUSTOMER.format(key="phone_key", given="phone_key IS NOT NULL AND "),
    "mobile": _BY_CUSTOMER.format(key="mobile_key", given="mobile_key IS NOT NULL AND "),
}
_JOINED = "c.id, c.initials, c.prefix, c.surname, c.birth_date, c.name_key"
_NUMBER = (
    f"SELECT k.number AS key, {_JOINED} FROM card AS k JOIN customer AS c ON c.id = k.customer_id"
    " WHERE (k.number, k.customer_id) > (?, ?) AND k.number < ?"
)
_ACCOUNT = (
    f"SELECT i.iban AS key, {_JOINED} FROM mandate AS i JOIN customer AS c ON c.id = i.customer_id"
    " WHERE (i.iban, i.customer_id) > (?, ?) AND i.iban < ?"
)
_EXTERNAL = (
    "SELECT p.{column} AS key, "
    + _JOINED
    + (
        " FROM property AS p JOIN customer AS c ON c.id = p.customer_id"
        " WHERE p.{column} IS NOT NULL AND (p.{column}, p.customer_id) > (?, ?) AND p.{column} < ?"
    )
)
_EXTERNALS = {column: _EXTERNAL.format(column=column) for column in ("external_number", "external_number_2")}
_BORN = (
    f"SELECT name_key AS key, {LISTED} FROM customer"
    " WHERE birth_date = ? AND birth_date IS NOT NULL AND (name_key, id) > (?, ?)"
)
_ACTOR = (
    f"SELECT '' AS key, {LISTED} FROM customer"
    " WHERE id = coalesce((SELECT into_id FROM merged WHERE customer_id = ?1), ?1) AND ('', id) > (?2, ?3)"
)
_STREET = (
    f"SELECT printf('%05d', a.number) AS key, {_JOINED} FROM address AS a JOIN customer AS c ON c.id = a.customer_id"
    " WHERE a.postcode = ? AND (a.number, a.customer_id) > (CAST(? AS INTEGER), ?)"
)
_HOUSE = (
    f"SELECT '' AS key, {_JOINED} FROM address AS a JOIN customer AS c ON c.id = a.customer_id"
    " WHERE a.postcode = ? AND a.number = ? AND ('', a.customer_id) > (?, ?)"
)
_ORDER = {
    _NUMBER: "k.number, k.customer_id",
    _ACCOUNT: "i.iban, i.customer_id",
    **{sql: f"p.{column}, p.customer_id" for column, sql in _EXTERNALS.items()},
    _BORN: "name_key, id",
    _ACTOR: "id",
    _STREET: "a.number, a.customer_id",
    _HOUSE: "a.customer_id",
}


@dataclass(frozen=True, slots=True)
class Range:
    """One range of one index: the SELECT, what it fixes, and where its keys begin and end (exclusive, if at all)."""

    sql: str
    fixed: tuple[str | int, ...]
    first: str
    end: str | None

    def page(self, key: str, customer_id: int, limit: int) -> tuple[str, tuple[str | int, ...]]:
        """The SELECT with its parameters for the page after this key and actor-id."""
        params = (*self.fixed, key, customer_id, *(() if self.end is None else (self.end,)), limit)
        return f"{self.sql} ORDER BY {_ORDER.get(self.sql, 'key, id')} LIMIT ?", params


@dataclass(frozen=True, slots=True)
class After:
    """Where a page ended: in which range, at which key and actor-id. Only good for the same text."""

    range_number: int
    key: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of customers, and where the next one begins: None when this was the last."""

    rows: tuple[CustomerRow, ...]
    after: After | None

    @property
    def more(self) -> bool:
        """Whether there are more customers than these."""
        return self.after is not None


def search(
    reader: Reader, library: Library, text: str, on: date, *, after: After | None = None, limit: int = PAGE
) -> Page:
    """The customers that fit the text, a page at a time; `after` is where the page before this one ended.

    Text: klantnummer or its beginning (also a blocked or replaced one), [actor-id] (also of a record that was merged),
    the beginning of a surname (with or without prefix and accents; also `Vries, E.` or `E.B. de Vries`; the deceased
    only with a `*` before it), zoeknaam, postcode with or without house number, birth date, e-mail address, telephone
    number, IBAN, external number (whole or its first eight signs).
    `on` is the working date. Raises `Refusal` when there is nothing to search for.
    """
    found: list[CustomerRow] = []
    seen: set[int] = set()
    start = after.range_number if after else 0
    for number, wanted in enumerate(ranges(text, on)):
        if number < start:
            continue
        key, customer_id = (after.key, after.customer_id) if after and number == start else (wanted.first, 0)
        sql, params = wanted.page(key, customer_id, limit + 1)
        for last_key, row in list_rows(reader, library, on, sql, params):
            if len(found) == limit:
                return Page(tuple(found), After(number, key, customer_id))
            key, customer_id = last_key, row.customer_id
            if row.customer_id not in seen:
                seen.add(row.customer_id)
                found.append(row)
    return Page(tuple(found), None)


def ranges(text: str, today: date) -> list[Range]:
    """Everything the text can be, in the order in which it is shown. Raises `Refusal` for an empty text."""
    typed = " ".join(clean(text).split())
    if not typed:
        raise Refusal("Typ een naam, nummer, geboortedatum, e-mailadres, of postcode en huisnummer.")
    if "@" in typed:
        return [_beginning(_SELECTS["email"], typed.lower())]
    if postcode := _POSTCODE.fullmatch(typed):
        shown = f"{postcode[1]} {postcode[2].upper()}"
        if postcode[3]:
            return [Range(_HOUSE, (shown, int(postcode[3])), "", None)]
        return [Range(_STREET, (shown,), "0", None)]
    if typed.startswith(DECEASED):
        return list(_named(typed.lstrip(DECEASED + " "), DECEASED))
    if _ONLINE.fullmatch(typed):
        return [_beginning(_NUMBER, typed.upper())]
    if _DIGITS.fullmatch(typed):
        return [*_numeric(typed, today), *_external(typed)]
    found = [*_named(typed), *_external(typed)]
    if _IBAN.fullmatch(typed):
        found.insert(0, _beginning(_ACCOUNT, typed.replace(" ", "").upper()))
    return found


def _numeric(typed: str, today: date) -> Iterator[Range]:
    from balie.dutch.contact import phone_digits

    bare = compact(typed)
    if typed.startswith("["):
        yield _actor(typed)
        return
    if bare.startswith("2") and len(bare) >= _SHORTEST_NUMBER:
        yield _beginning(_NUMBER, bare)
    try:
        born = parse_date(typed, today)
    except Refusal:
        pass
    else:
        yield Range(_BORN, (born.isoformat(),), "", None)
    phone = phone_digits(typed)
    if phone.startswith("0") and len(phone) >= _SHORTEST_PHONE:
        yield _beginning(_SELECTS["phone"], phone)
        yield _beginning(_SELECTS["mobile"], phone)
    yield _actor(typed)


def _actor(typed: str) -> Range:
    digits = re.sub(r"[^0-9]", "", typed)
    return Range(_ACTOR, (int(digits[:18]),), "", None)


def _external(typed: str) -> Iterator[Range]:
    """The number of a school or another system, from eight signs on (klanten-in-wise 5)."""
    number = typed.replace(" ", "").upper()
    if len(number) >= _SHORTEST_EXTERNAL:
        for sql in _EXTERNALS.values():
            yield _beginning(sql, number)


def _named(typed: str, mark: str = "") -> Iterator[Range]:
    """The text as a name; `mark` stands before the keys of those who are looked for."""
    surname, initials = typed, ""
    if "," in typed:
        surname, _, rest = typed.partition(",")
        initials = _initials_of(rest)
    elif first := _INITIALS_FIRST.fullmatch(typed):
        initials, surname = _initials_of(first[1]), first[2]
    exact = "," in typed or bool(initials)
    prefix, _ = split_prefix(surname)
    yield _name(_SELECTS["name"], mark + _key(surname), initials, exact)
    if prefix or fold(surname) in _FOLDED_PREFIXES:
        yield _name(_SELECTS["prefixed"], mark + _key(surname), initials, exact)
    if not exact:
        yield _beginning(_SELECTS["tag"], mark + _key(typed))


_FOLDED_PREFIXES = frozenset(fold(prefix) for prefix in PREFIXES)
_PREFIX_WORDS = frozenset(word for prefix in PREFIXES for word in prefix.split())


def _initials_of(text: str) -> str:
    """The initials in what follows the comma (or goes before the name), folded; a prefix behind them is dropped."""
    # Not folded: `T.` is an initial, `'t` a prefix.
    words = [word for word in text.split() if word.casefold() not in _PREFIX_WORDS]
    try:
        return fold(read_initials("".join(words)))
    except Refusal:
        return fold(" ".join(words))


def _name(sql: str, key: str, initials: str, exact: bool) -> Range:
    return _beginning(sql, key + SEPARATOR + initials if exact else key)


def _key(text: str) -> str:
    return fold(text) or text.casefold()


def _beginning(sql: str, start: str) -> Range:
    return Range(sql, (), start, start + _END)
