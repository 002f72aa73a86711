"""What a library file must get right beyond the form of each key: ranges, doubles, check digits, overlaps.

One function per struct that has something to check; each gives pairs of a key (relative to that table) and the reason
in Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import singledispatch
from itertools import islice, pairwise

from balie.dutch.bank import is_iban
from balie.dutch.text import shown
from balie.library import lending_tables, money_tables, role_tables, structs
from balie.library.rights import LIMITED, MACHINES, Right
from balie.library.terms import BY_HAND, FREE_UNTIL_AGE, Condition, SubscriptionKind
from balie.library.validity import Dated, clashes
from balie.library.values import LibraryTable

Problem = tuple[str, str]
"""A key relative to the table it was found in, and the reason."""

_CREDITOR_ID = r"NL[0-9]{2}ZZZ[0-9]{12}"


@singledispatch
def problems(table: LibraryTable) -> Iterator[Problem]:
    """The mistakes in one table that its types cannot see."""
    if isinstance(table, Dated) and table.valid_until is not None and table.valid_until < table.valid_from:
        yield "valid_until", "de laatste dag ligt vóór de eerste (valid_from)"


@problems.register
def _(table: structs.OneTimePassword) -> Iterator[Problem]:
    if len(set(table.alphabet)) < len(table.alphabet):
        yield "alphabet", "er staat een teken dubbel in"
    if table.max_letters_in_row < table.length and table.alphabet.isalpha():
        yield "alphabet", "zonder cijfers kunnen er niet minder letters op een rij staan dan het wachtwoord lang is"


@problems.register
def _(table: structs.Mail) -> Iterator[Problem]:
    if table.user is not None and not table.starttls:
        yield "user", "een wachtwoord gaat alleen over een versleutelde verbinding: zet starttls = true"


@problems.register
def _(table: structs.Subscription) -> Iterator[Problem]:
    if table.kind is None and table.min_age is None:
        yield "min_age", 'geef leeftijden (min_age, max_age) of kind = "Vast" of "Tijd."'
    elif table.min_age is None and table.max_age is not None:
        yield "min_age", "ontbreekt, terwijl max_age er wel staat"
    elif table.min_age is not None and table.max_age is not None and table.min_age > table.max_age:
        yield "max_age", f"onmogelijk bereik: van {table.min_age} t/m {table.max_age}"
    if table.digital_only and table.strips:
        yield "strips", "een abonnement zonder uitlening kan geen strippen hebben"
    only_young = table.max_age is not None and table.max_age < FREE_UNTIL_AGE
    for position, tariff in enumerate(table.tariffs):
        if tariff.price_cents and table.term_months is None:
            yield f"tariffs[{position}].price", "een betaald abonnement heeft een looptijd nodig (term_months)"
        if tariff.price_cents and only_young:
            yield f"tariffs[{position}].price", "onder 18 jaar mag geen contributie worden gevraagd (Wsob art. 13)"
        yield from _per_months(table, position)
    for earlier, later in clashes(table.tariffs):
        yield f"tariffs[{later}]", f"geldt op dezelfde dagen als tariffs[{earlier}], voor dezelfde betaalwijze"


def _per_months(table: structs.Subscription, position: int) -> Iterator[Problem]:
    per_months = table.tariffs[position].per_months
    if per_months is None:
        return
    if table.term_months is None or table.term_months % per_months:
        yield f"tariffs[{position}].per_months", "past niet in de looptijd van het abonnement (term_months)"
    if table.kind is SubscriptionKind.TEMPORARY:
        yield f"tariffs[{position}].per_months", 'een abonnement "Tijd." wordt in één keer betaald'


@problems.register
def _(table: structs.Branch) -> Iterator[Problem]:
    yield from _doubles("opening_days[{}]", table.opening_days)


@problems.register
def _(table: structs.Fees) -> Iterator[Problem]:
    yield from _one_at_a_time("enrolment", table.enrolment)
    yield from _one_at_a_time("replacement_card", table.replacement_card)


@problems.register
def _(table: money_tables.CostKind) -> Iterator[Problem]:
    if table.kind not in BY_HAND:
        known = ", ".join(f'"{kind}"' for kind in BY_HAND)
        yield "kind", f"wordt niet met de hand geboekt: kies uit {known}"
    if not table.price and not table.free_amount:
        yield "price", "geef een prijs, of free_amount = true"
    yield from _one_at_a_time("price", table.price)


@problems.register
def _(table: money_tables.Article) -> Iterator[Problem]:
    yield from _one_at_a_time("price", table.price)


@problems.register
def _(table: lending_tables.LoanRules) -> Iterator[Problem]:
    yield from _one_at_a_time("top_title_fee", table.top_title_fee)


@problems.register
def _(table: lending_tables.HoldRules) -> Iterator[Problem]:
    yield from _one_at_a_time("fee", table.fee)


@problems.register
def _(table: lending_tables.Fines) -> Iterator[Problem]:
    yield from _one_at_a_time("per_item_per_day", table.per_item_per_day)


@problems.register
def _(table: lending_tables.ServiceMail) -> Iterator[Problem]:
    if table.first_days_before < table.last_days_before:
        yield "first_days_before", "moet minstens zo groot zijn als last_days_before"
    for place, (before, after) in enumerate(pairwise(table.overdue_after_days)):
        if after <= before:
            yield f"overdue_after_days[{place + 1}]", f"moet meer zijn dan {before}, de stap ervoor"


@problems.register
def _(table: money_tables.Invoicing) -> Iterator[Problem]:
    steps = ("reminder_after_days", "arrears_after_days", "end_after_days")
    for before, after in pairwise(steps):
        if getattr(table, before) is None and getattr(table, after) is not None:
            yield before, f"ontbreekt, terwijl {after} er wel staat"


@problems.register
def _(table: money_tables.CreditorId) -> Iterator[Problem]:
    from stdnum.eu import at_02

    if not re.fullmatch(_CREDITOR_ID, table.id):
        yield (
            "id",
            f'"{shown(table.id)}" heeft niet de vorm NL, twee cijfers, ZZZ, twaalf cijfers (zoals NL36ZZZ410462010000)',
        )
    elif not at_02.is_valid(table.id) or not 2 <= int(table.id[2:4]) <= 98:
        yield "id", f'"{table.id}": het controlegetal {table.id[2:4]} klopt niet; kijk de cijfers na'


@problems.register
def _(table: money_tables.Bank) -> Iterator[Problem]:
    from stdnum import bic

    keys = ["iban", *(f"other_ibans[{place}]" for place in range(len(table.other_ibans)))]
    for key, number in zip(keys, table.ibans, strict=True):
        # The lists of banks per country are always behind; length and check digits are what a bank asks for.
        if number != number.replace(" ", "").upper() or not is_iban(number):
            yield key, f'"{shown(number)}" is geen IBAN zonder spaties in hoofdletters; kijk de cijfers na'
    yield from _doubles("other_ibans[{}]", table.other_ibans)
    if table.iban in table.other_ibans:
        yield "other_ibans", f'"{shown(table.iban)}" staat al bij iban'
    if table.bic is not None and not bic.is_valid(table.bic):
        yield "bic", f'"{shown(table.bic)}" is geen BIC'


@problems.register
def _(table: role_tables.Role) -> Iterator[Problem]:
    yield from _doubles("rights[{}]", table.rights)
    if table.everything and table.rights:
        yield "rights", "kan niet naast everything = true: die rol mag alles al"
    for right, key in LIMITED.items():
        if table.most_cents(right) is not None and not table.allows(right):
            yield key, f'zonder het recht "{right}" zegt een grens niets: geef dat recht, of haal de grens weg'


@problems.register
def _(table: structs.Library) -> Iterator[Problem]:
    yield from _doubles("branches[{}].number", [branch.number for branch in table.branches])
    yield from _doubles("subscriptions[{}].code", [subscription.code for subscription in table.subscriptions])
    yield from _doubles("articles[{}].name", [article.name for article in table.articles])
    yield from _doubles("outgoings[{}]", table.outgoings)
    yield from _doubles("costs[{}].name", [kind.name for kind in table.costs])
    tariffs = [
        (f"subscriptions[{row}].tariffs[{position}]", tariff)
        for row, subscription in enumerate(table.subscriptions)
        for position, tariff in enumerate(subscription.tariffs)
    ]
    for path, tariff in tariffs:
        if tariff.condition is Condition.REDUCED_65 and table.reduced_65 is None:
            yield (
                f"{path}.condition",
                "de tabel [reduced_65] met de voorwaarden ontbreekt",
            )
    if table.loans is None or table.loans.automatic_renewal is None:
        for row, subscription in enumerate(table.subscriptions):
            if subscription.auto_renew:
                yield f"subscriptions[{row}].auto_renew", "de tabel [loans.automatic_renewal] ontbreekt"
    if not any(role.allows(Right.STAFF) for name, role in table.roles.items() if name not in MACHINES):
        yield "roles", f'geen rol heeft het recht "{Right.STAFF}": dan kan niemand nog zeggen wie wat mag'
    yield from _shared_tariff_codes(table.subscriptions)
    for earlier, later in clashes(table.vat):
        yield f"vat[{later}]", f"geldt op dezelfde dagen als vat[{earlier}], voor dezelfde soort"


def _shared_tariff_codes(subscriptions: Sequence[structs.Subscription]) -> Iterator[Problem]:
    owner = {subscription.code: row for row, subscription in enumerate(subscriptions)}
    for row, subscription in enumerate(subscriptions):
        for position, tariff in enumerate(subscription.tariffs):
            # A later price of the same subscription may keep the code.
            if tariff.code is not None and owner.setdefault(tariff.code, row) != row:
                path = f"subscriptions[{row}].tariffs[{position}].code"
                yield path, f'"{tariff.code}" is al van subscriptions[{owner[tariff.code]}]'


def _doubles(path: str, values: Sequence[str]) -> Iterator[Problem]:
    for position, value in enumerate(values):
        if value in values[:position]:
            yield path.format(position), f'"{value}" staat er al: {path.format(values.index(value))}'


def _one_at_a_time(key: str, rows: Sequence[money_tables.DatedPrice]) -> Iterator[Problem]:
    for earlier, later in islice(clashes(rows), 1):
        yield f"{key}[{later}]", f"geldt op dezelfde dagen als {key}[{earlier}]"
