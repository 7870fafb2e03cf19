"""The claims against arithmetic and against each other: each check as a table of claims and what `conflicts` says of them."""

from math import nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import TOPIC, VOCABULARY, at_least, claims, ledgers, quantified

from analysis.quantify import quantify

SHARE = {"kind": "defect", "unit": "percent", "low": 50.0, "high": 50.0}
OIL = {"supplier": "RU", "recipient": "KP", "item": "fuel.refined", "unit": "barrel", "claimant": "RU", "origin": "Moscow"}
BOX = {"item": "container", "unit": "container"}


def amount(low: float, high: float | None = None, **changes) -> dict:
    return {"low": low, "high": low if high is None else high} | changes


def period(start: str, end: str) -> dict:
    return {"period_start": start, "period_end": end}


# Why → the claims, and the beginning of `differs` in the one row of the check; "" = none.
CASES = {
    "parts that miss their total by one": (
        [OIL | amount(105845.0) | period("2023-01-01", "2023-12-31"), OIL | amount(55844.0) | period("2023-01-01", "2023-06-30"),
         OIL | amount(50000.0) | period("2023-07-01", "2023-12-31")], "number: parts − total = -1 barrel"),
    "parts that make it up": (
        [OIL | amount(105845.0) | period("2023-01-01", "2023-12-31"), OIL | amount(55845.0) | period("2023-01-01", "2023-06-30"),
         OIL | amount(50000.0) | period("2023-07-01", "2023-12-31")], ""),
    "parts that are not meant to": (
        [OIL | amount(105845.0) | period("2023-01-01", "2023-12-31"), OIL | amount(5845.0) | period("2023-01-01", "2023-01-31"),
         OIL | amount(5000.0) | period("2023-07-01", "2023-07-31")], ""),
    "a load above what a container carries": (
        [BOX | at_least(13000.0, origin="Seoul"), at_least(8e6, origin="Seoul", item="ammunition")], "load: 615.4 > 609.3 round/container"),
    "a load that fits": ([BOX | at_least(13000.0, origin="Seoul"), at_least(6e6, origin="Seoul")], ""),
    "a load of another report's containers": (
        [BOX | at_least(13000.0, origin="Seoul"), at_least(8e6, origin="Seoul", doc_id="two", fact_id="two:0-60:1")], ""),
    "one amount in two units": (
        [OIL | amount(1e6, nan, bound="at_least") | period("2024-03-01", "2024-11-05"),
         OIL | amount(56000.0, unit="tonne") | period("2024-03-01", "2024-11-05")], "unit: 56000 tonne"),
    "one amount in two units that agree": (
        [OIL | amount(1e6, bound="about") | period("2024-03-01", "2024-11-05"),
         OIL | amount(125000.0, unit="tonne", bound="about") | period("2024-03-01", "2024-11-05")], ""),
    "a count of what was fired that falls": (
        [amount(50.0, kind="use", item="missile.ballistic", unit="piece") | period("2023-12-30", "2024-02-01"),
         amount(20.0, kind="use", item="missile.ballistic", unit="piece", origin="Seoul", claimant="KR.NIS")], "number: 49.5 by 2024-02-01 > 20.5"),
    "a count that starts later": (
        [amount(50.0, kind="use", item="missile.ballistic", unit="piece"),
         amount(20.0, kind="use", item="missile.ballistic", unit="piece", origin="Seoul") | period("2024-02-01", "2024-02-10")], ""),
    "one number from two days": (
        [BOX | at_least(13000.0) | period("2022-07-01", "2024-02-10"), BOX | at_least(13000.0) | period("2023-08-01", "2024-02-10")],
        "period_start: "),
    "one share, once without a period": ([SHARE, SHARE | period("2023-01-01", "2024-02-10") | {"stated": "2024-02-11"}], "period_start: none"),
    "a round number of two agencies": (
        [BOX | at_least(1e4) | period("2022-07-01", "2024-02-10"), BOX | at_least(1e4, claimant="UA.PRES") | period("2023-08-01", "2024-02-10")], ""),
    "a range told rounded": (
        [amount(4.2e6, 5.8e6, bound="between", claimant="OSC"), amount(4e6, 6e6, bound="between", claimant="OSC")],
        "number: 4200000–5800000 → 4000000–6000000"),
    "a range told otherwise": (
        [amount(4.2e6, 5.8e6, bound="between", claimant="OSC"), amount(4e6, 5e6, bound="between", claimant="OSC")], ""),
    "an echo": (
        [BOX | amount(2e4, origin="Seoul", stated="2024-02-01"), BOX | at_least(2e4, origin="MSMT", claimant="MSMT")], "origin: Seoul → MSMT"),
    "a number of an origin that draws on nobody": (
        [BOX | amount(2e4, origin="Seoul", stated="2024-02-01"), BOX | at_least(2e4, origin="Kyiv")], ""),
    "a delivery taken back": (
        [amount(5e6, credibility="5", stated="2024-02-01", origin="Seoul"), amount(5e6, kind="capacity", origin="Seoul")],
        "kind: delivery → capacity"),
    "another agency's office": ([{"evidence": "Das sagte SBU-Vizechef Wadym Skibizkyj."}], "claimant: UA.HUR → SBU"),
    "the person's own office": ([{"evidence": "Das sagte HUR-Vizechef Wadym Skibizkyj."}], ""),
    "another agency beside": ([{"evidence": "Das sagten der SBU und Wadym Skibizkyj."}], ""),
}  # fmt: skip


@pytest.mark.parametrize("why", CASES)
def test_each_check_says_what_differs_and_nothing_of_what_does_not(why):
    ledger, differs = CASES[why]
    beginning = tuple(filter(None, {found.partition(":")[0] + ":" for _, found in CASES.values() if found}))
    rows = quantified(*ledger).conflicts
    found = [row["differs"] for row in rows.to_dict("records") if row["differs"].startswith(beginning)]
    assert (found[0].startswith(differs) and len(found) == 1) if differs else found == [], (why, found)


def test_every_sentence_ends_and_names_claims_that_are_there():
    for ledger, _ in CASES.values():
        table, rows = claims(*ledger), quantified(*ledger).conflicts
        assert all(sentence.endswith(".") for sentence in rows["sentence"])
        assert {claim for cell in rows["claims"] for claim in cell.split(";")} <= set(table["claim_id"])


# --- properties -----------------------------------------------------------------------------------------------------

few = settings(max_examples=40)


@few
@given(ledgers, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_no_conflict(changes, chance):
    table = claims(*changes)
    order = list(table.index)
    chance.shuffle(order)
    told = [quantify(rows, TOPIC, VOCABULARY, "2025-06-30").conflicts for rows in (table, table.loc[order].reset_index(drop=True))]
    assert told[0].equals(told[1])
