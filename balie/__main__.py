"""`python -m balie` is `balie`: the way in stands with the screens, which nothing here may know."""

from runpy import run_module

run_module("screens.start", run_name="__main__")
