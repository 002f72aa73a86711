"""What lies in the spool folder goes when its time is over, and with whom it is about."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from balie.customers.documents import preview, print_job
from balie.customers.privacy.removal import remove
from balie.desk import Desk
from balie.lending.history import forget_bons
from balie.messages.letters import print_text
from balie.messages.printing import deliver, print_receipt
from balie.messages.spool import cut_letters, discard_lists, letters_file, tidy_spool
from tests.support.applicants import enrol_tester
from tests.support.full_customer import full_customer

PASSWORD = "E47C 5M6C"


def later(desk: Desk, days: int) -> Desk:
    return replace(desk, working_date=desk.working_date + timedelta(days=days))


def names(desk: Desk) -> list[str]:
    return sorted(path.name for path in desk.spool.iterdir())


def lay(desk: Desk, *files: str, age: int = 0) -> list[Path]:
    """Files of nothing in the folder, last written `age` days before the working date."""
    desk.spool.mkdir(mode=0o700, exist_ok=True)
    made = [desk.spool / name for name in files]
    moment = (datetime(2024, 4, 9, 12).astimezone() - timedelta(days=age)).timestamp()
    for path in made:
        path.touch(mode=0o600)
        os.utime(path, (moment, moment))
    return made


def test_a_one_time_password_lies_there_for_one_day(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    print_receipt(desk, enrolled.receipt_id, PASSWORD)
    assert any(PASSWORD in path.read_text(encoding="utf-8") for path in desk.spool.iterdir())

    assert tidy_spool(desk) == 0
    assert tidy_spool(later(desk, 1)) == 1
    assert names(desk) == []


@pytest.mark.parametrize("forgets", ["tidy", "rows"])
def test_the_file_of_a_bon_goes_with_its_row_or_after_thirty_days(desk: Desk, forgets: str) -> None:
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO receipt (id, customer_id, branch, staff, template, data, made_on)"
            " VALUES (7, NULL, '9428', 'ebt', 'receipt-lending', '{}', '2024-04-09')"
        )
    lay(desk, "bon-00000007.txt", "bon-00000007-duplicaat-1.txt")
    work = tidy_spool if forgets == "tidy" else forget_bons

    work(later(desk, 30))
    assert len(names(desk)) == 2
    work(later(desk, 31))
    assert names(desk) == []


def test_the_file_of_a_bon_without_a_row_goes(desk: Desk) -> None:
    lay(desk, "bon-00000099.txt", "brief-00000098.txt")

    assert tidy_spool(desk) == 2


def test_what_is_made_for_somebody_lies_there_for_thirty_days(desk: Desk) -> None:
    over = lay(
        desk,
        *("inzage-29428000077727-00000001.json", "inzage-zonder-nummer-00000002.txt"),
        *(
            "overzicht-klant-29428000077727-00000003.txt",
            "overzicht-open-posten-2024-01-01-2024-01-31.csv",
            "bon-1.deel",
        ),
        age=31,
    )
    kept = lay(desk, "leenoverzicht-29428000077727-00000004.txt", age=30)
    kept += lay(desk, "kastelling-9428-1-00001.txt", "brieven-00000001.txt", "van-iemand-anders.doc", age=400)

    assert tidy_spool(desk) == len(over)
    assert names(desk) == sorted(path.name for path in kept)


def letter(number: str, name: str, pages: int = 1) -> list[str]:
    first = f"     Biblionet\n\n     {name}\n     Klantnummer: {number}\n"
    return [first, *(f"     Biblionet - blad {page}\n     {name}\n" for page in range(2, pages + 1))]


def test_only_ones_own_letter_is_cut_out_of_a_print_job(desk: Desk) -> None:
    letters = [letter("2 1", "Een"), letter("2 2", "Twee", 3), letter("2 3", "Drie", 2)]
    lay(desk)
    path = letters_file(desk.spool, 5)
    path.write_text(print_text(letters), encoding="utf-8")

    cut_letters(desk.spool, [4, 5], ["2 2"])

    assert path.read_text(encoding="utf-8") == print_text([letters[0], letters[2]])
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("marks", [["2 1"], []])
def test_a_job_of_one_letter_or_without_a_number_goes_whole(desk: Desk, marks: list[str]) -> None:
    lay(desk)
    path = letters_file(desk.spool, 5)
    path.write_text(print_text([letter("2 1", "Een")]), encoding="utf-8")

    cut_letters(desk.spool, [5], marks)

    assert not path.exists()


def test_a_list_with_somebody_in_it_goes_with_them(desk: Desk) -> None:
    one, other = lay(desk, "overzicht-open-posten-2024-01-01-2024-01-31.csv", "overzicht-journaal-2024.txt")
    one.write_text("29428000077727;Tester", encoding="utf-8")
    other.write_text("29428000077735;Ander", encoding="utf-8")

    discard_lists(desk.spool, ["29428000077727"])

    assert (one.exists(), other.exists()) == (False, True)


def test_nothing_that_was_written_of_somebody_outlives_their_removal(desk: Desk) -> None:
    """Also where the rows of the bons went before, and where they never had a number."""
    mark = "Qzwxj"
    customer_id = full_customer(desk, mark)
    other = enrol_tester(desk, surname="Blijft")
    for one in (customer_id, other.customer_id):
        deliver(print_job(desk, one, preview(desk, one, "leenoverzicht")))
    lay(desk, "bon-00000900.txt", "inzage-zonder-nummer-00000901.json")
    with desk.transaction() as tx:
        tx.execute(
            "UPDATE message SET print_job = 3, way = 'brief', state = 'sending' WHERE customer_id = ?", (customer_id,)
        )
        tx.journal("data shown", customer_id=customer_id, after={"document": "inzage", "serial": 901})
    letters_file(desk.spool, 3).write_text(print_text([letter("2 9428 0000 7772 7", mark)]), encoding="utf-8")

    remove(desk, customer_id)

    assert [name for name in names(desk) if not name.startswith("leenoverzicht")] == []
    assert not any(mark in path.read_text(encoding="utf-8") for path in desk.spool.iterdir())
    assert len(names(desk)) == 1
