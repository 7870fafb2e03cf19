"""The words of times: months, weekdays, units, "vergangen", "so far" … and the patterns that they form together.

Takes data/vocabulary/time_words.csv in one language, gives each pattern by name, with the class of word without which it cannot
match (a sentence without a month needs no pattern of months). What a match means is expressions.py.
"""

import re

from analysis.extract.patterns import AFTER, BEFORE, alternation
from analysis.vocabulary import Vocabulary

S = r"\s{1,3}"
YEAR = r"(?:1\d{3}|20\d{2}|21\d{2})(?![.,]?\d|[-‑]\d\d?(?!\d))"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MARK = r"(?:\.|st|nd|rd|th)?"
CLOCK = r"(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?"
REACH_BEFORE, REACH_BEHIND = 60, 60
# The class of word that must stand in a sentence for each pattern, beside its own words.
NEEDS = {
    "month": ("day_first", "month_first", "month"), "weekday": ("weekday", "every"), "season": ("season",),
    "unit": ("shifted", "moved", "those", "duration", "bare_units", "every", "beside", "first_of", "half", "part"),
    "year": ("year", "part", "half", "first_of", "numeric"), "numeric": ("numeric",), "clock": ("clock",), "weekend": ("weekend",),
    "half_year": ("half",), "quarter": ("half",), "decade": ("decade",), "century": ("century",), "day_part": ("day_part",),
}  # fmt: skip
ALONE = ("deictic", "reference", "until_now", "event", "set", "since_then", "that_day", "year_edge", "shifted_unit", "span", "no_time")


class TimeWords:
    """The words and patterns of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str):
        self._words: dict[str, dict[str, str]] = {}
        for row in vocabulary.rows("time_words", language):
            self._words.setdefault(row["class"], {}).update((word, row["value"]) for word in row["words"].split(";"))
        self._folded = {name: {word.casefold(): value for word, value in words.items()} for name, words in self._words.items()}
        numbers = {role: [] for role in ("cardinal", "article", "plus")}
        for row in vocabulary.rows("number_words", language):
            numbers.get(row["role"], []).extend(row["words"].split(";"))
        small = alternation([*numbers["cardinal"], *numbers["article"]])
        self._number = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|(?:{small})(?:{alternation(numbers['plus'])}|-\w{{3,5}})?)"
        orders = self._words.get("order", {}).values()
        known = [(name, source) for name, source in self._sources() if name not in ("day_first", "month_first") or name in orders]
        self._patterns = {name: (order, re.compile(f"{BEFORE}(?:{source})")) for order, (name, source) in enumerate(known)}
        self._trigger = re.compile(self._triggers())
        self._tried = {kind: {name for name in NEEDS.get(kind, (kind,)) if name in self._patterns} for kind in (*NEEDS, *ALONE)}
        self._tried_at = self._tried_by_word()

    def has(self, name: str) -> bool:
        """Whether the language has words of a class."""
        return name in self._words

    def value(self, name: str, written: str | None) -> str | None:
        """What a word of a class stands for."""
        return self._folded.get(name, {}).get(" ".join(written.casefold().split())) if written else None

    def any(self, *names: str) -> str:
        """Any word of these classes, as the source of a regular expression."""
        return f"(?:{alternation(word for name in names for word in self._words.get(name, ()))})"

    def matches(self, text: str, start: int, end: int) -> list[tuple[str, re.Match]]:
        """All matches of all patterns, by their beginning, the longest first. A pattern is tried only around its own words."""
        around: dict[str, tuple[int, int]] = {}
        for match in self._trigger.finditer(text, start, end):
            kind = match.lastgroup
            for name in self._tried_at[" ".join(match.group().casefold().split())] if kind == "word" else self._tried[kind]:
                around[name] = (around[name][0] if name in around else match.start(), match.end())
        if not around:
            return []
        found = []
        for name, (first, last) in around.items():
            order, regex = self._patterns[name]
            stop = text.find(" ", last + REACH_BEHIND, end)
            area = max(start, first - REACH_BEFORE), end if stop < 0 else stop
            found += [(match.start(), -match.end(), order, name, match) for match in regex.finditer(text, *area)]
        return [(name, match) for _, _, _, name, match in sorted(found, key=lambda entry: entry[:3])]

    def _triggers(self) -> str:
        """Any word that can be part of a time, and digits that look like one."""
        numeric = rf"(?P<numeric>{DAY}\.\s?\d{{1,2}}\.|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/)"
        decade = rf"(?P<decade>\d{{0,2}}\d0{self.any('decade')})"
        clock = rf"(?P<clock>\d{{1,2}}(?:[.:]\d\d)?(?:\s?{self.any('clock', 'clock_half')}|(?<=[.:]\d\d)))"
        words = alternation(word for kind in (*NEEDS, *ALONE) for word in self._naming(kind))
        return rf"{BEFORE}(?:{numeric}|{decade}|{clock}|(?P<year>{YEAR})|(?P<word>{words}))"

    def _naming(self, kind: str) -> list[str]:
        """The words of a class of trigger."""
        named = {"unit": ("unit", "units"), "clock": ("clock", "clock_half"), "decade": ()}
        return [word for name in named.get(kind, (kind,)) for word in self._words.get(name, ())]

    def _tried_by_word(self) -> dict[str, set[str]]:
        """The patterns that may match where a word stands."""
        tried: dict[str, set[str]] = {}
        for kind, names in self._tried.items():
            for word in self._naming(kind):
                ends_in_unit = word.split(" ")[-1] in self._words.get("unit", ())
                tried.setdefault(word.casefold(), set()).update(names, self._tried["unit"] if ends_in_unit else ())
        return tried

    def _sources(self) -> list[tuple[str, str]]:
        """The patterns by name; of two that match alike the first counts."""
        words = self.any
        article, of = rf"(?:{words('article')}{S})?", rf"(?:{words('of')}{S})?"
        shift = rf"(?P<shift>{words('shift')}){S}"
        year_shift = rf"{S}{of}(?P<yshift>{words('shift')}){S}{words('year_word')}"
        named_year = rf"{S}{of}(?:{words('year_word')}{S})?(?P<year>{YEAR})"
        parts = {
            "article": article, "of": of, "shift": shift, "year_tail": rf"(?:,?{named_year}|{year_shift})?",
            "this_year": rf"(?:{named_year}|{year_shift}|(?P<of_year>{S}{words('of')}{S}{words('year_word')}))",
            "joint": rf"(?:,\s?(?:{words('list')}{S})?|\s?[-–/]\s?|{S}{words('list')}{S})",
            "units": words("unit", "units"),
            "counted": rf"(?:{words('approximate')}{S})?(?P<num>{self._number}|{words('several')}|{words('half')}|{words('both')})",
        }  # fmt: skip
        return [*self._plain(), *self._calendar(**parts), *self._relative(**parts)]

    def _calendar(self, article: str, of: str, shift: str, year_tail: str, this_year: str, joint: str, **_) -> list[tuple[str, str]]:
        """Days, months, seasons, years and their parts."""
        words, month = self.any, rf"(?P<month>{self.any('month')})"
        days = rf"(?P<days>{DAY}{MARK}(?:{joint}{DAY}{MARK}){{0,8}})"
        weekday = rf"(?:{words('weekday')},?{S})?"
        iso, dotted = r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", rf"(?P<d2>{DAY})\.\s?(?P<m2>0?[1-9]|1[0-2])\.(?:\s?(?P<y2>{YEAR}|\d\d(?!\d)))?"
        slashed = r"(?P<m3>\d{1,2})/(?P<d3>\d{1,2})/(?P<y3>\d{4}|\d\d)(?!\d)"
        halves = rf"(?:(?P<half>{words('half_year')})|(?P<quarter>{words('quarter')}))"
        return [
            ("day_first", rf"{weekday}{article}{days}\s?(?:{words('of')}{S})?{month}{AFTER}{year_tail}"),
            ("month_first", rf"{weekday}{month}{S}{article}{days}(?!\d|,\d{{3}}(?!\d)|:\d|\s?%){year_tail}"),
            ("numeric", rf"(?<![\d.,])(?:{iso}|{dotted}|{slashed})"),
            ("month", rf"(?:(?P<part>{words('part')})[\s-]?{of})?(?:{shift})?{month}{AFTER}{year_tail}"),
            ("season", rf"(?:{article}{shift}(?:\w{{3,12}}{S})?)?(?P<season>{words('season')}){AFTER}{year_tail}"),
            ("half", rf"{article}(?P<ordinal>{words('ordinal')}){S}{halves}{AFTER}{this_year}?|(?P<letter>[QH])(?P<n>[1-4])[\s/-]?(?P<year2>{YEAR})?"),
            ("first_of", rf"{article}(?P<ordinal>{words('ordinal')}){S}(?P<num>{self._number}){S}(?P<unit>{words('units')}){this_year}"),
            ("part", rf"(?P<part>{words('part')})(?:{this_year}|[\s-]?(?P<y_only>{YEAR}))"),
            ("year_edge", rf"(?P<edge>{words('year_edge')}){AFTER}(?:{S}(?P<year>{YEAR}))?"),
            ("year", rf"(?:{article}(?P<word>{words('year_word')}){S})?(?P<year>{YEAR})(?:/\d\d(?!\d))?"),
            ("decade", rf"{article}(?P<century>1\d|20)?(?P<tens>\d0){words('decade')}{AFTER}"),
            ("century", rf"(?:{article}{words('ordinal')}{S}\w+{S})?{article}(?P<n>\d{{1,2}})(?:\.|st|nd|rd|th)\s{words('century')}{AFTER}"),
        ]  # fmt: skip

    def _relative(self, article: str, shift: str, units: str, counted: str, joint: str, **_) -> list[tuple[str, str]]:
        """What counts from another day, durations, repetitions, times of day."""
        words, unit, part = self.any, rf"(?P<unit>{units})", rf"(?P<day_part>{self.any('day_part')})"
        clock = rf"(?P<times>{CLOCK}(?:{joint}{CLOCK}){{0,4}})\s{{0,2}}(?:{words('clock')}|(?P<half>{words('clock_half')})){AFTER}"
        return [
            ("moved", rf"{article}{shift}{counted}{S}{unit}{AFTER}"),
            ("shifted", rf"{article}{shift}{unit}{AFTER}"),
            ("shifted_unit", rf"(?P<word>{words('shifted_unit')}){AFTER}"),
            ("beside", rf"{article}(?P<unit>{words('unit')}){S}(?P<to>{words('next_to_it')}){AFTER}"),
            ("weekend", rf"(?:{shift})?{words('weekend')}{AFTER}"),
            ("weekday", rf"(?:{shift})?(?P<weekday>{words('weekday')})(?:s{AFTER}|[\s-]?{part}{AFTER}|{AFTER})"),
            ("deictic", rf"(?P<deictic>{words('deictic')})(?:{S}{part})?{AFTER}"),
            ("day_part", rf"{part}{AFTER}"),
            ("those", rf"(?P<those>{words('those')}){S}(?:(?P<num>{self._number}){S})?(?:\w{{3,12}}{S})?(?P<unit>{units}|{words('span')}){AFTER}"),
            ("span", rf"(?P<those>{words('those')}){S}(?:\w{{3,12}}{S})?(?P<unit>{words('span')}){AFTER}"),
            ("duration", rf"{counted}(?:{S}|[-‑]|\s-\s+){unit}{AFTER}"),
            ("bare_units", rf"(?P<unit>{words('units')}){AFTER}"),
            ("every", rf"{words('every')}{S}(?:{words('ordinal')}{S})?(?P<unit>{words('unit', 'weekday')}){part}?{AFTER}"),
            ("clock", rf"{clock}|(?P<alone>(?:[01]?\d|2[0-3])[.:][0-5]\d)(?![.:]?\d)"),
        ]

    def _plain(self) -> list[tuple[str, str]]:
        """Words that are a time by themselves."""
        named = ("set", "reference", "event", "until_now", "since_then", "that_day", "no_time")
        return [(name, rf"(?P<{name}>{self.any(name)}){AFTER}") for name in named]
