# Everything a newcomer needs: `make demo` and `make test`. Set-up needs Python 3.11 and nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
DEMO ?= demo-archive
SOURCES := src tests tools benchmarks

.PHONY: help demo test check format docs browser torture fuzz clean

help:  ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/runtime: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Tawthiq needs Python 3.11; name it with: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	$(PIP_INSTALL) -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	$(PIP_INSTALL) -r requirements-dev.txt
	touch $@

demo: .venv/runtime  ## Build the invented archive, publish its statement, open it on 127.0.0.1:8000
	$(BIN)/tawthiq demo $(DEMO) $(DEMO_OPTIONS)

test: .venv/dev  ## Run every test, and those of the stages on PostgreSQL too where a server answers
	$(BIN)/python -m pytest -n auto --dist loadgroup
	$(BIN)/python -m pytest -n auto --dist loadgroup --database postgresql tests/stages

check: .venv/dev  ## Format, lint, types, import contracts
	$(BIN)/ruff format --check $(wildcard $(SOURCES))
	$(BIN)/ruff check $(wildcard $(SOURCES))
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev  ## Put the code into its one shape
	$(BIN)/ruff check --fix $(wildcard $(SOURCES))
	$(BIN)/ruff format $(wildcard $(SOURCES))

docs: .venv/dev  ## Write the reference pages that are made from the code
	$(BIN)/python tools/make_docs.py

torture: .venv/dev  ## Run the slow tests, and look for new examples
	$(BIN)/python -m pytest -m torture --override-ini "addopts=-q --import-mode=importlib"
	TAWTHIQ_HYPOTHESIS=wide $(BIN)/python -m pytest -n auto tests/unit tests/spec tests/stages/cases/test_judging_machine.py

fuzz: .venv/dev  ## Read 20,000 malformed lists, and say what became of them
	$(BIN)/python -m tests.fuzz.run

lock:  ## Lock the dependencies by hash, without index addresses (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url -o requirements.txt pyproject.toml
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --extra dev -o requirements-dev.txt pyproject.toml

clean:  ## Remove the environment and the demo
	rm -rf .venv $(DEMO) .mypy_cache .ruff_cache .import_linter_cache
