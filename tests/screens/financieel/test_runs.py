"""Contribution, reminders and direct debit from the keyboard; read back from the store and from the disk."""

from __future__ import annotations

from datetime import date

import pytest

from balie.desk import Desk
from balie.finance.collection.folder import collection_folder
from balie.finance.collection.run import collect
from balie.finance.invoicing.run import run
from balie.store.runs import only_run
from screens.acts.running import Job, Stopped
from tests.screens.financieel.conftest import At
from tests.support.desk_driver import Driver, running

MARCH, APRIL, AUGUST = date(2025, 3, 9), date(2025, 4, 22), date(2025, 8, 1)
MAY = date(2025, 5, 1)


def periods(desk: Desk) -> int:
    """The periods that were made for May."""
    row = desk.store.read_one("SELECT count(*) FROM membership WHERE paid_from = '2025-05-01'")
    assert row is not None
    return int(row[0])


async def retype(driver: Driver, text: str) -> None:
    """Another text in the field."""
    await driver.keys("ctrl+u", *text)


# Facturatie.


async def test_the_month_that_is_due_is_shown_asked_and_made(at: At, village: dict[str, int]) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1")
        assert "▸Maand (mm-jjjj) * 05-2025" in driver.text
        assert driver.text.count("▸") == 1, "one place has the keys"
        assert any(line.startswith(" Samen te") and line.endswith("3 · € 148,00") for line in driver.lines)
        await driver.keys("f2")
        assert "3 perioden van samen € 148,00 factureren voor mei 2025? 1 klant gaat" in driver.text
        await driver.keys("enter")
        assert periods(at(MARCH)) == 0
        await driver.keys("j")
        assert "3 perioden gemaakt, € 148,00 gefactureerd." in driver.text
        assert periods(at(MARCH)) == 3
        await driver.keys("enter", "f2")
        assert driver.message == "Voor mei 2025 is niets meer te factureren."
        assert any(line.startswith(" Mei 2025, 09-03-2025 (ebt) ...") for line in driver.lines)
    assert periods(at(MARCH)) == 3


async def test_nee_and_esc_leave_everything_as_it_was(at: At, village: dict[str, int]) -> None:
    before = at(MARCH).store.read("SELECT count(*) FROM journal")
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1", "f2", "n", "f2", "escape", "escape")
        assert driver.app.page.heading == "Financieel"
    assert (periods(at(MARCH)), at(MARCH).store.read("SELECT count(*) FROM journal")) == (0, before)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("13-2025", "13-2025 is geen maand. Typ een maand als mm-jjjj, bijvoorbeeld 05-2025."),
        ("", "is geen maand."),
        ("09-2025", "Voor september 2025 is het te vroeg"),
    ],
)
async def test_a_wrong_month_is_told_at_the_field_and_stays(
    at: At, village: dict[str, int], typed: str, why: str
) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1")
        for key in ("enter", "f2"):
            await retype(driver, typed)
            await driver.keys(key)
            assert why in driver.message
            assert f"▸Maand (mm-jjjj) * {typed}".rstrip() in driver.text
    assert periods(at(MARCH)) == 0


async def test_a_month_is_looked_up_as_it_is_written(at: At, village: dict[str, int]) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1")
        await retype(driver, "5-2025")
        await driver.keys("enter")
        assert "▸Maand (mm-jjjj) * 05-2025" in driver.text
        assert "Samen te factureren" in driver.text


async def test_who_is_left_out_is_opened_helped_and_goes_along(at: At, village: dict[str, int]) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1", *["down"] * 6)
        assert "machtiging: vul het IBAN in, of kies factuur." in driver.text
        await driver.keys("enter")
        assert "Dhr. E.B. Zonder" in driver.text
        with at(MARCH).transaction() as tx:
            tx.execute("UPDATE mandate SET withdrawn_on = NULL WHERE customer_id = ?", (village["Zonder"],))
        await driver.keys("alt+f")
        assert "Gaat niet mee" not in driver.text
        await driver.keys("f2")
        assert "4 perioden van samen € 196,00" in driver.text


async def test_opening_a_customer_asks_first_when_typed_work_on_klanten_would_be_lost(
    at: At, village: dict[str, int]
) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("v", "enter", "enter", "e", "b", "alt+f", "1", *["down"] * 6, "enter")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n")
        assert driver.app.page.heading == "Facturatie"
        await driver.keys("alt+k")
        assert any(line.startswith("▸Voorletters") and "eb" in line for line in driver.lines)


async def test_two_desks_that_start_the_same_run_are_told(at: At, village: dict[str, int]) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1", "f2")
        with only_run(at(MARCH).store, told="bezet"):
            await driver.keys("j")
        assert driver.message.startswith("Er is al een facturatie of aanmaning bezig, aan een andere balie.")
        await driver.keys("f2", "j", "enter")
    assert periods(at(MARCH)) == 3


async def test_what_another_desk_did_meanwhile_is_not_done_twice(at: At, village: dict[str, int]) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1", "f2")
        run(at(MARCH), MAY)
        await driver.keys("j")
        assert "0 perioden gemaakt, € 0,00 gefactureerd." in driver.text
    assert periods(at(MARCH)) == 3


async def test_a_run_that_was_stopped_goes_on(at: At, village: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(job: Job, done: int, total: int) -> None:
        raise Stopped

    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1", "f2")
        with monkeypatch.context() as patch:
            patch.setattr(Job, "progress", stop)
            await driver.keys("j")
            assert "Gestopt. Wat al gedaan was, blijft staan; F2 gaat verder waar het was." in driver.text
            await driver.keys("enter")
            assert driver.message == "Gestopt; er is niets gewijzigd."
        await driver.keys("f2")
        assert "Er is niets meer te factureren. De afgebroken" in driver.text
        assert "Samen te factureren" not in driver.text
        await driver.keys("j")
        assert "De afgebroken facturatie is afgerond; eerder gedaan:" in driver.text
        await driver.keys("enter")
        assert "afgebroken" not in driver.text
    assert periods(at(MARCH)) == 3


async def test_a_burst_asks_and_does_nothing_yet(at: At, village: dict[str, int]) -> None:
    async with running(at(MARCH)) as driver:
        await driver.burst("\x1bf1\x1bOQj\r")
        assert "factureren voor mei 2025?" in driver.text
    assert periods(at(MARCH)) == 0


async def test_ctrl_n_looks_again(at: At, village: dict[str, int]) -> None:
    async with running(at(MARCH)) as driver:
        await driver.keys("alt+f", "1")
        run(at(MARCH), MAY)
        await driver.keys("ctrl+n")
        assert driver.message == "Voor mei 2025 is niets meer te factureren."


# Herinneringen en achterstand.


async def test_who_does_not_pay_is_reminded_once(at: At, village: dict[str, int]) -> None:
    run(at(MARCH), MAY)
    async with running(at(AUGUST)) as driver:
        await driver.keys("alt+f", "2")
        assert "Bakker, E.B.: herinnering" in driver.text
        await driver.keys("f2")
        assert "Uitvoeren: herinnering 3? Samen staat er € 152,00 open." in driver.text
        await driver.keys("j")
        assert "Herinnering: 3 klanten." in driver.text
        await driver.keys("enter", "f2")
        assert driver.message == "Er is vandaag niemand aan te manen."
        assert any(line.startswith(" Aanmaning, 01-08-2025 (ebt)") for line in driver.lines)
        at(AUGUST).store.connection.execute("UPDATE invoice_run SET finished_at = NULL")  # killed before its end
        await driver.keys("ctrl+n")
        assert "Eerder afgebroken na 3 herinneringen: hier staat" in driver.text
        await driver.keys("f2")
        assert "De afgebroken aanmaning afronden?" in driver.text
        await driver.keys("j")
        assert "De afgebroken aanmaning is afgerond; eerder gedaan: 3 herinneringen." in driver.text
        await driver.keys("enter")
        assert "afgebroken" not in driver.text
    statuses = at(AUGUST).store.read("SELECT count(*) FROM membership WHERE status = 3")
    assert statuses == [(3,)]


async def test_a_library_without_terms_says_so(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "2")
        assert "Deze bibliotheek maant niet aan" in driver.message
        await driver.keys("f2", "escape")
        assert driver.app.page.heading == "Financieel"


# Incasso.


async def test_the_month_is_collected_once_and_the_file_is_shown_and_laid_down_again(
    at: At, village: dict[str, int]
) -> None:
    run(at(MARCH), MAY)
    desk = at(APRIL)
    path = collection_folder(desk) / "incasso-2025-05-001.xml"
    async with running(desk) as driver:
        await driver.keys("alt+f", "3")
        assert "▸Maand (mm-jjjj) * 05-2025" in driver.text
        await driver.keys("f2")
        assert "4 incasso's van € 192,00 klaarzetten voor de bank, in 1 bestand, te" in driver.text
        await driver.keys("j")
        assert "incasso-2025-05-001.xml: 4 incasso's van € 192,00, sha-256" in driver.text
        assert "Lever ze in bij de bank." in driver.text
        made = path.read_bytes()
        await driver.keys("enter", "f2")
        assert driver.message == "Voor mei 2025 is niets meer te incasseren."
        await driver.keys(*["pagedown"] * 3)
        assert "›incasso-2025-05-001.xml  22-04-2025" in driver.text
        await driver.keys("enter")
        assert "E.B. red Vries /red" in driver.text
        path.unlink()
        await driver.keys("f2")
        assert driver.message.startswith("Het bestand staat klaar: ")
        assert path.read_bytes() == made
        await driver.keys("escape")
        assert driver.app.page.heading == "Incasso"


async def test_who_does_not_go_along_is_told_with_the_reason(at: At, village: dict[str, int]) -> None:
    async with running(at(APRIL)) as driver:
        await driver.keys("alt+f", "3", "pagedown", "pagedown")
        assert "Zonder, E.B. € 48,00 (09-04-2024): Er is geen machtiging" in driver.text
        await driver.keys("enter")
        assert "Dhr. E.B. Zonder" in driver.text


async def test_a_month_that_is_over_is_refused_at_the_field(at: At, village: dict[str, int]) -> None:
    async with running(at(APRIL)) as driver:
        await driver.keys("alt+f", "3")
        await retype(driver, "01-2025")
        await driver.keys("enter")
        assert driver.message.startswith("Voor januari 2025 is het te laat")
        assert "▸Maand (mm-jjjj) * 01-2025" in driver.text


async def test_what_another_desk_collected_meanwhile_is_told(at: At, village: dict[str, int]) -> None:
    desk = at(APRIL)
    async with running(desk) as driver:
        await driver.keys("alt+f", "3", "f2")
        collect(desk, MAY)
        await driver.keys("j")
        assert "Een andere balie heeft de bestanden intussen gemaakt." in driver.text
    assert len(list(collection_folder(desk).iterdir())) == 1


async def test_a_library_that_does_not_collect_says_so(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "3")
        assert "Deze bibliotheek incasseert niet" in driver.message
        assert driver.app.page.heading == "Financieel"
