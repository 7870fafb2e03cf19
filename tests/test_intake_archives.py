"""Archives of crawls: which records are reports, what is taken from where, and what a broken archive costs."""

import gzip
from dataclasses import asdict

import pytest

from analysis.documents import Document
from analysis.intake import PassedOver, Rejected, Said, Shard, archives, read
from tests.small_files import ENGLISH, GERMAN, HEAD, answer, page, record

PAGE = page(head=HEAD).encode()


@pytest.fixture
def taken(tmp_path, monkeypatch):
    """Writes an archive and gives what the intake makes of it."""
    monkeypatch.chdir(tmp_path)

    def take(content: bytes, name: str = "a.warc", said: Said = Said(), worth_reading=None) -> list:
        (tmp_path / name).write_bytes(content)
        return list(read(Shard(name, "warc"), said, worth_reading))

    return take


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_each_answered_page_is_a_report_and_can_be_found_again(pack, taken):
    request = record(b"GET / HTTP/1.1\r\n\r\n", 2, "request")
    first, between, last = (pack(each) for each in (record(answer(PAGE)), request, record(answer(page().encode()), 3)))
    one, three = taken(first + between + last)
    assert one.origin == "a.warc#record=urn:uuid:00000000-0000-4000-8000-000000000001&bytes=0"
    assert three.origin == f"a.warc#record=urn:uuid:00000000-0000-4000-8000-000000000003&bytes={len(first + between)}"
    assert asdict(one).items() >= {"title": "Trains seen", "publisher": "A Paper", "published": "2024-02-26", "retrieved": "2024-03-01T08:00:00Z"}.items()
    assert one.text == three.text == ENGLISH and len(one.doc_id) == 16 and one.doc_id != three.doc_id


def test_the_records_address_counts_before_the_pages(taken):
    (report,) = taken(record(answer(PAGE), url="https://example.org/ä b?c=%20"))
    assert report.url == "https://example.org/%C3%A4%20b?c=%20"


def test_neither_the_day_of_the_crawl_nor_the_last_change_is_the_day_of_publication(taken):
    block = answer(page().encode(), "Last-Modified: Mon, 01 Jan 2024 10:00:00 GMT", "Date: Fri, 01 Mar 2024 08:00:00 GMT")
    assert [report.published for report in taken(record(block))] == [""]
    assert [report.published for report in taken(record(block), said=Said("2024-02-02"))] == ["2024-02-02"]


def test_a_day_after_the_crawl_is_none(taken):
    later = page(head='<meta property="article:published_time" content="2025-01-01">')
    assert [report.published for report in taken(record(answer(later.encode())))] == [""]


def test_a_page_that_is_packed_once_more_or_in_another_encoding_is_read(taken):
    umlauts = page(f"<p>{GERMAN} Öl für Südkorea</p>", lang="de").replace('<meta charset="utf-8">', "")
    packed = answer(gzip.compress(umlauts.encode()), "Content-Encoding: gzip")
    latin = answer(umlauts.encode("latin-1"), kind="text/html; charset=ISO-8859-1")
    assert [report.text.endswith("Öl für Südkorea") for report in taken(record(packed) + record(latin, 2))] == [True, True]


def test_pages_that_are_not_worth_reading_are_passed_over(taken):
    archive = record(answer(page(f"<p>{ENGLISH}</p>").encode())) + record(answer(page(f"<p>{GERMAN}</p>", lang="de").encode()), 2)
    passed, report = taken(archive, worth_reading=lambda text: "Minister" in text)
    assert isinstance(passed, PassedOver) and passed.place.endswith("1&bytes=0") and passed.characters > len(ENGLISH)
    assert report.text == GERMAN


REJECTED = {
    "another status": (answer(PAGE, status="404 Not Found"), "the server did not answer with a page, but with another status than 200"),
    "another kind": (answer(PAGE, kind="application/pdf"), "it is 'application/pdf', no web page"),
    "another language": (answer(page(lang="fr").encode()), "its language is 'fr'; only de and en are read"),
    "no HTTP": (b"nonsense", "the server did not answer with a page"),
    "nothing": (b"", "the record is empty, or breaks off in its headers"),
    "an answer without a page": (answer(b""), "it is no web page"),
    "a packing that nobody knows": (answer(PAGE, "Content-Encoding: gzip", "Transfer-Encoding: chunked"), "the server's answer cannot be read (OSError: "),
    "a page that no report fills": (answer(b"<p>" * 2_000_000), "the page has more than 5,000,000 bytes; no report is longer"),
    "a page that swells": (answer(gzip.compress(b"<p>" * 6_000_000), "Content-Encoding: gzip"), "the page has more than 5,000,000 bytes; no report is longer"),
    "a record that no report fills": (answer(b"<p>" * 7_000_000), "the record has more than 20,000,000 bytes, as no report does"),
}


@pytest.mark.parametrize("case", REJECTED)
def test_a_record_that_is_no_report_is_told_and_costs_no_other(case, taken):
    block, reason = REJECTED[case]
    before, wrong, after = taken(record(answer(PAGE)) + record(block, 2) + record(answer(PAGE), 3))
    assert isinstance(before, Document) and isinstance(after, Document) and isinstance(wrong, Rejected)
    assert wrong.reason.startswith(reason) and "-000000000002&bytes=" in wrong.place, wrong


WHOLE = gzip.compress(record(answer(PAGE)))
BROKEN = {
    "it is no archive": (b"hello\n" * 99, "the archive breaks off behind this place (Invalid WARC header); get it again"),
    "a member of its compression is damaged": (WHOLE + WHOLE[:20] + b"\xff" * 100, "the archive breaks off behind this place ("),
    "it ends in a page": (WHOLE + WHOLE[:-150], "the record breaks off after"),
    "a header is damaged": (record(answer(PAGE)) + b"WARX/1.0\r\nA: b\r\n\r\n", "the archive breaks off behind this place (Invalid WARC header)"),
    "a length is too long": (record(answer(PAGE), length=99_999), "the record breaks off after"),
    "a length is too short": (record(answer(PAGE), length=300), "the archive breaks off behind this place (Invalid WARC header)"),
    "a length is none": (record(answer(PAGE)).replace(b"Content-Length: ", b"Content-Length: -", 1), ""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_archive_is_told_and_read_up_to_there(case, taken):
    content, reason = BROKEN[case]
    outcomes = taken(content, "a.warc.gz")
    assert isinstance(outcomes[-1], Rejected) and outcomes[-1].reason.startswith(reason), outcomes
    assert all(isinstance(outcome, Document | Rejected) for outcome in outcomes) and len(outcomes) <= 2


def test_an_archive_that_swells_is_given_up(taken, monkeypatch):
    monkeypatch.setattr(archives, "MAX_RECORD", 1000)
    bomb = gzip.compress(record(answer(b"0" * 60_000_000)))
    outcomes = taken(bomb * 5, "a.warc.gz")
    assert len(outcomes) == 2 and outcomes[-1].reason == "the archive unpacks to far more than its size, as no crawl does; what follows was not read"


def test_an_archive_that_is_not_there_is_told():
    (wrong,) = read(Shard("none.warc", "warc"))
    assert wrong == Rejected("none.warc", "it does not exist; check the name")
