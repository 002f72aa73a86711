"""`balie importeer` as click sees it.

Imports click, and so is only imported when there is something to parse.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

import click

from balie.commands.click_options import Call, staff_option, store_option, sure_option, working_date_option
from balie.options import DeskOptions

if TYPE_CHECKING:
    from balie.commands.importing import CheckedT, DoneT, ImportKind

_FunctionT = TypeVar("_FunctionT", bound=Callable[..., object])


@click.group("importeer", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT")
def import_group() -> None:
    """Neem klanten, titels en wat er loopt over uit een bestand."""


class _Typed(TypedDict):
    """What was typed behind the name of an import."""

    file: Path
    store: str | None
    trial: bool
    sure: bool
    bad_lines: Path | None
    given_back: Path | None
    mapping: Path | None
    overwrite: bool
    branch: str | None
    staff: str | None
    working_date: date | None


def _import_options(file: str, *, mistakes: str, branch: str) -> Callable[[_FunctionT], _FunctionT]:
    """The file and the options of an import, with what it calls them."""

    def decorate(function: _FunctionT) -> _FunctionT:
        path = click.Path(path_type=Path)
        for option in (
            working_date_option,
            staff_option,
            click.option("--vestiging", "branch", metavar="NNNN", help=branch),
            click.option("--fouten", "bad_lines", metavar="PAD", type=path, help=mistakes),
            click.option(
                "--afgekeurd",
                "given_back",
                metavar="PAD",
                type=path,
                help="Schrijf wat niet meegaat in een bestand dat na verbeteren weer kan worden gelezen.",
            ),
            click.option(
                "--kolommen",
                "mapping",
                metavar="PAD.toml",
                type=path,
                help="Bestand dat zegt waar kolommen, vestigingen en codes voor staan.",
            ),
            click.option("--overschrijf", "overwrite", is_flag=True, help="Vervang die bestanden als ze al bestaan."),
            sure_option,
            click.option("--proef", "trial", is_flag=True, help="Controleer alleen; er verandert niets."),
            store_option,
            click.argument("file", metavar=file, type=path),
        ):
            function = option(function)
        return function

    return decorate


@import_group.command("klanten", options_metavar="[OPTIES]")
@_import_options(
    "BESTAND.csv",
    mistakes="Schrijf de foute regels in een bestand.",
    branch="Vestiging van klanten die er in het bestand geen hebben.",
)
@click.pass_obj
def _import_customers(call: Call, **typed: Unpack[_Typed]) -> int:
    """Neem klanten over; eerst wordt het hele bestand gecontroleerd.

    Klanten worden herkend aan het klantnummer: nog eens importeren verandert niets. Zie docs/import.md.
    """
    from balie.commands.importing_customers import CUSTOMERS

    return _import(call, CUSTOMERS, typed)


@import_group.command("titels", options_metavar="[OPTIES]")
@_import_options(
    "BESTAND.csv|.mrc|.xml",
    mistakes="Schrijf de fouten in een bestand.",
    branch="Vestiging van exemplaren die er in het bestand geen hebben.",
)
@click.pass_obj
def _import_titles(call: Call, **typed: Unpack[_Typed]) -> int:
    """Neem titels met hun exemplaren over, uit CSV of MARC 21 (ook XML); eerst wordt het hele bestand gecontroleerd.

    Titels worden herkend aan ISBN of titelnummer, exemplaren aan hun nummer: nog eens importeren verandert niets. Zie
    docs/import.md.
    """
    from balie.commands.importing_titles import TITLES

    return _import(call, TITLES, typed)


def _add(name: str, text: str, branch: str) -> None:
    """A command for files of lines that each tell one fact."""

    @import_group.command(name, options_metavar="[OPTIES]", help=f"{text} Zie docs/import.md.")
    @_import_options("BESTAND.csv", mistakes="Schrijf de foute regels in een bestand.", branch=branch)
    @click.pass_obj
    def _import_table(call: Call, **typed: Unpack[_Typed]) -> int:
        from balie.commands.importing_tables import TABLES

        return _import(call, TABLES[name], typed)


_HERE = "Op welke vestiging het wordt geboekt."
for _name, _text, _branch in (
    ("leningen", "Neem over wat klanten in bezit hebben.", "Vestiging van leningen die er in het bestand geen hebben."),
    ("reserveringen", "Neem over wie waarop wacht.", "Waar wordt afgehaald als het bestand dat niet zegt."),
    ("kosten", "Neem over wat klanten nog moeten betalen.", _HERE),
    ("notities", "Neem meldingen en opmerkingen bij klanten over.", _HERE),
    ("blokkades", "Neem over wie geblokkeerd is, en waarom.", _HERE),
    ("adressen", "Neem straat en plaats bij postcodes over.", _HERE),
):
    _add(_name, _text, _branch)


def _import(call: Call, kind: ImportKind[CheckedT, DoneT], typed: _Typed) -> int:
    from balie.commands.importing import Wishes, import_file

    options = DeskOptions(call.store_path(typed["store"]), None, typed["branch"], typed["staff"], typed["working_date"])
    wishes = Wishes(
        sure=typed["sure"],
        trial=typed["trial"],
        bad_lines=typed["bad_lines"],
        given_back=typed["given_back"],
        overwrite=typed["overwrite"],
        mapping=typed["mapping"],
    )
    return import_file(kind, options, typed["file"], wishes, today=call.today())
