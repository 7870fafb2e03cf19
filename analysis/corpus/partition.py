"""A shard, or several small ones, → one partition: a bounded stream of documents through the extractor into three Parquet files.

The whole work of a worker, wherever it runs: takes plain values, gives plain values. What a partition holds follows from the
shards, the settings, the vocabulary and the code alone.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from threading import local

from analysis import provenance, syndication
from analysis.columns import TABLES
from analysis.corpus import layout
from analysis.corpus.places import Place
from analysis.documents import Document
from analysis.errors import DocumentError
from analysis.extract import Extractor
from analysis.intake import PassedOver, Rejected, Said, Shard, read
from analysis.intake.opening import is_remote, unreadable
from analysis.vocabulary import Vocabulary

# What is counted of a partition; `characters` are those of all texts that came by, read or not.
COUNTED = ("documents", "telling", "facts", "rejected", "passed_over", "characters")
KEPT = [column.name for column in TABLES["documents"]]
# How the intake tells of a file that could not be read for a reason that may pass.
UNREACHABLE = unreadable(OSError("-")).partition("-")[0]
TOLD_EVERY = 2  # seconds, for whoever watches

Shards = tuple[Shard, ...]
Heard = Callable[[int, Mapping[str, int]], None]
_of_thread = local()


@dataclass(frozen=True)
class Job:
    """What is the same for all shards. `code` is the digest of the package's sources that the data set is made by."""

    place: Place
    said: Said
    vocabulary: Vocabulary
    code: str


@dataclass(frozen=True)
class Part:
    """What came of a shard: counts, and each file's size and digest; or why it could not be read at all. `found`: it was there already."""

    number: int
    counts: Mapping[str, int]
    files: Mapping[str, tuple[int, str]]
    found: bool = False
    failure: str = ""


def make(job: Job, number: int, shards: Shards, heard: Heard | None = None) -> Part:
    """Writes the partition unless it is there. `heard` is told its number and counts now and then. Raises OutputError."""
    found = job.place.has(layout.part("documents", number))
    if not found:
        try:
            _write(job, number, shards, heard or (lambda *_counts: None))
        except DocumentError as broken:
            return Part(number, {}, {}, failure=str(broken))
    return _described(job.place, number, found)


@cache
def code() -> str:
    """The digest of the sources that this process has loaded."""
    return provenance.sources()


def _described(place: Place, number: int, found: bool) -> Part:
    from pyarrow import parquet

    names = [layout.part(kind, number) for kind in layout.KINDS]
    with place.opened_for_arrow(names[-1]) as file:
        counts = json.loads(parquet.read_metadata(file).metadata[layout.COUNTS])
    return Part(number, counts, {name: place.measured(name) for name in names}, found)


def _write(job: Job, number: int, shards: Shards, heard: Heard) -> None:
    extractor = _extractor(job.vocabulary)
    counts = Counter(dict.fromkeys(COUNTED, 0))
    with ExitStack() as files:
        # Left in the opposite order: the documents, entered first, are closed and renamed last.
        paths = {kind: files.enter_context(job.place.written(layout.part(kind, number))) for kind in reversed(layout.KINDS)}
        writers = {kind: files.enter_context(layout.Writer(kind, path)) for kind, path in paths.items()}
        told = time.monotonic()
        for found in _outcomes(shards, job.said, extractor):
            counts.update(_kept(found, extractor, writers))
            if time.monotonic() - told > TOLD_EVERY:
                heard(number, dict(counts))
                told = time.monotonic()
        writers["documents"].note(counts)


def _outcomes(shards: Shards, said: Said, extractor: Extractor) -> Iterator[Document | Rejected | PassedOver]:
    """What stands in the shards. Raises DocumentError where a store broke off: what it would have given must not be missing silently."""
    for shard in shards:
        for found in read(shard, said, extractor.may_hold_a_fact):
            if isinstance(found, Rejected) and is_remote(shard.address) and (UNREACHABLE in found.reason or f" at {shard.address}: " in found.reason):
                raise DocumentError(f"{found.place}: {found.reason}. Run again: it goes on where it stopped.")
            yield found


def _kept(found: Document | Rejected | PassedOver, extractor: Extractor, writers: Mapping[str, layout.Writer]) -> dict[str, int]:
    """Hands what was read to the writers and counts it."""
    if isinstance(found, PassedOver):
        return {"passed_over": 1, "characters": found.characters}
    if isinstance(found, Rejected):
        writers["rejected"].add([{"place": found.place, "reason": found.reason}])
        return {"rejected": 1}
    try:
        facts = extractor.rows(found)
    except Exception as broken:  # one page in ten million must not keep the others from being read
        reason = f"the extractor failed on {found.doc_id} ({type(broken).__name__}: {broken}); report the text"
        writers["rejected"].add([{"place": found.origin or found.doc_id, "reason": reason}])
        return {"rejected": 1, "characters": len(found.text)}
    writers["facts"].add(facts)
    writers["documents"].add([_row(found, len(facts))])
    return {"documents": 1, "telling": bool(facts), "facts": len(facts), "characters": len(found.text)}


def _row(document: Document, facts: int) -> dict:
    row = {name: getattr(document, name) for name in KEPT} | {"facts": facts}
    return row | ({"text": document.text, "sketch": syndication.sketch(document.text)} if facts else {"text": "", "sketch": None})


def _extractor(vocabulary: Vocabulary) -> Extractor:
    """The thread's own: what it builds for a language is kept for the next shard, and shared with nobody."""
    if getattr(_of_thread, "vocabulary", None) != vocabulary:
        _of_thread.vocabulary, _of_thread.extractor = vocabulary, Extractor(vocabulary)
    return _of_thread.extractor
