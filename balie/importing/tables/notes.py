"""`balie importeer notities`: what pops up when a customer is opened, and the private remarks of the staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.tabs.notes import LONGEST_NOTE, LONGEST_REMARK, MOST_NOTES, add_note, add_to_remark, notes_to_tell
from balie.customers.versions import touch
from balie.dutch.text import read_text
from balie.importing.headings import FileColumns
from balie.importing.tables.cells import customer_of, past_day, yes_no
from balie.importing.tables.table_import import Repeats
from balie.importing.titles.judging import TitleVerdict
from balie.refusal import Reasons, Refusal
from balie.store.pace import FEWEST

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

BROUGHT = "note imported"
"""The word in the journal. What the note says is on tab 5 and not kept twice."""
COLUMNS = FileColumns(
    {
        "customer": ("Klantnummer", "PATRON_ID", "Pasnummer"),
        "text": ("Notitie", "Melding", "NOTE", "Opmerking"),
        "private": ("Intern", "Alleen voor medewerkers"),
        "day": ("Sinds", "Datum"),
    },
    ("customer", "text"),
    "Klantnummer;Notitie;Intern;Sinds",
)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note of a customer; `private`: a remark that is not for the customer's ears."""

    customer_id: int
    text: str
    private: bool
    since: date


class Notes:
    """Files of notes."""

    what = "notities"
    columns = COLUMNS
    repeats = Repeats.MISTAKE
    line_type = NoteLine
    fewest = FEWEST

    def read(self, raw: Mapping[str, str], desk: Desk) -> NoteLine:
        """A line as values. Raises `Refusal` with all reasons."""
        reasons = Reasons()
        customer_id, text, private, since = 0, "", False, None
        with reasons.at("customer"):
            customer_id = customer_of(desk.store, raw["customer"])
        with reasons.at("private"):
            private = yes_no(raw.get("private", ""), "Intern")
        with reasons.at("text"):
            longest = LONGEST_REMARK if private else LONGEST_NOTE
            text = read_text(raw["text"], what="De notitie", longest=longest)
            if not text:
                raise Refusal("De notitie is leeg: vul dit veld in.")
        with reasons.at("day"):
            since = past_day(raw.get("day", ""), desk.working_date, "Sinds")
        reasons.raise_if_any()
        return NoteLine(customer_id, text, private, since or desk.working_date)

    def key(self, line: NoteLine) -> str:
        """The note itself."""
        return f"{line.customer_id} {int(line.private)} {line.text}"

    def value(self, line: NoteLine) -> str:
        """Nothing more."""
        return ""

    def judge(self, reader: Reader, desk: Desk, line: NoteLine, nth: int) -> TitleVerdict:
        """Whether the customer has this note. Raises `Refusal` when there is no place for another."""
        stored = notes_to_tell(reader, line.customer_id)
        same = [text for text, private in stored if private == line.private]
        if line.private:
            remark = "".join(same)
            if line.text in remark:
                return TitleVerdict.SAME
            if len(remark) + len(line.text) + 1 > LONGEST_REMARK:
                raise Refusal(f"De opmerkingen van deze klant worden te lang: er passen {LONGEST_REMARK} tekens.")
            return TitleVerdict.NEW
        if line.text in same:
            return TitleVerdict.SAME
        if len(same) >= MOST_NOTES:
            raise Refusal(f"Deze klant heeft al {MOST_NOTES} meldingen: maak er een intern, of laat er een weg.")
        return TitleVerdict.NEW

    def write(self, tx: Transaction, desk: Desk, line: NoteLine) -> None:
        """Put the note at a free place, or behind the remark."""
        (add_to_remark if line.private else add_note)(tx, line.customer_id, line.text, line.since)
        touch(tx, line.customer_id)
        tx.journal(BROUGHT, customer_id=line.customer_id)
