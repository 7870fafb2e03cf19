"""One origin's constraints on one flow → floor and ceiling of N(t) for every item and day, and what had to be set aside.

N never falls: a floor carries forward, a ceiling backward; after the last claim there is a floor and no ceiling. Items are a
tree: a kind's floor binds what it is a kind of, and the ceiling of the whole binds each kind. The newest statements are taken
first and an older one is kept if it still fits; direct statements come before recomputed ones.

This is the one place that turns constraints into bounds. Where increments must chain (September–October and November), `bounds`
is to be replaced by shortest paths over the same arguments and the same result.
"""

from dataclasses import dataclass

import numpy as np

from analysis.quantify.constraints import akin


@dataclass(frozen=True)
class Increment:
    """floor ≤ N(end) − N(day before start) ≤ ceiling, of one claim; `end` is an index of days, open sides are 0 and infinity."""

    claim_id: str
    item: str
    end: int
    floor: float
    ceiling: float
    stated: str
    computed: bool


@dataclass(frozen=True)
class Bounds:
    """Arrays of items × days: floor (0 where none is told), ceiling (infinity), and the claim behind each as an index into `claims`,
    −1 where none is. `aside` names each claim that did not fit, with the newer one that it contradicts."""

    floor: np.ndarray
    ceiling: np.ndarray
    floor_claim: np.ndarray
    ceiling_claim: np.ndarray
    claims: tuple[str, ...]
    aside: dict[str, str]


def bounds(increments: list[Increment], items: list[str], days: int) -> Bounds:
    """The tightest bounds that the increments of one origin put on each item and day."""
    shape = (len(items), days)
    floor, ceiling = np.zeros(shape), np.full(shape, np.inf)
    floor_claim, ceiling_claim = np.full(shape, -1), np.full(shape, -1)
    ordered, aside = sorted(increments, key=_precedence), {}
    place = {item: row for row, item in enumerate(items)}
    above = {item: [place[other] for other in items if akin(item, other) and len(other) <= len(item)] for item in items}
    below = {item: [place[other] for other in items if akin(item, other) and len(other) >= len(item)] for item in items}
    for number, claim in enumerate(ordered):
        at = (place[claim.item], claim.end)
        if claim.floor > ceiling[at] or claim.ceiling < floor[at]:
            against = ceiling_claim[at] if claim.floor > ceiling[at] else floor_claim[at]
            aside[claim.claim_id] = ordered[against].claim_id
            continue
        for row in above[claim.item]:
            _raise(floor[row, claim.end :], floor_claim[row, claim.end :], claim.floor, number)
        for row in below[claim.item]:
            _lower(ceiling[row, : claim.end + 1], ceiling_claim[row, : claim.end + 1], claim.ceiling, number)
    return Bounds(floor, ceiling, floor_claim, ceiling_claim, tuple(claim.claim_id for claim in ordered), aside)


def _precedence(claim: Increment) -> tuple:
    """Of one day's statements the larger comes first: the smaller is more likely a part of it than a correction."""
    newest_first = tuple(-ord(letter) for letter in claim.stated)
    return claim.computed, newest_first, -claim.floor, claim.ceiling, claim.claim_id


def _raise(floor: np.ndarray, behind: np.ndarray, value: float, number: int) -> None:
    weaker = floor < value
    floor[weaker], behind[weaker] = value, number


def _lower(ceiling: np.ndarray, behind: np.ndarray, value: float, number: int) -> None:
    weaker = ceiling > value
    ceiling[weaker], behind[weaker] = value, number
