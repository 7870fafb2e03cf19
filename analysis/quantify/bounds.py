"""One origin's increments of one flow and one tree of items → floor and ceiling of N(t) for every item and day, and what was set aside.

The tightest bounds are shortest paths: the least that N(t) can be is what the constraints gain on the way from the day before the count
begins, the most is what they leave on the way back. After the last claim there is a floor and no ceiling. The newest statements are
taken first and an older one is kept if it still fits; direct statements come before recomputed ones.
"""

from dataclasses import dataclass
from math import inf, isnan

import numpy as np

from analysis.quantify.differences import Differences, Edges
from analysis.quantify.grid import Grid, Increment
from analysis.quantify.paths import shortest


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
    grid = Grid(sorted(increments, key=_precedence), items)
    system = Differences(grid.told(), grid.wider, len(grid.days))
    names = np.array([claim.claim_id for claim in grid.increments], object)
    found = {names[claim]: system.take(claim) for claim in range(len(names))}
    graph, least = _graph(system, grid), system.least.ravel()
    room, floor_by = shortest(graph, 0, least.size)
    floor = _numbers(least - room, grid)
    room, ceiling_by = shortest(graph._replace(tail=graph.head, head=graph.tail), 0, least.size)
    ceiling = _numbers(least + room, grid)
    before, after = np.searchsorted(grid.days, days, side="right") - 1, np.searchsorted(grid.days, days)
    return Bounds(
        np.where(floor > 0, floor, np.nan)[:, before],
        ceiling[:, after],
        _names(floor_by, names, grid)[:, before],
        _names(ceiling_by, names, grid)[:, after],
        {claim: tuple(names[others]) for claim, others in found.items() if others},
    )


def _precedence(claim: Increment) -> tuple:
    """Of one day's statements the larger comes first: the smaller is more likely a part of it than a correction."""
    newest_first = tuple(-ord(letter) for letter in claim.stated)
    floor, ceiling = (0 if isnan(claim.floor) else claim.floor), (inf if isnan(claim.ceiling) else claim.ceiling)
    return claim.computed, newest_first, -floor, ceiling, claim.claim_id


def _graph(system: Differences, grid: Grid) -> Edges:
    """All constraints that hold, each as long as the least solution leaves room: so none is negative, and of two paths between the same
    nodes the shorter is the one that gains more. Day 0 is one node for all items."""
    taken = [column[system.taken] for column in system.edges]
    tail, head, gain, claim = (np.concatenate(parts) for parts in zip(grid.given(), taken))
    least, days = system.least.ravel(), len(grid.days)
    return Edges(np.where(tail % days, tail, 0), np.where(head % days, head, 0), least[head] - least[tail] - gain, claim)


def _numbers(values: np.ndarray, grid: Grid) -> np.ndarray:
    """Of each node, and of the time after the last, the number in its own unit; NaN where it is infinite."""
    numbers = [float(int(value) * grid.unit) if np.isfinite(value) else np.nan for value in values]
    return np.pad(np.array(numbers).reshape(grid.nodes.shape), ((0, 0), (0, 1)), constant_values=np.nan)


def _names(claims: list[tuple[int, ...]], names: np.ndarray, grid: Grid) -> np.ndarray:
    joined = [";".join(names[list(each)]) for each in claims]
    return np.pad(np.array(joined, object).reshape(grid.nodes.shape), ((0, 0), (0, 1)), constant_values="")
