"""Each claim is held against each explanation by rule, and an explanation loses by the independent origins that contradict it."""

import dataclasses
from math import nan

import pytest
from hypothesis import given, settings
from ledgers import TOPIC, VOCABULARY, claims, ledgers

from analysis import hypotheses, tables
from analysis.quantify import quantify
from analysis.topics import Hypothesis

AS_OF = "2025-06-30"
NAME = {"en": "it is so", "de": "es ist so"}
FULL = Hypothesis("full", "load", NAME, item="ammunition.shell", counts="Seoul", least=400, most=500)
MIXED = dataclasses.replace(FULL, hypothesis_id="mixed", item="ammunition")
INFLATED = Hypothesis("inflated", "inflated", NAME, told_by=("Seoul", "Washington"), against="ship-tracking")
DENIED = Hypothesis("denied", "denied", NAME, items=("weapons",))

# Seoul counts 2,000 containers by the end of February and 6,000 by the end of June; ship trackers allow 2 million rounds by then.
BOX = {"item": "container", "unit": "container", "origin": "Seoul", "bound": "between"}
BOXES = (
    BOX | {"low": 1900.0, "high": 2100.0, "period_end": "2024-02-29"},
    BOX | {"low": 5900.0, "high": 6100.0, "period_end": "2024-06-30"},
)
SHIPS = {"item": "ammunition", "origin": "ship-tracking", "low": nan, "high": 2e6, "bound": "at_most", "period_end": "2024-06-30"}
TOLD = {"origin": "Kyiv", "bound": "between", "period_end": "2024-02-29"}
DENIAL = {"kind": "denial", "item": "weapons", "origin": "Moscow", "unit": "", "low": nan, "high": nan, "credibility": "5"}


def held(hypothesis: Hypothesis, *ledger: dict):
    """The table of one hypothesis on the ledger, with its tally."""
    table, topic = claims(*ledger), dataclasses.replace(TOPIC, hypotheses=(hypothesis,))
    found = quantify(table, topic, VOCABULARY, AS_OF)
    compared = hypotheses.compare(table, found.constraints, found.estimates, topic, VOCABULARY)
    return compared, hypotheses.tally(compared, table, topic, VOCABULARY, "en")


# A hypothesis, a claim told beside the counts above → how it fits, and what the reason must say.
CASES = [
    (FULL, TOLD | {"low": 8e5, "high": 9e5}, "consistent", "Seoul counts 1,900 to 2,100 containers, which come to 760,000 to 1.05 million"),
    (FULL, TOLD | {"low": 5e5, "high": 6e5}, "inconsistent", "the claim comes to 500,000 to 600,000"),
    (FULL, TOLD | {"low": 2e6, "high": nan, "bound": "at_least"}, "inconsistent", "at least 2 million (unit: round)"),
    (FULL, TOLD | {"low": nan, "high": 5e5, "bound": "at_most"}, "inconsistent", "at most 500,000"),
    (FULL, TOLD | {"low": 8e5, "high": 9e5, "item": "ammunition"}, "consistent", "the claim comes to 800,000 to 900,000"),
    (FULL, TOLD | {"low": 5e5, "high": 6e5, "item": "ammunition.shell.152mm"}, "consistent", "at least 500,000"),
    (MIXED, TOLD | {"low": 5e5, "high": 6e5}, "consistent", "at least 500,000"),
    (FULL, TOLD | {"low": 1e6, "high": 1.1e6, "period_start": "2024-03-01", "period_end": "2024-06-30"}, "inconsistent", "3,800 to 4,200 containers"),
    (FULL, TOLD | {"low": 5e5, "high": 6e5, "period_end": "2025-01-31"}, "inconsistent", "at least 5,900 containers"),
    (INFLATED, TOLD | {"origin": "Seoul", "low": 3e6, "high": 4e6}, "consistent", "ship-tracking allows no more than 2 million"),
    (INFLATED, TOLD | {"origin": "Seoul", "low": 1e6, "high": 2e6}, "inconsistent", "the claim comes to 1 million to 2 million"),
    (INFLATED, TOLD | {"origin": "Seoul", "low": 3e6, "high": 4e6, "period_end": "2025-01-31"}, "neutral", "ship-tracking puts no ceiling"),
    (INFLATED, TOLD | {"origin": "Kyiv", "low": 3e6, "high": 4e6}, "inconsistent", "allows no more than 2 million"),
    (INFLATED, TOLD | {"origin": "Kyiv", "low": 1e6, "high": 2e6}, "neutral", "Kyiv is none of those"),
    (INFLATED, TOLD | {"origin": "MSMT", "low": 3e6, "high": 4e6}, "neutral", "MSMT is none of those"),
    (DENIED, TOLD | {"low": 1e5, "high": 2e5}, "inconsistent", "100,000 to 200,000 is more than none"),
    (DENIED, TOLD | {"low": nan, "high": 2e5, "bound": "at_most"}, "neutral", "at most 200,000 may be none"),
    (DENIED, DENIAL, "consistent", "it denies the delivery"),
]


@pytest.mark.parametrize(("hypothesis", "claim", "consistency", "reason"), CASES)
def test_a_claim_fits_a_hypothesis_or_does_not_by_its_rule(hypothesis, claim, consistency, reason):
    compared, _ = held(hypothesis, *BOXES, SHIPS, claim | {"claim_id": "C-held"})
    row = compared.set_index("claim_id").loc["C-held"]
    assert row["consistency"] == consistency and reason in row["reason"]


def test_where_nobody_counts_containers_a_load_says_nothing():
    compared, _ = held(FULL, TOLD | {"low": 5e5, "high": 6e5})
    assert list(compared["consistency"]) == ["neutral"] and "no count of containers" in compared["reason"][0]


@pytest.mark.parametrize(
    "claim",
    [
        TOLD | {"low": 1e5, "high": 1e5, "repeats": "C-0"}, TOLD | {"low": 1e5, "high": 1e5, "status": "rejected"}, TOLD | {"kind": "capacity"},
        TOLD | {"item": "missile", "unit": "piece"}, TOLD | {"supplier": "RU", "recipient": "KP"}, DENIAL | {"item": "missile"},
        DENIAL | {"supplier": "RU", "recipient": "KP"}, DENIAL | {"repeats": "C-9"},
    ],
)  # fmt: skip
def test_what_is_no_evidence_of_the_deliveries_is_held_against_nothing(claim):
    assert held(DENIED, claim)[0].empty


def test_a_denial_is_no_evidence_for_or_against_any_other_explanation():
    topic = dataclasses.replace(TOPIC, hypotheses=(FULL, INFLATED, DENIED))
    table = claims(*BOXES, DENIAL)
    found = quantify(table, topic, VOCABULARY, AS_OF)
    compared = hypotheses.compare(table, found.constraints, found.estimates, topic, VOCABULARY)
    assert dict(zip(compared["hypothesis"], compared["consistency"])) == {"full": "neutral", "inflated": "neutral", "denied": "consistent"}


def test_a_hypothesis_loses_by_independent_origins_and_not_by_claims():
    low = {"low": 1e5, "high": 2e5}
    told = [TOLD | low, TOLD | low | {"period_end": "2024-03-15"}, *(TOLD | low | {"origin": origin} for origin in ("Washington", "MSMT", "media"))]
    _, tally = held(FULL, *BOXES, *told)
    (row,) = tally.to_dict("records")
    assert (row["inconsistent"], row["against"]) == (5, 2) and row["origins"] in ("Kyiv, MSMT", "Kyiv, Washington")


def test_before_the_first_claim_and_without_hypotheses_the_table_is_empty():
    nothing = [tables.empty(name) for name in ("claims", "constraints", "estimates")]
    assert hypotheses.compare(*nothing, TOPIC, VOCABULARY).empty
    assert list(hypotheses.tally(hypotheses.compare(*nothing, TOPIC, VOCABULARY), nothing[0], TOPIC, VOCABULARY, "de")["against"]) == [0] * len(TOPIC.hypotheses)
    assert held(FULL, *BOXES)[0].empty


def test_the_default_topic_tries_five_explanations_in_both_languages():
    assert [each.hypothesis_id for each in TOPIC.hypotheses] == ["full", "half", "mixed", "inflated", "denied"]
    assert all(each.name["en"] != each.name["de"] for each in TOPIC.hypotheses)


@settings(max_examples=15, deadline=None)
@given(ledgers)
def test_every_explanation_is_tried_by_the_same_claims_in_whatever_order_they_come(told):
    table = claims(*told, *BOXES, DENIAL)
    both = []
    for ordered in (table, table.iloc[::-1].reset_index(drop=True)):
        found = quantify(ordered, TOPIC, VOCABULARY, AS_OF)
        both.append(hypotheses.compare(ordered, found.constraints, found.estimates, TOPIC, VOCABULARY))
    assert both[0].equals(both[1])
    tried = {name: tuple(rows["claim_id"]) for name, rows in both[0].groupby("hypothesis")}
    assert len(tried) == len(TOPIC.hypotheses) and len(set(tried.values())) == 1
