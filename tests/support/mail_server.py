"""A real mail server for tests (aiosmtpd), in a thread, on a port of its own, with the moods of real ones."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Post:
    """A mail as it arrived: who it is from and to by the envelope, and its bytes."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def text(self) -> str:
        return str(self.mail.get_content()).replace("\r\n", "\n")


@dataclass
class MailServer:
    """What arrived, and what the server answers: to the sender, to a recipient, to the text of a mail.

    `hang`: after these commands it says nothing more. `cut_after`: it ends a connection after so many mails.
    """

    port: int = 0
    posts: list[Post] = field(default_factory=list)
    sender_answer: str = ""
    recipient_answers: dict[str, str] = field(default_factory=dict)
    data_answers: dict[str, str] = field(default_factory=dict)
    hang: str = ""
    cut_after: int = 0
    logins: list[str] = field(default_factory=list)
    password: str = ""

    @property
    def recipients(self) -> list[str]:
        return [recipient for post in self.posts for recipient in post.recipients]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hang == "MAIL":
            await asyncio.sleep(3600)
        if self.sender_answer:
            return self.sender_answer
        if self.cut_after and getattr(session, "mails", 0) >= self.cut_after:
            return "421 4.7.0 Too many mails over one connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.recipient_answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        answer = next((self.data_answers[one] for one in envelope.rcpt_tos if one in self.data_answers), "250 OK")
        if answer.startswith("250"):
            self.posts.append(Post(envelope.mail_from or "", list(envelope.rcpt_tos), content))
        if self.hang == "DATA":
            await asyncio.sleep(3600)
        session.mails = getattr(session, "mails", 0) + 1  # type: ignore[attr-defined]
        return answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password.decode() == self.password, handled=False)


@contextmanager
def mail_server(*, tls: ssl.SSLContext | None = None, password: str = "") -> Iterator[MailServer]:
    """A mail server that runs until the end of the block."""
    server = MailServer(password=password)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    loop = asyncio.new_event_loop()
    started, done = threading.Event(), asyncio.Event()

    def protocol() -> SMTP:
        return SMTP(
            server,
            hostname="mail.test",
            tls_context=tls,
            authenticator=server.authenticate if password else None,
            auth_require_tls=True,
            loop=loop,
        )

    async def serve() -> None:
        listening = await loop.create_server(protocol, sock=listener)
        started.set()
        await done.wait()
        listening.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def run() -> None:
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
