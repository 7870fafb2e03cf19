"""A system of difference constraints that takes one claim after another and says with which earlier ones a claim does not go together.

Each constraint has the form N(head) ≥ N(tail) + gain: a floor runs from before the increment to its end, a ceiling back, with its
number negative. Nodes lie in a grid of items × days; day 0 is the one before the count begins, where every N is 0. That N never falls
and that a whole is no smaller than a kind of it holds of the grid itself. `least` is the smallest solution: for each node the longest
path from day 0. A constraint does not fit if what follows from it comes back to raise its own tail, or raises day 0 above 0: the
constraints on that way are a cycle that gains something, a negative cycle where lengths are −gain. The solution is never computed anew:
a claim raises what lies too low, and where it does not fit that is taken back.

Source: G. Ramalingam, J. Song, L. Joskowicz, R. E. Miller, "Solving systems of difference constraints incrementally", Algorithmica 23
(1999).
"""

from typing import NamedTuple

import numpy as np

NEVER = np.iinfo(np.int64).min // 2


class Edges(NamedTuple):
    """Constraints in parallel arrays: `tail` and `head` are places in the flattened grid, `gain` a whole number, `claim` the rank of the
    claim that says so, ascending; −1 where the constraint holds of itself."""

    tail: np.ndarray
    head: np.ndarray
    gain: np.ndarray
    claim: np.ndarray


class Differences:
    """`above`: for each item the rows of the grid that a floor of it binds, its own first."""

    def __init__(self, edges: Edges, above: list[list[int]], days: int):
        self.edges, self.above, self.days = edges, above, days
        self.least = np.zeros((len(above), days), np.int64)
        self._by = np.full(self.least.shape, -1)
        self._gain = np.full(len(edges.gain), NEVER)

    @property
    def taken(self) -> np.ndarray:
        """Which edges take part."""
        return self._gain != NEVER

    def take(self, claim: int) -> list[int]:
        """Adds the constraints of a claim, or none of them: then the ranks of the claims that it contradicts, none too many."""
        before, own = (self.least.copy(), self._by.copy()), self._of(claim)
        for edge in own:
            cycle = self._add(edge)
            if cycle:
                self.least, self._by = before
                self._gain[own] = NEVER
                return self._needed(claim, sorted(set(self.edges.claim[cycle]) - {claim}))
        return []

    def _of(self, claim: int) -> np.ndarray:
        return np.arange(*np.searchsorted(self.edges.claim, (claim, claim + 1)))

    def _needed(self, claim: int, named: list[int]) -> list[int]:
        """The named claims without those, the last first, of which the contradiction has no need."""
        for one in reversed(named) if len(named) > 1 else ():
            rest = [other for other in named if other != one]
            edges = np.concatenate([self._of(each) for each in sorted([claim, *rest])])
            alone = Differences(Edges(*(column[edges] for column in self.edges)), self.above, self.days)
            if any(alone._add(edge) for edge in range(len(edges))):
                named = rest
        return named

    def _add(self, edge: int) -> list[int]:
        """Raises what the edge raises; the edges of a cycle if there is no end to it."""
        tail = self.edges.tail[edge]
        held = self.least.flat[tail]
        self._gain[edge] = self.edges.gain[edge]
        short = [edge] if self._told(edge) > self.least.flat[self.edges.head[edge]] else []
        while len(short):
            for each in short:
                if self.edges.head[each] % self.days == 0:
                    return self._way_back(each)
                self._raise(each)
                if self.least.flat[tail] > held:
                    return self._way_back(self._by.flat[tail])
            short = np.flatnonzero(self.least.ravel()[self.edges.tail] + self._gain > self.least.ravel()[self.edges.head])
        return []

    def _told(self, edge: int) -> int:
        return self.least.flat[self.edges.tail[edge]] + self._gain[edge]

    def _raise(self, edge: int) -> None:
        """Lifts the head to what the edge tells, and with it the later days and the wider items that lie lower."""
        value = self._told(edge)
        item, day = divmod(int(self.edges.head[edge]), self.days)
        for row in self.above[item]:
            reached = day + np.searchsorted(self.least[row, day:], value)
            self.least[row, day:reached] = value
            self._by[row, day:reached] = edge

    def _way_back(self, last: int) -> list[int]:
        """The edges from `last` back to day 0, or to where it leads."""
        cycle, node = [last], self.edges.tail[last]
        while node % self.days and self._by.flat[node] >= 0 and self._by.flat[node] not in cycle:
            cycle.append(self._by.flat[node])
            node = self.edges.tail[cycle[-1]]
        return cycle
