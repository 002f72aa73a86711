"""An enrolment while it goes from screen to screen: what was typed, and where the number comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from balie.customers.cards.numbers import LENGTH
from balie.customers.finding.entry import FreeCard, GenerateNumber, KnownCustomer, NumberChoice, NumberLater


@dataclass(slots=True)
class OneHouse:
    """The house of which the desk said that who is enrolled lives there with those who are known; None before that.

    Kept from one enrolment to the next, until somebody of another house is enrolled: a family is asked about once.
    """

    house: tuple[str, int, str] | None = None

    def is_settled(self, house: tuple[str, int, str]) -> bool:
        """Whether that was said of this house; of another one it is forgotten."""
        if self.house != house:
            self.house = None
        return self.house is not None


@dataclass(slots=True)
class EnrolmentDraft:
    """What the three screens share. `values` holds the text of every field by its name.

    `other_people` are the customers (actor-ids) of whom the desk said that this is somebody else, `put_in` what was put
    into fields because of what stands in another one: street and town of the postcode, BIC of the IBAN. `household` is
    the one house of all enrolments of this desk.
    """

    choice: NumberChoice
    values: dict[str, str] = field(default_factory=dict)
    other_people: frozenset[int] = frozenset()
    put_in: dict[str, str] = field(default_factory=dict)
    household: OneHouse = field(default_factory=OneHouse)

    @property
    def known_id(self) -> int | None:
        """The actor-id of who is enrolled again; None for somebody new."""
        return self.choice.customer_id if isinstance(self.choice, KnownCustomer) else None

    @property
    def shown_number(self) -> str:
        """What stands in Klantnummer: the number, or a row of V's or P's while there is none."""
        match self.choice:
            case GenerateNumber():
                return "V" * LENGTH
            case NumberLater():
                return "P" * LENGTH
            case FreeCard(number) | KnownCustomer(number=number):
                return number

    def details_heading(self, branch: str) -> str:
        """The heading of screen 2."""
        match self.choice:
            case GenerateNumber():
                return f"Genereer klantnummer voor vestiging: {branch}"
            case NumberLater():
                return f"Klantnummer volgt later; vestiging: {branch}"
            case FreeCard(number) | KnownCustomer(number=number):
                return f"Klantnummer {number}; vestiging: {branch}"

    def costs_heading(self, branch: str) -> str:
        """The heading of screen 3."""
        match self.choice:
            case GenerateNumber():
                return f"Opbouw abonnementskosten. Klant wordt gegenereerd; vestiging {branch}"
            case NumberLater():
                return f"Opbouw abonnementskosten. Klantnummer volgt later; vestiging {branch}"
            case FreeCard(number) | KnownCustomer(number=number):
                return f"Opbouw abonnementskosten. Klant {number}; vestiging {branch}"
