"""The editions that exist under reports/, and what their tables hold. Reads only; whoever writes an edition is run.py.

An edition is a folder `<topic>/<as_of>-<lang>`; anything else there (a run's staging folder, a note) is none. The draft of a
notebook run by hand is read where it is named, and never found.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from analysis import paths, tables
from analysis.errors import EditionError, TableError

FOLDER = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-([a-z]{2})")
COUNTED = ("documents", "facts", "claims", "numbers")


@dataclass(frozen=True, order=True)
class Edition:
    """One edition; of two the newer is the greater, and of one day the English one is greater than the German."""

    as_of: str
    lang: str
    topic: str
    folder: Path

    @property
    def tables(self) -> Path:
        return self.folder / "tables"

    @property
    def name(self) -> str:
        """What a reader calls it: topic/as_of-lang, and whether it is a draft."""
        return f"{self.topic}/{self.as_of}-{self.lang}" + (" (draft)" if self.folder.resolve().parent.name == paths.DRAFTS else "")


def found() -> list[Edition]:
    """Every edition under reports/, oldest first. Raises EditionError if reports is there and no folder."""
    reports = paths.reports()
    if os.path.lexists(reports) and not os.path.isdir(reports):
        raise EditionError(f"{reports} is no folder; move it away, the next run makes it anew.")
    folders = sorted(reports.glob("*/*/"))
    named = [(FOLDER.fullmatch(folder.name), folder) for folder in folders]
    return sorted(Edition(name[1], name[2], folder.parent.name, folder) for name, folder in named if name)


def newest() -> Edition:
    """The edition with the latest as_of, of one day the English one. Raises EditionError if there is none."""
    editions = found()
    if not editions:
        raise EditionError(f"There is no edition in {paths.reports()} yet; make one with: claimtrail run")
    return editions[-1]


def at(folder: Path) -> Edition:
    """The edition or draft in the folder named. Raises EditionError if it holds none."""
    place = folder.resolve()
    name = FOLDER.fullmatch(place.name)
    if not name or not (folder / "tables").is_dir():
        raise EditionError(f"{folder} is no edition; name a folder such as reports/kp-ru/2024-02-10-en.")
    topic = place.parents[1] if place.parent.name == paths.DRAFTS else place.parent
    return Edition(name[1], name[2], topic.name, folder)


def named(text: str) -> Edition:
    """The edition that somebody names: by its folder, or as `overview` lists it (kp-ru/2024-02-10-en). Raises EditionError if there is none."""
    folder = Path(text) if os.path.isdir(text) else paths.reports() / text
    if not folder.is_dir():
        raise EditionError(f"{text} is no edition; name one as claimtrail status lists it, such as kp-ru/2024-02-10-en, or its folder.")
    return at(folder)


def counts(edition: Edition) -> dict[str, int | None]:
    """Rows of each counted table; None for a table that is missing or unreadable."""
    return {name: _rows(edition.tables / f"{name}.csv") for name in COUNTED}


def _rows(path: Path) -> int | None:
    try:
        return len(tables.read_csv(path))
    except TableError:
        return None


def overview() -> str:
    """Every edition with its counts, as lines for a reader."""
    rows = [(edition.topic, edition.as_of, edition.lang, *map(_shown, counts(edition).values())) for edition in found()]
    if not rows:
        return f"There is no edition in {paths.reports()} yet; make one with: claimtrail run\n"
    header = ("topic", "as of", "lang", *COUNTED)
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (header, *rows))
    return "".join(f"{line}\n" for line in lines)


def _shown(count: int | None) -> str:
    return "missing" if count is None else str(count)
