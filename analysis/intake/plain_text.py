"""Plain text and Markdown, one report a file, as `documents.read_file` reads them."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from analysis import documents, text_files
from analysis.errors import DocumentError
from analysis.intake.opening import content, unpacked_name
from analysis.intake.reports import unusable
from analysis.intake.units import Outcome, Said, Shard, rejected


def read(shard: Shard, said: Said, _worth_reading) -> Iterator[Outcome]:
    """The file's report; what its front matter does not say, the user may. Raises one of `opening.BROKEN`."""
    raw = content(shard.address, text_files.MAX_BYTES)
    try:
        text = text_files.decoded(raw, shard.address)
        report = documents.of_content(shard.address, stem(shard.address), text, said.published or None, said.language or None)
    except DocumentError as broken:
        yield rejected(shard.address, str(broken).replace(f"{shard.address}: ", "").replace(f"{shard.address} ", "it "))
        return
    if reason := unusable(report.text):
        yield rejected(shard.address, reason)
        return
    unsaid = {key: getattr(said, key) for key in ("publisher", "url") if not getattr(report, key)}
    yield replace(report, **unsaid, origin=report.origin or shard.address)


def stem(address: str) -> str:
    """The name of the file without its endings and what leads to it."""
    return posixpath.splitext(posixpath.basename(unpacked_name(address).replace("\\", "/")))[0]
