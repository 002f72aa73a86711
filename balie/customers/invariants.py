"""What must always be true of customers, their numbers and memberships; looked after by `balie controle`.

Numbers are checked in SQL too, so that a million of them take no Python: Luhn doubles every second digit from the right
and takes 9 off what gets beyond 9.
"""

from __future__ import annotations

from balie.customers.kinds import RULES, CustomerKind
from balie.dutch.names import Person
from balie.store.check import Invariant
from balie.store.dialect import is_digits, is_no_day
from balie.store.schema.m017_searching import NAME_PARTS


def _luhn_sum(number: str, length: int) -> str:
    """The Luhn sum of a text column of digits, as SQL."""
    terms = []
    for place in range(1, length + 1):
        digit = f"CAST(substr({number}, {place}, 1) AS INTEGER)"
        doubled = (length - place) % 2 == 1
        terms.append(f"(2 * {digit} - CASE WHEN {digit} > 4 THEN 9 ELSE 0 END)" if doubled else digit)
    return f"({' + '.join(terms)})"


_DIGITS = f"(length(number) = 14 AND {is_digits('number')})"
_ONLINE = f"(length(number) = 14 AND substr(number, 1, 2) = '2X' AND {is_digits('substr(number, 3)')})"
_WITHOUT_X = "replace(number, 'X', '')"

_WITH_BIRTH_DATE = ", ".join(f"'{kind}'" for kind, rules in RULES.items() if "birth_date" in rules.basic)

CUSTOMER_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "customer.number",
        "Een klant heeft geen klantnummer, en er is niet gekozen dat het later volgt.",
        "SELECT id FROM customer WHERE number_later = 0"
        " AND NOT EXISTS (SELECT 1 FROM card WHERE customer_id = customer.id)",
    ),
    Invariant(
        "customer.one_number",
        "Een klant heeft meer dan een geldig klantnummer.",
        "SELECT customer_id FROM card WHERE kind = 'primary' AND state <> 'replaced'"
        " GROUP BY customer_id HAVING count(*) > 1",
    ),
    Invariant(
        "customer.own_number",
        "Een klant heeft passen, maar geen daarvan is de hoofdpas.",
        "SELECT DISTINCT customer_id FROM card AS c WHERE state <> 'replaced' AND NOT EXISTS (SELECT 1 FROM card"
        " WHERE customer_id = c.customer_id AND kind = 'primary' AND state <> 'replaced')",
    ),
    Invariant(
        "customer.address",
        "Een klant heeft geen hoofdadres.",
        "SELECT id FROM customer WHERE NOT EXISTS"
        " (SELECT 1 FROM address WHERE customer_id = customer.id AND kind = 'main')"
        " AND id NOT IN (SELECT customer_id FROM removal)",
    ),
    Invariant(
        "customer.removed",
        "Van een verwijderde klant staat nog iets in het klantbestand.",
        "SELECT customer_id FROM removal AS r JOIN customer AS c ON c.id = r.customer_id"
        " WHERE c.name_key <> '' OR coalesce(c.initials, c.birth_date, c.phone, c.mobile, c.email) IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM address WHERE customer_id = c.id)",
    ),
    Invariant(
        "card.form",
        "Een klantnummer heeft niet de vorm van een klantnummer.",
        f"SELECT number FROM card WHERE (of_other = 1) = ({_DIGITS} AND number LIKE '2%' OR {_ONLINE})",
    ),
    Invariant(
        "card.check_digit",
        "Het controlecijfer van een klantnummer klopt niet.",
        f"SELECT number FROM card WHERE {_DIGITS} AND of_other = 0"
        f" AND {_luhn_sum('number', 14)} % 10 <> 0"
        f" OR {_ONLINE} AND {_luhn_sum(_WITHOUT_X, 13)} % 10 <> 0",
    ),
    Invariant(
        "credential.number",
        "Een klant zonder klantnummer heeft een wachtwoord.",
        "SELECT customer_id FROM credential WHERE NOT EXISTS"
        " (SELECT 1 FROM card WHERE customer_id = credential.customer_id)",
    ),
    Invariant(
        "merged.at_work",
        "Bij een samengevoegde klant staat nog open dat bedragen van klant mogen wisselen.",
        "SELECT customer_id FROM merged WHERE at_work <> 0",
    ),
    Invariant(
        "merged.gone",
        "Een samengevoegde klant bestaat ook nog zelf.",
        "SELECT customer_id FROM merged WHERE customer_id IN (SELECT id FROM customer)",
    ),
    Invariant(
        "merged.journal",
        "Van een samengevoegde klant is in het journaal niet te vinden hoe die samenvoeging ging.",
        "SELECT customer_id FROM merged AS m WHERE NOT EXISTS (SELECT 1 FROM journal WHERE id = m.journal_id"
        " AND action = 'merged into' AND customer_id = m.customer_id)",
    ),
    Invariant(
        "counter.numbers",
        "Een nummerreeks loopt achter op de nummers die zijn uitgegeven.",
        "SELECT name FROM counter WHERE name = 'actor' AND next <= (SELECT max(id) FROM customer)",
    ),
    Invariant(
        "cancellation.last_day",
        "Een opzegging en het einde van het abonnement spreken elkaar tegen.",
        "SELECT id FROM cancellation AS c WHERE withdrawn_on IS NULL AND NOT EXISTS (SELECT 1 FROM membership"
        " WHERE customer_id = c.customer_id AND number >= c.membership_number AND ended_on = c.last_day)",
    ),
    Invariant(
        "cancellation.period",
        "Een abonnement loopt door, terwijl een opzegging ervan niet is ingetrokken.",
        "SELECT c.id FROM cancellation AS c JOIN membership AS m ON m.customer_id = c.customer_id"
        " AND m.number = c.membership_number WHERE c.withdrawn_on IS NULL AND m.ended_on IS NULL"
        " AND EXISTS (SELECT 1 FROM membership WHERE customer_id = c.customer_id AND ended_on = c.last_day)",
    ),
    Invariant(
        "customer.deceased",
        "Een klant is maar half als overleden gemerkt.",
        "SELECT id FROM customer WHERE (prefixed_key IS NOT NULL AND"
        " (substr(prefixed_key, 1, 1) = '*') <> (substr(name_key, 1, 1) = '*'))"
        " OR (tag_key IS NOT NULL AND (substr(tag_key, 1, 1) = '*') <> (substr(name_key, 1, 1) = '*'))",
    ),
    Invariant(
        "customer.name_parts",
        "Een klant is niet op elk deel van de achternaam te vinden, of op een deel van een oude.",
        f"SELECT customer_id FROM (SELECT key, customer_id FROM name_part EXCEPT {NAME_PARTS}) AS too_many"
        f" UNION SELECT id FROM ({NAME_PARTS} EXCEPT SELECT key, customer_id FROM name_part) AS missing",
    ),
    Invariant(
        "customer.mark",
        "Een klant heeft geen kenmerk: in een reservekopie is dezelfde klant niet te herkennen.",
        "SELECT id FROM customer WHERE NOT EXISTS (SELECT 1 FROM actor_mark WHERE actor_id = customer.id)",
    ),
    Invariant(
        "customer.birth_date",
        "Een geboortedatum is geen datum.",
        f"SELECT id FROM customer WHERE {is_no_day('birth_date')}",
    ),
    Invariant(
        "customer.institution",
        "Een instelling heeft een geboortedatum. Kijk die na met `balie instellingen`.",
        f"SELECT id FROM customer WHERE person = '{Person.INSTITUTION}' AND birth_date IS NOT NULL",
    ),
    Invariant(
        "customer.kind",
        "Een klant is een instelling en een persoon tegelijk.",
        f"SELECT id FROM customer WHERE (person = '{Person.INSTITUTION}') <> (kind = '{CustomerKind.INSTITUTION}')"
        " AND id NOT IN (SELECT customer_id FROM removal)",
    ),
    Invariant(
        "customer.born",
        "Een klant heeft geen geboortedatum, en het klanttype vraagt er een.",
        f"SELECT id FROM customer WHERE birth_date IS NULL AND kind IN ({_WITH_BIRTH_DATE})"
        " AND id NOT IN (SELECT customer_id FROM removal)",
    ),
    Invariant(
        "membership.days",
        "Een periode van een abonnement begint of eindigt niet op een datum, of eindigt voordat zij begint.",
        f"SELECT customer_id FROM membership WHERE {is_no_day('paid_from')}"
        f" OR {is_no_day('paid_until')} OR paid_until < paid_from",
    ),
    Invariant(
        "relation.chain",
        "Een familiehoofd is zelf als kind gekoppeld.",
        "SELECT child_id FROM relation WHERE head_id IN (SELECT child_id FROM relation)",
    ),
    Invariant(
        "guardian.removed",
        "Een ouder of voogd is een klant die is verwijderd.",
        "SELECT child_id FROM guardianship WHERE guardian_id IN (SELECT customer_id FROM removal)",
    ),
    Invariant(
        "interest.email",
        "Een klant heeft interesses die per e-mail gaan, en geen e-mailadres.",
        "SELECT DISTINCT customer_id FROM interest AS i WHERE until IS NULL AND EXISTS"
        " (SELECT 1 FROM customer WHERE id = i.customer_id AND email IS NULL)",
    ),
)
