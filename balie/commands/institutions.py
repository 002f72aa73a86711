"""What `balie instellingen` does: ask of each institution with a birth date whether that date was made up."""

from __future__ import annotations

import sys
from datetime import date

from balie.commands.terminal import ask
from balie.customers.institution_dates import DatedInstitution, dated_institutions, empty_date
from balie.dutch.counts import many
from balie.dutch.text import clean
from balie.opening import Opening
from balie.options import DeskOptions
from balie.refusal import Refusal

_OK, _REFUSED = 0, 1
_QUESTION = "Een instelling heeft geen geboortedatum. Deze datum wissen?"
_ALL = "Een instelling heeft geen geboortedatum. Al deze datums wissen?"


def empty_dates(options: DeskOptions, *, today: date, at_once: bool) -> int:
    """List the institutions with a birth date, ask about each (or once, `at_once`), and empty what may go."""
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        found = dated_institutions(desk.store)
        if not found:
            print("Geen enkele instelling heeft een geboortedatum.")
            return _OK
        if at_once:
            for one in found:
                print(_line(one))
        sure, emptied = at_once and ask(_ALL), 0
        for one in found:
            if not at_once:
                print(_line(one), flush=True)
            if sure or (not at_once and ask(_QUESTION)):
                try:
                    emptied += empty_date(desk, one)
                except Refusal as refusal:  # told, and the others go on
                    print(clean(f"{_line(one)}: {refusal}"), file=sys.stderr)
    kept = len(found) - emptied
    print(f"Gewist: {many(emptied, 'datum', 'datums')}; niet gewist: {kept}.")
    return _REFUSED if kept else _OK


def _line(one: DatedInstitution) -> str:
    return clean(f"{one.name}, klant {one.number or 'zonder klantnummer'} [{one.customer_id}], datum {one.born}")
