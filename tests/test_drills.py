"""What may happen to a run: it or a kernel of it is killed in any stage, the disk is full or read-only, a cell hangs.

The last good edition is intact afterwards, no kernel is left, and the next run makes what this one did not. tests/test_run_ended.py has
the runs that are stopped, and two at once; tests/test_rerun.py has the clock that was set back.
"""

import resource
import shutil
import signal
import subprocess
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from analysis import execution, warm
from analysis.errors import EditionError, RunError
from analysis.run import STAGES, run
from tests.small_runs import WRITE, files, laid_out, old_edition, put, refusal
from tests.started_runs import gone, noted, running

OWN_PARENT = warm.Parent
STANDS = "The last good edition stands as it was; mend this and run again."


@pytest.fixture(scope="module")
def parent():
    """Warmed once for all runs in this process."""
    with warm.Parent() as parent:
        yield parent


@pytest.fixture
def home(tmp_path, monkeypatch, parent):
    """A project with an edition that an earlier run left."""
    home = laid_out(tmp_path / "home")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(home))
    monkeypatch.setattr(warm, "Parent", lambda: nullcontext(parent))
    old_edition(home)
    return home


@contextmanager
def intact(home: Path, stage: str):
    """Holds that the edition is the old one afterwards, with nothing beside it; and that a run completes once the stage is mended."""
    edition = home / "reports" / "kp-ru" / "2024-02-08-en"
    before = files(edition)
    yield edition
    assert files(edition) == before
    put(home, stage, f'stage = "{stage}"\n{WRITE}')
    run()
    assert {f"tables/{each}.txt" for each in STAGES} <= set(files(edition)) and list(edition.parent.iterdir()) == [edition]


@pytest.mark.parametrize("stage", STAGES)
def test_the_runner_is_killed_in_a_stage(stage, home):
    with intact(home, stage):
        with running(home, stage) as process:
            kernel, child, _ = noted(home)
            process.kill()
            process.wait()
        assert gone(kernel) and gone(child)


@pytest.mark.parametrize("stage", STAGES)
def test_a_kernel_is_killed_in_a_stage(stage, home):
    with intact(home, stage):
        put(home, stage, "import os\nos.kill(os.getpid(), 9)")
        first, second, last = refusal(RunError)
        assert first == f'{stage}, cell 2 "What is written?"' and second.startswith("The kernel was lost: Kernel died") and last == STANDS


def test_the_process_that_forks_kernels_is_killed(home, monkeypatch):
    with OWN_PARENT() as own:
        monkeypatch.setattr(warm, "Parent", lambda: nullcontext(own))
        with intact(home, "2_clean"):  # the run that completes has the same parent, which is gone
            put(home, "2_clean", "import os\nos.kill(os.getppid(), 9)\nimport time\ntime.sleep(60)")
            assert "The kernel was lost" in refusal(RunError)[1]


HANGS = {"it waits": "import time\ntime.sleep(60)", "it waits for nobody's signal": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"}


@pytest.mark.parametrize("case", HANGS)
def test_a_cell_that_hangs_is_ended_and_named(case, home, monkeypatch):
    monkeypatch.setattr(execution, "CELL_PATIENCE", 1)
    with intact(home, "3_quantify"):
        put(home, "3_quantify", f"import os, pathlib\npathlib.Path(os.environ['CLAIMTRAIL_HOME'], 'kernel').write_text(str(os.getpid()))\n{HANGS[case]}")
        first, second, last = refusal(RunError)
        assert first == '3_quantify, cell 2 "What is written?"' and last == STANDS
        assert second == "The cell hangs: A cell timed out while it was being executed, after 1 seconds. Find what it waits for, or make it shorter."
        assert gone(int((home / "kernel").read_text()))


@contextmanager
def little_room(folder: Path):
    """Room for less than a megabyte: in a file system of its own where one may be mounted, else by a limit on every file."""
    kept = folder.with_name("kept")
    folder.rename(kept)
    folder.mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", folder], capture_output=True).returncode == 0
    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, before[1]))
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield
        shutil.rmtree(kept)
        shutil.copytree(folder, kept)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        if mounted:
            subprocess.run(["umount", "--lazy", folder], check=True)
        shutil.rmtree(folder)
        kept.rename(folder)


FILLS = {
    "a cell": ("paths.edition(topic, as_of, lang).joinpath('big').write_bytes(bytes(2 * 10**6))", RunError),
    "what a cell prints": ("print(('x' * 99 + chr(10)) * 20_000)", EditionError),
}


@pytest.mark.parametrize("stage", ["1_extract", "5_brief"])
@pytest.mark.parametrize("case", FILLS)
def test_the_disk_is_full(case, stage, home):
    source, error = FILLS[case]
    with intact(home, stage):
        put(home, stage, f"from analysis import paths\n{source}")
        with little_room(home / "reports"):
            said = refusal(error)
            assert any(word in " ".join(said) for word in ("No space left on device", "File too large")), said


def test_the_reports_are_read_only(home):
    with intact(home, "1_extract"):
        with little_room(home / "reports"):
            if subprocess.run(["mount", "-o", "remount,ro", home / "reports"], capture_output=True).returncode:
                pytest.skip("needs the right to mount a read-only file system")
            with pytest.raises(EditionError, match="cannot be written: Read-only file system"):
                run()


def test_ctrl_c_in_the_last_stage(home):
    with intact(home, "5_brief"):
        with running(home, "5_brief") as process:
            kernel, child, scratch = noted(home)
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
        assert gone(kernel) and gone(child) and not scratch.exists()


def test_a_system_without_forks_starts_fresh_kernels(home, monkeypatch):
    monkeypatch.setattr(warm, "FORKS", False)
    with OWN_PARENT() as alone:
        monkeypatch.setattr(warm, "Parent", lambda: nullcontext(alone))
        with intact(home, "1_extract"):
            assert alone.fork([], {}, ".") is None

