"""Two desks in two real terminals on one store file: nothing of either is lost, and each is told of the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from balie.customers.tabs.editing import read_edit
from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.terminal import Terminal

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent.parent
NUMBER = "29428000077727"
CLEAR, F2 = "\x15", "\x1bOQ"
BUTTONS_WHILE_READING, FORM_IS_OPEN = "F8 Vorige klant", "▸Voorletters"
FIELDS = ("Voorvoegsel", "Achternaam", "Roepnaam", "Zoeknaam")
"""What Tab goes through on tab 2, from the first field on."""


@pytest.fixture
def customer_id(desk: Desk) -> int:
    """E.B. Tester, enrolled."""
    return enrol_tester(desk).customer_id


@pytest.fixture
def desks(desk: Desk, customer_id: int, tmp_path: Path) -> Iterator[tuple[Terminal, Terminal]]:
    """Desk ann and desk bob, each a process of its own, both at tab 2 of the customer."""
    with ExitStack() as stack:
        ann, bob = (
            stack.enter_context(
                Terminal(
                    [sys.executable, "-m", "screens.start", "--medewerker", staff, "--werkdatum", "09-04-2024"],
                    {
                        "PATH": os.environ["PATH"],
                        "PYTHONPATH": str(CHECKOUT),
                        "HOME": str(tmp_path),
                        "BALIE_BESTAND": str(desk.store.path),
                        "BALIE_INSTELLINGEN": str(tmp_path / "instellingen.json"),
                        "BALIE_VERSLAG": str(tmp_path / "fouten.log"),
                    },
                )
            )
            for staff in ("ann", "bob")
        )
        for terminal, staff in ((ann, "ann"), (bob, "bob")):
            terminal.wait_for(f"· {staff} · ! WERKDATUM 09-04-2024")
            terminal.type(f"{NUMBER}\r")
            terminal.wait_for(BUTTONS_WHILE_READING)
            terminal.type("2")
            terminal.wait_for("▸2.NAW-Gegevens")
        yield ann, bob


def change(terminal: Terminal, label: str, text: str) -> None:
    """Press Wijzig and type another text in a field; do not save it yet."""
    terminal.type("w")
    terminal.wait_for(FORM_IS_OPEN)
    for field in FIELDS[: FIELDS.index(label) + 1]:
        terminal.type("\t")
        terminal.wait_for(f"▸{field}")
    terminal.type(CLEAR + text)
    terminal.wait_for(text)


def save(terminal: Terminal, told: str) -> None:
    terminal.type(F2)
    terminal.wait_for(told)


def stored(desk: Desk, customer_id: int) -> tuple[str, str]:
    """The given name and the search name in the file."""
    fields = read_edit(desk, customer_id, "2").fields
    return fields["given_name"], fields["tag"]


def test_different_fields_are_both_kept_and_the_second_desk_is_told(
    desk: Desk, customer_id: int, desks: tuple[Terminal, Terminal]
) -> None:
    ann, bob = desks
    change(ann, "Roepnaam", "Els")
    change(bob, "Zoeknaam", "De Wiemel")
    save(ann, "Opgeslagen.")
    assert stored(desk, customer_id) == ("Els", "")

    save(bob, "Opgeslagen. Een ander wijzigde intussen: Roepnaam.")
    assert "Roepnaam    Els" in bob.text
    assert stored(desk, customer_id) == ("Els", "De Wiemel")


@pytest.mark.parametrize(("key", "stays"), [("m", "Bea"), ("a", "Els")])
def test_the_same_field_is_asked_of_the_second_desk_and_not_overwritten(
    desk: Desk, customer_id: int, desks: tuple[Terminal, Terminal], key: str, stays: str
) -> None:
    ann, bob = desks
    change(ann, "Roepnaam", "Els")
    change(bob, "Roepnaam", "Bea")
    save(ann, "Opgeslagen.")

    save(bob, "M = mijn wijziging")
    assert "mijn wijziging: Bea" in bob.text
    assert "medewerker ann: Els" in bob.text
    assert stored(desk, customer_id) == ("Els", "")

    bob.type(key)
    bob.wait_for(BUTTONS_WHILE_READING)
    assert stored(desk, customer_id) == (stays, "")
    assert f"Roepnaam    {stays}" in bob.text
