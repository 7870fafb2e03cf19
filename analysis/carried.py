"""What a PDF carries with it: its attachments taken out, and those that are tables of an edition read.

Takes the path of a PDF, gives its files by name. A PDF is text from outside: nothing of it is run, and no name that it gives is a
path here. How much a compressed stream may unfold to is bounded by pypdf.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pypdf import PdfReader

from analysis import tables
from analysis.columns import TABLES
from analysis.errors import PdfError, TableError


@dataclass(frozen=True)
class Carried:
    """An opened PDF: its own name, the attached files by theirs, and of these the names that stand more than once."""

    name: str
    reader: PdfReader
    files: dict[str, bytes]
    twice: list[str]


def opened(pdf: Path) -> Carried:
    """The PDF with its attachments. Raises PdfError if there is no such file, or none that can be read as a PDF."""
    if pdf.exists() and not pdf.is_file():  # reading a pipe would wait for ever
        raise PdfError(f"{pdf.name} is a folder, a pipe or a device; name the brief's PDF.")
    try:
        reader = PdfReader(pdf)
        attachments = reader.attachments
        files = {name: contents[0] for name, contents in attachments.items()}
        _ = len(reader.pages)
    except FileNotFoundError:
        raise PdfError(f"{pdf.name} is missing; name the brief's PDF.") from None
    except Exception as broken:  # what pypdf's own parsing runs into in a damaged file is of no one family
        raise PdfError(f"{pdf.name} is no readable PDF ({broken}); name the brief's PDF.") from None
    return Carried(pdf.name, reader, files, sorted(name for name, contents in attachments.items() if len(contents) > 1))


def read(carried: Carried) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """The attached tables that have a description, by name; and of those that break it the fault, by file."""
    given, faults = {}, {}
    for name in sorted(TABLES.keys() & {file.removesuffix(".csv") for file in carried.files if file.endswith(".csv")}):
        try:
            given[name] = _as_file(carried.files[f"{name}.csv"], f"{name}.csv", lambda path, name=name: tables.read(name, path))
        except TableError as broken:
            faults[f"{name}.csv"] = str(broken)
    return given, faults


def cells(content: bytes) -> pd.DataFrame:
    """A CSV of any columns as text cells. Raises TableError."""
    return _as_file(content, "data.csv", tables.read_csv)


def _as_file(content: bytes, name: str, reading) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        return reading(Path(folder) / name)
