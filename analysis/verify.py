"""A brief in the reviewer's hand → a verdict for every number that it prints. Needs the PDF alone.

Takes the tables out of the PDF, holds them against their digests and their description, then asks of each number: is it printed,
is what is printed its value, and does it follow from the claims and tables that it names. What follows from estimates is taken
from the attached estimates; that these follow from the claims is not asked here.
"""

import json
import re
import tempfile
from pathlib import Path

import pandas as pd
from pypdf import PdfReader

from analysis import numerals, tables
from analysis.columns import TABLES
from analysis.errors import TableError, VerificationError
from analysis.provenance import digest

PARAMETERS = "parameters.json"
NEEDED = ("numbers", "claims", "documents")
AGREES = "agrees"
_COUNT = re.compile(r"rows of (\w+)\.csv")
_CELL = re.compile(r"claims\.csv: (low|high) of (\S+)")


def verify(pdf: Path) -> pd.DataFrame:
    """One row for each number: number_id, text, verdict ("agrees" or "differs") and the reason of a difference.

    Raises VerificationError if the file is no PDF, carries no tables, or carries tables that are malformed or not those that it
    was made with.
    """
    printed, attached = _read(pdf)
    given = _tables(pdf, attached)
    lang = _parameters(pdf, attached)["lang"]
    claims = given["claims"].set_index("claim_id")
    rows = []
    for number in given["numbers"].to_dict("records"):
        faults = [*_on_paper(number, printed, lang), *_in_tables(number, claims, given)]
        rows.append({"number_id": number["number_id"], "text": number["text"], "verdict": "differs" if faults else AGREES, "reason": "; ".join(faults)})
    return pd.DataFrame(rows, columns=["number_id", "text", "verdict", "reason"])


def _read(pdf: Path) -> tuple[str, dict[str, bytes]]:
    """The text of all pages, runs of blanks as one, and the attached files by name."""
    if pdf.exists() and not pdf.is_file():  # reading a pipe would wait for ever
        raise VerificationError(f"{pdf.name} is a folder, a pipe or a device; name the brief's PDF.")
    try:
        reader = PdfReader(pdf)
        attachments = reader.attachments
        attached = {name: contents[0] for name, contents in attachments.items()}
        text = "\n".join(page.extract_text() for page in reader.pages)
    except FileNotFoundError:
        raise VerificationError(f"{pdf.name} is missing; name the brief's PDF.") from None
    except Exception as broken:  # what pypdf's own parsing runs into in a damaged file is of no one family
        raise VerificationError(f"{pdf.name} is no readable PDF ({broken}); name the brief's PDF.") from None
    twice = sorted(name for name, contents in attachments.items() if len(contents) > 1)
    if twice:
        raise VerificationError(f"{pdf.name} carries {', '.join(twice)} more than once, so a reader may open another than is verified; name the brief as it was made.")
    missing = [name for name in (*(f"{name}.csv" for name in NEEDED), PARAMETERS) if name not in attached]
    if missing:
        raise VerificationError(f"{pdf.name} carries no {', '.join(missing)}; it is no brief of this package, or its attachments were taken out.")
    return _one_blank(text), attached


def _parameters(pdf: Path, attached: dict[str, bytes]) -> dict:
    try:
        parameters = json.loads(attached[PARAMETERS])
        return {"lang": {"en": "en", "de": "de"}[parameters["lang"]], "sha256": dict(parameters["sha256"])}
    except (ValueError, KeyError, TypeError):
        raise VerificationError(f"{pdf.name}: the attached {PARAMETERS} is malformed; the brief cannot be held against it.") from None


def _tables(pdf: Path, attached: dict[str, bytes]) -> dict[str, pd.DataFrame]:
    """The attached tables that have a description, each by its name. Raises VerificationError that lists every offender."""
    told, given, offenders = _parameters(pdf, attached)["sha256"], {}, []
    for name, content in sorted(attached.items()):
        if name in told and digest(content) != told[name]:
            offenders.append(f"{pdf.name}: the attached {name} is not the one that the brief was made with (its digest differs).")
    with tempfile.TemporaryDirectory() as folder:
        for name in sorted(TABLES.keys() & {file.removesuffix(".csv") for file in attached}):
            (Path(folder) / f"{name}.csv").write_bytes(attached[f"{name}.csv"])
            try:
                given[name] = tables.read(name, Path(folder))
            except TableError as broken:
                offenders.append(f"{pdf.name}, attached {broken}")
    if not offenders and (twice := sorted(set(given["claims"]["claim_id"][given["claims"]["claim_id"].duplicated()]))):
        offenders.append(f"{pdf.name}, attached claims.csv: {', '.join(twice)} stands more than once, so a number may mean either.")
    if offenders:
        raise VerificationError.of_all(offenders)
    return given


def _on_paper(number: dict, printed: str, lang: str) -> list[str]:
    """Whether the number stands in the PDF's text as a number of its own, and says its value."""
    faults, text = [], _one_blank(number["text"])
    if not re.search(rf"(?<![\w.,]){re.escape(text)}(?!\d)", printed):
        faults.append("it is not printed")
    if number["value"] == number["value"] and text not in map(_one_blank, _printings(number, lang)):
        faults.append(f"its value {number['value']:.15g} is printed otherwise")
    return faults


def _printings(number: dict, lang: str) -> tuple[str, ...]:
    figure = number["place"] == "figure"
    return numerals.on_an_axis(number["value"], lang) if figure else (numerals.printed(number["value"], lang, number["place"]),)


def _in_tables(number: dict, claims: pd.DataFrame, given: dict[str, pd.DataFrame]) -> list[str]:
    """Whether the claims that it rests on are there with their reports, and what it counts or quotes is so."""
    faults = []
    for claim in filter(None, number["claims"].split(";")):
        if claim not in claims.index:
            faults.append(f"claims.csv has no {claim}")
        elif claims.loc[claim, "doc_id"] not in set(given["documents"]["doc_id"]):
            faults.append(f"documents.csv has no report of {claim}")
    counted, quoted = _COUNT.fullmatch(number["rule"]), _CELL.fullmatch(number["rule"])
    if counted and counted[1] in given and len(given[counted[1]]) != number["value"]:
        faults.append(f"{counted[1]}.csv has {len(given[counted[1]])} rows")
    if quoted and quoted[2] in claims.index and claims.loc[quoted[2], quoted[1]] != number["value"]:
        faults.append(f"claims.csv says {claims.loc[quoted[2], quoted[1]]:.15g}")
    return faults


def _one_blank(text: str) -> str:
    return " ".join(text.split())
