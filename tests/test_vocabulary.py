"""A vocabulary file that cannot be used is refused, with every offending line."""

import shutil
from pathlib import Path

import pytest

from analysis import vocabulary
from analysis.errors import VocabularyError


@pytest.fixture
def folder(root, tmp_path) -> Path:
    """A copy of the committed vocabulary, to be spoilt."""
    return Path(shutil.copytree(root / "data" / "vocabulary", tmp_path / "vocabulary"))


def add(folder: Path, name: str, row: str) -> None:
    with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")


def cells(folder: Path, name: str, **said: str) -> str:
    """A row of that file with the cells said and the others empty."""
    header = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert said.keys() <= set(header)
    return ",".join(said.get(column, "") for column in header)


def refusal(folder: Path) -> list[str]:
    with pytest.raises(VocabularyError) as refused:
        vocabulary.load(folder)
    return str(refused.value).splitlines()


def test_the_committed_vocabulary_loads_and_has_no_file_that_nobody_reads(root):
    loaded = vocabulary.load(root / "data" / "vocabulary")
    assert {path.stem for path in (root / "data" / "vocabulary").iterdir()} == set(loaded.files)
    assert all(loaded.files.values())


def test_a_key_that_stands_twice_is_refused_with_both_lines(folder):
    lines = (folder / "units.csv").read_text(encoding="utf-8").splitlines()
    add(folder, "units", lines[1])
    assert refusal(folder) == [f"units.csv, line {len(lines) + 1}: round stands already in line 2; keep one."]


def test_a_row_without_an_example_is_refused(folder):
    lines = (folder / "units.csv").read_text(encoding="utf-8").splitlines()
    add(folder, "units", cells(folder, "units", unit="sack"))
    assert refusal(folder) == [f"units.csv, line {len(lines) + 1}: sack has no example; give a phrase in which it occurs."]


def test_an_item_of_an_unknown_unit_is_refused(folder):
    add(folder, "items", cells(folder, "items", item="flour", unit="bushel", example="two bushels of flour"))
    assert [line.split(": ", 1)[1] for line in refusal(folder)] == ["unit 'bushel' is not in units.csv; add it there or correct it."]


def test_words_of_an_unknown_item_are_refused(folder):
    add(folder, "item_words", cells(folder, "item_words", language="en", item="flour", words="flour", example="two sacks of flour"))
    assert [line.split(": ", 1)[1] for line in refusal(folder)] == ["item 'flour' is not in items.csv; add it there or correct it."]


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


def test_a_file_that_is_not_utf8_is_refused_with_the_byte(folder):
    path = folder / "units.csv"
    path.write_bytes(path.read_bytes() + "größer".encode("latin-1"))
    assert refusal(folder)[0].startswith("units.csv is not UTF-8 (byte ")


def test_all_offenders_of_all_files_come_in_one_message(folder):
    add(folder, "units", cells(folder, "units", unit="sack"))
    add(folder, "items", cells(folder, "items", item="flour"))
    assert len(refusal(folder)) == 2
