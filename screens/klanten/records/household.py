"""Seriemutatie: what changed of a customer, carried to who lives at the same address; one Ja or Nee each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.household import carriable, carry, propose
from screens.dialogs.decision import Decision, hanging
from screens.dialogs.tick_list import TickList

if TYPE_CHECKING:
    from balie.customers.household import Housemate
    from screens.klanten.open_customer import OpenCustomer

_EMPTY = "(leeg)"


async def household(page: OpenCustomer) -> None:
    """Ask what is to be carried and then to whom; save it in one go when the last one is answered."""
    app = page.desk_app
    offered = carriable(page.desk, page.customer_id)
    propose(page.desk, page.customer_id, [item.name for item in offered])  # refuses where nothing can be carried
    chosen = await app.ask(
        TickList(
            "Seriemutatie: wat overnemen bij wie hier ook woont?",
            [f"{item.label}: {item.value or _EMPTY}" for item in offered],
            ticked=[item.ticked for item in offered],
        )
    )
    if chosen is None:
        return
    series = propose(page.desk, page.customer_id, [offered[place].name for place in chosen])
    yes: list[int] = []
    for place, mate in enumerate(series.housemates, 1):
        answer = await app.ask(HousemateQuestion(mate, f"Seriemutatie {place} van {len(series.housemates)}"))
        if answer is None:
            page.say("Seriemutatie gestopt: er is niets gewijzigd.")
            return
        if answer:
            yes.append(mate.customer_id)
    count = carry(page.desk, series, yes) if yes else 0
    page.show_anew()
    page.say("Er is niets overgenomen." if not count else f"Overgenomen bij {count} van {len(series.housemates)}.")


class HousemateQuestion(Decision[bool | None]):
    """One housemate with the old and the new values: True for Ja, False for Nee; Esc (None) stops the whole series."""

    def __init__(self, mate: Housemate, title: str) -> None:
        yes = "" if mate.refused else "J = ja      "
        super().__init__(title, f"{yes}N = nee, niet bij deze klant      Esc = niets wijzigen")
        self.mate = mate

    def answer_of(self, key: str) -> bool:
        """J, N or Esc."""
        answers = {"n": False, "escape": None} | ({} if self.mate.refused else {"j": True})
        if key in answers:
            self.give(answers[key])
        return key in answers

    def told(self, width: int) -> list[str]:
        """Who, what would change, what stands in the way."""
        lines = [self.mate.name, ""]
        for change in self.mate.changes:
            lines.append(change.label)
            lines += hanging("  was: ", change.was or _EMPTY, width)
            lines += hanging("  wordt: ", change.will or _EMPTY, width)
        if self.mate.refused:
            lines += ["", *(line for reason in self.mate.refused for line in hanging("Kan niet: ", reason, width))]
        return lines
