"""Corpora of any size for the measurements: texts repeated with their numbers and names changed by a seed, as JSON lines and as a crawl."""

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from analysis import documents, paths
from analysis.document_lines import read_lines
from analysis.documents import Document
from tests.bench.results import BENCH

SEED = 2024
NEWS = ("attribution/dev", "attribution/train", "times/dolomiten")
NUMBER = re.compile(r"\d+")
NAME = re.compile(r"(?<=[a-zäöüß,] )[A-ZÄÖÜ][a-zäöüß]{2,}\b")
EXCHANGED = 0.1  # of the names, each for one that stands elsewhere: as many states and goods are named as before
MENU = "".join(f'<li><a href="/section/{number}">Section {number}</a></li>' for number in range(40))
FOOT = "<p>All rights reserved. Imprint. Contact. Privacy.</p>" * 5
ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def news() -> list[Document]:
    """News on anything: few of these articles are on supplies."""
    return [document for name in NEWS for document in read_lines((BENCH / f"{name}.jsonl").read_bytes().splitlines(), name)]


def ours() -> list[Document]:
    """Abstracts of which nearly every one tells a fact."""
    return documents.read_folder(paths.documents())


def varied(originals: list[Document], seed: int = SEED) -> Iterator[dict]:
    """Reports without end, each a row of JSON lines: the originals again and again, numbers and names changed from the second time on."""
    chance, serial = random.Random(seed), 0
    names = [name for document in originals for name in NAME.findall(document.text)]
    while True:
        for document in originals:
            text = document.text if serial < len(originals) else _changed(document.text, names, chance)
            said = {"language": document.language, "published": document.published or None, "publisher": document.publisher}
            yield {"doc_id": f"r{serial:08d}", "text": text} | said
            serial += 1


def _changed(text: str, names: list[str], chance: random.Random) -> str:
    text = NUMBER.sub(lambda found: str(chance.randrange(10 ** (len(found[0]) - 1), 10 ** len(found[0]))), text)
    return NAME.sub(lambda found: chance.choice(names) if chance.random() < EXCHANGED else found[0], text)


def json_lines(path: Path, rows: Iterable[dict], reports: int = 0, megabytes: float = 0) -> float:
    """Writes so many rows, or rows of so many MB of text; gives the MB of text."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            if (reports and number == reports) or (megabytes and written >= megabytes * 1e6):
                break
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += len(row["text"].encode("utf-8"))
    return written / 1e6


def crawl(path: Path, rows: Iterable[dict], pages: int) -> float:
    """Writes so many pages as a crawl does, each a member of its own; gives the MB of the articles in them."""
    written = 0
    with path.open("wb") as file:
        for number, row in zip(range(pages), rows, strict=False):
            file.write(gzip.compress(_record(number, row), compresslevel=1, mtime=0))
            written += len(row["text"].encode("utf-8"))
    return written / 1e6


def _record(number: int, row: dict) -> bytes:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in row["text"].split("\n") if part.strip())
    head = f'<meta charset="utf-8"><title>Report {number}</title><meta property="article:published_time" content="{row["published"] or "2024-02-01"}">'
    body = f"<nav><ul>{MENU}</ul></nav><article><h1>Report {number}</h1>{paragraphs}</article><footer>{FOOT}</footer>"
    block = f'{ANSWER}<!DOCTYPE html><html lang="{row["language"]}"><head>{head}</head><body>{body}</body></html>'.encode()
    lines = [
        "WARC/1.0", "WARC-Type: response", f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>", "WARC-Date: 2025-06-01T00:00:00Z",
        f"WARC-Target-URI: https://news.example/{number}", "Content-Type: application/http; msgtype=response", f"Content-Length: {len(block)}",
    ]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"
