"""Vocabularies for tests: the committed one, and how its files are read and spoilt in a copy."""

import csv
from pathlib import Path

import pytest

from analysis import vocabulary
from analysis.errors import VocabularyError

COMMITTED = Path(__file__).resolve().parent.parent / "data" / "vocabulary"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, written: list[dict[str, str]], columns: list[str] | None = None) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(written[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)


def change(folder: Path, name: str, which: dict[str, str], changed: dict[str, str]) -> int:
    """Changes cells of the first row in which those stand; the row's line."""
    written = rows(folder, name)
    at = next(at for at, row in enumerate(written) if which.items() <= row.items())
    assert changed.keys() <= written[at].keys()
    written[at] |= changed
    write(folder, name, written)
    return at + 2


def add(folder: Path, name: str, **cells: str) -> int:
    """A row with the cells said and the others empty, behind the last; its line."""
    written = rows(folder, name)
    write(folder, name, [*written, dict.fromkeys(written[0], "") | cells])
    return len(written) + 2


def remove(folder: Path, name: str, **which: str) -> None:
    """Takes out the rows in which those cells stand."""
    written = rows(folder, name)
    kept = [row for row in written if not which.items() <= row.items()]
    assert len(kept) < len(written)
    write(folder, name, kept, list(written[0]))


def refusal(folder: Path) -> list[str]:
    with pytest.raises(VocabularyError) as refused:
        vocabulary.load(folder)
    return str(refused.value).splitlines()
