"""Containers become rounds of ammunition by a factor with a source and an origin, beside what is said in rounds and never over it."""

from dataclasses import replace
from math import inf, isnan, nan

import pytest
from hypothesis import given, settings
from ledgers import TOPIC, VOCABULARY, at_least, claims, ledgers, quantified, range_of, told

from analysis.quantify import quantify
from analysis.quantify.conversions import factor_of

DAY = "2025-03-31"
BOXES = {"item": "container", "unit": "container"}
# Rows of conversions.csv beyond the real ones are of these.
ROW = {"from_unit": "container", "to_unit": "round", "item": "ammunition", "basis": "stated", "states": "load", "source": "a page", "note": "", "example": "x"}


def factor(origin: str, low: float | str, high: float | str, **changes) -> dict:
    return ROW | {"origin": origin, "low": str(low), "high": str(high)} | changes


def with_factors(*rows: dict):
    return replace(VOCABULARY, files=VOCABULARY.files | {"conversions": list(rows)}, _index={})


def converted(found, level: str = "origin", origin: str = "", date: str = DAY) -> tuple[float, float]:
    table = found.estimates
    rows = table[(table["reading"] == "converted") & (table["level"] == level) & (table["origin"] == origin) & (table["date"] == date)]
    assert set(rows["item"]) <= {"ammunition"} and set(rows["unit"]) <= {"round"}
    return range_of(rows.iloc[0].to_dict() if len(rows) else None)


LOAD, OTHER, CAPACITY = factor("Kyiv", 200, 300), factor("ship-tracking", 250, 400), factor("Seoul", "", 480, states="capacity")
# Factors, the origin that counts containers → what a container is taken for, and whose factor that is.
FACTORS = {
    "its own, though others are wider": ([LOAD, OTHER], "Kyiv", (200, 300), ["Kyiv"]),
    "the widest of the others": ([LOAD, OTHER], "trade-records", (200, 400), ["Kyiv", "ship-tracking"]),
    "of one on which it draws": ([LOAD, OTHER, factor("Seoul", 100, 900)], "MSMT", (100, 900), ["Seoul"]),
    "its own capacity above, a load of others below": ([LOAD, CAPACITY], "Seoul", (200, 480), ["Kyiv", "Seoul"]),
    "of its own rows the outermost ends": ([LOAD, factor("Kyiv", 150, ""), factor("Kyiv", "", 310)], "Kyiv", (150, 310), ["Kyiv"]),
    "ammunition before a kind of it": ([LOAD, factor("Kyiv", 10, 900, item="ammunition.shell")], "Kyiv", (200, 300), ["Kyiv"]),
    "a load before a capacity": ([LOAD, factor("Kyiv", "", 900, states="capacity")], "Kyiv", (200, 300), ["Kyiv"]),
    "only who sets an end": ([LOAD, OTHER, factor("Baltic", 260, 350)], "trade-records", (200, 400), ["Kyiv", "ship-tracking"]),
    "nobody's": ([], "Kyiv", (nan, nan), []),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTORS)
def test_an_origin_s_containers_take_its_own_factor_or_the_most_cautious_of_the_others(name):
    rows, origin, ends, of = FACTORS[name]
    found = factor_of(origin, rows, VOCABULARY)
    assert (found.low, found.high) == pytest.approx(ends, nan_ok=True) and found.of == tuple(of)


# Rows that are no factor, though they turn containers into rounds.
REFUSED = {
    "a contradiction": factor("Kyiv", 200, 300, basis="contradiction"),
    "of several origins": factor("Kyiv;Seoul", 200, 300, basis="computed across origins"),
    "of nobody": factor("", 200, 300),
    "with a remark behind its item": factor("Kyiv", 200, 300, item="ammunition.shell (full by weight)"),
    "from a later report": factor("Kyiv", 200, 300, source="2026-01-01-a-report"),
    "of missiles": factor("Kyiv", 200, 300, item="missile"),
    "of another unit": factor("Kyiv", 200, 300, to_unit="kilogram"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_without_a_source_of_one_origin_converts_nothing(name):
    table = claims(told(DAY, 900, 1100, origin="Kyiv", **BOXES))
    found = quantify(table, TOPIC, with_factors(REFUSED[name]), "2025-06-30")
    assert isnan(found.conversions.loc[0, "factor_low"]) and not (found.estimates["reading"] == "converted").any()


def test_containers_become_ammunition_between_the_ends_of_the_factor():
    found = quantify(claims(told(DAY, 900, 1100, origin="Kyiv", **BOXES)), TOPIC, with_factors(LOAD), "2025-06-30")
    assert converted(found, origin="Kyiv") == (900 * 200, 1100 * 300)
    assert converted(found, origin="Kyiv", date="2025-06-30") == (900 * 200, inf)
    row = found.conversions.loc[0]
    assert (row["floor"], row["ceiling"], row["factor_of"], row["sources"]) == (180_000, 330_000, "Kyiv", "a page")


@pytest.mark.parametrize(("change", "bounds"), [(at_least(900.0), (-inf, inf)), ({}, (-inf, 1100 * 480))])
def test_a_capacity_bounds_from_above_only_and_only_a_complete_count(change, bounds):
    found = quantify(claims(told(DAY, 900, 1100, origin="Seoul", **BOXES) | change), TOPIC, with_factors(CAPACITY), "2025-06-30")
    assert converted(found, origin="Seoul") == bounds


@pytest.mark.parametrize("change", [{"supplier": "RU", "recipient": "KP"}, {"item": "food"}, {"kind": "plan"}, {"per": "month"}])
def test_containers_of_another_flow_of_something_else_or_not_delivered_are_not_read_as_rounds(change):
    assert quantified(told(DAY, 900, 1100, **BOXES) | change).conversions.empty


def test_who_borrows_a_factor_is_not_independent_of_its_origin_nor_of_who_borrows_the_same():
    boxes = [told(DAY, 900, 1100, origin=origin, **BOXES) for origin in ("Kyiv", "trade-records", "Baltic")]
    own = [factor(origin, 200, 300) for origin in ("Kyiv", "trade-records")]
    assert converted(quantify(claims(*boxes[:2]), TOPIC, with_factors(*own), DAY), "supported") == (180_000, 330_000)
    for rows in (boxes[:2], boxes[1:]):
        found = quantify(claims(*rows), TOPIC, with_factors(LOAD), DAY)
        assert converted(found, "supported") == (-inf, inf) and converted(found, "hull") == (180_000, 330_000)


@settings(max_examples=40)
@given(ledgers)
def test_the_direct_reading_does_not_heed_the_converted_one(rows):
    table = claims(*rows)
    with_them, without = (quantify(table, TOPIC, words, "2025-06-30") for words in (VOCABULARY, with_factors()))
    direct = with_them.estimates[with_them.estimates["reading"] == "direct"].reset_index(drop=True)
    assert direct.equals(without.estimates) and with_them.constraints.equals(without.constraints)


# --- circular -------------------------------------------------------------------------------------------------------

ROUNDS = {"claim_id": "C-1", "doc_id": "2025-11-14-ntv-de-halved", "low": 6.5e6, "high": 6.5e6}
COUNT = {"claim_id": "C-2", "doc_id": "2025-07-13-menafn-en-28000", "origin": "Seoul", "low": 28000.0, "high": 28000.0} | BOXES


def test_a_factor_that_divides_one_origin_s_figure_by_another_s_is_refused_and_shown():
    (row,) = quantified(ROUNDS, COUNT).conflicts.to_dict("records")
    assert (row["kind"], row["claims"], row["origin"]) == ("circular", "C-1;C-2", "Kyiv;Seoul")
    assert row["differs"] == "1 container = 232.1 round (ammunition.shell)" and "so it is refused" in row["sentence"]


def test_a_circular_factor_is_shown_only_where_both_its_figures_are_in_the_ledger():
    assert quantified(ROUNDS).conflicts.empty and quantified(ROUNDS, COUNT | {"status": "rejected"}).conflicts.empty


def test_every_real_factor_across_origins_is_of_several_and_no_other_is():
    for row in VOCABULARY.rows("conversions"):
        assert (row["basis"] == "computed across origins") == (";" in row["origin"]), row["source"]


def test_a_claim_that_recomputes_figures_of_several_origins_is_evidence_of_neither():
    parts = [told(DAY, 1e6, 1e6, claim_id="C-1"), told(DAY, 1e6, 1e6, claim_id="C-2", origin="Seoul")]
    rows = quantified(*parts, told(DAY, 2e6, 2e6, claim_id="C-3", computed_from="C-1;C-2")).conflicts
    (row,) = rows[rows["kind"] == "circular"].to_dict("records")
    assert row["claims"] == "C-3;C-1;C-2" and row["sentence"] == "C-3 recomputes figures of Kyiv and Seoul, so it is evidence of neither."
