"""What a refresh tells: the list of editions, the feed and the log."""

from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from analysis import tables
from analysis.refresh import events, log, pages
from tests.small_editions import edition
from tests.small_refreshes import home  # noqa: F401
from tests.small_reports import write

class Links(HTMLParser):
    """The addresses that a page leads to, the names of its attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.addresses, self.names, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.names += [name for name, _ in attributes]
        self.addresses += [value for name, value in attributes if name == "href"]

    def handle_data(self, data):
        self.text += data


ATOM = "{http://www.w3.org/2005/Atom}"
CHANGE = {"rank": 1, "kind": "estimate", "subject": "KP>RU shell", "change": "moved", "field": "low", "before": "1e6", "after": "2e6", "moved": 50.0, "cause": "C-1", "reports": "r1"}


def published(home, name="2024-02-10-en", **changes):
    folder = edition(home, name)
    tables.write("changes", tables.frame("changes", [CHANGE | changes]), folder / "tables")
    for file in ("brief.pdf", "evidence.html"):
        (folder / file).write_text("x")
    return folder


def test_the_index_lists_every_edition_newest_first_with_links_that_lead_to_files(home):
    for name in ("2024-02-08-en", "2024-02-10-de", "2024-02-10-en"):
        published(home, name)
    pages.write(home / "reports")
    page = Links((home / "reports" / "index.html").read_text(encoding="utf-8"))
    assert [address for address in page.addresses if address.endswith("brief.pdf")] == [f"kp-ru/{name}/brief.pdf" for name in ("2024-02-10-en", "2024-02-10-de", "2024-02-08-en")]
    assert [address for address in page.addresses if not (home / "reports" / address).is_file()] == []
    assert "Was Nordkorea und Russland einander liefern" in page.text and "What changed: estimate moved: 1" in page.text
    assert "estimate KP>RU shell moved: low 1,000,000 → 2,000,000, by 50 per cent (A Paper, 2024-01-22, https://example.org/r1 (r1))" in page.text


def test_the_feed_has_what_atom_asks_for_and_dates_from_the_data(home):
    for name in ("2024-02-08-en", "2024-02-10-en"):
        published(home, name)
    pages.write(home / "reports")
    feed = ElementTree.parse(home / "reports" / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    for part in (feed, *entries):
        assert [len(part.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
    assert feed.tag == f"{ATOM}feed" and feed.findtext(f"{ATOM}author/{ATOM}name") == "claimtrail"
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2024-02-10T00:00:00Z", "2024-02-08T00:00:00Z"]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2 and feed.findtext(f"{ATOM}updated") == "2024-02-10T00:00:00Z"
    assert "KP&gt;RU shell moved" in entries[0].findtext(f"{ATOM}content")


def test_an_edition_whose_numbers_come_out_otherwise_is_another_entry_and_one_that_does_not_is_the_same(home):
    def ids():
        pages.write(home / "reports")
        return [each.text for each in ElementTree.parse(home / "reports" / "feed.xml").iter(f"{ATOM}id")]

    folder = published(home)
    first, again = ids(), (published(home), ids())[1]
    numbers = tables.read("numbers", folder / "tables")
    tables.write("numbers", numbers.assign(value=2e6), folder / "tables")
    assert first == again and ids()[0] == first[0] and ids()[1] != first[1]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\"' onload=x & ]]>", "\x1b\x00\x9b\ufffe"])
def test_what_a_report_says_becomes_no_markup(hostile, home):
    folder = published(home, subject=f"a {hostile}")
    (folder.parent.parent / "<b>&" / "2024-02-09-en" / "tables").mkdir(parents=True)
    pages.write(home / "reports")
    page = (home / "reports" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page and "<b>" not in page and "onload" not in Links(page).names
    feed = ElementTree.parse(home / "reports" / "feed.xml")
    assert page.count("<article>") == 2 and len(list(feed.iter(f"{ATOM}entry"))) == 2
    assert not set("\x1b\x00\x9b\ufffe") & set("".join(feed.getroot().itertext()))


def test_an_edition_of_a_topic_that_is_gone_and_without_tables_is_listed_all_the_same(home):
    (home / "reports" / "old-topic" / "2020-01-01-en").mkdir(parents=True)
    pages.write(home / "reports")
    page = Links((home / "reports" / "index.html").read_text())
    assert "old-topic, en: nothing to read is there" in page.text and "What changed: what changed cannot be read" in page.text


def test_without_an_edition_there_is_no_page(home):
    pages.write(home / "reports")
    assert not (home / "reports").exists()


def test_a_log_that_was_torn_is_gone_on_with_in_a_line_of_its_own(tmp_path):
    write(tmp_path, "log.jsonl", '{"number": 1}\n{"number":')
    log.append(tmp_path / "log.jsonl", events.Event("made", "ü"))
    assert (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()[2] == '{"number": 3, "what": "made", "subject": "ü"}'
