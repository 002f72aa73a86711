"""Bank files and the list for the desk from the keyboard; read back from the store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.finance.bank import book
from balie.finance.bank.desk_list import open_entries, set_aside
from balie.finance.collection.run import collect
from balie.ledger import Charge, balance, invoice, open_charges
from balie.library.terms import ChargeKind
from tests.screens.financieel.conftest import At
from tests.support.camt import COLLECTED, UNPAID, BankFile, Detail, Entry, Statement
from tests.support.desk_driver import Driver, running

APRIL, MAY = date(2025, 4, 22), date(2025, 5, 16)
OWN = "NL18RABO0123459876"


@pytest.fixture
def bank(at: At, village: dict[str, int], tmp_path: Path) -> Path:
    """A folder with a damaged file and one with a collection, one that came back, and two that nobody knows."""
    collect(at(APRIL), date(2025, 5, 1))
    references = [row[0] for row in at(APRIL).store.read("SELECT end_to_end_id FROM collection ORDER BY charge_id")]
    folder = tmp_path / "post"
    folder.mkdir()
    (folder / "stuk.xml").write_text("<Document>", encoding="utf-8")
    entries = (
        Entry(4800, [Detail(end_to_end=references[0])], booked_on=MAY, code=COLLECTED),
        Entry(-4800, [Detail(end_to_end=references[1], reason="MD06")], booked_on=MAY, code=UNPAID),
        Entry(5200, [Detail(name="[red]Hacker[/red]\u202e", iban="NL91ABNA0417164300", text="[b]geen idee")]),
        Entry(10000, [Detail(name="Gemeente", text="subsidie")]),
    )
    BankFile([Statement(entries, account=OWN)]).write(folder / "afschrift.xml")
    return folder


def entries(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT cents, state, why FROM bank_entry ORDER BY id")


async def read_file(driver: Driver, path: Path) -> None:
    """Type where the file is."""
    await driver.keys("alt+f", "4", "ctrl+u")
    driver.app.page.paste(str(path))
    await driver.keys("enter")


async def to_entry(driver: Driver, name: str) -> None:
    """Mark the line of the list that holds this, and show it."""
    await driver.keys(*["pageup"] * 3)
    for _ in range(40):
        if any(line.startswith("›") and name in line for line in driver.lines[5:]):
            break
        await driver.keys("down")
    await driver.keys("enter")
    assert driver.app.page.heading == "Boeking van de bank"


async def test_a_file_is_shown_asked_and_booked_once(at: At, bank: Path, village: dict[str, int]) -> None:
    desk = at(MAY)
    async with running(desk) as driver:
        await read_file(driver, bank / "afschrift.xml")
        assert "1 incasso geïnd: € 48,00." in driver.text
        assert "1 incasso teruggekomen: -€ 48,00." in driver.text
        assert "2 voor de lijst: € 152,00." in driver.text
        await driver.keys("f2")
        assert "4 boekingen uit afschrift.xml verwerken, samen € 152,00?" in driver.text
        await driver.keys("n")
        assert entries(desk) == []
        await driver.keys("f2", "j")
        assert "Op de lijst voor de balie: 2 boekingen." in driver.text
        await driver.keys("enter", "f2")
        assert driver.message == "Er is niets te boeken: dit bestand is al verwerkt."
    assert len(entries(desk)) == 4


async def test_of_a_folder_it_is_asked_which_file_and_the_folder_is_remembered(at: At, bank: Path) -> None:
    async with running(at(MAY)) as driver:
        await read_file(driver, bank)
        assert "Bestanden in post" in driver.text
        await driver.keys("a", "enter")
        assert "afschrift.xml" in driver.lines[4]
        assert "1 incasso geïnd" in driver.text
        await driver.keys("escape", "4")
        assert driver.app.page.model.values() == {"path": f"{bank}/"}  # type: ignore[attr-defined]
        await driver.keys("enter", "escape")
        assert driver.app.page.heading == "Bankbestand"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("stuk.xml", "stuk.xml"),
        ("weg.xml", "bestaat niet. Controleer het pad."),
        ("x" * 300, "is te lang"),
        ("[red]weg[/red].xml", "[red]weg[/red].xml bestaat niet"),
    ],
)
async def test_a_wrong_file_is_told_at_the_field_and_stays(at: At, bank: Path, name: str, why: str) -> None:
    async with running(at(MAY)) as driver:
        await read_file(driver, bank / name)
        assert why in driver.message
        assert driver.app.page.model["path"].text == str(bank / name)  # type: ignore[attr-defined]
        await driver.keys("f2")
        assert why in driver.message
    assert entries(at(MAY)) == []


async def test_nothing_is_read_without_a_file_and_an_empty_folder_says_so(at: At, bank: Path) -> None:
    (bank / "leeg").mkdir()
    async with running(at(MAY)) as driver:
        await driver.keys("alt+f", "4", "f2")
        assert driver.message == "Typ waar het bestand van de bank staat."
        await driver.keys("escape")
        await read_file(driver, bank / "leeg")
        assert driver.message.startswith("In deze map staat geen bestand dat op .xml eindigt.")


async def test_a_path_dropped_on_the_terminal_has_quotes_around_it(at: At, bank: Path) -> None:
    async with running(at(MAY)) as driver:
        await driver.keys("alt+f", "4")
        driver.app.page.paste(f"'{bank / 'afschrift.xml'}' ")
        await driver.keys("enter")
        assert "1 incasso geïnd" in driver.text


async def test_a_file_that_changed_since_it_was_shown_is_not_booked(at: At, bank: Path) -> None:
    path = bank / "afschrift.xml"
    async with running(at(MAY)) as driver:
        await read_file(driver, path)
        await driver.keys("f2")
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        await driver.keys("j")
        assert driver.message == "Het bestand is veranderd sinds het is bekeken. Kijk opnieuw."
        assert entries(at(MAY)) == []
        await driver.keys("f2", "j", "enter")
    assert len(entries(at(MAY))) == 4


async def test_a_movement_goes_to_a_customer(at: At, bank: Path, village: dict[str, int]) -> None:
    desk = at(MAY)
    book(desk, bank / "afschrift.xml")
    before = balance(desk.store, village["Bakker"])
    async with running(desk) as driver:
        await driver.keys("alt+f", "4")
        await to_entry(driver, "Hacker")
        assert "Omschrijving      [b]geen idee" in driver.text
        assert "Van               [red]Hacker[/red]" in driver.text
        await driver.keys("a", *"Bakker", "enter", "enter")
        assert driver.app.page.heading == "Betaling van de bank"
        assert "€ 52,00 voor E.B. Bakker" in driver.text
        await driver.keys("f2")
        assert "€ 52,00 boeken als betaling van E.B. Bakker" in driver.text
        await driver.keys("n")
        assert balance(desk.store, village["Bakker"]) == before
        await driver.keys("enter", "j")
        assert driver.message.startswith("€ 52,00 geboekt bij E.B. Bakker")
        assert driver.app.page.heading == "Bankbestand"
        assert "Hacker" not in driver.text
    assert balance(desk.store, village["Bakker"]).contribution == before.contribution - 5200


async def test_the_desk_chooses_which_charges_a_movement_pays(at: At, bank: Path, village: dict[str, int]) -> None:
    desk = at(MAY)
    book(desk, bank / "afschrift.xml")
    customer_id = village["Bakker"]
    with desk.transaction() as tx:
        invoice(tx, desk.library, customer_id, [Charge(ChargeKind.FINE, 300), Charge(ChargeKind.REPLACEMENT_CARD, 250)])
    async with running(desk) as driver:
        await driver.keys("alt+f", "4")
        await to_entry(driver, "Hacker")
        await driver.keys("a", *"Bakker", "enter", "enter")
        assert driver.text.count("[ ]") == 3
        await driver.keys("down", "down", "space")
        assert (driver.text.count("[x]"), "Wordt tegoed" in driver.text) == (1, True)
        await driver.keys("f2")
        assert "Wordt tegoed: € 49,50." in " ".join(driver.text.replace("│", " ").split())
        await driver.keys("j")
        assert driver.message.startswith("€ 52,00 geboekt bij E.B. Bakker")
    assert [charge.open_cents for charge in open_charges(desk.store, customer_id)] == [5200, 300]
    assert balance(desk.store, customer_id).credit == 4950


async def test_a_movement_of_nobody_is_set_aside_with_a_reason(at: At, bank: Path) -> None:
    desk = at(MAY)
    book(desk, bank / "afschrift.xml")
    async with running(desk) as driver:
        await driver.keys("alt+f", "4")
        await to_entry(driver, "Gemeente")
        await driver.keys("l", *"x", "enter")
        assert "Opzij leggen" in driver.text
        await driver.keys("escape")
        assert len(open_entries(desk)) == 2
        await driver.keys("l", *"subsidie 2025", "enter")
        assert driver.message == "€ 100,00 opzij gelegd: subsidie 2025"
    assert entries(desk)[3] == (10000, "handled", "subsidie 2025")


async def test_what_another_desk_sorted_out_meanwhile_is_told(at: At, bank: Path, village: dict[str, int]) -> None:
    desk = at(MAY)
    book(desk, bank / "afschrift.xml")
    async with running(desk) as driver:
        await driver.keys("alt+f", "4")
        await to_entry(driver, "Hacker")
        set_aside(desk, open_entries(desk)[0].entry_id, "aan de andere balie")
        await driver.keys("a", *"Bakker", "enter", "enter", "f2", "j")
        assert "aan een andere balie is zij al afgehandeld" in driver.message
        await driver.keys("escape", "escape")
        assert "Hacker" not in driver.text


async def test_a_burst_reads_and_asks(at: At, bank: Path) -> None:
    async with running(at(MAY)) as driver:
        await driver.burst(f"\x1bf4{bank / 'afschrift.xml'}\r\x1bOQ")
        assert "4 boekingen uit afschrift.xml verwerken" in driver.text


async def test_an_invoice_that_a_stranger_paid_is_proposed(at: At, tmp_path: Path, village: dict[str, int]) -> None:
    desk = at(MAY)
    (invoice_id, number), *_ = desk.store.read(
        "SELECT i.id, k.number FROM invoice AS i JOIN card AS k ON k.customer_id = i.customer_id"
        " WHERE i.customer_id = ?",
        (village["Bakker"],),
    )
    detail = Detail(name="J. Vreemd", iban="NL91ABNA0417164300", text=f"factuur {invoice_id}")
    statement = Statement([Entry(5200, [detail])], account=OWN)
    path = BankFile([statement]).write(tmp_path / "een.xml")
    async with running(desk) as driver:
        await read_file(driver, path)
        await driver.keys("f2", "j", "enter")
        await to_entry(driver, "J. Vreemd")
        assert f"factuur {invoice_id} van E.B. Bakker  {number}" in driver.text
        await driver.keys("a")
        assert f"Aan het voorstel: factuur {invoice_id}" in driver.text
        await driver.keys("j", "f2", "j")
        assert "€ 52,00 geboekt bij E.B. Bakker" in driver.message
    assert balance(desk.store, village["Bakker"]).contribution == 0
