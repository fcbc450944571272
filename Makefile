# make brief   the job: set up from requirements.lock, print the brief, write out/brief.html
# make test    set up with requirements-dev.lock too, run the tests
# Needs make, pip and Python 3.11 or later; PYTHON=python3.13 picks another interpreter.

PYTHON ?=
VENV ?= .venv
OUT ?= out

run := $(VENV)/bin/python
pip := $(run) -m pip --disable-pip-version-check install --quiet --no-input
# A lock is complete, so nothing is left to resolve; modules are compiled when first used.
locked := $(pip) --no-deps --no-compile --require-hashes --only-binary :all: -r
sources := src tests benchmarks
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help brief test lint types docs lock clean
.DELETE_ON_ERROR:

help:
	@sed -n '/^#/!q; s/^# //p' Makefile

brief: $(VENV)/.main
	@mkdir -p $(OUT)
	@$(VENV)/bin/standoff brief --html $(OUT)/brief.html

test: $(VENV)/.dev
	$(run) -m pytest $(TESTS)

lint: $(VENV)/.dev
	$(run) -m ruff check $(wildcard $(sources))
	$(run) -m ruff format --check $(wildcard $(sources))

types: $(VENV)/.dev
	$(run) -m mypy $(wildcard $(sources))

docs: $(VENV)/.docs
	$(run) -m mkdocs build --strict --site-dir $(OUT)/site

# Each stamp stands inside the environment, so that removing one removes the other.
$(VENV)/.venv:
	@python=$$(for name in $(or $(PYTHON),python3.11 python3 python3.12 python3.13 python3.14); do \
	  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done); \
	if [ -z "$$python" ]; then \
	  echo "standoff needs Python 3.11 or later and found none$(if $(PYTHON), in '$(PYTHON)'); name one: make PYTHON=/path/to/python3" >&2; exit 1; fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "Python's venv module is missing; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; fi; \
	echo "Setting up $(VENV) with $$python ..." >&2; \
	$$python -m venv $(VENV)
	@touch $@

$(VENV)/.main: $(VENV)/.venv requirements.lock pyproject.toml
	@$(locked) requirements.lock
	@$(pip) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.main requirements-dev.lock
	@$(locked) requirements-dev.lock
	@touch $@

$(VENV)/.docs: $(VENV)/.main requirements-docs.lock
	@$(locked) requirements-docs.lock
	@touch $@

# The locks hold hashes of the public index only, whatever mirrors this machine is set to.
# The other two hold only what comes on top of the first.
on_top := --constraint requirements.lock \
  $$(sed -n 's/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p' requirements.lock)
compile := env -u PIP_FIND_LINKS -u UV_FIND_LINKS -u UV_EXTRA_INDEX_URL -u UV_INDEX \
  uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --upgrade \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(compile) --group setup --output-file requirements.lock
	$(compile) --group dev --all-extras $(on_top) --output-file requirements-dev.lock
	$(compile) --group docs $(on_top) --output-file requirements-docs.lock

clean:
	rm -rf $(VENV) $(OUT) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
