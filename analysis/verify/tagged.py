"""A tagged PDF taken apart by its structure: what stands in which element, how it is drawn, and where its links lead.

Takes a PDF as pypdf has opened it, gives each page as runs of marked content, with their text by the fonts' own maps to Unicode
(ISO 32000-1, 9.10). What a form inside the page draws belongs to the element that it stands in. What cannot be read has no text.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

SHOWING = (b"Tj", b"TJ", b"'", b'"')
ARTIFACT = ("/Artifact",)
# Of a page's parts those that point to other pages or back to itself.
_ELSEWHERE = {"/Parent", "/P", "/StructParent", "/StructParents", "/Annots", "/B"}
# Forms within forms; a page that is deeper is made to be.
_DEPTH = 8


@dataclass
class Run:
    """One piece of marked content: the elements above it, from the root down, its texts one for each text object, and all that draws it."""

    above: tuple[str, ...]
    texts: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.drawn).encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(frozen=True)
class Page:
    """`runs` in the order in which they are drawn; `links`: area and aim of each; `strangers`: kinds of annotation that are no link."""

    runs: list[Run]
    links: list[str]
    strangers: list[str]
    digest: str


def pages(reader: PdfReader) -> list[Page]:
    """Each page, taken apart. Whatever pypdf runs into in a damaged file is raised as it is."""
    above, places = _ancestry(reader), {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    return [_page(page, number, above, places, reader) for number, page in enumerate(reader.pages)]


def _page(page: PageObject, number: int, above: dict, places: dict[int, int], reader: PdfReader) -> Page:
    content, resources = page.get_contents(), page.get("/Resources", DictionaryObject())
    walk = _Walk(reader, {mark: elements for (place, mark), elements in above.items() if place == number})
    if content is not None:
        walk.through(content, resources.get_object())
    notes = [note.get_object() for note in page.get("/Annots", ArrayObject()).get_object()]
    links = [f"{note.get('/Rect')} {_told(note.get('/Dest') or note.get('/A'), places)}" for note in notes if note.get("/Subtype") == "/Link"]
    strangers = sorted(str(note.get("/Subtype")) for note in notes if note.get("/Subtype") != "/Link")
    drawn = content.get_data() if content is not None else b""
    told = "\n".join((_told(resources, places), str(page.mediabox), *links, *strangers))
    return Page(walk.runs, links, strangers, hashlib.sha256(drawn + told.encode("utf-8", "backslashreplace")).hexdigest())


class _Walk:
    """Goes through a content stream and what it draws in turn, and puts each operation to the run that it belongs to."""

    def __init__(self, reader: PdfReader, elements: dict[int, tuple[str, ...]]):
        self._reader, self._elements = reader, elements
        self._open: list[tuple[str, ...] | None] = []
        self._fonts: dict[int, Font] = {}
        self.runs: list[Run] = []

    def through(self, stream: StreamObject, resources: DictionaryObject, depth: int = 0) -> None:
        font = None
        for operands, operator in ContentStream(stream, self._reader, "bytes").operations:
            if operator in (b"BDC", b"BMC"):
                self._open.append(self._element(operands))
                if self._open[-1] is not None:
                    self.runs.append(Run(self._open[-1]))
            elif operator == b"EMC" and self._open:
                self._leave()
            elif operator == b"Tf":
                font = self._font(resources, operands[0])
            elif operator == b"Do" and depth < _DEPTH:
                self._draw(resources, operands[0], depth)
            self._note(operands, operator, font)

    def _element(self, operands: list) -> tuple[str, ...] | None:
        """The element that marked content belongs to; None for what only says something of a part of one."""
        mark = operands[1].get("/MCID") if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else None
        return self._elements.get(mark, ()) if mark is not None else ARTIFACT if operands[0] == "/Artifact" else None

    def _leave(self) -> None:
        if self._open.pop() is not None:
            around = next((element for element in reversed(self._open) if element is not None), ())
            self.runs.append(Run(around))

    def _font(self, resources: DictionaryObject, name: str) -> "Font":
        found = resources.get("/Font", DictionaryObject()).get_object().get(name, DictionaryObject()).get_object()
        return self._fonts.setdefault(id(found), Font(found))

    def _draw(self, resources: DictionaryObject, name: str, depth: int) -> None:
        form = resources.get("/XObject", DictionaryObject()).get_object().get(name, DictionaryObject()).get_object()
        if form.get("/Subtype") == "/Form":
            self.through(form, form.get("/Resources", resources).get_object(), depth + 1)

    def _note(self, operands: list, operator: bytes, font: "Font | None") -> None:
        run = self.runs[-1] if self.runs else Run(())
        if not self.runs:
            self.runs.append(run)
        run.drawn.append(f"{operands} {operator}")
        if operator == b"BT":
            run.texts.append("")
        if operator in SHOWING and font:
            shown = [part for part in (operands[-1] if operator == b"TJ" else operands[-1:]) if isinstance(part, bytes | str)]
            run.texts[-1:] = ["".join([*run.texts[-1:], *map(font.text, shown)])]


class Font:
    """A font's way from codes to text."""

    def __init__(self, font: DictionaryObject):
        self._font = font
        self._wide = font.get("/Subtype") == "/Type0"

    @cached_property
    def letters(self) -> dict[int, str]:
        told = self._font["/ToUnicode"].get_object().get_data().decode("latin-1") if "/ToUnicode" in self._font else ""
        found = {}
        for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
            found |= {int(code, 16): _utf16(letters) for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block)}
        for block in re.findall(r"beginbfrange(.*?)endbfrange", told, re.DOTALL):
            for first, last, letters in re.findall(r"<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f]{4})>", block):
                found |= {code: chr(int(letters, 16) + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
        return found

    def text(self, shown: bytes | str) -> str:
        codes = shown if isinstance(shown, bytes) else shown.encode("latin-1", "replace")
        if self._wide:
            codes = [int.from_bytes(codes[place : place + 2], "big") for place in range(0, len(codes) - 1, 2)]
        return "".join(self.letters.get(code, "" if self._wide else chr(code)) for code in codes)


def _utf16(letters: str) -> str:
    return bytes.fromhex(letters).decode("utf-16-be", "replace")


def _told(thing: object, places: dict[int, int]) -> str:
    """An object with all that it is made of, the same for the same content wherever it stands in a file; a page by its number."""
    parts: list[str] = []
    seen: set[int] = set()

    def tell(each: object) -> None:
        if isinstance(each, IndirectObject):
            if each.idnum in places or each.idnum in seen:
                parts.append(f"page {places[each.idnum]}" if each.idnum in places else "again")
                return
            seen.add(each.idnum)
            each = each.get_object()
        if isinstance(each, StreamObject):
            parts.append(hashlib.sha256(each.get_data()).hexdigest())
        if isinstance(each, DictionaryObject):
            for name in sorted(each.keys() - _ELSEWHERE - {"/Length", "/Filter", "/DecodeParms"}):
                parts.append(name)
                tell(each.raw_get(name))
        elif isinstance(each, ArrayObject):
            for part in each:
                tell(part)
        else:
            parts.append(str(each))

    tell(thing)
    return " ".join(parts)


def _ancestry(reader: PdfReader) -> dict[tuple[int, int], tuple[str, ...]]:
    """(page, id of marked content) → the elements above it, from the root down; empty for a PDF without structure."""
    places = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    waiting: Iterator = [(reader.trailer["/Root"].get("/StructTreeRoot", DictionaryObject()), (), 0)]
    while waiting:
        node, above, page = waiting.pop()
        node = node.get_object()
        if isinstance(node, ArrayObject):
            waiting += [(child, above, page) for child in node]
        elif isinstance(node, int):
            found[page, int(node)] = above
        elif isinstance(node, DictionaryObject) and node.get("/Type") != "/OBJR":
            page = places.get(node.raw_get("/Pg").idnum, page) if isinstance(node.get("/Pg") and node.raw_get("/Pg"), IndirectObject) else page
            if node.get("/Type") == "/MCR":
                found[page, int(node["/MCID"])] = above
            elif "/K" in node:
                waiting.append((node["/K"], (*above, str(node.get("/S", ""))), page))
    return found
