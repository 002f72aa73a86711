"""Who brought an item back, as the desk is told beside the return: name, age, what is open, what stands ready, notes.

Source: rules.md#returning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.circulation.holds import ready_for
from balie.customers.ages import counted_age
from balie.customers.asked import asked
from balie.customers.tabs.notes import notes_to_tell
from balie.dutch.counts import many
from balie.dutch.money import format_cents
from balie.dutch.text import clean

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.session.acts import Returned

_BORN = "SELECT birth_date, person FROM customer WHERE id = ?"


def brought_back(desk: Desk, act: Returned) -> str:
    """`Was bij Mw. A. de Vries (33 jaar). Open: € 7,80. Staat klaar: 1 reservering. Melding: belt nog.`

    Empty where nobody had it, or the customer is not there any more.
    """
    if act.customer_id is None:
        return ""
    reader, customer_id = desk.store, act.customer_id
    row = reader.read_one(_BORN, (customer_id,))
    years = None if row is None else counted_age(row[0], desk.working_date, row[1])
    age = "" if years is None else f" ({years} jaar)"
    money, ready = asked(reader, customer_id), len(ready_for(reader, customer_id))
    cents = money.contribution + money.other
    told = [
        f"Was bij {clean(act.customer_name)}{age}.",
        f"Open: {format_cents(cents)}." if cents > 0 else "",
        f"Staat klaar: {many(ready, 'reservering', 'reserveringen')}." if ready else "",
        *(
            f"{'Opmerking (intern)' if private else 'Melding'}: {clean(text)}"
            for text, private in notes_to_tell(reader, customer_id)
        ),
    ]
    return " ".join(filter(None, told))
