"""A table in a file whose ending says the format: CSV for spreadsheets, JSON lines for programs, Parquet for many machines.

Takes a checked table, gives a file, whole or not at all. Parquet keeps what JSON lines keep (`chain` a list, `spans` an object of
[start, end] pairs) with a schema that does not depend on the rows. It needs pyarrow, which the extra `cluster` brings.
"""

import json
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


def schema(name: str):
    """The Arrow schema of the named table. Raises ImportError without pyarrow."""
    import pyarrow

    types = {
        "number": pyarrow.float64(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_(), "chain": pyarrow.list_(pyarrow.string()),
        "spans": pyarrow.struct([(span, pyarrow.list_(pyarrow.int64())) for span in SPANS]),
    }  # fmt: skip
    return pyarrow.schema([(column.name, types.get(_type(column), pyarrow.string())) for column in TABLES[name]])


def arrow(name: str, table: pd.DataFrame):
    """The named table as an Arrow table of that schema. Raises TableError, ImportError without pyarrow."""
    import pyarrow

    return pyarrow.Table.from_pylist(tables.json_rows(name, table), schema=schema(name))


def from_arrow(name: str, rows) -> pd.DataFrame:
    """What `arrow` was given, of an Arrow table that may have more columns. Raises TableError."""
    lists = {"chain": ";".join, "spans": _spans}
    kept = rows.select([column.name for column in TABLES[name]]).to_pylist()
    return tables.frame(name, [{key: lists[key](value) if key in lists else value for key, value in row.items()} for row in kept])


def _spans(told: dict) -> str:
    return json.dumps({span: place for span, place in told.items() if place})


def _write_parquet(name: str, table: pd.DataFrame, path: Path) -> Path:
    try:
        from pyarrow import parquet
    except ImportError:
        raise TableError(f"{path} cannot be written: Parquet needs pyarrow; install the extra cluster, or end the name in .csv or .jsonl.") from None
    with whole_files.place_beside(path) as partial:
        parquet.write_table(arrow(name, table), partial)
    return path


def _type(column: Column) -> str:
    return column.name if column.name in ("chain", "spans") else column.type
