.DEFAULT_GOAL := help
.PHONY: help setup run training check test test-all lint migration seed bench assets lock

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

INSTALLED := .venv/installed
POP_TRACKER := .venv/bin/pop-tracker
LINT := $(MAKE) --no-print-directory lint
# Half the time of every start goes into compiling modules where nobody keeps them compiled.
unexport PYTHONDONTWRITEBYTECODE
# Three for two cores: many a test waits for a process, a browser or a lock.
PYTEST := .venv/bin/pytest -n 3 --dist worksteal --durations 10

# Runs it and says how long that took, well or badly; the budgets stand in CONTRIBUTING.
timed = @begun=$$(date +%s); ($(1)); ended=$$?; took=$$(($$(date +%s) - begun)); \
	echo "make $@: $$((took / 60)) min $$((took % 60)) s"; exit $$ended

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(INSTALLED) ## Create the environment in .venv from the lock file; nothing else

run: setup ## Migrate, load the seeds once, serve on http://HOST:PORT (127.0.0.1:8000)
	@exec $(POP_TRACKER) serve --prepare --host $(HOST) --port $(PORT)

training: export POP_TRACKER_TRAINING = 1
training: export POP_TRACKER_VAR = var/training
training: setup ## The same on a database of its own, with invented municipalities to practise on
	@exec $(POP_TRACKER) serve --prepare --host $(HOST) --port $(PORT)

check: setup ## Lint, then all that needs neither a browser nor PostgreSQL: after every edit
	@tests/install.sh pango tesseract
	$(call timed,$(LINT) && $(PYTEST) -m "not browser and not crash and not postgresql")

test: setup ## Lint, then what a release needs, in real Chromium and on real PostgreSQL, too
	@tests/install.sh
	$(call timed,$(LINT) && $(PYTEST))

test-all: setup ## The same with every test on both databases, every way of a journey, every kill
	@tests/install.sh
	$(call timed,$(LINT) && $(PYTEST) --all)

lint: setup ## Ruff, mypy, the import order, the templates, the translations
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/pytest -q --noconftest tests/site/test_translations.py

migration: setup ## Write the next one: make migration NAME=add_something
	@.venv/bin/python -m pop_tracker.migrations.new $(NAME)

seed: setup ## Load the seeds; a second time changes nothing
	@$(POP_TRACKER) seed

bench: setup ## Quality of the suggestions; requests per second of the main pages; a large contract; crowds; slow files
	@.venv/bin/python -m bench.matching
	@echo
	@.venv/bin/python bench/run.py
	@echo
	@.venv/bin/python -m bench.monitoring
	@echo
	@.venv/bin/python -m bench.bursts
	@echo
	@.venv/bin/python -m bench.hostile
	@echo
	@.venv/bin/python -m bench.memory

assets: ## Build static files from npm packages; the only target that needs Node
	npm ci --no-audit --no-fund
	npm run build

lock: setup ## Write requirements.lock anew from pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --quiet --output-file requirements.lock $(LOCK_OPTIONS)

# uv where it can be had, because it takes seconds; pip otherwise. Debian's python3 comes without ensurepip.
$(INSTALLED): requirements.lock pyproject.toml
	@set -e; export PIP_DISABLE_PIP_VERSION_CHECK=1 UV_LINK_MODE=copy; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; point PYTHON at it: make PYTHON=python3.11" >&2; exit 1; }; \
	if ! [ -x .venv/bin/python ]; then \
		if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
			if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
				echo "Installing python3-venv"; \
				apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
			elif ! command -v uv >/dev/null; then \
				echo "Python's venv is incomplete: install python3-venv (apt-get install python3-venv)" >&2; exit 1; \
			fi; \
		fi; \
		$(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m venv --clear --without-pip .venv; \
	fi; \
	.venv/bin/python -m pip install -q uv 2>/dev/null || true; \
	if uv=$$(command -v .venv/bin/uv || command -v uv); then \
		export VIRTUAL_ENV="$$PWD/.venv"; \
		"$$uv" pip sync -q --require-hashes requirements.lock; \
		"$$uv" pip install -q --no-deps --no-build-isolation --editable .; \
	else \
		.venv/bin/python -m pip install -q --require-hashes -r requirements.lock; \
		.venv/bin/python -m pip install -q --no-deps --no-build-isolation --editable .; \
	fi; \
	touch $@
