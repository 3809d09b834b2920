# Liuhen 留痕. Start with `make demo`; `make help` lists the rest.
# Every target sets up what it lacks and can be run again at any time.

PYTHON ?= python3
PORT ?= 8000
# Extra words for pytest, e.g. make test ARGS="-k deadlines"
ARGS ?=
SETUP = $(PYTHON) tools/setup.py

.DEFAULT_GOAL := help
.PHONY: help setup demo test postgres check reference compiled models verifier lock assets clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: ## virtual environment, locked packages, front-end assets; then .venv/bin/liuhen works
	@$(SETUP) base assets

demo: setup ## a populated agency on http://127.0.0.1:8000 (PORT=8000)
	@.venv/bin/liuhen demo --port $(PORT)

test: setup ## every test: unit, contract, fault, journeys in a real browser (ARGS="-k words")
	@$(SETUP) dev browser servers
	.venv/bin/pytest -n 2 --dist loadfile $(ARGS)
	$(if $(ARGS),,$(MAKE) --no-print-directory postgres)

postgres: setup ## the rooms' tests on a throw-away PostgreSQL; part of make test unless ARGS picks tests
	@$(SETUP) dev
	$(PYTHON) tools/postgres.py .venv/bin/pytest -q -n 2 --dist loadfile src/liuhen/apps $(ARGS)

check: setup ## format, lint, types, import contracts, tests about the project itself
	@$(SETUP) dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	MYPYPATH=tools .venv/bin/mypy --config-file= --strict tools
	.venv/bin/lint-imports
	.venv/bin/pytest -q tests/architecture

reference: setup ## write docs/reference anew from the code it describes
	@.venv/bin/python tools/reference.py

compiled: setup ## build/compiled: the same package with the law engine as machine code, for judging a province
	@$(SETUP) dev
	@.venv/bin/python tools/compiled.py

models: setup ## add the recognisers: letters in pictures, programs that run speech models (about 350 MB)
	@$(SETUP) models
	@.venv/bin/liuhen models || true

verifier: setup ## dist/liuhen_verify-*.whl: the stand-alone verifier for whoever holds a package
	@.venv/bin/python tools/verifier.py

lock: setup ## write requirements/*.txt and package-lock.json anew from their short lists
	@.venv/bin/python tools/lock.py

assets: ## copy the front-end libraries into build/static/vendor again
	@rm -rf build/static/vendor
	@$(SETUP) base assets

clean: ## remove what set-up made; the instance in ./var stays
	rm -rf build .venv node_modules
