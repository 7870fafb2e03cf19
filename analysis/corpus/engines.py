"""Who does the work: this process, several, or the workers of Dask. Each gives the parts of all shards, in the order in which they are done.

What a part is does not depend on who made it. Whoever stops asking ends the work: no process goes on, no task is left waiting.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from multiprocessing import connection, resource_tracker
from multiprocessing.queues import SimpleQueue
from threading import Thread

from analysis import provenance, vocabulary
from analysis.corpus import partition
from analysis.corpus.partition import Heard, Job, Part, Shards
from analysis.errors import RunError
from analysis.vocabulary import Vocabulary

Numbered = Sequence[tuple[int, Shards]]
Engine = Callable[[Job, Numbered, Heard], Iterator[Part]]
# A task that was lost with its worker, or met a store that was busy, is given to another so many times.
RETRIES = 3
AHEAD = 2  # tasks that wait at each process, so that none is idle
LOOK_EVERY = 1  # seconds, for what is told of tasks that are not done
_job: Job | None = None
_changed = False
_told: SimpleQueue | None = None


def here(job: Job, asked: Numbered, heard: Heard) -> Iterator[Part]:
    """One after the other in this process."""
    for number, shards in asked:
        yield partition.make(job, number, shards, heard)


def processes(count: int) -> Engine:
    """That many processes of this machine."""

    def engine(job: Job, asked: Numbered, heard: Heard) -> Iterator[Part]:
        context = multiprocessing.get_context("spawn")
        before = set(multiprocessing.active_children())
        told = context.SimpleQueue()
        # The vocabulary is loaded by each: what is sent to a process that starts must be so small that nobody waits for it to be read.
        sent = replace(job, vocabulary=Vocabulary({})), provenance.digest(provenance.canonical(job.vocabulary.files)), told
        pool = ProcessPoolExecutor(min(count, max(len(asked), 1)), context, _begin, sent)
        try:
            for done in _in_turn(pool, iter(asked), AHEAD * count):
                while not told.empty():
                    heard(*told.get())
                yield from (task.result() for task in done)
            before |= set(multiprocessing.active_children())  # they end by themselves
        except BrokenProcessPool:
            raise RunError("A process was lost; memory may have run out. Run again, with fewer processes: it goes on where it stopped.") from None
        finally:
            # What is done by now is in place; what is not is begun anew by the next run.
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()
            pool.shutdown(cancel_futures=True)

    return engine


def _in_turn(pool: ProcessPoolExecutor, todo: Iterator[tuple[int, Shards]], most: int) -> Iterator[set[Future]]:
    """What is done since it was asked last, every second at least; never more than so many tasks wait."""
    waiting: set[Future] = set()
    while True:
        with deaf_children():
            waiting |= {pool.submit(_made, number, shards) for number, shards in islice(todo, most - len(waiting))}
        if not waiting:
            return
        done, waiting = wait(waiting, LOOK_EVERY, FIRST_COMPLETED)
        yield done


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes and threads that are started inside never hear Ctrl-C: a terminal sends it to all, and whoever started them heeds it."""
    resource_tracker.ensure_running()  # where it starts later, it lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(job: Job, words: str, told: SimpleQueue) -> None:
    """A process's first act; it ends with the one that started it."""
    global _job, _changed, _told
    _told = told
    Thread(target=_end_with_parent, daemon=True).start()
    _job = replace(job, vocabulary=vocabulary.load())
    _changed = provenance.digest(provenance.canonical(_job.vocabulary.files)) != words


def _end_with_parent() -> None:
    connection.wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


def _made(number: int, shards: Shards) -> Part:
    if _changed:
        raise RunError("The vocabulary was changed while the run began; run again.", 2)
    return partition.make(_job, number, shards, lambda *counts: _told.put(counts))


def dask(client) -> Engine:
    """The workers of a Dask client, a task a shard; the client stays the caller's."""

    def engine(job: Job, asked: Numbered, _heard: Heard) -> Iterator[Part]:
        from distributed import KilledWorker

        todo = iter(asked)
        try:
            # As a task, and no scattered value: what a lost worker held is computed anew.
            shared = client.submit(_same, job, pure=False, retries=RETRIES)
            yield from _as_done(client, shared, todo)
        except KilledWorker as lost:
            raise RunError(f"The workers that read a shard were lost, again and again ({lost}); give them more memory. It goes on where it stopped.") from None

    return engine


def _as_done(client, shared, todo: Iterator[tuple[int, Shards]]) -> Iterator[Part]:
    from distributed import as_completed as as_done

    def next_tasks(room: int) -> list:
        return [client.submit(_made_there, shared, number, shards, pure=False, retries=RETRIES) for number, shards in islice(todo, room)]

    open_tasks = set(next_tasks(AHEAD * max(sum(client.nthreads().values()), 1)))
    done = as_done(open_tasks)
    try:
        for task in done:
            yield task.result()
            open_tasks.discard(task)
            for new in next_tasks(1):
                open_tasks.add(new)
                done.add(new)
    finally:
        client.cancel([*open_tasks, shared])


def _made_there(job: Job, number: int, shards: Shards) -> Part:
    if partition.code() != job.code:
        raise RunError("A worker runs another version of this package than the one that asks; install the same on all and run again.", 2)
    return partition.make(job, number, shards)


def _same(job: Job) -> Job:
    return job


@contextmanager
def dask_client(scheduler: str, workers: int) -> Iterator:
    """A client of the scheduler at that address, or, where it is empty, of so many processes of this machine, ended behind it. Raises RunError."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise RunError("The engine dask needs dask and distributed; install the extra cluster.", 2) from None
    if not scheduler:
        with deaf_children():
            # What it logs while it is ended is of no use to anybody.
            cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL)
        with cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as broken:
        raise RunError(f"The scheduler {scheduler} cannot be reached: {broken}; check its address, and that it runs.", 2) from None
    with client:
        yield client
