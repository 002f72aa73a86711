"""Tab 4: the journal of a customer in Dutch words, the latest first."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import balie
from balie.customers.finding.entry import known_customer
from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.journal import read_acts
from balie.customers.tabs.journal_words import ACTIONS, LABELS
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from tests.support.applicants import end_membership, enrol_tester


def change(desk: Desk, customer_id: int, tab: str, **typed: str) -> None:
    save_edit(desk, customer_id, tab, typed, read_edit(desk, customer_id, tab))


def lines(desk: Desk, customer_id: int) -> list[str]:
    """The lines of the last act."""
    return list(read_acts(desk, customer_id).rows[0].lines)


def test_an_old_address_stays_readable_with_who_and_when(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    later = replace(desk, staff="abc", now=lambda: datetime(2024, 6, 3, 22, 30, tzinfo=UTC))
    change(later, customer_id, "2", email="eb@voorbeeld.example", fax="0592243612")
    act = read_acts(desk, customer_id).rows[0]
    assert (act.at, act.staff, act.what) == ("04-06-2024 00:30", "abc", "Gewijzigd")
    assert act.lines == ("Fax: (leeg) → (0592) 24 36 12", "E-mail: info@bibliotheekannen.nl → eb@voorbeeld.example")


def test_choices_show_as_their_labels_and_fields_under_a_heading_with_it(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    change(desk, customer_id, "6", block_web="Misbruik", person="Vrouw")
    assert lines(desk, customer_id) == [
        "Persoon/Instelling: Man → Vrouw",
        "Blokkade: Web en zelfbediening: (leeg) → Misbruik",
    ]


def test_an_enrolment_tells_what_was_decided(desk: Desk) -> None:
    act = read_acts(desk, enrol_tester(desk).customer_id).rows[-1]
    assert act.what == "Ingeschreven"
    assert {"Klantnummer: 29428000077727", "Abonnement: Basis", "Contributie t/m: 30-04-2025", "Prijs: € 54,00"} <= set(
        act.lines
    )


def test_an_enrolment_anew_tells_what_became_different(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    end_membership(desk, customer_id)
    again = known_customer(desk.store, customer_id, desk.working_date)
    enrol_tester(desk, number=again, street="Brink", email="")
    act = read_acts(desk, customer_id).rows[0]
    assert act.what == "Opnieuw ingeschreven"
    assert {"Straat: Kruisakkers → Brink", "E-mail: info@bibliotheekannen.nl → (leeg)"} <= set(act.lines)
    assert not any(line.startswith("Achternaam") for line in act.lines)


def test_a_relative_is_shown_by_name(desk: Desk) -> None:
    head = enrol_tester(desk)
    child = enrol_tester(desk, initials="k").customer_id
    change(desk, child, "6", head=str(head.number))
    assert lines(desk, child) == [f"Familiehoofd: Tester, E.B. [{head.customer_id}]"]


def test_pages_hold_every_act_once_the_latest_first(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    for number in range(7):
        change(desk, customer_id, "5", note_1=f"melding {number}")
    found, after = [], None
    while True:
        page = read_acts(desk, customer_id, after=after, limit=3)
        found += [act.lines[0] for act in page.rows if act.what == "Gewijzigd"]
        after = page.after
        if after is None:
            break
    assert [line.rpartition(" ")[2] for line in found] == [str(number) for number in range(6, -1, -1)]


def test_tab_4_fits_beside_when_and_who(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    change(desk, customer_id, "5", remark="woord " * 30)
    table = read_tab(desk, customer_id, "4").table
    assert table is not None
    assert table.rows[0] == ("09-04-2024 10:15", "ebt", "Gewijzigd")
    assert table.rows[1][2].startswith("  Opmerking (intern): (leeg) → woord")
    assert max(len(row[2]) for row in table.rows) <= 56


def test_another_customers_acts_are_not_shown(desk: Desk) -> None:
    first = enrol_tester(desk).customer_id
    second = enrol_tester(desk, surname="Anders").customer_id
    assert len(read_acts(desk, first).rows) == len(read_acts(desk, second).rows) == 1


def words_of(path: Path) -> set[str]:
    """The words a module writes in the journal: literals, names of its own constants, both sides of a choice."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "journal":
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    found.add(part.value)
                elif isinstance(part, ast.Name) and isinstance(constants.get(part.id), str):
                    found.add(str(constants[part.id]))
    return found


SOURCES = sorted(path for path in Path(balie.__file__).parent.rglob("*.py") if ".journal(" in path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_word_of_the_journal_has_a_dutch_text(path: Path) -> None:
    def known(word: str) -> bool:
        # Half a word is the fixed part of one that is put together: `card {act}ed`.
        return word in ACTIONS or any(text.startswith(word) or text.endswith(word) for text in ACTIONS)

    assert {word for word in words_of(path) if not known(word)} == set()


def test_the_labels_are_dutch_texts_that_differ() -> None:
    assert len(set(ACTIONS.values())) == len(ACTIONS)
    assert all(word.label[0].isupper() for word in LABELS.values())
