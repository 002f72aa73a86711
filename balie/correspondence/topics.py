"""What is known of each kind of message when it is about to be sent: is it still true, and whose matter is it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from balie.messages.documents import Shown
    from balie.messages.outbox import Queued
    from balie.store.reading import Reader

StillTrue: TypeAlias = "Callable[[Reader, Queued, date], bool]"
Fresh: TypeAlias = "Callable[[Reader, Queued, date], Mapping[str, Shown] | None]"
"""Both get the working date."""
Wish: TypeAlias = "Callable[[Queued], str | None]"


def always(reader: Reader, message: Queued, on: date) -> bool:
    """For a message that stays true whatever happens after it."""
    return True


@dataclass(frozen=True, slots=True)
class Topic:
    """What a department says about a kind of message that it queues.

    `still_true` and `fresh` are asked inside the transaction that sets out to send it: a message that is not true any
    more is withdrawn, and `withdrawn` tells why (Dutch). `fresh` gives what the template is to tell now (an invoice
    that was partly paid); None where the message stays as it was queued.
    `formal`: about money or the membership: it goes to parents below 18, and to the next of kin of somebody who died;
    other messages are then withdrawn. `invoice`: it goes to the Factuuradres. `hold`: it is about a reservation, for
    which the customer has a wish of its own (tab 7). `mail_only`: it is never a letter; where it cannot be mailed any
    more it is withdrawn. `wish`: that this one goes by post (`post`) or mail (`email`), whatever the customer usually
    has.
    """

    still_true: StillTrue = always
    withdrawn: str = "niet meer nodig"
    fresh: Fresh | None = None
    formal: bool = False
    invoice: bool = False
    hold: bool = False
    mail_only: bool = False
    wish: Wish | None = None


Topics: TypeAlias = Mapping[str, Topic]
"""The topic of each kind (its value). A kind that is not in it is never sent."""
