"""What lies where in a data set: names of files, columns of its Parquet files, how they are written.

    made_for.json               what it is made from and by: shards, settings, digests; written first
    documents/part-00000.parquet   a row a document; written last of a partition, so that its presence says that the partition is done
    facts/part-00000.parquet       the table "facts"
    rejected/part-00000.parquet    what could not be read, with a reason
    copies.parquet              which document prints which again
    doubled.parquet             documents whose doc_id stands before in another place; reading leaves them out
    complete.json               counts, and the size and digest of each file; written last

Bytes depend on the rows and on the version of pyarrow, on nothing else.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis import syndication, table_files, tables

MADE_FOR, COMPLETE, COPIES, DOUBLED = "made_for.json", "complete.json", "copies.parquet", "doubled.parquet"
# The order in which the files of a partition appear.
KINDS = ("facts", "rejected", "documents")
KNOWN = re.compile(rf"({'|'.join(KINDS)})/part-\d{{5,}}\.parquet|{'|'.join(map(re.escape, (MADE_FOR, COMPLETE, COPIES, DOUBLED)))}")
COUNTS = b"claimtrail.counts"
# Rows, or characters of text, that are held at most before they are written as a row group.
GROUP_ROWS = {"documents": 1000, "facts": 5000, "rejected": 5000}
GROUP_CHARACTERS = 16_000_000


def part(kind: str, number: int) -> str:
    return f"{kind}/part-{number:05d}.parquet"


def schema(kind: str):
    """The Arrow schema of a kind of file, or of COPIES and DOUBLED."""
    import pyarrow

    if kind == "facts":
        return table_files.schema("facts")
    if kind == "documents":
        own = [("facts", pyarrow.int32()), ("text", pyarrow.string()), ("sketch", pyarrow.binary(syndication.SIZE))]
        return pyarrow.schema([*table_files.schema("documents"), *(pyarrow.field(*field) for field in own)])
    places = [("doc_id", pyarrow.string()), ("place", pyarrow.string()), ("part", pyarrow.int32()), ("row", pyarrow.int64())]
    return pyarrow.schema({
        "rejected": [("place", pyarrow.string()), ("reason", pyarrow.string())],
        COPIES: [("doc_id", pyarrow.string()), ("copy_of", pyarrow.string())],
        DOUBLED: [*places, ("kept_place", pyarrow.string()), ("same_text", pyarrow.bool_())],
    }[kind])  # fmt: skip


class Writer:
    """Writes rows of one kind to a file of this machine, in row groups of bounded size; a context, which closes it."""

    def __init__(self, kind: str, path: Path):
        from pyarrow import parquet

        self.kind, self.schema = kind, schema(kind)
        self.rows: list[dict] = []
        self.characters = 0
        # A sketch and a text stand there once: a dictionary of them would be a second copy in memory.
        self.file = parquet.ParquetWriter(path, self.schema, compression="zstd", use_dictionary=_repeated(self.schema), write_statistics=True)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, failure: type | None, *_rest: object) -> None:
        if not failure:
            self._flush()
        self.file.close()

    def add(self, rows: Iterable[dict]) -> None:
        for row in rows:
            self.rows.append(row)
            self.characters += len(row.get("text", ""))
            if len(self.rows) >= GROUP_ROWS.get(self.kind, 5000) or self.characters >= GROUP_CHARACTERS:
                self._flush()

    def note(self, counts: Mapping[str, int]) -> None:
        """Keeps the counts of the partition with the file."""
        self.file.add_key_value_metadata({COUNTS: json.dumps(counts)})

    def _flush(self) -> None:
        import pyarrow

        if self.rows:
            known = self.kind == "facts"
            table = table_files.arrow("facts", tables.frame("facts", self.rows)) if known else pyarrow.Table.from_pylist(self.rows, schema=self.schema)
            self.file.write_table(table, row_group_size=len(self.rows))
        self.rows, self.characters = [], 0


def _repeated(kept) -> list[str]:
    return [name for name in kept.names if name not in ("text", "sketch", "doc_id", "fact_id", "sha256", "evidence")]
