"""A tagged PDF taken apart by its structure: which element each piece of text belongs to."""

import re
from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject

SHOWING = (b"Tj", b"TJ", b"'", b'"')


def text_where(pdf: bytes, wanted: Callable[[tuple[str, ...]], bool]) -> list[str]:
    """Of each page the text of those elements whose ancestry is wanted, from the root down: ("/Document", "/P", "/Link"); ("/Artifact",) for what is none."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    above = _ancestry(PdfReader(BytesIO(pdf)))
    return [_page_text(page, writer, number, above, wanted) for number, page in enumerate(writer.pages)]


def unlinked_numbers(pdf: bytes) -> list[str]:
    """Each line with a digit that stands in no link, in no figure, and in nothing that is the page's rather than the text's (its foot, a repeated head)."""
    pages = text_where(pdf, lambda above: not {"/Link", "/Figure", "/Artifact"} & set(above))
    return [f"page {number}: {line}" for number, page in enumerate(pages, 1) for line in page.splitlines() if re.search(r"\d", line)]


def _page_text(page, writer: PdfWriter, number: int, above: dict, wanted: Callable[[tuple[str, ...]], bool]) -> str:
    content = ContentStream(page.get_contents(), writer, "bytes")
    kept, open_marks = [], []
    for operands, operator in content.operations:
        if operator in (b"BDC", b"BMC"):
            marked = operands[1].get("/MCID") if operator == b"BDC" and isinstance(operands[1], DictionaryObject) else None
            open_marks.append(above.get((number, marked)) if marked is not None else ("/Artifact",) if operands[0] == "/Artifact" else None)
        elif operator == b"EMC":
            open_marks.pop()
        elements = next((mark for mark in reversed(open_marks) if mark is not None), ())
        if operator not in SHOWING or wanted(elements):
            kept.append((operands, operator))
    content.operations = kept
    page[NameObject("/Contents")] = content
    return page.extract_text()


def _ancestry(reader: PdfReader) -> dict[tuple[int, int], tuple[str, ...]]:
    """(page, id of marked content) → the elements above it, from the root down."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    found: dict[tuple[int, int], tuple[str, ...]] = {}

    def walk(node, above: tuple[str, ...], page: int) -> None:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child, above, page)
        elif isinstance(node, int):
            found[page, node] = above
        elif isinstance(node, DictionaryObject) and node.get("/Type") != "/OBJR":
            page = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else page
            if node.get("/Type") == "/MCR":
                found[page, node["/MCID"]] = above
            elif "/K" in node:
                walk(node["/K"], (*above, str(node.get("/S", ""))), page)

    walk(reader.trailer["/Root"]["/StructTreeRoot"], (), 0)
    return found
