"""Why a bank sends a collection back, and what is done then: `data/collection/return-codes.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from balie.library.data_files import data_table, read_once


class AfterReturn(StrEnum):
    """What a return asks for, as the data file calls it."""

    AGAIN = "again"
    """Presented once more, in the next month."""
    BLOCKED = "blocked"
    """The mandate is not used any more."""
    CONTACT = "contact"
    """The customer is asked to pay; the mandate stays."""
    REPAIR = "repair"
    """Ours to put right; then it goes with the next run."""

    @property
    def text(self) -> str:
        """What the desk does, in Dutch."""
        return _TEXTS[self]


_TEXTS = {
    AfterReturn.AGAIN: "volgende maand nog één keer aanbieden",
    AfterReturn.BLOCKED: "machtiging geblokkeerd: vraag een nieuwe machtiging, en betaling van dit bedrag",
    AfterReturn.CONTACT: "neem contact op met de klant: dit bedrag wordt een factuur",
    AfterReturn.REPAIR: "zet het bestand of de gegevens recht; daarna gaat het bedrag mee met de volgende incasso",
}
MOST_ATTEMPTS = 2
"""A charge that came back this often is not collected any more."""


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """One reason code of ISO 20022, in Dutch, and what it asks for."""

    code: str
    text: str
    action: AfterReturn

    @property
    def label(self) -> str:
        """`AM04 onvoldoende saldo`."""
        return f"{self.code} {self.text}".strip()


@read_once
def return_codes() -> dict[str, ReturnCode]:
    """Every code of the data file. Raises `Refusal` when the library's own cannot be read."""
    with data_table("collection", "return-codes.toml") as raw:
        return {row["code"]: ReturnCode(row["code"], row["text"], AfterReturn(row["action"])) for row in raw["codes"]}


def return_code(code: str) -> ReturnCode:
    """What a code means; one that the data file does not know asks for contact."""
    return return_codes().get(code) or ReturnCode(code, "reden van de bank niet bekend", AfterReturn.CONTACT)


@read_once
def blocking_codes() -> tuple[str, ...]:
    """The codes after which a mandate is not used any more."""
    return tuple(sorted(code.code for code in return_codes().values() if code.action is AfterReturn.BLOCKED))


def action_after(code: str, attempts: int) -> AfterReturn:
    """What a return asks for after the charge was presented `attempts` times in all."""
    action = return_code(code).action
    return AfterReturn.CONTACT if action is AfterReturn.AGAIN and attempts >= MOST_ATTEMPTS else action
