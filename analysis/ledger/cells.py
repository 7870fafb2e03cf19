"""What a ledger's cells may hold, and what follows from those that are left empty.

Takes the rows as text, gives a sentence for each cell that cannot be used: its line, its column, what is wrong, what to do.
"""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from math import isnan

import pandas as pd

from analysis import days
from analysis.columns import TABLES
from analysis.tables import FORMULA_STARTS
from analysis.vocabulary import Vocabulary

WITHOUT_NUMBER = ("meeting", "account", "assessment", "denial")
# What may speak of days to come.
AHEAD = ("plan", "assessment", "denial", "meeting")
NUMBERS, DATES = ("low", "high", "whole_low", "whole_high"), ("stated", "published", "period_start", "period_end", "reviewed")
AMOUNTS = (("low", "high"), ("whole_low", "whole_high"))
IDS = ("claim_id", "fact_id", "doc_id", "supplier", "recipient", "item", "unit", "claimant", "origin")
LISTS = ("repeats", "computed_from")
MOST = 1e15
LONGEST = 200

_AMOUNT = re.compile(r"\d{1,300}(\.\d{1,300})?([eE]\+?\d{1,3})?", re.ASCII)
_ITEM = re.compile(r"\w+(\.\w+)*")
_CHOICES = {column.name: column.values for column in TABLES["claims"] if column.values}

Fault = tuple[str, str]


def is_day(text: str) -> bool:
    return not days.fault(text)


def usual_unit(item: str, vocabulary: Vocabulary) -> str:
    """The unit of the item in items.csv, or of the nearest item that it is a kind of; empty if none has one."""
    while item:
        if unit := vocabulary.by_key("items").get(item, {}).get("unit"):
            return unit
        item = item.rpartition(".")[0]
    return ""


def bound(low: float, high: float) -> str:
    return "at_least" if isnan(high) else "at_most" if isnan(low) else "exact" if low == high else "between"


def origin(row: dict, vocabulary: Vocabulary) -> str:
    """As the row says; else that of its claimant in actors.csv; else the claimant itself."""
    actor = vocabulary.by_key("actors").get(row["claimant"])
    return row["origin"] or (actor["origin"] or "unknown" if actor else row["claimant"])


def offenders(name: str, told: pd.DataFrame, vocabulary: Vocabulary, as_of: str) -> list[str]:
    """A sentence for each wrong cell, in the order of the lines; `name` is the file's."""
    ids = Counter(row["claim_id"] or f"L{line}" for line, row in zip(told.index, told.to_dict("records")))
    return [
        f"{name}, line {line}, column {column}: {wrong}."
        for line, row in zip(told.index, told.to_dict("records"))
        for column, wrong in [*_faults(row, vocabulary, as_of), *_references(row, ids)]
    ]


def _faults(row: dict, vocabulary: Vocabulary, as_of: str) -> Iterator[Fault]:
    yield from _texts(row)
    yield from _numbers(row)
    yield from _dates(row)
    yield from _missing(row)
    yield from _unknown(row, vocabulary)
    yield from _reversed(row)
    yield from _ahead(row, as_of)


def _texts(row: dict) -> Iterator[Fault]:
    for column in (*IDS, *LISTS):
        text = row[column]
        if text.startswith(FORMULA_STARTS):
            yield column, f"{_cut(text)} is a formula; write the text that it shows"
        elif len(text) > LONGEST:
            yield column, f"it has {len(text)} characters, at most {LONGEST} are taken; shorten it"
        elif column in IDS and re.search(r"[;>]", text):
            yield column, f"{_cut(text)} holds ';' or '>', which part ids; take it out"
    if row["item"] and not row["item"].startswith(FORMULA_STARTS) and not _ITEM.fullmatch(row["item"]):
        yield "item", f"{_cut(row['item'])} is no dotted path; write it as ammunition.shell"


def _numbers(row: dict) -> Iterator[Fault]:
    for column in NUMBERS:
        if wrong := _number_fault(row[column]):
            yield column, f"{_cut(row[column])} {wrong}"


def _number_fault(text: str) -> str:
    if not text:
        return ""
    if text.startswith("-") and _AMOUNT.fullmatch(text[1:]):
        return "is negative; an amount is 0 or more"
    if text.startswith(FORMULA_STARTS):
        return "is a formula; write the number that it comes to"
    if not _AMOUNT.fullmatch(text):
        return "is no number; write plain digits such as 6700 or 1.5, and leave the cell of an open side empty"
    return "is 10^15 or more, which nobody delivers; check its digits and its unit" if float(text) >= MOST else ""


def _dates(row: dict) -> Iterator[Fault]:
    for column in DATES:
        if row[column].startswith(FORMULA_STARTS):
            yield column, f"{_cut(row[column])} is a formula; write the day as YYYY-MM-DD"
        elif row[column] and (wrong := days.fault(row[column])):
            yield column, f"{_cut(row[column])} {wrong}"


def _missing(row: dict) -> Iterator[Fault]:
    if not row["stated"]:
        yield "stated", "it is empty; write the day of the statement"
    if not row["claimant"] and not row["origin"]:
        yield "claimant", "claimant and origin are empty; write who says so, or who knows it first"
    if row["kind"] in WITHOUT_NUMBER:
        return
    if not row["item"]:
        yield "item", "it is empty; write what is counted"
    if not row["low"] and not row["high"]:
        yield "low", "low and high are empty; write one of them"


def _unknown(row: dict, vocabulary: Vocabulary) -> Iterator[Fault]:
    units = vocabulary.by_key("units")
    if row["unit"] and row["unit"] not in units and not row["unit"].startswith(FORMULA_STARTS):
        yield "unit", f"{_cut(row['unit'])} is no unit of units.csv; {_near(row['unit'], units)}"
    if not row["unit"] and row["item"] and (row["low"] or row["high"]) and not usual_unit(row["item"], vocabulary):
        yield "unit", f"it is empty, and items.csv has no usual unit of {_cut(row['item'])}; write the unit"
    for column, values in _CHOICES.items():
        if row[column] and row[column] not in values:
            yield column, f"{_cut(row[column])} is unknown; it must be one of {', '.join(filter(None, values))}"


def _reversed(row: dict) -> Iterator[Fault]:
    for one, other in AMOUNTS:
        if _AMOUNT.fullmatch(row[one]) and _AMOUNT.fullmatch(row[other]) and float(row[other]) < float(row[one]):
            yield other, f"{row[other]} lies below {one} {row[one]}; swap them"
    start, end = row["period_start"], row["period_end"]
    if is_day(start) and is_day(end) and end < start:
        yield "period_end", f"{end} lies before period_start {start}; swap them"


def _ahead(row: dict, as_of: str) -> Iterator[Fault]:
    """Days to come in a row that is stated by `as_of` and is no plan."""
    if row["kind"] in AHEAD or row["stated"] > as_of:
        return
    for column in ("period_start", "period_end"):
        if row[column] > as_of and is_day(row[column]):
            yield column, f"{row[column]} lies after {as_of}, as of which the ledger is read, and the row is no plan; correct one of the two"


def _references(row: dict, ids: Counter) -> Iterator[Fault]:
    if row["claim_id"] and ids[row["claim_id"]] > 1:
        yield "claim_id", f"{_cut(row['claim_id'])} stands {ids[row['claim_id']]} times; give each row its own"
    for column in LISTS:
        for named in filter(None, row[column].split(";")):
            if named not in ids and not named.startswith(FORMULA_STARTS):
                yield column, f"{_cut(named)} is the claim_id of no row; correct it"


def _near(word: str, known: dict) -> str:
    alike = get_close_matches(word, known, 3, 0.6)
    return f"did you mean {' or '.join(alike)}?" if alike else f"it has {', '.join(known)}"


def _cut(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
