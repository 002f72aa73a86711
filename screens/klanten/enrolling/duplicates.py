"""Who is known already: shown while enrolling, so that nobody is enrolled twice by accident."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from screens.dialogs.dialog import WIDEST, Dialog
from screens.widgets.row import Row

if TYPE_CHECKING:
    from balie.customers.finding.duplicates import Candidate
    from balie.customers.forms.details import Basic
    from screens.host.asking import Host
    from screens.klanten.enrolling.draft import EnrolmentDraft

_MOST_SHOWN = 4


class DuplicateDecision(Enum):
    """What the desk made of it."""

    OPEN = "o"
    ENROL_AGAIN = "h"
    OTHER_PERSON = "d"
    BACK = "escape"


class DuplicatesDialog(Dialog[tuple[DuplicateDecision, int]]):
    """Lists the candidates with why each was found. O, H, D or Esc must be meant.

    Where all are housemates Enter says so; else nothing is the default.
    """

    keeps_typed_ahead = False

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = list(candidates)
        self.housemates = all(candidate.is_housemate for candidate in candidates)
        super().__init__("Zelfde huishouden?" if self.housemates else "Is dit een bekende klant?")
        self.at = 0
        self.told = ""

    @property
    def _marked(self) -> Candidate:
        return self.candidates[self.at]

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """What each answer does."""
        goes_on = "Enter, D" if self.housemates else "D"
        return (
            ("O", "Opent de gemarkeerde klant; dit formulier is dan weg."),
            ("H", "Schrijft de gemarkeerde klant opnieuw in: het abonnement is beëindigd."),
            (goes_on, "Gaat door met inschrijven: dit is iemand anders."),
            ("Esc", "Terug naar het formulier, met alles wat getypt is."),
            ("↓ ↑", "Door de lijst."),
        )

    def press(self, key: str, character: str | None) -> None:
        """Walk the list, decide."""
        scanned = self.ends_scan(key, character)
        match (character or "").lower() or key:
            case _ if key == "enter" and self.housemates and not scanned:
                self._decide(DuplicateDecision.OTHER_PERSON)
            case "o":
                self._decide(DuplicateDecision.OPEN)
            case "h" if self._marked.row.running:
                self.told = "Deze klant heeft een lopend abonnement: O opent de klant."
            case "h":
                self._decide(DuplicateDecision.ENROL_AGAIN)
            case "d":
                self._decide(DuplicateDecision.OTHER_PERSON)
            case _ if key == "escape":
                self._decide(DuplicateDecision.BACK)
            case _ if key == "down":
                self.at = min(self.at + 1, len(self.candidates) - 1)
            case _ if key == "up":
                self.at = max(self.at - 1, 0)
        self.box.refresh()

    def _decide(self, decision: DuplicateDecision) -> None:
        self.give((decision, self._marked.row.customer_id))

    def inner_width(self) -> int:
        """As wide as a box may be."""
        return WIDEST - 4

    def lines(self, width: int) -> list[str]:
        """Three lines a candidate, then what can be done."""
        top = max(0, self.at - _MOST_SHOWN + 1)
        shown = self.candidates[top : top + _MOST_SHOWN]
        lines = []
        for number, candidate in enumerate(shown, start=top):
            mark = "▸" if number == self.at else " "
            row = candidate.row
            membership = row.membership if row.running else f"beëindigd: {row.membership or 'geen abonnement'}"
            lines += [
                f"{mark} {row.name}  {row.birth_date}",
                f"    {row.number or 'nummer volgt'}  {membership}  {row.address}",
                f"    {', '.join(candidate.reasons)}",
            ]
        more = len(self.candidates) - len(shown)
        return [
            *lines,
            *([f"  ↑ ↓ nog {more}"] if more else []),
            self.told,
            "O = Open deze klant      H = Herinschrijven (abonnement beëindigd)",
            ("Enter = Ja, een nieuwe huisgenoot" if self.housemates else "D = Doorgaan: dit is iemand anders")
            + "                    Esc = Terug",
        ]

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; the marked candidate stands out."""
        self.draw_marked(row, y, width)


async def is_somebody_else(app: Host, draft: EnrolmentDraft, basic: Basic) -> bool:
    """Whether nobody known looks like this person, or the desk says it is another one.

    Asked on screen 1 and, since everything can still be changed there, on screen 2; about the same people only once,
    and about the household of a house once for all who are enrolled there in a row. Otherwise the desk chose somebody
    who is known, and that is on the screen then.
    """
    from balie.customers.finding.duplicates import SAME_ADDRESS, find_duplicates
    from balie.customers.finding.entry import KnownCustomer
    from balie.customers.same_house import house_params

    if isinstance(draft.choice, KnownCustomer):
        return True
    desk = app.desk
    found = find_duplicates(desk.store, desk.library, basic, desk.working_date)
    people = {candidate.row.customer_id for candidate in found}
    house = house_params(basic.postcode, basic.house_number)
    settled = draft.household.is_settled(house)
    asked = [one for one in found if not (settled and one.is_housemate)]
    if all(candidate.row.customer_id in draft.other_people for candidate in asked):
        return True
    decision, customer_id = await app.ask(DuplicatesDialog(asked))
    match decision:
        case DuplicateDecision.OTHER_PERSON:
            draft.other_people |= people
            if any(SAME_ADDRESS in candidate.reasons for candidate in asked):
                draft.household.house = house
            return True
        case DuplicateDecision.OPEN:
            await app.open_customer(customer_id)
        case DuplicateDecision.ENROL_AGAIN:
            await app.enrol_again(customer_id)
        case DuplicateDecision.BACK:
            pass
    return False
