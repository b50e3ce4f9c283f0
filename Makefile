# Everything a person types. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

export SAM_CLI_TELEMETRY := 0
# The interpreter is the machine's; nothing fetches another one behind its back.
export UV_PYTHON_DOWNLOADS := never
# The machine's own certificates, so that it works behind a company's proxy as well.
export UV_SYSTEM_CERTS := true

# A browser that is fetched stays inside this folder like everything else.
export PLAYWRIGHT_BROWSERS_PATH := $(CURDIR)/.tools/browsers

STEP := infra/tools/step
PYTHON_313 ?= python3.13
UV := .tools/uv/bin/uv
SAM := .tools/sam/bin/sam
BIN := .venv/bin
PORT ?= 4566

.PHONY: help setup run pages publish-pages stop test check fix bench suites web e2e requirements sample load load-short faults mutate mutate-rules

help: ## List the targets
	@echo 'Usage: make <target>'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- Tools: each in an environment of its own, from a pinned and hashed list -----------------------------------

setup: .tools/uv/ready .venv/ready .tools/local-cloud/ready .tools/sam/ready .tools/contract/ready ## Install everything, once, inside this folder

.tools/uv/ready: infra/tools/uv.txt
	@$(STEP) 'Install uv' bash -c '$(PYTHON_313) -m venv .tools/uv && .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<'
	@touch $@

.venv/ready: uv.lock pyproject.toml .tools/uv/ready
	@$(STEP) 'Install the project and its development tools' $(UV) sync --frozen --inexact
	@touch $@

.tools/%/ready: infra/tools/%.txt .tools/uv/ready
	@$(STEP) 'Install $*' bash -c '$(UV) venv --quiet --clear --python $(PYTHON_313) .tools/$* && $(UV) pip install --quiet --python .tools/$*/bin/python --require-hashes -r $<'
	@touch $@

# Needs Node, which nothing else does: it is asked where it can be.
REDOCLY := infra/tools/redocly
REDOCLY_INSTALL = { [ .tools/redocly/package-lock.json -nt $(REDOCLY)/package-lock.json ] || { mkdir -p .tools/redocly \
	&& cp $(REDOCLY)/package.json .tools/redocly/ && cp $(REDOCLY)/package-lock.json .tools/redocly/ \
	&& npm ci --prefix .tools/redocly --ignore-scripts --no-audit --no-fund --loglevel error; }; }
REDOCLY_LINT = REDOCLY_TELEMETRY=off .tools/redocly/node_modules/.bin/redocly lint --config $(REDOCLY)/redocly.yaml docs/openapi.json

# --- Running it ------------------------------------------------------------------------------------------------

run: setup ## Start the local cloud, deploy to it, show the demo clinic at work
	@$(BIN)/python -m infra.local_cloud start --port $(PORT) --state .local/$(PORT)
	@$(BIN)/python -m infra.local_cloud deploy --port $(PORT) --state .local/$(PORT)
	@$(BIN)/python -m infra.demo --port $(PORT) --state .local/$(PORT)

pages: setup ## Serve the pages in web/ beside the local cloud's API, on one origin
	@$(BIN)/python -m infra.local_cloud pages --port $(PORT) --state .local/$(PORT)

# A page goes by its name alone; the aws command is the machine's own.
publish-pages: ## Put the pages in web/ where a stack with ServePages=true serves them from: BUCKET=<PagesBucketName>
	@test -n "$(BUCKET)" || { echo 'BUCKET=<output PagesBucketName of the stack>'; exit 2; }
	@for page in web/*.html; do aws s3 cp --content-type 'text/html; charset=utf-8' "$$page" "s3://$(BUCKET)/$$(basename "$$page" .html)"; done
	@aws s3 cp --recursive --exclude '*' --include '*.css' --content-type 'text/css; charset=utf-8' web "s3://$(BUCKET)/"
	@aws s3 cp --recursive --exclude '*' --include '*.js' --content-type 'text/javascript; charset=utf-8' web "s3://$(BUCKET)/"

stop: ## Stop the local cloud; what it stored stays
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m infra.local_cloud stop --port $(PORT) --state .local/$(PORT); fi

# --- Checking it -----------------------------------------------------------------------------------------------

check: setup ## Check style, types, contracts, rules, template, lock files; changes nothing
	@$(MAKE) --keep-going --jobs 2 --output-sync $(CHECKS)

CHECKS := check-format check-lint check-types check-contracts check-rules check-rules-doc check-hazards \
	check-cfn check-sam check-lock check-layer check-contract check-openapi
.PHONY: $(CHECKS)

check-format:
	@$(STEP) 'Format' $(BIN)/ruff format --check .
check-lint:
	@$(STEP) 'Lint' $(BIN)/ruff check .
check-types:
	@$(STEP) 'Types' $(BIN)/mypy
check-contracts:
	@$(STEP) 'Import contracts' $(BIN)/lint-imports
check-rules:
	@$(STEP) 'Rule set' $(BIN)/ketascreen rules lint
check-rules-doc:
	@$(STEP) 'Rule catalogue' $(BIN)/ketascreen rules doc --check
check-hazards:
	@$(STEP) 'Hazard log' $(BIN)/python -m rules.authoring.hazards --check
check-cfn:
	@$(STEP) 'Template, cfn-lint' $(BIN)/cfn-lint template.yaml
check-sam:
	@$(STEP) 'Template, sam validate' $(SAM) validate --lint --region us-east-1
check-contract:
	@$(STEP) 'API contract: up to date, nothing promised is broken' $(BIN)/python -m infra.contract --check
check-openapi:
	@$(STEP) 'API contract, openapi-spec-validator' .tools/contract/bin/openapi-spec-validator --subschema-errors all docs/openapi.json
	@$(STEP) 'API contract, Redocly (where Node is installed)' bash -c '! command -v npm >/dev/null || { $(REDOCLY_INSTALL) && $(REDOCLY_LINT); }'
check-lock:
	@$(STEP) 'Lock file' $(UV) lock --check
check-layer:
	@$(STEP) 'Layer requirements' bash -c 'diff <($(LAYER_REQUIREMENTS)) infra/layer/requirements.txt'

fix: setup ## Repair what can be repaired by a machine
	@$(STEP) 'Lint' $(BIN)/ruff check --fix .
	@$(STEP) 'Format' $(BIN)/ruff format .
	@$(STEP) 'Hazard log' $(BIN)/python -m rules.authoring.hazards
	@$(STEP) 'Lock file' $(UV) lock
	@$(STEP) 'Rule catalogue' $(BIN)/ketascreen rules doc
	@$(STEP) 'API contract' $(BIN)/python -m infra.contract
	@$(MAKE) requirements

requirements:
	@$(STEP) 'Layer requirements' bash -c '$(LAYER_REQUIREMENTS) > infra/layer/requirements.txt'

suites: setup
	@$(STEP) --show 'Fast suites' $(BIN)/pytest --numprocesses 2 --dist loadfile --quiet --ignore tests/e2e --ignore tests/web
e2e: setup
	@$(STEP) --show 'End to end, on two local clouds of their own' $(BIN)/pytest --numprocesses 2 --dist loadfile --quiet tests/e2e

web: setup
	@$(STEP) 'Install what drives a browser' env UV_PROJECT_ENVIRONMENT=.tools/web $(UV) sync --frozen --group web
	@$(STEP) 'Find or fetch a browser' infra/tools/browser.sh
	@$(STEP) --show 'The pages in a browser' .tools/web/bin/python -m pytest --quiet tests/web

sample: setup
	@$(STEP) --show 'A sample of the mutants of the rules' $(BIN)/python -m tests.mutation --only rules --sample 200

# Forms and practitioners at the same time on a local cloud of their own, and the truth in the table afterwards.
MINUTES ?= 10
LOAD_TOOLS = $(STEP) 'Install what makes load' env UV_PROJECT_ENVIRONMENT=.tools/load $(UV) sync --frozen --group load

load: setup ## Ramp up to the knee, stay at 60 % of it for MINUTES=10, check that nothing was lost or doubled
	@$(LOAD_TOOLS)
	@$(STEP) --show 'Load, on a local cloud of its own' .tools/load/bin/python -m tests.load --minutes $(MINUTES)

load-short: setup
	@$(LOAD_TOOLS)
	@$(STEP) --show 'Some load, on a local cloud of its own' .tools/load/bin/python -m tests.load --short

test: check suites web sample e2e load-short ## Everything: check, all suites, some mutants, end to end, some load on a fresh local cloud

# Nothing may come after its last line, which says how many there were and how many were survived.
faults: setup ## Let every call to AWS fail in every way, and kill processes at every step
	@$(BIN)/python -m tests.faults --numprocesses 2

bench: setup ## Measure the service against its peers
	@$(STEP) 'Install the peers' env UV_PROJECT_ENVIRONMENT=.tools/bench $(UV) sync --frozen --group bench
	@.tools/bench/bin/python -m benchmarks

# A mutant is one small change; each that no test notices is a gap. Neither is part of `make test`, but for a sample.
# PART is rules, derived, parameters, questionnaire or knowledge, MODULE a module or package of rules/engine (`truth`,
# `free_text/mentions`, `trials`), several if need be; all of them if left out. A run that was ended goes on.
PART ?=
MODULE ?=

mutate-rules: setup ## Change the rules one by one and see whether every change is noticed
	@$(STEP) --show 'Mutants of the rules' $(BIN)/python -m tests.mutation --progress .local/mutants.jsonl $(addprefix --only ,$(PART))

mutate: setup ## Change the engine line by line, MODULE by module, and see whether every change is noticed
	@$(STEP) 'Install what makes mutants' env UV_PROJECT_ENVIRONMENT=.tools/mutation $(UV) sync --frozen --no-install-project --group mutation
	@$(STEP) --show 'Mutants of the engine' .tools/mutation/bin/python -m tests.mutation.engine --progress .local/mutants $(MODULE)

# --- What SAM calls --------------------------------------------------------------------------------------------

# The processor the layer is built for: arm64 or x86_64 for AWS (the same as the template's Architecture parameter),
# `machine` for the local cloud, which runs the functions on this computer.
BUILD_FOR ?= arm64
PLATFORM_arm64 := --python-platform aarch64-manylinux_2_28
PLATFORM_x86_64 := --python-platform x86_64-manylinux_2_28
PLATFORM_machine :=

# Shipped byte code is never checked against its source, and names its path in Lambda, not on the building machine.
COMPILE = $(PYTHON_313) -m compileall -q --invalidation-mode unchecked-hash -s "$(ARTIFACTS_DIR)"
LAYER_REQUIREMENTS = $(UV) export --quiet --frozen --no-header --no-default-groups --no-emit-project --no-annotate

# Every file is pinned by its hash, so the cache is as good as the index; the index is asked only for what is missing.
LAYER_INSTALL = pip install --quiet --python $(PYTHON_313) $(PLATFORM_$(BUILD_FOR)) --only-binary :all: --no-deps \
	--require-hashes --link-mode copy --target "$(ARTIFACTS_DIR)/python" -r infra/layer/requirements.txt

build-DependencyLayer: .tools/uv/ready
	$(if $(filter arm64 x86_64 machine,$(BUILD_FOR)),,$(error BUILD_FOR must be arm64, x86_64 or machine))
	$(UV) --offline $(LAYER_INSTALL) 2>/dev/null || $(UV) $(LAYER_INSTALL)
	rm -rf "$(ARTIFACTS_DIR)/python/bin" "$(ARTIFACTS_DIR)/python/.lock"
	$(COMPILE) -p /opt "$(ARTIFACTS_DIR)/python"

build-%:
	mkdir -p "$(ARTIFACTS_DIR)/rules/released"
	cp -R functions "$(ARTIFACTS_DIR)/"
	cp -R rules/__init__.py rules/engine "$(ARTIFACTS_DIR)/rules/"
	cp rules/released/*.json "$(ARTIFACTS_DIR)/rules/released/"
	$(if $(filter CatalogFunction,$*),mkdir -p "$(ARTIFACTS_DIR)/docs" && cp docs/openapi.json "$(ARTIFACTS_DIR)/docs/")
	find "$(ARTIFACTS_DIR)" -name __pycache__ -prune -exec rm -rf {} +
	$(COMPILE) -p /var/task "$(ARTIFACTS_DIR)"
