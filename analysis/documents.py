"""A report as text and where it comes from: Markdown files with front matter, and plain text files.

Front matter is the part of YAML that a hand needs: lines of `key: value`, the value plain or in quotes, taken as text. A YAML
reader would turn dates, "no" and "1e3" into other things, so the few lines are read here. Other keys than SCHEMA's are allowed.

The text is all that stands behind the front matter's closing line and the blank line after it, without the final newline; in a
plain file it is the whole. Offsets count its code points. Before anything is counted a byte order mark is taken off and "\\r\\n"
and "\\r" become "\\n": one report has one text, one digest and one set of offsets, whichever editor saved it. Nothing else changes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import pandas as pd

from analysis import paths, tables, vocabulary
from analysis.errors import DocumentError

LANGUAGES = ("de", "en")
KINDS = ("full_text", "abstract")
SUFFIXES = (".md", ".txt")
MAX_BYTES = 5_000_000  # no report is longer; a file of 50 MB is something else, and is refused unread

# Function words that must be found, and how many times as many as of the next language, before a language counts as recognised.
ENOUGH_WORDS, CLEAR_LEAD = 3, 2

KEY_VALUE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?")
DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*)'")
SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
ID_SIGNS = "letters A-Z, digits, '.', '_' and '-', and must begin with a letter or digit"
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Document:
    """One report. `published` is an ISO date, empty where nobody knows it: its relative times then stay unresolved."""

    doc_id: str
    url: str
    publisher: str
    title: str
    published: str
    language: str
    kind: str
    retrieved: str
    sha256: str
    text: str


# Where a document is from, for messages, and what reads it.
Reader = tuple[str, Callable[[], Document]]


def read_folder(folder: Path, as_of: str = "") -> list[Document]:
    """The reports (`*.md`) of a folder, oldest first, those published after `as_of` (ISO date) left out.

    Each must have front matter with doc_id, published and language. Raises DocumentError that lists every offending file.
    """
    if not folder.is_dir():
        raise DocumentError(f"The folder of documents {folder} does not exist; create it and put reports (*.md) there.")
    reports = [path for path in sorted(folder.glob("*.md")) if not path.name.startswith(".")]
    if not reports:
        raise DocumentError(f"The folder of documents {folder} holds no report; put Markdown files with front matter there.")
    return [document for document in gathered((str(path), partial(_report, path)) for path in reports) if not as_of or document.published <= as_of]


def read_file(path: Path, published: str | None = None, language: str | None = None) -> Document:
    """One report, with or without front matter. What the file says itself counts before `published` and `language`.

    Without any date `published` is empty; without a language it is guessed from function words. The id of a plain file is its
    name made safe. Raises DocumentError.
    """
    front, text = _parts(path, _content(path))
    said = {"doc_id": _safe_id(path.stem), "published": published or "", "language": language or ""} | front
    if not said["language"]:
        said["language"] = _guessed_language(path, text)
    return _document(path, said, text)


def read_files(sources: Iterable[Path], published: str | None = None, language: str | None = None) -> list[Document]:
    """Reports from files and folders (`*.md`, `*.txt`), each as `read_file` reads it, a file named twice once.

    Raises DocumentError that lists all offenders.
    """
    return gathered(file_readers(sources, published, language))


def file_readers(sources: Iterable[Path], published: str | None = None, language: str | None = None) -> list[Reader]:
    """What reads each report of the files and folders, for `gathered`. Raises DocumentError for a folder without any."""
    files = [path for source in sources for path in (_in_folder(source) if source.is_dir() else [source])]
    unique = {path.resolve(): path for path in files}.values()
    return [(str(path), partial(read_file, path, published, language)) for path in unique]


def gathered(readers: Iterable[Reader]) -> list[Document]:
    """Every document read, sorted by date and id. Raises DocumentError of all offenders, two documents of one id among them."""
    documents, offenders, owners = [], [], {}
    for place, read in readers:
        try:
            document = read()
        except DocumentError as broken:
            offenders.append(str(broken))
            continue
        if document.doc_id in owners:
            other = owners[document.doc_id]
            offenders.append(f"{place} and {other} both have the doc_id {document.doc_id!r}; give one of them another.")
        owners.setdefault(document.doc_id, place)
        documents.append(document)
    if offenders:
        raise DocumentError.of_all(offenders)
    return sorted(documents, key=lambda document: (document.published, document.doc_id))


def table(documents: Iterable[Document]) -> pd.DataFrame:
    """The documents as the table "documents", in the order given."""
    columns = tables.empty("documents").columns
    return tables.frame("documents", [{name: getattr(document, name) for name in columns} for document in documents])


def _in_folder(folder: Path) -> list[Path]:
    files = [path for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES and not path.name.startswith(".")]
    if not files:
        raise DocumentError(f"The folder {folder} holds no report; put files that end in {' or '.join(SUFFIXES)} there.")
    return files


def _report(path: Path) -> Document:
    front, text = _parts(path, _content(path))
    if not front:
        raise DocumentError(f"{path} has no front matter; begin it with a line '---', lines 'key: value', and another line '---'.")
    missing = [key for key in ("doc_id", "published", "language") if not front.get(key)]
    if missing:
        raise DocumentError(f"{path}: the front matter says no {', '.join(missing)}; add a line for each.")
    return _document(path, front, text)


def _content(path: Path) -> str:
    """The file's text with plain newlines."""
    try:
        raw = _bytes(path)
    except FileNotFoundError:
        raise DocumentError(f"{path} does not exist; check the name.") from None
    except OSError as broken:
        raise DocumentError(f"{path} cannot be read: {broken.strerror}; check what it is and who may read it.") from None
    if b"\0" in raw:
        raise DocumentError(f"{path} has a NUL byte at byte {raw.index(0)}, so it is no text; save it as UTF-8 text.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise DocumentError(f"{path} is not UTF-8: byte {broken.start} fits no character; save it as UTF-8.") from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path) -> bytes:
    """The file's bytes, refused unread where its size is over the bound; a device tells no size, so it is read up to there."""
    size = path.stat().st_size
    if size <= MAX_BYTES:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        if len(raw) <= MAX_BYTES:
            return raw
        size = len(raw)
    raise DocumentError(f"{path} has {size:,} bytes or more, a report at most {MAX_BYTES:,}; split it or leave it out.")


def _parts(path: Path, content: str) -> tuple[dict[str, str], str]:
    """Front matter (empty if there is none) and text."""
    lines = content.split("\n")
    if lines[0].rstrip() != "---":
        return {}, content.removesuffix("\n")
    closing = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if closing is None:
        raise DocumentError(f"{path}: the front matter that begins in line 1 is never closed; end it with a line '---'.")
    body = lines[closing + 1 :]
    text = "\n".join(body[1:] if body and not body[0].strip() else body)
    return _front_matter(path, lines[1:closing]), text.removesuffix("\n")


def _front_matter(path: Path, lines: list[str]) -> dict[str, str]:
    front, offenders = {}, []
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        found = KEY_VALUE.fullmatch(line.rstrip())
        value = _unquoted(found[2] or "") if found else None
        if value is None:
            offenders.append(f"{path}, line {number}: {line.strip()!r} is no 'key: value'; write one, with quotes closed.")
        elif found[1] in front:
            offenders.append(f"{path}, line {number}: {found[1]} stands twice in the front matter; keep one.")
        else:
            front[found[1]] = value
    if offenders:
        raise DocumentError.of_all(offenders)
    return front


def _unquoted(value: str) -> str | None:
    """The value without its quotes; None where a quotation is not closed."""
    if value.startswith('"'):
        quoted = DOUBLE_QUOTED.fullmatch(value)
        return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else None
    if value.startswith("'"):
        quoted = SINGLE_QUOTED.fullmatch(value)
        return quoted[1].replace("''", "'") if quoted else None
    return value


def _document(path: Path, said: dict[str, str], text: str) -> Document:
    said = {"kind": KINDS[0]} | said
    offenders = list(_complaints(said))
    if not text.strip():
        offenders.append("there is no text; add the report's text or remove the file")
    if offenders:
        raise DocumentError.of_all(f"{path}: {offender}." for offender in offenders)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    kept = {key: said.get(key, "") for key in ("doc_id", "url", "publisher", "title", "published", "language", "kind", "retrieved")}
    return Document(**kept, sha256=digest, text=text)


def _complaints(said: dict[str, str]) -> Iterable[str]:
    if not SAFE_ID.fullmatch(said["doc_id"]):
        yield f"the doc_id {said['doc_id']!r} may hold only {ID_SIGNS}"
    if said["published"] and not is_date(said["published"]):
        yield f"published {said['published']!r} is no date; write it as YYYY-MM-DD"
    if said["language"] not in LANGUAGES:
        yield f"the language {said['language']!r} is unknown; write {' or '.join(LANGUAGES)}"
    if said["kind"] not in KINDS:
        yield f"the kind {said['kind']!r} is unknown; write {' or '.join(KINDS)}"
    if said.get("url") and not WEB_ADDRESS.fullmatch(said["url"]):
        yield f"the url {said['url']!r} is no web address; write one that begins with http:// or https://"


def is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return bool(ISO_DATE.fullmatch(text))


def _safe_id(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._") or "document"


def _guessed_language(path: Path, text: str) -> str:
    words = re.findall(r"\w+", text.lower())
    known = _function_words(paths.vocabulary())
    (most, best), (next_most, _) = sorted(((sum(word in known[language] for word in words), language) for language in known), reverse=True)[:2]
    if most < ENOUGH_WORDS or most < CLEAR_LEAD * next_most:
        raise DocumentError(f"{path}: its words do not tell the language; name it with --language {' or '.join(LANGUAGES)}.")
    return best


@cache
def _function_words(folder: Path) -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split(";")) for row in vocabulary.load(folder).rows("function_words")}
