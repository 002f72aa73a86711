"""Which page shows a place. Each is imported when it is asked for, as the first pages of the tabs are (`tabs`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.host import places

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.pages.page import Page


def page_of(desk: Desk, place: places.Place) -> Page:
    """The page that shows a place. Raises `Refusal` where there is no such thing."""
    match place:
        case places.Paying(customer_id, charge_ids):
            from screens.financieel.paying.paying import PayingPage

            return PayingPage(desk, customer_id, charge_ids)
        case places.PayingEach(costs):
            from screens.financieel.paying.who_pays import WhoPaysPage

            return WhoPaysPage(desk, costs)
        case places.AtHome(customer_id):
            from screens.balie.at_home import AtHomePage

            return AtHomePage(desk, customer_id)
        case places.HoldsOf(customer_id):
            from screens.reserveringen.hold_list import HoldListPage
            from screens.reserveringen.sources import HoldsOfCustomer

            return HoldListPage(desk, HoldsOfCustomer(customer_id))
        case places.Queue(title_id):
            from screens.reserveringen.hold_list import HoldListPage
            from screens.reserveringen.sources import OnTitle

            return HoldListPage(desk, OnTitle(title_id))
        case places.TitleAt(title_id):
            from screens.catalogus.title import TitlePage

            return TitlePage(desk, title_id)
        case places.ItemAt(number):
            from balie.customers.scans import item_scanned
            from screens.exemplaren.item import ItemPage

            return ItemPage(desk, item_scanned(desk.store, number, desk.library).number)
        case places.NewItemOf(title_id):
            from screens.exemplaren.item_form import NewItemPage

            return NewItemPage(desk, title_id)
        case places.NewTitle(isbn):
            from screens.titels.title_form import NewTitlePage

            return NewTitlePage(desk, isbn)
        case places.ChangedTitle(title_id):
            from screens.titels.title_form import ChangeTitlePage

            return ChangeTitlePage(desk, title_id)
