"""Desks that lend: at Achterhoekse Poort, and in Gieten, which has strips, with the loan rules of Poort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from balie.desk import Desk
from balie.library.structs import Library, Mail
from tests.support.borrowers import poort_desk, strips_desk
from tests.support.holds import (
    NAMES,
    WEST,
    desk_at,
    reader,
    two_branches,
)
from tests.support.mail_server import MailServer, mail_server
from tests.support.mailed import MAILS


@pytest.fixture
def at_poort(desk: Desk, poort: Library) -> Desk:
    return poort_desk(desk, poort)


@pytest.fixture
def at_gieten(desk: Desk, poort: Library) -> Desk:
    return strips_desk(desk, poort)


@pytest.fixture
def east(desk: Desk, poort: Library) -> Desk:
    """The first branch; Winterswijk is the other."""
    return desk_at(desk, two_branches(poort))


@pytest.fixture
def west(east: Desk) -> Desk:
    return desk_at(east, east.library, WEST)


@pytest.fixture
def anna(east: Desk) -> int:
    return reader(east, NAMES[0])


@pytest.fixture
def bert(east: Desk) -> int:
    return reader(east, NAMES[1], born="05-05-1985")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def at_the_desk(desk: Desk, server: MailServer) -> Desk:
    """A library that mails, and sends inleverberichten as the tariffs page says."""
    mail = Mail(host="localhost", port=server.port, starttls=False, sender="post@bibliotheek.nl")
    return replace(desk, library=msgspec.structs.replace(desk.library, mail=mail, service_mail=MAILS))
