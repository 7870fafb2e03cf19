"""Reports as JSON lines: an object a line with doc_id, text, language, published (ISO date or null) and, if known, publisher.

Takes bytes, gives Documents, one a line. Unlike a file's text, the text of a line is taken as it stands, line ends and all:
whoever wrote the line counts offsets in it. A line is read by itself, so that a stream of any length needs the memory of one
line. A broken line is refused by its number and never skipped: what is written for the lines would no longer fit them.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator

from analysis.documents import KINDS, LANGUAGES, Document, is_date
from analysis.errors import DocumentError

SUFFIX = ".jsonl"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_lines(lines: Iterable[bytes], name: str) -> Iterator[Document]:
    """One document a line, as they come; `name` says in messages where the lines are from. Raises DocumentError at a broken one."""
    for number, line in enumerate(lines, 1):
        yield document(line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line, f"{name}, line {number}")


def document(line: bytes, place: str) -> Document:
    """The document of one line; `place` begins each message. Raises DocumentError that lists all that is wrong with the line."""
    said = _object(line, place)
    offenders = [f"{place}: {complaint}." for complaint in _complaints(said)]
    if offenders:
        raise DocumentError.of_all(offenders)
    known = {key: said.get(key) or "" for key in ("doc_id", "url", "publisher", "title", "published", "language", "text")}
    strings = {key: value if isinstance(value, str) else "" for key, value in known.items()}
    digest = hashlib.sha256(strings["text"].encode("utf-8")).hexdigest()
    return Document(**strings, kind=KINDS[0], retrieved="", sha256=digest)


def _object(line: bytes, place: str) -> dict:
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
    if isinstance(said.get("published"), str) and not is_date(said["published"]):
        yield f"published {said['published']!r} is no date; write it as YYYY-MM-DD or null"
