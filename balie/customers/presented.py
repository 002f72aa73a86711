"""A pass at the desk: one that was replaced or blocked may be in the hands of somebody else.

It stops what it was scanned or typed for until the desk has seen who it is, or a supervisor allows it. Whoever is
looked up by name, address or birth date shows no pass. Source: rules.md#presented-pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.customers.cards.states import CardState, reason_label
from balie.customers.permission import Override, check_override
from balie.dutch.dates import format_date
from balie.dutch.names import Person, header_name
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balie.desk import Desk
    from balie.store.reading import Reader

SETTLED = "card presented"
"""The word in the journal: with which number, and how the desk knew who it was."""

_SELECT = (
    "SELECT k.customer_id, k.state, k.reason, c.person, c.initials, c.prefix, c.surname, c.birth_date,"
    " EXISTS (SELECT 1 FROM card WHERE customer_id = k.customer_id AND state = 'active')"
    " FROM card AS k JOIN customer AS c ON c.id = k.customer_id WHERE k.number = ?"
)


class PassSettled(StrEnum):
    """How it was found out that a pass that does not hold is shown by its owner, or why it does not matter."""

    IDENTITY = "legitimatie gezien"
    SUPERVISOR = "leidinggevende"


@dataclass(frozen=True, slots=True)
class PassTrouble:
    """A pass that does not hold: whose it is (`Mw. A. de Vries, geboren 04-01-1991`), and what to do, in Dutch.

    `has_other`: the customer has a pass that does hold.
    """

    number: str
    customer_id: int
    state: CardState
    owner: str
    text: str
    has_other: bool


def trouble_with(reader: Reader, number: str) -> PassTrouble | None:
    """What is wrong with a pass that was scanned, or whose number was typed; None where it holds, or is nobody's.

    `number` is the number as it is kept.
    """
    row = reader.read_one(_SELECT, (number,))
    if row is None or row[1] == CardState.ACTIVE:
        return None
    customer_id, state, reason, person, initials, prefix, surname, born, has_other = row
    owner = header_name(Person(person), initials or "", prefix or "", surname)
    if born:
        owner += f", geboren {format_date(date.fromisoformat(born))}"
    state = CardState(state)
    why = f" ({reason_label(reason).lower()})" if reason else ""
    if state is CardState.REPLACED:
        text = f"Pas {number} is vervangen{why} en geldt niet meer: neem hem in, en laat een legitimatie zien."
    else:
        text = f"Pas {number} is geblokkeerd{why}: laat een legitimatie zien."
    return PassTrouble(number, customer_id, state, owner, text, bool(has_other))


def settle_by_identity(desk: Desk, trouble: PassTrouble) -> None:
    """Note that the desk saw by a document that it is the owner of the pass who stands there."""
    _note(desk, trouble, {"settled_by": PassSettled.IDENTITY})


def settle_by_supervisor(desk: Desk, trouble: PassTrouble, override: Override) -> None:
    """Note that a supervisor allows to go on with this pass.

    Raises `Refusal` (fields `supervisor`, `because`) when one is missing, or who it is may not allow it.
    """
    checked = check_override(override, desk)
    _note(desk, trouble, {"settled_by": PassSettled.SUPERVISOR, **checked.journalled})


def _note(desk: Desk, trouble: PassTrouble, how: Mapping[str, object]) -> None:
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        now = trouble_with(tx, trouble.number)
        if now is not None and now.customer_id != trouble.customer_id:
            raise Refusal("Deze pas is intussen van een andere klant: scan hem opnieuw.")
        tx.journal(
            SETTLED, customer_id=trouble.customer_id, after={"number": trouble.number, "state": trouble.state, **how}
        )
