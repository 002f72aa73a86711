"""Where the mails of a practice desk go: nowhere. Whoever practises sees them sent, and nobody gets one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from balie.messages.post_office import Delivery, Fate

if TYPE_CHECKING:
    from types import TracebackType

    from balie.messages.mailing import Mailing


class TakesMail(Protocol):
    """What mails are handed over to, one at a time."""

    def hand_over(self, mail: Mailing) -> Delivery:
        """Hand over one mail. Out: what became of it."""


class PracticeBox:
    """Takes every mail and does nothing with it. A context manager, as a `PostOffice` is."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def hand_over(self, mail: Mailing) -> Delivery:
        """Take a mail."""
        return Delivery(Fate.SENT)
