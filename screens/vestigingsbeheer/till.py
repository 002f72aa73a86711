"""Kas: which till this workplace books money in, from now on and the next time it is started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from balie.finance.tills.uncounted import uncounted_text
from balie.workplace import LONGEST_TILL, read_till, set_till
from screens.keyboard.actions import BRANCH_MENU
from screens.pages.act import Acts, PageAct
from screens.vestigingsbeheer.desk_form import LABEL, BranchForm
from screens.vestigingsbeheer.handing_over import change_desk
from screens.widgets.form_model import FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk

_FIELD = FieldSpec("till", "Kas", 0, required=True, longest=LONGEST_TILL, label_width=LABEL, width=10)
_SENTENCES = (
    "Wat al is geboekt blijft in de kas van toen, en wordt daar geteld met Kastelling (Alt+F, 7).",
    "Deze werkplek onthoudt de kas. Start Balie met --kas, dan gaat die voor.",
    "De printer van de bonnen kiest u hier niet: die staat in het bibliotheekbestand en geldt voor elke werkplek.",
)


class TillPage(BranchForm):
    """The code of the till, with what was not counted yet of the one of now."""

    heading = "Kas"

    def __init__(self, desk: Desk) -> None:
        self.uncounted = uncounted_text(desk.store, desk.branch.number, desk.till)
        super().__init__(desk, (_FIELD,), {"till": desk.till}, tuple(filter(None, (self.uncounted, *_SENTENCES))))
        self.readers["till"] = read_till
        self.model["till"].note = f"nu {desk.till}"

    async def do_main(self) -> None:
        """Book in another till from now on."""
        till = read_till(self.model.values()["till"])
        settings = self.desk_app.settings
        if till == self.desk.till:
            settings.remember_till(till)
            await self.finish(f"Kas {till} was het al.")
        elif await change_desk(self, lambda desk: set_till(desk, till)):
            settings.remember_till(till)
            await self.finish(" ".join(filter(None, (f"Geld gaat nu in kas {till}.", self.uncounted))))

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Opslaan", menu=BRANCH_MENU),)
