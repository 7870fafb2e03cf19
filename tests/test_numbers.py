"""Numbers: the table of cases, spans that hold for any text."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import vocabulary
from analysis.extract.numbers import Number, Numbers
from analysis.extract.numerals import digits
from analysis.extract.patterns import AFTER, BEFORE, alternation

ROOT = Path(__file__).resolve().parent.parent
PIECES = [
    "neun", "Millionen", "million", "half", "a", "ein", "halb", "und", "and", "hundert", "hundred", "zwischen", "between", "bis", "to", "-",
    "1.200", "1,5", "3/4", "½", "10k", "mehrere", "several", "Dutzend", "dozens", "Resolution", "1718", "minus", "point", "seven", "of", "Helme",
]  # fmt: skip


@cache
def words():
    return vocabulary.load(ROOT / "data" / "vocabulary")


@cache
def numbers(language: str) -> Numbers:
    return Numbers(words(), language)


def cases() -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / "numbers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(text: str, number: Number) -> str:
    high = "" if number.high == number.low else f"..{number.high:.10g}"
    return f"{text[number.start:number.end]} = {number.low:.10g}{high}{' vague' if number.vague else ''}"


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['text']}")
def test_a_phrase_holds_the_numbers_of_the_table(case):
    found = [told(case["text"], number) for number in numbers(case["language"]).find(case["text"])]
    assert " | ".join(found) == case["numbers"], case["why"]


@pytest.mark.parametrize(
    ("written", "decimal", "value"),
    [
        ("6.700", ",", 6700), ("6.700", ".", 6.7), ("6,700", ".", 6700), ("6,700", ",", 6.7), ("1.5", ",", 1.5), ("1,5", ".", 1.5),
        ("1.200.000", ",", 1_200_000), ("1.200.000", ".", 1_200_000), ("2.000,352", ",", 2000.352), ("12,34,567.89", ".", 1_234_567.89),
        ("10’000", ",", 10_000), ("1 234 567", ".", 1_234_567), ("10.000", ".", 10_000), ("0.000", ".", 0), ("1e10", ".", 1e10), (".08", ".", 0.08),
        ("5.3.2014", ",", None), ("1.2.3", ".", None), ("007", ".", None), ("1234567890123456789", ".", None), ("1,2,3", ".", None),
    ],
)  # fmt: skip
def test_separators_mean_what_the_language_means_by_them(written, decimal, value):
    assert digits(written, decimal) == value


def test_every_example_of_a_number_word_holds_a_word_of_its_row():
    missing = []
    for row in words().files["number_words"]:
        pattern = f"{alternation(row['words'].split(';'))}"
        whole = pattern if row["role"] in ("part", "joint", "plus", "decimal", "ordinal_sign", "attached", "attached_money", "label_behind") else f"{BEFORE}(?:{pattern}){AFTER}"
        missing += [] if re.search(whole, row["example"]) else [f"{row['language']} {row['role']} {row['value']}: {row['example']!r}"]
    assert missing == []


@pytest.mark.parametrize("row", [row for row in words().files["number_words"] if row["role"] in ("cardinal", "hundred", "magnitude", "dozen")], ids=lambda row: row["example"])
def test_every_example_of_a_number_word_has_a_number(row):
    assert numbers(row["language"]).find(row["example"])


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)), st.sampled_from(["de", "en"]))
def test_numbers_lie_apart_in_order_and_begin_and_end_without_white_space(text, language):
    last = 0
    for number in numbers(language).find(text):
        assert last <= number.start < number.end <= len(text)
        assert text[number.start : number.end] == text[number.start : number.end].strip()
        assert number.low <= number.high
        last = number.end


@given(st.lists(st.sampled_from(PIECES)).map(" ".join), st.sampled_from(["de", "en"]))
def test_a_paragraph_in_front_moves_the_offsets_and_nothing_else(text, language):
    front = "Vierzig Helme.\n\n"
    moved = [(n.start - len(front), n.end - len(front), n.low, n.high, n.form) for n in numbers(language).find(front + text, len(front))]
    assert moved == [(n.start, n.end, n.low, n.high, n.form) for n in numbers(language).find(text)]


def test_a_language_is_added_by_rows_of_the_vocabulary_alone():
    """Dutch, in a few rows: the grammar of numerals needs no new code."""
    rows = [("cardinal", 9, "negen"), ("cardinal", 20, "twintig"), ("joint", 0, "en"), ("magnitude", 1_000_000, "miljoen"), ("decimal", 0, ",")]
    rows += [("range", 0, "tot"), ("vague", 12, "tientallen")]
    dutch = [{"language": "nl", "role": role, "value": str(value), "words": word, "example": word, "not_handled": ""} for role, value, word in rows]
    grown = vocabulary.Vocabulary(words().files | {"number_words": words().files["number_words"] + dutch})
    text = "negen miljoen, negenentwintig, 1,5 tot 2 miljoen en tientallen"
    assert [told(text, number) for number in Numbers(grown, "nl").find(text)] == [
        "negen miljoen = 9000000", "negenentwintig = 29", "1,5 tot 2 miljoen = 1500000..2000000", "tientallen = 12..120 vague",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["1e999", "1e999 Tonnen", "1e400/3"])
def test_a_number_beyond_what_a_float_holds_is_none(text):
    assert numbers("de").find(text) == numbers("en").find(text) == []


def test_two_hundred_thousand_digits_are_no_number():
    assert numbers("de").find("9" * 200_000) == []
