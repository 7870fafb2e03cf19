"""From a ledger that an analyst already has to ranges: estimates, conflicts, constraints and figures in one folder.

Takes a CSV file, gives the folder, written whole or not at all: everything is made beside the folder and put there by renaming.
"""

import shutil
from pathlib import Path

import pandas as pd

from analysis import figures, ledger, tables, terminal, vocabulary, whole_files
from analysis.errors import TableError
from analysis.ledger import Ledger
from analysis.quantify import Quantified, quantify

TABLES = ("estimates", "conflicts", "constraints")
FIGURES = "figures"
LANG = "en"


def estimate(path: Path, folder: Path, as_of: str = "", counted_from: str = "", start_tolerance: int = 31, stale_after: int = 180) -> Path:
    """The folder with what follows from the ledger; one of an earlier call is replaced. Arguments as `ledger.read` has them.

    Says on stderr what was assumed. Raises TableError that lists every offending row, or for a place that cannot be written.
    """
    place = Path(folder).resolve()
    _refuse_strangers(place)
    read = ledger.read(path, vocabulary.load(), as_of, counted_from, start_tolerance, stale_after)
    found = quantify(read.claims, read.topic, read.vocabulary, read.as_of)
    try:
        _publish(place, read, found)
    except OSError as broken:
        raise TableError(f"{folder} cannot be written: {broken.strerror or broken}; make room there or choose another place.") from None
    for remark in (*read.remarks, f"As of {read.as_of}, counted from {read.topic.counted_from}."):
        terminal.tell(remark)
    return folder


def _refuse_strangers(place: Path) -> None:
    """Raises TableError if the place holds anything that this module has not written: replacing it would lose that."""
    if place.is_dir():
        own = {f"{name}.csv" for name in TABLES} | {FIGURES}
        strange = sorted(path.name for path in place.iterdir() if path.name not in own)
        if strange:
            raise TableError(f"{place.name} holds {', '.join(strange[:5])}, which would be lost; name a folder that does not exist yet.")
    elif place.exists() or not place.parent.is_dir():
        raise TableError(f"{place} is no folder, or none that it could lie in exists; name another.")


def _publish(place: Path, read: Ledger, found: Quantified) -> None:
    staging, previous = (place.with_name(f".{place.name}.{ending}partial") for ending in ("", "previous."))
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        for name in TABLES:
            tables.write(name, getattr(found, name), staging)
        for drawing in _drawings(read, found):
            figures.save(drawing, staging / FIGURES)
        whole_files.publish(staging, previous, place)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _drawings(read: Ledger, found: Quantified) -> list[figures.Drawing]:
    """Those of the figures that draw something; who reports whom only where the ledger says it."""
    about = (read.topic, read.vocabulary, LANG)
    drawn = [
        figures.cumulative(read.claims, found.constraints, found.estimates, *about),
        figures.containers(read.claims, found.constraints, found.estimates, *about),
        figures.load(read.claims, *about),
    ]
    if (read.claims["chain"] != "").any():
        outlets = pd.DataFrame({"doc_id": read.claims["doc_id"].unique(), "publisher": ""})
        drawn.append(figures.sources(read.claims, read.claims, outlets, read.vocabulary, LANG))
    return [drawing for drawing in drawn if not drawing.data.empty]
