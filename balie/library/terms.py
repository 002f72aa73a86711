"""The words a library file may use where it must choose: one enum per choice; and what no library may choose.

Apart from `structs`, so that a rule can name them without importing msgspec.
"""

from __future__ import annotations

from enum import StrEnum

FREE_UNTIL_AGE = 18
"""Nobody under this age pays contribution, enrolment fee or lending fee. Not a library's choice: Wsob art. 13."""


class PaymentWay(StrEnum):
    """How contribution is paid. The price may depend on it (rules.md#ways-of-paying)."""

    DIRECT_DEBIT = "incasso"
    INVOICE = "factuur"
    """By invoice; `accept giro` for 65+ is the same (rules.md#ways-of-paying)."""
    MONTHLY = "maandincasso"

    @property
    def label(self) -> str:
        """As it is told by itself: `Sepa incasso`."""
        return "Sepa incasso" if self is PaymentWay.DIRECT_DEBIT else self.word

    @property
    def word(self) -> str:
        """One word, as it is chosen from a list by its first letter: `Incasso`."""
        return self.capitalize()

    @property
    def in_a_sentence(self) -> str:
        """As it is told between other words: `Sepa incasso`, `factuur`."""
        return self.label if self is PaymentWay.DIRECT_DEBIT else str(self)


COLLECTED_WAYS = (PaymentWay.DIRECT_DEBIT, PaymentWay.MONTHLY)
"""The ways in which the library takes the money itself, on a mandate."""


class SubscriptionKind(StrEnum):
    """The last column of the list where it holds no ages."""

    FIXED = "Vast"
    """For every age, renewed until cancelled."""
    TEMPORARY = "Tijd."
    """For every age unless ages are given; runs by exact date and ends by itself."""


class Audience(StrEnum):
    """Who may hold a subscription."""

    EVERYONE = "iedereen"
    PERSON = "persoon"
    INSTITUTION = "instelling"


class CustomerKind(StrEnum):
    """Klanttype, as it is stored and as `kinds` of a subscription names it."""

    REGULAR = "regulier"
    INSTITUTION = "instelling"
    SPECIAL = "speciaal"
    VOLUNTEER = "vrijwilliger"
    STAFF = "medewerker"
    NEWSLETTER = "nieuwsbrief"


class Condition(StrEnum):
    """A condition, stored on the membership, that gives another price."""

    REDUCED_65 = "65plus"


class ChargeKind(StrEnum):
    """The kinds of charge a VAT rate is set for."""

    CONTRIBUTION = "contributie"
    ENROLMENT = "inschrijfkosten"
    LENDING = "leengeld"
    FINE = "te laat"
    REPLACEMENT_CARD = "vervangende pas"
    HOLD = "reservering"
    DAMAGE = "schade"
    LOST = "verloren exemplaar"
    LOST_PART = "verloren onderdeel"
    COPIES = "kopieën"
    EVENT = "activiteit"
    ADMINISTRATION = "administratie"
    ROUNDING = "afronding"
    """What rounding to five cents adds to a payment in cash, or takes off."""
    CREDIT = "tegoed"
    """Credit that was paid out; two of opposite sign, so that it is no turnover."""


BY_HAND = (
    *(ChargeKind.DAMAGE, ChargeKind.LOST, ChargeKind.LOST_PART, ChargeKind.COPIES, ChargeKind.EVENT),
    ChargeKind.ADMINISTRATION,
)
"""What the desk charges by hand, and takes back by hand."""

OF_ITEM = (ChargeKind.DAMAGE, ChargeKind.LOST, ChargeKind.LOST_PART)
"""What of that happens to an item."""


class RefundBasis(StrEnum):
    """How contribution paid in advance is given back."""

    DAYS = "dagen"
    MONTHS = "maanden"


class CancellationWay(StrEnum):
    """How a customer may give notice."""

    TELEPHONE = "telefonisch"
    IN_PERSON = "mondeling"
    MAIL = "mail"
    LETTER = "brief"


class Weekday(StrEnum):
    """The days of the week, Monday first, as in `date.weekday()`."""

    MONDAY = "ma"
    TUESDAY = "di"
    WEDNESDAY = "wo"
    THURSDAY = "do"
    FRIDAY = "vr"
    SATURDAY = "za"
    SUNDAY = "zo"


class Procedure(StrEnum):
    """Whether a bon is printed (Wise's bonprocedure)."""

    NEVER = "nooit"
    ASK = "vraag"
    ALWAYS = "altijd"


class DebitMessage(StrEnum):
    """The version of the message in which collections are handed to the bank."""

    VERSION_8 = "pain.008.001.08"
    VERSION_2 = "pain.008.001.02"


class TransferMessage(StrEnum):
    """The version of the message in which payouts are handed to the bank."""

    VERSION_9 = "pain.001.001.09"
    VERSION_3 = "pain.001.001.03"
