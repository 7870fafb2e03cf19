"""A data set read back: facts and documents by conditions, a partition at a time, as the tables between the stages.

Takes a complete data set, gives what a condition leaves: memory goes with that, not with the data set. What lies there must be what was
written: names and sizes are held against the completion at once, a file's digest before it is first read. Documents whose doc_id stood
before in another place are left out with their facts, so that the facts of two texts are never mixed.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, reduce
from operator import or_

import numpy as np
import pandas as pd

from analysis import table_files
from analysis.corpus import layout
from analysis.corpus.places import Place
from analysis.errors import OutputError

SIDES = ("supplier", "recipient", "claimant")


def open(out: str | os.PathLike) -> "Corpus":
    """The complete data set at that place. Raises OutputError that says what is unfinished or altered."""
    place = Place.named(out)
    there = place.sizes()
    if not there.keys() & {layout.MADE_FOR, layout.COMPLETE}:
        raise OutputError(f"{place.address} is no data set of claimtrail extract; name a folder that it has written.")
    if layout.COMPLETE not in there:
        raise OutputError(f"{place.address} is unfinished; run claimtrail extract again as it was begun, it goes on where it stopped.")
    try:
        told = json.loads(place.read(layout.COMPLETE))
        files = {name: (int(size), str(digest)) for name, (size, digest) in told["files"].items()}
        counts = {name: int(count) for name, count in told["counts"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise altered(place, [layout.COMPLETE]) from None
    there.pop(layout.COMPLETE)
    if wrong := sorted(name for name in there.keys() | files.keys() if there.get(name) != files.get(name, (None,))[0]):
        raise altered(place, wrong)
    return Corpus(place, files, counts)


def altered(place: Place, names: list[str]) -> OutputError:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return OutputError(f"{place.address} is not as it was written ({', '.join(names[:3])}{more}); put it back, or make it anew in a new folder.")


def concerning(actors: Collection[str], sides: Iterable[str] = SIDES):
    """The condition that one of those actors (ids) gives, takes or claims."""
    return reduce(or_, [_in(side, actors) for side in sides])


def among(doc_ids: Collection[str]):
    """The condition that a row is of one of those documents."""
    return _in("doc_id", doc_ids)


def _in(column: str, values: Collection[str]):
    import pyarrow
    from pyarrow import compute

    return compute.field(column).isin(pyarrow.array(sorted(values), pyarrow.string()))


class Corpus:
    """A complete data set. `counts`: partitions, documents, facts, rejected, … as the completion has them."""

    def __init__(self, place: Place, files: Mapping[str, tuple[int, str]], counts: Mapping[str, int]):
        self.place, self.counts, self._files = place, counts, files
        self._verified: set[str] = set()

    def facts(self, condition=None) -> pd.DataFrame:
        """The table "facts", checked: the rows for which the pyarrow expression holds (default: all), by date and id of their document.

        Raises OutputError if a file is altered.
        """
        found = [self._facts(number, condition) for number in range(self.counts["partitions"])]
        table = self._together("facts", found)
        dates = self._published(set(table.column("doc_id").to_pylist()))
        ids = table.column("doc_id").to_pylist()
        order = sorted(range(len(ids)), key=lambda at: (dates[ids[at]], ids[at]))  # stable: within a document as the text has them
        return table_files.from_arrow("facts", table.take(order)) if order else table_files.from_arrow("facts", table)

    def documents(self, condition=None) -> pd.DataFrame:
        """The table "documents", checked, `copy_of` filled: the rows for which the expression holds, by date and id. Raises OutputError."""
        found = [self._documents(number, condition) for number in range(self.counts["partitions"])]
        table = table_files.from_arrow("documents", self._together("documents", found))
        filled = [self.copies.get(doc_id, copy_of) for doc_id, copy_of in zip(table["doc_id"], table["copy_of"], strict=True)]
        return table.assign(copy_of=pd.Series(filled, index=table.index, dtype=object)).sort_values(["published", "doc_id"], ignore_index=True)

    def of_documents(self, doc_ids: Collection[str]) -> pd.DataFrame:
        """The table "documents" of those ids. Raises OutputError."""
        return self.documents(among(doc_ids))

    def texts(self, doc_ids: Collection[str]) -> dict[str, str]:
        """The text of each of those documents that has a fact, as it was read; offsets of facts refer to it. Raises OutputError."""
        found: dict[str, str] = {}
        for number in range(self.counts["partitions"]):
            rows = self._documents(number, among(doc_ids), ["doc_id", "text"])
            found |= dict(zip(rows.column("doc_id").to_pylist(), rows.column("text").to_pylist(), strict=True))
        return {doc_id: text for doc_id, text in found.items() if text}

    @cached_property
    def copies(self) -> dict[str, str]:
        """By the doc_id of each copy that of its original."""
        rows = self._read(layout.COPIES)
        return dict(zip(rows.column("doc_id").to_pylist(), rows.column("copy_of").to_pylist(), strict=True))

    @cached_property
    def doubled(self) -> list[dict]:
        """The documents that are left out, since their doc_id stands before: doc_id, place, part, row, kept_place, same_text."""
        return self._read(layout.DOUBLED).to_pylist()

    def rejected(self) -> Iterator[dict]:
        """What could not be read: place, reason. Raises OutputError."""
        for number in range(self.counts["partitions"]):
            yield from self._read(layout.part("rejected", number)).to_pylist()

    def _facts(self, number: int, condition):
        if not (left_out := self._left_out(number)):
            return self._read(layout.part("facts", number), condition)
        counts = self._read(layout.part("documents", number), columns=["facts"]).column("facts").to_numpy()
        kept = np.ones(len(counts), dtype=bool)
        kept[left_out] = False
        return _where(self._read(layout.part("facts", number)).filter(np.repeat(kept, counts)), condition)

    def _documents(self, number: int, condition, columns: list[str] | None = None):
        name = layout.part("documents", number)
        columns = columns or [column for column in layout.schema("documents").names if column not in ("text", "sketch", "facts")]
        if not (left_out := self._left_out(number)):
            return self._read(name, condition, columns)
        rows = self._read(name, columns=list(dict.fromkeys([*columns, "doc_id"])))
        kept = np.ones(len(rows), dtype=bool)
        kept[left_out] = False
        return _where(rows.filter(kept), condition)

    def _published(self, doc_ids: set[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for number in range(self.counts["partitions"]):
            rows = self._documents(number, among(doc_ids), ["doc_id", "published"])
            found |= dict(zip(rows.column("doc_id").to_pylist(), rows.column("published").to_pylist(), strict=True))
        return found

    def _left_out(self, number: int) -> list[int]:
        return [row["row"] for row in self.doubled if row["part"] == number]

    def _together(self, kind: str, tables: list):
        import pyarrow

        fields = [field for field in layout.schema(kind) if field.name not in ("text", "sketch") and not (kind == "documents" and field.name == "facts")]
        return pyarrow.concat_tables([pyarrow.schema(fields).empty_table(), *tables])

    def _read(self, name: str, condition=None, columns: list[str] | None = None):
        from pyarrow import parquet

        if name not in self._verified:
            if self.place.measured(name) != self._files[name]:
                raise altered(self.place, [name])
            self._verified.add(name)
        with self.place.opened_for_arrow(name) as file:
            return parquet.read_table(file, filters=condition, columns=columns)


def _where(table, condition):
    return table if condition is None else table.filter(condition)
