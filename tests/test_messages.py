"""Messages: the table of cases, free speech over sentences, spans that hold for any text."""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import vocabulary
from analysis.extract.messages import Message, Messages
from analysis.extract.sentences import split

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("message", "source", "cue", "frame", "addressee")
PIECES = ["Der", "Minister", "sagte", ",", ":", " ", ". ", "„", "“", '"', "dass", "habe", "laut", "zufolge", "so", "wie", "soll", "sein", "teilte", "mit", "\n", "Ä", "№", "("]


@cache
def words():
    return vocabulary.load(ROOT / "data" / "vocabulary")


@cache
def reader(language: str) -> Messages:
    return Messages(words(), language)


def found(text: str, language: str = "de") -> list[Message]:
    return reader(language).find(text, split(text, language, words()))


def cases() -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / "messages.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['why']}")
def test_a_sentence_has_the_message_of_the_table(case):
    told = [message for message in found(case["text"], case["language"]) if not message.nested]
    assert [message.form for message in told] == [case["form"]][: bool(case["form"])], case["why"]
    for message in told:
        read = {part: " ‖ ".join(case["text"][start:end] for start, end in getattr(message, part)) for part in PARTS}
        assert read == {part: case[part] for part in PARTS}, case["why"]


def test_the_subjunctive_goes_on_with_the_last_speaker_over_several_sentences():
    text = "Die Ärztin sagte, dass es eilt. Der Patient sei schwach. Er habe Fieber."
    last = found(text)[-1]
    assert text[slice(*last.message[0])] == "Der Patient sei schwach. Er habe Fieber."
    assert text[slice(*last.source[0])] == "Die Ärztin"


def test_quoted_words_inside_an_indirect_message_are_nested():
    text = "Die Ärztin sagte, dass der Plan „leider nicht reif“ sei."
    nested = [message for message in found(text) if message.nested]
    assert [text[slice(*message.message[0])] for message in nested] == ["„leider nicht reif“"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)), st.sampled_from(["de", "en"]))
def test_every_span_lies_in_the_text_in_order_without_white_space_at_its_ends(text, language):
    messages = found(text, language)
    for message in messages:
        assert message.message
        for part in PARTS:
            spans = getattr(message, part)
            assert spans == sorted(spans)
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()
    starts = [message.message[0][0] for message in messages]
    assert starts == sorted(starts)


def test_every_example_of_a_message_word_holds_a_word_of_its_row():
    rows = [row for row in words().rows("message_words") if row["role"] in ("before_source", "after_source", "subordinate", "pronoun")]
    missing = [row for row in rows if not any(word.lower() in row["example"].lower() for word in row["words"].split(";"))]
    assert not missing
