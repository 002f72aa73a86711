"""`balie uitbetaling` shows, asks and does; and says what it left out."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.commands import run
from balie.desk import Desk
from balie.opening import BRANCH, Opening
from balie.options import DeskOptions
from balie.store.connection import create_store, open_store
from balie.store.library_file import LIBRARY
from tests.support.refund_examples import C1, cancelled, member_of


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two who left Achterhoekse Poort: one can be paid, the other told no account."""
    path = tmp_path / "bibliotheek.balie"
    create_store(path, {LIBRARY: "achterhoekse-poort", BRANCH: "4104"}).close()

    with Opening(DeskOptions(path), today=date(2026, 9, 15)) as opening:
        desk = opening.desk()

        def at(day: date) -> Desk:
            return replace(desk, working_date=day)

        cancelled(at, member_of(at, surname="Jansen"))
        cancelled(at, member_of(at, surname="[red]Pietersen"), refund_iban="")
    return path


def call(store: Path, *arguments: str, today: date = date(2026, 9, 15)) -> int:
    return run(
        ["uitbetaling", *arguments],
        lambda options: pytest.fail("the desk was opened"),
        environment={"BALIE_BESTAND": str(store)},
        today=lambda: today,
    )


def test_it_shows_asks_and_pays(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("j\n"))
    assert call(store) == 1  # somebody was left out
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "Week 2026-38"
    assert "Jansen, E.B., contributie terug € 19,80" in shown.out
    assert "1 uitbetaling van € 19,80, uitvoering 16-09-2026." in shown.out
    assert "2 opzeggingen afgerekend." in shown.out
    assert "uitbetaling-2026-38.xml: 1 uitbetaling van € 19,80." in shown.out
    assert (
        "2 opzeggingen afrekenen, en 1 uitbetaling van € 19,80 klaarzetten voor de bank? 1 gaat niet mee. [j/N]"
        in shown.err
    )
    assert "[red]Pietersen, E.B. € 19,80: Er is geen rekeningnummer" in shown.err
    assert "één betaling" in shown.err
    assert (store.parent / "bibliotheek-uitbetaling" / "uitbetaling-2026-38.xml").exists()


def test_without_a_clear_yes_nothing_is_done(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert call(store) == 1
    assert not (store.parent / "bibliotheek-uitbetaling").exists()
    with open_store(store) as opened:
        assert opened.read("SELECT count(*) FROM cancellation WHERE settled_on IS NOT NULL") == [(0,)]


def test_a_second_time_gives_the_same_file(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(store, "--ja")
    file = store.parent / "bibliotheek-uitbetaling" / "uitbetaling-2026-38.xml"
    data = file.read_bytes()
    file.unlink()
    assert call(store, "--ja", "--week", "2026-38", today=date(2026, 11, 2)) == 0
    assert "Opnieuw klaargezet: uitbetaling-2026-38.xml" in capsys.readouterr().out
    assert file.read_bytes() == data


def test_that_the_bank_paid_is_noted_by_hand(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(store, "--ja")
    assert call(store, "--uitgevoerd", "16-09-2026", "--week", "2026-38", today=date(2026, 9, 20)) == 0
    assert "Week 2026-38: 1 uitbetaling uitgevoerd op 16-09-2026." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("--week", "2026-39"), 1, "Week 2026-39 is nog niet begonnen"),
        (("--week", "straks"), 1, "straks is geen week"),
        (("--niet-gestorneerd", "123"), 1, "123 is geen klantnummer"),
        (("--uitgevoerd", "16-09-2026", "--niet-gestorneerd", "1"), 2, "laat --niet-gestorneerd weg"),
        (("--uitgevoerd", "31-02-2026"), 2, "31-02-2026"),
    ],
)
def test_what_cannot_be_is_refused(
    store: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, told: str
) -> None:
    assert call(store, *arguments, today=date(2026, 9, 20)) == status
    assert told in capsys.readouterr().err


def test_when_there_is_nothing_to_do_it_says_so(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(store, "--ja", today=C1.last_day) == 0
    assert "In week 2026-38 is nu niets af te rekenen of uit te betalen." in capsys.readouterr().out
