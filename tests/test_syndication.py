"""Which report prints which again: cases of copies and of reports that only sound alike."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import syndication
from tests.small_corpora import REPORTS

AGENCY = (
    "The defence ministry in the capital said on Tuesday that it had handed over 40 howitzers to its neighbour. A spokesman told reporters "
    "that the guns had been taken from a depot in the west of the country and repaired before they were loaded onto a train. He did not say "
    "when they would arrive. The neighbour's government confirmed the delivery, thanked for it and asked for more shells. Analysts in two "
    "institutes called the number plausible, since the depot was known to hold about 120 guns of that type. According to satellite pictures "
    "from last month several dozen of them were missing from the yard behind the northern gate. The opposition in parliament wants the "
    "government to explain on what legal grounds it acted. A debate was asked for within the next two weeks."
)  # fmt: skip
LOSSES = ((10, "tanks"), (20, "guns"), (30, "cars"), (41, "boats"))
BULLETIN = "".join(f"The staff counts {number} {what} that were lost in the last days along the whole front line. " for number, what in LOSSES)
SENTENCE, OTHER = "He did not say when they would arrive.", "Asked about the day of their arrival he kept silent."
SHORT = "Seoul: North Korea has sent 6,700 containers to Russia."

CASES = {
    "word for word": (AGENCY, AGENCY, True),
    "under another headline": (AGENCY, f"Guns for a neighbour, and questions at home\n\n{AGENCY}", True),
    "with a headline that tells a number of the text": (AGENCY, f"40 howitzers handed over\n\n{AGENCY}", True),
    "with one sentence rewritten": (AGENCY, AGENCY.replace(SENTENCE, OTHER), True),
    "without its last sentence": (AGENCY, AGENCY.rpartition(" A debate")[0], True),
    "in capitals and with other quotation marks": (AGENCY, AGENCY.upper().replace("'", "’"), True),
    "its thousands set apart in another way": (AGENCY.replace("120", "1,200"), AGENCY.replace("120", "1.200") + " It ends here.", True),
    "the same bulletin with the next day's number": (BULLETIN, BULLETIN.replace("41", "43"), False),
    "with a number corrected": (AGENCY, AGENCY.replace("40 howitzers", "45 howitzers"), False),
    "another report that quotes two sentences of it": (AGENCY, f"{AGENCY[:240]} {' '.join(REPORTS[4].text.split()[:120])}", False),
    "a short text, word for word": (SHORT, SHORT.lower(), True),
    "a short text with another word": (SHORT, SHORT.replace("sent", "shipped"), False),
    "texts without words": ("…", "!", True),
}


@pytest.mark.parametrize(("one", "other", "copy"), CASES.values(), ids=CASES)
def test_what_is_a_copy_and_what_is_not(one, other, copy):
    found = syndication.copies(["a", "b"], ["2024-01-01", "2024-01-02"], [syndication.sketch(one), syndication.sketch(other)])
    assert found == ({"b": "a"} if copy else {})


def test_two_reports_on_one_event_and_our_own_abstracts_are_no_copies():
    assert syndication.marked(REPORTS) == REPORTS and len(REPORTS) > 100


@pytest.mark.parametrize(
    ("dates", "originals"),
    [
        (("2024-01-03", "2024-01-02", "2024-01-01"), {"a": "c", "b": "c"}),
        (("2024-01-01", "2024-01-01", "2024-01-01"), {"b": "a", "c": "a"}),
        (("", "2024-01-02", ""), {"a": "b", "c": "b"}),
        (("", "", ""), {"b": "a", "c": "a"}),
    ],
)
def test_the_original_is_the_earliest_then_the_smallest_id_and_undated_ones_come_last(dates, originals):
    assert syndication.copies(["a", "b", "c"], dates, [syndication.sketch(AGENCY)] * 3) == originals


def test_a_chain_of_copies_has_one_original():
    sentences = AGENCY.split(". ")
    replaced = [f"Something that nobody has written before stands in place {number} of this text" for number in range(3)]
    chain = [". ".join([*replaced[:count], *sentences[count:]]).replace("40", "").replace("120", "") for count in range(4)]
    sketches = [syndication.sketch(text) for text in chain]
    assert "d" not in syndication.copies(["a", "d"], ["", ""], [sketches[0], sketches[3]])
    assert syndication.copies(["a", "b", "c", "d"], [""] * 4, sketches) == {"b": "a", "c": "a", "d": "a"}


def test_a_copy_is_marked_with_its_original_and_the_order_stays():
    later = replace(REPORTS[3], doc_id="later", published="2025-01-01")
    assert syndication.marked([later, *REPORTS[:5]]) == [replace(later, copy_of=REPORTS[3].doc_id), *REPORTS[:5]]


def test_without_documents_there_are_no_copies():
    assert syndication.marked([]) == [] and syndication.copies([], [], np.empty((0, syndication.SIZE), dtype=np.uint8)) == {}


def test_a_very_long_text_is_taken_in_parts_and_has_the_same_sketch(monkeypatch):
    text = " ".join(report.text for report in REPORTS)
    whole = syndication.sketch(text)
    monkeypatch.setattr(syndication, "AT_ONCE", 7)
    assert syndication.sketch(text) == whole and len(whole) == syndication.SIZE


def varied(seed: int) -> list[str]:
    """Texts in some of which sentences are exchanged."""
    chance, sentences = random.Random(seed), [sentence for report in REPORTS[:6] for sentence in report.text.split(". ")]
    originals = [chance.sample(sentences, 8) for _ in range(3)]
    texts = []
    for _ in range(12):
        text = list(chance.choice(originals))
        for _ in range(chance.randrange(3)):
            text[chance.randrange(8)] = chance.choice(sentences)
        texts.append(". ".join(text))
    return texts


@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_what_is_found_depends_on_the_texts_alone_and_originals_are_no_copies(seed, chance):
    texts = varied(seed)
    ids = [f"d{number:02d}" for number in range(len(texts))]
    dates = [f"2024-01-{number % 5 + 1:02d}" if number % 4 else "" for number in range(len(texts))]
    rows = list(zip(ids, dates, map(syndication.sketch, texts), strict=True))
    found = syndication.copies(*map(list, zip(*rows, strict=True)))
    chance.shuffle(rows)
    assert syndication.copies(*map(list, zip(*rows, strict=True))) == found
    assert not found.keys() & set(found.values())
    when = {doc_id: (date or "9999", doc_id) for doc_id, date in zip(ids, dates, strict=True)}
    assert all(when[original] < when[copy] for copy, original in found.items())
    assert all(found.get(b, b) == found.get(a, a) for a, one in zip(ids, texts, strict=True) for b, other in zip(ids, texts, strict=True) if one == other)


@pytest.mark.parametrize("count", [1, 2, 50, 400])
def test_texts_that_share_a_band_and_nothing_else_are_told_apart(count):
    chance = np.random.default_rng(count)
    table = chance.integers(0, 256, (count, syndication.SIZE), dtype=np.uint8)
    table[:, -8:] = 7
    assert syndication.copies([str(number) for number in range(count)], [""] * count, table) == {}
