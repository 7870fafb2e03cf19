"""Times: the table of cases, what a number told with them covers, spans that hold for any text, the gold."""

import csv
import json
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import documents, vocabulary
from analysis.extract import dates
from analysis.extract.patterns import alternation
from analysis.extract.sentences import split
from analysis.extract.times import Time, Times, period

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = "2023-05-10"
PIECES = [
    "seit", "since", "bis", "until", "zwischen", "between", "und", "and", "dem", "the", "7.", "3", "Mai", "May", "2021", "2022", "im", "in", "am", "on",
    "Montag", "Monday", "vergangenen", "last", "Jahr", "year", "sechs", "six", "Monaten", "months", "heute", "so far", "20.30 Uhr", "Herbst", "summer",
    "Ende", "early", "dieser Zeit", "those", "1990er", "vor", "ago", "jeden", "every", ",", ".", "30.11.2022",
]  # fmt: skip


@cache
def words():
    return vocabulary.load(ROOT / "data" / "vocabulary")


@cache
def times(language: str) -> Times:
    return Times(words(), language)


def cases() -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / "times.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(text: str, one: Time) -> str:
    parts = [f"{text[one.start:one.end]} = {one.type} {one.earliest}..{one.latest}", one.relation, "" if one.resolution == "exact" else one.resolution]
    return " ".join(filter(None, parts))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['text']} ({case['published'] or 'undated'})")
def test_a_phrase_holds_the_times_of_the_table(case):
    found = [told(case["text"], one) for one in times(case["language"]).find(case["text"], published=case["published"])]
    assert " | ".join(found) == case["times"], case["why"]


@pytest.mark.parametrize(
    ("language", "text", "expressions"),
    [
        ("de", "Zwischen dem 7. März und dem 1. April", [("dem 7. März", "2023-03-07"), ("dem 1. April", "2023-04-01")]),
        ("de", "seit September 2021", [("September 2021", "2021-09")]),
        ("de", "im Herbst 2021", [("Herbst 2021", "2021-FA")]),
        ("de", "seit sechs Monaten", [("sechs Monaten", "P6M")]),
        ("de", "am Montagabend um 20.30 Uhr", [("Montagabend", "2023-05-08TEV"), ("20.30 Uhr", "2023-05-08T20:30")]),
        ("de", "vergangene Woche", [("vergangene Woche", "2023-W18")]),
        ("en", "in the first half of 2021", [("the first half of 2021", "2021-H1")]),
        ("en", "in the 1990s", [("the 1990s", "199")]),
        ("en", "every Monday", [("every Monday", "XXXX-WXX-1")]),
        ("en", "currently", [("currently", "PRESENT_REF")]),
    ],
)
def test_the_plain_expressions_of_a_time_have_timex_values_and_no_preposition(language, text, expressions):
    found = [(text[plain.start : plain.end], plain.value) for one in times(language).find(text, published=PUBLISHED) for plain in one.core]
    assert found == expressions


@pytest.mark.parametrize(
    ("language", "text", "stated", "covered"),
    [
        ("en", "since August", "2023-05-08", ("2022-08-01", "2023-05-08")),
        ("de", "bislang", "2023-05-10", ("", "2023-05-10")),
        ("de", "bis April 2024", "2023-05-08", ("", "2024-04-30")),
        ("en", "between March and April", "2023-05-08", ("2023-03-01", "2023-04-30")),
        ("en", "this year", "2023-05-10", ("2023-01-01", "2023-05-10")),
        ("en", "currently", "2023-05-10", ("", "")),
    ],
)
def test_a_number_covers_the_days_that_its_time_tells(language, text, stated, covered):
    (one,) = times(language).find(text, published=PUBLISHED)
    assert period(one, stated) == covered


def test_a_time_that_nothing_resolves_covers_no_days():
    (one,) = times("de").find("seit August", published="")
    assert one.resolution == "unresolved"
    assert period(one, "2023-05-10") == ("", "")


def test_a_sentence_can_refer_to_the_times_of_the_sentences_before():
    text = "Seit August 2022 kamen Züge. In dieser Zeit fuhren auch Schiffe."
    before = times("de").find(text, 0, 28, PUBLISHED)
    (again,) = times("de").find(text, 29, len(text), PUBLISHED, before)
    assert (again.earliest, again.relation, again.resolution) == ("2022-08-01", "since", "exact")


def test_every_example_of_a_time_word_holds_a_word_of_its_row():
    missing = []
    for row in words().files["time_words"]:
        listed = row["words"].split(";")
        found = re.search(alternation(listed), row["example"])
        missing += [] if found else [f"{row['language']} {row['class']} {row['value']}: {row['example']!r}"]
    assert missing == []


@pytest.mark.parametrize("row", [row for row in words().files["time_words"] if row["class"] in ("month", "weekday", "season", "until_now", "event", "set", "decade")],
                         ids=lambda row: f"{row['language']}: {row['example']}")  # fmt: skip
def test_every_example_of_a_calendar_word_is_a_time(row):
    assert times(row["language"]).find(row["example"], published=PUBLISHED)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)), st.sampled_from(["de", "en"]), st.sampled_from([PUBLISHED, ""]))
def test_times_lie_apart_in_order_and_hold_their_plain_expressions(text, language, published):
    last = 0
    for one in times(language).find(text, published=published):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert all(one.start <= plain.start < plain.end <= one.end for plain in one.core)
        assert not (one.earliest and one.latest) or one.earliest <= one.latest
        assert all(date.fromisoformat(day) for day in (one.earliest, one.latest) if day)
        last = one.end


@given(st.lists(st.sampled_from(PIECES)).map(" ".join), st.sampled_from(["de", "en"]))
def test_a_paragraph_in_front_moves_the_offsets_and_nothing_else(text, language):
    front = "Vierzig Helme.\n\n"
    moved = times(language).find(front + text, len(front), None, PUBLISHED)
    alone = times(language).find(text, 0, None, PUBLISHED)
    assert [(one.start - len(front), told(front + text, one)) for one in moved] == [(one.start, told(text, one)) for one in alone]


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_is_never_more_than_a_year_away(anchor, month, number):
    past, coming = dates.nearest_day(month, number, anchor, future=False), dates.nearest_day(month, number, anchor, future=True)
    assert abs(past - anchor) <= timedelta(366)
    assert anchor <= coming <= anchor + timedelta(366)


def test_nearly_all_gold_periods_are_resolved_within_three_days(root, shared):
    found = {}
    for report in documents.read_folder(root / "data" / "documents"):
        told_times = found.setdefault(report.doc_id, [])
        for start, end in split(report.text, report.language, words()):
            told_times += times(report.language).find(report.text, start, end, report.published, told_times)
    gold = [json.loads(line) for path in sorted((shared / "documents").glob("gold.*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    dated = [fact for fact in gold if "period" in fact["spans"] and (fact["period_start"] or fact["period_end"])]
    right = sum(any(_covers(fact, one) for one in found[fact["doc_id"]]) for fact in dated)
    assert right >= 0.97 * len(dated)


def _covers(fact: dict, one: Time) -> bool:
    start, end = fact["spans"]["period"]
    near = [
        ours == (theirs or "") or bool(ours and theirs and abs(date.fromisoformat(ours) - date.fromisoformat(theirs)).days <= 3)
        for ours, theirs in zip(period(one, fact["stated"]), (fact["period_start"], fact["period_end"]), strict=True)
    ]
    return one.start < end and start < one.end and all(near)
