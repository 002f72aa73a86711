"""The kinds of soaking there are. Another one: a module with a `Kind`, and a line here."""

from __future__ import annotations

from tests.soak.desks import sixteen_desks
from tests.soak.keys import keys_at_random
from tests.soak.kills import kills_of_acts, kills_of_runs
from tests.soak.lending import lending_at_random
from tests.soak.merges import merges_between_acts
from tests.soak.money import money_lives
from tests.soak.rounds import Kind

KINDS: dict[str, Kind] = {
    "keys": keys_at_random,
    "kills": kills_of_acts,
    "killed-runs": kills_of_runs,
    "desks": sixteen_desks,
    "merges": merges_between_acts,
    "money": money_lives,
    "lending": lending_at_random,
}
