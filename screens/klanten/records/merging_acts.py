"""Ontdubbelen: choose the other record of the same person; and take such a merge apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.merging.merge import candidates, former_records, preview, undo
from balie.customers.relations import read_relative
from balie.refusal import Refusal
from screens.finding.customer_line import customer_line
from screens.klanten.records.reasons import tell_reasons

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.klanten.open_customer import OpenCustomer

_LINE_WIDTH = 68
_LONGEST_NUMBER = 30


async def merge(page: OpenCustomer) -> None:
    """Ask who the other one is, and show the two side by side; or tell all reasons against merging them."""
    from screens.klanten.records.merging import MergingPage

    other = await _other(page)
    if other is None:
        return
    try:
        shown = preview(page.desk, page.customer_id, other)
    except Refusal as refusal:
        text = "Deze twee klanten kunnen niet worden samengevoegd:"
        await tell_reasons(page.desk_app, "Ontdubbelen", text, refusal.reasons)
        return
    await page.desk_app.open(MergingPage(page.desk, shown))


async def _other(page: OpenCustomer) -> int | None:
    """The actor-id of the other record: one that is found, or whose number is scanned. None after Esc."""
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.pick import Pick

    app, desk = page.desk_app, page.desk
    found = candidates(desk, page.customer_id)
    if found:
        lines = [customer_line(row, _LINE_WIDTH) for row in found]
        chosen = await app.ask(Pick("Met welke klant samenvoegen?", [*lines, "Een andere: scan of typ het nummer"]))
        if chosen is None:
            return None
        if chosen < len(found):
            return found[chosen].customer_id
    known = "" if found else "Er is geen klant met dezelfde achternaam, geboortedatum en adres. "
    typed = await app.ask(
        AskText(
            "Ontdubbelen",
            f"{known}Scan de pas van de andere klant, of typ het klantnummer.",
            longest=_LONGEST_NUMBER,
            makes_way=True,
            read=lambda text: read_relative(desk.store, text, desk.working_date),
        )
    )
    return None if typed is None else read_relative(desk.store, typed, desk.working_date)


def refusal_of_unmerge(desk: Desk, customer_id: int) -> str:
    """Why there is nothing to take apart; empty when there is."""
    return "" if former_records(desk, customer_id) else "Met deze klant is geen andere klant samengevoegd."


async def unmerge(page: OpenCustomer) -> None:
    """Take apart what was merged into this customer."""
    from screens.dialogs.pick import Pick
    from screens.dialogs.question import Question

    app = page.desk_app
    records = former_records(page.desk, page.customer_id)
    lines = [f"{record.name} [{record.customer_id}], samengevoegd op {record.merged_on}" for record in records]
    chosen: int | None = 0
    if len(records) > 1:
        chosen = await app.ask(Pick("Welke samenvoeging ongedaan maken?", lines))
    if chosen is None or not await app.ask(Question(f"{lines[chosen]}. Weer een eigen klant maken?")):
        return
    try:
        back = undo(page.desk, records[chosen].journal_id)
    except Refusal as refusal:
        text = "Deze samenvoeging kan niet ongedaan worden gemaakt:"
        await tell_reasons(app, "Ontdubbelen ongedaan", text, refusal.reasons)
        return
    page.show_anew()
    page.say(f"{records[chosen].name} [{back}] is weer een eigen klant. Openen: Alt+Z en [{back}].")
