"""The figures as they lie in an edition: picture, words and table, read back from what `figures` has saved."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from analysis import tables
from analysis.errors import EditionError

NAMES = ("cumulative", "containers", "load")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True)
class Picture:
    """One saved figure: the SVG and the CSV as text, and what the SVG says of itself."""

    name: str
    svg: str
    csv: str
    caption: str
    alternative: str
    title: str
    marks: pd.DataFrame

    def draws_something(self) -> bool:
        return self.csv.count("\n") > 1


def pictures(folder: Path) -> list[Picture]:
    """The figures of the brief, in its order. Raises EditionError that names every file that is missing."""
    missing = [f"{name}.{kind}" for name in NAMES for kind in ("svg", "csv") if not (folder / f"{name}.{kind}").is_file()]
    if missing:
        raise EditionError(f"The folder {folder.name} lacks {', '.join(missing)}; run the notebook 4_figures of this edition.")
    return [_picture(folder, name) for name in NAMES]


def _picture(folder: Path, name: str) -> Picture:
    svg, csv = ((folder / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("svg", "csv"))
    said = ElementTree.fromstring(svg)
    words = {term: next((found.text or "" for found in said.iter(f"{_DUBLIN_CORE}{term}")), "") for term in ("title", "description")}
    marks = tables.read_csv(folder / f"{name}.marks.csv") if (folder / f"{name}.marks.csv").exists() else tables.empty("marks")
    return Picture(name, svg, csv, words["title"], words["description"], "", marks)
