"""The field Ouder of voogd: a number or a scan becomes the customer; of a name is asked which customer is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.customers.finding.guardians import Home
    from balie.customers.finding.listing import CustomerRow
    from balie.desk import Desk
    from screens.host.asking import Host
    from screens.widgets.form_model import FormModel

FIELD = "guardian"
_NOBODY = "Niemand van hen: alleen de naam"


class GuardianPick:
    """Reads and settles the field `guardian` of one form; who was meant with a name is asked once."""

    def __init__(self, desk: Desk, *, child_id: int | None) -> None:
        self.desk = desk
        self.child_id = child_id
        self._only_a_name: set[str] = set()

    def read(self, text: str) -> str:
        """What was typed or scanned, as it stands in the field. Raises `Refusal` at the field."""
        from balie.customers.finding.guardians import read_guardian

        return read_guardian(self.desk.store, text, self.desk.working_date, child_id=self.child_id)

    async def settle(self, host: Host, model: FormModel, postcode: str, house_number: str) -> bool:
        """Ask which customer a name means, where there are any of that name. False after Esc: back to the form.

        Somebody of that name in the child's own house is linked without a question. `postcode` and `house_number` are
        the texts of the address of the child.
        """
        from balie.customers.finding.guardians import namesakes
        from balie.customers.guardians import linked_id, text_of

        name = model[FIELD].text
        if not name or linked_id(name) is not None or name in self._only_a_name or not model.was_typed(model[FIELD]):
            return True
        desk = self.desk
        found = namesakes(
            *(desk.store, desk.library, name, desk.working_date),
            home=_home(postcode, house_number),
            child_id=self.child_id,
        )
        if not found.people:
            return True
        chosen = found.sure
        if chosen is None:
            from screens.dialogs.pick import Pick

            labels = [*map(_line, found.people), _NOBODY]
            place = await host.ask(Pick(f"Welke klant is {name}?", labels))
            if place is None:
                model.go_to(FIELD)
                return False
            if place == len(found.people):
                self._only_a_name.add(name)
                return True
            chosen = found.people[place].customer_id
        model.set(FIELD, text_of(desk.store, chosen))
        return True


def _line(row: CustomerRow) -> str:
    return "  ".join(filter(None, (row.name, row.birth_date, row.address)))


def _home(postcode: str, house_number: str) -> Home | None:
    from balie.customers.finding.guardians import Home
    from balie.dutch.address import read_house_number

    try:
        return Home(postcode, read_house_number(house_number).number)
    except Refusal:
        return None
