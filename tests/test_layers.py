"""The layers of extraction that read words: every row of the vocabulary finds what its example says, and the tables of cases hold."""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import vocabulary
from analysis.extract.actors import Actors
from analysis.extract.items import Items
from analysis.extract.lexicon import Lexicon, Tokens

ROOT = Path(__file__).resolve().parent.parent
WORD_FILES = {
    "reporting_words": "form", "hedge_words": "hedge", "event_words": "kind", "prepositions": "role",
    "exclusions": "reason", "discourse_words": "form",
}  # fmt: skip


@cache
def words():
    return vocabulary.load(ROOT / "data" / "vocabulary")


@cache
def actors(language: str) -> Actors:
    return Actors(words(), language)


@cache
def items(language: str) -> Items:
    return Items(words(), language)


def cases(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", WORD_FILES)
def test_every_example_of_a_word_list_holds_a_word_of_its_row(name):
    missing = []
    for row in words().files[name]:
        lexicon = Lexicon([(word, row[WORD_FILES[name]]) for word in row["words"].split(";")], row["language"])
        if not lexicon.find(Tokens(row["example"])):
            missing.append(f"{name}: {row['language']} {row[WORD_FILES[name]]}: {row['example']!r}")
    assert missing == []


def test_every_example_of_an_actor_names_that_actor():
    wrong = []
    for row in words().files["actors"]:
        if row["aliases_en"]:
            found = {mention.actor for mention in actors("en").find(row["example"], Tokens(row["example"]))}
            wrong += [f"{row['actor_id']}: {row['example']!r} names {sorted(found)}"] if row["actor_id"] not in found else []
    assert wrong == []


def test_every_example_of_an_organ_names_a_body_of_that_sort():
    wrong = []
    for row in words().files["organs"]:
        found = {m.organ for m in actors(row["language"]).find(row["example"], Tokens(row["example"]))} or {"none"}
        wrong += [f"{row['organ']} ({row['language']}): {row['example']!r} names {sorted(found)}"] if row["organ"] not in found else []
    assert wrong == []


def test_every_example_of_an_item_word_names_that_item():
    wrong = []
    for row in words().files["item_words"]:
        found = {item.path for item in items(row["language"]).find(row["example"], Tokens(row["example"]))} or {""}
        wrong += [f"{row['item']} ({row['language']}): {row['example']!r} names {sorted(found)}"] if row["item"] not in found else []
    assert wrong == []


@pytest.mark.parametrize("case", cases("actors"), ids=lambda case: case["text"][:40])
def test_a_naming_stands_for_its_actor(case):
    found = actors(case["language"]).find(case["text"], Tokens(case["text"]))
    assert ";".join(mention.actor or f"({mention.organ})" for mention in found) == case["actors"], case["why"]


@pytest.mark.parametrize("case", cases("items"), ids=lambda case: case["text"][:40])
def test_a_noun_stands_for_its_item(case):
    found = items(case["language"]).find(case["text"], Tokens(case["text"]))
    assert ";".join(item.path for item in found) == case["items"], case["why"]


@given(st.text(max_size=200), st.sampled_from(["de", "en"]))
def test_mentions_and_items_equal_their_slices_and_come_in_order(text, language):
    read = Tokens(text)
    for found in (actors(language).find(text, read), items(language).find(text, read)):
        starts = [part.start for part in found]
        assert starts == sorted(starts)
        assert all(0 <= part.start < part.end <= len(text) and text[part.start : part.end].strip() for part in found)


@given(st.text(max_size=100), st.sampled_from(["Iran ", "\n\nMoskau: ", "x " * 7]))
def test_tokens_shift_with_the_text_before_them(text, prefix):
    alone, moved = Tokens(text), Tokens(prefix + text, len(prefix))
    assert moved.words == alone.words
    assert [moved.span(at) for at in range(len(moved.words))] == [(start + len(prefix), end + len(prefix)) for start, end in map(alone.span, range(len(alone.words)))]
