"""The reviewer's decisions, data/review.csv: accept a fact, correct a field of it, reject it.

One row a decision: fact_id, action, field, value, reviewer (a role), reviewed (day), reason. An entry that matches no fact is
an error, because a decision that silently applied to nothing would look as if it had been heeded. `as_of` cuts reports, not
decisions: an entry whose report exists but is not in this edition waits for an edition that has it.
"""

import math
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pandas as pd

from analysis import documents, paths
from analysis.columns import BOUNDS, HEDGES, KINDS
from analysis.errors import ReviewError
from analysis.tables import read_csv

COLUMNS = ("fact_id", "action", "field", "value", "reviewer", "reviewed", "reason")
NUMBERS = ("low", "high", "whole_low", "whole_high")
DATES = ("period_start", "period_end", "stated")
CHOICES = {
    "kind": KINDS, "bound": BOUNDS, "hedge": HEDGES, "per": ("", "day", "week", "month", "year"),
    "reliability": tuple("ABCDEF"), "credibility": tuple("123456"),
}  # fmt: skip
# Of the claim, not of the fact; `repeats` and `computed_from` are given as the id of a fact of that claim, claim ids being made later.
OF_CLAIM = ("origin", "reliability", "credibility", "repeats", "computed_from")
CORRECTABLE = (*NUMBERS, *DATES, *CHOICES, "supplier", "recipient", "item", "unit", "claimant", "origin", "repeats", "computed_from")


def read_review(path: Path, known: Collection[str] | None = None) -> pd.DataFrame:
    """The decisions as text cells, in file order. `known`: ids of all reports, of any date (default: the project's).

    Raises ReviewError that lists every malformed row with its line, TableError for a file that is no CSV.
    """
    table = read_csv(path)
    if tuple(table.columns) != COLUMNS:
        raise ReviewError(f"{path.name}: its columns are {', '.join(table.columns)}; they must be {', '.join(COLUMNS)}.")
    if known is None and len(table):
        known = {report.doc_id for report in documents.read_folder(paths.documents())}
    offenders, seen = [], {}
    for line, row in enumerate(table.to_dict("records"), 2):
        faults = [*_faults(row), *_elsewhere(row, known), *_twice(row, line, seen)]
        offenders += [f"{path.name}, line {line}: {fault}" for fault in faults]
    if offenders:
        raise ReviewError.of_all(offenders)
    return table


def decisions(review: pd.DataFrame, facts: pd.DataFrame, reports: pd.DataFrame) -> dict[str, list[dict]]:
    """Decisions by fact, of the reports of this edition. Raises ReviewError for entries that match no fact of their report."""
    there, present = set(facts["fact_id"]), set(reports["doc_id"])
    by_fact, offenders = defaultdict(list), []
    for line, row in enumerate(review.to_dict("records"), 2):
        report = _report(row["fact_id"])
        if row["fact_id"] in there:
            by_fact[row["fact_id"]].append(row)
        elif report in present:
            others = ", ".join(sorted(fact for fact in there if _report(fact) == report)) or "none"
            offenders.append(f"review.csv, line {line}: {row['fact_id']} matches no fact; those of its report are {others}.")
    if offenders:
        raise ReviewError.of_all(offenders)
    return dict(by_fact)


def corrected(fact: dict, entries: list[dict]) -> dict:
    """The fact with the corrected fields; those of the claim stand under the same names for the merging to heed."""
    values = {row["field"]: _value(row) for row in entries if row["action"] == "correct"}
    return fact | values


def status(entries: list[dict]) -> dict[str, str]:
    """status, reviewer, reviewed and reason of a claim, from all decisions on its facts: a rejection wins, then the newest."""
    if not entries:
        return {"status": "proposed", "reviewer": "", "reviewed": "", "reason": ""}
    newest = max(entries, key=lambda row: (row["action"] == "reject", row["reviewed"]))
    word = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}[newest["action"]]
    return {"status": word} | {key: newest[key] for key in ("reviewer", "reviewed", "reason")}


def _report(fact_id: str) -> str:
    return fact_id.rsplit(":", 2)[0]


def _faults(row: dict) -> list[str]:
    faults = []
    if row["action"] not in ("accept", "correct", "reject"):
        faults.append(f"action is {row['action']!r}; it must be accept, correct or reject.")
    elif row["action"] == "correct":
        faults += _value_faults(row)
    elif row["field"] or row["value"]:
        faults.append(f"{row['action']} takes no field and no value; leave both empty or write correct.")
    if not _is_date(row["reviewed"]):
        faults.append(f"reviewed is {row['reviewed']!r}; write the day as 2024-02-28.")
    faults += [f"{key} is empty; say {what}." for key, what in (("reviewer", "who decided"), ("reason", "why")) if not row[key]]
    return faults


def _value_faults(row: dict) -> list[str]:
    field, value = row["field"], row["value"]
    if field not in CORRECTABLE:
        return [f"field is {field!r}; it must be one of {', '.join(CORRECTABLE)}."]
    if field in CHOICES and value not in CHOICES[field]:
        return [f"value of {field} is {value!r}; it must be one of {', '.join(CHOICES[field])}."]
    if field in DATES and value and not _is_date(value):
        return [f"value of {field} is {value!r}; write the day as 2024-02-28."]
    if field in NUMBERS and value and not _is_amount(value):
        return [f"value of {field} is {value!r}; write a number of 0 or more in plain digits, such as 6700."]
    return []


def _elsewhere(row: dict, known: Collection[str]) -> list[str]:
    report = _report(row["fact_id"])
    return [] if report in known else [f"fact_id is {row['fact_id']!r}, but no report has the id {report!r}; copy it from facts.csv."]


def _twice(row: dict, line: int, seen: dict) -> list[str]:
    key = (row["fact_id"], row["field"])
    first = seen.setdefault(key, line)
    return [] if first == line else [f"decides what line {first} has decided already; keep one."]


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_amount(text: str) -> bool:
    try:
        return 0 <= float(text) < math.inf and "_" not in text
    except ValueError:
        return False


def _value(row: dict) -> float | str:
    if row["field"] not in NUMBERS:
        return row["value"]
    return float(row["value"]) if row["value"] else math.nan
