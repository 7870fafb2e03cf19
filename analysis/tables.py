"""The tables that stages hand each other, checked by their description in `columns.py`; the only reading and writing of CSV.

Takes and gives pandas DataFrames. Text columns are never null (empty = not said), numbers are floats with NaN for "open" or
"not said", dates are ISO text. A table is checked on every read and write; all offending rows come in one TableError.
Lists inside a cell are joined by ";". A text cell that a spreadsheet would run as a formula is written with an apostrophe
before it, which reading takes off again.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pandera.pandas as pa

from analysis import whole_files
from analysis.columns import BOUNDS, DATE, HEDGES, KINDS, TABLES, Column  # noqa: F401 the closed lists are read from here too
from analysis.errors import TableError

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A cell may hold a whole report; the module's own bound of 128 kB is for smaller ones.
csv.field_size_limit(2**31 - 1)


def empty(name: str) -> pd.DataFrame:
    """The table with its columns and no row."""
    return pd.DataFrame([], columns=[column.name for column in TABLES[name]]).pipe(_typed, name)


def frame(name: str, rows: list[dict]) -> pd.DataFrame:
    """Rows as a checked table; a key that is left out is empty. Raises TableError."""
    columns = [column.name for column in TABLES[name]]
    strange = sorted({key for row in rows for key in row} - set(columns))
    if strange:
        raise TableError(f"Table {name} has no column {', '.join(strange)}; its columns are {', '.join(columns)}.")
    return check(name, _typed(pd.DataFrame(rows, columns=columns), name))


def check(name: str, table: pd.DataFrame, file: str = "") -> pd.DataFrame:
    """The table itself if it keeps its description; `file`: the one that `read_csv` read it from.

    Raises TableError that lists every offending row and column.
    """
    try:
        return _schema(name).validate(table, lazy=True)
    except pa.errors.SchemaErrors as broken:
        raise TableError.of_all(_offenders(name, broken.failure_cases, file)) from None


def write(name: str, table: pd.DataFrame, folder: Path) -> Path:
    """Writes `<folder>/<name>.csv` whole or not at all. Raises TableError, OutputError."""
    return write_csv(check(name, table), folder / f"{name}.csv")


def read(name: str, source: Path) -> pd.DataFrame:
    """Reads a table from its CSV file, or from a folder that holds `<name>.csv`. Raises TableError."""
    path = source / f"{name}.csv" if source.is_dir() else source
    raw = read_csv(path)
    wanted = [column.name for column in TABLES[name]]
    missing = [column for column in wanted if column not in raw.columns]
    if missing:
        raise TableError(f"{path.name}: column {', '.join(missing)} is missing; add it or write the table again.")
    return check(name, _typed(raw[wanted], name, path.name), path.name).reset_index(drop=True)


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """Any table as a UTF-8 file of `csv_text`, whole or not at all. Raises OutputError."""
    return whole_files.write(path, csv_text(table).encode("utf-8"))


def csv_text(table: pd.DataFrame) -> str:
    """Any table as CSV: lines end in "\n", whole numbers stand without a point, formulas are defused."""
    lines: list[str] = []
    # Of all signs that end a line the writer quotes only its own; so it gets both, and each line its "\n".
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.itertuples(index=False))
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines)


def write_json_lines(name: str, table: pd.DataFrame, path: Path) -> Path:
    """The named table, one JSON object a row as `json_rows` gives it. Raises TableError, OutputError."""
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in json_rows(name, table))
    return whole_files.write(path, lines.encode("utf-8"))


def json_rows(name: str, table: pd.DataFrame) -> list[dict]:
    """The rows as JSON holds them: numbers or null, `chain` a list, `spans` an object of pairs. Raises TableError."""
    rows = check(name, table).to_dict("records")
    return [{column.name: _json_value(column, row[column.name]) for column in TABLES[name]} for row in rows]


def _json_value(column: Column, value: object) -> object:
    if column.name == "chain":
        return [link.strip() for link in value.split(";") if link.strip()]
    if column.name == "spans":
        return json.loads(value or "{}")
    return json.loads(_cell(value) or "null") if column.type in ("number", "integer") else value


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file as text cells, apostrophes of `write_csv` taken off; the index is the line on which a row begins. Raises TableError."""
    columns, rows = read_rows(path)
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=columns, dtype=str)


def read_rows(path: Path) -> tuple[list[str], dict[int, list[str]]]:
    """The columns of a CSV file, and the cells of each row by the line on which it begins, as `read_csv` has them.

    Empty lines are left out. Raises TableError that lists every row with more or fewer cells than there are columns.
    """
    rows = dict(_rows(path))
    if not rows:
        raise TableError(f"{path.name} is empty; restore it, or run the stage that writes it.")
    columns = rows.pop(next(iter(rows)))
    offenders = [*_faulty_columns(path.name, columns), *_ragged(path.name, len(columns), rows)]
    if offenders:
        raise TableError.of_all(offenders)
    return columns, {line: [cell[1:] if cell[:1] == "'" and _runs(cell) else cell for cell in cells] for line, cells in rows.items()}


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line and cells; a cell in quotes may run over several lines."""
    reader, line = csv.reader(io.StringIO(_text(path), newline=""), strict=True), 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        advice = "close it behind its cell, and write a quotation mark within such a cell twice"
        raise TableError(f"{path.name}, line {line}: a quotation mark opens a cell and does not close it; {advice}.") from None


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            raise TableError(f"{path.name} is a folder, a pipe or a device, no table; put a file in its place.")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{path.name} is missing in {path.parent.name}; restore it, or run the stage that writes it.") from None
    except OSError as broken:
        raise TableError(f"{path.name} cannot be read: {broken.strerror}; check what it is and who may read it.") from None
    if b"\0" in raw:
        raise TableError(f"{path.name} has a NUL byte (byte {raw.index(0)}), so it is no text; save it as CSV in UTF-8.")
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        raise TableError(f"{path.name} is not UTF-8 (byte {broken.start}, line {line}); save it as UTF-8.") from None


def _faulty_columns(name: str, columns: list[str]) -> Iterator[str]:
    if len(columns) == 1 and re.search("[;\t]", columns[0]):
        yield f"{name} has its cells apart by another sign than the comma; save it as CSV with commas."
    for at, column in enumerate(columns, 1):
        if not column.strip():
            yield f"{name}: column {at} has no name; name it, or take it out of each row."
        elif columns.index(column) < at - 1:
            yield f"{name}: column {column} stands twice; keep one."


def _ragged(name: str, width: int, rows: dict[int, list[str]]) -> Iterator[str]:
    for line, cells in rows.items():
        if len(cells) != width:
            advice = "put a cell that holds a comma in quotes" if len(cells) > width else "write a comma for each empty cell too"
            yield f"{name}, line {line}: {len(cells)} cells stand under {width} columns; {advice}."


def described(names: list[str]) -> str:
    """A Frictionless data package descriptor (JSON) of the named tables in one folder."""
    resources = [
        {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "encoding": "utf-8",
         "schema": {"fields": [_field(column) for column in TABLES[name]]}}
        for name in names
    ]  # fmt: skip
    return json.dumps({"profile": "tabular-data-package", "resources": resources}, indent=2, ensure_ascii=False) + "\n"


def _field(column: Column) -> dict:
    constraints = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = [value for value in column.values if value]
    field = {"name": column.name, "type": column.type, "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})


def _schema(name: str) -> pa.DataFrameSchema:
    columns = {column.name: _pandera(column) for column in TABLES[name]}
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def _pandera(column: Column) -> pa.Column:
    checks = []
    if column.values:
        checks.append(pa.Check.isin((*column.values,) if column.required or "" in column.values else ("", *column.values)))
    if column.type == "date":
        checks.append(pa.Check.str_matches(rf"^({DATE})?$"))
    if column.required:
        checks.append(pa.Check(lambda cells: cells != "", error="must not be empty"))
    kind = {"number": float, "integer": "Int64", "boolean": bool}.get(column.type, object)
    return pa.Column(kind, checks, nullable=column.type in ("number", "integer"))


def _typed(table: pd.DataFrame, name: str, file: str = "") -> pd.DataFrame:
    typed, offenders = {}, []
    for column in TABLES[name]:
        cells = table[column.name]
        if column.type in ("number", "integer"):
            numbers = pd.to_numeric(cells.replace("", None), errors="coerce")
            wrong = numbers.isna() & cells.notna() & (cells != "")
            offenders += [f"{_place(name, file, row)}, column {column.name}: {cells[row]!r} is no number." for row in table.index[wrong]]
            typed[column.name] = numbers.astype("Int64" if column.type == "integer" else float)
        elif column.type == "boolean":
            typed[column.name] = cells.map(lambda cell: cell in (True, "true")).astype(bool)
        else:
            typed[column.name] = cells.astype(object).where(cells.notna(), "")
    if offenders:
        raise TableError.of_all(offenders)
    return pd.DataFrame(typed)


def _offenders(name: str, failures: pd.DataFrame, file: str) -> list[str]:
    lines = []
    for row in failures.itertuples(index=False):
        where = _place(name, file, int(row.index)) if pd.notna(row.index) else file or name
        lines.append(f"{where}, column {row.column}: {row.failure_case!r} fails the check {row.check}.")
    return lines


def _place(name: str, file: str, row: int) -> str:
    """Where a row stands: its line in a file, whose rows `read_csv` numbers so; of a table in memory its row in a spreadsheet."""
    return f"{file}, line {row}" if file else f"{name}, row {row + 2}"


def _cell(value: object) -> str:
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "true" if value else "false"
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    text = str(value)
    return f"'{text}" if _runs(text) else text


def _runs(text: str) -> bool:
    """Whether a spreadsheet would run it, apostrophes before it aside: so what is written is read back unchanged."""
    return text.lstrip("'").startswith(FORMULA_STARTS)
