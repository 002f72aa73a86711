"""Who works where and on what day, changed without leaving the program; each change in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.text import read_text, shown
from balie.library.rights import Right
from balie.refusal import Reasons, Refusal
from balie.rights import machine_rights

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Branch, Library

LONGEST_STAFF = 12
LONGEST_TILL = 8


def read_staff(text: str) -> str:
    """The code of a staff member as typed (`ebt`), for the option `--medewerker` and for the screen.

    Raises `Refusal` for an empty code, one of more than 12 characters, and control characters.
    """
    code = read_text(text, what="De medewerkerscode", longest=LONGEST_STAFF)
    if not code:
        raise Refusal("Typ de code van de medewerker die verderwerkt, zoals ebt.")
    return code


def read_till(typed: str) -> str:
    """The code of a till: letters and digits, `1` or `BALIE2`. Raises `Refusal` for anything else."""
    code = read_text(typed, what="De kas", longest=LONGEST_TILL)
    if not (code.isascii() and code.isalnum()):
        raise Refusal(f"Kas {shown(typed)} kan niet: een kas heeft een code van letters en cijfers, zoals 1 of BALIE2.")
    return code


def read_switch(typed: Mapping[str, str], library: Library) -> tuple[str, Branch]:
    """Who goes on, and at which branch: the form fields `staff` and `branch` (a number; where there is a choice).

    Raises `Refusal` with all reasons, each at its field.
    """
    reasons = Reasons()
    staff, branch = "", library.branches[0]
    with reasons.at("staff"):
        staff = read_staff(typed["staff"])
    with reasons.at("branch"):
        branch = library.branch(typed.get("branch", branch.number))
    reasons.raise_if_any()
    return staff, branch


def set_working_date(desk: Desk, day: date) -> Desk:
    """The desk on another day. The journal keeps who did it, from which day and to which."""
    desk.require(Right.CHANGE_DAY)
    with desk.transaction() as tx:
        tx.journal("working date set", before={"working_date": desk.working_date}, after={"working_date": day})
    return replace(desk, working_date=day)


def switch_user(desk: Desk, staff: str, branch: Branch) -> Desk:
    """The desk in the hands of somebody else, or at another branch; the row in the journal is of who hands it over.

    What who had it might do goes with them.
    """
    with desk.transaction() as tx:
        tx.journal(
            "user switched",
            before={"staff": desk.staff, "branch": desk.branch.number},
            after={"staff": staff, "branch": branch.number},
        )
    return replace(desk, staff=staff, branch=branch, rights=machine_rights(staff, desk.library.roles))


def set_till(desk: Desk, till: str) -> Desk:
    """The desk with another till. What was booked stays in the one it was booked in, and is counted there."""
    desk.require(Right.CHANGE_PLACE)
    with desk.transaction() as tx:
        tx.journal("till changed", before={"till": desk.till}, after={"till": till})
    return replace(desk, till=till)
