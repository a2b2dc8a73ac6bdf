# Everything is done by `make run` and `make test`; both do the set-up first. Paths are relative on purpose: make
# cannot keep a path with spaces in one piece.

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench torture shots package package-test package-same lock clean setup setup-test \
	setup-shots setup-package

python := .venv/bin/python

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: setup ## the window, with a sample article (ARGS=… for other commands: make run ARGS=--version)
	@.venv/bin/glossator $(or $(ARGS),demo)

test: setup-test ## the gate: everything that must hold
	@sh packaging/gate.sh test

lint: setup ## the part of the gate that reads the code without running it
	@sh packaging/gate.sh lint

format: setup ## write the code the way the gate wants it
	@$(python) -m ruff format . && $(python) -m ruff check --fix .

bench: setup-test ## what it costs: times, ratios, growth
	@QT_QPA_PLATFORM=offscreen $(python) -m tests.bench $(ARGS)

torture: setup-test ## kill -9, power cuts, full disks, damaged bytes, random work, for an hour (ARGS="kill --count 500")
	@$(python) -m tests.torture $(ARGS)

shots: setup-shots ## pictures of every screen, light and dark, into shots/
	@sh packaging/shots.sh $(ARGS)

package: setup-package ## what is installed elsewhere, into dist/ (ARGS="deb portable" for some of it)
	@PYTHONPATH=packaging $(python) -m shipping package $(ARGS)

package-test: setup-package ## those packages on clean systems, without a network, measured
	@PYTHONPATH=packaging $(python) -m shipping test

package-same: setup-package ## two builds from two places, compared byte for byte
	@PYTHONPATH=packaging $(python) -m shipping same

lock: setup ## choose the newest versions that pyproject.toml permits, and pin them with hashes
	@sh packaging/lock.sh

clean: ## remove what was made, the environment too
	@rm -rf .venv build dist shots htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis
	@find desktop tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@sh packaging/setup.sh run

setup-test:
	@sh packaging/setup.sh test

setup-shots:
	@sh packaging/setup.sh shots

setup-package:
	@sh packaging/setup.sh package
