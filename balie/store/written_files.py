"""Every file that Balie ever writes: its name, who may read it, whose data it holds, and who tidies it when.

Tests compare this list with what is written while they run, and with the table in docs/personal-data.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PRIVATE = 0o600
"""Only its owner; in a folder that is shared its group too (`balie.store.sharing`)."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file. `name` is how it is told, `pattern` a regular expression of the whole name.

    `writers` are the modules, or modules and functions, that give the file its name; `holds` and `tidied` are English.
    """

    name: str
    pattern: str
    writers: tuple[str, ...]
    holds: str
    tidied: str
    mode: int = PRIVATE

    def matches(self, name: str, writer: str) -> bool:
        """Whether a file of this name, written there, is of this kind. `writer` is `balie/store/output.py:put`."""
        return writer.startswith(self.writers) and re.fullmatch(self.pattern, name, re.DOTALL) is not None


_PUT = ("balie/store/output.py:put",)
_ASKED = ("balie/store/output.py:give_name", "balie/store/output.py:_give_free_name")
_STORES = tuple(f"balie/store/{name}.py:" for name in ("building", "connection", "copying", "restore", "staging"))
_ASIDE = ("balie/store/aside.py:", "balie/store/output.py:written", *_STORES)
_BANK = ("balie/finance/collection/folder.py:",)
_DATED = r"[0-9]{8}-[0-9]{6}(?:-[0-9]+)?"
_BELONGS = r"(?:-wal|-shm|-journal|\.lock|\.berichten|\.nieuw)"
"""How a name ends that Balie gives to what belongs to a file, and no file that somebody names."""
_CHOSEN = rf"(?!.*{_BELONGS}$).+"
_STORE = rf"(?!\.)(?!.*(?:{_BELONGS}|\.(?:txt|xml|json|csv|log))$)(?!.+\.voor-(?:versie-|herstel\.)).+"

FILES: tuple[FileKind, ...] = (
    FileKind(
        "bibliotheek.balie",
        _STORE,
        tuple(f"balie/store/{name}" for name in ("connection.py:_make", "restore.py:restore", "staging.py:install")),
        "everybody",
        "never: it is the store; its `-wal` and `-shm` go when the last desk closes",
    ),
    FileKind(
        "bibliotheek.voor-versie-N.DATE.balie, bibliotheek.voor-herstel.DATE.balie",
        rf".+\.voor-(?:versie-[0-9]+|herstel)\.{_DATED}.*",
        ("balie/store/copying.py:", "balie/store/restore.py:_keep"),
        "everybody, also who was removed since",
        "the library, by hand, when it is no longer needed",
    ),
    FileKind(
        "a backup, a CSV, a list of mistakes: the name that was asked for",
        _CHOSEN,
        _ASKED,
        "everybody in it",
        "who asked for it",
    ),
    FileKind("bibliotheek.balie.lock", r".+\.lock", ("balie/store/turnstile.py:",), "nobody", "never: it is empty"),
    FileKind(
        "bibliotheek.balie.berichten",
        r".+\.berichten",
        ("balie/correspondence/one_sender.py:",),
        "nobody",
        "never: it is empty",
    ),
    FileKind(
        ".NAME.PROCESS.nieuw",
        r"\.+.+\.[0-9]+\.nieuw(?:-journal|-wal|-shm)?",
        _ASIDE,
        "who the finished file is about",
        "the program itself; what a killed one left: the next that writes the same name, and opruimen after an hour",
    ),
    FileKind(
        "bon-NUMBER.txt, brief-NUMBER.txt",
        r"(?:bon|brief)-[0-9]{8}(?:-duplicaat-[0-9]+)?\.txt",
        _PUT,
        "a customer; that of an enrolment a one-time password",
        "opruimen: after 30 days or with its row, with a password the day after; Verwijder",
    ),
    FileKind(
        "DOCUMENT-KLANTNUMMER-NUMBER.txt, inzage-KLANTNUMMER-NUMBER.json",
        r"[a-z-]+-(?:[0-9A-Z]{14}|zonder-nummer)-[0-9]{8}\.(?:txt|json)",
        _PUT,
        "a customer",
        "opruimen: after 30 days; Verwijder",
    ),
    FileKind(
        "brieven-NUMBER.txt",
        r"brieven-[0-9]{8}\.txt",
        _PUT,
        "up to 500 customers",
        "opruimen: when each letter was forgotten, 30 days; Verwijder cuts out a customer's own",
    ),
    FileKind(
        "overzicht-NAME-FIRST-LAST.txt, overzicht-NAME-FIRST-LAST.csv",
        r"overzicht-[a-z-]+-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}-[0-9]{2}-[0-9]{2}\.(?:txt|csv)",
        (*_PUT, *_ASKED),
        "customers that the overview names",
        "opruimen: after 30 days; Verwijder where the customer is in it",
    ),
    FileKind(
        "kastelling-BRANCH-TILL-NUMBER.txt",
        r"kastelling-[0-9]{4}-[^/]+-[0-9]{5}\.txt",
        _PUT,
        "nobody",
        "the library, by hand",
    ),
    FileKind(
        "incasso-MONTH-NUMBER.xml",
        r"incasso-[0-9]{4}-[0-9]{2}-[0-9]{3}\.xml",
        _BANK,
        "customers with their accounts",
        "opruimen: 56 days after the day of collection; Verwijder when it was collected",
    ),
    FileKind(
        "MESSAGE-ID.xml in bibliotheek-uitbetaling",
        r"[a-z0-9-]+\.xml",
        _BANK,
        "customers with their accounts",
        "opruimen: 56 days after it was carried out; Verwijder when it was",
    ),
    FileKind("instellingen.json", r".*instellingen.*\.json", _PUT, "nobody", "never"),
    FileKind(
        "fouten.log",
        r".+\.log",
        ("screens/program/crash.py:",),
        "nobody: where a mistake happened, and no value",
        "by hand",
    ),
)


def kinds_of(name: str, writer: str) -> list[FileKind]:
    """The kinds that a file of this name can be of, written there; none is a file that nobody accounts for."""
    return [kind for kind in FILES if kind.matches(name, writer)]
