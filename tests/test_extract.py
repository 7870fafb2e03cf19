"""Extraction as a whole: sentences of our own in the manner of reports, and what a careful reader finds in them."""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import documents, vocabulary
from analysis.extract import Extractor, facts_table

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = "2024-05-15"


@cache
def extractor() -> Extractor:
    return Extractor(vocabulary.load(ROOT / "data" / "vocabulary"))


def document(text: str, language: str, published: str = PUBLISHED, doc_id: str = "case") -> documents.Document:
    return documents.Document(
        doc_id=doc_id, url="", publisher="Case", title="", published=published, language=language, kind="abstract",
        retrieved="", sha256="", text=text,
    )  # fmt: skip


def rows(text: str, language: str, published: str = PUBLISHED) -> list[dict]:
    return extractor().rows(document(text, language, published))


def cases() -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / "facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(row: dict, column: str) -> str:
    value = row.get(column)
    return "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['text'][:50]}")
def test_a_sentence_gives_what_a_careful_reader_finds_in_it(case):
    expected = [dict(part.split("=", 1) for part in fact.split(";")) for fact in case["facts"].split(" | ") if fact]
    found = rows(case["text"], case["language"], case["published"] or PUBLISHED)
    told = [{column: said(row, column) for column in fact} for row, fact in zip(found, expected, strict=False)]
    assert (told, len(found)) == (expected, len(expected)), case["why"]


def test_the_order_of_documents_changes_no_fact(root):
    reports = documents.read_folder(root / "data" / "documents")[:12]
    words = vocabulary.load(root / "data" / "vocabulary")
    forward, backward = facts_table(reports, words), facts_table(reports[::-1], words)
    columns = ["fact_id"]
    assert forward.sort_values(columns, ignore_index=True).equals(backward.sort_values(columns, ignore_index=True))


def test_a_relative_time_without_a_date_of_publication_stays_unresolved():
    (row,) = rows("Iran hat Russland im vergangenen Herbst 300 Drohnen geliefert.", "de", published="")
    assert (row["period_start"], row["period_end"], row["period_resolution"]) == ("", "", "unresolved")


def test_texts_with_numbers_but_no_supplies_give_no_fact():
    for language, text in (
        ("de", "Die Mannschaft gewann 3:1 vor 42.000 Zuschauern. Der Etat des Vereins liegt bei 30 Millionen Euro."),
        ("de", "Bei der Wahl erhielt die Partei 31,5 Prozent der Stimmen, rund 1,2 Millionen mehr als 2019."),
        ("en", "The budget grows by 4 percent to $30 billion next year, the finance minister said."),
        ("en", "The storm left 12 people dead and 3,000 homes without power, officials said on Monday."),
    ):
        assert [row["evidence"] for row in rows(text, language)] == []


@pytest.fixture(scope="module")
def seed(shared):
    (path,) = (shared / "seeds").glob("*.txt")
    return extractor().rows(documents.read_file(path, published="2024-02-08", language="de"))


def like(found: list[dict], **wanted) -> list[dict]:
    return [row for row in found if all(row.get(column) == value for column, value in wanted.items())]


def test_the_seed_article_gives_the_nine_of_thirty_million_dollars(seed):
    (row,) = like(seed, kind="release", low=9_000_000.0, high=9_000_000.0, whole_low=30_000_000.0, unit="USD")
    assert (row["supplier"], row["recipient"], row["hedge"], row["claimant"]) == ("RU", "KP", "alleged", "US.IC")
    assert row["chain"].split(";")[1] == "The New York Times"


def test_the_seed_article_gives_the_million_rounds(seed):
    (row,) = like(seed, kind="delivery", low=1_000_000.0, unit="round")
    assert (row["supplier"], row["recipient"], row["claimant"]) == ("KP", "RU", "UA.HUR")
    assert (row["period_start"], row["period_end"]) == ("2023-09-01", "2023-11-30")


def test_the_seed_article_gives_two_meetings_with_resolved_dates(seed):
    periods = {(row["period_start"], row["period_end"]) for row in like(seed, kind="meeting")}
    assert {("2023-09-01", "2023-11-30"), ("2024-01-01", "2024-01-31")} <= periods


def test_the_seed_article_gives_the_account_of_the_front_company(seed):
    assert any((row["supplier"], row["recipient"]) == ("RU", "KP") and "Scheinfirma" in row["evidence"] for row in like(seed, kind="account"))


def test_the_seed_article_gives_the_assessments_of_isw_and_of_soo_kim(seed):
    assert {"ISW", "PER.SOOKIM"} <= {row["claimant"] for row in like(seed, kind="assessment")}


BESIDE = {
    "de": ("Der Himmel war klar.", "Am Hafen warteten Arbeiter auf das Ende der Schicht.", "Polens Präsident sagte, die Lage bleibe ernst.",
           "China liefert den Rebellen keine Waffen.", "Japan hat Indien im Mai 12 Boote geliefert, sagte der indische Präsident."),
    "en": ("The sky was clear.", "Workers at the port waited for the end of the shift.", "Poland's president said the situation remained serious.",
           "China sends the rebels no weapons.", "Japan supplied India with 12 boats in May, the Indian president said."),
}  # fmt: skip
SELF_CONTAINED = [
    case
    for case in cases()
    if not any(nobody in case["facts"] for nobody in ("supplier=;", "claimant=media")) and all(side in fact for fact in case["facts"].split(" | ") for side in ("supplier=", "recipient=", "claimant="))
]


@given(st.data(), st.sampled_from(SELF_CONTAINED))
def test_paragraphs_around_it_change_no_fact_of_a_paragraph_that_names_both_sides_and_who_says_so(data, case):
    """Neither the claimants nor the states of other paragraphs get into it, not even of one that tells another flow."""
    sentences = st.lists(st.sampled_from(BESIDE[case["language"]]), max_size=3).map(" ".join)
    before, behind = (f"{data.draw(sentences)}\n\n", f"\n\n{data.draw(sentences)}")
    shift, published = len(before.lstrip()), case["published"] or PUBLISHED
    alone = rows(case["text"], case["language"], published)
    among = rows(f"{before}{case['text']}{behind}".strip(), case["language"], published)
    inside = [row for row in among if shift <= row["start"] < shift + len(case["text"])]
    differing = ("fact_id", "start", "end", "spans", "chain")
    assert [{k: v for k, v in row.items() if k not in differing} for row in inside] == [
        {k: v for k, v in row.items() if k not in differing} for row in alone
    ]
    assert [row["start"] - shift for row in inside] == [row["start"] for row in alone]
