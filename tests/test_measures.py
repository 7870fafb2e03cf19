"""What is no total is an estimate of its own: by origin as told, together where two independent origins speak of one measure in one unit."""

from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import at_least, claim_changes, quantified, range_of

DEFECT = {"kind": "defect", "unit": "percent", "low": 40.0, "high": 50.0, "bound": "between"}


def rows_of(found, measure: str, level: str) -> list[dict]:
    table = found.estimates
    return table[(table["measure"] == measure) & (table["level"] == level)].to_dict("records")


@pytest.mark.parametrize(
    ("per", "low", "high"), [("month", 300, 600), ("year", 25, 50), ("day", 300 * 30.4375, 600 * 30.4375), ("week", 300 * 30.4375 / 7, 600 * 30.4375 / 7)]
)
def test_a_rate_is_told_by_the_month(per, low, high):
    (row,) = rows_of(quantified({"kind": "rate", "per": per, "low": 300.0, "high": 600.0, "bound": "between"}), "rate", "origin")
    assert row["unit"] == "round/month" and (row["low"], row["high"]) == pytest.approx((low, high))


@pytest.mark.parametrize("kind", ["use", "production"])
def test_what_is_used_or_made_keeps_the_time_that_it_is_told_for(kind):
    (row,) = rows_of(quantified({"kind": kind, "per": "day", "low": 300.0, "high": 600.0, "bound": "between"}), kind, "origin")
    assert (row["unit"], row["low"], row["high"]) == ("round/day", 300, 600)


# A second claim beside Kyiv's 40 to 50 per cent → what both support.
SECOND = {
    "of an independent origin": ({"origin": "Seoul", "low": 45.0, "high": 60.0}, [(40, 60)]),
    "of one that draws on it": ({"origin": "academic", "low": 45.0, "high": 60.0}, []),
    "of a medium": ({"origin": "media", "low": 45.0, "high": 60.0}, []),
    "of itself": ({"low": 45.0, "high": 60.0}, []),
    "of another item": ({"origin": "Seoul", "item": "ammunition"}, []),
    "of another unit": ({"origin": "Seoul", "unit": "round"}, []),
    "of another measure": ({"origin": "Seoul", "kind": "share"}, []),
    "of another flow": ({"origin": "Seoul", "supplier": "RU", "recipient": "KP"}, []),
    "within half a year": ({"origin": "Seoul", "stated": "2024-08-08"}, [(40, 50)]),
    "more than half a year later": ({"origin": "Seoul", "stated": "2024-08-09"}, []),
    "open above": ({"origin": "Seoul"} | at_least(45.0), [(40, inf)]),
}


@pytest.mark.parametrize("name", SECOND)
def test_two_independent_origins_support_one_measure_in_one_unit(name):
    change, expected = SECOND[name]
    rows = rows_of(quantified(DEFECT, DEFECT | change), "defect", "supported")
    assert [range_of(row) for row in rows] == expected and all(row["agree"] == "yes" for row in rows)


def test_of_an_origin_its_latest_word_counts_and_of_one_day_the_outer_ends():
    later = {"stated": "2024-05-01", "low": 20.0, "high": 25.0}
    found = quantified(DEFECT, DEFECT | later, DEFECT | later | {"low": 22.0, "high": 30.0}, DEFECT | later | {"origin": "Seoul"})
    (row,) = rows_of(found, "defect", "supported")
    assert (row["date"], row["low"], row["high"]) == ("2024-05-01", 20, 30)


@pytest.mark.parametrize("kind", ["capacity", "plan"])
def test_capacities_and_plans_stay_apart(kind):
    rows = [{"kind": kind, "low": 1e6, "high": 2e6, "bound": "between", "origin": origin} for origin in ("Kyiv", "Seoul")]
    found = quantified(*rows)
    assert len(rows_of(found, kind, "origin")) == 2 and not rows_of(found, kind, "supported") and not rows_of(found, kind, "hull")


@settings(max_examples=30)
@given(st.lists(claim_changes(), min_size=2, max_size=10), st.sampled_from(("share", "value", "use", "rate")))
def test_no_measure_is_ever_more_than_somebody_says(rows, kind):
    per = "month" if kind == "rate" else ""
    found = quantified(*[row | {"kind": kind, "per": per} for row in rows])
    ends = {name: {row[name] for row in rows_of(found, kind, "origin")} for name in ("low", "high")}
    for level in ("supported", "hull"):
        for row in rows_of(found, kind, level):
            assert all(row[name] in ends[name] or row[name] != row[name] for name in ends)


# --- oil against what is permitted ----------------------------------------------------------------------------------

OIL = {"supplier": "RU", "recipient": "KP", "item": "fuel.refined", "unit": "barrel", "bound": "exact"}
YEAR = OIL | {"period_start": "2024-01-01", "period_end": "2024-12-31", "stated": "2025-01-15"}
# 500,000 barrels a year are permitted. A claim of deliveries → its share of that by the year's end, in per cent.
PERMITTED = {
    "a whole year": (YEAR | {"low": 123456.0, "high": 123456.0}, (24.6911, 24.6913)),
    "a part of the year": (YEAR | {"low": 300000.0, "high": 300000.0, "period_start": "2024-03-07"}, (59, inf)),
    "at least": (YEAR | at_least(750000.0), (150, inf)),
    "over two years": (YEAR | {"low": 300000.0, "high": 300000.0, "period_start": "2023-12-01"}, None),
    "crude oil": (YEAR | {"low": 123456.0, "high": 123456.0, "item": "fuel.crude"}, (3.0863875, 3.0864125)),
    "in tonnes": (YEAR | {"low": 123456.0, "high": 123456.0, "unit": "tonne"}, None),
    "the other way": (YEAR | {"low": 123456.0, "high": 123456.0, "supplier": "KP", "recipient": "RU"}, None),
}


@pytest.mark.parametrize("name", PERMITTED)
def test_oil_of_a_year_is_set_against_what_is_permitted_by_the_year(name):
    change, expected = PERMITTED[name]
    rows = rows_of(quantified(change), "of_permitted", "origin")
    assert [range_of(row) for row in rows] == [pytest.approx(expected)] * (expected is not None)
    assert all((row["unit"], row["date"]) == ("percent", "2024-12-31") for row in rows)


def test_months_of_a_year_are_not_summed_and_two_origins_support_a_share():
    months = [OIL | at_least(200000.0, period_start=f"2024-0{month}-01", period_end=f"2024-0{month}-28", stated="2024-05-01") for month in (2, 3)]
    found = quantified(*months, months[0] | {"origin": "Washington", "low": 165000.0, "high": nan})
    (row,) = rows_of(found, "of_permitted", "supported")
    assert (row["low"], row["date"]) == (33, "2024-03-28") and [each["low"] for each in rows_of(found, "of_permitted", "origin")] == [40, 33]
