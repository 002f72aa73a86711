"""What the desk may do with one message: withdraw it, try it again, say what became of it, note that it came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.correspondence.one_sender import only_sender
from balie.customers.bounces import note_bounce
from balie.dutch.text import read_text
from balie.library.rights import Right
from balie.messages import outbox
from balie.messages.outbox import NO_MESSAGE, Queued, State, Way
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

_LONGEST_REASON = 160
_NO_TEXT = "De tekst van dit bericht is vergeten: maak het bericht opnieuw."
RETURNED = "de mail kwam terug"
"""The reason where none is given."""


def against_withdrawing(state: State) -> str:
    """Why a message in this state cannot be withdrawn, in Dutch; empty when it can."""
    return "" if state in (State.QUEUED, State.FAILED) else f"Dit bericht kan niet worden ingetrokken: {_is(state)}."


def against_queueing_again(state: State) -> str:
    """Why a message in this state cannot wait once more; empty when it can."""
    return "" if state in (State.FAILED, State.WITHDRAWN) else f"Dit bericht kan niet opnieuw in de rij: {_is(state)}."


def against_settling_doubt(state: State) -> str:
    """Why there is nothing to be settled about a message in this state; empty when there is."""
    return "" if state is State.SENDING else f"Over dit bericht is geen twijfel: {_is(state)}."


def against_coming_back(state: State, way: str) -> str:
    """Why a message that went this way cannot have come back as a mail; empty when it can."""
    mailed = state is State.SENT and way == Way.MAIL
    return "" if mailed else "Dit bericht is niet gemaild: er kan geen mail van terugkomen."


def read_reason(text: str) -> str:
    """Why a message does not go out, or came back, as typed; may be empty. Raises `Refusal` for what cannot be kept."""
    return read_text(text, what="De reden", longest=_LONGEST_REASON)


def withdraw(desk: Desk, message_id: int, reason: str = "") -> None:
    """Do not send a message that waits or failed. Raises `Refusal` for any other."""
    desk.require(Right.SEND)
    why = read_reason(reason) or f"ingetrokken door {desk.staff}"
    with desk.transaction() as tx:
        message = _there(tx, message_id)
        _refuse(against_withdrawing(message.state))
        outbox.mark_withdrawn(tx, message_id, why)
        _journal(tx, "message withdrawn", message, State.WITHDRAWN)


def queue_again(desk: Desk, message_id: int) -> None:
    """Let a message that failed or was withdrawn wait again. Raises `Refusal` for any other, or without its text."""
    desk.require(Right.SEND)
    with desk.transaction() as tx:
        message = _there(tx, message_id)
        _refuse(against_queueing_again(message.state))
        if message.data is None:
            raise Refusal(_NO_TEXT)
        outbox.put_back(tx, message_id, "")
        _journal(tx, "message queued again", message, State.QUEUED)


def settle_doubt(desk: Desk, message_id: int, *, went_out: bool) -> None:
    """The desk has looked: a message that may have gone out did, or did not and waits again.

    Raises `Refusal` when there is no doubt about it, or while messages are being sent.
    """
    desk.require(Right.SEND)
    with only_sender(desk.store.path), desk.transaction() as tx:
        message = _there(tx, message_id)
        _refuse(against_settling_doubt(message.state))
        if went_out:
            outbox.mark_sent(tx, message_id)
        else:
            outbox.put_back(tx, message_id, "")
        _journal(tx, "message settled", message, State.SENT if went_out else State.QUEUED)


def came_back(desk: Desk, message_id: int, reason: str = "") -> None:
    """A mail that was sent came back: the address is noted, and the message waits to become a letter.

    Raises `Refusal` when it was not mailed, its text is forgotten, or the customer has no e-mail address any more.
    """
    desk.require(Right.SEND)
    why = read_reason(reason) or RETURNED
    with desk.transaction() as tx:
        message = _there(tx, message_id)
        _refuse(against_coming_back(message.state, message.way or ""))
        if message.data is None:
            raise Refusal(_NO_TEXT)
        row = tx.read_one("SELECT email FROM customer WHERE id = ?", (message.customer_id,))
        if row is None or not row[0]:
            raise Refusal("De klant heeft geen e-mailadres meer: zet het bericht opnieuw klaar.")
        note_bounce(tx, message.customer_id, row[0], why)
        outbox.put_back(tx, message_id, why)
        _journal(tx, "message queued again", message, State.QUEUED)


def _refuse(reason: str) -> None:
    if reason:
        raise Refusal(reason)


def _there(tx: Transaction, message_id: int) -> Queued:
    message = outbox.read_message(tx, message_id)
    if message is None:
        raise Refusal(NO_MESSAGE)
    return message


def _is(state: State) -> str:
    return {
        State.QUEUED: "het wacht om verstuurd te worden",
        State.SENDING: "het is onzeker of het verstuurd is",
        State.SENT: "het is verstuurd",
        State.FAILED: "het is geweigerd",
        State.WITHDRAWN: "het is ingetrokken",
    }[state]


def _journal(tx: Transaction, action: str, message: Queued, now: State) -> None:
    tx.journal(
        action,
        customer_id=message.customer_id,
        before={"message_state": message.state.label},
        after={"message": message.kind, "message_state": now.label},
    )
