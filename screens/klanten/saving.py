"""What follows every number that is issued: a one-time password, its bon, the customer on the screen, the dialog."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.customers.cards.credentials import Secret
    from balie.desk import Desk
    from balie.enrolment.enrol import Enrolled
    from screens.dialogs.question import Notice
    from screens.host.asking import Host


async def new_secret(desk: Desk) -> Secret:
    """A new one-time password with its hash, which is slow on purpose and so made off the event loop."""
    from balie.customers.cards.credentials import make_secret, new_password

    return await asyncio.to_thread(make_secret, new_password(desk.library.one_time_password))


async def tell_password(app: Host, enrolled: Enrolled, secret: Secret) -> None:
    """Print the bon, show the customer, and show the password once."""
    from screens.acts.printing import print_receipt
    from screens.dialogs.question import Notice

    password = secret.password if enrolled.password_issued else None
    printed = await print_receipt(app.desk, enrolled.receipt_id, password)
    await app.open_customer(enrolled.customer_id, alert=False)
    if password is None:
        await app.ask(Notice(["Het klantnummer volgt later; dan komt ook het wachtwoord.", "", printed]))
    else:
        await app.ask(password_notice(password, printed))


def password_notice(password: str, printed: str) -> Notice:
    """The dialog that shows a one-time password, with what became of its bon."""
    from screens.dialogs.question import Notice

    return Notice(["Toegekend eenmalig wachtwoord", "", password, "", printed])
