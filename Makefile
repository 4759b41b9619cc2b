# Two commands for everybody: `make run` and `make test`. Everything they need is installed below .venv and node_modules.
PYTHON ?= python3
BIN := .venv/bin
HAS_NODE := $(shell command -v npm 2>/dev/null)

.PHONY: setup run test faults malformed check format approve pictures bench bench-all audit year lock

setup: .venv/installed $(if $(HAS_NODE),node_modules/installed)

.venv/installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement uv.lock.txt
	VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes uv.lock.txt requirements.lock
	touch $@

node_modules/installed: package-lock.json
	npm ci --silent
	touch $@

run: setup
	$(BIN)/python app.py demo

# One process for each core. They must list the tests alike, so they share a hash seed, another every day.
test: setup
	PYTHONHASHSEED=$(shell date +%-j) $(BIN)/python -m pytest --hypothesis-profile=thorough --numprocesses=auto --maxprocesses=4 --dist=loadfile

# 200 kills for each database and number of replicas, and 50 000 steps of the state machine.
faults: setup
	$(BIN)/python -m tests.faults

# Ten thousand requests that no honest client makes, and what they do to memory. Two minutes.
malformed: setup
	MALFORMED=10000 $(BIN)/python -m pytest tests/app/test_malformed.py tests/web/test_malformed.py

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/domain tests/cards tests/oracles tests/manifest tests/test_architecture.py tests/test_docs.py

format: setup
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

approve: setup
	APPROVE=1 $(BIN)/python -m pytest tests/cards

pictures: setup
	PICTURES=1 $(BIN)/python -m pytest tests/e2e/test_chromium.py

bench: setup
	$(BIN)/python -m tests.benchmarks.start
	$(BIN)/python -m tests.benchmarks.calendar
	$(BIN)/python -m tests.benchmarks.turns
	$(BIN)/python -m tests.benchmarks.sending --quick
	$(BIN)/python -m tests.benchmarks.growth --quick

# All of it, to a million deliveries and a hundred thousand turns; the results go into docs/benchmarks.md.
bench-all: setup
	$(BIN)/python -m tests.benchmarks.report

# What others know of weaknesses in our packages, and what a reader of sources finds in our own.
audit: setup
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app.py bot cards scheduler storage manifest
	$(BIN)/python -m tests.audit

year: setup
	$(BIN)/python -m tests.benchmarks.year

lock: .venv/installed
	echo uv | $(BIN)/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11 - --output-file uv.lock.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11 --group dev pyproject.toml --output-file requirements.lock
