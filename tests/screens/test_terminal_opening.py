"""What keeps the desk from opening in a terminal is told in Dutch, and a setting without UTF-8 is not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from balie.library.data_files import data_path
from balie.store.connection import create_store
from tests.support.shell_terminal import (
    COMMAND,
    PLACE,
    READY,
    Start,
)

pytestmark = pytest.mark.slow


# No screen, or nothing to show on it.


def test_without_a_terminal_the_desk_refuses_in_dutch(environment: Mapping[str, str]) -> None:
    run = subprocess.run(
        [*COMMAND, *PLACE], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, check=False
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == ("Balie heeft een terminal nodig om het scherm te tonen. Voor opdrachten: balie --help.\n")


def _damaged(path: Path, folder: Path) -> tuple[str, ...]:
    path.write_bytes(b"\0" * 8192)
    return PLACE


def _wrong_branch(path: Path, folder: Path) -> tuple[str, ...]:
    return (*PLACE, "--vestiging", "0000")


def _wrong_library(path: Path, folder: Path) -> tuple[str, ...]:
    # A file the store was made with, and that somebody has broken since; with what looks like markup in its name.
    library = folder / "[red]eigen[" / "biblio.toml"
    library.parent.mkdir()
    original = data_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
    library.write_text(original + "\n[zomaar]\nx = 1\n", encoding="utf-8")
    path.unlink()
    create_store(path, {"library": str(library), "branch": "9428"}).close()
    return PLACE


def _wrong_settings(path: Path, folder: Path) -> tuple[str, ...]:
    (folder / "instellingen.json").write_text("{", encoding="utf-8")
    return PLACE


def _wrong_keys(path: Path, folder: Path) -> tuple[str, ...]:
    (folder / "instellingen.json").write_text('{"toetsen": {"search": "f2"}}', encoding="utf-8")
    return PLACE


def _wrong_date(path: Path, folder: Path) -> tuple[str, ...]:
    return ("--werkdatum", "31-02-2024")


@pytest.mark.parametrize(
    ("prepare", "status", "told"),
    [
        (_damaged, 1, "balie.balie"),
        (_wrong_branch, 1, "0000"),
        (_wrong_library, 1, "zomaar"),
        (_wrong_settings, 1, "is niet te lezen"),
        (_wrong_keys, 1, "doet twee dingen"),
        (_wrong_date, 2, "31-02-2024"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_keeps_the_desk_from_opening_can_be_read_afterwards(
    start: Start, path: Path, tmp_path: Path, prepare: Callable[[Path, Path], tuple[str, ...]], status: int, told: str
) -> None:
    terminal = start(*prepare(path, tmp_path))
    before = terminal.attributes

    assert terminal.end() == status
    assert terminal.attributes == before
    assert not terminal.screen.alternate
    shown = terminal.text[terminal.text.index("pid=") : terminal.text.index("einde=")]
    assert told in "".join(shown.split("\n")) or told in " ".join(shown.split())
    assert "Traceback" not in terminal.written


def test_a_language_setting_without_utf_8_draws_the_same_screen(start: Start, environment: dict[str, str]) -> None:
    environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    terminal = start(*PLACE)
    terminal.wait(READY)
    terminal.type("v", "▸Klantnummer *  v")
    assert terminal.text.splitlines()[3].startswith("────")
