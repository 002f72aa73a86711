"""Bons, letters and mails to a customer."""

from __future__ import annotations

from balie.store.personal_table import PersonalTable

MESSAGE_TABLES: tuple[PersonalTable, ...] = (
    PersonalTable(
        "receipt",
        "Bonnen",
        {
            "id": "Bon",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "template": "Soort",
            "data": "Inhoud",
            "state": "Status",
            "copies": "Keren afgedrukt",
            "reason": "Niet afgedrukt omdat",
            "made_on": "Gemaakt op",
            "made_at": "Gemaakt om",
            "dropped_on": "Niet meer nodig sinds",
        },
    ),
    PersonalTable(
        "message",
        "Berichten",
        {
            "id": "Bericht",
            "kind": "Soort",
            "about": "Waarover",
            "template": "",
            "data": "Inhoud",
            "state": "Status",
            "way": "Manier",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "made_on": "Gemaakt op",
            "sent_at": "Verstuurd",
            "attempts": "Pogingen",
            "deferred": "Nu niet aangenomen door de mailserver",
            "not_before": "Wordt gemaild vanaf",
            "print_job": "",
            "reason": "Reden",
        },
    ),
)
