"""What kill -9 leaves of a data set is gone on with, and ends in the same bytes; an interrupt leaves no process behind."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis import corpus
from analysis.errors import RunError
from tests.small_corpora import ROOT, content, half_written, in_many_partitions, inputs

pytest.importorskip("pyarrow", reason="needs pyarrow, which the extra cluster brings")
SEED, RUNS, KILLS = 2024, 20, 3


@pytest.fixture(autouse=True)
def many_partitions(monkeypatch):
    in_many_partitions(monkeypatch)


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    return inputs(tmp_path_factory.mktemp("in"), each=1)


def killed(files: list[str], out: Path, moment: int | None) -> int:
    """Extracts in a process of its own, which kills itself at that call of a function of Python or C; without a moment, how many calls there are."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        calls = 0

        def count(_frame, event, _argument):
            nonlocal calls
            calls += event in ("call", "c_call")
            if calls == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        corpus.extract(files, out)
        sys.setprofile(None)
        os.write(writing, str(calls).encode())
        os._exit(0)
    os.close(writing)
    status = os.waitpid(child, 0)[1]
    with os.fdopen(reading) as told:
        said = told.read()
    assert os.WIFSIGNALED(status) == (moment is not None and not said), status
    return int(said or 0)


def test_killed_at_any_moment_and_gone_on_with_a_data_set_has_the_same_bytes(three, tmp_path):
    corpus.extract(three, tmp_path / "whole")
    calls = killed(three, tmp_path / "counted", None)
    chance, kills = random.Random(SEED), 0
    for run in range(RUNS):
        out = tmp_path / f"out-{run}"
        for _ in range(chance.randint(1, KILLS)):
            kills += killed(three, out, chance.randint(1, calls)) == 0
        corpus.extract(three, out)
        assert content(out) == content(tmp_path / "whole") and not half_written(out), f"seed {SEED}, run {run}"
    assert kills >= RUNS


COMMAND = """
import sys
from analysis import cli
from analysis.corpus import made_for
made_for.FILES_AT_MOST = 1
sys.argv = ["claimtrail", "extract", *sys.argv[1:]]
if __name__ == "__main__":
    cli.main()
"""


def started(program: Path, *arguments: object) -> subprocess.Popen:
    program.write_text(COMMAND)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, program, *map(str, arguments)], env=environment, start_new_session=True, **streams)


def until(condition, seconds: float = 60) -> bool:
    """Whether it came to hold before so long a wait that something must be broken."""
    end = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return held


def of_group(group: int) -> list[int]:
    """The processes of that session that live."""
    stats = (path.read_text().rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*/stat") if path.exists())
    return [int(stat[2]) for stat in stats if int(stat[3]) == group and stat[0] != "Z"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_end_leaves_no_process_and_a_data_set_that_can_be_gone_on_with(number, tmp_path):
    files = inputs(tmp_path / "in", shards=6, each=12)
    process = started(tmp_path / "command.py", *files, "-o", tmp_path / "out", "--processes", 2)
    assert until(lambda: list(tmp_path.glob("out/documents/*")) or process.poll() is not None)
    # A terminal sends its signal to all that the command started.
    (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
    _, said = process.communicate()
    assert "Traceback" not in said, said
    assert until(lambda: not of_group(process.pid)), of_group(process.pid)
    corpus.extract(files, tmp_path / "out")
    corpus.extract(files, tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_a_process_that_is_lost_is_told_and_the_next_run_goes_on(tmp_path):
    files = inputs(tmp_path / "in", shards=6)

    class Killing(corpus.Watcher):
        def done(self, part):
            for child in multiprocessing.active_children():
                os.kill(child.pid, signal.SIGKILL)

    told = "A process was lost; memory may have run out. Run again, with fewer processes: it goes on where it stopped."
    with pytest.raises(RunError, match=told):
        corpus.extract(files, tmp_path / "out", processes=2, watcher=Killing())
    assert not multiprocessing.active_children() and not half_written(tmp_path / "out")
    assert not corpus.extract(files, tmp_path / "out").stood
