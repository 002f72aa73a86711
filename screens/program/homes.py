"""The tabs that work, and the first screen of each. A tab is mounted at its first visit and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.screen import Screen

    from screens.pages.page import Page


def _klanten() -> Page:
    from screens.klanten.enrolling.basic import BasicPage

    return BasicPage()


def _financieel() -> Page:
    from screens.financieel.home import FinancePage

    return FinancePage()


def _berichten() -> Page:
    from screens.berichten.home import MessagesPage

    return MessagesPage()


def _catalogus() -> Page:
    from screens.catalogus.home import CataloguePage

    return CataloguePage()


def _exemplaren() -> Page:
    from screens.exemplaren.home import ItemsPage

    return ItemsPage()


def _titels() -> Page:
    from screens.titels.home import TitlesPage

    return TitlesPage()


def _balie() -> Page:
    from screens.balie.lend_page import LendPage

    return LendPage()


def _reserveringen() -> Page:
    from screens.reserveringen.home import HoldsPage

    return HoldsPage()


def _vestigingsbeheer() -> Page:
    from screens.vestigingsbeheer.home import BranchPage

    return BranchPage()


HOMES: Final[dict[str, str | Callable[[], Screen[None]]]] = {
    "balie": _balie,
    "klanten": _klanten,
    "financieel": _financieel,
    "catalogus": _catalogus,
    "exemplaren": _exemplaren,
    "titels": _titels,
    "reserveringen": _reserveringen,
    "berichten": _berichten,
    "vestigingsbeheer": _vestigingsbeheer,
}
"""What opens a tab, by its id; the tabs that are not here are dimmed and say so."""
