"""How the desk says no: one exception that carries every reason at once, in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused.

    `text` is Dutch and says what is wrong and what is expected. `field` names the form field it belongs to
    (the developer's name, such as `birth_date`), or is empty when it belongs to no field.
    """

    text: str
    field: str = ""


class Refusal(Exception):
    """Something the desk will not do, with all reasons at once.

    Raised by rules and by the store, shown by screens and the command line as it is. It never carries
    more of a customer's data than the person at the desk typed.
    """

    def __init__(self, *reasons: Reason | str) -> None:
        self.reasons: tuple[Reason, ...] = tuple(Reason(item) if isinstance(item, str) else item for item in reasons)
        super().__init__(" ".join(reason.text for reason in self.reasons))

    def for_field(self, field: str) -> Refusal:
        """The same refusal with every reason that has no field yet put at `field`."""
        return Refusal(*(reason if reason.field else Reason(reason.text, field) for reason in self.reasons))


class Reasons:
    """Collects refusals while a whole form is read, so that they are given together.

    reasons = Reasons()
    with reasons.at("postcode"):
        postcode = read_postcode(raw["postcode"])
    reasons.raise_if_any()
    """

    def __init__(self) -> None:
        self._found: list[Reason] = []

    def __iter__(self) -> Iterator[Reason]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, text: str, field: str = "") -> None:
        """Note one reason more."""
        self._found.append(Reason(text, field))

    def extend(self, reasons: Iterable[Reason]) -> None:
        """Note the reasons of another refusal."""
        self._found.extend(reasons)

    @contextmanager
    def at(self, field: str) -> Iterator[None]:
        """Catch a refusal raised inside and note its reasons at `field`; what follows inside is skipped."""
        try:
            yield
        except Refusal as refusal:
            self._found.extend(refusal.for_field(field).reasons)

    def raise_if_any(self) -> None:
        """Raise one `Refusal` with everything noted, if there is anything."""
        if self._found:
            raise Refusal(*self._found)
