# What a person can do here. Needs Python 3.11 or newer (with venv), git and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench knowledge lock clean

run: .venv/run ## chat in the terminal, or run the Telegram bot when TELEGRAM_BOT_TOKEN is set
	@$(BIN)/python -m bot

test: .venv/dev ## all tests
	$(BIN)/pytest

check: .venv/dev ## lint, types, layers, and the knowledge base itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check

bench: .venv/dev ## speed and memory, beside plain RapidFuzz
	$(BIN)/python tests/bench.py

knowledge: .venv/run ## read every source document again
	$(BIN)/python -m bot ingest seeds/* --into knowledge

lock: .venv/dev ## write down the versions that were tested
	$(BIN)/pip freeze --exclude-editable > requirements.lock

clean: ## forget the environment and the caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The environment is made once and again only when these files change. The lock file holds the tested versions.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/run: pyproject.toml requirements.lock .venv/bin/pip
	@echo "Installing into .venv (once) ..." >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable . >&2
	@touch $@

.venv/dev: .venv/run
	@$(BIN)/python -c 'import tomllib; print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"]))' > .venv/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --requirement .venv/dev.txt >&2
	@touch $@
