"""Members from another system, imported at a desk of Achterhoekse Poort."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.importing.batches import BadLine
from balie.importing.customers import CheckedCustomers, CustomerImport
from balie.importing.sqlite.adding_customers import Added
from balie.library.structs import Library
from tests.support.brought_members import (
    COLUMNS,
    TODAY,
    Rows,
    Run,
)


@pytest.fixture
def write(tmp_path: Path) -> Rows:
    def to_file(*rows: dict[str, str]) -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / "leden.csv"
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        return path

    return to_file


@pytest.fixture
def at(desk: Desk, poort: Library) -> Desk:
    """A desk at Achterhoekse Poort on 09-04-2025."""
    return replace(desk, library=poort, branch=poort.branches[0], working_date=TODAY)


@pytest.fixture
def run() -> Run:
    """Imports a file; the desk that follows is opened anew with `reopened`."""

    def import_file(desk: Desk, path: Path) -> tuple[CheckedCustomers, Added, list[BadLine]]:
        bad: list[BadLine] = []
        with CustomerImport(desk, path) as work:
            checked = work.check(bad.append)
            done = work.carry_out()
        return checked, done, bad

    return import_file
