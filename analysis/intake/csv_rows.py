"""CSV with a header: commas between cells, quotes as RFC 4180 has them, UTF-8. Its columns are those of `rows`; others are let be."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from analysis import document_lines
from analysis.errors import DocumentError
from analysis.intake.lines import lines
from analysis.intake.opening import opened
from analysis.intake.rows import row
from analysis.intake.units import Outcome, Said, Shard, rejected


def read(shard: Shard, said: Said, _worth_reading) -> Iterator[Outcome]:
    """What each row holds; its place is the line that it begins in. Raises one of `opening.BROKEN`, and DocumentError for a header without text."""
    csv.field_size_limit(document_lines.MAX_LINE)  # a text may be longer than the module's own bound; it can be set for the process only
    with opened(shard.address) as stream:
        numbered = _Numbered(stream)
        reader = csv.reader(numbered, strict=True)
        header = _header(reader)
        while True:
            number = numbered.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as broken:
                yield rejected(f"{shard.address}#row={number}", f"it is no row of CSV ({broken}); quote its text, and double the quotes in it")
                continue
            if cells:
                yield _outcome(f"{shard.address}#row={number}", header, cells, said)


def _header(reader) -> list[str]:
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as broken:
        raise DocumentError(f"its header is no row of CSV ({broken}); begin it with the columns' names.") from None
    if "text" not in header or len(set(header)) < len(header):
        raise DocumentError("its header does not name the column text, or one twice; begin it with the columns' names, with commas between them.")
    return header


def _outcome(place: str, header: list[str], cells: list[str], said: Said) -> Outcome:
    if len(cells) != len(header):
        return rejected(place, f"it has {len(cells)} cells, the header {len(header)}; give each row as many")
    return row(place, dict(zip(header, cells, strict=True)), said)


class _Numbered:
    """A stream's lines as text, counted. A byte that is no UTF-8 becomes half a surrogate pair, which no text may hold."""

    def __init__(self, stream: BinaryIO):
        self._lines, self.number = lines(stream), 0

    def __iter__(self) -> "_Numbered":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        if line.content is None:
            raise csv.Error(f"a line of more than {document_lines.MAX_LINE:,} bytes")
        return line.content.decode("utf-8-sig" if self.number == 1 else "utf-8", "surrogateescape")
