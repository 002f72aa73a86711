# What one types to work with Balie. Needs Python 3.11 or newer with venv; `make` alone opens the desk.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
SOURCES := $(shell find balie screens -name '*.py')
CHECKED := balie screens tests scripts

.PHONY: run test bench hands soak picture handleiding recording check format clean

# make run ARGS="--werkdatum 09-04-2024" gives the desk arguments
run: $(VENV)/.bytecode
	@$(BIN)/balie $(ARGS)

# make test ARGS="tests/dutch -k money" runs a part
test: $(VENV)/.tools $(VENV)/.bytecode
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal $(ARGS)

bench: $(VENV)/.tools $(VENV)/.bytecode
	$(BIN)/python -m tests.benchmarks $(ARGS)

# how many keys each task of the desk takes, beyond what is data
hands: $(VENV)/.tools $(VENV)/.bytecode
	@$(BIN)/python -m tests.hands

# make soak ARGS="--minutes 5 --seed 7": everything at random, for an hour unless told otherwise
soak: $(VENV)/.tools $(VENV)/.bytecode
	$(BIN)/python -m tests.soak $(ARGS)

# the picture in the README, from the real screen
picture: $(VENV)/.tools
	PYTHONPATH=. $(BIN)/python scripts/picture.py

# docs/handleiding from the lessons; make handleiding ARGS="kastlijst" takes only the pictures of that lesson again
handleiding: $(VENV)/.tools
	PYTHONPATH=. $(BIN)/python scripts/handleiding.py $(ARGS)

# docs/ebook-inschrijven.cast and the picture of it that moves; ARGS=--picture makes only that
recording: $(VENV)/.tools
	PYTHONPATH=. $(BIN)/python scripts/recording.py $(ARGS)

check: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(CHECKED)
	$(BIN)/lint-imports

format: $(VENV)/.tools
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) dist build .*_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Balie needs Python 3.11 or newer with the venv module."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps: install again only when what is to be installed has changed.
$(VENV)/.desk: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.desk
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@

# Without compiled bytecode the desk opens 250 ms later; where PYTHONDONTWRITEBYTECODE is set nothing else makes it.
$(VENV)/.bytecode: $(SOURCES) | $(VENV)/.desk
	@$(BIN)/python -m compileall -q balie screens
	@touch $@
