"""What several origins put together: two that draw on each other are one, and who excludes whom or retells otherwise is a row."""

from math import nan

import pytest
from ledgers import TOPIC, VOCABULARY, estimate, quantified, range_of, told

from analysis import origins, tables
from analysis.quantify import quantify



def test_two_origins_of_which_one_draws_on_the_other_count_as_one():
    pair = [told("2024-02-10", 1e6, 2e6, origin="Seoul"), told("2024-02-10", 1e6, 2e6, origin="MSMT")]
    assert estimate(quantified(*pair), "supported", "2024-02-10") is None
    third = told("2024-02-10", 1.5e6, 3e6, origin="Kyiv")
    assert range_of(estimate(quantified(*pair, third), "supported", "2024-02-10")) == (1e6, 3e6)


def test_a_medium_in_its_own_voice_supports_nothing():
    found = quantified(told("2024-02-10", 1e6, 2e6), told("2024-02-10", 1e6, 2e6, origin="media"))
    assert estimate(found, "supported", "2024-02-10") is None
    assert range_of(estimate(found, "hull", "2024-02-10")) == (1e6, 2e6)


def test_drawing_on_one_another_is_no_chain():
    assert origins.independent("Kyiv", "Seoul", VOCABULARY) and not origins.independent("academic", "Seoul", VOCABULARY)
    assert not origins.independent("academic", "Kyiv", VOCABULARY) and not origins.independent("Seoul", "Seoul", VOCABULARY)
    assert not origins.independent("Seoul", "Atlantis", VOCABULARY)


def test_origins_that_share_no_value_do_not_agree_and_each_pair_is_a_row():
    apart = {"Seoul": 1e6, "Kyiv": 2e6, "ship-tracking": 3e6}
    found = quantified(*[told("2024-02-10", low, low, "exact", origin=origin) for origin, low in apart.items()])
    assert estimate(found, "supported", "2024-02-10")["agree"] == "no"
    assert list(found.conflicts["origin"]) == ["Kyiv;Seoul", "ship-tracking;Kyiv", "ship-tracking;Seoul"]


def test_a_retelling_is_a_row_that_says_what_it_changed():
    found = quantified({"claim_id": "C-1", "high": nan, "bound": "at_least"}, {"claim_id": "C-2", "repeats": "C-1"})
    (row,) = found.conflicts.to_dict("records")
    assert (row["kind"], row["claims"]) == ("retelling", "C-1;C-2") and row["differs"] == "bound: at_least → exact"
    same = quantified({"claim_id": "C-1"}, {"claim_id": "C-2", "repeats": "C-1", "doc_id": "two"})
    assert same.conflicts.empty


# What a retelling changes of "a million by 10 February 2024" → what the row says that differs.
DIFFERS = {
    "another number": ({"low": 2e6, "high": 2e6}, "low: 1000000 → 2000000; high: 1000000 → 2000000", "number"),
    "a bound more": ({"high": nan, "bound": "at_least"}, "bound: exact → at_least", "bound"),
    "one end of a range": ({"low": 5e5, "bound": "between"}, "low: 1000000 → 500000; bound: exact → between", "number, bound"),
    "another period": ({"period_start": "2023-09-01"}, "period_start: none → 2023-09-01", "period"),
    "so far, told a day later": ({"stated": "2024-02-11", "period_end": "2024-02-11"}, "", ""),
    "to the end of January": ({"period_end": "2024-01-31"}, "period_end: 2024-02-10 → 2024-01-31", "period"),
    "another item": ({"item": "ammunition"}, "item: ammunition.shell → ammunition", "item"),
    "a hedge less": ({"hedge": "possible"}, "hedge: flat → possible", "hedge"),
}


@pytest.mark.parametrize("name", DIFFERS)
def test_a_retelling_differs_in_what_is_told_and_nothing_else(name):
    change, differs, named = DIFFERS[name]
    told = {"period_end": "2024-02-10"}
    rows = quantified(told | {"claim_id": "C-1"}, told | {"claim_id": "C-2", "repeats": "C-1", "doc_id": "two"} | change).conflicts
    assert list(rows["differs"]) == [differs] * bool(differs)
    assert all(sentence == f"two tells what one tells and differs in {named}." for sentence in rows["sentence"])


def test_an_edition_without_claims_has_empty_tables():
    found = quantify(tables.empty("claims"), TOPIC, VOCABULARY, "2022-01-01")
    assert [name for name, table in found._asdict().items() if not table.equals(tables.empty(name))] == []
