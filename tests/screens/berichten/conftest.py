"""A desk with a mail server, for the tab Berichten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
import pytest

from balie.desk import Desk
from balie.library.structs import Mail
from tests.support.mail_server import MailServer, mail_server


@dataclass(frozen=True)
class Post:
    """A desk that mails, and the server that gets it."""

    desk: Desk
    server: MailServer


@pytest.fixture
def post(desk: Desk) -> Iterator[Post]:
    with mail_server() as server:
        settings = Mail(host="localhost", port=server.port, starttls=False, sender="post@bibliotheek.nl")
        yield Post(replace(desk, library=msgspec.structs.replace(desk.library, mail=settings)), server)
