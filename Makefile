# Two commands for a new machine: `make run` shows the sample county, `make test` proves it.
# Everything else is for those who change the code.

PYTHON ?= python3
STATE ?= .run
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup run test test-postgresql lint format bench chaos pictures golden clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt .ci/system-packages.sh
	bash .ci/system-packages.sh
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[center,dev]'
	touch $(STAMP)

run: setup
	$(BIN)/kiosk run --state $(STATE) $(ARGS)

test: setup
	bash .ci/system-packages.sh chromium xvfb xdotool
	$(BIN)/python -m pytest $(ARGS)

# What needs the center's database, on PostgreSQL; pages in a browser are the same there.
test-postgresql: setup
	bash .ci/system-packages.sh postgresql
	.ci/with-postgresql.sh $(BIN)/python -m pytest -q -m "database and not ui" -k "not browser and not sample and not looking" tests/center $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	bash .ci/system-packages.sh chromium xvfb
	$(BIN)/python -m tests.benchmarks

chaos: setup
	bash .ci/system-packages.sh strace
	$(BIN)/python -m tests.chaos $(ARGS)

pictures: setup
	bash .ci/system-packages.sh chromium
	$(BIN)/kiosk run --state $(STATE) --pictures assets/pictures
	$(BIN)/python -m tests.pictures $(STATE) assets/pictures

golden: setup
	rm -f tests/terminal/ui/golden/*.png
	GOLDEN=make $(BIN)/python -m pytest -q tests/terminal/ui/test_golden.py

clean:
	rm -rf $(STATE) $(VENV)
