"""Documents of any number → a data set: partitioned Parquet files of facts, documents and what was rejected, made in bounded memory.

Above the stages: reads by `analysis.intake`, extracts by `analysis.extract`, a shard a partition, on one process, on several, or on the
workers of Dask. The same shards give the same bytes whoever did the work and in whatever order it was done. What was broken off is gone
on with where it stopped. `open` reads a data set back.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis import vocabulary
from analysis.corpus import closing, engines, made_for, partition
from analysis.corpus.partition import Job, Part
from analysis.corpus.places import Place
from analysis.corpus.reading import Corpus, among, concerning, open  # noqa: F401 the package's own way to read
from analysis.errors import DocumentError, OutputError
from analysis.intake import Said, Shard, shards


@dataclass(frozen=True)
class Extracted:
    """A complete data set: where it lies, its counts, the first documents whose id stood before (`doubled`), and whether it was there before."""

    place: str
    counts: Mapping[str, int]
    doubled: Sequence[Mapping]
    stood: bool


class Watcher:
    """What is told while a data set is made; this one keeps silent. `analysis.corpus.progress` has one that speaks."""

    def begin(self, total: int, weights: Mapping[int, int | None]) -> None:
        """So many partitions, each with the bytes of its shard, where that is known."""

    def hear(self, number: int, counts: Mapping[str, int]) -> None:
        """What of that partition, which is being made, is done."""

    def done(self, part: Part) -> None:
        """A partition is in place."""

    def closing(self) -> None:
        """All are; copies are looked for."""


def extract(
    inputs: Sequence[str | os.PathLike], out: str | os.PathLike, said: Said = Said(), processes: int = 1, client=None, watcher: Watcher | None = None
) -> Extracted:
    """Makes the data set `out` (a folder or an fsspec address) from files, folders and addresses, or goes on with it.

    `said` counts for reports that do not say it themselves. `processes` work side by side; with `client`, a Dask client, its workers do
    instead. Raises DocumentError of all inputs that cannot be read at all (the rest is done, and kept), OutputError for a place that holds
    something else or cannot be written, EditionError where another process writes there, RunError where processes were lost.
    """
    _need_libraries()
    place, watcher = Place.named(out), watcher or Watcher()
    job = Job(place, said, vocabulary.load(), partition.code())
    asked = made_for.partitions(shards([os.fspath(each) for each in inputs]))
    engine = engines.dask(client) if client is not None else engines.processes(processes) if processes > 1 else engines.here
    with place.held():
        if made_for.begin(place, made_for.order(job, asked)):
            return _extracted(open(place.address), stood=True)
        watcher.begin(len(asked), {number: _weight(part) for number, part in enumerate(asked)})
        parts = _all(engine(job, list(enumerate(asked)), watcher.hear), watcher)
        watcher.closing()
        closing.close(place, parts)
    return _extracted(open(place.address), stood=False)


def _all(parts: Iterator[Part], watcher: Watcher) -> list[Part]:
    """The parts in the order of their shards. Raises DocumentError of all that could not be read."""
    found = []
    for part in parts:
        found.append(part)
        watcher.done(part)
    found.sort(key=lambda part: part.number)
    if failures := [part.failure for part in found if part.failure]:
        raise DocumentError.of_all(failures)
    return found


def _weight(part: Sequence[Shard]) -> int | None:
    sizes = [made_for.bytes_of(shard) for shard in part]
    return None if None in sizes else sum(sizes)


def _extracted(corpus: Corpus, stood: bool) -> Extracted:
    return Extracted(corpus.place.address, corpus.counts, corpus.doubled[:3], stood)


def _need_libraries() -> None:
    try:
        import fsspec  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError as missing:
        raise OutputError(f"A data set cannot be written: that needs {missing.name}; install the extra cluster.") from None
