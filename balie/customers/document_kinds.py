"""The documents there are of a customer."""

from __future__ import annotations

from balie.customers.forms.choices import Choice

DOCUMENTS = (
    Choice("inschrijfbewijs", "Inschrijfbewijs"),
    Choice("uitschrijfbewijs", "Uitschrijfbewijs"),
    Choice("overzicht-klant", "Overzicht klant"),
    Choice("leenoverzicht", "Leenoverzicht"),
    Choice("ledenpas", "Ledenpas data"),
)
"""What can be printed of a customer, in the order of the menu: code and label."""
