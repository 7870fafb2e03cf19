"""Web pages and PDFs: their text without what stands around it, what they say of themselves, their encodings, and their pages."""

from dataclasses import asdict

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject, NameObject, NullObject

from analysis.documents import Document
from analysis.intake import PassedOver, Rejected, Said, Shard, pdf_pages, read, web_pages
from analysis.intake.charsets import decoded
from analysis.intake.crude import crude_text
from tests.small_files import ENGLISH, GERMAN, HEAD, drawn, packed, page, pdf, written

TOLD = {"title": "Trains seen", "publisher": "A Paper", "published": "2024-02-26", "url": "https://example.org/trains", "language": "en"}


def one(tmp_path, name: str, content: bytes | str, said: Said = Said(), worth_reading=None):
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (outcome,) = read(Shard(str(tmp_path / name), "pdf" if name.endswith("pdf") else "html"), said, worth_reading)
    return outcome


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path):
    report = one(tmp_path, "a b.html", page(head=HEAD), Said("2000-01-01", "de", "Said", "https://example.org/said"))
    assert asdict(report).items() >= (TOLD | {"doc_id": "a-b", "origin": f"{tmp_path}/a b.html"}).items()
    assert report.text.splitlines()[0] == ENGLISH and not {"Section", "Imprint", "color"} & set(report.text.split())


def test_what_a_page_does_not_say_the_user_may(tmp_path):
    report = one(tmp_path, "a.html", page(), Said("2000-01-01", "", "", "https://example.org/said"))
    assert (report.published, report.url, report.publisher, report.title) == ("2000-01-01", "https://example.org/said", "example.org", "")
    assert one(tmp_path, "a.html", page(), Said("", "", "Said")).publisher == "Said"


METADATA = {
    "a canonical address": ('<link rel="canonical" href="https://example.org/c">', {"url": "https://example.org/c", "publisher": "example.org"}),
    "an address with a space": ('<link rel="canonical" href="https://example.org/a b">', {"url": "https://example.org/a%20b"}),
    "an address that is none": ('<link rel="canonical" href="http://[x/a">', {"url": ""}),
    "data about it": ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-02-03T10:00"}</script>', {"published": "2024-02-03"}),
    "data about it that are none": (f'<title>T</title><script type="application/ld+json">{"[" * 100_000}</script>', {"title": "T", "language": "en"}),
    "a day that only the text holds": ("<meta name='x' content='1'>", {"published": ""}),
}  # fmt: skip


@pytest.mark.parametrize("case", METADATA)
def test_metadata_is_taken_where_it_stands(case, tmp_path):
    head, expected = METADATA[case]
    assert asdict(one(tmp_path, "a.html", page(head=head))).items() >= expected.items()


REJECTED_PAGES = {
    "another language": (page(lang="fr-CA"), "its language is 'fr'; only de and en are read"),
    "nothing": ("", "it is no web page"),
    "no page": ("just text", "it is no web page"),
    "a page without text": ("<html><body><div></div><p></p></body></html>", "there is no text in it"),
    "elements too deep": (page("<div>" * 1000 + ENGLISH), "its elements stand in each other more than 150 deep, as in no report"),
    "too many elements": (page("<p>a" * 30_000), "it has more than 20,000 elements, as no report does"),
    "too many tags": (page("<p>a" * 90_000), "it has more than 80,000 tags, as no report does"),
    "a tag of a hundred thousand words": (page(f"<p {' '.join(f'a{number}=1' for number in range(100_000))}>a"), "one of its tags has more than 1,000 words"),
    "a page that no report fills": (b"a" * 5_000_001, "it has more than 5,000,000 bytes; split it or leave it out"),
    "signs of no encoding": ('<html lang="en"><meta charset="ascii"><p>' + ENGLISH + "\ufffd" * 20, "more than a hundredth of its signs are of no encoding"),
}


@pytest.mark.parametrize("case", REJECTED_PAGES)
def test_a_page_that_is_no_report_is_told(case, tmp_path):
    content, reason = REJECTED_PAGES[case]
    outcome = one(tmp_path, "a.html", content)
    assert isinstance(outcome, Rejected) and outcome.reason.startswith(reason), outcome


def test_a_page_that_the_library_fails_at_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(web_pages, "_text", lambda tree: 1 // 0)
    assert one(tmp_path, "a.html", page()).reason == "it cannot be taken apart (ZeroDivisionError: integer division or modulo by zero)"


UMLAUTS = f"{GERMAN} Öl für Südkorea"
ENCODED = {
    "UTF-8 whatever the server says": (UMLAUTS.encode(), "iso-8859-1"),
    "what the server says": (UMLAUTS.encode("cp1252"), "windows-1252"),
    "what the page says": (b"<meta charset=iso-8859-1>" + UMLAUTS.encode("latin-1"), ""),
    "what the page says at length": (b'<meta http-equiv="Content-Type" content="text/html; charset=cp850">' + UMLAUTS.encode("cp850"), "no-such-thing"),
    "nobody says it": (UMLAUTS.encode("cp1252"), ""),
    "a mark of order": (UMLAUTS.encode("utf-16"), "utf-8"),
    "a mark of UTF-8": (b"\xef\xbb\xbf" + UMLAUTS.encode(), ""),
    "a codec that is no encoding": (UMLAUTS.encode("cp1252"), "zlib"),
}


@pytest.mark.parametrize("case", ENCODED)
def test_bytes_become_text(case):
    assert decoded(*ENCODED[case]).endswith(UMLAUTS)


CRUDE = {
    "<p>Nord<b>ko</b>rea</p><p>Iran</p>": "\nNordkorea\n\nIran\n",
    "a<script>b('<p>')</script>c<SCRIPT>d</SCRIPT >e": "a \nc \ne",
    "a<!-- <script> -->b<!--c": "ab<!--c",
    "a<script>b": "a\nb",
    "5 < 10 &amp; S&uuml;d\u00adkorea so\u0308": "5 < 10 & Südkorea sö",
    "North\n  Korea": "North Korea",
    '<script type="application/ld+json">{"articleBody": "S\\u00fcd\\nkorea"}</script>': 'type="application/ld+json">{"articleBody": "Süd korea"} \n',
}  # fmt: skip


@pytest.mark.parametrize("html", CRUDE)
def test_the_letters_of_a_page_are_found_without_taking_it_apart(html):
    assert crude_text(html) == CRUDE[html]


PARTS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<li>", "<br>", "<span x='1'>", "</span>", "North Korea", "Süd", "korea ", "&nbsp;",
     "&#252;", "shells. ", "<table><tr><td>", "</table>", "<script>if (a<b) {}</script>", "<!-- x -->", "<style>p {}</style>",
     "<noscript>", "</noscript>", "<h2>", "</h2>",
     "<a href='/'>", "</a>", ENGLISH, "<blockquote>"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=30).map("".join))
def test_every_word_of_a_pages_text_stands_among_its_letters(body):
    outcome = web_pages.page("a", page(f"<p>{ENGLISH}</p>{body}").encode(), {}, Said(), None)
    assert isinstance(outcome, Document)
    letters = "".join(crude_text(page(f"<p>{ENGLISH}</p>{body}")).split())
    assert [line for line in outcome.text.splitlines() if "".join(line.replace("|", "").split()) not in letters] == []


def test_a_page_that_is_not_worth_reading_is_passed_over_unparsed(tmp_path, monkeypatch):
    monkeypatch.setattr(web_pages, "_tree", lambda html: pytest.fail("taken apart"))
    asked = []
    outcome = one(tmp_path, "a.html", page(), worth_reading=lambda text: bool(asked.append(text)))
    assert outcome == PassedOver(f"{tmp_path}/a.html", len(asked[0])) and ENGLISH in asked[0] and "Section 3" in asked[0] and "<" not in asked[0]


def test_a_pdf_gives_its_text_and_where_each_page_begins(tmp_path):
    pages = [ENGLISH.replace(" by", "\nby"), "", f"Artillerie-\ngranaten. {ENGLISH}", "North-\nSouth"]
    report = one(tmp_path, "a.pdf", pdf(pages, title="Trains"), Said("2024-02-26"))
    name, starts = report.origin.split("#pages=")
    second = len(ENGLISH) + 1
    assert (name, report.doc_id, report.title, report.published) == (f"{tmp_path}/a.pdf", "a", "Trains", "2024-02-26")
    assert [int(start) for start in starts.split(",")] == [0, second, second + 1, report.text.index("North-")]
    assert report.text[second + 1 :].startswith("Artilleriegranaten. The") and report.text.endswith("North-\nSouth")


def drawing(text: bytes, forms: int = 0, circle: bool = False) -> bytes:
    """A page that draws a form, which draws the next one ten times, and so on."""
    writer = pypdf.PdfWriter()
    below = NullObject()
    first = None
    for number in range(forms):
        form = packed(b"/F Do " * (10 if number else 1) + text)
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/F"): below})})
        below = writer._add_object(form)
        first = first or below
    if circle:
        first.get_object()["/Resources"]["/XObject"][NameObject("/F")] = below
    drawn(writer, b"/F Do", {"/XObject": DictionaryObject({NameObject("/F"): below})})
    return written(writer)


REJECTED_PDFS = {
    "no PDF": (b"%PDF-1.4 nothing", "it cannot be read as a PDF (PdfStreamError: "),
    "nothing": (b"", "it cannot be read as a PDF (EmptyFileError: "),
    "an encrypted one": (pdf([ENGLISH], password="x"), "it is encrypted; save it without a password"),
    "pictures of pages": (pdf(["", ""]), "there is no text in it, only pictures of pages; have it recognised (OCR) first"),
    "forms that draw forms": (drawing(b" " * 100, 12), "its pages draw with more than 100,000,000 bytes; split it"),
    "forms in a circle": (drawing(b" ", 3, circle=True), "it cannot be read as a PDF (ValueError: its forms draw each other in a circle)"),
    "a stream that swells": (drawing(b" " * 60_000_000, 1), "it cannot be read as a PDF (LimitReachedError: "),
}


@pytest.mark.parametrize("case", REJECTED_PDFS)
def test_a_pdf_that_is_no_report_is_told(case, tmp_path):
    content, reason = REJECTED_PDFS[case]
    outcome = one(tmp_path, "a.pdf", content)
    assert isinstance(outcome, Rejected) and outcome.reason.startswith(reason), outcome


@pytest.mark.parametrize(
    ("bound", "reason"),
    [("MAX_PAGES", "it has more than 1 pages; split it"), ("MAX_BYTES", "its text has more than 1 bytes; no report is longer")],
)
def test_a_pdf_that_no_report_fills_is_told(bound, reason, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_pages, bound, 1)
    assert one(tmp_path, "a.pdf", pdf([ENGLISH, ENGLISH])).reason == reason
