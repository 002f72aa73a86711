"""Letters: pages of A4, the address where the window is, nothing wider than the paper."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.library.structs import Library
from balie.messages.drafts import WIDTH, Correspondent, MessageDraft, UnusableTemplate, render
from balie.messages.letters import PAGE_LINES, letter_pages, print_text
from balie.messages.outbox import Way

ON = date(2024, 4, 9)
TO = Correspondent(
    ("Mw. A. de Vries", "Kruisakkers 41", "9468 BG  ANNEN"), "Geachte mevrouw De Vries,", "2 9428 00007772 7", ""
)


def test_a_letter_of_one_page(poort: Library) -> None:
    (page,) = letter_pages(MessageDraft("Factuur 12", "U betaalt € 52,00.\n"), TO, poort, ON)
    assert page == (
        "     Bibliotheek Achterhoekse Poort\n"
        + "\n" * 7
        + "     Mw. A. de Vries\n"
        + "     Kruisakkers 41\n"
        + "     9468 BG  ANNEN\n"
        + "\n" * 5
        + "     9 april 2024\n"
        + "     Klantnummer: 2 9428 00007772 7\n"
        + "\n"
        + "     Betreft: Factuur 12\n"
        + "\n"
        + "     Geachte mevrouw De Vries,\n"
        + "\n"
        + "     U betaalt € 52,00.\n"
        + "\n"
        + "     Met vriendelijke groet,\n"
        + "\n"
        + "     Bibliotheek Achterhoekse Poort\n"
        + "     info@achterhoeksepoort.nl\n"
    )


def test_every_letter_of_a_print_job_begins_on_a_new_sheet(poort: Library) -> None:
    short = letter_pages(MessageDraft("Een", "Kort.\n"), TO, poort, ON)
    long = letter_pages(MessageDraft("Twee", "Regel.\n" * 100), TO, poort, ON)
    text = print_text([short, long, short])
    assert len(long) == 3
    assert text.count("\f") == 5
    assert text.endswith("\f")
    assert all(sheet.startswith("     Bibliotheek Achterhoekse Poort") for sheet in text.split("\f")[:-1])
    assert long[1].splitlines()[0].endswith("blad 2")
    assert "".join(long).count("Regel.") == 100


def test_a_letter_without_an_address_is_not_made(poort: Library) -> None:
    with pytest.raises(ValueError, match="without an address"):
        letter_pages(MessageDraft("Een", "Kort.\n"), Correspondent((), "Geachte heer,", None, ""), poort, ON)


@given(
    name=st.text(max_size=120),
    text=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=WIDTH), max_size=150),
    subject=st.text(max_size=200),
)
def test_no_line_is_wider_and_no_page_longer_than_the_paper(
    poort: Library, name: str, text: list[str], subject: str
) -> None:
    to = Correspondent((name or "x", "Kruisakkers 41", "9468 BG  ANNEN"), name, None, "")
    for page in letter_pages(MessageDraft(subject, "\n".join(text) + "\n"), to, poort, ON):
        lines = page.split("\n")
        assert len(lines) - 1 <= PAGE_LINES
        assert max(map(len, lines)) <= 80
        assert "\f" not in page


def test_a_template_gives_subject_and_text(poort: Library) -> None:
    absent = ("paid_until", "vat", "day", "iban", "account_name", "creditor", "creditor_id", "mandate", "account_end")
    data = dict.fromkeys(absent) | {
        "invoice": "12",
        "subscription": "Basis",
        "paid_from": "01-05-2024",
        "amount": "€ 54,00",
        "open": "€ 54,00",
        "by_transfer": "ja",
        "reference": "1234",
    }
    draft = render("invoice", data, poort, TO, Way.LETTER)
    assert draft.subject == "Factuur 12, contributie vanaf 01-05-2024"
    assert draft.text.startswith("Uw abonnement gaat verder.")
    assert max(map(len, draft.text.splitlines())) <= WIDTH


@pytest.mark.parametrize(("template", "data"), [("bestaat-niet", {}), ("invoice", {"invoice": "12"})])
def test_a_template_that_cannot_be_filled_is_told_without_what_it_was_to_tell(
    poort: Library, template: str, data: dict[str, str]
) -> None:
    with pytest.raises(UnusableTemplate) as told:
        render(template, {**data, "secret": "De Vries"}, poort, TO, Way.MAIL)
    assert "Vries" not in str(told.value)
    assert told.value.__cause__ is None
