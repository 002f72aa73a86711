"""What every test may use: a desk in Gieten on 09-04-2024 with a fresh store."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from balie.customers.cards.credentials import Cost, Secret, make_secret
from balie.desk import Desk
from balie.library.data_files import use_own_files
from balie.library.load import load_library
from balie.library.structs import Library
from balie.store.connection import Store, create_store, open_store
from tests.support import connections, portable_sql, written
from tests.support.connections import every_connection_is_closed as every_connection_is_closed
from tests.support.lock_files import no_lock_file_stays_open as no_lock_file_stays_open

os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"  # as the desk does, before Textual is imported

sys.addaudithook(connections.watch)
sys.addaudithook(written.watch)
portable_sql.watch()
WORKING_DATE = date(2024, 4, 9)
MOMENT = datetime(2024, 4, 9, 8, 15, tzinfo=UTC)
CHEAP = Cost(n=2, r=1, p=1)
"""A scrypt cost for tests: real hashes, in no time."""


@pytest.fixture(autouse=True)
def nobodys_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours, keys and the log of whoever runs the tests are neither read nor written, nor anybody's own lists."""
    monkeypatch.setenv("BALIE_INSTELLINGEN", str(tmp_path / "instellingen.json"))
    monkeypatch.setenv("BALIE_VERSLAG", str(tmp_path / "fouten.log"))
    use_own_files(None)


@pytest.fixture(scope="session")
def library() -> Library:
    """Biblionet Drenthe (the work instruction, and what libraries in Drenthe publish)."""
    return load_library("biblionet-drenthe")


@pytest.fixture(scope="session")
def s1_only(library: Library) -> Library:
    """Biblionet Drenthe as its work instruction tells it and nothing else: no rules of loans, fines or cancelling."""
    from msgspec.structs import replace

    fees = replace(library.fees, replacement_card=())
    return replace(library, loans=None, fines=None, service_mail=None, cancellation=None, fees=fees)


@pytest.fixture(scope="session")
def poort() -> Library:
    """Achterhoekse Poort."""
    return load_library("achterhoekse-poort")


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store that is made once and copied for each test: all its steps take a hundred times as long."""
    path = tmp_path_factory.mktemp("empty") / "balie.balie"
    create_store(path).close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    path = tmp_path / "balie.balie"
    shutil.copy(empty_store, path)
    with open_store(path) as store:
        yield store


@pytest.fixture
def desk(store: Store, library: Library, tmp_path: Path) -> Desk:
    """Branch 9428 Gieten, staff `ebt`, working date 09-04-2024; bons go to `spool` beside the store."""
    return Desk(
        store=store,
        library=library,
        branch=library.branch("9428"),
        staff="ebt",
        working_date=WORKING_DATE,
        spool=tmp_path / "spool",
        now=lambda: MOMENT,
    )


@pytest.fixture(scope="session")
def secret() -> Secret:
    """The one-time password of the work instruction, cheaply hashed."""
    return make_secret("E47C5M6C", CHEAP)
