# Guildhall: everything a newcomer runs. `make help` lists it.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
DEMO_ENV := DJANGO_SETTINGS_MODULE=portal.settings.dev DEMO=1 DEBUG=0 BASE_URL=http://127.0.0.1:$(PORT)
TEMPLATES := $(wildcard themes people search portfolio knowledge assessments events courses communities portal)
LOCK := -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --strip-extras --allow-unsafe

.PHONY: help demo test test-browser test-postgres check lock
help: ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/.runtime: requirements.lock
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install -q --require-hashes -r requirements.lock
	touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(PY) -m pip install -q --require-hashes -r requirements-dev.lock
	touch $@

demo: .venv/.runtime ## a running portal with demo content on http://127.0.0.1:8000 (PORT=… for another)
	$(DEMO_ENV) $(PY) manage.py migrate -v 0
	$(DEMO_ENV) $(PY) manage.py load_demo
	$(DEMO_ENV) exec .venv/bin/gunicorn portal.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning

test: .venv/.dev ## the test suite, on SQLite
	$(PY) -m pytest tests -m "not browser" -n auto

test-postgres: .venv/.dev ## the same suite on PostgreSQL: DATABASE_URL=postgres://user@host/name
	@case "$$DATABASE_URL" in postgres*) ;; *) echo "Set DATABASE_URL=postgres://user:password@host:port/name first."; exit 2;; esac
	$(PY) -m pytest tests -m "not browser" -n auto

test-browser: .venv/.dev ## the walk round the loop, the stranger and accessibility, in headless Chromium
	$(PY) -m pytest tests/browser -m browser

check: .venv/.dev ## style, import directions, migrations, deployment settings, templates
	.venv/bin/ruff check . && .venv/bin/ruff format --check .
	.venv/bin/djlint --check --lint --quiet $(TEMPLATES)
	.venv/bin/lint-imports
	DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) manage.py makemigrations --check --dry-run
	SECRET_KEY=$$(openssl rand -hex 40) ALLOWED_HOSTS=portal.example BASE_URL=https://portal.example EMAIL_URL=smtp://mail.example:25 \
	  DJANGO_SETTINGS_MODULE=portal.settings.production $(PY) manage.py check --deploy --fail-level WARNING
	DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) manage.py compile_templates

lock: .venv/.dev ## resolve the dependencies anew, with hashes and no addresses
	.venv/bin/pip-compile $(LOCK) -o requirements.lock pyproject.toml
	.venv/bin/pip-compile $(LOCK) --extra dev -o requirements-dev.lock pyproject.toml
