"""A desk with messages that wait, and a mail server to send them to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from balie.desk import Desk
from balie.library.structs import Mail
from balie.messages.documents import render_document
from tests.support.mail_server import MailServer, mail_server
from tests.support.post_room import PostRoom
from tests.support.written import every_file_is_accounted_for as every_file_is_accounted_for


@pytest.fixture(autouse=True)
def proof_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template of the tests' own beside the real ones: `proef` shows `text`."""

    def rendered(template: str, data: dict[str, str], width: int) -> str:
        if template != "message-proef":
            return render_document(template, data, width)
        return f"Onderwerp: Proef\n\n{data['text']}\n"

    monkeypatch.setattr("balie.messages.drafts.render_document", rendered)


@pytest.fixture
def post(desk: Desk) -> Iterator[PostRoom]:
    with mail_server() as server:
        settings = Mail(host="localhost", port=server.port, starttls=False, sender="post@bibliotheek.nl")
        yield PostRoom(replace(desk, library=msgspec.structs.replace(desk.library, mail=settings)), server)


@pytest.fixture
def on_paper(desk: Desk) -> PostRoom:
    """A library without a mail server."""
    return PostRoom(desk, MailServer())
