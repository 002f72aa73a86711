"""A line of a file of customers with memberships: the person and the membership, or all reasons why not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.importing.memberships.reading import MembershipLine, MembershipReader
from balie.importing.memberships.rules import Brought, judge
from balie.refusal import Reasons

if TYPE_CHECKING:
    from balie.importing.headings import Headings
    from balie.importing.reading import Imported, LineReader
    from balie.library.structs import Library


class MemberReader:
    """Reads such lines: `people` reads the person, `library` judges the membership on the day `today`."""

    def __init__(self, people: LineReader, headings: Headings, library: Library, today: date) -> None:
        self._people = people
        self._headings = headings
        self._memberships = MembershipReader(headings, today)
        self._library = library
        self._today = today

    def read(self, fields: list[str]) -> tuple[Imported, Brought | None]:
        """The person, and the membership where one is told. Raises `Refusal` with the reasons of both."""
        fields = self._headings.fitted(fields)
        reasons = Reasons()
        person: Imported | None = None
        line: MembershipLine | None = None
        with reasons.at(""):
            person = self._people.read(list(fields))
        with reasons.at(""):
            line = self._memberships.read(fields)
        if person is None or reasons:
            reasons.raise_if_any()
            raise AssertionError("nobody read and no reason why")
        return person, None if line is None else judge(self._library, line, person, self._today)
