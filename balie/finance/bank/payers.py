"""Whether somebody who paid an invoice is one of the customer's own people: by account, or by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from balie.dutch.bank import compact_iban
from balie.dutch.name_likeness import words_as_they_sound
from balie.dutch.names import PREFIXES
from balie.dutch.text import fold
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.store.reading import Reader

_LISTED = among("?1")
_SURNAME = "coalesce(c.prefix || ' ', '') || c.surname"
_NAMES = (
    f"SELECT i.id, i.customer_id, {_SURNAME}, coalesce(c.guardian, '') FROM invoice AS i"
    f" JOIN customer AS c ON c.id = i.customer_id WHERE i.id IN {_LISTED}"
)
# Every account the library has of a customer: collected from, and paid to.
_ACCOUNTS = " UNION ALL ".join(
    f"SELECT customer_id, {account}, {holder} FROM {table} WHERE customer_id IN {_LISTED}"
    for table, account, holder in (
        ("mandate", "iban", "holder"),
        ("cancellation", "refund_iban", "refund_holder"),
        ("refund_request", "iban", "holder"),
        ("payout", "iban", "holder"),
    )
)
# Who lives with them, who pays for them, and who agreed.
_FAMILY = (
    f"SELECT o.customer_id, {_SURNAME} FROM address AS o JOIN address AS a ON a.postcode = o.postcode"
    " AND a.number = o.number AND a.kind = 'main' AND coalesce(a.letter, '') = coalesce(o.letter, '')"
    " AND coalesce(a.addition, '') = coalesce(o.addition, '') JOIN customer AS c ON c.id = a.customer_id"
    f" WHERE o.kind = 'main' AND o.customer_id IN {_LISTED}"
    f" UNION ALL SELECT r.child_id, {_SURNAME} FROM relation AS r JOIN customer AS c ON c.id = r.head_id"
    f" WHERE r.child_id IN {_LISTED}"
    f" UNION ALL SELECT r.head_id, {_SURNAME} FROM relation AS r JOIN customer AS c ON c.id = r.child_id"
    f" WHERE r.head_id IN {_LISTED}"
    f" UNION ALL SELECT g.child_id, {_SURNAME} FROM guardianship AS g JOIN customer AS c ON c.id = g.guardian_id"
    f" WHERE g.child_id IN {_LISTED}"
)
_SMALL_WORDS = frozenset(word for prefix in PREFIXES for word in fold(prefix).split())
"""Words before a surname, which everybody may have."""
_SHORTEST = 2
_SHORTEST_SOUND = 4
_MOST_WORDS = 6
"""Of a surname with what stands before it: `van der Meer van Dijk`."""
_BETWEEN = re.compile(r"\s*[-\u2010-\u2013/]\s*")


class Payer(NamedTuple):
    """Who paid which invoice: name and account as the bank tells them, empty where it does not."""

    invoice_id: int
    name: str
    iban: str


def known_payers(reader: Reader, payers: Sequence[Payer]) -> list[bool]:
    """Of each payer, in their order, whether the customer of that invoice is known by that account or that name.

    An account counts that was ever collected from or paid to; a name where it bears the surname of the customer, of who
    holds such an account, of a parent who agreed, or of somebody at the same address or in the same family.
    """
    if not payers:
        return []
    owner: dict[int, int] = {}
    names: dict[int, list[str]] = {}
    for invoice_id, customer_id, *told in reader.read(
        _NAMES, (json.dumps(sorted({one.invoice_id for one in payers})),)
    ):
        owner[invoice_id] = customer_id
        names.setdefault(customer_id, []).extend(told)
    accounts: set[tuple[int, str]] = set()
    for customer_id, iban, holder in reader.read(_ACCOUNTS, (json.dumps(sorted(names)),)):
        accounts.add((customer_id, compact_iban(iban or "")))
        names[customer_id].append(holder or "")
    known = [
        (owner[one.invoice_id], compact_iban(one.iban)) in accounts or _bears(one.name, names[owner[one.invoice_id]])
        for one in payers
    ]
    others = [place for place, is_known in enumerate(known) if not is_known and payers[place].name]
    if others:
        family: dict[int, list[str]] = {}
        customers = sorted({owner[payers[place].invoice_id] for place in others})
        for customer_id, surname in reader.read(_FAMILY, (json.dumps(customers),)):
            family.setdefault(customer_id, []).append(surname)
        for place in others:
            one = payers[place]
            known[place] = _bears(one.name, family.get(owner[one.invoice_id], ()))
    return known


def _bears(name: str, surnames: Iterable[str]) -> bool:
    """Whether a name as a bank writes it holds one of these surnames: `HR E B TESTER EN/OF MW A DE VRIES`.

    Of a double surname either half will do; a surname within another word is another surname. A longer one is known
    however it is spelled: `MUELLER`, `VANDENBERG`, `OCONNOR`.
    """
    words, heard = set(fold(name).split()), words_as_they_sound(name)
    joined = {"".join(heard[place:end]) for place in range(len(heard)) for end in range(place + 1, place + _MOST_WORDS)}
    for surname in surnames:
        for half in _BETWEEN.split(surname):
            own = [word for word in fold(half).split() if word not in _SMALL_WORDS and len(word) >= _SHORTEST]
            if own and words.issuperset(own):
                return True
            sounds = [words_as_they_sound(half), words_as_they_sound(" ".join(own))]
            if any(len(whole) >= _SHORTEST_SOUND and whole in joined for whole in map("".join, sounds)):
                return True
    return False
