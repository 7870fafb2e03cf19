"""Tables come back as they were written, and one that breaks its description is refused with every offending cell."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.errors import TableError

ANY_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"))
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
    "not UTF-8": (b"fact_id\n\xff\n", "dropped.csv is not UTF-8 (byte 0); save it as UTF-8."),
    "empty": (b"", "dropped.csv is no readable CSV table"),
    "ragged": (b"a,b\n1,2\n1,2,3\n", "dropped.csv is no readable CSV table"),
    "without a column": (b"fact_id,doc_id\n", "dropped.csv: column reason, detail, evidence is missing"),
    "an empty id": (b"fact_id,doc_id,reason,detail,evidence\n,,,,\n", "column fact_id: '' fails the check"),
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


def test_a_table_is_written_whole_or_not_at_all(tmp_path):
    (tmp_path / "dropped.csv").mkdir()
    with pytest.raises(TableError, match=r"dropped\.csv cannot be written: Is a directory; make room there or choose another place"):
        tables.write("dropped", tables.empty("dropped"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["dropped.csv"]
    (tmp_path / "file").touch()
    with pytest.raises(TableError, match=r"dropped\.csv cannot be written: "):
        tables.write("dropped", tables.empty("dropped"), tmp_path / "file")


def test_the_descriptor_names_each_file_with_its_fields():
    described = json.loads(tables.described(["facts", "dropped"]))
    assert [resource["path"] for resource in described["resources"]] == ["facts.csv", "dropped.csv"]
    assert [field["name"] for field in described["resources"][1]["schema"]["fields"]] == ["fact_id", "doc_id", "reason", "detail", "evidence"]
