"""Step 2: who the customers are: customer, address, card, membership, mandate, credential, known addresses.

An enrolment writes a row in most of these, so what counts is how many pages it touches: tables that are read per
customer are clustered on the customer, keys grow at the end, and an index on a field few people fill is partial.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from balie.library.data_files import data_path

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # The person. `id` is the actor-id. A consent is the day it was given; without it the column is NULL.
    # name_key: folded surname, initials, prefix, joined by U+001F; prefixed_key: folded prefix with surname.
    """
    CREATE TABLE customer (
        id                  INTEGER PRIMARY KEY,
        version             INTEGER NOT NULL DEFAULT 1,
        kind                TEXT NOT NULL,
        initials            TEXT,
        prefix              TEXT,
        surname             TEXT NOT NULL,
        given_name          TEXT,
        name_key            TEXT NOT NULL,
        prefixed_key        TEXT,
        tag                 TEXT,
        tag_key             TEXT,
        birth_date          TEXT,
        person              TEXT NOT NULL CHECK (person IN ('man', 'vrouw', 'instelling', 'nvt')),
        language            TEXT NOT NULL DEFAULT 'nl',
        phone               TEXT,
        phone_key           TEXT,
        mobile              TEXT,
        mobile_key          TEXT,
        fax                 TEXT,
        email               TEXT,
        email_key           TEXT,
        contact_name        TEXT,
        contact_phone       TEXT,
        guardian            TEXT,
        selection           TEXT,
        identity_checked_on TEXT,
        identity_checked_by TEXT,
        newsletter_since    TEXT,
        keep_history_since  TEXT,
        warn_seen_before    INTEGER NOT NULL DEFAULT 0 CHECK (warn_seen_before IN (0, 1)),
        number_later        INTEGER NOT NULL DEFAULT 0 CHECK (number_later IN (0, 1)),
        login_account       TEXT,
        home_branch         TEXT NOT NULL,
        registered_on       TEXT NOT NULL,
        last_active_on      TEXT NOT NULL,
        changed_on          TEXT NOT NULL,
        changed_by          TEXT NOT NULL,
        CHECK ((identity_checked_on IS NULL) = (identity_checked_by IS NULL))
    ) STRICT
    """,
    # Covers what a list of names shows, so that a page of names is read from the index alone.
    "CREATE INDEX customer_name ON customer (name_key, id, initials, prefix, surname, birth_date)",
    "CREATE INDEX customer_prefixed ON customer (prefixed_key, id) WHERE prefixed_key IS NOT NULL",
    "CREATE INDEX customer_tag ON customer (tag_key, id) WHERE tag_key IS NOT NULL",
    "CREATE INDEX customer_birth ON customer (birth_date, name_key, id) WHERE birth_date IS NOT NULL",
    "CREATE INDEX customer_email ON customer (email_key, id) WHERE email_key IS NOT NULL",
    "CREATE INDEX customer_phone ON customer (phone_key, id) WHERE phone_key IS NOT NULL",
    "CREATE INDEX customer_mobile ON customer (mobile_key, id) WHERE mobile_key IS NOT NULL",
    # A kind without a row inherits the main address.
    """
    CREATE TABLE address (
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        kind        TEXT NOT NULL CHECK (kind IN ('main', 'post', 'invoice', 'alternative')),
        country     TEXT NOT NULL,
        postcode    TEXT,
        number      INTEGER,
        letter      TEXT,
        addition    TEXT,
        street      TEXT,
        town        TEXT,
        PRIMARY KEY (customer_id, kind)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX address_house ON address (postcode, number, customer_id) WHERE postcode IS NOT NULL",
    # Every number ever issued, printed on plastic or not. A replaced number stays, so that it is never issued again.
    """
    CREATE TABLE card (
        number      TEXT PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        kind        TEXT NOT NULL DEFAULT 'primary' CHECK (kind IN ('primary', 'additional')),
        state       TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'blocked', 'replaced')),
        plastic     INTEGER NOT NULL CHECK (plastic IN (0, 1)),
        branch      TEXT NOT NULL,
        issued_on   TEXT NOT NULL,
        last_used_on TEXT
    ) STRICT, WITHOUT ROWID
    """,
    # Covers the question which number is the customer's own.
    "CREATE INDEX card_customer ON card (customer_id, kind, state)",
    # One row per period; `number` counts the periods of a customer. `strips` are those granted, never what is left.
    """
    CREATE TABLE membership (
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        number      INTEGER NOT NULL,
        code        TEXT NOT NULL,
        branch      TEXT NOT NULL,
        status      INTEGER NOT NULL CHECK (status BETWEEN 1 AND 9),
        started_on  TEXT NOT NULL,
        paid_from   TEXT,
        paid_until  TEXT,
        rights_until TEXT,
        temporary   INTEGER NOT NULL DEFAULT 0 CHECK (temporary IN (0, 1)),
        price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
        way         TEXT NOT NULL CHECK (way IN ('incasso', 'factuur', 'maandincasso')),
        reduced_65  INTEGER NOT NULL DEFAULT 0 CHECK (reduced_65 IN (0, 1)),
        strips      INTEGER,
        ended_on    TEXT,
        end_reason  TEXT,
        PRIMARY KEY (customer_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    # Written only where Sepa incasso was chosen; a new signature is a new row (reference with -2, -3).
    """
    CREATE TABLE mandate (
        reference   TEXT PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        signed_on   TEXT NOT NULL,
        iban        TEXT NOT NULL,
        bic         TEXT,
        holder      TEXT NOT NULL,
        withdrawn_on TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX mandate_customer ON mandate (customer_id)",
    "CREATE INDEX mandate_iban ON mandate (iban, customer_id)",
    # The one-time password, as a hash only.
    """
    CREATE TABLE credential (
        customer_id INTEGER PRIMARY KEY REFERENCES customer (id),
        salt        BLOB NOT NULL,
        hash        BLOB NOT NULL,
        cost        TEXT NOT NULL,
        issued_on   TEXT NOT NULL,
        expires_on  TEXT NOT NULL,
        tries_left  INTEGER NOT NULL CHECK (tries_left >= 0),
        must_change INTEGER NOT NULL DEFAULT 1 CHECK (must_change IN (0, 1))
    ) STRICT
    """,
    # What street and town a postcode with a house number has; filled from data/addresses and by import.
    """
    CREATE TABLE known_address (
        postcode TEXT NOT NULL,
        number   INTEGER NOT NULL,
        street   TEXT NOT NULL,
        town     TEXT NOT NULL,
        PRIMARY KEY (postcode, number)
    ) STRICT, WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Make the customer tables, and fill the table of known addresses with the shipped sample."""
    for statement in STATEMENTS:
        db.execute(statement)
    with data_path("addresses", "voorbeeld.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            db.execute(
                "INSERT INTO known_address (postcode, number, street, town)"
                " VALUES (:postcode, :huisnummer, :straat, :plaats)",
                row,
            )
