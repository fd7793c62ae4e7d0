# The one source of commands. A fresh machine needs Python 3.11 or newer, and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test lint types bench clean

demo: $(READY) ## set up, then show the storefront: what proximity says, what judges confirm
	$(BIN)/crossjudge demo

test: $(READY) ## set up, then run the tests
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: $(READY) ## style, and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

bench: $(READY) ## speed, as ratios measured side by side in one run
	$(BIN)/python benchmarks/search.py
	$(BIN)/python benchmarks/judging.py

clean:
	rm -rf .venv .storefront .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "crossjudge needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv .venv
	@echo "Installing into .venv. The largest part is PyTorch; the first time takes some minutes."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)
