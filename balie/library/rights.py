"""What somebody may be allowed to do, by the names that a library file gives in its roles.

As `terms`: apart from `structs`, so that an act can name its right without importing msgspec.
"""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """One thing that an act asks of who does it. The value is what the library file and a refusal call it."""

    SEE_CUSTOMER = "klant.zien"
    CHANGE_CUSTOMER = "klant.wijzigen"
    ENROL = "klant.inschrijven"
    CANCEL = "klant.opzeggen"
    MERGE = "klant.samenvoegen"
    REMOVE = "klant.verwijderen"
    ACCESS = "klant.inzage"
    BLOCK = "klant.blokkeren"
    LEND = "lenen"
    ALLOW = "lenen.toestaan"
    """Set aside what the rules refuse, at lending and elsewhere, with a reason."""
    RESERVE = "reserveren"
    JUMP_QUEUE = "reservering.voorrang"
    CHARGE = "geld.boeken"
    RECEIVE = "geld.ontvangen"
    WAIVE = "geld.kwijtschelden"
    PAY_OUT = "geld.uitbetalen"
    TAKE_BACK = "geld.terugnemen"
    TAKE_BACK_LATER = "geld.terugnemen_later"
    COUNT_TILL = "kas.tellen"
    SPEND = "kas.uitgave"
    INVOICE = "factureren"
    COLLECT = "incasso"
    BANK_FILE = "bankbestand"
    PAYOUT_FILE = "uitbetaling"
    SEE_MONEY = "overzicht.geld"
    CHANGE_TITLE = "titel.wijzigen"
    CHANGE_ITEM = "exemplaar.wijzigen"
    WRITE_OFF = "exemplaar.afschrijven"
    SEND = "bericht.versturen"
    CHANGE_DAY = "werkdatum"
    CHANGE_PLACE = "werkplek"
    """Which branch and which till a desk works for."""
    CALENDAR = "kalender"
    IMPORT = "importeren"
    TIDY = "opruimen"
    STAFF = "medewerkers"


LIMITED = {Right.WAIVE: "waive_up_to", Right.PAY_OUT: "pay_out_up_to"}
"""The rights with which money goes out, and the key of a role that says up to how much in one act."""

SYSTEM_ROLE = "systeem"
WEB_ROLE = "web"
SIP_ROLE = "sip"
MACHINES = (SYSTEM_ROLE, WEB_ROLE, SIP_ROLE)
"""The roles that no person has: commands that run by themselves, the website, self-service."""
