"""Outside text in the brief and on the page of evidence: shown as text, marked, linked, and never obeyed. What a browser makes of it is tested in one."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from analysis import brief, typeface
from analysis.brief import evidence
from analysis.brief.evidence_figures import inlined
from analysis.brief.entries import web_address
from tests import briefs
from tests.briefs import addresses, text_of

LANGUAGES = ("en", "de")
PACKAGE = Path(brief.__file__).parent
OURS = set(
    "html head meta title style script noscript body main section h1 h2 p small strong code br q mark a span nav form label select option input button table thead "
    "tbody tr th td figure figcaption div details summary svg g defs path rect use clippath pattern text tspan".split()
)
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
    assert {re.sub(r"C-[0-9a-f]{8}$", "C-…", address) for address in addresses(pdf) if "dni.gov" not in address} == {"evidence.html#claim-C-…"}
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
    assert seen <= OURS and page.count("<script") == 2
    assert "\u202e" not in page and "[U+202E]" in page
    data = page.partition('id="data">')[2].partition("</script>")[0]
    assert "<" not in data and HOSTILE.replace("\u202e", "[U+202E]") in json.loads(data)["reports"][0]["name"]


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


def test_the_width_of_a_text_grows_with_its_size_and_weight():
    assert 3.4 < typeface.advance("0123456789", 0.7) < 3.6 and typeface.advance("a", 20) == pytest.approx(2 * typeface.advance("a", 10), rel=0.02)
    assert typeface.advance("word", 10) < typeface.advance("word", 10, 600) < typeface.advance("word", 10, 700)
    assert typeface.advance("→", 10) > 0 and typeface.advance("", 10) == 0
    assert typeface.advance("at least ", 10) > typeface.advance("at least", 10), "a blank at the end keeps its room"


def test_the_page_shows_each_claim_with_its_sentence_and_its_parts_marked(tmp_path):
    sentence = "North Korea sent one million shells, NIS said."
    change = briefs.STORY[0] | {"start": 10, "end": 10 + len(sentence), "evidence": sentence, "spans": '{"quantity": [27, 38], "claimant": [47, 50]}'}
    made = briefs.given((change,))
    _, page = briefs.write(tmp_path, made)
    claim = made["claims"]["claim_id"].iloc[0]
    assert f'<tr id="claim-{claim}">' in page
    assert 'sent <mark class="quantity" title="quantity">one million</mark> shells, <mark class="claimant" title="claimant">NIS</mark> said.' in page
    assert '<a href="https://example.org/report?a=1&amp;b=2" rel="noreferrer" lang="en">The Paper, A report</a>' in page


def test_the_page_loads_nothing_and_forbids_itself_to(page):
    lang, page = page
    assert f'<html lang="{lang}">' in page and "default-src 'none'" in page
    assert not re.search(r"<(link|img|iframe|object|embed|foreignObject)|url\((?!#)|@import| style=| on\w+=", page)
    for name, kind in (("css", "style"), ("js", "script")):
        text = page.partition(f"<{kind}>")[2].partition(f"</{kind}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
        assert f"{kind}-src 'sha256-{digest}'" in page and text == (PACKAGE / f"evidence.{name}").read_text(encoding="utf-8")


def test_copies_and_retellings_are_linked(tmp_path):
    copied = (briefs.STORY[0], briefs.STORY[0] | {"doc_id": "z", "published": "2023-11-02"}, briefs.STORY[0] | {"doc_id": "zz", "bound": "exact", "high": 1e6, "published": "2023-11-03"})
    made = briefs.given(copied, reports={"z": {"publisher": "The Copy"}})
    _, page = briefs.write(tmp_path, made)
    assert re.search(r'Also in: <a href="[^"]+" rel="noreferrer" lang="en">The Copy, A report</a>', page)
    retold = made["claims"][made["claims"]["repeats"] != ""]
    assert len(retold) and f'Retells: <a href="#claim-{retold["repeats"].iloc[0]}">' in page


def test_the_same_tables_give_the_same_bytes_and_an_edition_without_claims_says_so():
    empty, made = briefs.given(()), briefs.given(briefs.STORY[:2])
    first, again = (evidence.page(made, [], briefs.TOPIC, briefs.VOCABULARY, briefs.AS_OF, "en") for _ in range(2))
    assert first == again
    said = evidence.page(empty, [], briefs.TOPIC, briefs.VOCABULARY, briefs.AS_OF, "de")
    assert "Noch keine Aussagen." in said and "<script" not in said and "<table" not in said


# Figures that stand in the page

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="481pt" height="200pt" viewBox="0 0 481 200" {root}>{inner}</svg>'
TOLD = {"C-0000000a": 'Seoul: "one" <million>', "C-0000000b": "Kyiv"}


def inside(inner: str, root: str = "") -> str:
    return ElementTree.tostring(inlined(SVG.format(inner=inner, root=root), "load", TOLD), encoding="unicode")


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>", '<g onclick="alert(1)"/>', "<style>* { fill: url(http://example.org/x) }</style>", "<foreignObject><p>x</p></foreignObject>",
        '<image xlink:href="http://example.org/x.png"/>', '<a xlink:href="javascript:alert(1)"/>', '<a href="https://example.org"/>', '<use href="http://example.org/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,x"/>', '<g style="fill: url(http://example.org/x); background: red"/>', '<g fill="url(//example.org/x#a)"/>', '<g fill="url(x.svg)"/>',
        '<a xlink:href="#claim-C-0000000c"/>', '<a xlink:href="#claims"/>', '<g style="fill: red; behavior: expression(alert(1))"/>', "<animate attributeName='href' to='javascript:alert(1)'/>",
        '<g class="skip" tabindex="0" role="button"/>', "<!-- <script> --><title>x</title><?php x ?>", '<g fill="u\\72l(x)"/>',
    ],
)  # fmt: skip
def test_of_a_figure_only_what_draws_comes_into_the_page(inner):
    made = inside(inner, 'onload="alert(1)" class="x"')
    assert re.sub(r'<g( fill="red")? />|<use />', "", made) in ('<svg viewBox="0 0 481 200" />', '<svg viewBox="0 0 481 200"></svg>')


def test_ids_styles_and_words_of_a_figure_are_kept_apart_from_the_pages_own():
    made = inside(
        '<defs><clipPath id="p1"><rect width="1" height="2"/></clipPath><path id="m 1" d="M 0 0\nL 1 1"/></defs><use xlink:href="#p1" clip-path="url(#p1)"/>'
        "<text x=\"1\" style=\"font-size: 7px; font-family: 'Source Sans Pro', sans-serif; text-anchor: middle\">a\u202e &lt;b&gt;<tspan>c</tspan>d</text><text x=\"2\" style=\"font-size: 7px\">4.2 million</text>"
    )
    assert '<clipPath id="load-p1"><rect width="1" height="2" /></clipPath>' in made and 'd="M 0 0 L 1 1"' in made
    assert '<use clip-path="url(#load-p1)" href="#load-p1" />' in made
    assert re.search(r"<text x=\"2\" font-size=\"7px\" textLength=\"\d\d\.\d\d\" lengthAdjust=\"spacingAndGlyphs\">4\.2 million</text>", made)
    assert """<text x="1" font-size="7px" font-family="'Source Sans Pro', sans-serif" text-anchor="middle">a[U+202E] &lt;b&gt;<tspan>c</tspan>d</text>""" in made


def test_a_point_leads_to_its_claim_in_words_and_only_once_by_keyboard():
    made = inside('<a xlink:href="#claim-C-0000000a"><path d="M 0 0"/></a><a xlink:href="#claim-C-0000000a"/><a href="#claim-C-0000000b"/>')
    label = 'aria-label="C-0000000a: Seoul: &quot;one&quot; &lt;million&gt;"'
    assert made.count(label) == 2 and made.count('tabindex="-1"') == 1 and made.count('href="#claim-C-0000000') == 3


def test_a_figure_stands_with_caption_alternative_text_and_role(page):
    lang, text = page
    name = {"en": "Figure 1", "de": "Abbildung 1"}[lang]
    assert re.search(rf'<figure id="figure-cumulative" class="wide">\s*<div class="picture" tabindex="0" role="group" aria-label="{name}[^"]*"><svg [^>]*role="(img|group)"', text)
    assert f"<figcaption><strong>{name}." in text and '<p id="figure-cumulative-text">' in text and 'aria-describedby="figure-cumulative-text"' in text
