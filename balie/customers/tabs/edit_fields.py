"""What an editable field of the customer screen is: its label, what it takes, and how what was typed is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from balie.customers.forms.choices import YES_NO, CodeChoice
from balie.dutch.text import fold, read_text
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

Values = Mapping[str, str]
"""The text of each field by its name, as it stands in the form; of a choice its code."""

ReadText = Callable[[str, date], str]
"""From what was typed, and today, to how it is shown and stored; raises `Refusal`."""


def _as_typed(text: str, today: date) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class EditField:
    """One field of a tab while it is edited.

    `group` is the heading it stands under (`Postadres`), empty for most. `longest` counts characters. Where there are
    `choices`, the text is the code of one of them. `note` is a few words on what to type, for the foot of the screen.
    `country_field` marks a postcode: the field whose country decides how it is read. Fields of one
    `unit` (an address) are only understood together: two desks changing different ones clash all the same. What is not
    `journalled` is written down by the tab itself.
    """

    name: str
    label: str
    group: str = ""
    longest: int = 60
    required: bool = False
    choices: tuple[CodeChoice, ...] = ()
    note: str = ""
    read: ReadText = field(default=_as_typed, repr=False, compare=False)
    country_field: str = ""
    unit: str = ""
    journalled: bool = True

    @property
    def kind(self) -> Literal["text", "choice"]:
        """Whether it is typed or chosen."""
        return "choice" if self.choices else "text"

    @property
    def full_label(self) -> str:
        """The label where no heading stands above it: `Postadres: Straat`."""
        return f"{self.group}: {self.label}" if self.group else self.label

    def shown(self, value: str) -> str:
        """A value as the screen shows it: of a choice its label."""
        return next((choice.label for choice in self.choices if choice.code == value), value)

    def read_value(self, text: str, today: date) -> str:
        """What was typed or chosen, as it is stored: a code, or a text. Empty stays empty. Raises `Refusal`."""
        if self.choices:
            return self._read_choice(text)
        return self.read(text, today) if text.strip() else ""

    def _read_choice(self, text: str) -> str:
        wanted = fold(text)
        for choice in self.choices:
            if wanted in (fold(choice.code), fold(choice.label)):
                return choice.code
        known = ", ".join(choice.label for choice in self.choices[:6])
        raise Refusal(f"Kies een van: {known}{' …' if len(self.choices) > 6 else ''}.")


@dataclass(frozen=True, slots=True)
class EditTab:
    """How one tab is edited: functions written beside each other in the module of that tab.

    `fields` gives the fields in the order of the screen. `read` gives the text of every field as stored. `judge` notes
    what is wrong with the whole, given what was and what is to be; when it is to be saved the reader is the
    transaction of `write`.
    """

    fields: Callable[[Desk, int], tuple[EditField, ...]]
    read: Callable[[Reader, int], dict[str, str]]
    judge: Callable[[Desk, Reader, int, Values, Values, Reasons], None]
    write: Callable[[Desk, Transaction, int, Values, Values], None]
    follows: Callable[[Reader, str, Values, Values], dict[str, str]] = lambda reader, name, was, typed: {}
    """What is to stand in other fields now that one was left, given what was and what stands there."""


def nothing_to_judge(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    """For a tab of which every field stands by itself."""


def yes_no(name: str, label: str, *, note: str = "") -> EditField:
    """A choice between Ja and Nee."""
    return EditField(name, label, "", choices=YES_NO, note=note)


def or_none(offered: tuple[CodeChoice, ...], none: str = "–") -> tuple[CodeChoice, ...]:
    """A list to choose from, with nothing as the first choice."""
    return (CodeChoice("", none), *offered)


def free_text(name: str, label: str, *, what: str, longest: int, group: str = "", note: str = "") -> EditField:
    """A text about a customer, typed freely. What may be a BSN is refused (rules.md#bsn)."""

    def read(text: str, today: date) -> str:
        from balie.dutch.bsn import refuse_bsn

        typed = read_text(text, what=what, longest=longest)
        refuse_bsn(typed, what)
        return typed

    return EditField(name, label, group, longest=longest, note=note, read=read)


def changed(was: Values, will: Values, *names: str) -> bool:
    """Whether any of these fields changed."""
    return any(was[name] != will[name] for name in names)
