from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.opening import Opening
from balie.options import DeskOptions
from balie.practice.places import DAY
from balie.practice.starting import begin_afresh, template

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
    """How a fresh practice desk of the library is opened."""
    path = tmp_path / "cursist" / f"{library_name}.balie"
    begin_afresh(path, library_name, DAY, towns)
    return DeskOptions(path, working_date=DAY, staff="oef", practice=True)


@pytest.fixture
def practice_desk(practice_options: DeskOptions) -> Iterator[Desk]:
    """A fresh practice desk of the library."""
    with Opening(practice_options, today=date(2026, 11, 30)) as opening:
        yield opening.desk()
