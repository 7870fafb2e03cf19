"""What an expression of time is, and what all that read one share.

An Expression is a single naming of a time with its TIMEX3 value and, where the words fix one, its interval of days. A Context is
what the expressions of one sentence are read against.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analysis.extract.dates import Interval
from analysis.extract.numbers import Numbers
from analysis.extract.patterns import AFTER, BEFORE
from analysis.extract.time_words import TimeWords
from analysis.vocabulary import Vocabulary

CONTEXT, CLAUSE = 24, 200


class Expression(NamedTuple):
    """One expression: offsets, TIMEX3 type and value, interval (None where the words fix none), and what a range or a
    preposition needs to know: the pattern, a month and day without year, a part of the interval, whether it goes on now."""

    start: int
    end: int
    type: str
    value: str
    interval: tuple[date | None, date | None] = (None, None)
    kind: str = ""
    partial: tuple[int, int] | None = None
    part: str = ""
    current: bool = False


@dataclass
class Context:
    """What a sentence's expressions are read against: the publication, and the day, month or year named last."""

    text: str
    start: int
    end: int
    anchor: date | None
    mentioned: Expression | None = None

    @property
    def day(self) -> date | None:
        """The day named last, else the day of publication."""
        if self.mentioned and self.mentioned.interval[0] and self.mentioned.interval[0] == self.mentioned.interval[1]:
            return self.mentioned.interval[0]
        return self.anchor

    @property
    def day_here(self) -> date | None:
        """The day named last in this sentence, else the day of publication."""
        return self.day if self.mentioned and self.mentioned.start >= self.start else self.anchor


class Readers:
    """The words of one language, and the questions that several kinds of expression ask."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self.words, self._numbers = TimeWords(vocabulary, language), Numbers(vocabulary, language)
        any_ = self.words.any
        self._before_year = re.compile(rf"(?:{BEFORE}{any_('year_before')}\s|[(/–—-]\s?|^)$")
        self._no_year_before = re.compile(rf"{BEFORE}{any_('no_year_before')}\s$")
        self._preposition = re.compile(rf"{BEFORE}{any_('preposition', 'range_from', 'range_to', 'range_and', 'range_join')}\s(?:{any_('article')}\s)?(?:\w+\s)?$")
        self._before_units = re.compile(rf"{BEFORE}{any_('before_units')}\s(?:{any_('article')}\s)?$")
        self._since = re.compile(rf"{BEFORE}{any_('since')}\s(?:{any_('article')}\s)?$")
        self._before_clock = re.compile(rf"{BEFORE}{any_('before_clock')}\s$")
        self._future, self._past = (re.compile(f"{BEFORE}{any_(name)}{AFTER}") for name in ("future", "not_future"))
        self._age = re.compile(rf"\s{any_('not_as_age')}{AFTER}")
        self._moved_behind = re.compile(rf"\s{any_('ago_behind', 'later_behind', 'next_to_it')}{AFTER}")
        self._explicit_year = self.words.has("year_before")

    def _made(self, match: re.Match, kind: str, value: str, interval: Interval | None = None, type_: str = "date", **more) -> list[Expression]:
        return [Expression(match.start(), match.end(), type_, value, interval or (None, None), kind, **more)]

    def _year_of(self, match: re.Match, context: Context) -> int | None:
        """The year that an expression names, by itself or as "of last year"."""
        groups = match.groupdict()
        written = groups.get("year") or groups.get("year2") or groups.get("y_only")
        if written:
            return int(written)
        if groups.get("yshift") and context.anchor:
            return context.anchor.year + int(self.words.value("shift", groups["yshift"]))
        return context.anchor.year if groups.get("of_year") and context.anchor else None

    def _preceded(self, pattern: re.Pattern, match: re.Match, context: Context) -> bool:
        return pattern.search(context.text, max(context.start, match.start() - CONTEXT), match.start()) is not None

    def _is_future(self, span: tuple[int, int], context: Context) -> bool:
        """Whether the clause around an expression tells what is to come."""
        first, last = max(context.start, span[0] - CLAUSE), min(context.end, span[1] + CLAUSE)
        stop = context.text.find(",", span[1], last)
        clause = max(first, context.text.rfind(",", first, span[0]) + 1), last if stop < 0 else stop
        return bool(self._future.search(context.text, *clause)) and not self._past.search(context.text, *clause)

    def _count(self, match: re.Match) -> float | None:
        """The number before a unit; None for "several"."""
        written = match["num"]
        if self.words.value("both", written):
            return float(self.words.value("both", written))
        if self.words.value("half", written) is not None:
            return 0.5
        if self.words.value("several", written) is not None:
            return None
        found = self._numbers.candidates(written)
        return found[0].low if found and not found[0].vague and found[0].end - found[0].start == len(written) else None
