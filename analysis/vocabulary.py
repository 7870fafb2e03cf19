"""Loads data/vocabulary: every word list, unit, actor, item, label and conversion is a row in a CSV file there.

Takes the folder, gives a Vocabulary. Refuses a missing file or column, a duplicate key, and a row without an example. Knows no
meaning: what a column is for is the business of the module that reads it. tests/test_vocabulary.py runs the examples.
"""

from dataclasses import dataclass, field
from pathlib import Path

from analysis import paths
from analysis.errors import TableError, VocabularyError
from analysis.tables import read_csv

# Each file with the columns that make a row unique and the columns that must be there besides them.
FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "actors": (
        ("actor_id",),
        ("name_en", "name_de", "type", "state", "origin", "reliability", "reason", "aliases_en", "adjectives_en", "aliases_de", "example"),
    ),
    "organs": (("organ", "language"), ("words", "stands_for", "example")),
    "items": (("item",), ("name_en", "name_de", "unit", "example")),
    "item_words": (("language", "item"), ("words", "example")),
    "reporting_words": (("language", "form"), ("words", "example")),
    "message_words": (("language", "role", "medium"), ("words", "example", "not_handled")),
    "hedge_words": (("language", "hedge"), ("words", "example")),
    "event_words": (("language", "kind", "role"), ("words", "example")),
    "exclusions": (("language", "reason"), ("words", "example")),
    "discourse_words": (("language", "form"), ("words", "example")),
    "prepositions": (("language", "role"), ("words", "example")),
    "function_words": (("language",), ("words", "example")),
    "abbreviations": (("language", "role"), ("words", "example", "not_handled")),
    "number_words": (("language", "role", "value"), ("words", "example", "not_handled")),
    "unit_words": (("language", "unit", "place"), ("words", "example", "not_handled")),
    "bounds": (("language", "bound", "place"), ("words", "example", "not_handled")),
    "time_words": (("language", "class", "value"), ("words", "example", "not_handled")),
    "units": (("unit",), ("one_en", "many_en", "one_de", "many_de", "dimension", "example")),
    "conversions": (("from_unit", "to_unit", "item", "source"), ("low", "high", "basis", "note", "example")),
    "origins": (("origin",), ("name_en", "name_de", "draws_on", "counts", "reason", "example")),
    "labels": (("key",), ("en", "de", "example")),
    "likelihoods": (("term",), ("name_en", "name_de", "opening_en", "opening_de", "low", "high", "example")),
}


@dataclass(frozen=True)
class Vocabulary:
    """The rows of every vocabulary file, each row a dict of text cells, in file order."""

    files: dict[str, list[dict[str, str]]]
    _index: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, name: str, language: str | None = None) -> list[dict[str, str]]:
        """Rows of one file; of one language if asked (a row without a language counts for all)."""
        rows = self.files[name]
        return rows if language is None else [row for row in rows if row.get("language", "") in ("", language)]

    def by_key(self, name: str) -> dict[str, dict[str, str]]:
        """Rows of one file by their first key column."""
        if name not in self._index:
            key = FILES[name][0][0]
            self._index[name] = {row[key]: row for row in self.files[name]}
        return self._index[name]


def load(folder: Path | None = None) -> Vocabulary:
    """Every file of FILES in the folder (default: the project's). Raises VocabularyError that lists all offenders."""
    folder = folder or paths.vocabulary()
    files, offenders = {}, []
    for name in FILES:
        try:
            files[name] = read_csv(folder / f"{name}.csv").to_dict("records")
        except TableError as broken:
            offenders.append(str(broken))
            continue
        offenders += _offenders(name, files[name], folder / f"{name}.csv")
    if not offenders:
        offenders = _strangers(files)
    if offenders:
        raise VocabularyError.of_all(offenders)
    return Vocabulary(files)


def _offenders(name: str, rows: list[dict[str, str]], path: Path) -> list[str]:
    key, others = FILES[name]
    present = rows[0].keys() if rows else ()
    missing = [column for column in (*key, *others) if column not in present]
    if missing:
        return [f"{path.name}: column {', '.join(missing)} is missing; add it, with a value in each row."]
    offenders, seen = [], {}
    for line, row in enumerate(rows, 2):
        identity = tuple(row[column] for column in key)
        if identity in seen:
            offenders.append(f"{path.name}, line {line}: {' '.join(identity)} stands already in line {seen[identity]}; keep one.")
        seen.setdefault(identity, line)
        if "example" in others and not row["example"]:
            offenders.append(f"{path.name}, line {line}: {' '.join(identity)} has no example; give a phrase in which it occurs.")
    return offenders


# Columns whose cells must be keys of another file; an empty cell refers to nothing.
REFERENCES = (("items", "unit", "units"), ("item_words", "item", "items"), ("actors", "origin", "origins"))


def _strangers(files: dict[str, list[dict[str, str]]]) -> list[str]:
    offenders = []
    for name, column, target in REFERENCES:
        known = {row[FILES[target][0][0]] for row in files[target]}
        for line, row in enumerate(files[name], 2):
            if row[column] and row[column] not in known:
                offenders.append(f"{name}.csv, line {line}: {column} {row[column]!r} is not in {target}.csv; add it there or correct it.")
    return offenders
