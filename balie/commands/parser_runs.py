"""The commands for what is done every day, week or month, and for what it comes to, as click sees them.

Imports click, and so is only imported when there is something to parse.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from balie.commands.click_options import Call, read_day, staff_option, store_option, sure_option, working_date_option
from balie.options import DeskOptions


@click.command("berichten", options_metavar="[OPTIES]", short_help="Verstuur en druk af wat voor klanten klaarstaat.")
@store_option
@sure_option
@staff_option
@working_date_option
@click.pass_obj
def _messages(call: Call, store: str | None, sure: bool, staff: str | None, working_date: date | None) -> int:
    """Mail en druk af wat voor klanten klaarstaat: facturen, herinneringen en andere berichten.

    Eerst wordt getoond wat er wacht. Of een bericht nog klopt, wordt bij het versturen bekeken.
    """
    from balie.commands.messages import send_messages

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return send_messages(options, call.environment, today=call.today(), sure=sure)


@click.command("verlengen", options_metavar="[OPTIES]", short_help="Verleng automatisch wat bijna terug moet.")
@store_option
@staff_option
@working_date_option
@click.pass_obj
def _renew(call: Call, store: str | None, staff: str | None, working_date: date | None) -> int:
    """Verleng wat bijna terug moet, voor wie dat bij het abonnement heeft of wil (tabblad 7).

    Naar de regels van de balie, één keer per inleverdatum, hoe vaak dit ook loopt. `balie berichten` doet het ook, en
    verstuurt wat de klant ervan leest.
    """
    from balie.commands.messages import renew_automatically

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return renew_automatically(options, today=call.today())


@click.command("incasso", options_metavar="[OPTIES]", short_help="Zet de incasso van een maand klaar voor de bank.")
@store_option
@click.option("--maand", "month", metavar="MM-JJJJ", help="Maand van incasso; anders de eerstvolgende die nog kan.")
@sure_option
@staff_option
@working_date_option
@click.pass_obj
def _collect(
    call: Call, store: str | None, month: str | None, sure: bool, staff: str | None, working_date: date | None
) -> int:
    """Incasseer contributie: maak de bestanden (pain.008) die naar de bank gaan.

    Eerst wordt getoond wat er meegaat, en wat niet en waarom. Afgebroken werk gaat verder waar het was.
    """
    from balie.commands.collection import collect_month

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return collect_month(options, month, today=call.today(), sure=sure)


@click.command("uitbetaling", options_metavar="[OPTIES]", short_help="Reken opzeggingen af en betaal tegoed terug.")
@store_option
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
    callback=read_day,
    help="Noteer alleen dat de bank het bestand die dag heeft uitgevoerd.",
)
@sure_option
@staff_option
@working_date_option
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

    call = context.ensure_object(Call)
    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    if executed_on is None:
        return pay_out_week(options, week, not_reversed=not_reversed, today=call.today(), sure=sure)
    if not_reversed:
        raise click.UsageError("--uitgevoerd noteert alleen: laat --niet-gestorneerd weg.", context)
    return note_executed(options, week, executed_on, today=call.today())


@click.command("facturatie", options_metavar="[OPTIES]", short_help="Factureer de contributie van een maand.")
@store_option
@click.option("--maand", "month", metavar="MM-JJJJ", help="Maand waarin de perioden beginnen; anders de eerstvolgende.")
@click.option("--aanmanen", "dunning", is_flag=True, help="Herinner wie niet betaalde, in plaats van te factureren.")
@sure_option
@staff_option
@working_date_option
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

    call = context.ensure_object(Call)
    if dunning and month is not None:
        raise click.UsageError("--aanmanen gaat niet over één maand: laat --maand weg.", context)
    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    if dunning:
        return dun(options, today=call.today(), sure=sure)
    return invoice_month(options, month, today=call.today(), sure=sure)


@click.command("bankbestand", options_metavar="[OPTIES]", short_help="Boek wat de bank terugmeldt.")
@click.argument("file", metavar="BESTAND.xml", type=click.Path(path_type=Path))
@store_option
@sure_option
@staff_option
@working_date_option
@click.pass_obj
def _bank_file(
    call: Call, file: Path, store: str | None, sure: bool, staff: str | None, working_date: date | None
) -> int:
    """Boek een bankbestand (camt.053 of camt.054): incasso's, storneringen, betaalde facturen en uitbetalingen.

    Eerst wordt getoond wat erin staat. Hetzelfde bestand nog eens boekt niets dubbel; wat niet te plaatsen is komt op
    een lijst voor de balie.
    """
    from balie.commands.bank import book_bank_file

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return book_bank_file(options, file, today=call.today(), sure=sure)


@click.command("opruimen", options_metavar="[OPTIES]", short_help="Vergeet wat niet langer bewaard mag worden.")
@store_option
@sure_option
@staff_option
@working_date_option
@click.pass_obj
def _tidy(call: Call, store: str | None, sure: bool, staff: str | None, working_date: date | None) -> int:
    """Vergeet persoonsgegevens die niet langer bewaard mogen worden; bedoeld voor elke dag."""
    from balie.commands.tidy import forget

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return forget(options, today=call.today(), sure=sure)


@click.command("overzicht", options_metavar="[OPTIES]", short_help="Toon een financieel overzicht, of maak er CSV van.")
@click.argument("name", metavar="[NAAM]", required=False)
@store_option
@click.option("--van", "first", metavar="DD-MM-JJJJ", default="", help="Eerste dag; anders de gewone periode.")
@click.option("--tot", "last", metavar="DD-MM-JJJJ", default="", help="Laatste dag, die meetelt; anders vandaag.")
@click.option("--vestiging", "branch", metavar="NNNN", default="", help="Alleen deze vestiging.")
@click.option("--kas", "till", metavar="CODE", default="", help="Alleen deze kas.")
@click.option("--csv", "csv_path", metavar="PAD", type=click.Path(path_type=Path), help="Schrijf naar dit bestand.")
@click.option("--overschrijf", "overwrite", is_flag=True, help="Vervang PAD als het al bestaat.")
@working_date_option
@click.pass_obj
def _overview(
    call: Call,
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


@click.command("rechten", options_metavar="[OPTIES]", short_help="Toon welke rol wat mag.")
@store_option
@click.pass_obj
def _rights(call: Call, store: str | None) -> int:
    """Toon welke rol wat mag en tot welk bedrag, om na te kijken en te bewaren; `balie rechten | lp` drukt het af."""
    from balie.commands.rights import show_rights

    return show_rights(DeskOptions(call.store_path(store)), today=call.today())


@click.command(
    "instellingen", options_metavar="[OPTIES]", short_help="Wis de geboortedatum waarmee een instelling is ingevoerd."
)
@store_option
@click.option("--alle", "at_once", is_flag=True, help="Toon ze eerst allemaal en vraag het één keer.")
@staff_option
@working_date_option
@click.pass_obj
def _institutions(call: Call, store: str | None, at_once: bool, staff: str | None, working_date: date | None) -> int:
    """Toon welke instellingen een geboortedatum hebben en vraag van elk of die weg mag.

    Een instelling heeft geen geboortedatum; wie er vroeger een moest invullen, bedacht er een. Wat wordt gewist staat
    in het journaal.
    """
    from balie.commands.institutions import empty_dates

    options = DeskOptions(call.store_path(store), staff=staff, working_date=working_date)
    return empty_dates(options, today=call.today(), at_once=at_once)


RUNS = (
    _messages,
    _renew,
    _collect,
    _pay_out,
    _invoice,
    _bank_file,
    _tidy,
    _overview,
    _rights,
    _institutions,
)
"""In the order of the help."""
