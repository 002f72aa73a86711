"""Everything the store holds of a customer, table by table: what it is called, and what is left of it after removal.

This list drives both the access a customer has to their data (AVG art. 15) and removal (art. 17). A test compares it
with the tables of the store: a table or a column that is forgotten here fails it.

What the law keeps (rules.md#retention): postings for seven years after the financial year, with name and address beside
them (`removal`); evidence of a mandate until 14 months after the last collection. A klantnummer stays, since it is
never issued again; it says nothing about the person any more.
"""

from __future__ import annotations

from balie.circulation.personal_tables import LENDING_TABLES
from balie.customers.mandates import last_collected
from balie.ledger.personal_tables import MONEY_TABLES
from balie.messages.personal_tables import MESSAGE_TABLES
from balie.store.personal_table import ALL, BY_LAW, UNSHOWN, PersonalTable

__all__ = ["PERSONAL_TABLES", "UNSHOWN", "PersonalTable"]

_LAST_COLLECTION = last_collected(":id")

_PERSON: tuple[PersonalTable, ...] = (
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
            "department": "Afdeling",
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
        why=BY_LAW,
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
    # Both sides of a relation, and of who agreed, are named by their klantnummer, which `access` looks up.
    PersonalTable(
        "relation",
        "Relaties",
        {"child_id": "Kind", "head_id": "Familiehoofd", "since": "Sinds", "made_by": "Gelegd door"},
        own=":id IN (child_id, head_id)",
    ),
    PersonalTable(
        "guardianship",
        "Ouder of voogd",
        {"child_id": "Kind", "guardian_id": "Ouder of voogd", "since": "Sinds", "made_by": "Vastgelegd door"},
        own=":id IN (child_id, guardian_id)",
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
            "mail_receipts": "Bon per e-mail",
            "hold_messages": "Reserveringsberichten",
            "service_messages": "Servicemail",
            "classification": "Klassificatie",
            "external_number": "Extern nummer",
            "external_number_2": "Extern nummer-2",
            "target_group": "Doelgroep",
            "labels": "Labels",
            "auto_renew": "Automatisch verlengen",
            "family_collects": "Gezin mag afhalen",
        },
    ),
)
_ABOUT: tuple[PersonalTable, ...] = (
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

PERSONAL_TABLES: tuple[PersonalTable, ...] = (*_PERSON, *LENDING_TABLES, *MONEY_TABLES, *MESSAGE_TABLES, *_ABOUT)
"""In the order in which they are told and forgotten."""
