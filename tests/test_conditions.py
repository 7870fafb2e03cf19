"""Conditions are parsed, never evaluated as Python; what does not parse is named with its place."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import conditions
from analysis.conditions import Comparison, ConditionError, Question


def test_a_condition_is_alternatives_of_comparisons_and_binds_tighter_than_or():
    one, two = Question("supported", "low", "a.b", ()), Question("claims", "count", "", (("flow", "RU>KP"), ("kind", "denial")))
    parsed = conditions.parse("supported.low(a.b) >= 1_000_000 and claims.count(kind=denial, flow=RU>KP) > 2 or yes != no")
    assert parsed == ((Comparison(one, ">=", 1e6), Comparison(two, ">", 2.0)), (Comparison("yes", "!=", "no"),))
    assert conditions.questions(parsed) == [one, two]


def test_spaces_may_stand_wherever_they_help_to_read():
    assert conditions.parse("claims.count( money , kind = release )>0") == conditions.parse("claims.count(money, kind=release) > 0")


@pytest.mark.parametrize(
    ("term", "kind"),
    [("7", "NUMBER"), ("hull.low(money)", "NUMBER"), ("claims.count()", "NUMBER"), ("hull.date(money)", "DAY"), ("no", "TRUTH"), ("supported.agree(money)", "TRUTH")],
)  # fmt: skip
def test_every_term_comes_to_a_number_a_day_or_yes_and_no(term, kind):
    assert conditions.answer_kind(conditions.parse_term(term)) == getattr(conditions, kind)


def test_days_are_compared_with_days():
    assert conditions.parse("supported.date(money) > origin.date(money, origin=Moscow)")


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


WORDS = ["supported", "claims", ".", "low", "date", "agree", "(", ")", ",", "=", "kind", "flow", "money", ">=", "!=", ">", "12", "1_0.5", "yes", "and", "or", " "]


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
def test_any_text_is_a_condition_or_is_refused_in_a_sentence(text):
    for parse in (conditions.parse, conditions.parse_term):
        try:
            assert parse(text) is not None
        except ConditionError as refused:
            assert str(refused).endswith(".") and len(str(refused).splitlines()) == 1


def test_a_long_condition_takes_its_length_s_time_and_its_refusal_stays_short():
    long = " and ".join(["supported.low(money) >= 1"] * 20_000)
    assert len(conditions.parse(long)[0]) == 20_000
    with pytest.raises(ConditionError) as refused:
        conditions.parse(long + " and")
    assert len(str(refused.value)) < 400
