"""What lending and reserving hold of a customer."""

from __future__ import annotations

from balie.store.personal_table import PersonalTable

LENDING_TABLES: tuple[PersonalTable, ...] = (
    # A customer with something at home is not removed; nobody can tell any more who renewed the rest.
    PersonalTable(
        "renewal",
        "Verlengingen",
        {
            "id": "",
            "loan_id": "Lening",
            "renewed_on": "Verlengd op",
            "was_due_on": "Was terug op",
            "due_on": "Terug op",
            "was_branch": "Tot dan geleend bij",
            "membership_number": "Periode van de strip",
            "fee_charge_id": "Boeking leengeld",
            "fine_charge_id": "Boeking te laat",
            "way": "Verlengd door",
            "was_unseen": "Keren ongezien tot dan",
            "place": "Volgorde",
        },
    ),
    PersonalTable(
        "loan",
        "Leningen",
        {
            "id": "",
            "membership_number": "Periode",
            "item_number": "Exemplaar",
            "lent_on": "Geleend op",
            "due_on": "Terug op",
            "returned_on": "Teruggebracht op",
            "strips": "Strippen",
            "renewals": "Keren verlengd",
            "lent_branch": "Geleend bij",
            "lent_staff": "Uitgeleend door",
            "returned_branch": "Teruggebracht bij",
            "returned_staff": "Ingenomen door",
            "fee_charge_id": "Boeking leengeld",
            "fine_charge_id": "Boeking te laat",
            "taken_over": "Niet normaal ingenomen",
            "unseen_renewals": "Keren ongezien verlengd",
            "renewal_tried": "Automatisch verlengen geprobeerd voor",
            "own_due_on": "Eigen inleverdatum",
            "claimed_on": "Zoek sinds",
            "searched_on": "Gezocht op",
        },
        # What was lent still counts, but nobody can tell any more to whom.
        freed=(
            "DELETE FROM fine_booking WHERE loan_id IN (SELECT id FROM loan WHERE customer_id = :id"
            " AND returned_on IS NOT NULL)",
            "UPDATE loan SET customer_id = NULL, membership_number = NULL, fee_charge_id = NULL, fine_charge_id = NULL"
            " WHERE customer_id = :id AND returned_on IS NOT NULL",
        ),
    ),
    PersonalTable(
        "hold",
        "Reserveringen",
        {
            "id": "",
            "title_id": "Titel",
            "item_number": "Exemplaar",
            "branch": "Afhalen bij",
            "placed_on": "Geplaatst op",
            "placed_by": "Geplaatst door",
            "starts_on": "Vanaf",
            "ends_on": "Uiterlijk",
            "contact": "Bericht via",
            "priority": "Prioriteit",
            "state": "Status",
            "ready_item": "Exemplaar dat klaarstaat",
            "ready_on": "Staat klaar sinds",
            "expires_on": "Afhalen voor",
            "reason": "Reden",
            "closed_on": "Afgehandeld op",
            "fee_charge_id": "Boeking reserveerkosten",
        },
        freed=(
            "UPDATE hold SET customer_id = NULL, fee_charge_id = NULL"
            " WHERE customer_id = :id AND closed_on IS NOT NULL",
        ),
    ),
)
