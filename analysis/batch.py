"""Many editions side by side, on as many processes as there are processors: one that fails does not keep the others from being made.

The caller's process (`make_all`) hands editions to workers, each a process of its own with its own warmed parent, and holds the lock of
the reports, which its workers hold with it: it is free again when the last of them has ended, however the caller ended.
"""

import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import redirect_stderr
from queue import SimpleQueue
from threading import Lock, Thread
from typing import NamedTuple, TextIO

from analysis import lock, paths, signals, standing, warm
from analysis.edition_lists import Named
from analysis.errors import ClaimtrailError, RunError


class Made(NamedTuple):
    """What came of one edition: its folder, or, where that is empty, the error and its exit code; and what was remarked meanwhile."""

    name: str
    folder: str
    remarks: str
    error: str
    code: int


def make_all(asked: list[Named], given: Mapping[str, object]) -> Iterator[Made]:
    """Makes each edition that does not stand; gives what came of each, in the order in which they end.

    Raises EditionError if another run is under way.
    """
    with lock.held(paths.reports(), f"{len(asked)} editions") as held:
        missing = []
        for each in asked:
            if found := standing.edition(*each, given):
                yield Made(f"{each[0]}/{found.folder.name}", str(found.folder), "; ".join(found.records.remarks), "", 0)
            else:
                missing.append(each)
        if missing:
            yield from _made_by_workers(missing, given, held)


def _made_by_workers(asked: list[Named], given: Mapping[str, object], held: TextIO) -> Iterator[Made]:
    count = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, len(asked))
    with ThreadPoolExecutor(count) as pool, _Crew(count, held) as crew:
        waiting = [pool.submit(crew.make, each, given) for each in asked]
        try:
            yield from (done.result() for done in as_completed(waiting))
        finally:
            for each in waiting:
                each.cancel()


def failure(made: list[Made]) -> RunError | None:
    """One error for all editions that failed; 1 as the exit code if a cell did, else that of the user's mistakes."""
    failed = [each for each in made if not each.folder]
    told = "\n".join(f"{each.name}: {each.error}" for each in failed)
    return RunError(told, min(each.code for each in failed)) if failed else None


class _Crew:
    """The workers that are idle; one that was lost is replaced."""

    def __init__(self, count: int, held: TextIO):
        self.held, self.idle, self.all = held, SimpleQueue(), []
        self.over, self.hiring = False, Lock()
        for _ in range(count):
            self._hire()

    def __enter__(self) -> "_Crew":
        return self

    def __exit__(self, *_failure: object) -> None:
        """Whoever works is told to end, and clears away what it began."""
        with self.hiring:
            self.over = True
        for worker in self.all:
            worker.process.terminate()
        for worker in self.all:
            worker.process.wait()
            worker.own.close()

    def _hire(self) -> None:
        with self.hiring:
            if not self.over:
                self.all.append(_Worker(self.held))
                self.idle.put(self.all[-1])

    def make(self, asked: Named, given: Mapping[str, object]) -> Made:
        worker = self.idle.get()
        answer = worker.make(asked, given)
        if answer:
            self.idle.put(worker)
        else:
            self._hire()
        lost = "The process that made it was lost; memory may have run out. Free some and run again."
        return answer or Made(_name(asked), "", "", lost, RunError.exit_code)


class _Worker:
    """A process that makes one edition after another."""

    def __init__(self, held: TextIO):
        self.own, theirs = socket.socketpair()
        with theirs:
            handed = (theirs.fileno(), held.fileno())
            self.process = subprocess.Popen(
                [sys.executable, "-m", "analysis.batch", str(theirs.fileno())], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=handed,
                cwd=paths.CHECKOUT, env=os.environ | {"PYTHONPATH": str(paths.CHECKOUT), "CLAIMTRAIL_HOME": str(paths.home().resolve())},
            )  # fmt: skip
        self.lines = self.own.makefile("rw", encoding="utf-8")

    def make(self, asked: Named, given: Mapping[str, object]) -> Made | None:
        """What came of it; None if the process is lost."""
        try:
            self.lines.write(f"{json.dumps([asked, dict(given)])}\n")
            self.lines.flush()
            return Made(*json.loads(self.lines.readline()))
        except (OSError, ValueError):
            return None


def _name(asked: Named) -> str:
    return f"{asked[0]}/{asked[1] or 'newest'}-{asked[2]}"


def work(own: socket.socket) -> None:
    """A worker's whole life: makes what is asked for, a line each, until whoever asks is gone."""
    orders: SimpleQueue[str] = SimpleQueue()
    lines = own.makefile("rw", encoding="utf-8")
    Thread(target=_hear, args=(lines, orders), daemon=True).start()
    with signals.heeded(), warm.Parent() as parent:
        while order := orders.get():
            asked, given = json.loads(order)
            lines.write(f"{json.dumps(_made(tuple(asked), given, parent))}\n")
            lines.flush()


def _hear(lines: TextIO, orders: "SimpleQueue[str]") -> None:
    """Takes orders in; where none can come any more, what is being made is broken off."""
    for line in lines:
        orders.put(line)
    os.kill(os.getpid(), signal.SIGTERM)


def _made(asked: Named, given: Mapping[str, object], parent: warm.Parent) -> Made:
    from analysis.making import make  # loads for a second, in which the parent does so too

    said = io.StringIO()
    try:
        with redirect_stderr(said):
            folder = make(*asked, given, parent, beside=True)
        return Made(f"{asked[0]}/{folder.name}", str(folder), "; ".join(said.getvalue().splitlines()), "", 0)
    except ClaimtrailError as failed:
        return Made(_name(asked), "", "; ".join(said.getvalue().splitlines()), str(failed), failed.exit_code)


if __name__ == "__main__":
    work(socket.socket(fileno=int(sys.argv[1])))
