"""What a supervisor must tell who allows what the rules do not (rules.md#supervisor)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.text import read_text
from balie.library.rights import Right
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

LONGEST_CODE = 12
SHORTEST_REASON = 5
LONGEST_REASON = 200
_SCANNED = re.compile(r"\S*[0-9]{8,}\S*")
"""One number: somebody scanned on while the question was asked, and a scan allows nothing."""


@dataclass(frozen=True, slots=True)
class Override:
    """A supervisor sets a rule aside: who (the short code), and why."""

    supervisor: str
    because: str

    @property
    def journalled(self) -> dict[str, object]:
        """What the journal keeps of it, beside what was done."""
        return {"allowed_by": self.supervisor, "allowed_because": self.because}


def judge_override(
    override: Override, desk: Desk, reasons: Reasons, *, at: tuple[str, str] = ("supervisor", "because")
) -> Override:
    """The override as it is journalled; why it does not hold is noted in `reasons`, at the fields `at`."""
    supervisor = because = ""
    with reasons.at(at[0]):
        supervisor = allowed_by(override.supervisor, desk)
    with reasons.at(at[1]):
        because = read_because(override.because)
    return Override(supervisor, because)


def check_override(override: Override, desk: Desk) -> Override:
    """The override as it is journalled.

    Raises `Refusal` (fields `supervisor`, `because`) when one is missing, or who it is may not allow it.
    """
    reasons = Reasons()
    checked = judge_override(override, desk, reasons)
    reasons.raise_if_any()
    return checked


def allowed_by(text: str, desk: Desk) -> str:
    """The code of the supervisor who allows something at this desk. Raises `Refusal` as `read_supervisor`.

    Where somebody logged in, a typed code is no proof of who stands beside them: they need the right themselves.
    """
    desk.require(Right.ALLOW)
    return read_supervisor(text, desk.library.supervisors)


def read_supervisor(text: str, supervisors: Sequence[str]) -> str:
    """The code of the supervisor who allows it, as it is journalled: letters and digits, twelve at most.

    `supervisors` are the codes that the library file names; where it names none any code will do, and the journal tells
    who it was said to be. Raises `Refusal` for another code, for what is none, and for a number that was scanned.
    """
    code = text.strip()
    if not code:
        raise Refusal("Vul in welke leidinggevende dit toestaat.")
    if len(code) > LONGEST_CODE or not code.isalnum() or _SCANNED.fullmatch(code):
        raise Refusal(
            f"De code van een leidinggevende is {LONGEST_CODE} letters en cijfers of minder, zonder spaties, zoals ans."
        )
    if supervisors and code.casefold() not in {known.casefold() for known in supervisors}:
        raise Refusal(f"{code} mag dit niet toestaan: vul de code in van wie hier leidinggevende is.")
    return code


def read_because(text: str) -> str:
    """Why something is allowed, as it is journalled.

    Raises `Refusal` when that is hardly a reason, too long, or a number that was scanned.
    """
    because = read_text(text, what="De reden", longest=LONGEST_REASON)
    if len(because) < SHORTEST_REASON:
        raise Refusal(f"Vul in waarom dit wordt toegestaan, in minstens {SHORTEST_REASON} tekens.")
    if _SCANNED.fullmatch(because):
        raise Refusal("Dit is een gescand nummer en geen reden: vul in waarom dit wordt toegestaan.")
    return because
