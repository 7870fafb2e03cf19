"""Rows of the table `numbers`, one by one: a number, a day, the ends of a range, a count of rows.

A number in a column is printed with all its digits, one in a sentence with its magnitude as a word (numerals.py).
"""

import math
import re

from analysis import numerals
from analysis.intervals import whole
from analysis.wording import Words


def number_id(*parts: str) -> str:
    """An id from parts, each sign that a marker cannot hold as "_"."""
    return ".".join(re.sub(r"[^A-Za-z0-9_.]", "_", part) for part in parts)


def row(identity: str, value: float, unit: str, place: str, meaning: str, rule: str, claims: str, words: Words) -> dict:
    text = numerals.printed(value, words.lang, place)
    return {
        "number_id": identity, "value": float(value), "unit": unit, "text": text, "place": place, "meaning": meaning, "rule": rule, "claims": claims,
    }  # fmt: skip


def day(identity: str, iso: str, place: str, meaning: str, rule: str, claims: str, words: Words) -> dict:
    """An ISO date: in words in a sentence, short in a column. It has no value."""
    text = words.short_day(iso) if place in numerals.COLUMNS else numerals.day(iso, words.lang)
    return {
        "number_id": identity, "value": math.nan, "unit": "date", "text": text, "place": place, "meaning": meaning, "rule": rule, "claims": claims,
    }  # fmt: skip


def ends(prefix: str, bounds: dict, place: str, meaning: str, rule: str, words: Words) -> list[dict]:
    """Rows for the ends of a range that are not open; `bounds`: low, high, unit, claims."""
    return [end(number_id(prefix, name), bounds, name, place, meaning, rule, words) for name in ("low", "high") if bounds[name] == bounds[name]]


def end(identity: str, bounds: dict, name: str, place: str, meaning: str, rule: str, words: Words) -> dict:
    """One end of a range, to a whole number where intervals.whole asks for one."""
    counted = words.vocabulary.by_key("units").get(bounds["unit"], {}).get("dimension") == "count"
    value = whole(bounds[name], name, counted)
    rule = rule if value == bounds[name] else f"{rule}; to a whole number"
    return row(identity, value, bounds["unit"], place, words(f"meaning.{name}", what=meaning), rule, bounds["claims"], words)


def count(identity: str, counted: int, table: str, words: Words, where: str = "", place: str = "text") -> list[dict]:
    """How many rows of a table there are, of those where something holds; none for no such row, since nothing then says so."""
    named = f"meaning.{identity}" in words.vocabulary.by_key("labels")
    meaning = words(f"meaning.{identity}") if named else words("meaning.rows", what=where)
    return [row(identity, counted, "count", place, meaning, f"rows of {table}.csv" + (f" where {where}" if where else ""), "", words)]


def directive(name: str, number: int, words: Words) -> dict:
    """The number by which a directive of the US intelligence community on analysis is known."""
    return row(f"method.{name}", number, "", "text", words("meaning.directive"), f"directive of the US intelligence community: https://www.dni.gov/files/documents/ICD/ICD-{number}.pdf", "", words)
