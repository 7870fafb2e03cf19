"""The unit words beside a number: in front of it ("$", "EUR"), behind it ("Schuss", "mm", "per cent"), and how often ("a year").

Takes a place in a text, gives units by their name in data/vocabulary/unit_words.csv. A word is found as the file writes it or
with a capital; a row without a language holds symbols, found only as they are written.
"""

import re
from typing import NamedTuple

from analysis.extract.patterns import AFTER, BEFORE, alternation
from analysis.vocabulary import Vocabulary

PREFIX_REACH = 24
FRACTIONS = {"hundredth_of": 100.0, "twelfth_of": 12.0, "thousandth_of": 1000.0}


class Unit(NamedTuple):
    """A unit word found: offsets, the unit, and whether it may stand behind a bare article."""

    start: int
    end: int
    name: str
    after_article: bool = True


class Units:
    """The unit words of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        rows = vocabulary.rows("unit_words", language)
        behind = [row for row in rows if row["place"] in ("behind", "behind_number")]
        self._names = {place: _names([row for row in rows if row["place"].split("_")[0] == place]) for place in ("behind", "before", "per")}
        self._as_written = {word for row in rows if row["place"] == "per" for word in row["words"].split(";")}
        self._fractions = {(row["unit"], of): FRACTIONS[row["place"]] for row in rows if row["place"] in FRACTIONS for of in row["words"].split(";")}
        self._strict = frozenset(row["unit"] for row in rows if row["place"] == "behind_number")
        self._behind = re.compile(rf"(?:\s?[-‑]\s?|\s{{0,3}})({_any(behind)}){AFTER}(?![-‑]\d)")
        self._before = re.compile(rf"{BEFORE}({_any([row for row in rows if row['place'] == 'before'])})\s{{0,2}}$")
        later = f"(?:{_any([row for row in rows if row['place'] == 'not_per'])})"
        self._per = re.compile(rf"{BEFORE}({_any([row for row in rows if row['place'] == 'per'])}){AFTER}(?!\s{later}{AFTER}|\s[12]\d{{3}}{AFTER})")

    def behind(self, text: str, at: int, end: int) -> Unit | None:
        """The unit word that follows a number at once, with a space or a hyphen."""
        match = self._behind.match(text, at, end)
        return match and self._unit(match, "behind")

    def before(self, text: str, start: int, at: int) -> Unit | None:
        """The sign of money, or the word, that stands in front of a number."""
        match = self._before.search(text, max(start, at - PREFIX_REACH), at)
        return match and self._unit(match, "before")

    def fraction(self, unit: str, of: str) -> float:
        """How many of the first unit make one of the second, where the two are told together ("3 dollars 50 cents"); else 0."""
        return self._fractions.get((unit, of), 0.0)

    def rates(self, text: str, start: int, end: int) -> list[Unit]:
        """Words that say how often; as they are written, but at the beginning, so that no newspaper's name is one."""
        found = (match for match in self._per.finditer(text, start, end) if match.start() == start or match.group(1) in self._as_written)
        return [self._unit(match, "per") for match in found]

    def _unit(self, match: re.Match, place: str) -> Unit:
        written = " ".join(match.group(1).split())
        names = self._names[place]
        name = names.get(written) or names.get(written.casefold(), "")
        return Unit(match.start(1), match.end(1), name, name not in self._strict and written[0].isalpha())


def _names(rows: list[dict[str, str]]) -> dict[str, str]:
    """Unit by word: symbols as they are written, words without regard to capitals."""
    return {word if not row["language"] else word.casefold(): row["unit"] for row in rows for word in row["words"].split(";")}


def _any(rows: list[dict[str, str]]) -> str:
    words = [word for row in rows if row["language"] for word in row["words"].split(";")]
    return alternation(words, [word for row in rows if not row["language"] for word in row["words"].split(";")])
