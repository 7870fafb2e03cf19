"""Vocabulary files that cannot be used are refused, with every offending line; what is let through, the readers can read."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vocabularies import COMMITTED, add, change, refusal, remove, rows, write

from analysis import vocabulary
from analysis.documents import Document
from analysis.extract import Extractor
from analysis.extract.layers import Layers
from analysis.tables import read_rows
from analysis.vocabulary import checks


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the committed vocabulary, to be spoilt."""
    return Path(shutil.copytree(COMMITTED, tmp_path / "vocabulary"))


def test_the_committed_vocabulary_loads_and_has_no_file_that_nobody_reads():
    loaded = vocabulary.load(COMMITTED)
    assert {path.stem for path in COMMITTED.iterdir()} == set(loaded.files)
    assert all(loaded.files.values())


def test_a_key_that_stands_twice_is_refused_with_both_lines(folder):
    written = rows(folder, "units")
    write(folder, "units", [*written, written[0]])
    assert refusal(folder) == [f"units.csv, line {len(written) + 2}: round stands already in line 2; keep one."]


def test_an_organ_that_stands_for_other_bodies_in_another_language_is_refused(folder):
    """Both rows would be read, and one of them heeded, in either language."""
    line = change(folder, "organs", {"organ": "prosecutor", "language": "en"}, {"stands_for": "prosecutor;government"})
    sentence = f"stands_for is another than in line {line - 1}, which is of prosecutor too; write the same in both."
    assert refusal(folder) == [f"organs.csv, line {line}: {sentence}"]


def test_an_item_within_one_that_has_no_row_is_refused(folder):
    line = add(folder, "items", item="zeppelin.rigid", name_en="airships", name_de="Luftschiffe", unit="piece", example="two airships")
    assert refusal(folder) == [f"items.csv, line {line}: item 'zeppelin.rigid' lies within 'zeppelin', which has no row; add one."]


@pytest.mark.parametrize("item", ["ship;ferry", "ship>ferry", "car ferry", "Ferry", "ship..ferry", ""])
def test_an_item_that_is_no_path_is_refused(folder, item):
    line = add(folder, "items", item=item, name_en="ferries", name_de="Fähren", unit="piece", example="two ferries")
    assert any(said.startswith(f"items.csv, line {line}: item ") and "small letters, digits" in said for said in refusal(folder))


@pytest.mark.parametrize("origin", ["a;b", "a>b", "a b", " a", ""])
def test_an_origin_that_is_no_id_is_refused(folder, origin):
    line = add(folder, "origins", origin=origin, name_en="A", name_de="A", counts="no", reason="none", example="according to A")
    said = f"{origin!r} cannot be read" if origin else "is empty"
    sentence = f"origin {said}; write letters, digits, '.', '_', '-' and apostrophes, without spaces."
    assert refusal(folder) == [f"origins.csv, line {line}: {sentence}"]


def test_a_misspelt_id_of_an_origin_is_told_where_it_is_named(folder):
    line = change(folder, "origins", {"origin": "trade-records"}, {"origin": "trade-record"})
    actor = next(at for at, row in enumerate(rows(folder, "actors"), 2) if row["origin"] == "trade-records")
    assert line and refusal(folder)[0] == f"actors.csv, line {actor}: origin 'trade-records' is not in origins.csv; write trade-record, or add it there."


NEEDED = [(name, key) for name, file in vocabulary.FILES.items() for key in file.needed if name != "labels"] + [("labels", "told.about")]


@pytest.mark.parametrize(("name", "key"), NEEDED, ids=map(" ".join, NEEDED))
def test_a_row_that_the_code_asks_for_by_name_must_be_there(folder, name, key):
    column = vocabulary.FILES[name].key[0]
    remove(folder, name, **{column: key})
    assert f"{name}.csv: {column} {key} has no row; restore it, because the code asks for it by name." in refusal(folder)


def test_a_language_whose_row_is_missing_is_told_once_and_not_in_each_row_of_its_words(folder):
    remove(folder, "function_words", language="de")
    assert refusal(folder) == ["function_words.csv: language de has no row; restore it, because the code asks for it by name."]


@pytest.mark.parametrize("tag", ["DE", "deu-AT", "d", "nl ", "ñl"])
def test_a_language_is_declared_by_its_tag(folder, tag):
    line = add(folder, "function_words", language=tag, words="de;het", example="het land")
    assert f"function_words.csv, line {line}: language {tag!r} is no language; write its tag of two or three small letters, such as de." in refusal(folder)


def test_a_language_that_is_declared_may_be_used_and_needs_its_column_of_aliases(folder):
    line = add(folder, "function_words", language="nl", words="de;het", example="het land")
    add(folder, "hedge_words", language="nl", hedge="possible", words="misschien", example="misschien dertig")
    assert line and refusal(folder) == ["actors.csv: column aliases_nl is missing; add it, with a value in each row."]
    write(folder, "actors", [row | {"aliases_nl": "Rusland;het" if row["actor_id"] == "RU" else ""} for row in rows(folder, "actors")])
    assert vocabulary.load(folder).rows("hedge_words", "nl")
    line = change(folder, "actors", {"actor_id": "KP"}, {"aliases_nl": "Rusland"})
    assert refusal(folder) == [f"actors.csv, line {line + 1}: 'Rusland' stands in line {line} too, for KP; keep it in one of the two."]


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_missing_file_is_refused_by_name(name, folder):
    (folder / f"{name}.csv").unlink()
    assert refusal(folder) == [f"{name}.csv is missing in vocabulary; restore it, or run the stage that writes it."]


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_missing_column_is_refused_by_name(name, folder):
    path = folder / f"{name}.csv"
    header, _, rest = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(header.replace("example", "instance") + "\n" + rest, encoding="utf-8")
    assert refusal(folder) == [f"{name}.csv: column example is missing; add it, with a value in each row."]


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_file_without_a_row_is_refused(name, folder):
    path = folder / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    assert f"{name}.csv: no row stands below the columns; restore its rows." in refusal(folder)


@pytest.mark.parametrize("name", vocabulary.FILES)
def test_a_folder_in_the_place_of_a_file_is_refused(name, folder):
    (folder / f"{name}.csv").unlink()
    (folder / f"{name}.csv").mkdir()
    assert refusal(folder) == [f"{name}.csv is a folder, a pipe or a device, no table; put a file in its place."]


def test_a_missing_folder_is_refused_in_one_sentence(tmp_path):
    sentence = "does not exist; restore it, or name the project's folder in CLAIMTRAIL_HOME."
    assert refusal(tmp_path / "none") == [f"The folder of the vocabulary {tmp_path / 'none'} {sentence}"]


SPOILT = {
    "not UTF-8": (b"gr\xf6\xdfer", "units.csv is not UTF-8 (byte {at}, line {line}); save it as UTF-8."),
    "binary": (b"a\0b", "units.csv has a NUL byte (byte {at}), so it is no text; save it as CSV in UTF-8."),
    "with too many cells": (b"sack,sack,sacks,Sack,S\xc3\xa4cke,count,two sacks, full\n",
                            "units.csv, line {line}: 8 cells stand under 7 columns; put a cell that holds a comma in quotes."),
    "with too few cells": (b"sack,sack,sacks\n", "units.csv, line {line}: 3 cells stand under 7 columns; write a comma for each empty cell too."),
    "with a quotation never closed": (b'"sack,sack,sacks\n', "units.csv, line {line}: a quotation mark opens a cell and does not close it; close it behind "
                                      "its cell, and write a quotation mark within such a cell twice."),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_file_that_is_no_such_table_is_refused_alone(folder, case):
    path, (content, sentence) = folder / "units.csv", SPOILT[case]
    before = path.read_bytes().rstrip(b"\n") + b"\n"
    path.write_bytes(before + content)
    at = len(before) + {"not UTF-8": 2, "binary": 1}.get(case, 0)
    assert refusal(folder) == [sentence.format(at=at, line=before.count(b"\n") + 1)]


def test_a_row_behind_a_cell_of_several_lines_is_named_by_its_own_line(folder):
    path = folder / "origins.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("own collection near the front and from captured papers", '"own collection\n\nnear the front"', 1), encoding="utf-8")
    line = 1 + next(at for at, text in enumerate(path.read_text(encoding="utf-8").splitlines()) if text.startswith("MSMT,"))
    path.write_text(path.read_text(encoding="utf-8").replace("MSMT,MSMT,MSMT,Seoul;", "MSMT,MSMT,MSMT,Soeul;"), encoding="utf-8")
    assert line == 7 and refusal(folder) == ["origins.csv, line 7: draws_on 'Soeul' is not in origins.csv; write Seoul, or add it there."]


def test_all_offenders_of_all_files_come_in_one_message_in_the_order_of_files_and_lines(folder):
    (folder / "bounds.csv").unlink()
    later = add(folder, "units", unit="sack", one_en="sack", many_en="sacks", one_de="Sack", many_de="Säcke", dimension="bag")
    first = change(folder, "units", {"unit": "tonne"}, {"dimension": ""})
    actor = change(folder, "actors", {"actor_id": "SWP"}, {"state": "XX", "reliability": "Z"})
    assert [said.partition(":")[0] for said in refusal(folder)] == [
        "bounds.csv is missing in vocabulary; restore it, or run the stage that writes it.", f"actors.csv, line {actor}", f"actors.csv, line {actor}",
        f"units.csv, line {first}", f"units.csv, line {later}", f"units.csv, line {later}",
    ]  # fmt: skip


def test_a_mistake_in_the_vocabulary_ends_the_command_with_its_sentence_and_no_traceback(folder, tmp_path):
    (tmp_path / "data").mkdir()
    folder.rename(tmp_path / "data" / "vocabulary")
    change(tmp_path / "data" / "vocabulary", "origins", {"origin": "MSMT"}, {"draws_on": "Soeul"})
    report = tmp_path / "report.txt"
    report.write_text("North Korea sent 30 guns to Russia.", encoding="utf-8")
    command = [sys.executable, "-m", "analysis.cli", "extract", str(report), "--language", "en"]
    ended = subprocess.run(command, cwd=COMMITTED.parent.parent, env={"CLAIMTRAIL_HOME": str(tmp_path)}, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "Error: origins.csv, line 5: draws_on 'Soeul' is not in origins.csv; write Seoul, or add it there.\n"


JUNK = st.text(max_size=12) | st.sampled_from(
    ["", ";", "a;;b", " a", "(", "[a", "a|b", "*", "\\", "{x}", "~", "-", "é~", "weiße", "miLLion", "a+b", "a/b", "1e400", "nan", "month", "state", "de", "KP>RU"]
)
TOLD = {
    "de": "Nordkorea lieferte laut dem Geheimdienst mehr als drei Millionen Granaten und Raketen nach Russland, sagte Minister Shin am Montag.\n\n"
          "Im vergangenen Jahr waren es 5 kg um 20.30 Uhr. Seit August sei es die Hälfte, 1,5 Mio. Euro pro Tag; berichten zufolge Dutzende.",
    "en": "North Korea sent more than three million shells and rockets to Russia, according to the NIS on Monday.\n\n"
          "Last year it was 5 kg at 6 p.m. Since August half of them, $1.5m a day, reports say, or dozens; a third of 30 containers.",
}  # fmt: skip


@cache
def committed() -> dict[str, checks.Sheet]:
    read = {name: read_rows(COMMITTED / f"{name}.csv") for name in vocabulary.FILES}
    return {name: checks.Sheet(columns, {line: dict(zip(columns, cells, strict=True)) for line, cells in lines.items()})
            for name, (columns, lines) in read.items()}  # fmt: skip


@settings(max_examples=25)
@given(st.data(), JUNK)
def test_what_is_let_through_can_be_read(data, junk):
    """Whatever stands in a cell, it is refused in a sentence, or every layer can be built with it and runs."""
    name = data.draw(st.sampled_from([name for name in vocabulary.FILES if name not in ("labels", "likelihoods")]))
    sheet = committed()[name]
    line, column = data.draw(st.sampled_from(sorted(sheet.rows))), data.draw(st.sampled_from(sheet.columns))
    row = sheet.rows[line] | {column: data.draw(st.sampled_from([junk, f"{sheet.rows[line][column]};{junk}"]))}
    sheets = committed() | {name: checks.Sheet(sheet.columns, sheet.rows | {line: row})}
    if refused := list(checks.offenders(sheets)):
        assert all(re.fullmatch(r"\w+\.csv[:,] .+\.", said, re.DOTALL) for said in refused)
        return
    spoilt = vocabulary.Vocabulary({name: list(sheet.rows.values()) for name, sheet in sheets.items()})
    for lang, text in TOLD.items():
        document = Document("toy", "", "", "", "2024-02-08", lang, "full_text", "", "", text)
        Extractor(spoilt).rows(document)
        Layers(spoilt).of(document)
