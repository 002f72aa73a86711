"""The 65+ right among the fields of tab 3: a supervisor gives or takes it, with a reason.

It decides on the price of the next period; the one that is charged already stays as it is. Only where the library has
such a tariff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.forms.choices import NO, YES, YES_NO
from balie.customers.memberships import enrolled_on
from balie.customers.permission import (
    LONGEST_CODE,
    LONGEST_REASON,
    Override,
    judge_override,
    read_because,
    read_supervisor,
)
from balie.customers.subscriptions.reduced_65 import (
    against_reduced_65,
    has_reduced_65,
    running_membership,
    set_reduced_65,
)
from balie.customers.tabs.edit_fields import EditField, ReadText, Values, changed
from balie.dutch.dates import format_date, parse_date

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Library
    from balie.refusal import Reasons
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

RIGHT, SINCE, BY, BECAUSE = "right_65", "right_65_since", "right_65_by", "right_65_because"
_UNIT = "right_65"
_LONGEST_DATE = 20


def right_fields(library: Library) -> tuple[EditField, ...]:
    """The fields of the right: none where the library has no 65+ tariff."""
    if library.reduced_65 is None:
        return ()
    group = "65+-tarief (volgende periode)"

    def text(name: str, label: str, longest: int, note: str, read: ReadText) -> EditField:
        # Not journalled by its fields: the journal tells the right, and who allowed it.
        return EditField(name, label, group, longest, note=note, read=read, unit=_UNIT, journalled=False)

    return (
        EditField(
            RIGHT,
            "65+-tarief",
            group,
            choices=YES_NO,
            note="Geldt vanaf de volgende periode; een leidinggevende kent het toe of trekt het in.",
            unit=_UNIT,
            journalled=False,
        ),
        text(
            SINCE,
            "Ononderbroken lid sinds",
            _LONGEST_DATE,
            "Ook een lidmaatschap van vóór Balie telt: dd-mm-jjjj.",
            lambda typed, today: format_date(parse_date(typed, today)),
        ),
        text(BY, "Leidinggevende", LONGEST_CODE, "Wie het toestaat.", lambda typed, today: read_supervisor(typed, ())),
        text(
            BECAUSE,
            "Reden",
            LONGEST_REASON,
            "Waarom; het komt in het logboek.",
            lambda typed, today: read_because(typed),
        ),
    )


def read_right(reader: Reader, customer_id: int) -> dict[str, str]:
    """The text of those fields as stored; who allowed it, and why, is asked each time."""
    since = enrolled_on(reader, customer_id)
    return {
        RIGHT: YES if has_reduced_65(reader, customer_id) else NO,
        SINCE: "" if since is None else format_date(since),
        BY: "",
        BECAUSE: "",
    }


def judge_right(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    """Note why the right cannot be given or taken: all reasons, each at its field."""
    if RIGHT not in was or not changed(was, will, RIGHT, SINCE, BY, BECAUSE):
        return
    if was[RIGHT] == will[RIGHT]:
        reasons.add("Het 65+-tarief zelf is niet gewijzigd: kies Ja of Nee, of laat deze velden zoals ze waren.", RIGHT)
        return
    judge_override(Override(will[BY], will[BECAUSE]), desk, reasons, at=(BY, BECAUSE))
    if running_membership(reader, customer_id, desk.working_date) is None:
        reasons.add("Deze klant heeft geen lopend abonnement: schrijf de klant eerst in.", RIGHT)
        return
    if will[RIGHT] == NO:
        return
    if not will[SINCE]:
        reasons.add("Vul in sinds wanneer de klant zonder onderbreking lid is.", SINCE)
        return
    since = parse_date(will[SINCE], desk.working_date)
    if since > desk.working_date:
        reasons.add(f"{will[SINCE]} ligt na vandaag: vul in sinds wanneer de klant lid is.", SINCE)
    row = reader.read_one("SELECT birth_date, person FROM customer WHERE id = ?", (customer_id,))
    assert row is not None, "a member is a customer"
    for reason in against_reduced_65(desk.library, born=row[0], person=row[1], member_since=since):
        reasons.add(reason, SINCE)


def write_right(tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    """Give or take the right, with its row in the journal; nothing where it stays."""
    if RIGHT not in was or was[RIGHT] == will[RIGHT]:
        return
    given = will[RIGHT] == YES
    set_reduced_65(tx, customer_id, given)
    told: dict[str, object] = {"reduced_65": given, **Override(will[BY], will[BECAUSE]).journalled}
    if given:
        told["member_since"] = parse_date(will[SINCE], tx.stamp.working_date)
    tx.journal(
        "reduced tariff given" if given else "reduced tariff taken",
        customer_id=customer_id,
        before={"reduced_65": not given},
        after=told,
    )
