"""How the brief says a number: markers, counts, forms, labels in two languages, and what is missing."""

import re

import pandas as pd
import pytest

from analysis import brief, tables
from analysis.brief import compared
from analysis.brief.runs import Number, Setter
from analysis.errors import EditionError, VocabularyError
from analysis.wording import Words, told_form
from tests.ledgers import VOCABULARY

LANGUAGES = ("en", "de")


def setter() -> Setter:
    row = {"value": 1.0, "unit": "", "text": "1", "place": "text", "meaning": "m"}
    rows = [row | {"number_id": "a", "rule": "x", "claims": "C-2;C-1"}, row | {"number_id": "b", "rule": "rows of claims.csv where x", "claims": ""}, row | {"number_id": "c", "rule": "ICD 203", "claims": ""}]
    return Setter(tables.frame("numbers", rows), pd.DataFrame({"claim_id": ["C-1"]}), Words(VOCABULARY, "en"))


@pytest.mark.parametrize(("identity", "to"), [("a", "C-1"), ("b", "table-claims"), ("c", "method")])
def test_a_number_leads_to_its_first_known_claim_else_to_what_it_counts_else_to_the_method(identity, to):
    assert setter().number(identity) == {"n": "1", "to": to}


def test_a_marker_is_read_in_a_judgement_and_not_in_a_filling():
    assert setter().marked("At least ⟦a⟧ came.") == [{"t": "At least "}, {"n": "1", "to": "C-1"}, {"t": " came."}]
    assert setter().said("answer.alone", low=Number("a"), origin="⟦c⟧")[-2] == {"t": "⟦c⟧"}


@pytest.mark.parametrize(("lang", "one", "many"), [("en", "1 claim", "0 claims"), ("de", "1 Aussage", "0 Aussagen")])
def test_a_count_takes_the_form_that_the_language_asks_for(lang, one, many):
    words = Words(VOCABULARY, lang)
    assert (words.count("noun.claims", 1), words.count("noun.claims", 0)) == (one, many)


def test_a_label_that_is_missing_is_named():
    with pytest.raises(VocabularyError, match=r"labels.csv has no key 'no.such'; add a row with its words in each language\."):
        Words(VOCABULARY, "en")("no.such")


@pytest.mark.parametrize(
    ("low", "high", "bound", "form"),
    [(1, 1, "exact", "exact"), (1, 1, "", "exact"), (1, 1, "about", "about"), (1, float("nan"), "between", "at_least"), (float("nan"), 1, "", "at_most"), (1, 2, "about", "between")],
)
def test_how_a_number_is_told_follows_from_its_ends(low, high, bound, form):
    assert told_form(low, high, bound) == form


def test_every_label_has_the_same_slots_in_both_languages_and_both_forms():
    labels = VOCABULARY.by_key("labels")
    slots = {key: [set(re.findall(r"\{(\w+)\}", row[lang])) for lang in LANGUAGES] for key, row in labels.items()}
    assert [key for key, (english, german) in slots.items() if english != german] == []
    assert [key for key in labels if key.endswith(".one") and key.replace(".one", ".other") not in labels] == []


def test_missing_figures_are_named_all_together(tmp_path):
    with pytest.raises(EditionError, match="cumulative.svg, cumulative.csv, cumulative.marks.csv, containers.svg.*; run the notebook 4_figures of this edition"):
        brief.pictures(tmp_path)


@pytest.mark.parametrize(
    ("lang", "item", "unit", "what"),
    [("en", "weapons", "USD", "Weapons (US dollars)"), ("de", "drone", "piece", "Drohnen (Stück)"), ("en", "container", "container", "Containers")],
)
def test_what_a_range_or_a_contradiction_is_of_names_the_unit_where_the_item_does_not(lang, item, unit, what):
    assert compared.in_unit(Words(VOCABULARY, lang), item, unit) == what
