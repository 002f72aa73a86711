"""The wheel, built as for a release and installed in a fresh environment of its own."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from balie.store.connection import open_store
from tests.support.terminal import Terminal

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("templates", "libraries", "addresses", "customers", "reasons")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; what Balie depends on is lent by the environment of the tests."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    (packages,) = home.glob("lib/python*/site-packages")
    packages.joinpath("lent.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return home


def say(installed: Path, statement: str) -> str:
    """What a statement prints in the fresh environment, far from the checkout."""
    python = [str(installed / "bin" / "python"), "-I", "-c", statement]
    return subprocess.run(python, cwd=installed, check=True, capture_output=True, text=True).stdout.strip()


def data_files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_balie_and_screens_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"balie", "screens"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    docs = [path for path in (CHECKOUT / "docs").rglob("*") if path.is_file()]
    assert {f"balie/{path.relative_to(CHECKOUT)}" for path in docs} <= set(names)


def test_the_data_files_lie_inside_balie(installed):
    place = Path(say(installed, "from balie.library.data_files import data_path; print(data_path())"))

    assert place.is_relative_to(installed)
    assert data_files(place) == data_files(CHECKOUT / "data")
    assert data_files(place) >= {"libraries/biblionet-drenthe.toml", "templates/receipt-enrolment.txt"}


def test_both_libraries_are_read_from_the_wheel(installed):
    read = "from balie.library.load import *; print([load_library(name).name for name in library_names()])"

    assert "Biblionet Drenthe" in say(installed, read)


def test_the_installed_command_enrols_somebody(installed, tmp_path):
    store = tmp_path / "bibliotheek.balie"
    environment = {"HOME": str(tmp_path), "PATH": os.defpath, "BALIE_BESTAND": str(store)}
    command = [str(installed / "bin" / "balie"), "--werkdatum", "09-04-2024", "--medewerker", "ebt"]

    with Terminal(command, environment, str(tmp_path)) as desk:
        desk.wait_for("9428 Gieten · ebt · ! WERKDATUM 09-04-2024")
        desk.type("v\r")
        desk.wait_for("System nummer laten genereren?")
        desk.type("\r")
        desk.wait_for("VVVVVVVVVVVVVV")
        desk.type("eb\r\rTester\r\r04-01-1991\r\r9468bg\r41\r")
        desk.wait_for("Genereer klantnummer voor vestiging: 9428")
        desk.type("\x1bOQ")
        desk.wait_for("Opbouw abonnementskosten")
        desk.type("0045\x1bOQ")
        desk.wait_for("Toegekend eenmalig wachtwoord")
        desk.type("\r")
        desk.wait_for("29428000077727 [480874]")
        desk.wait_for("Gefactureerd t/m April 2025")
        desk.wait_for("Kruisakkers 41")
        desk.type("\x11")
        assert desk.wait_for_end() == 0

    with open_store(store) as kept:
        assert kept.read("SELECT id, initials, surname, birth_date FROM customer") == [
            (480874, "E.B.", "Tester", "1991-01-04")
        ]
        assert kept.read("SELECT number FROM card") == [("29428000077727",)]
