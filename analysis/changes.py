"""What changed between two editions, from their tables: claims, estimates and judgements.

Takes two edition folders of one topic, gives records. Reads tables only; which report caused a change is not asked here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.errors import EditionError

# What makes an estimate the same in two editions; of each its last day is compared.
ESTIMATE = ["flow", "item", "unit", "measure", "reading", "level", "origin"]
MOVES = ("low", "high", "agree", "silent")


@dataclass(frozen=True)
class Change:
    """One change. `subject` is a claim id, an estimate's key joined by spaces, or a judgement id.

    kind: new, withdrawn (claims; `after` or `before` is the sentence), repeated (a claim's copies), corrected (another field of a
    claim), moved (an estimate, which may appear or go) or turned (whether a judgement holds). `before` and `after` are the
    values of `field`, None where there is none: an open end, or no such row.
    """

    kind: str
    subject: str
    field: str
    before: str | float | None
    after: str | float | None


def changes(old: Path, new: Path) -> list[Change]:
    """From the older edition to the newer: claims, then estimates, then judgements. Raises EditionError, TableError."""
    missing = [folder for folder in (old, new) if not (folder / "tables").is_dir()]
    if missing:
        raise EditionError.of_all(f"{folder} is no edition, it has no folder tables; name one such as reports/kp-ru/2024-02-10-en." for folder in missing)
    return [*_claims(*_both("claims", old, new)), *_estimates(*_both("estimates", old, new)), *_judgements(*_both("judgements", old, new))]


def _both(name: str, old: Path, new: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    return tables.read(name, old / "tables"), tables.read(name, new / "tables")


def _claims(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Change]:
    before, after = _by(old, ["claim_id"]), _by(new, ["claim_id"])
    for claim in sorted(after.keys() - before.keys()):
        yield Change("new", claim, "evidence", None, after[claim]["evidence"])
    for claim in sorted(before.keys() - after.keys()):
        yield Change("withdrawn", claim, "evidence", before[claim]["evidence"], None)
    for claim in sorted(before.keys() & after.keys()):
        for field, was, now in _different(before[claim], after[claim], tuple(old.columns)):
            yield Change("repeated" if field == "copies" else "corrected", claim, field, was, now)


def _estimates(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Change]:
    before, after = (_by(table.sort_values("date", kind="stable"), ESTIMATE) for table in (old, new))
    for key in sorted(before.keys() | after.keys()):
        for field, was, now in _different(before.get(key, {}), after.get(key, {}), MOVES):
            yield Change("moved", key, field, was, now)


def _judgements(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Change]:
    before, after = _by(old, ["judgement_id"]), _by(new, ["judgement_id"])
    for judgement in sorted(before.keys() | after.keys()):
        for field, was, now in _different(before.get(judgement, {}), after.get(judgement, {}), ("holds",)):
            yield Change("turned", judgement, field, was, now)


def _by(table: pd.DataFrame, key: list[str]) -> dict[str, dict]:
    """The rows by their key, of each the last one; what is empty or open becomes None, so that it equals itself."""
    rows = table.astype(object).where(table.notna() & (table != ""), None).to_dict("records")
    return {" ".join(row[name] for name in key if row[name]): row for row in rows}


def _different(before: dict, after: dict, fields: tuple[str, ...]) -> list[tuple[str, str | float | None, str | float | None]]:
    return [(field, before.get(field), after.get(field)) for field in fields if before.get(field) != after.get(field)]
