"""What people have becomes documents: files, folders, crawls, data sets and addresses of stores, read as streams.

`shards` says what there is to read, in units that can be handed to many processes; `read` gives what stands in one of them, in its order: documents,
and in the place of each thing that is none the reason why. One broken record costs no other. Memory is bounded by the largest record that is taken,
whatever comes. Nothing here knows what a fact is.
"""

from collections.abc import Callable, Iterator

from analysis.documents import Document
from analysis.errors import DocumentError
from analysis.intake import archives, csv_rows, json_lines, parquet_rows, pdf_pages, plain_text, web_pages
from analysis.intake.finding import shards
from analysis.intake.opening import BROKEN, lacking, unreadable
from analysis.intake.units import PassedOver, Rejected, Said, Shard, rejected

__all__ = ["PassedOver", "Rejected", "Said", "Shard", "read", "shards"]

READERS = {
    "text": plain_text.read, "html": web_pages.read, "pdf": pdf_pages.read, "jsonl": json_lines.read, "csv": csv_rows.read,
    "parquet": parquet_rows.read, "warc": archives.read,
}  # fmt: skip


def read(shard: Shard, said: Said = Said(), worth_reading: Callable[[str], bool] | None = None) -> Iterator[Document | Rejected | PassedOver]:
    """What stands in a shard, in its order.

    `said` is what the user says of those that do not say it. `worth_reading` is asked for each web page, with its letters without markup, before the
    page is taken apart; where it says no, the page is passed over. Raises DocumentError only if a package is missing that reads this format.
    """
    if lacks := lacking(shard.address, shard.kind):
        raise DocumentError.of_all(lacks)
    try:
        yield from READERS[shard.kind](shard, said, worth_reading)
    except BROKEN as broken:
        yield rejected(shard.address, unreadable(broken))
