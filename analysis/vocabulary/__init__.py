"""Loads data/vocabulary: every word list, unit, actor, item, label and conversion is a row in a CSV file there.

Takes the folder, gives a Vocabulary. Refuses whatever the code that reads a file could not use, or would silently not heed: a cell
that its column cannot hold, an id that no file has, a row that stands twice, a row that is asked for and missing (`files.py`).
What a word means is the business of the module that reads it; the tests run the examples.
"""

from dataclasses import dataclass, field
from pathlib import Path

from analysis import paths
from analysis.errors import TableError, VocabularyError
from analysis.tables import read_rows
from analysis.vocabulary.checks import Sheet, offenders
from analysis.vocabulary.files import FILES


@dataclass(frozen=True)
class Vocabulary:
    """The rows of every vocabulary file, each row a dict of text cells, in file order."""

    files: dict[str, list[dict[str, str]]]
    _index: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, name: str, language: str | None = None) -> list[dict[str, str]]:
        """Rows of one file; of one language if asked (a row without a language, such as a unit's symbol, counts for all)."""
        rows = self.files[name]
        return rows if language is None else [row for row in rows if row.get("language", "") in ("", language)]

    def by_key(self, name: str) -> dict[str, dict[str, str]]:
        """Rows of one file by their first key column."""
        if name not in self._index:
            key = FILES[name].key[0]
            self._index[name] = {row[key]: row for row in self.files[name]}
        return self._index[name]


def load(folder: Path | None = None) -> Vocabulary:
    """Every file of FILES in the folder (default: the project's). Raises VocabularyError that lists all offenders."""
    folder = folder or paths.vocabulary()
    if not folder.is_dir():
        raise VocabularyError(f"The folder of the vocabulary {folder} does not exist; restore it, or name the project's folder in CLAIMTRAIL_HOME.")
    sheets, found = {}, []
    for name in FILES:
        try:
            columns, rows = read_rows(folder / f"{name}.csv")
            sheets[name] = Sheet(columns, {line: dict(zip(columns, cells, strict=True)) for line, cells in rows.items()})
        except TableError as broken:
            found.append(str(broken))
    found += offenders(sheets)
    if found:
        raise VocabularyError.of_all(found)
    return Vocabulary({name: list(sheet.rows.values()) for name, sheet in sheets.items()})
