"""A number as told allows an interval; the same rule for every scale."""

import csv
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intervals import interval, overlap, union


def _cases(root):
    with (root / "tests" / "cases" / "intervals.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _number(cell: str) -> float:
    return float(cell) if cell else nan


def test_every_case_of_the_table_holds(root):
    for case in _cases(root):
        found = interval(_number(case["low"]), _number(case["high"]), case["bound"])
        assert found == pytest.approx((_number(case["floor"]), _number(case["ceiling"])), nan_ok=True), case["why"]


@given(st.integers(1, 10**7), st.sampled_from(("exact", "about")))
def test_ten_times_the_number_is_ten_times_the_interval(number, bound):
    assert interval(number * 10.0, number * 10.0, bound) == pytest.approx([10 * end for end in interval(float(number), float(number), bound)])


@given(st.integers(1, 10**7), st.sampled_from(("exact", "about")))
def test_a_widened_number_lies_inside_its_interval_and_above_zero(number, bound):
    floor, ceiling = interval(float(number), float(number), bound)
    assert 0 < floor < number < ceiling


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [((1, 2), (2, 3), True), ((1, 2), (3, 4), False), ((1, nan), (3, 4), True), ((nan, 2), (3, nan), False), ((nan, nan), (1, 1), True)],
)
def test_intervals_meet_where_some_value_lies_in_both(one, other, meet):
    assert overlap(one, other) is meet and overlap(other, one) is meet


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [((1, 2), (3, 4), (1, 4)), ((1, 4), (2, 3), (1, 4)), ((1, nan), (0, 4), (0, nan)), ((nan, 2), (3, nan), (nan, nan))],
)
def test_a_union_reaches_as_far_as_either(one, other, both):
    assert union(one, other) == pytest.approx(both, nan_ok=True) and union(other, one) == pytest.approx(both, nan_ok=True)
