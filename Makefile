# Two commands do everything on a bare machine: make run, make test. Needs Python 3.11, Node 20, make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
port ?= 8000
export PYTHONPATH := src
export DJANGO_SETTINGS_MODULE := nanobank.site.settings

help:  ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build/ready build/demo  ## the whole site with its invented people, at http://127.0.0.1:8000/
	@exec scripts/serve $(port)

seed: build/ready  ## throw the demo data away and lay it anew
	@rm -f build/demo && $(MAKE) --no-print-directory build/demo

test: build/dev  ## every test, on SQLite and PostgreSQL, with a real browser
	@exec scripts/test $(only)

t: build/dev  ## quickly: SQLite only, e.g. make t only=tests/study
	@$(PY) -m pytest -q $(only)

check: build/dev  ## style, types, import contracts, templates, migrations, messages
	@exec scripts/check

bench: build/dev build/ready  ## speed, against rivals: make bench only=pages size=small
	@$(PY) -m bench $(if $(only),--only $(only)) $(if $(size),--size $(size))

messages: build/dev  ## collect what is to be translated: make messages app=study
	@exec scripts/messages $(app)

requirements:  ## pin what the .in files ask for, with hashes
	@exec scripts/pin

clean:  ## forget everything that was built here, the database too
	@rm -rf build var .venv node_modules

# --- what the commands above stand on ---

.venv/base: requirements/base.txt
	@echo "· Python packages"
	@[ -x $(PY) ] || python3 -m venv .venv
	@.venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	@echo "· Python packages for building and proving"
	@.venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.ready: package.json package-lock.json
	@echo "· browser packages"
	@npm ci --no-audit --no-fund --silent
	@touch $@

MESSAGES := $(shell find src -name django.po)
build/messages: .venv/base $(MESSAGES)
	@mkdir -p build
	@$(PY) scripts/compile_messages.py
	@touch $@

var/local.env:
	@mkdir -p var
	@python3 scripts/local_env.py > $@

STATIC := $(shell find src -path '*/static/*' -type f)
build/ready: .venv/base node_modules/.ready build/messages var/local.env $(STATIC)
	@echo "· static files"
	@$(PY) manage.py collectstatic --noinput --verbosity 0 --ignore scss --ignore 'dkfds-*' --ignore dkfds.css --ignore dkfds.js
	@touch $@

build/dev: .venv/dev node_modules/.ready build/messages var/local.env
	@scripts/system_packages
	@touch $@

DEMO := $(shell find src/nanobank/demo -type f -not -path '*/__pycache__/*') $(shell find src -path '*/migrations/*.py')
build/demo: $(DEMO) | build/ready
	@[ ! -e var/nanobank.sqlite3 ] || echo "· the demo or a table has changed: the demo database is laid anew"
	@echo "· database and demo"
	@rm -f var/nanobank.sqlite3 var/nanobank.sqlite3-wal var/nanobank.sqlite3-shm
	@$(PY) scripts/lay_tables.py
	@export NANOBANK_URL="$${NANOBANK_URL:-http://127.0.0.1:$(port)}" && $(PY) manage.py seed && echo "$$NANOBANK_URL" > $@

.PHONY: help run seed test t check bench messages requirements clean
