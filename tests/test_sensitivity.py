"""What each assumption moves, by itself, and what all origins come to with equal weights."""

from dataclasses import replace
from math import inf, isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import TOPIC, VOCABULARY, at_least, claim_changes, claims, estimate, quantified, range_of, told

from analysis import columns, tables
from analysis.origins import linked
from analysis.quantify import challenge, quantify
from analysis.quantify.assumptions import cases

AS_OF = "2025-06-30"
few = settings(max_examples=25)
rounds = st.lists(claim_changes(origins=("Seoul", "Kyiv", "MSMT", "ship-tracking"), items=("ammunition", "ammunition.shell")), min_size=2, max_size=8)


def challenged(*rows: dict, topic=TOPIC, vocabulary=VOCABULARY, seed: int = 1):
    return challenge(claims(*rows), topic, vocabulary, AS_OF, seed)


def moved(found, assumption: str, changed: str, level: str = "supported", date: str = AS_OF) -> dict:
    table = found.sensitivity
    asked = (table["assumption"] == assumption) & (table["changed"] == changed) & (table["level"] == level) & (table["date"] == date)
    (row,) = table[asked & (table["item"] == TOPIC.lead_item)].to_dict("records")
    return row


PAIR = (told(AS_OF, 2e6, 2e6, "exact"), told(AS_OF, 3e6, 3e6, "exact", origin="ship-tracking"))
LATER = replace(TOPIC, start_tolerance=0)
# Claims beside Kyiv's 2 million and the ship trackers' 3 → what one assumption makes of the supported 1.95 to 3.05 million.
MOVES = {
    "an origin left out": ((), "origin", "without Kyiv", (-inf, inf), "vanishes"),
    "numbers as said": ((), "rounding", "numbers taken as said", (2e6, 3e6), "moves"),
    "numbers twice as wide": ((), "rounding", "twice as wide", (1.9e6, 3.1e6), "moves"),
    "the two as one": ((), "independence", "Kyiv and ship-tracking draw on each other", (-inf, inf), "vanishes"),
    "a third that rests on both": (
        (told(AS_OF, 5e6, 6e6, origin="academic"),), "independence", "academic does not draw on Kyiv", (1.95e6, 3.05e6), "none",
    ),
    "a third that rests on one": (
        (told(AS_OF, 2.5e6, 2.6e6, origin="academic"),), "independence", "academic does not draw on ship-tracking", (2.5e6, 3.05e6), "moves",
    ),
    "a hedge": (
        (at_least(2.5e6, origin="Seoul", hedge="possible", period_end=AS_OF),), "hedge", "without what is alleged or possible", (1.95e6, 3.05e6), "moves",
    ),
    "a grade": (
        (at_least(2.5e6, origin="Seoul", credibility="5", period_end=AS_OF),), "credibility", "with what is graded improbable", (2.5e6, 3.05e6), "moves",
    ),
    "a retelling": (
        (at_least(2.5e6, origin="Seoul", claim_id="C-2", repeats="C-1", period_end=AS_OF),), "repeats", "C-2 is no retelling of C-1", (2.5e6, 3.05e6), "moves",
    ),
    "the beginning": ((told(AS_OF, 0, 1e5, origin="Kyiv", period_start="2024-06-01"),), "counted_from", "31 days later", (1.95e6, 3.05e6), "none"),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_one_assumption_is_changed_and_the_rest_left_as_it_is(name):
    others, assumption, changed, expected, effect = MOVES[name]
    row = moved(challenged(*PAIR, *others), assumption, changed)
    assert (range_of(row), row["effect"]) == (expected, effect)


def test_a_start_beyond_the_tolerance_opens_the_range():
    """Kyiv counts from 20 August: within 31 days it is snapped to 1 August; with no tolerance its ceiling bounds no total any more."""
    since = PAIR[0] | {"period_start": "2023-08-20"}
    row = moved(challenged(since, PAIR[1]), "start_tolerance", "0 days")
    assert row["effect"] == "opens" and range_of(row) == (1.95e6, inf) and row["high_before"] == 3.05e6


@few
@given(rounds)
def test_leaving_an_origin_out_is_solving_without_its_claims(rows):
    found = challenged(*rows).sensitivity
    for row in found[(found["assumption"] == "origin") & (found["item"] == TOPIC.lead_item)].to_dict("records"):
        origin = row["changed"].removeprefix("without ")
        rest = quantified(*[each for each in rows if each["origin"] != origin])
        if row["date"] == AS_OF:
            expected = estimate(rest, row["level"], AS_OF)
            assert range_of(row) == range_of(expected), row


@few
@given(rounds)
def test_every_range_before_is_the_estimate_itself(rows):
    found = quantified(*rows)
    for row in challenged(*rows).sensitivity.to_dict("records"):
        now = estimate(found, row["level"], row["date"], row["item"])
        before = {"low": row["low_before"], "high": row["high_before"]}
        assert range_of(now) == range_of(before) or now is None and isnan(row["low_before"]) and isnan(row["high_before"])


@few
@given(rounds)
def test_of_each_range_the_ranks_run_from_the_greatest_effect_down(rows):
    effects = next(column.values for column in columns.TABLES["sensitivity"] if column.name == "effect")
    for _, ranked in challenged(*rows).sensitivity.groupby(["item", "level", "date"]):
        assert list(ranked["rank"]) == list(range(1, len(ranked) + 1))
        order = [(effects.index(effect), -moved) for effect, moved in zip(ranked["effect"], ranked["moved"])]
        assert order == sorted(order) and ranked["moved"].between(0, 100).all()


def test_of_the_lead_item_every_assumption_is_listed_and_of_others_those_that_move_something():
    others = [row | {"item": "missile.ballistic", "unit": "piece"} for row in PAIR]
    table = challenged(*PAIR, *others).sensitivity
    lead, rest = table[table["item"] == TOPIC.lead_item], table[table["item"] == "missile.ballistic"]
    tried = {(case.assumption, case.changed) for case in cases(claims(*PAIR, *others), TOPIC, VOCABULARY)}
    assert set(zip(lead["assumption"], lead["changed"])) == tried
    assert not rest.empty and (rest["effect"] != "none").all()


def test_the_order_of_claims_changes_neither_table():
    rows = claims(*PAIR, told(AS_OF, 2.5e6, 2.6e6, origin="academic"))
    for one, other in zip(challenge(rows, TOPIC, VOCABULARY, AS_OF, 1), challenge(rows.iloc[::-1], TOPIC, VOCABULARY, AS_OF, 1)):
        pd.testing.assert_frame_equal(one, other)


def test_a_link_between_origins_is_changed_for_that_one_only():
    known = linked(VOCABULARY, {"Kyiv": {"Seoul"}})
    found = quantify(claims(PAIR[0], PAIR[1] | {"origin": "Seoul"}), TOPIC, known, AS_OF)
    assert estimate(found, "supported", AS_OF) is None and VOCABULARY.by_key("origins")["Kyiv"]["draws_on"] == ""


def test_an_edition_without_claims_has_empty_tables_of_what_was_challenged():
    found = challenge(tables.empty("claims"), TOPIC, VOCABULARY, "2022-01-01", 1)
    assert [name for name, table in found._asdict().items() if not table.equals(tables.empty(name))] == []


# --- the p-box ------------------------------------------------------------------------------------------------------


def test_the_p_box_of_three_origins_is_worked_out_on_paper():
    """
    Floors 1.95, 2.95, 4 million; ceilings 2.05, 3.05 million and open. With equal weights the median of the floors is 2.95, of the ceilings
    3.05 million; the twentieth part of the distribution lies below 1.95 to 2.05; the highest third may lie anywhere above 4 million.
    """
    table = challenged(*PAIR, at_least(4e6, origin="Seoul", period_end=AS_OF)).pbox
    box = {row["probability"]: range_of(row) for row in table.to_dict("records")}
    assert (box[0.05], box[0.5], box[0.95]) == ((1.95e6, 2.05e6), (2.95e6, 3.05e6), (4e6, inf))
    assert set(table["origins"]) == {"Kyiv;Seoul;ship-tracking"} and set(table["date"]) == {AS_OF}


@few
@given(rounds, st.integers(1, 1000))
def test_the_pool_lies_within_the_p_box_and_quantiles_never_fall(rows, seed):
    table = challenged(*rows, seed=seed).pbox
    assert (table["agrees"] == "yes").all()
    for _, box in table.groupby(["item", "unit"]):
        assert box["low"].is_monotonic_increasing and box["high"].fillna(inf).is_monotonic_increasing
        assert (box["low"] <= box["high"].fillna(inf)).all()


def test_a_seed_draws_the_same_pool_again_and_another_one_moves_only_the_pool():
    one, again, other = (challenged(*PAIR, seed=seed).pbox for seed in (1, 1, 2))
    assert one.equals(again) and not one.equals(other) and one.drop(columns="sampled").equals(other.drop(columns="sampled"))


def test_a_medium_takes_no_part_in_the_p_box():
    table = challenged(*PAIR, told(AS_OF, 9e6, 9e6, origin="media")).pbox
    assert set(table["origins"]) == {"Kyiv;ship-tracking"}
