"""A desk that writes to its customers: people, messages that wait, a mail server, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from balie.correspondence.report import SendingReport
from balie.correspondence.run import send_waiting
from balie.correspondence.topics import Topic
from balie.desk import Desk
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message, Queued, enqueue, read_message
from balie.store.reading import Reader
from tests.support.applicants import enrol_tester
from tests.support.mail_server import MailServer


@dataclass
class PostRoom:
    """A desk with its mail server, people to write to, and what the departments say is not true any more."""

    desk: Desk
    server: MailServer
    gone: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def topics(self) -> dict[str, Topic]:
        return {
            MessageKind.INVOICE: Topic(self._still_true, "al betaald", formal=True, invoice=True),
            MessageKind.DUE_SOON: Topic(self._still_true, "al terug"),
            MessageKind.HOLD_READY: Topic(self._still_true, "al opgehaald", hold=True),
        }

    def _still_true(self, reader: Reader, message: Queued, on: date) -> bool:
        return message.about not in self.gone

    def person(self, email: str | None = None) -> int:
        """Enrol E.B. Tester with this e-mail address; one of the person's own unless given."""
        self.count += 1
        return enrol_tester(self.desk, email=f"klant{self.count}@lezer.nl" if email is None else email).customer_id

    def queue(
        self, customer_id: int, kind: MessageKind = MessageKind.INVOICE, *, template: str = "proef", text: str = ""
    ) -> int:
        self.count += 1
        with self.desk.transaction() as tx:
            data = {"text": text or f"Bericht {self.count}."}
            number = enqueue(tx, Message(customer_id, kind, template, data, f"invoice {self.count}"))
        assert number is not None
        return number

    def run(self, *, patience: float = 5.0, mails: bool = True, letters: bool = True) -> SendingReport:
        return send_waiting(self.desk, self.topics, {}, patience=patience, mails=mails, letters=letters)

    def state(self, message_id: int) -> tuple[str, str | None]:
        message = self.read(message_id)
        return str(message.state), message.way

    def read(self, message_id: int) -> Queued:
        message = read_message(self.desk.store, message_id)
        assert message is not None
        return message

    @property
    def papers(self) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted(self.desk.spool.glob("brieven-*"))]
