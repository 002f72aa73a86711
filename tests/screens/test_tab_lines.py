"""How the contents of a tab are laid out as lines."""

from __future__ import annotations

import pytest

from balie.customers.header import Cell
from balie.customers.tabs.tab import Tab
from screens.klanten.customer.tab_contents import tab_lines


@pytest.mark.parametrize("length", [5, 20, 40, 60, 200])
@pytest.mark.parametrize("width", [77, 117])
def test_a_long_value_never_runs_into_the_label_beside_it(length: int, width: int) -> None:
    tab = Tab((Cell("Achternaam", "X" * length), Cell("Telefoon contactpersoon", "")), None)
    (line,) = tab_lines(tab, width)
    assert " Telefoon contactpersoon" in line
    assert len(line) <= width
