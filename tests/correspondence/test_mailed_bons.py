"""A bon by e-mail instead of paper: only to who wants that, only where it can go, never a letter."""

from __future__ import annotations

import pytest

from balie.correspondence.mailed_bons import mail_bon
from balie.correspondence.overview import survey
from balie.correspondence.run import send_waiting
from balie.correspondence.telling import remarks, what_was_done
from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.property_row import write_property
from balie.desk import Desk
from balie.dutch.dates import format_date
from balie.lending.lend import lend
from balie.lending.session.bons import status_bon
from balie.messages.printing import deliver, prepare, record
from balie.messages.receipts import ENROLMENT, PAYMENT, queue_receipt
from balie.messages.unprinted import unprinted
from balie.refusal import Refusal
from balie.rounds.topics import all_topics
from tests.support.applicants import enrol_tester
from tests.support.borrowers import borrower, new_item
from tests.support.desk_driver import running
from tests.support.post_room import PostRoom

_BON = {"library": "B", "branch": "9428 Gieten", "date": "09-04-2024", "name": "E.B. Tester", "number": None}


def bon(desk: Desk, customer_id: int, *, wants: bool = True, template: str = PAYMENT) -> int:
    """A bon that waits to be printed, of somebody who wants theirs by mail, or not."""
    with desk.transaction() as tx:
        write_property(tx, customer_id, receipts=1, mail_receipts=int(wants))
        told = {**_BON, "title": "Betaling", "lines": [("Te laat", "€ 1,50")], "totals": [("Betaald", "€ 1,50")]}
        return queue_receipt(tx, template, customer_id, told)


def queued(desk: Desk) -> list[tuple[object, ...]]:
    return list(desk.store.read("SELECT state FROM message WHERE kind = 'bon'"))


def test_the_bon_is_mailed_as_it_would_be_printed_and_is_off_the_paper_queue(post: PostRoom) -> None:
    receipt_id = bon(post.desk, post.person())
    assert mail_bon(post.desk, receipt_id).mailed
    assert post.desk.store.read("SELECT state FROM receipt WHERE id = ?", (receipt_id,)) == [("printed",)]
    send_waiting(post.desk, all_topics(), {})
    (mail,) = post.server.posts
    assert mail.mail["Subject"] == "Uw bon van 09-04-2024"
    assert "Te laat" in mail.text
    assert "€ 1,50" in mail.text
    assert not mail_bon(post.desk, receipt_id).mailed  # once


def test_a_bon_of_lending_is_mailed_with_what_is_at_home_and_until_when(post: PostRoom) -> None:
    customer_id = borrower(post.desk)
    lent = lend(post.desk, customer_id, new_item(post.desk))
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET email = 'eb@lezer.nl' WHERE id = ?", (customer_id,))
        write_property(tx, customer_id, receipts=1, mail_receipts=1)
    assert mail_bon(post.desk, status_bon(post.desk, customer_id)).mailed
    send_waiting(post.desk, all_topics(), {})
    (mail,) = post.server.posts
    assert mail.mail["To"] == "eb@lezer.nl"
    assert lent.title in mail.text
    assert format_date(lent.due_on) in mail.text


def test_who_wants_letters_for_messages_gets_the_bon_by_mail_all_the_same(post: PostRoom) -> None:
    customer_id = post.person()
    receipt_id = bon(post.desk, customer_id)
    with post.desk.transaction() as tx:
        write_property(tx, customer_id, service_messages="post")
    mail_bon(post.desk, receipt_id)
    send_waiting(post.desk, all_topics(), {})
    assert len(post.server.posts) == 1


@pytest.mark.parametrize(
    ("email", "wants", "template", "told"),
    [
        ("", True, PAYMENT, "Er is geen e-mailadres (tabblad 2): de bon komt op papier."),
        (None, False, PAYMENT, ""),
        (None, True, ENROLMENT, ""),
    ],
)
def test_what_cannot_or_need_not_go_by_mail_stays_on_paper(
    post: PostRoom, email: str | None, wants: bool, template: str, told: str
) -> None:
    receipt_id = bon(post.desk, post.person(email), wants=wants, template=template)
    found = mail_bon(post.desk, receipt_id)
    assert (found.mailed, found.told, queued(post.desk)) == (False, told, [])


def test_a_library_without_a_mail_server_prints_and_says_so(on_paper: PostRoom) -> None:
    found = mail_bon(on_paper.desk, bon(on_paper.desk, on_paper.person()))
    assert (found.mailed, found.told) == (False, "Deze bibliotheek heeft geen mailserver: de bon komt op papier.")


def test_an_address_that_is_gone_before_it_is_sent_puts_it_on_paper_and_makes_no_letter(post: PostRoom) -> None:
    customer_id = post.person()
    receipt_id = bon(post.desk, customer_id)
    mail_bon(post.desk, receipt_id)
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET email = '' WHERE id = ?", (customer_id,))
    assert "1 bon kan niet per e-mail" in " ".join(remarks(survey(post.desk, all_topics()), has_server=True))
    report = send_waiting(post.desk, all_topics(), {})
    assert queued(post.desk) == [("withdrawn",)]
    assert post.papers == []
    assert (report.on_paper, report.withdrawn) == (1, 0)
    assert "1 bon kan niet per e-mail: druk die af" in " ".join(what_was_done(report))
    (waits,) = unprinted(post.desk)
    assert (waits.receipt_id, waits.reason) == (receipt_id, "er is geen e-mailadres dat werkt")
    assert "DUPLICAAT" not in prepare(post.desk, receipt_id).text


def test_a_bon_that_the_server_refuses_is_on_the_list_to_be_printed_in_the_same_run(post: PostRoom) -> None:
    receipt_id = bon(post.desk, post.person())
    mail_bon(post.desk, receipt_id)
    post.server.recipient_answers["klant1@lezer.nl"] = "550 no such user"
    report = send_waiting(post.desk, all_topics(), {})
    assert (report.bounced, report.on_paper, post.papers) == (1, 1, [])
    assert [one.receipt_id for one in unprinted(post.desk)] == [receipt_id]


def test_a_bon_that_was_printed_again_meanwhile_is_not_on_the_list(post: PostRoom) -> None:
    customer_id = post.person()
    receipt_id = bon(post.desk, customer_id)
    mail_bon(post.desk, receipt_id)
    reprinted = prepare(post.desk, receipt_id)
    assert "DUPLICAAT" in reprinted.text
    record(post.desk, reprinted, deliver(reprinted))
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET email = '' WHERE id = ?", (customer_id,))
    send_waiting(post.desk, all_topics(), {})
    assert unprinted(post.desk) == []


def test_who_has_no_address_cannot_choose_bons_by_mail(post: PostRoom) -> None:
    customer_id = post.person("")
    form = read_edit(post.desk, customer_id, "7")
    with pytest.raises(Refusal, match="Daarvoor is een e-mailadres nodig"):
        save_edit(post.desk, customer_id, "7", {"receipts": "E-mail"}, form)


async def test_paying_says_that_the_bon_goes_by_mail_and_prints_none(post: PostRoom) -> None:
    customer_id = enrol_tester(post.desk, subscription="0045", email="eb@lezer.nl").customer_id
    with post.desk.transaction() as tx:
        write_property(tx, customer_id, receipts=1, mail_receipts=1)
    async with running(post.desk) as driver:
        driver.app.start(driver.app.open_customer(customer_id))
        await driver.settle()
        await driver.keys("f7", "p", "enter", "enter", "j")
        assert driver.message == "€ 54,00 geboekt. De bon gaat per e-mail."
    assert queued(post.desk) == [("queued",)]
    assert post.desk.store.read("SELECT state FROM receipt WHERE template = 'receipt-payment'") == [("printed",)]
