"""Archives of crawls (WARC), record by record: each page that a server answered with is a report.

Its address is the record's, its id a digest of the record's, and the day of the crawl is when it was retrieved, never when it was published.
An archive that breaks inside, as where a member of its compression is damaged, is read up to there: nothing tells for sure where the next record begins.
"""

from collections.abc import Iterator

from analysis import days
from analysis.intake.opening import BROKEN, stored, swells
from analysis.intake.reports import digest
from analysis.intake.units import Outcome, Said, Shard, rejected
from analysis.intake.web_pages import WorthReading, page, web_address
from analysis.text_files import MAX_BYTES

MAX_RECORD = 4 * MAX_BYTES  # bytes of a record; of one that is packed once more, a page may be MAX_BYTES
WEB_PAGES = ("text/html", "application/xhtml+xml", "")
LONGEST_URN = 200


def read(shard: Shard, said: Said, worth_reading: WorthReading) -> Iterator[Outcome]:
    """What each response holds; requests, metadata and the like hold nothing. Raises OSError if the archive cannot be opened."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with stored(shard.address) as stream:
        unpacked, place = 0, shard.address
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
                place = _place(shard.address, record)
                unpacked += record.content_length
                if swells(unpacked, stream.tell()):
                    yield rejected(place, "the archive unpacks to far more than its size, as no crawl does; what follows was not read")
                    return
                if record.record_type == WarcRecordType.response:
                    yield _outcome(place, record, said, worth_reading)
        except BROKEN as broken:
            yield rejected(place, f"the archive breaks off behind this place ({broken}); get it again")


def _place(address: str, record) -> str:
    urn = "".join((record.record_id or "").strip("<>").split())[:LONGEST_URN]
    return f"{address}#record={urn}&bytes={record.stream_pos}"


def _outcome(place: str, record, said: Said, worth_reading: WorthReading) -> Outcome:
    told = record.content_length
    if told > MAX_RECORD:
        return rejected(place, f"the record has more than {MAX_RECORD:,} bytes, as no report does")
    if not told:
        return rejected(place, "the record is empty, or breaks off in its headers")
    block = record.reader.read(told)
    if len(block) < told:
        return rejected(place, f"the record breaks off after {len(block):,} of {told:,} bytes; get the archive again")
    try:
        answer = _answer(block)
        raw = answer.reader.read(MAX_BYTES + 1)
    except Exception as broken:  # whatever the library raises for an answer that is no HTTP
        return rejected(place, f"the server's answer cannot be read ({type(broken).__name__}: {broken})")
    if reason := _no_page(answer, raw):
        return rejected(place, reason)
    return page(place, raw, _says(place, record, answer), said, worth_reading)


def _answer(block: bytes):
    """A record of its own for what the server answered: the archive's own would take the archive down with it where this cannot be decoded."""
    from fastwarc.warc import WarcRecord

    answer = WarcRecord()
    answer.is_http = True
    answer.set_bytes_content(block)
    answer.parse_http(auto_decode="all")
    return answer


def _no_page(answer, raw: bytes) -> str:
    kind = (answer.http_content_type or "").lower()
    if answer.http_headers is None or answer.http_headers.status_code != 200:
        return "the server did not answer with a page, but with another status than 200"
    if kind not in WEB_PAGES:
        return f"it is {kind[:40]!r}, no web page"
    return f"the page has more than {MAX_BYTES:,} bytes; no report is longer" if len(raw) > MAX_BYTES else ""


def _says(place: str, record, answer) -> dict[str, str]:
    headers = record.headers
    retrieved = headers.get("WARC-Date") or ""
    return {
        "doc_id": digest(record.record_id or place),
        "url": web_address((headers.get("WARC-Target-URI") or "").strip("<>")),
        "retrieved": retrieved if retrieved[10:11] == "T" and not days.fault(retrieved[:10]) else "",
        "charset": answer.http_charset or "",
    }
