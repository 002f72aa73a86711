"""Forms at the speed of the hand: what is filled makes way for what is typed, and a letter finds its field."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from screens.widgets.form_model import FieldSpec, FormModel
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running
from tests.support.form import Page, form, press


def filled(at: str = "surname") -> tuple[FormModel, Page]:
    model, page = form()
    model.fill({"initials": "E.B.", "surname": "Tester"})
    model.go_to(at)
    return model, page


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("Ja", "Ja"),
        (("backspace", "s"), "Testes"),
        (("home", "B"), "BTester"),
        (("left", "left", "a"), "Testaer"),
        (("J", "escape"), "Tester"),
        (("J", "a", "backspace", "escape"), "Tester"),
        (("J", "escape", "a"), "a"),
        (("J", "down", "up", "a"), "Ja"),
        (("down", "up", "J"), "J"),
    ],
)
def test_what_was_filled_in_makes_way_for_what_is_typed(keys: tuple[str, ...], text: str) -> None:
    model, _ = filled()
    press(model, keys)
    assert model["surname"].text == text


def test_a_paste_takes_the_place_of_what_was_filled_in() -> None:
    model, _ = filled()
    model.paste("de Wit")
    model.paste("te")
    assert model["surname"].text == "de Witte"


def test_what_does_not_fit_replaces_nothing() -> None:
    model, page = filled()
    model.paste("a" * 21)
    assert model["surname"].text == "Tester"
    assert page.heard == ["refused"]


def test_esc_that_brings_nothing_back_is_not_of_the_form() -> None:
    model, _ = filled()
    assert not model.press("escape", "\x1b")
    press(model, ("J", "down"))
    assert not model.press("escape", "\x1b")
    assert model["surname"].text == "J"


TABS = tuple(FieldSpec(label.lower(), label, row) for row, label in enumerate(("Aa", "Ea", "Pa", "Pe", "Pi")))


@pytest.mark.parametrize(
    ("keys", "at", "text"),
    [
        ("ex", "ea", "x"),
        ("ee", "ea", "e"),
        ("p", "pa", ""),
        ("pp", "pe", ""),
        ("pppp", "pa", ""),
        ("ppx", "pe", "x"),
        (("p", "p", "enter", "p"), "pe", "p"),
        (("tab", "p"), "ea", "p"),
        (("enter", "p"), "ea", "p"),
        ("5", "aa", "5"),
        ("z", "aa", ""),
        ("ze", "ea", ""),
    ],
)
def test_a_letter_goes_to_the_field_that_begins_with_it(keys: tuple[str, ...], at: str, text: str) -> None:
    model = FormModel(TABS, Page())
    model.seek()
    press(model, keys)
    assert (model.field.spec.name, model.field.text) == (at, text)


def test_a_letter_that_nobody_has_is_told_and_drops_what_was_typed_behind_it() -> None:
    page = Page()
    model = FormModel(TABS, page)
    model.seek()
    press(model, "z")
    assert model.message == "Geen veld op dit tabblad begint met Z. Ga erheen met Tab of een pijl."
    assert page.heard == ["refused"]


async def test_a_whole_name_is_spread_and_enter_goes_on_to_the_birth_date(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.type("v\r\reb van den Berg\r")
        assert "▸Geboortedatum" in driver.text
        assert driver.app.page.model.values() | {"initials": "E.B.", "prefix": "van den", "surname": "Berg"} == (  # type: ignore[attr-defined]
            driver.app.page.model.values()  # type: ignore[attr-defined]
        )


@pytest.mark.parametrize("whole", [True, False])
async def test_a_name_gets_its_capitals_and_is_put_back_with_one_key_for_good(desk: Desk, whole: bool) -> None:
    async with running(desk) as driver:
        await driver.type("v\r\reb berg - de vries\r" if whole else "v\r\reb\r\rberg - de vries\r")
        assert driver.message == "Berg - de Vries: hoofdletters gezet. Ctrl+Z: zoals u het typte."
        values = driver.app.page.model.values  # type: ignore[attr-defined]
        assert values()["surname"] == "Berg - de Vries"
        await driver.keys("ctrl+z")
        assert values()["surname"] == "berg - de vries"
        driver.app.page.model.go_to("surname")  # type: ignore[attr-defined]
        await driver.keys("end", "enter", "up", "enter")
        assert values()["surname"] == "berg - de vries"


async def test_a_name_on_a_tab_gets_its_capitals_and_one_that_was_not_touched_keeps_what_it_has(desk: Desk) -> None:
    number = enrol_tester(desk, number=None, surname="oud").number
    async with running(desk) as driver:
        await driver.burst(f"{number}\r")
        await driver.keys("w", "a", "tab", *"ijs", "f2")
        assert driver.message == "Opgeslagen."
    assert desk.store.read("SELECT surname, given_name FROM customer") == [("oud", "IJs")]


async def test_a_whole_name_is_spread_by_f2_too_and_leaves_a_surname_that_stands_there(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.type("v\r\reb Tester")
        await driver.keys("f2")
        assert "E.B." in driver.text
        assert "Tester" in driver.text
        assert "geboortedatum" in driver.message
        await driver.keys("up", "up", "up", "up")
        await driver.type("cd\r")
        assert "▸Voorvoegsel" in driver.text


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({}, "Persoon/Instelling"),
        ({"postcode": "1000aa"}, "Straat"),
    ],
)
async def test_screen_2_begins_at_its_first_empty_field(desk: Desk, fields: dict[str, str], at: str) -> None:
    async with running(desk) as driver:
        await driver.type(f"v\r\reb Tester\r04011991\r{fields.get('postcode', '9468bg')}\r41\r")
        assert f"▸{at}" in driver.text


@pytest.mark.parametrize(
    ("keys", "at"), [(("enter",), "Legitimatie"), (("tab",), "Rekeninghouder"), (("j", "enter"), "Rekeninghouder")]
)
async def test_enter_on_no_direct_debit_passes_over_the_account(desk: Desk, keys: tuple[str, ...], at: str) -> None:
    async with running(desk) as driver:
        await driver.type("v\r\reb Tester\r04011991\r9468bg\r41\r")
        await driver.keys("m", "0", "ctrl+u", "enter", "enter", *keys)
        assert f"▸{at}" in driver.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_the_screen_says_what_the_next_letter_does(desk: Desk, size: tuple[int, int]) -> None:
    number = enrol_tester(desk, number=None).number
    async with running(desk, size=size) as driver:
        await driver.burst(f"{number}\r")
        await driver.keys("w")
        assert driver.message == "Typ de eerste letter van een veld om erheen te gaan, of loop erheen met Tab."
        await driver.keys("v")
        assert driver.message == "Nog eens V: het volgende veld met V. Enter: hier typen."
        await driver.keys("escape", "w", "e")
        assert "▸E-mail" in driver.text
        await driver.burst("nieuw@post.example")
        assert driver.message == "In plaats van info@bibliotheekannen.nl. Esc brengt dat terug."
        await driver.keys("escape")
        assert "info@bibliotheekannen.nl" in driver.text
        assert "Esc Annuleer" in driver.text


async def test_a_first_name_before_a_surname_is_no_row_of_initials(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*"v", "enter", "enter", *"anna van den berg", "enter")
        assert "Voorletters    A. " in driver.text
        assert "Voorvoegsel  van den" in driver.text
        assert "Achternaam *   Berg " in driver.text
        assert "Roepnaam     Anna" in driver.text
        assert "▸Geboortedatum" in driver.text
