"""What the committed reports come to beyond totals: loads of containers, rates that nobody else allows, what the ranges hang on."""

import pytest
from ledgers import TOPIC, VOCABULARY, decisions

from analysis import documents
from analysis.clean import clean
from analysis.extract import facts_table
from analysis.quantify import challenge, quantify


@pytest.fixture(scope="module")
def ledger(root):
    reports = documents.read_folder(root / "data" / "documents")
    return clean(facts_table(reports, VOCABULARY), documents.table(reports), VOCABULARY, TOPIC, decisions()).claims


@pytest.fixture(scope="module")
def found(ledger):
    return quantify(ledger, TOPIC, VOCABULARY, ledger["published"].max())


@pytest.fixture(scope="module")
def challenged(ledger):
    return challenge(ledger, TOPIC, VOCABULARY, ledger["published"].max(), seed=1)


def sentences(found, kind: str) -> list[str]:
    return list(found.conflicts.loc[found.conflicts["kind"] == kind, "sentence"])


def test_the_ship_trackers_containers_at_their_own_load_are_what_they_say_in_rounds(found):
    """15,800 containers at 265.7 to 366.9 rounds are 4.2 million and more; of "at least" nobody knows what more they held."""
    (row,) = found.conversions[found.conversions["origin"] == "ship-tracking"].to_dict("records")
    assert row["factor_of"] == "ship-tracking" and row["floor"] == pytest.approx(4.2e6, rel=0.01)


def test_no_two_independent_origins_support_a_converted_total_since_one_load_serves_all(found):
    converted = found.estimates[found.estimates["reading"] == "converted"]
    assert set(converted["item"]) == {"ammunition"} and set(converted["level"]) == {"origin", "hull"}
    borrowed = found.conversions[found.conversions["origin"] != "ship-tracking"]
    assert (borrowed["factor_of"] == "Seoul;ship-tracking").all()


def test_the_load_at_which_kyiv_and_seoul_agree_is_refused(found):
    start = "A factor of 232.1 rounds a container divides figures of Kyiv and Seoul by each other"
    assert len([sentence for sentence in sentences(found, "circular") if sentence.startswith(start)]) == 1


def test_six_hundred_thousand_shells_in_six_days_are_found(found):
    start = "Kyiv implies at least 3.04 million a month of ammunition.shell on KP>RU from 22 October 2024 to 28 October 2024"
    assert [sentence for sentence in sentences(found, "tension") if sentence.startswith(start)]


def test_two_independent_origins_put_the_oil_of_2024_at_all_that_is_permitted_or_more(found):
    against = found.estimates[found.estimates["measure"] == "of_permitted"].set_index(["level", "origin"])
    assert against.loc[("supported", ""), "low"] >= 100 and against.loc[("origin", "Moscow"), "high"] < 22


def test_without_kyiv_or_the_ship_trackers_the_supported_shells_lose_their_ceiling_and_most_of_their_floor(challenged):
    table = challenged.sensitivity
    lead = table[(table["item"] == TOPIC.lead_item) & (table["level"] == "supported")]
    first = lead[lead["date"] == lead["date"].min()].set_index("changed")
    for origin in ("Kyiv", "ship-tracking"):
        assert first.loc[f"without {origin}", "effect"] == "opens" and first.loc[f"without {origin}", "moved"] > 50


def test_the_pool_lies_within_the_p_box_of_every_item(challenged):
    assert len(challenged.pbox) > 20 and (challenged.pbox["agrees"] == "yes").all()
