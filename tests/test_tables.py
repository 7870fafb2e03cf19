"""Tables come back as they were written, and one that breaks its description is refused with every offending cell."""

import errno
import json
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.errors import OutputError, TableError

ANY_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@a", "\tx", "'=1", "''=1", "=", "-"]


def written(texts: list[str], folder: Path) -> Path:
    return tables.write_csv(pd.DataFrame({"doc_id": texts, "note": texts}), folder / "any.csv")


@given(texts=st.lists(ANY_TEXT | st.sampled_from(FORMULAS), min_size=1))
def test_any_text_is_read_back_as_it_was_written(texts, tmp_path_factory):
    assert list(tables.read_csv(written(texts, tmp_path_factory.mktemp("tables")))["note"]) == texts


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_as_a_formula(formula, tmp_path):
    cells = written([formula], tmp_path).read_text(encoding="utf-8").splitlines()[1].split(",")
    assert all(cell.strip('"')[0] not in tables.FORMULA_STARTS for cell in cells)


@settings(max_examples=30)
@given(low=st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_as_it_was_written(low, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    tables.write("facts", tables.frame("facts", [{"fact_id": "a", "doc_id": "a", "hedge": "flat", "kind": "use", "low": low}]), folder)
    read = tables.read("facts", folder)["low"][0]
    assert read == low or (low is None and pd.isna(read))


def test_whole_numbers_stand_without_a_point_and_open_ones_are_empty():
    assert tables.csv_text(pd.DataFrame({"low": [1e6, None, 0.5]})) == "low\n1000000\n\"\"\n0.5\n"


def test_json_lines_hold_numbers_lists_and_objects(tmp_path):
    fact = {
        "fact_id": "a:0-4:1", "doc_id": "a", "start": 0, "end": 4, "kind": "use", "hedge": "flat", "low": 1e6, "chain": "Kyiv; A Paper",
        "spans": '{"quantity": [0, 2]}', "evidence": "=Über",
    }  # fmt: skip
    line = json.loads(tables.write_json_lines("facts", tables.frame("facts", [fact]), tmp_path / "facts.jsonl").read_text(encoding="utf-8"))
    assert (line["low"], line["high"], line["start"]) == (1000000, None, 0)
    assert (line["chain"], line["spans"], line["evidence"]) == (["Kyiv", "A Paper"], {"quantity": [0, 2]}, "=Über")


def test_a_column_that_no_table_has_is_refused():
    with pytest.raises(TableError, match="Table dropped has no column colour; its columns are fact_id, doc_id"):
        tables.frame("dropped", [{"fact_id": "a", "colour": "red"}])


def test_every_offending_cell_is_named_in_one_message():
    with pytest.raises(TableError) as refused:
        tables.frame("documents", [{"doc_id": "", "language": "fr", "published": "today"}])
    assert len(str(refused.value).splitlines()) == 3
    assert "documents, row 2, column language: 'fr' fails the check" in str(refused.value)
    with pytest.raises(TableError, match="facts, row 2, column low: 'many' is no number."):
        tables.frame("facts", [{"fact_id": "a", "low": "many"}])


BROKEN = {
    "missing": (None, "dropped.csv is missing in folder; restore it, or run the stage that writes it."),
    "not UTF-8": (b"fact_id\n\xff\n", "dropped.csv is not UTF-8 (byte 8, line 2); save it as UTF-8."),
    "not UTF-8 behind a byte order mark": (b"\xef\xbb\xbfa\n1\n\xff\n", "dropped.csv is not UTF-8 (byte 7, line 3); save it as UTF-8."),
    "binary": (b"fact_id\n\0\n", "dropped.csv has a NUL byte (byte 8), so it is no text; save it as CSV in UTF-8."),
    "empty": (b"", "dropped.csv is empty; restore it, or run the stage that writes it."),
    "of empty lines": (b"\n\r\n", "dropped.csv is empty; restore it, or run the stage that writes it."),
    "with too many cells": (b"a,b\n1,2\n1,2,3\n", "dropped.csv, line 3: 3 cells stand under 2 columns; put a cell that holds a comma in quotes."),
    "with too many cells at once": (b"a,b\n1,2,3\n", "dropped.csv, line 2: 3 cells stand under 2 columns; put a cell that holds a comma in quotes."),
    "with too few cells": (b"a,b\n1\n", "dropped.csv, line 2: 1 cells stand under 2 columns; write a comma for each empty cell too."),
    "with a quotation never closed": (b'a,b\n1,2\n"1,2\n3,4\n', "dropped.csv, line 3: a quotation mark opens a cell and does not close it; close it behind its cell"),
    "with text behind a quotation": (b'a,b\n"1"x,2\n', "dropped.csv, line 2: a quotation mark opens a cell and does not close it; close it behind its cell"),
    "with a column twice": (b"a,b,a\n1,2,3\n", "dropped.csv: column a stands twice; keep one."),
    "with a nameless column": (b"a, ,b\n1,2,3\n", "dropped.csv: column 2 has no name; name it, or take it out of each row."),
    "with semicolons": (b"fact_id;doc_id\n1;2\n", "dropped.csv has its cells apart by another sign than the comma; save it as CSV with commas."),
    "without a column": (b"fact_id,doc_id\n", "dropped.csv: column reason, detail, evidence is missing"),
    "with an empty id": (b"fact_id,doc_id,reason,detail,evidence\n,,,,\n", "dropped.csv, line 2, column fact_id: '' fails the check"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_such_table_is_refused(case, tmp_path):
    content, message = BROKEN[case]
    folder = tmp_path / "folder"
    folder.mkdir()
    if content is not None:
        (folder / "dropped.csv").write_bytes(content)
    with pytest.raises(TableError) as refused:
        tables.read("dropped", folder)
    assert message in str(refused.value)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)], ids=["a pipe", "a folder", "a device"])
def test_what_is_no_file_is_refused_unread(make, tmp_path):
    make(tmp_path / "dropped.csv")
    with pytest.raises(TableError, match="dropped.csv is a folder, a pipe or a device, no table; put a file in its place."):
        tables.read_csv(tmp_path / "dropped.csv")


def test_a_link_that_leads_back_to_itself_is_refused(tmp_path):
    (tmp_path / "dropped.csv").symlink_to("dropped.csv")
    with pytest.raises(TableError, match="dropped.csv cannot be read: Too many levels of symbolic links"):
        tables.read_csv(tmp_path / "dropped.csv")


def test_a_file_that_nobody_may_read_is_refused(monkeypatch, tmp_path):
    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(TableError, match="dropped.csv cannot be read: Permission denied; check what it is and who may read it."):
        tables.read_csv(tmp_path / "dropped.csv")


def test_every_ragged_row_is_named_with_the_line_on_which_it_begins(tmp_path):
    path = tmp_path / "any.csv"
    path.write_bytes(b'a,b\r\n1,"two\r\nlines\n\nand more"\r\n\r\n1\r\n1,2\r\n"x\ny",2,3\r\n')
    with pytest.raises(TableError) as refused:
        tables.read_csv(path)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == ["any.csv, line 7", "any.csv, line 9"]


def test_an_offending_cell_is_named_with_the_line_on_which_its_row_begins(tmp_path):
    rows = [{"fact_id": "a", "kind": "use", "hedge": "flat", "doc_id": "a", "low": 1.5, "evidence": evidence} for evidence in ("one\n\ntwo", "three")]
    path = tables.write("facts", tables.frame("facts", rows), tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("1.5", "many"), encoding="utf-8")
    with pytest.raises(TableError) as refused:
        tables.read("facts", path)
    assert str(refused.value).splitlines() == [f"facts.csv, line {line}, column low: 'many' is no number." for line in (2, 5)]


def test_a_table_that_was_read_numbers_its_rows_from_nought(tmp_path):
    rows = [{"fact_id": name, "doc_id": "a", "evidence": "one\ntwo"} for name in "ab"]
    assert list(tables.read("dropped", tables.write("dropped", tables.frame("dropped", rows), tmp_path)).index) == [0, 1]


def test_a_table_without_rows_is_read_back(tmp_path):
    assert tables.read("dropped", tables.write("dropped", tables.empty("dropped"), tmp_path)).empty


def test_a_cell_may_be_as_long_as_a_report(tmp_path):
    assert list(tables.read_csv(written(["x" * 1_000_000], tmp_path))["note"]) == ["x" * 1_000_000]


def test_a_byte_order_mark_belongs_to_no_column(tmp_path):
    (tmp_path / "any.csv").write_bytes(b"\xef\xbb\xbfa\n1\n")
    assert list(tables.read_csv(tmp_path / "any.csv").columns) == ["a"]


def test_a_table_is_written_whole_or_not_at_all(tmp_path):
    (tmp_path / "dropped.csv").mkdir()
    with pytest.raises(OutputError, match=r"dropped\.csv cannot be written: Is a directory; make room there or choose another place"):
        tables.write("dropped", tables.empty("dropped"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["dropped.csv"]
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"dropped\.csv cannot be written: "):
        tables.write("dropped", tables.empty("dropped"), tmp_path / "file")


def test_the_descriptor_names_each_file_with_its_fields():
    described = json.loads(tables.described(["facts", "dropped"]))
    assert [resource["path"] for resource in described["resources"]] == ["facts.csv", "dropped.csv"]
    assert [field["name"] for field in described["resources"][1]["schema"]["fields"]] == ["fact_id", "doc_id", "reason", "detail", "evidence"]
