"""Members of Achterhoekse Poort who pay by direct debit, and the official schemas of what goes to the bank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balie.desk import Desk
from balie.library.structs import Library
from tests.support.debtors import poort_desk


@pytest.fixture
def poort_on(desk: Desk, poort: Library) -> Callable[[date], Desk]:
    """The desk of Achterhoekse Poort on any working date."""
    there = poort_desk(desk, poort)
    return lambda day: replace(there, working_date=day)


@pytest.fixture(scope="session")
def schema() -> Callable[[str], Any]:
    """The XSD of a version, by lxml, from those that sepaxml ships."""
    import sepaxml
    from lxml import etree

    folder = Path(sepaxml.__file__).parent / "schemas"
    known: dict[str, Any] = {}

    def of(version: str) -> Any:
        if version not in known:
            known[version] = etree.XMLSchema(etree.parse(folder / f"{version}.xsd"))
        return known[version]

    return of
