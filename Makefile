# Same Story: the four commands of the README, and what maintainers need.
# `.venv` is made from the hashed lock, and made again only when the lock or pyproject.toml change.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python
READY := .venv/.ready

.PHONY: report test test-all lab outputs lock lint clean
.DEFAULT_GOAL := report

report: $(READY)
	@$(BIN)/samestory report --out reports/sample

test: $(READY) lint
	@$(PY) -m pytest -n 2 --dist loadfile -m "not slow" tests
	@$(PY) -m pytest -n 2 --dist loadfile --nbval --nbval-current-env notebooks

test-all: test
	@$(PY) -m pytest -n 2 --dist loadfile -m slow tests

lab: $(READY)
	@$(BIN)/jupyter lab --notebook-dir=. notebooks/00_corpus.ipynb

lint: $(READY)
	@$(PY) -m ruff check .

# Run the notebooks on the sample and keep their outputs: after a change that is meant to move a number.
outputs: $(READY)
	@$(PY) -m helpers.engine.running --refresh notebooks

# The lock covers every platform and Python 3.11 and later, and names no registry.
lock: $(READY)
	@$(PY) -m pip install --quiet uv
	@$(PY) -m uv pip compile pyproject.toml --extra dev --universal --generate-hashes \
		--python-version 3.11 --no-header --output-file requirements.lock

# Not every Python brings ensurepip (Debian splits it off): pip then installs into the new environment from outside.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv (once; a few minutes) ..." >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Same Story needs Python 3.11 or later; set PYTHON, for example: make report PYTHON=python3.12" >&2; exit 2; }
	@rm -rf .venv
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		$(PYTHON) -m venv .venv; \
	else \
		$(PYTHON) -m venv --without-pip .venv && \
		$(PYTHON) -m pip --python $(PY) install --quiet pip; \
	fi
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

clean:
	rm -rf .venv reports
