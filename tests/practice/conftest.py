from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from balie.desk import Desk
from balie.library.structs import Mail
from balie.opening import Opening
from balie.options import DeskOptions
from balie.practice.places import DAY
from balie.practice.starting import begin_afresh, template
from tests.support.mail_server import MailServer, mail_server

LIBRARIES = ("biblionet-drenthe", "achterhoekse-poort")


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the towns of both libraries, each made once."""
    folder = tmp_path_factory.mktemp("towns")
    for library in LIBRARIES:
        template(library, DAY, folder)
    return folder


@pytest.fixture(params=LIBRARIES)
def library_name(request: pytest.FixtureRequest) -> str:
    """Each library in turn."""
    name: str = request.param
    return name


@pytest.fixture
def practice_options(towns: Path, tmp_path: Path, library_name: str) -> DeskOptions:
    """How a fresh practice desk of the library is opened; a lesson finds the towns that were made."""
    path = towns / tmp_path.name / f"{library_name}.balie"
    begin_afresh(path, library_name, DAY, towns)
    return DeskOptions(path, working_date=DAY, staff="oef", practice=True)


@pytest.fixture
def practice_desk(practice_options: DeskOptions) -> Iterator[Desk]:
    """A fresh practice desk of the library."""
    with Opening(practice_options, today=date(2026, 11, 30)) as opening:
        yield opening.desk()


@pytest.fixture
def listening_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake `lp` that notes whenever it is called; the folder it notes in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\ntouch {folder}/called\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.fixture
def listening_mail_server() -> Iterator[MailServer]:
    """A mail server that takes whatever comes."""
    with mail_server() as server:
        yield server


@pytest.fixture
def with_printer_and_mail(practice_desk: Desk, listening_mail_server: MailServer) -> Desk:
    """A practice desk of a library that has both, and both listen."""
    library = practice_desk.library
    printing = structs.replace(library.printing, queue="balie-1")
    mail = Mail(host="127.0.0.1", port=listening_mail_server.port, starttls=False, sender="balie@bibliotheek.example")
    return replace(practice_desk, library=structs.replace(library, printing=printing, mail=mail))
