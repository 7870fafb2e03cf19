"""Facts out of JSON lines, and into the formats that a file's ending names."""

import json
import sys

import pytest

from analysis import document_lines, table_files, tables, vocabulary
from analysis.document_lines import read_all
from analysis.errors import DocumentError, OutputError, TableError
from analysis.extract import facts_table

TEXT = "Moskau hat laut Kiew 40 Haubitzen aus Nordkorea erhalten."
REPORT = {"doc_id": "b", "text": TEXT, "language": "de", "published": "2024-02-10", "publisher": "Ein Blatt"}


def lines(path, *reports):
    path.write_text("".join(f"{json.dumps(report)}\n" for report in reports), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def facts():
    from analysis.document_lines import document

    return facts_table([document(json.dumps(REPORT).encode(), "here")], vocabulary.load())


def test_lines_and_plain_files_are_read_together_oldest_first(tmp_path):
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    path = lines(tmp_path / "in.jsonl", REPORT, REPORT | {"doc_id": "a", "published": None, "publisher": None})
    found = read_all([path, tmp_path / "c.txt", path], published="2023-01-01", language="de")
    assert [(each.doc_id, each.published, each.publisher) for each in found] == [("a", "2023-01-01", ""), ("c", "2023-01-01", ""), ("b", "2024-02-10", "Ein Blatt")]


def test_the_same_report_gives_the_same_facts_from_a_line_and_from_a_file(tmp_path):
    (tmp_path / "b.md").write_text(f"---\ndoc_id: b\npublished: 2024-02-10\nlanguage: de\npublisher: Ein Blatt\n---\n{TEXT}\n", encoding="utf-8")
    one, other = ([*read_all([path])] for path in (lines(tmp_path / "in.jsonl", REPORT), tmp_path / "b.md"))
    assert one == other and len(facts_table(one, vocabulary.load()))


def test_all_broken_lines_and_files_come_in_one_message(tmp_path):
    path = lines(tmp_path / "in.jsonl", REPORT, REPORT, REPORT | {"doc_id": "x:1"}, REPORT | {"language": "fr"})
    with pytest.raises(DocumentError) as refused:
        read_all([path, tmp_path / "none.txt"])
    said = str(refused.value)
    assert f"{path}, line 2 and {path}, line 1 both have the doc_id 'b'; give one of them another, in its front matter or by its name." in said
    assert f"{path}, line 3: the doc_id 'x:1' may hold only letters A-Z" in said and "line 4: the language 'fr' is unknown" in said
    assert "none.txt does not exist" in said and len(said.splitlines()) == 4


def test_a_missing_file_of_lines_is_named_beside_what_else_is_wrong(tmp_path):
    with pytest.raises(DocumentError) as refused:
        read_all([tmp_path / "none.jsonl", tmp_path / "none.txt", lines(tmp_path / "in.jsonl", {})])
    assert "none.jsonl cannot be read: No such file" in str(refused.value) and "none.txt" in str(refused.value) and "in.jsonl, line 1" in str(refused.value)


def test_a_line_without_end_is_refused_before_memory_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(document_lines, "MAX_LINE", 1000)
    path = lines(tmp_path / "in.jsonl", REPORT, REPORT | {"doc_id": "c", "text": "x" * 1000}, REPORT | {"doc_id": "d"})
    with pytest.raises(DocumentError, match=r"in\.jsonl, line 2 has more than 1,000 bytes; write one report a line"):
        read_all([path])
    monkeypatch.undo()
    assert len(read_all([path])) == 3


def test_parquet_holds_what_json_lines_hold(facts, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow, which the extra cluster brings")
    rows = parquet.read_table(table_files.write("facts", facts, tmp_path / "new" / "facts.parquet")).to_pylist()
    told = [row | {"spans": {name: span for name, span in row["spans"].items() if span}} for row in rows]
    assert told == tables.json_rows("facts", facts) and rows
    empty = table_files.write("facts", tables.empty("facts"), tmp_path / "empty.parquet")
    assert parquet.read_schema(empty) == parquet.read_schema(tmp_path / "new" / "facts.parquet")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["facts.parquet"]


def test_parquet_without_pyarrow_says_what_to_do(facts, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TableError, match=r"facts.parquet cannot be written: Parquet needs pyarrow; install the extra cluster, or end the name in .csv or .jsonl."):
        table_files.write("facts", facts, tmp_path / "facts.parquet")


def test_a_parquet_file_that_cannot_be_written_is_named(facts, tmp_path):
    pytest.importorskip("pyarrow", reason="needs pyarrow, which the extra cluster brings")
    (tmp_path / "facts.parquet").mkdir()
    with pytest.raises(OutputError, match="facts.parquet cannot be written: Is a directory"):
        table_files.write("facts", facts, tmp_path / "facts.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["facts.parquet"]


def test_the_spans_of_a_fact_are_those_that_parquet_keeps(facts):
    assert all(set(row["spans"]) <= set(table_files.SPANS) for row in tables.json_rows("facts", facts))
