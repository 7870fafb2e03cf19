"""What a run leaves that fails, is interrupted or killed: the last good edition, no process, and a message that says where."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis import lock, paths
from analysis.errors import EditionError, RunError
from analysis.run import run
from tests.small_runs import files, laid_out, old_edition, put, refusal


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = laid_out(tmp_path / "home {of} a user")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


FAILURES = [
    ("x = 1\n\n1 / 0  # too much", 'cell 2 "What is written?", line 3: 1 / 0  # too much', "ZeroDivisionError: division by zero"),
    ("x = = 1", 'cell 2 "What is written?", line 1: x = = 1', "SyntaxError: invalid syntax"),
    ("import sys\nsys.exit(3)", 'cell 2 "What is written?"', "SystemExit: 3"),
    (
        'from analysis.errors import DocumentError\nraise DocumentError("x.md is empty; add its text.")',
        'cell 2 "What is written?", line 2: raise DocumentError("x.md is empty; add its text.")',
        "x.md is empty; add its text.",
    ),
]


@pytest.mark.parametrize(("source", "where", "what"), FAILURES, ids=["exception", "syntax", "exit", "own error"])
def test_a_cell_that_fails_is_named_with_notebook_cell_line_and_message(home, source, where, what):
    put(home, "2_clean", source)
    first, second, last = refusal(RunError)
    assert first == f"2_clean, {where}"
    assert second.startswith(what)
    assert last == "No edition was written; mend this and run again."
    assert list((home / "reports" / "kp-ru").iterdir()) == []


@pytest.mark.parametrize(
    ("raised", "exit_code"), [("errors.ReviewError('x')", 2), ("errors.VerificationError('x')", 1), ("ValueError('x')", 1)]
)
def test_a_cell_that_tells_a_mistake_of_the_user_ends_the_run_with_its_exit_code(home, raised, exit_code):
    put(home, "2_clean", f"from analysis import errors\nraise {raised}")
    with pytest.raises(RunError) as failed:
        run()
    assert failed.value.exit_code == exit_code


def test_a_failure_leaves_the_last_good_edition_as_it_was(home):
    edition = old_edition(home)
    before = files(edition)
    put(home, "5_brief", "(tables / 'x').write_text('half')")
    assert refusal(RunError)[-1] == "The last good edition stands as it was; mend this and run again."
    assert files(edition) == before
    assert list(edition.parent.iterdir()) == [edition]


def test_a_kernel_that_dies_is_told_without_a_traceback(home):
    put(home, "3_quantify", "import os\nos._exit(9)")
    assert refusal(RunError) == [
        "3_quantify, its kernel was lost: Kernel died. Memory may have run out; free some.", "No edition was written; mend this and run again.",
    ]  # fmt: skip


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


def test_no_process_outlives_a_failed_run(home):
    put(home, "1_extract", NOTE_PROCESSES + "1 / 0")
    refusal(RunError)
    kernel_id, child, scratch = (home / "processes").read_text().split(" ", 2)
    assert gone(int(kernel_id)) and gone(int(child))
    assert not Path(scratch).exists()


@contextmanager
def running(home: Path, source: str):
    """A run in a process of its own, as soon as its first notebook has noted its processes."""
    put(home, "1_extract", source)
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\nfrom analysis.run import run; run()"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, cwd=paths.CHECKOUT)
    try:
        deadline = time.monotonic() + 60
        while not (home / "processes").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None, process.stderr.read()
        yield process
    finally:
        process.kill()
        process.communicate()


SLOW = NOTE_PROCESSES + "time.sleep(60)"


def test_an_interruption_leaves_the_edition_and_no_process(home):
    edition = old_edition(home)
    before = files(edition)
    with running(home, SLOW) as process:
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=20)[1]
    assert told.rstrip().endswith("KeyboardInterrupt") and "never retrieved" not in told
    kernel_id, child, scratch = (home / "processes").read_text().split(" ", 2)
    assert gone(int(kernel_id)) and gone(int(child))
    assert not Path(scratch).exists()
    assert files(edition) == before and list(edition.parent.iterdir()) == [edition]


def test_a_second_run_is_refused_while_one_is_running_and_not_after_it_was_killed(home):
    with running(home, SLOW) as process:
        assert refusal(EditionError, as_of="2024-02-07") == [
            f"reports is being written by the run of kp-ru/2024-02-08-en, process {process.pid}; "
            "wait until that has ended, or end that process, and run again."
        ]
        kernel_id, child, scratch = (home / "processes").read_text().split(" ", 2)
        process.kill()
        process.wait()
    assert (home / "reports" / "kp-ru" / ".2024-02-08-en.partial").exists()
    assert gone(int(kernel_id)), "a kernel ends by itself when its runner is killed"
    os.kill(int(child), signal.SIGKILL)
    assert Path(scratch).exists()
    put(home, "1_extract", "1 / 0")
    refusal(RunError)
    assert not Path(scratch).exists()
    assert list((home / "reports" / "kp-ru").iterdir()) == [], "what the killed run left is cleared away"


def test_an_edition_that_was_about_to_be_replaced_when_the_run_was_killed_is_put_back(home):
    edition = old_edition(home)
    before = files(edition)
    edition.rename(edition.with_name(".2024-02-08-en.previous.partial"))
    put(home, "1_extract", "1 / 0")
    assert refusal(RunError)[-1].startswith("The last good edition stands as it was")
    assert files(edition) == before


def test_an_edition_that_cannot_be_put_in_place_leaves_the_old_one(home, monkeypatch):
    edition = old_edition(home)
    before = files(edition)
    rename = Path.rename

    def fails(self, target):
        if self.name == ".2024-02-08-en.partial":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    assert refusal(EditionError) == [
        f"The edition kp-ru/2024-02-08-en cannot be written: No space left on device; make {home / 'reports'} writable, with room on its disk, "
        "or point CLAIMTRAIL_HOME to a folder that is."
    ]
    assert files(edition) == before and list(edition.parent.iterdir()) == [edition]


def test_the_lock_names_who_holds_it_and_is_free_afterwards(tmp_path):
    assert lock.holder(tmp_path) == ""
    for purpose in ("a/2024-02-08-en", "b"):
        with lock.held(tmp_path / "reports", purpose):
            assert lock.holder(tmp_path / "reports") == f"the run of {purpose}, process {os.getpid()}"
        assert lock.holder(tmp_path / "reports") == ""
