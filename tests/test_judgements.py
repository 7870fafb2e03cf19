"""A sentence of the brief holds, fails or is unknown by its condition, and every number in it is a marker with a row."""

import dataclasses
import re
from math import isnan, nan

import pytest
from ledgers import TOPIC, VOCABULARY, claims, decisions

from analysis import conditions, documents, extract, judgements, tables, topics
from analysis.clean import clean
from analysis.quantify import quantify
from analysis.topics import Judgement, Slot

AS_OF = "2025-06-30"
BOTH = {"en": "", "de": ""}


def topic_with(condition: str, text: str = "{likelihood} that it is so.", **slots: str) -> topics.Topic:
    """The default topic with one judgement instead of its own."""
    made = tuple(Slot(name, rule, conditions.parse_term(rule), {"en": f"the {name}", "de": f"die {name}"}) for name, rule in slots.items())
    words = {"en": text, "de": text}
    judgement = Judgement("J1", condition, conditions.parse(condition), "likely", "low", words, words | BOTH, BOTH, made)
    return dataclasses.replace(TOPIC, judgements=(judgement,))


LEDGER = (
    {"origin": "Seoul", "low": 2e6, "high": 3e6, "bound": "between", "period_end": "2024-02-10"},
    {"origin": "Kyiv", "low": 1e6, "high": 2.5e6, "bound": "between", "period_end": "2024-02-10"},
    {"origin": "ship-tracking", "low": 5e6, "high": nan, "bound": "at_least", "period_end": "2024-02-10"},
    {"origin": "Kyiv", "kind": "defect", "unit": "percent", "low": 50.0, "high": 50.0},
    {"origin": "Moscow", "kind": "denial", "item": "weapons", "low": nan, "high": nan, "credibility": "5", "unit": ""},
    {"origin": "Washington", "kind": "release", "item": "money", "unit": "USD", "supplier": "RU", "recipient": "KP", "low": 9e6, "high": 9e6,
     "whole_low": 3e7, "whole_high": 3e7},
    {"origin": "Seoul", "low": 9e9, "high": 9e9, "credibility": "5"},
    {"origin": "Seoul", "low": 8e9, "high": 8e9, "repeats": "C-0"},
    {"origin": "Seoul", "low": 7e9, "high": 7e9, "status": "rejected"},
    {"origin": "media", "low": 1e5, "high": 1e5, "period_end": "2024-02-10"},
)  # fmt: skip


def asked(condition: str, *ledger: dict, text: str = "", **slots: str) -> tuple[dict, dict]:
    table, topic = claims(*(ledger or LEDGER)), topic_with(condition, text, **slots)
    estimates = quantify(table, topic, VOCABULARY, AS_OF).estimates
    (row,) = judgements.judge(table, estimates, topic, VOCABULARY, "en").to_dict("records")
    numbers = judgements.slots(table, estimates, topic, VOCABULARY, "en")
    return row, {number["number_id"].partition(".")[2]: number for number in numbers.to_dict("records")}


BOXES = {"item": "container", "unit": "container", "origin": "ship-tracking", "low": 900.0, "high": 1100.0, "bound": "between"}
OIL = {"item": "fuel.refined", "unit": "barrel", "supplier": "RU", "recipient": "KP", "period_start": "2024-01-01", "low": 6e5, "high": nan, "bound": "at_least"}


def test_a_judgement_asks_what_is_said_in_rounds_and_not_what_containers_come_to():
    assert asked("origin.low(ammunition, origin=ship-tracking) >= 1", BOXES)[0]["holds"] == "unknown"


def test_a_judgement_can_ask_what_share_of_the_permitted_oil_two_origins_put():
    oil = [OIL | {"origin": origin, "stated": "2024-05-01"} for origin in ("Washington", "ship-tracking")]
    assert asked("supported.low(fuel.refined, flow=RU>KP, measure=of_permitted) >= 100", *oil)[0]["holds"] == "yes"


# A condition on LEDGER → whether it holds.
HOLDS = {
    "supported.low(ammunition.shell) == 2000000": "yes",
    "supported.low(ammunition.shell) > 2000000": "no",
    "supported.high(ammunition.shell) == 3000000": "yes",
    "supported.agree(ammunition.shell) == yes": "yes",
    "supported.low(ammunition.rocket) >= 1": "unknown",
    "hull.low(ammunition.shell) == 1000000": "yes",
    "hull.high(ammunition.shell) <= 3000000": "yes",
    "origin.low(ammunition.shell, origin=Kyiv) == 1000000": "yes",
    "origin.high(ammunition.shell, origin=Kyiv) == 2500000": "yes",
    "origin.high(ammunition.shell, origin=ship-tracking) > 0": "unknown",
    "origin.low(ammunition.shell, origin=Seoul, date=2024-02-09) > 0": "unknown",
    "origin.silent(ammunition.shell, origin=Kyiv) == yes": "yes",
    "origin.low(ammunition.shell, origin=Kyiv, measure=defect) == 49.5": "yes",
    "origins.exclude(ammunition.shell, one=ship-tracking, other=Kyiv) == yes": "yes",
    "origins.exclude(ammunition.shell, one=Kyiv, other=Seoul) == yes": "no",
    "origins.exclude(ammunition.shell, one=Kyiv, other=ship-tracking) == no": "unknown",
    "origins.floor(ammunition.shell, one=ship-tracking, other=Kyiv) == 5000000": "yes",
    "origins.ceiling(ammunition.shell, one=ship-tracking, other=Seoul) == 3000000": "yes",
    "claims.count(kind=denial, origin=Moscow) == 1": "yes",
    "claims.count(kind=denial, origin=Pyongyang) == 0": "unknown",
    "claims.origins(ammunition, kind=delivery) == 3": "yes",
    "claims.most(ammunition, kind=delivery) == 5000000": "yes",
    "claims.least(ammunition, kind=delivery) == 100000": "yes",
    "claims.most(money, flow=RU>KP, kind=release) == 9000000": "yes",
    "claims.whole(money, flow=RU>KP, kind=release) == 30000000": "yes",
    "claims.most(money, kind=release) == 9000000": "unknown",
    "2 > 1 and supported.low(container) > 1": "unknown",
    "1 > 2 and supported.low(container) > 1": "no",
    "2 > 1 or supported.low(container) > 1": "yes",
    "1 > 2 or supported.low(container) > 1": "unknown",
    "1 > 2 or 2 > 1 and 1 > 2": "no",
}


@pytest.mark.parametrize("condition", HOLDS)
def test_a_condition_holds_fails_or_is_unknown(condition):
    assert asked(condition)[0]["holds"] == HOLDS[condition]


def test_a_judgement_names_the_claims_that_its_condition_and_its_numbers_rest_on():
    row, numbers = asked("supported.low(ammunition.shell) > 0", text="{floor} {share}", floor="supported.low(ammunition.shell)",
                         share="claims.most(ammunition.shell, kind=defect)")  # fmt: skip
    assert set(row["claims"].split(";")) == set(numbers["floor"]["claims"].split(";")) | {numbers["share"]["claims"]}
    assert len(numbers["floor"]["claims"].split(";")) == 2


def test_every_number_is_a_marker_and_its_row_says_what_it_is():
    row, numbers = asked(
        "2 > 1", text="{likelihood} that {floor} came by {day}.",
        floor="supported.low(ammunition.shell)", day="origin.date(ammunition.shell, origin=Kyiv)",
    )  # fmt: skip
    opening = "It is likely (⟦J1.likelihood_low⟧–⟦J1.likelihood_high⟧ per cent)"
    assert row["text"] == f"{opening} that ⟦J1.floor⟧ came by ⟦J1.day⟧."
    assert list(numbers) == ["likelihood_low", "likelihood_high", "floor", "day"]
    floor = numbers["floor"]
    assert (floor["value"], floor["unit"], floor["text"], floor["meaning"]) == (2e6, "round", "2 million", "the floor")
    assert (floor["place"], floor["rule"]) == ("judgement", "supported.low(ammunition.shell)")
    assert (numbers["day"]["unit"], numbers["day"]["text"]) == ("date", "10 February 2024") and isnan(numbers["day"]["value"])
    assert (numbers["likelihood_low"]["value"], numbers["likelihood_low"]["rule"], numbers["likelihood_low"]["claims"]) == (55, "ICD 203", "")


def test_a_sentence_of_which_a_number_is_missing_is_not_printed_with_a_gap():
    row, numbers = asked("2 > 1", text="{likelihood} that {floor} came.", floor="supported.low(container)")
    assert row["text"] == "Not judged, because the reports up to this day do not give: the floor." and row["basis"] == "" and numbers == {}


@pytest.mark.parametrize(
    ("condition", "said", "numbers"),
    [
        ("supported.low(ammunition.shell) >= 3000000", "at least ⟦J1.asked_1⟧, and the claims give ⟦J1.given_1⟧ (the floor)", {"asked_1": "3 million", "given_1": "2 million"}),
        ("claims.least(ammunition) > supported.low(ammunition.shell)", "more than ⟦J1.asked_1⟧ (the floor), and the claims give ⟦J1.given_1⟧ (ammunition)", {"asked_1": "2 million", "given_1": "100,000"}),
        ("supported.agree(ammunition.shell) == no", "the claims do not bear what is asked of artillery shells, supported by two independent origins", {}),
    ],
)  # fmt: skip
def test_a_judgement_that_fails_is_not_made_and_says_what_it_asks_for(condition, said, numbers):
    row, found = asked(condition, text="{likelihood} that {floor} came.", floor="supported.low(ammunition.shell)")
    assert row["holds"] == "no" and row["basis"] == row["would_change"] == ""
    assert row["text"].startswith("No judgement: ") and said in row["text"] and "likely" not in row["text"]
    assert {name: number["text"] for name, number in found.items()} == numbers
    assert all(number["unit"] == "round" and number["claims"] or name.startswith("asked") for name, number in found.items())


def test_origins_are_counted_that_do_not_draw_on_each_other():
    origins = ("Seoul", "Washington", "MSMT", "Kyiv", "academic", "media")
    told = tuple({"origin": origin, "low": 1e6 + place, "high": 1e6 + place} for place, origin in enumerate(origins))
    row, numbers = asked("claims.origins(ammunition) == 2", *told, text="{n}", n="claims.origins(ammunition)")
    assert row["holds"] == "yes" and numbers["n"]["text"] == "2" and len(numbers["n"]["claims"].split(";")) == 2


def test_an_item_told_in_several_units_answers_in_its_usual_one():
    oil = {"item": "fuel.refined", "supplier": "RU", "recipient": "KP", "period_end": "2024-02-10", "origin": "Kyiv"}
    _, numbers = asked("2 > 1", oil | {"unit": "barrel"}, oil | {"unit": "tonne", "low": 5e4, "high": 5e4}, text="{told}{floor}",
                       told="claims.least(fuel.refined, flow=RU>KP)", floor="origin.low(fuel.refined, flow=RU>KP, origin=Kyiv)")  # fmt: skip
    assert (numbers["told"]["value"], numbers["told"]["unit"], numbers["floor"]["unit"]) == (1e6, "barrel", "barrel")


# --- the default topic ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def edition(root):
    """The default topic's judgements and numbers by language, on the committed reports."""
    reports = documents.read_folder(root / "data" / "documents")
    told = clean(extract.facts_table(reports, VOCABULARY), documents.table(reports), VOCABULARY, TOPIC, decisions()).claims
    estimates = quantify(told, TOPIC, VOCABULARY, max(report.published for report in reports)).estimates
    both = {lang: [stage(told, estimates, TOPIC, VOCABULARY, lang) for stage in (judgements.judge, judgements.slots)] for lang in topics.LANGUAGES}
    return told, both


def test_every_marker_of_the_default_topic_has_one_row_and_every_row_stands_somewhere(edition):
    _, both = edition
    for table, numbers in both.values():
        marked = {marker for cell in table[list(topics.SENTENCES)].to_numpy().ravel() for marker in judgements.MARKER.findall(cell)}
        assert marked == set(numbers["number_id"]) and numbers["number_id"].is_unique


def test_no_number_of_the_default_topic_is_typed_into_a_sentence(edition):
    _, both = edition
    for table, _ in both.values():
        for cell in table[list(topics.SENTENCES)].to_numpy().ravel():
            assert not re.search(r"\d", judgements.MARKER.sub("", cell)), cell


def test_both_languages_say_the_same_of_the_same_claims(edition):
    told, both = edition
    (english, numbers), (german, zahlen) = both["en"], both["de"]
    same = ["judgement_id", "condition", "holds", "likelihood_low", "likelihood_high", "confidence", "claims"]
    assert english[same].equals(german[same])
    same = ["number_id", "value", "unit", "rule", "claims"]
    assert numbers[same].equals(zahlen[same])
    cited = {claim for cell in [*english["claims"], *numbers["claims"]] for claim in cell.split(";") if claim}
    assert cited <= set(told["claim_id"])


def test_the_default_edition_has_judgements_that_hold_in_words_of_each_language(edition):
    _, both = edition
    printed = {lang: [judgements.plain(text, numbers) for text in table["text"]] for lang, (table, numbers) in both.items()}
    assert (both["en"][0]["holds"] == "yes").sum() >= 10
    assert all(re.match(r"(It is|There is|Not judged|No judgement)", text) for text in printed["en"])
    assert all(re.match(r"(Es ist|Nicht beurteilt|Kein Urteil)", text) for text in printed["de"])
    assert any(re.search(r"\d,\d+ Millionen|\d\.\d{3} ", text) for text in printed["de"]) and not any(" million" in text for text in printed["de"])
    assert not any("no figure" in text or "keine Zahl" in text for texts in printed.values() for text in texts)


def test_an_edition_before_the_first_report_judges_nothing():
    estimates = quantify(tables.empty("claims"), TOPIC, VOCABULARY, "2022-01-01").estimates
    table = judgements.judge(tables.empty("claims"), estimates, TOPIC, VOCABULARY, "de")
    assert set(table["holds"]) == {"unknown"} and table["claims"].eq("").all()
    assert all("Nicht beurteilt" in text for text in table["text"])
    assert judgements.slots(tables.empty("claims"), estimates, TOPIC, VOCABULARY, "de").empty
