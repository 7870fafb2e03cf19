"""What goes into the intake and what comes out: what the user says of files, a unit of work, and what was no document."""

from dataclasses import dataclass

from analysis.documents import Document

LONGEST_REASON = 300


@dataclass(frozen=True)
class Said:
    """What the user says of files that do not say it; what a file says itself counts before it."""

    published: str = ""
    language: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True)
class Shard:
    """One unit of work: a file, or a part of it.

    `kind` is text, html, pdf, jsonl, csv, parquet or warc. `start` and `end` are bytes of JSON lines and row groups of Parquet, end exclusive,
    None for all that follows. A line of JSON belongs to the shard in which the newline before it lies, so shards that meet lose no line and double none.
    """

    address: str
    kind: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True)
class Rejected:
    """What cannot be read as a report: where it is, written as a document's origin, and why, as a sentence on one line."""

    place: str
    reason: str


@dataclass(frozen=True)
class PassedOver:
    """A web page whose raw letters cannot hold a fact, so that it was not taken apart; `characters` of it were looked at."""

    place: str
    characters: int


Outcome = Document | Rejected | PassedOver


def rejected(place: str, reason: str) -> Rejected:
    """The reason on one line without a full stop, and no longer than a line may be; half surrogates, which no file can hold, are shown."""
    line = " ".join(reason.split()).removesuffix(".").encode("utf-8", "backslashreplace").decode("utf-8")
    shown = place.encode("utf-8", "backslashreplace").decode("utf-8")
    return Rejected(shown, line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…")
