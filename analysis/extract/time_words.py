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
        self._classes: dict[str, set[str]] = {}
        for row in vocabulary.rows("time_words", language):
            self._words.setdefault(row["class"], {}).update((word, row["value"]) for word in row["words"].split(";"))
        self._folded = {name: {word.casefold(): value for word, value in words.items()} for name, words in self._words.items()}
        numbers = [row for row in vocabulary.rows("number_words", language) if row["role"] in ("cardinal", "article")]
        self._number = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|(?:{alternation(w for row in numbers for w in row['words'].split(';'))})(?:einhalb|-\w{{3,5}})?)"
        orders = self._words.get("order", {}).values()
        self._patterns = [(name, re.compile(f"{BEFORE}(?:{source})")) for name, source in self._sources() if name not in ("day_first", "month_first") or name in orders]
        self._trigger = re.compile(self._triggers())

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
            for kind in self._classes[" ".join(match.group().casefold().split())] if match["word"] else (match.lastgroup,):
                for name in NEEDS.get(kind, (kind,)):
                    around[name] = (around.get(name, match.span())[0], match.end())
        found = []
        for order, (name, regex) in enumerate(self._patterns):
            if name in around:
                stop = text.find(" ", around[name][1] + REACH_BEHIND, end)
                area = max(start, around[name][0] - REACH_BEFORE), end if stop < 0 else stop
                found += [(match.start(), -match.end(), order, name, match) for match in regex.finditer(text, *area)]
        return [(name, match) for _, _, _, name, match in sorted(found, key=lambda entry: entry[:3])]

    def _triggers(self) -> str:
        """Any word that can be part of a time, and digits that look like one."""
        named = {"unit": ("unit", "units"), "clock": ("clock", "clock_half"), "decade": ()}
        for name in (*NEEDS, *ALONE):
            for word in (word for part in named.get(name, (name,)) for word in self._words.get(part, ())):
                self._classes.setdefault(word.casefold(), set()).add(name)
        numeric = rf"(?P<numeric>{DAY}\.\s?\d{{1,2}}\.|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/)"
        decade = rf"(?P<decade>\d{{0,2}}\d0{self.any('decade')})"
        clock = rf"(?P<clock>\d{{1,2}}(?:[.:]\d\d)?(?:\s?{self.any('clock', 'clock_half')}|(?<=[.:]\d\d)))"
        words = alternation(word for name in (*NEEDS, *ALONE) for part in named.get(name, (name,)) for word in self._words.get(part, ()))
        return rf"{BEFORE}(?:{numeric}|{decade}|{clock}|(?P<year>{YEAR})|(?P<word>{words}))"

    def _sources(self) -> list[tuple[str, str]]:
        any_, number = self.any, self._number
        article, of = rf"(?:{any_('article')}{S})?", rf"(?:{any_('of')}{S})?"
        year_shift = rf"{of}(?P<yshift>{any_('shift')}){S}{any_('year_word')}"
        year_tail = rf"(?:,?{S}{of}(?:{any_('year_word')}{S})?(?P<year>{YEAR})|{S}{year_shift})?"
        this_year = rf"(?:{S}{of}(?:{any_('year_word')}{S})?(?P<year>{YEAR})|{S}{year_shift}|(?P<of_year>{S}{any_('of')}{S}{any_('year_word')}))"
        joint = rf"(?:,\s?(?:{any_('list')}{S})?|\s?[-–/]\s?|{S}{any_('list')}{S})"
        days = rf"(?P<days>{DAY}{MARK}(?:{joint}{DAY}{MARK}){{0,8}})"
        weekday = rf"(?:{any_('weekday')},?{S})?"
        units = any_("unit", "units")
        counted = rf"(?:{any_('approximate')}{S})?(?P<num>{number}|{any_('several')}|{any_('half')}|{any_('both')})"
        return [
            ("day_first", rf"{weekday}{article}{days}\s?(?:{any_('of')}{S})?(?P<month>{any_('month')}){AFTER}{year_tail}"),
            ("month_first", rf"{weekday}(?P<month>{any_('month')}){S}(?:{any_('article')}{S})?{days}(?!\d|,\d{{3}}(?!\d)|:\d|\s?%){year_tail}"),
            ("numeric", rf"(?<![\d.,])(?:(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)|(?P<d2>{DAY})\.\s?(?P<m2>0?[1-9]|1[0-2])\.(?:\s?(?P<y2>{YEAR}|\d\d(?!\d)))?|(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})/(?P<y3>\d{{4}}|\d\d)(?!\d))"),
            ("month", rf"(?:(?P<part>{any_('part')})[\s-]?{of})?(?:(?P<shift>{any_('shift')}){S})?(?P<month>{any_('month')}){AFTER}{year_tail}"),
            ("season", rf"(?:{article}(?P<shift>{any_('shift')}){S}(?:\w{{3,12}}{S})?)?(?P<season>{any_('season')}){AFTER}{year_tail}"),
            ("half", rf"{article}(?P<ordinal>{any_('ordinal')}){S}(?:(?P<half>{any_('half_year')})|(?P<quarter>{any_('quarter')})){AFTER}{this_year}?|(?P<letter>[QH])(?P<n>[1-4])[\s/-]?(?P<year2>{YEAR})?"),
            ("first_of", rf"{article}(?P<ordinal>{any_('ordinal')}){S}(?P<num>{number}){S}(?P<unit>{any_('units')}){this_year}"),
            ("part", rf"(?P<part>{any_('part')})[\s-]?(?:{this_year}|(?P<y_only>{YEAR}))"),
            ("year_edge", rf"(?P<edge>{any_('year_edge')}){AFTER}(?:{S}(?P<year>{YEAR}))?"),
            ("year", rf"(?:{article}(?P<word>{any_('year_word')}){S})?(?P<year>{YEAR})(?:/\d\d(?!\d))?"),
            ("decade", rf"{article}(?P<century>1\d|20)?(?P<tens>\d0){any_('decade')}{AFTER}"),
            ("century", rf"(?:{article}(?P<ordinal>{any_('ordinal')}){S}\w+{S})?{article}(?P<n>\d{{1,2}})(?:\.|st|nd|rd|th){S}{any_('century')}{AFTER}"),
            ("moved", rf"{article}(?P<shift>{any_('shift')}){S}{counted}{S}(?P<unit>{units}){AFTER}"),
            ("shifted", rf"{article}(?P<shift>{any_('shift')}){S}(?P<unit>{units}){AFTER}"),
            ("shifted_unit", rf"(?P<word>{any_('shifted_unit')}){AFTER}"),
            ("beside", rf"{article}(?P<unit>{any_('unit')}){S}(?P<to>{any_('next_to_it')}){AFTER}"),
            ("weekend", rf"(?:(?P<shift>{any_('shift')}){S})?{any_('weekend')}{AFTER}"),
            ("weekday", rf"(?:(?P<shift>{any_('shift')}){S})?(?P<weekday>{any_('weekday')})(?:s{AFTER}|[\s-]?(?P<day_part>{any_('day_part')}){AFTER}|{AFTER})"),
            ("deictic", rf"(?P<deictic>{any_('deictic')})(?:{S}(?P<day_part>{any_('day_part')}))?{AFTER}"),
            ("day_part", rf"(?P<day_part>{any_('day_part')}){AFTER}"),
            ("those", rf"(?P<those>{any_('those')}){S}(?:(?P<num>{number}){S})?(?:\w{{3,12}}{S})?(?P<unit>{units}|{any_('span')}){AFTER}"),
            ("span", rf"(?P<those>{any_('those')}){S}(?:\w{{3,12}}{S})?(?P<unit>{any_('span')}){AFTER}"),
            ("duration", rf"{counted}(?:{S}|[-‑]|\s-\s+)(?:(?P<unit>{units})){AFTER}"),
            ("bare_units", rf"(?P<unit>{any_('units')}){AFTER}"),
            ("every", rf"{any_('every')}{S}(?:{any_('ordinal')}{S})?(?P<unit>{any_('unit', 'weekday')})(?P<day_part>{any_('day_part')})?{AFTER}"),
            ("set", rf"(?P<set>{any_('set')}){AFTER}"),
            ("clock", rf"(?P<times>{CLOCK}(?:{joint}{CLOCK}){{0,4}})\s?(?:{any_('clock')}|(?P<half>{any_('clock_half')})){AFTER}|(?P<alone>(?:[01]?\d|2[0-3])[.:][0-5]\d)(?![.:]?\d)"),
            ("reference", rf"(?P<reference>{any_('reference')}){AFTER}"), ("until_now", rf"{any_('until_now')}{AFTER}"),
            ("event", rf"(?P<event>{any_('event')}){AFTER}"), ("since_then", rf"{any_('since_then')}{AFTER}"), ("that_day", rf"{any_('that_day')}{AFTER}"),
            ("no_time", rf"{any_('no_time')}{AFTER}"),
        ]  # fmt: skip
