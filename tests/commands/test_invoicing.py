"""`balie facturatie` on the command line: what it shows, what it asks, and how it ends."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import create_store, open_store
from tests.support.applicants import enrol_tester
from tests.support.command_line import Run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of Achterhoekse Poort with an adult and a child, both enrolled on 09-04-2024."""
    path = tmp_path / "bibliotheek.balie"
    library = load_library("achterhoekse-poort")
    with create_store(path, {"library": "achterhoekse-poort", "branch": "4104"}) as store:
        desk = Desk(store, library, library.branch("4104"), "ebt", date(2024, 4, 9), tmp_path)
        enrol_tester(desk, subscription="0002")
        enrol_tester(
            replace(desk, working_date=date(2024, 4, 9)),
            subscription="0001",
            surname="Kind",
            birth_date="10-04-2007",
            guardian="De ouder",
        )
    return path


@pytest.fixture
def today() -> date:
    return date(2025, 3, 10)


def periods(path: Path) -> int:
    with open_store(path) as store:
        return len(store.read("SELECT 1 FROM membership"))


SHOWN = """Facturatie van mei 2025
  0002 Jaarabonnement, factuur: 1, € 52,00
Samen: 1 periode, € 52,00
"""


def test_it_shows_what_it_does_and_whom_it_leaves_out(balie: Run, path: Path) -> None:
    status, out, err = balie("facturatie", "--maand", "05-2025", "--ja", "--medewerker", "ebt")
    assert (status, out) == (
        1,
        SHOWN
        + "1 periode gemaakt, € 52,00 gefactureerd.\n"
        + "De brieven en mails staan klaar: `balie berichten` verstuurt ze.\n",
    )
    assert "Niet gefactureerd, doorstroom: 1\n" in err
    assert "Kind, E.B.: 18 jaar op 10-04-2025, betaalt vanaf mei 2025: vraag welk abonnement" in err
    assert err.count("Kind, E.B.") == 1  # not once more under what is coming up
    assert periods(path) == 3
    status, out, _ = balie("facturatie", "--maand", "05-2025", "--ja")
    assert (status, out.splitlines()[-1]) == (1, "Voor mei 2025 is niets meer te factureren.")
    assert periods(path) == 3


def test_a_run_that_was_broken_off_with_nothing_left_is_finished_and_tells_what_it_did(balie: Run, path: Path) -> None:
    balie("facturatie", "--maand", "05-2025", "--ja")
    with open_store(path) as store:  # killed after its last batch, before it was marked as done
        store.connection.execute("UPDATE invoice_run SET finished_at = NULL")
    status, out, _ = balie("facturatie", "--maand", "05-2025", "--ja")
    assert status == 1  # the child still waits for the desk
    assert out == (
        "Facturatie van mei 2025\n"
        "Eerder afgebroken na 1 periode van samen € 52,00: hier staat wat er nog te doen is.\n"
        "De afgebroken facturatie is afgerond; eerder gedaan: 1 periode van samen € 52,00.\n"
        "De brieven en mails staan klaar: `balie berichten` verstuurt ze.\n"
    )
    _, out, _ = balie("facturatie", "--maand", "05-2025", "--ja")
    assert out.endswith("Voor mei 2025 is niets meer te factureren.\n")
    assert periods(path) == 3


def test_who_turns_18_soon_is_told_before_the_period_ends(balie: Run) -> None:
    _, _, err = balie("facturatie", "--maand", "04-2025", today=date(2025, 4, 1))
    assert "Doorstroom, de komende twee maanden:" in err
    assert err.count("Kind, E.B.") == 1


@pytest.mark.parametrize(("answer", "count"), [("n\n", 2), ("", 2), ("j\n", 3)])
def test_it_asks_before_anything_is_written(
    balie: Run, path: Path, answer: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    status, out, err = balie("facturatie")  # the month that is next
    assert status == 1
    assert out.startswith(SHOWN)
    assert "1 periode van samen € 52,00 factureren voor mei 2025? 1 klant gaat niet mee. [j/N]" in err
    assert ("Er is niets gefactureerd." in err) is (count == 2)
    assert periods(path) == count


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("--maand", "06-2025"), 1, "Voor juni 2025 is het te vroeg"),
        (("--maand", "04-2024"), 1, "April 2024 is voorbij"),
        (("--maand", "mei"), 1, "mei is geen maand. Typ een maand als mm-jjjj"),
        (("--maand", "13-2025"), 1, "is geen maand"),
        (("--maand", "05-2025", "--aanmanen"), 2, "--aanmanen gaat niet over één maand"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    balie: Run, path: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    found, _, err = balie("facturatie", *arguments, "--ja")
    assert (found, told in err) == (status, True), err
    assert periods(path) == 2


def test_reminders(balie: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = date(2024, 6, 1)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    status, out, err = balie("facturatie", "--aanmanen", today=late)
    assert (status, out.splitlines()[0]) == (1, "Herinnering: 1 klant, € 52,00 open")
    assert "Tester, E.B.: herinnering, € 52,00, te betalen voor 09-05-2024" in out
    assert "Uitvoeren: herinnering 1? Samen staat er € 52,00 open. [j/N]" in err
    status, out, _ = balie("facturatie", "--aanmanen", "--ja", today=late)
    assert status == 0
    assert out.endswith("Herinnering: 1 klant.\nDe brieven en mails staan klaar: `balie berichten` verstuurt ze.\n")
    assert balie("facturatie", "--aanmanen", "--ja", today=late)[:2] == (0, "Er is vandaag niemand aan te manen.\n")


def test_reminders_that_were_broken_off_with_nothing_left_are_finished_and_told(
    balie: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = date(2024, 6, 1)
    balie("facturatie", "--aanmanen", "--ja", today=late)
    with open_store(path) as store:  # killed after its last batch, before it was marked as done
        store.connection.execute("UPDATE invoice_run SET finished_at = NULL")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    status, out, err = balie("facturatie", "--aanmanen", today=late)
    assert (status, "Er is niemand meer aan te manen. De afgebroken aanmaning afronden?" in err) == (1, True)
    status, out, _ = balie("facturatie", "--aanmanen", "--ja", today=late)
    assert (status, out) == (
        0,
        "Eerder afgebroken na 1 herinnering: hier staat wat er nog te doen is.\n"
        "De afgebroken aanmaning is afgerond; eerder gedaan: 1 herinnering.\n"
        "De brieven en mails staan klaar: `balie berichten` verstuurt ze.\n",
    )
    assert balie("facturatie", "--aanmanen", "--ja", today=late)[:2] == (0, "Er is vandaag niemand aan te manen.\n")
