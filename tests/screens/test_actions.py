"""One list of everything the desk can be told: each thing once, each thing done somewhere."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from string import ascii_lowercase

import pytest

import screens
from balie.refusal import Refusal
from screens.keyboard.action_rights import RIGHT_OF
from screens.keyboard.actions import (
    ACTIONS,
    BON_MENU,
    BRANCH_MENU,
    CALENDAR_MENU,
    CLOSE_MENU,
    CUSTOMER_MENU,
    DESK_MENU,
    FINANCE_MENU,
    HOLD_MENU,
    HOLDS_MENU,
    ITEM_MENU,
    MESSAGE_MENU,
    MESSAGES_MENU,
    TAB_BAR,
    TABS,
    TITLE_MENU,
    key_name,
    with_keys,
)
from screens.klanten.customer.button_row import BUTTONS
from screens.klanten.customer.customer import CustomerPage
from screens.klanten.customer.customer_head import TABS as CUSTOMER_TABS
from screens.pages.act import always_offered
from screens.pages.page import Page

IDS = {action.id for action in ACTIONS}
MOST_IN_FOOT = 6


def all_pages() -> list[type[Page]]:
    """Every page there is."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    found: list[type[Page]] = [Page]
    for page in found:
        found += [kind for kind in page.__subclasses__() if kind not in found]
    return [page for page in found if page.__module__.startswith("screens.")]


PAGES = all_pages()


def done_by(page: type[Page]) -> set[str]:
    return set(page.table())


def test_the_pages_are_found() -> None:
    assert {"BasicPage", "DetailsPage", "SubscriptionPage", "CustomerPage", "CustomerSearchPage"} <= {
        page.__name__ for page in PAGES
    }


@pytest.mark.parametrize("part", ["id", "key", "label", "help"])
@pytest.mark.parametrize("tab", [tab.id for tab in TABS])
def test_no_two_actions_of_a_tab_share_an_id_a_key_a_label_or_a_help_text(tab: str, part: str) -> None:
    counted = Counter(getattr(action, part) for action in ACTIONS if action.tab in ("", tab))

    assert [value for value, times in counted.items() if times > 1] == []


def test_an_id_is_of_one_action_whatever_the_tab() -> None:
    assert len(IDS) == len(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_done_by_a_page_or_goes_to_a_tab(action) -> None:
    assert any(action.id in done_by(page) for page in PAGES)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_stands_in_a_menu_and_is_explained_in_a_sentence(action) -> None:
    menus = (
        DESK_MENU,
        CUSTOMER_MENU,
        FINANCE_MENU,
        MESSAGES_MENU,
        MESSAGE_MENU,
        TITLE_MENU,
        ITEM_MENU,
        HOLDS_MENU,
        HOLD_MENU,
        BRANCH_MENU,
        CALENDAR_MENU,
        BON_MENU,
        CLOSE_MENU,
        TAB_BAR,
    )
    assert action.menu in menus
    assert action.label
    assert action.help[0].isupper()
    assert action.help.endswith(".")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_whatever_a_page_does_has_a_key_and_words(page: type[Page]) -> None:
    assert done_by(page) <= IDS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_the_foot_line_names_what_the_page_offers(page: type[Page]) -> None:
    assert set(page.FOOT) <= done_by(page)
    assert len(page.FOOT) == len(set(page.FOOT)) <= MOST_IN_FOOT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_what_is_written_to_do_an_act_is_named_in_a_table(page: type[Page]) -> None:
    named = {act.do for acts in page.table().values() for act in acts}
    written = {getattr(page, name) for name in dir(page) if name.startswith("do_")}
    above = {getattr(kind, name) for kind in page.__mro__[1:] for name in vars(kind) if name.startswith("do_")}

    assert written - above <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_an_act_is_told_twice_only_for_two_states_of_the_page(page: type[Page]) -> None:
    for acts in page.table().values():
        assert len(acts) == 1 or always_offered not in {act.offered for act in acts[:-1]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_two_acts_of_a_page_have_no_key_in_common(page: type[Page]) -> None:
    keys = {action.id: action.key for action in ACTIONS}

    assert [key for key, times in Counter(keys[name] for name in done_by(page)).items() if times > 1] == []


def test_the_buttons_of_the_customer_screen_do_actions_with_the_key_of_their_letter() -> None:
    keys = {action.id: action.key for action in ACTIONS}
    for button in BUTTONS:
        if not button.while_editing:
            assert keys[button.action] == button.letter
    assert len({button.letter for button in BUTTONS}) == len(BUTTONS)


def test_no_act_of_the_customer_screen_has_a_key_that_its_body_takes_first() -> None:
    keys = {action.id: action.key for action in ACTIONS}
    taken = {button.letter for button in BUTTONS if button.while_editing} | {tab.lower() for tab, _ in CUSTOMER_TABS}

    assert [name for name in done_by(CustomerPage) if keys[name] in taken] == []


def test_every_tab_is_reached_by_its_underlined_letter() -> None:
    assert {tab.label: tab.key for tab in TABS} == {
        "Balie": "alt+b",
        "Klanten": "alt+k",
        "Financieel": "alt+f",
        "Catalogus": "alt+c",
        "Exemplaren": "alt+e",
        "Titels": "alt+t",
        "Reserveringen": "alt+r",
        "Statistieken en selecties": "alt+s",
        "Berichten": "alt+i",
        "KSM": "alt+m",
        "Vestigingsbeheer": "alt+v",
    }


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("f1", "F1"),
        ("f12", "F12"),
        ("escape", "Esc"),
        ("enter", "Enter"),
        ("space", "Spatie"),
        ("tab", "Tab"),
        ("shift+tab", "Shift+Tab"),
        ("ctrl+p", "Ctrl+P"),
        ("alt+z", "Alt+Z"),
        ("alt+left", "Alt+←"),
        ("right", "→"),
        ("up", "↑"),
        ("down", "↓"),
        ("pageup", "PgUp"),
        ("pagedown", "PgDn"),
        ("i", "I"),
    ],
)
def test_a_key_is_written_as_it_stands_on_the_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name


def test_without_a_choice_the_keys_are_those_of_the_list() -> None:
    assert with_keys({}) == ACTIONS


def test_a_chosen_key_takes_the_place_of_the_usual_one() -> None:
    used = {action.key for action in ACTIONS}
    free = next(key for letter in ascii_lowercase if (key := f"alt+{letter}") not in used)
    changed = {action.id: action for action in with_keys({"search": free})}

    assert changed["search"].key == free
    assert {name: action for name, action in changed.items() if name != "search"} == {
        action.id: action for action in ACTIONS if action.id != "search"
    }


def test_two_actions_may_change_keys() -> None:
    changed = {action.id: action.key for action in with_keys({"search": "f8", "previous": "alt+z"})}

    assert (changed["search"], changed["previous"]) == ("f8", "alt+z")


def test_all_that_is_wrong_with_chosen_keys_is_told_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        with_keys({"zoek": "f7", "search": "f2", "previous": "ctrl+p", "opslaan": "f9"})

    assert [reason.text.partition(" Bekend zijn: main, new, search, ")[0] for reason in refused.value.reasons] == [
        "Toets voor 'zoek': die opdracht bestaat niet.",
        "Toets voor 'opslaan': die opdracht bestaat niet.",
        "De toets F2 doet twee dingen: OK en Klant zoeken. Kies voor een van beide een andere.",
        "De toets Ctrl+P doet twee dingen: Vorige klant en Opdrachten. Kies voor een van beide een andere.",
    ]


def test_an_act_that_takes_the_right_of_another_names_one_that_has_a_right() -> None:
    asked = {act.asks for page in PAGES for acts in page.table().values() for act in acts if act.asks}
    assert asked == {"new", "change_title"}
    assert asked <= RIGHT_OF.keys()
