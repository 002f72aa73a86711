"""Wissel gebruiker: somebody else goes on at this desk, or the work goes on at another branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from balie.workplace import LONGEST_STAFF, read_staff, read_switch, switch_user
from screens.keyboard.actions import BRANCH_MENU
from screens.pages.act import Acts, PageAct
from screens.vestigingsbeheer.desk_form import LABEL, BranchForm
from screens.vestigingsbeheer.handing_over import change_desk
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk

_SENTENCES = (
    "Wat daarna gebeurt staat in het logboek onder de nieuwe code.",
    "Sluit op Balie eerst de klant af die u helpt. Andere tabbladen beginnen opnieuw.",
)


class UserPage(BranchForm):
    """The code of who goes on; the branch too where the library has more than one."""

    heading = "Wissel gebruiker"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _fields(desk), {"branch": desk.branch.number}, _SENTENCES)
        self.readers["staff"] = read_staff
        self.model["staff"].note = f"nu {desk.staff}"

    async def do_main(self) -> None:
        """Hand the desk over."""
        staff, branch = read_switch({"branch": self.desk.branch.number, **self.model.values()}, self.desk.library)
        if (staff, branch) == (self.desk.staff, self.desk.branch):
            await self.finish(f"{staff} werkte hier al.")
        elif await change_desk(self, lambda desk: switch_user(desk, staff, branch)):
            await self.finish(f"Nu werkt {staff} op {branch.number} {branch.name}.")

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Opslaan", menu=BRANCH_MENU),)


def _fields(desk: Desk) -> tuple[FieldSpec, ...]:
    staff = FieldSpec("staff", "Medewerker", 0, required=True, longest=LONGEST_STAFF, label_width=LABEL, width=14)
    branches = desk.library.branches
    if len(branches) == 1:
        return (staff,)
    choices = tuple(Choice(one.number, f"{one.number} {one.name}") for one in branches)
    return (staff, FieldSpec("branch", "Vestiging", 1, required=True, label_width=LABEL, choices=choices))
