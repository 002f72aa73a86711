"""Every page of the program that can be worked by the keyboard, and the way there."""

from __future__ import annotations

from tests.support.routes import catalogue, customers, lending, messages, money, reserving
from tests.support.routes.going import Go

PAGES: dict[str, Go] = {
    **customers.PAGES,
    **money.PAGES,
    **messages.PAGES,
    **catalogue.PAGES,
    **lending.PAGES,
    **reserving.PAGES,
}
