"""Printing bons and documents: to a text file in the spool folder, or to a CUPS queue where the library file names one.

A bon is rendered (`prepare`), delivered (`deliver`, which may wait for a printer and touches no store, so that it can
run off the event loop) and its fate recorded (`record`). `print_receipt` does the three in a row. Whatever happens to
the printer, the enrolment stands and the bon stays in the queue with the reason. A document (`documents.print_job`) is
delivered in the same way, but not queued: it is made anew from the store.
"""

from __future__ import annotations

import errno
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from balie.messages.receipts import render_receipt
from balie.refusal import Refusal
from balie.store.output import put
from balie.store.sharing import make_shared_folder

if TYPE_CHECKING:
    from balie.desk import Desk

LETTER = "letter-"
"""How the names of templates of letters begin."""
LETTER_WIDTH = 80
PAGE_END = "\f"
"""What ends a page: the printer takes the next sheet."""
PATIENCE = 10.0
"""Seconds after which a printer that says nothing has failed."""


_WHY = {
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.EACCES: "geen schrijfrechten",
    errno.EPERM: "geen schrijfrechten",
    errno.EROFS: "de schijf is alleen te lezen",
    errno.EEXIST: "dat is geen map",
    errno.ENOTDIR: "dat is geen map",
}


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A bon or document ready to be delivered. The text may hold a password: it never shows in a repr or a log.

    `receipt_id` is None for a document, which is not in the queue; `what` says which of the two it is (with `de`).
    """

    receipt_id: int | None
    text: str = field(repr=False)
    spool: Path
    file_name: str
    queue: str | None
    what: str = "bon"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a bon: `failure` is empty, or says in Dutch why it did not come out; `place` where it is."""

    failure: str
    place: str

    @property
    def printed(self) -> bool:
        """Whether it came out."""
        return not self.failure


def print_receipt(desk: Desk, receipt_id: int, password: str | None = None) -> Outcome:
    """Print a bon of the queue and record what became of it; a failing printer is an outcome, not an error.

    `password`, in the groups in which it is shown, is only printed as long as the bon has not been; after that the bon
    is a duplicate without it. Raises `Refusal` when there is no such bon or the store cannot be written.
    """
    job = prepare(desk, receipt_id, password)
    outcome = deliver(job)
    record(desk, job, outcome)
    return outcome


def prepare_last(desk: Desk) -> PrintJob:
    """The last bon of this staff member at this branch once more: DUPLICAAT, without the password (F5).

    Raises `Refusal` when there is none.
    """
    row = desk.store.read_one(
        "SELECT id FROM receipt WHERE branch = ? AND staff = ? ORDER BY id DESC LIMIT 1",
        (desk.branch.number, desk.staff),
    )
    if row is None:
        raise Refusal("Er is nog geen bon om opnieuw af te drukken.")
    return prepare(desk, row[0])


def prepare(desk: Desk, receipt_id: int, password: str | None = None) -> PrintJob:
    """Render a bon of the queue; a duplicate from the second copy on. Raises `Refusal` when there is no such bon.

    A letter that waits among the bons is as wide as paper.
    """
    row = desk.store.read_one("SELECT template, data, copies FROM receipt WHERE id = ?", (receipt_id,))
    if row is None:
        raise Refusal("Deze bon bestaat niet meer: hij is met de klant verwijderd. Er is niets afgedrukt.")
    template, data, copies = row
    printing = desk.library.printing
    what, width = ("brief", LETTER_WIDTH) if template.startswith(LETTER) else ("bon", printing.receipt_width)
    text = render_receipt(template, json.loads(data), width=width, password=password, duplicate=copies > 0)
    suffix = f"-duplicaat-{copies}" if copies else ""
    name = f"{what}-{receipt_id:08d}{suffix}.txt"
    return job_of(desk, text, name, receipt_id=receipt_id, what=what)


def printer_of(desk: Desk) -> str | None:
    """The CUPS queue that this desk prints on; None where bons become files, as all do where people practise."""
    return None if desk.is_practice else desk.library.printing.queue


def job_of(desk: Desk, text: str, file_name: str, *, receipt_id: int | None = None, what: str = "afdruk") -> PrintJob:
    """A text as a job of this desk. On every page of what comes from a practice desk stands that it is not valid."""
    if desk.is_practice:
        text = _not_valid(text, what)
    return PrintJob(receipt_id, text, desk.spool, file_name, printer_of(desk), what=what)


def _not_valid(text: str, what: str) -> str:
    word = "OEFENBRIEF" if what == "brief" or PAGE_END in text else "OEFENBON" if what == "bon" else "OEFENAFDRUK"
    pages = text.split(PAGE_END)
    return PAGE_END.join(f"{word} - niet geldig\n{page}" if page else page for page in pages)


def deliver(job: PrintJob) -> Outcome:
    """Hand a bon to the printer or write it in the spool folder (mode 0600). Never raises for what a printer does."""
    return _to_file(job) if job.queue is None else _to_printer(job, job.queue)


def record(desk: Desk, job: PrintJob, outcome: Outcome) -> None:
    """Write down in the queue what became of a bon. One that was printed before stays printed. A document has none."""
    if job.receipt_id is None:
        return
    with desk.transaction() as tx:
        if outcome.printed:
            tx.execute(
                "UPDATE receipt SET state = 'printed', copies = copies + 1, reason = NULL WHERE id = ?",
                (job.receipt_id,),
            )
        else:
            tx.execute(
                "UPDATE receipt SET state = CASE WHEN copies > 0 THEN 'printed' ELSE 'failed' END, reason = ?"
                " WHERE id = ?",
                (outcome.failure, job.receipt_id),
            )


def _to_file(job: PrintJob) -> Outcome:
    path = job.spool / job.file_name
    try:
        make_shared_folder(job.spool)
        put(path, job.text.encode())
    except OSError as error:
        why = _WHY.get(error.errno or 0, "de map is niet te gebruiken")
        return Outcome(f"De {job.what} kon niet worden geschreven in {job.spool} ({why}).", "")
    return Outcome("", str(path))


def _to_printer(job: PrintJob, queue: str) -> Outcome:
    command = ["lp", "-d", queue, "-t", job.file_name.removesuffix(".txt"), "-"]
    try:
        done = subprocess.run(command, input=job.text.encode(), capture_output=True, timeout=PATIENCE, check=False)
    except FileNotFoundError:
        return Outcome(
            "Het programma lp ontbreekt: installeer CUPS, of haal de wachtrij uit het bibliotheekbestand.", ""
        )
    except subprocess.TimeoutExpired:
        return Outcome(f"De printer {queue} reageert niet. Kijk of hij aanstaat en druk de {job.what} opnieuw af.", "")
    except OSError:
        return Outcome(f"De printer {queue} is niet te bereiken. Druk de {job.what} later opnieuw af.", "")
    if done.returncode:
        return Outcome(
            f"De printer {queue} weigert de {job.what}. Kijk de wachtrij na en druk de {job.what} opnieuw af.", ""
        )
    return Outcome("", queue)
