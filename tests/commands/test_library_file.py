"""A store knows its library by what is in the file: it can be moved, copied and put back, and pointed at it again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from balie.commands.maintenance import restore_store
from balie.customers.cancelling.reasons import cancel_reasons
from balie.library.data_files import packaged_path
from balie.messages.receipts import template_named
from balie.opening import Opening
from balie.options import DeskOptions
from balie.refusal import Refusal
from balie.store.backup import backup
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester
from tests.support.command_line import Run

TODAY = date(2024, 4, 9)
NAME = 'name = "Biblionet Drenthe"'


def write_library(path: Path, old: str = NAME, new: str = NAME) -> Path:
    """A library file of one's own: that of Drenthe, with one text changed."""
    text = packaged_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
    assert old in text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def opened(store: Path, library: Path | str | None = None) -> tuple[str, str]:
    """Open a desk on the store (made where there is none); the website of its library, and what is told."""
    named = None if library is None else str(library)
    with Opening(DeskOptions(store, named, "9428", "ebt"), today=TODAY, make=True) as opening:
        desk = opening.desk()
        return desk.library.name, opening.notice


def setting(store: Path) -> str:
    with open_store(store) as opened:
        return str(opened.read("SELECT value FROM setting WHERE key = 'library'")[0][0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a library file and a store that was made for it."""
    folder = tmp_path / "balie"
    opened(folder / "b.balie", write_library(folder / "mijn.toml", NAME, 'name = "Mijn bibliotheek"'))
    return folder


def test_store_and_library_file_are_moved_together(folder: Path, tmp_path: Path) -> None:
    assert setting(folder / "b.balie") == "./mijn.toml"
    folder.rename(tmp_path / "elders")
    assert opened(tmp_path / "elders" / "b.balie") == ("Mijn bibliotheek", "")


def test_a_copied_folder_goes_by_its_own_library_file(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "proef")
    write_library(tmp_path / "proef" / "mijn.toml", NAME, 'name = "Mijn bibliotheek" # proef')
    opened(tmp_path / "proef" / "b.balie")
    with open_store(tmp_path / "proef" / "b.balie") as store:
        assert "# proef" in str(store.read("SELECT content FROM library_file")[0][0])


def test_a_path_of_before_is_remembered_from_the_store(folder: Path) -> None:
    with open_store(folder / "b.balie") as store:
        store.connection.execute("UPDATE setting SET value = ? WHERE key = 'library'", (str(folder / "mijn.toml"),))
        store.connection.execute("DELETE FROM library_file")
    assert opened(folder / "b.balie") == ("Mijn bibliotheek", "")
    assert setting(folder / "b.balie") == "./mijn.toml"


def test_a_file_that_moved_is_found_beside_the_store(tmp_path: Path) -> None:
    library = write_library(tmp_path / "etc" / "mijn.toml")
    store = tmp_path / "var" / "b.balie"
    opened(store, library)
    assert setting(store) == str(library)
    library.rename(store.with_name("mijn.toml"))
    assert opened(store)[1] == ""
    assert setting(store) == "./mijn.toml"


def test_without_the_file_the_copy_in_the_store_is_used_and_told(folder: Path) -> None:
    (folder / "mijn.toml").unlink()
    name, notice = opened(folder / "b.balie")
    assert name == "Mijn bibliotheek"
    assert "./mijn.toml is er niet: er is gewerkt met de kopie" in notice


def test_the_library_file_travels_in_the_backup(folder: Path, tmp_path: Path, balie: Run) -> None:
    backup(folder / "b.balie", tmp_path / "kopie.balie")
    shutil.rmtree(folder)
    store = tmp_path / "nieuwe computer" / "b.balie"
    assert restore_store(tmp_path / "kopie.balie", store, sure=True) == 0
    assert opened(store)[0] == "Mijn bibliotheek"
    assert balie("bibliotheek", "--bestand", store, "--schrijf", tmp_path / "terug.toml")[0] == 0
    assert balie("bibliotheek", "--bestand", store, tmp_path / "terug.toml", "--pad")[0] == 0
    assert opened(store) == ("Mijn bibliotheek", "")


def test_a_file_that_was_changed_is_kept_anew(folder: Path) -> None:
    write_library(folder / "mijn.toml", NAME, 'name = "Mijn bibliotheek" # nieuw')
    opened(folder / "b.balie")
    (folder / "mijn.toml").unlink()
    opened(folder / "b.balie")
    with open_store(folder / "b.balie") as store:
        assert "# nieuw" in str(store.read("SELECT content FROM library_file")[0][0])


def test_a_file_of_another_library_is_refused(folder: Path) -> None:
    write_library(folder / "mijn.toml", NAME, 'name = "Een andere"')
    with pytest.raises(Refusal, match=r"is van Een andere, en .* is van Mijn bibliotheek"):
        opened(folder / "b.balie")


def test_a_library_that_is_asked_for_must_be_that_of_the_store(folder: Path, tmp_path: Path) -> None:
    assert opened(folder / "b.balie", folder / "mijn.toml")[0] == "Mijn bibliotheek"
    with pytest.raises(Refusal, match="niet van achterhoekse-poort"):
        opened(folder / "b.balie", "achterhoekse-poort")
    other = write_library(tmp_path / "andere.toml", NAME, 'name = "Mijn bibliotheek"')
    with pytest.raises(Refusal, match=r"van dezelfde bibliotheek.*--pad"):
        opened(folder / "b.balie", other)


# The command.


def test_a_library_file_is_checked_before_the_desks_see_it(balie: Run, tmp_path: Path) -> None:
    good = write_library(tmp_path / "goed.toml")
    status, said, _ = balie("bibliotheek", good)
    assert (status, said.startswith(f"Het bibliotheekbestand {good} is in orde: Biblionet Drenthe, ")) == (0, True)
    bad = write_library(tmp_path / "fout.toml", NAME, "name = 5")
    (tmp_path / "reasons").mkdir()
    (tmp_path / "reasons" / "cancellation.toml").write_text("reasons = [")
    status, said, complained = balie("bibliotheek", bad)
    assert (status, said) == (1, "")
    first, *_, second = complained.splitlines()
    assert first.startswith("fout.toml: name: ")
    assert second.startswith(f"{tmp_path}/reasons/cancellation.toml: dit is geen geldige TOML")
    assert balie("bibliotheek", tmp_path / "weg.toml")[0] == 1
    assert balie("bibliotheek", "biblionet-drenthe")[0] == 0


def test_a_store_is_pointed_at_its_library_file_again(folder: Path, tmp_path: Path, balie: Run) -> None:
    store, moved = folder / "b.balie", tmp_path / "etc" / "mijn.toml"
    moved.parent.mkdir()
    (folder / "mijn.toml").rename(moved)
    assert balie("bibliotheek", "--bestand", store, "--pad", moved)[0] == 0
    assert setting(store) == str(moved)
    assert opened(store) == ("Mijn bibliotheek", "")


def test_a_library_of_another_name_is_only_pointed_at_when_it_is_said(folder: Path, tmp_path: Path, balie: Run) -> None:
    store, other = folder / "b.balie", write_library(tmp_path / "a.toml", NAME, 'name = "Nieuwe naam"')
    status, _, complained = balie("bibliotheek", "--bestand", store, other, "--pad")
    assert (status, "--andere-bibliotheek" in complained) == (1, True)
    assert opened(store)[0] == "Mijn bibliotheek"
    assert balie("bibliotheek", "--bestand", store, other, "--pad", "--andere-bibliotheek")[0] == 0
    assert opened(store)[0] == "Nieuwe naam"


def test_what_the_store_uses_must_be_in_the_file(folder: Path, tmp_path: Path, balie: Run) -> None:
    store = folder / "b.balie"
    with Opening(DeskOptions(store, staff="ebt"), today=TODAY) as opening:
        enrol_tester(opening.desk())
    text = (folder / "mijn.toml").read_text(encoding="utf-8")
    other = tmp_path / "zonder.toml"
    other.write_text(text.replace('"9428"', '"9499"').replace('"0045"', '"9945"'), encoding="utf-8")
    for arguments in ([], ["--pad"]):
        status, _, complained = balie("bibliotheek", "--bestand", store, other, *arguments)
        assert status == 1
        assert [line.split(",")[0] for line in complained.splitlines()] == [
            "Vestiging 9428 staat er niet in",
            "Abonnement 0045 staat er niet in",
        ]
    assert setting(store) == "./mijn.toml"


def test_without_a_file_it_is_told_which_one_goes(folder: Path, balie: Run, tmp_path: Path) -> None:
    store = folder / "b.balie"
    status, said, _ = balie("bibliotheek", "--bestand", store)
    assert (status, said.split(" werkt met ")[1].split(",")[0]) == (0, "Mijn bibliotheek")
    assert f"uit {folder}/mijn.toml" in said
    assert balie("bibliotheek", "--pad", "--bestand", store)[0] == 2
    status, _, complained = balie("bibliotheek", "--bestand", store, "--schrijf", folder / "mijn.toml", "--overschrijf")
    assert (status, "is een bestand dat Balie leest" in complained) == (1, True)


# Files of one's own beside it.


def own(folder: Path, *parts: str, old: str, new: str) -> Path:
    """A file of the library's own: the one that comes with Balie with a text changed."""
    text = packaged_path(*parts).read_text(encoding="utf-8")
    assert old in text
    path = folder.joinpath(*parts)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_templates_lists_and_reasons_of_ones_own_go_before(folder: Path) -> None:
    theirs = cancel_reasons()
    first = theirs[0].label
    own(folder, "reasons", "cancellation.toml", old=f'"{first}"', new='"Naar zee"')
    own(folder, "templates", "receipt-password.txt", old="\n", new="\nEIGEN SJABLOON\n")
    opened(folder / "b.balie")
    assert cancel_reasons()[0].label == "Naar zee"
    assert template_named("receipt-password").filename == str(folder / "templates" / "receipt-password.txt")
    opened(folder.parent / "ander.balie", "biblionet-drenthe")
    assert cancel_reasons() == theirs


@pytest.mark.parametrize(
    ("parts", "text", "told"),
    [
        (("reasons", "cancellation.toml"), "reasons = [{", "geen geldige TOML"),
        (("reasons", "cancellation.toml"), "[[reasons]]\ncode = 'x'\n", "hoort er niet in|ontbreekt"),
        (("reasons", "cancellation.toml"), "", "reasons ontbreekt"),
        (("customers", "lists.toml"), "roles = 5\n", "standard_notes ontbreekt"),
        (("finance", "waivers.toml"), "reasons = 5\n", "hoort er niet in"),
        (("catalogue", "materials.toml"), "[[materials]]\ncode = 'b'\n", "label ontbreekt"),
        (("collection", "return-codes.toml"), "[[codes]]\ncode='A'\ntext='b'\naction='c'\n", "hoort er niet in"),
        (("templates", "receipt-password.txt"), "{% if %}", "regel 1: dit is geen geldig sjabloon"),
        (("templates", "message-invoice.txt"), "Beste {{ customer_number }}", "moet met Onderwerp: beginnen"),
        (("templates", "receipt-password.txt"), "{{ geheim }}", "Balie kent hier geen geheim"),
    ],
)
def test_a_file_of_ones_own_that_cannot_be_used_is_refused(
    folder: Path, parts: tuple[str, ...], text: str, told: str, balie: Run
) -> None:
    path = folder.joinpath(*parts)
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(Refusal, match=told) as refused:
        opened(folder / "b.balie")
    assert str(path) in str(refused.value)
    assert balie("bibliotheek", folder / "mijn.toml")[0] == 1
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Refusal, match=r"UTF-8|geen geldig sjabloon"):
        opened(folder / "b.balie")


def test_every_list_and_template_that_comes_with_balie_can_be_ones_own(folder: Path) -> None:
    for kind in ("templates", "customers", "reasons", "finance", "catalogue", "collection"):
        shutil.copytree(packaged_path(kind), folder / kind)
    assert opened(folder / "b.balie")[0] == "Mijn bibliotheek"


OWN = {
    "reasons/cancellation.toml": ("reasons", "cancellation.toml"),
    "templates/receipt-password.txt": ("templates", "receipt-password.txt"),
}


@pytest.fixture
def with_own(folder: Path) -> dict[str, str]:
    """Own files beside the library file, of two kinds, seen by a desk; their texts."""
    first = cancel_reasons()[0].label
    own(folder, "reasons", "cancellation.toml", old=f'"{first}"', new='"Naar zee"')
    own(folder, "templates", "receipt-password.txt", old="\n", new="\nEIGEN SJABLOON\n")
    opened(folder / "b.balie")
    return {name: folder.joinpath(*parts).read_text(encoding="utf-8") for name, parts in OWN.items()}


def told_texts() -> tuple[str, bool]:
    """What the desk works with: the first reason, and whether the template is the library's own."""
    printed = template_named("receipt-password").render(password="", duplicate=False, width=40, **RECEIPT)
    return cancel_reasons()[0].label, "EIGEN SJABLOON" in printed


RECEIPT = dict.fromkeys(("library", "branch", "name", "number", "date", "website"), "x")


def test_own_files_travel_in_the_backup(folder: Path, with_own: dict[str, str], tmp_path: Path, balie: Run) -> None:
    before = told_texts()
    backup(folder / "b.balie", tmp_path / "kopie.balie")
    shutil.rmtree(folder)
    store = tmp_path / "nieuwe computer" / "b.balie"
    assert restore_store(tmp_path / "kopie.balie", store, sure=True) == 0
    opened(store)
    assert told_texts() == before == ("Naar zee", True)

    status, said, _ = balie("bibliotheek", "--bestand", store, "--schrijf", tmp_path / "terug.toml")
    assert (status, said.count("Eigen bestand: "), said.count("Het eigen bestand ")) == (0, 2, 2)
    assert {name: tmp_path.joinpath(*parts).read_text() for name, parts in OWN.items()} == with_own
    assert balie("bibliotheek", "--bestand", store, tmp_path / "terug.toml", "--pad")[0] == 0
    assert opened(store)[1] == ""
    assert told_texts() == before
    # What is of somebody else is not written over unasked.
    other = tmp_path / "elders" / "templates" / "receipt-password.txt"
    other.parent.mkdir(parents=True)
    other.write_text("van een ander")
    status, _, complained = balie("bibliotheek", "--bestand", store, "--schrijf", tmp_path / "elders" / "x.toml")
    assert (status, other.read_text(), list((tmp_path / "elders").glob("*.toml"))) == (1, "van een ander", [])
    assert f"{other} bestaat al" in complained


@pytest.mark.parametrize("gone", sorted(OWN))
def test_an_own_file_that_is_not_there_is_used_from_the_store_and_told(
    folder: Path, with_own: dict[str, str], gone: str, balie: Run
) -> None:
    before = told_texts()
    folder.joinpath(*OWN[gone]).unlink()
    for _ in range(2):
        notice = opened(folder / "b.balie")[1]
        assert f"zijn er niet: {gone}. " in notice
        assert f"`balie bibliotheek {folder}/mijn.toml --pad`" in notice
        assert told_texts() == before
    status, said, _ = balie("bibliotheek", "--bestand", folder / "b.balie", folder / "mijn.toml", "--pad")
    assert (status, f"Een eigen {gone} is er niet meer" in said) == (0, True)
    assert opened(folder / "b.balie")[1] == ""
    assert told_texts() != before


def test_an_own_file_that_was_changed_is_kept_anew(folder: Path, with_own: dict[str, str]) -> None:
    path = folder / "reasons" / "cancellation.toml"
    path.write_text(path.read_text().replace("Naar zee", "Naar de bergen"))
    opened(folder / "b.balie")
    path.unlink()
    opened(folder / "b.balie")
    assert cancel_reasons()[0].label == "Naar de bergen"


def test_own_files_are_those_of_one_store(folder: Path, with_own: dict[str, str]) -> None:
    opened(folder.parent / "ander.balie", "biblionet-drenthe")
    assert told_texts() != ("Naar zee", True)


def test_a_copy_that_is_used_is_told_by_a_command_too(folder: Path, balie: Run) -> None:
    assert balie("overzicht", "open-posten", "--bestand", folder / "b.balie")[2] == ""
    (folder / "mijn.toml").unlink()
    for command in (["overzicht", "open-posten"], ["opruimen", "--ja"], ["berichten"], ["facturatie", "--ja"]):
        complained = balie(*command, "--bestand", folder / "b.balie")[2]
        assert [line[:42] for line in complained.splitlines() if "kopie" in line] == [
            "Het bibliotheekbestand ./mijn.toml is er ni"[:42]
        ], command


def test_a_material_that_no_item_has_is_told_before_the_desks_see_the_file(tmp_path: Path, balie: Run) -> None:
    table = "\n[[lost.prices]]\nmaterial = {!r}\nprice = '15,00'\n\n[loans]"
    good = write_library(tmp_path / "goed.toml", "\n[loans]", table.format("dvd"))
    wrong = write_library(tmp_path / "fout.toml", "\n[loans]", table.format("dvdd"))
    assert balie("bibliotheek", str(good))[0] == 0
    status, _, told = balie("bibliotheek", str(wrong))
    assert status != 0
    assert "dvdd" in told
    assert "Kies uit boek, " in told
