"""What `balie opruimen` does: forget what has been kept as long as it may be (docs/personal-data.md)."""

from __future__ import annotations

import sys
from datetime import date

from balie.commands.terminal import ask
from balie.customers.retention import forget_expired
from balie.finance.bank.forgetting import forget_bank_texts
from balie.lending.history import forget_bons, unlink_loans
from balie.lending.hold_history import unlink_holds
from balie.opening import Opening
from balie.options import DeskOptions

_OK, _REFUSED = 0, 1

_QUESTION = (
    "Vergeten wat langer is bewaard dan nodig: namen bij oude boekingen van verwijderde klanten, hun machtigingen,"
    " wat het journaal van meer dan twee jaar geleden van klanten zegt, de tekst van berichten en bonnen van meer dan"
    " dertig dagen geleden, van wie na zeven jaar de boekingen op de lijst van de bank waren, en wie wat had geleend of"
    " gereserveerd, tenzij de klant dat bewaard wil hebben? Dat kan niet worden teruggedraaid."
)


def forget(options: DeskOptions, *, today: date, sure: bool) -> int:
    """Ask, unless `sure`, and forget; meant to be run every day. Tells how much was forgotten."""
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        if not sure and not ask(_QUESTION):
            print("Er is niets vergeten.", file=sys.stderr)
            return _REFUSED
        forgotten = forget_expired(desk)
        bons, loans, holds = forget_bons(desk), unlink_loans(desk), unlink_holds(desk)
        bank = forget_bank_texts(desk)
        desk.store.take_up_log()
    print(f"Vergeten: namen bij boekingen {forgotten.names}, machtigingen {forgotten.mandates},", end=" ")
    print(f"regels van het journaal {forgotten.journal}, teksten van berichten {forgotten.texts},", end=" ")
    print(f"oude e-mailadressen {forgotten.bounced}, bonnen van leningen {bons},", end=" ")
    print(f"van wie een lening was {loans}, van wie een reservering was {holds},", end=" ")
    print(f"van wie een boeking van de bank was {bank}.")
    return _OK
