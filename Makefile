# make pack COUNTRY=ke   builds a country's packs into dist/
# make all               builds every country's packs into dist/
# make proof             shows every page in build/proof/index.html, PDF beside Word, in every theme; COUNTRY=ke for one
# make test              checks the code: style, types, tests
# make faults            kills builds 120 times, damages caches 60 times (some minutes); make test does it 12 and 6 times
# make fuzz              damages files of every kind thousands of times (half an hour); make test does it some hundred
# make bench             measures packgen beside its peers (some minutes)
# make bench-batch       measures building 50 countries x 3 sessions (a quarter of an hour)
# make bench-watch       measures how soon a saved text is seen by packgen watch (a minute)
# make lock              pins the newest versions that pyproject.toml allows in requirements.lock, requirements-test.lock
# make clean             removes all that make made

ifndef PYTHON
PYTHON := $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
endif
python := .venv/bin/python
pip := $(python) -m pip --disable-pip-version-check --quiet
compile := .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' pyproject.toml

.PHONY: help pack all proof test bench bench-batch bench-watch lock clean country set-up set-up-test

help:
	@sed -n 's/^# make /make /p' Makefile

pack: country set-up
	@$(python) -m packgen build --country '$(COUNTRY)'

all: set-up
	@$(python) -m packgen build --all

proof: set-up
	@$(python) -m tests.proof $(COUNTRY)

test: set-up-test
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest --numprocesses auto --dist loadfile

faults: set-up-test
	KILLS=120 ROUNDS=60 $(python) -m pytest --numprocesses auto --dist loadfile -rP tests/faults

fuzz: set-up-test
	FUZZ=20 $(python) -m pytest --numprocesses auto --dist load tests/fuzz

bench: set-up
	@$(python) bench/run.py

bench-batch: set-up
	@$(python) bench/run.py batch

bench-watch: set-up-test
	@$(python) bench/run.py watch

lock: set-up
	@$(pip) install uv
	@$(compile) --group install --output-file requirements.lock
	@$(compile) --group test --constraint requirements.lock --output-file requirements-test.lock

clean:
	rm -rf dist build .packgen-cache .venv .venv-bench tests/tools/node_modules .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

country:
	@test -n '$(COUNTRY)' || { echo 'Say which country: make pack COUNTRY=ke' >&2; exit 2; }

# What is set up holds a copy of the lock it was made from, and is made again when the two differ. Files' times would
# not do: those of an unpacked archive are older than the day it was unpacked.
set-up:
	@cmp -s requirements.lock .venv/requirements.lock && $(python) -c '' || { \
	test -n '$(PYTHON)' || \
		{ echo 'Python 3.11 or later is needed: sudo apt-get install python3 python3-venv' >&2; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'Python cannot make virtual environments: sudo apt-get install $(notdir $(PYTHON))-venv' >&2; exit 1; }; \
	echo 'Setting up .venv (once, and when requirements.lock has changed) ...' >&2; \
	$(PYTHON) -m venv --clear .venv && \
	$(pip) install --require-hashes --requirement requirements.lock && \
	$(pip) install --no-deps --no-build-isolation --editable . && \
	cp requirements.lock .venv; }

set-up-test: set-up
	@sh tests/tools/missing.sh
	@cmp -s requirements-test.lock .venv/requirements-test.lock || { \
	echo 'Setting up the tests (once, and when requirements-test.lock has changed) ...' >&2; \
	$(pip) install --require-hashes --requirement requirements-test.lock && \
	cp requirements-test.lock .venv; }
	@cmp -s tests/tools/package-lock.json tests/tools/node_modules/package-lock.json || { \
	npm ci --prefix tests/tools --no-audit --no-fund --loglevel error >&2 && \
	cp tests/tools/package-lock.json tests/tools/node_modules; }
