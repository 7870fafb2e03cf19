"""The reviewer's decisions as a file, data/review.csv: accept a fact, correct a field of it, reject it.

One row a decision: fact_id, action, field, value, reviewer (a role), reviewed (day), reason. Everything that can be wrong with a
decision whatever the facts say is refused here, so that a run tells it before it begins; `decisions` holds them against the facts.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis import documents, paths, text_files, vocabulary
from analysis.columns import BOUNDS, HEDGES, KINDS
from analysis.errors import ReviewError
from analysis.tables import read_csv
from analysis.vocabulary import Vocabulary

COLUMNS = ("fact_id", "action", "field", "value", "reviewer", "reviewed", "reason")
ACTIONS = ("accept", "correct", "reject")
NUMBERS = ("low", "high", "whole_low", "whole_high")
DATES = ("period_start", "period_end", "stated")
CHOICES = {
    "kind": KINDS, "bound": BOUNDS, "hedge": HEDGES, "per": ("", "day", "week", "month", "year"),
    "reliability": tuple("ABCDEF"), "credibility": tuple("123456"),
}  # fmt: skip
# Each with the file of the vocabulary that it must be of, and whether it may be left empty ("not said").
WORDS = {
    "supplier": ("actors", True), "recipient": ("actors", True), "claimant": ("actors", False),
    "item": ("items", True), "unit": ("units", True), "origin": ("origins", False),
}  # fmt: skip
# Of the claim, not of the fact; those of FACTS are given as ids of facts of that claim, claim ids being made later.
FACTS = ("repeats", "computed_from")
OF_CLAIM = ("origin", "reliability", "credibility", *FACTS)
CORRECTABLE = (*NUMBERS, *DATES, *CHOICES, *WORDS, *FACTS)
PAIRS = (("low", "high"), ("whole_low", "whole_high"), ("period_start", "period_end"))
MOST_LISTED = 25  # words that a message lists as all there are

_FACT_ID = re.compile(r"(.+):[0-9]+-[0-9]+:[0-9]+")
_AMOUNT = re.compile(r"[0-9]+(\.[0-9]+)?")


def read_review(path: Path, known: Collection[str] | None = None, also: Iterable[str] = ()) -> pd.DataFrame:
    """The decisions as text cells, each under its line in the file. `known`: ids of all reports, of any date (default: the project's, and `also`).

    Raises ReviewError that lists every mistake with its line, TableError for a file that is no CSV.
    """
    if not path.exists() or path.is_file() and not path.stat().st_size:
        header = ",".join(COLUMNS)
        advice = f"restore it, or write one that holds the line {header} alone"
        raise ReviewError(f"{path.name} is missing in {path.parent.name}, or empty; {advice}.")
    table = read_csv(path)
    if tuple(table.columns) != COLUMNS:
        raise ReviewError(f"{path.name}: its columns are {', '.join(table.columns)}; they must be {', '.join(COLUMNS)}.")
    if table.empty:
        return table
    also = list(also)
    if known is None:
        # A project whose reports all lie in a data set has none of its own.
        folders = [folder for folder in paths.documents_of_all() if not also or text_files.listed(folder, documents.SUFFIXES[:1])]
        known = {*also, *(report.doc_id for folder in folders for report in documents.read_folder(folder))}
    reading = _Reading(vocabulary.load(), known)
    for line, row in zip(table.index, table.to_dict("records")):
        reading.take(line, row)
    if offenders := reading.offenders():
        raise ReviewError.of_all(f"{path.name}, line {line}: {wrong}" for line, wrong in offenders)
    return table


def report_of(fact_id: str) -> str:
    """The id of the report that the fact is of, empty for what is no fact's id."""
    found = _FACT_ID.fullmatch(fact_id)
    return found[1] if found else ""


def value_of(entry: dict) -> float | str:
    """What a correction sets: a number (NaN = open) or text."""
    if entry["field"] not in NUMBERS:
        return entry["value"]
    return float(entry["value"]) if entry["value"] else math.nan


def circular(following: Mapping[str, str]) -> list[str]:
    """Those that come back to themselves, where each names the one that follows it."""
    found = []
    for start in following:
        passed, named = set(), following[start]
        while named in following and named not in passed:
            passed.add(named)
            named = following[named]
        found += [start] if start in passed else []
    return found


class _Reading:
    """Takes the decisions one by one; at the end it knows what is wrong with each, and with those of one fact together."""

    def __init__(self, words: Vocabulary, reports: Collection[str]):
        self.words, self.reports = words, reports
        self.wrong: list[tuple[int, str]] = []
        self.seen: dict[tuple[str, str], int] = {}
        # Of each sound correction, by fact and field: its line and its value.
        self.sound: dict[tuple[str, str], tuple[int, str]] = {}

    def take(self, line: int, row: dict) -> None:
        key = (row["fact_id"], row["field"])
        first = self.seen.setdefault(key, line)
        wrong = [*_faults(row), *self._no_fact("fact_id", row["fact_id"])]
        if first != line:
            wrong.append(f"decides what line {first} has decided already; keep one.")
        elif row["action"] == "correct":
            faults = list(self._value_faults(*key, row["value"]))
            wrong += faults
            if not faults:
                self.sound[key] = (line, row["value"])
        self.wrong += [(line, fault) for fault in wrong]

    def offenders(self) -> list[tuple[int, str]]:
        """Line and sentence of everything that is wrong, by line."""
        return sorted([*self.wrong, *self._crossed(), *self._circles()], key=lambda each: each[0])

    def _no_fact(self, name: str, fact_id: str) -> Iterator[str]:
        report = report_of(fact_id)
        if not report:
            yield f"{name} is {_cut(fact_id)}, no id of a fact; copy one from facts.csv, such as REPORT:0-60:1."
        elif report not in self.reports:
            yield f"{name} is {_cut(fact_id)}, but no report has the id {_cut(report)}; copy it from facts.csv."

    def _value_faults(self, fact_id: str, field: str, value: str) -> Iterator[str]:
        if field not in CORRECTABLE:
            yield f"field is {_cut(field)}; {_near(field, CORRECTABLE)}"
        elif field in CHOICES and value not in CHOICES[field]:
            yield f"value of {field} is {_cut(value)}; it must be one of {', '.join(choice or 'empty' for choice in CHOICES[field])}."
        elif field in DATES and value and not _is_date(value):
            yield f"value of {field} is {_cut(value)}; write the day as 2024-02-28."
        elif field in NUMBERS and value and not _is_amount(value):
            yield f"value of {field} is {_cut(value)}; write a number of 0 or more in plain digits, such as 6700."
        elif field in WORDS:
            yield from self._strange_word(field, value)
        elif field in FACTS:
            yield from self._strange_facts(fact_id, field, value)

    def _strange_word(self, field: str, value: str) -> Iterator[str]:
        file, may_be_empty = WORDS[field]
        if not value and not may_be_empty:
            yield f"value of {field} is empty; write one of {file}.csv."
        elif value and value not in (known := self.words.by_key(file)):
            yield f"value of {field} is {_cut(value)}, which is not in {file}.csv; {_near(value, known)}"

    def _strange_facts(self, fact_id: str, field: str, value: str) -> Iterator[str]:
        """Empty takes back what a rule has found."""
        for named in ([value] if field == "repeats" else value.split(";")) if value else ():
            yield from self._no_fact(f"value of {field}", named)
            if named == fact_id:
                yield f"value of {field} is the fact itself; name another."

    def _crossed(self) -> Iterator[tuple[int, str]]:
        """Corrections of one fact of which the lower one is above the upper one."""
        for fact_id in dict.fromkeys(fact_id for fact_id, _ in self.sound):
            for lower, upper in PAIRS:
                (line, low), (other, high) = (self.sound.get((fact_id, field), (0, "")) for field in (lower, upper))
                if low and high and (low > high if lower in DATES else float(low) > float(high)):
                    first, last = sorted((line, other))
                    yield last, f"{lower} {low} is above {upper} {high}, as lines {first} and {last} say; correct one."

    def _circles(self) -> Iterator[tuple[int, str]]:
        """Facts each of which is said to repeat the next, and the last the first."""
        repeats = {fact_id: value for (fact_id, field), (_, value) in self.sound.items() if field == "repeats"}
        for fact_id in circular(repeats):
            line, named = self.sound[fact_id, "repeats"]
            yield line, f"{fact_id} repeats {named}, which repeats it in turn; take one of the rows out."


def _faults(row: dict) -> Iterator[str]:
    if row["action"] not in ACTIONS:
        yield f"action is {_cut(row['action'])}; it must be accept, correct or reject."
    elif row["action"] != "correct" and (row["field"] or row["value"]):
        yield f"{row['action']} takes no field and no value; leave both empty or write correct."
    if not _is_date(row["reviewed"]):
        yield f"reviewed is {_cut(row['reviewed'])}; write the day as 2024-02-28."
    for key, what in (("reviewer", "who decided"), ("reason", "why")):
        if not row[key].strip():
            yield f"{key} is empty; say {what}."


def _near(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, known, 3, 0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"it must be one of {', '.join(known)}." if len(known) <= MOST_LISTED else "correct it, or add it there."


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_amount(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text)) and math.isfinite(float(text))


def _cut(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
