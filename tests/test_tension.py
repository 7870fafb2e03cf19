"""Rates that an origin's statements imply: flagged beyond what others tell, or beyond what can be moved, and never a contradiction."""

from dataclasses import replace
from math import nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import TOPIC, VOCABULARY, at_least, claim_changes, claims, ledgers, quantified, told

from analysis.quantify import quantify

TOLD = {"kind": "rate", "per": "month", "item": "ammunition", "origin": "ship-tracking", "stated": "2024-05-01"}
SLOW = TOLD | {"low": 2e5, "high": 2.7e5, "bound": "between"}
EARLIER = told("2024-10-22", 2.8e6, 2.8e6, "exact", claim_id="C-1")
LATER = told("2024-10-28", 3.5e6, 3.5e6, "exact", claim_id="C-2")


def tensions(*rows: dict, topic=TOPIC) -> list[dict]:
    table = quantify(claims(*rows), topic, VOCABULARY, "2025-06-30").conflicts
    return table[table["kind"] == "tension"].to_dict("records")


def without_ceilings(topic=TOPIC):
    return replace(topic, flows=tuple(replace(flow, ceilings=()) for flow in topic.flows))


def test_six_hundred_thousand_shells_in_six_days_are_a_tension():
    """2.8 million are 2.85 million at most, 3.5 million 3.45 million at least: 0.6 million in 6 days, 3.04 million in 365.25 / 12 days."""
    (row,) = tensions(EARLIER, LATER, SLOW)
    assert (row["claims"], row["origin"]) == ("C-1;C-2", "Kyiv")
    assert row["differs"] == (
        "ammunition.shell KP>RU 2024-10-22 to 2024-10-28: 3.04375e+06 round a month > 270000 (ship-tracking); > 457000 (physical ceiling)"
    )
    assert row["sentence"] == (
        "Kyiv implies at least 3.04 million a month of ammunition.shell on KP>RU from 22 October 2024 to 28 October 2024, "
        "beyond the 270,000 of ship-tracking and beyond the 457,000 that can be moved (unit: round)."
    )


# The other claims → whose limits the same two statements pass, without the topic's physical ceiling.
LIMITS = {
    "nobody tells a rate": ([], ""),
    "a rate that is high enough": ([SLOW | {"high": 4e6}], ""),
    "a rate that is open above": ([SLOW | at_least(2e5)], ""),
    "a rate of one that draws on it": ([SLOW | {"origin": "academic"}], ""),
    "a rate of a medium": ([SLOW | {"origin": "media"}], ""),
    "its own rate": ([SLOW | {"origin": "Kyiv"}], ""),
    "a rate of a kind of it": ([SLOW | {"item": "ammunition.shell.152mm"}], ""),
    "a rate of another flow": ([SLOW | {"supplier": "RU", "recipient": "KP"}], ""),
    "a rate by the day": ([SLOW | {"per": "day", "low": 1000.0, "high": 2000.0}], "60875 (ship-tracking)"),
    "a rate by the year": ([SLOW | {"per": "year", "low": 1e6, "high": 1.2e6}], "100000 (ship-tracking)"),
    "an amount for a period": ([told("2024-12-31", 9e5, 1e6, origin="Seoul", period_start="2024-11-30")], "981855 (Seoul)"),
    "the highest of several": ([SLOW, SLOW | {"origin": "Seoul", "high": 3e5}], "300000 (Seoul)"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_limit_is_the_highest_rate_that_an_independent_origin_tells(name):
    others, limit = LIMITS[name]
    rows = [row for row in tensions(EARLIER, LATER, *others, topic=without_ceilings()) if row["origin"] == "Kyiv"]
    assert [row["differs"].partition(" > ")[2] for row in rows] == [limit] * bool(limit)


def test_what_its_own_rounding_leaves_room_for_is_no_rate():
    assert tensions(EARLIER, told("2024-10-23", 2.85e6, 2.85e6, "exact"), SLOW) == []


def test_of_the_ways_from_one_total_to_the_next_closed_one_the_fastest_is_shown():
    open_ones = [at_least(low, period_end=day, stated=day) for low, day in ((4e6, "2024-11-29"), (4.1e6, "2025-01-16"))]
    (row,) = tensions(EARLIER, *open_ones, SLOW)
    assert "2024-10-22 to 2024-11-29" in row["differs"]


def test_an_amount_for_a_period_of_its_own_implies_a_rate():
    (row,) = tensions(told("2024-12-31", 9e6, 9e6, "about", origin="MSMT", period_start="2024-01-01", item="ammunition", claim_id="C-1"), SLOW)
    assert (row["claims"], row["origin"]) == ("C-1", "MSMT") and "> 270000 (ship-tracking)" in row["differs"]


def test_a_tension_sets_no_claim_aside():
    assert quantified(EARLIER, LATER, SLOW).constraints["used"].all()


@settings(max_examples=30)
@given(ledgers, st.randoms(use_true_random=False))
def test_a_copy_and_another_order_change_no_tension(rows, chance):
    table = claims(*rows, SLOW)
    order = list(table.index)
    chance.shuffle(order)
    copy = claims(*rows, SLOW, *[row | {"claim_id": f"C-copy{number}", "repeats": table.loc[number, "claim_id"]} for number, row in enumerate(rows)])
    shown = [
        found[found["kind"] == "tension"].to_dict("records")
        for found in (quantify(each, TOPIC, VOCABULARY, "2025-06-30").conflicts for each in (table, table.loc[order], copy))
    ]
    assert shown[0] == shown[1] == shown[2]


@settings(max_examples=30)
@given(st.lists(claim_changes(items=("ammunition",)), max_size=8))
def test_a_limit_that_nobody_can_reach_leaves_no_tension(rows):
    others = [SLOW | {"low": nan, "high": 1e15, "bound": "at_most", "origin": origin} for origin in ("trade-records", "Baltic", "Tokyo")]
    assert tensions(*rows, *others, topic=without_ceilings()) == []
