"""Outside text in the brief and on the page of evidence: shown as text, marked, linked, and never obeyed."""

import re
from html.parser import HTMLParser

import pytest

from analysis import typeface
from analysis.brief.entries import web_address
from tests import briefs
from tests.briefs import addresses, text_of

LANGUAGES = ("en", "de")
HOSTILE = "#set page(1pt) $x^2$ *bold* _it_ <script>alert(1)</script> =HYPERLINK(\"http://x\") \\ @ref `raw` // \u202egnp.exe ⟦answer.low⟧ 한국"


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request, tmp_path_factory):
    """Language and page of a written edition."""
    return request.param, briefs.write(tmp_path_factory.mktemp(request.param), briefs.given(lang=request.param), request.param)[1]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """An edition all of whose outside text is hostile."""
    changes = tuple(change | {"chain": f"{HOSTILE};{HOSTILE}", "evidence": HOSTILE, "period_text": HOSTILE} for change in briefs.STORY)
    cells = {"publisher": HOSTILE, "title": HOSTILE, "url": "javascript:alert(1)"}
    made = briefs.given(changes, reports={change["doc_id"]: cells for change in changes})
    pdf, page = briefs.write(tmp_path_factory.mktemp("hostile"), made)
    return made, pdf, page


def test_outside_text_is_printed_as_text_and_never_obeyed(hostile):
    _, pdf, _ = hostile
    text = text_of(pdf)
    assert "#set page(1pt) $x^2$ *bold* _it_ <script>alert(1)</script>" in text
    assert "[U+202E]gnp.exe" in text and "⟦answer.low⟧" in text.replace("[U+27E6]", "⟦").replace("[U+27E7]", "⟧") and "[U+D55C]" in text
    assert addresses(pdf) == set()
    assert 2 <= len(pdf.pages) <= 6


def test_the_page_of_hostile_text_holds_no_element_that_we_did_not_write(hostile):
    _, _, page = hostile
    seen = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            seen.add(tag)
            assert not any(name.startswith("on") for name, _ in attributes)
            assert not any(value and value.strip().casefold().startswith(("javascript:", "data:")) for _, value in attributes)

    Reader().feed(page)
    assert "script" not in seen and seen <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "small", "table", "thead", "tbody", "tr", "th", "td", "code", "br", "q", "mark", "strong", "a"}
    assert "\u202e" not in page and "[U+202E]" in page


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c", True), ("http://world.kbs.co.kr/news.htm?lang=g", True), ("javascript:alert(1)", False), ("data:text/html,x", False),
        ("file:///etc/passwd", False), ("//example.org", False), ("https://", False), ("https://a b", False), ("https://a\u202eb", False), ("", False),
        ("https://[broken", False), (" https://example.org", False),
    ],
)  # fmt: skip
def test_only_an_address_that_a_browser_may_open_becomes_a_link(url, kept):
    assert web_address(url) == (url if kept else "")


@pytest.mark.parametrize(
    ("given", "shown"),
    [("a\u202eb", "a[U+202E]b"), ("two\nlines\t x", "two lines x"), ("e\u0301", "é"), ("한", "[U+D55C]"), ("\x07", "[U+0007]"), ("\ue000", "[U+E000]"), ("„Grüße“ – ≥ 5 †", "„Grüße“ – ≥ 5 †")],
)
def test_text_is_made_fit_to_be_set(given, shown):
    assert typeface.shown(given) == shown


def test_the_page_shows_each_claim_with_its_sentence_and_its_parts_marked(tmp_path):
    sentence = "North Korea sent one million shells, NIS said."
    change = briefs.STORY[0] | {"start": 10, "end": 10 + len(sentence), "evidence": sentence, "spans": '{"quantity": [27, 38], "claimant": [47, 50]}'}
    made = briefs.given((change,))
    _, page = briefs.write(tmp_path, made)
    claim = made["claims"]["claim_id"].iloc[0]
    assert f'<tr id="{claim}">' in page
    assert 'sent <mark class="quantity" title="quantity">one million</mark> shells, <mark class="claimant" title="claimant">NIS</mark> said.' in page
    assert '<a href="https://example.org/report?a=1&amp;b=2" rel="noreferrer">The Paper, A report</a>' in page


def test_the_page_loads_nothing_and_forbids_itself_to(page):
    lang, page = page
    assert f'<html lang="{lang}">' in page and "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|embed)|url\(|@import", page)


def test_copies_and_retellings_are_linked(tmp_path):
    copied = (briefs.STORY[0], briefs.STORY[0] | {"doc_id": "z", "published": "2023-11-02"}, briefs.STORY[0] | {"doc_id": "zz", "bound": "exact", "high": 1e6, "published": "2023-11-03"})
    made = briefs.given(copied, reports={"z": {"publisher": "The Copy"}})
    _, page = briefs.write(tmp_path, made)
    assert "Also in: <a" in page and "The Copy" in page
    retold = made["claims"][made["claims"]["repeats"] != ""]
    assert len(retold) and f'Retells <a href="#{retold["repeats"].iloc[0]}">' in page
