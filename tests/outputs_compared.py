"""Two sets of a cell's outputs, held against each other: text strictly, tables cell by cell, figures by the data they draw and then by picture.

Takes the outputs that a notebook holds and those that running it again gave, gives what differs, a sentence each. Noise is let be: the
last places of a decimal number, a memory address, a picture packed otherwise, a stream cut into other pieces. A warning is none.
"""

import base64
import io
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import zip_longest

import numpy as np
from matplotlib.image import imread

from analysis.verify.compared import TOLERANCE, apart

ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
# A number with decimals: only these are rounded. Whole numbers and digests have to be the same.
DECIMAL = re.compile(r"(?<![\w.])-?\d[\d,]*\.\d+(?:e[+-]?\d+)?(?![\w.])")
# A pixel is rounded too; a stroke that moves changes its pixels by far more than this of 255.
SHADE = 2


def differences(kept: list[Mapping], made: list[Mapping]) -> list[str]:
    """What differs, nothing if it is the same. Order and number of outputs count; of streams only what they say."""
    kept, made = _joined(kept), _joined(made)
    found = [f"stderr says {_first(each['text'])!r}; a notebook warns of nothing" for each in (*kept, *made) if each.get("name") == "stderr"]
    kinds = [[_kind(each) for each in outputs] for outputs in (kept, made)]
    if kinds[0] != kinds[1]:
        return [*found, f"outputs are {', '.join(kinds[0]) or 'none'}, made {', '.join(kinds[1]) or 'none'}"]
    for old, new in zip(kept, made, strict=True):
        found += _output(old, new)
    return found


def _joined(outputs: list[Mapping]) -> list[dict]:
    """Each stream as one output, where its first piece stands."""
    found: list[dict] = []
    for each in outputs:
        before = next((one for one in found if each["output_type"] == "stream" and one.get("name") == each["name"]), None)
        if before:
            before["text"] += _text(each["text"])
        else:
            found.append(dict(each) | ({"text": _text(each["text"])} if each["output_type"] == "stream" else {}))
    return found


def _kind(output: Mapping) -> str:
    return output.get("name") or output["output_type"]


def _output(kept: Mapping, made: Mapping) -> Iterator[str]:
    if kept["output_type"] == "stream":
        yield from _lines(kept["name"], kept["text"], made["text"])
        return
    if kept["output_type"] == "error":
        yield from (f"error {name}: {kept.get(name)!r}, made {made.get(name)!r}" for name in ("ename", "evalue") if kept.get(name) != made.get(name))
        return
    if kept["data"].keys() != made["data"].keys():
        yield f"shown as {', '.join(sorted(kept['data']))}, made as {', '.join(sorted(made['data']))}"
    for kind in sorted(kept["data"].keys() & made["data"].keys()):
        yield from _shown(kind, kept, made)


def _shown(kind: str, kept: Mapping, made: Mapping) -> Iterator[str]:
    old, new = (_text(each["data"][kind]) for each in (kept, made))
    if kind.startswith("image/") and kept.get("metadata", {}).get(kind) != made.get("metadata", {}).get(kind):
        yield f"{kind} is described as {kept.get('metadata', {}).get(kind)}, made {made.get('metadata', {}).get(kind)}"
    if kind == "image/png":
        yield from pictures(old, new)
    elif kind == "text/html":
        yield from tables(old, new)
    elif "text/html" in kept["data"]:  # the same table in columns as wide as its longest number: the page has its lines
        yield from _lines(kind, " ".join(old.split()), " ".join(new.split()))
    else:
        yield from _lines(kind, old, new)


def _lines(what: str, kept: str, made: str) -> Iterator[str]:
    for number, (old, new) in enumerate(zip_longest(kept.split("\n"), made.split("\n")), 1):
        if old is None or new is None or not same(old, new):
            yield f"{what}, line {number}: {_first(old)!r}, made {_first(new)!r}"


def same(kept: str, made: str) -> bool:
    """Whether two texts say the same: letter for letter, but for addresses and the last places of decimal numbers."""
    if kept == made:
        return True
    kept, made = (ADDRESS.sub("0x…", text) for text in (kept, made))
    numbers = zip_longest(DECIMAL.findall(kept), DECIMAL.findall(made), fillvalue="nan")
    near = all(apart(*(float(number.replace(",", "")) for number in pair)) <= TOLERANCE for pair in numbers)
    return near and DECIMAL.sub("…", kept) == DECIMAL.sub("…", made)


def tables(kept: str, made: str) -> Iterator[str]:
    """Of two pages with tables: rows by their keys, each cell by its column, then all that stands around them."""
    old, new = (_Tables.of(page) for page in (kept, made))
    yield from _lines("text/html", old.around, new.around)
    if len(old.rows) != len(new.rows):
        yield f"{len(old.rows)} rows, made {len(new.rows)}"
    columns = old.rows[0] if old.rows else []
    for number, (before, after) in enumerate(zip(old.rows, new.rows)):
        key = before[0] if before else ""
        for place, (cell, again) in enumerate(zip_longest(before, after, fillvalue="")):
            if not same(cell, again):
                column = columns[place] if place < len(columns) else ""
                yield f"row {number} ({key}), column {column or place}: {cell!r}, made {again!r}"


class _Tables(HTMLParser):
    """A page taken apart: the cells of its tables, row by row, and everything else with its marks."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._around: list[str] = []
        self._cell: list[str] | None = None

    @classmethod
    def of(cls, page: str) -> "_Tables":
        taken = cls()
        taken.feed(page)
        taken.close()
        return taken

    @property
    def around(self) -> str:
        return "\n".join(filter(None, (" ".join(part.split()) for part in self._around)))

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._around.append(f"<{tag} {attrs}>" if tag not in ("tr", "td") else "")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        (self._around if self._cell is None else self._cell).append(data)


def pictures(kept: str, made: str) -> Iterator[str]:
    """Of two PNG files in base64: what they say of themselves, then their pixels."""
    old, new = (_png(each) for each in (kept, made))
    if old is None or new is None:
        if kept != made:
            yield "image/png cannot be read as a picture"
        return
    words, pixels = zip(old, new)
    for name in sorted(words[0].keys() | words[1].keys()):
        if words[0].get(name) != words[1].get(name):
            yield f"image/png, {name}: {_first(words[0].get(name))!r}, made {_first(words[1].get(name))!r}"
    if pixels[0].shape != pixels[1].shape:
        yield f"image/png is of {pixels[0].shape[1]} × {pixels[0].shape[0]} pixels, made {pixels[1].shape[1]} × {pixels[1].shape[0]}"
    elif other := int((np.abs(pixels[0] - pixels[1]).max(axis=-1) > SHADE / 255).sum()):
        yield f"image/png: {other} pixels differ"


def _png(encoded: str) -> tuple[dict[str, str], np.ndarray] | None:
    """The texts of a PNG's chunks but for the program that wrote it, and its pixels; None if it is none."""
    try:
        content = base64.b64decode(encoded)
        return {name: text for name, text in _chunk_texts(content) if name != "Software"}, imread(io.BytesIO(content), format="png")
    except (ValueError, OSError, SyntaxError):  # Pillow calls a broken picture bad syntax
        return None


def _chunk_texts(content: bytes) -> Iterator[tuple[str, str]]:
    place = 8
    while place + 8 <= len(content):
        size, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        if kind in (b"tEXt", b"iTXt", b"zTXt"):
            name, _, text = content[place + 8 : place + 8 + size].partition(b"\0")
            yield name.decode("latin-1"), text.decode("utf-8", "replace")
        place += size + 12


def _text(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _first(text: str | None) -> str:
    return (text or "").strip()[:120]
