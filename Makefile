# Everything runs in a virtual environment of its own; a second call finds it and starts at once.

VENV ?= .venv
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
export PIP_REQUIRE_VIRTUALENV :=

.DEFAULT_GOAL := help
.PHONY: help run demo bench test check lock which-python
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

help: ## zeigt diese Liste
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: $(VENV)/.run ## startet das System auf diesem Rechner (beenden mit Strg-C)
	@exec $(BIN)/sozialraum run

demo: $(VENV)/.run ## zeigt das System mit Beispieldaten
	@exec $(BIN)/sozialraum demo

bench: $(VENV)/.dev ## misst Durchsatz und Antwortzeiten, auch gegen andere
	@exec $(BIN)/sozialraum bench

test: $(VENV)/.dev ## führt alle Tests aus (TESTS=tests/kernel nur diese)
	@$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.dev ## prüft Form, Typen und Importe
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

lock: $(VENV)/.dev ## schreibt die Fassungen aller Pakete neu fest
	@$(LOCK) pyproject.toml --output-file requirements.txt
	@$(LOCK) pyproject.toml --output-file requirements-dev.txt --extra dev --constraints requirements.txt

# One file for each version of Python and each kind of processor.
LOCK = $(BIN)/uv pip compile --quiet --upgrade --no-config --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

which-python:
	@$(PYTHON) --version

# ---- the environment -----------------------------------------------------------------------

$(VENV)/.run: requirements.txt pyproject.toml
	@$(call environment,requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml
	@$(call environment,requirements-dev.txt)
	@touch $@ $(VENV)/.run

# Debian's Python may lack the part that puts pip into an environment; then its own pip does.
define environment
if [ -z "$(PYTHON)" ]; then \
	echo "Sozialraum braucht Python 3.11 oder neuer; gefunden: $$(python3 --version 2>&1 || :)." >&2; \
	echo "Ein anderes Python wird so gewählt: make run PYTHON=/pfad/zu/python3.12" >&2; \
	exit 1; \
fi; \
echo "Umgebung wird eingerichtet (nur beim ersten Mal und nach Änderungen) …"; \
if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || { \
		$(PYTHON) -m venv --clear --without-pip $(VENV) && \
		$(PYTHON) -m pip --quiet --python $(BIN)/python install pip; \
	} || exit 1; \
fi; \
{ $(PIP) install --progress-bar off --require-hashes -r $(1) 2>&1 && echo DONE; } \
	| awk -v tty=$$([ -t 2 ] && echo 1) -v all=$$(grep '==' $(1) | grep -vc win32) "$$PROGRESS" || exit 1; \
echo "  Sozialraum selbst …"; \
$(PIP) install --quiet --no-deps --editable .
endef

# Counts pip's packages in one line, and shows what pip said only where it failed.
define PROGRESS
tty && /^(Collecting|Requirement already)/ { printf "\r  Paket %d von %d ", ++n, all; fflush() }
tty && /^Installing collected/ { printf "\r  Pakete werden entpackt …     "; fflush() }
$$0 == "DONE" { done = 1; next }
{ said = said $$0 "\n" }
END { if (tty) print ""; if (!done) { printf "%s", said; exit 1 } }
endef
export PROGRESS
