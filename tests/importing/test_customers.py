"""`balie importeer klanten`: what is right goes in, what is wrong is told, and twice is once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from balie.customers.cards.numbers import make_number
from balie.customers.deceased import mark
from balie.customers.finding.search import search
from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.customers.tabs.journal import read_acts
from balie.desk import Desk
from balie.importing.batches import BadLine, FileSource, batches_of
from balie.importing.customers import TWICE, CheckedCustomers, CustomerImport
from balie.importing.known import ANOTHER
from balie.importing.reading import Imported
from balie.importing.sqlite.adding_customers import Added
from balie.refusal import Refusal
from balie.store.check import check
from balie.store.connection import create_store, open_store
from tests.support.applicants import enrol_tester
from tests.support.doubles import dump
from tests.support.population import people

WISE = (
    *("PATRON_ID", "STUDENT_ID", "FIRST_NAMES", "PREFIX", "LAST_NAME", "HOUSE_NUMBER", "ADDRESS", "ADDRESS_LINE_2"),
    *("ZIPCODE", "CITY", "STATE", "DATE_OF_BIRTH", "GENDER", "PHONE", "mobile", "E_MAIL"),
)
LINE = {
    "PATRON_ID": "29428000077727",
    "STUDENT_ID": "s 123.456",
    "FIRST_NAMES": "Eva Bente",
    "PREFIX": "van den",
    "LAST_NAME": "Tester",
    "HOUSE_NUMBER": "41a-2",
    "ADDRESS": "Kruisakkers",
    "ADDRESS_LINE_2": "",
    "ZIPCODE": "9468bg",
    "CITY": "Annen",
    "STATE": "",
    "DATE_OF_BIRTH": "1991-01-04",
    "GENDER": "V",
    "PHONE": "0592243612",
    "mobile": "0612345678",
    "E_MAIL": "eva@Voorbeeld.example",
}

Run = Callable[..., tuple[CheckedCustomers, Added | None, list[BadLine]]]


def line(**fields: str) -> dict[str, str]:
    return {**LINE, **fields}


def numbered(serial: int, **fields: str) -> dict[str, str]:
    return line(PATRON_ID=make_number("9428", serial), **fields)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def to_file(*lines: dict[str, str], separator: str = ",", encoding: str = "utf-8") -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, WISE, delimiter=separator)
        writer.writeheader()
        writer.writerows(lines)
        path = tmp_path / "klanten.csv"
        path.write_text(text.getvalue(), encoding=encoding, newline="")
        return path

    return to_file


@pytest.fixture
def run(desk: Desk) -> Iterator[Run]:
    """Imports a file at the desk; the store is opened again afterwards, as `run.desk` would see it."""
    current = [desk]

    def import_file(
        path: Path, *, carry_out: bool = True, large: int = 10**9
    ) -> tuple[CheckedCustomers, Added | None, list[BadLine]]:
        bad: list[BadLine] = []
        done = None
        with CustomerImport(current[0], path, large=large) as work:
            checked = work.check(bad.append)
            if carry_out:
                done = work.carry_out()
        if carry_out:
            current[0].store.close()
            current[0] = replace(desk, store=open_store(desk.store.path))
        return checked, done, bad

    import_file.desk = lambda: current[0]  # type: ignore[attr-defined]
    yield import_file
    current[0].store.close()


def at(run: Run) -> Desk:
    desk = run.desk()  # type: ignore[attr-defined]
    assert isinstance(desk, Desk)
    return desk


def sound(run: Run) -> None:
    assert check(at(run).store, CUSTOMER_INVARIANTS, thorough=True) == []


@pytest.mark.parametrize("in_use", [False, True])
def test_a_line_of_wises_template_becomes_a_customer(
    desk: Desk, write: Callable[..., Path], run: Run, in_use: bool
) -> None:
    if in_use:
        enrol_tester(desk, surname="Ander")
        number = make_number("9428", 500)
    else:
        number = LINE["PATRON_ID"]
    checked, done, bad = run(write(line(PATRON_ID=number)))
    assert (checked.new, checked.bad, bad) == (1, 0, [])
    assert done is not None
    assert done.added == 1
    (row,) = search(at(run).store, desk.library, number, desk.working_date).rows
    assert (row.name, row.birth_date, row.address) == (
        *("Tester, E.B. van den", "04-01-1991", "Kruisakkers 41A-2, 9468 BG ANNEN"),
    )
    stored = at(run).store.read_one(
        "SELECT given_name, person, phone, phone_key, mobile, email, email_key, prefixed_key, home_branch,"
        " external_number_2 FROM customer LEFT JOIN property ON customer_id = id WHERE id = ?",
        (row.customer_id,),
    )
    assert stored == (
        *("Eva Bente", "vrouw", "(0592) 24 36 12", "0592243612", "06-12345678"),
        *("eva@voorbeeld.example", "eva@voorbeeld.example", "van den tester\x1fe b", "9428", "S123.456"),
    )
    act = read_acts(at(run), row.customer_id).rows[0]
    assert (act.what, act.staff) == ("Geïmporteerd", "ebt")
    assert set(act.lines) == {f"Klantnummer: {number}", "Bestand: klanten.csv", "Regel: 2"}
    sound(run)


@pytest.mark.parametrize("in_use", [False, True])
def test_importing_twice_is_importing_once(desk: Desk, write: Callable[..., Path], run: Run, in_use: bool) -> None:
    if in_use:
        enrol_tester(desk, surname="Ander")
    path = write(*(numbered(serial, LAST_NAME=f"Naam{'x' * serial}") for serial in range(1, 40)))
    run(path)
    before = dump(at(run).store)
    checked, done, bad = run(path)
    assert (checked.new, checked.changed, checked.same, bad) == (0, 0, 39, [])
    assert done == Added()
    assert dump(at(run).store) == before


def test_a_check_leaves_the_store_and_its_folder_as_they_were(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    path = write(line())
    before = dump(desk.store)
    files = sorted(item.name for item in path.parent.iterdir())
    checked, _, _ = run(path, carry_out=False)
    assert checked.new == 1
    assert dump(desk.store) == before
    assert sorted(item.name for item in path.parent.iterdir()) == files


BAD = [
    ({"PATRON_ID": "29428000077728"}, "controlecijfer"),
    ({"PATRON_ID": ""}, "Klantnummer is leeg"),
    ({"PATRON_ID": "  "}, "Klantnummer is leeg"),
    ({"LAST_NAME": ""}, "Achternaam is leeg"),
    ({"LAST_NAME": "\x1b[31m"}, "niet te zien"),
    ({"LAST_NAME": "x" * 61}, "te lang"),
    ({"ZIPCODE": "9468SS"}, "bestaat niet"),
    ({"DATE_OF_BIRTH": "1991-02-30"}, "bestaat niet"),
    ({"DATE_OF_BIRTH": "2031-01-01"}, "toekomst"),
    ({"DATE_OF_BIRTH": "١٩٩١-01-01"}, "geen datum|cijfer"),
    ({"GENDER": "Q"}, "M of V"),
    ({"HOUSE_NUMBER": "geen"}, "geen huisnummer"),
    ({"PHONE": "12"}, "netnummer"),
    ({"mobile": "0592243612"}, "geen mobiel nummer"),
    ({"E_MAIL": "eva"}, "apenstaartje"),
    ({"STUDENT_ID": "a" * 40}, "extern nummer"),
    ({"FIRST_NAMES": "Eva 2"}, "letters"),
]


@pytest.mark.parametrize(("fields", "reason"), BAD)
def test_a_bad_line_is_told_with_its_number_and_the_others_go_in(
    write: Callable[..., Path], run: Run, fields: dict[str, str], reason: str
) -> None:
    checked, _, bad = run(write(numbered(1), line(**fields), numbered(3)))
    assert (checked.new, checked.bad) == (2, 1)
    assert [item.number for item in bad] == [3]
    assert re.search(reason, " ".join(bad[0].reasons))
    sound(run)


def test_all_reasons_of_a_line_are_told_at_once(write: Callable[..., Path], run: Run) -> None:
    _, _, bad = run(write(line(PATRON_ID="1", ZIPCODE="x", GENDER="Q", E_MAIL="eva", LAST_NAME="")))
    assert len(bad[0].reasons) == 5


def test_a_number_that_comes_twice_counts_for_its_first_line(write: Callable[..., Path], run: Run) -> None:
    checked, _, bad = run(write(numbered(1), numbered(2), numbered(1, LAST_NAME="Later"), numbered(3)))
    assert (checked.new, bad) == (3, [BadLine(4, (TWICE,))])
    assert at(run).store.read("SELECT count(*) FROM customer WHERE surname = 'Later'") == [(0,)]
    sound(run)


def test_of_a_known_customer_with_two_lines_only_the_first_goes_along(
    desk: Desk, write: Callable[..., Path], run: Run
) -> None:
    path = write(line(PHONE="0592111111"), line(PHONE="0592222222"))
    run(path)
    before = dump(at(run).store)
    checked, done, bad = run(path)
    assert (checked.changed, checked.same, bad, done) == (0, 1, [BadLine(3, (TWICE,))], Added())
    assert dump(at(run).store) == before


def test_a_customer_known_by_two_numbers_goes_along_once(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    enrolled = enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO card (number, customer_id, plastic, branch, issued_on, kind)"
            " VALUES (?, ?, 1, '9428', '2024-04-09', 'additional')",
            (make_number("9428", 5), enrolled.customer_id),
        )
    checked, _, bad = run(write(line(), numbered(5, PHONE="0592222222")), carry_out=False)
    assert checked.changed == 1
    assert bad == [BadLine(3, ("Deze klant staat al eerder in het bestand, met klantnummer 29428000077727.",))]


def test_line_ends_within_quotes_empty_lines_and_short_lines_keep_the_count(tmp_path: Path, run: Run) -> None:
    good = make_number("9428", 1)
    path = tmp_path / "k.csv"
    path.write_text(
        "Klantnummer;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats;Fax\n"
        "\n"
        f'{good};"Jan\nsen";4-1-1991;Weg;1;9468BG;Annen;\n'
        "te kort;x\n"
        f"{good};Jansen;4-1-1991;Weg;1;9468BG;Annen\n"
        "a;b;c;d;e;f;g;h;i\n"
    )
    checked, _, bad = run(path, carry_out=False)
    assert (checked.new, checked.unused) == (1, ("Fax",))
    assert [item.number for item in bad] == [3, 5, 7]
    assert "niet te zien" in bad[0].reasons[0]
    assert "2 kolommen en de eerste regel 8" in bad[1].reasons[0]
    assert "een scheidingsteken of een aanhalingsteken te veel of te weinig" in bad[1].reasons[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_write_can_be_read(
    write: Callable[..., Path], run: Run, encoding: str, separator: str
) -> None:
    run(write(line(LAST_NAME="Ilgün", PREFIX=""), encoding=encoding, separator=separator))
    assert at(run).store.read("SELECT surname, name_key FROM customer") == [("Ilgün", "ilgun\x1fe b\x1f")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "leeg"),
        ("PATRON_ID\n".encode("utf-16"), "De kolom Achternaam ontbreekt"),
        (b"SQLite format 3\x00", "niet te lezen"),
        (b"PK\x03\x04xl/workbook.xml", "werkmap"),
        (b"\x1f\x8b\x08\x00" + b"0" * 50, "ingepakt"),
        (b"x" * 131_085, "geen bekende kolomnamen"),
        (b'"' + b"x" * 131_085, "niet te lezen.*aanhalingsteken"),
        (b"naam,adres\n", "geen bekende kolomnamen"),
        (b"PATRON_ID,PATRON_ID,LAST_NAME\n", "twee keer.*Geboortedatum ontbreekt"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, run: Run, content: bytes, reason: str) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=reason):
        run(path)
    with pytest.raises(Refusal, match="bestaat niet"):
        run(tmp_path / "er niet.csv")


def test_what_is_filled_in_of_a_known_customer_is_changed_and_journalled(
    desk: Desk, write: Callable[..., Path], run: Run
) -> None:
    customer_id = enrol_tester(desk, prefix="van den").customer_id
    with desk.transaction() as tx:
        mark(tx, customer_id)
    checked, done, _ = run(
        write(line(LAST_NAME="Testers", FIRST_NAMES="", GENDER="", E_MAIL="", HOUSE_NUMBER="43", PHONE="", mobile=""))
    )
    assert (checked.new, checked.changed) == (0, 1)
    assert done == Added(changed=1)
    row = at(run).store.read_one("SELECT surname, name_key, person, email, version FROM customer")
    assert row == ("Testers", "*testers\x1fe b\x1fvan den", "man", "info@bibliotheekannen.nl", 2)
    act = read_acts(at(run), customer_id).rows[0]
    assert act.what == "Gewijzigd door import"
    assert {"Achternaam: Tester → Testers", "Huisnummer: 41 → 43"} <= set(act.lines)
    sound(run)


def test_the_number_of_another_customer_is_no_reason_to_change_that_one(
    desk: Desk, write: Callable[..., Path], run: Run
) -> None:
    enrol_tester(desk, surname="Ander", birth_date="05-05-1955")
    before = dump(desk.store)
    checked, _, bad = run(write(line()))
    assert (checked.changed, bad) == (0, [BadLine(2, (ANOTHER,))])
    assert dump(at(run).store) == before


def test_a_number_issued_by_another_desk_since_the_check_is_left_alone(
    desk: Desk, write: Callable[..., Path], library: object
) -> None:
    with CustomerImport(desk, write(line(), numbered(2))) as work:
        work.check(lambda bad: None)
        enrol_tester(desk, surname="Ander")  # takes 29428000077727, and makes the staging file one of a store in use
        done = work.carry_out()
    assert (done.added, done.issued_since) == (1, ["29428000077727"])
    with open_store(desk.store.path) as store:
        assert store.read("SELECT surname FROM customer ORDER BY id") == [("Ander",), ("Tester",)]
        assert check(store, CUSTOMER_INVARIANTS) == []


def test_a_desk_that_has_the_store_open_goes_on_with_the_same_file(
    desk: Desk, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balie.store.staging._PATIENCE", 0.0)
    with open_store(desk.store.path) as other:
        with CustomerImport(desk, write(numbered(1), numbered(2))) as work:
            work.check(lambda bad: None)
            assert work.carry_out().added == 2
        assert other.read("SELECT count(*) FROM customer") == [(2,)]


def test_enrolling_goes_on_after_the_numbers_of_the_file(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    run(write(*(numbered(serial) for serial in (7772, 7773, 7774, 9000))))
    assert at(run).store.read("SELECT next FROM counter WHERE name = 'card:9428'") == [(7775,)]
    number = enrol_tester(at(run)).number
    assert number == make_number("9428", 7775)
    sound(run)


def test_a_large_file_read_by_other_processes_gives_the_same(
    desk: Desk, write: Callable[..., Path], tmp_path: Path, library: object
) -> None:
    from balie.importing import batches

    lines = [
        numbered(serial, LAST_NAME=person["surname"], E_MAIL="fout" if serial % 997 == 0 else person["email"])
        for serial, person in enumerate(people(1, 3 * batches.SIZE + 10), 1)
    ]
    path = write(*lines, numbered(1))
    found = []
    for name, large in ("een", 10**9), ("twee", 0):
        with create_store(tmp_path / f"{name}.balie") as store:
            bad: list[BadLine] = []
            with CustomerImport(replace(desk, store=store), path, large=large) as work:
                checked = work.check(bad.append)
                work.carry_out()
        with open_store(tmp_path / f"{name}.balie") as store:
            journal = store.read("SELECT id, at, branch, staff, action, customer_id, after FROM journal")
            found.append((checked, bad, dump(store), journal, check(store)))
    assert found[0] == found[1]
    assert (found[0][0].bad, found[0][-1]) == (7, [])


def test_other_processes_tell_why_they_stop(desk: Desk, tmp_path: Path) -> None:
    source = FileSource(tmp_path, desk.working_date, ("9428",), "9428")
    with batches_of(source, large=0) as batches, pytest.raises(Refusal, match="is een map"):
        list(batches)


def test_what_a_killed_import_left_behind_is_cleared_away(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    path = write(line())
    orphan = path.with_name(f".{desk.store.path.name}.99999999.nieuw")
    orphan.write_bytes(b"x")
    run(path, carry_out=False)
    assert not orphan.exists()


def test_progress_ends_where_the_file_ends(desk: Desk, write: Callable[..., Path]) -> None:
    path = write(*(numbered(serial) for serial in range(1, 30)))
    seen: list[tuple[int, int]] = []
    with CustomerImport(desk, path) as work:
        work.check(lambda bad: None, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def test_every_field_of_the_store_that_is_filled_is_read() -> None:
    from balie.importing.sqlite.loading import ADDRESS, CUSTOMER, PROPERTY

    read = {*Imported._fields, "number"} - {"house_number"}
    written = {*CUSTOMER, *ADDRESS, *PROPERTY, "number"}
    assert read - written == {"branch"}
