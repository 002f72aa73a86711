"""What `balie opruimen` does: forget what has been kept as long as it may be (docs/personal-data.md)."""

from __future__ import annotations

import sys
from datetime import date, timedelta

from balie.commands.terminal import ask
from balie.customers.privacy.retention import forget_expired, note_clock_is_right, work_before_a_gap
from balie.dutch.dates import format_date
from balie.finance.bank.forgetting import forget_bank_texts
from balie.finance.forgetting import forget_bank_files
from balie.lending.history import forget_bons, unlink_loans
from balie.lending.holds.history import unlink_holds
from balie.messages.spool import tidy_spool
from balie.opening import Opening
from balie.options import DeskOptions
from balie.store.aside import tidy_folder

_OK, _REFUSED = 0, 1

_QUESTION = (
    "Vergeten wat langer is bewaard dan nodig: namen bij oude boekingen van verwijderde klanten, hun machtigingen,"
    " wat het journaal van meer dan twee jaar geleden van klanten zegt, de tekst van berichten en bonnen van meer dan"
    " dertig dagen geleden, van wie na zeven jaar de boekingen op de lijst van de bank waren, en wie wat had geleend of"
    " gereserveerd, tenzij de klant dat bewaard wil hebben; en bestanden van bonnen, documenten, overzichten en voor de"
    " bank die lang genoeg hebben gelegen? Dat kan niet worden teruggedraaid."
)


_FAR = timedelta(days=31)
_CLOCK = (
    "De klok van deze computer staat op {today}, en het laatste werk in het bestand is van {last}. Als de klok te ver"
    " vooruit staat, vergeet Balie wat nog bewaard moet worden. Klopt de datum van vandaag?"
)
_STOPPED = "Er is niets vergeten: zet de klok goed, of voer `balie opruimen` uit en antwoord dat de datum klopt."


def forget(options: DeskOptions, *, today: date, sure: bool) -> int:
    """Ask, unless `sure`, and forget; meant to be run every day. Tells how much was forgotten."""
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        if (last := work_before_a_gap(desk, _FAR)) is not None:
            if not ask(_CLOCK.format(today=format_date(desk.working_date), last=format_date(last))):
                print(_STOPPED, file=sys.stderr)
                return _REFUSED
            note_clock_is_right(desk)
        if not sure and not ask(_QUESTION):
            print("Er is niets vergeten.", file=sys.stderr)
            return _REFUSED
        forgotten = forget_expired(desk)
        bons, loans, holds = forget_bons(desk), unlink_loans(desk), unlink_holds(desk)
        bank = forget_bank_texts(desk)
        files = tidy_spool(desk) + forget_bank_files(desk) + tidy_folder(desk.store.path.parent)
        desk.store.take_up_log()
    print(f"Vergeten: namen bij boekingen {forgotten.names}, machtigingen {forgotten.mandates},", end=" ")
    print(f"regels van het journaal {forgotten.journal}, teksten van berichten {forgotten.texts},", end=" ")
    print(f"oude e-mailadressen {forgotten.bounced}, bonnen van leningen {bons},", end=" ")
    print(f"van wie een lening was {loans}, van wie een reservering was {holds},", end=" ")
    print(f"van wie een boeking van de bank was {bank}, bestanden {files}.")
    return _OK
