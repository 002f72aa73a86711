"""What is to be done with a message that waits: mail it, make it a letter, withdraw it, or let it wait, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from balie.messages.drafts import Correspondent
from balie.messages.outbox import Queued, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balie.correspondence.topics import Topic, Topics
    from balie.customers.addressee import Addressee
    from balie.messages.documents import Shown
    from balie.store.reading import Reader

NO_ADDRESS = "Fout (formulier): het adres is niet volledig. Vul straat, huisnummer, postcode en plaats aan (tabblad 2)."
"""Why a letter cannot be sent; Wise calls it Fout (formulier)."""
NO_TOPIC = "Van deze soort bericht is niet bekend of het nog klopt: het wordt niet verstuurd."
BY_POST = "post"
"""The wish of a topic that makes it a letter."""
_DECEASED = "de klant is overleden"
_GONE = "de klant is er niet meer"


@dataclass(frozen=True, slots=True)
class MessageVerdict:
    """`way` says how it goes out; without one `withdraw` says why it is withdrawn, or `wait` why it has to wait.

    `on_paper`: what is withdrawn is a bon that is to be printed instead.
    """

    way: Way | None = None
    withdraw: str = ""
    wait: str = ""
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class ReadyMessage:
    """A message that may go out now: how, to whom, and what it tells (None: nobody can tell any more)."""

    way: Way
    to: Correspondent
    data: Mapping[str, Shown] = field(repr=False)
    email: str = field(repr=False)


def way_of(topic: Topic | None, to: Addressee | None, message: Queued, *, mail_on: bool) -> MessageVerdict:
    """How a message of this topic goes to this customer, whether or not it is still true.

    `mail_on`: the library has a mail server.
    """
    if topic is None:
        return MessageVerdict(wait=NO_TOPIC)
    if to is None:
        return MessageVerdict(withdraw=_GONE)
    if to.deceased and not topic.formal:
        return MessageVerdict(withdraw=_DECEASED)
    wish = None if topic.wish is None else topic.wish(message)
    usual = to.holds_by_post if topic.hold else to.by_post
    on_paper = not topic.mail_only and (usual if wish is None else wish == BY_POST)
    if mail_on and to.email and not (to.bounced or on_paper or to.deceased):
        return MessageVerdict(Way.MAIL)
    if topic.mail_only:
        return MessageVerdict(withdraw=topic.withdrawn, on_paper=True)
    # Which of the addresses does not matter here, only whether there is one.
    if not to.address(date.max, formal=False, invoice=topic.invoice):
        return MessageVerdict(wait=NO_ADDRESS)
    return MessageVerdict(Way.LETTER)


def judge(
    reader: Reader, topics: Topics, message: Queued, to: Addressee | None, *, mail_on: bool, on: date
) -> ReadyMessage | MessageVerdict:
    """What is to be done with a message at the moment of sending: ready to go, or why not."""
    topic = topics.get(message.kind)
    verdict = way_of(topic, to, message, mail_on=mail_on)
    if topic is None or to is None or verdict.withdraw:
        return verdict
    if not topic.still_true(reader, message, on):
        return MessageVerdict(withdraw=topic.withdrawn)
    if verdict.way is None:
        return verdict
    data = topic.fresh(reader, message, on) if topic.fresh is not None else None
    if data is None:
        data = message.data or {}
    return ReadyMessage(verdict.way, correspondent(topic, to, on), data, to.email)


def correspondent(topic: Topic, to: Addressee, on: date) -> Correspondent:
    """The customer as the one a message about this is to."""
    return Correspondent(
        to.address(on, formal=topic.formal, invoice=topic.invoice),
        to.salutation(on, formal=topic.formal),
        to.number,
        to.email,
    )
