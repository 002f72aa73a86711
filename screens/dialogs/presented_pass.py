"""A pass that was replaced or blocked, wherever its number is read: told at once, and stopped until it is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from balie.customers.presented import PassTrouble, settle_by_identity, settle_by_supervisor, trouble_with
from screens.dialogs.boxes import ask_gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.host.asking import Host
    from screens.keyboard.key_order import TypedEvent

_HOW = (
    "F2: u ziet aan een legitimatie dat dit de eigenaar is. F6: een leidinggevende staat het toe."
    " Klopt het niet, of is er geen legitimatie: Esc, en houd de pas hier."
)

STOPPED = "Gestopt: deze pas geldt niet. Houd hem hier, of zoek de klant op naam na een legitimatie."


class Presented(NamedTuple):
    """What became of a pass: whether to go on, whether that was settled here, and what was scanned meanwhile."""

    goes_on: bool
    settled: bool = False
    kept: Sequence[TypedEvent] = ()


async def present(app: Host, number: str) -> Presented:
    """Stop at a pass that does not hold until the desk settles it. Only within work begun by `start`.

    `number` is the klantnummer as it is kept. What was scanned meanwhile is handed back by who asks.
    """
    trouble = trouble_with(app.desk.store, number)
    if trouble is None:
        return Presented(True)
    app.bell()
    kept: list[TypedEvent] = []
    told = [f"! {trouble.text}", f"Deze pas is van {trouble.owner}.", "", _HOW]
    buttons = {"f2": "Legitimatie gezien", "f6": "Leidinggevende", "escape": "Stop"}
    while True:
        answer, kept = await ask_gate(app, "Ongeldige pas", told, buttons, kept)
        if answer == "escape":
            return Presented(False, kept=kept)
        if answer == "f2":
            settle_by_identity(app.desk, trouble)
            return Presented(True, True, kept)
        if await _allowed(app, trouble):
            return Presented(True, True, kept)


async def may_go_on(app: Host, number: str) -> bool:
    """As `present`, where what was scanned behind the pass is for the screen that it opens."""
    return (await present_for_next(app, number)).goes_on


async def present_for_next(app: Host, number: str) -> Presented:
    """As `may_go_on`, for who also wants to know whether the pass was settled here."""
    shown = await present(app, number)
    if shown.goes_on:
        app.keys.hand_back(*shown.kept)
    else:
        app.page.say(STOPPED, wrong=True)
    return shown


async def _allowed(app: Host, trouble: PassTrouble) -> bool:
    from screens.dialogs.permission import ask_permission

    given = await ask_permission(app, trouble.text)
    if given is None:
        return False
    settle_by_supervisor(app.desk, trouble, given)
    return True
