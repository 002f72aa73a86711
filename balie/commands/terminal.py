"""What the subcommands show on the terminal: progress while a person looks, and a question that wants a clear answer.

No colour is used anywhere on the command line, so NO_COLOR is honoured by nature.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from balie.dutch.text import clean
from balie.store.output import Target

_YES = frozenset({"j", "ja"})
_NO = frozenset({"n", "nee", ""})


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function that takes how much is done of how much, and draws it on stderr if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percentage = 100 * done // total if total else 100
        if percentage != shown:
            shown = percentage
            bar = "#" * (percentage // 5)
            print(f"\r{label} [{bar:<20}] {percentage:3} %", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if shown >= 0:
            print(file=sys.stderr)


def may_replace(target: Target, *, overwrite: bool) -> bool:
    """Whether a file that is there may go: so it was said (`overwrite`), or somebody at the terminal says so now."""
    if not target.taken or overwrite:
        return overwrite
    asked = sys.stdin is not None and sys.stdin.isatty()
    return asked and ask(f"{clean(str(target.path))} bestaat al. Vervangen?")


def ask(question: str) -> bool:
    """Ask a question that is answered with j or n; Enter and the end of the input mean no."""
    while True:
        print(f"{question} [j/N] ", end="", file=sys.stderr, flush=True)
        line = "" if sys.stdin is None else sys.stdin.readline()
        answer = line.strip().lower()
        if not line:
            print(file=sys.stderr)
        if answer in _YES:
            return True
        if answer in _NO:
            return False
        print("Antwoord met j (ja) of n (nee).", file=sys.stderr)


def ask_in_words(question: str, words: str) -> bool:
    """Ask for something that nobody may say by habit: yes is only `words` typed in full, everything else means no."""
    print(f'{question} Typ "{words}" als dat zo is, of Enter: ', end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        print(file=sys.stderr)
    return line.strip().casefold() == words
