"""Klant zoeken: one line of text in, a page of customers out, in the same time for ten thousand and for a million.

The text is tried as everything it can be (a number, a date, a telephone number, an address, a name); each of those is
one range of one index, read by key from where the last page ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import compact
from balie.customers.deceased import DECEASED
from balie.customers.finding.listing import CustomerRow, list_rows, listing
from balie.customers.name_keys import SEPARATOR
from balie.dutch.dates import parse_date
from balie.dutch.names import PREFIXES, read_initials
from balie.dutch.text import clean, fold
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader

PAGE = 15
"""As many as a list shows at 80x24: each costs a row of four tables, so what nobody sees is not asked for."""

_END = "\U0010ffff"
"""After every text that begins the same."""

_POSTCODE = re.compile(r"([0-9]{4}) ?([A-Za-z]{2})(?:[ ,]*([0-9]{1,5})(?![0-9]).*)?")
_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2} ?[A-Za-z0-9][A-Za-z0-9 ]{2,}")
_DIGITS = re.compile(r"[0-9 ()+./\[\]-]*[0-9][0-9 ()+./\[\]-]*")
_ONLINE = re.compile(r"2[Xx][0-9]*")
_INITIALS_FIRST = re.compile(r"((?:[^\W\d_]{1,3}\.)+) ?(\S.*)")
_INITIALS_LAST = re.compile(r"(\S.*) ((?:[^\W\d_]{1,3}\.)+[^\W\d_]{0,3})")
_LETTERS_LAST = re.compile(r"(\S.*) ([^\W\d_]{1,4})")
_LETTERS_FIRST = re.compile(r"([^\W\d_]{1,4}) (\S.*)")
_DATE = re.compile(r"[0-9]{6}|[0-9]{8}|[0-9]+[-/. ].*")
_SHORTEST_NUMBER = 5
_SHORTEST_PHONE = 6
_SHORTEST_EXTERNAL = 8
_LONGEST_ACTOR_ID = 12


@dataclass(frozen=True, slots=True)
class LookUp:
    """Two SELECTs over the same rows in the same order: their lines, and whether there is any."""

    lines: str
    any: str


def _look_up(key: str, source: str, rest: str) -> LookUp:
    return LookUp(listing(key, source, rest), f"SELECT 1 FROM {source} {rest}")


def _beginning_in(source: str, key: str, id_: str) -> LookUp:
    """Whose `key` begins somehow, in the order of it. What is not filled in has no place in an index."""
    given = "" if key == "c.name_key" else f"{key} IS NOT NULL AND "
    return _look_up(key, source, f"WHERE {given}({key}, {id_}) > (?, ?) AND {key} < ? ORDER BY {key}, {id_} LIMIT ?")


_CUSTOMER = "customer AS c"
_NAME, _PREFIXED, _TAG, _EMAIL, _PHONE, _MOBILE = (
    _beginning_in(_CUSTOMER, f"c.{column}", "c.id")
    for column in ("name_key", "prefixed_key", "tag_key", "email_key", "phone_key", "mobile_key")
)
_NUMBER = _beginning_in("card AS k JOIN customer AS c ON c.id = k.customer_id", "k.number", "k.customer_id")
_ACCOUNT = _beginning_in("mandate AS m JOIN customer AS c ON c.id = m.customer_id", "m.iban", "m.customer_id")
_EXTERNALS = tuple(
    _beginning_in("property AS p JOIN customer AS c ON c.id = p.customer_id", f"p.{column}", "p.customer_id")
    for column in ("external_number", "external_number_2")
)
# Nobody twice: not whose name begins so as a whole, and each at the first of the parts that do.
_PART = _look_up(
    "p.key",
    "name_part AS p JOIN customer AS c ON c.id = p.customer_id",
    "WHERE (p.key, p.customer_id) > (?3, ?4) AND p.key < ?5 AND NOT (c.name_key >= ?1 AND c.name_key < ?2)"
    " AND NOT EXISTS (SELECT 1 FROM name_part WHERE customer_id = p.customer_id AND key >= ?1 AND key < p.key)"
    " ORDER BY p.key, p.customer_id LIMIT ?6",
)
_BORN = _look_up(
    "c.name_key",
    _CUSTOMER,
    "WHERE c.birth_date = ? AND c.birth_date IS NOT NULL AND (c.name_key, c.id) > (?, ?)"
    " ORDER BY c.name_key, c.id LIMIT ?",
)
_ACTOR = _look_up(
    "''",
    _CUSTOMER,
    "WHERE c.id = coalesce((SELECT into_id FROM merged WHERE customer_id = ?1), ?1) AND ('', c.id) > (?2, ?3) LIMIT ?4",
)
_HOUSES = "address AS a JOIN customer AS c ON c.id = a.customer_id"
_STREET = _look_up(
    "substr(CAST(100000 + a.number AS TEXT), 2)",
    _HOUSES,
    "WHERE a.postcode = ? AND (a.number, a.customer_id) > (CAST(? AS INTEGER), ?) ORDER BY a.number, a.customer_id"
    " LIMIT ?",
)
_HOUSE = _look_up(
    "''",
    _HOUSES,
    "WHERE a.postcode = ? AND a.number = ? AND ('', a.customer_id) > (?, ?) ORDER BY a.customer_id LIMIT ?",
)


@dataclass(frozen=True, slots=True)
class Range:
    """One range of one index: the look-up, what it fixes, and where its keys begin and end (exclusive, if at all).

    A look-up takes what it fixes, the key and actor-id after which a page begins, the end, and how many.
    """

    look_up: LookUp
    fixed: tuple[str | int, ...]
    first: str
    end: str | None

    def page(self, key: str, customer_id: int, limit: int) -> tuple[str, tuple[str | int, ...]]:
        """The SELECT with its parameters for the page after this key and actor-id."""
        return self.look_up.lines, self._params(key, customer_id, limit)

    def goes_on(self, reader: Reader, key: str, customer_id: int) -> bool:
        """Whether there is anybody after this key and actor-id."""
        return reader.read_one(self.look_up.any, self._params(key, customer_id, 1)) is not None

    def _params(self, key: str, customer_id: int, limit: int) -> tuple[str | int, ...]:
        return (*self.fixed, key, customer_id, *(() if self.end is None else (self.end,)), limit)


@dataclass(frozen=True, slots=True)
class AfterCustomer:
    """Where a page ended: in which range, at which key and actor-id. Only good for the same text."""

    range_number: int
    key: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class PageOfCustomers:
    """A page of customers, and where the next one begins: None when this was the last."""

    rows: tuple[CustomerRow, ...]
    after: AfterCustomer | None

    @property
    def more(self) -> bool:
        """Whether there are more customers than these."""
        return self.after is not None


def search(
    reader: Reader, library: Library, text: str, on: date, *, after: AfterCustomer | None = None, limit: int = PAGE
) -> PageOfCustomers:
    """The customers that fit the text, a page at a time; `after` is where the page before this one ended.

    Text: klantnummer or its beginning (also a blocked or replaced one), [actor-id] (also of a record that was merged),
    the beginning of a surname or of a later word in it (with or without prefix and accents; also `Vries, E.`,
    `vries eb` or `E.B. de Vries`; the deceased only with a `*` before it), zoeknaam, postcode with or without
    house number, birth date, e-mail address, telephone number, IBAN, external number (whole or its first eight signs).
    `on` is the working date. Raises `Refusal` when there is nothing to search for.
    """
    found: list[CustomerRow] = []
    seen: set[int] = set()
    start = after.range_number if after else 0
    for number, wanted in enumerate(ranges(text, on)):
        if number < start:
            continue
        key, customer_id = (after.key, after.customer_id) if after and number == start else (wanted.first, 0)
        at_end = False
        while not at_end and len(found) < limit:
            missing = limit - len(found)
            lines = list_rows(reader, library, on, *wanted.page(key, customer_id, missing))
            at_end = len(lines) < missing
            for _, row in lines:
                if row.customer_id not in seen:
                    seen.add(row.customer_id)
                    found.append(row)
            if lines:
                key, customer_id = lines[-1][0], lines[-1][1].customer_id
        if not at_end and wanted.goes_on(reader, key, customer_id):
            return PageOfCustomers(tuple(found), AfterCustomer(number, key, customer_id))
    return PageOfCustomers(tuple(found), None)


def ranges(text: str, today: date) -> Iterator[Range]:
    """Everything the text can be, in the order in which it is shown. Raises `Refusal` for an empty text."""
    typed = " ".join(clean(text).split())
    if not typed:
        raise Refusal("Typ een naam, nummer, geboortedatum, e-mailadres, of postcode en huisnummer.")
    if "@" in typed:
        return iter((_beginning(_EMAIL, typed.lower()),))
    if postcode := _POSTCODE.fullmatch(typed):
        shown = f"{postcode[1]} {postcode[2].upper()}"
        if postcode[3]:
            return iter((Range(_HOUSE, (shown, int(postcode[3])), "", None),))
        return iter((Range(_STREET, (shown,), "0", None),))
    if typed.startswith(DECEASED):
        return _named(typed.lstrip(DECEASED + " "), DECEASED)
    if _ONLINE.fullmatch(typed):
        return iter((_beginning(_NUMBER, typed.upper()),))
    if _DIGITS.fullmatch(typed):
        return chain(_numeric(typed, today), _external(typed))
    found = chain(_named(typed), _external(typed))
    if _IBAN.fullmatch(typed):
        return chain((_beginning(_ACCOUNT, typed.replace(" ", "").upper()),), found)
    return found


def _numeric(typed: str, today: date) -> Iterator[Range]:
    from balie.dutch.contact import phone_digits

    if typed.startswith("["):
        yield _actor(typed)
        return
    bare = compact(typed)
    if bare.startswith("2") and len(bare) >= _SHORTEST_NUMBER:
        yield _beginning(_NUMBER, bare)
    if _DATE.fullmatch(typed):
        try:
            born = parse_date(typed, today)
        except Refusal:
            pass
        else:
            yield Range(_BORN, (born.isoformat(),), "", None)
    phone = phone_digits(typed)
    if phone.startswith("0") and len(phone) >= _SHORTEST_PHONE:
        yield _beginning(_PHONE, phone)
        yield _beginning(_MOBILE, phone)
    if len(bare) <= _LONGEST_ACTOR_ID:
        yield _actor(typed)


def _actor(typed: str) -> Range:
    return Range(_ACTOR, (int(re.sub(r"[^0-9]", "", typed)[:18]),), "", None)


def _external(typed: str) -> Iterator[Range]:
    """The number of a school or another system, from eight signs on (rules.md#external-number)."""
    number = typed.replace(" ", "").upper()
    if len(number) >= _SHORTEST_EXTERNAL:
        for look_up in _EXTERNALS:
            yield _beginning(look_up, number)


def _named(typed: str, mark: str = "") -> Iterator[Range]:
    """The text as a name; `mark` stands before the keys of those who are looked for."""
    surname, initials = typed, ""
    if "," in typed:
        surname, _, rest = typed.partition(",")
        initials = _initials_of(rest)
    elif first := _INITIALS_FIRST.fullmatch(typed):
        initials, surname = _initials_of(first[1]), first[2]
    elif last := _INITIALS_LAST.fullmatch(typed):
        surname, initials = last[1], _initials_of(last[2])
    if "," in typed or initials:
        yield from _surname(_key(surname), mark, SEPARATOR + initials)
        return
    yield from _surname(_key(surname), mark)
    yield _beginning(_TAG, mark + _key(typed))
    # A few letters without dots may be initials as well: `vries eb`, `eb vries`.
    if (last := _LETTERS_LAST.fullmatch(typed)) and last[2].casefold() not in _PREFIX_WORDS:
        yield from _surname(_key(last[1]), mark, SEPARATOR + _initials_of(last[2]))
    if (first := _LETTERS_FIRST.fullmatch(typed)) and first[1].casefold() not in _PREFIX_WORDS:
        yield from _surname(_key(first[2]), mark, SEPARATOR + _initials_of(first[1]))


def _surname(key: str, mark: str, end: str = "") -> Iterator[Range]:
    """A folded surname, its beginning or a later word of it; `end` is what the whole surname is followed by."""
    start = mark + key + end
    yield _beginning(_NAME, start)
    if " " in key or key in _FOLDED_PREFIXES:
        yield _beginning(_PREFIXED, start)
    yield Range(_PART, (start, start + _END), start, start + _END)


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


def _key(text: str) -> str:
    return fold(text) or text.casefold()


def _beginning(look_up: LookUp, start: str) -> Range:
    return Range(look_up, (), start, start + _END)
