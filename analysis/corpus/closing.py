"""When all partitions are there: one pass over their ids and sketches, then the mark that the data set is complete.

Held in memory are two digests a document, and a sketch for each that has a fact: half a gigabyte for a million of these.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from pandas.util import hash_array

from analysis import provenance, syndication
from analysis.corpus import layout, partition
from analysis.corpus.partition import Part
from analysis.corpus.places import Place

AT_ONCE = 20_000  # rows


def close(place: Place, parts: Sequence[Part]) -> dict:
    """Writes which document copies which, which doc_ids stand twice, and the completion. Gives the completion: `counts` and `files`."""
    doubled = list(_doubled(place, parts))
    copies = _copies(place, parts, {(row["part"], row["row"]) for row in doubled})
    files = dict(file for part in parts for file in part.files.items())
    for name, rows in ((layout.COPIES, copies), (layout.DOUBLED, doubled)):
        with place.written(name) as path, layout.Writer(name, path) as writer:
            writer.add(rows)
        files[name] = place.measured(name)
    files[layout.MADE_FOR] = place.measured(layout.MADE_FOR)
    counts = {name: sum(part.counts[name] for part in parts) for name in partition.COUNTED}
    counts |= {"partitions": len(parts), "copies": len(copies), "doubled": len(doubled), "contradicted": sum(not row["same_text"] for row in doubled)}
    complete = {"counts": counts, "files": {name: list(files[name]) for name in sorted(files)}}
    place.write(layout.COMPLETE, provenance.canonical(complete))
    return complete


def columns(place: Place, number: int, *names: str) -> Iterator:
    """Those columns of the documents of a partition, batch by batch, as Arrow has them."""
    from pyarrow import parquet

    with place.opened_for_arrow(layout.part("documents", number)) as file:
        yield from parquet.ParquetFile(file).iter_batches(AT_ONCE, columns=list(names))


def _doubled(place: Place, parts: Sequence[Part]) -> Iterator[dict]:
    """Each document whose id one before it has, in the order of the shards; `row` counts within its partition."""
    suspected = _suspected(place, parts)
    first: dict[str, tuple[str, str]] = {}
    for part, wanted in zip(parts, suspected, strict=True):
        if not len(wanted):
            continue
        for row, (doc_id, digest, origin) in _rows(place, part.number, set(wanted.tolist())):
            where = origin or layout.part("documents", part.number)
            if doc_id in first:
                kept, kept_digest = first[doc_id]
                yield {"doc_id": doc_id, "place": where, "part": part.number, "row": row, "kept_place": kept, "same_text": digest == kept_digest}
            first.setdefault(doc_id, (where, digest))


def _suspected(place: Place, parts: Sequence[Part]) -> list[np.ndarray]:
    """For each part the rows whose doc_id may stand somewhere else too: its digest of 64 bits does."""
    sizes = [part.counts["documents"] for part in parts]
    ids = np.empty(sum(sizes), dtype=np.uint64)
    at = 0
    for part in parts:
        for batch in columns(place, part.number, "doc_id"):
            ids[at : at + len(batch)] = hash_array(batch.column(0).to_numpy(zero_copy_only=False), categorize=False)
            at += len(batch)
    order = np.argsort(ids, kind="stable")
    same = ids[order][1:] == ids[order][:-1]
    twice = np.sort(np.unique(np.concatenate((order[1:][same], order[:-1][same]))))
    starts = np.cumsum([0, *sizes])
    bounds = np.searchsorted(twice, starts)
    return [twice[low:high] - start for low, high, start in zip(bounds, bounds[1:], starts, strict=False)]


def _rows(place: Place, number: int, wanted: set[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    row = 0
    for batch in columns(place, number, "doc_id", "sha256", "origin"):
        for doc_id, digest, origin in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if row in wanted:
                yield row, (doc_id, digest, origin)
            row += 1


def _copies(place: Place, parts: Sequence[Part], left_out: Iterable[tuple[int, int]]) -> list[dict]:
    ids, published = [], []
    sketches = np.empty((sum(part.counts["telling"] for part in parts), syndication.SIZE), dtype=np.uint8)
    skipped = _by_part(left_out)
    for part in parts:
        row = 0
        for batch in columns(place, part.number, "doc_id", "published", "sketch"):
            told = np.flatnonzero(batch.column(2).is_valid().to_numpy(zero_copy_only=False))
            told = [at for at in told.tolist() if row + at not in skipped.get(part.number, ())]
            row += len(batch)
            kept = batch.take(told)
            for at, one in enumerate(kept.column(2).to_pylist(), len(ids)):
                sketches[at] = np.frombuffer(one, dtype=np.uint8)
            ids += kept.column(0).to_pylist()
            published += kept.column(1).to_pylist()
    found = syndication.copies(ids, published, sketches[: len(ids)])
    return [{"doc_id": doc_id, "copy_of": found[doc_id]} for doc_id in sorted(found)]


def _by_part(left_out: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    rows: dict[int, set[int]] = {}
    for part, row in left_out:
        rows.setdefault(part, set()).add(row)
    return rows
