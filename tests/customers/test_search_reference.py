"""The search finds whom a slow search, that is obviously right, finds among 10,000 customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random

import pytest

from balie.customers.finding.search import AfterCustomer, search
from balie.dutch.names import PREFIXES
from balie.dutch.text import fold
from balie.library.structs import Library
from balie.store.connection import Store, open_store
from tests.support.population import make_population

SIZE = 10_000
ON = date(2024, 4, 9)


@dataclass(frozen=True)
class Person:
    """A customer with everything that can be searched, read straight from the tables."""

    id: int
    initials: str
    prefix: str
    surname: str
    born: str
    phones: tuple[str, ...]
    email: str
    numbers: tuple[str, ...]
    postcode: str
    house: int
    tag: str
    external: str
    iban: str
    deceased: bool

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The surname as it may be typed: whole, and from each later word on."""
        words = fold(self.surname).split()
        return tuple(" ".join(words[place:]) for place in range(len(words)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Whatever a name may be typed as; of who died no surname."""
        surnames = () if self.deceased else (*self.parts, fold(f"{self.prefix} {self.surname}"))
        return (*surnames, fold(self.tag)) if self.tag else surnames

    @cached_property
    def folded_initials(self) -> str:
        """The initials as they are compared."""
        return fold(self.initials)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("reference") / "10000.balie"
    make_population(path, SIZE)
    with open_store(path) as store:
        _vary(store)
        yield store


def _vary(store: Store) -> None:
    """Give some what the population lacks: replaced numbers, search names, external numbers, mandates, a death."""
    random = Random(1)
    connection = store.connection
    ids = [row[0] for row in store.read("SELECT id FROM customer")]
    for count, id_ in enumerate(random.sample(ids, 900)):
        if count < 200:
            connection.execute("UPDATE card SET state = 'replaced' WHERE customer_id = ?", (id_,))
            connection.execute(
                "INSERT INTO card (number, customer_id, plastic, branch, issued_on)"
                " VALUES (?, ?, 1, '9428', '2024-04-09')",
                (f"29429{count:09d}", id_),
            )
        elif count < 400:
            name = random.choice(("De Hoge Hof", "Flat Zuid", "De Hoeve"))
            connection.execute("UPDATE customer SET tag = ?, tag_key = ? WHERE id = ?", (name, fold(name), id_))
        elif count < 600:
            connection.execute(
                "INSERT INTO property (customer_id, external_number) VALUES (?, ?)", (id_, f"S{count:08d}")
            )
        elif count < 800:
            connection.execute(
                "INSERT INTO mandate (reference, customer_id, signed_on, iban, holder)"
                " VALUES (?, ?, '2024-04-09', ?, 'X')",
                (str(count), id_, f"NL{count % 90 + 10}ABNA0{random.randrange(10**9):09d}"),
            )
        else:
            connection.execute(
                "UPDATE customer SET name_key = '*' || name_key, prefixed_key = '*' || prefixed_key WHERE id = ?",
                (id_,),
            )


@pytest.fixture(scope="module")
def everybody(store: Store) -> list[Person]:
    numbers: dict[int, list[str]] = {}
    for number, id_ in store.read("SELECT number, customer_id FROM card"):
        numbers.setdefault(id_, []).append(number)
    return [
        Person(
            *(id_, initials or "", prefix or "", surname, born, tuple(filter(None, (phone, mobile))), email or ""),
            *(tuple(numbers[id_]), postcode, house, tag or "", external or "", iban or "", key.startswith("*")),
        )
        for id_, initials, prefix, surname, born, phone, mobile, email, postcode, house, tag, external, iban, key in (
            store.read(
                "SELECT c.id, c.initials, c.prefix, c.surname, c.birth_date, c.phone, c.mobile, c.email, a.postcode,"
                " a.number, c.tag, p.external_number, m.iban, c.name_key FROM customer AS c"
                " JOIN address AS a ON a.customer_id = c.id LEFT JOIN property AS p ON p.customer_id = c.id"
                " LEFT JOIN mandate AS m ON m.customer_id = c.id"
            )
        )
    ]


def named(text: str) -> Callable[[Person], bool]:
    wanted = fold(text)

    return lambda person: any(name.startswith(wanted) for name in person.names)


def full(surname: str, initials: str) -> Callable[[Person], bool]:
    name, letters = fold(surname), fold(initials)
    return lambda person: name in person.parts and person.folded_initials.startswith(letters) and not person.deceased


def either(name: str, surname: str, letters: str) -> Callable[[Person], bool]:
    """A name as it is typed, or a surname with initials without dots."""
    one, other = named(name), full(surname, " ".join(letters))
    return lambda person: one(person) or other(person)


def has_number(start: str) -> Callable[[Person], bool]:
    return lambda person: any(number.startswith(start) for number in person.numbers)


def has_phone(start: str) -> Callable[[Person], bool]:
    return lambda person: any(phone.startswith(start) for phone in person.phones)


def cases(person: Person) -> Iterator[tuple[str, Callable[[Person], bool]]]:
    """Everything that may be typed to find this person, and who then fits."""
    for number in person.numbers:
        yield number, has_number(number)
        yield number[:11], has_number(number[:11])
    yield f"[{person.id}]", lambda other: other.id == person.id
    for length in (2, 3, 5):
        yield person.surname[:length], named(person.surname[:length])
    yield person.surname.upper(), named(person.surname)
    yield f"{person.surname}, {person.initials}", full(person.surname, person.initials)
    yield f"{person.surname}, {person.initials[:2]}", full(person.surname, person.initials[:2])
    yield f"{person.surname} {person.initials}", full(person.surname, person.initials)
    letters = person.initials.replace(".", "")
    if letters.casefold() not in {word for prefix in PREFIXES for word in prefix.split()}:
        yield f"{person.surname} {letters}", either(f"{person.surname} {letters}", person.surname, letters)
        yield f"{letters} {person.surname}", either(f"{letters} {person.surname}", person.surname, letters)
    if person.prefix:
        yield f"{person.prefix} {person.surname}", named(f"{person.prefix} {person.surname}")
    for part in person.parts[1:]:
        first, _, rest = part.partition(" ")  # `T Laman`, of Jansen-'t Laman, may be T. Laman as well
        yield part.title(), either(part, rest, first) if len(first) == 1 and rest else named(part)
        yield part[:4], named(part[:4])
        yield f"{part}, {person.initials}", full(part, person.initials)
    if person.deceased:
        wanted = fold(person.surname)
        yield (
            f"*{person.surname}",
            lambda other: other.deceased and any(part.startswith(wanted) for part in other.parts),
        )
    day = date.fromisoformat(person.born)
    yield f"{day.day}-{day.month}-{day.year}", lambda other: other.born == person.born
    yield (
        f"{person.postcode.replace(' ', '').lower()} {person.house}",
        lambda other: (other.postcode, other.house) == (person.postcode, person.house),
    )
    yield person.postcode, lambda other: other.postcode == person.postcode
    if person.email:
        mailbox = person.email.split("@")[0] + "@"
        yield person.email, lambda other: other.email.startswith(person.email)
        yield mailbox.upper(), lambda other: other.email.startswith(mailbox)
    for phone in person.phones:
        yield f"{phone[:4]} {phone[4:7]}-{phone[7:]}", has_phone(phone)
        yield phone[:8], has_phone(phone[:8])
    if person.tag:
        yield person.tag, named(person.tag)
    if person.external:
        yield person.external.lower(), lambda other: other.external == person.external
    if person.iban:
        spaced = " ".join(person.iban[at : at + 4] for at in range(0, len(person.iban), 4))
        yield spaced, lambda other: other.iban == person.iban


def found(store: Store, library: Library, text: str) -> list[int]:
    """The actor-ids of all pages."""
    ids: list[int] = []
    after: AfterCustomer | None = None
    while True:
        page = search(store, library, text, ON, after=after, limit=50)
        ids += [row.customer_id for row in page.rows]
        after = page.after
        if after is None:
            return ids


@pytest.mark.slow
def test_every_kind_of_text_finds_exactly_those_whom_it_fits(
    store: Store, library: Library, everybody: list[Person]
) -> None:
    random = Random(2)
    special = [person for person in everybody if person.tag or person.external or person.iban or person.deceased]
    replaced = [person for person in everybody if len(person.numbers) > 1]
    double = [person for person in everybody if len(person.parts) > 1]
    some = [(everybody, 15), (special, 20), (replaced, 5), (double, 10)]
    tried = 0
    for person in (person for people, count in some for person in random.sample(people, count)):
        for text, fits in cases(person):
            right = {other.id for other in everybody if fits(other)}
            answer = found(store, library, text)
            assert set(answer) == right, text
            assert person.id in right or person.deceased, text
            tried += 1
    assert tried > 400


@pytest.mark.slow
def test_names_come_in_order_and_nobody_twice(store: Store, library: Library, everybody: list[Person]) -> None:
    by_id = {person.id: person for person in everybody}
    for text in ("ba", "ho", "ke"):
        ids = found(store, library, text)
        keys = [(fold(by_id[id_].surname), fold(by_id[id_].initials), fold(by_id[id_].prefix)) for id_ in ids]
        named_so = [key for key in keys if key[0].startswith(text)]
        assert named_so == sorted(named_so)
        assert len(ids) == len(set(ids)) > 100
