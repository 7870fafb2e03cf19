"""The examples of data/schedule: each is held against its own format, and runs a command that there is."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import validators
from yaml import safe_load

from analysis import cli, edition_lists, paths

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "schedule"
# What each of the five fields of a crontab's line may count.
FIELDS = (range(60), range(24), range(1, 32), range(1, 13), range(8))


def test_the_schedule_names_editions_that_can_be_made():
    assert edition_lists.read(paths.schedule()) == [("kp-ru", "", "en"), ("kp-ru", "", "de")]


def times(line):
    """What each of the first five fields of a line stands for; none of it for a field that is malformed."""
    fields = zip(line.split(None, 5)[:5], FIELDS, strict=True)
    return [set(bounds) if field == "*" else {int(one) for one in field.split(",") if one.isdigit() and int(one) in bounds} for field, bounds in fields]


def test_the_crontab_has_one_line_at_times_that_there_are_and_runs_refresh():
    lines = [line for line in (FOLDER / "claimtrail.cron").read_text().splitlines() if not line.startswith("#")]
    assert len(lines) == 1 and [len(found) for found in times(lines[0])] == [1, 2, 31, 12, 8] and "%" not in lines[0]
    words = shlex.split(lines[0].split(None, 5)[5])
    assert words[:3] == ["cd", "$HOME/claimtrail", "&&"] and words[3] == ".venv/bin/claimtrail" and words[4] in cli.cli.commands
    assert times("61 6,18 * * *")[0] == set()


@pytest.fixture
def units(tmp_path):
    """The units, for a checkout in a folder of the test's own, whose command is there."""
    command = tmp_path / "claimtrail" / ".venv" / "bin" / "claimtrail"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for path in FOLDER.glob("claimtrail-refresh.*"):
        (tmp_path / path.name).write_text(path.read_text().replace("%h", str(tmp_path)))
    return tmp_path


def verified(folder):
    """What systemd says of the units in the folder, those of the machine apart."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    command = ["systemd-analyze", "verify", "--man=no", str(folder / "claimtrail-refresh.timer"), str(folder / "claimtrail-refresh.service")]
    said = subprocess.run(command, capture_output=True, text=True)
    return [line for line in said.stderr.splitlines() if "claimtrail" in line]


def test_systemd_finds_nothing_wrong_with_the_units(units):
    assert verified(units) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("service", ("ExecStart=", "ExecStart=relative/")), ("service", ("Nice=10", "Nice=ten")), ("timer", ("06,18:17:00", "06,18:77:00")), ("service", ("Nice", "Nicer"))],
)
def test_systemd_would_find_what_is_wrong(name, wrong, units):
    path = units / f"claimtrail-refresh.{name}"
    path.write_text(path.read_text().replace(*wrong))
    assert verified(units)


def test_the_service_runs_refresh_once_and_the_timer_comes_at_the_cron_lines_times():
    service, timer = ((FOLDER / f"claimtrail-refresh.{name}").read_text() for name in ("service", "timer"))
    command = re.search(r"^ExecStart=(.*)$", service, re.MULTILINE)[1].split()
    assert command[0].endswith("/.venv/bin/claimtrail") and command[1] in cli.cli.commands and "Type=oneshot\n" in service
    assert "OnCalendar=*-*-* 06,18:17:00\n" in timer and "Persistent=true\n" in timer and "17 6,18 * * *" in (FOLDER / "claimtrail.cron").read_text()


@pytest.fixture(scope="module")
def workflow():
    # YAML 1.1, as PyYAML reads it, takes the key "on" for a truth value; GitHub reads it as text.
    read = safe_load((FOLDER / "refresh.yml").read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in read.items()}


def faults(workflow):
    told = get_builtin_schema("vendor.github-workflows")
    return [fault.message for fault in validators.validator_for(told)(told).iter_errors(json.loads(json.dumps(workflow)))]


def test_the_workflow_keeps_githubs_schema(workflow):
    assert faults(workflow) == []


@pytest.mark.parametrize(
    "change", [{"on": {"pushed": None}}, {"jobs": {"refresh": {"steps": []}}}, {"permissions": {"content": "write"}}, {"timeout-minutes": 5}], ids=lambda change: next(iter(change))
)
def test_the_schema_would_find_what_is_wrong(change, workflow):
    assert faults(workflow | change)


def test_the_workflow_runs_a_target_that_there_is_and_keeps_what_came_of_it_in_any_case(workflow):
    steps = workflow["jobs"]["refresh"]["steps"]
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    runs = [step["run"] for step in steps if "run" in step]
    assert runs[0].split() == ["make", "refresh"] and "refresh" in targets
    assert steps[-1]["if"] == "${{ !cancelled() }}" and "git add --all data reports" in runs[-1] and workflow["concurrency"]["cancel-in-progress"] is False
    assert workflow["on"]["schedule"] == [{"cron": "17 6,18 * * *"}]
