"""`balie` and its subcommands as click sees them: options, arguments, help, and which function does the work.

Imports click, and so is only imported when there is something to parse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from balie import __version__
from balie.commands import maintenance
from balie.commands.click_options import COMPLETION, Call, staff_option, store_option, sure_option, working_date_option
from balie.commands.dutch import speak_dutch
from balie.commands.parser_imports import import_group
from balie.commands.parser_runs import RUNS
from balie.commands.where import places
from balie.dutch.text import clean
from balie.options import DeskOptions, choose_till

_ABORTED = 1


def run_click(
    argv: Sequence[str],
    open_desk: Callable[[DeskOptions], int],
    environment: Mapping[str, str],
    today: Callable[[], date],
) -> int:
    """Parse `argv` and do it; the exit status. Raises `Refusal`; usage errors are shown here, in Dutch."""
    speak_dutch()
    call = Call(open_desk, environment, today)
    try:
        status = _desk.main(list(argv), prog_name="balie", standalone_mode=False, obj=call)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Afgebroken.", err=True)
        return _ABORTED
    return int(status or 0)


@click.group(
    invoke_without_command=True,
    options_metavar="[OPTIES]",
    subcommand_metavar="[OPDRACHT]",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="De balie van de bibliotheek. Zonder opdracht gaat de balie open; de eerste keer wordt het bestand gemaakt.",
)
@store_option
@click.option("--bibliotheek", "library", metavar="NAAM", help="Bibliotheekbestand, bijvoorbeeld biblionet-drenthe.")
@click.option("--vestiging", "branch", metavar="NNNN", help="Vestiging waar wordt gewerkt, bijvoorbeeld 9428.")
@staff_option
@working_date_option
@click.option("--kas", "till", metavar="CODE", help="Kas van deze werkplek; anders BALIE_KAS, de instellingen of 1.")
@click.option("--muis", "mouse", is_flag=True, help="Zet de muis aan.")
@click.version_option(__version__, "--versie", "--version", message="%(prog)s %(version)s", help="Toon de versie.")
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
    call = context.ensure_object(Call)
    if context.invoked_subcommand is None:
        chosen = choose_till(till, call.environment)
        return call.open_desk(DeskOptions(call.store_path(store), library, branch, staff, working_date, mouse, chosen))
    if any((library, branch, staff, working_date, till, mouse)):
        raise click.UsageError(f"Bij {context.invoked_subcommand} hoort vooraan alleen --bestand.", context)
    call.store = store
    return 0


@_desk.command("controle", options_metavar="[OPTIES]")
@store_option
@click.option("--grondig", "thorough", is_flag=True, help="Vergelijk ook alle indexen; duurt langer.")
@click.option(
    "--beveilig", "mend", is_flag=True, help="Maak eerst opnieuw wat beveiligt en ontbreekt; sluit de balies."
)
@click.option(
    "--vanaf",
    "since",
    metavar="KOP",
    default="",
    help="Kijk ook of het logboek nog verder gaat op deze kop, zoals op een kastelling of bij een reservekopie.",
)
@click.pass_obj
def _check(call: Call, store: str | None, thorough: bool, mend: bool, since: str) -> int:
    """Kijk of het bestand heel is, of de inhoud klopt en of niemand het logboek heeft veranderd."""
    if mend:
        return maintenance.mend_store(call.store_path(store))
    return maintenance.check_store(call.store_path(store), thorough=thorough, since=since)


@_desk.command("backup", options_metavar="[OPTIES]", short_help="Maak een reservekopie, ook onder het werk.")
@click.argument("target", metavar="DOEL", type=click.Path(path_type=Path))
@store_option
@click.option("--overschrijf", "overwrite", is_flag=True, help="Vervang DOEL als het al bestaat.")
@click.pass_obj
def _backup(call: Call, target: Path, store: str | None, overwrite: bool) -> int:
    """Maak een gecontroleerde reservekopie; de balies kunnen doorwerken."""
    return maintenance.back_up_store(call.store_path(store), target, overwrite=overwrite)


@_desk.command("herstel", options_metavar="[OPTIES]", short_help="Zet een reservekopie terug.")
@click.argument("source", metavar="BRON", type=click.Path(path_type=Path))
@store_option
@sure_option
@click.option("--andere-bibliotheek", "other_library", is_flag=True, help="Ook een kopie van een andere bibliotheek.")
@click.option("--met-fouten", "with_findings", is_flag=True, help="Ook een kopie waarin niet alles in orde is.")
@click.pass_obj
def _restore(call: Call, source: Path, store: str | None, sure: bool, other_library: bool, with_findings: bool) -> int:
    """Zet een reservekopie terug; wat er stond blijft bewaard.

    Eerst wordt getoond van welk bestand de kopie is, en wat erin staat naast wat er nu is.
    """
    return maintenance.restore_store(
        source, call.store_path(store), sure=sure, other_library=other_library, with_findings=with_findings
    )


@_desk.command("waar", options_metavar="[OPTIES]", short_help="Zeg waar alles ligt.")
@store_option
@click.pass_obj
def _where(call: Call, store: str | None) -> int:
    """Zeg waar het bestand ligt, en alles wat erbij hoort: bonnen, bestanden voor de bank, instellingen, verslag."""
    for label, path in places(call.store_path(store), call.environment):
        click.echo(f"{label:<26} {clean(str(path))}")
    return 0


@_desk.command("oefenen", options_metavar="[OPTIES]", short_help="Oefen in een bibliotheek die niet bestaat.")
@click.option("--cursist", "learner", metavar="NAAM", help="Wie oefent; anders wie is ingelogd. Elk een eigen bestand.")
@click.option(
    "--bibliotheek", "library", metavar="NAAM", help="Met de tarieven van deze bibliotheek (naam of bestand)."
)
@working_date_option
@click.option(
    "--opnieuw", "afresh", is_flag=True, help="Begin met een nieuw oefenbestand; wat was gedaan blijft bekend."
)
@click.option("--les", "lesson", metavar="LES", help="Begin met deze les.")
@click.option(
    "--demo", "shown", metavar="LES", help="Laat de balie deze les voordoen; met komma's meer lessen, of alle."
)
@click.option(
    "--opname", "recorded", metavar="BESTAND", type=click.Path(path_type=Path), help="Neem het scherm op (asciicast)."
)
@click.option(
    "--opname-versie", "version", metavar="2|3", type=click.Choice(["2", "3"]), default="2", help="Van asciicast; 2."
)
@click.option("--voortgang", "progress", is_flag=True, help="Toon wat elke cursist op deze computer heeft gedaan.")
@click.option(
    "--csv", "target", metavar="DOEL", type=click.Path(path_type=Path), help="Schrijf de voortgang naar DOEL."
)
@click.option("--overschrijf", "overwrite", is_flag=True, help="Vervang DOEL of de opname die er al is.")
@click.option("--wis", "erase", is_flag=True, help="Vergeet wat deze cursist (--cursist) heeft gedaan.")
@click.pass_context
def _practise(
    context: click.Context,
    learner: str | None,
    library: str | None,
    working_date: date | None,
    afresh: bool,
    lesson: str | None,
    shown: str | None,
    recorded: Path | None,
    version: str,
    progress: bool,
    target: Path | None,
    overwrite: bool,
    erase: bool,
) -> int:
    """Oefen in een bibliotheek met verzonnen klanten. Niets gaat de deur uit: geen mail, geen papier, geen incasso."""
    call = context.ensure_object(Call)
    if progress or erase or target is not None:
        from balie.commands.practising import erase_progress, tell_progress

        if erase:
            return erase_progress(learner, call.environment)
        return tell_progress(learner, target, call.environment, overwrite=overwrite)
    from balie.practice.starting import PracticeWish, get_ready

    recording = None
    if recorded is not None:
        from balie.commands.practising import choose_recording

        recording = choose_recording(recorded, int(version), call.environment, overwrite=overwrite)
    wish = PracticeWish(learner, library, working_date, afresh, shown or lesson or "", shown is not None, recording)
    return call.open_desk(get_ready(wish, environment=call.environment))


@_desk.command("aanvullen", options_metavar="[OPTIES]", short_help="Laat de shell opdrachten aanvullen met Tab.")
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def _complete(shell: str) -> int:
    """Schrijf wat de shell nodig heeft; voor bash in ~/.bashrc: eval "$(balie aanvullen bash)"."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    completion = found(_desk, {}, "balie", COMPLETION)
    click.echo(completion.source_template % completion.source_vars())
    return 0


@_desk.command("bibliotheek", options_metavar="[OPTIES]", short_help="Kijk een bibliotheekbestand na.")
@click.argument("file", metavar="[BESTAND]", required=False)
@store_option
@click.option("--pad", "point", is_flag=True, help="Laat het bestand van de bibliotheek voortaan hiermee werken.")
@click.option("--andere-bibliotheek", "other_library", is_flag=True, help="Ook als zij anders heet.")
@click.option(
    "--schrijf",
    "target",
    metavar="DOEL",
    type=click.Path(path_type=Path),
    help="Schrijf wat nu geldt naar DOEL, en wat eigen is ernaast.",
)
@click.option("--overschrijf", "overwrite", is_flag=True, help="Vervang DOEL als het al bestaat.")
@click.pass_context
def _library(
    context: click.Context,
    file: str | None,
    store: str | None,
    point: bool,
    other_library: bool,
    target: Path | None,
    overwrite: bool,
) -> int:
    """Kijk een bibliotheekbestand na, met eigen sjablonen, lijsten en redenen ernaast; zonder BESTAND: welk geldt nu.

    BESTAND is een pad, of de naam van een bibliotheek die met Balie meekomt.
    """
    from balie.commands.library_file import check_library_file, point_at, tell_library

    call = context.ensure_object(Call)
    options = DeskOptions(call.store_path(store))
    if file is None:
        if point or other_library:
            raise click.UsageError("--pad en --andere-bibliotheek vragen een BESTAND.", context)
        return tell_library(options, target, today=call.today(), overwrite=overwrite)
    if target is not None or overwrite:
        raise click.UsageError("--schrijf en --overschrijf gaan over wat nu geldt: laat BESTAND weg.", context)
    if point:
        return point_at(file, options, today=call.today(), other_library=other_library)
    return check_library_file(file, options.store)


for _command in (import_group, *RUNS):
    _desk.add_command(_command)
