"""The two cheap noes, by raw letters and by names: they never refuse a text that tells a fact, and do refuse what tells none."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import documents, paths, vocabulary
from analysis.document_lines import read_lines
from analysis.documents import Document
from analysis.extract import Extractor
from analysis.extract.reader import Reader
from analysis.extract.screen import Screen

BENCH = ("times/dolomiten", "attribution/dev", "attribution/train", "quantities/recognizers")
BLANK = Document("x", "", "", "", "2024-02-10", "de", "full_text", "", "", "")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(vocabulary.load())


@pytest.fixture(scope="module")
def readers() -> dict[str, Reader]:
    return {language: Reader(vocabulary.load(), language) for language in ("de", "en")}


def wrongly_refused(extractor: Extractor, report: Document) -> bool:
    """Whether one of the two noes refuses a text in which a reading without them finds a fact."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Screen, "names_suffice", staticmethod(lambda sentences: True))
        told = extractor.read_in_full(report)
    return extractor.rows(report) != told


def test_no_document_with_a_fact_is_refused(extractor):
    assert [report.doc_id for report in documents.read_folder(paths.documents()) if wrongly_refused(extractor, report)] == []


@pytest.mark.parametrize("name", BENCH)
def test_no_text_of_others_with_a_fact_is_refused(name, shared, extractor):
    reports = list(read_lines((shared / "bench" / f"{name}.jsonl").open("rb"), name))
    assert [report.doc_id for report in reports if wrongly_refused(extractor, report)] == []


def test_no_single_sentence_of_a_document_with_a_fact_is_refused(extractor):
    """Sentences alone, so that nothing around them helps."""
    for report in documents.read_folder(paths.documents()):
        for sentence in report.text.split(". "):
            assert not wrongly_refused(extractor, replace(report, text=sentence)), sentence


def words(language: str) -> list[str]:
    """Every word and phrase of the vocabulary's tables that have a say in facts, endings left open."""
    known = vocabulary.load()
    tables = ("item_words", "event_words", "hedge_words", "organs", "prepositions", "reporting_words", "discourse_words", "unit_words", "number_words")
    listed = [word for name in tables for row in known.rows(name, language) for word in row["words"].split(";")]
    names = [alias for row in known.rows("actors") for alias in row[f"aliases_{language}"].split(";") if alias]
    return [word.strip("-~") for word in [*listed, *names * 3]] + ["40", "3.000", "1,5", ".", ",", "\n\n", ":", "-", "'s", "U . S .", "XGRANATE", "MUNITION"]


WORDS = {language: words(language) for language in ("de", "en")}
GAPS = st.sampled_from([" ", " ", " ", "\n", "", "\u00a0", "-", "en ", "s "])


@st.composite
def made_texts(draw) -> tuple[str, str]:
    """Words of the vocabulary in any order and any case, with any gaps."""
    language = draw(st.sampled_from(["de", "en"]))
    chosen = draw(st.lists(st.sampled_from(WORDS[language]), min_size=2, max_size=40))
    gaps = draw(st.lists(GAPS, min_size=len(chosen), max_size=len(chosen)))
    changed = draw(st.sampled_from([str, str, str, str.upper, str.title]))
    return language, changed("".join(itertools.chain(*zip(chosen, gaps, strict=True))))


@settings(max_examples=1500)
@given(made=made_texts())
def test_no_made_text_with_a_fact_is_refused(made, extractor):
    language, text = made
    assert not wrongly_refused(extractor, replace(BLANK, language=language, text=text))


@given(text=st.text(max_size=400), language=st.sampled_from(["de", "en"]))
def test_no_arbitrary_text_with_a_fact_is_refused(text, language, extractor):
    assert not wrongly_refused(extractor, replace(BLANK, language=language, text=text))


REFUSED = [
    ("de", "Die Gäste gewannen am Samstag mit 3:1, das zweite Tor fiel in der 40. Minute."),
    ("de", "Der Gemeinderat hat den Haushalt von 40 Millionen Euro beschlossen."),
    ("de", "Russland und China wollen enger zusammenarbeiten."),
    ("de", "Auf der Weide lagen 40 Granaten."),
    ("en", "The visitors won 3-1; the second goal came after 40 minutes."),
    ("en", "The council passed a budget of 40 million euros."),
]


@pytest.mark.parametrize(("language", "text"), REFUSED)
def test_a_text_without_a_state_or_without_goods_is_refused(language, text, readers):
    assert not readers[language].screen.may_hold_a_fact(text)


PASSED = [
    ("de", "Russland erhielt 40 Raketen."),
    ("de", "RUSSLAND ERHIELT IN Moskau 40 MITTELSTRECKENRAKETEN."),
    ("de", "Die nordkoreanische Firma hat ein Konto."),
    ("de", "Selenskyj traf Putin."),
    ("en", "The U.\nS. sent 40 shells."),
    ("en", "Two million rounds went to Russia."),
    ("en", "Two million ROUNDS went to Russia."),
]


@pytest.mark.parametrize(("language", "text"), PASSED)
def test_a_text_with_both_passes(language, text, readers):
    assert readers[language].screen.may_hold_a_fact(text)


@pytest.mark.parametrize("sign", ["N", "U.", "Nord", "der ", "4", "\"", ",", "granat", "Süd-", " \n"])
def test_the_screen_comes_to_the_end_of_a_line_of_five_megabytes(sign, readers):
    for reader in readers.values():
        assert not reader.screen.may_hold_a_fact(sign * (5_000_000 // len(sign)))


# Each tells a fact in one way only; without that way in the screen it would be refused.
TOLD = [
    ("en", "Moscow denied the soldiers.", "denial"),
    ("en", "North Korea has a bank account in Russia.", "account"),
    ("de", "Nordkorea lieferte Soldaten.", "delivery"),
    ("en", "North Korea sent two million rounds to Russia.", "delivery"),
    ("de", "Nordkorea lieferte Russland zwei Millionen Schuss.", "delivery"),
    ("en", "Russian troops used 40 missiles.", "use"),
    ("en", "Putin met Kim on Monday.", "meeting"),
]


@pytest.mark.parametrize(("language", "text", "kind"), TOLD)
def test_each_way_to_tell_a_fact_passes_both_noes(language, text, kind, extractor):
    assert [row["kind"] for row in extractor.rows(replace(BLANK, language=language, text=text))] == [kind]


def test_words_of_reports_on_anything_are_no_supply_by_themselves(readers):
    report = replace(BLANK, text="In Russland feierten 40 Mann.\n\nDas Geld ist knapp.")
    assert readers["de"].screen.may_hold_a_fact(report.text) and readers["de"].read(report).sentences == []
