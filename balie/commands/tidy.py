"""What `balie opruimen` does: forget what has been kept as long as it may be (docs/personal-data.md)."""

from __future__ import annotations

import sys
from datetime import date

from balie.commands.terminal import ask
from balie.dutch.dates import format_date
from balie.opening import Opening
from balie.options import DeskOptions
from balie.rounds.tidy import last_work_before_a_doubtful_day, note_clock_is_right, tidy

_OK, _REFUSED = 0, 1

_QUESTION = (
    "Vergeten wat langer is bewaard dan nodig: namen bij oude boekingen van verwijderde klanten, hun machtigingen,"
    " wat het journaal van meer dan twee jaar geleden van klanten zegt, de tekst van berichten en bonnen van meer dan"
    " dertig dagen geleden, van wie na zeven jaar de boekingen op de lijst van de bank waren, en wie wat had geleend of"
    " gereserveerd, tenzij de klant dat bewaard wil hebben; en bestanden van bonnen, documenten, overzichten en voor de"
    " bank die lang genoeg hebben gelegen? Dat kan niet worden teruggedraaid."
)

_CLOCK = (
    "De klok van deze computer staat op {today}, en het laatste werk in het bestand is van {last}. Als de klok te ver"
    " vooruit staat, vergeet Balie wat nog bewaard moet worden. Klopt de datum van vandaag?"
)
_STOPPED = "Er is niets vergeten: zet de klok goed, of voer `balie opruimen` uit en antwoord dat de datum klopt."


def forget(options: DeskOptions, *, today: date, sure: bool) -> int:
    """Ask, unless `sure`, and forget; meant to be run every day. Tells how much was forgotten."""
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        if (last := last_work_before_a_doubtful_day(desk)) is not None:
            if not ask(_CLOCK.format(today=format_date(desk.working_date), last=format_date(last))):
                print(_STOPPED, file=sys.stderr)
                return _REFUSED
            note_clock_is_right(desk)
        if not sure and not ask(_QUESTION):
            print("Er is niets vergeten.", file=sys.stderr)
            return _REFUSED
        tidied = tidy(desk)
    forgotten = tidied.expired
    print(f"Vergeten: namen bij boekingen {forgotten.names}, machtigingen {forgotten.mandates},", end=" ")
    print(f"regels van het journaal {forgotten.journal}, teksten van berichten {forgotten.texts},", end=" ")
    print(f"oude e-mailadressen {forgotten.bounced}, bonnen van leningen {tidied.bons},", end=" ")
    print(f"van wie een lening was {tidied.loans}, van wie een reservering was {tidied.holds},", end=" ")
    print(f"van wie een boeking van de bank was {tidied.bank_entries}, bestanden {tidied.files}.")
    return _OK
