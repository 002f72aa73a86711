"""What waits, what went out and what did not: counted before a run, and in lists for the tab Berichten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from balie.correspondence.judging import correspondent, way_of
from balie.correspondence.one_sender import somebody_sends
from balie.correspondence.queue import count_in, last_waiting, waiting
from balie.correspondence.report import Progress, silent
from balie.customers.addressee import read_addressees
from balie.dutch.dates import format_iso
from balie.dutch.moments import format_moment
from balie.dutch.names import list_name
from balie.messages.drafts import Correspondent, UnusableTemplate, render
from balie.messages.letters import letter_pages
from balie.messages.mailing import mail_text
from balie.messages.outbox import NO_MESSAGE, State, Way, read_message, read_messages
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.correspondence.topics import Topics
    from balie.desk import Desk
    from balie.store.transaction import Value

_FORGOTTEN = "De tekst van dit bericht is vergeten: die wordt niet langer dan dertig dagen bewaard."


@dataclass(slots=True)
class WaitingMessages:
    """How many messages of a kind wait to go by mail and as a letter, and how many cannot go (`stuck`)."""

    mail: int = 0
    letter: int = 0
    stuck: int = 0


@dataclass(slots=True)
class Survey:
    """What waits, by kind (its value, in the order of the alphabet).

    `withdrawn` will not be sent at all; `on_paper` are bons that are to be printed instead; `doubtful` may have gone
    out already; `failed` were refused for good.
    """

    kinds: dict[str, WaitingMessages] = field(default_factory=dict)
    withdrawn: int = 0
    on_paper: int = 0
    doubtful: int = 0
    failed: int = 0

    @property
    def mail(self) -> int:
        """How many go by mail."""
        return sum(kind.mail for kind in self.kinds.values())

    @property
    def letter(self) -> int:
        """How many go as a letter."""
        return sum(kind.letter for kind in self.kinds.values())

    @property
    def stuck(self) -> int:
        """How many cannot go: there is no complete address, or nobody knows the kind."""
        return sum(kind.stuck for kind in self.kinds.values())

    @property
    def has_work(self) -> bool:
        """Whether a run would have something to do."""
        return bool(self.mail or self.letter or self.stuck or self.withdrawn or self.on_paper)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message in a list, ready to be shown. `key` leads to the next page; `number` is empty while it follows.

    `way` is empty where it cannot go out as it is; `reason` then says why.
    """

    key: int
    customer_id: int
    kind: str
    name: str = field(repr=False)
    number: str = field(repr=False)
    way: str
    state: State
    made_on: str
    sent_on: str
    attempts: int
    reason: str


def survey(desk: Desk, topics: Topics, progress: Progress = silent) -> Survey:
    """Count what waits, as it would go out now; whether it is still true is only looked at when it is sent."""
    found = Survey()
    mail_on = desk.library.mail is not None
    total = count_in(desk.store, State.QUEUED)
    for place, (message, to) in enumerate(waiting(desk.store, last_waiting(desk.store))):
        progress(min(place, total), total)
        verdict = way_of(topics.get(message.kind), to, message, mail_on=mail_on)
        if verdict.withdraw:
            found.on_paper += verdict.on_paper
            found.withdrawn += not verdict.on_paper
            continue
        kind = found.kinds.setdefault(message.kind, WaitingMessages())
        kind.mail += verdict.way is Way.MAIL
        kind.letter += verdict.way is Way.LETTER
        kind.stuck += verdict.way is None
    found.kinds = dict(sorted(found.kinds.items()))
    found.failed = count_in(desk.store, State.FAILED)
    found.doubtful = 0 if somebody_sends(desk.store.path) else count_in(desk.store, State.SENDING)
    return found


def count_by_way(desk: Desk, state: State) -> dict[str, dict[str, int]]:
    """How many messages of each kind went each way and are in this state now, which is not that of what was sent.

    The ways of a kind by name; `""` for what was withdrawn before it set out.
    """
    found: dict[str, dict[str, int]] = {}
    for kind, way, count in desk.store.read(
        "SELECT kind, coalesce(way, ''), count(*) FROM message WHERE state <> 'sent' AND state = ?"
        " GROUP BY kind, way ORDER BY kind, way NULLS FIRST",
        (state,),
    ):
        found.setdefault(kind, {})[way] = count
    return found


def list_messages(
    desk: Desk, topics: Topics, state: State, *, before: int | None = None, after: int | None = None, limit: int = 50
) -> list[MessageLine]:
    """A page of the messages in a state: the newest first, `before` a key; or the oldest first, `after` one."""
    # Word for word the condition of the index on what was not sent.
    where = "state = ?" if state is State.SENT else "state <> 'sent' AND state = ?"
    return _page(desk, topics, where, state, before, after, limit)


def list_of_customer(
    desk: Desk, topics: Topics, customer_id: int, *, before: int | None = None, limit: int = 50
) -> list[MessageLine]:
    """A page of everything that was queued for a customer, the newest first."""
    return _page(desk, topics, "customer_id = ?", customer_id, before, None, limit)


def read_line(desk: Desk, topics: Topics, message_id: int) -> MessageLine | None:
    """One message as it stands in a list; None when it is not there any more."""
    found = _page(desk, topics, "id = ?", message_id, None, None, 1)
    return found[0] if found else None


def preview(desk: Desk, topics: Topics, message_id: int) -> str:
    """A message as it went out, or would go out now: the text of the mail, or the pages of the letter.

    Raises `Refusal` when it is not there, its text is forgotten, or cannot be made.
    """
    message = read_message(desk.store, message_id)
    if message is None:
        raise Refusal(NO_MESSAGE)
    topic = topics.get(message.kind)
    to = read_addressees(desk.store, (message.customer_id,)).get(message.customer_id)
    if message.data is None or topic is None or to is None:
        raise Refusal(_FORGOTTEN if message.data is None else "Dit bericht kan niet worden getoond.")
    data = message.data
    if message.state is State.QUEUED and topic.fresh is not None:
        data = topic.fresh(desk.store, message, desk.working_date) or data
    way = message.way or way_of(topic, to, message, mail_on=desk.library.mail is not None).way or Way.LETTER
    whom = correspondent(topic, to, desk.working_date)
    try:
        draft = render(message.template, data, desk.library, whom, way)
    except UnusableTemplate as error:
        raise Refusal("De tekst van dit bericht kan niet worden gemaakt: het sjabloon klopt niet.") from error
    if way is Way.MAIL:
        return f"Onderwerp: {draft.subject}\n\n{mail_text(draft, whom, desk.library)}"
    if not whom.address:
        whom = Correspondent(("(adres niet volledig)",), whom.salutation, whom.number, whom.email)
    dated = date.fromisoformat(message.sent_at[:10]) if message.sent_at else desk.working_date
    return "\n".join(letter_pages(draft, whom, desk.library, dated))


def _page(
    desk: Desk, topics: Topics, where: str, value: Value, before: int | None, after: int | None, limit: int
) -> list[MessageLine]:
    params: tuple[Value, ...] = (value,)
    order = "DESC"
    if before is not None:
        where, params = f"{where} AND id < ?", (*params, before)
    elif after is not None:
        where, params, order = f"{where} AND id > ?", (*params, after), "ASC"
    found = read_messages(desk.store, f"{where} ORDER BY id {order}", params, limit=limit)
    people = read_addressees(desk.store, (message.customer_id for message in found))
    mail_on = desk.library.mail is not None
    lines = []
    for message in found:
        to = people.get(message.customer_id)
        verdict = way_of(topics.get(message.kind), to, message, mail_on=mail_on)
        way = message.way or verdict.way
        reason = message.reason
        if message.state is State.QUEUED and way is None:
            reason = verdict.wait or verdict.withdraw
        lines.append(
            MessageLine(
                *(message.message_id, message.customer_id, message.kind),
                "" if to is None else list_name(*to.names),
                "" if to is None else to.number or "",
                "" if way is None else str(way),
                message.state,
                format_iso(message.made_on),
                "" if message.sent_at is None else format_moment(datetime.fromisoformat(message.sent_at)),
                *(message.attempts, reason),
            )
        )
    return lines
