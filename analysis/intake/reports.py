"""What all formats have in common: from a text, and what its record says of it, to a document, or to the reason why it is none."""

import hashlib
import re

from analysis import documents
from analysis.documents import KINDS, LANGUAGES, Document
from analysis.intake.units import Rejected, Said, rejected
from analysis.text_files import MAX_BYTES

FIELDS = ("doc_id", "url", "publisher", "title", "published", "language", "retrieved")
LONGEST_ID, LONGEST_FIELD = 200, 4_000
BEGINNING = 2_000  # characters: where they tell the language clearly, the rest is not asked
DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ].*", re.DOTALL)
NO_SIGN = re.compile("[\0\ud800-\udfff]")


def report(place: str, text: str, says: dict[str, str], said: Said) -> Document | Rejected:
    """The document of a text, which is taken as it stands. `says` holds what its record says, by FIELDS; empty is unsaid.

    A day with a time is its day, a language with a region its language. A report without an id gets one made from its address and text.
    """
    known = {"doc_id": _id(says.get("url", ""), text), **vars(said), **{key: value for key, value in says.items() if value}}
    known["published"] = day(known["published"])
    known["language"] = known["language"] and primary(known["language"])
    reason = unusable(text) or foreign(known["language"])
    if not reason and not known["language"]:
        known["language"] = documents.guessed_language(text[:BEGINNING]) or documents.guessed_language(text)
        reason = "" if known["language"] else f"its words tell neither {' nor '.join(LANGUAGES)}; only these are read"
    reason = reason or "; ".join([*_outsized(known), *documents.complaints({"kind": KINDS[0]} | known)])
    if reason:
        return rejected(place, reason)
    fields = {key: known.get(key, "") for key in FIELDS}
    return Document(**fields, kind=KINDS[0], sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(), text=text, origin=place)


def unusable(text: str) -> str:
    """Why a text is no report's, empty if it may be one."""
    if not text.strip():
        return "there is no text in it"
    try:
        length = len(text) if len(text) > MAX_BYTES else len(text.encode("utf-8"))
    except UnicodeEncodeError:
        return "its text is not UTF-8, or holds half of a surrogate pair, which is no character"
    if length > MAX_BYTES:
        return f"its text has more than {MAX_BYTES:,} bytes; no report is longer"
    if "\0" in text:
        return "its text holds a NUL character, so it is no text"
    return ""


def foreign(language: str) -> str:
    """Why a language that a record says is not read, empty if it is or if none is said."""
    return f"its language is {language[:20]!r}; only {' and '.join(LANGUAGES)} are read" if language and language not in LANGUAGES else ""


def primary(tag: str) -> str:
    """The primary tag of a language: "en" of "en-US"."""
    return re.split("[-_]", tag.strip(), maxsplit=1)[0].lower()


def day(moment: str) -> str:
    """The day of a day with a time; anything else as it is."""
    found = DAY_AND_TIME.fullmatch(moment)
    return found[1] if found else moment


def digest(text: str) -> str:
    """A short id that depends on nothing else."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _id(url: str, text: str) -> str:
    return digest(f"{url}\n{text}")


def _outsized(known: dict[str, str]) -> list[str]:
    bounds = {"doc_id": LONGEST_ID} | dict.fromkeys(("url", "publisher", "title", "published", "retrieved"), LONGEST_FIELD)
    long = [f"its {field} has more than {most:,} characters" for field, most in bounds.items() if len(known.get(field, "")) > most]
    unheard = [f"its {field} holds a NUL character or half of a surrogate pair" for field in bounds if NO_SIGN.search(known.get(field, ""))]
    return long or unheard
