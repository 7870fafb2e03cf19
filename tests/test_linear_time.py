"""No text makes the extractor, `annotate` or one of their layers work longer than in proportion to its length, however hostile it is.

Work is counted, not timed: the lines of Python that run, a loop's line once a turn, so that a figure is the same on every machine.
What a regular expression does inside is not seen by that; the texts of five megabytes would not end if one ran away.
"""

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import vocabulary
from analysis.documents import Document
from analysis.extract import Extractor
from analysis.extract.layers import Layers
from analysis.extract.messages import Messages
from analysis.extract.numbers import Numbers
from analysis.extract.quantities import Quantities
from analysis.extract.sentences import LONGEST, split
from analysis.extract.times import Times

BLANK = Document("x", "", "", "", "2024-02-10", "de", "full_text", "", "", "")
# In front of each text, so that it is read in full.
OPENING = {
    "de": "Russland erhielt von Nordkorea am Montag 40 Granaten, sagte Shin. ",
    "en": "Russia received 40 shells from North Korea on Monday, Shin said. ",
}
SIZE = 5 * LONGEST
# Twice the text may take twice the work, and a little more for what is still growing up to its bound.
MOST = 2.3

HOSTILE = [
    ("de", "7"), ("de", "a"), ("de", "1 "), ("de", "million"), ("de", "million "), ("de", "„x“ "), ("de", '"a b" '), ("de", ", "), ("de", ": "),
    ("de", "– "), ("de", "( "), ("de", ". "), ("de", "\n a"), ("de", "½ "), ("de", "hundert und "), ("de", "über 5 "), ("de", "7 von "),
    ("de", "122 und 152 mm "), ("de", "1.1.2024, "), ("de", "Granaten und "), ("de", "Russland Nordkorea "), ("de", "aus Russland "),
    ("de", "nach Angaben laut "), ("de", "das Ministerium sagte "), ("de", "der Minister der "), ("de", "sagte, dass "), ("de", "er "),
    ("de", "5 Panzer Obergrenze "), ("de", "Russland lieferte im August 40 Granaten nach Nordkorea und "), ("de", "Das sei so. "),
    ("de", "Yonhap meldete das. Das Ministerium sagte das. "), ("de", "Minister Ab Cd. "), ("de", "40 Granaten kamen dort an.\n"),
    ("en", "Russia North Korea "), ("en", "$7 "), ("en", "a year "), ("en", "March 1, "), ("en", "president "), ("en", "Shin said "),
    ("en", "Yonhap said "), ("en", "it "), ("en", "Putin met Kim "), ("en", "Russia sent 40 shells to North Korea in August and "),
    ("en", "Russia sent 40 shells to North Korea in August. "), ("en", "Shells arrived. They sent 40 tonnes. "),
    ("en", "Moscow has 40 shells in stock. "), ("en", "In that time 40 shells came. "),
]  # fmt: skip


# What each layer has to look at twice, in texts that no sentence's bound cuts.
HOSTILE_TO_A_LAYER = {
    "sentences": ["9", "1. ", ".", "...x", '"', "“ ", ",", " ", "\n ", "\n", "z. B. ", "Dr. ", "A. "],
    "numbers": ["1.", "1,", "1 000 ", "1-", "1/", "1:", "ein", "eine ", "hundert ", "million ", "minus ", "½", "-1 ", "Resolution 1, ", "' ", "“"],
    "quantities": [
        "9", "1 ", "$1 ", "1 $ ", "3 von ", "von den 3 ", "3 und ", "3 mm ", "1 am Tag ", "halb ", "mehr als ", "an ", '"', "“", ",",
        "7 of ", "of the 3 ", "1 a day ", "half ",
    ],
    "times": ["1. ", "12.12.", "2022 ", "2022-", "Mai ", "1. Mai ", "seit ", "im Jahr ", "in diesem Zeitraum ", "Montag, ", "20 Uhr, ", "heute ", '"', ","],
    "messages": [
        "„", "sagte, ", "Der große ", "„a“ ", "A.", ", wie ", "Haus von ", "laut ", "habe er. ", '"', "„habe“ ", "A „a. B“ ", "wie der sagte ", "nach der ",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(vocabulary.load())


@pytest.fixture(scope="module")
def layers() -> Layers:
    return Layers(vocabulary.load())


@pytest.fixture(scope="module")
def layer() -> dict[str, Callable[[str], object]]:
    """Each layer's reading of a text as one sentence, whatever its length; splitting has nothing before it."""
    words = vocabulary.load()
    numbers, times, messages = Numbers(words, "de"), Times(words, "de"), Messages(words, "de")
    german, english = Quantities(words, "de"), Quantities(words, "en")
    return {
        "sentences": lambda text: split(text, "de", words),
        "numbers": numbers.find,
        "quantities": lambda text: (german.find(text), english.find(text)),
        "times": lambda text: times.find(text, published=BLANK.published),
        "messages": lambda text: messages.find(text, split(text, "de", words)),
    }


def hostile(language: str, unit: str, size: int) -> Document:
    return replace(BLANK, language=language, text=OPENING[language] + unit * (size // len(unit)))


def steps(read: Callable, given: Document | str) -> int:
    """How many lines of Python run while a document or a text is read."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += 1
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        read(given)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(("language", "unit"), HOSTILE)
def test_twice_the_text_takes_twice_the_work_to_extract(language, unit, extractor):
    once, twice = (steps(extractor.rows, hostile(language, unit, size)) for size in (SIZE, 2 * SIZE))
    assert twice <= MOST * once, f"{once} steps, then {twice}"


@pytest.mark.parametrize(("language", "unit"), HOSTILE)
def test_twice_the_text_takes_twice_the_work_to_annotate(language, unit, layers):
    once, twice = (steps(layers.of, hostile(language, unit, size)) for size in (SIZE, 2 * SIZE))
    assert twice <= MOST * once, f"{once} steps, then {twice}"


@settings(max_examples=15)
@given(signs=st.text(min_size=1, max_size=12), language=st.sampled_from(["de", "en"]))
def test_twice_a_text_of_arbitrary_signs_takes_twice_the_work(signs, language, extractor, layers):
    for read in (extractor.rows, layers.of):
        once, twice = (steps(read, hostile(language, signs, size)) for size in (SIZE, 2 * SIZE))
        assert twice <= MOST * once, f"{once} steps, then {twice}"


@pytest.mark.parametrize(("name", "unit"), [(name, unit) for name, units in HOSTILE_TO_A_LAYER.items() for unit in units])
def test_twice_the_text_takes_a_layer_twice_the_work(name, unit, layer):
    once, twice = (steps(layer[name], (unit * size)[:size]) for size in (2_000, 4_000))
    assert twice <= MOST * once, f"{once} steps, then {twice}"


def test_the_steps_of_work_that_grows_with_the_square_are_seen():
    def squared(document: Document) -> list:
        return [one for _ in document.text for one in document.text]

    once, twice = (steps(squared, replace(BLANK, text="a" * size)) for size in (100, 200))
    assert twice > MOST * once


def test_a_sentence_with_hundreds_of_quantities_gives_them_all(layers):
    text = "Es waren " + ", ".join(f"{number} Granaten aus Lager {number}" for number in range(2, 402)) + "."
    assert len(layers.of(replace(BLANK, text=text))["quantities"]) >= 400


@pytest.mark.parametrize("unit", ["7", "a", "million", '"', "-", "7,", "Süd-", ", ", "1.", "1/", "½", "„", "A.", "\n"])
def test_a_line_of_five_megabytes_is_read_to_its_end(unit, extractor):
    document = hostile("de", unit, 5_000_000)
    behind = replace(document, text=document.text + "\n\n" + OPENING["de"])
    assert [row["start"] for row in extractor.rows(behind)] == [0, len(document.text) + 2]


@pytest.mark.parametrize("unit", [unit for _, unit in HOSTILE])
def test_no_sentence_is_longer_than_the_bound(unit):
    text = OPENING["de"] + unit * (3 * LONGEST // len(unit))
    assert all(end - start <= LONGEST for start, end in split(text, "de", vocabulary.load()))
