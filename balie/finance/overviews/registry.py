"""All overviews there are, in the order in which they are offered; found by their id."""

from __future__ import annotations

from balie.dutch.text import shown
from balie.finance.overviews.customers import CUSTOMER_OVERVIEWS
from balie.finance.overviews.days import DAY_OVERVIEWS, SALES_OVERVIEW
from balie.finance.overviews.in_house import IN_HOUSE_OVERVIEW
from balie.finance.overviews.postings import POSTING_OVERVIEWS
from balie.finance.overviews.refunds import REFUND_OVERVIEW
from balie.finance.overviews.shape import Overview
from balie.finance.overviews.tills import TILL_OVERVIEWS
from balie.refusal import Refusal

OVERVIEWS: tuple[Overview, ...] = (
    *DAY_OVERVIEWS,
    *POSTING_OVERVIEWS,
    *CUSTOMER_OVERVIEWS,
    REFUND_OVERVIEW,
    *TILL_OVERVIEWS,
    SALES_OVERVIEW,
    IN_HOUSE_OVERVIEW,
)


def overview(name: str) -> Overview:
    """The overview with this id. Raises `Refusal` that names those there are."""
    for item in OVERVIEWS:
        if item.id == name:
            return item
    raise Refusal(f"Overzicht {shown(name)} bestaat niet. Kies uit {', '.join(item.id for item in OVERVIEWS)}.")
