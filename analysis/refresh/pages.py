"""reports/index.html and reports/feed.xml: the editions that there are, the newest first, with their PDF, their page and what changed.

Both are made anew from the editions' own tables, so they tell of every edition, whoever made it; their dates are those of the editions.
The feed is Atom (RFC 4287). An entry stands for what an edition says: if its numbers come out otherwise, it is another entry.
"""

import base64
import hashlib
import re
import uuid
from html import escape
from pathlib import Path
from urllib.parse import quote

from analysis import changes, editions, provenance, tables, told_changes, topics, vocabulary, whole_files
from analysis.editions import Edition
from analysis.errors import ClaimtrailError, TableError
from analysis.vocabulary import Vocabulary

INDEX, FEED = "index.html", "feed.xml"
TITLE = "Editions of claimtrail"
# What a reader looks at, as far as an edition has it.
LINKS = {"brief.pdf": "brief (PDF)", "evidence.html": "page of evidence", "tables/changes.csv": "what changed (table)"}
SHOWN_CHANGES, SHOWN_ENTRIES = 10, 50
STYLE = "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto;padding:1rem}article{border-top:1px solid;margin-top:1.5rem}h2{font-size:1.2rem}"
UNREADABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(reports: Path) -> None:
    """Writes both; nothing where there is no edition. Raises EditionError, OutputError."""
    found = editions.found()[::-1]
    if not found:
        return
    words = vocabulary.load()
    told = [(edition, _title(edition, words), *_changed(edition)) for edition in found]
    whole_files.write(reports / INDEX, _index(told).encode("utf-8"))
    whole_files.write(reports / FEED, _feed(told[:SHOWN_ENTRIES]).encode("utf-8"))


Told = tuple[Edition, str, str, list[str]]


def _title(edition: Edition, words: Vocabulary) -> str:
    """The topic's title in the edition's language; its id where the topic is not there any more."""
    try:
        return topics.load(edition.topic, words).title[edition.lang]
    except (ClaimtrailError, KeyError):
        return edition.topic


def _changed(edition: Edition) -> tuple[str, list[str]]:
    """How many changes of each sort the edition tells of, and the first of them, each with its reports."""
    try:
        table = tables.read("changes", edition.tables)
        known = {row["doc_id"]: row for row in tables.read("documents", edition.tables).to_dict("records")}
    except TableError:
        return "what changed cannot be read", []
    rows = table.head(SHOWN_CHANGES).to_dict("records")
    return changes.counted(table) or told_changes.UNCHANGED, [f"{told_changes.change(row)} ({'; '.join(told_changes.causes(row, known))})" for row in rows]


def _shown(text: str) -> str:
    """Text from outside, fit for HTML and XML."""
    return escape(UNREADABLE.sub("\ufffd", text))


def _place(edition: Edition) -> str:
    """Its address, seen from reports/."""
    return quote(f"{edition.topic}/{edition.as_of}-{edition.lang}")


def _index(told: list[Told]) -> str:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{TITLE}</title>\n'
        f'<link rel="alternate" type="application/atom+xml" href="{FEED}">\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{TITLE}</h1>\n'
        f'<p><a href="{FEED}">Feed of new editions</a></p>\n{"".join(_article(*each) for each in told)}</main>\n</body>\n</html>\n'
    )


def _article(edition: Edition, title: str, counted: str, shown: list[str]) -> str:
    links = " · ".join(f'<a href="{_place(edition)}/{name}">{what}</a>' for name, what in LINKS.items() if (edition.folder / name).is_file())
    rows = "".join(f"<li>{_shown(line)}</li>\n" for line in shown)
    said = f"What changed: {_shown(counted)}"
    details = f"<details>\n<summary>{said}</summary>\n<ol>\n{rows}</ol>\n</details>\n" if rows else f"<p>{said}</p>\n"
    return (
        f'<article>\n<h2><time>{edition.as_of}</time>, <span lang="{edition.lang}">{_shown(title)}</span></h2>\n'
        f"<p>{_shown(edition.topic)}, {edition.lang}: {links or 'nothing to read is there'}</p>\n{details}</article>\n"
    )


def _feed(told: list[Told]) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<id>{_id("feed")}</id>\n<title>{TITLE}</title>\n'
        f"<updated>{told[0][0].as_of}T00:00:00Z</updated>\n<author><name>claimtrail</name></author>\n"
        f'<link rel="self" href="{FEED}"/>\n<link rel="alternate" type="text/html" href="{INDEX}"/>\n{"".join(_entry(*each) for each in told)}</feed>\n'
    )


def _entry(edition: Edition, title: str, counted: str, shown: list[str]) -> str:
    numbers = edition.tables / "numbers.csv"
    said = provenance.digest(numbers) if numbers.is_file() else ""
    rows = "".join(f"<li>{_shown(line)}</li>" for line in shown)
    content = f"<p>{_shown(counted)}</p>" + (f"<ol>{rows}</ol>" if rows else "")
    pdf = f'<link rel="enclosure" type="application/pdf" href="{_place(edition)}/brief.pdf"/>\n' if (edition.folder / "brief.pdf").is_file() else ""
    return (
        f'<entry>\n<id>{_id(f"{_place(edition)} {said}")}</id>\n<title>{_shown(title)}, {edition.as_of} ({edition.lang})</title>\n'
        f'<updated>{edition.as_of}T00:00:00Z</updated>\n<link rel="alternate" type="text/html" href="{_place(edition)}/evidence.html"/>\n{pdf}'
        f'<content type="html">{escape(content)}</content>\n</entry>\n'
    )


def _id(name: str) -> str:
    """An address that names and leads nowhere: the same for the same name on every machine (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'claimtrail {name}')}"
