"""Web pages: what trafilatura takes for the text, and what the page says of itself.

Its date is that of publication as the page's metadata, its address or its words tell it (htmldate), without a search through all of
its text; what the server says of its last change is no such date, and nor is the day of the crawl. A page whose words do not matter is
passed over before it is taken apart, since that takes nine tenths of the time. The bounds keep that time in bounds: it grows faster than the page.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import quote, urlsplit

from analysis import days
from analysis.documents import safe_id
from analysis.intake.charsets import decoded
from analysis.intake.crude import crude_text
from analysis.intake.opening import content
from analysis.intake.plain_text import stem
from analysis.intake.reports import LONGEST_FIELD, foreign, primary, report
from analysis.intake.units import Outcome, PassedOver, Said, Shard, rejected
from analysis.text_files import MAX_BYTES

MAX_ELEMENTS, MAX_DEPTH, LONGEST_TAG = 20_000, 150, 1_000  # elements, elements in each other, words in one tag
LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{2 * LONGEST_TAG},}}")
TOO_DEEP = "boolean(/*" + "/*" * MAX_DEPTH + ")"
LANGUAGE = re.compile(r"<html(?:\s[^<>]*?)?\s(?:xml:)?lang\s*=\s*[\"']?\s*([A-Za-z]{2,8})", re.IGNORECASE)
HEAD = 10_000
FIRST_PAGE = "1990-01-01"
ADDRESS_SIGNS = "%/:?#[]@!$&'()*+,;=~"

WorthReading = Callable[[str], bool] | None


def read(shard: Shard, said: Said, worth_reading: WorthReading) -> Iterator[Outcome]:
    """The report of a page that was saved. Raises one of `opening.BROKEN`."""
    raw = content(shard.address, MAX_BYTES)
    yield page(shard.address, raw, {"doc_id": safe_id(stem(shard.address))}, said, worth_reading)


def page(place: str, raw: bytes, says: dict[str, str], said: Said, worth_reading: WorthReading) -> Outcome:
    """The report of a page's bytes. `says` is what is known beside the page: url, retrieved, charset, doc_id; it counts before what the page says."""
    html = decoded(raw, says.pop("charset", ""))
    told = LANGUAGE.search(html, 0, HEAD)
    language = primary(told[1]) if told else ""
    if reason := foreign(language):
        return rejected(place, reason)
    if worth_reading is not None and not worth_reading(letters := crude_text(html)):
        return PassedOver(place, len(letters))
    if reason := _hostile(html):
        return rejected(place, reason)
    try:
        tree = _tree(html)
        reason = "it is no web page" if tree is None else _too_much(tree)
        text, told_by_page = ("", {}) if reason else (_text(tree), _metadata(tree, says))
    except Exception as broken:  # a library that takes the pages of the whole world apart fails in ways of its own
        reason = f"it cannot be taken apart ({type(broken).__name__}: {broken})"
    if not reason and text.count("\ufffd") * 100 > len(text):
        reason = "more than a hundredth of its signs are of no encoding that is known; save it as UTF-8"
    if reason:
        return rejected(place, reason)
    known = {"language": language} | told_by_page | {key: value for key, value in says.items() if value}
    known["publisher"] = known["publisher"] or said.publisher or _host(known["url"] or said.url)
    return report(place, text, known, said)


def _hostile(html: str) -> str:
    """Why the page must not even be parsed."""
    if html.count("<") > 4 * MAX_ELEMENTS:
        return f"it has more than {4 * MAX_ELEMENTS:,} tags, as no report does"
    if any(len(tag[0].split()) > LONGEST_TAG for tag in LONG_TAG.finditer(html)):
        return f"one of its tags has more than {LONGEST_TAG:,} words, as no report's has"
    return ""


def _tree(html: str):
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is told by us
    return trafilatura.load_html(html)


def _too_much(tree) -> str:
    if tree.xpath(TOO_DEEP):
        return f"its elements stand in each other more than {MAX_DEPTH} deep, as in no report"
    if tree.xpath("count(//*)") > MAX_ELEMENTS:
        return f"it has more than {MAX_ELEMENTS:,} elements, as no report does"
    return ""


def _text(tree) -> str:
    import trafilatura

    taken = trafilatura.bare_extraction(tree, fast=True, include_comments=False, with_metadata=False)
    return "" if taken is None else taken.text or ""


def _metadata(tree, says: dict[str, str]) -> dict[str, str]:
    """What the page says of itself. The library's own function for all of it spends nine tenths of its time on authors and licences."""
    from trafilatura import metadata

    found = metadata.examine_meta(tree)
    with suppress(Exception):  # data about the page that is no JSON is as good as none
        found = metadata.extract_meta_json(tree, found)
    url = says.get("url") or web_address(found.url or metadata.extract_url(tree) or "")
    latest = says.get("retrieved", "")[:10] or days.LAST
    published = metadata.find_date(tree, original_date=True, extensive_search=False, min_date=FIRST_PAGE, max_date=latest, url=url or None)
    title, publisher = found.title or metadata.extract_title(tree), found.sitename or metadata.extract_sitename(tree)
    return {"url": url, "title": _line(title), "publisher": _line(publisher).lstrip("@"), "published": published or ""}


def web_address(url: str) -> str:
    """The address with what none may hold spelled out; empty if it is none."""
    return quote(url, safe=ADDRESS_SIGNS) if url.startswith(("http://", "https://")) and len(url) <= LONGEST_FIELD and _host(url) else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # of a bracket that is never closed
        return ""


def _line(said: str | None) -> str:
    return " ".join((said or "").split())[:LONGEST_FIELD]
