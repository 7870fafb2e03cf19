"""The index of numbers finds all that may be equal, in the order in which they came."""

from math import nan

from hypothesis import given
from hypothesis import strategies as st

from analysis.clean.by_number import ByNumber
from analysis.clean.sameness import equal_to, number

NUMBERS = st.one_of(st.floats(0, 1e12), st.integers(0, 10**9).map(float), st.integers(100, 9999).flatmap(lambda n: st.sampled_from([n * 1000.0, n * 1000.0 + 499, n * 1000.0 - 500])))


def row(value: float) -> dict:
    return {"low": value, "high": nan}


@given(st.lists(NUMBERS, max_size=30), NUMBERS)
def test_whatever_is_equal_to_the_third_digit_is_near(told, asked):
    index, rows = ByNumber(), [row(value) for value in told]
    for each in rows:
        index.add(each)
    near = index.near(row(asked))
    equal = [each for each in rows if number(each) == asked or equal_to(3, number(each), asked)]
    assert [each for each in near if each in equal] == equal and len(near) <= len(rows)


def test_numbers_far_apart_are_not_asked():
    index = ByNumber()
    for value in (0.0, 95.0, 100.0, 110.0, 1e6):
        index.add(row(value))
    assert index.near(row(100.0)) == [row(100.0)] and index.near(row(0.0)) == [row(0.0)] and index.near(row(5.0)) == []
