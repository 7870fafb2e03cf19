"""Reports as JSON lines: an object a line with doc_id, text, language, published (ISO date or null) and, if known, publisher.

Takes bytes, gives Documents, one a line. Unlike a file's text, the text of a line is taken as it stands, line ends and all:
whoever wrote the line counts offsets in it. A line is read by itself, so that a stream of any length needs the memory of one
line. A broken line is refused by its number and never skipped: what is written for the lines would no longer fit them.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from analysis import days
from analysis.documents import ID_SIGNS, KINDS, LANGUAGES, SAFE_ID, Document, Reader, file_readers, gathered, refused
from analysis.errors import DocumentError
from analysis.text_files import MAX_BYTES

SUFFIX = ".jsonl"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MAX_LINE = 6 * MAX_BYTES  # JSON may spell a byte of text with six


def read_lines(lines: Iterable[bytes], name: str) -> Iterator[Document]:
    """One document a line, as they come; `name` says in messages where the lines are from. Raises DocumentError at a broken one."""
    for number, line in enumerate(lines, 1):
        yield document(line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line, f"{name}, line {number}")


def read_all(sources: Iterable[Path], published: str | None = None, language: str | None = None) -> list[Document]:
    """The reports of files and folders, sorted by date and id; a file that ends in .jsonl has one a line.

    `published` and `language` are for those that do not say it. Raises DocumentError that lists all offenders.
    """
    sources = list(dict.fromkeys(sources))
    lines = [path for path in sources if path.suffix == SUFFIX and not os.path.isdir(path)]
    others = file_readers([path for path in sources if path not in lines], published, language)
    return gathered([*others, *(reader for path in lines for reader in _line_readers(path, published, language))])


def open_lines(path: Path) -> Iterator[bytes]:
    """A file's lines, as `bounded` gives them. Raises DocumentError."""
    try:
        with path.open("rb") as file:
            yield from bounded(file, str(path))
    except OSError as broken:
        raise DocumentError(f"{path} cannot be read: {broken.strerror}; check the name and who may read it.") from None


def bounded(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """A stream's lines as bytes: only "\n" ends one, whatever else the text holds. Raises DocumentError at one that is too long, OSError."""
    for number, line in enumerate(iter(partial(stream.readline, MAX_LINE + 1), b""), 1):
        if len(line) > MAX_LINE:
            raise DocumentError(f"{name}, line {number} has more than {MAX_LINE:,} bytes; write one report a line.")
        yield line


def _line_readers(path: Path, published: str | None, language: str | None) -> Iterator[Reader]:
    try:
        for number, line in enumerate(open_lines(path), 1):
            place = f"{path}, line {number}"
            yield place, partial(_report, line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line, place, published, language)
    except DocumentError as broken:
        yield str(path), partial(refused, broken)


def _report(line: bytes, place: str, published: str | None, language: str | None) -> Document:
    """A document whose id can be part of a fact's id."""
    report = document(line, place, published, language)
    if not SAFE_ID.fullmatch(report.doc_id):
        raise DocumentError(f"{place}: the doc_id {report.doc_id!r} may hold only {ID_SIGNS}.")
    return report


def document(line: bytes, place: str, published: str | None = None, language: str | None = None) -> Document:
    """The document of one line; `place` begins each message, `published` and `language` are taken where it says none.

    Raises DocumentError that lists all that is wrong with the line.
    """
    said = json_object(line, place)
    unsaid = {key: value for key, value in (("published", published), ("language", language)) if value and said.get(key) is None}
    said |= unsaid
    offenders = [f"{place}: {complaint}." for complaint in _complaints(said)]
    if offenders:
        raise DocumentError.of_all(offenders)
    known = {key: said.get(key) or "" for key in ("doc_id", "url", "publisher", "title", "published", "language", "text")}
    strings = {key: value if isinstance(value, str) else "" for key, value in known.items()}
    digest = hashlib.sha256(strings["text"].encode("utf-8")).hexdigest()
    return Document(**strings, kind=KINDS[0], retrieved="", sha256=digest)


def json_object(line: bytes, place: str) -> dict:
    """The object of one line; `place` begins each message. Raises DocumentError."""
    try:
        said = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as broken:
        raise DocumentError(f"{place} is not UTF-8: byte {broken.start} fits no character; save it as UTF-8.") from None
    except (ValueError, RecursionError) as broken:
        reason = "it is empty" if not line.strip() else str(broken).split(":")[0]
        raise DocumentError(f"{place} is no JSON ({reason}); write one object a line.") from None
    if not isinstance(said, dict):
        raise DocumentError(f"{place} holds no JSON object; write one with doc_id, text, language and published.")
    return said


def _complaints(said: dict) -> Iterator[str]:
    for key in ("doc_id", "text", "language"):
        if not isinstance(said.get(key), str):
            yield f"{key} is {'missing' if key not in said else 'no text'}; give it as a string"
    for key in ("published", "publisher"):
        if not isinstance(said.get(key), str | None):
            yield f"{key} is no text; give it as a string or null"
    for key in ("doc_id", "text", "publisher"):
        if isinstance(said.get(key), str) and any("\ud800" <= sign <= "\udfff" for sign in said[key]):
            yield f"{key} holds half of a surrogate pair, which is no character; take it out"
    if isinstance(said.get("language"), str) and said["language"] not in LANGUAGES:
        yield f"the language {said['language']!r} is unknown; write {' or '.join(LANGUAGES)}"
    if isinstance(said.get("published"), str) and days.fault(said["published"]):
        yield f"published {said['published']!r} {days.fault(said['published'])} or null"
