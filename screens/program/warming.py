"""Loading beforehand what the first fields and the first saving need, so that no key waits for an import.

Runs beside the desk once it is ready for keys; what is not loaded yet when it is needed is simply loaded then.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from threading import Thread

_MODULES = (
    "balie.customers.forms.details",
    "balie.customers.finding.duplicates",
    "balie.customers.forms.known_addresses",
    "screens.dialogs.question",
    "screens.klanten.enrolling.details",
    "screens.klanten.enrolling.subscription",
    "screens.klanten.customer.customer",
    "screens.klanten.customer.alerts",
    "balie.customers.alerts",
    "screens.finding.customer_search",
    "screens.klanten.enrolling.duplicates",
    "balie.customers.finding.search",
    "stdnum.luhn",
    "stdnum.nl.postcode",
    "stdnum.iban",
    "phonenumbers",
    "email_validator",
    "balie.enrolment.enrol",
    "balie.messages.printing",
    "screens.klanten.saving",
    "screens.acts.printing",
    "jinja2",
    "screens.balie.lend_page",
    "screens.balie.return_page",
    "screens.balie.closing",
)

_TURN_SECONDS = 0.001
"""How long the loading may keep the interpreter before a key gets its turn (Python's own five times that)."""


def start_warming() -> None:
    """Begin loading; returns at once. The thread ends with the program, however far it is."""
    sys.setswitchinterval(_TURN_SECONDS)
    Thread(target=_warm, name="warming", daemon=True).start()


def _warm() -> None:
    for name in _MODULES:
        import_module(name)
    from balie.dutch.bank import bic_of

    # The list of banks is read at the first question, whatever the answer.
    bic_of("NL91ABNA0417164300")
    gc.freeze()
