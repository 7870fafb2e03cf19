"""What always holds of the bounds, on random ledgers: order, copies, strangers and scale change nothing they should not."""

from math import inf, isnan, nan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import ITEMS, TOPIC, VOCABULARY, claim_changes, claims, decisions, estimate, ledgers, quantified, range_of, told

from analysis import documents
from analysis.clean import clean
from analysis.extract import facts_table
from analysis.quantify import quantify
from analysis.quantify.differences import Differences
from tests.bench import quantify as ledgers_of_size

AS_OF = "2025-06-30"
few = settings(max_examples=40)


@pytest.fixture(scope="module")
def real(root) -> pd.DataFrame:
    """The claims of the committed reports."""
    reports = documents.read_folder(root / "data" / "documents")
    return clean(facts_table(reports, VOCABULARY), documents.table(reports), VOCABULARY, TOPIC, decisions()).claims


def others(table: pd.DataFrame, mark: str, **cells) -> pd.DataFrame:
    """Each claim again under ids and reports of its own, with other cells."""
    named = {name: mark + table[name] for name in ("claim_id", "doc_id", "fact_id")}
    return table.assign(repeats="", computed_from="").assign(**named, **cells)


# What is done to a ledger → the estimates and conflicts stay; what a stranger adds of its own is left out.
CHANGES_NOTHING = {
    "another order": lambda table: table.iloc[::-1],
    "a copy of each": lambda table: pd.concat([table, others(table, "x", repeats=table["repeats"].where(table["repeats"] != "", table["claim_id"]))]),
    "claims that are not yet published": lambda table: pd.concat([table, others(table, "x", low=table["low"] * 3, published="2026-01-01")]),
    "claims of a flow of others": lambda table: pd.concat([table, others(table, "x", supplier="IR", low=table["low"] * 3)]),
    "claims of another item": lambda table: pd.concat([table, others(table, "x", item="coal", low=table["low"] * 3)]),
    "a denial of each": lambda table: pd.concat([table, others(table, "x", kind="denial", hedge="denied", low=nan, high=nan)]),
    "a denial of each with the number 0": lambda table: pd.concat([table, others(table, "x", kind="denial", hedge="denied", low=0.0, high=0.0)]),
}


def left(table: pd.DataFrame, as_of: str) -> list[pd.DataFrame]:
    """Estimates and conflicts without those of strangers."""
    found = quantify(table, TOPIC, VOCABULARY, as_of)
    strange = found.estimates["flow"].str.startswith("IR>") | (found.estimates["item"] == "coal")
    of_strangers = found.conflicts["claims"].str.contains(r"(?:^|;)x")
    return [found.estimates[~strange].reset_index(drop=True), found.conflicts[~of_strangers].reset_index(drop=True)]


def same(one, other) -> bool:
    return all(a.equals(b) for a, b in zip(one, other))


@pytest.mark.parametrize("how", CHANGES_NOTHING)
@settings(max_examples=15)
@given(rows=ledgers)
def test_what_adds_nothing_changes_nothing(how, rows):
    table = claims(*rows)
    assert same(left(table, AS_OF), left(CHANGES_NOTHING[how](table), AS_OF))


@pytest.mark.parametrize("how", CHANGES_NOTHING)
def test_what_adds_nothing_changes_nothing_of_the_real_ledger(how, real):
    as_of = real["published"].max()
    assert same(left(real, as_of), left(CHANGES_NOTHING[how](real), as_of))


def test_a_denial_is_accepted_as_a_row(real):
    found = quantify(CHANGES_NOTHING["a denial of each"](real), TOPIC, VOCABULARY, AS_OF).constraints
    assert (found["measure"] == "denial").sum() >= found["claim_id"].str.startswith("x").sum() > 200


@few
@given(ledgers)
def test_a_claim_told_twice_bounds_what_it_bounds_told_once(rows):
    table = claims(*rows)
    once, twice = (quantify(told_so, TOPIC, VOCABULARY, AS_OF).estimates for told_so in (table, pd.concat([table, others(table, "x")])))
    assert once.drop(columns="claims").equals(twice.drop(columns="claims"))


@few
@given(ledgers, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(rows, chance):
    table = claims(*rows)
    order = list(table.index)
    chance.shuffle(order)
    assert same(quantify(table, TOPIC, VOCABULARY, AS_OF), quantify(table.loc[order], TOPIC, VOCABULARY, AS_OF))


@few
@given(st.lists(st.tuples(st.integers(1, 90), st.integers(1, 99), st.integers(0, 99)), min_size=2, max_size=5))
def test_adjoining_windows_chain(windows):
    """Of each window its length in days, its floor and how much more its ceiling is; the first runs from the beginning."""
    start, rows = pd.Timestamp("2023-08-01"), []
    for days, low, more in windows:
        end = start + pd.Timedelta(days=days - 1)
        rows.append(told(str(end.date()), low * 1e3, (low + more) * 1e3, period_start=str(start.date())))
        start = end + pd.Timedelta(days=1)
    row = estimate(quantified(*rows, as_of="2026-01-01"), "origin", rows[-1]["period_end"], origin="Kyiv")
    lows, highs = ([row[end] for row in rows] for end in ("low", "high"))
    assert range_of(row) == (sum(lows), sum(highs)) and len(row["claims"].split(";")) == len(rows)


@few
@given(ledgers)
def test_the_curve_never_falls(rows):
    table = quantified(*rows).estimates
    curves = table[table["level"].isin(("origin", "supported")) & (table["measure"] == "delivered")]
    for _, curve in curves.groupby(["item", "unit", "reading", "level", "origin"]):
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
    table = after.estimates[(after.estimates["measure"] == "delivered") & (after.estimates["reading"] == "direct")]
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


def test_ten_times_all_numbers_of_the_real_ledger_is_ten_times_all_results(real):
    as_of = real["published"].max()
    # Of one thing there is a rule of its own: a single round is an example.
    more = real.assign(low=real["low"] * 10, high=real["high"] * 10, whole_low=real["whole_low"] * 10, whole_high=real["whole_high"] * 10)
    alike = real["low"].fillna(0).gt(1) | real["high"].fillna(0).gt(1)
    one, ten = (quantify(table[alike], TOPIC, VOCABULARY, as_of).estimates for table in (real, more))
    assert (one[["low", "high"]] * 10).to_numpy() == pytest.approx(ten[["low", "high"]].to_numpy(), rel=1e-12, nan_ok=True)
    assert one["claims"].equals(ten["claims"])


def test_on_the_real_ledger_no_curve_falls_and_no_floor_lies_above_its_origin_s_ceiling(real):
    table = quantify(real, TOPIC, VOCABULARY, real["published"].max()).estimates
    table = table[(table["measure"] == "delivered") & (table["level"] == "origin")]
    assert len(table) > 300 and not (table["low"] > table["high"]).any()
    for _, curve in table.groupby(["flow", "item", "unit", "reading", "origin"]):
        assert curve["low"].fillna(0).is_monotonic_increasing and curve["high"].fillna(inf).is_monotonic_increasing


def test_each_origin_is_given_at_its_own_last_day(real):
    found = quantify(real, TOPIC, VOCABULARY, real["published"].max())
    bounding = found.constraints[found.constraints["used"] & (found.constraints["measure"] == "delivered")]
    given = set(map(tuple, found.estimates[["flow", "item", "unit", "origin", "date"]].to_numpy()))
    last = bounding.groupby(["flow", "item", "unit", "origin"], as_index=False)["end"].max()
    assert [row for row in map(tuple, last.to_numpy()) if row not in given] == []


@pytest.mark.parametrize("number", [ledgers_of_size.along_a_curve, ledgers_of_size.at_random])
def test_ten_thousand_claims_of_fifty_origins_raise_less_than_three_times_as_much_a_claim_as_a_thousand(number, monkeypatch):
    raised = []
    whole = Differences._raise
    monkeypatch.setattr(Differences, "_raise", lambda system, edge: raised.append(edge) or whole(system, edge))
    work = {}
    for size in (1_000, 10_000):
        raised.clear()
        found = quantify(ledgers_of_size.ledger(size, number), TOPIC, VOCABULARY, AS_OF)
        work[size] = len(raised) / size
        assert len(found.constraints) == size and len(set(found.estimates["origin"])) > 40
    assert work[10_000] < 3 * work[1_000]
