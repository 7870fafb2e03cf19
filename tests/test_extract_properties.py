"""What holds of the facts of any text: exact spans, and facts that neither neighbours nor the order of reports change."""

import csv
import itertools
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import documents, paths, vocabulary
from analysis.documents import Document
from analysis.extract import Extractor
from analysis.extract.layers import Layers

PUBLISHED = "2024-05-15"
BLANK = Document("x", "", "Case", "", PUBLISHED, "de", "full_text", "", "", "")
with (Path(__file__).parent / "cases" / "facts.csv").open(encoding="utf-8", newline="") as file:
    CASES = [case for case in csv.DictReader(file) if not case["published"]]
TELLING = {language: [case["text"] for case in CASES if case["language"] == language and case["facts"]] for language in ("de", "en")}
# Paragraphs without a number, a name or a claimant.
PLAIN = {"de": "Am Hafen warteten Arbeiter auf das Ende der Schicht.", "en": "Workers at the port waited for the end of the shift."}
# What a fact says, apart from where it stands.
PLACE = ("fact_id", "doc_id", "start", "end", "spans")
# Who says so may stand in the sentence before or behind.
SAID_BY = ("claimant", "chain", "stated")


@cache
def extractor() -> Extractor:
    return Extractor(vocabulary.load())


@cache
def layers() -> Layers:
    return Layers(vocabulary.load())


@cache
def reports() -> list[Document]:
    return documents.read_folder(paths.documents())


def facts(report: Document, without: tuple[str, ...] = PLACE) -> list[str]:
    """Each fact as text, in which an open number equals itself."""
    return [repr({column: value for column, value in row.items() if column not in without}) for row in extractor().rows(report)]


def holds_spans(text: str, rows: list[dict]) -> None:
    """Every offset of a fact is where its words stand."""
    for row in rows:
        assert text[row["start"] : row["end"]] == row["evidence"]
        spans = json.loads(row["spans"])
        for start, end in spans.values():
            assert 0 <= start < end <= len(text) and text[start:end] == text[start:end].strip()
        assert row["period_text"] == (text[slice(*spans["period"])] if "period" in spans else "")
        if "quantity" in spans:
            start, end = spans["quantity"]
            assert row["start"] <= start < end <= row["end"] and ("low" in row)
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)


def test_every_span_of_every_report_equals_its_slice():
    for report in reports():
        holds_spans(report.text, extractor().rows(report))
    assert sum(len(extractor().rows(report)) for report in reports()) > 300


@st.composite
def broken_reports(draw) -> Document:
    """Sentences that tell facts, cut and joined anywhere, with arbitrary signs between."""
    language = draw(st.sampled_from(["de", "en"]))
    told = draw(st.lists(st.sampled_from(TELLING[language]), min_size=1, max_size=4))
    cuts = [draw(st.sampled_from([0, 0, 0, *range(len(text))])) for text in told]
    between = draw(st.lists(st.one_of(st.sampled_from(["\n\n", " "]), st.text(max_size=12)), min_size=len(told), max_size=len(told)))
    text = "".join(itertools.chain(*zip(between, (text[cut:] for text, cut in zip(told, cuts, strict=True)), strict=True)))
    return replace(BLANK, language=language, text=text)


@given(broken_reports())
def test_every_span_equals_its_slice_whatever_stands_between_the_sentences(report):
    holds_spans(report.text, extractor().rows(report))
    for layer in ("quantities", "times"):
        for entry in layers().of(report)[layer]:
            start, end = entry["start"], entry["end"]
            assert 0 <= start < end <= len(report.text) and report.text[start:end] == report.text[start:end].strip()


@given(st.text(max_size=200), st.sampled_from(["de", "en"]))
def test_arbitrary_signs_around_a_fact_neither_break_the_extractor_nor_hide_it(signs, language):
    told = {"de": "Russland erhielt von Nordkorea 40 Granaten, sagte Shin.", "en": "Russia received 40 shells from North Korea, Shin said."}[language]
    text = f"{signs}\n\n{told}\n\n{signs}"
    rows = extractor().rows(replace(BLANK, language=language, text=text))
    holds_spans(text, rows)
    start = len(signs) + 2
    assert [(row["supplier"], row["recipient"], row["low"]) for row in rows if row["start"] == start] == [("KP", "RU", 40.0)]


@pytest.mark.parametrize("published", ["", PUBLISHED])
def test_a_paragraph_without_a_number_changes_what_no_fact_says(published):
    """Anywhere in a report; behind its last paragraph it changes not even who says so."""
    for report in (replace(report, published=published) for report in reports()):
        paragraphs = report.text.split("\n\n")
        for at in range(len(paragraphs) + 1):
            longer = replace(report, text="\n\n".join([*paragraphs[:at], PLAIN[report.language], *paragraphs[at:]]))
            without = PLACE if at == len(paragraphs) else (*PLACE, *SAID_BY)
            assert facts(longer, without) == facts(report, without), (report.doc_id, at)


@settings(max_examples=10)
@given(st.data())
def test_neither_the_order_of_reports_nor_those_read_before_change_a_fact(data):
    """One extractor remembers words; what it has read before must not be seen in what it reads next."""
    chosen = data.draw(st.lists(st.sampled_from(reports()), min_size=2, max_size=6, unique_by=lambda report: report.doc_id))
    alone = {report.doc_id: facts(report) for report in chosen}
    extractor.cache_clear()
    assert {report.doc_id: facts(report) for report in data.draw(st.permutations(chosen))} == alone
