"""Parquet, a report a row, read a few rows at a time. Its columns are those of `rows`, text or (published) days and times."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from analysis.errors import DocumentError
from analysis.intake.opening import stored
from analysis.intake.rows import COLUMNS, row
from analysis.intake.units import Outcome, Said, Shard, rejected

BATCH = 16  # rows: each may hold a text of some megabytes
MAX_GROUP = 2_000_000_000  # bytes of a row group, unpacked


def groups(address: str) -> int:
    """How many row groups the file has. Raises DocumentError, OSError."""
    with _file(address) as file:
        return file.num_row_groups


def read(shard: Shard, said: Said, _worth_reading) -> Iterator[Outcome]:
    """What each row of the shard's row groups holds; rows count from 1. Raises DocumentError, OSError."""
    with _file(shard.address) as file:
        columns = _columns(file)
        end = file.num_row_groups if shard.end is None else min(shard.end, file.num_row_groups)
        for group in range(shard.start, end):
            yield from _group(file, group, columns, shard.address, said)


def _group(file, group: int, columns: list[str], address: str, said: Said) -> Iterator[Outcome]:
    number = sum(file.metadata.row_group(earlier).num_rows for earlier in range(group)) + 1
    if file.metadata.row_group(group).total_byte_size > MAX_GROUP:
        yield rejected(f"{address}#row={number}", f"row group {group} unpacks to more than {MAX_GROUP:,} bytes; write smaller ones")
        return
    try:
        for batch in file.iter_batches(BATCH, row_groups=[group], columns=columns, use_threads=False):
            for cells in batch.to_pylist():
                yield row(f"{address}#row={number}", {key: _text(value) for key, value in cells.items()}, said)
                number += 1
    except _errors() as broken:
        yield rejected(f"{address}#row={number}", f"row group {group} cannot be read from here on ({broken}); write the file again")


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _columns(file) -> list[str]:
    """The columns that are read. Raises DocumentError for those that are missing or of another type."""
    import pyarrow

    schema = file.schema_arrow
    names = [name for name in COLUMNS if name in schema.names]
    if "text" not in names:
        raise DocumentError(f"it has no column text, only {', '.join(schema.names[:10])}; name the column of the reports' texts so.")
    wrong = [name for name in names if schema.names.count(name) > 1 or not _is_text(schema.field(name).type, name, pyarrow.types)]
    if wrong:
        raise DocumentError(f"its columns {', '.join(wrong)} are no text, or stand twice; write strings, of published also days.")
    return names


def _is_text(kind, name: str, types) -> bool:
    if name == "published" and (types.is_date(kind) or types.is_timestamp(kind)):
        return True
    if types.is_dictionary(kind):
        kind = kind.value_type
    return types.is_string(kind) or types.is_large_string(kind) or types.is_null(kind)


def _errors() -> tuple[type[Exception], ...]:
    """What pyarrow raises for bytes that are no Parquet; some of it when a text is no UTF-8."""
    import pyarrow

    return (pyarrow.ArrowException, OSError, ValueError, OverflowError, NotImplementedError)


@contextmanager
def _file(address: str) -> Iterator:
    from pyarrow import parquet

    with stored(address) as stream:
        try:
            file = parquet.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False)
        except _errors() as broken:
            raise DocumentError(f"it is no Parquet ({broken}); write the file again.") from None
        with file:
            yield file
