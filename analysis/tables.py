"""The tables that stages hand each other: their columns, types and checks, and the only reading and writing of CSV.

Takes and gives pandas DataFrames. Text columns are never null (empty = not said), numbers are floats with NaN for "open" or
"not said", dates are ISO text. A table is checked on every read and write; all offending rows come in one TableError.
Lists inside a cell are joined by ";". A text cell that a spreadsheet would run as a formula is written with an apostrophe
before it, which reading takes off again.
"""

import csv
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.errors import TableError

DATE = r"\d{4}-\d{2}-\d{2}"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
KINDS = (
    "delivery", "capacity", "rate", "share", "plan", "use", "defect", "production", "stock", "value", "release",
    "meeting", "account", "assessment", "denial",
)  # fmt: skip
BOUNDS = ("", "exact", "about", "at_least", "at_most", "between")
HEDGES = ("flat", "alleged", "probable", "possible", "conditional", "denied")


@dataclass(frozen=True)
class Column:
    """One column: `type` is string, number, integer, boolean or date (ISO text); `values` lists what is allowed, if closed."""

    name: str
    type: str
    description: str
    values: tuple[str, ...] = ()
    required: bool = False


def _columns(*rows: tuple) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_RECORD = _columns(
    ("doc_id", "string", "the report", (), True),
    ("start", "integer", "first code point of the sentence in the report's text"),
    ("end", "integer", "code point after the sentence"),
    ("kind", "string", "what the statement is of", KINDS),
    ("supplier", "string", "actor id of the giving side"),
    ("recipient", "string", "actor id of the taking side"),
    ("item", "string", "dotted path of the thing"),
    ("low", "number", "lower number in `unit`; empty = open"),
    ("high", "number", "upper number in `unit`; empty = open"),
    ("bound", "string", "how the number binds", BOUNDS),
    ("unit", "string", "unit of low and high"),
    ("per", "string", "the time that a rate is told for", ("", "day", "week", "month", "year")),
    ("whole_low", "number", "lower number of the whole of which low–high is a part"),
    ("whole_high", "number", "upper number of the whole"),
    ("period_start", "date", "first day that the number covers"),
    ("period_end", "date", "last day that the number covers"),
    ("period_text", "string", "the words of the period, verbatim"),
    ("period_resolution", "string", "how the words became dates", ("", "exact", "approximate", "unresolved")),
    ("stated", "date", "day of the statement"),
    ("claimant", "string", "actor id of the origin in the report's chain"),
    ("chain", "string", "who says so, origin first, reporter last"),
    ("hedge", "string", "how far the claimant commits", HEDGES),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "documents": _columns(
        ("doc_id", "string", "stable id of the report", (), True),
        ("url", "string", "address of the report"),
        ("publisher", "string", "who published it"),
        ("title", "string", "its title, or ours for an abstract"),
        ("published", "date", "day of publication"),
        ("language", "string", "primary language tag", ("de", "en")),
        ("kind", "string", "full text or abstract in our own words", ("full_text", "abstract")),
        ("sha256", "string", "digest of the text that offsets refer to"),
    ),
    "facts": (
        *_columns(("fact_id", "string", "doc_id:start-end:n", (), True)),
        *_RECORD,
        *_columns(
            ("spans", "string", "JSON object: part of the statement → [start, end] in the report's text"),
            ("evidence", "string", "the sentence: the report's text from start to end"),
        ),
    ),
    "claims": (
        *_columns(
            ("claim_id", "string", "stable id: C- and eight hex digits of the lead fact's digest", (), True),
            ("fact_id", "string", "the lead fact: the earliest published copy", (), True),
        ),
        *_RECORD,
        *_columns(
            ("published", "date", "day on which the lead fact's report appeared"),
            ("origin", "string", "who knows it first: Seoul, Kyiv, Washington, ship-tracking …"),
            ("reliability", "string", "Admiralty code of the claimant", tuple("ABCDEF")),
            ("credibility", "string", "Admiralty code of the statement", tuple("123456")),
            ("repeats", "string", "claim that this one only retells"),
            ("computed_from", "string", "claims that this one recomputes"),
            ("note", "string", "remark; never an id"),
            ("copies", "string", "fact ids that repeat the lead fact"),
            ("status", "string", "what the reviewer decided", ("proposed", "accepted", "corrected", "rejected")),
            ("reviewer", "string", "who decided"),
            ("reviewed", "date", "day of the decision"),
            ("reason", "string", "why"),
            ("evidence", "string", "the lead fact's sentence"),
        ),
    ),
    "dropped": _columns(
        ("fact_id", "string", "the fact that left", (), True),
        ("doc_id", "string", "its report"),
        ("reason", "string", "why, as a short code"),
        ("detail", "string", "why, as a sentence"),
        ("evidence", "string", "its sentence"),
    ),
    "constraints": _columns(
        ("claim_id", "string", "the claim", (), True),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "dotted path"),
        ("unit", "string", "unit of floor and ceiling"),
        ("measure", "string", "what is measured: delivered, use, rate …"),
        ("origin", "string", "who knows it first"),
        ("start", "date", "first day of the increment"),
        ("end", "date", "last day of the increment"),
        ("floor", "number", "least that the claim allows"),
        ("ceiling", "number", "most that the claim allows; empty = open"),
        ("counted_from", "boolean", "the increment starts where the count does, so it bounds the total"),
        ("used", "boolean", "the claim takes part in the estimates"),
        ("reason", "string", "why it does not, or which assumption was made"),
    ),
    "estimates": _columns(
        ("topic", "string", "topic id"),
        ("flow", "string", "supplier>recipient"),
        ("item", "string", "dotted path"),
        ("unit", "string", "unit of low and high"),
        ("measure", "string", "what is measured: delivered, use, rate, share, defect, value …"),
        ("reading", "string", "as told, or converted by a factor", ("direct", "converted")),
        ("level", "string", "whose estimate", ("origin", "supported", "hull")),
        ("origin", "string", "of level origin: who"),
        ("date", "date", "the day that the estimate speaks of"),
        ("low", "number", "floor"),
        ("high", "number", "ceiling; empty = open"),
        ("agree", "string", "of supported: do two independent origins share a value", ("", "yes", "no")),
        ("silent", "string", "of an origin: silent for longer than stale_after", ("", "yes", "no")),
        ("claims", "string", "ids of the claims that it rests on"),
    ),
    "conflicts": _columns(
        ("kind", "string", "what sort of disagreement", ("contradiction", "retelling", "tension", "circular")),
        ("claims", "string", "ids of the claims"),
        ("origin", "string", "whose claims they are"),
        ("differs", "string", "what differs"),
        ("sentence", "string", "the disagreement in a sentence"),
    ),
    "judgements": _columns(
        ("judgement_id", "string", "id in the topic file", (), True),
        ("text", "string", "the sentence as printed"),
        ("condition", "string", "what must hold of the estimates"),
        ("holds", "string", "whether it does", ("yes", "no", "unknown")),
        ("likelihood", "string", "ICD 203 term"),
        ("likelihood_low", "number", "per cent"),
        ("likelihood_high", "number", "per cent"),
        ("confidence", "string", "how sound the basis is", ("low", "moderate", "high")),
        ("basis", "string", "the sentence on confidence, as printed"),
        ("claims", "string", "ids of the claims that it rests on"),
        ("would_change", "string", "what would change it"),
    ),
    "numbers": _columns(
        ("number_id", "string", "id of the printed number", (), True),
        ("value", "number", "the number"),
        ("unit", "string", "its unit"),
        ("text", "string", "as printed"),
        ("place", "string", "where it stands: text, table, caption, judgement or figure"),
        ("meaning", "string", "what it is, in words"),
        ("rule", "string", "how it follows from the claims"),
        ("claims", "string", "ids of the claims that it comes from"),
    ),
}


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


def check(name: str, table: pd.DataFrame, place: str = "") -> pd.DataFrame:
    """The table itself if it keeps its description. Raises TableError that lists every offending row and column."""
    try:
        return _schema(name).validate(table, lazy=True)
    except pa.errors.SchemaErrors as broken:
        raise TableError.of_all(_offenders(name, broken.failure_cases, place)) from None


def write(name: str, table: pd.DataFrame, folder: Path) -> Path:
    """Writes `<folder>/<name>.csv` whole or not at all. Raises TableError."""
    return write_csv(check(name, table), folder / f"{name}.csv")


def read(name: str, source: Path) -> pd.DataFrame:
    """Reads a table from its CSV file, or from a folder that holds `<name>.csv`. Raises TableError."""
    path = source / f"{name}.csv" if source.is_dir() else source
    raw = read_csv(path)
    wanted = [column.name for column in TABLES[name]]
    missing = [column for column in wanted if column not in raw.columns]
    if missing:
        raise TableError(f"{path.name}: column {', '.join(missing)} is missing; add it or write the table again.")
    return check(name, _typed(raw[wanted], name, path.name), path.name)


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """Any table as CSV: UTF-8, "\\n", whole numbers without a point, formulas defused; beside, then renamed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.itertuples(index=False))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text.getvalue(), encoding="utf-8", newline="")
    os.replace(partial, path)
    return path


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file as text cells, apostrophes of `write_csv` taken off. Raises TableError."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise TableError(f"{path.name} is missing in {path.parent.name}; run the stage that writes it.") from None
    except UnicodeDecodeError as broken:
        raise TableError(f"{path.name} is not UTF-8 (byte {broken.start}); save it as UTF-8.") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as broken:
        raise TableError(f"{path.name} is no readable CSV table: {broken}.".replace("..", ".")) from None
    return table.map(lambda cell: cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS else cell)


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


def _typed(table: pd.DataFrame, name: str, place: str = "") -> pd.DataFrame:
    typed, offenders = {}, []
    for column in TABLES[name]:
        cells = table[column.name]
        if column.type in ("number", "integer"):
            numbers = pd.to_numeric(cells.replace("", None), errors="coerce")
            wrong = numbers.isna() & cells.notna() & (cells != "")
            offenders += [f"{place or name}, row {row + 2}, column {column.name}: {cells[row]!r} is no number." for row in table.index[wrong]]
            typed[column.name] = numbers.astype("Int64" if column.type == "integer" else float)
        elif column.type == "boolean":
            typed[column.name] = cells.map(lambda cell: cell in (True, "true")).astype(bool)
        else:
            typed[column.name] = cells.astype(object).where(cells.notna(), "")
    if offenders:
        raise TableError.of_all(offenders)
    return pd.DataFrame(typed)


def _offenders(name: str, failures: pd.DataFrame, place: str) -> list[str]:
    lines = []
    for row in failures.itertuples(index=False):
        where = f", row {int(row.index) + 2}" if pd.notna(row.index) else ""
        lines.append(f"{place or name}{where}, column {row.column}: {row.failure_case!r} fails the check {row.check}.")
    return lines


def _cell(value: object) -> str:
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "true" if value else "false"
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
