"""What one workstation remembers: read with care, written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.place import settings_path
from screens.host.looks import DEFAULT_LOOK
from screens.host.settings import Settings
from screens.keyboard.scan_end import ScanEnd


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "instellingen.json"


def test_the_environment_says_where_the_settings_are(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALIE_INSTELLINGEN", str(path))

    assert settings_path() == path


@pytest.mark.parametrize("chosen", [None, ""])
def test_without_it_they_are_in_the_users_configuration_folder(
    chosen: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BALIE_INSTELLINGEN", raising=False)
    if chosen is not None:
        monkeypatch.setenv("BALIE_INSTELLINGEN", chosen)

    assert settings_path().is_relative_to(tmp_path)
    assert settings_path().name == "instellingen.json"


@pytest.mark.parametrize("text", [None, "{}", '{"kleuren": "standaard", "toetsen": {}}', '{"later": 1}'])
def test_without_a_choice_everything_is_as_it_comes(path: Path, text: str | None) -> None:
    if text is not None:
        path.write_text(text, encoding="utf-8")
    settings = Settings(path)

    assert (settings.look, settings.keys) == (DEFAULT_LOOK, {})


def test_what_was_chosen_is_read(path: Path) -> None:
    path.write_text('{"kleuren": "hoog-contrast", "toetsen": {"search": "alt+q"}}', encoding="utf-8")
    settings = Settings(path)

    assert (settings.look, settings.keys) == ("hoog-contrast", {"search": "alt+q"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is niet te lezen"),
        ("{", "is niet te lezen"),
        ("kleuren: licht", "is niet te lezen"),
        ("[]", "is niet te lezen"),
        ('"licht"', "is niet te lezen"),
        ("null", "is niet te lezen"),
        ("[" * 100_000, "is niet te lezen"),
        ('{"kleuren": "roze"}', "kleuren 'roze' bestaan niet. Kies uit standaard, licht, hoog-contrast, terminal."),
        ('{"kleuren": 3}', "kleuren '3' bestaan niet"),
        ('{"kleuren": ["licht"]}', "bestaan niet. Kies uit standaard, licht, hoog-contrast, terminal."),
        ('{"toetsen": ["f7"]}', "toetsen moet een lijst zijn van opdracht en toets"),
        ('{"toetsen": {"search": 7}}', "toetsen moet een lijst zijn van opdracht en toets"),
        ('{"toetsen": null}', "toetsen moet een lijst zijn van opdracht en toets"),
        ('{"toetsen": {"zoek": "f7"}}', "Toets voor 'zoek': die opdracht bestaat niet. Bekend zijn: main, new, search"),
        ('{"toetsen": {"search": "enter"}}', "Toets 'enter' voor 'search' kan niet: kies f1"),
        ('{"begintabblad": "ksm"}', "begintabblad 'ksm' kan niet. Kies uit balie, innemen, klanten"),
        ('{"begintabblad": 2}', "begintabblad '2' kan niet"),
        ('{"scan-einde": "spatie"}', "scan-einde 'spatie' kan niet. Kies uit enter, tab."),
        ('{"scan-einde": ""}', "scan-einde '' kan niet. Kies uit enter, tab."),
        ('{"scan-einde": 9}', "scan-einde '9' kan niet. Kies uit enter, tab."),
        ('{"scan-einde": null}', "scan-einde 'None' kan niet. Kies uit enter, tab."),
        ('{"toetsen": {"search": "f2"}}', "De toets F2 doet twee dingen: OK en Klant zoeken."),
    ],
    ids=lambda text: text[:30],
)
def test_a_file_that_is_wrong_is_refused_by_name_and_left_alone(path: Path, text: str, told: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        Settings(path)

    (reason,) = refused.value.reasons
    assert str(path) in reason.text
    assert told in reason.text
    assert path.read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_refused(path: Path) -> None:
    path.write_bytes(b'{"kleuren": "\xff\xfe"}')

    with pytest.raises(Refusal, match="is niet te lezen"):
        Settings(path)


def test_a_folder_in_its_place_is_refused(path: Path) -> None:
    path.mkdir()

    with pytest.raises(Refusal, match="is niet te lezen"):
        Settings(path)


def test_a_chosen_look_is_remembered_with_the_keys(path: Path) -> None:
    path.write_text('{"toetsen": {"search": "alt+q"}}', encoding="utf-8")
    Settings(path).remember_look("licht")
    again = Settings(path)

    assert (again.look, again.keys) == ("licht", {"search": "alt+q"})


def test_the_folder_is_made_when_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "een" / "twee" / "instellingen.json"
    Settings(path).remember_look("licht")

    assert Settings(path).look == "licht"


def test_the_file_is_never_half_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(path).remember_look("licht")
    renamed: list[dict[str, object]] = []
    replace = os.replace

    def watched(aside: str | Path, target: str | Path) -> None:
        renamed.append(json.loads(Path(aside).read_text(encoding="utf-8")))
        assert Settings(Path(target)).look == "licht"
        replace(aside, target)

    monkeypatch.setattr(os, "replace", watched)
    Settings(path).remember_look("terminal")

    assert renamed == [{"kleuren": "terminal", "toetsen": {}}]
    assert Settings(path).look == "terminal"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_does_not_stop_the_desk(tmp_path: Path) -> None:
    in_the_way = tmp_path / "bestand"
    in_the_way.write_text("", encoding="utf-8")
    settings = Settings(in_the_way / "instellingen.json")
    settings.remember_look("licht")

    assert settings.look == "licht"


def test_without_a_file_nothing_is_kept() -> None:
    settings = Settings()
    settings.remember_look("licht")

    assert settings.look == "licht"
    assert Settings().look == DEFAULT_LOOK


def test_the_till_of_the_workstation_is_read_and_kept(path: Path) -> None:
    path.write_text('{"kas": "2"}', encoding="utf-8")
    settings = Settings(path)
    settings.remember_look("licht")

    assert settings.till == "2"
    assert Settings(path).till == "2"


def test_a_till_that_is_no_text_is_refused(path: Path) -> None:
    path.write_text('{"kas": 2}', encoding="utf-8")
    with pytest.raises(Refusal, match="kas moet een code zijn"):
        Settings(path)


def test_the_tab_to_open_with_is_kept_beside_the_rest(path: Path) -> None:
    path.write_text('{"kas": "2"}', encoding="utf-8")
    Settings(path).remember_start("innemen")
    again = Settings(path)

    assert (again.opens_with, again.first_tab, again.till) == ("innemen", "balie", "2")


def test_a_setting_that_is_none_is_told_and_kept(path: Path) -> None:
    path.write_text('{"toesten": {"search": "alt+q"}, "zomaar": 1}', encoding="utf-8")
    settings = Settings(path)
    assert settings.told.startswith("Instelling toesten bestaat niet: bedoelt u toetsen?")
    assert "Instelling zomaar bestaat niet: kies uit kleuren, toetsen, kas" in settings.told
    settings.remember_till("2")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert (kept["toesten"], kept["zomaar"], kept["kas"]) == ({"search": "alt+q"}, 1, "2")


def test_branch_and_printer_of_the_workplace_are_read_and_kept(path: Path) -> None:
    path.write_text('{"vestiging": "9428", "printer": "balie-1"}', encoding="utf-8")
    settings = Settings(path)
    assert (settings.branch, settings.printer, settings.told) == ("9428", "balie-1", "")
    settings.remember_till("2")
    assert (Settings(path).branch, Settings(path).printer) == ("9428", "balie-1")


@pytest.mark.parametrize("text", ['{"vestiging": 9428}', '{"printer": true}'])
def test_a_branch_or_printer_of_another_kind_is_refused(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="tussen aanhalingstekens"):
        Settings(path)


def test_how_the_scanner_ends_is_kept_when_something_else_is_chosen(path: Path) -> None:
    path.write_text('{"scan-einde": "tab"}', encoding="utf-8")
    Settings(path).remember_look("licht")
    assert (Settings(path).scan_end, Settings(path).look) == (ScanEnd.TAB, "licht")
