"""What must always be true of tills; looked after by `balie controle`."""

from __future__ import annotations

from balie.finance.tills.last import counted, entry
from balie.store.check import Invariant

_LEFT = (
    f"coalesce((SELECT {counted('p')} + {entry('p', 'afstorting')} FROM z_report AS p WHERE p.branch = n.branch"
    f" AND p.till = n.till AND p.number = n.number - 1), 0)"
)

_AFTER_SALE = (
    "coalesce((SELECT p.until_sale FROM z_report AS p WHERE p.branch = n.branch AND p.till = n.till"
    " AND p.number = n.number - 1), 0)"
)

TILL_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "till.period",
        "Een kastelling begint niet waar de vorige van die kas ophield.",
        "SELECT n.id FROM z_report AS n WHERE n.after_payment <> coalesce((SELECT p.until_payment FROM z_report AS p"
        " WHERE p.branch = n.branch AND p.till = n.till AND p.number = n.number - 1), 0)",
    ),
    Invariant(
        "till.number",
        "In de nummers van de kastellingen van een kas zit een gat.",
        "SELECT min(id) FROM z_report GROUP BY branch, till HAVING max(number) <> count(*)",
    ),
    Invariant(
        "till.balance",
        "Bij een kastelling klopt wat geteld is niet met het beginsaldo, wat er in en uit ging en het kasverschil.",
        f"SELECT n.id FROM z_report AS n WHERE {counted('n')} <> {_LEFT}"
        " + coalesce((SELECT sum(cents) FROM till_entry WHERE z_report_id = n.id AND kind <> 'afstorting'), 0)"
        " + coalesce((SELECT sum(cents) FROM payment WHERE branch = n.branch AND till = n.till AND way = 'contant'"
        " AND id > n.after_payment AND id <= n.until_payment), 0)"
        " + coalesce((SELECT sum(cents) FROM till_sale WHERE branch = n.branch AND till = n.till AND way = 'contant'"
        f" AND id > {_AFTER_SALE} AND id <= n.until_sale), 0)",
    ),
    Invariant(
        "till.sales",
        "Een kastelling telt verkopen mee die bij de vorige van die kas horen.",
        f"SELECT n.id FROM z_report AS n WHERE n.until_sale < {_AFTER_SALE}",
    ),
    Invariant(
        "sale.lines",
        "De regels van een verkoop of kasuitgave komen niet op haar bedrag uit.",
        "SELECT s.id FROM till_sale AS s WHERE s.cents <> s.rounding_cents + coalesce((SELECT sum(cents)"
        " FROM till_sale_line WHERE sale_id = s.id), 0) OR (s.rounding_cents <> 0 AND s.way <> 'contant')",
    ),
    Invariant(
        "sale.countered",
        "Een terugboeking is niet gelijk aan de verkoop of kasuitgave die zij terugneemt.",
        "SELECT n.id FROM till_sale AS n JOIN till_sale AS s ON s.id = n.counters WHERE n.cents <> -s.cents"
        " OR n.way <> s.way OR n.branch <> s.branch OR n.till <> s.till OR n.kind <> s.kind OR s.counters IS NOT NULL",
    ),
    Invariant(
        "till.journal",
        "Het logboek is veranderd na deze kastelling: de laatste regel van toen is er niet meer, of is een andere.",
        "SELECT n.id FROM z_report AS n WHERE n.journal_row > 0 AND NOT EXISTS"
        " (SELECT 1 FROM journal AS j WHERE j.id = n.journal_row AND j.chain = n.journal_chain)",
    ),
    Invariant(
        "till.parts",
        "Er is geteld geld of een kasboeking zonder kastelling.",
        "SELECT z_report_id FROM z_count WHERE z_report_id NOT IN (SELECT id FROM z_report)"
        " UNION SELECT z_report_id FROM till_entry WHERE z_report_id NOT IN (SELECT id FROM z_report)",
    ),
)
