"""Holds the files of data/vocabulary to their descriptions (`files.py`): every column, cell and row that cannot be used, each a sentence.

A file that cannot be read, or lacks a column, is told as such; what other files say of it is then taken on trust, so that one
mistake makes one message.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.vocabulary import wholes
from analysis.vocabulary.cells import Known, Row, Rule
from analysis.vocabulary.files import FILES
from analysis.vocabulary.values import LANGUAGES


@dataclass(frozen=True)
class Sheet:
    """A file as it was read: its columns, and its rows by the line on which each begins."""

    columns: list[str]
    rows: dict[int, Row]


def offenders(sheets: dict[str, Sheet]) -> Iterator[str]:
    """What is wrong with the files that could be read, in their order and that of their lines."""
    languages = _languages(sheets)
    lacking = {name: [column for column in _rules(name, languages) if column not in sheet.columns] for name, sheet in sheets.items()}
    known = Known({name: list(sheet.rows.values()) for name, sheet in sheets.items() if not lacking[name]}, languages)
    for name, sheet in sheets.items():
        if lacking[name]:
            yield f"{name}.csv: column {', '.join(lacking[name])} is missing; add it, with a value in each row."
            continue
        found = [*_faulty_cells(name, sheet.rows, known), *_faulty_rows(name, sheet.rows, known)]
        yield from (f"{name}.csv, line {line}: {sentence}" for line, sentence in sorted(found, key=lambda pair: pair[0]))
        yield from _missing_rows(name, sheet.rows)


def _languages(sheets: dict[str, Sheet]) -> tuple[str, ...]:
    """Those of function_words.csv; one that must be there and is not is told once, not in each row of its words."""
    rows = sheets["function_words"].rows.values() if "function_words" in sheets else ()
    return tuple(dict.fromkeys((*LANGUAGES, *(row["language"] for row in rows if row.get("language")))))


def _rules(name: str, languages: tuple[str, ...]) -> dict[str, Rule]:
    file = FILES[name]
    return file.columns | {f"{column}_{language}": rule for column, rule in file.by_language.items() for language in languages}


def _faulty_cells(name: str, rows: dict[int, Row], known: Known) -> Iterator[tuple[int, str]]:
    rules = _rules(name, known.languages).items()
    for line, row in rows.items():
        for column, rule in rules:
            if complaint := rule(row[column], row, known):
                yield line, f"{column} {complaint}"


def _faulty_rows(name: str, rows: dict[int, Row], known: Known) -> Iterator[tuple[int, str]]:
    for rule in (wholes.unique(*FILES[name].key), *FILES[name].wholes):
        yield from rule(rows, known)


def _missing_rows(name: str, rows: dict[int, Row]) -> Iterator[str]:
    """Rows that the code asks for by name; a file without any is one that was cut off."""
    column = FILES[name].key[0]
    present = {row[column] for row in rows.values()}
    missing = [key for key in FILES[name].needed if key not in present]
    if not rows:
        yield f"{name}.csv: no row stands below the columns; restore its rows."
    elif missing:
        yield f"{name}.csv: {column} {', '.join(missing)} has no row; restore it, because the code asks for it by name."
