"""The shortest paths are the tightest bounds: a linear programme finds the same, and the claims named are those that it takes."""

from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.quantify.bounds import bounds
from analysis.quantify.grid import Increment

ITEMS = ["ammunition", "ammunition.rocket", "ammunition.shell", "ammunition.shell.152mm"]
DAYS = ["2023-08-31", "2023-09-30", "2023-10-31", "2023-11-30"]
few = settings(max_examples=40)


@st.composite
def increments(draw, kinds=("both", "floor", "ceiling"), size=7) -> list[Increment]:
    """Some claims of one origin on any window, with numbers small enough to fit and to contradict each other."""
    rows = []
    for number in range(draw(st.integers(1, size))):
        after, end = sorted(draw(st.lists(st.sampled_from(("", *DAYS)), min_size=2, max_size=2, unique=True)))
        floor = draw(st.integers(1, 60)) / 2
        kind = draw(st.sampled_from(kinds))
        bound = (nan if kind == "ceiling" else floor, nan if kind == "floor" else floor + draw(st.integers(0, 30)) / 4)
        item, stated = draw(st.sampled_from(ITEMS)), draw(st.sampled_from(DAYS))
        rows.append(Increment(f"C-{number}", item, after, end, *bound, stated, draw(st.booleans())))
    return rows


class Programme:
    """Of all items and days the values that claims allow. `parts`: also that what the whole has beside a kind never falls."""

    def __init__(self, claims: list[Increment], parts: bool = False):
        self.rows, self.most, self.parts = [], [], parts
        for row, item in enumerate(ITEMS):
            for day in range(len(DAYS)):
                self._at_most({(row, day - 1): 1, (row, day): -1}, 0)
            for wider in (other for other, name in enumerate(ITEMS) if item.startswith(f"{name}.")):
                self._part(row, wider)
        for claim in claims:
            for row, item in enumerate(ITEMS):
                self._claim(claim, row, item)

    def range(self, item: int, day: int) -> tuple[float, float] | None:
        """Least and most of one value, None where no values fit."""
        goal = np.zeros(len(ITEMS) * len(DAYS))
        goal[item * len(DAYS) + day] = 1
        ends = [linprog(sign * goal, A_ub=np.array(self.rows), b_ub=self.most, bounds=(0, None)) for sign in (1, -1)]
        return None if ends[0].status == 2 else (ends[0].fun, inf if ends[1].status == 3 else -ends[1].fun)

    def _part(self, row: int, wider: int) -> None:
        for day in range(len(DAYS)):
            self._at_most({(row, day): 1, (wider, day): -1}, 0)
            if self.parts:
                self._at_most({(row, day): 1, (row, day - 1): -1, (wider, day): -1, (wider, day - 1): 1}, 0)

    def _claim(self, claim: Increment, row: int, item: str) -> None:
        after, end = (DAYS.index(day) if day else -1 for day in (claim.after, claim.end))
        whole, kind = f"{claim.item}.".startswith(f"{item}."), f"{item}.".startswith(f"{claim.item}.")
        if whole and not isnan(claim.floor) and not (self.parts and item != claim.item):
            self._at_most({(row, after): 1, (row, end): -1}, -claim.floor)
        if kind and not isnan(claim.ceiling) and not (self.parts and item != claim.item):
            self._at_most({(row, after): -1, (row, end): 1}, claim.ceiling)

    def _at_most(self, factors: dict[tuple[int, int], int], most: float) -> None:
        row = np.zeros(len(ITEMS) * len(DAYS))
        for (item, day), factor in factors.items():
            if day >= 0:
                row[item * len(DAYS) + day] += factor
        self.rows.append(row)
        self.most.append(most)


def told(found, item: int, day: int) -> tuple[float, float]:
    return float(np.nan_to_num(found.floor[item, day])), float(np.nan_to_num(found.ceiling[item, day], nan=inf))


def taken(claims: list[Increment], found) -> list[Increment]:
    return [claim for claim in claims if claim.claim_id not in found.aside]


@few
@given(increments())
def test_the_bounds_equal_those_of_a_linear_programme(claims):
    found = bounds(claims, ITEMS, DAYS)
    programme = Programme(taken(claims, found))
    for item in range(len(ITEMS)):
        for day in range(len(DAYS)):
            assert told(found, item, day) == pytest.approx(programme.range(item, day)), (ITEMS[item], DAYS[day])


@few
@given(increments(size=4))
def test_the_bounds_are_never_tighter_than_what_whole_and_kinds_allow_together(claims):
    found = bounds(claims, ITEMS, DAYS)
    programme = Programme(taken(claims, found), parts=True)
    for item in range(len(ITEMS)):
        for day in range(len(DAYS)):
            allowed = programme.range(item, day)
            low, high = told(found, item, day)
            assert allowed is None or low <= allowed[0] + 1e-6 and high >= allowed[1] - 1e-6


@few
@given(increments(size=10))
def test_a_claim_set_aside_fits_neither_what_came_before_it_nor_the_claims_that_are_named(claims):
    found, by_id = bounds(claims, ITEMS, DAYS), {claim.claim_id: claim for claim in claims}
    for lost, named in found.aside.items():
        assert Programme([by_id[lost], *(by_id[name] for name in named)]).range(0, 0) is None
        for one in named:
            assert Programme([by_id[lost], *(by_id[name] for name in named if name != one)]).range(0, 0) is not None, "one named too many"
    assert Programme(taken(claims, found)).range(0, 0) is not None


@few
@given(increments(size=10))
def test_a_newer_claim_never_yields_to_an_older_one_nor_a_direct_to_a_computed_one(claims):
    found, by_id = bounds(claims, ITEMS, DAYS), {claim.claim_id: claim for claim in claims}
    for lost, named in found.aside.items():
        older = by_id[lost]
        for kept in (by_id[name] for name in named):
            assert kept.computed < older.computed or kept.computed == older.computed and kept.stated >= older.stated


@few
@given(increments(size=10))
def test_the_named_claims_alone_give_the_bound(claims):
    found, by_id = bounds(claims, ITEMS, DAYS), {claim.claim_id: claim for claim in claims}
    for ends, named in ((found.floor, found.floor_by), (found.ceiling, found.ceiling_by)):
        for item, day in np.ndindex(ends.shape):
            assert isnan(ends[item, day]) == (not named[item, day])
            if named[item, day]:
                alone = bounds([by_id[name] for name in named[item, day].split(";")], ITEMS, DAYS)
                again = alone.floor if ends is found.floor else alone.ceiling
                assert again[item, day] == ends[item, day] and not alone.aside


@few
@given(increments(kinds=("floor",)), increments(kinds=("ceiling",)))
def test_floors_never_go_from_the_whole_to_a_kind_nor_ceilings_from_a_kind_to_the_whole(floors, ceilings):
    whole, rest = 0, slice(1, None)
    without = bounds([claim for claim in floors if claim.item != ITEMS[whole]], ITEMS, DAYS)
    assert np.array_equal(bounds(floors, ITEMS, DAYS).floor[rest], without.floor[rest], equal_nan=True)
    of_whole = bounds([claim for claim in ceilings if claim.item == ITEMS[whole]], ITEMS, DAYS)
    assert np.array_equal(bounds(ceilings, ITEMS, DAYS).ceiling[whole], of_whole.ceiling[whole], equal_nan=True)


@few
@given(increments(size=10))
def test_a_kind_s_floor_carries_to_the_whole_and_the_whole_s_ceiling_to_each_kind(claims):
    found = bounds(claims, ITEMS, DAYS)
    for kind, whole in ((1, 0), (2, 0), (3, 2)):
        for day in range(len(DAYS)):
            (low, high), (least, most) = told(found, kind, day), told(found, whole, day)
            assert low <= least and high <= most


@given(st.decimals(min_value="0.001", max_value="999999999999", places=3), st.integers(-9, 9))
def test_a_number_comes_back_as_it_went_in(number, power):
    number = float(number.scaleb(power))
    found = bounds([Increment("C-1", ITEMS[0], "", DAYS[0], number, number, DAYS[0], False)], ITEMS, DAYS)
    assert told(found, 0, 0) == (number, number)


def test_numbers_that_no_sum_can_hold_exactly_bound_less_and_never_more():
    rows = [("C-1", 1e14, nan), ("C-2", 1.0000001, 1.0000001)]
    claims = [Increment(name, ITEMS[0], "", day, low, high, day, False) for (name, low, high), day in zip(rows, (DAYS[1], DAYS[0]))]
    assert told(bounds(claims, ITEMS, DAYS), 0, 0) == (1.0, 2.0) and told(bounds(claims, ITEMS, DAYS), 0, 1) == (1e14, inf)


def test_a_claim_that_bounds_nothing_changes_nothing():
    one = Increment("C-1", ITEMS[2], "", DAYS[1], 5.0, 7.0, DAYS[1], False)
    idle = Increment("C-2", ITEMS[2], DAYS[0], DAYS[2], 0.0, nan, DAYS[0], False)
    found = bounds([one, idle], ITEMS, DAYS)
    assert told(found, 2, 1) == (5, 7) and told(found, 2, 2) == (5, inf) and not found.aside
    assert set(bounds([idle], ITEMS, DAYS).floor_by.ravel()) == {""}
