"""What must always be true of tills; looked after by `balie controle`."""

from __future__ import annotations

from balie.finance.tills.last import counted, entry
from balie.store.check import Invariant

_LEFT = (
    f"coalesce((SELECT {counted('p')} + {entry('p', 'afstorting')} FROM z_report AS p WHERE p.branch = n.branch"
    f" AND p.till = n.till AND p.number = n.number - 1), 0)"
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
        " AND id > n.after_payment AND id <= n.until_payment), 0)",
    ),
    Invariant(
        "till.parts",
        "Er is geteld geld of een kasboeking zonder kastelling.",
        "SELECT z_report_id FROM z_count WHERE z_report_id NOT IN (SELECT id FROM z_report)"
        " UNION SELECT z_report_id FROM till_entry WHERE z_report_id NOT IN (SELECT id FROM z_report)",
    ),
)
