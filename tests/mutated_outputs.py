"""One thing at a time changed in the outputs of an executed notebook: what a reader would be misled by, and what nobody would notice.

Takes the code cells of a notebook, gives for each change its name and two lists of outputs: as they are kept, and as they are made. The
cell that was changed comes with them, since a comparison may ask whether it was run at all.
"""

import base64
import io
import re
import zlib
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
from matplotlib.image import imread, imsave
from nbformat import NotebookNode
from nbformat.v4 import new_output

# A digit of a number that is known, not the last place of a float.
DIGIT = re.compile(r"(?<![\d.])(\d)(?=[\d,]{0,7}(?![\d]))")
SPREAD = 3  # how many digits of one text are changed, each by itself


@dataclass(frozen=True)
class Change:
    """`kept`: the cell as it lies in the edition, with its outputs; `made`: the outputs of running it again."""

    name: str
    kept: NotebookNode
    made: list[NotebookNode]


def misleading(cells: list[NotebookNode]) -> Iterator[Change]:
    """Changes that must be noticed. `cells`: the code cells of one notebook with outputs, in order."""
    shown = [cell for cell in cells if cell.outputs]
    pictures = [cell for cell in shown if any("image/png" in output.get("data", {}) for output in cell.outputs)]
    for cell in shown:
        for name, change in (*_of_texts(cell), *_of_tables(cell), *_of_outputs(cell)):
            yield _changed(name, cell, change)
    for cell, other in zip(pictures, [*pictures[1:], *pictures[:1]]):
        yield from (_changed(name, cell, change) for name, change in _of_pictures(cell, other))


def harmless(cells: list[NotebookNode]) -> Iterator[Change]:
    """Changes that are noise and must be let be."""
    for cell in (cell for cell in cells if cell.outputs):
        for name, change in _noise(cell):
            yield _changed(name, cell, change)
        yield _addressed(cell)
        yield _rounded(cell)


def _changed(name: str, cell: NotebookNode, change: Callable[[NotebookNode], None]) -> Change:
    kept = deepcopy(cell)
    change(kept)
    return Change(name, kept, deepcopy(cell.outputs))


def _texts(cell: NotebookNode) -> Iterator[tuple[int, str | None, str]]:
    """Each text of the outputs: its output, the key of its data (None for a stream), itself."""
    for place, output in enumerate(cell.outputs):
        if output.output_type == "stream":
            yield place, None, output.text
        for kind, text in output.get("data", {}).items():
            if kind.startswith("text/"):
                yield place, kind, text


def _put(place: int, kind: str | None, text: str) -> Callable[[NotebookNode], None]:
    def change(cell: NotebookNode) -> None:
        output = cell.outputs[place]
        if kind is None:
            output.text = text
        else:
            output.data[kind] = text

    return change


def _of_texts(cell: NotebookNode) -> Iterator[tuple[str, Callable]]:
    for place, kind, text in _texts(cell):
        body = text.partition("<table")[2] if kind == "text/html" else text
        found, start = list(DIGIT.finditer(body)), len(text) - len(body)
        for hit in found[:: max(1, len(found) // SPREAD)][:SPREAD]:
            at = start + hit.start()
            yield f"a digit in {kind or 'a stream'}", _put(place, kind, text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :])
        if word := re.search(r"\b[a-z]{5,}\b", body):
            at = start + word.start()
            yield f"a word in {kind or 'a stream'}", _put(place, kind, text[:at] + text[at + 1 : at + len(word[0])] + "q" + text[at + len(word[0]) :])
        if number := re.search(r"(?<![-\w.])\d", body):
            at = start + number.start()
            yield f"a sign in {kind or 'a stream'}", _put(place, kind, text[:at] + "-" + text[at:])
        if kind is None:
            lines = text.splitlines(keepends=True)
            yield "a line of a stream left out", _put(place, kind, "".join(lines[1:]))
            yield "a line of a stream twice", _put(place, kind, lines[0] + text)


def _of_tables(cell: NotebookNode) -> Iterator[tuple[str, Callable]]:
    for place, kind, text in _texts(cell):
        rows = re.findall(r"<tr>.*?</tr>", text.partition("<tbody>")[2], re.DOTALL)
        if kind != "text/html" or not rows:
            continue
        yield "a row left out", _put(place, kind, text.replace(rows[-1], "", 1))
        yield "a row twice", _put(place, kind, text.replace(rows[0], rows[0] * 2, 1))
        if len(rows) > 1 and rows[0] != rows[1]:
            yield "two rows in another order", _put(place, kind, text.replace(rows[0], "\0", 1).replace(rows[1], rows[0], 1).replace("\0", rows[1]))
        heads = re.findall(r"<th>([^<]+)</th>", text.partition("<tbody>")[0])
        if len(heads) > 1 and heads[0] != heads[1]:
            yield "a column under another name", _put(place, kind, text.replace(f"<th>{heads[0]}</th>", f"<th>{heads[0]}_</th>", 1))
            yield "two columns in another order", _put(place, kind, _columns_swapped(text))


def _columns_swapped(text: str) -> str:
    """The last two cells of each row in the other order, their heads too."""

    def swapped(row: re.Match) -> str:
        cells = re.findall(r"<t[hd]>.*?</t[hd]>", row[0], re.DOTALL)
        if len(cells) < 2:
            return row[0]
        head, _, tail = row[0].rpartition(cells[-1])
        before, between, _ = head.rpartition(cells[-2])[0], head.rpartition(cells[-2])[2], None
        return before + cells[-1] + between + cells[-2] + tail

    return re.sub(r"<tr.*?</tr>", swapped, text, flags=re.DOTALL)


def _of_outputs(cell: NotebookNode) -> Iterator[tuple[str, Callable]]:
    for place, output in enumerate(cell.outputs):
        yield "an output left out", lambda each, place=place: each.outputs.pop(place)
        if len(output.get("data", {})) > 1:
            for kind in sorted(output.data):
                yield f"{kind} left out", lambda each, place=place, kind=kind: each.outputs[place].data.pop(kind)
        if output.output_type == "execute_result":
            yield "an output twice", lambda each, place=place: each.outputs.insert(place, deepcopy(each.outputs[place]))
            yield "an error in its place", lambda each, place=place: each.outputs.__setitem__(place, _error())
    if len(cell.outputs) > 1:
        yield "outputs in another order", lambda each: each.outputs.reverse()
    yield "a warning on stderr", lambda each: each.outputs.append(new_output("stream", name="stderr", text="FutureWarning: this will mean something else.\n"))
    yield "a cell emptied, as if it had never run", lambda each: each.update(outputs=[], execution_count=None)


def _error() -> NotebookNode:
    return new_output("error", ename="KeyError", evalue="'low'", traceback=[])


def _of_pictures(cell: NotebookNode, other: NotebookNode) -> Iterator[tuple[str, Callable]]:
    place = next(place for place, output in enumerate(cell.outputs) if "image/png" in output.get("data", {}))
    own, foreign = cell.outputs[place], next(output for output in other.outputs if "image/png" in output.get("data", {}))
    png = own.data["image/png"]

    def picture(encoded: str) -> Callable:
        return lambda each: each.outputs[place].data.__setitem__("image/png", encoded)

    yield "a swapped picture", picture(foreign.data["image/png"])
    yield "a picture redrawn in one spot", picture(_redrawn(png))
    yield "a picture cut short", picture(png[: len(png) // 2 // 4 * 4])
    yield "a picture's title", picture(_retitled(png))
    if own.get("metadata"):
        yield "a picture's alternative text", lambda each: each.outputs[place].update(metadata={"image/png": {"alt": "Another picture."}})


def _pixels(png: str) -> np.ndarray:
    return imread(io.BytesIO(base64.b64decode(png)), format="png")


def _redrawn(png: str) -> str:
    """A digit's room of dark pixels in the middle, all else and all texts as they were."""
    pixels = _pixels(png).copy()
    middle = pixels.shape[0] // 2, pixels.shape[1] // 2
    spot = pixels[middle[0] : middle[0] + 9, middle[1] : middle[1] + 6, :3]
    pixels[middle[0] : middle[0] + 9, middle[1] : middle[1] + 6, :3] = np.where(spot > 0.5, spot - 0.4, spot + 0.4)
    return _packed(png, pixels)


def _packed(png: str, pixels: np.ndarray) -> str:
    """Those pixels with the texts of that picture."""
    content = base64.b64decode(png)
    drawn = io.BytesIO()
    imsave(drawn, pixels, format="png", pil_kwargs={"compress_level": 1})
    texts = b"".join(chunk for kind, chunk in _chunks(content) if kind in (b"tEXt", b"iTXt", b"zTXt"))
    fresh = [(kind, chunk) for kind, chunk in _chunks(drawn.getvalue()) if kind not in (b"tEXt", b"iTXt", b"zTXt")]
    head, rest = fresh[0][1], b"".join(chunk for _, chunk in fresh[1:])
    return base64.b64encode(content[:8] + head + texts + rest).decode()


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        yield content[place + 4 : place + 8], content[place : place + size + 12]
        place += size + 12


def _retitled(png: str) -> str:
    content = base64.b64decode(png)
    parts = [content[:8]]
    for kind, chunk in _chunks(content):
        body = chunk[8:-4] + (b" not" if chunk[8:].startswith(b"Title\0") else b"")
        parts.append(len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big"))
    return base64.b64encode(b"".join(parts)).decode()


# Noise


def _noise(cell: NotebookNode) -> Iterator[tuple[str, Callable]]:
    yield "another count of its run", lambda each: each.update(execution_count=(each.execution_count or 0) + 7)
    for place, output in enumerate(cell.outputs):
        if output.output_type == "stream" and len(output.text) > 1:
            pieces = [new_output("stream", name=output.name, text=part) for part in (output.text[:1], output.text[1:])]
            yield "a stream in two pieces", lambda each, place=place, pieces=pieces: each.outputs.__setitem__(slice(place, place + 1), deepcopy(pieces))
        if "image/png" in output.get("data", {}):
            png = output.data["image/png"]
            yield "a picture packed otherwise", lambda each, place=place, png=png: each.outputs[place].data.__setitem__("image/png", _packed(png, _pixels(png)))
            nudged = np.clip(_pixels(png) + np.float32(1 / 255) * (np.indices(_pixels(png).shape).sum(axis=0) % 2), 0, 1)
            yield "shades of a picture rounded", lambda each, place=place, png=png, nudged=nudged: each.outputs[place].data.__setitem__("image/png", _packed(png, nudged))


def _addressed(cell: NotebookNode) -> Change:
    """A thing shown with its address in memory, which is another on each run."""
    kept, made = deepcopy(cell), deepcopy(cell.outputs)
    for outputs, address in ((kept.outputs, "0x7f2b1c0d4e50"), (made, "0x7fa91c3d1b80")):
        outputs.append(new_output("display_data", data={"text/plain": f"<analysis.figures.style.Drawing object at {address}>"}))
    return Change("an address in memory", kept, made)


def _rounded(cell: NotebookNode) -> Change:
    """A sum of floats shown with all its places, the last of which depend on the order of adding."""
    kept, made = deepcopy(cell), deepcopy(cell.outputs)
    for outputs, number in ((kept.outputs, "0.30000000000000004"), (made, "0.3")):
        page = f"<table><tbody><tr><th>share</th><td>{number}</td></tr></tbody></table>"
        outputs.append(new_output("display_data", data={"text/plain": f"share  {number}", "text/html": page}))
    return Change("the last place of a float", kept, made)
