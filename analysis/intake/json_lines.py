"""JSON lines, an object a line, cut by bytes so that many can read one file. Its fields are those of `rows`."""

from collections.abc import Iterator

from analysis import document_lines
from analysis.errors import DocumentError
from analysis.intake.lines import Line, lines
from analysis.intake.opening import opened
from analysis.intake.rows import row
from analysis.intake.units import Outcome, Said, Shard, rejected


def read(shard: Shard, said: Said, _worth_reading) -> Iterator[Outcome]:
    """What each line of the shard holds; a blank line is none. Raises one of `opening.BROKEN` where the file breaks off."""
    with opened(shard.address) as stream:
        for line in lines(stream, shard.start, shard.end):
            if line.content is None or line.content.strip():
                yield _outcome(line, f"{shard.address}#bytes={line.start}-{line.end}", said)


def _outcome(line: Line, place: str, said: Said) -> Outcome:
    if line.content is None:
        return rejected(place, f"the line has more than {document_lines.MAX_LINE:,} bytes; write one report a line")
    content = line.content.removeprefix(document_lines.BYTE_ORDER_MARK) if line.start == 0 else line.content
    try:
        cells = document_lines.json_object(content, "the line")
    except DocumentError as broken:
        return rejected(place, str(broken))
    return row(place, cells, said)
