"""Quantities: the table of cases, calibres, spans that hold for any text, the gold."""

import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import documents, vocabulary
from analysis.extract.patterns import alternation
from analysis.extract.quantities import Quantities, Quantity
from analysis.extract.sentences import split
from analysis.extract.times import Times

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = "2023-05-10"
PIECES = [
    "mehr als", "more than", "up to", "rund", "neun", "30", "1,5", "Millionen", "million", "$", "Dollar", "Tonnen", "mm", "per cent", "Prozent",
    "von", "of", "of the", "der", "zwischen", "between", "und", "and", "bis", "to", "a day", "im Monat", "täglich", "half", "die Hälfte", "in", "at least",
    "ein", "a", "mal", "times", "oder mehr", ",", ".", "Cent", "Euro", "Helme",
]  # fmt: skip


@cache
def words():
    return vocabulary.load(ROOT / "data" / "vocabulary")


@cache
def quantities(language: str) -> Quantities:
    return Quantities(words(), language)


@cache
def times(language: str) -> Times:
    return Times(words(), language)


def cases() -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / "quantities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def told(text: str, quantity: Quantity) -> str:
    parts = [f"{text[quantity.start:quantity.end]} = {number(quantity.low)}..{number(quantity.high)} {quantity.bound}", quantity.unit]
    parts += [f"per {quantity.per}" if quantity.per else "", "vague" if quantity.vague else ""]
    parts.append(f"of {text[quantity.whole.start:quantity.whole.end]}" if quantity.whole else "")
    return " ".join(filter(None, parts))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['text']}")
def test_a_phrase_holds_the_quantities_of_the_table(case):
    dates = times(case["language"]).find(case["text"], published=PUBLISHED)
    found = [told(case["text"], quantity) for quantity in quantities(case["language"]).find(case["text"], times=dates)]
    assert " | ".join(found) == case["quantities"], case["why"]


@pytest.mark.parametrize(
    ("language", "text", "calibres"),
    [
        ("de", "Geschosse der Kaliber 105 und 155 Millimeter", [105, 155]),
        ("de", "130-Millimeter-Geschütze und 40 Haubitzen", [130]),
        ("en", "shells of 105mm and 155mm", [105, 155]),
        ("en", "calibres of 105 and 155 millimetres", [105, 155]),
        ("en", "40 howitzers at 155 kilometres", []),
    ],
)
def test_a_calibre_is_told_by_itself_and_is_no_count(language, text, calibres):
    assert [calibre.millimetres for calibre in quantities(language).calibres(text)] == calibres


def test_the_numbers_of_a_date_are_no_quantities():
    text = "Am 3. Mai 2021 und im Jahr 2022 kamen je 40 Helme"
    dates = times("de").find(text, published=PUBLISHED)
    assert [told(text, quantity) for quantity in quantities("de").find(text, times=dates)] == ["40 = 40..40 exact"]


def test_the_counted_noun_begins_where_the_quantity_says():
    text = "mehr als 300 schwere Haubitzen"
    (quantity,) = quantities("de").find(text)
    assert text[quantity.noun :].strip() == "schwere Haubitzen"


@pytest.mark.parametrize("name", ["unit_words", "bounds"])
def test_every_example_of_a_unit_or_a_bound_holds_a_word_of_its_row(name):
    parts_of_units = ("hundredth_of", "twelfth_of", "thousandth_of")
    missing = []
    for row in words().files[name]:
        listed = row["words"].split(";")
        found = re.search(alternation(listed, listed), row["example"])
        missing += [] if found or row["place"] in parts_of_units else [f"{name}: {list(row.values())[:3]}: {row['example']!r}"]
    assert missing == []


@pytest.mark.parametrize("row", [row for row in words().files["unit_words"] if row["place"].startswith("behind")], ids=lambda row: f"{row['language']}: {row['example']}")
def test_every_example_of_a_unit_behind_a_number_has_that_unit(row):
    found = {quantity.unit for language in ([row["language"]] if row["language"] else ["de", "en"]) for quantity in quantities(language).find(row["example"])}
    assert row["unit"] in found


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)), st.sampled_from(["de", "en"]))
def test_quantities_keep_their_shape_on_any_text(text, language):
    for quantity in quantities(language).find(text, times=times(language).find(text, published=PUBLISHED)):
        assert 0 <= quantity.start <= quantity.number[0] < quantity.number[1] <= quantity.end <= quantity.noun <= len(text)
        assert text[quantity.start : quantity.end] == text[quantity.start : quantity.end].strip()
        assert {"at_least": quantity.high is None, "at_most": quantity.low is None}.get(quantity.bound, None not in (quantity.low, quantity.high))
        assert None in (quantity.low, quantity.high) or quantity.low <= quantity.high


@given(st.lists(st.sampled_from(PIECES)).map(" ".join), st.sampled_from(["de", "en"]))
def test_a_paragraph_in_front_moves_the_offsets_and_nothing_else(text, language):
    front = "Vierzig Helme.\n\n"
    moved = quantities(language).find(front + text, len(front))
    assert [told(front + text, quantity) for quantity in moved] == [told(text, quantity) for quantity in quantities(language).find(text)]
    assert [quantity.start - len(front) for quantity in moved] == [quantity.start for quantity in quantities(language).find(text)]


def test_nearly_all_gold_numbers_are_found_with_bound_rate_and_whole(root, shared):
    found = {}
    for report in documents.read_folder(root / "data" / "documents"):
        told_times: list = []
        for start, end in split(report.text, report.language, words()):
            here = times(report.language).find(report.text, start, end, report.published, told_times)
            told_times += here
            found.setdefault(report.doc_id, []).extend(quantities(report.language).find(report.text, start, end, here))
    gold = [json.loads(line) for path in sorted((shared / "documents").glob("gold.*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    numbered = [fact for fact in gold if "quantity" in fact["spans"] and not (fact["low"] is None and fact["high"] is None)]
    right = sum(any(_same(fact, quantity) for quantity in found[fact["doc_id"]]) for fact in numbered)
    assert right >= 0.96 * len(numbered)


def _same(fact: dict, quantity: Quantity) -> bool:
    start, end = fact["spans"]["quantity"]
    whole = (quantity.whole.low, quantity.whole.high) if quantity.whole else (None, None)
    values = (quantity.low, quantity.high, quantity.bound, quantity.per, *whole) == (
        fact["low"], fact["high"], fact["bound"], fact["per"], fact["whole_low"], fact["whole_high"],
    )  # fmt: skip
    return quantity.start < end and start < quantity.end and values and quantity.unit in ("", "piece", "voyage", fact["unit"])
