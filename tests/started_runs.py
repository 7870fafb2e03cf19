"""Runs in a process of their own, which tests stop or kill; and whether anything is left of them."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from analysis import paths
from tests.small_runs import put


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and ") Z " in stat.read_text())


def gone(process: int, seconds: float = 5) -> bool:
    """Whether the process ends within that time."""
    deadline = time.monotonic() + seconds
    while is_running(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(process)


NOTE_PROCESSES = """\
import os, pathlib, subprocess, time
child = subprocess.Popen(["sleep", "60"])
note = pathlib.Path(os.environ["CLAIMTRAIL_HOME"], "processes")
note.with_suffix(".new").write_text(f"{os.getpid()} {child.pid} {os.environ['HOME']}")
note.with_suffix(".new").rename(note)
"""
SLOW = NOTE_PROCESSES + "time.sleep(60)"


@contextmanager
def running(home: Path, stage: str = "1_extract", arguments: tuple[str, ...] = ("run",), source: str = SLOW):
    """A run in a process of its own, as soon as the notebook of that stage has noted its processes and waits."""
    put(home, stage, source)
    # Whoever runs the tests in the background has these ignored, and they would stay so.
    code = "import signal\nfor number in (signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_DFL)\nfrom analysis.cli import main\nmain()"
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE, text=True, cwd=paths.CHECKOUT)
    try:
        deadline = time.monotonic() + 60
        while not (home / "processes").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None, process.stderr.read()
        yield process
    finally:
        process.kill()
        process.communicate()


def noted(home: Path) -> tuple[int, int, Path]:
    """Of a run that waits: its kernel, a process that this has started, and the kernel's home folder."""
    kernel, child, scratch = (home / "processes").read_text().split(" ", 2)
    return int(kernel), int(child), Path(scratch)
