# Everything on a machine with Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev

# Two workers, and every process that a test starts, would else translate all modules anew where an environment
# forbids Python to keep that (PYTHONDONTWRITEBYTECODE). It is kept in one ignored place, and nothing in the tree.
KEPT := env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX=$(CURDIR)/$(VENV)/bytecode

.PHONY: try run test lint bench soak advisories outdated lock texts clean

$(RUN): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kaoping needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(DEV): requirements-dev.lock $(RUN)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

try: $(RUN)
	$(BIN)/kaoping try

run: $(RUN)
	$(BIN)/kaoping run

test: $(DEV)
	$(KEPT) $(BIN)/python -m pytest -n 3 --dist worksteal # three on two cores: who starts and kills processes waits much

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV)
	$(BIN)/python -m tests.bench

texts: $(DEV)
	$(BIN)/python -m tests.catalogues

soak: $(DEV)
	$(BIN)/python -m tests.soak

# Known weaknesses of everything the locks hold. It asks the advisory database, so it needs the network.
advisories: $(DEV)
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements.lock -r requirements-dev.lock

# What the index has newer: a weakness that was mended has a newer release, so this finds it without a database.
outdated: $(DEV)
	$(BIN)/python -m pip list --outdated

# Pins and hashes, without the address of any index.
lock: # UPGRADE=--upgrade takes the newest of everything
	uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" pyproject.toml --group build -o requirements.lock
	uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" pyproject.toml --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) *.egg-info
