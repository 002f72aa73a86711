"""What a check about customers says while it does not hold: what differs, in words a learner can do something with."""

from __future__ import annotations

import pytest

from balie.practice.lessons.checks import CHECKS
from balie.practice.lessons.naming import Names
from balie.practice.places import DAY

DIFFERS = [
    ("enrolled", {"surname": "Janssen"}, "Janssen is vandaag nog niet ingeschreven"),
    ("has_new_password", {"who": "{pas:wilgenhof}"}, "L.M. Wilgenhof heeft vandaag geen nieuw wachtwoord gekregen"),
    ("has_new_password", {"who": "1"}, "Pas 1 heeft vandaag geen nieuw wachtwoord gekregen"),
    ("has_pass_instead", {"old": "{pas:jong}", "new": "{pas:vrij1}"}, "Pas {pas:jong} is nog niet vervangen"),
    ("has_pass_instead", {"old": "1", "new": "2"}, "Pas 1 is van niemand"),
    ("has_cancelled", {"who": "{pas:wilgenhof}"}, "L.M. Wilgenhof heeft nog niet opgezegd"),
    (
        "has_cancelled",
        {"who": "{pas:opzegger}", "last_day": "{dag:+1}"},
        "De laatste dag is 13-07-2024, gevraagd was {dag:+1}",
    ),
    (
        "has_cancelled",
        {"who": "{pas:opzegger}", "channel": "mail"},
        "Opgezegd is telefonisch, gevraagd was mail",
    ),
    ("has_cancelled", {"who": "{pas:opzegger}", "reason": "tijd"}, "De reden is een andere dan de klant vertelde"),
    (
        "has_cancelled",
        {"who": "{pas:opzegger}", "iban": "NL46TEST0000000803"},
        "Terugbetaald wordt op geen rekening, gevraagd was NL46TEST0000000803",
    ),
    ("stays_a_member", {"who": "{pas:opzegger}"}, "De opzegging van O. Twijfelaar staat er nog"),
    (
        "is_paid_until",
        {"who": "{pas:verlenger}", "day": "31-05-2025"},
        "Het abonnement loopt t/m 31-05-2024, gevraagd was 31-05-2025",
    ),
    ("has_reduced_65", {"who": "{pas:trouwlid}"}, "T. Trouwema heeft het 65+-tarief nog niet"),
    (
        "has_email",
        {"who": "{pas:mailfout}", "email": "x@post.example"},
        "Het e-mailadres is f.postema@post.example, gevraagd was x@post.example",
    ),
    (
        "has_email",
        {"who": "{pas:mailfout}", "email": "f.postema@post.example"},
        "E-mail naar dit adres staat nog als onbestelbaar",
    ),
    (
        "hears_by",
        {"who": "{pas:wilgenhof}", "channel": "post"},
        "Overige berichten gaan nog anders dan L.M. Wilgenhof vroeg",
    ),
    (
        "lives_at",
        {"who": "{pas:gezin1}", "street": "Lesbrink", "number": 21},
        "A. Gezinsma staat nog niet op Lesbrink 21",
    ),
    (
        "all_live_at",
        {"whole": "{pas:gezin1},{pas:jong}", "street": "Lesbrink", "number": 12},
        "D. Jong staat nog niet op Lesbrink 12",
    ),
    (
        "is_merged",
        {"one": "{pas:dubbel1}", "other": "{pas:dubbel2}"},
        "T. Dubbeling en T. Dubbelink zijn nog twee klanten",
    ),
    (
        "is_merged",
        {"one": "{pas:jong}", "other": "{pas:jong}", "kept": "{pas:volst}"},
        "Het klantnummer is nu {pas:jong}, gevraagd was {pas:volst}",
    ),
    (
        "has_died",
        {"who": "{pas:senior}"},
        "Van G. Grijsman is nog niet genoteerd dat hij of zij is overleden",
    ),
    (
        "has_died",
        {"who": "{pas:stilstra}", "died_on": "{dag:-1}"},
        "Overleden op is 16-02-2024, gevraagd was {dag:-1}",
    ),
]


@pytest.mark.parametrize(("check", "values", "told"), DIFFERS)
def test_a_check_says_what_differs(practice_desk, check, values, told):
    names = Names(practice_desk.branch.number, DAY, {})
    filled = names.filled_values({check: values})[check]
    assert CHECKS[check](practice_desk, **filled) == names.filled(told)


HOLDS = [
    ("has_cancelled", {"who": "{pas:opzegger}", "last_day": "13-07-2024", "channel": "telefonisch"}),
    ("stays_a_member", {"who": "{pas:wilgenhof}"}),
    ("is_paid_until", {"who": "{pas:verlenger}", "day": "31-05-2024"}),
    ("has_email", {"who": "{pas:wilgenhof}", "email": "l.wilgenhof@post.example"}),
    ("lives_at", {"who": "{pas:gezin1}", "street": "Lesbrink", "number": 12}),
    ("all_live_at", {"whole": "{pas:gezin1}, {pas:gezin5}", "street": "Lesbrink", "number": 12}),
    ("is_merged", {"one": "{pas:jong}", "other": "{pas:jong}"}),
    ("has_died", {"who": "{pas:stilstra}", "died_on": "16-02-2024"}),
]


@pytest.mark.parametrize(("check", "values"), HOLDS)
def test_a_check_that_holds_says_nothing(practice_desk, check, values):
    names = Names(practice_desk.branch.number, DAY, {})
    assert CHECKS[check](practice_desk, **names.filled_values({check: values})[check]) == ""
