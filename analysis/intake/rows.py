"""A row of a data set, whatever its format: text is needed; doc_id, language, published, publisher, url and title may be there or be empty."""

import re

from analysis.documents import ID_SIGNS, SAFE_ID, Document
from analysis.intake.reports import report
from analysis.intake.units import Rejected, Said, rejected

COLUMNS = ("doc_id", "text", "language", "published", "publisher", "url", "title")
WHITE = re.compile(r"\s+")


def row(place: str, cells: dict, said: Said) -> Document | Rejected:
    """The document of a row; further cells are let be."""
    wrong = [f"its {key} is no text; give it as a string" for key in COLUMNS if not isinstance(cells.get(key), str | None)]
    if "text" not in cells:
        wrong.append("it has no text; give it as a string")
    says = {key: cells.get(key) or "" for key in COLUMNS}
    if not wrong and says["doc_id"] and not SAFE_ID.fullmatch(says["doc_id"]):
        wrong.append(f"its doc_id {says['doc_id'][:40]!r} may hold only {ID_SIGNS}")
    if wrong:
        return rejected(place, "; ".join(wrong))
    text = says.pop("text")
    says |= {key: WHITE.sub(" ", says[key]).strip() for key in ("publisher", "title", "url")}
    return report(place, text, says, said)
