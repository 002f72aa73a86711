"""Going on on another day, as another user or at another branch, without pulling it from under work that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from balie.refusal import Refusal
from screens.pages.page import Page

if TYPE_CHECKING:
    from balie.desk import Desk

_SESSION = (
    "Op het tabblad Balie is nog een sessie open: die hoort bij de dag en de medewerker van nu."
    " Sluit die eerst af met Alt+B en F12."
)
_LOST = "Op een ander tabblad staat iets dat nog niet is opgeslagen. Dat gaat verloren. Toch doorgaan?"


async def change_desk(page: Page, change: Callable[[Desk], Desk]) -> bool:
    """Change the desk of the whole program from this page; whether it was done. Only within work begun by `start`.

    Raises `Refusal` while a session is open on Balie. Typed work on another tab is asked about.
    """
    from screens.dialogs.question import Question

    app = page.desk_app
    if any(isinstance(screen, Page) and screen.in_session for screen in app.all_screens()):
        raise Refusal(_SESSION)
    others = [screen for screen in app.all_screens() if isinstance(screen, Page) and screen is not page]
    if any(screen.has_typed_work for screen in others) and not await app.ask(Question(_LOST)):
        return False
    await app.work_at(change(app.desk))
    return True
