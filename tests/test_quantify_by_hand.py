"""Bounds computed on paper equal the code's: windows that chain, a ceiling that reaches back, a kind's floor, a contradiction of three."""

from math import inf

import pytest
from ledgers import at_least, estimate, quantified, range_of, told

SHELL, KIND = "ammunition.shell", "ammunition.shell.152mm"
AUGUST, OCTOBER, NOVEMBER, DECEMBER = "2023-08-31", "2023-10-31", "2023-11-30", "2023-12-31"

# One origin's five claims, in thousand rounds; N = 0 on 31 July 2023.
FIVE = (
    told(AUGUST, 100e3, 300e3, claim_id="C-1"),
    told(OCTOBER, 300e3, 400e3, claim_id="C-2", period_start="2023-09-01"),
    at_least(150e3, claim_id="C-3", period_start="2023-11-01", period_end=NOVEMBER, stated=NOVEMBER),
    told(DECEMBER, float("nan"), 700e3, "at_most", claim_id="C-4"),
    at_least(600e3, claim_id="C-5", period_end=NOVEMBER, stated=NOVEMBER, item=KIND),
)

# C-1   N(31 Aug)             100 to 300     by August
# C-2   N(31 Oct) − N(31 Aug) 300 to 400     September and October; September is not snapped, since C-1 ends before it
# C-3   N(30 Nov) − N(31 Oct) 150 or more    November
# C-4   N(31 Dec)             700 or less
# C-5   N(30 Nov)             600 or more    of 152 mm shells, and so of shells
#
# Floors, from left to right: N(31 Aug) ≥ 100 (C-1). N(31 Oct) ≥ 100 + 300 = 400 (C-1, C-2). N(30 Nov) ≥ 400 + 150 = 550 along the windows, but
# 600 by the kind alone (C-5). N(31 Dec) ≥ 600, since N never falls.
# Ceilings, from right to left: N(31 Dec) ≤ 700 (C-4), and so N(30 Nov). N(31 Oct) ≤ 700 − 150 = 550 (C-3, C-4), less than 300 + 400 = 700 (C-1,
# C-2). N(31 Aug) ≤ 550 − 300 = 250 (C-2, C-3, C-4), less than the 300 of C-1 itself.
# Of the kind the ceilings are the same; of its floors only its own stands, from 30 November on.
BY_HAND = {
    (SHELL, AUGUST): (100e3, 250e3, "C-1;C-2;C-3;C-4"),
    (SHELL, OCTOBER): (400e3, 550e3, "C-1;C-2;C-3;C-4"),
    (SHELL, NOVEMBER): (600e3, 700e3, "C-4;C-5"),
    (SHELL, DECEMBER): (600e3, 700e3, "C-4;C-5"),
    (SHELL, "2025-06-30"): (600e3, inf, "C-5"),
    (KIND, AUGUST): (-inf, 250e3, "C-2;C-3;C-4"),
    (KIND, OCTOBER): (-inf, 550e3, "C-3;C-4"),
    (KIND, NOVEMBER): (600e3, 700e3, "C-4;C-5"),
    ("ammunition", OCTOBER): (400e3, inf, "C-1;C-2"),
}  # fmt: skip


@pytest.mark.parametrize(("item", "day"), BY_HAND)
def test_five_claims_bound_what_they_bound_on_paper(item, day):
    row = estimate(quantified(*FIVE), "origin", day, item, "Kyiv")
    assert (*range_of(row), row["claims"]) == BY_HAND[item, day]


def test_a_sixth_that_does_not_fit_is_set_aside_with_the_claims_that_leave_no_room_for_it():
    """600 by 31 October, told in October, and 150 in November are 750 by the end of it, where C-4 leaves 700: a cycle that loses 50."""
    found = quantified(*FIVE, at_least(600e3, claim_id="C-6", period_end=OCTOBER, stated=OCTOBER))
    (row,) = found.constraints[found.constraints["claim_id"] == "C-6"].to_dict("records")
    assert not row["used"] and "contradicts C-4, C-3: " in row["reason"]
    (conflict,) = found.conflicts.to_dict("records")
    assert (conflict["kind"], conflict["claims"], conflict["origin"]) == ("contradiction", "C-6;C-4;C-3", "Kyiv")
    assert conflict["sentence"] == (
        "C-6 of Kyiv, stated on 31 October 2023, does not fit its C-4 of 31 December 2023 and its C-3 of 30 November 2023 "
        "taken together and is set aside."
    )
    assert found.estimates.equals(quantified(*FIVE).estimates)
