"""Facts become claims or leave with a reason; what is told twice counts once."""

import csv
from hashlib import sha256
from math import nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import FACT, TOPIC, VOCABULARY, claim_changes, cleaned, decisions, facts, reports

from analysis import tables
from analysis.clean import clean

NUMBERS = ("low", "high", "whole_low", "whole_high")


def cases(root, name: str) -> list[dict]:
    with (root / "tests" / "cases" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def change(text: str) -> dict:
    """"low=5;unit=" as changes to a fact."""
    pairs = [pair.partition("=")[::2] for pair in text.split(";") if pair]
    return {name: (float(value) if value else nan) if name in NUMBERS else value for name, value in pairs}


def test_every_case_of_one_fact_holds(root):
    for case in cases(root, "clean.csv"):
        found = cleaned(change(case["change"]))
        assert list(found.dropped["reason"]) == [case["reason"]] * bool(case["reason"]), case["why"]
        for name, value in change(case["claim"]).items():
            assert found.claims.loc[0, name] == value, (case["why"], name)


def test_every_case_of_two_reports_holds(root):
    for case in cases(root, "repeats.csv"):
        found = cleaned(change(case["first"]), {"doc_id": "two"} | change(case["second"]))
        assert verdict(found) == case["verdict"], case["why"]


def verdict(found) -> str:
    claims = found.claims
    if len(claims) == 1:
        assert list(found.dropped["reason"]) == ["copy"] and claims.loc[0, "copies"] == found.dropped.loc[0, "fact_id"]
        return "copy"
    retelling = claims[claims["repeats"] != ""]
    if retelling.empty:
        return "apart"
    (source,) = claims.loc[claims["repeats"] == "", "claim_id"]
    assert list(retelling["repeats"]) == [source]
    return "retells" if list(retelling["doc_id"]) == ["two"] else "first retells"


def test_every_dropped_fact_has_a_sentence_that_says_why(root):
    for case in cases(root, "clean.csv"):
        for sentence in cleaned(change(case["change"])).dropped["detail"]:
            assert sentence[0].isupper() and sentence.endswith(".") and len(sentence) > 20, case["why"]


def test_every_fact_is_a_claim_or_dropped_and_copies_are_both_named_and_listed():
    found = cleaned({}, {"doc_id": "two"}, {"doc_id": "three", "unit": "percent"}, {"doc_id": "four", "low": 5e6, "high": 5e6})
    assert len(found.claims) + len(found.dropped) == 4
    assert dict(zip(found.dropped["doc_id"], found.dropped["reason"])) == {"two": "copy", "three": "wrong_unit"}


def test_a_report_that_says_the_same_twice_says_it_once():
    found = cleaned({}, {"start": 100, "end": 160})
    assert list(found.dropped["reason"]) == ["duplicate"]


def test_two_things_of_one_sentence_are_not_one_told_twice():
    found = cleaned({"spans": '{"item": [1, 2]}'}, {"spans": '{"item": [5, 6]}'})
    assert len(found.claims) == 2 and found.dropped.empty


# Two tellings of one day, as changes to a fact; the first is the original.
NEARER = {
    "the claimant publishes it": (
        {"claimant": "FNF", "chain": "an author;Friedrich-Naumann-Stiftung (a portal)"}, {"claimant": "FNF", "chain": "an author;a tabloid"},
    ),
    "fewer names pass it on": ({"chain": "an officer;a paper"}, {"chain": "an officer;an agency;a paper"}),
    "it keeps the bound": ({"low": nan, "bound": "at_most"}, {"bound": "about"}),
    "it keeps the hedge": ({"hedge": "possible"}, {"hedge": "flat"}),
    "it is a whole range": ({"low": 2e5, "bound": "between"}, {"low": nan, "bound": "at_most"}),
    "a nearer report comes later": ({"published": "2024-02-12"}, {"chain": "an officer;an agency;a paper"}),
}  # fmt: skip


@pytest.mark.parametrize("why", NEARER)
def test_of_one_day_s_tellings_the_original_is_the_nearest_then_the_most_careful(why):
    original, retelling = NEARER[why]
    for one, other in ((original, retelling), (retelling, original)):
        found = cleaned({"doc_id": "a"} | one, {"doc_id": "b"} | other)
        told = {claim["doc_id"]: claim for claim in found.claims.to_dict("records") if not claim["repeats"]}
        assert list(told) == ["a" if one is original else "b"], why


def test_nothing_retells_what_was_said_after_it_but_a_number_taken_back_is_not_believed():
    found = cleaned({"kind": "capacity", "stated": "2024-02-20"}, {"doc_id": "two"}).claims
    assert set(found["repeats"]) == {""} and dict(zip(found["kind"], found["credibility"])) == {"delivery": "5", "capacity": "3"}


def test_what_retells_a_retelling_names_the_original():
    count = {"item": "container", "unit": "container", "claimant": "OSC", "period_start": "2023-08-01", "period_end": "2024-01-31"}
    found = cleaned(
        count | {"low": 15809.0, "high": 15809.0},
        count | {"doc_id": "two", "low": 15800.0, "high": 15800.0, "stated": "2024-03-20"},
        count | {"doc_id": "three", "low": 15800.0, "high": 15800.0, "stated": "2024-03-25", "claimant": "media"},
    ).claims
    assert list(found["repeats"]) == ["", *[found.loc[0, "claim_id"]] * 2]


def test_one_count_told_with_several_bounds_is_one_claim():
    count = {"item": "container", "unit": "container", "claimant": "OSC", "period_end": "2025-03-31"}
    found = cleaned(
        count | {"low": 15809.0, "high": 15809.0, "bound": "about", "period_start": "2023-09-01", "stated": "2025-04-15"},
        count | {"doc_id": "two", "low": 15800.0, "high": nan, "bound": "at_least", "period_start": "2023-08-01", "stated": "2025-04-16"},
        count | {"doc_id": "three", "low": 15809.0, "high": nan, "bound": "at_least", "period_start": "2023-08-01", "stated": "2025-06-30"},
        count | {"doc_id": "four", "low": 15200.0, "high": nan, "bound": "at_least", "period_start": "2023-08-01", "stated": "2025-06-30"},
    ).claims
    first = found.loc[0, "claim_id"]
    assert dict(zip(found["doc_id"], found["repeats"])) == {"one": "", "two": first, "three": first, "four": ""}


def test_the_earliest_published_report_leads_and_the_id_breaks_ties():
    late, early, twin = {"doc_id": "a", "published": "2024-02-12"}, {"doc_id": "c"}, {"doc_id": "b"}
    found = cleaned(late, early, twin)
    assert list(found.claims["doc_id"]) == ["b"] and found.claims.loc[0, "copies"] == "c:0-60:2;a:0-60:1"
    assert found.claims.loc[0, "claim_id"] == "C-" + sha256(b"b:0-60:3").hexdigest()[:8]


def test_a_borrowed_count_takes_its_lender_s_origin_and_what_is_computed_from_it_too():
    period = {"period_start": "2023-08-01", "period_end": "2025-03-31"}
    count = {"item": "container", "unit": "container", "low": 15809.0, "high": 15809.0} | period
    found = cleaned(
        count | {"claimant": "OSC", "stated": "2025-04-16"},
        count | {"doc_id": "two", "low": 15800.0, "high": 15800.0, "claimant": "KIDA", "stated": "2025-05-07"},
        period | {"doc_id": "two", "low": 5e6, "high": 5e6, "claimant": "KIDA", "stated": "2025-05-07", "spans": '{"item": [1, 2]}'},
    ).claims
    assert list(found["origin"]) == ["ship-tracking"] * 3
    assert list(found["repeats"]) == ["", found.loc[0, "claim_id"], ""]
    assert list(found["computed_from"]) == ["", "", found.loc[0, "claim_id"]]


def test_a_report_that_lost_a_power_of_ten_is_not_believed_in_its_other_figures():
    value = {"kind": "value", "item": "weapons", "unit": "USD", "claimant": "KR.INSS"}
    found = cleaned(
        value | {"low": 5.4e8, "high": 5.4e8},
        value | {"doc_id": "two", "low": 5.4e9, "high": 5.4e9},
        {"doc_id": "two", "low": 93.75e6, "high": 93.75e6, "claimant": "KR.INSS", "start": 90, "end": 99},
    ).claims
    assert list(found["credibility"]) == ["3", "3", "5"] and list(found["repeats"] != "") == [False, True, False]


def test_an_independent_origin_inside_the_interval_makes_a_claim_probable():
    found = cleaned({"high": nan, "bound": "at_least"}, {"doc_id": "two", "low": 1.2e6, "high": 1.2e6, "claimant": "KR.NIS"}).claims
    assert list(found["credibility"]) == ["2", "3"], "an open figure confirms nothing"
    dependent = cleaned({"claimant": "US.NSC"}, {"doc_id": "two", "claimant": "KR.NIS"}).claims
    assert list(dependent["credibility"]) == ["3", "3"], "Seoul and Washington share what they see"
    later = cleaned({}, {"doc_id": "two", "claimant": "KR.NIS", "stated": "2024-06-10"}).claims
    assert list(later["credibility"]) == ["3", "3"], "months apart they speak of two totals"


def test_what_only_repeats_counts_under_the_origin_of_what_it_repeats():
    found = cleaned({}, {"doc_id": "two", "claimant": "unknown", "low": 1e6, "high": nan, "bound": "at_least", "stated": "2024-02-20"}).claims
    assert list(found["origin"]) == ["Kyiv", "Kyiv"] and list(found["credibility"]) == ["3", "6"]


def test_a_report_that_retells_another_may_give_its_number_to_another_thing():
    count = {"item": "container", "unit": "container", "low": 28000.0, "high": 28000.0}
    found = cleaned(
        count | {"claimant": "KR.DIA"},
        {"kind": "capacity", "low": 1.2e7, "high": 1.2e7, "claimant": "KR.DIA", "start": 70, "end": 90},
        count | {"doc_id": "two", "claimant": "unknown"},
        {"doc_id": "two", "item": "artillery", "unit": "piece", "low": 1.2e7, "high": 1.2e7, "claimant": "unknown", "start": 70, "end": 90},
        {"doc_id": "three", "item": "artillery", "unit": "piece", "low": 1.2e7, "high": 1.2e7, "claimant": "unknown", "stated": "2024-03-20"},
    ).claims
    ids = dict(zip(found["claim_id"], found["doc_id"]))
    assert [ids.get(source, "") for source in found.sort_values(["doc_id", "start"])["repeats"]] == ["", "", "", "one", "one"], "three retells nothing"


def test_what_the_topic_does_not_follow_stays_in_sight_where_it_is_a_followed_figure_turned_round():
    told = {"item": "explosives", "unit": "tonne", "low": 74000.0, "high": 74000.0}
    turned = told | {"doc_id": "two", "supplier": "RU", "recipient": "KP", "stated": "2024-02-11"}
    found = cleaned(told, turned)
    assert list(found.claims["repeats"]) == ["", found.claims.loc[0, "claim_id"]] and found.dropped.empty
    assert list(cleaned(told, turned | {"low": 75000.0, "high": 75000.0}).dropped["reason"]) == ["off_topic"]


def test_a_capacity_is_computed_from_the_count_beside_it_and_counts_under_its_origin():
    count = {"item": "container", "unit": "container", "low": 6700.0, "high": 6700.0}
    load = {"kind": "capacity", "low": 3e6, "high": 3e6, "start": 70, "end": 90, "claimant": "KR.MND"}
    own = cleaned(count | {"claimant": "KR.MND"}, load).claims
    assert list(own["computed_from"]) == ["", own.loc[0, "claim_id"]]
    borrowed = cleaned(count | {"claimant": "US.NSC"}, load).claims
    assert list(borrowed["origin"]) == ["Washington", "Washington"], "Seoul draws on Washington"
    apart = cleaned(count | {"claimant": "UA.HUR"}, load).claims
    assert list(apart["computed_from"]) == ["", ""], "Seoul does not draw on Kyiv"


def test_each_grade_has_its_reason_and_a_reviewer_s_grade_the_reviewer_s():
    rows = ({"high": nan, "bound": "at_least"}, {"doc_id": "two", "low": 1.2e6, "high": 1.2e6, "claimant": "KR.NIS"})
    found = cleaned(*rows).claims
    assert found.loc[0, "credibility_reason"] == "Seoul puts 1150000 to 1250000 by 2024-02-10"
    assert found.loc[0, "reliability_reason"] == VOCABULARY.by_key("actors")["UA.HUR"]["reason"]
    grades = [{"fact_id": "one:0-60:1", "action": "correct", "field": field, "value": value} for field, value in (("credibility", "4"), ("reliability", "D"))]
    corrected = cleaned(*rows, review=decisions(*grades)).claims
    assert list(corrected.loc[0, ["reliability", "credibility"]]) == ["D", "4"]
    assert set(corrected.loc[0, ["reliability_reason", "credibility_reason"]]) == {"seen in the source"}


def test_a_meeting_is_probable_where_the_other_side_tells_of_it_on_a_day_within():
    meeting = {"kind": "meeting", "low": nan, "high": nan, "item": "", "unit": "", "period_start": "2024-01-01", "period_end": "2024-01-31"}
    day = {"doc_id": "two", "claimant": "RU.KREMLIN", "period_start": "2024-01-16", "period_end": "2024-01-16"}
    assert list(cleaned(meeting | {"claimant": "KP.KCNA"}, meeting | day).claims["credibility"]) == ["2", "2"]
    month = {"doc_id": "two", "claimant": "RU.KREMLIN", "period_start": "2024-01-05"}
    assert list(cleaned(meeting | {"claimant": "KP.KCNA"}, meeting | month).claims["credibility"]) == ["3", "3"], "a month has many days"


def test_an_edition_without_facts_has_empty_tables():
    found = clean(tables.empty("facts"), tables.empty("documents"), VOCABULARY, TOPIC, decisions())
    assert found.claims.equals(tables.empty("claims")) and found.dropped.equals(tables.empty("dropped"))


# --- properties -----------------------------------------------------------------------------------------------------

few = settings(max_examples=40)
CLAIMANTS = ("UA.HUR", "UA.PRES", "KR.NIS", "US.NSC", "OSC", "media", "unknown", "KIDA")


@st.composite
def ledgers_of_facts(draw):
    """Facts of distinct reports, as changes to FACT; few numbers and days, so that many repeat each other."""
    rows = []
    for number in range(draw(st.integers(0, 9))):
        row = draw(claim_changes())
        row |= {"doc_id": f"d{number}", "low": 1e6 if row["low"] > 5e4 else row["low"], "claimant": draw(st.sampled_from(CLAIMANTS))}
        row |= {"high": max(row["high"], row["low"]), "kind": draw(st.sampled_from(("delivery", "delivery", "capacity")))}
        rows.append({name: value for name, value in row.items() if name in FACT or name == "published"})
    return rows


@few
@given(ledgers_of_facts(), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(rows, chance):
    told, there = facts(*rows), reports(*rows)
    order = list(told.index)
    chance.shuffle(order)
    shuffled = clean(told.loc[order].reset_index(drop=True), there, VOCABULARY, TOPIC, decisions())
    assert all(one.equals(other) for one, other in zip(clean(told, there, VOCABULARY, TOPIC, decisions()), shuffled))


@few
@given(ledgers_of_facts(), st.integers(0, 8))
def test_a_further_copy_changes_nothing_but_the_list_of_copies(rows, which):
    if not rows:
        return
    copied = rows[which % len(rows)]
    twin = copied | {"doc_id": "zz", "published": copied["published"]}
    before, after = cleaned(*rows), cleaned(*rows, twin)
    columns = [name for name in before.claims.columns if name != "copies"]
    assert before.claims[columns].equals(after.claims[columns])


@few
@given(ledgers_of_facts())
def test_every_fact_leaves_in_exactly_one_way(rows):
    found = cleaned(*rows)
    merged = [fact for cell in found.claims["copies"] for fact in cell.split(";") if fact]
    assert sorted([*found.claims["fact_id"], *found.dropped["fact_id"]]) == sorted(facts(*rows)["fact_id"])
    assert set(merged) == set(found.dropped.loc[found.dropped["reason"].isin(["copy", "duplicate"]), "fact_id"])


@few
@given(ledgers_of_facts())
def test_a_retelling_names_a_claim_that_is_none(rows):
    claims = cleaned(*rows).claims
    sources = claims.loc[claims["repeats"] == "", "claim_id"]
    assert set(claims["repeats"]) - {""} <= set(sources)
