"""Files as people have them become documents: texts, data sets, and what each of their formats refuses."""

import datetime
import gzip
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from hashlib import sha256
from multiprocessing import get_context

import pyarrow
import pytest

from analysis.documents import Document
from analysis.intake import Rejected, Said, Shard, read, shards
from tests.small_files import ENGLISH, FRENCH, GERMAN, json_lines, write_parquet


@pytest.fixture
def taken(tmp_path, monkeypatch):
    """Writes a file and gives what the intake makes of it."""
    monkeypatch.chdir(tmp_path)

    def take(name: str, content: bytes | str, said: Said = Said()) -> list:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return [outcome for shard in shards([name]) for outcome in read(shard, said)]

    return take


TEXTS = {
    "plain": ("a b.txt", ENGLISH + "\n", {"doc_id": "a-b", "language": "en", "published": "", "text": ENGLISH, "origin": "a b.txt"}),
    "packed": ("a.txt.gz", gzip.compress(GERMAN.encode()), {"doc_id": "a", "language": "de", "text": GERMAN, "origin": "a.txt.gz"}),
    "front matter": ("a.md", f"---\ndoc_id: x\nkind: abstract\npublished: 2024-02-10\n---\n\n{ENGLISH}", {"doc_id": "x", "kind": "abstract"}),
    "taken from elsewhere": ("a.md", f"---\norigin: b.pdf#pages=0\n---\n\n{ENGLISH}", {"origin": "b.pdf#pages=0"}),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_is_read_as_documents_reads_it(case, taken):
    name, content, expected = TEXTS[case]
    (report,) = taken(name, content)
    assert asdict(report).items() >= expected.items()
    assert report.sha256 == sha256(report.text.encode()).hexdigest()


def test_what_the_user_says_is_for_those_that_do_not_say_it(taken):
    said = Said("2024-01-01", "de", "A Paper", "https://example.org/said")
    (unsaid,) = taken("a.txt", "Text", said)
    saying = {"text": ENGLISH, "language": "en", "published": "2024-02-02", "publisher": "B", "url": "https://example.org/b"}
    (row,) = taken("a.jsonl", json_lines(saying), said)
    assert (unsaid.published, unsaid.language, unsaid.publisher, unsaid.url) == ("2024-01-01", "de", "A Paper", "https://example.org/said")
    assert (row.published, row.language, row.publisher, row.url) == ("2024-02-02", "en", "B", "https://example.org/b")


ROW = {
    "doc_id": "x", "text": f"{GERMAN}\nZweite \"Zeile\"", "language": "de", "published": "2024-02-10", "publisher": "A Paper", "url": "https://example.org/x",
    "title": "T",
}  # fmt: skip
CSV = 'doc_id,text,language,published,publisher,url,title\nx,"{}",de,2024-02-10,A Paper,https://example.org/x,T\n'.format(ROW["text"].replace('"', '""'))


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [("a.jsonl", json_lines(ROW), "bytes=0-{}"), ("a.csv", CSV, "row=2"), ("a.csv.gz", gzip.compress(CSV.encode()), "row=2")],
)
def test_a_row_is_the_same_report_in_every_format(name, content, place, taken):
    (report,) = taken(name, content)
    assert asdict(report).items() >= ROW.items() and report.origin == f"{name}#{place.format(len(content))}"


def test_rows_of_parquet_are_read_by_group_and_counted_through(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", [ROW | {"doc_id": f"x{number}"} for number in range(5)])
    found = shards([str(path)])
    assert [(shard.start, shard.end) for shard in found] == [(0, 1), (1, 2), (2, 3)]
    reports = [report for shard in found for report in read(shard)]
    assert [report.doc_id for report in reports] == ["x0", "x1", "x2", "x3", "x4"]
    assert [report.origin for report in reports] == [f"{path}#row={number}" for number in range(1, 6)]
    assert asdict(reports[0]).items() >= (ROW | {"doc_id": "x0"}).items()


@pytest.mark.parametrize("published", [datetime.date(2024, 2, 1), datetime.datetime(2024, 2, 1, 23, 30), "2024-02-01T23:30:00Z", "2024-02-01 23:30"])
def test_a_day_with_a_time_is_its_day(published, tmp_path):
    (shard,) = shards([str(write_parquet(tmp_path / "a.parquet", [{"text": ENGLISH, "published": published}]))])
    assert [report.published for report in read(shard)] == ["2024-02-01"]


def test_a_report_without_an_id_gets_one_that_its_address_and_text_make(taken):
    rows = ({"text": ENGLISH}, {"text": ENGLISH, "url": "https://example.org/a"}, {"text": GERMAN})
    ids = [report.doc_id for report in taken("a.jsonl", json_lines(*rows))]
    assert len(set(ids)) == 3 and all(len(each) == 16 for each in ids)
    assert ids == [report.doc_id for report in taken("b.jsonl", b"\n" + json_lines(*rows))]


REJECTED_ROWS = {
    "another language that it says": ({"text": ENGLISH, "language": "fr"}, "its language is 'fr'; only de and en are read"),
    "another language by its words": ({"text": FRENCH}, "its words tell neither de nor en; only these are read"),
    "an id that is none": ({"text": ENGLISH, "doc_id": "a b"}, "its doc_id 'a b' may hold only letters A-Z"),
    "a long id": ({"text": ENGLISH, "doc_id": "a" * 201}, "its doc_id has more than 200 characters"),
    "no text": ({"doc_id": "a"}, "it has no text; give it as a string"),
    "an empty text": ({"text": " \n"}, "there is no text in it"),
    "a number for a text": ({"text": 3, "title": []}, "its text is no text; give it as a string; its title is no text"),
    "no day": ({"text": ENGLISH, "published": "yesterday"}, "published 'yesterday' is no date"),
    "no address": ({"text": ENGLISH, "url": "x"}, "the url 'x' is no web address"),
    "a long title": ({"text": ENGLISH, "title": "a" * 4001}, "its title has more than 4,000 characters"),
    "half a character": ({"text": ENGLISH + "\ud800"}, "its text is not UTF-8, or holds half of a surrogate pair"),
    "half a character in the title": ({"text": ENGLISH, "title": "\ud800"}, "its title holds a NUL character or half of a surrogate pair"),
    "a NUL character": ({"text": ENGLISH + "\0"}, "its text holds a NUL character, so it is no text"),
    "a text that no report has": ({"text": "ö" * 2_600_000}, "its text has more than 5,000,000 bytes; no report is longer"),
}


@pytest.mark.parametrize("case", REJECTED_ROWS)
def test_a_row_that_is_no_report_is_told_and_costs_no_other(case, taken):
    row, reason = REJECTED_ROWS[case]
    before, wrong, after = taken("a.jsonl", json_lines({"text": ENGLISH}, row, {"text": GERMAN}))
    assert isinstance(before, Document) and isinstance(after, Document) and isinstance(wrong, Rejected)
    assert wrong.reason.startswith(reason) and "\n" not in wrong.reason and len(wrong.reason) <= 300
    assert wrong.place == f"a.jsonl#{after.origin.split('=')[0].split('#')[1]}={before.origin.split('-')[-1]}-{after.origin.split('=')[1].split('-')[0]}"


REJECTED_FILES = {
    "a line that is no JSON": ("a.jsonl", b"{\n", "a.jsonl#bytes=0-2", "the line is no JSON (Expecting property name"),
    "a line that is no object": ("a.jsonl", b"\n[1]\n", "a.jsonl#bytes=1-5", "the line holds no JSON object"),
    "a line that is not UTF-8": ("a.jsonl", b"\xff\n", "a.jsonl#bytes=0-2", "the line is not UTF-8: byte 0 fits no character"),
    "a line that nests": ("a.jsonl", b"[" * 100_000, "a.jsonl#bytes=0-100000", "the line is no JSON (maximum recursion depth exceeded"),
    "a line that nests in a field": ("a.jsonl", b'{"a":' * 100_000, "a.jsonl#bytes=0-500000", "the line is no JSON (maximum recursion depth exceeded"),
    "a row with other cells": ("a.csv", "text,title\na\n", "a.csv#row=2", "it has 1 cells, the header 2; give each row as many"),
    "a quote behind a quote": ("a.csv", 'text\n"a"b\n', "a.csv#row=2", "it is no row of CSV (',' expected after '\"'); quote its text"),
    "a quotation that is never closed": ("a.csv", 'text\n"a\nb\n', "a.csv#row=2", "it is no row of CSV (unexpected end of data)"),
    "a cell that is not UTF-8": ("a.csv", b"text\na\xffb\n", "a.csv#row=2", "its text is not UTF-8, or holds half of a surrogate pair"),
    "a header without text": ("a.csv", "id;text\n1;2\n", "a.csv", "its header does not name the column text, or one twice"),
    "a column twice": ("a.csv", "text,text\n1,2\n", "a.csv", "its header does not name the column text, or one twice"),
    "a header that is no CSV": ("a.csv", '"a"b\n', "a.csv", "its header is no row of CSV (',' expected after '\"')"),
    "no Parquet": ("a.parquet", b"PAR1", "a.parquet", "it is no Parquet ("),
    "a text that is not UTF-8": ("a.txt", b"\xff", "a.txt", "it is not UTF-8: byte 0 fits no character; save it as UTF-8"),
    "a text with a NUL byte": ("a.txt", b"a\0", "a.txt", "it has a NUL byte at byte 1, so it is no text"),
    "a text in no language": ("a.txt", "1 2 3", "a.txt", "its words do not tell the language; name it with --language de or en"),
    "front matter that is never closed": ("a.md", "---\na: b\n", "a.md", "the front matter that begins in line 1 is never closed"),
    "an empty text": ("a.txt", "", "a.txt", "there is no text; add the report's text or remove the file"),
    "what breaks off": ("a.txt.gz", gzip.compress(ENGLISH.encode())[:-9], "a.txt.gz", "it cannot be unpacked to its end (Compressed file ended"),
    "what is not packed": ("a.jsonl.gz", b"{}", "a.jsonl.gz", "it cannot be unpacked to its end (Not a gzipped file"),
    "what is packed wrongly": ("a.csv.gz", gzip.compress(b"text\n" * 99)[:10] + b"\xff" * 40, "a.csv.gz", "it cannot be unpacked to its end (Error -3"),
}  # fmt: skip


@pytest.mark.parametrize("case", REJECTED_FILES)
def test_a_broken_file_is_told_with_the_place_and_the_reason(case, taken):
    name, content, place, reason = REJECTED_FILES[case]
    (wrong,) = taken(name, content)
    assert isinstance(wrong, Rejected) and wrong.place == place and wrong.reason.startswith(reason), wrong
    assert not wrong.reason.endswith(".")


WRONG_TABLES = {
    "a number for a text": ([{"text": 1}], "its columns text are no text, or stand twice; write strings, of published also days"),
    "no text": ([{"body": "a"}], "it has no column text, only body; name the column of the reports' texts so"),
    "a list for a day": ([{"text": "a", "published": ["b"]}], "its columns published are no text"),
}


@pytest.mark.parametrize("case", WRONG_TABLES)
def test_a_table_with_other_columns_is_told(case, tmp_path):
    rows, reason = WRONG_TABLES[case]
    (shard,) = shards([str(write_parquet(tmp_path / "a.parquet", rows))])
    (wrong,) = read(shard)
    assert wrong.reason.startswith(reason)


def test_a_row_group_that_breaks_is_told_and_costs_no_other(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", [{"text": f"{ENGLISH} {number}"} for number in range(2)], group=1)
    raw = bytearray(path.read_bytes())
    raw[4:60] = b"\xff" * 56
    path.write_bytes(raw)
    first, second = (list(read(shard)) for shard in shards([str(path)]))
    assert first[0].place == f"{path}#row=1" and first[0].reason.startswith("row group 0 cannot be read from here on (")
    assert [report.text for report in second] == [f"{ENGLISH} 1"]


def test_a_dictionary_of_texts_is_read_as_text(tmp_path):
    schema = pyarrow.schema([("text", pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))])
    (shard,) = shards([str(write_parquet(tmp_path / "a.parquet", [{"text": ENGLISH}] * 2, schema=schema))])
    assert [report.text for report in read(shard)] == [ENGLISH] * 2


def test_a_shard_can_be_written_as_json_and_sent_to_another_process():
    shard = Shard("a.jsonl", "jsonl", 5, 9)
    assert Shard(**json.loads(json.dumps(asdict(shard)))) == shard
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(replace, shard, end=None).result() == Shard("a.jsonl", "jsonl", 5, None)
