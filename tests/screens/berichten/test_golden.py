"""The screens of Berichten as they are seen, with a name that tries to be markup."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Way, mark_failed, set_out
from tests.screens.conftest import Golden, at_each_size
from tests.screens.test_golden import ENGLISH
from tests.support.desk_driver import running
from tests.support.queued import queue_invoice

STEPS: dict[str, tuple[str, ...]] = {
    "messages": (),
    "messages-sending": ("1",),
    "messages-waiting": ("3", "down"),
    "messages-doubtful": ("4",),
    "messages-failed": ("5",),
    "messages-none": ("6",),
    "messages-withdraw": ("3", "i", *"klant belde"),
    "messages-customer": ("8", *"29428000077743", "enter"),
    "message-text": ("5", "enter"),
}


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Three messages that wait, of which one cannot go; one that was refused; two that are doubtful."""
    numbers = [
        queue_invoice(desk, kind=kind)[1]
        for kind in (MessageKind.INVOICE, MessageKind.REMINDER, *[MessageKind.INVOICE] * 4)
    ]
    with desk.transaction() as tx:
        tx.execute("UPDATE address SET town = NULL WHERE customer_id = (SELECT min(id) + 1 FROM customer)")
        tx.execute("UPDATE customer SET surname = '[red]Jan[/red]' WHERE id = (SELECT min(id) + 2 FROM customer)")
        for number in numbers[3:]:
            set_out(tx, number, Way.MAIL)
        mark_failed(tx, numbers[3], "De mailserver weigert deze mail: 554 5.7.1 [b]spam[/b].")
    return desk


@pytest.mark.parametrize("name", STEPS)
async def test_the_screen_is_as_it_was_agreed(busy: Desk, name: str, golden: Golden) -> None:
    async with running(busy) as driver:
        await driver.keys("alt+i", *STEPS[name])
        assert ENGLISH.findall(driver.text) == []
        async for size in at_each_size(driver):
            golden(f"{name}-{size}", driver.lines)
