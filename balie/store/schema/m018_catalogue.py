"""Step 18: titles, the words they are found by, and their items (exemplaren)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # isbn: thirteen digits. control_number: what a file of titles knows it by, `(source)number`. The keys are folded;
    # title_key has the title without its article before U+001F, so that titles also stand in order by it.
    """
    CREATE TABLE title (
        id             INTEGER PRIMARY KEY,
        isbn           TEXT,
        control_number TEXT,
        kind           TEXT NOT NULL,
        title          TEXT NOT NULL,
        subtitle       TEXT NOT NULL DEFAULT '',
        author         TEXT NOT NULL DEFAULT '',
        contributors   TEXT NOT NULL DEFAULT '',
        edition        TEXT NOT NULL DEFAULT '',
        publisher      TEXT NOT NULL DEFAULT '',
        year           INTEGER,
        language       TEXT NOT NULL DEFAULT '',
        audience       TEXT NOT NULL DEFAULT '',
        series         TEXT NOT NULL DEFAULT '',
        subjects       TEXT NOT NULL DEFAULT '',
        extent         TEXT NOT NULL DEFAULT '',
        title_key      TEXT NOT NULL,
        author_key     TEXT NOT NULL DEFAULT '',
        subject_key    TEXT NOT NULL DEFAULT '',
        made_on        TEXT NOT NULL,
        changed_on     TEXT NOT NULL,
        changed_by     TEXT NOT NULL,
        version        INTEGER NOT NULL DEFAULT 1 CHECK (version > 0)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX title_isbn ON title (isbn) WHERE isbn IS NOT NULL",
    "CREATE UNIQUE INDEX title_control_number ON title (control_number) WHERE control_number IS NOT NULL",
    "CREATE INDEX title_in_order ON title (title_key)",
    # The keys are folded: nothing is left to a tokenizer. Without positions in the text: no phrases, and half the size.
    # The prefixes make the first letters of a word cheap. Not kept by triggers, which may not touch a virtual table
    # here (trusted_schema): balie/catalogue/words.py does, and says which rowid a title has.
    """
    CREATE VIRTUAL TABLE title_words USING fts5 (
        title_key, author_key, subject_key, content = '', detail = column, prefix = '1 2 3 4 5', tokenize = 'ascii'
    )
    """,
    # status: B binnen, T transport, R gereserveerd, M vermist, A afgeschreven, I in bestelling (Wise). That an item is
    # lent out (U) is never stored: it follows from its loan. seen_on: when it was last found in its place.
    """
    CREATE TABLE item (
        number           TEXT PRIMARY KEY,
        title_id         INTEGER NOT NULL REFERENCES title (id),
        branch           TEXT NOT NULL,
        shelf            TEXT NOT NULL DEFAULT '',
        call_mark        TEXT NOT NULL DEFAULT '',
        material         TEXT NOT NULL,
        top_title        INTEGER NOT NULL DEFAULT 0 CHECK (top_title IN (0, 1)),
        not_for_loan     INTEGER NOT NULL DEFAULT 0 CHECK (not_for_loan IN (0, 1)),
        attachment_note  TEXT NOT NULL DEFAULT '',
        damage_note      TEXT NOT NULL DEFAULT '',
        memo             TEXT NOT NULL DEFAULT '',
        price_cents      INTEGER CHECK (price_cents >= 0),
        acquired_on      TEXT,
        seen_on          TEXT,
        status           TEXT NOT NULL DEFAULT 'B' CHECK (status IN ('B', 'T', 'R', 'M', 'A', 'I')),
        written_off_on   TEXT,
        write_off_reason TEXT,
        made_on          TEXT NOT NULL,
        changed_on       TEXT NOT NULL,
        changed_by       TEXT NOT NULL,
        version          INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
        CHECK ((status = 'A') = (written_off_on IS NOT NULL)),
        CHECK ((status = 'A') = (write_off_reason IS NOT NULL))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX item_of_title ON item (title_id, status, branch)",
    # What is not simply in: the lists of missing, written off, ordered and set aside.
    "CREATE INDEX item_elsewhere ON item (status, branch) WHERE status <> 'B'",
    # Which rows of the journal are about `item 39428000000017` or `title 12`: the history of each.
    """
    CREATE TABLE catalogue_log (
        about      TEXT NOT NULL,
        journal_id INTEGER NOT NULL REFERENCES journal (id),
        PRIMARY KEY (about, journal_id)
    ) STRICT, WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Make the tables of the catalogue."""
    for statement in STATEMENTS:
        db.execute(statement)
