"""A second topic runs from data alone: its file, its own reports, rows of the vocabulary; no code knows of it."""

from types import SimpleNamespace

import pytest

from analysis import documents, judgements, parameters, paths, topics, vocabulary
from analysis.clean import clean, read_review
from analysis.extract import facts_table
from analysis.quantify import quantify
from analysis.topics import LANGUAGES

NAME, FIRST = "ir-ru", "kp-ru"

# What a reader of the abstract takes from it: report, kind, flow, item, low, high, origin.
KEY_FIGURES = [
    ("2022-07-11-bluewin-de-sullivan", "plan", "IR>RU", "drone", 100, None, "media"),
    ("2022-10-24-thehindu-en-2000", "plan", "IR>RU", "drone", 2000, 2000, "Kyiv"),
    ("2022-11-09-moscowtimes-en-166", "delivery", "IR>RU", "drone", 166, 166, "unknown"),
    ("2022-11-09-news360-de-400", "use", "IR>RU", "drone", 400, None, "Kyiv"),
    ("2022-12-20-menawatch-de-400", "delivery", "IR>RU", "drone", 400, None, "Kyiv"),
    ("2022-12-27-interfax-en-250", "delivery", "IR>RU", "drone", 250, 250, "Kyiv"),
    ("2022-12-27-interfax-en-250", "plan", "IR>RU", "drone", 1700, 1700, "Kyiv"),
    ("2023-01-15-faz-de-24-suchoi", "plan", "RU>IR", "aircraft", 24, 24, "Tehran"),
    ("2023-03-08-socportal-de-patronen", "delivery", "IR>RU", "ammunition.shell", 300_000, 300_000, "media"),
    ("2023-04-24-babel-en-300k", "delivery", "IR>RU", "ammunition.shell", 300_000, None, "media"),
    ("2023-05-16-nhk-en-400", "delivery", "IR>RU", "drone", 400, None, "Washington"),
    ("2024-02-07-tagesspiegel-de-gold", "delivery", "RU>IR", "gold", 2, None, "academic"),
    ("2024-02-21-i24-en-400-missiles", "delivery", "IR>RU", "missile.ballistic", 400, 400, "media"),
    ("2024-09-12-aviapro-de-220", "delivery", "IR>RU", "missile.ballistic", 220, 220, "media"),
    ("2025-05-30-moneycontrol-en-c4ads", "value", "RU>IR", "technology", 2_000_000_000, 2_000_000_000, "trade-records"),
]


@pytest.fixture(scope="module")
def edition() -> SimpleNamespace:
    """The stages up to the judgements, as the notebooks call them."""
    words = vocabulary.load()
    topic = topics.load(NAME, words)
    reports = documents.read_folder(paths.documents(NAME))
    facts = facts_table(reports, words)
    claims, dropped = clean(facts, documents.table(reports), words, topic, read_review(paths.review()))
    _, estimates, conflicts = quantify(claims, topic, words, reports[-1].published)[:3]
    return SimpleNamespace(
        words=words, topic=topic, reports=reports, facts=facts, claims=claims, dropped=dropped, estimates=estimates, conflicts=conflicts
    )


@pytest.mark.parametrize("figure", KEY_FIGURES, ids=[f"{report} {kind}" for report, kind, *_ in KEY_FIGURES])
def test_a_key_figure_of_a_report_is_a_claim(edition, figure):
    report, kind, flow, item, low, high, origin = figure
    rows = edition.claims[(edition.claims["doc_id"] == report) & (edition.claims["kind"] == kind) & (edition.claims["item"] == item)]
    told = {(f"{row.supplier}>{row.recipient}", row.low, row.high if row.high == row.high else None, row.origin) for row in rows.itertuples()}
    assert (flow, low, high, origin) in told


def test_its_reports_are_in_both_languages_and_each_has_an_address(edition):
    told = [report.language for report in edition.reports]
    assert min(told.count(language) for language in LANGUAGES) >= 6 and len(told) >= 14
    assert all(report.url.startswith("http") and report.kind == "abstract" for report in edition.reports)


def test_two_independent_origins_support_a_floor_of_drones(edition):
    rows = edition.estimates
    last = rows[(rows["level"] == "supported") & (rows["flow"] == "IR>RU") & (rows["item"] == "drone") & (rows["measure"] == "delivered")].iloc[-1]
    assert last["low"] >= 400


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_least_five_judgements_hold_and_are_made(edition, lang):
    judged = judgements.judge(edition.claims, edition.estimates, edition.topic, edition.words, lang)
    assert len(judged) >= 5
    assert set(judged["holds"]) == {"yes"} and (judged["basis"] != "").all()


def test_a_denial_is_a_claim_and_no_zero(edition):
    denials = edition.claims[edition.claims["kind"] == "denial"]
    assert {"Moscow", "Tehran"} <= set(denials["origin"]) and denials[["low", "high"]].isna().all(axis=None)


def test_every_fact_is_a_claim_a_copy_or_dropped_with_a_reason(edition):
    copies = {fact for cell in edition.claims["copies"] for fact in cell.split(";") if fact}
    assert set(edition.facts["fact_id"]) == set(edition.claims["fact_id"]) | copies | set(edition.dropped["fact_id"])


def test_the_topics_read_each_its_own_reports_and_each_begins_by_its_own_newest():
    own, first = ({report.doc_id for report in documents.read_folder(paths.documents(name))} for name in (NAME, FIRST))
    assert own and first and not own & first
    assert parameters.newest(NAME) == max(own)[:10]
    assert parameters.newest(FIRST) == "2025-11-14"


def test_a_topic_without_a_folder_of_its_own_reads_the_common_reports():
    assert paths.documents("moon") == paths.documents() == paths.documents(FIRST)
    assert paths.documents_of_all() == [paths.documents(), paths.documents(NAME)]
