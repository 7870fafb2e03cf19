"""How far apart two tables are: rows by what they say in words, their numbers within a tolerance.

Takes two tables of the same columns, gives what stands in one alone, how many numbers moved, and the largest move as a share of the
larger number.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

# Sums of floats may end in other digits with another library; a relative 1e-9 is far below what any number here is known to.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Distance:
    """`lost`, `added`: rows that the one or the other has alone; `moved`: rows with a number beyond the tolerance; `size`: the largest move."""

    lost: int
    added: int
    moved: int
    size: float
    reordered: bool

    def within(self) -> bool:
        return not (self.lost or self.added or self.moved or self.reordered)

    def told(self) -> str:
        parts = [(self.lost, "only in the brief"), (self.added, "only here"), (self.moved, f"moved, by up to {self.size:.3g} of their value")]
        told = [f"{count} row{'s' * (count != 1)} {what}" for count, what in parts if count]
        return "; ".join(told or ["rows in another order"] * self.reordered)


def distance(then: pd.DataFrame, now: pd.DataFrame) -> Distance:
    """Between two tables. What is no number has to be the same, in the same order."""
    if list(then.columns) != list(now.columns):
        return Distance(len(then), len(now), 0, 0.0, False)
    numbers = [name for name in then.columns if _holds_numbers(then[name]) and _holds_numbers(now[name])]
    before, after = (dict(_rows(table, numbers)) for table in (then, now))
    common = [key for key in before if key in after]
    moves = [max(map(apart, before[key], after[key]), default=0.0) for key in common]
    reordered = common != [key for key in after if key in before]
    return Distance(len(before) - len(common), len(after) - len(common), sum(bool(move > TOLERANCE) for move in moves), max(moves, default=0.0), reordered)


def apart(one: float, other: float) -> float:
    """By what share of the larger two numbers differ; without end where only one of them is known."""
    if math.isnan(one) or math.isnan(other):
        return 0.0 if math.isnan(one) and math.isnan(other) else math.inf
    return 0.0 if one == other else abs(one - other) / max(abs(one), abs(other))


def _rows(table: pd.DataFrame, numbers: list[str]) -> Iterator[tuple[tuple, tuple[float, ...]]]:
    """Each row's words, counted where they stand more than once, and its numbers."""
    words = [table[name].astype(str) for name in table.columns if name not in numbers]
    values = [pd.to_numeric(table[name].replace("", None)).astype(float) for name in numbers]
    seen: Counter = Counter()
    for row in range(len(table)):
        key = tuple(column.iat[row] for column in words)
        seen[key] += 1
        yield (*key, seen[key]), tuple(float(column.iat[row]) for column in values)


def _holds_numbers(cells: pd.Series) -> bool:
    filled = cells[cells.notna() & (cells != "")]
    return cells.dtype != bool and bool(pd.to_numeric(filled, errors="coerce").notna().all())
