"""A report as text and where it comes from: Markdown files with front matter, and plain text files.

Front matter is the part of YAML that a hand needs: lines of `key: value`, the value plain or in quotes, taken as text. A YAML
reader would turn dates, "no" and "1e3" into other things, so the few lines are read here. Other keys than SCHEMA's are allowed.

The text is all that stands behind the front matter's closing line and the blank line after it, without the final newline; in a
plain file it is the whole. Offsets count its code points, after line ends were made the same (`text_files`).
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path

import pandas as pd

from analysis import days, paths, tables, text_files, vocabulary
from analysis.errors import DocumentError

LANGUAGES = ("de", "en")
KINDS = ("full_text", "abstract")
SUFFIXES = (".md", ".txt")
# What front matter says of a report, in this order where we write it.
FRONT = ("doc_id", "url", "publisher", "title", "published", "language", "kind", "retrieved", "origin")

# Function words that must be found, and how many times as many as of the next language, before a language counts as recognised.
ENOUGH_WORDS, CLEAR_LEAD = 3, 2

KEY_VALUE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?")
DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*)'")
SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NO_TEXT = "there is no text; add the report's text or remove the file"
ID_SIGNS = "letters A-Z, digits, '.', '_' and '-', and must begin with a letter or digit"
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Document:
    """One report. `published` is an ISO date, empty where nobody knows it: its relative times then stay unresolved.

    `origin` leads back to what the text was taken from, where that is another file: its name or address, and behind "#" the place in it
    ("crawl.warc.gz#record=urn:uuid:…", "paper.pdf#pages=0,2310": where in the text each page begins). `copy_of` is the doc_id of the report
    that this one prints again, word for word or nearly so.
    """

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
    origin: str = ""
    copy_of: str = ""


# Where a document is from, for messages, and what reads it.
Reader = tuple[str, Callable[[], Document]]


def read_folder(folder: Path, as_of: str = "") -> list[Document]:
    """The reports (`*.md`) of a folder, oldest first, those published after `as_of` (ISO date) left out.

    Each must have front matter with doc_id, published and language. Raises DocumentError that lists every offending file.
    """
    if not os.path.exists(folder):
        raise DocumentError(f"The folder of documents {folder} does not exist; create it and put reports (*.md) there.")
    reports = text_files.listed(folder, SUFFIXES[:1])
    if not reports:
        raise DocumentError(f"The folder of documents {folder} holds no report; put Markdown files with front matter there.")
    return [document for document in gathered((str(path), partial(read_report, path)) for path in reports) if not as_of or document.published <= as_of]


def read_file(path: Path, published: str | None = None, language: str | None = None) -> Document:
    """One report, with or without front matter. What the file says itself counts before `published` and `language`.

    Without any date `published` is empty; without a language it is guessed from function words. The id of a plain file is its
    name made safe. Raises DocumentError.
    """
    return of_content(str(path), path.stem, text_files.content(path), published, language)


def of_content(place: str, name: str, content: str, published: str | None, language: str | None) -> Document:
    """As `read_file`, of a file's content: `place` begins each message, the name without its ending makes the id. Raises DocumentError."""
    front, text = _parts(place, content)
    said = {"doc_id": safe_id(name), "published": published or "", "language": language or ""} | front
    if not said["language"]:
        said["language"] = _told_by_words(place, text)
    return _document(place, said, text)


def read_files(sources: Iterable[Path], published: str | None = None, language: str | None = None) -> list[Document]:
    """Reports from files and folders (`*.md`, `*.txt`), each as `read_file` reads it, a file named twice once.

    Raises DocumentError that lists all offenders.
    """
    return gathered(file_readers(sources, published, language))


def file_readers(sources: Iterable[Path], published: str | None = None, language: str | None = None) -> list[Reader]:
    """What reads each report of the files and folders, for `gathered`, a file named twice once."""
    readers: dict[str, Reader] = {}
    for source in sources:
        if os.path.isdir(source):
            found = _folder_readers(source, published, language)
        else:
            found = [(str(source), partial(read_file, source, published, language))]
        readers |= {os.path.realpath(place): (place, read) for place, read in found}
    return list(readers.values())


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
            offenders.append(f"{place} and {other} both have the doc_id {document.doc_id!r}; give one of them another, in its front matter or by its name.")
        owners.setdefault(document.doc_id, place)
        documents.append(document)
    if offenders:
        raise DocumentError.of_all(offenders)
    return sorted(documents, key=lambda document: (document.published, document.doc_id))


def table(documents: Iterable[Document]) -> pd.DataFrame:
    """The documents as the table "documents", in the order given."""
    columns = tables.empty("documents").columns
    return tables.frame("documents", [{name: getattr(document, name) for name in columns} for document in documents])


def _folder_readers(folder: Path, published: str | None, language: str | None) -> list[Reader]:
    """What reads each report of a folder; where there is none, what says so."""
    try:
        files = text_files.listed(folder, SUFFIXES)
        if not files:
            raise DocumentError(f"The folder {folder} holds no report; put files that end in {' or '.join(SUFFIXES)} there.")
    except DocumentError as broken:
        return [(str(folder), partial(refused, broken))]
    return [(str(path), partial(_found, path, published, language)) for path in files]


def refused(broken: DocumentError) -> Document:
    """A reader of what cannot even be looked for, so that it is told with all the others."""
    raise broken


def _found(path: Path, published: str | None, language: str | None) -> Document:
    return of_content(str(path), path.stem, text_files.content(path, found=True), published, language)


def read_report(path: Path) -> Document:
    """One report as an edition takes it: its front matter says doc_id, published and language. Raises DocumentError."""
    if any("\ud800" <= sign <= "\udfff" for sign in path.name):  # what of a name is no UTF-8; an edition's manifest lists it
        raise DocumentError(f"{path} has a name that is not UTF-8; rename it.")
    front, text = _parts(path, text_files.content(path, found=True))
    if not front:
        raise DocumentError(f"{path} has no front matter; begin it with a line '---', lines 'key: value', and another line '---'.")
    missing = [key for key in ("doc_id", "published", "language") if not front.get(key)]
    if missing:
        raise DocumentError(f"{path}: the front matter says no {', '.join(missing)}; add a line for each.")
    return _document(path, front, text)


def markdown(report: Document) -> str:
    """The report as a Markdown file that `read_report` reads. A quotation mark and a backslash are escaped as front matter has it."""
    front = {key: " ".join(getattr(report, key).split()) for key in FRONT}
    quoted = {key: value.replace("\\", "\\\\").replace('"', '\\"') for key, value in front.items() if value}
    lines = "".join(f'{key}: "{value}"\n' for key, value in quoted.items())
    return f"---\n{lines}---\n\n{report.text}\n"


def _parts(path: Path | str, content: str) -> tuple[dict[str, str], str]:
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


def _front_matter(path: Path | str, lines: list[str]) -> dict[str, str]:
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


def _document(path: Path | str, said: dict[str, str], text: str) -> Document:
    said = {"kind": KINDS[0]} | said
    offenders = list(complaints(said))
    if not text.strip():
        offenders.append(NO_TEXT)
    if offenders:
        raise DocumentError.of_all(f"{path}: {offender}." for offender in offenders)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(**{key: said.get(key, "") for key in FRONT}, sha256=digest, text=text)


def complaints(said: dict[str, str]) -> Iterable[str]:
    """What no document may say of itself: doc_id, published, language and kind, and where they stand url and retrieved; each the end of a sentence."""
    if not SAFE_ID.fullmatch(said["doc_id"]):
        yield f"the doc_id {said['doc_id']!r} may hold only {ID_SIGNS}"
    if said["published"] and days.fault(said["published"]):
        yield f"published {said['published']!r} {days.fault(said['published'])}"
    elif said.get("retrieved"):
        yield from _retrieved(said["retrieved"], said["published"])
    if said["language"] not in LANGUAGES:
        yield f"the language {said['language']!r} is unknown; write {' or '.join(LANGUAGES)}"
    if said["kind"] not in KINDS:
        yield f"the kind {said['kind']!r} is unknown; write {' or '.join(KINDS)}"
    if said.get("url") and not WEB_ADDRESS.fullmatch(said["url"]):
        yield f"the url {said['url']!r} is no web address; write one that begins with http:// or https://"


def _retrieved(text: str, published: str) -> Iterable[str]:
    """A report cannot be taken in before it appears; its own day may be one ahead of the day in UTC."""
    day = text[:10]
    if days.fault(day) or text[10:11] not in ("", "T", " "):
        yield f"retrieved {text!r} {days.fault(day) or days.fault(text)}"
    elif published > (date.fromisoformat(day) + timedelta(days=1)).isoformat():
        yield f"published {published!r} lies after retrieved {text!r}; correct one of them"


def safe_id(name: str) -> str:
    """A name as an id: what no id may hold becomes a hyphen."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._") or "document"


def _told_by_words(place: str, text: str) -> str:
    if not text.strip():
        raise DocumentError(f"{place}: {NO_TEXT}.")
    language = guessed_language(text)
    if not language:
        raise DocumentError(f"{place}: its words do not tell the language; name it with --language {' or '.join(LANGUAGES)}.")
    return language


def guessed_language(text: str) -> str:
    """The language that the text's function words tell, empty if they tell none clearly."""
    words = re.findall(r"\w+", text.lower())
    known = _function_words(paths.vocabulary())
    (most, best), (next_most, _) = sorted(((sum(map(known[language].__contains__, words)), language) for language in known), reverse=True)[:2]
    return "" if most < ENOUGH_WORDS or most < CLEAR_LEAD * next_most else best


@cache
def _function_words(folder: Path) -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split(";")) for row in vocabulary.load(folder).rows("function_words")}
