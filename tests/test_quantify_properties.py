"""What always holds of the bounds, on random ledgers: order, copies, strangers and scale change nothing they should not."""

import random
from math import inf, isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import ITEMS, ORIGINS, TOPIC, VOCABULARY, claim_changes, claims, estimate, ledgers, quantified, range_of, told

from analysis.intervals import interval
from analysis.quantify import quantify

AS_OF = "2025-06-30"
few = settings(max_examples=40)


def same(one, other) -> bool:
    return all(a.equals(b) for a, b in zip(one, other))


@few
@given(ledgers, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(rows, chance):
    table = claims(*rows)
    order = list(table.index)
    chance.shuffle(order)
    assert same(quantify(table, TOPIC, VOCABULARY, AS_OF), quantify(table.loc[order], TOPIC, VOCABULARY, AS_OF))


@few
@given(ledgers)
def test_the_curve_never_falls(rows):
    table = quantified(*rows).estimates
    curves = table[(table["level"] == "origin") & (table["measure"] == "delivered")]
    for _, curve in curves.groupby(["item", "unit", "origin"]):
        assert curve["low"].dropna().is_monotonic_increasing and curve["high"].fillna(inf).is_monotonic_increasing
        assert not curve["low"].isna().to_numpy()[curve["low"].notna().to_numpy().argmax() :].any() or curve["low"].isna().all()


@few
@given(ledgers)
def test_no_floor_lies_above_its_origin_s_ceiling(rows):
    table = quantified(*rows).estimates
    assert not (table.loc[table["level"] != "supported", "low"] > table.loc[table["level"] != "supported", "high"]).any()


@few
@given(st.lists(claim_changes(origins=("Seoul", "Kyiv", "MSMT", "ship-tracking"), items=ITEMS[:2]), min_size=3, max_size=10))
def test_a_new_independent_origin_inside_the_range_widens_neither_supported_nor_hull(rows):
    before = quantified(*rows)
    table = before.estimates
    for day in table.loc[table["level"] == "hull", "date"].unique()[:3]:
        ranges = [range_of(estimate(before, level, day)) for level in ("supported", "hull")]
        low, high = max(low for low, _ in ranges), min(high for _, high in ranges)
        if 0 < low < high < inf:
            after = quantified(*rows, told(day, low, high, origin="trade-records"))
            for level, old in zip(("supported", "hull"), ranges):
                new = range_of(estimate(after, level, day))
                assert new[0] >= old[0] and new[1] <= old[1], (level, day)


@few
@given(
    st.lists(claim_changes(origins=("Seoul", "Kyiv", "ship-tracking")), max_size=10),
    claim_changes(origins=("trade-records",)),
    st.sampled_from((1e-6, 1e6)),
)
def test_one_wild_origin_moves_supported_no_further_than_the_next_origin_s_bound(rows, wild, factor):
    wild |= {"low": wild["low"] * factor, "high": wild["high"] * factor}
    after = quantified(*rows, wild)
    table = after.estimates[after.estimates["measure"] == "delivered"]
    for (_, _), day in table[table["origin"] != "trade-records"].groupby(["item", "date"]):
        others, supported = day[day["level"] == "origin"], day[day["level"] == "supported"]
        for row in supported.to_dict("records"):
            assert isnan(row["low"]) or row["low"] <= others["low"].max()
            assert isnan(row["high"]) or row["high"] >= others["high"].min()


@few
@given(ledgers)
def test_ten_times_all_numbers_is_ten_times_all_results(rows):
    one, ten = quantified(*rows).estimates, quantified(*[row | {"low": row["low"] * 10, "high": row["high"] * 10} for row in rows]).estimates
    assert one[["low", "high"]].to_numpy() * 10 == pytest.approx(ten[["low", "high"]].to_numpy(), nan_ok=True)
    assert one.drop(columns=["low", "high"]).equals(ten.drop(columns=["low", "high"]))


@few
@given(ledgers, claim_changes(items=("missile.ballistic",)), st.sampled_from(("flow", "item", "denial")))
def test_a_claim_of_another_flow_or_item_and_a_denial_change_nothing(rows, stranger, how):
    changes = {
        "flow": {"item": "ammunition", "supplier": "RU", "recipient": "KP"},
        "item": {"unit": "piece"},
        "denial": {"item": "ammunition", "kind": "denial"},
    }
    before, after = quantified(*rows).estimates, quantified(*rows, stranger | changes[how]).estimates
    own = after[(after["flow"] == "KP>RU") & ~after["item"].str.startswith("missile")].reset_index(drop=True)
    assert own.drop(columns="claims").equals(before.drop(columns="claims")) and own["claims"].equals(before["claims"])


@few
@given(ledgers)
def test_every_bound_names_a_claim_that_says_so(rows):
    table = claims(*rows)
    found = quantify(table, TOPIC, VOCABULARY, AS_OF)
    says = {row["claim_id"]: interval(row["low"], row["high"], row["bound"]) for row in table.to_dict("records")}
    for row in found.estimates.to_dict("records"):
        behind = [says[claim] for claim in row["claims"].split(";")]
        assert isnan(row["low"]) or row["low"] in [floor for floor, _ in behind]
        assert isnan(row["high"]) or row["high"] in [ceiling for _, ceiling in behind]


def test_ten_thousand_claims_of_many_origins_are_all_bounded():
    chance = random.Random(2024)
    known = [row["origin"] for row in VOCABULARY.rows("origins")][:50]
    days = [str(day.date()) for day in pd.date_range("2023-08-01", AS_OF)]
    rows = []
    for _ in range(10_000):
        day, low = chance.choice(days), float(chance.randrange(1, 10**7))
        bound = chance.choice(("exact", "about", "at_least", "at_most"))
        rows.append(told(day, low, low, bound, origin=chance.choice(known), item=chance.choice(ITEMS[:4])))
    table = claims(*rows)
    found = quantify(table, TOPIC, VOCABULARY, AS_OF)
    assert len(found.constraints) == 10_000
    assert set(ORIGINS) - {"Seoul"} <= set(found.estimates["origin"])
