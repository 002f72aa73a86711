"""The practice town: a library in full swing, sound, and the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.catalogue.items import item_of
from balie.catalogue.numbers import make_item_number
from balie.customers.cards.numbers import make_number
from balie.customers.header import read_header
from balie.customers.tabs.notes import read_notes
from balie.desk import Desk
from balie.lending.at_home import in_bezit
from balie.lending.holds.lists import ready_list
from balie.lending.holds.pull_list import pull_list
from balie.practice.places import DAY
from balie.practice.starting import template
from balie.practice.town.characters import CHARACTERS, FIRST_SERIAL, ITEMS, characters
from balie.rounds.invariants import all_invariants
from balie.store.check import check_connection


def _who(desk: Desk, name: str) -> int:
    number = make_number(desk.branch.number, FIRST_SERIAL + CHARACTERS.index(name))
    row = desk.store.read_one("SELECT customer_id FROM card WHERE number = ?", (number,))
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    ("table", "least"),
    [("customer", 150), ("title", 400), ("item", 700), ("loan", 600), ("payment", 100), ("hold", 10), ("mandate", 10)],
)
def test_the_town_is_a_library_in_full_swing(practice_desk, table, least):
    ((count,),) = practice_desk.store.read(f"SELECT count(*) FROM {table}")
    assert count >= least


def test_everything_in_the_town_is_in_order(practice_desk):
    assert check_connection(practice_desk.store.connection, all_invariants()) == []


def test_the_town_was_made_by_the_acts_of_the_desk(practice_desk):
    (words,) = zip(*practice_desk.store.read("SELECT DISTINCT action FROM journal"), strict=True)
    assert {"enrolled", "paid", "cancelled", "renewed"} <= set(words)


def test_everybody_a_lesson_needs_is_there_by_the_number_of_their_pass(practice_desk):
    for name, person in characters(DAY).items():
        row = practice_desk.store.read_one("SELECT surname FROM customer WHERE id = ?", (_who(practice_desk, name),))
        assert row == (person.fields["surname"],)


def test_every_item_a_lesson_scans_is_there(practice_desk):
    for serial, title in enumerate(ITEMS.values(), start=1):
        number = make_item_number(practice_desk.branch.number, serial)
        with practice_desk.transaction() as tx:
            assert item_of(tx, number).number == number
        row = practice_desk.store.read_one(
            "SELECT title.title FROM item JOIN title ON title.id = item.title_id WHERE item.number = ?", (number,)
        )
        assert row == (title,)


def test_what_lessons_begin_with(practice_desk):
    desk = practice_desk
    late = [row for row in in_bezit(desk, _who(desk, "laatstra")) if row.due_on < DAY]
    assert len(late) == 2
    assert [row.title for row in ready_list(desk)] == [ITEMS["klaar"]]
    assert any(pull.title.startswith(ITEMS["kast"]) for pull in pull_list(desk))
    assert read_notes(desk.store, _who(desk, "notitie"))
    rules = desk.library.loans
    if rules is not None and rules.max_items:
        assert len(in_bezit(desk, _who(desk, "volst"))) == rules.max_items
    assert read_header(desk, _who(desk, "wilgenhof")) is not None


def test_who_enrols_next_gets_the_first_actor_id_behind_the_town_and_no_bon_lies_waiting(practice_desk):
    ((following,),) = practice_desk.store.read("SELECT next FROM counter WHERE name = 'actor'")
    ((least, most),) = practice_desk.store.read("SELECT min(id), max(id) FROM customer")
    assert 1 <= least <= most < following == max(practice_desk.library.numbers.first_actor_id, 1001)
    assert practice_desk.store.read("SELECT 1 FROM receipt WHERE state <> 'printed'") == []


def test_nobody_in_the_town_can_be_reached(practice_desk):
    rows = practice_desk.store.read("SELECT email, phone, mobile FROM customer")
    assert all(email is None or email == "" or email.endswith(".example") for email, _, _ in rows)
    assert all(not phone or phone.startswith("(0592) 0") for _, phone, _ in rows)
    assert all(not mobile or mobile.startswith("06-00") for _, _, mobile in rows)
    accounts = practice_desk.store.read("SELECT iban FROM mandate")
    assert all(iban[4:8] == "TEST" for (iban,) in accounts)


def test_everybody_a_lesson_needs_has_a_mobile_number_of_their_own():
    mobiles = [mobile for person in characters(DAY).values() if (mobile := person.fields.get("mobile"))]
    assert len(mobiles) > 10
    assert len(set(mobiles)) == len(mobiles)


def test_the_same_town_is_made_every_time(towns: Path, tmp_path: Path, library_name: str):
    from balie.store.connection import borrow

    def everything(path: Path) -> list[object]:
        with borrow(path) as town:
            return [
                town.read(f"SELECT {columns} FROM {table} ORDER BY 1")
                for table, columns in (
                    ("customer", "id, surname, birth_date"),
                    ("loan", "id, item_number, customer_id, returned_on"),
                    ("charge", "id, cents, kind, customer_id"),
                )
            ]

    again = template(library_name, DAY, tmp_path)
    assert everything(again) == everything(template(library_name, DAY, towns))
