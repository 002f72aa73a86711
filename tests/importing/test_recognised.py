"""Numbers in a file with something around them: the number inside is meant and told, and none becomes a second item."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.catalogue.numbers import make_item_number
from balie.circulation.loans import open_loans
from balie.commands.importing_tables import TABLES
from balie.customers.cards.numbers import make_number
from balie.desk import Desk
from balie.importing.batches import BadLine
from balie.importing.input_file import InputFile
from balie.importing.mapping import AS_IT_IS
from balie.importing.titles.titles import CheckedTitles, TitleImport
from tests.support.applicants import enrol_tester
from tests.support.stock import EVENINGS, new_item, new_title

OURS = make_item_number("9428", 34)
ELSEWHERE = make_item_number("4104", 3)
SHORT = "30010"
LONG = "LEEU00012345"


def import_titles(desk: Desk, path: Path, *numbers: str) -> tuple[CheckedTitles, list[BadLine], list[str]]:
    lines = [f"De avonden;{EVENINGS};{number};9428" for number in numbers]
    path.write_text("\n".join(("Titel;ISBN;Exemplaarnummer;Vestiging", *lines)), encoding="utf-8")
    told: list[BadLine] = []
    with TitleImport(desk, path) as work:
        checked = work.check(told.append)
        work.carry_out()
    return checked, told, sorted(number for (number,) in desk.store.read("SELECT number FROM item"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"A{OURS}B", OURS),
        (f"0{OURS}", OURS),
        (f"{OURS}.", OURS),
        (f"{OURS}7", OURS),
        (f"/{OURS}/", OURS),
        (f"+{LONG}-", LONG),
    ],
)
def test_a_known_item_is_known_with_something_around_it(desk: Desk, tmp_path: Path, text: str, number: str) -> None:
    new_item(desk, new_title(desk, isbn=EVENINGS), number=number)
    checked, told, items = import_titles(desk, tmp_path / "titels.csv", text)
    assert (items, checked.items.new, checked.bad) == ([number], 0, 0)
    assert [(line.number, line.goes_along) for line in told] == [(2, True)]
    assert number in told[0].reasons[0]


@pytest.mark.parametrize("text", [f"A{ELSEWHERE}B", f"{ELSEWHERE}.", f"-{ELSEWHERE}"])
def test_a_new_number_of_our_own_form_is_kept_bare(desk: Desk, tmp_path: Path, text: str) -> None:
    checked, told, items = import_titles(desk, tmp_path / "titels.csv", text, ELSEWHERE)
    assert items == [ELSEWHERE]
    assert (checked.items.new, checked.bad) == (1, 1)  # the second line is about the same item
    assert [line.goes_along for line in told] == [True, False]


@pytest.mark.parametrize("number", [f"{ELSEWHERE}5", f"0{ELSEWHERE}", "B12345", "12345678901234567", "9023441900"])
def test_a_number_of_another_system_is_left_as_it_is(desk: Desk, tmp_path: Path, number: str) -> None:
    checked, told, items = import_titles(desk, tmp_path / "titels.csv", number)
    assert (items, told, checked.bad) == ([number], [], 0)


@pytest.mark.parametrize(
    "text",
    [f"N{SHORT}", f"{SHORT}.", EVENINGS, "9023441907", "9780306406157", f"A{make_number('9428', 1)}B"],
)
def test_what_cannot_be_an_item_is_told_and_left_out(desk: Desk, tmp_path: Path, text: str) -> None:
    new_item(desk, new_title(desk, isbn=EVENINGS), number=SHORT)
    checked, told, items = import_titles(desk, tmp_path / "titels.csv", text)
    assert (items, checked.bad, len(told)) == ([SHORT], 1, 1)


def test_a_title_of_the_same_file_has_its_isbn_as_number(desk: Desk, tmp_path: Path) -> None:
    assert import_titles(desk, tmp_path / "titels.csv", "9023441907")[2] == []


def test_loans_are_of_the_item_and_the_customer_inside(desk: Desk, tmp_path: Path) -> None:
    customer = enrol_tester(desk).number
    item = new_item(desk, new_title(desk, isbn=EVENINGS))
    path = tmp_path / "leningen.csv"
    told: list[BadLine] = []
    heading = "Klantnummer;Exemplaarnummer;Inleverdatum"
    path.write_text(f"{heading}\nA{customer}B;0{item}.;20-04-2024\n{customer};{EVENINGS};20-04-2024")
    with TABLES["leningen"].begin(desk, InputFile(path, path.name), AS_IT_IS) as work:
        checked = work.check(told.append, lambda done, total: None)
        work.carry_out(lambda done, total: None)
    assert [(line.number, line.goes_along) for line in told] == [(2, True), (2, True), (3, False)]
    assert "ISBN van De avonden" in told[2].reasons[0]
    assert (checked.lines.new, checked.bad) == (1, 1)
    ((customer_id,),) = desk.store.read("SELECT customer_id FROM card WHERE number = ?", (customer,))
    assert [loan.item_number for loan in open_loans(desk.store, customer_id)] == [item]
