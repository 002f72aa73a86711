"""Wijzig by the keyboard: each editable tab, what two desks changed, and that nothing typed is lost or kept unasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from balie.customers.forms.known_addresses import KnownAddress, keep_address
from balie.customers.tabs.editing import EDITABLE_TABS, read_edit, save_edit
from balie.desk import Desk
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running

NUMBER = "29428000077727"

Typed = tuple[tuple[str, tuple[str, ...]], ...]
"""Per label the keys that are pressed in its field."""

CHANGES: dict[str, tuple[Typed, dict[str, str]]] = {
    "2": (
        (("Telefoon", ("ctrl+u", *"0592243612")), ("Roepnaam", tuple("Els")), ("Filiaal", ())),
        {"phone": "(0592) 24 36 12", "given_name": "Els"},
    ),
    "3": (
        (("IBAN", tuple("nl91abna0417164300")), ("Rekeninghouder", tuple("O. Tester"))),
        {"mandate_iban": "NL91 ABNA 0417 1643 00", "mandate_holder": "O. Tester"},
    ),
    "5": (
        (("Melding 2", tuple("[red]Adres")), ("Opmerking (intern)", tuple("Belt"))),
        {"note_2": "[red]Adres", "remark": "Belt"},
    ),
    "6": (
        (("Persoon/Instelling", ("v",)), ("Web en zelfbediening", tuple("Post")), ("Leenhistorie bewaren?", ("j",))),
        {"person": "vrouw", "block_web": "Post", "keep_history": "ja"},
    ),
    "7": (
        (("Klantbonnen", ("n",)), ("Voorkeurstaal", ("f",)), ("Extern nummer", tuple("s123"))),
        {"receipts": "nee", "language": "fy", "external_number": "S123"},
    ),
    "9": (
        (("Labels", tuple("voorlezen")), ("Per e-mail", ("j",)), ("Per telefoon", ("n",))),
        {"labels": "voorlezen", "consent_email": "ja", "consent_phone": "nee"},
    ),
    "A": ((("Bestelbeheerder", ("j",)),), {"role_besteller": "ja"}),
    "B": ((("Romans", ("j",)), ("Reizen", ("right",))), {"interest_rom": "ja", "interest_reis": "ja"}),
}


@pytest.fixture
def customer_id(desk: Desk) -> int:
    """E.B. Tester, enrolled."""
    return enrol_tester(desk).customer_id


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """Another desk on the same store file, with a connection of its own."""
    with open_store(desk.store.path) as store:
        yield replace(desk, store=store, staff="abc")


async def edit(driver: Driver, tab: str) -> None:
    """Open the customer with a scan, go to a tab, press Wijzig."""
    await driver.burst(f"{NUMBER}\r")
    await driver.keys(tab.lower(), "w", "tab", "shift+tab")  # a letter right behind W goes to its field


async def go_to(driver: Driver, label: str) -> None:
    """Tab to the field with that label."""
    for _ in range(60):
        if f"▸{label}" in driver.text:
            return
        await driver.keys("tab")
    raise AssertionError(f"{label} is not on the form:\n{driver.text}")


async def type_into(driver: Driver, typed: Typed) -> None:
    for label, keys in typed:
        await go_to(driver, label)
        await driver.keys(*keys)


def test_every_editable_tab_is_edited_here() -> None:
    assert set(CHANGES) == EDITABLE_TABS


@pytest.mark.parametrize("tab", sorted(EDITABLE_TABS))
async def test_a_tab_is_edited_by_the_keyboard_and_read_back(desk: Desk, customer_id: int, tab: str) -> None:
    typed, stored = CHANGES[tab]
    before = read_edit(desk, customer_id, tab).fields
    async with running(desk) as driver:
        await edit(driver, tab)
        await type_into(driver, typed)
        await driver.keys("f2")
        assert driver.message == "Opgeslagen."
        assert driver.app.page.has_typed_work is False
    assert read_edit(desk, customer_id, tab).fields == {**before, **stored}


@pytest.mark.parametrize("tab", sorted(EDITABLE_TABS))
async def test_esc_drops_what_was_typed_after_asking(desk: Desk, customer_id: int, tab: str) -> None:
    before = read_edit(desk, customer_id, tab)
    async with running(desk) as driver:
        await edit(driver, tab)
        await type_into(driver, CHANGES[tab][0])
        form = driver.text
        await driver.keys("escape", "n")
        assert driver.text == form
        await driver.keys("escape", "j")
        assert "F8 Vorige klant" in driver.text
    assert read_edit(desk, customer_id, tab) == before


@pytest.mark.parametrize("tab", sorted(EDITABLE_TABS))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_no_field_of_a_tab_runs_into_another(
    desk: Desk, customer_id: int, tab: str, size: tuple[int, int]
) -> None:
    specs = read_edit(desk, customer_id, tab).specs
    async with running(desk, size=size) as driver:
        await edit(driver, tab)
        for spec in specs:
            line = next(line for line in driver.lines if f"▸{spec.label}" in line)
            if spec.choices:
                assert " ▾" in line.split(f"▸{spec.label}")[1]
            await driver.keys("tab")


async def test_a_form_that_was_scrolled_is_whole_again_in_a_window_that_holds_it(desk: Desk, customer_id: int) -> None:
    specs = read_edit(desk, customer_id, "2").specs
    first, last = (next(spec for spec in order if not spec.choices).label for order in (specs, specs[::-1]))
    async with running(desk) as driver:
        await edit(driver, "2")
        await driver.keys("shift+tab")
        assert f" {first} " not in driver.text
        assert "↑" in driver.text
        await driver.resize(120, 60)
        assert f" {first} " in driver.text
        assert f"▸{last}" in driver.text
        assert "↑" not in driver.text
        await driver.resize(80, 24)
        assert f"▸{last}" in driver.text


@pytest.mark.parametrize("tab", sorted(set("123456789AB") - EDITABLE_TABS))
async def test_a_tab_without_fields_says_so(desk: Desk, customer_id: int, tab: str) -> None:
    async with running(desk) as driver:
        await edit(driver, tab)
        assert "geen velden" in driver.message


async def test_wrong_input_is_marked_at_its_field_and_stays(desk: Desk, customer_id: int) -> None:
    before = read_edit(desk, customer_id, "2")
    async with running(desk) as driver:
        await edit(driver, "2")
        await type_into(driver, (("Telefoon", ("ctrl+u", *"12")), ("E-mail", ("ctrl+u", *"nergens"))))
        await driver.keys("f2")
        assert "▸Telefoon" in driver.text
        assert "!E-mail" in driver.text
        assert "nergens" in driver.text
        assert driver.message.endswith("(1 van 2)")
        assert driver.app.page.footline.wrong
    assert read_edit(desk, customer_id, "2") == before


async def test_the_hint_of_a_field_shows_while_the_cursor_is_in_it(desk: Desk, customer_id: int) -> None:
    async with running(desk) as driver:
        await edit(driver, "6")
        await go_to(driver, "Web en zelfbediening")
        assert driver.message == "Typ de reden; leeg is niet geblokkeerd."
        await driver.keys("tab", "tab")
        assert driver.message == ""


async def test_a_standard_text_is_chosen_for_a_note_and_for_nothing_else(desk: Desk, customer_id: int) -> None:
    async with running(desk) as driver:
        await edit(driver, "5")
        await driver.keys("tab", "alt+l", "down", "enter", "f2")
        assert read_edit(desk, customer_id, "5").fields["note_2"] == "Adres navragen: post kwam retour"
        await driver.keys("w")
        await go_to(driver, "Opmerking")
        await driver.keys("alt+l")
        assert "Standaardteksten zijn er voor de meldingen" in driver.message


async def test_the_notice_line_of_the_header_comes_and_goes(desk: Desk, customer_id: int) -> None:
    async with running(desk) as driver:
        await edit(driver, "5")
        assert driver.lines[9].startswith(" 1.Klant")
        await driver.keys(*"Adres", "f2")
        assert driver.lines[9] == " ! 1 melding"
        assert driver.lines[10].startswith(" 1.Klant")
        await driver.keys("w", "ctrl+u", "f2")
        assert driver.lines[9].startswith(" 1.Klant")


# Two desks with one customer.


async def test_what_two_desks_changed_in_different_fields_is_put_together(
    desk: Desk, other: Desk, customer_id: int
) -> None:
    async with running(desk) as here, running(other) as there:
        await edit(here, "2")
        await edit(there, "2")
        await type_into(here, (("Roepnaam", tuple("Els")),))
        await type_into(there, (("Telefoon", ("ctrl+u", *"0592243612")),))
        await there.keys("f2")
        await here.keys("f2")
        assert here.message == "Opgeslagen. Een ander wijzigde intussen: Telefoon."
        assert "(0592) 24 36 12" in here.text
    stored = read_edit(desk, customer_id, "2").fields
    assert (stored["phone"], stored["given_name"]) == ("(0592) 24 36 12", "Els")


@pytest.mark.parametrize(("key", "stays"), [("m", "(0593) 11 11 11"), ("a", "(0592) 24 36 12")])
async def test_what_two_desks_changed_in_one_field_is_asked(
    desk: Desk, other: Desk, customer_id: int, key: str, stays: str
) -> None:
    async with running(desk) as here, running(other) as there:
        await edit(here, "2")
        await edit(there, "2")
        await type_into(here, (("Telefoon", ("ctrl+u", *"0593111111")), ("Fax", tuple("0593222222"))))
        await type_into(there, (("Telefoon", ("ctrl+u", *"0592243612")), ("Zoeknaam", tuple("De Wiemel"))))
        await there.keys("f2")
        await here.keys("f2")
        for told in ("was: (088) 012 82 95", "mijn wijziging: (0593) 11 11 11", "medewerker abc: (0592) 24 36 12"):
            assert told in here.text
        await here.keys("enter", *"123", key)
        assert here.message == "Opgeslagen. Een ander wijzigde intussen: Zoeknaam."
    stored = read_edit(desk, customer_id, "2").fields
    assert (stored["phone"], stored["fax"], stored["tag"]) == (stays, "(0593) 22 22 22", "De Wiemel")


async def test_esc_at_that_question_keeps_what_was_typed_and_saves_nothing(
    desk: Desk, other: Desk, customer_id: int
) -> None:
    async with running(desk) as driver:
        await edit(driver, "5")
        await driver.keys(*"mijn")
        save_edit(other, customer_id, "5", {"note_1": "van hen"}, read_edit(other, customer_id, "5"))
        await driver.keys("f2", "escape")
        assert "▸Melding 1" in driver.text
        assert "mijn" in driver.text
        assert read_edit(desk, customer_id, "5").fields["note_1"] == "van hen"
        await driver.keys("f2", "m")
    assert read_edit(desk, customer_id, "5").fields["note_1"] == "mijn"


async def test_an_address_that_two_desks_changed_is_asked_as_a_whole(desk: Desk, other: Desk, customer_id: int) -> None:
    async with running(desk) as driver:
        await edit(driver, "2")
        await type_into(driver, (("Plaats", ("ctrl+u", *"Gieten")),))
        theirs = {"main_street": "Brink", "main_house_number": "3"}
        save_edit(other, customer_id, "2", theirs, read_edit(other, customer_id, "2"))
        await driver.keys("f2")
        assert all(label in driver.text for label in ("Straat", "Huisnummer", "Plaats"))
        await driver.keys("a")
        assert driver.message.startswith("Er was niets gewijzigd.")
    stored = read_edit(desk, customer_id, "2").fields
    assert (stored["main_street"], stored["main_house_number"], stored["main_town"]) == ("Brink", "3", "ANNEN")


@pytest.mark.parametrize(
    ("typed", "street", "asked"),
    [
        (("ctrl+u", *"7101aa", "tab", "ctrl+u", *"5", "tab"), "KERKSTRAAT", False),
        (("ctrl+u", *"7101aa", "tab", "ctrl+u", *"5"), "KERKSTRAAT", True),
        (("ctrl+u", *"7101aa", "tab", "ctrl+u", *"5", "tab", "ctrl+u", *"Eigen", "shift+tab", "tab"), "Eigen", False),
        (("ctrl+u", *"7101aa", "tab", "ctrl+u", *"6", "tab", "shift+tab", "ctrl+u", *"5", "tab"), "KERKSTRAAT", False),
        (("ctrl+u", *"7101aa", "tab", "ctrl+u", *"9", "tab"), "", False),
    ],
)
async def test_who_moves_to_a_known_address_gets_its_street_and_town(
    desk: Desk, customer_id: int, typed: tuple[str, ...], street: str, asked: bool
) -> None:
    with desk.transaction() as tx:
        keep_address(tx, "7101 AA", 5, KnownAddress("KERKSTRAAT", "WINTERSWIJK"))
        keep_address(tx, "7101 AA", 6, KnownAddress("MARKT", "WINTERSWIJK"))
    was = read_edit(desk, customer_id, "2").fields
    async with running(desk) as driver:
        await edit(driver, "2")
        await go_to(driver, "Postcode")
        await driver.keys(*typed, "f2")
        if asked:
            assert "Kijk ze na" in driver.message
            await driver.keys("f2")
        assert "Opgeslagen" in driver.message
    now = read_edit(desk, customer_id, "2").fields
    assert now["main_postcode"] == "7101 AA"
    assert now["main_street"] == (street or was["main_street"])
    assert now["main_town"] == ("WINTERSWIJK" if street else was["main_town"])


async def test_after_a_change_that_others_at_the_address_could_have_seriemutatie_is_named(
    desk: Desk, customer_id: int
) -> None:
    async with running(desk) as driver:
        await edit(driver, "2")
        await go_to(driver, "Telefoon")
        await driver.keys("ctrl+u", *"0592243612", "f2")
        assert driver.message == "Opgeslagen."  # nobody else lives there
        enrol_tester(desk, initials="J", birth_date="01-01-1960")
        await driver.keys("w")
        await go_to(driver, "Roepnaam")
        await driver.keys(*"Els", "f2")
        assert driver.message == "Opgeslagen."  # a given name is one's own
        await driver.keys("w")
        await go_to(driver, "Telefoon")
        await driver.keys("ctrl+u", *"0592243613", "f2")
        assert driver.message == "Opgeslagen. Ook voor een ander op dit adres? Druk op S."
        await driver.keys("s")
        assert "Telefoon" in driver.text


async def test_tab_4_reads_on_where_a_page_of_acts_ends(
    desk: Desk, customer_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balie.customers.tabs import journal as changes

    read = changes.read_acts
    monkeypatch.setattr(changes, "read_acts", lambda *given, **named: read(*given, **{"limit": 10, **named}))
    for number in range(35):
        save_edit(desk, customer_id, "2", {"given_name": f"Els{number}"}, read_edit(desk, customer_id, "2"))
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        await driver.keys("4")
        assert "Els34" in driver.text
        assert "Ingeschreven" not in driver.text
        seen = set()
        for _ in range(60):
            seen |= {word for line in driver.lines for word in line.split() if word.startswith("Els")}
            await driver.keys("pagedown")
        assert {f"Els{number}" for number in range(35)} <= seen
        assert "Ingeschreven" in driver.text
        await driver.keys(*["pageup"] * 60)
        assert "Els34" in driver.text
