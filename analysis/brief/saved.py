"""The figures as they lie in an edition: picture, words and tables, read back from what `figures` has saved."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from analysis import tables
from analysis.errors import EditionError

# In the PDF, in its order, and besides these what stands only on the page of evidence.
NAMES = ("cumulative", "containers", "load", "pbox", "oil", "knowledge", "flows", "independence")
PAGE_NAMES = (*NAMES, "sources")
_KINDS = ("svg", "csv", "marks.csv")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True)
class Picture:
    """One saved figure: the SVG and the CSV as text, what the SVG says of itself, its title, and the table of its marks."""

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
    """The figures of the page of evidence, in its order; those of the PDF come first. Raises EditionError that names every file that is missing, TableError."""
    missing = [f"{name}.{kind}" for name in PAGE_NAMES for kind in _KINDS if not (folder / f"{name}.{kind}").is_file()]
    if missing:
        raise EditionError(f"The folder {folder.name} lacks {', '.join(missing)}; run the notebook 4_figures of this edition.")
    return [_picture(folder, name) for name in PAGE_NAMES]


def _picture(folder: Path, name: str) -> Picture:
    svg, csv = ((folder / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("svg", "csv"))
    said = ElementTree.fromstring(svg)
    words = {term: next((found.text or "" for found in said.iter(f"{_DUBLIN_CORE}{term}")), "") for term in ("source", "description", "title")}
    return Picture(name, svg, csv, words["source"], words["description"], words["title"], tables.read("marks", folder / f"{name}.marks.csv"))
