"""The command line says everything in Dutch and ends with 0 (done), 1 (refused, with the reason) or 2 (wrong usage)."""

from __future__ import annotations

import io
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from balie import __version__
from balie.commands import DeskOptions, run
from balie.opening import Opening
from balie.refusal import Refusal
from balie.store.connection import Stamp, create_store, open_store
from balie.store.schema import VERSION
from tests.support.command_line import Run

ROOT = Path(__file__).parents[2]
TODAY = date(2024, 4, 9)
ENGLISH = re.compile(r"\b(usage|options?|commands?|error|invalid|missing|show|exit|help|no such|try|args?|the)\b", re.I)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bibliotheek.balie"
    create_store(path, {"library": "biblionet-drenthe"}).close()
    return path


def opened(*arguments: str, environment: dict[str, str] | None = None) -> tuple[int, DeskOptions]:
    """The status of opening the desk with these arguments, and the options it was opened with."""
    asked: list[DeskOptions] = []

    def open_desk(options: DeskOptions) -> int:
        asked.append(options)
        return 7

    status = run(arguments, open_desk, environment=environment or {}, today=lambda: TODAY)
    (options,) = asked
    return status, options


def test_without_a_subcommand_the_desk_is_opened() -> None:
    environment = {"BALIE_BESTAND": "/data/b.balie"}
    assert opened(environment=environment) == (7, DeskOptions(Path("/data/b.balie")))
    assert opened("--muis", environment=environment) == (7, DeskOptions(Path("/data/b.balie"), mouse=True))


def test_the_options_reach_the_desk() -> None:
    arguments = ["--bestand", "/data/b.balie", "--bibliotheek", "achterhoekse-poort", "--vestiging", "9428"]
    arguments += ["--medewerker", "ebt", "--werkdatum", "8-4-24", "--muis"]
    assert opened(*arguments) == (
        7,
        DeskOptions(Path("/data/b.balie"), "achterhoekse-poort", "9428", "ebt", date(2024, 4, 8), True),
    )


def test_the_till_is_that_of_the_option_else_of_the_environment() -> None:
    environment = {"BALIE_BESTAND": "/b", "BALIE_KAS": "BALIE2"}
    assert opened("--kas", "3", environment=environment)[1].till == "3"
    assert opened("--muis", environment=environment)[1].till == "BALIE2"
    assert opened(environment={"BALIE_BESTAND": "/b", "BALIE_KAS": ""})[1].till is None
    # Read by click, with an option that plain_options leaves to it.
    assert opened("--kas", "3", "--werkdatum=9-4-24", environment=environment)[1].till == "3"


@pytest.mark.parametrize("code", ["kas 1", "1/2", "balie-een", "١", "123456789"])
def test_a_till_that_is_no_code_is_refused(path: Path, code: str) -> None:
    with Opening(DeskOptions(path, till=code)) as opening, pytest.raises(Refusal, match=r"[Kk]as"):
        opening.desk()


def test_the_till_of_the_workstation_gives_way_to_the_one_asked_for(path: Path) -> None:
    for asked, workstation, till in ((None, None, "1"), (None, "7", "7"), ("3", "7", "3")):
        with Opening(DeskOptions(path, till=asked)) as opening:
            opening.stands_at(workstation)
            assert opening.desk().till == till


def test_the_option_goes_before_the_environment_and_that_before_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert opened("--bestand", "/a", environment={"BALIE_BESTAND": "/b"})[1].store == Path("/a")
    assert opened(environment={"BALIE_BESTAND": "/b"})[1].store == Path("/b")
    if sys.platform == "linux":
        assert opened()[1].store == Path("/data/balie/bibliotheek.balie")


def test_a_store_path_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ebt")
    assert opened("--bestand", "b.balie")[1].store == tmp_path / "b.balie"
    assert opened("--bestand", "~/b.balie")[1].store == Path("/home/ebt/b.balie")


def test_a_desk_that_refuses_to_open_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(options: DeskOptions) -> int:
        raise Refusal("Een reden.", "Nog een \x1b[31mreden.")

    for arguments in ([], ["--muis"]):
        assert run(arguments, refuse, environment={"BALIE_BESTAND": "/b"}) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.splitlines()[0] == "Een reden."
        assert "\x1b" not in told.err


def test_opening_the_desk_without_arguments_imports_no_click() -> None:
    code = (
        "import sys; from balie.commands import run;"
        "run([], lambda options: 0, environment={'BALIE_BESTAND': '/b'}); print('click' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "False"


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in ("controle", "backup", "herstel"))])
def test_the_help_is_dutch(balie: Run, arguments: list[str]) -> None:
    status, said, complained = balie(*arguments)
    assert (status, complained) == (0, "")
    assert said.startswith("Gebruik: balie")
    assert "Toon deze uitleg." in said
    assert ENGLISH.findall(said.replace("--help", "")) == []


def test_the_help_lists_what_there_is(balie: Run) -> None:
    said = balie("--help")[1]
    listed = said.partition("Opdrachten:")[2].split("\n")
    assert [line.split()[0] for line in listed if line.strip()] == [
        "aanvullen",
        "backup",
        "bankbestand",
        "berichten",
        "bibliotheek",
        "controle",
        "facturatie",
        "herstel",
        "importeer",
        "incasso",
        "instellingen",
        "oefenen",
        "opruimen",
        "overzicht",
        "rechten",
        "uitbetaling",
        "verlengen",
        "waar",
    ]
    assert set(re.findall(r"--[a-z]+", said)) == {
        "--bestand", "--bibliotheek", "--vestiging", "--medewerker", "--werkdatum", "--kas", "--muis", "--versie",
        "--help", "--version",
    }  # fmt: skip


def test_the_version(balie: Run) -> None:
    assert balie("--versie") == (0, f"balie {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lenen"], "Onbekende opdracht 'lenen'."),
        (["contrle"], "Bedoelt u 'controle'?"),
        (["--kleur"], "Onbekende optie '--kleur'."),
        (["--bestand"], "Bij optie '--bestand' hoort een waarde."),
        (["--muis=ja"], "Bij optie '--muis' hoort geen waarde."),
        (["--werkdatum", "30-02-2024"], "30-02-2024 bestaat niet"),
        (["--werkdatum", "morgen"], "dd-mm-jjjj"),
        (["--werkdatum", "01-01-2199"], "ligt in de toekomst"),
        (["--vestiging", "9428", "controle"], "Bij controle hoort vooraan alleen --bestand."),
        (["controle", "alles"], "Dit hoort er niet bij: alles"),
        (["backup"], "Er ontbreekt een gegeven: 'DOEL'."),
        (["herstel"], "Er ontbreekt een gegeven: 'BRON'."),
        (["backup", "a", "b"], "Dit hoort er niet bij: b"),
    ],
)
def test_wrong_usage_is_told_in_dutch(balie: Run, arguments: list[str], told: str) -> None:
    status, said, complained = balie(*arguments)
    assert (status, said) == (2, "")
    last = complained.splitlines()[-1]
    assert last.startswith("Fout: ")
    assert told in last
    assert ENGLISH.findall(complained.replace("--help", "")) == []


def test_wrong_usage_says_where_the_help_is(balie: Run) -> None:
    assert balie("lenen")[2].splitlines()[:2] == ["Gebruik: balie [OPTIES] [OPDRACHT]", "`balie --help` geeft uitleg."]
    assert balie("backup")[2].splitlines()[:2] == [
        "Gebruik: balie backup [OPTIES] DOEL",
        "`balie backup --help` geeft uitleg.",
    ]


def test_a_sound_store_passes_the_check(balie: Run, path: Path) -> None:
    for arguments in (["controle"], ["controle", "--grondig"], ["controle", "--bestand", path]):
        assert balie(*arguments) == (0, f"Het bestand {path} is in orde.\n", "")


def test_the_store_may_be_named_before_or_after_the_subcommand(balie: Run, tmp_path: Path) -> None:
    other = tmp_path / "ander.balie"
    create_store(other).close()
    assert balie("--bestand", other, "controle")[1] == f"Het bestand {other} is in orde.\n"
    assert balie("controle", "--bestand", other)[1] == f"Het bestand {other} is in orde.\n"


def test_an_unsound_store_fails_the_check_with_every_finding(balie: Run, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER journal_no_delete")
        connection.executemany("INSERT INTO counter VALUES (?, 0)", [(f"{number:02}",) for number in range(12)])
    status, said, complained = balie("controle")
    assert (status, said) == (1, "")
    assert "journal_no_delete ontbreekt" in complained
    assert "\n  08\n  09\n  en nog 2\n" in complained
    assert f"Het bestand {path} is niet in orde." in complained


def test_what_is_no_store_is_refused(balie: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("Beste collega")
    status, said, complained = balie("controle", "--bestand", tmp_path / "brief.txt")
    assert (status, said) == (1, "")
    assert complained.count("\n") == 1
    assert "is geen bestand van Balie" in complained


def test_a_backup_is_made_once(balie: Run, tmp_path: Path) -> None:
    target = tmp_path / "kopie.balie"
    assert balie("backup", target) == (0, f"De reservekopie staat in {target} en is gecontroleerd.\n", "")
    status, said, complained = balie("backup", target)
    assert (status, said) == (1, "")
    assert "bestaat al" in complained
    assert balie("backup", target, "--overschrijf")[0] == 0


@pytest.fixture
def saved(path: Path, balie: Run, stamp: Stamp) -> Path:
    """A backup of the store before a counter was put in it."""
    saved = path.with_name("kopie.balie")
    assert balie("backup", saved)[0] == 0
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES ('n', 1)")
    return saved


@pytest.fixture
def stamp() -> Stamp:
    from datetime import UTC, datetime

    return Stamp("ebt", "9428", datetime(2024, 4, 9, tzinfo=UTC), TODAY)


def counters(path: Path) -> int:
    with open_store(path) as store:
        return len(store.read("SELECT * FROM counter"))


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_nothing_is_restored_without_a_yes(
    balie: Run, path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    status, said, complained = balie("herstel", saved)
    assert (status, said) == (1, "")
    assert f"{saved} terugzetten in de plaats van {path}? [j/N]" in complained
    assert "Er is niets teruggezet." in complained
    assert counters(path) == 1


@pytest.mark.parametrize("sure", [True, False])
def test_a_backup_is_restored_and_the_old_file_kept(
    balie: Run, path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("" if sure else "ja\n"))
    status, said, _ = balie("herstel", saved, *(["--ja"] if sure else []))
    (kept,) = path.parent.glob("*voor-herstel*.balie")
    assert status == 0
    assert said == f"De reservekopie {saved} is teruggezet.\nWat er stond is bewaard als {kept}.\n"
    assert (counters(path), counters(kept)) == (0, 1)


def test_a_backup_that_is_none_is_refused_before_anything_is_asked(balie: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("Beste collega")
    status, _, complained = balie("herstel", tmp_path / "brief.txt")
    assert status == 1
    assert "is geen bestand van Balie" in complained
    assert "[j/N]" not in complained


def test_a_newer_store_is_refused_by_every_subcommand(balie: Run, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    content = path.read_bytes()
    for arguments in (["controle"], ["backup", path.with_name("k.balie")], ["herstel", path, "--ja"]):
        status, _, complained = balie(*arguments)
        assert (status, "nieuwere versie" in complained) == (1, True)
    assert path.read_bytes() == content


def test_breaking_off_is_told_and_ends_with_one(balie: Run, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(question: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("balie.commands.maintenance.ask", interrupt)
    status, _, complained = balie("herstel", saved)
    assert status == 1
    assert complained.strip() == "Afgebroken."


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--muis"],
        ["--bestand", "/tmp/a.balie", "--medewerker=ebt"],
        ["--bibliotheek", "x.toml", "--vestiging", "9428", "--werkdatum", "9-4-2024", "--muis"],
    ],
)
def test_plain_options_are_what_click_makes_of_them(argv: list[str]) -> None:
    from balie.commands.parser import run_click
    from balie.options import plain_options

    by_click: list[DeskOptions] = []

    def note(options: DeskOptions) -> int:
        by_click.append(options)
        return 0

    environment = {"BALIE_BESTAND": "/tmp/b.balie"}
    run_click(argv, note, environment, lambda: date(2024, 4, 9))
    assert by_click == [plain_options(argv, environment, date(2024, 4, 9))]


@pytest.mark.parametrize(
    "argv",
    [["controle"], ["--help"], ["--bestand"], ["--werkdatum", "31-04-2024"], ["--onbekend", "x"], ["--muis=1"]],
)
def test_anything_but_plain_options_is_left_to_click(argv: list[str]) -> None:
    from balie.options import plain_options

    assert plain_options(argv, {}, date(2024, 4, 9)) is None


@pytest.mark.parametrize(
    "command",
    [["importeer", "titels", "x.csv", "--proef"], ["facturatie"], ["overzicht", "dagoverzicht"], ["berichten"]],
)
def test_a_command_makes_no_store(balie: Run, path: Path, command: list[str]) -> None:
    path.unlink()
    status, _, complained = balie(*command)
    assert status == 1
    assert "bestaat nog niet. Start eerst de balie" in complained
    assert not path.exists()
