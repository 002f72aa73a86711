"""A command never shows a traceback: what reads its output, or has no room for it, changes nothing of what is done."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from balie.commands.streams import _Outlet
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester

ROOT = Path(__file__).parents[2]
NOT_READ = "Niet alle uitvoer is gelezen; de opdracht zelf is gewoon afgemaakt.\n"
FULL = "De uitvoer kon niet worden geschreven (de schijf is vol); de opdracht zelf is gewoon afgemaakt.\n"


class Ended:
    """How a command ended: its status, and what came on both streams."""

    def __init__(self, status: int, out: bytes, told: bytes) -> None:
        self.status, self.out, self.told = status, out, told.decode()


@pytest.fixture
def call(path: Path, tmp_path: Path):
    """Runs `balie` in a process of its own; `out` is where its output goes, None for a pipe that nobody reads."""

    def run(*arguments: str, out: int | None = subprocess.PIPE, environment: Mapping[str, str] | None = None) -> Ended:
        kept = {**os.environ, "BALIE_BESTAND": str(path), "BALIE_VERSLAG": str(tmp_path / "fouten.log")}
        unread = None
        if out is None:
            read, unread = os.pipe()
            os.close(read)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "screens.start", *arguments],
                env={**kept, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=unread if out is None else out,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                check=False,
            )
        finally:
            if unread is not None:
                os.close(unread)
        return Ended(done.returncode, done.stdout or b"", done.stderr)

    return run


VIEWS: list[Sequence[str]] = [("overzicht",), ("overzicht", "journaal"), ("--help",), ("--versie",)]


@pytest.mark.parametrize("arguments", VIEWS)
def test_a_pipe_that_nobody_reads_is_one_line(call, arguments: Sequence[str]) -> None:
    ended = call(*arguments, out=None)

    assert (ended.status, ended.told) == (0, NOT_READ)


@pytest.mark.parametrize("arguments", VIEWS)
def test_a_full_disk_is_one_line_and_a_status(call, arguments: Sequence[str]) -> None:
    with open("/dev/full", "wb") as full:
        ended = call(*arguments, out=full.fileno())

    assert (ended.status, ended.told) == (1, FULL)


def test_what_nobody_reads_is_done_and_told(call, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.balie"
    ended = call("backup", str(copy), out=None)

    assert ended.status == 0
    assert copy.exists()
    first, *last = ended.told.splitlines(keepends=True)
    assert first == NOT_READ
    assert last == [f"De reservekopie staat in {copy} en is gecontroleerd.\n"]


def test_a_refusal_stays_one(call) -> None:
    with open("/dev/full", "wb") as full:
        ended = call("overzicht", "nergens", out=full.fileno())

    assert ended.status == 1
    assert ended.told.startswith("Overzicht nergens bestaat niet.")


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp437", "iso8859-15"])
def test_letters_that_a_terminal_does_not_have_are_plain(call, desk, encoding: str) -> None:
    enrol_tester(desk)
    ended = call(
        *("overzicht", "open-posten", "--werkdatum", "09-04-2024"),
        environment={"PYTHONIOENCODING": encoding, "BALIE_BESTAND": str(desk.store.path)},
    )
    shown = ended.out.decode(encoding)

    assert (ended.status, ended.told) == (0, "")
    assert "54,00" in shown
    assert "\ufffd" not in shown


def test_a_mistake_in_the_program_is_one_line_and_a_report_without_data(call, path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        store.connection.execute("UPDATE setting SET value = 'Jansen-Vermeulen' WHERE key = 'branch'")
        store.connection.execute("DROP TABLE z_report")
    ended = call("overzicht", "kastellingen", "--vestiging", "", environment={"PYTHONPATH": str(ROOT)})

    assert ended.status == 1
    assert len(ended.told.splitlines()) == 1
    assert "Traceback" not in ended.told


@pytest.mark.parametrize("name", ["overzicht journaal", "berichten --ja", "incasso --ja", "controle --grondig"])
def test_a_byte_that_is_no_text_takes_nothing_with_it(call, desk, name: str) -> None:
    enrol_tester(desk)
    desk.store.connection.execute("UPDATE customer SET surname = CAST(? AS TEXT)", (b"Andr\xe9sen",))
    ended = call(*name.split(), "--bestand", str(desk.store.path))

    assert "Traceback" not in ended.told
    assert "Andr" not in ended.told
    if name.startswith("controle"):
        assert "In tabel customer staat tekst die niet te lezen is.\n  rij " in ended.told
        assert ", kolom surname, klant " in ended.told


def test_a_day_that_is_none_is_named_and_no_mistake_of_the_program(call, desk) -> None:
    enrol_tester(desk)
    desk.store.connection.execute("UPDATE message SET made_on = 'gisteren'")
    desk.store.connection.execute("UPDATE invoice SET due_on = 'morgen'")
    for name in ("overzicht open-posten", "berichten --ja"):
        ended = call(*name.split(), "--bestand", str(desk.store.path))
        assert "Traceback" not in ended.told
        assert "fout in het programma" not in ended.told


def test_what_ends_after_its_stream_does_not_touch_it() -> None:
    stream = io.TextIOWrapper(io.BytesIO())
    outlet = _Outlet(stream)
    stream.close()
    outlet.close()
