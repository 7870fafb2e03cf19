"""What a run leaves that is interrupted, stopped or killed: the last good edition, and no process, folder or lock of its own."""

import os
import signal
import time
from pathlib import Path

import pytest

from analysis import lock, signals
from analysis.errors import EditionError, RunError
from analysis.run import run
from tests.small_runs import files, laid_out, old_edition, put, refusal
from tests.started_runs import NOTE_PROCESSES, gone, noted, running


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = laid_out(tmp_path / "home {of} a user")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    return home


def test_no_process_outlives_a_failed_run(home):
    put(home, "1_extract", NOTE_PROCESSES + "1 / 0")
    refusal(RunError)
    kernel_id, child, scratch = noted(home)
    assert gone(kernel_id) and gone(child)
    assert not scratch.exists()


@pytest.mark.parametrize(
    ("number", "code", "told"), [(signal.SIGINT, 130, "1/5 1_extract\n\n"), (signal.SIGTERM, 143, "1/5 1_extract\n"), (signal.SIGHUP, 129, "1/5 1_extract\n")]
)
def test_a_run_that_is_stopped_leaves_the_edition_and_no_process_or_folder(number, code, told, home):
    edition = old_edition(home)
    before = files(edition)
    with running(home) as process:
        process.send_signal(number)
        time.sleep(0.1)
        process.send_signal(signal.SIGHUP)  # as a closing terminal does; it must not break off the clearing away
        assert (process.communicate(timeout=20)[1], process.returncode) == (told, code)
    kernel_id, child, scratch = noted(home)
    assert gone(kernel_id) and gone(child)
    assert not scratch.exists()
    assert files(edition) == before and list(edition.parent.iterdir()) == [edition]


def test_a_program_that_calls_the_package_keeps_its_own_handlers(home):
    before = [signal.getsignal(number) for number in signals.ENDS]
    put(home, "1_extract", "1 / 0")
    refusal(RunError)
    with signals.heeded():
        assert [signal.getsignal(number) for number in signals.ENDS] != before
    assert [signal.getsignal(number) for number in signals.ENDS] == before


def test_an_end_that_was_ignored_before_stays_so():
    """As nohup has it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals.heeded():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("lines", [2, 3])
def test_an_edition_is_there_at_whatever_line_its_replacement_is_stopped(lines, home, monkeypatch):
    """The old one until the new one stands."""
    edition = old_edition(home)
    renamed = []
    rename = Path.rename

    def stopped(self, target):
        renamed.append(rename(self, target))
        if len(renamed) == lines - 1:
            raise SystemExit(143)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(SystemExit):
        run()
    assert ("brief.pdf" in files(edition)) == (lines == 2)
    assert list(edition.parent.iterdir()) == [edition]


def test_a_second_run_is_refused_while_one_is_running_and_not_after_it_was_killed(home):
    with running(home) as process:
        assert refusal(EditionError, as_of="2024-02-07") == [
            f"reports is being written by the run of kp-ru/2024-02-08-en, process {process.pid}; "
            "wait until that has ended, or end that process, and run again."
        ]
        kernel_id, child, scratch = noted(home)
        process.kill()
        process.wait()
    assert lock.holder(home / "reports") == "", "no lock is left behind"
    assert (home / "reports" / "kp-ru" / ".2024-02-08-en.partial").exists()
    assert gone(kernel_id), "a kernel ends by itself when its runner is killed"
    assert gone(child), "and what it has started with it"
    assert scratch.exists()
    put(home, "1_extract", "1 / 0")
    refusal(RunError)
    assert not scratch.exists()
    assert list((home / "reports" / "kp-ru").iterdir()) == [], "what the killed run left is cleared away"
