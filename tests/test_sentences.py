"""Sentences: the table of cases, offsets that hold for any text."""

import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import documents, vocabulary
from analysis.extract.patterns import AFTER, BEFORE, alternation
from analysis.extract.sentences import LONGEST, split

ROOT = Path(__file__).resolve().parent.parent
PIECES = ["Dr.", "z. B.", "13.", "Oktober", "Der", "1.200", "U.S.", "„", "“", "\"", "»", "«", "...", "!", "\n", "\n\n", " ", "a", "Ä", "№"]


@cache
def words():
    return vocabulary.load(ROOT / "data" / "vocabulary")


def cases() -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['why']}")
def test_a_text_falls_into_the_sentences_of_the_table(case):
    found = [case["text"][start:end] for start, end in split(case["text"], case["language"], words())]
    assert found == [sentence for sentence in case["sentences"].split(" ‖ ") if sentence], case["why"]


def test_every_example_of_an_abbreviation_holds_a_word_of_its_row():
    missing = [
        f"{row['language']} {row['role']}: {row['example']!r}"
        for row in words().files["abbreviations"]
        if not re.search(f"{BEFORE}(?:{alternation((), row['words'].split(';'))}){AFTER}", row["example"])
        and row["role"] != "ordinal"
    ]
    assert missing == []


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.sampled_from(PIECES)).map(" ".join)), st.sampled_from(["de", "en"]))
def test_sentences_follow_each_other_and_leave_nothing_but_white_space_between_them(text, language):
    last = 0
    for start, end in split(text, language, words()):
        assert text[last:start].strip() == ""
        assert text[start:end] == text[start:end].strip() != ""
        last = end
    assert text[last:].strip() == ""


@given(st.lists(st.sampled_from(PIECES)).map(" ".join), st.sampled_from(["de", "en"]))
def test_a_paragraph_in_front_moves_the_offsets_and_nothing_else(text, language):
    front = "Ein Absatz davor.\n\n"
    moved = [(start - len(front), end - len(front)) for start, end in split(front + text, language, words()) if start >= len(front)]
    assert moved == split(text, language, words())


def test_a_sentence_longer_than_any_is_cut_at_white_space_and_loses_nothing():
    text = "Er kam, " * 1000
    pieces = [text[start:end] for start, end in split(text, "de", words())]
    assert len(pieces) > 1 and all(len(piece) <= LONGEST for piece in pieces)
    assert " ".join(pieces).split() == text.split()


@pytest.mark.parametrize("run", ["7" * 3 * LONGEST, "-" * 3 * LONGEST, "7,a" * LONGEST])
def test_what_goes_on_without_white_space_beyond_the_bound_is_in_no_sentence(run):
    text = f"Es kamen 40 {run} Granaten an."
    assert [text[start:end] for start, end in split(text, "de", words())] == ["Es kamen 40", "Granaten an."]


def test_a_sentence_as_long_as_the_bound_is_whole():
    text = "a" * (LONGEST - 3) + " b."
    assert split(text, "de", words()) == [(0, LONGEST)]


def test_every_gold_fact_lies_in_one_sentence_of_ours(root, shared):
    texts = {report.doc_id: report for report in documents.read_folder(root / "data" / "documents")}
    ours = {doc_id: set(split(report.text, report.language, words())) for doc_id, report in texts.items()}
    gold = [json.loads(line) for path in sorted((shared / "documents").glob("gold.*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    strangers = [texts[fact["doc_id"]].text[fact["start"] : fact["end"]] for fact in gold if (fact["start"], fact["end"]) not in ours[fact["doc_id"]]]
    assert strangers == []
