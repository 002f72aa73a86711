"""What must always be true of charges, payments and allocations; looked after by `balie controle`."""

from __future__ import annotations

from balie.ledger.methods import Method
from balie.library.terms import ChargeKind
from balie.store.check import Invariant
from balie.store.schema.m010_settling import SETTLED_ON, SPENT_ON

_PARTS = (
    "SELECT charge_id AS id, cents FROM allocation UNION ALL"
    " SELECT credit_id, -cents FROM allocation WHERE credit_id IS NOT NULL"
)

_MORE_THAN = "({part} > 0 AND {part} > {whole} OR {part} < 0 AND {part} < {whole})"
"""Whether what was allocated goes beyond the amount itself, or is of the other sign."""

# Money that settled a charge `c`, also what was taken back since: a bank may do that long after it was paid out again.
_MONEY_ON = (
    f"coalesce(sum(CASE WHEN a.cents > 0 AND coalesce(p.way, '') <> '{Method.WAIVER}' {{but}} THEN a.cents END), 0)"
)
_WAIVED_ON = f"coalesce(sum(CASE WHEN p.way = '{Method.WAIVER}' THEN a.cents END), 0)"
# What was given back and paid out in money: who got that owes it, when the payment behind it is taken back.
_OUT = f"coalesce(-sum(CASE WHEN p.way <> '{Method.WAIVER}' THEN a.cents END), 0)"
_OF_PERIOD = (
    "FROM charge AS c WHERE c.customer_id = w.customer_id AND c.membership_number = w.membership_number"
    f" AND c.kind = '{ChargeKind.CONTRIBUTION}'"
)
_BROUGHT = (
    "coalesce((SELECT brought_cents FROM membership WHERE customer_id = w.customer_id"
    " AND number = w.membership_number), 0)"
)

_KINDS = ", ".join(f"'{kind}'" for kind in ChargeKind)

LEDGER_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "charge.kind",
        "Een bedrag is van een soort die Balie niet kent.",
        f"SELECT id FROM charge WHERE kind NOT IN ({_KINDS})",
    ),
    Invariant(
        "allocation.charge",
        "Op een bedrag is meer afgeboekt dan het bedrag zelf.",
        f"SELECT c.id FROM (SELECT id, sum(cents) AS settled FROM ({_PARTS}) AS part GROUP BY id) AS s"
        f" JOIN charge AS c ON c.id = s.id WHERE {_MORE_THAN.format(part='s.settled', whole='c.cents')}",
    ),
    Invariant(
        "allocation.payment",
        "Van een betaling is meer afgeboekt dan er betaald is.",
        "SELECT p.id FROM (SELECT payment_id AS id, sum(cents) AS spent FROM allocation WHERE payment_id IS NOT NULL"
        " GROUP BY payment_id) AS s JOIN payment AS p ON p.id = s.id"
        f" WHERE {_MORE_THAN.format(part='s.spent', whole='p.cents')}",
    ),
    Invariant(
        "allocation.customer",
        "Een betaling of tegoed is afgeboekt op een bedrag van een andere klant.",
        # What was taken back counts no more: a payment of both may have been, before a merge of them was undone.
        "SELECT max(a.id) FROM allocation AS a JOIN charge AS c ON c.id = a.charge_id"
        " LEFT JOIN payment AS p ON p.id = a.payment_id LEFT JOIN charge AS t ON t.id = a.credit_id"
        " WHERE coalesce(p.customer_id, t.customer_id) <> c.customer_id"
        " GROUP BY coalesce(p.counters, p.id), coalesce(t.counters, t.id), c.id HAVING sum(a.cents) <> 0",
    ),
    Invariant(
        "charge.settled",
        "De dag waarop een bedrag is voldaan, klopt niet met wat erop is afgeboekt.",
        f"SELECT id FROM charge WHERE settled_on IS DISTINCT FROM {SETTLED_ON.format(row='charge')}",
    ),
    Invariant(
        "payment.spent",
        "De dag waarop een betaling is verrekend, klopt niet met wat ervan is afgeboekt.",
        f"SELECT id FROM payment WHERE spent_on IS DISTINCT FROM {SPENT_ON.format(row='payment')}",
    ),
    Invariant(
        "payment.countered",
        "Een terugboeking is niet gelijk aan de betaling die zij terugneemt, of laat er iets van afgeboekt.",
        "SELECT n.id FROM payment AS n JOIN payment AS p ON p.id = n.counters WHERE n.cents <> -p.cents"
        " OR n.customer_id <> p.customer_id OR p.counters IS NOT NULL OR EXISTS (SELECT 1 FROM allocation AS a"
        " WHERE a.payment_id IN (n.id, p.id) GROUP BY a.charge_id HAVING sum(a.cents) <> 0)",
    ),
    Invariant(
        "charge.countered",
        "Een terugboeking is niet gelijk aan het bedrag dat zij terugneemt.",
        "SELECT n.id FROM charge AS n JOIN charge AS c ON c.id = n.counters WHERE n.cents <> -c.cents"
        " OR n.customer_id <> c.customer_id OR n.kind <> c.kind OR c.counters IS NOT NULL",
    ),
    Invariant(
        "waiver.countered",
        "Een bedrag is teruggeboekt, en wat ervan was kwijtgescholden is daarbij tegoed geworden.",
        "SELECT c.id FROM charge AS n JOIN charge AS c ON c.id = n.counters JOIN allocation AS a ON a.charge_id = c.id"
        " LEFT JOIN payment AS p ON p.id = a.payment_id WHERE c.cents > 0 GROUP BY c.id, n.id"
        f" HAVING {_WAIVED_ON} > 0 AND c.cents - coalesce(sum(CASE WHEN a.credit_id = n.id THEN a.cents END), 0)"
        f" > {_MONEY_ON.format(but='AND coalesce(a.credit_id, 0) <> n.id')}",
    ),
    Invariant(
        "waiver.given_back",
        "Van contributie is meer kwijtgescholden dan ervan in rekening bleef.",
        "SELECT w.customer_id FROM (SELECT c.customer_id, c.membership_number, sum(a.cents) AS cents FROM payment AS p"
        " JOIN allocation AS a ON a.payment_id = p.id JOIN charge AS c ON c.id = a.charge_id"
        f" WHERE p.way = '{Method.WAIVER}' AND c.kind = '{ChargeKind.CONTRIBUTION}' AND c.membership_number IS NOT NULL"
        f" GROUP BY 1, 2) AS w WHERE w.cents > (SELECT sum(c.cents) {_OF_PERIOD}) + {_BROUGHT}"
        f" + (SELECT {_OUT} FROM allocation AS a JOIN payment AS p ON p.id = a.payment_id WHERE a.charge_id IN"
        f" (SELECT c.id {_OF_PERIOD} AND c.cents < 0))",
    ),
    Invariant(
        "waiver.charged",
        "Van leengeld, boetes of andere kosten is meer kwijtgescholden dan ervan in rekening bleef.",
        "SELECT c.customer_id FROM payment AS p JOIN allocation AS a ON a.payment_id = p.id"
        f" JOIN charge AS c ON c.id = a.charge_id WHERE p.way = '{Method.WAIVER}'"
        f" AND c.kind <> '{ChargeKind.CONTRIBUTION}' GROUP BY c.customer_id, c.kind"
        " HAVING sum(a.cents) > (SELECT sum(n.cents) FROM charge AS n"
        " WHERE n.customer_id = c.customer_id AND n.kind = c.kind)"
        f" + (SELECT {_OUT} FROM allocation AS a JOIN payment AS p ON p.id = a.payment_id JOIN charge AS n"
        " ON n.id = a.charge_id WHERE n.customer_id = c.customer_id AND n.kind = c.kind AND n.cents < 0)",
    ),
    Invariant(
        "payment.out",
        "Aan een klant is meer uitbetaald dan er ooit is ontvangen.",
        "SELECT o.customer_id FROM payment AS o WHERE o.cents < 0 AND o.counters IS NULL"
        f" AND o.way <> '{Method.WAIVER}' AND NOT EXISTS (SELECT 1 FROM payment AS n WHERE n.counters = o.id)"
        " GROUP BY o.customer_id HAVING -sum(o.cents) > (SELECT coalesce(sum(cents), 0) FROM payment"
        f" WHERE customer_id = o.customer_id AND cents > 0 AND counters IS NULL AND way <> '{Method.WAIVER}')"
        " + (SELECT coalesce(sum(brought_cents), 0) FROM membership WHERE customer_id = o.customer_id)"
        " - (SELECT coalesce(sum(cents), 0) FROM charge WHERE customer_id = o.customer_id"
        f" AND kind = '{ChargeKind.ROUNDING}')",
    ),
    Invariant(
        "payment.rounded",
        "Een afronding op vijf cent hoort niet bij een contante betaling, of is niet met haar teruggeboekt.",
        "SELECT p.id FROM cash_rounding AS r JOIN payment AS p ON p.id = r.payment_id JOIN charge AS c"
        f" ON c.id = r.charge_id WHERE p.way <> '{Method.CASH}' OR p.cents % 5 <> 0 OR abs(c.cents) > 2"
        f" OR c.kind <> '{ChargeKind.ROUNDING}' OR c.customer_id <> p.customer_id"
        " OR EXISTS (SELECT 1 FROM payment AS n WHERE n.counters = p.id)"
        " <> EXISTS (SELECT 1 FROM charge AS n WHERE n.counters = c.id)",
    ),
    Invariant(
        "charge.rounding",
        "Een afronding hoort bij geen enkele betaling.",
        f"SELECT c.id FROM charge AS c WHERE c.kind = '{ChargeKind.ROUNDING}' AND c.counters IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM cash_rounding AS r WHERE r.charge_id = c.id)",
    ),
    Invariant(
        "payment.brought",
        "Tegoed van voor de overgang is uitbetaald alsof het hier was binnengekomen.",
        f"SELECT id FROM payment WHERE way = '{Method.BROUGHT}' AND cents < 0 AND counters IS NULL",
    ),
    Invariant(
        "invoice.charges",
        "Een factuur heeft geen regels, of regels van een andere klant.",
        "SELECT id FROM invoice WHERE id NOT IN (SELECT invoice_id FROM charge WHERE invoice_id IS NOT NULL)"
        " UNION SELECT i.id FROM invoice AS i JOIN charge AS c ON c.invoice_id = i.id"
        " WHERE c.customer_id <> i.customer_id",
    ),
    Invariant(
        "membership.charged",
        "Een abonnement staat op gefactureerd, maar er is geen bedrag voor geboekt.",
        "SELECT m.customer_id FROM membership AS m WHERE m.status = 2 AND NOT EXISTS (SELECT 1 FROM charge"
        " WHERE customer_id = m.customer_id AND membership_number = m.number)",
    ),
)
"""What must always be true of charges, payments and what was allocated; looked after by `balie controle`."""
