"""What a cell of a vocabulary file may hold: rules, each a question to one cell.

A rule takes the cell, its row and what the files hold together, and gives the rest of a sentence that begins with the column's
name: what is wrong and what to do. It gives nothing for a sound cell. `files.py` says which rule counts for which column.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

Row = dict[str, str]

LONGEST_SHOWN = 60
# Sorts of body that no actor is of; "none" lists names that only contain a state's.
ORGANS_WITHOUT_ACTOR = ("agency", "none", "parliament", "person", "pronoun", "spokesperson")
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
TAG = re.compile(r"[a-z]{2,3}")
# Digits are ASCII: float() alone would also take "٣", "1_000", "nan" and "inf".
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Line breaks, control characters, and those that turn the direction of print.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Known:
    """Rows of the files that can be read, and the languages that words may be of."""

    files: dict[str, list[Row]]
    languages: tuple[str, ...]
    _values: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def values(self, name: str, column: str) -> set[str]:
        """What stands in a column; nothing for a file that cannot be read."""
        if (name, column) not in self._values:
            self._values[name, column] = {row[column] for row in self.files.get(name, ())}
        return self._values[name, column]


Rule = Callable[[str, Row, Known], str]


def complaint(cell: str, what: str, advice: str) -> str:
    return f"{shown(cell)} {what}; {advice}." if cell else f"is empty; {advice}."


def shown(cell: str) -> str:
    return repr(cell if len(cell) <= LONGEST_SHOWN else f"{cell[:LONGEST_SHOWN]}…")


def unlike(cell: str, allowed: Collection[str]) -> str:
    """That a cell is none of those allowed, with the nearest of them or all."""
    near = get_close_matches(cell, allowed, 2, 0.7)
    return complaint(cell, "is unknown", f"write {' or '.join(near) if near else ', '.join(value or 'nothing' for value in allowed)}")


def anything(cell: str, row: Row, known: Known) -> str:
    return ""


def filled(cell: str, row: Row, known: Known) -> str:
    return "" if cell.strip() else "is empty; fill it in."


def text(cell: str, row: Row, known: Known) -> str:
    """Words for readers, on one line."""
    steered = complaint(cell, "holds a line break or a sign that steers print", "take it out") if STEERING.search(cell) else ""
    return filled(cell, row, known) or steered


def example(cell: str, row: Row, known: Known) -> str:
    return "" if cell.strip() else "is empty; give a phrase in which it occurs."


def identifier(cell: str, row: Row, known: Known) -> str:
    """An id: it stands in lists joined by ";", in flows ("KP>RU") and on the command line."""
    advice = "write letters A-Z, digits, '.', '_' and '-', the first a letter or digit"
    return "" if IDENTIFIER.fullmatch(cell) else complaint(cell, "is no id", advice)


def tag(cell: str, row: Row, known: Known) -> str:
    """A language's own row: a primary language tag (BCP 47)."""
    return "" if TAG.fullmatch(cell) else complaint(cell, "is no language", "write its tag of two or three small letters, such as de")


def language(cell: str, row: Row, known: Known) -> str:
    """A language that function_words.csv has a row for, so that one is added by rows alone."""
    advice = f"write {', '.join(known.languages)}, or add a row for it there"
    return "" if cell in known.languages or "function_words" not in known.files else complaint(cell, "has no row in function_words.csv", advice)


def day(cell: str, row: Row, known: Known) -> str:
    try:
        exists = DAY.fullmatch(cell) and date.fromisoformat(cell)
    except ValueError:
        exists = False
    return "" if exists else complaint(cell, "is no day", "write one that exists as YYYY-MM-DD")


def phrase(cell: str, row: Row, known: Known) -> str:
    """Words to look for: besides the signs for a compound's head and an ending there must be something."""
    return "" if cell.strip("-~") else complaint(cell, "leaves nothing to look for", "write a word")


def one_of(*allowed: str) -> Rule:
    return lambda cell, row, known: "" if cell in allowed else unlike(cell, allowed)


def like(pattern: str, advice: str) -> Rule:
    """A cell of that shape (a regular expression)."""
    shape = re.compile(pattern)
    return lambda cell, row, known: "" if shape.fullmatch(cell) else complaint(cell, "cannot be read", advice)


def optional(rule: Rule) -> Rule:
    return lambda cell, row, known: rule(cell, row, known) if cell else ""


def depending_on(column: str, rules: dict[str, Rule]) -> Rule:
    """The rule by what another column of the row holds; none where that is itself unknown."""
    return lambda cell, row, known: rules.get(row[column], anything)(cell, row, known)


def number(least: float, most: float, span: str = "") -> Rule:
    """A number from least to most, both allowed; `span` says so in words."""
    span = span or f"from {least:g} to {most:g}"

    def rule(cell: str, row: Row, known: Known) -> str:
        if NUMBER.fullmatch(cell) and least <= float(cell) <= most:
            return ""
        return complaint(cell, f"is no number {span}", "write one in digits, with a point and no other sign")

    return rule


def without(tail: str, rule: Rule) -> Rule:
    """The rule for what stands before a tail of that shape (a regular expression), if there is one."""
    shape = re.compile(f"(?:{tail})$")
    return lambda cell, row, known: rule(shape.sub("", cell), row, known)


def in_file(name: str, column: str) -> Rule:
    """A key of another file, or of this one."""

    def rule(cell: str, row: Row, known: Known) -> str:
        ids = known.values(name, column)
        if not ids or cell in ids:
            return ""
        near = get_close_matches(cell, ids, 1, 0.7)
        return complaint(cell, f"is not in {name}.csv", f"write {near[0]}, or add it there" if near else "add it there or correct it")

    return rule


def each(rule: Rule) -> Rule:
    """Entries joined by ";", at least one, none empty, single spaces within and none around."""

    def listed(cell: str, row: Row, known: Known) -> str:
        for entry in cell.split(";"):
            if not entry.strip():
                return "has an empty entry; take out the ';' too many." if cell else "is empty; fill it in."
            if entry != " ".join(entry.split()):
                return f"has {shown(entry)} with white space too much; write it without any around it and with single spaces within."
            if told := rule(entry, row, known):
                return told
        return ""

    return listed


def state(cell: str, row: Row, known: Known) -> str:
    """Whose body an actor is: the id of an actor that is a state; a state has its own, an alliance none."""
    if not cell:
        return "is empty; write the id of the state." if row["type"] == "state" else ""
    if cell not in known.values("actors", "actor_id"):
        return complaint(cell, "is not in actors.csv", "add that state there or correct it")
    found = any(actor["actor_id"] == cell and actor["type"] == "state" for actor in known.files["actors"])
    return "" if found else complaint(cell, "is an actor, but no state", "write the id of its state")


def body(cell: str, row: Row, known: Known) -> str:
    """What sort of body an actor is: one that organs.csv knows, or no other than its type; a state is none."""
    if not cell:
        return "" if row["type"] == "state" else "is empty; write what sort of body it is, as organs.csv has it."
    stand_ins = {entry for listed in known.values("organs", "stands_for") for entry in listed.split(";")}
    bodies = known.values("organs", "organ") | stand_ins | {row["type"]}
    return "" if cell in bodies or "organs" not in known.files else unlike(cell, sorted(bodies - {"", "*"}))


def organ(cell: str, row: Row, known: Known) -> str:
    """A sort of body that words name: actors are of it, or the row itself says that it stands for it, or the code knows it."""
    if cell in known.values("actors", "organ") or cell in row["stands_for"].split(";") or "actors" not in known.files:
        return identifier(cell, row, known)
    return "" if cell in ORGANS_WITHOUT_ACTOR else unlike(cell, sorted({*known.values("actors", "organ"), *ORGANS_WITHOUT_ACTOR} - {""}))


def stand_in(cell: str, row: Row, known: Known) -> str:
    """A sort of body that a bare word may mean: one of organs.csv or actors.csv, or "*" for whoever speaks."""
    bodies = known.values("organs", "organ") | known.values("actors", "organ")
    return "" if cell == "*" or cell in bodies or "actors" not in known.files else unlike(cell, sorted(bodies - {""}))
