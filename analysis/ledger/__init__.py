"""A ledger that an analyst has already: a CSV file with SCHEMA.md's columns, read as the table `claims` with a topic made for it.

Needed are the columns item, low or high, stated, and claimant or origin; whatever else is left out is filled by the rules of
`_claim`. Wrong rows are refused all together, each with its line and column. Knows no stage.
"""

import os
import re
from dataclasses import dataclass
from math import nan
from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.columns import TABLES
from analysis.errors import TableError
from analysis.ledger import cells
from analysis.ledger.cells import NUMBERS
from analysis.topics import Flow, Topic
from analysis.vocabulary import Vocabulary

MAX_BYTES = 50_000_000
COLUMNS = tuple(column.name for column in TABLES["claims"])
NEEDED = (("item",), ("low", "high"), ("stated",), ("claimant", "origin"))
# Where a ledger does not say who gives and who takes, its claims are of one flow.
SUPPLIER, RECIPIENT = "supplier", "recipient"


@dataclass(frozen=True)
class Ledger:
    """The claims stated by `as_of`, the topic and the vocabulary to quantify them with, and what there is to say of the file."""

    claims: pd.DataFrame
    topic: Topic
    vocabulary: Vocabulary
    as_of: str
    remarks: tuple[str, ...]


def read(path: Path, vocabulary: Vocabulary, as_of: str = "", counted_from: str = "", start_tolerance: int = 31, stale_after: int = 180) -> Ledger:
    """The ledger as known on `as_of` (ISO date; by default the last day on which a row is stated). Tolerances in days.

    `counted_from` is by default the earliest start that a delivery tells. Raises TableError that lists every offending row.
    """
    told = _table(path)
    as_of = as_of or max((day for day in told["stated"] if cells.is_day(day)), default="")
    if offenders := cells.offenders(path.name, told, vocabulary, as_of):
        raise TableError.of_all(offenders)
    known = told[told["stated"] <= as_of]
    if known.empty:
        raise TableError(f"{path.name}: no row is stated by {as_of}; write a later day.")
    rows = [_claim(line, row, path.stem, vocabulary) for line, row in zip(known.index, known.to_dict("records"))]
    begin = counted_from or _earliest(rows)
    if begin > as_of:
        raise TableError(f"{path.name}: the count begins on {begin}, after {as_of}; write an earlier day.")
    remarks = (*_unused(told.attrs["unused"]), *_later(len(told) - len(known), as_of), *_strange_origins(rows, vocabulary))
    topic = _topic(rows, path.stem, begin, start_tolerance, stale_after)
    return Ledger(tables.frame("claims", rows), topic, _widened(rows, vocabulary), as_of, remarks)


def _table(path: Path) -> pd.DataFrame:
    """The file's rows under the columns of claims, by line; those that the ledger lacks are empty. Raises TableError."""
    if not os.path.isfile(path):
        raise TableError(f"{path} is no file; name the ledger's CSV file.")
    if path.stat().st_size > MAX_BYTES:
        raise TableError(f"{path.name} is larger than {MAX_BYTES:,} bytes; split it.")
    told = tables.read_csv(path)
    missing = [" or ".join(names) for names in NEEDED if not set(names) & set(told.columns)]
    if missing:
        raise TableError(f"{path.name}: column {', '.join(missing)} is missing; add it. Needed are item, low or high, stated, claimant or origin.")
    if told.empty:
        raise TableError(f"{path.name} has no row below its columns; write a claim a line.")
    known = told.reindex(columns=COLUMNS, fill_value="").apply(lambda column: column.str.strip())
    known.attrs["unused"] = [column for column in told.columns if column not in COLUMNS]
    return known


def _claim(line: int, row: dict, stem: str, vocabulary: Vocabulary) -> dict:
    """A row with what it leaves open filled: an id from its line, a delivery, the item's usual unit, a bound from the open side."""
    low, high = (float(row[name]) if row[name] else nan for name in ("low", "high"))
    identity, counted = row["claim_id"] or f"L{line}", low == low or high == high
    unit = row["unit"] or (cells.usual_unit(row["item"], vocabulary) if counted else "")
    filled = {
        "claim_id": identity, "fact_id": row["fact_id"] or identity, "doc_id": row["doc_id"] or stem, "kind": row["kind"] or "delivery",
        "supplier": row["supplier"] or SUPPLIER, "recipient": row["recipient"] or RECIPIENT, "unit": unit,
        "bound": row["bound"] or (cells.bound(low, high) if counted else ""), "hedge": row["hedge"] or "flat",
        "published": row["published"] or row["stated"], "origin": cells.origin(row, vocabulary), "reliability": row["reliability"] or "F",
        "credibility": row["credibility"] or "6", "status": row["status"] or "proposed", "start": None, "end": None,
    }  # fmt: skip
    return row | filled | {name: float(row[name]) if row[name] else nan for name in NUMBERS}


def _earliest(rows: list[dict]) -> str:
    """The earliest start of a delivery; where none tells one the earliest end, and without a delivery the earliest statement."""
    moved = [row for row in rows if row["kind"] == "delivery"]
    starts, ends = [row["period_start"] for row in moved], [row["period_end"] or row["stated"] for row in moved]
    return min([start for start in starts if start] or ends or [row["stated"] for row in rows])


def _topic(rows: list[dict], stem: str, counted_from: str, start_tolerance: int, stale_after: int) -> Topic:
    """A topic of the ledger's own flows; it leads with what most of its deliveries are of."""
    flows: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        flows.setdefault((row["supplier"], row["recipient"]), set()).add(row["item"])
    counts: dict[tuple[str, str], int] = {}
    for row in [row for row in rows if row["kind"] == "delivery"] or rows:
        of_what = (f"{row['supplier']}>{row['recipient']}", row["item"])
        counts[of_what] = counts.get(of_what, 0) + 1
    flow, item = min(counts, key=lambda of_what: (-counts[of_what], of_what))
    return Topic(
        topic_id=re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "ledger", title={}, question={}, unjudged={}, judgements=(),
        actors=tuple(sorted({side for sides in flows for side in sides})),
        flows=tuple(Flow(*sides, tuple(sorted(items)), counted_from) for sides, items in sorted(flows.items())),
        counted_from=counted_from, start_tolerance=start_tolerance, stale_after=stale_after, lead_flow=flow, lead_item=item,
    )  # fmt: skip


def _widened(rows: list[dict], vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the ledger's own items and origins; an origin that origins.csv does not have draws on nobody."""
    items = {row["item"]: row["unit"] for row in rows if row["item"] not in vocabulary.by_key("items")}
    origins = sorted({row["origin"] for row in rows} - vocabulary.by_key("origins").keys())
    more = {
        "items": [{"item": item, "name_en": item, "name_de": item, "unit": unit, "example": ""} for item, unit in sorted(items.items())],
        "origins": [
            {"origin": name, "name_en": name, "name_de": name, "draws_on": "", "counts": "yes", "reason": "named by the ledger", "example": ""}
            for name in origins
        ],
    }
    return Vocabulary(vocabulary.files | {name: [*vocabulary.rows(name), *rows] for name, rows in more.items()})


def _unused(columns: list[str]) -> list[str]:
    return [f"Not read, for no claim has such columns: {', '.join(columns)}."] if columns else []


def _later(count: int, as_of: str) -> list[str]:
    return [f"Left out, as stated after {as_of}: {count} rows."] if count else []


def _strange_origins(rows: list[dict], vocabulary: Vocabulary) -> list[str]:
    names = sorted({row["origin"] for row in rows} - vocabulary.by_key("origins").keys())
    return [f"Taken to draw on no other origin, since origins.csv does not have them: {', '.join(names)}."] if names else []
