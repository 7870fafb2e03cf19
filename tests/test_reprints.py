"""A report that prints another again confirms nothing: its statements become those of the other, and only what it adds stands by itself."""

import pytest
from ledgers import FACT, cleaned

ORIGINAL = {"period_start": "2024-02-08", "period_end": "2024-02-08", "spans": '{"quantity": [2, 5]}', "evidence": "A 100 words. "}
# Printed two weeks later under another title: the sentence stands elsewhere, and "on Thursday" has become another day.
AGAIN = ORIGINAL | {
    "doc_id": "two", "published": "2024-02-24", "stated": "2024-02-24", "start": 40, "end": 100, "spans": '{"quantity": [43, 46]}', "evidence": "A  100 words.",
    "period_start": "2024-02-22", "period_end": "2024-02-22",
}  # fmt: skip


def told(found):
    return len(found.claims), sorted(found.dropped["reason"])


def test_a_reprint_is_a_copy_whatever_became_of_its_days():
    assert told(cleaned(ORIGINAL, AGAIN)) == (2, []), "without knowing of it the day makes two claims"
    found = cleaned(ORIGINAL, AGAIN | {"copy_of": "one"})
    assert told(found) == (1, ["copy"]) and found.claims.loc[0, ["doc_id", "period_start"]].tolist() == ["one", "2024-02-08"]
    assert found.claims.loc[0, "copies"] == "two:40-100:2"
    assert found.dropped.loc[0, "detail"] == f"Its report prints one again; it is a copy of {found.claims.loc[0, 'claim_id']}."


def test_two_media_that_print_one_text_are_not_two_that_say_so():
    media = {"claimant": "media", "chain": "a paper"}
    assert told(cleaned(ORIGINAL | media, AGAIN | media | {"copy_of": "one"})) == (1, ["copy"])


ADDED = {
    "another sentence": {"evidence": "A 100 words more."},
    "another number": {"low": 2e6, "high": 2e6},
    "another place in the sentence": {"spans": '{"quantity": [46, 49]}'},
    "a copy of a report that says nothing of it": {"copy_of": "three"},
}


@pytest.mark.parametrize("change", ADDED.values(), ids=ADDED)
def test_what_a_reprint_adds_stays(change):
    assert told(cleaned(ORIGINAL, AGAIN | {"copy_of": "one"} | change)) == (2, [])


def test_the_reprint_of_a_reprint_joins_the_original():
    third = AGAIN | {"doc_id": "three", "published": "2024-03-24", "stated": "2024-03-24", "copy_of": "one"}
    found = cleaned(ORIGINAL, AGAIN | {"copy_of": "one"}, third)
    assert told(found) == (1, ["copy", "copy"]) and FACT["doc_id"] == found.claims.loc[0, "doc_id"]
