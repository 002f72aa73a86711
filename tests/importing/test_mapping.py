"""A keeper's own file says what the columns, branches and codes of another system stand for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from balie.catalogue.items import item_of
from balie.customers.finding.entry import KnownCustomer, SearchFor, read_customer, read_entry
from balie.desk import Desk
from balie.importing.all_headings import all_headings
from balie.importing.batches import BadLine
from balie.importing.customers import CustomerImport
from balie.importing.mapping import ColumnMapping, read_mapping
from balie.importing.titles.titles import TitleImport
from balie.lending.rules.refusals import CardScanned
from balie.lending.rules.scanned import read_scanned
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester
from tests.support.marc import field, marc
from tests.support.stock import new_item, new_title

MAPPING = """
[kolommen]
borrowernumber = "Klantnummer"
"Last Name" = "Achternaam"
born = "Geboortedatum"
zip = "Postcode"
junk = ""
Home = "Vestiging"

[vestigingen]
CPL = "9428"

[waarden.Geslacht]
F = "V"

[waarden.Materiaal]
DVDS = "Dvd"
"""


@pytest.fixture
def mapping(tmp_path: Path) -> ColumnMapping:
    path = tmp_path / "k.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return read_mapping(path, all_headings())


def test_a_mapping_made_in_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "k.toml"
    path.write_text(MAPPING.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert read_mapping(path, all_headings()).value("Vestiging", "cpl") == "9428"


@pytest.mark.parametrize("large", [0, 10**9])
def test_customers_of_another_system(desk: Desk, tmp_path: Path, mapping: ColumnMapping, large: int) -> None:
    path = tmp_path / "k.csv"
    heading = "Borrowernumber,last name,BORN,Geslacht,Straat,Huisnummer,zip,Plaats,junk,Home"
    path.write_text(f"{heading}\n29428000077727,Tester,1991-01-04,f,Brink,1,9468BG,Annen,x,cpl\n", encoding="utf-8")
    bad: list[object] = []
    with CustomerImport(desk, path, mapping, large=large) as work:
        checked = work.check(bad.append)
        work.carry_out()
    assert (bad, checked.unused) == ([], ("junk",))
    with open_store(desk.store.path) as store:
        assert store.read("SELECT surname, person, home_branch FROM customer") == [("Tester", "vrouw", "9428")]


@pytest.mark.parametrize("large", [0, 10**9])
def test_customers_keep_the_passes_of_another_system(desk: Desk, tmp_path: Path, large: int) -> None:
    forms, path = tmp_path / "k.toml", tmp_path / "k.csv"
    forms.write_text("pasnummers = ['P#######', '########']\n", encoding="utf-8")
    heading = "Klantnummer;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats"
    numbers = ("P0012345", "p 0012346", "12345678", "29428000077727", "29428000077728", "P001234", "00099999")
    lines = [f"{number};Tester;1991-01-04;Brink;1;9468BG;Annen" for number in numbers]
    path.write_text("\n".join((heading, *lines)), encoding="utf-8")
    new_item(desk, new_title(desk), number="00099999")
    for expected in (4, 0):
        bad: list[BadLine] = []
        with open_store(desk.store.path) as store:
            at = replace(desk, store=store)
            with CustomerImport(at, path, read_mapping(forms, all_headings()), large=large) as work:
                checked = work.check(bad.append)
                work.carry_out()
        assert ([line.number for line in bad], checked.new) == ([6, 7, 8], expected)
    assert "vorm P####### of ########" in bad[0].reasons[0]
    assert "exemplaar" in bad[2].reasons[0]
    with open_store(desk.store.path) as store:
        assert check(store, all_invariants(), thorough=True) == []
        for scan in ("p0012345", "P 0012346", "12345678", "29428000077727"):
            known = read_entry(store, scan, desk.working_date)
            assert isinstance(known, KnownCustomer)
            assert isinstance(read_customer(store, scan, desk.working_date), KnownCustomer)
        assert isinstance(read_entry(store, "P0012399", desk.working_date), SearchFor)
        with pytest.raises(CardScanned):
            read_scanned(store, "P0012345")
        with pytest.raises(Refusal, match="nummer van een pas"):
            new_item(replace(desk, store=store), 1, number="P0012345")


def test_an_item_does_not_get_the_number_of_a_pass(desk: Desk, tmp_path: Path) -> None:
    number = enrol_tester(desk).number
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET number = 'P0012345', of_other = 1 WHERE number = ?", (number,))
    path, bad = tmp_path / "t.csv", list[BadLine]()
    path.write_text("Titel;Exemplaarnummer\nX;P0012345\n", encoding="utf-8")
    with TitleImport(desk, path) as work:
        work.check(bad.append)
    assert "nummer van een pas" in bad[0].reasons[0]


def test_items_of_another_system(desk: Desk, tmp_path: Path, mapping: ColumnMapping) -> None:
    csv, mrc = tmp_path / "t.csv", tmp_path / "t.mrc"
    csv.write_text("Titel;Exemplaarnummer;Home;Materiaal\nX;R1;CPL;dvds\n", encoding="utf-8")
    item = field("952", ("p", "R2"), ("a", "CPL"), ("y", "DVDS"))
    mrc.write_bytes(bytes(marc(field("245", ("a", "Y")), item).as_marc()))
    for path in (csv, mrc):
        with TitleImport(desk, path, mapping) as work:
            work.check(lambda bad: None)
            work.carry_out()
    assert [
        (item_of(desk.store, number).values.branch, item_of(desk.store, number).values.material)
        for number in ("R1", "R2")
    ] == [("9428", "dvd")] * 2


def test_a_column_that_stands_for_one_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Titel;x\nX;1\n", encoding="utf-8")
    with (
        TitleImport(desk, path, ColumnMapping({"x": "Kleur"})) as work,
        pytest.raises(Refusal, match="staat voor Kleur"),
    ):
        work.check(lambda bad: None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[kolommen", "geen TOML"),
        ("x = 1", "niet bekend"),
        ("kolommen = 3", "moet een tabel zijn"),
        ("[kolommen]\na = 1", "aanhalingstekens"),
        ("[kolommen]\na = 'b'\nA = 'c'", "twee keer"),
        ("[waarden]\nSoort = 'x'", "moet een tabel zijn"),
        ("waarden = 3", "moet een tabel zijn"),
        ("[kolommen]\nnummer = 'Klantnumer'", r"\[kolommen\] Klantnumer: zo heet geen kolom van Balie"),
        ("[kolommen]\na = 'Achternaam'\nb = 'achter-naam van'", r"achter-naam van: zo heet geen kolom"),
        ("[waarden.Abonement]\nADULT = '0002'", r"\[waarden.Abonement\] Abonement: zo heet geen kolom"),
        ("[waarden.Abonement]\n[kolommen]\nx = 'Y'", r"Y: zo heet geen kolom(?s:.*)Abonement: zo heet geen kolom"),
        ("pasnummers = 3", "aanhalingstekens"),
        ("pasnummers = ['2#############']", "vorm van een klantnummer"),
        ("pasnummers = ['P-###']", "tussen aanhalingstekens"),
    ],
)
def test_a_mapping_with_a_mistake_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "k.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=words):
        read_mapping(path, all_headings())
    with pytest.raises(Refusal, match="bestaat niet"):
        read_mapping(tmp_path / "weg", all_headings())


@pytest.mark.parametrize(
    "heading",
    [
        "Klantnummer",
        "PATRON_ID",
        "e mail",
        "Abonnement",
        "Titel",
        "Exemplaarnummer",
        "Bedrag",
        "Notitie",
        "Reden",
        "Straat",
    ],
)
def test_a_mapping_may_speak_of_the_columns_of_any_kind_of_file(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "k.toml"
    path.write_text(f'[kolommen]\nx = "{heading}"\ny = ""\n["waarden"."{heading}"]\na = "b"\n', encoding="utf-8")
    assert read_mapping(path, all_headings()).value(heading, "A") == "b"
