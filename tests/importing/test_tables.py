"""Loans, reservations, costs, notes, blocks and addresses from another system: what is right goes in, and only once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.circulation.holds import open_holds_of, open_holds_on
from balie.circulation.loans import open_loans
from balie.commands.importing_tables import TABLES
from balie.customers.blocks import BlockKind, read_blocks
from balie.customers.forms.known_addresses import KnownAddress, known_address
from balie.customers.tabs.journal_words import ACTIONS
from balie.customers.tabs.notes import notes_to_tell
from balie.desk import Desk
from balie.dutch.address import HouseNumber
from balie.importing.batches import BadLine
from balie.importing.input_file import InputFile
from balie.importing.mapping import AS_IT_IS, ColumnMapping
from balie.importing.tables.table_import import CheckedLines, StoredLines
from balie.ledger import open_charges
from balie.lending.take_back import take_back
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester
from tests.support.members import pay_all
from tests.support.stock import EVENINGS, new_item, new_title

Run = Callable[..., tuple[CheckedLines, StoredLines, list[BadLine]]]


@pytest.fixture
def run(desk: Desk, tmp_path: Path) -> Run:
    """Imports lines of a kind; the store is sound afterwards, and what was written in the journal has its words."""

    def import_lines(
        name: str, heading: str, *lines: str, at: Desk = desk, mapping: ColumnMapping = AS_IT_IS, between: str = ""
    ) -> tuple[CheckedLines, StoredLines, list[BadLine]]:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join((heading, *lines)), encoding="utf-8")
        bad: list[BadLine] = []
        with TABLES[name].begin(at, InputFile(path, path.name), mapping) as work:
            checked = work.check(bad.append, lambda done, total: None)
            if between:
                with open_store(at.store.path) as store, replace(at, store=store).transaction() as tx:
                    tx.execute(between)
            done = work.carry_out(lambda done, total: None)
        assert sorted(found.name for found in at.store.path.parent.glob(".*.nieuw")) == []
        assert check(at.store, all_invariants(), thorough=True) == []
        assert {row[0] for row in at.store.read("SELECT action FROM journal")} <= ACTIONS.keys() | {
            *("title added", "item added", "item status", "item found")
        }
        return checked, done, bad

    return import_lines


@pytest.fixture
def number(desk: Desk) -> str:
    found = enrol_tester(desk).number
    assert found is not None
    return found


@pytest.fixture
def customer_id(desk: Desk, number: str) -> int:
    ((found,),) = desk.store.read("SELECT customer_id FROM card WHERE number = ?", (number,))
    return int(found)


@pytest.fixture
def item(desk: Desk) -> str:
    return new_item(desk, new_title(desk, isbn=EVENINGS))


def first_reason(bad: list[BadLine]) -> list[str]:
    return [f"{line.number} {line.reasons[0]}" for line in bad]


LOANS = "Klantnummer;Exemplaarnummer;Uitgeleend op;Inleverdatum;Verlengd"


def test_a_loan_runs_on_as_it_was(desk: Desk, run: Run, number: str, customer_id: int, item: str) -> None:
    line = f"{number};{item};2024-03-01;22-03-2024;2"
    checked, done, bad = run("leningen", LOANS, line)
    assert (checked.lines.new, done.lines.new, bad) == (1, 1, [])
    (loan,) = open_loans(desk.store, customer_id)
    assert (loan.item_number, loan.lent_on, loan.due_on, loan.renewals, loan.strips) == (
        *(item, date(2024, 3, 1), date(2024, 3, 22), 2, 0),
    )
    checked, done, _ = run("leningen", LOANS, line)
    assert (checked.lines.same, checked.has_work, done.lines.new) == (1, False, 0)
    take_back(desk, item)
    assert open_charges(desk.store, customer_id)[-1].open_cents > 0


def test_the_journal_does_not_tell_who_has_what(desk: Desk, run: Run, number: str, item: str) -> None:
    run("leningen", LOANS, f"{number};{item};;22-05-2024;")
    rows = desk.store.read("SELECT customer_id, after FROM journal WHERE action = 'loan imported'")
    assert [(customer, item in after) for customer, after in rows] == [(None, False)]


def test_what_was_missing_is_found_when_it_was_lent(desk: Desk, run: Run, number: str, item: str) -> None:
    with desk.transaction() as tx:
        tx.execute("UPDATE item SET status = 'M'")
    run("leningen", LOANS, f"{number};{item};;22-05-2024;")
    assert desk.store.read("SELECT status FROM item") == [("B",)]


def test_a_loan_that_cannot_be_is_told(desk: Desk, run: Run, number: str, item: str) -> None:
    other = enrol_tester(desk, surname="Ander").number
    gone = new_item(desk, new_title(desk, title="Weg"))
    with desk.transaction() as tx:
        tx.execute(
            "UPDATE item SET status = 'A', written_off_on = '2024-01-01', write_off_reason = 'anders' WHERE number = ?",
            (gone,),
        )
    run("leningen", LOANS, f"{number};{item};;22-05-2024;")
    free = new_item(desk, new_title(desk, title="Vrij"))
    _, _, bad = run(
        *("leningen", LOANS, f"{other};{item};;22-05-2024;", f"{number};{gone};;22-05-2024;", ";;;;"),
        *(
            f"{number};R404;;22-05-2024;",
            f"29428000099997;{item};;gisteren;x",
            f"{number};{item};01-04-2024;31-03-2024;",
        ),
        *(f"{number};{free};;22-05-2024;", f"{number};{free};;22-05-2024;", f"{number};{free};10-04-2024;22-05-2024;"),
    )
    told = first_reason(bad)
    for place, words in enumerate(("andere klant", "afgeschreven", "niet bekend", "van niemand", "voor de dag")):
        assert any(words in text for text in told), (place, told)
    assert [text.split()[0] for text in told] == ["2", "3", "5", "6", "7", "9", "10"]
    assert len(bad[3].reasons) == 3


HOLDS = "Klantnummer;ISBN;Exemplaarnummer;Alleen dit exemplaar;Gereserveerd op;Prioriteit"


def test_reservations_keep_their_places_in_the_queue(desk: Desk, run: Run, number: str, item: str) -> None:
    others = [enrol_tester(desk, surname=name).number for name in ("Aap", "Noot")]
    lines = [
        f"{number};{EVENINGS};;;02-04-2024;",
        f"{others[0]};;{item};ja;01-04-2024;",
        f"{others[1]};{EVENINGS};;;03-04-2024;1",
    ]
    checked, _, bad = run("reserveringen", HOLDS, *lines)
    assert (checked.lines.new, bad) == (3, [])
    ((title_id,),) = desk.store.read("SELECT id FROM title")
    assert [(hold.placed_on.day, hold.item_number) for hold in open_holds_on(desk.store, title_id)] == [
        *((3, None), (1, item), (2, None)),
    ]
    assert not run("reserveringen", HOLDS, *lines)[0].has_work


def test_a_reservation_that_cannot_be_is_told(desk: Desk, run: Run, number: str, item: str) -> None:
    run("leningen", LOANS, f"{number};{item};;22-05-2024;")
    new_title(desk, title="Ander", isbn="9789025863302")
    _, _, bad = run(
        "reserveringen",
        HOLDS,
        f"{number};{EVENINGS};;;;",
        f"{number};;;;;",
        f"{number};9789025863302;{item};;;",
        f"{number};9789020414004;;;;12",
    )
    assert [len(line.reasons) for line in bad] == [1, 1, 1, 2]
    assert "in bezit" in bad[0].reasons[0]
    assert "verschillende titels" in bad[2].reasons[0]


def test_what_stands_ready_stands_ready(desk: Desk, run: Run, number: str, customer_id: int, item: str) -> None:
    heading = "Klantnummer;Exemplaarnummer;Klaargezet;Afhalen t/m"
    other = enrol_tester(desk, surname="Ander").number
    _, done, bad = run("reserveringen", heading, f"{number};{item};ja;16-04-2024", f"{other};{item};ja;", "x;;;")
    assert (done.lines.new, [line.number for line in bad]) == (1, [3, 4])
    (hold,) = open_holds_of(desk.store, customer_id)
    assert (hold.state, hold.ready_item, hold.item_number, hold.expires_on) == ("B", item, None, date(2024, 4, 16))
    assert desk.store.read("SELECT status FROM item") == [("R",)]
    assert not run("reserveringen", heading, f"{number};{item};ja;16-04-2024")[0].has_work
    assert "niet binnen" in run("reserveringen", heading, f"{other};{item};ja;16-04-2024")[2][0].reasons[0]
    assert "gereserveerd" in run("leningen", LOANS, f"{other};{item};;22-05-2024;")[2][0].reasons[0]


def test_who_has_no_membership_can_bring_back_what_runs(desk: Desk, run: Run, customer_id: int, item: str) -> None:
    with desk.transaction() as tx:
        tx.execute("DELETE FROM property")
        tx.execute(
            "INSERT INTO customer (id, kind, surname, name_key, person, home_branch, registered_on, last_active_on,"
            " changed_on, changed_by, birth_date) SELECT 99, kind, surname, name_key, person, home_branch,"
            " registered_on, last_active_on, changed_on, changed_by, birth_date FROM customer"
        )
        tx.execute(
            "INSERT INTO address (customer_id, kind, country, postcode, number, street, town)"
            " VALUES (99, 'main', 'NL', '9468 BG', 1, 'Brink', 'ANNEN')"
        )
        tx.execute(
            "INSERT INTO card (number, customer_id, plastic, branch, issued_on)"
            " VALUES ('29428000099994', 99, 1, '9428', '2024-01-01')"
        )
    run("leningen", LOANS, f"29428000099994;{item};01-03-2024;22-03-2024;")
    take_back(desk, item)
    assert open_loans(desk.store, 99) == []
    assert check(desk.store, all_invariants(), thorough=True) == []


def test_broken_off_half_way_it_is_done_again(desk: Desk, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "adressen.csv"
    lines = [f"9468 B{letter};{number};Brink;Annen" for letter in "CDEHJ" for number in range(1, 401)]
    path.write_text("\n".join(("Postcode;Huisnummer;Straat;Plaats", *lines)), encoding="utf-8")
    with TABLES["adressen"].begin(desk, InputFile(path, path.name), AS_IT_IS) as work:
        work.check(lambda line: None, lambda done, total: None)

        def stop(done: int, total: int) -> None:
            if done >= 40:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            work.carry_out(stop)
    ((stored,),) = desk.store.read("SELECT count(*) - 1 FROM known_address")
    assert 40 <= stored < len(lines)
    checked, done, _ = run("adressen", *path.read_text(encoding="utf-8").splitlines())
    assert (checked.lines.same, done.lines.new) == (stored, len(lines) - stored)


COSTS = "Klantnummer;Bedrag;Soort;Datum;Omschrijving"


def test_costs_are_open_once_also_when_they_were_paid(desk: Desk, run: Run, number: str, customer_id: int) -> None:
    pay_all(desk, customer_id)
    lines = [
        f"{number};1,50;boete;01-03-2024;Te laat terug",
        f"{number};€ 1,50;te laat;2024-03-01;Te laat terug",
        f"{number};4;leengeld;;",
    ]
    checked, done, bad = run("kosten", COSTS, *lines)
    assert (checked.lines.new, done.lines.new, bad) == (3, 3, [])
    assert sorted(charge.open_cents for charge in open_charges(desk.store, customer_id)) == [150, 150, 400]
    notes = desk.store.read("SELECT DISTINCT note FROM charge WHERE note IS NOT NULL ORDER BY id")
    assert notes == [("Te laat terug, 01-03-2024",), ("Van voor de overgang",)]
    pay_all(desk, customer_id)
    assert not run("kosten", COSTS, *lines)[0].has_work
    assert run("kosten", COSTS, *lines, lines[0])[0].lines.new == 1


@pytest.mark.parametrize("line", ["0;boete", "0;tegoed", "x;boete", "1;bier", "20000;boete", "-20000;tegoed"])
def test_costs_that_cannot_be_are_told(run: Run, number: str, line: str) -> None:
    assert len(run("kosten", "Klantnummer;Bedrag;Soort", f"{number};{line}")[2]) == 1


def test_notes_go_where_there_is_room(desk: Desk, run: Run, number: str, customer_id: int) -> None:
    lines = [f"{number};Tas {count};nee" for count in range(5)] + [f"{number};Belt vaak;ja", f"{number};Doof;ja"]
    _, _, bad = run("notities", "Klantnummer;Notitie;Intern", *lines)
    assert notes_to_tell(desk.store, customer_id) == [
        *((f"Tas {count}", False) for count in range(4)),
        ("Belt vaak Doof", True),
    ]
    assert bad == []
    checked, _, bad = run("notities", "Klantnummer;Notitie;Intern", *lines)
    assert (checked.has_work, first_reason(bad)) == (
        *(False, ["6 Deze klant heeft al 4 meldingen: maak er een intern, of laat er een weg."]),
    )


def test_who_was_blocked_is_blocked(desk: Desk, run: Run, number: str, customer_id: int) -> None:
    heading = "Klantnummer;Reden;Soort;Sinds"
    lines = [f"{number};Vernieling;;01-02-2023", f"{number};Adres onbekend;Adres;"]
    run("blokkades", heading, *lines)
    assert [(block.kind, block.reason, block.since) for block in read_blocks(desk.store, customer_id)] == [
        (BlockKind.GENERAL, "Vernieling", date(2023, 2, 1)),
        (BlockKind.ADDRESS, "Adres onbekend", desk.working_date),
    ]
    assert not run("blokkades", heading, *lines)[0].has_work
    _, _, bad = run("blokkades", heading, f"{number};Anders;;", f"{number};;Tuin;31-12-2099")
    assert [len(line.reasons) for line in bad] == [1, 3]


def test_addresses_complete_what_is_typed(desk: Desk, run: Run) -> None:
    heading = "Postcode;Huisnummer;Openbare ruimte;Woonplaats"
    lines = ["9468bg;41;Kruisakkers;Annen", "9468 BG;43a;Kruisakkers;Annen", "9468BG;43;Kruisakkers;Annen"]
    checked, done, _ = run("adressen", heading, *lines)
    assert (checked.lines.new, checked.lines.same, done.lines.new) == (1, 1, 1)
    assert known_address(desk.store, "9468 BG", HouseNumber(43)) == KnownAddress("Kruisakkers", "ANNEN")
    checked, _, bad = run("adressen", heading, "9468BG;41;Brink;Annen", "9468BG;41;Dorpsstraat;Annen", "x;0;;")
    assert (checked.lines.changed, [len(line.reasons) for line in bad]) == (1, [1, 4])
    known = known_address(desk.store, "9468 BG", HouseNumber(41))
    assert known is not None
    assert known.street == "Brink"


def test_what_changed_since_the_check_is_passed_over(run: Run, number: str, item: str) -> None:
    _, done, _ = run("leningen", LOANS, f"{number};{item};;22-05-2024;", between="UPDATE item SET status = 'I'")
    assert done.lines.new == 0
    assert "Regel 2 is overgeslagen: Exemplaar" in done.passed_over[0]


def test_a_customer_is_known_by_the_number_of_the_other_system_too(
    desk: Desk, run: Run, number: str, customer_id: int
) -> None:
    with desk.transaction() as tx:
        tx.execute("INSERT INTO property (customer_id, external_number) VALUES (?, '4711')", (customer_id,))
    assert run("blokkades", "Klantnummer;Reden", "4711;x")[2] == []
    other = enrol_tester(desk, surname="Ander").customer_id
    with desk.transaction() as tx:
        tx.execute("INSERT INTO property (customer_id, external_number_2) VALUES (?, '4711')", (other,))
    assert "meer dan een klant" in run("blokkades", "Klantnummer;Reden", "4711;x")[2][0].reasons[0]


def test_the_journal_tells_which_lines_of_which_file(desk: Desk, run: Run, number: str) -> None:
    run("blokkades", "Klantnummer;Reden", "fout;x", f"{number};x")
    rows = desk.store.read("SELECT after FROM journal WHERE action = 'file imported'")
    assert rows == [('{"what":"blokkades","file":"blokkades.csv","first":3,"last":3,"count":1}',)]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-30", "31-12-2199"])
def test_a_day_that_stands_for_none_is_told(run: Run, number: str, item: str, day: str) -> None:
    for name, heading, line in (
        ("leningen", LOANS, f"{number};{item};;{day};"),
        ("reserveringen", "Klantnummer;Exemplaarnummer;Einddatum", f"{number};{item};{day}"),
        ("kosten", "Klantnummer;Bedrag;Soort;Datum", f"{number};1;boete;{day}"),
    ):
        assert "kijk het jaar na" in run(name, heading, line)[2][0].reasons[0]


@pytest.mark.parametrize(
    ("name", "heading", "values"),
    [("leningen", "Exemplaarnummer;Inleverdatum", ";20-04-2024"), ("kosten", "Bedrag;Soort", "1;")],
)
def test_an_empty_cell_is_told_by_its_column(run: Run, number: str, name: str, heading: str, values: str) -> None:
    (bad,) = run(name, f"Klantnummer;{heading}", f"{number};{values}")[2]
    assert "is leeg: vul dit veld in" in bad.reasons[0]
