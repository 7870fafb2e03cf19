"""Two editions, each by its name, its folder or its PDF → what changed between them, as text for a reader or JSON for a program.

The changes and their order are those of `changes`; each is told with the reports that caused it: publisher, date, address. A PDF is
read by its attachments, once these have been held against their digests.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import carried, changes, editions, tables
from analysis.brief.attachments import PARAMETERS
from analysis.carried import Carried
from analysis.errors import ClaimtrailError, EditionError, VerificationError
from analysis.provenance import digest
from analysis.trace import report

NEEDED = (*changes.COMPARED, "documents")
NOTHING = "–"
UNCHANGED = "nothing changed"


@dataclass(frozen=True)
class Side:
    """One edition of the two: its topic, its name (topic/as_of-lang) and its tables."""

    topic: str
    name: str
    given: Mapping[str, pd.DataFrame]


def sides(old: str, new: str) -> tuple[Side, Side]:
    """Both editions. Raises EditionError, TableError or VerificationError that lists what is wrong with either, EditionError if they are of two topics."""
    found, broken = [], []
    for named in (old, new):
        try:
            found.append(_side(named))
        except ClaimtrailError as mistake:
            broken.append(mistake)
    if broken:
        raise type(broken[0]).of_all(map(str, broken))
    if found[0].topic != found[1].topic:
        raise EditionError(f"{found[0].name} and {found[1].name} are of two topics, so nothing in them can be compared; name two editions of one.")
    return found[0], found[1]


def text(old: Side, new: Side) -> str:
    """The changes as lines: how many of each sort, then each with its reports below it, the greatest effect first."""
    table, known = changes.compare(old.given, new.given), _documents(old, new)
    told = (line for row in table.to_dict("records") for line in ("", f"{row['rank']}. {change(row)}", *(f"   {told}" for told in causes(row, known))))
    lines = [f"{old.name} → {new.name}", changes.counted(table) or UNCHANGED, *told]
    return "\n".join(lines) + "\n"


def json_text(old: Side, new: Side) -> str:
    """The changes as a JSON object: old and new by name, and a list of the rows of the table `changes`, their reports written out."""
    rows, known = tables.json_rows("changes", changes.compare(old.given, new.given)), _documents(old, new)
    written = [row | {"cause": _ids(row["cause"]), "reports": [_report(doc_id, known) for doc_id in _ids(row["reports"])]} for row in rows]
    return json.dumps({"old": old.name, "new": new.name, "changes": written}, indent=2, ensure_ascii=False) + "\n"


def _side(named: str) -> Side:
    if os.path.isfile(named):
        return _of_pdf(Path(named))
    edition = editions.named(named)
    return Side(edition.topic, edition.name, {name: tables.read(name, edition.tables) for name in NEEDED})


def _of_pdf(pdf: Path) -> Side:
    """The edition that a brief carries, each table as parameters.json has its digest."""
    given = carried.opened(pdf)
    found, faults = carried.read(given)
    told = _parameters(given)
    files = [f"{name}.csv" for name in NEEDED]
    wrong = [f"{pdf.name} carries no {name}; it is no brief of this package, or its attachments were taken out." for name in files if name not in given.files]
    wrong += [f"{pdf.name} carries {name} more than once; name the brief as it was made." for name in files if name in given.twice]
    wrong += [f"{pdf.name}, attached {faults[name]}" for name in files if name in faults]
    wrong += [
        f"{pdf.name}: the attached {name} is not the one that the brief was made with (its digest differs)."
        for name in files
        if name in given.files and digest(given.files[name]) != told["sha256"].get(name)
    ]
    if wrong:
        raise VerificationError.of_all(wrong)
    return Side(told["topic"], f"{told['topic']}/{told['as_of']}-{told['lang']} ({pdf.name})", found)


def _parameters(given: Carried) -> dict:
    """What the attached parameters say: topic, as_of, lang, and the digests of the tables."""
    try:
        told = json.loads(given.files[PARAMETERS])
        return {name: str(told[name]) for name in ("topic", "as_of", "lang")} | {"sha256": dict(told["sha256"])}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise VerificationError(
            f"{given.name} carries no {PARAMETERS} that can be read, so its tables cannot be held against it; name a brief of this package."
        ) from None


def _documents(old: Side, new: Side) -> dict[str, dict]:
    """The reports of both by their ids, as the newer edition has them."""
    return {row["doc_id"]: row for side in (old, new) for row in side.given["documents"].to_dict("records")}


def change(row: Mapping) -> str:
    """A row of the table `changes` as a line."""
    moved = f", by {row['moved']:.3g} per cent" if row["moved"] == row["moved"] else ""
    return f"{row['kind']} {row['subject']} {row['change']}: {row['field']} {_shown(row['before'])} → {_shown(row['after'])}{moved}"


def causes(row: Mapping, known: Mapping[str, dict]) -> list[str]:
    """The reports that caused it, a line each; `known`: rows of the table `documents` by their ids."""
    return [report(known.get(doc_id)) for doc_id in _ids(row["reports"])] or ["no report that is new"]


def _shown(cell: str) -> str:
    """A cell as it is read: thousands parted, nothing as a dash, a text without its line ends."""
    try:
        return f"{float(cell):,.15g}"
    except ValueError:
        return " ".join(cell.split()) or NOTHING


def _report(doc_id: str, known: Mapping[str, dict]) -> dict:
    row = known.get(doc_id, {})
    return {"doc_id": doc_id} | {name: row.get(name) or None for name in ("publisher", "published", "url")}


def _ids(cell: str | None) -> list[str]:
    return list(filter(None, (cell or "").split(";")))
