"""One notebook in its kernel: what an executed notebook keeps, what a kernel may see of the machine, what it leaves there."""

import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import execution, scratch
from tests.small_runs import executed, printed

# What an executed notebook keeps


def test_an_executed_notebook_holds_what_was_run_and_nothing_of_the_run(tmp_path):
    done = executed("print(rows)", tmp_path)
    assert done.metadata == execution.METADATA
    assert [cell.id for cell in done.cells] == [f"1_extract-{number}" for number in range(1, 6)]
    assert [cell.metadata for cell in done.cells] == [{}, {"tags": ["parameters"]}, {"tags": ["injected-parameters"]}, {}, {}]
    assert [cell.execution_count for cell in done.cells if cell.cell_type == "code"] == [1, 2, 3]
    assert done.cells[2].source.splitlines() == ["# Parameters", 'topic = "kp-ru"', "rows = 4"]
    assert printed(done) == ["4\n"]


def test_output_that_comes_in_pieces_is_one_output(tmp_path):
    pieces = "import time\nfor number in range(4):\n    print(number, flush=True)\n    time.sleep(0.3)"
    assert printed(executed(pieces, tmp_path)) == ["0\n1\n2\n3\n"]


def test_a_warning_is_told_to_who_runs_and_not_kept(tmp_path, capfd):
    assert printed(executed('import warnings\nwarnings.warn("deprecated")\nprint("done")', tmp_path)) == ["done\n"]
    assert re.search(r'^1_extract, cell 2 "What is written\?" warns: .*UserWarning: deprecated$', capfd.readouterr().err, re.MULTILINE)


# What a kernel may see


def test_a_kernel_is_this_python_with_this_checkout_in_an_empty_home(root, monkeypatch, tmp_path):
    user = tmp_path / "user"
    (user / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
    (user / ".ipython" / "profile_default" / "startup" / "00.py").write_text("intruder = 1")
    (user / ".ipython" / "profile_default" / "ipython_config.py").write_text("c.InteractiveShellApp.exec_lines = ['intruder = 2']")
    (user / ".config" / "matplotlib").mkdir(parents=True)
    (user / ".config" / "matplotlib" / "matplotlibrc").write_text("lines.linewidth: 99")
    (user / "analysis.py").write_text("raise SystemExit('the wrong package')")
    (user / "start.py").write_text("intruder = 3")
    elsewhere = {
        "HOME": user, "IPYTHONDIR": user / ".ipython", "MPLCONFIGDIR": user / ".config" / "matplotlib", "PYTHONSTARTUP": user / "start.py",
        "PYTHONPATH": user, "JUPYTER_PATH": user, "JUPYTER_CONFIG_DIR": user, "TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "7",
        "PYTHONOPTIMIZE": "2", "MPLBACKEND": "svg", "JUPYTER_DEFAULT_PROVISIONER_NAME": "none", "COLUMNS": "7",
    }  # fmt: skip
    for name, value in elsewhere.items():
        monkeypatch.setenv(name, str(value))
    source = """\
import analysis, json, matplotlib, os, sys, time
print(json.dumps([sys.executable, analysis.__file__, "intruder" in globals(), matplotlib.rcParams["lines.linewidth"], matplotlib.get_backend(),
    time.tzname[0], hash("x"), __debug__, os.environ["SOURCE_DATE_EPOCH"], sorted(os.environ)]))"""
    told = json.loads(*printed(executed(source, tmp_path)))
    expected_hash = int(subprocess.run([sys.executable, "-c", "print(hash('x'))"], env={"PYTHONHASHSEED": "0"}, capture_output=True, text=True).stdout)
    assert told[:-1] == [sys.executable, str(root / "analysis" / "__init__.py"), False, 1.5, "agg", "UTC", expected_hash, True, "1707350400"]
    assert not {"IPYTHONDIR", "MPLCONFIGDIR", "PYTHONSTARTUP", "COLUMNS", "JUPYTER_PATH"} & set(told[-1])


LISTENING = """\
import os, pathlib
own = {os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{name}")}
tcp = [line.split() for name in ("tcp", "tcp6") for line in pathlib.Path("/proc/net", name).read_text().splitlines()[1:]]
unix = [line.split() for line in pathlib.Path("/proc/net/unix").read_text().splitlines()[1:]]
print(len([line for line in tcp if f"socket:[{line[9]}]" in own]), len([line for line in unix if line[5] == "01" and f"socket:[{line[6]}]" in own]))
"""


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's /proc to see a process's sockets")
def test_a_kernel_listens_on_unix_sockets_and_on_no_port(tmp_path):
    ports, sockets = printed(executed(LISTENING, tmp_path))[0].split()
    assert ports == "0" and int(sockets) >= 5


def test_sockets_find_room_when_the_temporary_folder_has_a_long_name(tmp_path, monkeypatch):
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    monkeypatch.setattr(scratch.tempfile, "tempdir", None)
    assert printed(executed("print(rows)", tmp_path)) == ["4\n"]
    assert list(long.iterdir()) == []


# What is left of it


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(scratch, "LONGEST_BASE", 1000)
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_a_killed_run_left_is_removed_by_the_next(temporary, dead):
    left = temporary / f"claimtrail-{dead}-abcd_123"
    (left / "sub").mkdir(parents=True)
    with scratch.folder() as made:
        assert list(temporary.iterdir()) == [made] and list(made.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_what_is_not_plainly_left_behind_stays(temporary, dead, monkeypatch):
    names = {"claimtrail-notes", f"claimtrail-{dead}-notes", f"claimtrail-{os.getpid()}-abcd_123", f"other-{dead}-abcd_123", f"claimtrail-{dead}-elsewhr0"}
    for name in names:
        (temporary / name).mkdir()
    target = temporary / "claimtrail-notes"
    (temporary / f"claimtrail-{dead}-a_link_0").symlink_to(target)
    (temporary / f"claimtrail-{dead}-a_file_0").write_text("")
    # As another container or machine holds it, whose processes have other numbers.
    elsewhere = os.open(temporary / f"claimtrail-{dead}-elsewhr0", os.O_RDONLY)
    fcntl.flock(elsewhere, fcntl.LOCK_SH)
    with scratch.folder():
        pass
    os.close(elsewhere)
    assert {path.name for path in temporary.iterdir()} == names | {f"claimtrail-{dead}-a_link_0", f"claimtrail-{dead}-a_file_0"}
    monkeypatch.setattr(scratch.os, "geteuid", lambda: -1)
    with scratch.folder():
        pass
    assert (temporary / f"claimtrail-{dead}-elsewhr0").exists(), "another user's"
