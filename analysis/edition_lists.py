"""A list of editions that are asked for together: a TOML file with [[editions]], or a CSV file, of topic, as_of and lang.

`as_of` may be left out or empty: the day of the topic's newest report. All that is wrong with a list is told at once, before anything runs.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from analysis import parameters, tables, text_files
from analysis.errors import DocumentError, EditionError, TableError

KEYS = ("topic", "as_of", "lang")
FORM = "write topic, as_of and lang"
Named = tuple[str, str, str]


def read(path: Path) -> list[Named]:
    """Topic, ISO date (or "") and language of each, in the order of the list. Raises EditionError that lists every offender."""
    try:
        rows = list(_of_csv(path) if path.suffix == ".csv" else _of_toml(path))
    except (DocumentError, TableError) as broken:
        raise EditionError(str(broken)) from None
    if not rows:
        raise EditionError(f"{path.name} lists no edition; {FORM} of each.")
    offenders = [f"{path.name}, {place}: {offence}" for place, row in rows for offence in _offences(row)]
    named = [tuple(str(row.get(key, "")) for key in KEYS) for _, row in rows]
    offenders += [f"{path.name}, {place}: this edition stands twice; keep one." for at, (place, _) in enumerate(rows) if named[at] in named[:at]]
    if offenders:
        raise EditionError.of_all(offenders)
    return named


def _of_csv(path: Path) -> Iterator[tuple[str, dict]]:
    columns, rows = tables.read_rows(path)
    for line, cells in rows.items():
        yield f"line {line}", dict(zip(columns, cells, strict=True))


def _of_toml(path: Path) -> Iterator[tuple[str, dict]]:
    try:
        rows = tomllib.loads(text_files.content(path)).get("editions")
    except (ValueError, RecursionError) as broken:
        raise EditionError(f"{path.name} is broken TOML: {broken}.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise EditionError(f"{path.name} has no [[editions]]; {FORM} under one for each.")
    for number, row in enumerate(rows, 1):
        yield f"edition {number}", row


def _offences(row: dict) -> list[str]:
    strange = [f"{name!r} is unknown; {FORM}." for name in row if name not in KEYS]
    missing = [f"{name} is missing; {FORM}." for name in ("topic", "lang") if not row.get(name)]
    return strange or missing or parameters.misnamed(*(str(row.get(key, "")) for key in KEYS))
