"""What the words of the journal are called on tab 4: one Dutch text per action, one label per key of before and after.

Whoever writes a new kind of row in the journal with `customer_id` adds its words here; a test looks for those missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.forms.choices import label_of
from balie.dutch.dates import format_iso
from balie.dutch.money import format_cents

if TYPE_CHECKING:
    from balie.desk import Desk

ACTIONS: Mapping[str, str] = {
    "enrolled": "Ingeschreven",
    "enrolled again": "Opnieuw ingeschreven",
    "number given": "Klantnummer gegeven",
    "changed": "Gewijzigd",
    "household": "Gewijzigd met Seriemutatie",
    "related": "Relatie gelegd",
    "unrelated": "Relatie beëindigd",
    "guardian linked": "Ouder of voogd gekoppeld",
    "guardian unlinked": "Ouder of voogd ontkoppeld",
    "subscription changed": "Abonnement gewijzigd",
    "renewed": "Abonnement verlengd",
    "cancelled": "Abonnement opgezegd",
    "cancellation withdrawn": "Opzegging ingetrokken",
    "death reported": "Overlijden gemeld",
    "death report withdrawn": "Melding van overlijden ingetrokken",
    "cancellation settled": "Opzegging afgerekend",
    "refund account changed": "Rekening voor teruggave gewijzigd",
    "refund asked": "Tegoed teruggevraagd",
    "refund withdrawn": "Aanvraag van tegoed ingetrokken",
    "paid out by bank": "Uitbetaald via de bank",
    "payout executed": "Uitbetaling uitgevoerd door de bank",
    "payout returned": "Uitbetaling teruggekomen van de bank",
    "payouts made": "Bestand met uitbetalingen gemaakt",
    "payout file made again": "Bestand met uitbetalingen opnieuw gemaakt",
    "card blocked": "Pas geblokkeerd",
    "card unblocked": "Pas gedeblokkeerd",
    "card replaced": "Pas vervangen",
    "card added": "Volgpas gegeven",
    "card made primary": "Hoofdpas gewisseld",
    "card printed": "Pasje uitgegeven",
    "card presented": "Ongeldige pas getoond",
    "password given": "Nieuw eenmalig wachtwoord gegeven",
    "pin set": "Pincode ingesteld",
    "messages sent": "Berichten verstuurd",
    "bon dropped": "Bon niet meer nodig",
    "service messages queued": "Inlever- en reserveringsberichten klaargezet",
    "hold told": "Bericht van reservering verstuurd",
    "message texts forgotten": "Teksten van berichten vergeten",
    "message withdrawn": "Bericht ingetrokken",
    "message queued again": "Bericht opnieuw in de rij",
    "message settled": "Onzeker bericht afgehandeld",
    "mail bounced": "E-mail onbestelbaar",
    "mail bounce cleared": "E-mail weer bestelbaar",
    "pin changed": "Pincode gewijzigd",
    "pin cleared": "Pincode gewist",
    "document printed": "Document afgedrukt",
    "merged": "Samengevoegd (ontdubbeld)",
    "merged into": "Opgegaan in een andere klant",
    "merge undone": "Samenvoegen ongedaan gemaakt",
    "mandate withdrawn": "Machtiging ingetrokken",
    "collection run started": "Incasso begonnen",
    "collection file made": "Incassobestand gemaakt",
    "collection file taken back": "Incassobestand teruggenomen",
    "collection run finished": "Incasso afgerond",
    "collection returned": "Incasso teruggekomen",
    "imported": "Geïmporteerd",
    "import changed": "Gewijzigd door import",
    "membership imported": "Abonnement geïmporteerd",
    "hold imported": "Reservering geïmporteerd",
    "charge imported": "Openstaande kosten geïmporteerd",
    "credit imported": "Tegoed geïmporteerd",
    "note imported": "Notitie geïmporteerd",
    "block imported": "Blokkade geïmporteerd",
    "file imported": "Bestand geïmporteerd",
    "reduced tariff given": "65+-tarief toegekend",
    "reduced tariff taken": "65+-tarief ingetrokken",
    "lending allowed": "Uitlenen of verlengen toegestaan",
    "not returned normally": "Niet normaal ingenomen",
    "paid": "Betaald",
    "paid out": "Tegoed uitbetaald",
    "waived": "Kwijtgescholden",
    "payment restored": "Betaling hersteld",
    "payment reversed": "Betaling gestorneerd",
    "data shown": "Inzage gegeven (AVG)",
    "payment reminded": "Herinnering gestuurd",
    "payment overdue": "Betalingsachterstand",
    "ended unpaid": "Uitgeschreven wegens niet betalen",
    "removed": "Klant verwijderd",
    "library": "Bibliotheekbestand gekozen",
    "expired data forgotten": "Verlopen gegevens gewist",
    "till counted": "Kas geteld",
    "bank file booked": "Bankbestand geboekt",
    "bank payment attached": "Betaling via de bank geplaatst",
    "bank entry booked in parts": "Bankboeking in delen geboekt",
    "bank entry set aside": "Bankboeking terzijde gelegd",
    "invoice run": "Facturatie of aanmaning afgerond",
    "hold placed": "Gereserveerd",
    "hold changed": "Reservering gewijzigd",
    "hold ready": "Reservering klaargezet",
    "hold sent": "Reservering op transport",
    "hold released": "Reservering wacht weer",
    "hold closed": "Reservering afgehandeld",
    # Of no customer: a row that names one would keep who read what.
    "lent": "Uitgeleend",
    "loan imported": "Lening geïmporteerd",
    "returned": "Ingenomen",
    "loan renewed": "Uitlening verlengd",
    "automatic renewal": "Automatisch verlengd",
    "loan renewed unseen": "Uitlening verlengd buiten de balie om",
    "lending undone": "Uitlenen ongedaan gemaakt",
    "return undone": "Innemen ongedaan gemaakt",
    "renewal undone": "Verlengen ongedaan gemaakt",
    "hold collected by family": "Reservering opgehaald door gezinslid",
    "due date set": "Eigen inleverdatum gezet",
    "due date put back": "Eigen inleverdatum teruggezet",
    "fine booked": "Lopend te-laat-geld geboekt",
    "fine booking undone": "Boeken van te-laat-geld ongedaan gemaakt",
    "sold": "Verkocht",
    "taken from till": "Kasuitgave",
    "sale taken back": "Verkoop of kasuitgave teruggenomen",
    "charged by hand": "Kosten geboekt",
    "costs taken back": "Kosten teruggenomen",
    "used in house": "In huis gebruikt",
    "house use undone": "Gebruik in huis ongedaan gemaakt",
    "claimed returned": "Exemplaar zoek gemeld",
    "claim withdrawn": "Toch niet zoek",
    "searched": "Zoek exemplaar gezocht",
    "claim let go": "Zoek exemplaar niet meer gezocht",
    "reported lost": "Exemplaar kwijt gemeld",
    "lost report undone": "Kwijtmelding ongedaan gemaakt",
    "lost item found": "Vergoeding terug: teruggevonden",
    "items of costs forgotten": "Exemplaren bij betaalde kosten vergeten",
    "loans unlinked": "Leenhistorie losgemaakt van klanten",
    "holds unlinked": "Afgehandelde reserveringen losgemaakt van klanten",
    "bons forgotten": "Bonnen vergeten",
    "clock confirmed": "Datum van vandaag bevestigd",
    "bank texts forgotten": "Afzenders van bankboekingen vergeten",
    "calendar changed": "Openingsdag gewijzigd",
    "working date set": "Werkdatum gezet",
    "till changed": "Kas gewijzigd",
    "user switched": "Wissel van gebruiker",
    "titles imported": "Titels geïmporteerd",
    "title import done": "Import van titels afgerond",
}
"""What was done, by the journal's word for it."""


def _text(desk: Desk, value: object) -> str:
    return "Ja" if value is True else "Nee" if value is False else str(value)


def _money(desk: Desk, value: object) -> str:
    return format_cents(value) if isinstance(value, int) else str(value)


def _day(desk: Desk, value: object) -> str:
    return format_iso(str(value))


def _subscription(desk: Desk, value: object) -> str:
    from balie.customers.header import membership_name

    return membership_name(desk, str(value))


def _reason(desk: Desk, value: object) -> str:
    """The label of a reason: of a card, or of a cancellation; a typed one is itself."""
    from balie.customers.cancelling.reasons import cancel_reasons
    from balie.customers.cards.states import REASONS

    labels = {choice.code: choice.label for choice in REASONS}
    labels |= {reason.code: reason.label for reason in cancel_reasons()}
    return labels.get(str(value), str(value))


def _hold_reason(desk: Desk, value: object) -> str:
    from balie.circulation.hold_rules import ClosingReason

    return ClosingReason(str(value)).label


def _hold_contact(desk: Desk, value: object) -> str:
    return {"email": "E-mail", "post": "Brief", "geen": "Geen bericht"}.get(str(value), str(value))


def _branch(desk: Desk, value: object) -> str:
    from balie.customers.header import branch_label

    return branch_label(desk, str(value))


def _document(desk: Desk, value: object) -> str:
    from balie.customers.document_kinds import DOCUMENTS

    labels = {choice.code: choice.label for choice in DOCUMENTS} | {"inzage": "Inzage"}
    return labels.get(str(value), str(value))


def _state(desk: Desk, value: object) -> str:
    return {"active": "actief", "blocked": "geblokkeerd", "replaced": "vervangen"}.get(str(value), str(value))


def _actor(desk: Desk, value: object) -> str:
    """Somebody else by name: the journal keeps no other customer's data, only the actor-id."""
    from balie.customers.names import find_name

    name = find_name(desk.store, int(str(value)))
    return f"[{value}]" if name is None else f"{name.listed} [{value}]"


@dataclass(frozen=True, slots=True)
class Word:
    """The label of a key, and how its value is written."""

    label: str
    shown: Callable[[Desk, object], str] = _text


def _choice(name: str, label: str) -> Word:
    return Word(label, lambda desk, value: label_of(name, str(value)))


LABELS: Mapping[str, Word] = {
    # An enrolment: the form (as far as tab 2 to 9 do not name it), and what was decided.
    "kind": _choice("kind", "Klanttype"),
    "country": _choice("country", "Land"),
    "postcode": Word("Postcode"),
    "house_number": Word("Huisnummer"),
    "street": Word("Straat"),
    "town": Word("Plaats"),
    "number": Word("Klantnummer"),
    "subscription": Word("Abonnement", _subscription),
    "way": Word("Betaalwijze"),
    "paid_from": Word("Contributie vanaf", _day),
    "paid_until": Word("Contributie t/m", _day),
    "rights_until": Word("Rechten t/m", _day),
    "price_cents": Word("Prijs", _money),
    "to_pay_cents": Word("Te betalen", _money),
    "invoice": Word("Factuur"),
    "mandate": Word("Machtiging"),
    "allowed_by": Word("Toegestaan door"),
    "allowed_because": Word("Reden toestemming"),
    "allowed_though": Word("Ondanks"),
    "not_returned": Word("Keren niet normaal ingenomen"),
    "reduced_65": Word("Recht op 65+-tarief"),
    "member_since": Word("Ononderbroken lid sinds", _day),
    # Merging and importing.
    "enrolled_on": Word("Ingeschreven op", _day),
    "merged": Word("Samengevoegd", _actor),
    "into": Word("Opgegaan in", _actor),
    "file": Word("Bestand"),
    "line": Word("Regel"),
    # Relations.
    "head_id": Word("Familiehoofd", _actor),
    "child_id": Word("Kind", _actor),
    "guardian_id": Word("Ouder of voogd", _actor),
    "ward_id": Word("Ouder of voogd van", _actor),
    # Cancelling.
    "ended_on": Word("Laatste dag", _day),
    "channel": Word("Opgezegd via"),
    "received_on": Word("Ontvangen op", _day),
    "wished_on": Word("Gewenst per", _day),
    "reason": Word("Reden", _reason),
    "deceased": Word("Overleden"),
    "refund_cents": Word("Terug te betalen contributie", _money),
    "balance_cents": Word("Saldo van de afrekening", _money),
    "set_off_cents": Word("Verrekend met wat openstond", _money),
    # Paying out.
    "asked_cents": Word("Gevraagd", _money),
    "payment_reference": Word("Kenmerk"),
    "checked": Word("Nagekeken dat niet gestorneerd is"),
    "executed_on": Word("Uitgevoerd op", _day),
    "returned_on": Word("Teruggekomen op", _day),
    "return_reason": Word("Teruggekomen omdat"),
    # Payments.
    "method": Word("Betaald met"),
    "paid_cents": Word("Betaald", _money),
    "paid_out_cents": Word("Uitbetaald", _money),
    "paid_out_because": Word("Reden uitbetaling"),
    "waived_cents": Word("Kwijtgescholden", _money),
    "waived_because": Word("Dagboek"),
    "reversed_on": Word("Teruggeboekt op", _day),
    "reversed_because": Word("Reden terugboeking"),
    # Reservations; of what is not told.
    "priority": Word("Prioriteit"),
    "expires_on": Word("Afhalen t/m", _day),
    "starts_on": Word("Uitgesteld tot", _day),
    "collected_by": Word("Opgehaald door", _actor),
    "collected_for": Word("Opgehaald voor", _actor),
    "pickup_branch": Word("Afhalen bij", _branch),
    "hold_contact": Word("Bericht via", _hold_contact),
    "hold_reason": Word("Afgehandeld omdat", _hold_reason),
    # Cards and documents.
    "state": Word("Status", _state),
    "settled_by": Word("Doorgegaan na"),
    "costs": Word("Soort kosten"),
    "fee_cents": Word("Kosten", _money),
    "without_fee": Word("Zonder kosten"),
    "document": Word("Document", _document),
    "bon": Word("Bon"),
    "message": Word("Bericht"),
    "message_state": Word("Status van het bericht"),
    "serial": Word("Volgnummer"),
    "open_cents": Word("Nog open", _money),
    "credit_cents": Word("Tegoed", _money),
    "status": Word("Status"),
    "postings_until": Word("Naam bij boekingen t/m", _day),
}
"""What was kept of it. A key in neither this table nor a form is not shown on tab 4; it is in the AVG export."""
