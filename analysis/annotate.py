"""`claimtrail annotate`: a stream of reports as JSON lines → their layers as JSON lines, line by line.

Takes a file or standard input, gives a file or standard output. A line is written before the next is read, so that a stream may
be endless; a file is written beside its place and renamed, so that a broken line leaves no half of it.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis import terminal, vocabulary, whole_files
from analysis.document_lines import bounded, open_lines, read_lines
from analysis.errors import DocumentError
from analysis.extract.layers import Layers

STANDARD_INPUT = "Standard input"


def annotate(source: Path | None, output: Path | None) -> None:
    """Reads `source` and writes `output`; None is the standard stream. Raises DocumentError, OutputError."""
    if output is None:
        with terminal.output() as stream:
            _write(_annotated(source), stream)
        return
    with whole_files.place_beside(output) as partial, partial.open("wb") as file:
        _write(_annotated(source), file)


def _annotated(source: Path | None) -> Iterator[bytes]:
    layers = Layers(vocabulary.load())
    lines = open_lines(source) if source else _standard_input()
    for document in read_lines(lines, str(source) if source else STANDARD_INPUT):
        yield json.dumps(layers.of(document), ensure_ascii=False).encode("utf-8") + b"\n"


def _standard_input() -> Iterator[bytes]:
    if sys.stdin is None:
        raise DocumentError(f"{STANDARD_INPUT} is closed; send lines to it, or name a file.")
    try:
        yield from bounded(sys.stdin.buffer, STANDARD_INPUT)
    except OSError as broken:
        raise DocumentError(f"{STANDARD_INPUT} cannot be read: {broken.strerror}; send lines to it, or name a file.") from None


def _write(lines: Iterable[bytes], stream) -> None:
    for line in lines:
        left = memoryview(line)
        while left:  # an unbuffered stream writes a part, and the rest only when asked again
            left = left[stream.write(left) :]
    stream.flush()
