"""Small files of every format that the intake reads."""

import io
import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pypdf
from pyarrow import parquet
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject

ENGLISH = "The minister said on Monday that the containers were shipped by rail and that it is not known where they are."
GERMAN = "Der Minister sagte am Montag, dass die Container mit der Bahn und nicht mit dem Schiff nach Westen gebracht werden."
FRENCH = "Le ministre a dit lundi que les conteneurs ont voyagé par le train et que personne ne sait où ils se trouvent."


def page(body: str = f"<p>{ENGLISH}</p>" * 4, head: str = "", lang: str = "en") -> str:
    """A web page with navigation around its article."""
    links = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(12))
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}<style>p {{color: red}}</style></head>'
        f"<body><nav><ul>{links}</ul></nav><article>{body}</article><footer>Imprint</footer></body></html>"
    )


HEAD = (
    "<title>Trains seen | A Paper</title>"
    '<meta property="og:site_name" content="A Paper"><meta property="og:title" content="Trains seen">'
    '<meta property="article:published_time" content="2024-02-26T10:00:00+01:00"><link rel="canonical" href="https://example.org/trains">'
)


def record(block: bytes, number: int = 1, kind: str = "response", url: str = "https://example.org/a", length: int | None = None) -> bytes:
    """A record of a WARC."""
    headers = {
        "WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>", "WARC-Date": "2024-03-01T08:00:00Z", "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response", "Content-Length": str(len(block) if length is None else length),
    }  # fmt: skip
    return "".join(["WARC/1.0\r\n", *(f"{name}: {value}\r\n" for name, value in headers.items()), "\r\n"]).encode() + block + b"\r\n\r\n"


def answer(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """What a server answers with."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def pdf(pages: Sequence[str], title: str = "", password: str = "") -> bytes:
    """A PDF with these lines on its pages, empty ones without text."""
    writer = pypdf.PdfWriter()
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    for text in pages:
        lines = " ".join(f"({line}) Tj T*" for line in text.split("\n") if line)
        drawn(writer, f"BT /F1 12 Tf 14 TL 50 700 Td {lines} ET".encode() if text else b"", {"/Font": DictionaryObject({NameObject("/F1"): font})})
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return written(writer)


def drawn(writer: pypdf.PdfWriter, drawing: bytes, resources: dict) -> pypdf.PageObject:
    """A page that draws that."""
    sheet = writer.add_blank_page(600, 800)
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject(name): value for name, value in resources.items()})
    stream = DecodedStreamObject()
    stream.set_data(drawing)
    sheet[NameObject("/Contents")] = writer._add_object(stream)
    return sheet


def packed(data: bytes) -> StreamObject:
    """A stream that is packed already, however far it unpacks."""
    stream = StreamObject()
    stream._data = zlib.compress(data, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return stream


def written(writer: pypdf.PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def json_lines(*rows: dict) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def write_parquet(path: Path, rows: list[dict], group: int = 2, schema: pyarrow.Schema | None = None) -> Path:
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), path, row_group_size=group)
    return path
