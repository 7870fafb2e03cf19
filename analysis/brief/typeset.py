"""Content → PDF, by the Typst compiler of the wheel and brief.typ.

The strongest of what the compiler grants together is asked for: PDF/A-3a (archival, with attachments, tagged) and PDF/UA-1
(accessible). Everything goes in as JSON in one string: the template reads no file, and text from reports arrives as string
values, which Typst sets and never reads as markup.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import typst

from analysis import typeface
from analysis.brief.crate import MIME

STANDARDS = ["a-3a", "ua-1"]
TEMPLATE = Path(__file__).with_name("brief.typ")
PICTURE_DPI = 80


def pdf(content: Mapping, attached: Mapping[str, str], as_of: str) -> bytes:
    """The brief. `as_of` (ISO date) is its time stamp, at midnight UTC; the same content gives the same bytes."""
    return _compiler(content, attached, as_of).compile(format="pdf", pdf_standards=STANDARDS, timestamp=_midnight(as_of))


def first_page(content: Mapping, attached: Mapping[str, str], as_of: str) -> bytes:
    """The brief's first page as a PNG picture, for those who look before they open it."""
    pages = _compiler(content, attached, as_of).compile(format="png", ppi=PICTURE_DPI, timestamp=_midnight(as_of))
    return pages[0] if isinstance(pages, list) else pages


def _compiler(content: Mapping, attached: Mapping[str, str], as_of: str) -> typst.Compiler:
    files = [{"name": name, "text": text, "mime": MIME[name.rpartition(".")[2]]} for name, text in attached.items()]
    day = _midnight(as_of)
    data = {**content, "attached": files, "date": [day.year, day.month, day.day]}
    return typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs={"content": json.dumps(data, ensure_ascii=False)})


def _midnight(as_of: str) -> datetime:
    return datetime.fromisoformat(as_of).replace(tzinfo=timezone.utc)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(typeface.FOLDERS))
