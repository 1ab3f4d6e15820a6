# Everything a person or CI does here, one sentence per target; `make help` lists them.

# The Python that makes .venv, for example: make demo PYTHON=python3.13
PYTHON ?= python3
# Test processes at once; more than the cores only makes the servers under test slower.
TEST_PROCESSES ?= auto

RUN = .venv/bin/python
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help environment demo up down status test static check bench catalogue histories lock format

help: ## Show what can be done here.
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z]+):.*## (.*)/  \1\t\2/' | expand -t 16

environment: ## Make .venv from requirements.lock, unless it is there and in step.
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2> /dev/null || \
	{ echo "Tongxing needs Python 3.11 or newer, and $(PYTHON) is not one: install it, or name one," \
		"as in \`make demo PYTHON=python3.13\`." >&2; exit 1; }
	@$(PYTHON) stack/virtual_environment.py

demo: environment ## Run one business's whole story on this machine, from first question to a verified licence.
	@$(RUN) -m stack demo $(DEMO)

up: environment ## Start everything in the background and print the addresses.
	@$(RUN) -m stack up

down: environment ## Stop what `make up` or a kept demo left running; the data stay.
	@$(RUN) -m stack down

status: environment ## Tell what is running and where it is reached.
	@$(RUN) -m stack status

test: environment ## Run the whole test suite, the same that CI runs.
	@$(RUN) -m stack temporal path > /dev/null
	@$(RUN) -m pytest -n $(TEST_PROCESSES) --maxprocesses 4 --dist worksteal $(TESTS)

static: environment ## Check format, lint, types, layers, our own rules, and that migrations match the models.
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m mypy .
	.venv/bin/lint-imports
	$(RUN) -m scripts.lint
	$(RUN) -m stack check-migrations

check: static test ## Do everything that must pass before a change is merged.

bench: environment ## Measure lifecycles per second and latencies, and write var/bench/latest.json.
	@$(RUN) -m bench $(BENCH)

catalogue: environment ## Check the catalogue: schema, sources, prerequisites, dates.
	@$(RUN) -m catalog check

histories: environment ## Record the workflow histories that the replay tests read.
	@$(RUN) -m tests.replay.record

lock: ## Resolve pyproject.toml anew into requirements.lock.
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(PYTHON) -m venv "$$folder" && \
	"$$folder/bin/pip" install --quiet --disable-pip-version-check uv && \
	"$$folder/bin/uv" pip compile --universal --generate-hashes --no-emit-index-url --no-header \
		--extra dev pyproject.toml -o requirements.lock

format: environment ## Format the code and apply the safe fixes of the linter.
	$(RUN) -m ruff format
	$(RUN) -m ruff check --fix
