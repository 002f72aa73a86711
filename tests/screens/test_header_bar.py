"""The first line of a customer's header, where names are long."""

from __future__ import annotations

import pytest

from screens.widgets.customer_header import bar_text

NUMBER = "24104000000010 [480874]"
PAID = "Gefactureerd t/m September 2025"


@pytest.mark.parametrize(
    ("branch", "subscription", "shown"),
    [
        ("9428 (Gieten)", "Basis", f"{NUMBER}│9428 (Gieten)│Basis│{PAID}"),
        ("9428 (Gieten)", "Digital only", f"{NUMBER}│9428 (Gie…│Digital on…│{PAID}"),
        ("4104 (Achterhoekse Poort)", "Jaarabonnement", f"{NUMBER}│4104 (Ach…│Jaarabonne…│{PAID}"),
    ],
)
def test_names_give_way_to_number_and_date(branch: str, subscription: str, shown: str) -> None:
    assert bar_text((NUMBER, branch, subscription, PAID), 78) == shown


def test_a_customer_without_a_subscription_has_a_short_line() -> None:
    assert bar_text((NUMBER, "9428 (Gieten)", "", ""), 78) == f"{NUMBER} │ 9428 (Gieten)"
    assert bar_text((NUMBER, "", "", ""), 10) == NUMBER
