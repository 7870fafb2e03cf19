"""Increments of one origin and one family of items as constraints between the nodes of a grid of items × days.

Items are a tree. What is delivered of a kind is delivered of the whole, so in any window the whole grows by no less than a kind of it:
each floor binds every wider item in the same window, each ceiling every kind, and on each day a kind's N is no larger than the whole's.
That the rest (the whole less a kind) never falls either would bind four values of N at once and is no difference constraint; without it
bounds are wider and never wrong. Nothing is summed across kinds.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import isnan

import numpy as np

from analysis.item_tree import is_kind
from analysis.quantify.differences import Edges

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


class Grid:
    """Nodes are places in the flattened grid. Day 0, "", is the one before the count begins; the others are those on which an increment
    begins or ends. `unit` is the decimal place that all numbers are whole multiples of, or a coarser one, so that no sum outgrows DIGITS."""

    def __init__(self, increments: list[Increment], items: list[str]):
        self.increments = increments
        self.days = ["", *sorted({day for claim in increments for day in (claim.after, claim.end) if day})]
        self.wider = [[row for row, other in enumerate(items) if is_kind(item, other)] for item in items]
        self.nodes = np.arange(len(items) * len(self.days)).reshape(len(items), len(self.days))
        self.unit = _unit(increments)
        self._row = {item: row for row, item in enumerate(items)}

    def told(self) -> Edges:
        """What each increment says of its item, the wider ones and the kinds, by rank in `increments`. A number finer than the unit
        is rounded so that it bounds less."""
        column, edges = {day: number for number, day in enumerate(self.days)}, []
        for rank, claim in enumerate(self.increments):
            row, after, end = self._row[claim.item], column[claim.after], column[claim.end]
            if claim.floor > 0:
                least = int((Decimal(repr(claim.floor)) / self.unit).to_integral_value(ROUND_FLOOR))
                edges += [(self.nodes[wider, after], self.nodes[wider, end], least, rank) for wider in self.wider[row]]
            if not isnan(claim.ceiling):
                most = int((Decimal(repr(claim.ceiling)) / self.unit).to_integral_value(ROUND_CEILING))
                kinds = [kind for kind, wider in enumerate(self.wider) if row in wider]
                edges += [(self.nodes[kind, end], self.nodes[kind, after], -most, rank) for kind in kinds]
        return Edges(*np.array(edges, np.int64).reshape(-1, 4).T)

    def given(self) -> Edges:
        """What holds without any claim: N never falls, and no kind is more than the whole."""
        later = [(self.nodes[:, :-1].ravel(), self.nodes[:, 1:].ravel())]
        whole = [(self.nodes[row], self.nodes[wider]) for row, all_wider in enumerate(self.wider) for wider in all_wider if wider != row]
        tail, head = (np.concatenate(ends) for ends in zip(*later, *whole))
        return Edges(tail, head, np.zeros(len(tail), np.int64), np.full(len(tail), -1))


def _unit(increments: list[Increment]) -> Decimal:
    told = [Decimal(repr(number)) for claim in increments for number in (claim.floor, claim.ceiling) if not isnan(number)]
    finest = min((number.normalize().as_tuple().exponent for number in told), default=0)
    return Decimal(10) ** max(finest, sum(told, Decimal(0)).adjusted() - DIGITS + 1)
