"""The way from a printed number to the sentence that it rests on: number → rule → claims → sentence → report.

Takes the id of a number or of a claim and an edition, gives lines of text, the edition's name first. Everything said comes from the edition's own tables
(numbers, claims, documents), so the way can be walked years later, without the package's vocabulary or a new run.
"""

import difflib
import re
from bisect import bisect_right

import pandas as pd

from analysis import tables
from analysis.editions import Edition
from analysis.errors import ParameterError

LABEL_WIDTH = 11
# Where in the text each page begins, at the end of a report's origin.
PAGES = re.compile(r"#pages=(\d{1,9}(?:,\d{1,9})*)$")


def trace(identifier: str, edition: Edition) -> str:
    """The way from that number or claim to its reports. Raises ParameterError for an id that the edition does not have."""
    numbers, claims, documents = (_by_id(name, edition) for name in ("numbers", "claims", "documents"))
    if identifier in numbers:
        ids = _listed(numbers[identifier]["claims"])
        lines = [*_number(numbers[identifier], ids), *(line for one in ids for line in ("", *_claim(one, claims, documents)))]
    elif identifier in claims:
        printed = [row for row in numbers.values() if identifier in _listed(row["claims"])]
        lines = [*_claim(identifier, claims, documents), *(_field("printed as", f"{row['number_id']}: {row['text']}") for row in printed)]
    else:
        raise ParameterError(_unknown(identifier, edition, [*numbers, *claims]))
    return "\n".join((f"Edition {edition.name}", *lines)) + "\n"


def _by_id(name: str, edition: Edition) -> dict[str, dict]:
    table = tables.read(name, edition.tables)
    return {row[table.columns[0]]: row for row in table.to_dict("records")}


def _number(row: dict, ids: list[str]) -> list[str]:
    return [
        f"Number {row['number_id']}: {row['text']}",
        _field("meaning", row["meaning"]),
        _field("stands in", row["place"]),
        _field("rule", row["rule"]),
        _field("rests on", ", ".join(ids) or "no single claim"),
    ]


def _claim(claim_id: str, claims: dict[str, dict], documents: dict[str, dict]) -> list[str]:
    row = claims.get(claim_id)
    if row is None:
        return [f"Claim {claim_id}", _field("missing", "the edition's claims.csv has no such row; run the edition again")]
    copies = [_page(fact, documents) for fact in _listed(row["copies"])]
    return [
        f"Claim {claim_id}: {_record(row)}",
        _field("claimant", f"{row['claimant']} (origin {row['origin'] or 'unknown'}), by way of {' → '.join(_listed(row['chain'])) or 'nobody named'}"),
        _field("hedge", row["hedge"]),
        _field("grade", f"{row['reliability'] or '?'}{row['credibility'] or '?'} (Admiralty code), {row['status'] or 'not reviewed'}"),
        _field("sentence", f"“{row['evidence']}”"),
        _field("report", _page(row["fact_id"], documents)),
        *(_field("repeated in", copy) for copy in copies),
    ]  # fmt: skip


def _record(row: dict) -> str:
    flow = f"{row['supplier'] or '?'}>{row['recipient'] or '?'}"
    period = "/".join(filter(None, (row["period_start"], row["period_end"])))
    parts = (row["kind"], flow, row["item"], row["bound"].replace("_", " "), _amount(row), period, f"stated {row['stated']}" if row["stated"] else "")
    return ", ".join(filter(None, parts))


def _amount(row: dict) -> str:
    ends = list(dict.fromkeys(f"{end:,.12g}" for end in (row["low"], row["high"]) if not pd.isna(end)))
    rate = f" per {row['per']}" if row["per"] else ""
    return f"{'–'.join(ends)} {row['unit']}{rate}" if ends else ""


def _page(fact_id: str, documents: dict[str, dict]) -> str:
    """The fact's report, and the page where its sentence begins if the report was taken from a file of pages."""
    doc_id, span, _ = fact_id.rsplit(":", 2)
    document = documents.get(doc_id)
    pages = PAGES.search(document["origin"]) if document else None
    if pages is None:
        return report(document)
    number = bisect_right([int(start) for start in pages[1].split(",")], int(span.split("-")[0]))
    return f"{report(document)}, page {number} of {document['origin'][: pages.start()]}"


def report(document: dict | None) -> str:
    """Publisher, date, address and id of a row of the table `documents`."""
    if document is None:
        return "not among the edition's documents"
    return f"{document['publisher']}, {document['published'] or 'no date'}, {document['url'] or 'no address'} ({document['doc_id']})"


def _unknown(identifier: str, edition: Edition, known: list[str]) -> str:
    near = difflib.get_close_matches(identifier, known, cutoff=0.5)
    advice = f"near it: {', '.join(near)}" if near else "its ids stand in tables/numbers.csv and tables/claims.csv"
    return f"The edition {edition.name} has no number or claim {identifier!r}; {advice}."


def _listed(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _field(label: str, text: str) -> str:
    """One line: a sentence that runs over lines must not look like further fields."""
    return f"  {label:<{LABEL_WIDTH}} {' '.join(text.splitlines())}"
