"""The session and its bons: what it did, who gets a bon of it, and what stands on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.customers.tabs.property_row import write_property
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.session.acts import Renewed
from balie.lending.session.bons import Bon, bons_due, queue_bon, status_bon
from balie.lending.session.session import Session
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.lending_tables import Receipts
from balie.library.terms import Procedure
from balie.messages.printing import prepare
from tests.support.borrowers import borrower, new_item, new_title, on

LATE = date(2024, 5, 11)


def prints(desk: Desk, **procedures: Procedure) -> Desk:
    return replace(desk, library=changed(desk.library, receipts=Receipts(**procedures)))


def three_acts(desk: Desk) -> tuple[Session, int]:
    """A session in which somebody borrows, renews, and brings something back too late."""
    customer_id = borrower(desk)
    titles = [new_title(desk, name) for name in ("Nieuw", "Verlengd", "Terug")]
    numbers = [new_item(desk, title, top_title=title == titles[0]) for title in titles]
    ids = [lend(desk, customer_id, number).loan_id for number in numbers[1:]]
    today, session = on(desk, LATE), Session(customer_id)
    session.add(lend(today, customer_id, numbers[0]))
    (renewed,) = renew(today, customer_id, ids[:1])
    assert isinstance(renewed, Renewed)
    session.add(renewed)
    session.add(take_back(today, numbers[2]))
    return session, customer_id


def test_a_session_finds_its_acts_by_the_item(at_poort: Desk) -> None:
    session, _ = three_acts(at_poort)
    lent, renewed, returned = session.acts
    assert session.lent_by(lent.number) is lent
    assert session.renewed_by(renewed.number) is renewed
    assert session.returned_by(f" {returned.number} ") is returned
    assert (session.lent_by(returned.number), session.returned_by("nergens")) == (None, None)
    assert session.loan_ids == {lent.loan_id}
    assert session.made_cents == 150 + 80 + 80


def test_what_is_undone_is_no_act_of_the_session(at_poort: Desk) -> None:
    session, _ = three_acts(at_poort)
    returned = session.acts[2]
    undo(on(at_poort, LATE), returned)
    session.drop(returned)
    assert len(session.acts) == 2
    with pytest.raises(ValueError, match="not in"):
        session.drop(returned)


@pytest.mark.parametrize(
    ("lending", "returning", "renewing", "asks", "told"),
    [
        (Procedure.NEVER, Procedure.NEVER, Procedure.NEVER, None, 0),
        (Procedure.ASK, Procedure.ASK, Procedure.ASK, True, 3),
        (Procedure.ALWAYS, Procedure.NEVER, Procedure.NEVER, False, 1),
        (Procedure.ALWAYS, Procedure.ASK, Procedure.NEVER, False, 2),
        (Procedure.NEVER, Procedure.NEVER, Procedure.ASK, True, 1),
    ],
)
def test_the_library_says_of_what_there_are_bons(
    at_poort: Desk, lending: Procedure, returning: Procedure, renewing: Procedure, asks: bool | None, told: int
) -> None:
    session, customer_id = three_acts(at_poort)
    desk = prints(at_poort, lending=lending, returning=returning, renewing=renewing)
    due = bons_due(desk, session)
    if asks is None:
        assert due == []
        return
    (bon,) = due
    assert (bon.customer_id, bon.customer_name, bon.asks, len(bon.acts)) == (
        customer_id,
        "Dhr. E.B. Tester",
        asks,
        told,
    )


def test_who_wants_no_bons_gets_none_but_for_one_that_is_asked_for(at_poort: Desk) -> None:
    session, customer_id = three_acts(at_poort)
    with at_poort.transaction() as tx:
        write_property(tx, customer_id, receipts=0)
    assert bons_due(prints(at_poort, lending=Procedure.ALWAYS), session) == []
    assert "Er staat" in prepare(at_poort, status_bon(at_poort, customer_id)).text


def test_each_customer_of_a_session_of_taking_in_has_a_bon(at_poort: Desk) -> None:
    people = [borrower(at_poort, surname=name) for name in ("Eerste", "Tweede")]
    session = Session()
    for customer_id in people:
        number = new_item(at_poort)
        lend(at_poort, customer_id, number)
        session.add(take_back(at_poort, number))
    session.add(take_back(at_poort, new_item(at_poort)))  # was in already: nobody's
    assert [bon.customer_name for bon in bons_due(at_poort, session)] == ["Dhr. E.B. Eerste", "Dhr. E.B. Tweede"]


def test_the_bon_tells_titles_dates_and_amounts_and_no_actor_id(at_poort: Desk) -> None:
    session, customer_id = three_acts(at_poort)
    today = on(at_poort, LATE)
    (bon,) = bons_due(today, session)
    job = prepare(today, queue_bon(today, bon))
    lines = [line.strip() for line in job.text.splitlines() if line.strip()]
    assert lines == [
        "Bibliotheek Achterhoekse Poort",
        "Vestiging 4104 (Achterhoekse Poort)",
        "11-05-2024",
        "Dhr. E.B. Tester",
        "Klantnummer 2 4104 0000 0001 0",
        "Geleend",
        "Nieuw / Reve, Gerard",
        "terug op 08-06-2024  € 1,50",
        "Verlengd",
        "Verlengd / Reve, Gerard",
        "tot 04-06-2024, was te laat  € 0,80",
        "Ingenomen",
        "Terug / Reve, Gerard",
        "op 11-05-2024, 4 dagen te laat  € 0,80",
        "Er staat € 55,10 open.",
    ]
    assert f"[{customer_id}]" not in job.text
    assert max(len(line) for line in job.text.splitlines()) <= 42


def test_hostile_titles_do_not_reach_the_printer(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    with at_poort.transaction() as tx:
        tx.execute("UPDATE customer SET surname = 'x' || char(27) || '[31mrood' WHERE id = ?", (customer_id,))
    bon = Bon(customer_id, "", asks=False, acts=(lend(at_poort, customer_id, new_item(at_poort)),))
    assert "\x1b" not in prepare(at_poort, queue_bon(at_poort, bon)).text


def test_the_status_bon_tells_what_is_at_home(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lend(at_poort, customer_id, new_item(at_poort))
    text = prepare(at_poort, status_bon(at_poort, customer_id)).text
    assert "De avonden / Reve, Gerard" in text
    assert "terug op 07-05-2024" in text


def test_an_amount_is_never_cut_off(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    session, later = Session(), on(at_poort, date(2024, 8, 20))
    session.add(take_back(later, number))
    (bon,) = bons_due(later, session)
    text = prepare(later, queue_bon(later, bon)).text
    assert text.split("De avonden / Reve, Gerard\n")[1].startswith("  op 20-08-2024, 105 dagen te laat\n  € 21,00\n")
