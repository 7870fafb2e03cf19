"""Which editions a refresh keeps up to date: a TOML file with a table [[editions]] for each, of topic and lang."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from analysis import text_files, topics
from analysis.errors import DocumentError, ScheduleError
from analysis.paths import LANGUAGES

KEYS = ("topic", "lang")
FORM = "write [[editions]] with topic and lang for each edition that is to be kept up to date"
Asked = tuple[str, str]


def read(path: Path) -> list[Asked]:
    """Topic and language of each edition, in the file's order. Raises ScheduleError that lists every offender."""
    try:
        rows = tomllib.loads(text_files.content(path)).get("editions")
    except DocumentError as broken:
        raise ScheduleError(f"The schedule {broken}") from None
    except (ValueError, RecursionError) as broken:
        raise ScheduleError(f"{path.name} is broken TOML: {broken}; correct it there.") from None
    if not isinstance(rows, list) or not rows:
        raise ScheduleError(f"{path.name} lists no edition; {FORM}.")
    offenders = [f"{path.name}, edition {number}: {fault}." for number, row in enumerate(rows, 1) for fault in _faults(row)]
    if offenders:
        raise ScheduleError.of_all(offenders)
    asked = [(row["topic"], row["lang"]) for row in rows]
    if twice := sorted({f"{topic}, {lang}" for topic, lang in asked if asked.count((topic, lang)) > 1}):
        raise ScheduleError.of_all(f"{path.name}: the edition {each} stands twice; keep one." for each in twice)
    return asked


def _faults(row: object) -> Iterator[str]:
    if not isinstance(row, dict) or sorted(row) != sorted(KEYS):
        yield f"it must have {' and '.join(KEYS)} and nothing else; {FORM}"
        return
    if row["topic"] not in topics.available():
        yield f"topic {row['topic']!r} is unknown; there is {', '.join(topics.available()) or 'none'}"
    if row["lang"] not in LANGUAGES:
        yield f"language {row['lang']!r} is unknown; a brief is written in {', '.join(LANGUAGES)}"
