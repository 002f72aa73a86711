"""The tab Berichten from the keyboard; read back from the store, and from the mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from balie.correspondence.one_sender import only_sender
from balie.customers.bounces import read_bounce
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.library.lending_tables import ServiceMail
from balie.library.structs import Library
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Way, mark_failed, mark_sent, read_message, set_out
from balie.messages.unprinted import unprinted
from screens.acts.running import Stopped
from screens.berichten.sending import _send
from tests.screens.berichten.conftest import Post
from tests.support.applicants import enrol_tester
from tests.support.catalogue import add_avonden, lend_out
from tests.support.desk_driver import Driver, running
from tests.support.holds import desk_at, later, reader, two_branches
from tests.support.queued import queue_invoice

SOON = ServiceMail(first_days_before=3, last_days_before=2)
HOSTILE = "[red]Jan[/red]\u202e de Boer"


@asynccontextmanager
async def berichten(desk: Desk, *keys: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The desk with the tab Berichten open, and these keys pressed there."""
    async with running(desk, size=size) as driver:
        await driver.keys("alt+i", *keys)
        yield driver


def boxed(driver: Driver) -> str:
    """What the dialog on the screen says."""
    return " ".join(" ".join(line.split("│")[1] for line in driver.lines if line.count("│") == 2).split())


def state(desk: Desk, number: int) -> tuple[str, str | None, str]:
    message = read_message(desk.store, number)
    assert message is not None
    return str(message.state), message.way, message.reason


def settled(desk: Desk, became: str) -> tuple[int, int]:
    """A message of which something became: the customer and the message."""
    customer_id, number = queue_invoice(desk)
    with desk.transaction() as tx:
        set_out(tx, number, Way.MAIL)
        if became == "sent":
            mark_sent(tx, number)
        elif became == "failed":
            mark_failed(tx, number, "550 [b]geweigerd[/b]")
    return customer_id, number


async def test_what_waits_is_counted_by_kind_and_way(post: Post) -> None:
    queue_invoice(post.desk)
    queue_invoice(post.desk, email="")
    queue_invoice(post.desk, kind=MessageKind.REMINDER)
    settled(post.desk, "failed")
    async with berichten(post.desk) as driver:
        assert any(line.startswith(" factuur ...") and line.endswith(" mail 1, brief 1") for line in driver.lines)
        assert any(line.startswith(" herinnering ...") and line.endswith(" mail 1, brief 0") for line in driver.lines)
        assert any(line.startswith(" Samen ...") and line.endswith(" mail 2, brief 1") for line in driver.lines)
        assert "Eerder geweigerd: 1 bericht" in driver.text


async def test_it_is_counted_again_when_one_comes_back_and_when_one_asks(post: Post) -> None:
    async with berichten(post.desk) as driver:
        assert "Er wacht niets." in driver.text
        queue_invoice(post.desk)
        await driver.keys("9")
        assert "mail 1, brief 0" in driver.text
        queue_invoice(post.desk)
        await driver.keys("alt+k", "alt+i")
        assert "mail 2, brief 0" in driver.text
        queue_invoice(post.desk)
        await driver.keys("alt+i")
        assert "mail 3, brief 0" in driver.text


async def test_sending_tells_first_what_will_happen_and_then_what_did(post: Post) -> None:
    (_, mail), (_, letter) = queue_invoice(post.desk), queue_invoice(post.desk, email="")
    _, stuck = queue_invoice(post.desk, email="")
    with post.desk.transaction() as tx:
        tx.execute("UPDATE address SET town = NULL WHERE customer_id = (SELECT max(id) FROM customer)")
    async with berichten(post.desk, "1") as driver:
        assert "1 bericht mailen en 1 brief afdrukken? 1 bericht kan niet weg en blijft wachten." in boxed(driver)
        assert post.server.posts == []
        await driver.keys("enter", "space")
        assert post.server.posts == []
        await driver.keys("j")
        assert "Gemaild: 1. Brieven afgedrukt: 1." in boxed(driver)
        assert "Niet verstuurd: factuur, 2 9428 0000 7774 3." in boxed(driver)
        await driver.keys("enter")
        assert "mail 0, brief 0, kan niet weg 1" in driver.text
    assert len(post.server.posts) == 1
    assert [state(post.desk, number)[:2] for number in (mail, letter, stuck)] == [
        ("sent", "mail"),
        ("sent", "brief"),
        ("queued", None),
    ]


@pytest.mark.parametrize("key", ["n", "escape"])
async def test_no_sends_nothing(post: Post, key: str) -> None:
    _, number = queue_invoice(post.desk)
    async with berichten(post.desk, "1", key) as driver:
        assert driver.message == "Er is niets verstuurd."
    assert state(post.desk, number)[0] == "queued"


async def test_only_the_letters(post: Post) -> None:
    (_, mail), (_, letter) = queue_invoice(post.desk), queue_invoice(post.desk, email="")
    async with berichten(post.desk, "2") as driver:
        assert boxed(driver) == "1 brief afdrukken? [ J = Ja ] [ N = Nee ]"
        await driver.keys("j", "enter", "2")
        assert driver.message == "Er wacht geen brief."
    assert (state(post.desk, mail)[0], state(post.desk, letter)[0]) == ("queued", "sent")


async def test_with_nothing_to_send_nothing_is_asked(post: Post) -> None:
    async with berichten(post.desk, "1") as driver:
        assert driver.message == "Er wacht niets."


async def test_while_somebody_else_sends_it_is_refused(post: Post) -> None:
    queue_invoice(post.desk)
    async with berichten(post.desk) as driver:
        with only_sender(post.desk.store.path):
            await driver.keys("1")
        assert "Er worden al berichten verstuurd" in driver.message


async def test_a_mail_server_that_is_away_is_told_and_what_waits_stays(post: Post) -> None:
    _, number = queue_invoice(post.desk)
    async with berichten(post.desk) as driver:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("balie.messages.post_office.smtplib.SMTP", _unreachable)
            await driver.keys("1", "j")
        assert "Gestopt: " in driver.text
    assert state(post.desk, number)[0] == "queued"


def _unreachable(*_: object, **__: object) -> None:
    raise ConnectionRefusedError


def test_what_is_stopped_tells_what_was_done_and_sends_the_rest_later(post: Post) -> None:
    numbers = [queue_invoice(post.desk)[1] for _ in range(3)] + [queue_invoice(post.desk, email="")[1]]

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise Stopped

    report = _send(post.desk, stop, {}, mails=True)
    assert (report.mailed, report.printed, report.stopped) == (2, 0, ["u koos Esc."])
    assert [state(post.desk, number)[0] for number in numbers] == ["sent", "sent", "queued", "queued"]
    rest = _send(post.desk, lambda done, total: None, {}, mails=True)
    assert (rest.mailed, rest.printed) == (1, 1)
    assert len(post.server.posts) == 3


def test_letters_that_were_made_when_it_is_stopped_wait_again(desk: Desk) -> None:
    _, number = queue_invoice(desk)

    def stop(done: int, total: int) -> None:
        raise Stopped

    report = _send(desk, stop, {}, mails=True)
    assert (report.printed, state(desk, number)) == (0, ("queued", None, ""))


@pytest.mark.parametrize(
    ("key", "became", "told"),
    [
        ("3", "queued", "Berichten: wacht"),
        ("4", "doubtful", "1 bericht: factuur mail 1"),
        ("5", "failed", "550 [b]geweigerd[/b]"),
        ("6", "sent", "verstuurd op 09-04-2024 10:15"),
    ],
)
async def test_each_list_shows_its_messages_and_only_those(post: Post, key: str, became: str, told: str) -> None:
    customer_id, _ = queue_invoice(post.desk) if became == "queued" else settled(post.desk, became)
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET surname = ? WHERE id = ?", (HOSTILE, customer_id))
    async with berichten(post.desk, key) as driver:
        assert "[red]Jan[/red]" in driver.text
        assert told in driver.text
        for other in {"3", "4", "5", "6", "7"} - {key}:
            await driver.keys("escape", other)
            assert "Jan" not in driver.text


async def test_a_message_is_withdrawn_with_a_reason_and_queued_again(post: Post) -> None:
    _, number = queue_invoice(post.desk)
    async with berichten(post.desk, "3", "i", "enter", "escape") as driver:
        assert state(post.desk, number)[0] == "queued"
        await driver.keys("i", *"klant belde ٣", "enter")
        assert "De reden bevat het cijfer" in driver.text
        await driver.keys("backspace", "enter")
        assert driver.message == "Ingetrokken: dit bericht gaat niet weg."
        assert state(post.desk, number) == ("withdrawn", None, "klant belde")
        await driver.keys("escape", "7")
        assert "klant belde" in driver.text
        await driver.keys("o")
        assert state(post.desk, number)[0] == "queued"
        assert "Er is niets ingetrokken." in driver.text


@pytest.mark.parametrize(("key", "became"), [("u", "sent"), ("n", "queued")])
async def test_the_desk_says_what_became_of_a_doubtful_one(post: Post, key: str, became: str) -> None:
    _, number = settled(post.desk, "doubtful")
    async with berichten(post.desk, "4", key) as driver:
        await driver.keys("enter")
        assert state(post.desk, number)[0] == "sending"
        await driver.keys("j")
        assert state(post.desk, number)[0] == became
        assert "Van elk bericht is bekend" in driver.text


async def test_a_mail_that_came_back_waits_to_be_a_letter(post: Post) -> None:
    customer_id, number = settled(post.desk, "sent")
    async with berichten(post.desk, "6", "t", "escape") as driver:
        assert state(post.desk, number)[0] == "sent"
        await driver.keys("t", *"!", "enter")
        assert "onbestelbaar" in driver.message
    bounce = read_bounce(post.desk.store, customer_id)
    assert bounce is not None
    assert bounce.reason == "de mail kwam terug!"
    assert state(post.desk, number)[0] == "queued"


async def test_what_does_not_suit_a_message_is_refused_and_says_why(post: Post) -> None:
    settled(post.desk, "sent")
    async with berichten(post.desk, "6") as driver:
        for key, why in (
            ("i", "kan niet worden ingetrokken: het is verstuurd"),
            ("o", "kan niet opnieuw in de rij: het is verstuurd"),
            ("u", "geen twijfel: het is verstuurd"),
        ):
            await driver.keys(key)
            assert why in driver.message
        await driver.keys("escape", "3", "t")
        assert driver.message == "Er staat hier geen bericht."
        await driver.keys("enter")
        assert driver.message == "Er wacht niets."


async def test_withdrawn_at_another_desk_meanwhile_is_told(post: Post) -> None:
    from balie.correspondence.acts import withdraw

    _, number = queue_invoice(post.desk)
    async with berichten(post.desk, "3", "i") as driver:
        withdraw(post.desk, number, "eerder")
        await driver.keys(*"later", "enter")
        assert "kan niet worden ingetrokken: het is ingetrokken" in driver.message
    assert state(post.desk, number)[2] == "eerder"


async def test_the_text_of_a_message_is_what_goes_out_and_offers_the_same_acts(post: Post) -> None:
    _, number = queue_invoice(post.desk)
    async with berichten(post.desk, "3", "enter", size=(80, 50)) as driver:
        assert "Onderwerp: Factuur 1, contributie vanaf 01-05-2024" in driver.text
        assert "Geachte heer Tester," in driver.text
        await driver.keys("i", *"hoeft niet", "enter")
        assert "Stand:  Ingetrokken" in driver.text
        await driver.keys("escape")
        assert "Er wacht niets." in driver.text
    assert state(post.desk, number)[0] == "withdrawn"


async def test_a_text_that_is_forgotten_says_so(post: Post) -> None:
    settled(post.desk, "sent")
    with post.desk.transaction() as tx:
        tx.execute("UPDATE message SET data = NULL")
    async with berichten(post.desk, "6", "enter") as driver:
        assert "De tekst van dit bericht is vergeten" in driver.text
        await driver.keys("escape", "t", "enter")
        assert "vergeten: maak het bericht opnieuw" in driver.message


async def test_from_a_message_to_its_customer_and_back(post: Post) -> None:
    queue_invoice(post.desk)
    async with berichten(post.desk, "3", "k") as driver:
        assert "29428000077727" in driver.lines[4]
        await driver.keys("alt+i")
        assert "Berichten: wacht" in driver.text
        await driver.keys("enter", "f2")
        assert "29428000077727" in driver.lines[4]


async def test_everything_that_was_written_to_a_customer(post: Post) -> None:
    settled(post.desk, "sent")
    queue_invoice(post.desk, kind=MessageKind.REMINDER)
    async with berichten(post.desk, "8", *"29428000077727", "enter") as driver:
        assert "Verstuurd" in driver.text
        assert "herinnering" not in driver.text
        await driver.keys("escape", "8", *"29428000077735", "enter")
        assert "herinnering" in driver.text


async def test_a_long_list_is_read_on_by_page(post: Post) -> None:
    _, first = queue_invoice(post.desk)
    with post.desk.transaction() as tx:
        for number in range(130):
            tx.execute(
                "INSERT INTO message (customer_id, kind, about, template, data, branch, staff, made_on)"
                " SELECT customer_id, kind, ?, template, data, branch, staff, made_on FROM message WHERE id = ?",
                (f"invoice 1 {number}", first),
            )
    async with berichten(post.desk, "3", *["pagedown"] * 15) as driver:
        page = driver.app.page
        assert len(page.rows) == 131  # type: ignore[attr-defined]
        assert len({row.key for row in page.rows}) == 131  # type: ignore[attr-defined]
        await driver.keys("i", *"weg", "enter")
        assert len(page.rows) == 130  # type: ignore[attr-defined]


async def test_a_burst_does_all_of_it(post: Post) -> None:
    _, number = queue_invoice(post.desk)
    async with running(post.desk) as driver:
        await driver.burst("\x1bi3i")
        await driver.burst("klant belde\r\x1b")
        assert "Er wacht niets." in driver.text
    assert state(post.desk, number)[2] == "klant belde"


async def test_what_was_typed_before_the_question_does_not_answer_it(post: Post) -> None:
    queue_invoice(post.desk)
    async with running(post.desk) as driver:
        await driver.burst("\x1bi1j\r")
        assert "1 bericht mailen?" in driver.text
    assert post.server.posts == []


async def test_the_service_mails_of_the_day_are_queued_by_hand_or_when_one_sends(post: Post) -> None:
    desk = replace(post.desk, library=msgspec.structs.replace(post.desk.library, service_mail=SOON))
    customer_id = enrol_tester(desk, email="eb@lezer.nl").customer_id
    _, (one, other) = add_avonden(desk, None, None)
    lend_out(desk, customer_id, one, desk.working_date + timedelta(days=3))
    async with berichten(desk, "0") as driver:
        assert driver.message == "Klaargezet: 1 bericht."
        assert any(line.startswith(" vervalt binnenkort ...") for line in driver.lines)
        await driver.keys("0")
        assert driver.message == "Voor vandaag stond alles al klaar."
        lend_out(desk, customer_id, other, desk.working_date + timedelta(days=2))
        await driver.keys("1")
        assert "2 berichten mailen?" in boxed(driver)
        await driver.keys("j", "enter", "6", "enter")
        assert "Uiterlijk op 11-04-2024 moet bij ons terug zijn:" in driver.text
    assert sorted(number in mail.text for mail in post.server.posts for number in (one, other)) == [
        *(False, False, True, True),
    ]


@pytest.mark.parametrize("ends", ["member", "not collected"])
async def test_what_goes_to_the_next_in_the_queue_gets_its_slip_when_the_day_is_queued(
    desk: Desk, poort: Library, ends: str
) -> None:
    east = desk_at(desk, two_branches(poort))
    title_id, (copy,) = add_avonden(east, None)
    first, second = reader(east, "Eerste"), reader(east, "Tweede")
    for customer_id in (first, second):
        place_hold(east, customer_id, title_id)
    set_aside(east, copy)
    east = replace(east, now=lambda: desk.now() + timedelta(minutes=2))
    waited = [bon.receipt_id for bon in unprinted(east)]
    if ends == "member":
        with east.transaction() as tx:
            tx.execute("UPDATE membership SET ended_on = '2024-04-08' WHERE customer_id = ?", (first,))
    else:
        east = later(east, 30)
    async with berichten(east, "0") as driver:
        assert driver.message.endswith("Bij exemplaren voor een ander: 1 bon afgedrukt.")
        await driver.keys("0")
        assert "Bij exemplaren" not in driver.message
    printed = east.store.read("SELECT customer_id FROM receipt WHERE template = 'receipt-hold' AND state = 'printed'")
    assert printed == [(second,)]
    assert [bon.receipt_id for bon in unprinted(east)] == waited
