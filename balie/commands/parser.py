"""`balie` and its subcommands as click sees them: options, arguments, help, and which function does the work.

Imports click, and so is only imported when there is something to parse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from balie import __version__
from balie.commands import maintenance
from balie.commands.dutch import speak_dutch
from balie.options import DeskOptions, choose_till
from balie.refusal import Refusal
from balie.store.place import ENVIRONMENT, choose_store_path

_ABORTED = 1
_STORE_HELP = f"Bestand van de bibliotheek; anders {ENVIRONMENT}, anders de gewone plaats."


@dataclass(slots=True)
class _Call:
    """What the click functions need from outside, and what was said before the subcommand."""

    open_desk: Callable[[DeskOptions], int]
    environment: Mapping[str, str]
    today: Callable[[], date]
    store: str | None = None

    def store_path(self, asked: str | None = None) -> Path:
        return choose_store_path(asked or self.store, self.environment)


def run_click(
    argv: Sequence[str],
    open_desk: Callable[[DeskOptions], int],
    environment: Mapping[str, str],
    today: Callable[[], date],
) -> int:
    """Parse `argv` and do it; the exit status. Raises `Refusal`; usage errors are shown here, in Dutch."""
    speak_dutch()
    call = _Call(open_desk, environment, today)
    try:
        status = _desk.main(list(argv), prog_name="balie", standalone_mode=False, obj=call)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Afgebroken.", err=True)
        return _ABORTED
    return int(status or 0)


def _read_day(context: click.Context, option: click.Parameter, typed: str | None) -> date | None:
    from balie.dutch.dates import parse_date

    return _read_with(parse_date, context, option, typed)


def _read_working_date(context: click.Context, option: click.Parameter, typed: str | None) -> date | None:
    from balie.working_date import read_working_date

    return _read_with(read_working_date, context, option, typed)


def _read_with(
    read: Callable[[str, date], date], context: click.Context, option: click.Parameter, typed: str | None
) -> date | None:
    if typed is None:
        return None
    try:
        return read(typed, context.ensure_object(_Call).today())
    except Refusal as refusal:
        raise click.BadParameter(str(refusal), context, option) from refusal


_store_option = click.option("--bestand", "store", metavar="PAD", help=_STORE_HELP)
_working_date_option = click.option(
    "--werkdatum",
    "working_date",
    metavar="DD-MM-JJJJ",
    callback=_read_working_date,
    help="Dag waarop het werk wordt geboekt; anders vandaag.",
)


@click.group(
    invoke_without_command=True,
    options_metavar="[OPTIES]",
    subcommand_metavar="[OPDRACHT]",
    help="De balie van de bibliotheek. Zonder opdracht gaat de balie open; de eerste keer wordt het bestand gemaakt.",
)
@_store_option
@click.option("--bibliotheek", "library", metavar="NAAM", help="Bibliotheekbestand, bijvoorbeeld biblionet-drenthe.")
@click.option("--vestiging", "branch", metavar="NNNN", help="Vestiging waar wordt gewerkt, bijvoorbeeld 9428.")
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.option("--kas", "till", metavar="CODE", help="Kas van deze werkplek; anders BALIE_KAS, de instellingen of 1.")
@click.option("--muis", "mouse", is_flag=True, help="Zet de muis aan.")
@click.version_option(__version__, "--versie", message="%(prog)s %(version)s", help="Toon de versie.")
@click.pass_context
def _desk(
    context: click.Context,
    store: str | None,
    library: str | None,
    branch: str | None,
    staff: str | None,
    working_date: date | None,
    till: str | None,
    mouse: bool,
) -> int:
    call = context.ensure_object(_Call)
    if context.invoked_subcommand is None:
        chosen = choose_till(till, call.environment)
        return call.open_desk(DeskOptions(call.store_path(store), library, branch, staff, working_date, mouse, chosen))
    if any((library, branch, staff, working_date, till, mouse)):
        raise click.UsageError(f"Bij {context.invoked_subcommand} hoort vooraan alleen --bestand.", context)
    call.store = store
    return 0


@_desk.command("controle", options_metavar="[OPTIES]")
@_store_option
@click.option("--grondig", "thorough", is_flag=True, help="Vergelijk ook alle indexen; duurt langer.")
@click.pass_obj
def _check(call: _Call, store: str | None, thorough: bool) -> int:
    """Kijk of het bestand heel is en of de inhoud klopt."""
    return maintenance.check_store(call.store_path(store), thorough=thorough)


@_desk.command("backup", options_metavar="[OPTIES]", short_help="Maak een reservekopie, ook onder het werk.")
@click.argument("target", metavar="DOEL", type=click.Path(path_type=Path))
@_store_option
@click.option("--overschrijf", "overwrite", is_flag=True, help="Vervang DOEL als het al bestaat.")
@click.pass_obj
def _backup(call: _Call, target: Path, store: str | None, overwrite: bool) -> int:
    """Maak een gecontroleerde reservekopie; de balies kunnen doorwerken."""
    return maintenance.back_up_store(call.store_path(store), target, overwrite=overwrite)


@_desk.command("herstel", options_metavar="[OPTIES]")
@click.argument("source", metavar="BRON", type=click.Path(path_type=Path))
@_store_option
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.pass_obj
def _restore(call: _Call, source: Path, store: str | None, sure: bool) -> int:
    """Zet een reservekopie terug; wat er stond blijft bewaard."""
    return maintenance.restore_store(source, call.store_path(store), sure=sure)


@_desk.group("importeer", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT")
def _import() -> None:
    """Neem klanten of titels over uit een bestand."""


@_import.command("klanten", options_metavar="[OPTIES]")
@click.argument("file", metavar="BESTAND.csv", type=click.Path(path_type=Path))
@_store_option
@click.option("--proef", "trial", is_flag=True, help="Controleer alleen; er verandert niets.")
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.option(
    "--fouten",
    "bad_lines",
    metavar="PAD",
    type=click.Path(path_type=Path),
    help="Schrijf de foute regels in een bestand.",
)
@click.option("--vestiging", "branch", metavar="NNNN", help="Vestiging van klanten die er in het bestand geen hebben.")
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.pass_obj
def _import_customers(
    call: _Call,
    file: Path,
    store: str | None,
    trial: bool,
    sure: bool,
    bad_lines: Path | None,
    branch: str | None,
    staff: str | None,
    working_date: date | None,
) -> int:
    """Neem klanten over; eerst wordt het hele bestand gecontroleerd.

    Klanten worden herkend aan het klantnummer: nog eens importeren verandert niets. Zie docs/import.md.
    """
    from balie.commands.importing import import_customers

    options = DeskOptions(call.store_path(store), None, branch, staff, working_date)
    return import_customers(options, file, today=call.today(), sure=sure, trial=trial, bad_lines=bad_lines)


@_import.command("titels", options_metavar="[OPTIES]")
@click.argument("file", metavar="BESTAND.csv|.mrc", type=click.Path(path_type=Path))
@_store_option
@click.option("--proef", "trial", is_flag=True, help="Controleer alleen; er verandert niets.")
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.option(
    "--fouten", "bad_lines", metavar="PAD", type=click.Path(path_type=Path), help="Schrijf de fouten in een bestand."
)
@click.option(
    "--vestiging", "branch", metavar="NNNN", help="Vestiging van exemplaren die er in het bestand geen hebben."
)
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.pass_obj
def _import_titles(
    call: _Call,
    file: Path,
    store: str | None,
    trial: bool,
    sure: bool,
    bad_lines: Path | None,
    branch: str | None,
    staff: str | None,
    working_date: date | None,
) -> int:
    """Neem titels met hun exemplaren over, uit CSV of MARC 21; eerst wordt het hele bestand gecontroleerd.

    Titels worden herkend aan ISBN of titelnummer, exemplaren aan hun nummer: nog eens importeren verandert niets. Zie
    docs/import.md.
    """
    from balie.commands.importing_titles import import_titles

    options = DeskOptions(call.store_path(store), None, branch, staff, working_date)
    return import_titles(options, file, today=call.today(), sure=sure, trial=trial, bad_lines=bad_lines)


@_desk.command("berichten", options_metavar="[OPTIES]", short_help="Verstuur en druk af wat voor klanten klaarstaat.")
@_store_option
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.pass_obj
def _messages(call: _Call, store: str | None, sure: bool, staff: str | None, working_date: date | None) -> int:
    """Mail en druk af wat voor klanten klaarstaat: facturen, herinneringen en andere berichten.

    Eerst wordt getoond wat er wacht. Of een bericht nog klopt, wordt bij het versturen bekeken.
    """
    from balie.commands.messages import send_messages

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return send_messages(options, call.environment, today=call.today(), sure=sure)


@_desk.command("incasso", options_metavar="[OPTIES]", short_help="Zet de incasso van een maand klaar voor de bank.")
@_store_option
@click.option("--maand", "month", metavar="MM-JJJJ", help="Maand van incasso; anders de eerstvolgende die nog kan.")
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.pass_obj
def _collect(
    call: _Call, store: str | None, month: str | None, sure: bool, staff: str | None, working_date: date | None
) -> int:
    """Incasseer contributie: maak de bestanden (pain.008) die naar de bank gaan.

    Eerst wordt getoond wat er meegaat, en wat niet en waarom. Afgebroken werk gaat verder waar het was.
    """
    from balie.commands.collection import collect_month

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return collect_month(options, month, today=call.today(), sure=sure)


@_desk.command("uitbetaling", options_metavar="[OPTIES]", short_help="Reken opzeggingen af en betaal tegoed terug.")
@_store_option
@click.option("--week", "week", metavar="JJJJ-WW", help="Week van het bestand; anders deze week.")
@click.option(
    "--niet-gestorneerd",
    "not_reversed",
    metavar="NUMMER",
    multiple=True,
    help="Klant van wie is nagekeken dat de incasso niet is gestorneerd; mag vaker.",
)
@click.option(
    "--uitgevoerd",
    "executed_on",
    metavar="DD-MM-JJJJ",
    callback=_read_day,
    help="Noteer alleen dat de bank het bestand die dag heeft uitgevoerd.",
)
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.pass_context
def _pay_out(
    context: click.Context,
    store: str | None,
    week: str | None,
    not_reversed: tuple[str, ...],
    executed_on: date | None,
    sure: bool,
    staff: str | None,
    working_date: date | None,
) -> int:
    """Reken opzeggingen af waarvan de laatste dag voorbij is, en maak het bestand (pain.001) dat terugbetaalt.

    Er is één bestand per week; nog eens uitvoeren maakt hetzelfde en betaalt niets dubbel. Wat nog gestorneerd kan
    worden wacht 56 dagen.
    """
    from balie.commands.payouts import note_executed, pay_out_week

    call = context.ensure_object(_Call)
    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    if executed_on is None:
        return pay_out_week(options, week, not_reversed=not_reversed, today=call.today(), sure=sure)
    if not_reversed:
        raise click.UsageError("--uitgevoerd noteert alleen: laat --niet-gestorneerd weg.", context)
    return note_executed(options, week, executed_on, today=call.today())


@_desk.command("facturatie", options_metavar="[OPTIES]", short_help="Factureer de contributie van een maand.")
@_store_option
@click.option("--maand", "month", metavar="MM-JJJJ", help="Maand waarin de perioden beginnen; anders de eerstvolgende.")
@click.option("--aanmanen", "dunning", is_flag=True, help="Herinner wie niet betaalde, in plaats van te factureren.")
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.pass_context
def _invoice(
    context: click.Context,
    store: str | None,
    month: str | None,
    dunning: bool,
    sure: bool,
    staff: str | None,
    working_date: date | None,
) -> int:
    """Maak van alle abonnementen de perioden die in een maand beginnen, met hun facturen.

    Eerst wordt getoond wat het wordt, en wie niet meegaat en waarom. Nog eens uitvoeren factureert niets dubbel.
    """
    from balie.commands.invoicing import dun, invoice_month

    call = context.ensure_object(_Call)
    if dunning and month is not None:
        raise click.UsageError("--aanmanen gaat niet over één maand: laat --maand weg.", context)
    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    if dunning:
        return dun(options, today=call.today(), sure=sure)
    return invoice_month(options, month, today=call.today(), sure=sure)


@_desk.command("bankbestand", options_metavar="[OPTIES]", short_help="Boek wat de bank terugmeldt.")
@click.argument("file", metavar="BESTAND.xml", type=click.Path(path_type=Path))
@_store_option
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
@_working_date_option
@click.pass_obj
def _bank_file(
    call: _Call, file: Path, store: str | None, sure: bool, staff: str | None, working_date: date | None
) -> int:
    """Boek een bankbestand (camt.053 of camt.054): incasso's, storneringen, betaalde facturen en uitbetalingen.

    Eerst wordt getoond wat erin staat. Hetzelfde bestand nog eens boekt niets dubbel; wat niet te plaatsen is komt op
    een lijst voor de balie.
    """
    from balie.commands.bank import book_bank_file

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return book_bank_file(options, file, today=call.today(), sure=sure)


@_desk.command("opruimen", options_metavar="[OPTIES]", short_help="Vergeet wat niet langer bewaard mag worden.")
@_store_option
@click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
@_working_date_option
@click.pass_obj
def _tidy(call: _Call, store: str | None, sure: bool, working_date: date | None) -> int:
    """Vergeet persoonsgegevens die niet langer bewaard mogen worden; bedoeld voor elke dag."""
    from balie.commands.tidying import forget

    options = DeskOptions(call.store_path(store), working_date=working_date)
    return forget(options, today=call.today(), sure=sure)


@_desk.command("overzicht", options_metavar="[OPTIES]", short_help="Toon een financieel overzicht, of maak er CSV van.")
@click.argument("name", metavar="[NAAM]", required=False)
@_store_option
@click.option("--van", "first", metavar="DD-MM-JJJJ", default="", help="Eerste dag; anders de gewone periode.")
@click.option("--tot", "last", metavar="DD-MM-JJJJ", default="", help="Laatste dag, die meetelt; anders vandaag.")
@click.option("--vestiging", "branch", metavar="NNNN", default="", help="Alleen deze vestiging.")
@click.option("--kas", "till", metavar="CODE", default="", help="Alleen deze kas.")
@click.option("--csv", "csv_path", metavar="PAD", type=click.Path(path_type=Path), help="Schrijf naar dit bestand.")
@click.option("--overschrijf", "overwrite", is_flag=True, help="Vervang PAD als het al bestaat.")
@_working_date_option
@click.pass_obj
def _overview(
    call: _Call,
    name: str | None,
    store: str | None,
    first: str,
    last: str,
    branch: str,
    till: str,
    csv_path: Path | None,
    overwrite: bool,
    working_date: date | None,
) -> int:
    """Toon een overzicht: dagoverzicht, journaal, openstaande posten en meer. Zonder NAAM: welke er zijn."""
    from balie.commands.overviews import list_overviews, show_overview

    if name is None:
        return list_overviews()
    return show_overview(
        DeskOptions(call.store_path(store), working_date=working_date),
        name,
        today=call.today(),
        first=first,
        last=last,
        branch=branch,
        till=till,
        csv_path=csv_path,
        overwrite=overwrite,
    )
