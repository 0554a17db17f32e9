# Two commands matter: `make run` and `make test`. `make help` lists the others.

PYTHON ?= python3
export PYTHON

# What an installation depends on; when any of it changes, the name of the stamp does.
members := libs/common services/ingest services/classifier services/escalation services/audit deploy/local
fingerprint = $(shell cat $(1) $(members:%=%/pyproject.toml) | cksum | tr ' ' '-')
dev_stamp := .venv/.installed-dev-$(call fingerprint,requirements-dev.txt)
# The development installation holds all that a run needs.
run_stamp := $(or $(wildcard $(dev_stamp)),.venv/.installed-run-$(call fingerprint,requirements.txt))

bin := .venv/bin
pytest := $(bin)/python -m pytest $(PYTEST_ARGS)
# Much of the slower tests is waiting for processes to start. Each worker has a PostgreSQL and a
# Kafka of its own; a file is never split.
WORKERS ?= 2
side_by_side := --numprocesses $(WORKERS) --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help init run up down test test-unit test-integration test-faults kafka \
	check format lint types imports spelling packs schemas schemas-check evaluate count-strangers bench-classifier train-encoder lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(run_stamp) ## set up, start everything, send the demo day, stay up until interrupted
	@exec $(bin)/moderation run

up: $(run_stamp) ## set up and start everything in the background
	@exec $(bin)/moderation up --detach

down: $(run_stamp) ## stop what `make up` started
	@exec $(bin)/moderation down

init: $(dev_stamp) ## set up for development: tests, checks and training

test: $(dev_stamp) kafka ## run every test, two files at a time (WORKERS=0: one)
	$(pytest) $(side_by_side)

test-unit: $(dev_stamp) ## run the tests that do no input or output
	$(pytest) tests/unit tests/property

test-integration: $(dev_stamp) kafka ## run the tests on real PostgreSQL and Kafka
	$(pytest) $(side_by_side) tests/contract tests/integration

test-faults: $(dev_stamp) kafka ## kill real processes and check that nothing is lost
	$(pytest) tests/faults tests/e2e

check: lint types imports spelling packs schemas-check ## run every check that is not a test

format: $(dev_stamp) ## put the code into its one form and mend what can be mended by itself
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

lint: $(dev_stamp) ## check form and habits
	$(bin)/ruff format --check .
	$(bin)/ruff check .

types: $(dev_stamp) ## check types of sources and tests
	$(bin)/mypy

imports: $(dev_stamp) ## check that imports go only the allowed way
	$(bin)/lint-imports --no-logo

spelling: $(dev_stamp) ## look for misspelt words
	$(bin)/codespell

packs: $(dev_stamp) ## check the policy packs
	$(bin)/moderation policy check

schemas: $(dev_stamp) ## write the schemas, the AsyncAPI document and the examples from the models
	$(bin)/python -m moderation_common.events write
	$(bin)/python -m moderation_common.policy schema policies

schemas-check: $(dev_stamp)
	$(bin)/python -m moderation_common.events check
	$(bin)/python -m moderation_common.policy check policies

evaluate: bench-classifier ## measure the classifier and write docs/model-card.md (DATASETS=folder, ACCEPT_FALLS=yes)
	@test -d "$(DATASETS)" || { echo "Say where the public data sets are: make evaluate DATASETS=folder"; exit 2; }
	cd services/classifier && ../../$(bin)/python -m training.evaluate $(abspath $(DATASETS)) \
		--speeds ../../.cache/classifier-speeds.json $(if $(ACCEPT_FALLS),--accept-falls)

count-strangers: $(dev_stamp) ## count what is made of comments by testers who knew neither rules nor lines
	cd services/classifier && ../../$(bin)/python -m training.strangers

bench-classifier: $(dev_stamp) ## measure how fast comments are judged, on one core
	$(bin)/python -m tests.bench.bench_classifier --json .cache/classifier-speeds.json

train-encoder: ## train the encoder anew, two and a half hours (DATASETS=folder; ROWS=320: a rehearsal; NEWEST="a.txt b.txt": train the one that ships further on these)
	tools/train-encoder.sh "$(DATASETS)" "$(ROWS)" "$(NEWEST)"

lock: $(dev_stamp) ## pin every third-party package anew (tools/lock.sh --upgrade moves versions)
	tools/lock.sh

kafka:
	@tools/fetch-kafka.sh

$(dev_stamp):
	@tools/install.sh requirements-dev.txt $@

.venv/.installed-run-%:
	@tools/install.sh requirements.txt $@
