"""A morning at the desk as keystrokes: twenty customers, over a hundred scans, and every line of the log."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running

CUSTOMERS = 20
EACH = 4
Lines = list[tuple[str, str]]


class Morning:
    """The desk, the passes of its customers and the items that each of them brings to the counter."""

    def __init__(self, driver: Driver, passes: list[str], books: list[list[str]]) -> None:
        self.driver = driver
        self.passes = passes
        self.books = books

    async def scan(self, *scans: str) -> None:
        """Scan, all in one burst."""
        await self.driver.burst("".join(f"{scan}\r" for scan in scans))

    def log(self) -> Lines:
        """What stands in the log, oldest first: what was done, and with which title or number."""
        lines = self.driver.app.page.work.log.lines  # type: ignore[attr-defined]
        return [(line.word, line.title.partition(" / ")[0]) for line in reversed(lines)]

    async def end(self, *told: str) -> None:
        """Afsluiten, which tells of refusals that passed in a burst and of nothing else."""
        await self.driver.keys("f12")
        assert ("╭─ Afsluiten" in self.driver.text) is bool(told)
        for text in told:
            assert f"! {text}: " in self.driver.text
        if told:
            await self.driver.keys("f12")
        assert "▸Klantnummer" in self.driver.text


@pytest.fixture
def passes(silent: Desk, member: Member) -> list[str]:
    """The passes of twenty customers: children, but for the ninth, who pays; the fifth is blocked."""
    found = [member(BASIC if place == 9 else "0001", surname=f"Klant{place:02}") for place in range(1, CUSTOMERS + 1)]
    with silent.transaction() as tx:
        tx.execute(
            "INSERT INTO block (customer_id, kind, reason, since, set_by)"
            " VALUES (5, 'general', 'kwam niet terug', '2024-04-01', 'ebt')"
        )
    return found


@pytest.fixture
def books(copy: Copy) -> list[list[str]]:
    """Four items for each customer; the first of the ninth asks a fee."""
    return [
        [
            copy(f"Titel {place}.{number}", top_title="ja" if (place, number) == (9, 1) else "")
            for number in range(1, EACH + 1)
        ]
        for place in range(1, CUSTOMERS + 1)
    ]


def lent(place: int, *numbers: int) -> Lines:
    """Lines of items that were lent."""
    return [("Geleend", f"Titel {place}.{number}") for number in numbers]


async def test_a_morning_at_the_desk(silent: Desk, passes: list[str], books: list[list[str]], copy: Copy) -> None:
    for number in range(9):
        lend(replace(silent, working_date=silent.working_date - timedelta(days=30)), 11, copy(f"Thuis {number}"))
    async with running(silent) as driver:
        morning = Morning(driver, passes, books)
        await driver.keys("alt+b")
        for place in range(1, CUSTOMERS + 1):
            await serve(morning, place)
        await take_in(morning)
    check(silent, books)


async def serve(morning: Morning, place: int) -> None:
    """One customer, in whatever way this one is special."""
    driver, number, books = morning.driver, morning.passes[place - 1], morning.books[place - 1]
    match place:
        case 3:  # an unknown barcode among them, and one that does not go along after all
            await morning.scan(number, *books[:2], "123", *books[2:])
            await driver.keys("f4")
            await morning.scan(books[1])
            assert morning.log() == [
                *lent(3, 1, 2),
                ("! Geweigerd", "123"),
                *lent(3, 3, 4),
                ("Geannuleerd", "Titel 3.2"),
            ]
            await morning.end("123")
        case 5:  # blocked: told at once, refused, and allowed for one item
            await morning.scan(number, *books[:2])
            assert "! Blokkade: De klant is geblokkeerd: kwam niet terug." in driver.text
            await driver.keys("f2")
            assert morning.log() == [("! Geweigerd", "Titel 5.1"), ("! Geweigerd", "Titel 5.2")]
            assert "F2 = Toestaan" in driver.text
            await driver.keys("f2", *"ans", "enter")
            await driver.type("brengt het morgen\r")
            assert morning.log()[2:] == lent(5, 2)
            await morning.end("Titel 5.1 / Reve, Gerard")
        case 7:  # one is still on the name of the first customer
            await morning.scan(number, *books, morning.books[0][0])
            assert "Op een andere naam" in driver.text
            await driver.keys("j")
            assert morning.log() == [*lent(7, 1, 2, 3, 4), ("! Geweigerd", "Titel 1.1"), *lent(1, 1)]
            await morning.end()
        case 9:  # a fee, paid by card at the end
            await morning.scan(number)
            await driver.keys("f2")
            await morning.scan(*books)
            assert morning.log() == lent(9, 1, 2, 3, 4)
            await driver.keys("f12", "f7", "p", "enter", "enter", "j", "escape")
            assert "▸Klantnummer" in driver.text
        case 11:  # nine at home, late: one more is all there may be
            await morning.scan(number, *books)
            assert "! Te laat: 9 te laat" in driver.text
            await driver.keys("f2")
            assert morning.log() == [*lent(11, 1), *(("! Geweigerd", f"Titel 11.{book}") for book in (2, 3, 4))]
            await driver.keys("escape")
            await morning.end("Titel 11.2 / Reve, Gerard", "Titel 11.3 / Reve, Gerard")
        case 13:  # the own pass in between
            await morning.scan(number, books[0], number, *books[1:])
            assert morning.log() == [*lent(13, 1), ("! Geweigerd", number), *lent(13, 2, 3, 4)]
            await morning.end(number)
        case 15:  # the sixteenth is quick: the pass comes before F12
            await morning.scan(number, *books, morning.passes[15], morning.books[15][0])
            assert "╭─ Andere klant" in driver.text
            assert "1 scan wacht" in driver.text
            await driver.keys("f12")
            assert morning.log() == lent(16, 1)
        case 16:
            await morning.scan(*books[1:])
            assert morning.log() == lent(16, 1, 2, 3, 4)
            await morning.end()
        case 17:  # with a child, the eighteenth: by the pass, then in turns, in one burst with the items
            child, theirs = morning.passes[17], morning.books[17]
            await morning.scan(number, books[0])
            await driver.keys("alt+n")
            assert "Op het adres van Dhr. E.B. Klant17" in driver.text
            await morning.scan(child, *theirs[:2], number, *books[1:3], child, *theirs[2:])
            assert "2 van 2" in driver.text
            assert morning.log() == lent(18, 1, 2, 3, 4)
            await driver.keys("f8")
            await morning.scan(books[3])
            assert morning.log() == lent(17, 1, 2, 3, 4)
            await driver.keys("f12")
            assert driver.message == "8 geleend."
            assert "▸Klantnummer" in driver.text
        case 18:  # came along
            assert driver.app.page.session.customer_id is None  # type: ignore[attr-defined]
        case _:
            await morning.scan(number, *books)
            assert morning.log() == lent(place, 1, 2, 3, 4)
            await morning.end()


async def take_in(morning: Morning) -> None:
    """Innemen: the first item of each, and one twice."""
    first = [books[0] for books in morning.books]
    await morning.driver.keys("f11")
    await morning.scan(*first, first[1])
    done = ["Ingenomen"] * CUSTOMERS + ["Gescand"]
    done[4] = "Gescand"  # nobody had it
    assert morning.log() == [
        (word, f"Titel {place}.1") for word, place in zip(done, (*range(1, CUSTOMERS + 1), 2), strict=True)
    ]
    assert "te laat" not in morning.driver.lines[4]
    await morning.driver.keys("f12")
    assert morning.driver.message == f"{CUSTOMERS - 1} ingenomen, 1 gescand en niet uitgeleend."


def check(desk: Desk, books: list[list[str]]) -> None:
    """What the store has of it."""
    names = desk.store.read(
        "SELECT item_number, customer_id FROM loan WHERE returned_on IS NULL AND lent_on = '2024-04-09'"
    )
    expected = {book: place for place, own in enumerate(books, 1) for book in own[1:]}
    for never in (books[2][1], books[4][2], books[4][3], *books[10][1:]):
        del expected[never]
    assert dict(names) == expected
    assert desk.store.read("SELECT cents, way FROM payment") == [(150, "pin")]
    assert desk.store.read("SELECT count(*) FROM journal WHERE action = 'lending allowed'") == [(1,)]
    assert desk.store.read("SELECT irregular_returns FROM property WHERE customer_id = 1") == [(1,)]
    kinds = Counter(str(kind) for (kind,) in desk.store.read("SELECT kind FROM charge WHERE customer_id <> 11"))
    assert kinds["leengeld"] == 1
