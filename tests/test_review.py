"""What a reviewer decides is heeded, or told to be a mistake, or said to change nothing; never passed over in silence."""

from math import nan

import pytest
from ledgers import ONE, THREE, TWO, accepted, cleaned, corrected, decisions, rejected

from analysis.errors import ReviewError

# --- what a decision does -------------------------------------------------------------------------------------------


def test_a_correction_changes_the_claim_and_is_named_in_it(capsys):
    claim = cleaned({}, review=decisions(corrected("low", "900000"))).claims.loc[0]
    assert (claim["low"], claim["status"], claim["reviewer"], claim["reviewed"]) == (900000, "corrected", "editor", "2024-03-01")
    assert claim["reason"] == "seen in the source"
    assert capsys.readouterr().err == ""


def test_a_correction_can_save_a_fact_that_would_be_dropped():
    assert len(cleaned({"supplier": ""}, review=decisions(corrected("supplier", "KP"))).claims) == 1


def test_an_empty_value_opens_a_number_and_takes_a_word_away():
    found = cleaned({}, {"doc_id": "two", "kind": "production"}, review=decisions(corrected("high", ""), corrected("recipient", "", TWO))).claims
    assert found.loc[0, "high"] != found.loc[0, "high"] and found.loc[1, "recipient"] == ""


def test_origin_and_grades_can_be_corrected_and_repeats_by_the_id_of_a_fact():
    rows = [corrected("origin", "Seoul"), corrected("credibility", "1"), corrected("repeats", ONE, TWO)]
    found = cleaned({}, {"doc_id": "two", "low": 7e6, "high": 7e6}, review=decisions(*rows)).claims
    assert (found.loc[0, "origin"], found.loc[0, "credibility"], found.loc[0, "reliability"]) == ("Seoul", "1", "C")
    assert found.loc[1, "repeats"] == found.loc[0, "claim_id"]


def test_what_is_computed_from_several_facts_names_their_claims_each_once():
    seven, eight = {"low": 7e6, "high": 7e6}, {"low": 8e6, "high": 8e6}
    named = corrected("computed_from", f"{TWO};{THREE};four:0-60:4")
    found = cleaned({}, {"doc_id": "two"} | seven, {"doc_id": "three"} | seven, {"doc_id": "four"} | eight, review=decisions(named)).claims
    by_report = found.set_index("doc_id")
    assert by_report.loc["one", "computed_from"] == ";".join(by_report.loc[["three", "four"], "claim_id"]) and len(found) == 3


def test_a_correction_of_the_claim_counts_on_whichever_of_its_copies_it_stands():
    found = cleaned({}, {"doc_id": "two"}, review=decisions(corrected("credibility", "1", TWO))).claims
    assert (found.loc[0, "credibility"], found.loc[0, "status"], found.loc[0, "copies"]) == ("1", "corrected", TWO)


def test_what_is_said_to_repeat_a_retelling_repeats_its_original():
    count = {"item": "container", "unit": "container", "claimant": "OSC", "period_start": "2023-08-01", "period_end": "2024-01-31"}
    found = cleaned(
        count | {"low": 15809.0, "high": 15809.0},
        count | {"doc_id": "two", "low": 15800.0, "high": 15800.0, "stated": "2024-03-20"},
        count | {"doc_id": "three", "low": 3.0, "high": 3.0, "stated": "2024-03-25", "claimant": "KIDA"},
        review=decisions(corrected("repeats", TWO, THREE)),
    ).claims
    assert list(found["repeats"]) == ["", *[found.loc[0, "claim_id"]] * 2]


# Two claims of which a rule finds the second to retell, recount or borrow the first.
COUNT = {"item": "container", "unit": "container", "claimant": "OSC", "period_start": "2023-08-01", "period_end": "2024-01-31", "low": 15809.0, "high": 15809.0}
FOUND = {
    "distorted": ({}, {"doc_id": "two", "bound": "at_least", "stated": "2024-02-11"}),
    "recounted": (COUNT, COUNT | {"doc_id": "two", "low": 15800.0, "high": 15800.0, "stated": "2024-03-20"}),
    "borrowed": (COUNT, COUNT | {"doc_id": "two", "low": 15800.0, "high": 15800.0, "stated": "2024-03-20", "claimant": "UA.HUR"}),
}  # fmt: skip


@pytest.mark.parametrize("rule", FOUND)
def test_an_empty_value_takes_back_that_a_claim_repeats_another(rule, capsys):
    found, taken_back = (cleaned(*FOUND[rule], review=review).claims for review in (decisions(), decisions(corrected("repeats", "", TWO))))
    assert list(found["repeats"]) == ["", found.loc[0, "claim_id"]] and list(taken_back["repeats"]) == ["", ""]
    assert taken_back.loc[1, "status"] == "corrected" and capsys.readouterr().err == ""


def test_an_empty_value_takes_back_what_a_claim_is_computed_from():
    told = COUNT | {"doc_id": "two", "stated": "2024-03-20", "claimant": "UA.HUR"}
    rows = COUNT, told | {"low": 15800.0, "high": 15800.0}, told | {"start": 100, "end": 160, "item": "ammunition.shell", "unit": "round", "low": 4e6, "high": 4e6}
    computed = corrected("computed_from", "", "two:100-160:3")
    found, taken_back = (cleaned(*rows, review=review).claims for review in (decisions(), decisions(computed)))
    assert list(found["computed_from"]) == ["", "", found.loc[0, "claim_id"]]
    assert list(taken_back["computed_from"]) == ["", "", ""] and taken_back.loc[2, "origin"] == "Kyiv"


def test_a_rejected_fact_stays_in_the_ledger_alone_and_its_copies_stand_without_it():
    found = cleaned({}, {"doc_id": "two"}, review=decisions(rejected())).claims
    assert list(found["status"]) == ["rejected", "proposed"] and list(found["copies"]) == ["", ""]


def test_an_accepted_copy_makes_the_claim_accepted():
    assert list(cleaned({}, {"doc_id": "two"}, review=decisions(accepted(TWO))).claims["status"]) == ["accepted"]


def test_an_entry_on_a_report_that_is_not_in_this_edition_waits(capsys):
    rows = rejected("later:0-9:1"), corrected("repeats", "later:0-9:1"), corrected("computed_from", f"later:0-9:1;{TWO}")
    found = cleaned({}, {"doc_id": "two", "low": 7e6, "high": 7e6}, review=decisions(*rows)).claims
    assert list(found["repeats"]) == ["", ""] and list(found["computed_from"]) == [found.loc[1, "claim_id"], ""]
    assert capsys.readouterr().err == ""


def test_a_fact_that_another_topic_follows_is_waited_for_where_it_is_named(capsys):
    found = cleaned({}, {"doc_id": "two", "item": "food"}, review=decisions(corrected("repeats", TWO))).claims
    assert list(found["repeats"]) == [""] and capsys.readouterr().err == ""


# --- what the facts speak against -----------------------------------------------------------------------------------

FOUR = {}, {"doc_id": "two"}, {"doc_id": "three", "low": 7e6, "high": 7e6}, {"doc_id": "four", "supplier": ""}

# Decisions on the four facts above, the second a copy of the first, the fourth no claim → the lines of the refusal.
AGAINST_FACTS = {
    "no such fact": ([accepted("one:0-61:1"), rejected("one:9-60:1")], [
        "line 2: one:0-61:1 matches no fact; those of its report are one:0-60:1.", "line 3: one:9-60:1 matches no fact; those of its report are one:0-60:1.",
    ]),
    "accepted, but no claim": ([accepted("four:0-60:4")], [
        "line 2: four:0-60:4 is accepted, but can be no claim: It names no supplier, so it belongs to no flow. Correct that too, or reject the fact.",
    ]),
    "corrected, but still no claim": ([accepted("four:0-60:4"), corrected("hedge", "possible", "four:0-60:4")], [
        "lines 2, 3: four:0-60:4 is corrected, but can be no claim: It names no supplier, so it belongs to no flow. Correct that too, or reject the fact.",
    ]),
    "low above high": ([corrected("low", "2000000")], [
        "line 2: one:0-60:1 is corrected, but can be no claim: Its low 2e+06 is above high 1e+06. Correct that too, or reject the fact.",
    ]),
    "start behind the statement": ([corrected("period_start", "2024-05-01")], [
        "line 2: one:0-60:1 is corrected, but can be no claim: Its period starts on 2024-05-01, after the statement of 2024-02-10, and a delivery is no plan. "
        "Correct that too, or reject the fact.",
    ]),
    "a unit that does not fit": ([corrected("unit", "percent")], [
        "line 2: one:0-60:1 is corrected, but can be no claim: A delivery of ammunition.shell is not told in percent. Correct that too, or reject the fact.",
    ]),
    "repeats what does not exist": ([corrected("repeats", "two:0-60:9")], ["line 2: repeats names two:0-60:9, which is no fact of its report; copy it from facts.csv."]),
    "repeats what is no claim": ([corrected("repeats", "four:0-60:4")], [
        "line 2: repeats names four:0-60:4, which can be no claim: It names no supplier, so it belongs to no flow.",
    ]),
    "repeats its own copy": ([corrected("repeats", TWO)], ["line 2: repeats names two:0-60:2, a copy of the same claim; name another."]),
    "computed from what does not exist": ([corrected("computed_from", f"{THREE};two:0-60:9")], ["line 2: computed_from names two:0-60:9, which is no fact of its report; copy it from facts.csv."]),
    "repeated in turn by a copy": ([corrected("repeats", THREE), corrected("repeats", TWO, THREE)], [
        "line 2: one:0-60:1 repeats in turn what is said to repeat it; take one of the rows out.",
        "line 3: three:0-60:3 repeats in turn what is said to repeat it; take one of the rows out.",
    ]),
    "two origins of one claim": ([corrected("credibility", "1"), corrected("credibility", "2", TWO)], ["lines 2, 3: credibility of one claim is both 1 and 2; keep one."]),
}  # fmt: skip


@pytest.mark.parametrize("why", AGAINST_FACTS)
def test_a_decision_that_the_facts_speak_against_is_refused(why):
    rows, told = AGAINST_FACTS[why]
    with pytest.raises(ReviewError) as refused:
        cleaned(*FOUR, review=decisions(*rows))
    assert str(refused.value).splitlines() == [f"review.csv, {line}" for line in told]


def test_all_decisions_that_the_facts_speak_against_come_in_one_message_by_line():
    rows = accepted("four:0-60:4"), corrected("repeats", "two:0-60:9", THREE), rejected("one:9-9:9")
    with pytest.raises(ReviewError) as refused:
        cleaned(*FOUR, review=decisions(*rows))
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [f"review.csv, line {number}" for number in (2, 3, 4)]


def test_a_fact_that_is_no_claim_may_be_rejected():
    assert list(cleaned({"supplier": ""}, review=decisions(rejected(), corrected("hedge", "possible"))).dropped["reason"]) == ["no_flow"]


# A fact, a decision on it that changes nothing → what is said.
WITHOUT_EFFECT = {
    "the value itself": ({}, corrected("low", "1000000"), "low of one:0-60:1 is 1000000 without the correction too; it changes nothing."),
    "an open number": ({"high": nan}, corrected("high", ""), "high of one:0-60:1 is empty without the correction too; it changes nothing."),
    "what cleaning fills in": ({"unit": ""}, corrected("unit", "round"), "unit of one:0-60:1 is round without the correction too; it changes nothing."),
    "the claimant's origin": ({}, corrected("origin", "Kyiv"), "origin of one:0-60:1 is Kyiv without the correction too; it changes nothing."),
    "no rule's retelling": ({}, corrected("repeats", ""), "repeats of one:0-60:1 is empty without the correction too; it changes nothing."),
    "the rule's grade": ({}, corrected("credibility", "3"), "credibility of one:0-60:1 is 3 without the correction too; it changes nothing."),
    "another topic's fact": ({"item": "food"}, accepted(), "one:0-60:1 is accepted, but stays out: Topic kp-ru does not follow food on KP>RU."),
    "a correction that leads out": ({}, corrected("recipient", "UA"), "one:0-60:1 is corrected, but stays out: UA is no party to topic kp-ru."),
}  # fmt: skip


@pytest.mark.parametrize("why", WITHOUT_EFFECT)
def test_a_decision_without_effect_is_said_and_no_mistake(why, capsys):
    change, row, told = WITHOUT_EFFECT[why]
    cleaned(change, review=decisions(row))
    assert capsys.readouterr().err == f"review.csv, line 2: {told}\n"


def test_a_correction_of_a_copy_that_the_claim_does_not_show_is_said(capsys):
    cleaned({}, {"doc_id": "two"}, review=decisions(corrected("whole_low", "5", TWO)))
    assert capsys.readouterr().err == "review.csv, line 2: two:0-60:2 is a copy of one:0-60:1, whose whole_low stands; correct that fact instead.\n"
