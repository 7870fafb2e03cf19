"""The lines of a stream, each with its bytes' place, whatever their length: what is too long is passed over in pieces, never held."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from analysis import document_lines

PIECE = 1 << 20


@dataclass(frozen=True)
class Line:
    """A line from byte `start` to `end`, exclusive and with its newline; `content` is None where it is longer than MAX_LINE."""

    start: int
    end: int
    content: bytes | None


def lines(stream: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines behind the first newline at or after `start` (at the head of the stream: all), up to the one that begins at `end`."""
    at = start
    if start:
        stream.seek(start)
        at += _pass_line(stream)
    while end is None or at <= end:
        content = stream.readline(document_lines.MAX_LINE + 1)
        if not content:
            return
        length, fits = len(content), len(content) <= document_lines.MAX_LINE
        if not fits and not content.endswith(b"\n"):
            length += _pass_line(stream)
        yield Line(at, at + length, content if fits else None)
        at += length


def _pass_line(stream: BinaryIO) -> int:
    """Reads to the end of the line that the stream stands in; gives how many bytes that were."""
    passed = 0
    while piece := stream.readline(PIECE):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed
