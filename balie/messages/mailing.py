"""Mails: one message as it goes over the line, with nothing in its headers that came from the customer's name.

Plain text in UTF-8. The Message-ID follows from the message in the queue: the same message sent twice bears the same
one, so that a mail server can see that it had it before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from balie.dutch.text import clean
from balie.messages.drafts import Correspondent, MessageDraft, signature

if TYPE_CHECKING:
    from balie.library.structs import Library, Mail
    from balie.messages.outbox import Queued


@dataclass(frozen=True, slots=True)
class Mailing:
    """One mail, ready to be handed over: who it is from and to, and its bytes. Shows nobody in a log."""

    sender: str
    recipient: str = field(repr=False)
    content: bytes = field(repr=False)


class UnusableAddress(ValueError):
    """An e-mail address that no mail can be sent to."""


def compose(
    message: Queued, draft: MessageDraft, to: Correspondent, library: Library, settings: Mail, at: datetime
) -> Mailing:
    """The mail of a message. `at` (aware) is its date. Raises `UnusableAddress`."""
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    sender, recipient = wire_address(settings.sender), wire_address(to.email)
    mail = EmailMessage(SMTP)
    mail["From"] = Address(clean(library.name), addr_spec=sender)
    mail["To"] = Address(addr_spec=recipient)
    if library.contact.email:
        mail["Reply-To"] = Address(clean(library.name), addr_spec=wire_address(library.contact.email))
    mail["Subject"] = clean(draft.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id(message, sender)
    mail["Auto-Submitted"] = "auto-generated"  # no holiday replies, please (RFC 3834)
    # Quoted-printable: lines of any length, through any mail server there is.
    mail.set_content(_text(draft, to, library), cte="quoted-printable")
    return Mailing(sender, recipient, mail.as_bytes())


def mail_text(draft: MessageDraft, to: Correspondent, library: Library) -> str:
    """The text of a mail as it is read, for the preview."""
    return _text(draft, to, library)


def message_id(message: Queued, sender: str) -> str:
    """The Message-ID of a message: the same every time, and telling nothing."""
    seed = f"{message.message_id} {message.kind} {message.about} {message.made_on}"
    mark = sha256(seed.encode()).hexdigest()[:20]
    return f"<balie.{message.message_id}.{mark}@{sender.rpartition('@')[2]}>"


def wire_address(address: str) -> str:
    """An e-mail address as mail servers write it: a domain with accents in its ASCII form. Raises `UnusableAddress`."""
    from email_validator import EmailNotValidError, validate_email

    try:
        read = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, test_environment=True, strict=True
        )
    except EmailNotValidError:
        raise UnusableAddress("an e-mail address that cannot be used") from None
    if read.ascii_email is None:
        raise UnusableAddress("an e-mail address without an ASCII form")
    return read.ascii_email


def _text(draft: MessageDraft, to: Correspondent, library: Library) -> str:
    lines = [clean(to.salutation), "", *draft.text.rstrip("\n").split("\n"), "", *map(clean, signature(library))]
    return "\n".join(lines) + "\n"
