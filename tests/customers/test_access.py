"""Access (AVG art. 15): everything there is of a customer, as JSON and as text, and a line in the journal."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from balie.customers.cards.passwords import set_pin
from balie.customers.privacy.access import print_job, read_access, read_rows, save_json
from balie.customers.privacy.removal import remove
from balie.customers.privacy.tables import PERSONAL_TABLES, UNSHOWN
from balie.desk import Desk
from balie.messages.documents import WIDTH
from balie.messages.printing import deliver
from balie.refusal import Refusal
from tests.support.applicants import SECRET, enrol_tester
from tests.support.full_customer import full_customer

MARK = "Qzwxj"


def test_no_column_is_forgotten_and_none_is_made_up(desk: Desk) -> None:
    for table in PERSONAL_TABLES:
        found = {row[1] for row in desk.store.read(f"PRAGMA table_info({table.name})")}
        assert set(table.columns) == found - UNSHOWN, table.name


def test_every_text_of_the_person_is_in_the_json_and_in_the_text(desk: Desk) -> None:
    head = full_customer(desk, "Hoofd")
    customer_id = full_customer(desk, MARK, head=head)
    hidden = UNSHOWN | {"id", "version"}
    access = read_access(desk, customer_id)
    in_text = re.sub(r"\s+", "", access.document.text)
    for table in PERSONAL_TABLES:
        names = [name for name in table.columns if name not in hidden]
        for row in desk.store.read(
            f"SELECT {', '.join(names)} FROM {table.name} WHERE {table.own}", {"id": customer_id}
        ):
            for name, value in zip(names, row, strict=True):
                if isinstance(value, str) and MARK in value and not value.startswith("{"):
                    assert value in access.json, (table.name, name)
                    assert value.replace(" ", "") in in_text, (table.name, name)


def test_the_json_is_a_list_of_rows_per_table_with_the_words_of_the_screen(desk: Desk) -> None:
    data = json.loads(read_access(desk, enrol_tester(desk).customer_id).json)
    assert data["klantnummer"] == "29428000077727"
    held = data["gegevens"]
    assert list(held) == [table.title for table in PERSONAL_TABLES if table.is_shown]
    (person,) = held["Klant"]
    assert (person["Achternaam"], person["Geboortedatum"], person["Klanttype"]) == (
        "Tester",
        "1991-01-04",
        "Reguliere klant",
    )
    assert held["Passen"][0]["Pasje"] is False
    assert held["Kosten"][0]["Bedrag"] == 5400
    assert held["Logboek"][0]["Wat"] == "Ingeschreven"
    assert held["Logboek"][0]["Erna"]["Abonnement"] == "0045"
    assert held["Bonnen"][0]["Inhoud"]["Naam"] == "E.B. Tester"


def test_the_text_reads_as_the_screen_does(desk: Desk) -> None:
    text = read_access(desk, enrol_tester(desk).customer_id).document.text
    for line in (
        r"Geboortedatum +04-01-1991",
        r"Nummer +29428000077727",
        r"Status +Actief",
        r"Abonnement +Basis",
        r"Bedrag +€ 54,00",
        r"Wat +Ingeschreven",
        r"Soort +Hoofdadres",
        r"Vestiging +9428 \(Gieten\)",
    ):
        assert re.search(f"^{line}$", text, re.MULTILINE), line


@pytest.mark.parametrize("seed", range(3))
def test_no_line_is_wider_than_the_paper(desk: Desk, seed: int) -> None:
    access = read_access(desk, full_customer(desk, MARK * 10, seed=seed))
    assert max(map(len, access.document.lines)) <= WIDTH


def test_every_look_is_in_the_journal(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    first, second = read_access(desk, customer_id), read_access(desk, customer_id)
    rows = desk.store.read("SELECT action, staff, customer_id, after FROM journal ORDER BY id DESC LIMIT 2")
    assert rows == [
        ("data shown", "ebt", customer_id, '{"document":"inzage","serial":2}'),
        ("data shown", "ebt", customer_id, '{"document":"inzage","serial":1}'),
    ]
    assert "Inzage gegeven" not in first.document.text
    assert "Inzage gegeven" in second.document.text


def test_neither_actor_id_nor_anything_secret_is_shown(desk: Desk) -> None:
    head = full_customer(desk, "Hoofd")
    customer_id = full_customer(desk, MARK)
    with desk.transaction() as tx:
        from balie.customers.relations import relate

        relate(tx, customer_id, head)
    set_pin(desk, customer_id, SECRET)
    access = read_access(desk, customer_id)
    for shown in (access.json, access.document.text):
        assert not re.search(rf"(?<!\d)({customer_id}|{head})(?!\d)", shown)
        assert "scrypt" not in shown
        assert "Hoofd" not in shown.replace("Hoofdadres", "").replace("Hoofdpas", "")
    (relation,) = json.loads(access.json)["gegevens"]["Relaties"]
    assert relation["Familiehoofd"] == "29428000077727"


def test_it_is_printed_and_saved_where_only_the_desk_can_read_it(desk: Desk) -> None:
    access = read_access(desk, enrol_tester(desk).customer_id)
    paper, file = deliver(print_job(desk, access)), save_json(desk, access)
    assert Path(paper.place).name == "inzage-29428000077727-00000001.txt"
    assert Path(file.place).name == "inzage-29428000077727-00000001.json"
    assert Path(file.place).read_text(encoding="utf-8") == access.json
    assert stat.S_IMODE(Path(file.place).stat().st_mode) == 0o600


def test_who_was_removed_still_gets_to_see_what_is_left(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    remove(desk, customer_id)
    held = json.loads(read_access(desk, customer_id).json)["gegevens"]
    assert MARK in held["Verwijderd"][0]["Naam bij de boekingen"]
    assert held["Adressen"] == []
    with pytest.raises(Refusal, match="bestaat niet"):
        read_access(desk, 99)


def test_text_from_people_stays_text(desk: Desk) -> None:
    customer_id = enrol_tester(desk, surname="{{ 7 * 7 }} [red]").customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET guardian = 'a' || char(27) || '[31mb' WHERE id = ?", (customer_id,))
    access = read_access(desk, customer_id)
    assert "{{ 7 * 7 }} [red]" in access.document.text
    assert "\x1b" not in access.document.text
    (row,) = read_rows(desk.store, PERSONAL_TABLES[0], customer_id)
    assert row["guardian"] == "a\x1b[31mb"
