"""One origin's increments of one flow and one family of items → floor and ceiling of N(t) for every item and day, and what had to be set aside.

The tightest bounds are shortest paths. Every increment, that N never falls and that a whole is no smaller than a kind of it are difference
constraints; the least that N(t) can be is the longest path from the day before the count begins, the most the shortest path back. After the last
claim there is a floor and no ceiling. The newest statements are taken first and an older one is kept if it still fits; direct
statements come before recomputed ones.

Items are a tree. What is delivered of a kind is delivered of the whole, so in any window the whole grows by no less than a kind of it: each floor
binds every wider item's same window, each ceiling every kind's, and on each day a kind's N is no larger than the whole's. That the rest (the whole less
a kind) never falls in between would bind four values of N at once and is no difference constraint; leaving it out makes bounds wider and never wrong.
Nothing is summed across kinds.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import inf, isnan

import numpy as np

from analysis.quantify.constraints import akin
from analysis.quantify.differences import Differences, Edges
from analysis.quantify.paths import shortest

# Whole numbers up to 2**53 stand exactly in a float, so a sum of all numbers of an origin may have as many digits.
DIGITS = 15


@dataclass(frozen=True)
class Increment:
    """floor ≤ N(end) − N(after) ≤ ceiling, of one claim. `after` is the day before it starts (ISO date), empty where it is counted from the
    beginning; an open side is NaN."""

    claim_id: str
    item: str
    after: str
    end: str
    floor: float
    ceiling: float
    stated: str
    computed: bool


@dataclass(frozen=True)
class Bounds:
    """Arrays of items × days: floor and ceiling of N, NaN where none is told, and the claims that each rests on, joined by ";".
    `aside` names each claim that did not fit, with those before it in precedence that it contradicts."""

    floor: np.ndarray
    ceiling: np.ndarray
    floor_by: np.ndarray
    ceiling_by: np.ndarray
    aside: dict[str, tuple[str, ...]]


def bounds(increments: list[Increment], items: list[str], days: list[str]) -> Bounds:
    """The tightest bounds that the increments of one origin put on each item and day (ISO dates, ascending)."""
    ordered = sorted(increments, key=_precedence)
    names, unit = np.array([claim.claim_id for claim in ordered], object), _unit(ordered)
    own = ["", *sorted({day for claim in ordered for day in (claim.after, claim.end) if day})]
    system = Differences(_edges(ordered, items, own, unit), [_wider(item, items) for item in items], len(own))
    found = {names[claim]: system.take(claim) for claim in range(len(ordered))}
    aside = {claim: tuple(names[others]) for claim, others in found.items() if others}
    graph, nodes = _slacks(system, items), len(items) * len(own)
    least = system.least.ravel()
    short, said = shortest(graph, 0, nodes)
    floor, floor_by = _at(np.searchsorted(own, days, side="right") - 1, least - short, said, len(own), names, unit)
    back = graph._replace(tail=graph.head, head=graph.tail)
    short, said = shortest(back, 0, nodes)
    ceiling, ceiling_by = _at(np.searchsorted(own, days), least + short, said, len(own), names, unit)
    return Bounds(np.where(floor > 0, floor, np.nan), ceiling, floor_by, ceiling_by, aside)


def _precedence(claim: Increment) -> tuple:
    """Of one day's statements the larger comes first: the smaller is more likely a part of it than a correction."""
    newest_first = tuple(-ord(letter) for letter in claim.stated)
    floor, ceiling = (0 if isnan(claim.floor) else claim.floor), (inf if isnan(claim.ceiling) else claim.ceiling)
    return claim.computed, newest_first, -floor, ceiling, claim.claim_id


def _unit(increments: list[Increment]) -> Decimal:
    """The finest decimal place that any number has, so that all are whole numbers of it; a coarser one where their sum would outgrow DIGITS."""
    told = [Decimal(repr(number)) for claim in increments for number in (claim.floor, claim.ceiling) if not isnan(number)]
    finest = min((number.normalize().as_tuple().exponent for number in told), default=0)
    return Decimal(10) ** max(finest, sum(told, Decimal(0)).adjusted() - DIGITS + 1)


def _wider(item: str, items: list[str]) -> list[int]:
    return [row for row, other in enumerate(items) if akin(item, other) and len(other) <= len(item)]


def _kinds(item: str, items: list[str]) -> list[int]:
    return [row for row, other in enumerate(items) if akin(item, other) and len(other) >= len(item)]


def _edges(ordered: list[Increment], items: list[str], days: list[str], unit: Decimal) -> Edges:
    """The constraints of each claim, by rank; a number that is finer than the unit is rounded so that it bounds less."""
    column, rows = {day: number for number, day in enumerate(days)}, []
    wider, kinds = ({item: reach(item, items) for item in items} for reach in (_wider, _kinds))
    for rank, claim in enumerate(ordered):
        after, end = column[claim.after], column[claim.end]
        if claim.floor > 0:
            least = int((Decimal(repr(claim.floor)) / unit).to_integral_value(ROUND_FLOOR))
            rows += [(row * len(days) + after, row * len(days) + end, least, rank) for row in wider[claim.item]]
        if not isnan(claim.ceiling):
            most = int((Decimal(repr(claim.ceiling)) / unit).to_integral_value(ROUND_CEILING))
            rows += [(row * len(days) + end, row * len(days) + after, -most, rank) for row in kinds[claim.item]]
    return Edges(*np.array(rows, np.int64).reshape(-1, 4).T)


def _slacks(system: Differences, items: list[str]) -> Edges:
    """All constraints as a graph of one day 0, each as long as the least solution leaves room: so none is negative, and of two paths
    between the same nodes the shorter is the one that gains more."""
    grid = np.arange(system.least.size).reshape(system.least.shape)
    tails, heads = [grid[:, :-1], system.edges.tail[system.taken]], [grid[:, 1:], system.edges.head[system.taken]]
    for row, item in enumerate(items):
        wider = [other for other in _wider(item, items) if other != row]
        tails += [grid[row, 1:]] * len(wider)
        heads += [grid[other, 1:] for other in wider]
    tail, head = (np.concatenate([part.ravel() for part in parts]) for parts in (tails, heads))
    gain, claim = np.zeros(len(tail), np.int64), np.full(len(tail), -1)
    told = slice(grid[:, 1:].size, grid[:, 1:].size + system.taken.sum())
    gain[told], claim[told] = system.edges.gain[system.taken], system.edges.claim[system.taken]
    room = system.least.ravel()[head] - system.least.ravel()[tail] - gain
    return Edges(np.where(tail % system.days, tail, 0), np.where(head % system.days, head, 0), room, claim)


def _at(columns: np.ndarray, values: np.ndarray, said: list[tuple[int, ...]], days: int, names: np.ndarray, unit: Decimal) -> tuple[np.ndarray, np.ndarray]:
    """Numbers and claims of all items at those days of the grid; NaN and nothing where a number is infinite or the grid has ended."""
    numbers = np.array([float(int(value) * unit) if np.isfinite(value) else np.nan for value in values]).reshape(-1, days)
    claims = np.array([";".join(names[list(each)]) for each in said], object).reshape(-1, days)
    ended = columns == days
    columns = np.where(ended, 0, columns)
    return np.where(ended, np.nan, numbers[:, columns]), np.where(ended, "", claims[:, columns])
