"""The documents there are of a customer."""

from __future__ import annotations

from balie.customers.forms.choices import CodeChoice

DOCUMENTS = (
    CodeChoice("inschrijfbewijs", "Inschrijfbewijs"),
    CodeChoice("uitschrijfbewijs", "Uitschrijfbewijs"),
    CodeChoice("overzicht-klant", "Overzicht klant"),
    CodeChoice("leenoverzicht", "Leenoverzicht"),
    CodeChoice("ledenpas", "Gegevens ledenpas"),
)
"""What can be printed of a customer, in the order of the menu: code and label."""
