"""Bytes of a web page as text: UTF-8 if they are, else what the server says, else what the page says, else Windows-1252.

In German and English nothing else is met where nobody says it, and a detector takes short texts for Polish ones.
"""

import codecs
import re

# Encodings of the web by their names; others of Python's codecs unpack, or take a time that grows with the square.
KNOWN = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|iso-?8859-?\d+|latin-?\d|windows-?\d{3,4}|cp-?\d{3,4}|(us-)?ascii|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-(jp|kr)|shift[_-]?jis"
)
META = re.compile(rb"<meta\s[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
HEAD = 4096
FALLBACK = "cp1252"
# What a browser takes for these.
WIDER = {"ascii": FALLBACK, "iso8859-1": FALLBACK}


def decoded(raw: bytes, told: str = "") -> str:
    """The text; `told` is the encoding that the server names. A byte that fits nowhere becomes U+FFFD."""
    mark = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "")
    if mark:
        return raw.decode(mark, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    meta = META.search(raw, 0, HEAD)
    named = [told, meta[1].decode("ascii") if meta else ""]
    return raw.decode(next(filter(None, map(_codec, named)), FALLBACK), "replace")


def _codec(name: str) -> str:
    if not KNOWN.fullmatch(name.strip().lower()):
        return ""
    try:
        known = codecs.lookup(name.strip()).name
    except LookupError:
        return ""
    return WIDER.get(known, known)
