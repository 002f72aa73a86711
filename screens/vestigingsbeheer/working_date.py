"""Werkdatum: the day that work is booked on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from balie.dutch.dates import format_date
from balie.working_date import is_far_back, read_working_date
from balie.workplace import set_working_date
from screens.keyboard.actions import BRANCH_MENU
from screens.pages.act import Acts, PageAct
from screens.vestigingsbeheer.desk_form import LABEL, BranchForm
from screens.vestigingsbeheer.handing_over import change_desk
from screens.widgets.form_model import FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk

_FIELDS = (
    FieldSpec("working_date", "Werkdatum (dd-mm-jjjj)", 0, required=True, longest=20, label_width=LABEL + 4, width=14),
)
_SENTENCES = (
    "Alles wat u daarna doet, op elk tabblad, wordt op de werkdatum geboekt: uitlenen, innemen, betalen, inschrijven.",
    "Zet hem terug om in te nemen wat tijdens een sluiting of storing terugkwam; zet hem daarna weer op vandaag.",
    "Alleen de inleverbus van een eerdere dag: blijf op vandaag en gebruik Alt+D bij Innemen.",
    "Zolang de werkdatum niet vandaag is, staat dat bovenaan elk scherm. Het logboek houdt bij wie hem zette.",
    "Andere tabbladen beginnen opnieuw.",
)


class WorkingDatePage(BranchForm):
    """One field; F2 or Enter sets it."""

    heading = "Werkdatum"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _FIELDS, {}, _SENTENCES)
        self.readers["working_date"] = lambda text: format_date(read_working_date(text, desk.today))
        self.model["working_date"].note = f"vandaag is het {format_date(desk.today)}"

    async def do_main(self) -> None:
        """Take the day over everywhere."""
        from balie.refusal import Reasons
        from screens.dialogs.question import Question

        today, day = self.desk.today, self.desk.working_date
        reasons = Reasons()
        with reasons.at("working_date"):
            day = read_working_date(self.model["working_date"].text, today)
        reasons.raise_if_any()
        if day == self.desk.working_date:
            await self.finish(f"De werkdatum was al {format_date(day)}.")
            return
        asked = f"{format_date(day)} is {(today - day).days} dagen terug. Klopt dat?"
        if is_far_back(day, today) and not await self.desk_app.ask(Question(asked)):
            return
        if await change_desk(self, lambda desk: set_working_date(desk, day)):
            back = "" if day == today else " Vergeet niet hem straks weer op vandaag te zetten (2)."
            await self.finish(f"De werkdatum is nu {format_date(day)}.{back}")

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            do_main,
            label="Opslaan",
            menu=BRANCH_MENU,
            help="Zet de werkdatum; verder terug dan een maand wordt eerst gevraagd.",
        ),
    )
