"""Handing mails to a mail server (SMTP), one at a time over one connection, and telling what became of each.

What matters is not to send twice and not to lose: until the last line of a mail has been handed over nothing has been
sent, and whatever goes wrong is `LATER`. Between that line and the server's answer nobody knows: `DOUBTFUL`. What a
server says may repeat an address; what is told of it here never does.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import TracebackType
from typing import TYPE_CHECKING, Self

from balie.dutch.text import clean

if TYPE_CHECKING:
    from balie.library.structs import Mail
    from balie.messages.mailing import Mailing

PASSWORD = "BALIE_MAIL_WACHTWOORD"
"""Where in the environment the password of the mail server stands."""
PATIENCE = 30.0
"""Seconds after which a mail server that says nothing has failed."""

_LONGEST_REASON = 160
_ADDRESS = re.compile(r"<?[^\s<>]*@[^\s<>]*>?")
_ENHANCED = re.compile(r"\s*([245])\.([0-9]{1,3})\.([0-9]{1,3})\b")
_BAD_ADDRESS = frozenset({(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 9), (1, 10), (2, 0), (2, 1)})
"""Subject and detail of an enhanced status code (RFC 3463) that say that the address itself is not good."""
_OF_A_MAILBOX = frozenset({1, 2})
"""Subjects of an enhanced status code about an address or its mailbox (full, for one), and not about the server."""
_NO_SUCH_MAILBOX = frozenset({550, 551, 553, 556})
"""The codes that say so where a server gives no enhanced code (RFC 5321, 4.2.3)."""


class Fate(Enum):
    """What became of a mail."""

    SENT = auto()
    BOUNCED = auto()  # the address is not good
    REFUSED = auto()  # this mail was refused for good
    LATER = auto()  # not sent; try again another time
    DOUBTFUL = auto()  # handed over, but never answered


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a mail, and why in Dutch (empty when it was sent). `stop`: there is no use in going on now.

    `unheard`: the server did not get as far as this mail, which keeps its place. `of_recipient`: it said so of this
    recipient, so that it says nothing of the next one.
    """

    fate: Fate
    reason: str = ""
    stop: bool = False
    unheard: bool = False
    of_recipient: bool = False


def missing_password(settings: Mail, environment: Mapping[str, str]) -> str:
    """What to do about a password that the mail server wants and that is not there; empty when all is well."""
    if settings.user is None or environment.get(PASSWORD):
        return ""
    return f"Voor de mailserver {settings.host} is een wachtwoord nodig: zet het in de omgeving, in {PASSWORD}."


class PostOffice:
    """A mail server, connected to when the first mail is handed over. A context manager that says goodbye.

    `context` is what a secure connection is checked against; the system's own certificates unless given.
    """

    def __init__(
        self,
        settings: Mail,
        environment: Mapping[str, str],
        *,
        patience: float = PATIENCE,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._password = environment.get(PASSWORD, "")
        self._patience = patience
        self._context = context
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()
            self._server = None

    def hand_over(self, mail: Mailing) -> Delivery:
        """Hand over one mail. Whatever a server does is an outcome, never an error."""
        used_before = self._server is not None
        delivery = self._attempt(mail)
        if used_before and self._server is None and delivery.fate is Fate.LATER:
            # Servers end a connection after so many mails, or after a while: a new one may do.
            delivery = self._attempt(mail)
        return delivery

    def _attempt(self, mail: Mailing) -> Delivery:
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._hang_up()
            return Delivery(Fate.LATER, self._why_not_connected(error), stop=True, unheard=True)
        try:
            delivery = self._sent(server, mail)
        except (OSError, smtplib.SMTPException, ValueError):
            self._hang_up()
            return Delivery(Fate.LATER, f"De verbinding met de mailserver {self._settings.host} viel weg.")
        if delivery.stop:
            self._hang_up()
        return delivery

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            settings = self._settings
            server = self._server = smtplib.SMTP(settings.host, settings.port, timeout=self._patience)
            if settings.starttls:
                server.starttls(context=self._context or ssl.create_default_context())
            if settings.user is not None:
                server.login(settings.user, self._password)
            server.ehlo_or_helo_if_needed()
        return self._server

    def _sent(self, server: smtplib.SMTP, mail: Mailing) -> Delivery:
        code, answer = server.mail(mail.sender)
        if code != 250:
            # It is the library that is not welcome here, not this customer: the next mail fares no better.
            self._reset(server)
            reason = f"De mailserver weigert mail van {mail.sender} ({_said(code, answer)})."
            return Delivery(Fate.LATER, reason, stop=True, unheard=True)
        code, answer = server.rcpt(mail.recipient)
        if code not in (250, 251):
            self._reset(server)
            return _recipient_refused(code, answer)
        code, answer = server.docmd("DATA")
        if code != 354:
            self._reset(server)
            return _mail_refused(code, answer)
        server.send(_as_data(mail.content))
        try:
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException):
            self._hang_up()
            return Delivery(
                Fate.DOUBTFUL, "De mailserver heeft de mail aangenomen maar niet geantwoord: onzeker of hij weg is."
            )
        return Delivery(Fate.SENT) if code == 250 else _mail_refused(code, answer)

    def _reset(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up()

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _why_not_connected(self, error: Exception) -> str:
        where = f"{self._settings.host}:{self._settings.port}"
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return f"De mailserver {where} weigert gebruiker of wachtwoord: kijk [mail] en {PASSWORD} na."
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"Het certificaat van de mailserver {where} klopt niet: laat het nakijken."
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return f"De mailserver {where} biedt geen starttls of inloggen: kijk [mail] in het bibliotheekbestand na."
        if isinstance(error, TimeoutError):
            return f"De mailserver {where} reageert niet. Probeer het later opnieuw."
        if isinstance(error, smtplib.SMTPResponseException):
            return f"De mailserver {where} is niet beschikbaar ({_said(error.smtp_code, _bytes(error.smtp_error))})."
        return f"De mailserver {where} is niet te bereiken. Kijk het netwerk en [mail] in het bibliotheekbestand na."


def _recipient_refused(code: int, answer: bytes) -> Delivery:
    said = _said(code, answer)
    if code == 421:
        return Delivery(Fate.LATER, f"De mailserver stopt ermee ({said}).", stop=True, of_recipient=True)
    if code < 500:
        return Delivery(Fate.LATER, f"De mailserver neemt de mail nu niet aan ({said}).", of_recipient=True)
    enhanced = _ENHANCED.match(_text(answer))
    if enhanced is not None:
        about_address = (int(enhanced[2]), int(enhanced[3])) in _BAD_ADDRESS
    else:
        about_address = code in _NO_SUCH_MAILBOX
    if about_address:
        return Delivery(Fate.BOUNCED, f"Het e-mailadres wordt geweigerd ({said}).", of_recipient=True)
    return Delivery(Fate.REFUSED, f"De mailserver weigert de mail ({said}).", of_recipient=True)


def _mail_refused(code: int, answer: bytes) -> Delivery:
    said = _said(code, answer)
    enhanced = _ENHANCED.match(_text(answer))
    of_recipient = enhanced is not None and int(enhanced[2]) in _OF_A_MAILBOX
    if code < 500:
        reason = f"De mailserver neemt de mail nu niet aan ({said})."
        return Delivery(Fate.LATER, reason, stop=code == 421, of_recipient=of_recipient)
    return Delivery(Fate.REFUSED, f"De mailserver weigert de mail ({said}).", of_recipient=of_recipient)


def _said(code: int, answer: bytes) -> str:
    """What a server answered, without any address in it: it goes into the store and on the screen."""
    text = " ".join(_ADDRESS.sub("…", clean(_text(answer))).split())
    return f"{code} {text}"[:_LONGEST_REASON].rstrip()


def _text(answer: bytes) -> str:
    return answer.decode("utf-8", "replace")


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()


def _as_data(content: bytes) -> bytes:
    """A mail as it follows DATA: lines end in CRLF, a line that begins with a dot gets another, a dot ends it."""
    lines = re.sub(rb"(?m)^\.", b"..", re.sub(rb"\r\n|\r|\n", b"\r\n", content))
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"
