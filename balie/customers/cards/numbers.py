"""Klantnummers: how they are made, checked and given out.

A number is `2`, the branch (4), a serial (8) and a Luhn digit; an online number is `2X`, the branch (4), a serial (7)
and a Luhn digit over the digits (rules.md#customer-number).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from balie.refusal import Refusal
from balie.store.counters import next_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from balie.library.structs import Library
    from balie.store.connection import Transaction
    from balie.store.reading import Reader

_INSERT_CARD = "INSERT INTO card (number, customer_id, plastic, branch, issued_on) VALUES (?, ?, ?, ?, ?)"

LENGTH = 14
LAST_SERIAL = 99_999_999
LAST_ONLINE_SERIAL = 9_999_999

_BLANKS = re.compile(r"[\s\u00a0-]+")
_ONLINE = re.compile(r"2X[0-9]{12}")


def _luhn_digit(digits: str) -> str:
    from stdnum import luhn

    return str(luhn.calc_check_digit(digits))


def make_number(branch: str, serial: int) -> str:
    """The klantnummer of a branch (four digits) with this serial, 1 to 99999999.

    Raises `ValueError` outside that range: the caller decides what a full series means.
    """
    if not 1 <= serial <= LAST_SERIAL:
        raise ValueError(f"serial {serial} does not fit in eight digits")
    body = f"2{branch}{serial:08d}"
    return body + _luhn_digit(body)


def make_online_number(branch: str, serial: int, prefix: str = "2X") -> str:
    """The number of somebody who enrols on the web: prefix, branch, serial of seven digits, Luhn over the digits.

    Raises `ValueError` when the serial is not 1 to 9999999.
    """
    if not 1 <= serial <= LAST_ONLINE_SERIAL:
        raise ValueError(f"serial {serial} does not fit in seven digits")
    body = f"{branch}{serial:07d}"
    digits = "".join(character for character in prefix if character in "0123456789")
    return prefix + body + _luhn_digit(digits + body)


def compact(text: str) -> str:
    """A number as scanned or typed, without blanks and hyphens, in capitals."""
    return _BLANKS.sub("", text).upper()


def check_number(text: str) -> str:
    """Read a klantnummer; blanks and hyphens between the digits are fine. Out: the fourteen characters.

    Raises `Refusal` saying what is wrong: other characters, the length, the first digit or the check digit.
    """
    from stdnum import luhn

    number = compact(text)
    online = number.startswith("2X")
    digits = number.replace("X", "", 1) if online else number
    if not (digits.isascii() and digits.isdigit()):
        raise Refusal("Een klantnummer bestaat uit 14 cijfers: scan de pas of typ het nummer zonder letters.")
    if not number.startswith("2"):
        raise Refusal("Een klantnummer begint met een 2: dit lijkt geen lenerspas. Scan de pas van de klant.")
    if len(number) != LENGTH:
        what = "tekens" if online else "cijfers"
        raise Refusal(f"Een klantnummer heeft {LENGTH} {what}, dit zijn er {len(number)}: scan of typ het opnieuw.")
    if not luhn.is_valid(digits):
        raise Refusal("Het controlecijfer klopt niet: er is een cijfer verkeerd getypt. Scan de pas of typ opnieuw.")
    return number


def read_other_number(text: str, form: str) -> str:
    """The number of a pass that another system gave out, which has this form: `#` is a digit, `@` a letter.

    Raises `Refusal` when it has another one.
    """
    number = compact(text)
    if len(number) == len(form) and all(_fits(one, part) for one, part in zip(number, form.upper(), strict=True)):
        return number
    raise Refusal(f"Een pasnummer van het andere systeem heeft de vorm {form}: kijk het nummer na.")


def _fits(character: str, part: str) -> bool:
    if part == "#":
        return character in "0123456789"
    if part == "@":
        return "A" <= character <= "Z"
    return character == part


def is_online(number: str) -> bool:
    """Whether this is the number of somebody who enrolled on the web (2X…); no pass can carry it."""
    return _ONLINE.fullmatch(number) is not None


def in_groups(number: str) -> str:
    """The number as it is read out and printed: `2 9428 0000 7772 7`."""
    return " ".join((number[:1], number[1:5], number[5:9], number[9:13], number[13:])).strip()


def allocate(tx: Transaction, library: Library, branch: str) -> str:
    """Give out the next klantnummer of this branch. Numbers already issued as scanned cards are skipped.

    The serial comes from the counter row of the branch, which starts where the library file says. Raises `Refusal`
    when the series is full; rolling the transaction back leaves the counter as it was.
    """
    return _allocate(
        tx, f"card:{branch}", library.branch(branch).first_serial, LAST_SERIAL, lambda n: make_number(branch, n), branch
    )


def allocate_online(tx: Transaction, library: Library, branch: str) -> str:
    """Give out the next online number (2X…) of this branch, for somebody who enrolled on the web.

    Same rules as `allocate`, with a counter of its own.
    """
    prefix, first = library.numbers.online_prefix, library.branch(branch).first_online_serial
    return _allocate(
        tx, f"online:{branch}", first, LAST_ONLINE_SERIAL, lambda n: make_online_number(branch, n, prefix), branch
    )


def _allocate(tx: Transaction, counter: str, first: int, last: int, make: Callable[[int], str], branch: str) -> str:
    serial = next_value(tx, counter, first)
    for candidate in range(serial, last + 1):
        number = make(candidate)
        if tx.read_one("SELECT 1 FROM card WHERE number = ?", (number,)) is None:
            if candidate != serial:
                tx.execute("UPDATE counter SET next = ? WHERE name = ?", (candidate + 1, counter))
            return number
    raise Refusal(
        f"De nummers van vestiging {branch} zijn op: scan een pas, of vraag de beheerder om een nieuwe nummerreeks."
    )


def add_card(tx: Transaction, number: str, customer_id: int, *, plastic: bool) -> None:
    """Issue a number. Raises `BrokenConstraint` when it was issued before: check first."""
    stamp = tx.stamp
    tx.execute(_INSERT_CARD, (number, customer_id, int(plastic), stamp.branch, stamp.working_date.isoformat()))


HAS_NUMBER = "Deze klant heeft al een klantnummer."
"""Why none is to be given."""


def is_own(card: str) -> str:
    """Whether a row of `card` is the klantnummer of its customer now, as SQL; `card` is what that row is called."""
    return f"({card}.kind = 'primary' AND {card}.state <> 'replaced')"


def own_number(whose: str) -> str:
    """The klantnummer that `current_number` gives, as SQL; `whose` is the SQL of an actor-id."""
    return f"(SELECT own.number FROM card AS own WHERE own.customer_id = {whose} AND {is_own('own')})"


def current_number(reader: Reader, customer_id: int) -> str | None:
    """The klantnummer of a customer: the primary one that was not replaced; None while it has yet to follow."""
    row = reader.read_one(f"SELECT {own_number('?')}", (customer_id,))
    return None if row is None or row[0] is None else str(row[0])
