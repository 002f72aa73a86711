"""Makes click speak Dutch.

Click takes its texts from gettext and offers no other way in; a compiled catalogue would have to be installed and
bound for the whole process. So its modules get another `_` and `ngettext` here, which look in one table. A test reads
the sources of click and fails when a text that a user can meet is missing.
"""

from __future__ import annotations

from importlib import import_module

MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "utils")
"""The modules of click with texts for users."""

TEXTS: dict[str, str] = {
    "Aborted!": "Afgebroken.",
    "Argument {name!r} takes {nargs} values.": "{name!r} vraagt {nargs} waarden.",
    "Choice({choices})": "Keuze({choices})",
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "Commands": "Opdrachten",
    "Confirm the action without prompting.": "Voer uit zonder te vragen.",
    "Could not open file {filename!r}: {message}": "Bestand {filename!r} kan niet worden geopend: {message}",
    "Did you mean {possibility}?": "Bedoelt u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Bedoelt u een van deze: {possibilities}?)",
    "Do you want to continue?": "Doorgaan?",
    "Error: invalid input": "Fout: ongeldige invoer",
    "Error: {message}": "Fout: {message}",
    "Error: The two entered values do not match.": "Fout: de twee waarden zijn niet gelijk.",
    "Got unexpected extra argument ({args})": "Dit hoort er niet bij: {args}",
    "Got unexpected extra arguments ({args})": "Dit hoort er niet bij: {args}",
    "Invalid value for {param_hint}: {message}": "Ongeldige waarde voor {param_hint}: {message}",
    "Invalid value: {message}": "Ongeldige waarde: {message}",
    "Missing argument": "Er ontbreekt een gegeven:",
    "Missing command.": "Er ontbreekt een opdracht.",
    "Missing option": "Er ontbreekt een optie:",
    "Missing parameter": "Er ontbreekt een gegeven:",
    "Missing parameter: {param_name}": "Er ontbreekt een gegeven: {param_name}",
    "Missing {param_type}": "Er ontbreekt: {param_type}",
    "No such command {name!r}.": "Onbekende opdracht {name!r}.",
    "No such option {name!r}.": "Onbekende optie {name!r}.",
    "Option {name!r} does not take a value.": "Bij optie {name!r} hoort geen waarde.",
    "Option {name!r} requires an argument.": "Bij optie {name!r} hoort een waarde.",
    "Option {name!r} requires {nargs} arguments.": "Bij optie {name!r} horen {nargs} waarden.",
    "Options": "Opties",
    "Positional arguments": "Gegevens",
    "Press any key to continue...": "Druk op een toets om door te gaan...",
    "Repeat for confirmation": "Herhaal ter bevestiging",
    "Show the version and exit.": "Toon de versie.",
    "Show this message and exit.": "Toon deze uitleg.",
    "Takes {nargs} values but 1 was given.": "Vraagt {nargs} waarden, maar kreeg er 1.",
    "Takes {nargs} values but {len} were given.": "Vraagt {nargs} waarden, maar kreeg er {len}.",
    "Try '{command} {option}' for help.": "`{command} {option}` geeft uitleg.",
    "Usage:": "Gebruik:",
    "Value must be an iterable.": "De waarde moet een lijst zijn.",
    "deprecated": "verouderd",
    "default: {default}": "standaard: {default}",
    "env var: {var}": "omgevingsvariabele: {var}",
    "required": "verplicht",
    "(dynamic)": "(wisselt)",
    "directory": "map",
    "file": "bestand",
    "path": "pad",
    "unknown error": "onbekende fout",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "{len_type} values are required, but {len_value} was given.": "Vraagt {len_type} waarden, niet {len_value}.",
    "{len_type} values are required, but {len_value} were given.": "Vraagt {len_type} waarden, niet {len_value}.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} bestaat niet.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} is een map.",
    "{name} {filename!r} is a file.": "{name} {filename!r} is een bestand.",
    "{name} {filename!r} is not executable.": "{name} {filename!r} kan niet worden uitgevoerd.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} kan niet worden gelezen.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} kan niet worden beschreven.",
    "{value!r} does not match the format {format}.": "{value!r} heeft niet de vorm {format}.",
    "{value!r} does not match the formats {formats}.": "{value!r} heeft geen van de vormen {formats}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} is geen ja of nee; kies uit: {states}",
    "{value!r} is not a valid UUID.": "{value!r} is geen geldige UUID.",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen geldig getal ({number_type}).",
    "{value!r} is not one of {choices}.": "{value!r} is niet een van {choices}.",
    "{value!r} is not {choice}.": "{value!r} is niet {choice}.",
    "{value} is not in the range {range}.": "{value} valt niet binnen {range}.",
}
"""Click's text and ours; what stands in braces is the same in both."""


def translate(text: str) -> str:
    """The Dutch for a text of click; the text itself when it is not in the table."""
    return TEXTS.get(text, text)


def translate_count(one: str, many: str, count: int) -> str:
    """The Dutch for the form of a text of click that goes with `count`."""
    return translate(one if count == 1 else many)


def speak_dutch() -> None:
    """From now on every text of click in this process is Dutch."""
    for name in MODULES:
        module = import_module(f"click.{name}")
        for name_there, ours in (("_", translate), ("ngettext", translate_count)):
            if hasattr(module, name_there):
                setattr(module, name_there, ours)
