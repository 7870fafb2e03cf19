"""Conditions are parsed, never evaluated as Python; what does not parse is named with its place."""

import csv

import pytest

from analysis import conditions
from analysis.conditions import Comparison, ConditionError, Question


def test_a_condition_is_alternatives_of_comparisons_and_binds_tighter_than_or():
    one, two = Question("supported", "low", "a.b", ()), Question("claims", "count", "", (("flow", "RU>KP"), ("kind", "denial")))
    parsed = conditions.parse("supported.low(a.b) >= 1_000_000 and claims.count(kind=denial, flow=RU>KP) > 2 or yes != no")
    assert parsed == ((Comparison(one, ">=", 1e6), Comparison(two, ">", 2.0)), (Comparison("yes", "!=", "no"),))
    assert conditions.questions(parsed) == [one, two]


def test_the_order_of_options_does_not_matter():
    ask = "origin.low(container, {})"
    assert conditions.parse_term(ask.format("origin=Seoul, date=2024-02-10")) == conditions.parse_term(ask.format("date=2024-02-10, origin=Seoul"))


def test_a_slot_is_one_term_and_nothing_after_it():
    assert conditions.parse_term("supported.low(container)").item == "container"
    with pytest.raises(ConditionError, match="after the end of the term"):
        conditions.parse_term("supported.low(container) >= 2")


def test_every_broken_condition_is_refused_with_what_is_wrong(root):
    with (root / "tests" / "cases" / "conditions.csv").open(encoding="utf-8") as file:
        for case in csv.DictReader(file):
            with pytest.raises(ConditionError) as refused:
                conditions.parse(case["condition"])
            assert case["message"] in str(refused.value), case["condition"]
