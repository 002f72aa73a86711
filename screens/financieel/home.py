"""The first screen of Financieel: what can be done there, as a list with a key each."""

from __future__ import annotations

from screens.menu_page import MenuPage


class FinancePage(MenuPage):
    """The list of the tab; what it opens lies on top of it."""

    MENU = "Financieel"

    heading = "Financieel"
