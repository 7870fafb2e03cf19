PYTHON ?= python3
# A set-up is good for one lock, one pyproject.toml and one folder: its digest names the stamp, whatever the clock says.
READY := .venv/ready-$(shell { cat requirements.lock pyproject.toml; pwd; } | cksum | tr ' ' -)
# Of the machine's environment, what would lead Python or pip out of .venv.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_NO_DEPS PIP_CONSTRAINT PIP_REQUIREMENT

.PHONY: brief refresh test lab lock bench bench-extract bench-quantify bench-run bench-scale clean

# The shell expands what was given, so that a quotation mark in it is text and no command.
brief: $(READY)
	@.venv/bin/claimtrail run $${TOPIC:+--topic "$$TOPIC"} $${AS_OF:+--as-of "$$AS_OF"} $${BRIEF_LANG:+--lang "$$BRIEF_LANG"}

refresh: $(READY)
	@.venv/bin/claimtrail refresh

test: $(READY)
	@.venv/bin/python -m pytest --numprocesses 2 --dist loadfile

lab: $(READY)
	@.venv/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root )notebooks

lock: $(READY)
	@.venv/bin/python -m pip install -qq uv==0.13.9
	@.venv/bin/uv --no-config pip compile --quiet --universal --fork-strategy fewest --python-version 3.11.0 --extra dev --generate-hashes --custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml

bench: $(READY)
	@.venv/bin/python -m tests.bench.extract

bench-extract: $(READY)
	@.venv/bin/python -m tests.bench.results

bench-quantify: $(READY)
	@.venv/bin/python -m tests.bench.quantify

bench-run: $(READY)
	@.venv/bin/python -m tests.bench.runs

bench-scale: $(READY)
	@.venv/bin/python -m tests.bench.scale

clean:
	@rm -rf .venv .pytest_cache .hypothesis *.egg-info && find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY):
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("claimtrail needs Python 3.11 or newer; name one: make PYTHON=python3.11")'
	@echo 'Setting up .venv from requirements.lock: once, about a minute.'
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@.venv/bin/python -m pip -q check
	@.venv/bin/python -m compileall -q -j 0 .venv/lib
	@touch $@
