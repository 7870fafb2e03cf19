"""One edition → one archive that needs nothing else: the edition, what it was made from and by, and descriptions for machines.

The archive is a ZIP file whose bytes depend on nothing but its contents: sorted names, one date (the edition's), no compression, whose
result is another with each version of the compressing library.
"""

import io
import zipfile
from pathlib import Path

from analysis import whole_files
from analysis.editions import Edition
from analysis.release.contents import contents
from analysis.release.papers import papers

EARLIEST = "1980-01-01"  # the first day that a ZIP file can hold
MODE = 0o100644 << 16  # a file that everybody may read, as Unix keeps it in a ZIP file
UNIX = 3


def bundle(edition: Edition, output: Path) -> Path:
    """Writes the archive. Raises EditionError if a file of it is missing or not what the edition was made with, OutputError."""
    files = contents(edition)
    return whole_files.write(output, _archive(files | papers(files, edition), edition.as_of))


def _archive(files: dict[str, bytes], day: str) -> bytes:
    written = io.BytesIO()
    year, month, date = map(int, max(day, EARLIEST).split("-"))
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (year, month, date, 0, 0, 0))
            entry.external_attr, entry.create_system = MODE, UNIX
            archive.writestr(entry, files[name])
    return written.getvalue()
