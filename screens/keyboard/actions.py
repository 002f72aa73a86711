"""Everything the desk can be told to do, as one list.

From it come the keys, the foot line, the menus, the command palette, the F1 help and the table of keys in the README.
A page offers an action in its table of acts (`screens/pages/act.py`), by its id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from balie.refusal import Refusal

CUSTOMER_MENU = "Klant"
DESK_MENU = "Sessie"
CLOSE_MENU = "Afsluiten"
FINANCE_MENU = "Financieel"
MESSAGES_MENU = "Berichten"
MESSAGE_MENU = "Bericht"
TITLE_MENU = "Titel"
ITEM_MENU = "Exemplaar"
HOLDS_MENU = "Reserveringen"
HOLD_MENU = "Reservering"
BRANCH_MENU = "Vestiging"
CALENDAR_MENU = "Kalender"
BON_MENU = "Bon"
TAB_BAR = "Menubalk"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the desk can be told: `id` for developers and the settings, the rest for people.

    `key` is Textual's name of the key, `menu` the menu it stands in, `help` one Dutch sentence. `tab` is the tab that
    alone has it, empty for what every tab may have: two tabs may give a key each its own meaning.
    """

    id: str
    key: str
    label: str
    menu: str
    help: str
    tab: str = ""


@dataclass(frozen=True, slots=True)
class ActNow:
    """An act that the page on top offers, as it is at this moment.

    `action` has the key of this workplace and the words of the page; `refused` says in Dutch why it cannot be done
    now, empty when it can.
    """

    action: Action
    refused: str


@dataclass(frozen=True, slots=True)
class MenuTab:
    """A tab of the menu bar. `letter` is the place of the underlined letter in `label`; `works`: in this version."""

    id: str
    label: str
    letter: int = 0
    works: bool = True

    @property
    def key(self) -> str:
        """The key that goes to the tab, such as `alt+k`."""
        return f"alt+{self.label[self.letter].lower()}"


TABS = (
    MenuTab("balie", "Balie"),
    MenuTab("klanten", "Klanten"),
    MenuTab("financieel", "Financieel"),
    MenuTab("catalogus", "Catalogus"),
    MenuTab("exemplaren", "Exemplaren"),
    MenuTab("titels", "Titels"),
    MenuTab("reserveringen", "Reserveringen"),
    MenuTab("statistieken", "Statistieken en selecties", works=False),
    MenuTab("berichten", "Berichten", 3),
    MenuTab("ksm", "KSM", 2, works=False),
    MenuTab("vestigingsbeheer", "Vestigingsbeheer"),
)


def tab_of(tab_id: str) -> MenuTab:
    """A tab by its id."""
    return next(tab for tab in TABS if tab.id == tab_id)


_DESK = (
    Action("undo_scan", "f4", "Annuleren", DESK_MENU, "Neemt terug wat u scant, of de regel die u koos met ↑ ↓."),
    Action("extend", "f6", "Verlengen", DESK_MENU, "Verlengt wat de klant in bezit heeft: alles of wat u kiest."),
    Action("book_drop", "alt+d", "Inleverdatum", DESK_MENU, "Laat wat u scant tellen voor een eerdere dag."),
    Action(
        "add_customer", "alt+n", "Klant erbij", CUSTOMER_MENU, "Helpt nog een klant in deze sessie, zoals een gezin."
    ),
    Action("customer_record", "alt+a", "Klantgegevens", CUSTOMER_MENU, "Toont de klant in Klantenadministratie."),
    Action(
        "book_fines", "ctrl+f", "Boete boeken", CUSTOMER_MENU, "Boekt te-laat-geld t/m de werkdatum van wat thuis is."
    ),
    Action("in_house", "ctrl+n", "In huis", DESK_MENU, "Telt wat u scant als in huis gebruikt; niets wordt ingenomen."),
    Action("own_due_date", "alt+u", "Datum", DESK_MENU, "Geeft één lening een eigen inleverdatum, met reden."),
    Action("claim_returned", "z", "Zoek", CUSTOMER_MENU, "Meldt dat het gemarkeerde al terug zou zijn, of toch niet."),
    Action("report_lost", "k", "Kwijt", CUSTOMER_MENU, "Meldt dat de klant het gemarkeerde exemplaar kwijt is."),
    Action("customer_bon", "ctrl+d", "Klantbon", CUSTOMER_MENU, "Drukt af wat in bezit is en wat er openstaat."),
)

_COMMON = (
    Action("main", "f2", "OK", CUSTOMER_MENU, "Doet de hoofdactie van het scherm; zegt het als er iets fout is."),
    Action("new", "f3", "Nieuwe klant", CUSTOMER_MENU, "Begint met een leeg inschrijfscherm."),
    Action("search", "alt+z", "Klant zoeken", CUSTOMER_MENU, "Zoekt op nummer, naam, postcode en huisnummer of datum."),
    Action("last_list", "ctrl+l", "Vorige lijst", CUSTOMER_MENU, "Toont de laatste lijst met gevonden klanten weer."),
    Action("previous", "f8", "Vorige klant", CUSTOMER_MENU, "Opent de klant van hiervoor opnieuw."),
    Action("pay", "f7", "Betalen", CUSTOMER_MENU, "Toont wat openstaat; contant, pin of bank."),
    Action("waive", "ctrl+k", "Kwijtschelden", CUSTOMER_MENU, "Scheldt de gekozen regels kwijt, met een reden."),
    Action("keep_change", "ctrl+g", "Teveel als tegoed", CUSTOMER_MENU, "Maakt van wat te veel betaald is tegoed."),
    Action("pay_out", "ctrl+y", "Tegoed uitbetalen", CUSTOMER_MENU, "Betaalt tegoed uit: contant, pin of bank."),
    Action("book_costs", "alt+j", "Kosten boeken", CUSTOMER_MENU, "Boekt schade, kopieën of andere kosten."),
    Action("take_costs_back", "alt+h", "Kosten terugnemen", CUSTOMER_MENU, "Neemt geboekte kosten terug, met reden."),
    Action("withdraw_refund", "alt+x", "Aanvraag intrekken", CUSTOMER_MENU, "Laat gevraagd tegoed toch staan."),
    Action("money_history", "ctrl+o", "Historie", CUSTOMER_MENU, "Toont wat er geboekt en betaald is."),
    Action("restore", "ctrl+r", "Herstel", CUSTOMER_MENU, "Neemt een betaling van vandaag terug."),
    Action("storno", "ctrl+b", "Storno", CUSTOMER_MENU, "Boekt een betaling van een eerdere dag tegen."),
    Action("in_bezit", "f9", "In bezit", CUSTOMER_MENU, "Toont wat de klant geleend heeft, en verlengt het."),
    Action("reserved", "alt+g", "Gereserveerd", CUSTOMER_MENU, "Toont wat deze klant heeft gereserveerd."),
    Action("other_side", "f11", "Innemen", DESK_MENU, "Gaat naar Innemen; van Innemen naar Uitlenen."),
    Action("reprint", "f5", "Bon opnieuw", CUSTOMER_MENU, "Drukt de laatste bon nog eens af, zonder wachtwoord."),
)

_CUSTOMER = (
    Action("edit", "w", "Wijzig", CUSTOMER_MENU, "Maakt een formulier; een letter gaat naar zijn veld, F2 slaat op."),
    Action("standard_text", "alt+l", "Standaardtekst", CUSTOMER_MENU, "Zet een vaste tekst in de melding die u typt."),
    Action("enrol_again", "i", "Inschrijven", CUSTOMER_MENU, "Schrijft een klant zonder lopend abonnement weer in."),
    Action("cancel_membership", "z", "Opzeggen", CUSTOMER_MENU, "Zegt het abonnement op; toont eerst de afrekening."),
    Action("withdraw", "u", "Opzegging intrekken", CUSTOMER_MENU, "Neemt een opzegging terug; kan tot de laatste dag."),
    Action("change_subscription", "c", "Ander abonnement", CUSTOMER_MENU, "Geeft een lid een ander abonnement."),
    Action("renew", "r", "Abonnement verlengen", CUSTOMER_MENU, "Verlengt het abonnement met een periode."),
    Action("block_card", "l", "Pas blokkeren", CUSTOMER_MENU, "Blokkeert een pas, of heft een blokkade op."),
    Action("replace_card", "m", "Vervangende pas", CUSTOMER_MENU, "Vervangt een pas; zegt eerst wat dat kost."),
    Action("add_card", "y", "Volgpas", CUSTOMER_MENU, "Geeft een pas erbij op naam van deze klant."),
    Action("primary_card", "h", "Hoofdpas kiezen", CUSTOMER_MENU, "Kiest welke pas de hoofdpas is."),
    Action(
        "give_plastic", "alt+p", "Pasje uitgegeven", CUSTOMER_MENU, "Noteert dat een pasje is afgedrukt en meegegeven."
    ),
    Action("password", "e", "Nieuw wachtwoord", CUSTOMER_MENU, "Geeft een nieuw eenmalig wachtwoord, met een bon."),
    Action("pin", "k", "PIN instellen", CUSTOMER_MENU, "Stelt een PIN van vier cijfers in."),
    Action(
        "bounce",
        "alt+o",
        "E-mail onbestelbaar",
        CUSTOMER_MENU,
        "Noteert dat mail niet aankomt, of dat het weer goed is.",
    ),
    Action("documents", "p", "Print klantgegevens", CUSTOMER_MENU, "Toont een document over de klant en drukt het af."),
    Action("access", "x", "Inzage gegevens", CUSTOMER_MENU, "Geeft alles wat van de klant bekend is (AVG)."),
    Action("family", "f", "Zelfde adres", CUSTOMER_MENU, "Toont wie er nog meer op dit adres woont."),
    Action("household", "s", "Seriemutatie", CUSTOMER_MENU, "Neemt een wijziging over bij klanten op hetzelfde adres."),
    Action("merge", "d", "Ontdubbelen", CUSTOMER_MENU, "Voegt twee keer dezelfde klant samen."),
    Action("swap", "alt+w", "Andersom", CUSTOMER_MENU, "Wisselt welke van de twee klanten blijft; S doet dat ook."),
    Action("unmerge", "t", "Ontdubbelen ongedaan", CUSTOMER_MENU, "Haalt een samengevoegde klant weer uit elkaar."),
    Action("remove", "alt+y", "Verwijder", CUSTOMER_MENU, "Verwijdert de klant; zegt wat dat in de weg staat."),
    Action("give_number", "g", "Geef klantnummer", CUSTOMER_MENU, "Geeft een klant met `nummer volgt` een nummer."),
    Action("tab_left", "left", "Tabblad links", CUSTOMER_MENU, "Gaat naar het tabblad links."),
    Action("tab_right", "right", "Tabblad rechts", CUSTOMER_MENU, "Gaat naar het tabblad rechts."),
    Action("leave", "q", "Quit", CUSTOMER_MENU, "Gaat terug naar waar u vandaan kwam."),
)

_RUNS = (
    Action("invoicing", "1", "Facturatie", FINANCE_MENU, "Factureert de contributie van een maand."),
    Action("dunning", "2", "Herinneringen", FINANCE_MENU, "Maant aan wie nog niet heeft betaald."),
    Action("collection", "3", "Incasso", FINANCE_MENU, "Maakt de bestanden voor de bank van een maand."),
    Action("bank_file", "4", "Bankbestand", FINANCE_MENU, "Boekt wat de bank meldt; lijst voor de balie."),
    Action("settling", "5", "Opzeggingen afrekenen", FINANCE_MENU, "Rekent af met wie opzegde."),
    Action("payouts", "6", "Uitbetalen", FINANCE_MENU, "Maakt het bestand waarmee geld teruggaat."),
    Action("look_again", "ctrl+n", "Opnieuw kijken", FINANCE_MENU, "Bekijkt opnieuw wat er nu te doen is."),
    Action("to_customer", "a", "Aan klant", FINANCE_MENU, "Boekt deze boeking van de bank bij een klant."),
    Action("set_aside", "l", "Opzij leggen", FINANCE_MENU, "Haalt een boeking van de lijst, met een reden."),
    Action("choose_all", "k", "Kies alles", FINANCE_MENU, "Kiest alle opzeggingen die kunnen, of geen."),
    Action("with_done", "t", "Afgehandeld", FINANCE_MENU, "Toont ook de opzeggingen die afgehandeld zijn."),
    Action("executed", "u", "Uitgevoerd", FINANCE_MENU, "Noteert dat de bank een betaalbestand heeft uitgevoerd."),
    Action("refund_account", "r", "Rekening", FINANCE_MENU, "Geeft een andere rekening om op terug te betalen."),
)

_TILL = (
    Action("sell", "w", "Verkoop", FINANCE_MENU, "Verkoopt artikelen zonder klant, met wisselgeld en een bon."),
    Action("take_from_till", "g", "Kasuitgave", FINANCE_MENU, "Boekt wat er uit de kas wordt betaald."),
    Action("take_sale_back", "x", "Verkoop terug", FINANCE_MENU, "Neemt een verkoop of uitgave van vandaag terug."),
    Action("cash_up", "7", "Kastelling", FINANCE_MENU, "Telt de kas en maakt het Z-rapport."),
    Action("z_reports", "8", "Z-rapporten", FINANCE_MENU, "Toont de kastellingen, zoals ze zijn afgedrukt."),
    Action("overviews", "9", "Overzichten", FINANCE_MENU, "Toont, drukt af en bewaart wat er is geboekt."),
    Action("save_csv", "ctrl+s", "CSV", FINANCE_MENU, "Bewaart het overzicht als bestand voor een rekenblad."),
    Action("print_overview", "ctrl+d", "Afdrukken", FINANCE_MENU, "Drukt het hele overzicht af."),
)

_MESSAGES = (
    Action("send_all", "1", "Versturen", MESSAGES_MENU, "Mailt en drukt af wat wacht; zegt eerst wat er gebeurt."),
    Action("send_letters", "2", "Alleen brieven", MESSAGES_MENU, "Drukt de brieven af; de mail blijft wachten."),
    Action("list_waiting", "3", "Wacht", MESSAGES_MENU, "Toont wat nog weg moet, en waarom iets niet kan."),
    Action("list_doubtful", "4", "Onzeker", MESSAGES_MENU, "Toont waarvan niemand weet of het weg is."),
    Action("list_failed", "5", "Mislukt", MESSAGES_MENU, "Toont wat is geweigerd, en waarom."),
    Action("list_sent", "6", "Verstuurd", MESSAGES_MENU, "Toont wat weg is, het nieuwste bovenaan."),
    Action("list_withdrawn", "7", "Ingetrokken", MESSAGES_MENU, "Toont wat niet meer nodig was of is ingetrokken."),
    Action("list_of_customer", "8", "Van een klant", MESSAGES_MENU, "Toont alles wat aan een klant is geschreven."),
    Action("look_anew", "9", "Opnieuw tellen", MESSAGES_MENU, "Telt opnieuw wat er nu wacht."),
    Action("prepare", "0", "Klaarzetten", MESSAGES_MENU, "Zet klaar wat er vandaag over leningen te melden is."),
)

_MESSAGE = (
    Action("withdraw_message", "i", "Intrekken", MESSAGE_MENU, "Stuurt dit bericht niet; vraagt waarom niet."),
    Action("queue_again", "o", "Opnieuw", MESSAGE_MENU, "Zet wat mislukte of ingetrokken is weer in de rij."),
    Action("went_out", "u", "Ging uit", MESSAGE_MENU, "Noteert dat een onzeker bericht toch weg is."),
    Action("did_not_go", "n", "Ging niet uit", MESSAGE_MENU, "Zet een onzeker bericht dat niet weg is weer in de rij."),
    Action("came_back", "t", "Onbestelbaar", MESSAGE_MENU, "Noteert dat de mail terugkwam; het wordt een brief."),
    Action("open_addressee", "k", "Klant", MESSAGE_MENU, "Opent de klant voor wie dit bericht is."),
)

_TITLES = (
    Action("change_title", "w", "Wijzig", TITLE_MENU, "Maakt van de titel een formulier; F2 slaat op."),
    Action("add_copy", "k", "Exemplaar erbij", TITLE_MENU, "Hangt een exemplaar aan de titel: scan het, of typ v."),
    Action("reserve", "r", "Reserveer", TITLE_MENU, "Reserveert de titel voor een klant: scan de pas, of zoek."),
    Action("title_history", "h", "Titelhistorie", TITLE_MENU, "Toont wat er met de titel is gedaan, en door wie."),
)

_ITEMS = (
    Action("to_title", "1", "Titel", ITEM_MENU, "Gaat naar de titel met al zijn exemplaren."),
    Action("placing", "2", "Plaatsing", ITEM_MENU, "Wijzigt waar het staat, en wat het is."),
    Action("item_notes", "3", "Notities", ITEM_MENU, "Wijzigt wat bij uitlenen of innemen wordt gemeld."),
    Action("item_history", "4", "Exemplaarhistorie", ITEM_MENU, "Toont wat ermee is gedaan, en door wie."),
    Action("change_item", "w", "Wijzig", ITEM_MENU, "Maakt van het exemplaar een formulier; F2 slaat op."),
    Action("reserve_item", "r", "Reserveer dit", ITEM_MENU, "Reserveert dit ene exemplaar voor een klant."),
    Action("missing", "m", "Vermist", ITEM_MENU, "Noteert dat het niet is waar het hoort te zijn."),
    Action("found", "g", "Gevonden", ITEM_MENU, "Zet een vermist exemplaar weer op binnen."),
    Action("write_off", "x", "Afschrijven", ITEM_MENU, "Schrijft dit exemplaar af; vraagt waarom."),
    Action("undo_write_off", "u", "Afschrijven terugdraaien", ITEM_MENU, "Kan tot 30 dagen na het afschrijven."),
    Action(
        "write_off_series", "ctrl+x", "Afschrijven in serie", ITEM_MENU, "Scan na scan; Spatie schrijft ze samen af."
    ),
    Action("provisional", "ctrl+n", "Voorlopig", ITEM_MENU, "Toont wat aan de balie onbekend was en is uitgeleend."),
    Action("written_off", "alt+u", "Afgeschreven", ITEM_MENU, "Toont wat de laatste 30 dagen is afgeschreven."),
    Action("list_search", "alt+l", "Zoeklijst", ITEM_MENU, "Toont wat volgens klanten terug is, om te zoeken."),
    Action("searched", "z", "Gezocht", ITEM_MENU, "Noteert dat het vandaag is gezocht, en niet gevonden."),
    Action("print_search_list", "ctrl+d", "Lijst afdrukken", ITEM_MENU, "Drukt af wat nu te zoeken is."),
    Action("confirm", "space", "Alles afschrijven", ITEM_MENU, "Schrijft af wat op de lijst staat."),
    Action("take_off", "delete", "Niet deze", ITEM_MENU, "Haalt het gemarkeerde exemplaar van de lijst."),
)

_HOLDS = (
    Action("list_pull", "1", "Kastlijst", HOLDS_MENU, "Toont wat u hier uit de kast moet halen."),
    Action("list_ready", "2", "Klaar", HOLDS_MENU, "Toont wat hier klaarstaat, of onderweg hierheen is."),
    Action("list_uncollected", "3", "Niet opgehaald", HOLDS_MENU, "Toont wat van de plank met reserveringen kan."),
    Action("list_open_holds", "4", "Alle reserveringen", HOLDS_MENU, "Toont alles wat loopt, de oudste bovenaan."),
    Action("holds_of", "5", "Van een klant", HOLDS_MENU, "Toont wat een klant heeft gereserveerd."),
    Action("holds_on", "6", "Van een titel", HOLDS_MENU, "Toont wie er op een titel wachten, op volgorde."),
    Action("place_hold", "7", "Reserveren", HOLDS_MENU, "Zoekt een titel en reserveert die voor een klant."),
)

_HOLD = (
    Action("put_ready", "g", "Klaarzetten", HOLD_MENU, "Zet dit exemplaar apart voor wie wacht; scannen doet dat ook."),
    Action("not_found", "n", "Niet gevonden", HOLD_MENU, "Meldt dat dit exemplaar niet in de kast staat: vermist."),
    Action("print_pull_list", "ctrl+d", "Lijst afdrukken", HOLD_MENU, "Drukt de kastlijst af, langs de kasten."),
    Action("cancel_hold", "a", "Annuleren", HOLD_MENU, "Annuleert de reservering; vraagt waarom."),
    Action("hold_priority", "v", "Voorrang", HOLD_MENU, "Geeft een andere prioriteit: 0 eerst, 5 gewoon, 9 laatst."),
    Action("keep_longer", "l", "Langer klaar", HOLD_MENU, "Houdt langer klaar wat nog niet is opgehaald."),
    Action("pause_hold", "u", "Uitstellen", HOLD_MENU, "Slaat de klant over tot een dag; de plaats in de rij blijft."),
    Action("resume_hold", "r", "Hervatten", HOLD_MENU, "Laat een uitgestelde reservering weer meedoen."),
    Action("collect_elsewhere", "t", "Afhalen bij", HOLD_MENU, "Laat het in een andere vestiging afhalen."),
    Action("hold_contact", "c", "Bericht via", HOLD_MENU, "Kiest hoe de klant van deze reservering hoort."),
    Action("hold_slip", "b", "Bon", HOLD_MENU, "Drukt de bon bij het exemplaar nog eens af."),
    Action("hold_queue", "w", "Wachtrij", HOLD_MENU, "Toont wie er nog meer op deze titel wachten."),
    Action("hold_customer", "k", "Klant", HOLD_MENU, "Opent de klant voor wie dit is."),
    Action("hold_done", "h", "Afgehandeld", HOLD_MENU, "Toont ook wat is afgehandeld, of alleen wat loopt."),
)

_BRANCH = (
    Action("working_date", "1", "Werkdatum", BRANCH_MENU, "Zet de dag waarop u boekt op een eerdere dag."),
    Action("today", "2", "Vandaag", BRANCH_MENU, "Zet de werkdatum weer op vandaag."),
    Action("switch_user", "3", "Wissel gebruiker", BRANCH_MENU, "Laat een ander verderwerken, zonder af te sluiten."),
    Action("calendar", "4", "Kalender", BRANCH_MENU, "Toont en wijzigt wanneer de vestiging open is."),
    Action("first_tab", "5", "Begintabblad", BRANCH_MENU, "Kiest waarmee deze werkplek opent: tabblad of Innemen."),
    Action("bons", "6", "Bonnen", BRANCH_MENU, "Toont wat niet is afgedrukt, en drukt het af."),
    Action("till", "7", "Kas", BRANCH_MENU, "Kiest in welke kas deze werkplek geld boekt."),
    Action("drop_bon", "w", "Niet meer nodig", BON_MENU, "Haalt de gekozen bonnen, of deze, van de lijst; Delete ook."),
    Action("bon_customer", "k", "Klant", BON_MENU, "Opent de klant voor wie deze bon is."),
    Action("day_closed", "g", "Gesloten", CALENDAR_MENU, "Deze dag is de vestiging dicht."),
    Action("day_fine_free", "b", "Boetevrij", CALENDAR_MENU, "Deze dag telt niet mee voor te-laat-geld."),
    Action("day_open", "o", "Open", CALENDAR_MENU, "Deze dag is de vestiging open, anders dan gewoonlijk."),
    Action("day_usual", "delete", "Gewoon", CALENDAR_MENU, "Deze dag is weer zoals elke week."),
    Action("day_period", "p", "Periode", CALENDAR_MENU, "Zet alle dagen van een periode in één keer, met opmerking."),
    Action("day_holidays", "f", "Feestdagen", CALENDAR_MENU, "Stelt de feestdagen van dit jaar voor als gesloten."),
    Action("day_working", "t", "Naar werkdatum", CALENDAR_MENU, "Gaat naar de dag waarop u werkt."),
)

_CLOSING = (
    Action("back", "escape", "Terug", CLOSE_MENU, "Gaat een stap terug; vraagt eerst als er iets verloren gaat."),
    Action("close", "f12", "Afsluiten", CLOSE_MENU, "Sluit deze klant af en maakt het scherm leeg."),
    Action("menu", "f10", "Menubalk", CLOSE_MENU, "Gaat naar de menubalk; daar kiezen letters, pijlen en Enter."),
    Action("help", "f1", "Hulp", CLOSE_MENU, "Toont de toetsen van dit scherm."),
    Action("palette", "ctrl+p", "Opdrachten", CLOSE_MENU, "Toont alle opdrachten; typ een deel van de naam."),
    Action("looks", "ctrl+t", "Kleuren", CLOSE_MENU, "Kiest de kleuren van het scherm; de keuze wordt onthouden."),
    Action("quit", "ctrl+q", "Balie afsluiten", CLOSE_MENU, "Stopt het programma."),
)

ACTIONS: tuple[Action, ...] = (
    *_COMMON,
    *(replace(action, tab="balie") for action in _DESK),
    *(replace(action, tab="klanten") for action in _CUSTOMER),
    *(replace(action, tab="financieel") for action in (*_RUNS, *_TILL)),
    *(replace(action, tab="berichten") for action in (*_MESSAGES, *_MESSAGE)),
    *(replace(action, tab="titels") for action in _TITLES),
    *(replace(action, tab="exemplaren") for action in _ITEMS),
    *(replace(action, tab="reserveringen") for action in (*_HOLDS, *_HOLD)),
    *(replace(action, tab="vestigingsbeheer") for action in _BRANCH),
    *_CLOSING,
    *(Action(f"go_{tab.id}", tab.key, tab.label, TAB_BAR, f"Gaat naar het tabblad {tab.label}.") for tab in TABS),
)

_KEY_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "delete": "Delete",
    "space": "Spatie",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "tab": "Tab",
    "ctrl": "Ctrl",
    "alt": "Alt",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_name(key: str) -> str:
    """How a key is written for people: `ctrl+p` is `Ctrl+P`, `escape` is `Esc`."""

    def name(part: str) -> str:
        return _KEY_NAMES.get(part, part.upper() if len(part) <= 3 else part.capitalize())

    return "+".join(name(part) for part in key.split("+"))


def with_keys(chosen: dict[str, str]) -> tuple[Action, ...]:
    """The actions with the keys somebody chose instead, by action id.

    Raises `Refusal` naming every id that does not exist and every key that would do two things.
    """
    import re

    known = {action.id for action in ACTIONS}
    wrong = [
        f"Toets voor '{name}': die opdracht bestaat niet. Bekend zijn: {', '.join(action.id for action in ACTIONS)}."
        for name in chosen
        if name not in known
    ]
    wrong += [
        f"Toets '{key}' voor '{name}' kan niet: kies f1 t/m f12, ctrl+ of alt+ en een letter (niet ctrl+h, i, j, m)."
        for name, key in chosen.items()
        if not re.fullmatch(r"f([1-9]|1[0-2])|ctrl\+[a-gk-ln-z]|alt\+[a-z0-9]", key)
    ]
    actions = tuple(replace(action, key=chosen.get(action.id, action.key)) for action in ACTIONS)
    by_key: dict[str, list[Action]] = {}
    for action in actions:
        by_key.setdefault(action.key, []).append(action)
    wrong += [
        f"De toets {key_name(key)} doet twee dingen: {one.label} en {other.label}. Kies voor een van beide een andere."
        for key, same in by_key.items()
        for one, other in combinations(same, 2)
        if one.tab == other.tab or not one.tab or not other.tab
    ]
    if wrong:
        raise Refusal(*wrong)
    return actions
