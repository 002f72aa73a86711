"""A key that a message names does what the message says, wherever it can be read.

Every text of the program that names a key is found here by itself. `(Balie, F7)` is a key of the first page of that
tab, Alt and the letter of a tab works everywhere, and what else is named stands in the table below with the pages on
which it is told: a text that is in neither fails, until somebody says where it can be read.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from balie.customers.finding.entry import NumberLater
from balie.desk import Desk
from screens.keyboard.actions import ACTIONS, TABS, key_name
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running

TOP = Path(__file__).resolve().parents[2]
_KEY = re.compile(
    r"\bF(?:1[0-2]|[1-9])\b|\b(?:Alt|Ctrl)\+[A-Z0-9]\b|\bDelete\b|(?<=\()[A-Z](?=\))"
    r"|(?<=[Oo]p )[A-Z]\b(?!\.[A-Z])|(?<=[Mm]et )[A-Z]\b(?!\.)(?=[ .]|$)|(?<=: )[A-Z](?=\.)|(?<=dan )[A-Z]\b"
)
_ON_TAB = re.compile(r"\((Balie|Klanten|Financieel|Catalogus), (F1?[0-9])\)")
_HOMES = {
    "Balie": "screens.balie.lend_page:LendPage",
    "Klanten": "screens.klanten.enrolling.basic:BasicPage",
    "Financieel": "screens.financieel.home:FinancePage",
}
_NOT_READ_AT_THE_DESK = (
    "screens/keyboard/actions.py",  # the list itself
    "screens/keyboard/terminal_input.py",  # what terminals send
    "screens/keyboard/key_reader.py",
    "screens/first_frame.py",  # the foot line of the first page, held by its own test
    "screens/dialogs/help.py",
    "balie/importing/",
    "balie/dutch/payment_reference.py",
    "balie/commands/",
)
_TAB_KEYS = {key_name(tab.key) for tab in TABS}

LEND, RETURN = "screens.balie.lend_page:LendPage", "screens.balie.return_page:ReturnPage"
AT_HOME = "screens.balie.at_home:AtHomePage"
CUSTOMER = "screens.klanten.customer.customer:CustomerPage"
TITLE, ITEM = "screens.catalogus.title:TitlePage", "screens.exemplaren.item:ItemPage"
OVERVIEW = "screens.financieel.overviews.overview:OverviewPage"
PAYING = "screens.financieel.paying.paying:PayingPage"
RUN = "screens.financieel.runs.run_page:RunPage"
BONS = "screens.vestigingsbeheer.bons:BonsPage"
HOLDS = "screens.reserveringen.hold_list:HoldListPage"
ITEMS = "screens.exemplaren.home:ItemsPage"
TITLES = "screens.finding.title_search:TitleSearchPage"
RECORD = "screens.pages.record_page:RecordPage"
WRITE_OFF = "screens.exemplaren.write_off:WriteOffPage"
ANY = "screens.pages.page:Page"
DOCUMENTS = ("screens.klanten.papers.document:DocumentPage", "screens.klanten.papers.access:AccessPage")
BOX = ""
"""Told in a box that has the key as one of its own."""

TOLD: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "niets onbestelbaar. Vul het zo nodig in met Wijzig": ({"W": "edit"}, (CUSTOMER,)),
    "hoofdletters gezet. Ctrl+Z: zoals u het typte": ({"Ctrl+Z": ""}, (BOX,)),  # a key of the field itself
    "uit het tegoed (T)": ({"T": ""}, (BOX,)),  # the choice Tegoed of the field Waarmee, on the page that tells it
    "De klant heeft dit exemplaar al, tot": ({"F6": "extend"}, (LEND,)),
    "nog geen andere klant geopend. Zoek": ({"Alt+Z": "search"}, (ANY,)),
    "te-laat-geld geboekt. Betalen: F7": ({"F7": "pay"}, (LEND, AT_HOME)),
    "… geboekt. Betalen: F7": ({"F7": "pay"}, (AT_HOME,)),
    "scan eerst de pas van de klant. Innemen kan met F11": ({"F11": "other_side"}, (LEND,)),
    "ga daarheen met F8": ({"F8": "previous"}, (LEND,)),
    "geen klant geopend. Scan een pas, of zoek": ({"Alt+Z": "search"}, (LEND,)),
    "Er wordt nog een klant geholpen": ({"F12": "close", "Alt+N": "add_customer"}, (LEND,)),
    "F12: sluit deze sessie af en helpt de andere": ({"F12": "", "F8": ""}, (BOX,)),
    "Dit exemplaar is al te laat: verleng het": ({"F6": "extend"}, (LEND, AT_HOME)),
    "wat is uitgeleend, of ga naar In bezit": ({"F9": "in_bezit"}, (LEND,)),
    "houd het langer klaar (L), of annuleer (A)": ({"L": "keep_longer", "A": "cancel_hold"}, (HOLDS,)),
    "F6 verlengt de gekozen regels": ({"F6": "extend"}, (AT_HOME,)),
    " Met toestemming: F2.": ({"F2": "main"}, (AT_HOME,)),
    "waarvan verlengen is geweigerd. Verlengen: F6": ({"F6": "extend"}, (AT_HOME,)),
    "Uitlenen aan deze klant: F11": ({"F11": "other_side"}, (RETURN,)),
    "De inleverbus van een eerdere dag: Alt+D": ({"Alt+D": "book_drop"}, (RETURN,)),
    "geen exemplaar: F4, en scan": ({"F4": "undo_scan"}, (LEND, RETURN)),
    "Tot u weer Alt+D kiest": ({"Alt+D": "book_drop"}, (RETURN,)),
    "Tot u weer Ctrl+K kiest": ({"Ctrl+K": "waive"}, (RETURN,)),
    " F2: …": ({"F2": "main"}, (LEND, RETURN)),
    " F4: annuleren.": ({"F4": "undo_scan"}, (LEND, RETURN)),
    "en dan F2 of F4": ({"F2": "main", "F4": "undo_scan"}, (LEND, RETURN)),
    "Met N gaat u terug": ({"N": "", "F12": "close"}, (BOX,)),
    "Innemen zonder klant: F11": ({"F11": "other_side"}, (LEND,)),
    "F4 nog eens: de gemarkeerde regel": ({"F4": "undo_scan"}, (LEND, RETURN)),
    "Deze regel is de tweede scan": ({"F4": "undo_scan"}, (LEND, RETURN)),
    "F3 voert hem op": ({"F3": "new"}, (TITLES,)),
    "gezocht op …. Annuleren: F4": ({"F4": "undo_scan"}, ("screens.exemplaren.search_list:SearchListPage",)),
    "kwijt bij de klant (K), of vermist (M)": (
        {"K": "hold_customer", "M": "missing"},
        ("screens.exemplaren.search_list:SearchListPage",),
    ),
    "Veel tegelijk afschrijven: Ctrl+X": ({"Ctrl+X": "write_off_series"}, (ITEMS,)),
    "vul de titel aan (1, dan W)": ({"W": "change_title"}, (TITLE,)),
    "opgevoerd. Nog een: K": ({"K": "add_copy"}, (TITLE,)),
    "Delete haalt er een van de lijst": ({"Delete": "take_off"}, (WRITE_OFF,)),
    "F2 drukt het Z-rapport af": ({"F2": "main"}, ("screens.financieel.till.counted:CountedPage",)),
    "als CSV (Ctrl+S)": ({"Ctrl+S": "save_csv"}, (OVERVIEW,)),
    "Vooruit betalen (tegoed): Ctrl+G": ({"Ctrl+G": "keep_change"}, (PAYING,)),
    "trek die aanvraag eerst in (Alt+X)": (
        {"Alt+X": "withdraw_refund"},
        ("screens.financieel.paying.paying_out:PayingOutPage",),
    ),
    "of scheld het kwijt (Betalen, F7)": ({"F7": "pay"}, (CUSTOMER,)),
    "Teveel als tegoed (Ctrl+G)": ({"Ctrl+G": "keep_change"}, (PAYING,)),
    "F2 gaat verder waar het was": ({"F2": "main"}, (RUN,)),
    "geef eerst een volgpas (Y)": ({"Y": "add_card"}, (CUSTOMER,)),
    "geef eerst een nummer uit (G)": ({"G": "give_number"}, (CUSTOMER,)),
    "vervang het als dat nodig is (M)": ({"M": "replace_card"}, (CUSTOMER,)),
    "is weer een eigen klant. Openen": ({"Alt+Z": "search"}, (CUSTOMER,)),
    "F2 drukt de bevestiging af": ({"F2": "main"}, ("screens.klanten.membership.confirmation:ConfirmationPage",)),
    "op dit adres? Druk op S": ({"S": "household"}, (CUSTOMER,)),
    "Nieuwe klant: F3, en scan": ({"F3": "new"}, (CUSTOMER,)),
    "Kies eerst Wijzig (W)": ({"W": "edit"}, (CUSTOMER,)),
    "Zoeken op postcode en huisnummer: Alt+Z": ({"Alt+Z": "search"}, (CUSTOMER,)),
    "sla eerst op met F2": ({"F2": "main"}, (CUSTOMER,)),
    "Kijk ze na, en druk nog eens op F2": ({"F2": "main"}, (CUSTOMER,)),
    "Voorstel (A)": ({"A": "to_customer"}, ("screens.financieel.bank.bank_entry:BankEntryPage",)),
    "Postcode (T)": ({"T": ""}, (BOX,)),  # the label of a field, as Wise has it
    "Er is nog niet gezocht": ({"Alt+Z": "search"}, (ANY,)),
    "F2: u ziet aan een legitimatie": ({"F2": "", "F6": ""}, (BOX,)),
    "Niet afgedrukt. … Opnieuw: F2": ({"F2": "main"}, DOCUMENTS),
    "… Opnieuw: F2.": ({"F2": "main"}, DOCUMENTS),
    "niet afgedrukt. … Opnieuw: F5": ({"F5": "reprint"}, (ANY, LEND, RETURN, PAYING, CUSTOMER, HOLDS)),
    "Met H ziet u wat is afgehandeld": ({"H": "hold_done"}, (HOLDS,)),
    "F2 bewaart wat u typte": ({"F2": "main"}, (RECORD,)),
    "F2 bewaart uw wijziging": ({"F2": "main"}, (RECORD,)),
    "F2 bewaart hem": ({"F2": "main"}, ("screens.titels.title_form:NewTitlePage",)),
    "F2 drukt af wat u koos": ({"F2": "main", "F5": "reprint"}, (BONS,)),
    "Sluit die eerst af met Alt+B en F12": ({"F12": "close"}, (LEND,)),
    "F2 telt het nog eens": ({"F2": "main"}, (RETURN,)),
    "Zet In huis uit (Ctrl+N)": ({"Ctrl+N": "in_house"}, (RETURN,)),
    "zet In huis uit (Ctrl+N)": ({"Ctrl+N": "in_house"}, (RETURN,)),
    "Ctrl+N beëindigt het": ({"Ctrl+N": "in_house"}, (RETURN,)),
    "gebruik Alt+D bij Innemen": ({"Alt+D": "book_drop"}, (RETURN,)),
    "Ctrl+Q sluit af": ({"Ctrl+Q": "quit"}, (ANY,)),
    "Enter, F2 = verder": ({"F2": ""}, (BOX,)),
    "Enter, F2": ({"F2": ""}, (BOX,)),
    # What the coach of a practice desk says: its own keys, wherever one is.
    "Alt+Q hint · Alt+0 meer": ({"Alt+Q": "", "Alt+0": ""}, (BOX,)),
    "Alt+0 meer": ({"Alt+0": ""}, (BOX,)),
    "Alt+0 verder voordoen": ({"Alt+0": "", "Alt+Q": ""}, (BOX,)),
    "De opname is klaar": ({"Ctrl+Q": "quit"}, (ANY,)),
    "De les is klaar. Alt+0": ({"Alt+0": ""}, (BOX,)),
    "Delete": ({"Delete": ""}, (BOX,)),  # the name of the key
}
"""A piece of a text: what its keys do there (by the id of the action), and the pages where it is told."""


def texts() -> Iterator[tuple[str, str]]:
    """Module and text of all that is told anywhere, docstrings apart; of a text with values in it what is fixed."""
    for folder in ("balie", "screens"):
        for path in sorted(TOP.joinpath(folder).rglob("*.py")):
            name = path.relative_to(TOP).as_posix()
            if not name.startswith(_NOT_READ_AT_THE_DESK):
                yield from ((name, text) for text in _texts_in(ast.parse(path.read_text("utf-8"))))


def _texts_in(tree: ast.Module) -> Iterator[str]:
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            yield node.value


def keys_in(text: str) -> set[str]:
    """The keys that a text names and that are not those of a tab."""
    return set(_KEY.findall(_ON_TAB.sub("", text))) - _TAB_KEYS


NAMED = sorted({(module, text) for module, text in texts() if keys_in(text)})


def does(page: str, key: str) -> str:
    """The id of the action that a key stands for on a page; empty where it stands for none."""
    module, name = page.split(":")
    offering = getattr(importlib.import_module(module), name)
    found = (action.id for action in ACTIONS if key_name(action.key) == key and action.id in offering.table())
    return next(found, "")


@pytest.mark.parametrize(("module", "text"), NAMED, ids=[f"{module}: {text[:40]}" for module, text in NAMED])
def test_a_key_that_a_message_names_does_that_wherever_it_is_read(module: str, text: str) -> None:
    said = sorted((piece for piece in TOLD if piece in text), key=len)
    assert said, f"{module}: say in TOLD on which pages this is told: {text!r}"
    piece = said[-1]
    keys, pages = TOLD[piece]
    assert set(keys) == keys_in(text)
    for page in filter(None, pages):
        assert {key: does(page, key) for key in keys} == keys, page


def test_every_text_of_the_table_is_told_somewhere() -> None:
    unused = [piece for piece in TOLD if not any(piece in text for _, text in NAMED)]
    assert unused == []


@pytest.mark.parametrize(
    ("tab", "key"), sorted({found for _, text in texts() for found in _ON_TAB.findall(text)}), ids=str
)
def test_a_key_named_with_its_tab_is_one_of_the_first_page_there(tab: str, key: str) -> None:
    assert does(_HOMES[tab], key)


TYPED_V = {
    "balie/customers/finding/entry.py",
    "balie/customers/cards/new_card.py",
    "balie/catalogue/numbers.py",
    "balie/catalogue/items.py",
    "screens/klanten/cards/replace_card.py",
    "screens/klanten/customer/customer.py",
    "screens/klanten/cards/acts.py",
}
"""Who says `typ v`: each at a field, or in a box that stays open; elsewhere v is a letter key."""


def test_v_is_named_only_where_it_is_typed_in_a_field() -> None:
    assert {module for module, text in texts() if re.search(r"\btyp v\b", text)} <= TYPED_V


@pytest.mark.parametrize("wrong", ["29428000077728", "abc", "34104000000018"])
async def test_a_number_that_is_refused_leaves_the_box_where_v_makes_one(desk: Desk, wrong: str) -> None:
    customer_id = enrol_tester(desk, number=NumberLater()).customer_id
    async with running(desk) as driver:
        driver.app.start(driver.app.open_customer(customer_id))
        await driver.settle()
        await driver.keys("g", *wrong, "enter")
        assert "╭─ Klantnummer" in driver.text
        await driver.keys(*["backspace"] * 20, "v", "enter")
    assert desk.store.read("SELECT count(*) FROM card WHERE customer_id = ?", (customer_id,)) == [(1,)]
    assert desk.store.read("SELECT 1 FROM removal") == []
