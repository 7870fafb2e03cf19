"""No text makes the extractor or `annotate` work longer than in proportion to its length, however hostile it is.

Work is counted, not timed: the lines of Python that run, a loop's line once a turn, so that a figure is the same on every machine.
What a regular expression does inside is not seen by that; the texts of five megabytes would not end if one ran away.
"""

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis import vocabulary
from analysis.documents import Document
from analysis.extract import Extractor
from analysis.extract.layers import Layers
from analysis.extract.sentences import LONGEST, split

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


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(vocabulary.load())


@pytest.fixture(scope="module")
def layers() -> Layers:
    return Layers(vocabulary.load())


def hostile(language: str, unit: str, size: int) -> Document:
    return replace(BLANK, language=language, text=OPENING[language] + unit * (size // len(unit)))


def steps(read: Callable[[Document], object], document: Document) -> int:
    """How many lines of Python run while a document is read."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += 1
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        read(document)
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


def test_the_steps_of_work_that_grows_with_the_square_are_seen():
    def squared(document: Document) -> list:
        return [one for _ in document.text for one in document.text]

    once, twice = (steps(squared, replace(BLANK, text="a" * size)) for size in (100, 200))
    assert twice > MOST * once


def test_a_sentence_with_hundreds_of_quantities_gives_them_all(layers):
    text = "Es waren " + ", ".join(f"{number} Granaten aus Lager {number}" for number in range(2, 402)) + "."
    assert len(layers.of(replace(BLANK, text=text))["quantities"]) >= 400


@pytest.mark.parametrize("unit", ["7", "a", "million", '"', "-", "7,", "Süd-", ", "])
def test_a_line_of_five_megabytes_is_read_to_its_end(unit, extractor):
    document = hostile("de", unit, 5_000_000)
    behind = replace(document, text=document.text + "\n\n" + OPENING["de"])
    assert [row["start"] for row in extractor.rows(behind)] == [0, len(document.text) + 2]


@pytest.mark.parametrize("unit", [unit for _, unit in HOSTILE])
def test_no_sentence_is_longer_than_the_bound(unit):
    text = OPENING["de"] + unit * (3 * LONGEST // len(unit))
    assert all(end - start <= LONGEST for start, end in split(text, "de", vocabulary.load()))
