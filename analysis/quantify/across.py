"""Several origins' bounds on one item → what at least two independent origins put (`supported`), and the outer range (`hull`).

Nothing is assumed of how origins depend on each other beyond origins.csv. `supported` runs from the highest value that two
independent origins both reach with their floors to the lowest that two both keep to with their ceilings: one origin alone, however wild, moves
neither end beyond the next one's bound.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis import origins
from analysis.vocabulary import Vocabulary


@dataclass(frozen=True)
class View:
    """One origin's bounds on one item by day; NaN where it tells none. `floor_by`, `ceiling_by`: the claims behind them."""

    origin: str
    floor: np.ndarray
    ceiling: np.ndarray
    floor_by: np.ndarray
    ceiling_by: np.ndarray


@dataclass(frozen=True)
class Range:
    """A range by day, NaN = open, with the claims behind each end; `agree` is only of `supported`."""

    low: np.ndarray
    high: np.ndarray
    low_by: np.ndarray
    high_by: np.ndarray
    agree: np.ndarray | None = None


def supported(views: list[View], vocabulary: Vocabulary) -> Range | None:
    """Second-highest floor to second-lowest ceiling among independent origins; None where no two origins are independent."""
    pairs = [(one, other) for one, other in combinations(views, 2) if origins.independent(one.origin, other.origin, vocabulary)]
    if not pairs:
        return None
    days = len(views[0].floor)
    low, high, share = np.full(days, np.nan), np.full(days, np.nan), np.zeros(days, bool)
    low_by, high_by = np.full(days, "", object), np.full(days, "", object)
    for one, other in pairs:
        floor, ceiling = np.minimum(one.floor, other.floor), np.maximum(one.ceiling, other.ceiling)
        _take(floor > np.where(np.isnan(low), -np.inf, low), low, floor, low_by, one.floor_by, other.floor_by)
        _take(ceiling < np.where(np.isnan(high), np.inf, high), high, ceiling, high_by, one.ceiling_by, other.ceiling_by)
        share |= _speaks(one) & _speaks(other) & _meet(one, other)
    return Range(low, high, low_by, high_by, share & ~(low > high))


def hull(views: list[View], vocabulary: Vocabulary) -> Range | None:
    """Lowest floor to highest ceiling of the origins that are bounded on both sides; None where no origin counts."""
    counted = [view for view in views if origins.counts(view.origin, vocabulary)]
    if not counted:
        return None
    closed = np.array([~np.isnan(view.floor) & ~np.isnan(view.ceiling) for view in counted])
    floors = np.where(closed, [view.floor for view in counted], np.inf)
    ceilings = np.where(closed, [view.ceiling for view in counted], -np.inf)
    lowest, highest, days = floors.argmin(0), ceilings.argmax(0), np.arange(closed.shape[1])
    some = closed.any(0)
    return Range(
        np.where(some, floors.min(0), np.nan),
        np.where(some, ceilings.max(0), np.nan),
        np.where(some, np.array([view.floor_by for view in counted])[lowest, days], ""),
        np.where(some, np.array([view.ceiling_by for view in counted])[highest, days], ""),
    )


def excludes(one: View, other: View) -> np.ndarray:
    """Days on which one origin's floor lies above the other's ceiling."""
    return one.floor > other.ceiling


def _take(better: np.ndarray, kept: np.ndarray, found: np.ndarray, by: np.ndarray, one: np.ndarray, other: np.ndarray) -> None:
    kept[better] = found[better]
    by[better] = one[better] + ";" + other[better]


def _speaks(view: View) -> np.ndarray:
    return ~np.isnan(view.floor) | ~np.isnan(view.ceiling)


def _meet(one: View, other: View) -> np.ndarray:
    return ~(excludes(one, other) | excludes(other, one))
