"""A table in a file whose ending says the format: CSV for spreadsheets, JSON lines for programs, Parquet for many machines.

Takes a checked table, gives a file, whole or not at all. Parquet keeps what JSON lines keep (`chain` a list, `spans` an object of
[start, end] pairs) with a schema that does not depend on the rows. It needs pyarrow, which the extra `cluster` brings.
"""

from pathlib import Path

import pandas as pd

from analysis import tables, whole_files
from analysis.columns import TABLES, Column
from analysis.errors import TableError

ENDINGS = (".csv", ".jsonl", ".parquet")
# Named offsets of a statement's parts, as SCHEMA.md lists them.
SPANS = ("quantity", "whole", "item", "period", "supplier", "recipient", "claimant", "cue", "hedge")


def write(name: str, table: pd.DataFrame, path: Path) -> Path:
    """Writes the named table in the format of the path's ending, one of ENDINGS. Raises TableError, OutputError."""
    if path.suffix == ".parquet":
        return _write_parquet(name, table, path)
    return tables.write_csv(table, path) if path.suffix == ".csv" else tables.write_json_lines(name, table, path)


def _write_parquet(name: str, table: pd.DataFrame, path: Path) -> Path:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise TableError(f"{path} cannot be written: Parquet needs pyarrow; install the extra cluster, or end the name in .csv or .jsonl.") from None
    types = {
        "number": pyarrow.float64(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_(), "chain": pyarrow.list_(pyarrow.string()),
        "spans": pyarrow.struct([(span, pyarrow.list_(pyarrow.int64())) for span in SPANS]),
    }  # fmt: skip
    schema = pyarrow.schema([(column.name, types.get(_type(column), pyarrow.string())) for column in TABLES[name]])
    rows = pyarrow.Table.from_pylist(tables.json_rows(name, table), schema=schema)
    with whole_files.place_beside(path) as partial:
        parquet.write_table(rows, partial)
    return path


def _type(column: Column) -> str:
    return column.name if column.name in ("chain", "spans") else column.type
