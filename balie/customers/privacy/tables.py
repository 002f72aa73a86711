"""Everything the store holds of a customer, table by table: what it is called, and what is left of it after removal.

This list drives both the access a customer has to their data (AVG art. 15) and removal (art. 17). A test compares it
with the tables of the store: a table or a column that is forgotten here fails it.

What the law keeps (rules.md#retention): postings for seven years after the financial year, with name and address beside
them (`removal`); evidence of a mandate until 14 months after the last collection. A klantnummer stays, since it is
never issued again; it says nothing about the person any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UNSHOWN = frozenset(
    {
        *("customer_id", "name_key", "prefixed_key", "tag_key", "phone_key", "mobile_key", "email_key"),
        *("salt", "hash", "cost"),
    }
)
"""Columns nobody is shown: the internal actor-id, what is only there to search by, and hashes of passwords."""

ALL = "TRUE"
"""Every row of a table stays."""


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table with something of a customer. SQL takes `:id`, the actor-id.

    `title` heads it in what the customer is given; `columns` names its columns in Dutch (empty: not shown); `own` is
    the condition for the customer's rows. Removal first runs `freed`, after which some rows are nobody's; it deletes
    those for which `stays` does not hold (empty: all), and then runs `blank` over what is left. `why` says in Dutch why
    it is left.
    """

    name: str
    title: str
    columns: Mapping[str, str]
    own: str = "customer_id = :id"
    stays: str = ""
    blank: tuple[str, ...] = ()
    why: str = ""
    freed: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there is anything in it but what it is searched by."""
        return any(self.columns.values())

    @property
    def forget(self) -> tuple[str, ...]:
        """The statements of removal; besides `:id` they take `:today` and `:collected_before`."""
        if self.stays == ALL:
            return (*self.freed, *self.blank)
        rest = f" AND NOT ({self.stays})" if self.stays else ""
        return (*self.freed, f"DELETE FROM {self.name} WHERE {self.own}{rest}", *self.blank)

    @property
    def left(self) -> str:
        """The condition for the customer's rows that are left after removal."""
        return f"{self.own} AND ({self.stays or 'FALSE'})"


_BY_LAW = "fiscale bewaarplicht van zeven jaar"
_LAST_COLLECTION = (
    "(SELECT max(received_on) FROM payment WHERE customer_id = :id AND way IN ('incasso', 'maandincasso'))"
)

PERSONAL_TABLES: tuple[PersonalTable, ...] = (
    # Emptied column by column in `removal`, which also wipes columns that were added later.
    PersonalTable(
        "customer",
        "Klant",
        {
            "id": "",
            "version": "",
            "kind": "Klanttype",
            "initials": "Voorletters",
            "prefix": "Voorvoegsel",
            "surname": "Achternaam",
            "given_name": "Roepnaam",
            "tag": "Zoeknaam",
            "birth_date": "Geboortedatum",
            "person": "Persoon/instelling",
            "language": "Taal",
            "phone": "Telefoon",
            "mobile": "SMS-nummer",
            "fax": "Fax",
            "email": "E-mail",
            "contact_name": "Contactpersoon",
            "contact_phone": "Telefoon contactpersoon",
            "guardian": "Ouder of voogd",
            "selection": "Selectie",
            "identity_checked_on": "Legitimatie gecontroleerd op",
            "identity_checked_by": "Legitimatie gecontroleerd door",
            "newsletter_since": "Nieuwsbrief sinds",
            "keep_history_since": "Leenhistorie bewaren sinds",
            "warn_seen_before": "Melden wat al eens is geleend",
            "number_later": "Klantnummer volgt",
            "login_account": "Inlogaccount",
            "home_branch": "Filiaal",
            "registered_on": "Registratiedatum",
            "last_active_on": "Laatste activiteit",
            "changed_on": "Laatst gewijzigd op",
            "changed_by": "Laatst gewijzigd door",
        },
        own="id = :id",
        stays=ALL,
        why="alleen een leeg kenmerk, waaraan de boekingen hangen",
    ),
    # Goes with the name itself, by trigger.
    PersonalTable("name_part", "Delen van de achternaam om op te zoeken", {"key": ""}),
    PersonalTable(
        "address",
        "Adressen",
        {
            "kind": "Soort",
            "street": "Straat",
            "number": "Huisnummer",
            "letter": "Huisletter",
            "addition": "Toevoeging",
            "postcode": "Postcode",
            "town": "Plaats",
            "country": "Land",
        },
    ),
    PersonalTable(
        "card",
        "Passen",
        {
            "number": "Nummer",
            "kind": "Type",
            "state": "Status",
            "plastic": "Pasje",
            "branch": "Vestiging",
            "issued_on": "Uitgegeven op",
            "last_used_on": "Laatst gebruikt op",
            "of_other": "Van een ander systeem",
            "reason": "Reden",
            "successor": "Vervangen door",
        },
        stays=ALL,
        blank=(
            "UPDATE card SET last_used_on = NULL, reason = NULL WHERE customer_id = :id",
            "UPDATE card SET state = 'blocked' WHERE customer_id = :id AND state = 'active'",
        ),
        why="een nummer wordt nooit opnieuw uitgegeven",
    ),
    PersonalTable(
        "cancellation",
        "Opzeggingen",
        {
            "id": "",
            "membership_number": "Periode",
            "channel": "Manier",
            "received_on": "Ontvangen op",
            "wished_on": "Gewenste datum",
            "reason": "Reden",
            "deceased": "Overleden",
            "died_on": "Overleden op",
            "last_day": "Laatste dag",
            "refund_per": "Teruggave per",
            "refund_iban": "Rekening voor teruggave",
            "refund_holder": "Rekeninghouder",
            "refund_cents": "Terug te geven contributie",
            "told_cents": "Meegedeeld saldo",
            "registered_on": "Vastgelegd op",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "withdrawn_on": "Ingetrokken op",
            "withdrawn_by": "Ingetrokken door",
            "settled_on": "Verrekend op",
        },
    ),
    PersonalTable(
        "membership",
        "Abonnementen",
        {
            "number": "Periode",
            "code": "Abonnement",
            "branch": "Vestiging",
            "status": "Status",
            "started_on": "Ingeschreven op",
            "paid_from": "Betaald van",
            "paid_until": "Betaald t/m",
            "rights_until": "Rechten t/m",
            "temporary": "Tijdelijk",
            "price_cents": "Kosten",
            "way": "Betaling",
            "reduced_65": "65+-tarief",
            "strips": "Strippen",
            "ended_on": "Beëindigd op",
            "end_reason": "Reden van beëindigen",
            "status_on": "Aanmaning sinds",
            "unlinked_loans": "Leningen waarvan niet meer bekend is wat",
            "unlinked_strips": "Strippen daarvan",
            "brought_cents": "Betaald vóór de overgang naar Balie",
        },
        stays="EXISTS (SELECT 1 FROM charge WHERE charge.customer_id = membership.customer_id"
        " AND charge.membership_number = membership.number)",
        blank=("UPDATE membership SET end_reason = NULL WHERE customer_id = :id",),
        why=_BY_LAW,
    ),
    PersonalTable(
        "mandate",
        "Machtigingen",
        {
            "reference": "Kenmerk",
            "signed_on": "Getekend op",
            "iban": "IBAN",
            "bic": "BIC",
            "holder": "Rekeninghouder",
            "withdrawn_on": "Ingetrokken op",
            "collected_before": "Laatst geïncasseerd vóór de overgang naar Balie",
        },
        stays=f"coalesce({_LAST_COLLECTION} >= :collected_before, FALSE)"
        " OR coalesce(mandate.collected_before >= :collected_before, FALSE)",
        blank=("UPDATE mandate SET withdrawn_on = coalesce(withdrawn_on, :today) WHERE customer_id = :id",),
        why="bewijs van incasso, tot 14 maanden na de laatste",
    ),
    PersonalTable(
        "credential",
        "Eenmalig wachtwoord",
        {
            "issued_on": "Gegeven op",
            "expires_on": "Te gebruiken t/m",
            "tries_left": "Pogingen over",
            "must_change": "Moet worden gewijzigd",
        },
    ),
    PersonalTable("pin", "Pincode", {"set_on": "Ingesteld op"}),
    PersonalTable(
        "note",
        "Meldingen",
        {"place": "Regel", "text": "Tekst", "written_on": "Geschreven op", "written_by": "Geschreven door"},
    ),
    PersonalTable(
        "block",
        "Blokkades",
        {"kind": "Soort", "reason": "Reden", "since": "Sinds", "set_by": "Gezet door"},
    ),
    # Both sides of a relation are named by their klantnummer, which `access` looks up.
    PersonalTable(
        "relation",
        "Relaties",
        {"child_id": "Kind", "head_id": "Familiehoofd", "since": "Sinds", "made_by": "Gelegd door"},
        own=":id IN (child_id, head_id)",
    ),
    PersonalTable(
        "consent",
        "Toestemmingen",
        {"kind": "Waarvoor", "given": "Toestemming", "since": "Sinds", "noted_by": "Vastgelegd door"},
    ),
    *(
        PersonalTable(
            name,
            title,
            {
                "id": "",
                "code": what,
                "branch": "Vestiging",
                "since": "Van",
                "until": "Tot",
                "noted_by": "Vastgelegd door",
            },
        )
        for name, title, what in (("role", "Rollen", "Rol"), ("interest", "Interesses", "Interesse"))
    ),
    PersonalTable(
        "property",
        "Eigenschappen",
        {
            "organisation": "Soort organisatie",
            "irregular_returns": "Niet normaal ingenomen",
            "receipts": "Klantbonnen",
            "hold_messages": "Reserveringsberichten",
            "service_messages": "Servicemail",
            "classification": "Klassificatie",
            "external_number": "Extern nummer",
            "external_number_2": "Extern nummer-2",
            "target_group": "Doelgroep",
            "labels": "Labels",
        },
    ),
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
    PersonalTable(
        "invoice",
        "Facturen",
        {
            "id": "Factuurnummer",
            "made_on": "Gemaakt op",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "due_on": "Te betalen voor",
            "reference": "Betalingskenmerk",
        },
        stays=ALL,
        why=_BY_LAW,
    ),
    PersonalTable(
        "charge",
        "Kosten",
        {
            "id": "Boeking",
            "invoice_id": "Factuurnummer",
            "kind": "Soort",
            "cents": "Bedrag",
            "vat_percent": "Btw-percentage",
            "vat_basis": "Btw",
            "membership_number": "Periode",
            "booked_on": "Geboekt op",
            "branch": "Vestiging",
            "counters": "Neemt terug",
            "note": "Omschrijving",
            "settled_on": "Voldaan op",
        },
        stays=ALL,
        why=_BY_LAW,
    ),
    PersonalTable(
        "payment",
        "Betalingen",
        {
            "id": "Betaling",
            "cents": "Bedrag",
            "way": "Manier",
            "received_on": "Ontvangen op",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "till": "Kassa",
            "counters": "Neemt terug",
            "reason": "Reden",
            "bank_reference": "Kenmerk van de bank",
            "spent_on": "Verrekend op",
        },
        stays=ALL,
        why=_BY_LAW,
    ),
    PersonalTable(
        "allocation",
        "Afboekingen",
        {
            "id": "",
            "payment_id": "Betaling",
            "credit_id": "Van boeking",
            "charge_id": "Boeking",
            "cents": "Bedrag",
            "booked_on": "Geboekt op",
            "branch": "Vestiging",
            "staff": "Medewerker",
        },
        own="charge_id IN (SELECT id FROM charge WHERE customer_id = :id)",
        stays=ALL,
        why=_BY_LAW,
    ),
    PersonalTable(
        "refund_request",
        "Teruggevraagd tegoed",
        {
            "id": "",
            "cents": "Bedrag",
            "iban": "Rekening",
            "holder": "Rekeninghouder",
            "asked_on": "Gevraagd op",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "withdrawn_on": "Ingetrokken op",
        },
    ),
    PersonalTable(
        "payout",
        "Uitbetalingen",
        {
            "id": "",
            "file_id": "",
            "place": "",
            "cancellation_id": "",
            "refund_request_id": "",
            "end_to_end_id": "Kenmerk",
            "cents": "Bedrag",
            "iban": "Rekening",
            "holder": "Rekeninghouder",
            "description": "Omschrijving",
            "payment_id": "Betaling",
            "checked_by": "Nagekeken door",
            "executed_on": "Uitgevoerd op",
            "returned_on": "Teruggekomen op",
            "return_reason": "Teruggekomen omdat",
        },
        stays=ALL,
        blank=("UPDATE payout SET iban = NULL, holder = NULL WHERE customer_id = :id",),
        why=_BY_LAW,
    ),
    PersonalTable(
        "announcement",
        "Aankondigingen van incasso",
        {"charge_id": "Boeking", "announced_on": "Aangekondigd op", "channel": "Met"},
        own="charge_id IN (SELECT id FROM charge WHERE customer_id = :id)",
        stays=ALL,
        why=_BY_LAW,
    ),
    PersonalTable(
        "collection",
        "Incasso's",
        {
            "charge_id": "Boeking",
            "attempt": "Keer",
            "file_id": "",
            "end_to_end_id": "Kenmerk",
            "mandate_reference": "Machtiging",
            "sequence": "Volgorde",
            "cents": "Bedrag",
            "description": "Omschrijving",
            "announced_on": "Aangekondigd op",
            "channel": "Met",
            "payment_id": "Betaling",
            "returned_on": "Teruggekomen op",
            "reason": "Reden",
        },
        own="charge_id IN (SELECT id FROM charge WHERE customer_id = :id)",
        stays=ALL,
        why=_BY_LAW,
    ),
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
    PersonalTable(
        "bounce",
        "Onbestelbare e-mailadressen",
        {"email": "E-mailadres", "bounced_on": "Onbestelbaar sinds", "reason": "Reden"},
    ),
    PersonalTable(
        "removal",
        "Verwijderd",
        {
            "removed_on": "Verwijderd op",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "name": "Naam bij de boekingen",
            "address": "Adres bij de boekingen",
        },
        stays=ALL,
        why="naam en adres bij de boekingen, zolang de wet dat vraagt",
    ),
    PersonalTable(
        "merged",
        "Samengevoegd",
        {"into_id": "", "journal_id": "", "merged_on": "Samengevoegd op", "at_work": ""},
        own=":id IN (customer_id, into_id)",
        stays=ALL,
        why="alleen oude kenmerken",
    ),
    # Of a customer who was merged into this one too. Emptied with `Transaction.forget_customer`.
    PersonalTable(
        "journal",
        "Logboek",
        {
            "id": "",
            "at": "Moment",
            "working_date": "Werkdatum",
            "branch": "Vestiging",
            "staff": "Medewerker",
            "action": "Wat",
            "before": "Ervoor",
            "after": "Erna",
        },
        stays=ALL,
        why="wie wat wanneer deed, zonder gegevens van de klant",
    ),
)
